/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The dialog knows the policy beforehand: it says the last day, instead of refusing later ones. */
#include "app/amp-put-off-dialog.h"

#include "app/amp-accessible.h"
#include "app/amp-date-entry.h"
#include "app/amp-dialog.h"
#include "app/amp-draft.h"
#include "app/amp-format.h"
#include "app/amp-task-words.h"
#include "model/date.h"

#include <glib/gi18n.h>

struct _AmpPutOffDialog
{
  AdwWindow parent_instance;

  /* Template. */
  GtkWidget *save;
  GtkWidget *drop;
  GtkLabel *what;
  GtkLabel *rule;
  GtkWidget *until_row;
  GtkLabel *until_label;
  AmpDateEntry *until;
  GtkLabel *reason_label;
  GtkEntry *reason;
  GtkLabel *alert;

  /* Owned. */
  AmpTaskJobs *tasks;
  AmpTask *task;
  char *latest;
  AmpDraft *draft;
};

G_DEFINE_FINAL_TYPE (AmpPutOffDialog, amp_put_off_dialog, ADW_TYPE_WINDOW)

/* --- The draft: the reason; the day alone is no word of hers --- */

static JsonNode *
collect (gpointer data)
{
  AmpPutOffDialog *self = data;
  const char *reason = gtk_editable_get_text (GTK_EDITABLE (self->reason));
  g_autoptr (JsonObject) object = NULL;

  if (*reason == '\0')
    return NULL;
  object = json_object_new ();
  json_object_set_string_member (object, "reason", reason);
  return json_node_init_object (json_node_alloc (), object);
}

static void
on_typed (AmpPutOffDialog *self)
{
  if (self->draft != NULL)
    amp_draft_touch (self->draft);
}

static void
on_found (AmpPutOffDialog *self, JsonNode *node)
{
  const char *reason =
    JSON_NODE_HOLDS_OBJECT (node) ? amp_draft_text (json_node_get_object (node), "reason") : NULL;

  if (reason != NULL && *gtk_editable_get_text (GTK_EDITABLE (self->reason)) == '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->reason), reason);
  amp_draft_settle (self->draft);
}

static void
start_draft (AmpPutOffDialog *self, AmpJobs *jobs)
{
  g_autofree char *key = g_strdup_printf ("put-off:%s:%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT,
                                          self->task->origin, self->task->task, self->task->source);

  self->draft = amp_draft_new (jobs, key, collect, self);
  g_signal_connect_object (self->draft, "found", G_CALLBACK (on_found), self, G_CONNECT_SWAPPED);
  amp_draft_look (self->draft);
}

/* Cancelled or locked out: it stands there when the same task is put off again. */
static gboolean
amp_put_off_dialog_close_request (GtkWindow *window)
{
  amp_draft_flush (AMP_PUT_OFF_DIALOG (window)->draft);
  return GTK_WINDOW_CLASS (amp_put_off_dialog_parent_class)->close_request (window);
}

/* --- Putting off --- */

/* The words stay in the draft until the task is put off, also where that fails. */
static void
put_off (AmpPutOffDialog *self, const char *until)
{
  amp_draft_flush (self->draft);
  amp_task_jobs_put_off (self->tasks, self->task, until,
                         gtk_editable_get_text (GTK_EDITABLE (self->reason)),
                         amp_draft_get_key (self->draft));
  gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
needs_reason (AmpPutOffDialog *self)
{
  g_autofree char *reason =
    g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->reason))));

  if (*reason != '\0')
    return FALSE;
  amp_alert_show (self->alert, _ ("Write down why: the next person who looks will ask."));
  gtk_widget_grab_focus (GTK_WIDGET (self->reason));
  return TRUE;
}

static gboolean
is_day_between (const char *text, const char *today, const char *latest)
{
  AmpDate date;

  return amp_date_parse (text, &date) && date.precision == AMP_DATE_DAY &&
         g_strcmp0 (text, today) > 0 && g_strcmp0 (text, latest) <= 0;
}

static char *
today_of (AmpPutOffDialog *self)
{
  const AmpDate now = amp_date_today ();
  const char *today = amp_task_jobs_get_today (self->tasks);

  return today != NULL ? g_strdup (today) : amp_date_to_text (&now);
}

static void
on_save (AmpPutOffDialog *self)
{
  g_autofree char *until = amp_form_value_dup_text (AMP_FORM_VALUE (self->until));
  g_autofree char *today = today_of (self);
  g_autofree char *last = amp_format_date (self->latest);

  if (self->latest == NULL)
    return;
  if (!is_day_between (until, today, self->latest))
    {
      /* Translators: %s is a date. */
      g_autofree char *sentence =
        g_strdup_printf (_ ("Enter a day after today, and not after %s."), last);

      amp_alert_show (self->alert, sentence);
      return;
    }
  if (!needs_reason (self))
    put_off (self, until);
}

