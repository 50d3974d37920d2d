/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One question at a time: what was typed last is asked, and an answer to an older one is dropped.
 * Each name that is shown is logged once an intake; nothing is searched for before three letters.
 */
#include "app/amp-intake-page-search.h"

#include "app/amp-accessible.h"
#include "app/amp-editor.h"
#include "app/amp-intake-page-jobs.h"
#include "model/codelist.h"

#include <glib/gi18n.h>
#include <string.h>

#define PAUSE_MS 300 /* after a key in the form */

struct _AmpIntakePageSearch
{
  GtkWidget parent_instance;

  /* Template. */
  GtkWidget *content;
  GtkSearchEntry *search;
  GtkLabel *answer;
  GtkWidget *found;

  /* Owned References */
  AmpJobs *jobs;
  GPtrArray *rows; /* of AmpDuplicate: what was found */
  GCancellable *searching;
  AmpRecord *person; /* to be looked for when the pause is over */
  GArray *different; /* of AmpIntakeOther */
  GArray *told;      /* of gint64 */

  guint pause;
  gboolean by_form; /* the answer is to what stands in the form */
};

G_DEFINE_FINAL_TYPE (AmpIntakePageSearch, amp_intake_page_search, GTK_TYPE_WIDGET)

enum
{
  SEARCHED,
  FOUND_CHANGED,
  USE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
clear_found (AmpIntakePageSearch *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->found)) != NULL)
    gtk_box_remove (GTK_BOX (self->found), child);
  gtk_widget_set_visible (self->found, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->answer), FALSE);
  if (self->rows->len == 0)
    return;
  g_ptr_array_set_size (self->rows, 0);
  g_signal_emit (self, signals[FOUND_CHANGED], 0);
}

static const AmpDuplicate *
row_at (AmpIntakePageSearch *self, guint n)
{
  return n < self->rows->len ? g_ptr_array_index (self->rows, n) : NULL;
}

/* --- What can be done with a row --- */

void
amp_intake_page_search_use (AmpIntakePageSearch *self, guint n)
{
  const AmpDuplicate *row = row_at (self, n);

  if (row != NULL && row->case_id != 0)
    g_signal_emit (self, signals[USE], 0, row->case_id);
}

static void show_rows (AmpIntakePageSearch *self);

void
amp_intake_page_search_rule_out (AmpIntakePageSearch *self, guint n)
{
  const AmpDuplicate *row = row_at (self, n);
  AmpIntakeOther other;

  if (row == NULL)
    return;
  other.person = row->person;
  other.score = row->score;
  g_array_append_val (self->different, other);
  g_ptr_array_remove_index (self->rows, n);
  show_rows (self);
  g_signal_emit (self, signals[FOUND_CHANGED], 0);
}

static guint
number_of (GtkWidget *button)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "amp-n"));
}

static void
use_cb (AmpIntakePageSearch *self, GtkWidget *button)
{
  amp_intake_page_search_use (self, number_of (button));
}

static void
rule_out_cb (AmpIntakePageSearch *self, GtkWidget *button)
{
  amp_intake_page_search_rule_out (self, number_of (button));
}

static void
open_cb (AmpIntakePageSearch *self, GtkWidget *button)
{
  const AmpDuplicate *row = row_at (self, number_of (button));

  if (row != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-case", "x", row->case_id);
}

/* --- Rows --- */

static void
add_button (AmpIntakePageSearch *self,
            GtkWidget *box,
            const char *label,
            const char *who,
            guint n,
            GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  g_autofree char *name = g_strdup_printf ("%s: %s", label, who);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (button), "amp-n", GUINT_TO_POINTER (n));
  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), button);
}

/* "Name sounds alike · Same phone". */
static char *
reasons_of (const AmpDuplicate *row)
{
  const AmpCodeList *list = amp_code_list_find ("dup_reason");
  g_auto (GStrv) codes = g_strsplit (row->reasons, ";", -1);
  GString *text = g_string_new (NULL);

  for (char **code = codes; *code != NULL; code++)
    {
      const AmpCode *known = amp_code_list_lookup (list, *code);

      if (known != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "",
                                amp_code_label (known, amp_code_language ()));
    }
  return g_string_free (text, FALSE);
}

