/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One face over the CSV reader and the workbook reader, and the choice of the sheet. */
#include "domain/sheet.h"

#include "domain/csv.h"
#include "domain/session.h"
#include "domain/xlsx.h"

#include <gio/gio.h>

#define MAX_FILE (512u * 1024 * 1024)
#define HEADER_ROWS 10 /* how far down column titles are looked for */

struct _AmpSheet
{
  AmpCsvReader *csv;
  AmpXlsx *xlsx;
  AmpXlsxRows *rows; /* of the chosen sheet */
  GPtrArray *cells;
  guint row;
  gboolean hidden;
};

static GBytes *
read_file (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info = NULL;
  g_autofree char *data = NULL;
  gsize length = 0;

  info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                            G_FILE_QUERY_INFO_NONE, NULL, error);
  if (info == NULL)
    return NULL;
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT, "Not a file");
      return NULL;
    }
  if (g_file_info_get_size (info) > MAX_FILE)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_TOO_LARGE,
                           "The file is beyond 512 MiB");
      return NULL;
    }
  if (!g_file_load_contents (file, NULL, &data, &length, NULL, error))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&data), length);
}

static AmpSheet *
sheet_new (void)
{
  AmpSheet *self = g_new0 (AmpSheet, 1);

  self->cells = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
amp_sheet_close (AmpSheet *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->csv, amp_csv_reader_free);
  g_clear_pointer (&self->rows, amp_xlsx_rows_free);
  g_clear_pointer (&self->xlsx, amp_xlsx_close);
  g_clear_pointer (&self->cells, g_ptr_array_unref);
  g_free (self);
}

AmpSheet *
amp_sheet_open_csv (const char *path, AmpReport *report, GError **error)
{
  g_autoptr (GBytes) bytes = read_file (path, error);

  return bytes != NULL ? amp_sheet_open_csv_bytes (bytes, report, error) : NULL;
}

AmpSheet *
amp_sheet_open_csv_bytes (GBytes *bytes, AmpReport *report, GError **error)
{
  g_autoptr (AmpSheet) self = sheet_new ();

  self->csv = amp_csv_reader_new (bytes, error);
  if (self->csv == NULL)
    return NULL;
  if (amp_csv_reader_was_windows (self->csv))
    amp_report_add (report, "encoding-windows", 0, NULL, NULL);
  return g_steal_pointer (&self);
}

/* The best row among the first ones; -1 on error. */
static gint
score_sheet (AmpXlsx *xlsx, guint n, AmpSheetScore score, GError **error)
{
  g_autoptr (AmpXlsxRows) rows = amp_xlsx_rows_new (xlsx, n, error);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  guint best = 0;

  if (rows == NULL)
    return -1;
  for (guint i = 0; i < HEADER_ROWS; i++)
    {
      guint row = 0;
      gboolean hidden = FALSE;
      int rc = amp_xlsx_rows_next (rows, cells, &row, &hidden, error);

      if (rc < 0)
        return -1;
      if (rc == 0)
        break;
      best = MAX (best, score (cells));
    }
  return (gint) best;
}

static gboolean
choose_sheet (AmpXlsx *xlsx, AmpSheetScore score, guint *chosen, AmpReport *report, GError **error)
{
  guint n_sheets = amp_xlsx_n_sheets (xlsx);
  g_autofree gint *scores = g_new0 (gint, n_sheets + 1);
  gint best = 0;

  for (guint i = 0; i < n_sheets; i++)
    {
      scores[i] = score_sheet (xlsx, i, score, error);
      if (scores[i] < 0)
        return FALSE;
      /* Among equals the first visible one. */
      if (scores[i] > best ||
          (scores[i] == best && best > 0 && amp_xlsx_sheet_hidden (xlsx, *chosen) &&
           !amp_xlsx_sheet_hidden (xlsx, i)))
        {
          best = scores[i];
          *chosen = i;
        }
    }
  if (best < 2)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT,
                           "No sheet of the workbook has column titles of the standard");
      return FALSE;
    }
  if (n_sheets > 1)
    amp_report_add (report, "sheet-chosen", 0, NULL, amp_xlsx_sheet_name (xlsx, *chosen));
  for (guint i = 0; i < n_sheets; i++)
    if (i != *chosen && scores[i] * 2 >= best)
      amp_report_add (report, "sheet-not-read", 0, NULL, amp_xlsx_sheet_name (xlsx, i));
  return TRUE;
}

AmpSheet *
amp_sheet_open_xlsx (const char *path, AmpSheetScore score, AmpReport *report, GError **error)
{
  g_autoptr (GBytes) bytes = read_file (path, error);
  g_autoptr (AmpSheet) self = NULL;
  guint chosen = 0;

  if (bytes == NULL)
    return NULL;
  self = sheet_new ();
  self->xlsx = amp_xlsx_open (bytes, error);
  if (self->xlsx == NULL || !choose_sheet (self->xlsx, score, &chosen, report, error))
    return NULL;
  self->rows = amp_xlsx_rows_new (self->xlsx, chosen, error);
  if (self->rows == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

int
amp_sheet_next (AmpSheet *self, GError **error)
{
  if (self->csv != NULL)
    return amp_csv_reader_next (self->csv, self->cells, &self->row, error);
  return amp_xlsx_rows_next (self->rows, self->cells, &self->row, &self->hidden, error);
}

guint
amp_sheet_row (const AmpSheet *self)
{
  return self->row;
}

gboolean
amp_sheet_row_hidden (const AmpSheet *self)
{
  return self->hidden;
}

const GPtrArray *
amp_sheet_cells (const AmpSheet *self)
{
  return self->cells;
}

gboolean
amp_sheet_dates_from_1904 (const AmpSheet *self)
{
  return self->xlsx != NULL && amp_xlsx_dates_from_1904 (self->xlsx);
}

void
amp_sheet_position (const AmpSheet *self, guint64 *done, guint64 *total)
{
  if (self->csv != NULL)
    amp_csv_reader_position (self->csv, done, total);
  else
    amp_xlsx_rows_position (self->rows, done, total);
}
