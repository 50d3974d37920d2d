/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Packs made by hand: one that is right, and of it one for each thing that may be wrong, told by
 * its rule and its line. mutations.py does the same at random. */
#include "review/check.h"

#include <string.h>

typedef struct
{
  const char *name;
  AmpReviewCheckError code;
  guint line; /* 0: the pack as a whole */
} Broken;

static const Broken broken[] = {
  {"text-carriage-return", AMP_REVIEW_CHECK_ERROR_TEXT, 1},
  {"text-blank-line", AMP_REVIEW_CHECK_ERROR_TEXT, 18},
  {"text-not-ascii", AMP_REVIEW_CHECK_ERROR_TEXT, 57},
  {"text-cut-off", AMP_REVIEW_CHECK_ERROR_TEXT, 81},
  {"text-nul-behind", AMP_REVIEW_CHECK_ERROR_TEXT, 82},
  {"form-version-1", AMP_REVIEW_CHECK_ERROR_FORM, 1},
  {"form-key-missing", AMP_REVIEW_CHECK_ERROR_FORM, 10},
  {"form-key-twice", AMP_REVIEW_CHECK_ERROR_FORM, 7},
  {"form-keys-swapped", AMP_REVIEW_CHECK_ERROR_FORM, 3},
  {"form-sections-swapped", AMP_REVIEW_CHECK_ERROR_FORM, 18},
  {"form-column-more", AMP_REVIEW_CHECK_ERROR_FORM, 19},
  {"form-column-missing", AMP_REVIEW_CHECK_ERROR_FORM, 19},
  {"form-columns-swapped", AMP_REVIEW_CHECK_ERROR_FORM, 19},
  {"form-cell-more", AMP_REVIEW_CHECK_ERROR_FORM, 28},
  {"form-something-behind", AMP_REVIEW_CHECK_ERROR_FORM, 82},
  {"figure-k-4", AMP_REVIEW_CHECK_ERROR_FIGURE, 6},
  {"figure-l-2", AMP_REVIEW_CHECK_ERROR_FIGURE, 7},
  {"figure-share-81", AMP_REVIEW_CHECK_ERROR_FIGURE, 8},
  {"figure-sample-0", AMP_REVIEW_CHECK_ERROR_FIGURE, 9},
  {"figure-k-under-11-by-one-person", AMP_REVIEW_CHECK_ERROR_FIGURE, 0},
  {"figure-leading-zero", AMP_REVIEW_CHECK_ERROR_FIGURE, 6},
  {"figure-day-that-is-none", AMP_REVIEW_CHECK_ERROR_FIGURE, 4},
  {"figure-level-unknown", AMP_REVIEW_CHECK_ERROR_FIGURE, 5},
  {"figure-hash-in-capitals", AMP_REVIEW_CHECK_ERROR_FIGURE, 14},
  {"figure-previous-is-itself", AMP_REVIEW_CHECK_ERROR_FIGURE, 15},
  {"value-name", AMP_REVIEW_CHECK_ERROR_VALUE, 23},
  {"value-date", AMP_REVIEW_CHECK_ERROR_VALUE, 23},
  {"value-number-of-document", AMP_REVIEW_CHECK_ERROR_VALUE, 23},
  {"value-quasi-hidden", AMP_REVIEW_CHECK_ERROR_VALUE, 23},
  {"value-process-hidden", AMP_REVIEW_CHECK_ERROR_VALUE, 23},
  {"value-empty", AMP_REVIEW_CHECK_ERROR_VALUE, 23},
  {"value-blank-behind", AMP_REVIEW_CHECK_ERROR_VALUE, 23},
  {"value-finer-age", AMP_REVIEW_CHECK_ERROR_VALUE, 23},
  {"value-actor-is-a-login", AMP_REVIEW_CHECK_ERROR_VALUE, 58},
  {"value-object-with-reference", AMP_REVIEW_CHECK_ERROR_VALUE, 58},
  {"code-capital", AMP_REVIEW_CHECK_ERROR_CODE, 22},
  {"code-short", AMP_REVIEW_CHECK_ERROR_CODE, 22},
  {"code-twice", AMP_REVIEW_CHECK_ERROR_CODE, 22},
  {"code-out-of-order", AMP_REVIEW_CHECK_ERROR_CODE, 23},
  {"number-record-missing", AMP_REVIEW_CHECK_ERROR_NUMBER, 55},
  {"number-lines", AMP_REVIEW_CHECK_ERROR_NUMBER, 81},
  {"number-events-missing", AMP_REVIEW_CHECK_ERROR_NUMBER, 62},
  {"withheld-4", AMP_REVIEW_CHECK_ERROR_WITHHELD, 12},
  {"small-class-of-4", AMP_REVIEW_CHECK_ERROR_SMALL, 28},
  {"small-class-of-1", AMP_REVIEW_CHECK_ERROR_SMALL, 21},
  {"uniform-two-values", AMP_REVIEW_CHECK_ERROR_UNIFORM, 20},
  {"uniform-one-value", AMP_REVIEW_CHECK_ERROR_UNIFORM, 21},
  {"uniform-one-value-and-hidden", AMP_REVIEW_CHECK_ERROR_UNIFORM, 20},
  {"share-of-82", AMP_REVIEW_CHECK_ERROR_SHARE, 24},
  {"combination-rare-value", AMP_REVIEW_CHECK_ERROR_COMBINATION, 26},
  {"combination-lone-hidden", AMP_REVIEW_CHECK_ERROR_COMBINATION, 26},
  {"combination-of-two-sensitive", AMP_REVIEW_CHECK_ERROR_COMBINATION, 20},
  {"chain-event-missing", AMP_REVIEW_CHECK_ERROR_CHAIN, 59},
  {"chain-events-swapped", AMP_REVIEW_CHECK_ERROR_CHAIN, 58},
  {"chain-gap-before-first", AMP_REVIEW_CHECK_ERROR_CHAIN, 57},
  {"chain-no-gap", AMP_REVIEW_CHECK_ERROR_CHAIN, 60},
  {"indicator-share-too-exact", AMP_REVIEW_CHECK_ERROR_INDICATOR, 66},
  {"indicator-share-of-too-few", AMP_REVIEW_CHECK_ERROR_INDICATOR, 72},
  {"indicator-step-too-small", AMP_REVIEW_CHECK_ERROR_INDICATOR, 71},
  {"indicator-of-exact", AMP_REVIEW_CHECK_ERROR_INDICATOR, 67},
  {"indicator-missing", AMP_REVIEW_CHECK_ERROR_INDICATOR, 67},
  {"indicator-unknown", AMP_REVIEW_CHECK_ERROR_INDICATOR, 77},
  {"indicator-staff-out-of-order", AMP_REVIEW_CHECK_ERROR_INDICATOR, 74},
  {"indicator-staff-none", AMP_REVIEW_CHECK_ERROR_INDICATOR, 76},
  {"form-event-cell-more", AMP_REVIEW_CHECK_ERROR_FORM, 59},
  {"form-key-without-value", AMP_REVIEW_CHECK_ERROR_FORM, 8},
  {"figure-l-empty", AMP_REVIEW_CHECK_ERROR_FIGURE, 7},
  {"figure-number-too-long", AMP_REVIEW_CHECK_ERROR_FIGURE, 13},
  {"figure-number-with-letter", AMP_REVIEW_CHECK_ERROR_FIGURE, 12},
  {"figure-number-with-sign", AMP_REVIEW_CHECK_ERROR_FIGURE, 9},
  {"figure-id-short", AMP_REVIEW_CHECK_ERROR_FIGURE, 3},
  {"figure-id-long", AMP_REVIEW_CHECK_ERROR_FIGURE, 3},
  {"figure-lowered-unknown", AMP_REVIEW_CHECK_ERROR_FIGURE, 10},
  {"figure-day-with-letter", AMP_REVIEW_CHECK_ERROR_FIGURE, 4},
  {"figure-year-with-letter", AMP_REVIEW_CHECK_ERROR_FIGURE, 4},
  {"figure-chain-from-behind", AMP_REVIEW_CHECK_ERROR_FIGURE, 16},
  {"value-gap-unknown", AMP_REVIEW_CHECK_ERROR_VALUE, 58},
  {"value-role-unknown", AMP_REVIEW_CHECK_ERROR_VALUE, 58},
  {"value-action-unknown", AMP_REVIEW_CHECK_ERROR_VALUE, 58},
  {"code-long", AMP_REVIEW_CHECK_ERROR_CODE, 22},
  {"code-with-digit-1", AMP_REVIEW_CHECK_ERROR_CODE, 22},
  {"number-of-records-huge", AMP_REVIEW_CHECK_ERROR_NUMBER, 0},
  {"number-of-events-huge", AMP_REVIEW_CHECK_ERROR_NUMBER, 0},
  {"indicator-of-a-group", AMP_REVIEW_CHECK_ERROR_INDICATOR, 67},
  {"indicator-staff-names-out-of-order", AMP_REVIEW_CHECK_ERROR_INDICATOR, 76},
  {"indicator-staff-twice", AMP_REVIEW_CHECK_ERROR_INDICATOR, 77},
  {"indicator-staff-of", AMP_REVIEW_CHECK_ERROR_INDICATOR, 76},
  {"indicator-staff-label-long", AMP_REVIEW_CHECK_ERROR_INDICATOR, 76},
  {"figure-501-drawn-by-one-person", AMP_REVIEW_CHECK_ERROR_FIGURE, 0},
  {"figure-sample-21-by-one-person", AMP_REVIEW_CHECK_ERROR_FIGURE, 0},
  {"share-of-more-than-80", AMP_REVIEW_CHECK_ERROR_SHARE, 20},
  {"indicator-of-under-k-rounded", AMP_REVIEW_CHECK_ERROR_INDICATOR, 147},
  {"figure-round-0", AMP_REVIEW_CHECK_ERROR_FIGURE, 17},
  {"release-internal", AMP_REVIEW_CHECK_ERROR_RELEASE, 79},
  {"release-unit-unknown", AMP_REVIEW_CHECK_ERROR_RELEASE, 79},
  {"release-period-of-days", AMP_REVIEW_CHECK_ERROR_RELEASE, 79},
  {"release-fifth-quarter", AMP_REVIEW_CHECK_ERROR_RELEASE, 79},
  {"release-made-on-a-day", AMP_REVIEW_CHECK_ERROR_RELEASE, 79},
  {"release-state-unknown", AMP_REVIEW_CHECK_ERROR_RELEASE, 79},
  {"release-hash-short", AMP_REVIEW_CHECK_ERROR_RELEASE, 79},
  {"release-line-twice", AMP_REVIEW_CHECK_ERROR_RELEASE, 80},
  {"release-of-a-recipient", AMP_REVIEW_CHECK_ERROR_FORM, 79},
};

