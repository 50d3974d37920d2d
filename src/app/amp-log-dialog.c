/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The head of the log, and the check of the log against one. */
#include "app/amp-log-dialog.h"

#include "app/amp-accessible.h"
#include "app/amp-dialog.h"
#include "app/amp-editor.h"
#include "app/amp-file-chooser.h"
#include "app/amp-translate.h"
#include "domain/audit-anchor.h"
#include "domain/audit-words.h"
#include "model/date.h"

#include <glib/gi18n.h>
#include <string.h>

#define MOST_FINDINGS 5

struct _AmpLogDialog
{
  AdwWindow parent_instance;

  /* Template. */
  GtkButton *save;
  GtkLabel *entry_number;
  GtkLabel *hash;
  GtkLabel *words;
  GtkEntry *noted;
  GtkButton *check;
  GtkLabel *result;
  GtkLabel *alert;

  /* Owned. */
  AmpJobs *jobs;
  char *head; /* as text */
};

G_DEFINE_FINAL_TYPE (AmpLogDialog, amp_log_dialog, ADW_TYPE_WINDOW)

static char *
today (void)
{
  const AmpDate now = amp_date_today ();

  return amp_date_to_text (&now);
}

/* --- Showing it --- */

/* Worker thread. */
static gpointer
read_head (AmpSession *session,
           gpointer data,
           AmpProgress *progress,
           GCancellable *cancellable,
           GError **error)
{
  g_autofree AmpChainAnchor *head = g_new0 (AmpChainAnchor, 1);

  (void) data;
  (void) progress;
  (void) cancellable;
  return amp_audit_head (session, head, error) ? g_steal_pointer (&head) : NULL;
}

static void
show_error (AmpLogDialog *self, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    amp_alert_show (self->alert, _ (amp_error_sentence (error)));
}

static void
on_head (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpLogDialog *self = owner;
  g_autofree AmpChainAnchor *head = result;
  g_autofree char *number = NULL, *groups = NULL, *words = NULL, *day = today ();

  (void) data;
  if (head == NULL)
    {
      show_error (self, error);
      return;
    }
  number = g_strdup_printf ("%" G_GUINT64_FORMAT, head->seq);
  groups = amp_audit_head_groups (head);
  words = amp_audit_head_words (head);
  gtk_label_set_label (self->entry_number, number);
  gtk_label_set_label (self->hash, groups);
  gtk_label_set_label (self->words, words);
  g_free (self->head);
  self->head = g_strchomp (amp_audit_head_to_text (head, day));
}

static void
load_head (AmpLogDialog *self)
{
  static const AmpJob job = {.func = read_head, .done = on_head, .result_free = g_free};

  amp_jobs_run (self->jobs, &job, NULL, self, NULL);
}

/* --- On paper --- */

/* The event first, so that the sheet stands for it too. */
static gpointer
write_sheet (AmpSession *session,
             gpointer data,
             AmpProgress *progress,
             GCancellable *cancellable,
             GError **error)
{
  AmpChainAnchor head;
  g_autofree char *day = today ();

  (void) progress;
  (void) cancellable;
  return GINT_TO_POINTER (amp_session_require_supervisor (session, error) &&
                          amp_store_audit (amp_session_get_store (session), AMP_AUDIT_PRINT, NULL,
                                           0, NULL, "log-head", error) &&
                          amp_audit_head (session, &head, error) &&
                          amp_audit_head_write_pdf (&head, day, data, amp_translate, error));
}

static void
on_sheet (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpLogDialog *self = owner;

  (void) data;
  if (result == NULL)
    show_error (self, error);
  else
    {
      gtk_label_set_label (self->result,
                           _ ("The sheet is written. Print it, and give it to somebody "
                              "outside the office."));
      load_head (self);
    }
}

static void
on_chosen (gpointer owner, const char *path)
{
  static const AmpJob job = {
    .func = write_sheet, .done = on_sheet, .data_free = g_free, .title = N_ ("Writing the sheet…")};
  AmpLogDialog *self = owner;

  if (path == NULL)
    return;
  amp_alert_show (self->alert, NULL);
  amp_jobs_run (self->jobs, &job, g_strdup (path), self, NULL);
}

static void
on_save (AmpLogDialog *self)
{
  g_autofree char *day = today ();
  /* Translators: name of a file; no blanks */
  g_autofree char *name = g_strdup_printf ("%s-%s.pdf", _ ("log-head"), day);
  const AmpChoose choose = {
    .kind = AMP_CHOOSE_SAVE, .title = _ ("Head of the log"), .name = name, .pattern = "*.pdf"};

  amp_choose_file (GTK_WIDGET (self), &choose, on_chosen);
}

/* --- Held against what was noted --- */

