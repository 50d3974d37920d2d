/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A visit rarely brings one service to one person. Whom it may have met is read when the panel is
 * opened for the first time. */
#include "app/amp-case-widgets.h"

#include "app/amp-accessible.h"
#include "app/amp-date-entry.h"
#include "app/amp-editor.h"
#include "app/amp-form-value.h"
#include "app/amp-list-keys.h"
#include "app/amp-multi-picker.h"
#include "app/amp-record-text.h"
#include "app/amp-reopen.h"
#include "domain/closure.h"
#include "domain/visit.h"
#include "model/codelist.h"

#include <glib/gi18n.h>

#define CHOICES_MOST 60
#define FOUND_MOST 6

typedef struct
{
  AmpSectionContext *context; /* borrowed: the panel is shown as long as it lives */
  AmpFormValue *services;
  AmpFormValue *day;
  GtkWidget *people; /* of check buttons, each with its AmpVisitPerson */
  GtkWidget *search;
  GtkListBox *found; /* of rows, each with its AmpVisitPerson */
  GtkLabel *told;
  GtkLabel *status;
  GCancellable *searching; /* NULL: nothing is looked for */
  gboolean asked;
  gboolean saving;
} Panel;

static Panel *
panel_of (gpointer widget)
{
  return g_object_get_data (widget, "amp-panel");
}

static void
add_person (Panel *self, const AmpVisitPerson *who, const char *label, gboolean active)
{
  GtkWidget *check = gtk_check_button_new_with_label (label);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), active);
  g_object_set_data_full (G_OBJECT (check), "amp-who", g_memdup2 (who, sizeof *who), g_free);
  gtk_flow_box_append (GTK_FLOW_BOX (self->people), check);
}

static void
panel_free (gpointer data)
{
  Panel *self = data;

  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  g_free (self);
}

/* Her check button, NULL. */
static GtkCheckButton *
check_of (Panel *self, gint64 person)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->people); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *check = gtk_flow_box_child_get_child (GTK_FLOW_BOX_CHILD (child));
      const AmpVisitPerson *who = g_object_get_data (G_OBJECT (check), "amp-who");

      if (who->person == person)
        return GTK_CHECK_BUTTON (check);
    }
  return NULL;
}

/* --- Whom --- */

static gpointer
choices_run (AmpSession *session,
             gpointer data,
             AmpProgress *progress G_GNUC_UNUSED,
             GCancellable *cancellable G_GNUC_UNUSED,
             GError **error)
{
  return amp_visit_choices (session, *(gint64 *) data, CHOICES_MOST, error);
}

static void
choices_done (gpointer owner, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) choices = result;
  Panel *self = panel_of (owner);

  if (error != NULL)
    return;
  for (guint i = 0; i < choices->len; i++)
    {
      const AmpVisitChoice *choice = g_ptr_array_index (choices, i);

      if (check_of (self, choice->who.person) == NULL)
        add_person (self, &choice->who, choice->label, FALSE);
    }
}

static const AmpJob choices_job = {.func = choices_run,
                                   .done = choices_done,
                                   .data_free = g_free,
                                   .result_free = (GDestroyNotify) g_ptr_array_unref};

static void
expanded_cb (GtkWidget *expander)
{
  Panel *self = panel_of (expander);
  gint64 *case_id;

  if (self->asked)
    return;
  self->asked = TRUE;
  case_id = g_new (gint64, 1);
  *case_id = self->context->case_id;
  amp_jobs_run (self->context->jobs, &choices_job, case_id, expander, NULL);
}

/* --- Whoever else --- */

typedef struct
{
  AmpSearchVisit *visit; /* counted; used by the worker thread alone */
  char *text;
  gboolean names, elsewhere;
  GCancellable *of;
} Looking;

static void
looking_free (gpointer data)
{
  Looking *self = data;

  g_atomic_rc_box_release (self->visit);
  g_free (self->text);
  g_object_unref (self->of);
  g_free (self);
}