static char *
read_pack (const char *name, gsize *length)
{
  g_autofree char *file = g_strconcat (name, ".pack", NULL);
  g_autofree char *path = g_build_filename (PACKS, file, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, length, &error);
  g_assert_no_error (error);
  return text;
}

static void
a_pack_in_which_every_rule_holds_passes (void)
{
  static const char *const names[] = {"good", "good-by-place", "good-at-the-limits"};

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;
      gsize length = 0;
      g_autofree char *good = read_pack (names[i], &length);

      g_assert_true (amp_review_check (good, length, NULL, 0, &error));
      g_assert_no_error (error);
    }
}

static void
what_was_withheld_may_be_none_some_or_many (void)
{
  static const char *const numbers[] = {"0", "*", "5", "6", "1000000"};
  gsize length = 0;
  g_autofree char *good = read_pack ("good", &length);

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GString) text = g_string_new (good);
      g_autofree char *line = g_strconcat ("withheld=", numbers[i], NULL);

      g_assert_cmpuint (g_string_replace (text, "withheld=*", line, 1), ==, 1);
      g_assert_true (amp_review_check (text->str, text->len, NULL, 0, &error));
      g_assert_no_error (error);
    }
}

static void
what_is_longer_than_any_pack_is_refused (void)
{
  const gsize length = 64 * 1024 * 1024 + 1;
  g_autofree char *text = g_malloc (length);
  g_autoptr (GError) error = NULL;

  memset (text, 'a', length);
  text[length - 1] = '\n';
  g_assert_false (amp_review_check (text, length, NULL, 0, &error));
  g_assert_error (error, AMP_REVIEW_CHECK_ERROR, AMP_REVIEW_CHECK_ERROR_TEXT);
}

