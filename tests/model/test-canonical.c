/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The canonical form of each kind, and that nothing hostile gets in. */
#include "model/codelist.h"
#include "model/field.h"

#include <string.h>

static const AmpField *
field_of (const char *entity, const char *name)
{
  const AmpField *field = amp_entity_field (amp_entity_find (entity), name);

  g_assert_nonnull (field);
  return field;
}

static void
assert_canonical (const AmpField *field, const char *text, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *canonical = NULL;
  g_autofree char *again = NULL;

  if (!amp_field_canonical (field, text, &canonical, &error))
    g_error ("%s: \"%s\" refused: %s", field->name, text, error->message);
  g_assert_cmpstr (canonical, ==, expected);
  g_assert_true (amp_field_canonical (field, canonical, &again, NULL));
  g_assert_cmpstr (again, ==, expected);
}

static void
assert_refused (const AmpField *field, const char *text)
{
  g_autoptr (GError) error = NULL;
  char *canonical = (char *) "untouched";

  if (amp_field_canonical (field, text, &canonical, &error))
    g_error ("%s: \"%s\" is taken as \"%s\"", field->name, text, canonical);
  g_assert_error (error, AMP_MODEL_ERROR, AMP_MODEL_ERROR_INVALID);
  g_assert_null (canonical);
}

static void
test_text_is_trimmed_and_composed (void)
{
  const AmpField *field = field_of ("person", "given_names");

  assert_canonical (field, "  José María\xc2\xa0", "José María");
  assert_canonical (field, "Jose\xcc\x81", "José");
  assert_canonical (field, "\xef\xbb\xbfRosa", "Rosa"); /* byte order mark */
  assert_canonical (field, "", NULL);
  assert_canonical (field, NULL, NULL);
  assert_canonical (field, "=1+1", "=1+1");
  assert_refused (field, "Rosa\nMaría");
  assert_refused (field, "Ro\x01sa");
  assert_refused (field, "Ro\x7fsa");
  assert_refused (field, "abc\xe2\x80\xae"
                         "fed");          /* right-to-left override */
  assert_refused (field, "Ros\xe1");      /* Latin-1 */
  assert_refused (field, "\xed\xa0\x80"); /* surrogate */
}

static void
test_long_text_keeps_its_lines (void)
{
  const AmpField *field = field_of ("note", "text");

  assert_canonical (field, "uno\r\ndos\rtres\n", "uno\ndos\ntres");
  assert_canonical (field, "a\tb", "a\tb");
  assert_refused (field, "a\x1b[31mb");
}

static void
test_length_has_a_limit (void)
{
  g_autofree char *line = g_strnfill (2001, 'a');
  g_autofree char *text = g_strnfill (1024 * 1024 + 1, 'a');

  assert_refused (field_of ("person", "given_names"), line);
  line[2000] = '\0';
  assert_canonical (field_of ("person", "given_names"), line, line);
  assert_refused (field_of ("note", "text"), text);
  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    for (gsize i = 0; i < (*entity)->n_fields; i++)
      assert_refused (&(*entity)->fields[i], text);
}

static void
test_a_code_must_be_of_the_list (void)
{
  const AmpField *field = field_of ("case", "office_region");

  assert_canonical (field, " PE-TUM ", "PE-TUM");
  assert_refused (field, "pe-tum");
  assert_refused (field, "Tumbes");
  assert_refused (field, "PE-TUM;PE-PIU");
  assert_refused (field, "PE-TUM'--");
}

static void
test_codes_come_in_the_order_of_the_list_without_repeats (void)
{
  const AmpField *field = field_of ("person", "nationality");

  assert_canonical (field, "CO;PE;;CO; EC ;", "PE;EC;CO");
  assert_canonical (field, ";;", NULL);
  assert_refused (field, "PE,EC");
  assert_refused (field, "PE;??");
}

static void
test_numbers_stay_in_range (void)
{
  const AmpField *field = field_of ("follow_up", "wellbeing");
  static const char *const bad[] = {
    "0", "6", "3.0", "3,0", "+3", "0x3", "three", "- 3", "3 4", "99999999999999999999", "--3", "٣"};

  assert_canonical (field, "03", "3");
  assert_canonical (field, " 5 ", "5");
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_refused (field, bad[i]);
}