/* Worker thread. */
static gpointer
look_run (AmpSession *session,
          gpointer data,
          AmpProgress *progress G_GNUC_UNUSED,
          GCancellable *cancellable,
          GError **error)
{
  Looking *looking = data;

  return amp_visit_find (session, looking->visit, looking->text, FOUND_MOST, looking->names,
                         &looking->elsewhere, cancellable, error);
}

static void
clear_found (Panel *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->found))) != NULL)
    gtk_list_box_remove (self->found, row);
  gtk_widget_set_visible (GTK_WIDGET (self->found), FALSE);
  gtk_label_set_text (self->told, "");
}

static void
add_found (Panel *self, const AmpVisitChoice *choice)
{
  GtkWidget *row = gtk_list_box_row_new ();
  g_autofree char *text = choice->name != NULL
                            ? g_strdup_printf ("%s · %s", choice->label, choice->name)
                            : g_strdup (choice->label);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "amp-found");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  g_object_set_data_full (G_OBJECT (row), "amp-who", g_memdup2 (&choice->who, sizeof choice->who),
                          g_free);
  g_object_set_data_full (G_OBJECT (row), "amp-pseudonym", g_strdup (choice->label), g_free);
  amp_accessible_set_label (row, text);
  gtk_list_box_append (self->found, row);
}

static const char *
told_about (guint n, gboolean elsewhere)
{
  if (elsewhere)
    return _ (
      "Somebody like that is in a case of a colleague: ask for it in the search box above.");
  return n == 0 ? _ ("Nobody found in an open case of yours. Whoever is not here yet needs a case.")
                : "";
}

static void
look_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  g_autoptr (GPtrArray) choices = result;
  Panel *self = panel_of (owner);
  const Looking *looking = data;

  if (looking->of != self->searching)
    return;
  clear_found (self);
  if (error != NULL)
    {
      amp_toast_error (owner, error);
      return;
    }
  for (guint i = 0; i < choices->len; i++)
    add_found (self, g_ptr_array_index (choices, i));
  gtk_widget_set_visible (GTK_WIDGET (self->found), choices->len > 0);
  gtk_label_set_text (self->told, told_about (choices->len, looking->elsewhere));
}

static const AmpJob look_job = {.func = look_run,
                                .done = look_done,
                                .data_free = looking_free,
                                .result_free = (GDestroyNotify) g_ptr_array_unref};

static void
search_cb (GtkWidget *expander)
{
  Panel *self = panel_of (expander);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));
  Looking *looking;

  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  clear_found (self);
  if (g_utf8_strlen (text, -1) < 2)
    return;
  self->searching = g_cancellable_new ();
  looking = g_new0 (Looking, 1);
  looking->visit = g_atomic_rc_box_new0 (AmpSearchVisit);
  looking->text = g_strdup (text);
  looking->names = !self->context->veiled;
  looking->of = g_object_ref (self->searching);
  amp_jobs_run (self->context->jobs, &look_job, looking, expander, self->searching);
}

/* She is one of those who were met, and the next one may be looked for. */
static void
found_cb (GtkWidget *expander, GtkListBoxRow *row)
{
  Panel *self = panel_of (expander);
  const AmpVisitPerson *who = g_object_get_data (G_OBJECT (row), "amp-who");
  GtkCheckButton *check = check_of (self, who->person);

  if (check != NULL)
    gtk_check_button_set_active (check, TRUE);
  else
    add_person (self, who, g_object_get_data (G_OBJECT (row), "amp-pseudonym"), TRUE);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  clear_found (self);
  gtk_widget_grab_focus (self->search);
}

/* Enter takes the first. */
static void
first_cb (GtkWidget *expander)
{
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (panel_of (expander)->found, 0);

  if (first != NULL)
    found_cb (expander, first);
}

/* --- Saving --- */

typedef struct
{
  AmpRecord *like;
  char **services;
  GArray *people; /* of AmpVisitPerson */
} Visit;

