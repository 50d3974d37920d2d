/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A pack beside those that were made before: nobody is to be found by laying one over the other. */
#include "review/check-private.h"

#include <string.h>

#define CODE_LETTERS 12

static gboolean
refuse_earlier (const char *what, GError **error)
{
  return amp_check_refuse (error, AMP_REVIEW_CHECK_ERROR_EARLIER, 0, "%s", what);
}

/* --- Codes --- */

static gboolean
has_code (const AmpCheckPack *pack, guint64 code)
{
  guint64 low = 0, high = pack->records;

  while (low < high)
    {
      const guint64 middle = low + (high - low) / 2;

      if (pack->codes[middle] < code)
        low = middle + 1;
      else
        high = middle;
    }
  return low < pack->records && pack->codes[low] == code;
}

static gboolean
check_codes (const AmpCheckPack *pack, const AmpReviewEarlier *earlier, GError **error)
{
  if (earlier->n_codes > 0 &&
      (earlier->codes == NULL || strlen (earlier->codes) / CODE_LETTERS != earlier->n_codes))
    return refuse_earlier ("the ledger lacks codes", error);
  for (gsize i = 0; i < earlier->n_codes; i++)
    {
      const AmpCheckPiece piece = {earlier->codes + i * CODE_LETTERS, CODE_LETTERS};
      guint64 code;

      if (!amp_check_base32 (piece, CODE_LETTERS, &code))
        return refuse_earlier ("the ledger has a malformed code", error);
      if (has_code (pack, code))
        return refuse_earlier ("a code of an earlier pack", error);
    }
  return TRUE;
}

/* --- Classes --- */

/* Rows of each class of a pack by the quasi values, where none is told apart finer than in `pack`.
 */
typedef struct
{
  const AmpCheckPack *pack;
  guint64 *rows; /* in mixed radix of the pack's quasi columns */
  gsize room;
} Classes;

static void
classes_init (Classes *classes, const AmpCheckPack *pack)
{
  *classes = (Classes){pack, NULL, 1};
  for (guint q = 0; q < pack->n_quasi; q++)
    classes->room *= pack->sizes[q];
  classes->rows = g_new0 (guint64, classes->room);
}

static void
classes_clear (Classes *classes)
{
  g_free (classes->rows);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Classes, classes_clear)

static void
count_pack (Classes *classes)
{
  const AmpCheckPack *pack = classes->pack;

  for (guint64 row = 0; row < pack->records; row++)
    {
      gsize at = 0;

      for (guint q = 0; q < pack->n_quasi; q++)
        at = at * pack->sizes[q] + pack->cells[q][row];
      classes->rows[at]++;
    }
}

/* One line of the ledger's: values of the columns of its own level, and rows. */
static gboolean
add_class (Classes *classes, AmpCheckPiece line, guint n_quasi)
{
  const AmpCheckPack *pack = classes->pack;
  AmpCheckPiece cell;
  guint64 rows;
  gsize at = 0;

  for (guint q = 0; q < n_quasi; q++)
    {
      gint code;

      if (!amp_check_next_cell (&line, &cell))
        return FALSE;
      if (q >= pack->n_quasi)
        continue;
      code = amp_check_coarser (pack->counted[q], cell);
      if (code < 0)
        return FALSE;
      at = at * pack->sizes[q] + (gsize) code;
    }
  if (!amp_check_next_cell (&line, &cell) || line.text != NULL ||
      !amp_check_number (cell, G_MAXUINT32, &rows) || rows == 0)
    return FALSE;
  classes->rows[at] += rows;
  return TRUE;
}

static guint
n_quasi_of (gint level)
{
  AmpCheckColumn columns[AMP_CHECK_MOST_COLUMNS];
  guint n = 0;

  (void) amp_check_level_columns (level, columns);
  while (columns[n].kind == AMP_CHECK_QUASI)
    n++;
  return n;
}

static gboolean
read_classes (Classes *classes, const AmpReviewEarlier *earlier, gint level)
{
  AmpCheckLines lines;
  AmpCheckPiece line;
  const guint n_quasi = n_quasi_of (level);

  if (earlier->classes == NULL)
    return FALSE;
  lines = (AmpCheckLines){earlier->classes, earlier->classes + strlen (earlier->classes), 0};
  while (amp_check_next_line (&lines, &line))
    if (!add_class (classes, line, n_quasi))
      return FALSE;
  return lines.at == lines.end;
}

/* Of two packs that hold everybody, the difference is people who came or went. */
static gboolean
check_difference (const AmpCheckPack *pack,
                  const AmpReviewEarlier *earlier,
                  gint level,
                  GError **error)
{
  g_auto (Classes) now = {0};
  g_auto (Classes) then = {0};

  classes_init (&now, pack);
  classes_init (&then, pack);
  count_pack (&now);
  if (!read_classes (&then, earlier, level))
    return refuse_earlier ("the ledger has malformed classes", error);
  for (gsize i = 0; i < now.room; i++)
    {
      const guint64 a = now.rows[i], b = then.rows[i];
      const guint64 difference = a > b ? a - b : b - a;

      if (a > 0 && b > 0 && difference > 0 && difference < pack->k)
        return refuse_earlier ("a class differs from an earlier one by fewer than k", error);
    }
  return TRUE;
}

static gboolean
check_one (const AmpCheckPack *pack, const AmpReviewEarlier *earlier, GError **error)
{
  gint level;

  if (earlier->id == NULL || earlier->level == NULL)
    return refuse_earlier ("the ledger is malformed", error);
  if (amp_check_is (pack->id, earlier->id))
    return refuse_earlier ("the id of an earlier pack", error);
  level = amp_check_level_rank ((AmpCheckPiece){earlier->level, strlen (earlier->level)});
  if (level < 0)
    return refuse_earlier ("the ledger has an unknown level", error);
  if (earlier->round > pack->round)
    return refuse_earlier ("an earlier pack of a later round", error);
  /* Two of one round have no case in common: the one tells nothing more of whom the other shows. Of
   * everybody there are not two in a round. */
  if (pack->level > level &&
      (earlier->round < pack->round || (pack->sample == 100 && earlier->sample == 100)))
    return refuse_earlier ("it tells more apart than an earlier pack", error);
  if (!check_codes (pack, earlier, error))
    return FALSE;
  return pack->sample < 100 || earlier->sample < 100 ||
         check_difference (pack, earlier, level, error);
}

gboolean
amp_check_earlier (const AmpCheckPack *pack,
                   const AmpReviewEarlier *earlier,
                   gsize n_earlier,
                   GError **error)
{
  for (gsize i = 0; i < n_earlier; i++)
    if (!check_one (pack, &earlier[i], error))
      return FALSE;
  return TRUE;
}
