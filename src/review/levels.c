/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Policy levels: classes that are too small or too uniform are left out, rare combinations lose a
 * sensitive value. Nothing here looks for the best result: that is what downcoding undoes. */
#include "review/levels.h"

#include <string.h>

AmpReviewLevel
amp_review_level_of (guint64 n_cases)
{
  return n_cases < 500      ? AMP_REVIEW_TINY
         : n_cases < 2500   ? AMP_REVIEW_SMALL
         : n_cases <= 25000 ? AMP_REVIEW_MEDIUM
                            : AMP_REVIEW_LARGE;
}

gboolean
amp_review_rule_is_possible (const AmpReviewRule *rule)
{
  return rule->k >= AMP_REVIEW_K_FLOOR && rule->k <= 1000 && rule->l >= AMP_REVIEW_L &&
         rule->l <= 10 && rule->share >= 50 && rule->share <= AMP_REVIEW_SHARE;
}

/* --- Keys: several cells of a row as one number --- */

typedef struct
{
  gsize columns[4];
  gsize sizes[4]; /* codes and the hidden one */
  gsize n;
  gsize n_keys;
} Key;

static gsize
size_of (const AmpReviewRecords *records, gsize column)
{
  gsize n;
  const AmpReviewColumn *const *columns = amp_review_columns (records->level, &n);

  return g_strv_length ((char **) columns[column]->codes) + 1;
}

static void
key_add (Key *self, const AmpReviewRecords *records, gsize column)
{
  gsize size = size_of (records, column);

  self->columns[self->n] = column;
  self->sizes[self->n] = size;
  self->n_keys = (self->n == 0 ? 1 : self->n_keys) * size;
  self->n++;
}

static gsize
key_of (const Key *self, const guint8 *cells)
{
  gsize key = 0;

  for (gsize i = 0; i < self->n; i++)
    key = key * self->sizes[i] + cells[self->columns[i]];
  return key;
}

static gboolean
shows_all (const Key *self, const guint8 *cells)
{
  for (gsize i = 0; i < self->n; i++)
    if (cells[self->columns[i]] == AMP_REVIEW_CELL_HIDDEN)
      return FALSE;
  return TRUE;
}

guint32 *
amp_review_classes (const AmpReviewRecords *records, gsize *n_classes)
{
  gsize n;
  const AmpReviewColumn *const *columns = amp_review_columns (records->level, &n);
  guint32 *classes = g_new (guint32, records->n_rows + 1);
  g_autofree guint32 *numbers = NULL; /* one more than the class of a key; 0: not met yet */
  guint32 next = 0;
  Key key = {0};

  for (gsize i = 0; columns[i]->kind == AMP_REVIEW_QUASI; i++)
    key_add (&key, records, i);
  numbers = g_new0 (guint32, key.n_keys);
  for (gsize row = 0; row < records->n_rows; row++)
    {
      guint32 *number = &numbers[key_of (&key, amp_review_records_row (records, row))];

      if (*number == 0)
        *number = ++next;
      classes[row] = *number - 1;
    }
  *n_classes = next;
  return classes;
}

/* --- Classes --- */

typedef struct
{
  AmpReviewRecords *records;
  const AmpReviewRule *rule;
  guint32 *classes; /* of the rows */
  guint32 *sizes;   /* of the classes */
  gsize n_classes;
} Work;

static void
work_read_classes (Work *self)
{
  g_free (self->classes);
  g_free (self->sizes);
  self->classes = amp_review_classes (self->records, &self->n_classes);
  self->sizes = g_new0 (guint32, self->n_classes + 1);
  for (gsize row = 0; row < self->records->n_rows; row++)
    self->sizes[self->classes[row]]++;
}

static gboolean
is_uniform (const guint32 *counts, gsize n_codes, guint32 size, const AmpReviewRule *rule)
{
  guint distinct = counts[AMP_REVIEW_CELL_HIDDEN] > 0 ? 1 : 0;
  guint64 most = 0;

  if (counts[AMP_REVIEW_CELL_HIDDEN] == size)
    return FALSE;
  for (gsize code = 1; code < n_codes; code++)
    {
      distinct += counts[code] > 0 ? 1 : 0;
      most = MAX (most, counts[code]);
    }
  return distinct < rule->l || most * 100 > (guint64) rule->share * size;
}

/* Which classes show too few values of a column, or one value nearly alone; free it. */
static gboolean *
uniform_classes (const Work *self, gsize column)
{
  gsize n_codes = size_of (self->records, column);
  g_autofree guint32 *counts = g_new0 (guint32, self->n_classes * n_codes + 1);
  gboolean *uniform = g_new0 (gboolean, self->n_classes + 1);

  for (gsize row = 0; row < self->records->n_rows; row++)
    counts[self->classes[row] * n_codes + amp_review_records_row (self->records, row)[column]]++;
  for (gsize class = 0; class < self->n_classes; class ++)
    uniform[class] = is_uniform (counts + class * n_codes, n_codes, self->sizes[class], self->rule);
  return uniform;
}

