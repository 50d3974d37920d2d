/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each field of the model has a rule, which its privacy class allows. */
#include "review/fields.h"

#include <string.h>

static void
test_each_field (void)
{
  g_autoptr (GError) error = NULL;

  amp_review_fields_check (&error);
  g_assert_no_error (error);
}

static void
test_no_rule (void)
{
  static const AmpField field = {
    .name = "shoe_size", .kind = AMP_KIND_INTEGER, .privacy = AMP_PRIVACY_OPERATIONAL};
  g_autoptr (GError) error = NULL;

  g_assert_false (amp_review_field_check ("person", &field, &error));
  g_assert_error (error, AMP_REVIEW_ERROR, AMP_REVIEW_ERROR_RULE);
  g_assert_nonnull (strstr (error->message, "person.shoe_size"));
}

/* The same name as a field that is used, but of another class. */
static void
test_class (void)
{
  static const AmpPrivacy classes[] = {AMP_PRIVACY_UNSET, AMP_PRIVACY_IDENTIFIER,
                                       AMP_PRIVACY_FREE_TEXT};

  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      const AmpField field = {.name = "status", .kind = AMP_KIND_CODE, .privacy = classes[i]};

      g_assert_false (amp_review_field_check ("case", &field, NULL));
    }
}

static void
test_prefix (void)
{
  g_assert_cmpint (amp_review_field_use ("case", "statu"), ==, AMP_REVIEW_USE_NONE);
  g_assert_cmpint (amp_review_field_use ("case", "status"), ==, AMP_REVIEW_USE_CODE);
  g_assert_cmpint (amp_review_field_use ("person", "given_names"), ==, AMP_REVIEW_USE_OUT);
  g_assert_cmpint (amp_review_field_use ("no_such", "status"), ==, AMP_REVIEW_USE_NONE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/review/fields/each-field-of-the-model-has-a-rule", test_each_field);
  g_test_add_func ("/review/fields/a-field-without-a-rule-is-named", test_no_rule);
  g_test_add_func ("/review/fields/the-privacy-class-has-the-last-word", test_class);
  g_test_add_func ("/review/fields/names-are-whole-words", test_prefix);
  return g_test_run ();
}