/* What a message may not repeat: it ends up in a log. */
static void
assert_no_value (const char *message)
{
  static const char *const values[] = {"Quispe", "46218837", "2024", "Huaquillas", "rosa", "18-29"};

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    g_assert_null (strstr (message, values[i]));
}

static void
a_pack_that_breaks_a_rule_is_refused (gconstpointer data)
{
  const Broken *row = data;
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  guint line = G_MAXUINT;
  g_autofree char *bad = read_pack (row->name, &length);

  g_assert_false (amp_review_check (bad, length, NULL, 0, &error));
  g_assert_error (error, AMP_REVIEW_CHECK_ERROR, (gint) row->code);
  g_assert_nonnull (amp_review_check_sentence (error, &line));
  g_assert_cmpuint (line, ==, row->line);
  assert_no_value (error->message);
}

static void
every_rule_has_a_pack_that_breaks_it_and_a_sentence (void)
{
  for (int code = 0; code <= AMP_REVIEW_CHECK_ERROR_EARLIER; code++)
    {
      g_autoptr (GError) error = g_error_new_literal (AMP_REVIEW_CHECK_ERROR, code, "line 12: x");
      gboolean found = code == AMP_REVIEW_CHECK_ERROR_EARLIER; /* below */
      guint line = 0;

      for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
        found |= (int) broken[i].code == code;
      g_assert_true (found);
      g_assert_true (g_str_has_suffix (amp_review_check_sentence (error, &line), "."));
      g_assert_cmpuint (line, ==, 12);
    }
}

