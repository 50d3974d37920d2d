/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes a fixed report to a file. */
#include "app/amp-report-dialog.h"

#include "app/amp-accessible.h"
#include "app/amp-dialog.h"
#include "app/amp-export-file.h"
#include "app/amp-period.h"
#include "app/amp-release-dialog.h"
#include "app/amp-translate.h"
#include "domain/reports.h"
#include "model/codelist.h"
#include "model/date.h"

#include <glib/gi18n.h>

struct _AmpReportDialog
{
  AdwWindow parent_instance;

  /* Template. */
  AdwComboRow *report;
  AdwComboRow *period;
  AdwComboRow *format;
  GtkLabel *definition;
  GtkWidget *save;
  GtkWidget *deliver;
  GtkLabel *alert;

  /* Owned. */
  AmpJobs *jobs;
};

G_DEFINE_FINAL_TYPE (AmpReportDialog, amp_report_dialog, ADW_TYPE_WINDOW)

/* --- Writing --- */

typedef struct
{
  const AmpReportKind *kind;
  char from[11], to[11];
  AmpCountFormat format;
  char *path;
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  g_free (export->path);
  g_free (export);
}

/* Worker thread. */
static gpointer
write_report (AmpSession *session,
              gpointer data,
              AmpProgress *progress,
              GCancellable *cancellable,
              GError **error)
{
  Export *export = data;
  g_autoptr (AmpFigures) figures =
    amp_report_compute (session, export->kind, export->from, export->to, amp_translate,
                        amp_code_language (), progress, cancellable, error);

  if (figures == NULL)
    return NULL;
  return amp_export_file_write (export->path,
                                amp_report_write (session, figures, export->format, error), error);
}

static void
written (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  AmpReportDialog *self = owner;
  const Export *export = data;

  amp_export_file_done (GTK_WINDOW (self), self->save, self->alert, export->path, error);
}

static const AmpJob write_job = {
  .func = write_report,
  .done = written,
  .data_free = export_free,
  .title = N_ ("Writing the report…"),
  .lets_in = TRUE,
};

/* --- Choosing --- */

static const AmpReportKind *
chosen_report (AmpReportDialog *self)
{
  gsize n;
  const AmpReportKind *kinds = amp_report_kinds (&n);

  return &kinds[MIN (adw_combo_row_get_selected (self->report), n - 1)];
}

static void
on_report (AmpReportDialog *self)
{
  const AmpReportKind *kind = chosen_report (self);

  gtk_label_set_label (self->definition, _ (kind->definition));
  gtk_widget_set_visible (self->deliver, g_str_equal (kind->name, "year"));
  if (g_str_equal (kind->name, "year"))
    adw_combo_row_set_selected (self->period, AMP_PERIOD_THIS_YEAR);
}

static void
on_chosen (gpointer owner, const char *path)
{
  AmpReportDialog *self = owner;
  const AmpDate today = amp_date_today ();
  Export *export;

  if (path == NULL)
    return;
  export = g_new0 (Export, 1);
  export->kind = chosen_report (self);
  amp_period_days ((AmpPeriod) adw_combo_row_get_selected (self->period), &today, export->from,
                   export->to);
  export->format = amp_export_file_format (self->format);
  export->path = g_strdup (path);
  amp_alert_show (self->alert, NULL);
  gtk_widget_set_sensitive (self->save, FALSE);
  amp_jobs_run (self->jobs, &write_job, export, self, NULL);
}

static void
on_save (AmpReportDialog *self)
{
  amp_export_file_choose (GTK_WIDGET (self), self->format, _ ("Reports"),
                          _ (chosen_report (self)->label), on_chosen);
}

/* The newest year that is closed, unless another is chosen there. */
static void
on_deliver (AmpReportDialog *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  AmpReleaseRequest wish = {.rule = AMP_RELEASE_PARTNER, .report = TRUE};

  wish.spec.unit = AMP_UNIT_PERSONS;
  wish.spec.dimensions[wish.spec.n_dimensions++] = amp_dimension_find ("region");
  if (parent != NULL)
    amp_release_dialog_present (GTK_WIDGET (parent), self->jobs, &wish);
  gtk_window_close (GTK_WINDOW (self));
}

static void
amp_report_dialog_dispose (GObject *object)
{
  AmpReportDialog *self = AMP_REPORT_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_REPORT_DIALOG);
  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_report_dialog_parent_class)->dispose (object);
}

static void
amp_report_dialog_class_init (AmpReportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_report_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-report-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpReportDialog, report);
  gtk_widget_class_bind_template_child (widget_class, AmpReportDialog, period);
  gtk_widget_class_bind_template_child (widget_class, AmpReportDialog, definition);
  gtk_widget_class_bind_template_child (widget_class, AmpReportDialog, format);
  gtk_widget_class_bind_template_child (widget_class, AmpReportDialog, save);
  gtk_widget_class_bind_template_child (widget_class, AmpReportDialog, deliver);
  gtk_widget_class_bind_template_child (widget_class, AmpReportDialog, alert);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, on_report);
  gtk_widget_class_bind_template_callback (widget_class, on_deliver);
}

static void
fill_choices (AmpReportDialog *self)
{
  g_autoptr (GtkStringList) reports = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) periods = gtk_string_list_new (NULL);
  gsize n;
  const AmpReportKind *kinds = amp_report_kinds (&n);

  for (gsize i = 0; i < n; i++)
    gtk_string_list_append (reports, _ (kinds[i].label));
  for (guint i = 0; i < AMP_PERIOD_CUSTOM; i++)
    gtk_string_list_append (periods, _ (amp_period_label ((AmpPeriod) i)));
  adw_combo_row_set_model (self->report, G_LIST_MODEL (reports));
  adw_combo_row_set_model (self->period, G_LIST_MODEL (periods));
  adw_combo_row_set_selected (self->period, AMP_PERIOD_LAST_MONTH);
  on_report (self);
}

static void
amp_report_dialog_init (AmpReportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  amp_export_file_fill (self->format, AMP_COUNT_FORMAT_PDF);
  fill_choices (self);
}

AmpReportDialog *
amp_report_dialog_present (GtkWidget *parent, AmpJobs *jobs, const char *name)
{
  AmpReportDialog *self = g_object_new (AMP_TYPE_REPORT_DIALOG, NULL);
  gsize n;
  const AmpReportKind *kinds = amp_report_kinds (&n), *kind = amp_report_kind_find (name);

  if (kind != NULL)
    adw_combo_row_set_selected (self->report, (guint) (kind - kinds));
  self->jobs = g_object_ref (jobs);
  amp_export_file_refuse (jobs, self->save, self->alert,
                          _ ("Only a supervisor may export reports. Ask yours for the file."));
  amp_dialog_put_over (GTK_WINDOW (self), parent, jobs);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}
