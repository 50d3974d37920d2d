/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shared by the dialogs of counts and of reports. */
#include "app/amp-export-file.h"

#include "app/amp-accessible.h"
#include "app/amp-editor.h"
#include "domain/sentences.h"
#include "model/date.h"
#include "model/fold.h"

#include <glib/gi18n.h>

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

void
amp_export_file_fill (AdwComboRow *row, AmpCountFormat first)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    gtk_string_list_append (labels, _ (formats[i].label));
  adw_combo_row_set_model (row, G_LIST_MODEL (labels));
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i].format == first)
      adw_combo_row_set_selected (row, i);
}

static const Format *
chosen_format (AdwComboRow *row)
{
  return &formats[MIN (adw_combo_row_get_selected (row), G_N_ELEMENTS (formats) - 1)];
}

AmpCountFormat
amp_export_file_format (AdwComboRow *row)
{
  return chosen_format (row)->format;
}

/* "Por región y mes": "por-region-y-mes". */
static char *
stem_of (const char *words)
{
  char *stem = amp_fold (words);

  return g_strcanon (stem, G_CSET_a_2_z G_CSET_DIGITS, '-');
}

void
amp_export_file_choose (
  GtkWidget *dialog, AdwComboRow *format, const char *title, const char *words, AmpChosen chosen)
{
  const char *extension = chosen_format (format)->extension;
  const AmpDate now = amp_date_today ();
  g_autofree char *today = amp_date_to_text (&now);
  g_autofree char *stem = stem_of (words);
  g_autofree char *offered = g_strdup_printf ("%s-%s.%s", stem, today, extension);
  g_autofree char *pattern = g_strconcat ("*.", extension, NULL);
  const AmpChoose choose = {
    .kind = AMP_CHOOSE_SAVE,
    .title = title,
    .name = offered,
    .pattern = pattern,
  };

  amp_choose_file (dialog, &choose, chosen);
}

gpointer
amp_export_file_write (const char *path, GBytes *bytes, GError **error)
{
  gboolean written = bytes != NULL && amp_write_file (path, g_bytes_get_data (bytes, NULL),
                                                      g_bytes_get_size (bytes), error);

  g_clear_pointer (&bytes, g_bytes_unref);
  return GINT_TO_POINTER (written);
}

void
amp_export_file_done (
  GtkWindow *dialog, GtkWidget *save, GtkLabel *alert, const char *path, const GError *error)
{
  GtkWindow *parent = gtk_window_get_transient_for (dialog);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *sentence = NULL;

  gtk_widget_set_sensitive (save, TRUE);
  if (error != NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        amp_alert_show (alert, _ (amp_error_sentence (error)));
      return;
    }
  /* Translators: %s is the name of a file. */
  sentence = g_strdup_printf (_ ("Saved as %s."), name);
  if (parent != NULL)
    amp_toast (GTK_WIDGET (parent), sentence);
  gtk_window_close (dialog);
}

void
amp_export_file_refuse (AmpJobs *jobs, GtkWidget *save, GtkLabel *alert, const char *sentence)
{
  if (amp_jobs_is_supervisor (jobs))
    return;
  gtk_widget_set_sensitive (save, FALSE);
  amp_alert_show (alert, sentence);
}
