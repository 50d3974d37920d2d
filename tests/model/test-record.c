/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Records: setting, copying, comparing. */
#include "model/record.h"

#include <string.h>

static void
set (AmpRecord *record, const char *field, const char *value)
{
  g_autoptr (GError) error = NULL;

  amp_record_set (record, field, value, &error);
  g_assert_no_error (error);
}

static void
test_a_refused_value_changes_nothing (void)
{
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("person"));
  g_autoptr (GError) error = NULL;

  set (record, "gender", "Feminine");
  g_assert_false (amp_record_set (record, "gender", "Femenino-secreto", &error));
  g_assert_error (error, AMP_MODEL_ERROR, AMP_MODEL_ERROR_INVALID);
  g_assert_null (strstr (error->message, "secreto"));
  g_assert_cmpstr (amp_record_get (record, "gender"), ==, "Feminine");
}

static void
test_null_and_blanks_clear (void)
{
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("person"));

  set (record, "given_names", "Rosa");
  set (record, "given_names", NULL);
  g_assert_null (amp_record_get (record, "given_names"));
  set (record, "given_names", "Rosa");
  set (record, "given_names", " \t\xc2\xa0 ");
  g_assert_null (amp_record_get (record, "given_names"));
}

static void
test_codes_are_asked_for_one_by_one (void)
{
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("person"));

  g_assert_false (amp_record_has_code (record, "nationality", "PE"));
  set (record, "nationality", "VE;PE;VE");
  g_assert_cmpstr (amp_record_get (record, "nationality"), ==, "PE;VE");
  g_assert_true (amp_record_has_code (record, "nationality", "PE"));
  g_assert_true (amp_record_has_code (record, "nationality", "VE"));
  g_assert_false (amp_record_has_code (record, "nationality", "V"));
  g_assert_false (amp_record_has_code (record, "nationality", ""));
  g_assert_false (amp_record_has_code (record, "nationality", "PE;VE"));
}

static void
test_numbers_have_a_fallback (void)
{
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("person"));

  g_assert_cmpint (amp_record_get_int (record, "children_count", -7), ==, -7);
  amp_record_set_int (record, "children_count", 3);
  g_assert_cmpint (amp_record_get_int (record, "children_count", -7), ==, 3);
  amp_record_take (record,
                   (gsize) amp_entity_field_index (amp_record_entity (record), "children_count"),
                   g_strdup ("three"));
  g_assert_cmpint (amp_record_get_int (record, "children_count", -7), ==, -7);
}

static void
test_the_difference_names_the_fields_in_order (void)
{
  g_autoptr (AmpRecord) before = amp_record_new (amp_entity_find ("person"));
  g_autoptr (AmpRecord) after = NULL;
  g_auto (GStrv) none = NULL, some = NULL;

  amp_record_set_identity (before, 12, 3);
  set (before, "given_names", "Rosa");
  set (before, "email", "a@b.pe");
  after = amp_record_copy (before);
  none = amp_record_diff (before, after);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
  g_assert_cmpint (amp_record_id (after), ==, 12);
  g_assert_cmpint (amp_record_rev (after), ==, 3);

  set (after, "email", NULL);
  set (after, "gender", "Feminine");
  set (after, "given_names", "Rosa María");
  some = amp_record_diff (before, after);
  g_assert_cmpuint (g_strv_length (some), ==, 3);
  g_assert_cmpstr (some[0], ==, "given_names");
  g_assert_cmpstr (some[1], ==, "email");
  g_assert_cmpstr (some[2], ==, "gender");
  g_assert_cmpstr (amp_record_get (before, "given_names"), ==, "Rosa");
}

static void
test_every_field_of_every_entity_can_be_cleared_and_copied (void)
{
  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    {
      g_autoptr (AmpRecord) record = amp_record_new (*entity);
      g_autoptr (AmpRecord) copy = NULL;
      g_auto (GStrv) names = NULL;

      for (gsize i = 0; i < (*entity)->n_fields; i++)
        amp_record_take (record, i, g_strdup ((*entity)->fields[i].name));
      copy = amp_record_copy (record);
      for (gsize i = 0; i < (*entity)->n_fields; i++)
        {
          g_assert_cmpstr (amp_record_get (copy, (*entity)->fields[i].name), ==,
                           (*entity)->fields[i].name);
          set (copy, (*entity)->fields[i].name, NULL);
        }
      names = amp_record_diff (record, copy);
      g_assert_cmpuint (g_strv_length (names), ==, (*entity)->n_fields);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record/a-refused-value-changes-nothing", test_a_refused_value_changes_nothing);
  g_test_add_func ("/record/null-and-blanks-clear", test_null_and_blanks_clear);
  g_test_add_func ("/record/codes-are-asked-for-one-by-one", test_codes_are_asked_for_one_by_one);
  g_test_add_func ("/record/numbers-have-a-fallback", test_numbers_have_a_fallback);
  g_test_add_func ("/record/the-difference-names-the-fields-in-order",
                   test_the_difference_names_the_fields_in_order);
  g_test_add_func ("/record/every-field-can-be-cleared-and-copied",
                   test_every_field_of_every_entity_can_be_cleared_and_copied);
  return g_test_run ();
}
