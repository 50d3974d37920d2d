/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two rows and a note. What is typed is kept until the task is saved, also where saving fails. */
#include "app/amp-task-dialog.h"

#include "app/amp-accessible.h"
#include "app/amp-date-entry.h"
#include "app/amp-dialog.h"
#include "app/amp-draft.h"
#include "app/amp-editor.h"
#include "model/date.h"

#include <glib/gi18n.h>

struct _AmpTaskDialog
{
  AdwWindow parent_instance;

  /* Template. */
  GtkWidget *save;
  GtkLabel *what_label;
  GtkEntry *what;
  GtkLabel *due_label;
  AmpDateEntry *due;
  GtkLabel *note_label;
  GtkTextView *note;
  GtkWidget *kept;
  GtkLabel *alert;

  /* Owned. */
  AmpTaskJobs *tasks;
  AmpRecord *record;
  AmpDraft *draft;

  gboolean showing;  /* the program types, not she */
  gboolean given_up; /* what is typed may be thrown away, or is on its way to the vault */
};

G_DEFINE_FINAL_TYPE (AmpTaskDialog, amp_task_dialog, ADW_TYPE_WINDOW)

static char *
note_text (AmpTaskDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->note);
  GtkTextIter begin, end;

  gtk_text_buffer_get_bounds (buffer, &begin, &end);
  return gtk_text_buffer_get_text (buffer, &begin, &end, FALSE);
}

/* --- The draft --- */

static gboolean
differs (AmpTaskDialog *self, const char *field, const char *text)
{
  const char *stored = amp_record_get (self->record, field);

  return g_strcmp0 (text, stored != NULL ? stored : "") != 0;
}

static JsonNode *
collect (gpointer data)
{
  AmpTaskDialog *self = data;
  g_autofree char *due = amp_form_value_dup_text (AMP_FORM_VALUE (self->due));
  g_autofree char *note = note_text (self);
  const char *what = gtk_editable_get_text (GTK_EDITABLE (self->what));
  g_autoptr (JsonObject) object = json_object_new ();

  if (self->record == NULL || self->given_up ||
      !(differs (self, "title", what) || differs (self, "due_on", due) ||
        differs (self, "note", note)))
    return NULL;
  json_object_set_string_member (object, "title", what);
  json_object_set_string_member (object, "due_on", due);
  json_object_set_string_member (object, "note", note);
  return json_node_init_object (json_node_alloc (), object);
}

static void
on_typed (AmpTaskDialog *self)
{
  if (self->draft != NULL && !self->showing)
    amp_draft_touch (self->draft);
}

/* What an earlier session left stands there again. */
static void
on_found (AmpTaskDialog *self, JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *what = object != NULL ? amp_draft_text (object, "title") : NULL;
  const char *due = object != NULL ? amp_draft_text (object, "due_on") : NULL;
  const char *note = object != NULL ? amp_draft_text (object, "note") : NULL;

  if (what != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->what), what);
  if (due != NULL)
    amp_form_value_set_text (AMP_FORM_VALUE (self->due), due);
  if (note != NULL)
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->note), note, -1);
  amp_draft_settle (self->draft);
  gtk_widget_set_visible (self->kept, TRUE);
}

static void
start_draft (AmpTaskDialog *self, AmpJobs *jobs)
{
  gint64 case_id = amp_record_get_int (self->record, "case", 0);
  g_autofree char *key =
    amp_record_rev (self->record) == 0 && case_id != 0
      ? g_strdup_printf ("form:task:0:%" G_GINT64_FORMAT, case_id)
      : g_strdup_printf ("form:task:%" G_GINT64_FORMAT, amp_record_id (self->record));

  self->draft = amp_draft_new (jobs, key, collect, self);
  g_signal_connect_object (self->draft, "found", G_CALLBACK (on_found), self, G_CONNECT_SWAPPED);
  amp_draft_look (self->draft);
}

static gboolean
close_later (gpointer window)
{
  gtk_window_close (GTK_WINDOW (window));
  return G_SOURCE_REMOVE;
}

static void
on_discard (AmpTaskDialog *self, const char *response)
{
  if (g_strcmp0 (response, "discard") != 0)
    return;
  self->given_up = TRUE;
  /* The question goes with this window: not from inside its signal. */
  g_idle_add_full (G_PRIORITY_DEFAULT, close_later, g_object_ref (self), g_object_unref);
}

/* Words are not thrown away by a slip of the hand. */
static gboolean
amp_task_dialog_close_request (GtkWindow *window)
{
  AmpTaskDialog *self = AMP_TASK_DIALOG (window);
  g_autoptr (JsonNode) typed = collect (self);
  GtkWidget *dialog;

  if (typed == NULL)
    {
      if (self->draft != NULL)
        amp_draft_flush (self->draft);
      return GTK_WINDOW_CLASS (amp_task_dialog_parent_class)->close_request (window);
    }
  dialog = amp_discard_dialog_new (GTK_WIDGET (self));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_discard), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
  return TRUE;
}

/* --- Saving --- */