static void
other_errors_have_no_sentence (void)
{
  g_autoptr (GError) other = g_error_new_literal (G_FILE_ERROR, G_FILE_ERROR_IO, "line 1: x");
  g_autoptr (GError) beyond =
    g_error_new_literal (AMP_REVIEW_CHECK_ERROR, AMP_REVIEW_CHECK_ERROR_EARLIER + 1, "x");
  guint line = 7;

  g_assert_null (amp_review_check_sentence (other, &line));
  g_assert_cmpuint (line, ==, 0);
  g_assert_null (amp_review_check_sentence (beyond, NULL));
  g_assert_null (amp_review_check_sentence (NULL, NULL));
}

/* --- Beside an earlier one --- */

static const AmpReviewEarlier another = {
  "0123456789abcdef", "small", 20, "aaaaaaaaaaaabbbbbbbbbbbb", 2, "F,adult,PE-norte,30\n", 0};

static gboolean
check_beside (const AmpReviewEarlier *earlier, const char *from, const char *to)
{
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  g_autofree char *good = read_pack ("good", &length);
  g_autoptr (GString) text = g_string_new (good);
  gboolean passes;

  if (from != NULL)
    g_assert_cmpuint (g_string_replace (text, from, to, 1), ==, 1);
  passes = amp_review_check (text->str, text->len, earlier, 1, &error);
  if (!passes)
    g_assert_error (error, AMP_REVIEW_CHECK_ERROR, AMP_REVIEW_CHECK_ERROR_EARLIER);
  return passes;
}

static void
an_earlier_pack_that_has_nothing_to_do_with_it_does_no_harm (void)
{
  g_assert_true (check_beside (&another, NULL, NULL));
}

static void
the_id_of_an_earlier_pack_is_refused (void)
{
  AmpReviewEarlier earlier = another;

  earlier.id = "00c0ffee00c0ffee";
  g_assert_false (check_beside (&earlier, NULL, NULL));
}

static void
a_code_of_an_earlier_pack_is_refused (void)
{
  AmpReviewEarlier earlier = another;
  gsize length = 0;
  g_autofree char *good = read_pack ("good", &length);
  g_auto (GStrv) lines = g_strsplit (good, "\n", -1);

  /* The first record, one in the middle, and the last. */
  for (guint line = 18; line <= 52; line += 17)
    {
      g_autofree char *codes = g_strdup_printf ("aaaaaaaaaaaa%.12s", lines[line]);

      earlier.codes = codes;
      g_assert_false (check_beside (&earlier, NULL, NULL));
    }
}

static void
a_level_finer_than_the_earlier_one_is_refused (void)
{
  AmpReviewEarlier earlier = another;
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  g_autofree char *finer = read_pack ("good-by-place", &length);

  g_assert_true (amp_review_check (finer, length, &earlier, 1, &error));
  g_assert_no_error (error);
  earlier.level = "tiny";
  g_assert_true (check_beside (&earlier, NULL, NULL));
  g_assert_false (amp_review_check (finer, length, &earlier, 1, &error));
  g_assert_error (error, AMP_REVIEW_CHECK_ERROR, AMP_REVIEW_CHECK_ERROR_EARLIER);
  g_clear_error (&error);
  /* Of the same round it may be: no case is in both. A later round than this one's cannot be. */
  earlier.round = 1;
  g_assert_true (amp_review_check (finer, length, &earlier, 1, &error));
  g_assert_no_error (error);
  earlier.round = 2;
  g_assert_false (amp_review_check (finer, length, &earlier, 1, &error));
  g_assert_error (error, AMP_REVIEW_CHECK_ERROR, AMP_REVIEW_CHECK_ERROR_EARLIER);
  earlier.round = 0;
  earlier.level = "huge";
  g_assert_false (check_beside (&earlier, NULL, NULL));
}

