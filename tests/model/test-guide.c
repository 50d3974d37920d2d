/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The guide that is compiled in, and what is refused. */
#include "model/guide-parse.h"

#include <string.h>

#include "model/codelist.h"
#include "model/date.h"
#include "model/field.h"

static void
test_every_kind_has_a_sheet_and_every_sheet_a_source (void)
{
  gboolean seen[AMP_GUIDE_KINDS] = {FALSE};

  for (guint i = 0; i < amp_guide_length (); i++)
    {
      const AmpGuideSheet *sheet = amp_guide_nth (i);

      seen[amp_guide_kind (sheet)] = TRUE;
      g_assert_true (amp_guide_find (amp_guide_id (sheet)) == sheet);
      g_assert_cmpstr (amp_guide_source (sheet, "es"), !=, "");
      g_assert_cmpstr (amp_guide_title (sheet, "en"), !=, amp_guide_title (sheet, "es_PE"));
      if (i > 0)
        g_assert_cmpint (amp_guide_kind (amp_guide_nth (i - 1)), <=, amp_guide_kind (sheet));
    }
  for (guint kind = 0; kind < AMP_GUIDE_SHIPPED_KINDS; kind++)
    g_assert_true (seen[kind]);
}

static void
test_a_sheet_explains_only_fields_that_are_there (void)
{
  for (guint i = 0; i < amp_guide_length (); i++)
    for (char **name = amp_guide_nth (i)->fields; *name != NULL; name++)
      {
        g_auto (GStrv) parts = g_strsplit (*name, ".", 2);
        const AmpEntity *entity;

        if (**name == '\0')
          continue;
        entity = amp_entity_find (parts[0]);
        if (entity == NULL || amp_entity_field (entity, parts[1]) == NULL)
          g_error ("%s: no field %s", amp_guide_id (amp_guide_nth (i)), *name);
        g_assert_true (amp_guide_of_field (parts[0], parts[1]) == amp_guide_nth (i));
      }
  g_assert_nonnull (amp_guide_of_field ("situation", "act"));
  g_assert_nonnull (amp_guide_of_field ("consent", "purpose"));
  g_assert_nonnull (amp_guide_of_field ("risk_assessment", "level"));
  g_assert_null (amp_guide_of_field ("person", "gender"));
}

static void
test_a_norm_that_was_replaced_says_by_which_and_when (void)
{
  const AmpGuideSheet *old = amp_guide_find ("norm-ds-005-2016-in");

  g_assert_true (amp_guide_replaced_by (old) == amp_guide_find ("norm-ds-007-2023-in"));
  g_assert_cmpstr (amp_guide_until (old), ==, "2023");
  for (guint i = 0; i < amp_guide_length (); i++)
    {
      const AmpGuideSheet *sheet = amp_guide_nth (i);

      if (sheet->replaced_by != NULL)
        {
          g_assert_nonnull (amp_guide_replaced_by (sheet));
          g_assert_null (amp_guide_until (amp_guide_replaced_by (sheet)));
        }
      if (amp_guide_kind (sheet) == AMP_GUIDE_NORM)
        g_assert_nonnull (amp_guide_country (sheet));
      if (amp_guide_kind (sheet) == AMP_GUIDE_EMERGENCY)
        g_assert_nonnull (amp_guide_checked (sheet));
    }
}

static void
test_steps_are_numbered_within_their_sheet (void)
{
  const AmpGuideSheet *sheet = amp_guide_find ("consent");
  guint step = 0;

  for (guint i = 0; i < amp_guide_n_blocks (sheet); i++)
    if (amp_guide_block_kind (sheet, i) == AMP_GUIDE_STEP)
      g_assert_cmpuint (amp_guide_block_number (sheet, i), ==, ++step);
    else
      g_assert_cmpuint (amp_guide_block_number (sheet, i), ==, 0);
  g_assert_cmpuint (step, ==, 7);
}

static void
test_words_are_found_without_their_accents_in_both_languages (void)
{
  const AmpGuideSheet *consent = amp_guide_find ("consent");

  g_assert_true (amp_guide_matches (consent, "ASENTIMIENTO nino") ==
                 amp_guide_matches (consent, "asentimiento niño"));
  g_assert_true (amp_guide_matches (consent, "cambiar opinion"));
  g_assert_true (amp_guide_matches (consent, "change her mind"));
  g_assert_true (amp_guide_matches (consent, "29733 cons"));
  g_assert_true (amp_guide_matches (consent, ""));
  g_assert_true (amp_guide_matches (consent, NULL));
  g_assert_false (amp_guide_matches (consent, "pinion")); /* begins no word */
  g_assert_false (amp_guide_matches (consent, "consentimiento zzz"));
}