static const char *
who_is (const AmpDuplicate *row)
{
  if (row->name == NULL)
    return _ ("Somebody whose case another member of the team keeps");
  return *row->name != '\0' ? row->name : _ ("No name recorded");
}

static GtkWidget *
make_words (const AmpDuplicate *row)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *who = g_strdup_printf (
    "%s · %s", who_is (row), row->case_number != NULL ? row->case_number : row->pseudonym);
  g_autofree char *why = reasons_of (row);
  GtkWidget *name = gtk_label_new (who), *reasons = gtk_label_new (why);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (reasons), 0);
  gtk_label_set_wrap (GTK_LABEL (reasons), TRUE);
  gtk_widget_add_css_class (reasons, "dim-label");
  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), reasons);
  return box;
}

static GtkWidget *
make_row (AmpIntakePageSearch *self, const AmpDuplicate *row, guint n)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  const char *who = row->case_number != NULL ? row->case_number : row->pseudonym;

  gtk_box_append (GTK_BOX (box), make_words (row));
  if (row->own && row->case_id != 0)
    {
      add_button (self, box, _ ("Open this case"), who, n, G_CALLBACK (open_cb));
      add_button (self, box, _ ("New case for this person"), who, n, G_CALLBACK (use_cb));
    }
  add_button (self, box, _ ("Not the same person"), who, n, G_CALLBACK (rule_out_cb));
  gtk_widget_add_css_class (box, "amp-record");
  return box;
}

static void
show_rows (AmpIntakePageSearch *self)
{
  GtkWidget *child;
  const char *sentence;

  while ((child = gtk_widget_get_first_child (self->found)) != NULL)
    gtk_box_remove (GTK_BOX (self->found), child);
  for (guint i = 0; i < self->rows->len; i++)
    gtk_box_append (GTK_BOX (self->found), make_row (self, row_at (self, i), i));
  gtk_widget_set_visible (self->found, self->rows->len > 0);
  if (self->rows->len == 0)
    sentence = _ ("Nobody like this is known here. Go on below.");
  else if (self->by_form)
    sentence = _ ("This may be somebody who is known here already. You can go on in any case:");
  else
    sentence = _ ("Somebody like this is known here. If it is the same person, choose:");
  gtk_label_set_text (self->answer, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->answer), self->rows->len > 0 || !self->by_form);
}

/* --- Asking --- */

static void
looked_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpIntakePageSearch *self = owner;
  const AmpIntakeLook *look = data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    {
      amp_toast_error (GTK_WIDGET (self), error);
      return;
    }
  g_ptr_array_unref (self->rows);
  self->rows = result;
  g_array_unref (self->told);
  self->told = g_array_ref (look->told);
  self->by_form = look->text == NULL;
  show_rows (self);
  g_signal_emit (self, signals[FOUND_CHANGED], 0);
  g_signal_emit (self, signals[SEARCHED], 0);
}

static const AmpJob look_job = {.func = amp_intake_look_run,
                                .done = looked_done,
                                .data_free = amp_intake_look_free,
                                .result_free = (GDestroyNotify) g_ptr_array_unref};

static void
forget_question (AmpIntakePageSearch *self)
{
  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  g_clear_handle_id (&self->pause, g_source_remove);
  g_clear_pointer (&self->person, amp_record_free);
}

/* Takes both. */
static void
ask (AmpIntakePageSearch *self, AmpRecord *person, char *text)
{
  AmpIntakeLook *look = g_new0 (AmpIntakeLook, 1);

  look->person = person;
  look->text = text;
  look->without = g_array_new (TRUE, TRUE, sizeof (gint64));
  look->told = g_array_copy (self->told);
  for (guint i = 0; i < self->different->len; i++)
    g_array_append_val (look->without, g_array_index (self->different, AmpIntakeOther, i).person);
  self->searching = g_cancellable_new ();
  amp_jobs_run (self->jobs, &look_job, look, self, self->searching);
}

static void
search_changed_cb (AmpIntakePageSearch *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search)));

  forget_question (self);
  g_strchug (text);
  if (g_utf8_strlen (text, -1) < 3)
    clear_found (self);
  else
    ask (self, NULL, g_steal_pointer (&text));
}