/* Everybody in both: women of age are 15 in this one. */
static void
everybody_twice_with_a_few_more_is_refused (void)
{
  static const struct
  {
    const char *classes;
    gboolean passes;
  } rows[] = {
    {"F,adult,PE-norte,15\n", TRUE},
    {"F,adult,EC-costa,9\nF,adult,PE-norte,6\n", TRUE}, /* added up */
    {"F,adult,PE-norte,14\n", FALSE},
    {"F,adult,EC-costa,9\nF,adult,PE-norte,10\n", FALSE},
    {"F,adult,EC-costa,10\nF,adult,PE-norte,10\n", TRUE}, /* five are k */
    {"X,adult,PE-norte,14\n", TRUE},                      /* a class that is not in this one */
  };
  AmpReviewEarlier earlier = another;

  earlier.sample = 100;
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      earlier.classes = rows[i].classes;
      g_assert_true (check_beside (&earlier, NULL, NULL)); /* a sample of this one */
      g_assert_cmpint (check_beside (&earlier, "sample=20", "sample=100"), ==, rows[i].passes);
    }
}

static void
a_malformed_ledger_is_refused (void)
{
  static const char *const classes[] = {"F,adult,15\n",
                                        "F,adult,PE-norte,15",
                                        "F,adult,PE-norte,0\n",
                                        "F,adulta,PE-norte,15\n",
                                        "\n",
                                        NULL};
  AmpReviewEarlier earlier = another;

  earlier.sample = 100;
  for (gsize i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      earlier.classes = classes[i];
      g_assert_false (check_beside (&earlier, "sample=20", "sample=100"));
    }
  earlier = another;
  earlier.n_codes = 3;
  g_assert_false (check_beside (&earlier, NULL, NULL));
  earlier = another;
  earlier.codes = "aaaaaaaaaaaabbbbbbbbbbb1";
  g_assert_false (check_beside (&earlier, NULL, NULL));
  earlier.codes = NULL;
  g_assert_false (check_beside (&earlier, NULL, NULL));
  earlier = another;
  earlier.level = NULL;
  g_assert_false (check_beside (&earlier, NULL, NULL));
  earlier = another;
  earlier.id = NULL;
  g_assert_false (check_beside (&earlier, NULL, NULL));
}

static void
nothing_at_all_is_refused (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (amp_review_check (NULL, 0, NULL, 0, &error));
  g_assert_error (error, AMP_REVIEW_CHECK_ERROR, AMP_REVIEW_CHECK_ERROR_TEXT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/review-check/a-pack-in-which-every-rule-holds-passes",
                   a_pack_in_which_every_rule_holds_passes);
  g_test_add_func ("/review-check/what-was-withheld-may-be-none-some-or-many",
                   what_was_withheld_may_be_none_some_or_many);
  g_test_add_func ("/review-check/what-is-longer-than-any-pack-is-refused",
                   what_is_longer_than_any_pack_is_refused);
  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autofree char *path = g_strconcat ("/review-check/refused/", broken[i].name, NULL);

      g_test_add_data_func (path, &broken[i], a_pack_that_breaks_a_rule_is_refused);
    }
  g_test_add_func ("/review-check/every-rule-has-a-pack-that-breaks-it-and-a-sentence",
                   every_rule_has_a_pack_that_breaks_it_and_a_sentence);
  g_test_add_func ("/review-check/other-errors-have-no-sentence", other_errors_have_no_sentence);
  g_test_add_func ("/review-check/an-earlier-pack-that-has-nothing-to-do-with-it-does-no-harm",
                   an_earlier_pack_that_has_nothing_to_do_with_it_does_no_harm);
  g_test_add_func ("/review-check/the-id-of-an-earlier-pack-is-refused",
                   the_id_of_an_earlier_pack_is_refused);
  g_test_add_func ("/review-check/a-code-of-an-earlier-pack-is-refused",
                   a_code_of_an_earlier_pack_is_refused);
  g_test_add_func ("/review-check/a-level-finer-than-the-earlier-one-is-refused",
                   a_level_finer_than_the_earlier_one_is_refused);
  g_test_add_func ("/review-check/everybody-twice-with-a-few-more-is-refused",
                   everybody_twice_with_a_few_more_is_refused);
  g_test_add_func ("/review-check/a-malformed-ledger-is-refused", a_malformed_ledger_is_refused);
  g_test_add_func ("/review-check/nothing-at-all-is-refused", nothing_at_all_is_refused);
  return g_test_run ();
}