static void
assert_refused (const char *xml)
{
  g_autoptr (GBytes) bytes = g_bytes_new (xml, strlen (xml));
  g_autoptr (GError) error = NULL;

  g_assert_null (amp_guide_parse (bytes, &error));
  g_assert_nonnull (error);
}

#define SHEET "<sheet id=\"a\" kind=\"law\" source-en=\"s\" source-es=\"s\">"
#define TITLE "<title en=\"t\" es=\"t\"/>"

static void
test_a_sheet_that_is_not_whole_is_refused (void)
{
  static const char whole[] = SHEET TITLE "<p en=\"x\" es=\"y\"/></sheet>";
  g_autoptr (GBytes) bytes = g_bytes_new (whole, strlen (whole));
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpGuideSheet) sheet = amp_guide_parse (bytes, &error);

  g_assert_no_error (error);
  g_assert_nonnull (sheet);
  assert_refused ("");
  assert_refused (SHEET TITLE "</sheet>");
  assert_refused (SHEET "<p en=\"x\" es=\"y\"/></sheet>");
  assert_refused (SHEET TITLE "<p en=\"x\"/></sheet>");
  assert_refused (SHEET TITLE "<p en=\"x\" es=\"\"/></sheet>");
  assert_refused (SHEET TITLE "<q en=\"x\" es=\"y\"/></sheet>");
  assert_refused (SHEET TITLE TITLE "<p en=\"x\" es=\"y\"/></sheet>");
  assert_refused (SHEET TITLE "<p en=\"x\" es=\"y\"/>");
  assert_refused ("<sheet id=\"a\" kind=\"other\" source-en=\"s\" source-es=\"s\">" TITLE
                  "<p en=\"x\" es=\"y\"/></sheet>");
  assert_refused ("<sheet id=\"a\" kind=\"office\" source-en=\"s\" source-es=\"s\">" TITLE
                  "<p en=\"x\" es=\"y\"/></sheet>");
  assert_refused ("<sheet id=\"a\" kind=\"law\">" TITLE "<p en=\"x\" es=\"y\"/></sheet>");
}

/* --- Of the office --- */

static AmpRecord *
new_local (const char *text, const char *checked_on)
{
  AmpRecord *record = amp_record_new (amp_entity_find ("local_sheet"));

  amp_record_set_identity (record, 77, 1);
  g_assert_true (amp_record_set (record, "title", "Números de la mesa", NULL));
  g_assert_true (amp_record_set (record, "topic", "numbers", NULL));
  g_assert_true (amp_record_set (record, "text", text, NULL));
  g_assert_true (amp_record_set (record, "checked_on", checked_on, NULL));
  return record;
}

static void
assert_block (const AmpGuideSheet *sheet, guint n, AmpGuideBlockKind kind, const char *text)
{
  g_assert_cmpint (amp_guide_block_kind (sheet, n), ==, kind);
  g_assert_cmpstr (amp_guide_block_text (sheet, n, "es"), ==, text);
}

static void
test_what_the_office_wrote_has_the_shape_of_a_sheet (void)
{
  g_autoptr (AmpRecord) record =
    new_local ("# A quién llamar\r\n\n1. Primero la UDAVIT\n12) Después la comisaría\n"
               "- 072 52\n• Guardia\n1.5 km de la plaza\n#sin título\n-\n- \n  aparte  ",
               "2020-05");
  g_autoptr (AmpGuideSheet) sheet = amp_guide_sheet_new (record);

  g_assert_cmpint (amp_guide_record (sheet), ==, 77);
  g_assert_cmpint (amp_guide_kind (sheet), ==, AMP_GUIDE_EMERGENCY);
  g_assert_cmpstr (amp_guide_title (sheet, "en"), ==, "Números de la mesa");
  g_assert_null (amp_guide_replaced_by (sheet));
  assert_block (sheet, 0, AMP_GUIDE_HEADING, "A quién llamar");
  assert_block (sheet, 1, AMP_GUIDE_STEP, "Primero la UDAVIT");
  assert_block (sheet, 2, AMP_GUIDE_STEP, "Después la comisaría");
  g_assert_cmpuint (amp_guide_block_number (sheet, 2), ==, 2);
  assert_block (sheet, 3, AMP_GUIDE_ITEM, "072 52");
  assert_block (sheet, 4, AMP_GUIDE_ITEM, "Guardia");
  assert_block (sheet, 5, AMP_GUIDE_PARAGRAPH, "1.5 km de la plaza");
  assert_block (sheet, 6, AMP_GUIDE_PARAGRAPH, "#sin título");
  assert_block (sheet, 7, AMP_GUIDE_PARAGRAPH, "-");
  assert_block (sheet, 9, AMP_GUIDE_PARAGRAPH, "aparte");
  g_assert_true (amp_guide_matches (sheet, "numeros comisaria"));
  g_assert_false (amp_guide_matches (sheet, "hospital"));
  g_assert_false (amp_guide_is_for_groups (sheet));
  g_assert_true (amp_guide_is_for_groups (amp_guide_nth (0)));
}

