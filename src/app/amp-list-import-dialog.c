/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The check is the import itself, which writes nothing: what it says is what happens. */
#include "app/amp-list-import-dialog.h"

#include "app/amp-accessible.h"
#include "app/amp-dialog.h"
#include "app/amp-file-chooser.h"
#include "app/amp-report-view.h"
#include "app/amp-task-bar.h"
#include "domain/sentences.h"

#include <glib/gi18n.h>

struct _AmpListImportDialog
{
  AdwWindow parent_instance;

  /* Template. */
  GtkWidget *choose;
  GtkWidget *import;
  GtkWidget *save_report;
  GtkLabel *what;
  GtkLabel *summary;
  GtkLabel *alert;
  AmpReportView *findings;
  AmpTaskBar *task_bar;

  /* Owned. */
  AmpJobs *jobs;
  AmpReport *report;
  char *path;

  const AmpList *list;
};

G_DEFINE_FINAL_TYPE (AmpListImportDialog, amp_list_import_dialog, ADW_TYPE_WINDOW)

static guint imported_signal;

/* --- Jobs --- */

typedef struct
{
  const AmpList *list;
  char *path;
  gboolean dry_run;
  /* Filled by the worker, read after it. */
  AmpReport *report;
  AmpListImport result;
} Import;

static void
import_free (gpointer data)
{
  Import *self = data;

  g_free (self->path);
  g_clear_pointer (&self->report, amp_report_free);
  g_free (self);
}

/* Worker thread. */
static gpointer
import_run (AmpSession *session,
            gpointer data,
            AmpProgress *progress,
            GCancellable *cancellable,
            GError **error)
{
  Import *self = data;

  return GINT_TO_POINTER (amp_list_import (session, self->list, self->path, self->dry_run,
                                           self->report, &self->result, progress, cancellable,
                                           error));
}

static void
show_summary (AmpListImportDialog *self, const Import *import)
{
  const AmpListImport *result = &import->result;
  guint n_findings = amp_report_length (self->report);
  g_autofree char *words =
    import->dry_run
      /* Translators: rows of a table that was checked. */
      ? g_strdup_printf (ngettext ("Of %u row: %u new, %u changes what is recorded, %u as it is. "
                                   "Findings: %u.",
                                   "Of %u rows: %u new, %u change what is recorded, %u as they "
                                   "are. Findings: %u.",
                                   result->rows),
                         result->rows, result->added, result->changed, result->unchanged,
                         n_findings)
      : g_strdup_printf (ngettext ("Of %u row: %u added, %u changed. Findings: %u.",
                                   "Of %u rows: %u added, %u changed. Findings: %u.", result->rows),
                         result->rows, result->added, result->changed, n_findings);

  gtk_label_set_label (self->summary, words);
}

static void
import_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpListImportDialog *self = owner;
  Import *import = data;

  gtk_widget_set_sensitive (self->choose, TRUE);
  amp_report_view_show (self->findings, import->report);
  g_clear_pointer (&self->report, amp_report_free);
  self->report = g_steal_pointer (&import->report);
  gtk_label_set_label (self->summary, "");
  gtk_widget_set_sensitive (self->save_report, amp_report_length (self->report) > 0);
  if (result == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        amp_alert_show (self->alert, _ (amp_error_sentence (error)));
      return;
    }
  show_summary (self, import);
  gtk_widget_set_sensitive (self->import,
                            import->dry_run && import->result.added + import->result.changed > 0);
  if (!import->dry_run)
    g_signal_emit (self, imported_signal, 0);
}

static const AmpJob check_job = {.func = import_run,
                                 .done = import_done,
                                 .data_free = import_free,
                                 .title = N_ ("Checking the file…")};
static const AmpJob import_job = {
  .func = import_run, .done = import_done, .data_free = import_free, .title = N_ ("Importing…")};

static void
start (AmpListImportDialog *self, gboolean dry_run)
{
  Import *import = g_new0 (Import, 1);

  import->list = self->list;
  import->path = g_strdup (self->path);
  import->dry_run = dry_run;
  import->report = amp_report_new ();
  amp_alert_show (self->alert, NULL);
  gtk_widget_set_sensitive (self->choose, FALSE);
  gtk_widget_set_sensitive (self->import, FALSE);
  amp_jobs_run (self->jobs, dry_run ? &check_job : &import_job, import, self, NULL);
}

/* --- Choosing --- */

static void
on_chosen (gpointer owner, const char *path)
{
  AmpListImportDialog *self = owner;

  if (path == NULL)
    return;
  g_free (self->path);
  self->path = g_strdup (path);
  start (self, TRUE);
}

static void
on_choose (AmpListImportDialog *self)
{
  const AmpChoose choose = {
    .kind = AMP_CHOOSE_OPEN, .title = _ ("Import a table"), .pattern = "*.csv"};

  amp_choose_file (GTK_WIDGET (self), &choose, on_chosen);
}

static void
on_import (AmpListImportDialog *self)
{
  start (self, FALSE);
}

static void
on_save_report (AmpListImportDialog *self)
{
  amp_report_view_save (self->findings, self->alert);
}

/* --- Object --- */

static void
amp_list_import_dialog_dispose (GObject *object)
{
  AmpListImportDialog *self = AMP_LIST_IMPORT_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_LIST_IMPORT_DIALOG);
  g_clear_object (&self->jobs);
  g_clear_pointer (&self->report, amp_report_free);
  g_clear_pointer (&self->path, g_free);
  G_OBJECT_CLASS (amp_list_import_dialog_parent_class)->dispose (object);
}

static void
amp_list_import_dialog_class_init (AmpListImportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_list_import_dialog_dispose;
  g_type_ensure (AMP_TYPE_TASK_BAR);
  g_type_ensure (AMP_TYPE_REPORT_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-list-import-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpListImportDialog, choose);
  gtk_widget_class_bind_template_child (widget_class, AmpListImportDialog, import);
  gtk_widget_class_bind_template_child (widget_class, AmpListImportDialog, save_report);
  gtk_widget_class_bind_template_child (widget_class, AmpListImportDialog, what);
  gtk_widget_class_bind_template_child (widget_class, AmpListImportDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, AmpListImportDialog, alert);
  gtk_widget_class_bind_template_child (widget_class, AmpListImportDialog, findings);
  gtk_widget_class_bind_template_child (widget_class, AmpListImportDialog, task_bar);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
  gtk_widget_class_bind_template_callback (widget_class, on_import);
  gtk_widget_class_bind_template_callback (widget_class, on_save_report);
  imported_signal = g_signal_new ("imported", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
amp_list_import_dialog_init (AmpListImportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AmpListImportDialog *
amp_list_import_dialog_present (GtkWidget *owner, AmpJobs *jobs, const AmpList *list)
{
  AmpListImportDialog *self = g_object_new (AMP_TYPE_LIST_IMPORT_DIALOG, NULL);

  self->jobs = g_object_ref (jobs);
  self->list = list;
  gtk_label_set_label (self->what, _ (amp_entity_find (list->entity)->label_plural));
  amp_task_bar_watch (self->task_bar, jobs);
  amp_dialog_put_over (GTK_WINDOW (self), owner, jobs);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}

const char *
amp_list_import_dialog_get_summary (AmpListImportDialog *self)
{
  return gtk_label_get_label (self->summary);
}
