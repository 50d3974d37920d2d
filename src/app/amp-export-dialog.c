/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes counts to a file. */
#include "app/amp-export-dialog.h"

#include "app/amp-accessible.h"
#include "app/amp-dialog.h"
#include "app/amp-export-file.h"
#include "app/amp-translate.h"
#include "model/codelist.h"

#include <glib/gi18n.h>

struct _AmpExportDialog
{
  AdwWindow parent_instance;

  /* Template. */
  AdwComboRow *format;
  GtkWidget *save;
  GtkLabel *alert;

  /* Owned. */
  AmpJobs *jobs;
  AmpCountSpec spec;
};

G_DEFINE_FINAL_TYPE (AmpExportDialog, amp_export_dialog, ADW_TYPE_WINDOW)

/* --- Writing --- */

typedef struct
{
  AmpCountSpec spec;
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

/* Worker thread. Counts anew, so that the file and its event tell of the same moment. */
static gpointer
write_counts (AmpSession *session,
              gpointer data,
              AmpProgress *progress,
              GCancellable *cancellable,
              GError **error)
{
  Export *export = data;
  g_autoptr (AmpCountTable) table =
    amp_counts_compute (session, &export->spec, progress, cancellable, error);

  if (table == NULL)
    return NULL;
  return amp_export_file_write (export->path,
                                amp_count_table_write (session, table, export->format,
                                                       amp_translate, amp_code_language (), error),
                                error);
}

static void
written (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  AmpExportDialog *self = owner;
  const Export *export = data;

  amp_export_file_done (GTK_WINDOW (self), self->save, self->alert, export->path, error);
}

static const AmpJob write_job = {
  .func = write_counts,
  .done = written,
  .data_free = export_free,
  .title = N_ ("Writing the counts…"),
  .lets_in = TRUE,
};

/* --- Choosing --- */

static void
on_chosen (gpointer owner, const char *path)
{
  AmpExportDialog *self = owner;
  Export *export;

  if (path == NULL)
    return;
  export = g_new0 (Export, 1);
  export->spec = self->spec;
  export->format = amp_export_file_format (self->format);
  export->path = g_strdup (path);
  amp_alert_show (self->alert, NULL);
  gtk_widget_set_sensitive (self->save, FALSE);
  amp_jobs_run (self->jobs, &write_job, export, self, NULL);
}

static void
on_save (AmpExportDialog *self)
{
  /* Translators: the beginning of a file's name, before the day. */
  const char *name = _ ("counts");

  amp_export_file_choose (GTK_WIDGET (self), self->format, _ ("Export counts"), name, on_chosen);
}

static void
amp_export_dialog_dispose (GObject *object)
{
  AmpExportDialog *self = AMP_EXPORT_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_EXPORT_DIALOG);
  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_export_dialog_parent_class)->dispose (object);
}

static void
amp_export_dialog_class_init (AmpExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_export_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpExportDialog, format);
  gtk_widget_class_bind_template_child (widget_class, AmpExportDialog, save);
  gtk_widget_class_bind_template_child (widget_class, AmpExportDialog, alert);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
}

static void
amp_export_dialog_init (AmpExportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  amp_export_file_fill (self->format, AMP_COUNT_FORMAT_XLSX);
}

AmpExportDialog *
amp_export_dialog_present (GtkWidget *parent, AmpJobs *jobs, const AmpCountSpec *spec)
{
  AmpExportDialog *self = g_object_new (AMP_TYPE_EXPORT_DIALOG, NULL);

  self->jobs = g_object_ref (jobs);
  self->spec = *spec;
  amp_export_file_refuse (jobs, self->save, self->alert,
                          _ ("Only a supervisor may export counts. Ask yours for the file."));
  amp_dialog_put_over (GTK_WINDOW (self), parent, jobs);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}
