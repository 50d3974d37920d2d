/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an auditor may ask of the records of a pack, and what is answered. */
#include "review/query.h"

#include "review/columns.h"

#include <string.h>

typedef struct
{
  const char *code;
  guint n;
} Tally;

static const char *
code_at (const AmpReviewRows *rows, guint row, guint column)
{
  return rows->code (rows->records, row, column);
}

static gboolean
holds (const AmpReviewRows *rows, guint row, const AmpReviewCondition *condition)
{
  return g_str_equal (code_at (rows, row, condition->column), condition->code);
}

/* Which of the conditions hold for the record, as bits. */
static guint
pattern_of (const AmpReviewRows *rows, guint row, const AmpReviewQuery *query)
{
  guint pattern = 0;

  for (guint i = 0; i < query->n; i++)
    if (holds (rows, row, &query->conditions[i]))
      pattern |= 1u << i;
  return pattern;
}

/* The most frequent first; by name where they are as many, so that it does not depend on the order
 * of the records. */
static int
compare_tallies (gconstpointer a, gconstpointer b)
{
  const Tally *one = a, *other = b;

  if (one->n != other->n)
    return one->n < other->n ? 1 : -1;
  return strcmp (one->code, other->code);
}

/* Codes of the column among the records whose pattern has all bits of part; total: all records
 * there, also those with a hidden value. */
static GArray *
count_codes (
  const AmpReviewRows *rows, guint column, const guint *patterns, guint part, guint *total)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GArray *tallies = g_array_new (FALSE, FALSE, sizeof (Tally));

  *total = 0;
  for (guint row = 0; row < rows->n_rows; row++)
    {
      const char *code = code_at (rows, row, column);
      guint at;

      if (patterns != NULL && (patterns[row] & part) != part)
        continue;
      (*total)++;
      if (g_str_equal (code, AMP_REVIEW_HIDDEN))
        continue;
      at = GPOINTER_TO_UINT (g_hash_table_lookup (seen, code));
      if (at == 0)
        {
          const Tally fresh = {code, 0};

          g_array_append_val (tallies, fresh);
          at = tallies->len;
          g_hash_table_insert (seen, (gpointer) code, GUINT_TO_POINTER (at));
        }
      g_array_index (tallies, Tally, at - 1).n++;
    }
  g_array_sort (tallies, compare_tallies);
  return tallies;
}

/* Rule 1. */
static GPtrArray *
offers_in (const AmpReviewRows *rows, guint column, const guint *patterns, guint part, guint k)
{
  guint total, rest, n = 0;
  g_autoptr (GArray) tallies = count_codes (rows, column, patterns, part, &total);
  GPtrArray *offers = g_ptr_array_new ();

  rest = total;
  for (; n < tallies->len && g_array_index (tallies, Tally, n).n >= k; n++)
    rest -= g_array_index (tallies, Tally, n).n;
  while (n > 0 && rest > 0 && rest < k)
    rest += g_array_index (tallies, Tally, --n).n;
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (offers, (gpointer) g_array_index (tallies, Tally, i).code);
  return offers;
}

GPtrArray *
amp_review_query_offers (const AmpReviewRows *rows, guint column, guint k)
{
  return offers_in (rows, column, NULL, 0, k);
}

static gboolean
is_offered (const AmpReviewRows *rows,
            const AmpReviewCondition *condition,
            const guint *patterns,
            guint part,
            guint k)
{
  g_autoptr (GPtrArray) offers = offers_in (rows, condition->column, patterns, part, k);

  return g_ptr_array_find_with_equal_func (offers, condition->code, g_str_equal, NULL);
}

/* Rule 1 among the records of every part of the query that leaves this condition out. */
static gboolean
is_offered_everywhere (const AmpReviewRows *rows,
                       const AmpReviewQuery *query,
                       const guint *patterns,
                       guint number,
                       guint k)
{
  for (guint part = 0; part < 1u << query->n; part++)
    if ((part & 1u << number) == 0 &&
        !is_offered (rows, &query->conditions[number], patterns, part, k))
      return FALSE;
  return TRUE;
}

/* Rule 2. */
static gboolean
leaves_no_few (const AmpReviewRows *rows,
               const AmpReviewQuery *query,
               const guint *patterns,
               guint k)
{
  guint n[1u << AMP_REVIEW_CONDITIONS] = {0};

  for (guint row = 0; row < rows->n_rows; row++)
    n[patterns[row]]++;
  for (guint i = 0; i < 1u << query->n; i++)
    if (n[i] > 0 && n[i] < k)
      return FALSE;
  return TRUE;
}

gboolean *
amp_review_query_ask (const AmpReviewRows *rows,
                      const AmpReviewQuery *query,
                      guint k,
                      guint *n_found)
{
  g_autofree guint *patterns = g_new0 (guint, MAX (rows->n_rows, 1));
  g_autofree gboolean *found = g_new0 (gboolean, MAX (rows->n_rows, 1));
  guint all = (1u << query->n) - 1, n = 0;

  g_return_val_if_fail (query->n <= AMP_REVIEW_CONDITIONS, NULL);
  for (guint row = 0; row < rows->n_rows; row++)
    {
      patterns[row] = pattern_of (rows, row, query);
      found[row] = patterns[row] == all;
      n += found[row] ? 1 : 0;
    }
  if (n < k || !leaves_no_few (rows, query, patterns, k))
    return NULL;
  for (guint i = 0; i < query->n; i++)
    if (!is_offered_everywhere (rows, query, patterns, i, k))
      return NULL;
  *n_found = n;
  return g_steal_pointer (&found);
}
