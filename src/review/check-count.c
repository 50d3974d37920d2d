/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counting. A class is the records whose quasi-identifying columns are equal, letter by letter;
 * what is hidden is a value of its own, equal to nothing but what is hidden. */
#include "review/check-private.h"

/* --- Classes --- */

/* Each record's class, numbered as they come; first[c]: the first record of it. */
typedef struct
{
  guint32 *of;
  guint32 n;
  GArray *first, *size; /* of guint32 */
} Classes;

static void
classes_clear (Classes *classes)
{
  g_free (classes->of);
  g_clear_pointer (&classes->first, g_array_unref);
  g_clear_pointer (&classes->size, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Classes, classes_clear)

static void
number_classes (const AmpCheckPack *pack, Classes *classes)
{
  g_autofree guint32 *number = NULL; /* 0: not seen yet */
  gsize room = 1;

  for (guint q = 0; q < pack->n_quasi; q++)
    room *= pack->sizes[q];
  number = g_new0 (guint32, room);
  classes->of = g_new (guint32, pack->records + 1);
  classes->first = g_array_new (FALSE, TRUE, sizeof (guint32));
  classes->size = g_array_new (FALSE, TRUE, sizeof (guint32));
  for (guint32 row = 0; row < pack->records; row++)
    {
      gsize at = 0;

      for (guint q = 0; q < pack->n_quasi; q++)
        at = at * pack->sizes[q] + pack->cells[q][row];
      if (number[at] == 0)
        {
          number[at] = ++classes->n;
          g_array_append_val (classes->first, row);
          g_array_set_size (classes->size, classes->n);
        }
      classes->of[row] = number[at] - 1;
      g_array_index (classes->size, guint32, number[at] - 1)++;
    }
}

static guint
line_of (const AmpCheckPack *pack, guint32 row)
{
  return pack->first_row_line + row;
}

/* The counts of one sensitive column in one class; code 0 is what is hidden. */
static gboolean
check_values (const AmpCheckPack *pack,
              guint column,
              const guint32 *count,
              guint32 n,
              guint line,
              GError **error)
{
  guint64 different = 0, largest = 0;

  if (count[0] == n)
    return TRUE;
  for (guint code = 0; code < pack->sizes[column]; code++)
    {
      different += count[code] > 0;
      if (code > 0)
        largest = MAX (largest, count[code]);
    }
  if (different < pack->l)
    return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_UNIFORM, line,
                             "the records alike have too few values of %s",
                             pack->counted[column]->name);
  if (largest * 100 > pack->share * n)
    return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_SHARE, line,
                             "too many of the records alike have one value of %s",
                             pack->counted[column]->name);
  return TRUE;
}

static gboolean
check_sensitive (const AmpCheckPack *pack, const Classes *classes, guint column, GError **error)
{
  const guint size = pack->sizes[column];
  g_autofree guint32 *counts = g_new0 (guint32, (gsize) classes->n * size);

  for (guint32 row = 0; row < pack->records; row++)
    counts[(gsize) classes->of[row] * size + pack->cells[column][row]]++;
  for (guint32 c = 0; c < classes->n; c++)
    if (!check_values (pack, column, counts + (gsize) c * size,
                       g_array_index (classes->size, guint32, c),
                       line_of (pack, g_array_index (classes->first, guint32, c)), error))
      return FALSE;
  return TRUE;
}

gboolean
amp_check_classes (const AmpCheckPack *pack, GError **error)
{
  g_auto (Classes) classes = {NULL, 0, NULL, NULL};

  number_classes (pack, &classes);
  for (guint32 c = 0; c < classes.n; c++)
    if (g_array_index (classes.size, guint32, c) < pack->k)
      return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_SMALL,
                               line_of (pack, g_array_index (classes.first, guint32, c)),
                               "fewer records alike than k");
  for (guint column = pack->n_quasi; column < pack->n_counted; column++)
    if (!check_sensitive (pack, &classes, column, error))
      return FALSE;
  return TRUE;
}

/* --- Combinations --- */

/* `columns` may name one twice: the combination is of fewer then. */
static gboolean
check_combination (const AmpCheckPack *pack, const guint columns[3], GError **error)
{
  const guint8 *const a = pack->cells[columns[0]], *const b = pack->cells[columns[1]],
                      *const c = pack->cells[columns[2]];
  const gsize size_b = pack->sizes[columns[1]], size_c = pack->sizes[columns[2]];
  g_autofree guint32 *counts = g_new0 (guint32, pack->sizes[columns[0]] * size_b * size_c);

  for (guint32 row = 0; row < pack->records; row++)
    counts[(a[row] * size_b + b[row]) * size_c + c[row]]++;
  for (guint32 row = 0; row < pack->records; row++)
    if (counts[(a[row] * size_b + b[row]) * size_c + c[row]] < pack->k)
      return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_COMBINATION, line_of (pack, row),
                               "fewer records than k share these values of %s, %s and %s",
                               pack->counted[columns[0]]->name, pack->counted[columns[1]]->name,
                               pack->counted[columns[2]]->name);
  return TRUE;
}

/* Of three columns only: where three are shared by k records, so is each one and each two of them.
 */
gboolean
amp_check_combinations (const AmpCheckPack *pack, GError **error)
{
  const guint n = pack->n_counted;

  for (guint a = 0; a < n; a++)
    for (guint b = a + 1; b < n; b++)
      for (guint c = b + 1; c < n; c++)
        if (!check_combination (pack, (const guint[3]){a, b, c}, error))
          return FALSE;
  return TRUE;
}