/* TRUE: something changed. */
static gboolean
hide_uniform (const Work *self, gsize column)
{
  g_autofree gboolean *uniform = uniform_classes (self, column);
  gboolean changed = FALSE;

  for (gsize row = 0; row < self->records->n_rows; row++)
    if (uniform[self->classes[row]])
      {
        amp_review_records_row (self->records, row)[column] = AMP_REVIEW_CELL_HIDDEN;
        changed = TRUE;
      }
  return changed;
}

static void
leave_out (Work *self)
{
  gssize exploitation = amp_review_column_index (self->records->level, "exploitation");
  g_autofree gboolean *uniform = NULL;
  g_autofree gboolean *keep = g_new (gboolean, self->records->n_rows + 1);

  work_read_classes (self);
  uniform = uniform_classes (self, (gsize) exploitation);
  for (gsize row = 0; row < self->records->n_rows; row++)
    keep[row] = self->sizes[self->classes[row]] >= self->rule->k && !uniform[self->classes[row]];
  amp_review_records_keep (self->records, keep);
  work_read_classes (self);
}

/* --- Rare combinations --- */

/* What is given up first. */
static const char *const hide_first[] = {"nationality", "service_domain", "services",
                                         "exploitation"};

static gsize
column_to_hide (const AmpReviewRecords *records, const Key *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hide_first); i++)
    for (gsize j = 0; j < key->n; j++)
      if ((gssize) key->columns[j] == amp_review_column_index (records->level, hide_first[i]))
        return key->columns[j];
  g_assert_not_reached ();
}

static gboolean
hide_rare (const Work *self, const Key *key)
{
  g_autofree guint32 *counts = g_new0 (guint32, key->n_keys);
  gsize column = column_to_hide (self->records, key);
  gboolean changed = FALSE;

  for (gsize row = 0; row < self->records->n_rows; row++)
    counts[key_of (key, amp_review_records_row (self->records, row))]++;
  for (gsize row = 0; row < self->records->n_rows; row++)
    {
      guint8 *cells = amp_review_records_row (self->records, row);

      if (shows_all (key, cells) && counts[key_of (key, cells)] < self->rule->k)
        {
          cells[column] = AMP_REVIEW_CELL_HIDDEN;
          changed = TRUE;
        }
    }
  return changed;
}

/* All choices of n columns of which the last, in their order, is a sensitive one: sensitive ones
 * come behind the quasi ones, so that is each choice with one at least. */
static gboolean
hide_rare_of (const Work *self, gsize n, gsize from, const Key *chosen)
{
  gsize n_columns;
  const AmpReviewColumn *const *columns = amp_review_columns (self->records->level, &n_columns);
  gboolean changed = FALSE;

  for (gsize i = from; columns[i]->kind != AMP_REVIEW_PROCESS; i++)
    {
      Key key = *chosen;

      key_add (&key, self->records, i);
      if (key.n < n)
        changed |= hide_rare_of (self, n, i + 1, &key);
      else if (columns[i]->kind == AMP_REVIEW_SENSITIVE)
        changed |= hide_rare (self, &key);
    }
  return changed;
}

static gboolean
hide_uniform_columns (const Work *self, gboolean with_exploitation)
{
  gsize n;
  const AmpReviewColumn *const *columns = amp_review_columns (self->records->level, &n);
  gboolean changed = FALSE;

  for (gsize i = 0; i < n; i++)
    if (columns[i]->kind == AMP_REVIEW_SENSITIVE &&
        (with_exploitation || strcmp (columns[i]->name, "exploitation") != 0))
      changed |= hide_uniform (self, i);
  return changed;
}

static gsize
count_hidden (const AmpReviewRecords *records)
{
  gsize n = 0;

  for (gsize row = 0; row < records->n_rows; row++)
    for (gsize i = 0; i < records->n_columns; i++)
      n += amp_review_records_row (records, row)[i] == AMP_REVIEW_CELL_HIDDEN;
  return n;
}

void
amp_review_protect (AmpReviewRecords *records, const AmpReviewRule *rule, AmpReviewLosses *losses)
{
  Work work = {.records = records, .rule = rule};
  const Key none = {0};
  gsize before = records->n_rows;
  gboolean changed;

  leave_out (&work);
  (void) hide_uniform_columns (&work, FALSE);
  /* Each turn hides something more, or is the last. */
  do
    {
      changed = FALSE;
      for (gsize n = 1; n <= 3; n++)
        changed |= hide_rare_of (&work, n, 0, &none);
      changed |= hide_uniform_columns (&work, TRUE);
    }
  while (changed);
  *losses = (AmpReviewLosses){before - records->n_rows, work.n_classes, count_hidden (records)};
  g_free (work.classes);
  g_free (work.sizes);
}
