/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Intake. The consent that is asked for here is the first one: to record and use the data. */
#include "app/amp-intake-page.h"

#include "app/amp-draft.h"
#include "app/amp-editor.h"
#include "app/amp-intake-page-jobs.h"
#include "app/amp-intake-steps.h"
#include "app/amp-section-kind.h"
#include "app/amp-section-save.h"
#include "domain/sentences.h"
#include "model/date.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _AmpIntakePage
{
  GtkWidget parent_instance;

  /* Template. */
  GtkWidget *content;
  GtkWidget *page;
  GtkWidget *draft_bar;
  GtkWidget *restore;
  AmpIntakePageSearch *search;
  GtkWidget *known_bar;
  GtkLabel *known;
  GtkWidget *save;
  GtkButton *likely;
  GtkLabel *status;

  /* Borrowed: in page. */
  AmpForm *form;
  AmpIntakeSteps *steps;

  /* Owned References */
  AmpJobs *jobs;
  AmpDraft *draft;
  JsonNode *offered;
  char *region;

  gint64 known_case; /* of the person who was found; 0: a new person */
  gboolean saving;
};

static void amp_intake_page_editor_init (AmpEditorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AmpIntakePage,
                               amp_intake_page,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (AMP_TYPE_EDITOR, amp_intake_page_editor_init))

enum
{
  STORED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_today (AmpRecord *record, const char *field)
{
  AmpDate today = amp_date_today ();
  g_autofree char *text = amp_date_to_text (&today);

  (void) amp_record_set (record, field, text, NULL);
}

/* --- The form --- */

static void
start_again (AmpIntakePage *self)
{
  AmpRecord *case_ = amp_record_new (amp_entity_find ("case"));
  AmpRecord *consent = amp_record_new (amp_entity_find ("consent"));

  set_today (case_, "first_contact_on");
  (void) amp_record_set (case_, "office_region", self->region, NULL);
  set_today (consent, "on");
  (void) amp_record_set (consent, "purpose", "process_data", NULL);
  amp_form_take_record (self->form, amp_record_new (amp_entity_find ("person")));
  amp_form_take_record (self->form, case_);
  amp_form_take_record (self->form, consent);
  self->known_case = 0;
  amp_intake_steps_clear (self->steps);
  amp_intake_page_search_start_again (self->search);
  gtk_widget_set_visible (self->known_bar, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->search), TRUE);
  gtk_label_set_text (self->status, "");
}

static gboolean
is_dirty (AmpIntakePage *self)
{
  g_autoptr (JsonNode) steps = amp_intake_steps_dup_draft (self->steps);

  return steps != NULL || amp_form_is_dirty (self->form);
}

/* By what is typed so far; not known is not a minor's age. */
static gboolean
is_minor (const AmpRecord *person)
{
  const char *band = amp_record_get (person, "age_band"),
             *born = amp_record_get (person, "birth_date");
  AmpDate today = amp_date_today (), birth;

  if (born != NULL && amp_date_parse (born, &birth) && birth.precision >= AMP_DATE_YEAR)
    return amp_date_age (&birth, &today) < 18;
  return g_strcmp0 (band, "0--8") == 0 || g_strcmp0 (band, "9--17") == 0;
}

static void
edited_cb (AmpIntakePage *self)
{
  AmpRecord *person = amp_form_dup_record (self->form, "person");

  amp_intake_steps_set_minor (self->steps, is_minor (person));
  gtk_label_set_text (self->status, is_dirty (self) ? _ ("Not saved yet") : "");
  amp_draft_touch (self->draft);
  if (self->known_case == 0 && self->offered == NULL)
    amp_intake_page_search_look (self->search, person);
  else
    amp_record_free (person);
}

static void
steps_changed_cb (AmpIntakePage *self)
{
  gtk_label_set_text (self->status, is_dirty (self) ? _ ("Not saved yet") : "");
  amp_draft_touch (self->draft);
}

static void
region_done (gpointer owner, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  AmpIntakePage *self = owner;
  AmpRecord *case_;

  if (error != NULL)
    return;
  g_free (self->region);
  self->region = result;
  if (*self->region == '\0' || amp_form_is_dirty (self->form))
    return;
  case_ = amp_record_copy (amp_form_peek_record (self->form, "case"));
  (void) amp_record_set (case_, "office_region", self->region, NULL);
  amp_form_take_record (self->form, case_);
}