static void
on_save (AmpTaskDialog *self)
{
  g_autofree char *due = amp_form_value_dup_text (AMP_FORM_VALUE (self->due));
  g_autofree char *note = note_text (self);
  g_autofree char *what = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->what))));
  AmpDate date;

  if (self->record == NULL)
    return;
  if (*what == '\0')
    {
      amp_alert_show (self->alert, _ ("Write down what is to be done."));
      gtk_widget_grab_focus (GTK_WIDGET (self->what));
      return;
    }
  if (!amp_date_parse (due, &date) || date.precision != AMP_DATE_DAY)
    {
      amp_alert_show (self->alert, _ ("Enter the day by which it is to be done."));
      gtk_widget_grab_focus (amp_form_value_get_target (AMP_FORM_VALUE (self->due)));
      return;
    }
  amp_draft_flush (self->draft);
  (void) amp_record_set (self->record, "title", what, NULL);
  (void) amp_record_set (self->record, "due_on", due, NULL);
  (void) amp_record_set (self->record, "note", note, NULL);
  amp_task_jobs_save (self->tasks, g_steal_pointer (&self->record),
                      amp_draft_get_key (self->draft));
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
show_record (AmpTaskDialog *self)
{
  const char *title = amp_record_get (self->record, "title");
  const char *note = amp_record_get (self->record, "note");

  self->showing = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->what), title != NULL ? title : "");
  amp_form_value_set_text (AMP_FORM_VALUE (self->due), amp_record_get (self->record, "due_on"));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->note), note != NULL ? note : "", -1);
  self->showing = FALSE;
  gtk_widget_set_sensitive (self->save, TRUE);
}

/* Worker thread. */
static gpointer
load_run (AmpSession *session,
          gpointer data,
          AmpProgress *progress G_GNUC_UNUSED,
          GCancellable *cancellable G_GNUC_UNUSED,
          GError **error)
{
  return amp_store_load (amp_session_get_store (session), amp_entity_find ("task"),
                         *(gint64 *) data, error);
}

static void
load_done (gpointer owner, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  AmpTaskDialog *self = owner;

  if (error != NULL)
    {
      amp_toast_error (GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (self))), error);
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  self->record = result;
  show_record (self);
  start_draft (self, amp_task_jobs_get_jobs (self->tasks));
}

static const AmpJob load_job = {.func = load_run,
                                .done = load_done,
                                .data_free = g_free,
                                .result_free = (GDestroyNotify) amp_record_free};

static void
amp_task_dialog_dispose (GObject *object)
{
  AmpTaskDialog *self = AMP_TASK_DIALOG (object);

  g_clear_object (&self->draft);
  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_TASK_DIALOG);
  g_clear_object (&self->tasks);
  g_clear_pointer (&self->record, amp_record_free);
  G_OBJECT_CLASS (amp_task_dialog_parent_class)->dispose (object);
}

static void
amp_task_dialog_class_init (AmpTaskDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (AMP_TYPE_DATE_ENTRY);
  G_OBJECT_CLASS (klass)->dispose = amp_task_dialog_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = amp_task_dialog_close_request;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-task-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpTaskDialog, save);
  gtk_widget_class_bind_template_child (widget_class, AmpTaskDialog, what_label);
  gtk_widget_class_bind_template_child (widget_class, AmpTaskDialog, what);
  gtk_widget_class_bind_template_child (widget_class, AmpTaskDialog, due_label);
  gtk_widget_class_bind_template_child (widget_class, AmpTaskDialog, due);
  gtk_widget_class_bind_template_child (widget_class, AmpTaskDialog, note_label);
  gtk_widget_class_bind_template_child (widget_class, AmpTaskDialog, note);
  gtk_widget_class_bind_template_child (widget_class, AmpTaskDialog, kept);
  gtk_widget_class_bind_template_child (widget_class, AmpTaskDialog, alert);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
}

static void
amp_task_dialog_init (AmpTaskDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_label_set_mnemonic_widget (self->what_label, GTK_WIDGET (self->what));
  amp_accessible_set_label (GTK_WIDGET (self->what), _ ("Task"));
  gtk_label_set_mnemonic_widget (self->due_label,
                                 amp_form_value_get_target (AMP_FORM_VALUE (self->due)));
  amp_form_value_set_label (AMP_FORM_VALUE (self->due), _ ("Due on"));
  amp_accessible_set_label (amp_form_value_get_target (AMP_FORM_VALUE (self->due)), _ ("Due on"));
  gtk_label_set_mnemonic_widget (self->note_label, GTK_WIDGET (self->note));
  amp_accessible_set_label (GTK_WIDGET (self->note), _ ("Note"));
  g_signal_connect_object (self->what, "changed", G_CALLBACK (on_typed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->due, "value-changed", G_CALLBACK (on_typed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_text_view_get_buffer (self->note), "changed", G_CALLBACK (on_typed),
                           self, G_CONNECT_SWAPPED);
}

static void
start_new (AmpTaskDialog *self, gint64 case_id)
{
  const AmpDate now = amp_date_today ();
  g_autofree char *today = amp_date_to_text (&now);
  const char *given = amp_task_jobs_get_today (self->tasks);

  self->record = amp_record_new (amp_entity_find ("task"));
  if (case_id != 0)
    amp_record_set_int (self->record, "case", case_id);
  (void) amp_record_set (self->record, "due_on", given != NULL ? given : today, NULL);
  show_record (self);
  start_draft (self, amp_task_jobs_get_jobs (self->tasks));
}

AmpTaskDialog *
amp_task_dialog_present (
  GtkWidget *parent, AmpTaskJobs *tasks, AmpJobs *jobs, gint64 id, gint64 case_id)
{
  AmpTaskDialog *self = g_object_new (AMP_TYPE_TASK_DIALOG, NULL);

  self->tasks = g_object_ref (tasks);
  gtk_window_set_title (GTK_WINDOW (self), id == 0 ? _ ("New task") : _ ("Task"));
  amp_dialog_put_over (GTK_WINDOW (self), parent, jobs);
  if (id == 0)
    start_new (self, case_id);
  else
    amp_jobs_run (jobs, &load_job, g_memdup2 (&id, sizeof id), self, NULL);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->what));
  return self;
}