static void
visit_free (gpointer data)
{
  Visit *visit = data;

  amp_record_free (visit->like);
  g_strfreev (visit->services);
  g_array_unref (visit->people);
  g_free (visit);
}

static gpointer
visit_run (AmpSession *session,
           gpointer data,
           AmpProgress *progress G_GNUC_UNUSED,
           GCancellable *cancellable G_GNUC_UNUSED,
           GError **error)
{
  Visit *visit = data;

  return amp_visit_save (session, visit->like, (const char *const *) visit->services,
                         (AmpVisitPerson *) (gpointer) visit->people->data, visit->people->len,
                         error);
}

static void save_cb (GtkWidget *expander);

static void
save_after_reopening (gpointer owner, gint64 id G_GNUC_UNUSED)
{
  save_cb (owner);
}

static void
visit_done (gpointer owner, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) saved = result;
  Panel *self = panel_of (owner);
  g_autofree char *told = NULL;

  self->saving = FALSE;
  if (amp_reopen_would_help (error) &&
      amp_case_is_closed (amp_record_get (amp_case_file_case (self->context->file), "status")))
    {
      amp_reopen_offer (owner, self->context, save_after_reopening, 0);
      return;
    }
  if (error != NULL)
    {
      amp_toast_error (owner, error);
      return;
    }
  told = g_strdup_printf (ngettext ("%u service recorded.", "%u services recorded.", saved->len),
                          saved->len);
  gtk_label_set_text (self->status, told);
  amp_form_value_set_text (self->services, NULL);
  for (guint i = 0; i < saved->len; i++)
    {
      const AmpRecord *record = g_ptr_array_index (saved, i);
      gint64 case_id = amp_record_get_int (record, "case", 0);

      if (case_id == self->context->case_id)
        amp_section_context_put (self->context, record);
      else
        amp_jobs_case_changed (self->context->jobs, case_id);
    }
  amp_section_context_saved (self->context, "service");
}

static const AmpJob visit_job = {.func = visit_run,
                                 .done = visit_done,
                                 .data_free = visit_free,
                                 .result_free = (GDestroyNotify) g_ptr_array_unref};

static GArray *
chosen_people (Panel *self)
{
  GArray *people = g_array_new (FALSE, FALSE, sizeof (AmpVisitPerson));

  for (GtkWidget *child = gtk_widget_get_first_child (self->people); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *check = gtk_flow_box_child_get_child (GTK_FLOW_BOX_CHILD (child));

      if (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)))
        g_array_append_vals (people, g_object_get_data (G_OBJECT (check), "amp-who"), 1);
    }
  return people;
}

static void
save_cb (GtkWidget *expander)
{
  Panel *self = panel_of (expander);
  g_autofree char *services = amp_form_value_dup_text (self->services);
  g_autofree char *day = amp_form_value_dup_text (self->day);
  Visit *visit;

  if (self->saving)
    return;
  visit = g_new0 (Visit, 1);
  visit->like = amp_record_new (amp_entity_find ("service"));
  visit->services = g_strsplit (services, ";", -1);
  visit->people = chosen_people (self);
  if (*services == '\0' || visit->people->len == 0 ||
      !amp_record_set (visit->like, "delivered_on", day, NULL) || *day == '\0')
    {
      gtk_label_set_text (self->status, _ ("Choose the services, the day and whom you met."));
      visit_free (visit);
      return;
    }
  (void) amp_record_set (visit->like, "status", "delivered", NULL);
  self->saving = TRUE;
  amp_jobs_run (self->context->jobs, &visit_job, visit, expander, NULL);
}

/* --- Making it --- */

static GtkWidget *
labelled (const char *text, GtkWidget *widget)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), widget);
  return box;
}

static void
set_today (Panel *self)
{
  AmpDate today = amp_date_today ();
  g_autofree char *text = amp_date_to_text (&today);

  amp_form_value_set_text (self->day, text);
}