static const AmpJob region_job = {
  .func = amp_intake_region_run, .done = region_done, .result_free = g_free};

/* --- Saving --- */

/* The save may wait for a long job, and then the page begins anew: nobody types into what is on its
 * way. */
static void
set_saving (AmpIntakePage *self, gboolean saving)
{
  self->saving = saving;
  /* The keyboard goes first: what becomes insensitive while it has the focus keeps a caret. */
  if (saving)
    gtk_widget_grab_focus (self->save);
  gtk_widget_set_sensitive (GTK_WIDGET (self->form), !saving);
  gtk_widget_set_sensitive (GTK_WIDGET (self->steps), !saving);
  gtk_widget_set_sensitive (GTK_WIDGET (self->search), !saving);
}

static void
show_failure (AmpIntakePage *self, const GError *error)
{
  g_autofree char *entity = NULL, *field = NULL, *sentence = NULL;

  if (amp_section_save_problem (error, &entity, &field, &sentence) &&
      amp_form_show_problem (self->form, entity, field, sentence))
    gtk_label_set_text (self->status, _ ("Not saved: see the marked field"));
  else
    gtk_label_set_text (self->status, sentence != NULL ? sentence : _ (amp_error_sentence (error)));
}

static void
saved_done (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  AmpIntakePage *self = owner;
  AmpIntake *intake = data;
  gint64 id;

  set_saving (self, FALSE);
  if (error != NULL)
    {
      show_failure (self, error);
      return;
    }
  id = amp_record_id (intake->case_);
  g_free (self->region);
  self->region = g_strdup (amp_record_get (intake->case_, "office_region"));
  start_again (self);
  amp_draft_drop (self->draft);
  amp_jobs_case_changed (self->jobs, 0);
  g_signal_emit (self, signals[STORED], 0, id);
  /* Last: the window may drop this page. */
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-case", "x", id);
}

static const AmpJob save_job = {
  .func = amp_intake_run, .done = saved_done, .data_free = amp_intake_free};

void
amp_intake_page_save (AmpIntakePage *self)
{
  AmpIntake *intake;

  if (self->saving || self->offered != NULL)
    return;
  if (!amp_form_validate (self->form))
    {
      gtk_label_set_text (self->status, _ ("Not saved: see the marked field"));
      return;
    }
  intake = g_new0 (AmpIntake, 1);
  intake->person = amp_form_dup_record (self->form, "person");
  intake->case_ = amp_form_dup_record (self->form, "case");
  intake->consent = amp_form_dup_record (self->form, "consent");
  intake->new_ids[0] = amp_form_get_new_id (self->form, "person");
  intake->new_ids[1] = amp_form_get_new_id (self->form, "case");
  intake->new_ids[2] = amp_form_get_new_id (self->form, "consent");
  amp_intake_steps_fill (self->steps, intake->consent, intake->case_);
  intake->more = amp_intake_steps_dup_records (self->steps);
  intake->different = amp_intake_page_search_dup_different (self->search);
  set_saving (self, TRUE);
  gtk_label_set_text (self->status, _ ("Saving…"));
  amp_jobs_run (self->jobs, &save_job, intake, self, NULL);
}

/* --- Who is known --- */

static void restore_typed (AmpIntakePage *self);

static void
person_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpIntakePage *self = owner;
  g_autofree char *text = NULL;

  if (error != NULL)
    {
      amp_toast_error (GTK_WIDGET (self), error);
      return;
    }
  /* Translators: %s is a pseudonym such as TUM-26-0041-K. */
  text = g_strdup_printf (_ ("Known here as %s. What is recorded already need not be asked again; "
                             "saving opens another case for the same person."),
                          amp_record_get (result, "pseudonym"));
  gtk_label_set_text (self->known, text);
  gtk_widget_set_visible (self->known_bar, TRUE);
  amp_intake_page_search_set_text (self->search, "");
  gtk_widget_set_visible (GTK_WIDGET (self->search), FALSE);
  self->known_case = *(gint64 *) data;
  amp_form_take_record (self->form, result);
  gtk_widget_grab_focus (GTK_WIDGET (amp_form_row (self->form, "case", "source")));
  if (self->offered != NULL)
    restore_typed (self);
}

static const AmpJob person_job = {.func = amp_intake_person_run,
                                  .done = person_done,
                                  .data_free = g_free,
                                  .result_free = (GDestroyNotify) amp_record_free};

