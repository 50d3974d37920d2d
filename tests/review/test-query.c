/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an auditor may ask of the records of a pack: properties over random packs and random
 * sequences of questions, counted again here without a line of the code under test. */
#include "review/query.h"

#include <string.h>

#define K 11
#define COLUMNS 5

static const char *const codes[] = {"a", "b", "c", "d", "*"};

typedef struct
{
  guint n_rows;
  guint8 cells[600][COLUMNS];
} Sheet;

static const char *
code_of (gconstpointer records, guint row, guint column)
{
  return codes[((const Sheet *) records)->cells[row][column]];
}

static AmpReviewRows
rows_of (const Sheet *sheet)
{
  return (AmpReviewRows){sheet, sheet->n_rows, COLUMNS, code_of};
}

/* Skewed, so that there are rare codes and empty combinations. */
static void
fill (Sheet *sheet, GRand *rand, guint n_rows)
{
  sheet->n_rows = n_rows;
  for (guint row = 0; row < n_rows; row++)
    for (guint column = 0; column < COLUMNS; column++)
      {
        double x = g_rand_double (rand);

        sheet->cells[row][column] = x < 0.5 ? 0 : x < 0.8 ? 1 : x < 0.95 ? 2 : x < 0.98 ? 3 : 4;
        /* One column hangs on another. */
        if (column == 4 && g_rand_int_range (rand, 0, 4) > 0)
          sheet->cells[row][4] = sheet->cells[row][0];
      }
}

static AmpReviewQuery
random_query (GRand *rand)
{
  AmpReviewQuery query = {.n = (guint) g_rand_int_range (rand, 0, AMP_REVIEW_CONDITIONS + 1)};
  guint first = (guint) g_rand_int_range (rand, 0, COLUMNS);

  for (guint i = 0; i < query.n; i++)
    query.conditions[i] =
      (AmpReviewCondition){(first + i) % COLUMNS, codes[g_rand_int_range (rand, 0, 4)]};
  return query;
}

/* How many records hold all conditions in part and none of those in against. */
static guint
count (const Sheet *sheet, const AmpReviewQuery *query, guint part, guint against)
{
  guint n = 0;

  for (guint row = 0; row < sheet->n_rows; row++)
    {
      gboolean fits = TRUE;

      for (guint i = 0; i < query->n; i++)
        {
          gboolean holds = g_str_equal (code_of (sheet, row, query->conditions[i].column),
                                        query->conditions[i].code);

          if (((part & 1u << i) != 0 && !holds) || ((against & 1u << i) != 0 && holds))
            fits = FALSE;
        }
      n += fits ? 1 : 0;
    }
  return n;
}

#define IS_FEW(n) ((n) > 0 && (n) < K)

static void
test_never_few (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);
  guint n_shown = 0, n_refused = 0;

  for (guint i = 0; i < 4000; i++)
    {
      static Sheet sheet;
      AmpReviewRows rows;
      AmpReviewQuery query = random_query (rand);
      g_autofree gboolean *found = NULL;
      guint n = 0, counted = 0;

      if (i % 50 == 0)
        fill (&sheet, rand, (guint) g_rand_int_range (rand, 0, 600));
      rows = rows_of (&sheet);
      found = amp_review_query_ask (&rows, &query, K, &n);
      if (found == NULL)
        {
          n_refused++;
          continue;
        }
      n_shown++;
      g_assert_cmpuint (n, >=, K);
      g_assert_cmpuint (n, ==, count (&sheet, &query, (1u << query.n) - 1, 0));
      for (guint row = 0; row < sheet.n_rows; row++)
        counted += found[row] ? 1 : 0;
      g_assert_cmpuint (counted, ==, n);
    }
  /* Neither rule is so strict or so loose that the test says nothing. */
  g_assert_cmpuint (n_shown, >, 800);
  g_assert_cmpuint (n_refused, >, 800);
}

/* What any two answers leave where one is among the other, and what none of the conditions
 * takes. */
static void
test_differences (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < 3000; i++)
    {
      static Sheet sheet;
      AmpReviewRows rows;
      AmpReviewQuery query = random_query (rand);
      g_autofree gboolean *found = NULL;
      guint n, all = (1u << query.n) - 1;

      if (i % 50 == 0)
        fill (&sheet, rand, (guint) g_rand_int_range (rand, 20, 600));
      rows = rows_of (&sheet);
      found = amp_review_query_ask (&rows, &query, K, &n);
      if (found == NULL)
        continue;
      for (guint part = 0; part <= all; part++)
        {
          g_assert_false (IS_FEW (count (&sheet, &query, part, 0) - n));
          g_assert_false (IS_FEW (count (&sheet, &query, part, all & ~part)));
        }
    }
}

