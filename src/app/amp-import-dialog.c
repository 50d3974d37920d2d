/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Brings a spreadsheet in. */
#include "app/amp-import-dialog.h"

#include "app/amp-accessible.h"
#include "app/amp-dialog.h"
#include "app/amp-file-chooser.h"
#include "app/amp-format.h"
#include "app/amp-report-view.h"
#include "app/amp-task-bar.h"
#include "domain/import.h"
#include "domain/sentences.h"
#include "model/codelist.h"

#include <glib/gi18n.h>

struct _AmpImportDialog
{
  AdwWindow parent_instance;

  /* Template. */
  AdwComboRow *format;
  AdwComboRow *region;
  GtkSwitch *all_or_nothing;
  GtkWidget *choose;
  GtkWidget *import;
  GtkWidget *save_report;
  GtkLabel *summary;
  GtkLabel *alert;
  AmpReportView *findings;
  AmpTaskBar *task_bar;

  /* Owned. */
  AmpJobs *jobs;
  AmpReport *report;
  char *path;
};

static const char *const format_labels[] = {
  [AMP_FORMAT_HTCDS_XLSX] = N_ ("IOM template (XLSX)"),
  [AMP_FORMAT_HTCDS_CSV] = N_ ("IOM standard (CSV)"),
  [AMP_FORMAT_AMPARO_CSV] = N_ ("Amparo (CSV)"),
};

G_DEFINE_FINAL_TYPE (AmpImportDialog, amp_import_dialog, ADW_TYPE_WINDOW)

/* --- Jobs --- */

typedef struct
{
  char *path;
  AmpFileFormat format;
  AmpImportOptions options;
  /* Filled by the worker, read after it. */
  AmpReport *report;
  AmpImportResult result;
} Import;

static void
import_free (gpointer data)
{
  Import *import = data;

  g_free (import->path);
  g_clear_pointer (&import->report, amp_report_free);
  g_free (import);
}

/* Worker thread. */
static gpointer
run_import (AmpSession *session,
            gpointer data,
            AmpProgress *progress,
            GCancellable *cancellable,
            GError **error)
{
  Import *import = data;

  return GINT_TO_POINTER (amp_import_file (session, import->path, import->format, &import->options,
                                           import->report, &import->result, progress, cancellable,
                                           error));
}

static void
show_summary (AmpImportDialog *self, const Import *import)
{
  g_autofree char *rows = amp_format_count (import->result.rows);
  g_autofree char *imported = amp_format_count (import->result.imported);
  g_autofree char *findings = amp_format_count (amp_report_length (self->report));
  g_autofree char *sentence = NULL;

  if (import->options.dry_run)
    /* Translators: numbers, each already written with its digits grouped. */
    sentence =
      g_strdup_printf (_ ("%s of %s rows can come in. Findings: %s."), imported, rows, findings);
  else
    sentence =
      g_strdup_printf (_ ("%s of %s rows came in. Findings: %s."), imported, rows, findings);
  gtk_label_set_label (self->summary, sentence);
}

