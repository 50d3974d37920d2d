/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/research.h"

#include "domain/csv.h"
#include "review/recode-check.h"

#include <stdlib.h>
#include <string.h>

#define N_(text) text

const char amp_research_warning[] =
  N_ ("This file is for research under contract only. Each row is like at least k - 1 others, but "
      "whoever knows how such files are made may learn more from it than it says (downcoding). Do "
      "not publish it, and do not pass it on.");

/* A column of the table. */
typedef struct
{
  char *name;
  AmpHierarchy *hierarchy; /* NULL: sensitive, or left out */
  gboolean is_sensitive;
  GHashTable *known; /* sensitive: value -> number + 1 */
  GPtrArray *values; /* and by number */
  GArray *cells;     /* of guint16: leaf or number of each row */
} Column;

typedef struct
{
  GPtrArray *columns;             /* of Column, as the table has them */
  GPtrArray *recoded, *sensitive; /* of Column, borrowed */
  guint32 n_rows;
} Sheet;

static void
column_free (gpointer data)
{
  Column *self = data;

  g_free (self->name);
  g_clear_pointer (&self->hierarchy, amp_hierarchy_free);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  g_array_unref (self->cells);
  g_free (self);
}

static void
sheet_clear (Sheet *self)
{
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_pointer (&self->recoded, g_ptr_array_unref);
  g_clear_pointer (&self->sensitive, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sheet, sheet_clear)

static gboolean
fail_at (guint row, const Column *column, const char *message, GError **error)
{
  g_set_error (error, AMP_RECODE_ERROR, AMP_RECODE_ERROR_INVALID, "line %u, column %s: %s", row,
               column->name, message);
  return FALSE;
}

static AmpCsvReader *
open_csv (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  char *data;
  gsize length;

  if (!g_file_get_contents (path, &data, &length, error))
    return NULL;
  bytes = g_bytes_new_take (data, length);
  return amp_csv_reader_new (bytes, error);
}

static const char *
cell_at (const GPtrArray *cells, guint i)
{
  const char *cell = i < cells->len ? g_ptr_array_index (cells, i) : NULL;

  return cell == NULL ? "" : cell;
}

/* A line with nothing on it, as editors leave it at the end. */
static gboolean
is_blank (const GPtrArray *cells)
{
  return cells->len == 0 || (cells->len == 1 && *cell_at (cells, 0) == '\0');
}

/* --- Hierarchies --- */

static AmpHierarchy *
read_hierarchy (const Column *column, const char *path, GError **error)
{
  g_autoptr (AmpCsvReader) reader = open_csv (path, error);
  g_autoptr (AmpHierarchy) hierarchy = amp_hierarchy_new ();
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  guint row = 0;
  int more = -1;

  while (reader != NULL && (more = amp_csv_reader_next (reader, cells, &row, error)) > 0)
    {
      g_autofree const char **labels = g_new (const char *, cells->len + 1);

      if (is_blank (cells))
        continue;
      for (guint i = 0; i < cells->len; i++)
        labels[i] = cell_at (cells, i);
      if (!amp_hierarchy_add (hierarchy, labels, cells->len, error))
        {
          g_prefix_error (error, "hierarchy of column %s, line %u: ", column->name, row);
          return NULL;
        }
    }
  if (more < 0)
    return NULL;
  if (!amp_hierarchy_close (hierarchy, error))
    {
      g_prefix_error (error, "hierarchy of column %s: ", column->name);
      return NULL;
    }
  return g_steal_pointer (&hierarchy);
}

/* The file of a column; NULL: there is none. A title is not trusted to be a name of a file. */
static char *
hierarchy_path (const char *folder, const char *name)
{
  g_autofree char *plain = g_strconcat (name, ".csv", NULL);
  g_autofree char *marked = g_strconcat ("h_", name, ".csv", NULL);
  g_autofree char *path = NULL;

  if (*name == '\0' || strchr (name, G_DIR_SEPARATOR) != NULL)
    return NULL;
  path = g_build_filename (folder, plain, NULL);
  if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return g_steal_pointer (&path);
  g_free (path);
  path = g_build_filename (folder, marked, NULL);
  return g_file_test (path, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer (&path) : NULL;
}

/* --- The table --- */

static gboolean
name_is_in (const GPtrArray *names, const char *name)
{
  for (guint i = 0; names != NULL && i < names->len; i++)
    if (strcmp (g_ptr_array_index (names, i), name) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
add_column (
  Sheet *sheet, const char *name, const char *folder, const AmpResearchWish *wish, GError **error)
{
  Column *column = g_new0 (Column, 1);
  g_autofree char *path = NULL;

  column->name = g_strdup (name);
  column->cells = g_array_new (FALSE, FALSE, sizeof (guint16));
  for (guint i = 0; i < sheet->columns->len; i++)
    if (strcmp (((Column *) g_ptr_array_index (sheet->columns, i))->name, name) == 0)
      {
        fail_at (1, column, "a title that stands twice", error);
        column_free (column);
        return FALSE;
      }
  g_ptr_array_add (sheet->columns, column);
  column->is_sensitive = name_is_in (wish->sensitive, name);
  if (column->is_sensitive)
    {
      column->known = g_hash_table_new (g_str_hash, g_str_equal);
      column->values = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (sheet->sensitive, column);
      return TRUE;
    }
  path = hierarchy_path (folder, name);
  if (path == NULL)
    return TRUE;
  column->hierarchy = read_hierarchy (column, path, error);
  if (column->hierarchy != NULL)
    g_ptr_array_add (sheet->recoded, column);
  return column->hierarchy != NULL;
}

static gboolean
read_titles (Sheet *sheet,
             AmpCsvReader *reader,
             GPtrArray *cells,
             const char *folder,
             const AmpResearchWish *wish,
             GError **error)
{
  const guint n_sensitive = wish->sensitive == NULL ? 0 : wish->sensitive->len;
  guint row;

  if (amp_csv_reader_next (reader, cells, &row, error) < 0)
    return FALSE;
  for (guint i = 0; i < cells->len; i++)
    if (!add_column (sheet, cell_at (cells, i), folder, wish, error))
      return FALSE;
  if (sheet->sensitive->len == n_sensitive && n_sensitive <= AMP_RECODE_MAX_SENSITIVE)
    return TRUE;
  g_set_error_literal (error, AMP_RECODE_ERROR, AMP_RECODE_ERROR_INVALID,
                       "a sensitive column that the table lacks, or that is named twice, or more "
                       "than 8");
  return FALSE;
}

static gboolean
read_cell (Column *column, const char *text, guint row, GError **error)
{
  guint16 number;

  if (column->hierarchy != NULL)
    {
      const int leaf = amp_hierarchy_find (column->hierarchy, text);

      if (leaf < 0)
        return fail_at (row, column, "a value that its hierarchy does not know", error);
      number = (guint16) leaf;
    }
  else
    {
      guint known = GPOINTER_TO_UINT (g_hash_table_lookup (column->known, text));

      if (known == 0)
        {
          if (column->values->len == AMP_RECODE_MAX_VALUES)
            return fail_at (row, column, "too many different sensitive values", error);
          g_ptr_array_add (column->values, g_strdup (text));
          known = column->values->len;
          g_hash_table_insert (column->known, g_ptr_array_index (column->values, known - 1),
                               GUINT_TO_POINTER (known));
        }
      number = (guint16) (known - 1);
    }
  g_array_append_val (column->cells, number);
  return TRUE;
}

static gboolean
read_rows (
  Sheet *sheet, AmpCsvReader *reader, GPtrArray *cells, GCancellable *cancellable, GError **error)
{
  guint row;
  int more;

  while ((more = amp_csv_reader_next (reader, cells, &row, error)) > 0)
    {
      if (is_blank (cells) && sheet->columns->len > 1)
        continue;
      if (cells->len != sheet->columns->len)
        {
          g_set_error (error, AMP_RECODE_ERROR, AMP_RECODE_ERROR_INVALID,
                       "line %u has more or fewer cells than there are columns", row);
          return FALSE;
        }
      if (sheet->n_rows % 1024 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      for (guint i = 0; i < cells->len; i++)
        {
          Column *column = g_ptr_array_index (sheet->columns, i);

          if ((column->hierarchy != NULL || column->is_sensitive) &&
              !read_cell (column, cell_at (cells, i), row, error))
            return FALSE;
        }
      if (++sheet->n_rows > AMP_RECODE_MAX_ROWS)
        {
          g_set_error_literal (error, AMP_RECODE_ERROR, AMP_RECODE_ERROR_TOO_LARGE,
                               "too many rows to recode");
          return FALSE;
        }
    }
  if (more == 0 && sheet->n_rows == 0)
    {
      g_set_error_literal (error, AMP_RECODE_ERROR, AMP_RECODE_ERROR_INVALID,
                           "the table has no rows");
      return FALSE;
    }
  return more == 0;
}

static gboolean
read_sheet (Sheet *sheet,
            const char *table,
            const char *folder,
            const AmpResearchWish *wish,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (AmpCsvReader) reader = open_csv (table, error);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);

  sheet->columns = g_ptr_array_new_with_free_func (column_free);
  sheet->recoded = g_ptr_array_new ();
  sheet->sensitive = g_ptr_array_new ();
  return reader != NULL && read_titles (sheet, reader, cells, folder, wish, error) &&
         read_rows (sheet, reader, cells, cancellable, error);
}

/* --- Out --- */

typedef struct
{
  const Sheet *sheet;
  const AmpRecodeTable *table;
  const AmpRecoding *recoding;
} Written;

static const char *
text_at (const Written *self, guint32 row, guint i)
{
  const Column *column;

  if (i < self->table->n_columns)
    return amp_recoding_label (self->recoding, self->table, row, i);
  column = g_ptr_array_index (self->sheet->sensitive, i - self->table->n_columns);
  return g_ptr_array_index (column->values, g_array_index (column->cells, guint16, row));
}

static gint
by_text (gconstpointer a, gconstpointer b, gpointer data)
{
  const Written *self = data;
  const guint32 one = *(const guint32 *) a, two = *(const guint32 *) b;
  const guint n_cells = self->table->n_columns + self->table->n_sensitive;

  for (guint i = 0; i < n_cells; i++)
    {
      const char *first = text_at (self, one, i), *second = text_at (self, two, i);
      const int order = first == second ? 0 : strcmp (first, second);

      if (order != 0)
        return order;
    }
  return 0;
}

static GBytes *
write_rows (const Written *self, const guint32 *order)
{
  const guint n_columns = self->table->n_columns;
  const guint n_cells = n_columns + self->table->n_sensitive;
  g_autofree const char **cells = g_new (const char *, n_cells);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_cells; i++)
    {
      const GPtrArray *columns = i < n_columns ? self->sheet->recoded : self->sheet->sensitive;
      const Column *column = g_ptr_array_index (columns, i < n_columns ? i : i - n_columns);

      cells[i] = column->name;
    }
  amp_csv_append_row (text, cells, n_cells);
  for (guint32 row = 0; row < self->table->n_rows; row++)
    {
      for (guint i = 0; i < n_cells; i++)
        cells[i] = text_at (self, order[row], i);
      amp_csv_append_row (text, cells, n_cells);
    }
  return g_string_free_to_bytes (text);
}

static gboolean
fail_broken (const char *message, GError **error)
{
  g_set_error_literal (error, AMP_RECODE_ERROR, AMP_RECODE_ERROR_BROKEN, message);
  return FALSE;
}

/* Whether a row that was read again tells of this row of the table what it may. */
static gboolean
row_is_valid (const Written *self, const GPtrArray *cells, guint32 row, GError **error)
{
  const guint n_columns = self->table->n_columns;

  if (cells->len != n_columns + self->table->n_sensitive)
    return fail_broken ("a row with more or fewer cells than there are columns", error);
  for (guint i = 0; i < n_columns; i++)
    {
      const Column *column = g_ptr_array_index (self->sheet->recoded, i);
      const guint16 leaf = g_array_index (column->cells, guint16, row);
      const guint16 value = amp_hierarchy_at (column->hierarchy, 0, leaf);

      if (!amp_recode_label_is_valid (column->hierarchy,
                                      amp_hierarchy_node (column->hierarchy, value)->label,
                                      cell_at (cells, i)))
        return fail_broken ("a label that does not cover the value", error);
    }
  for (guint i = n_columns; i < cells->len; i++)
    if (strcmp (cell_at (cells, i), text_at (self, row, i)) != 0)
      return fail_broken ("a sensitive value that is not the row's", error);
  return TRUE;
}

/* What was written, read again. */
static gboolean
check_bytes (const Written *self,
             GBytes *bytes,
             const guint32 *order,
             const AmpRecodeRule *rule,
             GError **error)
{
  g_autoptr (AmpCsvReader) reader = amp_csv_reader_new (bytes, error);
  g_autoptr (AmpRecodeChecker) checker =
    amp_recode_checker_new (rule, self->table->n_columns, self->table->n_sensitive);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  guint32 n = 0;
  guint row;
  int more = -1;

  if (reader == NULL || amp_csv_reader_next (reader, cells, &row, error) < 0)
    return FALSE;
  while ((more = amp_csv_reader_next (reader, cells, &row, error)) > 0)
    {
      g_autofree const char **texts = NULL;

      if (n == self->table->n_rows)
        return fail_broken ("more rows than the table has", error);
      if (!row_is_valid (self, cells, order[n++], error))
        return FALSE;
      texts = g_new (const char *, cells->len);
      for (guint i = 0; i < cells->len; i++)
        texts[i] = cell_at (cells, i);
      amp_recode_checker_add (checker, texts);
    }
  if (more < 0)
    return FALSE;
  if (n != self->table->n_rows)
    return fail_broken ("fewer rows than the table has", error);
  return amp_recode_checker_end (checker, error);
}

static GBytes *
write_checked (const Written *self, const AmpRecodeRule *rule, GError **error)
{
  g_autofree guint32 *order = g_new (guint32, self->table->n_rows + 1);
  g_autoptr (GBytes) bytes = NULL;

  for (guint32 row = 0; row < self->table->n_rows; row++)
    order[row] = row;
  g_qsort_with_data (order, (gint) self->table->n_rows, sizeof (guint32), by_text, (gpointer) self);
  bytes = write_rows (self, order);
  return check_bytes (self, bytes, order, rule, error) ? g_steal_pointer (&bytes) : NULL;
}

/* --- The whole --- */

static void
report (double done, gpointer data)
{
  amp_progress_set (data, (guint64) (done * 1000), 1000);
}

static gboolean
wish_is_sound (const AmpResearchWish *wish, GError **error)
{
  if (wish->rule.k >= AMP_RESEARCH_K_FLOOR)
    return TRUE;
  g_set_error_literal (error, AMP_RECODE_ERROR, AMP_RECODE_ERROR_INVALID, "k is 5 at least");
  return FALSE;
}

GBytes *
amp_research_recode (const char *table,
                     const char *folder,
                     const AmpResearchWish *wish,
                     AmpResearchResult *result,
                     AmpProgress *progress,
                     GCancellable *cancellable,
                     GError **error)
{
  g_auto (Sheet) sheet = {0};
  g_autoptr (AmpRecoding) recoding = NULL;
  const AmpHierarchy *hierarchies[AMP_RECODE_MAX_COLUMNS];
  const guint16 *leaves[AMP_RECODE_MAX_COLUMNS], *values[AMP_RECODE_MAX_SENSITIVE];
  guint n_values[AMP_RECODE_MAX_SENSITIVE];
  AmpRecodeTable all = {
    .hierarchies = hierarchies, .leaves = leaves, .n_values = n_values, .values = values};
  AmpRecodeOptions options = {.seed = wish->seed,
                              .limit_ms = wish->limit_ms,
                              .vary_k = wish->vary_k,
                              .report = report,
                              .data = progress};

  if (!wish_is_sound (wish, error) || !read_sheet (&sheet, table, folder, wish, cancellable, error))
    return NULL;
  all.n_rows = sheet.n_rows;
  all.n_columns = sheet.recoded->len; /* amp_recode() refuses too many */
  all.n_sensitive = sheet.sensitive->len;
  for (guint i = 0; i < MIN (all.n_columns, AMP_RECODE_MAX_COLUMNS); i++)
    {
      const Column *column = g_ptr_array_index (sheet.recoded, i);

      hierarchies[i] = column->hierarchy;
      leaves[i] = (const guint16 *) (gpointer) column->cells->data;
    }
  for (guint i = 0; i < all.n_sensitive; i++)
    {
      const Column *column = g_ptr_array_index (sheet.sensitive, i);

      n_values[i] = column->values->len;
      values[i] = (const guint16 *) (gpointer) column->cells->data;
    }
  options.effort = amp_recode_effort (all.n_rows, all.n_columns);
  recoding = amp_recode (&all, &wish->rule, &options, cancellable, error);
  if (recoding == NULL)
    return NULL;
  *result = (AmpResearchResult){.n_rows = all.n_rows,
                                .n_classes = recoding->n_classes,
                                .n_columns = all.n_columns,
                                .n_left_out = sheet.columns->len - all.n_columns - all.n_sensitive,
                                .loss = recoding->loss,
                                .cut_short = recoding->cut_short};
  return write_checked (&(Written){&sheet, &all, recoding}, &wish->rule, error);
}