static void
test_booleans_and_references_are_strict (void)
{
  const AmpField *truth = field_of ("person", "deceased"), *ref = field_of ("case", "person");

  assert_canonical (truth, "1", "1");
  assert_canonical (truth, "0", "0");
  assert_refused (truth, "true");
  assert_refused (truth, "10");
  assert_canonical (ref, "9223372036854775807", "9223372036854775807");
  assert_refused (ref, "0");
  assert_refused (ref, "-1");
  assert_refused (ref, "9223372036854775808");
}

static void
test_dates_are_canonical_only (void)
{
  const AmpField *field = field_of ("case", "opened_on");

  assert_canonical (field, "2024-03-05", "2024-03-05");
  assert_canonical (field, "2024", "2024");
  assert_canonical (field, "unknown", "unknown");
  assert_refused (field, "5/3/2024");
  assert_refused (field, "2024-02-30");
}

static void
test_timestamps_are_utc (void)
{
  static const AmpField field = {.name = "at", .kind = AMP_KIND_TIMESTAMP};
  static const char *const bad[] = {
    "2024-03-05",           "2024-03-05T14:07:09",  "2024-03-05T24:00:00Z",
    "2024-03-05T14:60:00Z", "2024-03-05T14:00:60Z", "2024-02-30T14:00:00Z",
    "2024-03-05 14:07:09Z", "2024-03-05T14:07:09z", "2024-03-05T14:07:09+00:00"};

  assert_canonical (&field, "2024-03-05T14:07:09Z", "2024-03-05T14:07:09Z");
  assert_canonical (&field, "2024-03-05T23:59:59Z", "2024-03-05T23:59:59Z");
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_refused (&field, bad[i]);
}

static void
test_patterns_match_the_whole_text (void)
{
  const AmpField *field = field_of ("person", "ubigeo6");

  assert_canonical (field, "240101", "240101");
  assert_refused (field, "24010");
  assert_refused (field, "2401011");
  assert_refused (field, "24010a");
}

static void
test_the_message_never_holds_the_value (void)
{
  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    for (gsize i = 0; i < (*entity)->n_fields; i++)
      {
        g_autoptr (GError) error = NULL;
        g_autofree char *canonical = NULL;

        g_assert_false (
          amp_field_canonical (&(*entity)->fields[i], "Zxqv\x02Wkjy", &canonical, &error));
        g_assert_null (strstr (error->message, "Zxqv"));
        g_assert_null (strstr (error->message, "Wkjy"));
      }
}

static void
test_random_bytes_are_refused_or_stable (void)
{
  for (guint round = 0; round < 300; round++)
    for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
      for (gsize i = 0; i < (*entity)->n_fields; i++)
        {
          char text[20];
          g_autofree char *once = NULL, *twice = NULL;

          for (gsize j = 0; j < sizeof text - 1; j++)
            text[j] = (char) (round % 2 == 0 ? g_test_rand_int_range (1, 256)
                                             : g_test_rand_int_range (32, 127));
          text[sizeof text - 1] = '\0';
          if (!amp_field_canonical (&(*entity)->fields[i], text, &once, NULL))
            continue;
          g_assert_true (amp_field_canonical (&(*entity)->fields[i], once, &twice, NULL));
          g_assert_cmpstr (once, ==, twice);
        }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/canonical/text-is-trimmed-and-composed", test_text_is_trimmed_and_composed);
  g_test_add_func ("/canonical/long-text-keeps-its-lines", test_long_text_keeps_its_lines);
  g_test_add_func ("/canonical/length-has-a-limit", test_length_has_a_limit);
  g_test_add_func ("/canonical/a-code-must-be-of-the-list", test_a_code_must_be_of_the_list);
  g_test_add_func ("/canonical/codes-come-in-the-order-of-the-list-without-repeats",
                   test_codes_come_in_the_order_of_the_list_without_repeats);
  g_test_add_func ("/canonical/numbers-stay-in-range", test_numbers_stay_in_range);
  g_test_add_func ("/canonical/booleans-and-references-are-strict",
                   test_booleans_and_references_are_strict);
  g_test_add_func ("/canonical/dates-are-canonical-only", test_dates_are_canonical_only);
  g_test_add_func ("/canonical/timestamps-are-utc", test_timestamps_are_utc);
  g_test_add_func ("/canonical/patterns-match-the-whole-text", test_patterns_match_the_whole_text);
  g_test_add_func ("/canonical/the-message-never-holds-the-value",
                   test_the_message_never_holds_the_value);
  g_test_add_func ("/canonical/random-bytes-are-refused-or-stable",
                   test_random_bytes_are_refused_or_stable);
  return g_test_run ();
}