/* The names on the page go when the identity is hidden. */
static void
veil_cb (GtkWidget *expander)
{
  Panel *self = panel_of (expander);

  if (self->context->veiled)
    search_cb (expander);
}

static GtkWidget *
make_search (Panel *self, GtkWidget *expander)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *new_case = gtk_button_new_with_mnemonic (_ ("Not _here yet…"));

  self->search = gtk_search_entry_new ();
  g_object_set (self->search, "placeholder-text", _ ("Code, name, document or phone"), NULL);
  gtk_widget_set_hexpand (self->search, TRUE);
  amp_accessible_set_label (self->search, _ ("Somebody else you met"));
  gtk_widget_set_tooltip_text (new_case, _ ("Begins a case; the visit is recorded there"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (new_case), "win.new-case");
  self->found = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->found, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->found), "boxed-list");
  amp_list_leave_by_tab (GTK_WIDGET (self->found));
  amp_accessible_set_label (GTK_WIDGET (self->found), _ ("Found"));
  self->told =
    GTK_LABEL (g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS,
                             "xalign", 0.0, "wrap", TRUE, NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->told), "caption");
  clear_found (self);
  gtk_box_append (GTK_BOX (line), self->search);
  gtk_box_append (GTK_BOX (line), new_case);
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->found));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->told));
  g_signal_connect_object (self->search, "search-changed", G_CALLBACK (search_cb), expander,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "activate", G_CALLBACK (first_cb), expander,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->found, "row-activated", G_CALLBACK (found_cb), expander,
                           G_CONNECT_SWAPPED);
  return box;
}

static GtkWidget *
make_content (Panel *self, GtkWidget *expander)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *save = gtk_button_new_with_mnemonic (_ ("Record the _visit"));
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->services = AMP_FORM_VALUE (amp_multi_picker_new (amp_code_list_find ("service_type")));
  amp_form_value_set_label (self->services, _ ("Services of the visit"));
  self->day = AMP_FORM_VALUE (amp_date_entry_new ());
  amp_form_value_set_label (self->day, _ ("Day of the visit"));
  set_today (self);
  self->people = gtk_flow_box_new ();
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->people), GTK_SELECTION_NONE);
  self->status =
    GTK_LABEL (g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL));
  gtk_widget_add_css_class (save, "suggested-action");
  gtk_box_append (GTK_BOX (line), save);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->status));
  gtk_box_append (GTK_BOX (box),
                  labelled (_ ("Services of the visit"), GTK_WIDGET (self->services)));
  gtk_box_append (GTK_BOX (box), labelled (_ ("Day of the visit"), GTK_WIDGET (self->day)));
  gtk_box_append (GTK_BOX (box), labelled (_ ("Whom you met"), self->people));
  gtk_box_append (GTK_BOX (box),
                  labelled (_ ("Somebody else you met"), make_search (self, expander)));
  gtk_box_append (GTK_BOX (box), line);
  gtk_widget_set_margin_top (box, 10);
  g_signal_connect_object (save, "clicked", G_CALLBACK (save_cb), expander, G_CONNECT_SWAPPED);
  return box;
}

GtkWidget *
amp_visit_panel_new (AmpSectionContext *context)
{
  GtkWidget *expander =
    gtk_expander_new_with_mnemonic (_ ("Se_veral services or people from one visit"));
  Panel *self = g_new0 (Panel, 1);
  const AmpVisitPerson who = {context->case_id, context->person_id};

  self->context = context;
  g_object_set_data_full (G_OBJECT (expander), "amp-panel", self, panel_free);
  gtk_expander_set_child (GTK_EXPANDER (expander), make_content (self, expander));
  add_person (self, &who, amp_record_text (amp_case_file_person (context->file), "pseudonym"),
              TRUE);
  g_signal_connect (expander, "notify::expanded", G_CALLBACK (expanded_cb), NULL);
  g_signal_connect_object (context, "veil", G_CALLBACK (veil_cb), expander, G_CONNECT_SWAPPED);
  return expander;
}
