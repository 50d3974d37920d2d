/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Policy levels: classes that are too small or too uniform are left out, rare combinations lose a
 * sensitive value. Nothing here looks for the best result: that is what downcoding undoes. */
#include "review/levels.h"

#include <string.h>

static const guint64 least[AMP_REVIEW_N_LEVELS] = {
  [AMP_REVIEW_TINY] = 0,
  [AMP_REVIEW_SMALL] = 300,
  [AMP_REVIEW_MEDIUM] = 2500,
  [AMP_REVIEW_LARGE] = 25001,
};

AmpReviewLevel
amp_review_level_of (guint64 n_drawn)
{
  AmpReviewLevel level = AMP_REVIEW_LARGE;

  while (n_drawn < least[level])
    level--;
  return level;
}

guint64
amp_review_level_least (AmpReviewLevel level)
{
  return least[level];
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

/* --- Rare combinations: one sensitive column after the other, each hidden where it has to be
 * beside those that are there already, which stay as they are --- */

/* What an audit needs most comes first. */
static const char *const show_first[] = {"exploitation", "nationality", "services",
                                         "service_domain"};

/* Of rows that are alike in the other columns, by their value of the column in question, hidden
 * first: rare values are hidden, and when those are too few, the rarest of the others with them. */
static void
choose_hidden (const guint32 *counts, gsize n, guint k, gboolean *hides)
{
  guint32 total = counts[AMP_REVIEW_CELL_HIDDEN];

  for (gsize i = 1; i < n; i++)
    if (counts[i] > 0 && counts[i] < k)
      {
        hides[i] = TRUE;
        total += counts[i];
      }
  while (total > 0 && total < k)
    {
      gsize rarest = 0;

      for (gsize i = 1; i < n; i++)
        if (counts[i] > 0 && !hides[i] && (rarest == 0 || counts[i] < counts[rarest]))
          rarest = i;
      if (rarest == 0)
        return;
      hides[rarest] = TRUE;
      total += counts[rarest];
    }
}

/* The column in question comes last in the key. */
static gboolean
hide_rare (const Work *self, const Key *key)
{
  gsize column = key->columns[key->n - 1], n_codes = key->sizes[key->n - 1];
  g_autofree guint32 *counts = g_new0 (guint32, key->n_keys);
  g_autofree gboolean *hides = g_new0 (gboolean, key->n_keys);
  gboolean changed = FALSE;

  for (gsize row = 0; row < self->records->n_rows; row++)
    counts[key_of (key, amp_review_records_row (self->records, row))]++;
  for (gsize first = 0; first < key->n_keys; first += n_codes)
    choose_hidden (counts + first, n_codes, self->rule->k, hides + first);
  for (gsize row = 0; row < self->records->n_rows; row++)
    {
      guint8 *cells = amp_review_records_row (self->records, row);

      if (hides[key_of (key, cells)])
        {
          cells[column] = AMP_REVIEW_CELL_HIDDEN;
          changed = TRUE;
        }
    }
  return changed;
}

/* Beside each pair of the columns that are there. */
static gboolean
hide_rare_beside (const Work *self, const gsize *there, gsize n_there, gsize column)
{
  gboolean changed = FALSE;

  for (gsize i = 0; i < n_there; i++)
    for (gsize j = i + 1; j < n_there; j++)
      {
        Key key = {0};

        key_add (&key, self->records, there[i]);
        key_add (&key, self->records, there[j]);
        key_add (&key, self->records, column);
        changed |= hide_rare (self, &key);
      }
  return changed;
}

static void
show_columns (const Work *self)
{
  gsize n, n_there = 0, there[8];
  const AmpReviewColumn *const *columns = amp_review_columns (self->records->level, &n);

  for (; columns[n_there]->kind == AMP_REVIEW_QUASI; n_there++)
    there[n_there] = n_there;
  for (gsize i = 0; i < G_N_ELEMENTS (show_first); i++)
    {
      gsize column = (gsize) amp_review_column_index (self->records->level, show_first[i]);
      gboolean changed = TRUE;

      /* Each turn hides something more, or is the last: all of it hidden holds. */
      while (changed)
        {
          changed = hide_uniform (self, column);
          changed |= hide_rare_beside (self, there, n_there, column);
        }
      there[n_there++] = column;
    }
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
  gsize before = records->n_rows;

  leave_out (&work);
  show_columns (&work);
  *losses = (AmpReviewLosses){before - records->n_rows, work.n_classes, count_hidden (records)};
  g_free (work.classes);
  g_free (work.sizes);
}