/* data: what was typed; "" checks the log alone. */
static gpointer
check_log (AmpSession *session,
           gpointer data,
           AmpProgress *progress,
           GCancellable *cancellable,
           GError **error)
{
  AmpChainAnchor anchor;
  gboolean noted = *(const char *) data != '\0';

  if (noted && !amp_audit_anchor_parse (data, amp_vault_get_id (amp_session_get_vault (session)),
                                        &anchor, error))
    return NULL;
  return amp_store_audit_check (amp_session_get_store (session), &anchor, noted ? 1 : 0, TRUE,
                                progress, cancellable, error);
}

static void
free_report (gpointer report)
{
  amp_chain_report_free (report);
}

static void
say_whole (AmpLogDialog *self, const AmpChainReport *report)
{
  g_autoptr (GString) text =
    g_string_new (report->n_told_gaps > 0
                    ? _ ("What is there of the log holds; what is not there, a salvage has told.")
                    : _ ("The log holds, and every record is as its entries tell."));

  g_string_append_c (text, ' ');
  if (report->anchored > 0)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, report->anchored);

      g_string_append_printf (text, _ ("It holds against what was noted, up to entry %s."), number);
    }
  else
    g_string_append (text,
                     _ ("It was held against nothing that was noted: an older copy put back would "
                        "not show."));
  gtk_label_set_label (self->result, text->str);
}

static void
on_checked (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpLogDialog *self = owner;
  g_autoptr (AmpChainReport) report = result;

  (void) data;
  gtk_widget_set_sensitive (GTK_WIDGET (self->check), TRUE);
  gtk_label_set_label (self->result, "");
  if (report == NULL)
    show_error (self, error);
  else if (report->n_findings == 0)
    say_whole (self, report);
  else
    {
      g_autofree char *text = amp_chain_findings_text (report, MOST_FINDINGS, amp_translate);

      amp_alert_show (self->alert, g_strchomp (text));
    }
}

static void
on_check (AmpLogDialog *self)
{
  static const AmpJob job = {.func = check_log,
                             .done = on_checked,
                             .data_free = g_free,
                             .result_free = free_report,
                             .title = N_ ("Checking the log…"),
                             .lets_in = TRUE};
  char *typed = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->noted))));

  amp_alert_show (self->alert, NULL);
  gtk_label_set_label (self->result, _ ("Checking…"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->check), FALSE);
  amp_jobs_run (self->jobs, &job, typed, self, NULL);
}

void
amp_log_dialog_check (AmpLogDialog *self, const char *noted)
{
  gtk_editable_set_text (GTK_EDITABLE (self->noted), noted);
  on_check (self);
}

const char *
amp_log_dialog_get_result (AmpLogDialog *self)
{
  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->check)))
    return NULL;
  return gtk_widget_get_visible (GTK_WIDGET (self->alert)) ? gtk_label_get_label (self->alert)
                                                           : gtk_label_get_label (self->result);
}

const char *
amp_log_dialog_get_head (AmpLogDialog *self)
{
  return self->head;
}

/* --- The widget --- */

static void
amp_log_dialog_dispose (GObject *object)
{
  AmpLogDialog *self = AMP_LOG_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_LOG_DIALOG);
  g_clear_object (&self->jobs);
  g_clear_pointer (&self->head, g_free);
  G_OBJECT_CLASS (amp_log_dialog_parent_class)->dispose (object);
}

static void
amp_log_dialog_class_init (AmpLogDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_log_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-log-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpLogDialog, save);
  gtk_widget_class_bind_template_child (widget_class, AmpLogDialog, entry_number);
  gtk_widget_class_bind_template_child (widget_class, AmpLogDialog, hash);
  gtk_widget_class_bind_template_child (widget_class, AmpLogDialog, words);
  gtk_widget_class_bind_template_child (widget_class, AmpLogDialog, noted);
  gtk_widget_class_bind_template_child (widget_class, AmpLogDialog, check);
  gtk_widget_class_bind_template_child (widget_class, AmpLogDialog, result);
  gtk_widget_class_bind_template_child (widget_class, AmpLogDialog, alert);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, on_check);
}

static void
amp_log_dialog_init (AmpLogDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AmpLogDialog *
amp_log_dialog_present (GtkWidget *parent, AmpJobs *jobs)
{
  AmpLogDialog *self = g_object_new (AMP_TYPE_LOG_DIALOG, NULL);

  self->jobs = g_object_ref (jobs);
  amp_dialog_put_over (GTK_WINDOW (self), parent, jobs);
  if (amp_jobs_is_supervisor (jobs))
    load_head (self);
  else
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->save), FALSE);
      gtk_widget_set_sensitive (GTK_WIDGET (self->check), FALSE);
      gtk_widget_set_sensitive (GTK_WIDGET (self->noted), FALSE);
      amp_alert_show (self->alert,
                      _ ("Only a supervisor may note the head of the log. Ask yours."));
    }
  gtk_window_present (GTK_WINDOW (self));
  return self;
}