static void
on_drop (AmpPutOffDialog *self)
{
  if (!needs_reason (self))
    put_off (self, NULL);
}

static void
show_rule (AmpPutOffDialog *self)
{
  g_autofree char *last = amp_format_date (self->latest);
  /* Translators: %s is a date. */
  g_autofree char *sentence = self->latest != NULL ? g_strdup_printf (_ ("At most until %s."), last)
                                                   : g_strdup (_ ("This cannot be put off again."));

  gtk_label_set_label (self->rule, sentence);
  gtk_widget_set_visible (self->until_row, self->latest != NULL);
  gtk_widget_set_visible (self->save, self->latest != NULL);
}

/* Tomorrow, unless even that is too late. */
static void
propose_day (AmpPutOffDialog *self)
{
  g_autofree char *today = today_of (self);
  AmpDate date;

  if (self->latest == NULL || !amp_date_parse (today, &date))
    return;
  date = amp_date_from_day_number (amp_date_day_number (&date) + 1);
  {
    g_autofree char *tomorrow = amp_date_to_text (&date);

    amp_form_value_set_text (AMP_FORM_VALUE (self->until), tomorrow);
  }
}

static void
amp_put_off_dialog_dispose (GObject *object)
{
  AmpPutOffDialog *self = AMP_PUT_OFF_DIALOG (object);

  g_clear_object (&self->draft);
  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_PUT_OFF_DIALOG);
  g_clear_object (&self->tasks);
  G_OBJECT_CLASS (amp_put_off_dialog_parent_class)->dispose (object);
}

static void
amp_put_off_dialog_finalize (GObject *object)
{
  AmpPutOffDialog *self = AMP_PUT_OFF_DIALOG (object);

  g_clear_pointer (&self->task, amp_task_free);
  g_free (self->latest);
  G_OBJECT_CLASS (amp_put_off_dialog_parent_class)->finalize (object);
}

static void
amp_put_off_dialog_class_init (AmpPutOffDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (AMP_TYPE_DATE_ENTRY);
  G_OBJECT_CLASS (klass)->dispose = amp_put_off_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = amp_put_off_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = amp_put_off_dialog_close_request;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-put-off-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpPutOffDialog, save);
  gtk_widget_class_bind_template_child (widget_class, AmpPutOffDialog, drop);
  gtk_widget_class_bind_template_child (widget_class, AmpPutOffDialog, what);
  gtk_widget_class_bind_template_child (widget_class, AmpPutOffDialog, rule);
  gtk_widget_class_bind_template_child (widget_class, AmpPutOffDialog, until_row);
  gtk_widget_class_bind_template_child (widget_class, AmpPutOffDialog, until_label);
  gtk_widget_class_bind_template_child (widget_class, AmpPutOffDialog, until);
  gtk_widget_class_bind_template_child (widget_class, AmpPutOffDialog, reason_label);
  gtk_widget_class_bind_template_child (widget_class, AmpPutOffDialog, reason);
  gtk_widget_class_bind_template_child (widget_class, AmpPutOffDialog, alert);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, on_drop);
}

static void
amp_put_off_dialog_init (AmpPutOffDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_label_set_mnemonic_widget (self->until_label,
                                 amp_form_value_get_target (AMP_FORM_VALUE (self->until)));
  amp_form_value_set_label (AMP_FORM_VALUE (self->until), _ ("Until"));
  amp_accessible_set_label (amp_form_value_get_target (AMP_FORM_VALUE (self->until)), _ ("Until"));
  gtk_label_set_mnemonic_widget (self->reason_label, GTK_WIDGET (self->reason));
  amp_accessible_set_label (GTK_WIDGET (self->reason), _ ("Why"));
  g_signal_connect_object (self->reason, "changed", G_CALLBACK (on_typed), self, G_CONNECT_SWAPPED);
}

AmpPutOffDialog *
amp_put_off_dialog_present (GtkWidget *parent,
                            AmpTaskJobs *tasks,
                            AmpJobs *jobs,
                            const AmpTask *task)
{
  AmpPutOffDialog *self = g_object_new (AMP_TYPE_PUT_OFF_DIALOG, NULL);
  g_autofree char *what = amp_task_what (task);
  g_autofree char *sentence =
    task->number != NULL ? g_strdup_printf ("%s · %s", task->number, what) : g_strdup (what);

  self->tasks = g_object_ref (tasks);
  self->task = amp_task_copy (task);
  self->latest = amp_task_latest (task, amp_task_jobs_get_today (tasks));
  gtk_label_set_label (self->what, sentence);
  gtk_widget_set_visible (self->drop, amp_task_may_drop (task));
  show_rule (self);
  propose_day (self);
  amp_dialog_put_over (GTK_WINDOW (self), parent, jobs);
  start_draft (self, jobs);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->reason));
  return self;
}