static void
load_person (AmpIntakePage *self, gint64 case_id)
{
  gint64 *id = g_new (gint64, 1);

  *id = case_id;
  amp_jobs_run (self->jobs, &person_job, id, self, NULL);
}

/* The list stands at the top, and whoever types is further down. */
static void
found_changed_cb (AmpIntakePage *self)
{
  guint n = amp_intake_page_search_n_found (self->search);
  g_autofree char *label = NULL;

  if (n > 0)
    {
      /* Translators: %u is how many people it may be. */
      label = g_strdup_printf (
        ngettext ("%u person like this is known", "%u people like this are known", n), n);
      gtk_button_set_label (self->likely, label);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->likely), n > 0);
}

static void
likely_cb (AmpIntakePage *self)
{
  amp_intake_page_search_show (self->search);
}

static void
use_cb (AmpIntakePage *self, gint64 case_id)
{
  load_person (self, case_id);
}

static void
somebody_else_cb (AmpIntakePage *self)
{
  self->known_case = 0;
  amp_form_take_record (self->form, amp_record_new (amp_entity_find ("person")));
  gtk_widget_set_visible (self->known_bar, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->search), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  edited_cb (self);
}

/* --- Drafts --- */

static JsonNode *
collect_draft (gpointer user_data)
{
  AmpIntakePage *self = user_data;
  JsonNode *draft = amp_form_dup_draft (self->form);
  JsonNode *steps = amp_intake_steps_dup_draft (self->steps);
  g_autofree char *known = g_strdup_printf ("%" G_GINT64_FORMAT, self->known_case);

  if (draft == NULL && steps != NULL)
    {
      draft = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (draft, json_object_new ());
    }
  if (steps != NULL)
    json_object_set_member (json_node_get_object (draft), "steps", steps);
  if (draft != NULL && self->known_case != 0)
    json_object_set_string_member (json_node_get_object (draft), "known_case", known);
  return draft;
}

static void
show_offer (AmpIntakePage *self, gboolean offer)
{
  gtk_widget_set_visible (self->draft_bar, offer);
  /* The keyboard goes first: what becomes insensitive while it has the focus keeps a caret. */
  if (offer)
    gtk_widget_grab_focus (self->restore);
  gtk_widget_set_sensitive (GTK_WIDGET (self->form), !offer);
  gtk_widget_set_sensitive (GTK_WIDGET (self->steps), !offer);
  gtk_widget_set_sensitive (GTK_WIDGET (self->search), !offer);
  gtk_widget_set_sensitive (self->save, !offer);
}

static void
draft_found_cb (AmpIntakePage *self, JsonNode *node)
{
  self->offered = json_node_copy (node);
  show_offer (self, TRUE);
}

gboolean
amp_intake_page_offers_draft (AmpIntakePage *self)
{
  return self->offered != NULL;
}

static void
restore_typed (AmpIntakePage *self)
{
  show_offer (self, FALSE);
  amp_form_restore_draft (self->form, self->offered);
  if (JSON_NODE_HOLDS_OBJECT (self->offered))
    amp_intake_steps_restore (
      self->steps, json_object_get_member (json_node_get_object (self->offered), "steps"));
  g_clear_pointer (&self->offered, json_node_unref);
  amp_draft_settle (self->draft);
  gtk_widget_grab_focus (g_ptr_array_index (amp_form_rows (self->form), 0));
}

/* Of a person who is known, the draft holds what was changed; the rest comes from her record. */
void
amp_intake_page_restore_draft (AmpIntakePage *self)
{
  const char *known = NULL;

  if (self->offered == NULL)
    return;
  if (JSON_NODE_HOLDS_OBJECT (self->offered))
    known = amp_draft_text (json_node_get_object (self->offered), "known_case");
  if (known != NULL)
    load_person (self, g_ascii_strtoll (known, NULL, 10));
  else
    restore_typed (self);
}

void
amp_intake_page_discard_draft (AmpIntakePage *self)
{
  show_offer (self, FALSE);
  g_clear_pointer (&self->offered, json_node_unref);
  amp_draft_drop (self->draft);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static gboolean
editor_is_dirty (AmpEditor *editor)
{
  AmpIntakePage *self = AMP_INTAKE_PAGE (editor);

  return self->offered == NULL && is_dirty (self);
}

static AmpDraft *
editor_get_draft (AmpEditor *editor)
{
  return AMP_INTAKE_PAGE (editor)->draft;
}

static void
editor_restore_draft (AmpEditor *editor)
{
  amp_intake_page_restore_draft (AMP_INTAKE_PAGE (editor));
}

static void
amp_intake_page_editor_init (AmpEditorInterface *iface)
{
  iface->restore_draft = editor_restore_draft;
  iface->is_dirty = editor_is_dirty;
  iface->get_draft = editor_get_draft;
}

/* --- Object --- */

static void
save_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args G_GNUC_UNUSED)
{
  amp_intake_page_save (AMP_INTAKE_PAGE (widget));
}

