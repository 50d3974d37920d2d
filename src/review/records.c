/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows of small numbers, their codes and their classes. */
#include "review/records.h"

#include <string.h>

typedef char Code[AMP_REVIEW_CODE_LENGTH + 1];

AmpReviewRecords *
amp_review_records_new (AmpReviewLevel level)
{
  AmpReviewRecords *self = g_new0 (AmpReviewRecords, 1);

  self->level = level;
  (void) amp_review_columns (level, &self->n_columns);
  self->cells = g_array_new (FALSE, TRUE, sizeof (guint8));
  self->codes = g_array_new (FALSE, TRUE, sizeof (Code));
  return self;
}

void
amp_review_records_free (AmpReviewRecords *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->cells);
  g_array_unref (self->codes);
  g_free (self);
}

guint8 *
amp_review_records_add (AmpReviewRecords *self)
{
  self->n_rows++;
  g_array_set_size (self->cells, (guint) (self->n_rows * self->n_columns));
  return amp_review_records_row (self, self->n_rows - 1);
}

guint8 *
amp_review_records_row (const AmpReviewRecords *self, gsize row)
{
  return &g_array_index (self->cells, guint8, row * self->n_columns);
}

void
amp_review_records_add_code (AmpReviewRecords *self, const guint8 hash[8])
{
  static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
  Code code = "";
  guint64 bits = 0;

  for (gsize i = 0; i < 8; i++)
    bits = bits << 8 | hash[i];
  for (gsize i = 0; i < AMP_REVIEW_CODE_LENGTH; i++, bits <<= 5)
    code[i] = letters[bits >> 59];
  g_array_append_val (self->codes, code);
}

const char *
amp_review_records_code (const AmpReviewRecords *self, gsize row)
{
  return g_array_index (self->codes, Code, row);
}

void
amp_review_records_keep (AmpReviewRecords *self, const gboolean *keep)
{
  gsize kept = 0;

  for (gsize row = 0; row < self->n_rows; row++)
    {
      if (!keep[row])
        continue;
      if (kept != row)
        {
          memmove (amp_review_records_row (self, kept), amp_review_records_row (self, row),
                   self->n_columns);
          if (row < self->codes->len)
            memcpy (g_array_index (self->codes, Code, kept), g_array_index (self->codes, Code, row),
                    sizeof (Code));
        }
      kept++;
    }
  self->n_rows = kept;
  g_array_set_size (self->cells, (guint) (kept * self->n_columns));
  if (self->codes->len > kept)
    g_array_set_size (self->codes, (guint) kept);
}

static int
compare_codes (gconstpointer a, gconstpointer b, gpointer data)
{
  const AmpReviewRecords *self = data;

  return strcmp (amp_review_records_code (self, *(const guint32 *) a),
                 amp_review_records_code (self, *(const guint32 *) b));
}

gboolean
amp_review_records_sort (AmpReviewRecords *self)
{
  g_autofree guint32 *order = g_new (guint32, self->n_rows + 1);
  GArray *cells = g_array_sized_new (FALSE, TRUE, 1, self->cells->len);
  GArray *codes = g_array_sized_new (FALSE, TRUE, sizeof (Code), (guint) self->n_rows);
  gboolean distinct = TRUE;

  g_return_val_if_fail (self->codes->len == self->n_rows, FALSE);

  for (guint32 i = 0; i < self->n_rows; i++)
    order[i] = i;
  g_qsort_with_data (order, (gint) self->n_rows, sizeof *order, compare_codes, self);
  for (gsize i = 0; i < self->n_rows; i++)
    {
      g_array_append_vals (cells, amp_review_records_row (self, order[i]), (guint) self->n_columns);
      g_array_append_vals (codes, amp_review_records_code (self, order[i]), 1);
      distinct = distinct && (i == 0 || strcmp (g_array_index (codes, Code, i - 1),
                                                g_array_index (codes, Code, i)) != 0);
    }
  g_array_unref (self->cells);
  g_array_unref (self->codes);
  self->cells = cells;
  self->codes = codes;
  return distinct;
}

/* --- Classes --- */

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char *
class_of (const AmpReviewRecords *self, gsize row)
{
  GString *text = g_string_new (NULL);
  gsize n;
  const AmpReviewColumn *const *columns = amp_review_columns (self->level, &n);

  for (gsize i = 0; columns[i]->kind == AMP_REVIEW_QUASI; i++)
    {
      guint8 cell = amp_review_records_row (self, row)[i];

      g_string_append (text, cell == AMP_REVIEW_CELL_HIDDEN ? AMP_REVIEW_HIDDEN
                                                            : columns[i]->codes[cell - 1]);
      g_string_append_c (text, ',');
    }
  return g_string_free (text, FALSE);
}

char *
amp_review_records_classes (const AmpReviewRecords *self)
{
  g_autoptr (GHashTable) sizes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  GString *text = g_string_new (NULL);
  GHashTableIter iter;
  gpointer key, value;

  for (gsize row = 0; row < self->n_rows; row++)
    {
      char *class = class_of (self, row);
      gsize size = GPOINTER_TO_SIZE (g_hash_table_lookup (sizes, class));

      g_hash_table_replace (sizes, class, GSIZE_TO_POINTER (size + 1));
    }
  g_hash_table_iter_init (&iter, sizes);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_ptr_array_add (lines, g_strdup_printf ("%s%" G_GSIZE_FORMAT "\n", (const char *) key,
                                             GPOINTER_TO_SIZE (value)));
  g_ptr_array_sort (lines, compare_texts);
  for (guint i = 0; i < lines->len; i++)
    g_string_append (text, lines->pdata[i]);
  return g_string_free (text, FALSE);
}