/* All that is answered of one column, taken from the whole of it, among all records and among those
 * of another answer. */
static void
check_left_over (const Sheet *sheet, AmpReviewQuery query, guint column)
{
  AmpReviewRows rows = rows_of (sheet);
  guint whole = count (sheet, &query, (1u << query.n) - 1, 0), left = whole;
  guint n;

  query.conditions[query.n++].column = column;
  for (guint c = 0; c < 4; c++)
    {
      g_autofree gboolean *found = NULL;

      query.conditions[query.n - 1].code = codes[c];
      found = amp_review_query_ask (&rows, &query, K, &n);
      if (found != NULL)
        left -= n;
    }
  g_assert_false (IS_FEW (left));
  g_assert_cmpuint (left, <=, whole);
}

static void
test_left_over (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (8);

  for (guint i = 0; i < 2000; i++)
    {
      static Sheet sheet;
      AmpReviewRows rows;
      AmpReviewQuery query = random_query (rand);
      g_autofree gboolean *found = NULL;
      guint n;

      if (i % 50 == 0)
        fill (&sheet, rand, (guint) g_rand_int_range (rand, 20, 600));
      if (query.n == AMP_REVIEW_CONDITIONS)
        query.n--;
      rows = rows_of (&sheet);
      found = amp_review_query_ask (&rows, &query, K, &n);
      if (found == NULL)
        continue;
      for (guint column = 0; column < COLUMNS; column++)
        {
          gboolean taken = FALSE;

          for (guint c = 0; c < query.n; c++)
            taken |= query.conditions[c].column == column;
          if (!taken)
            check_left_over (&sheet, query, column);
        }
    }
}

static void
fill_column (Sheet *sheet, guint column, const guint *counts)
{
  guint row = 0;

  for (guint8 c = 0; c < 5; c++)
    for (guint i = 0; i < counts[c]; i++)
      sheet->cells[row++][column] = c;
  sheet->n_rows = row;
}

static void
assert_offers (const guint *counts, const char *expected)
{
  Sheet sheet = {0};
  AmpReviewRows rows;
  g_autoptr (GPtrArray) offers = NULL;
  g_autoptr (GString) told = g_string_new (NULL);

  fill_column (&sheet, 1, counts);
  rows = rows_of (&sheet);
  offers = amp_review_query_offers (&rows, 1, K);
  for (guint i = 0; i < offers->len; i++)
    g_string_append (told, offers->pdata[i]);
  g_assert_cmpstr (told->str, ==, expected);
}

static void
test_offers (void)
{
  assert_offers ((const guint[]){40, 30, 20, 11, 0}, "abcd");
  /* Ten of d alone would be the rest: c goes with them. */
  assert_offers ((const guint[]){40, 30, 20, 10, 0}, "ab");
  /* Two rare ones hide each other. */
  assert_offers ((const guint[]){40, 30, 6, 5, 0}, "ab");
  /* A hidden value hides among the rest as well, and is never asked for. */
  assert_offers ((const guint[]){40, 30, 20, 0, 4}, "ab");
  assert_offers ((const guint[]){0, 0, 0, 0, 90}, "");
  assert_offers ((const guint[]){100, 1, 0, 0, 0}, "");
  assert_offers ((const guint[]){100, 0, 0, 0, 0}, "a");
}

static void
test_silent (void)
{
  /* None, few, and all but few: all the same refusal. */
  static const guint counts[][5] = {{100, 0, 0, 0, 0}, {100, 4, 0, 0, 0}, {4, 100, 0, 0, 0}};
  const AmpReviewQuery query = {1, {{1, "b"}}};

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      Sheet sheet = {0};
      AmpReviewRows rows;
      guint n = 77;

      fill_column (&sheet, 1, counts[i]);
      rows = rows_of (&sheet);
      g_assert_null (amp_review_query_ask (&rows, &query, K, &n));
      g_assert_cmpuint (n, ==, 77);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/review/query/never-shows-one-to-ten-records-nor-none", test_never_few);
  g_test_add_func ("/review/query/answers-within-answers-leave-no-few", test_differences);
  g_test_add_func ("/review/query/a-whole-column-leaves-no-few", test_left_over);
  g_test_add_func ("/review/query/offers-what-may-be-asked-for", test_offers);
  g_test_add_func ("/review/query/a-refusal-does-not-tell-why", test_silent);
  return g_test_run ();
}