static void
amp_intake_page_dispose (GObject *object)
{
  AmpIntakePage *self = AMP_INTAKE_PAGE (object);

  g_clear_object (&self->draft);
  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_INTAKE_PAGE);
  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_intake_page_parent_class)->dispose (object);
}

static void
amp_intake_page_finalize (GObject *object)
{
  AmpIntakePage *self = AMP_INTAKE_PAGE (object);

  g_clear_pointer (&self->offered, json_node_unref);
  g_free (self->region);
  G_OBJECT_CLASS (amp_intake_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AmpIntakePage, content);
  gtk_widget_class_bind_template_child (widget_class, AmpIntakePage, page);
  gtk_widget_class_bind_template_child (widget_class, AmpIntakePage, draft_bar);
  gtk_widget_class_bind_template_child (widget_class, AmpIntakePage, restore);
  gtk_widget_class_bind_template_child (widget_class, AmpIntakePage, search);
  gtk_widget_class_bind_template_child (widget_class, AmpIntakePage, known_bar);
  gtk_widget_class_bind_template_child (widget_class, AmpIntakePage, known);
  gtk_widget_class_bind_template_child (widget_class, AmpIntakePage, save);
  gtk_widget_class_bind_template_child (widget_class, AmpIntakePage, likely);
  gtk_widget_class_bind_template_child (widget_class, AmpIntakePage, status);
  gtk_widget_class_bind_template_callback (widget_class, amp_intake_page_save);
  gtk_widget_class_bind_template_callback (widget_class, amp_intake_page_restore_draft);
  gtk_widget_class_bind_template_callback (widget_class, amp_intake_page_discard_draft);
  gtk_widget_class_bind_template_callback (widget_class, somebody_else_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_cb);
  gtk_widget_class_bind_template_callback (widget_class, found_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, likely_cb);
}

static void
amp_intake_page_class_init (AmpIntakePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (AMP_TYPE_INTAKE_PAGE_SEARCH);
  object_class->dispose = amp_intake_page_dispose;
  object_class->finalize = amp_intake_page_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-intake-page.ui");
  bind_template (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_action (widget_class, "intake.save", NULL, save_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "intake.save",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "intake.save", NULL);
  signals[STORED] = g_signal_new ("stored", AMP_TYPE_INTAKE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
amp_intake_page_init (AmpIntakePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->form = AMP_FORM (amp_form_new_from_ui ("intake"));
  g_signal_connect_object (self->form, "edited", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
}

AmpIntakePage *
amp_intake_page_new (AmpJobs *jobs)
{
  AmpIntakePage *self = g_object_new (AMP_TYPE_INTAKE_PAGE, NULL);

  self->jobs = g_object_ref (jobs);
  self->steps = amp_intake_steps_new (jobs);
  gtk_box_append (GTK_BOX (self->page), GTK_WIDGET (self->steps));
  gtk_box_append (GTK_BOX (self->page), GTK_WIDGET (self->form));
  g_signal_connect_object (self->steps, "changed", G_CALLBACK (steps_changed_cb), self,
                           G_CONNECT_SWAPPED);
  amp_intake_page_search_set_jobs (self->search, jobs);
  self->draft = amp_draft_new (jobs, "intake", collect_draft, self);
  g_signal_connect_object (self->draft, "found", G_CALLBACK (draft_found_cb), self,
                           G_CONNECT_SWAPPED);
  start_again (self);
  amp_jobs_run (jobs, &region_job, NULL, self, NULL);
  amp_draft_look (self->draft);
  return self;
}

AmpForm *
amp_intake_page_get_form (AmpIntakePage *self)
{
  return self->form;
}

AmpIntakeSteps *
amp_intake_page_get_steps (AmpIntakePage *self)
{
  return self->steps;
}

AmpIntakePageSearch *
amp_intake_page_get_search (AmpIntakePage *self)
{
  return self->search;
}