static gboolean
pause_over (gpointer data)
{
  AmpIntakePageSearch *self = data;
  AmpRecord *person = g_steal_pointer (&self->person);

  self->pause = 0;
  forget_question (self);
  ask (self, person, NULL);
  return G_SOURCE_REMOVE;
}

/* Less than a name, a number or a phone is like too many. */
static gboolean
says_enough (const AmpRecord *person)
{
  static const char *const fields[] = {"given_names", "surname_paternal", "surname_maternal",
                                       "known_as",    "doc_number",       "phone"};
  gsize n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (amp_record_get (person, fields[i]) != NULL)
      n += strlen (amp_record_get (person, fields[i]));
  return n >= 3;
}

void
amp_intake_page_search_look (AmpIntakePageSearch *self, AmpRecord *person)
{
  forget_question (self);
  if (!says_enough (person))
    {
      amp_record_free (person);
      if (self->by_form)
        clear_found (self);
      return;
    }
  self->person = person;
  self->pause = g_timeout_add (PAUSE_MS, pause_over, self);
}

void
amp_intake_page_search_show (AmpIntakePageSearch *self)
{
  if (self->rows->len > 0)
    gtk_widget_child_focus (self->found, GTK_DIR_TAB_FORWARD);
}

void
amp_intake_page_search_start_again (AmpIntakePageSearch *self)
{
  forget_question (self);
  g_array_set_size (self->different, 0);
  g_array_unref (self->told);
  self->told = g_array_new (FALSE, FALSE, sizeof (gint64));
  clear_found (self);
}

/* --- Object --- */

static gboolean
amp_intake_page_search_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (AMP_INTAKE_PAGE_SEARCH (widget)->search));
}

static void
amp_intake_page_search_dispose (GObject *object)
{
  AmpIntakePageSearch *self = AMP_INTAKE_PAGE_SEARCH (object);

  forget_question (self);
  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_INTAKE_PAGE_SEARCH);
  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_intake_page_search_parent_class)->dispose (object);
}

static void
amp_intake_page_search_finalize (GObject *object)
{
  AmpIntakePageSearch *self = AMP_INTAKE_PAGE_SEARCH (object);

  g_ptr_array_unref (self->rows);
  g_array_unref (self->different);
  g_array_unref (self->told);
  G_OBJECT_CLASS (amp_intake_page_search_parent_class)->finalize (object);
}

static void
amp_intake_page_search_class_init (AmpIntakePageSearchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = amp_intake_page_search_dispose;
  object_class->finalize = amp_intake_page_search_finalize;
  widget_class->focus = amp_focus_child;
  widget_class->grab_focus = amp_intake_page_search_grab_focus;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-intake-page-search.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpIntakePageSearch, content);
  gtk_widget_class_bind_template_child (widget_class, AmpIntakePageSearch, search);
  gtk_widget_class_bind_template_child (widget_class, AmpIntakePageSearch, answer);
  gtk_widget_class_bind_template_child (widget_class, AmpIntakePageSearch, found);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  signals[SEARCHED] = g_signal_new ("searched", AMP_TYPE_INTAKE_PAGE_SEARCH, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FOUND_CHANGED] = g_signal_new ("found-changed", AMP_TYPE_INTAKE_PAGE_SEARCH,
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[USE] = g_signal_new ("use", AMP_TYPE_INTAKE_PAGE_SEARCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
amp_intake_page_search_init (AmpIntakePageSearch *self)
{
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_duplicate_free);
  self->different = g_array_new (FALSE, FALSE, sizeof (AmpIntakeOther));
  self->told = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
amp_intake_page_search_set_jobs (AmpIntakePageSearch *self, AmpJobs *jobs)
{
  g_set_object (&self->jobs, jobs);
}

void
amp_intake_page_search_set_text (AmpIntakePageSearch *self, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), text);
}

guint
amp_intake_page_search_n_found (AmpIntakePageSearch *self)
{
  return self->rows->len;
}

GArray *
amp_intake_page_search_dup_different (AmpIntakePageSearch *self)
{
  return g_array_copy (self->different);
}
