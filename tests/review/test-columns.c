/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The compiled lists against the code lists of the model, which they must not lag behind. */
#include "review/columns.h"

#include "model/codelist.h"
#include "model/field.h"

#include <string.h>

static const AmpReviewColumn *
column_of (AmpReviewLevel level, const char *name)
{
  gsize n;
  gssize index = amp_review_column_index (level, name);

  g_assert_cmpint (index, >=, 0);
  return amp_review_columns (level, &n)[index];
}

static void
assert_has_list (AmpReviewLevel level, const char *name, const char *list, const char *const *but)
{
  const AmpCodeList *codes = amp_code_list_find (list);

  for (guint i = 0; i < amp_code_list_length (codes); i++)
    {
      const char *code = amp_code_value (amp_code_list_nth (codes, i));

      if (but == NULL || !g_strv_contains (but, code))
        g_assert_cmpint (amp_review_column_code (column_of (level, name), code), >=, 0);
    }
}

static void
test_lists (void)
{
  static const char *const duplicate[] = {"duplicate", NULL};

  assert_has_list (AMP_REVIEW_LARGE, "place", "region", NULL);
  assert_has_list (AMP_REVIEW_LARGE, "sex", "sex", NULL);
  assert_has_list (AMP_REVIEW_TINY, "exploitation", "exploitation_type", NULL);
  assert_has_list (AMP_REVIEW_TINY, "service_domain", "service_domain", NULL);
  assert_has_list (AMP_REVIEW_TINY, "status", "case_status", duplicate);
  assert_has_list (AMP_REVIEW_TINY, "plan", "plan_status", NULL);
}

static void
test_macro_regions (void)
{
  const AmpCodeList *regions = amp_code_list_find ("region");

  for (guint i = 0; i < amp_code_list_length (regions); i++)
    {
      const AmpCode *region = amp_code_list_nth (regions, i);
      const char *code = amp_code_value (region);
      g_autofree char *macro =
        g_strdup_printf ("%.2s-%s", code, amp_code_attribute (region, "macro"));

      g_assert_cmpstr (amp_review_macro_region (code), ==, macro);
      g_assert_cmpint (amp_review_column_code (column_of (AMP_REVIEW_SMALL, "place"), macro), >=,
                       0);
    }
  g_assert_null (amp_review_macro_region ("PE-XXX"));
}

static void
test_objects (void)
{
  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    g_assert_true (g_strv_contains (amp_review_objects, (*entity)->name));
}

static void
test_coarser (void)
{
  g_assert_cmpstr (amp_review_coarsen ("age", "0-17", AMP_REVIEW_SMALL), ==, "minor");
  g_assert_cmpstr (amp_review_coarsen ("age", "48+", AMP_REVIEW_TINY), ==, "adult");
  g_assert_cmpstr (amp_review_coarsen ("age", "unknown", AMP_REVIEW_TINY), ==, "unknown");
  g_assert_cmpstr (amp_review_coarsen ("place", "PE-TUM", AMP_REVIEW_MEDIUM), ==, "PE-norte");
  g_assert_cmpstr (amp_review_coarsen ("place", "PE-norte", AMP_REVIEW_SMALL), ==, "PE-norte");
  g_assert_null (amp_review_coarsen ("place", "PE-norte", AMP_REVIEW_TINY));
  g_assert_null (amp_review_coarsen ("age", "minor", AMP_REVIEW_LARGE));
}

static void
test_small_numbers (void)
{
  for (guint level = 0; level < AMP_REVIEW_N_LEVELS; level++)
    {
      gsize n;
      const AmpReviewColumn *const *columns = amp_review_columns ((AmpReviewLevel) level, &n);
      AmpReviewLevel read;

      g_assert_cmpuint (n, <=, AMP_REVIEW_MAX_COLUMNS);
      g_assert_true (
        amp_review_level_from_code (amp_review_level_code ((AmpReviewLevel) level), &read));
      g_assert_cmpuint (read, ==, level);
      for (gsize i = 0; i < n; i++)
        {
          g_assert_cmpuint (g_strv_length ((char **) columns[i]->codes), <, 255);
          g_assert_false (g_strv_contains (columns[i]->codes, AMP_REVIEW_HIDDEN));
          g_assert_true (i == 0 || columns[i]->kind >= columns[i - 1]->kind);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/review/columns/codes-of-the-model-have-a-place", test_lists);
  g_test_add_func ("/review/columns/regions-have-the-macro-region-of-their-list",
                   test_macro_regions);
  g_test_add_func ("/review/columns/each-entity-may-be-an-object-of-the-chain", test_objects);
  g_test_add_func ("/review/columns/finer-codes-become-coarser-ones", test_coarser);
  g_test_add_func ("/review/columns/cells-fit-their-byte-and-kinds-come-in-order",
                   test_small_numbers);
  return g_test_run ();
}