static void
imported (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpImportDialog *self = owner;
  Import *import = data;

  gtk_widget_set_sensitive (self->choose, TRUE);
  g_clear_pointer (&self->report, amp_report_free);
  self->report = g_steal_pointer (&import->report);
  amp_report_view_show (self->findings, self->report);
  show_summary (self, import);
  gtk_widget_set_sensitive (self->save_report, amp_report_length (self->report) > 0);
  gtk_widget_set_sensitive (self->import, result != NULL && import->options.dry_run &&
                                            import->result.imported > 0);
  if (result == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    amp_alert_show (self->alert, _ (amp_error_sentence (error)));
  if (result != NULL && !import->options.dry_run)
    amp_jobs_case_changed (self->jobs, 0);
}

static const AmpJob check_job = {
  .func = run_import,
  .done = imported,
  .data_free = import_free,
  .title = N_ ("Checking the file…"),
};

static const AmpJob import_job = {
  .func = run_import,
  .done = imported,
  .data_free = import_free,
  .title = N_ ("Importing…"),
};

static void
start (AmpImportDialog *self, gboolean dry_run)
{
  const AmpCodeList *regions = amp_code_list_find ("region");
  guint region = adw_combo_row_get_selected (self->region);
  Import *import = g_new0 (Import, 1);

  import->path = g_strdup (self->path);
  import->format = (AmpFileFormat) adw_combo_row_get_selected (self->format);
  import->report = amp_report_new ();
  import->options.dry_run = dry_run;
  import->options.all_or_nothing = gtk_switch_get_active (self->all_or_nothing);
  if (region > 0)
    import->options.region = amp_code_value (amp_code_list_nth (regions, region - 1));
  amp_alert_show (self->alert, NULL);
  gtk_widget_set_sensitive (self->choose, FALSE);
  gtk_widget_set_sensitive (self->import, FALSE);
  amp_jobs_run (self->jobs, dry_run ? &check_job : &import_job, import, self, NULL);
}

/* --- Choosing --- */

static void
on_chosen (gpointer owner, const char *path)
{
  AmpImportDialog *self = owner;

  if (path == NULL)
    return;
  g_free (self->path);
  self->path = g_strdup (path);
  start (self, TRUE);
}

static void
on_choose (AmpImportDialog *self)
{
  gboolean workbook = adw_combo_row_get_selected (self->format) == AMP_FORMAT_HTCDS_XLSX;
  const AmpChoose choose = {
    .kind = AMP_CHOOSE_OPEN,
    .title = _ ("Import a spreadsheet"),
    .pattern = workbook ? "*.xlsx;*.xlsm" : "*.csv",
  };

  amp_choose_file (GTK_WIDGET (self), &choose, on_chosen);
}

static void
on_import (AmpImportDialog *self)
{
  start (self, FALSE);
}

static void
on_save_report (AmpImportDialog *self)
{
  amp_report_view_save (self->findings, self->alert);
}

/* --- Object --- */

static void
amp_import_dialog_dispose (GObject *object)
{
  AmpImportDialog *self = AMP_IMPORT_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_IMPORT_DIALOG);
  g_clear_object (&self->jobs);
  g_clear_pointer (&self->report, amp_report_free);
  g_clear_pointer (&self->path, g_free);
  G_OBJECT_CLASS (amp_import_dialog_parent_class)->dispose (object);
}

static void
amp_import_dialog_class_init (AmpImportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_import_dialog_dispose;
  g_type_ensure (AMP_TYPE_TASK_BAR);
  g_type_ensure (AMP_TYPE_REPORT_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-import-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpImportDialog, format);
  gtk_widget_class_bind_template_child (widget_class, AmpImportDialog, region);
  gtk_widget_class_bind_template_child (widget_class, AmpImportDialog, all_or_nothing);
  gtk_widget_class_bind_template_child (widget_class, AmpImportDialog, choose);
  gtk_widget_class_bind_template_child (widget_class, AmpImportDialog, import);
  gtk_widget_class_bind_template_child (widget_class, AmpImportDialog, save_report);
  gtk_widget_class_bind_template_child (widget_class, AmpImportDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, AmpImportDialog, alert);
  gtk_widget_class_bind_template_child (widget_class, AmpImportDialog, findings);
  gtk_widget_class_bind_template_child (widget_class, AmpImportDialog, task_bar);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
  gtk_widget_class_bind_template_callback (widget_class, on_import);
  gtk_widget_class_bind_template_callback (widget_class, on_save_report);
}

static void
fill_choices (AmpImportDialog *self)
{
  const AmpCodeList *regions = amp_code_list_find ("region");
  g_autoptr (GtkStringList) formats = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (format_labels); i++)
    gtk_string_list_append (formats, _ (format_labels[i]));
  adw_combo_row_set_model (self->format, G_LIST_MODEL (formats));
  gtk_string_list_append (labels, _ ("None: report those rows"));
  for (guint i = 0; i < amp_code_list_length (regions); i++)
    gtk_string_list_append (labels,
                            amp_code_label (amp_code_list_nth (regions, i), amp_code_language ()));
  adw_combo_row_set_model (self->region, G_LIST_MODEL (labels));
}

static void
amp_import_dialog_init (AmpImportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_choices (self);
  amp_accessible_set_label (GTK_WIDGET (self->all_or_nothing), _ ("All rows or none"));
}

AmpImportDialog *
amp_import_dialog_present (GtkWidget *parent, AmpJobs *jobs)
{
  AmpImportDialog *self = g_object_new (AMP_TYPE_IMPORT_DIALOG, NULL);

  self->jobs = g_object_ref (jobs);
  amp_task_bar_watch (self->task_bar, jobs);
  amp_dialog_put_over (GTK_WINDOW (self), parent, jobs);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}
