/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes counts to a file. */
#include "app/amp-export-dialog.h"

#include "app/amp-accessible.h"
#include "app/amp-editor.h"
#include "app/amp-file-chooser.h"
#include "domain/sentences.h"
#include "model/codelist.h"
#include "model/date.h"

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

typedef struct
{
  AmpCountFormat format;
  const char *label;
  const char *extension;
} Format;

static const Format formats[] = {
  {AMP_COUNT_FORMAT_XLSX, N_ ("Spreadsheet (XLSX)"), "xlsx"},
  {AMP_COUNT_FORMAT_PDF, N_ ("Document to print (PDF)"), "pdf"},
  {AMP_COUNT_FORMAT_CSV, N_ ("Codes for other programs (CSV)"), "csv"},
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

static const char *
translate (const char *msgid)
{
  return _ (msgid);
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
  g_autoptr (GBytes) bytes = NULL;

  if (table == NULL)
    return NULL;
  bytes =
    amp_count_table_write (session, table, export->format, translate, amp_code_language (), error);
  if (bytes == NULL || !amp_write_file (export->path, g_bytes_get_data (bytes, NULL),
                                        g_bytes_get_size (bytes), error))
    return NULL;
  return GINT_TO_POINTER (TRUE);
}

static void
written (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpExportDialog *self = owner;
  Export *export = data;
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autofree char *name = g_path_get_basename (export->path);
  g_autofree char *sentence = NULL;

  gtk_widget_set_sensitive (self->save, TRUE);
  if (result == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        amp_alert_show (self->alert, _ (amp_error_sentence (error)));
      return;
    }
  /* Translators: %s is the name of a file. */
  sentence = g_strdup_printf (_ ("Saved as %s."), name);
  if (parent != NULL)
    amp_toast (GTK_WIDGET (parent), sentence);
  gtk_window_close (GTK_WINDOW (self));
}

static const AmpJob write_job = {
  .func = write_counts,
  .done = written,
  .data_free = export_free,
  .title = N_ ("Writing the counts…"),
  .lets_in = TRUE,
};

/* --- Choosing --- */

static const Format *
chosen_format (AmpExportDialog *self)
{
  return &formats[adw_combo_row_get_selected (self->format)];
}

static void
on_chosen (gpointer owner, const char *path)
{
  AmpExportDialog *self = owner;
  Export *export;

  if (path == NULL)
    return;
  export = g_new0 (Export, 1);
  export->spec = self->spec;
  export->format = chosen_format (self)->format;
  export->path = g_strdup (path);
  amp_alert_show (self->alert, NULL);
  gtk_widget_set_sensitive (self->save, FALSE);
  amp_jobs_run (self->jobs, &write_job, export, self, NULL);
}

static void
on_save (AmpExportDialog *self)
{
  const AmpDate now = amp_date_today ();
  g_autofree char *today = amp_date_to_text (&now);
  /* Translators: the beginning of a file's name, before the day. */
  g_autofree char *name =
    g_strdup_printf ("%s-%s.%s", _ ("counts"), today, chosen_format (self)->extension);
  g_autofree char *pattern = g_strconcat ("*.", chosen_format (self)->extension, NULL);
  const AmpChoose choose = {
    .kind = AMP_CHOOSE_SAVE,
    .title = _ ("Export counts"),
    .name = name,
    .pattern = pattern,
  };

  amp_choose_file (GTK_WIDGET (self), &choose, on_chosen);
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
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    gtk_string_list_append (labels, _ (formats[i].label));
  adw_combo_row_set_model (self->format, G_LIST_MODEL (labels));
}

AmpExportDialog *
amp_export_dialog_present (GtkWidget *parent, AmpJobs *jobs, const AmpCountSpec *spec)
{
  AmpExportDialog *self = g_object_new (AMP_TYPE_EXPORT_DIALOG, NULL);
  GtkRoot *root = gtk_widget_get_root (parent);

  self->jobs = g_object_ref (jobs);
  self->spec = *spec;
  if (!amp_jobs_is_supervisor (jobs))
    {
      gtk_widget_set_sensitive (self->save, FALSE);
      amp_alert_show (self->alert,
                      _ ("Only a supervisor may export counts. Ask yours for the file."));
    }
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
  /* A lock takes the dialog away too, whatever it shows. */
  g_signal_connect_object (jobs, "locking", G_CALLBACK (gtk_window_destroy), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}
