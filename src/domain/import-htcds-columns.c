/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The columns of a file of the standard, by title and by hidden name. */
#include "domain/import-htcds.h"

#include <string.h>

#define HEADER_ROWS 10

void
amp_import_column_clear (gpointer data)
{
  g_free (((AmpImportColumn *) data)->title);
}

char *
amp_import_cell_text (const GPtrArray *cells, guint n)
{
  const char *text = n < cells->len ? g_ptr_array_index (cells, n) : NULL;
  const char *end;

  if (text == NULL)
    return NULL;
  while (*text != '\0' && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  end = text + strlen (text);
  while (end > text && g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (end))))
    end = g_utf8_prev_char (end);
  return end > text ? g_strndup (text, (gsize) (end - text)) : NULL;
}

GPtrArray *
amp_import_copy_cells (const GPtrArray *cells)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < cells->len; i++)
    g_ptr_array_add (copy, amp_import_cell_text (cells, i));
  return copy;
}

static gboolean
is_taken (const GArray *columns, const AmpHtcdsColumn *htcds)
{
  for (guint i = 0; i < columns->len; i++)
    if (g_array_index (columns, AmpImportColumn, i).htcds == htcds)
      return TRUE;
  return FALSE;
}

/* The title that people saw counts; the hidden name only where the title says nothing or says what
 * another column says already (the standard's XLSForm has "Second Name" twice). */
static void
add_column (AmpImportLayout *self, const char *name, const char *title)
{
  AmpReport *report = self->import->report;
  const AmpHtcdsColumn *by_name = name != NULL ? amp_htcds_find_name (name) : NULL;
  const AmpHtcdsColumn *by_title = title != NULL ? amp_htcds_find_label (title) : NULL;
  AmpImportColumn column = {0};

  if (by_title == NULL && title != NULL)
    by_title = amp_htcds_find_name (title);
  column.htcds = by_title != NULL ? by_title : by_name;
  column.title = g_strdup (title != NULL ? title : name);
  if (column.htcds != NULL && is_taken (self->columns, column.htcds))
    {
      if (by_name != NULL && by_name != column.htcds && !is_taken (self->columns, by_name))
        column.htcds = by_name;
      else
        {
          amp_report_add (report, "column-twice", self->header_row, column.title, NULL);
          column.htcds = NULL;
          column.told = TRUE;
        }
    }
  else if (name != NULL && by_title != NULL && by_name != by_title)
    amp_report_add (report, "header-repaired", self->header_row, column.title, name);
  if (column.htcds != NULL)
    column.field = amp_htcds_field (column.htcds);
  g_array_append_val (self->columns, column);
}

/* The header is the best scoring row of the first ten; where names and titles stand one above the
 * other, the lower one. */
int
amp_import_read_header (AmpImportLayout *self, GError **error)
{
  AmpSheet *sheet = self->import->sheet;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  guint best = 0, names = G_MAXUINT, found = G_MAXUINT;
  int rc = 1;

  for (guint i = 0; i < HEADER_ROWS && (rc = amp_sheet_next (sheet, error)) == 1; i++)
    {
      guint score = amp_htcds_score (amp_sheet_cells (sheet));

      g_ptr_array_add (rows, amp_import_copy_cells (amp_sheet_cells (sheet)));
      if (found != G_MAXUINT && (found + 1 != i || score < 2 || score * 2 < best))
        break;
      if (score >= 2)
        {
          names = found;
          found = i;
          best = MAX (best, score);
          self->header_row = amp_sheet_row (sheet);
        }
    }
  if (rc < 0)
    return -1;
  if (found == G_MAXUINT)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT,
                           "No column titles of the standard in the first ten rows");
      return -1;
    }
  {
    const GPtrArray *titles = g_ptr_array_index (rows, found);
    const GPtrArray *above = names != G_MAXUINT ? g_ptr_array_index (rows, names) : NULL;
    guint n = MAX (titles->len, above != NULL ? above->len : 0);

    for (guint i = 0; i < n; i++)
      add_column (self, above != NULL && i < above->len ? g_ptr_array_index (above, i) : NULL,
                  i < titles->len ? g_ptr_array_index (titles, i) : NULL);
  }
  /* The loop stops on the first row of data, which is still to be read, or at the end. */
  return rc;
}