static gboolean
is_stale (gint64 days_ago)
{
  const AmpDate today = amp_date_today ();
  AmpDate then = amp_date_from_day_number (amp_date_day_number (&today) - days_ago);
  g_autofree char *text = amp_date_to_text (&then);
  g_autoptr (AmpRecord) record = new_local ("x", text);
  g_autoptr (AmpGuideSheet) sheet = amp_guide_sheet_new (record);

  return amp_guide_is_stale (sheet);
}

static void
test_a_sheet_of_the_office_is_stale_after_180_days (void)
{
  g_autoptr (AmpRecord) never = new_local ("x", NULL), unknown = new_local ("x", "unknown");
  g_autoptr (AmpGuideSheet) one = amp_guide_sheet_new (never);
  g_autoptr (AmpGuideSheet) two = amp_guide_sheet_new (unknown);

  g_assert_false (is_stale (0));
  g_assert_false (is_stale (180));
  g_assert_true (is_stale (181));
  g_assert_true (amp_guide_is_stale (one));
  g_assert_true (amp_guide_is_stale (two));
  for (guint i = 0; i < amp_guide_length (); i++)
    g_assert_false (amp_guide_is_stale (amp_guide_nth (i)));
}

static void
test_every_topic_has_its_place (void)
{
  const AmpCodeList *topics = amp_code_list_find ("guide_topic");

  for (guint i = 0; i < amp_code_list_length (topics); i++)
    {
      const char *topic = amp_code_value (amp_code_list_nth (topics, i));
      g_autoptr (AmpRecord) record = new_local ("x", NULL);
      g_autoptr (AmpGuideSheet) sheet = NULL;

      g_assert_true (amp_record_set (record, "topic", topic, NULL));
      sheet = amp_guide_sheet_new (record);
      g_assert_true ((amp_guide_kind (sheet) == AMP_GUIDE_OFFICE) ==
                     (strcmp (topic, "practice") == 0 || strcmp (topic, "other") == 0));
    }
}

static void
test_a_document_has_its_front_page (void)
{
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("document"));
  g_autoptr (AmpGuideSheet) sheet = NULL, bare = NULL;
  g_autoptr (AmpRecord) empty = amp_record_new (amp_entity_find ("document"));

  amp_record_set_identity (record, 5, 1);
  amp_record_set (record, "title", "Acta", NULL);
  amp_record_set (record, "kind", "minutes", NULL);
  amp_record_set (record, "on", "2026-03", NULL);
  amp_record_set (record, "note", "- Acuerdo uno", NULL);
  sheet = amp_guide_sheet_new (record);
  g_assert_cmpint (amp_guide_kind (sheet), ==, AMP_GUIDE_DOCUMENT);
  g_assert_cmpstr (amp_guide_document_kind (sheet, "es"), ==, "Acta");
  g_assert_cmpstr (amp_guide_since (sheet), ==, "2026-03");
  g_assert_false (amp_guide_is_stale (sheet));
  assert_block (sheet, 0, AMP_GUIDE_ITEM, "Acuerdo uno");
  bare = amp_guide_sheet_new (empty);
  g_assert_cmpstr (amp_guide_title (bare, "es"), ==, "");
  g_assert_null (amp_guide_document_kind (bare, "es"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/guide/every-kind-has-a-sheet-and-every-sheet-a-source",
                   test_every_kind_has_a_sheet_and_every_sheet_a_source);
  g_test_add_func ("/guide/a-sheet-explains-only-fields-that-are-there",
                   test_a_sheet_explains_only_fields_that_are_there);
  g_test_add_func ("/guide/a-norm-that-was-replaced-says-by-which-and-when",
                   test_a_norm_that_was_replaced_says_by_which_and_when);
  g_test_add_func ("/guide/steps-are-numbered-within-their-sheet",
                   test_steps_are_numbered_within_their_sheet);
  g_test_add_func ("/guide/words-are-found-without-their-accents-in-both-languages",
                   test_words_are_found_without_their_accents_in_both_languages);
  g_test_add_func ("/guide/a-sheet-that-is-not-whole-is-refused",
                   test_a_sheet_that_is_not_whole_is_refused);
  g_test_add_func ("/guide/what-the-office-wrote-has-the-shape-of-a-sheet",
                   test_what_the_office_wrote_has_the_shape_of_a_sheet);
  g_test_add_func ("/guide/a-sheet-of-the-office-is-stale-after-180-days",
                   test_a_sheet_of_the_office_is_stale_after_180_days);
  g_test_add_func ("/guide/every-topic-has-its-place", test_every_topic_has_its_place);
  g_test_add_func ("/guide/a-document-has-its-front-page", test_a_document_has_its_front_page);
  return g_test_run ();
}
