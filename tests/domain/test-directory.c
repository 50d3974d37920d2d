/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who is offered to whom, in which order, and the directory as a table. */
#include "domain/directory.h"

#include "domain/cases.h"
#include "model/codelist.h"
#include "office.h"

#include <string.h>

#define TODAY "2026-11-26"

static gint64
add (Office *office, const char *code, const char *const *fields)
{
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("institution"));
  g_autoptr (GError) error = NULL;

  amp_record_set (record, "code", code, &error);
  g_assert_no_error (error);
  amp_record_set (record, "name_es", code, &error);
  for (gsize i = 0; fields[i] != NULL; i += 2)
    {
      amp_record_set (record, fields[i], fields[i + 1], &error);
      g_assert_no_error (error);
    }
  amp_cases_save (office->session, record, NULL, &error);
  g_assert_no_error (error);
  return amp_record_id (record);
}

#define ADD(office, code, ...) add (office, code, (const char *const[]){__VA_ARGS__, NULL})

static AmpRecord *
load (Office *office, gint64 id)
{
  g_autoptr (GError) error = NULL;
  AmpRecord *record = amp_store_load (amp_session_get_store (office->session),
                                      amp_entity_find ("institution"), id, &error);

  g_assert_no_error (error);
  return record;
}

static void
store (Office *office, AmpRecord *record)
{
  g_autoptr (GError) error = NULL;

  amp_cases_save (office->session, record, NULL, &error);
  g_assert_no_error (error);
}

static GPtrArray *
find (Office *office, const AmpDirectoryWish *wish)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *entries = amp_directory_find (office->session, wish, &error);

  g_assert_no_error (error);
  return entries;
}

static const AmpDirectoryEntry *
entry_of (GPtrArray *entries, const char *code)
{
  for (guint i = 0; i < entries->len; i++)
    if (g_strcmp0 (((AmpDirectoryEntry *) entries->pdata[i])->code, code) == 0)
      return entries->pdata[i];
  g_error ("no entry %s", code);
}

/* Codes of those that are offered, in their order. */
static char *
offered (GPtrArray *entries)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      const AmpDirectoryEntry *entry = entries->pdata[i];

      if (entry->reasons == 0)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", entry->code);
    }
  return g_string_free (text, FALSE);
}

static void
wish_anybody (AmpDirectoryWish *wish)
{
  memset (wish, 0, sizeof *wish);
  wish->age_min = wish->age_max = -1;
  wish->lgbtiq = wish->disability = wish->family = -1;
  wish->date = g_strdup (TODAY);
}

/* --- Matching --- */

static void
test_each_reason_keeps_one_out (void)
{
  static const struct
  {
    const char *field, *value;
    int min, max;
    const char *sex, *nationality;
    guint reasons;
  } rows[] = {
    {"serves", NULL, 30, 30, "F", "PE", 0},
    {"serves", "women", 30, 30, "F", "PE", 0},
    {"serves", "women", 30, 30, "M", "PE", AMP_DIRECTORY_SEX},
    {"serves", "women", 30, 30, "X", "PE", 0},
    {"serves", "women", 30, 30, NULL, "PE", 0},
    {"serves", "women", 30, 30, "unknown", "PE", 0},
    {"serves", "women", 17, 17, "F", "PE", AMP_DIRECTORY_AGE},
    {"serves", "women", 18, 18, "F", "PE", 0},
    {"serves", "women", -1, -1, "F", "PE", 0},
    {"serves", "men", 40, 40, "F", "PE", AMP_DIRECTORY_SEX},
    {"serves", "girls_boys", 11, 11, "M", "PE", 0},
    {"serves", "girls_boys", 12, 12, "M", "PE", AMP_DIRECTORY_AGE},
    {"serves", "adolescents", 12, 12, "F", "PE", 0},
    {"serves", "adolescents", 17, 17, "F", "PE", 0},
    {"serves", "adolescents", 18, 18, "F", "PE", AMP_DIRECTORY_AGE},
    {"serves", "adolescents", 9, 17, "F", "PE", 0}, /* a band that may be either */
    {"serves", "girls_boys;adolescents", 30, 30, "F", "PE", AMP_DIRECTORY_AGE},
    {"serves", "women;lgbtiq", 30, 30, "M", "PE", AMP_DIRECTORY_SEX},
    {"serves", "lgbtiq", 30, 30, "M", "PE", 0}, /* not known: ask */
    {"serves", "nationals", 30, 30, "F", "PE", 0},
    {"serves", "nationals", 30, 30, "F", "VE", AMP_DIRECTORY_NATIONALITY},
    {"serves", "nationals", 30, 30, "F", "PE;VE", 0},
    {"serves", "nationals", 30, 30, "F", NULL, 0},
    {"serves", "foreigners", 30, 30, "F", "VE", 0},
    {"serves", "foreigners", 30, 30, "F", "PE", AMP_DIRECTORY_NATIONALITY},
    {"serves", "foreigners", 30, 30, "F", "PE;VE", 0},
    {"serves", "nationals;foreigners", 30, 30, "F", "VE", 0},
    {"serves", "women;nationals", 15, 15, "M", "VE", AMP_DIRECTORY_AGE | AMP_DIRECTORY_NATIONALITY},
    {"services", "04_csmc", 30, 30, "F", "PE", 0},
    {"services", "05_gesell;04_csmc", 30, 30, "F", "PE", 0},
    {"services", "05_gesell", 30, 30, "F", "PE", AMP_DIRECTORY_SERVICE},
    {"services", NULL, 30, 30, "F", "PE", AMP_DIRECTORY_SERVICE},
    {"valid_from", TODAY, 30, 30, "F", "PE", 0},
    {"valid_from", "2026-11-27", 30, 30, "F", "PE", AMP_DIRECTORY_NOT_YET},
    {"valid_from", "2026", 30, 30, "F", "PE", 0},
    {"valid_from", "2027", 30, 30, "F", "PE", AMP_DIRECTORY_NOT_YET},
    {"valid_to", TODAY, 30, 30, "F", "PE", 0},
    {"valid_to", "2026-11-25", 30, 30, "F", "PE", AMP_DIRECTORY_ENDED},
    {"valid_to", "2026-11", 30, 30, "F", "PE", 0},
    {"valid_to", "2025", 30, 30, "F", "PE", AMP_DIRECTORY_ENDED},
    {"valid_to", "unknown", 30, 30, "F", "PE", 0},
    {"region", "PE-TUM", 30, 30, "F", "PE", 0},
    {"region", "PE-PIU", 30, 30, "F", "PE", 0},
    {"region", "EC-O", 30, 30, "F", "PE", 0},
    {"region", "PE-CUS", 30, 30, "F", "PE", AMP_DIRECTORY_FAR},
    {"region", NULL, 30, 30, "F", "PE", 0},
  };

  static const char *const fields[] = {"serves", "valid_from", "valid_to", "region"};
  g_auto (Office) office = {0};
  gint64 id;

  office_open (&office);
  id = ADD (&office, "A", "country", "PE");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (AmpDirectoryWish) wish = {0};
      g_autoptr (GPtrArray) entries = NULL;
      g_autoptr (AmpRecord) record = load (&office, id);

      g_assert_true (amp_record_set (record, "services", "04_csmc", NULL));
      for (gsize f = 0; f < G_N_ELEMENTS (fields); f++)
        g_assert_true (amp_record_set (record, fields[f], NULL, NULL));
      g_assert_true (amp_record_set (record, rows[i].field, rows[i].value, NULL));
      store (&office, record);
      wish_anybody (&wish);
      wish.service = g_strdup ("04_csmc");
      wish.region = g_strdup ("PE-TUM");
      wish.age_min = rows[i].min;
      wish.age_max = rows[i].max;
      wish.sex = g_strdup (rows[i].sex);
      wish.nationality = g_strdup (rows[i].nationality);
      entries = find (&office, &wish);
      if (entry_of (entries, "A")->reasons != rows[i].reasons)
        g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpuint (entry_of (entries, "A")->reasons, ==, rows[i].reasons);
    }
}

static void
test_people_whom_it_takes_besides (void)
{
  static const struct
  {
    const char *serves;
    int lgbtiq, disability, family;
    guint reasons;
  } rows[] = {
    {"women;lgbtiq", 1, -1, -1, 0},
    {"women;lgbtiq", 0, -1, -1, AMP_DIRECTORY_SEX},
    {"lgbtiq", 0, 0, 0, AMP_DIRECTORY_GROUP},
    {"lgbtiq;disability", 0, 1, 0, 0},
    {"disability", -1, 0, -1, AMP_DIRECTORY_GROUP},
    {"families", -1, -1, 1, 0},
    {"adolescents;lgbtiq", 1, -1, -1, AMP_DIRECTORY_AGE},
  };

  g_auto (Office) office = {0};
  gint64 id;

  office_open (&office);
  id = ADD (&office, "A", "country", "PE");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (AmpDirectoryWish) wish = {0};
      g_autoptr (GPtrArray) entries = NULL;
      g_autoptr (AmpRecord) record = load (&office, id);

      g_assert_true (amp_record_set (record, "serves", rows[i].serves, NULL));
      store (&office, record);
      wish_anybody (&wish);
      wish.age_min = wish.age_max = 30;
      wish.sex = g_strdup ("M");
      wish.lgbtiq = rows[i].lgbtiq;
      wish.disability = rows[i].disability;
      wish.family = rows[i].family;
      entries = find (&office, &wish);
      g_assert_cmpuint (entry_of (entries, "A")->reasons, ==, rows[i].reasons);
    }
}

static void
test_near_and_verified_ones_come_first (void)
{
  g_auto (Office) office = {0};
  g_auto (AmpDirectoryWish) wish = {0};
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *codes = NULL;

  office_open (&office);
  ADD (&office, "FAR", "region", "PE-TAC", "verified_on", TODAY);
  ADD (&office, "NATIONAL", "verified_on", TODAY);
  ADD (&office, "NEXT", "region", "PE-PIU", "verified_on", TODAY);
  ADD (&office, "HERE-NEVER", "region", "PE-TUM");
  ADD (&office, "HERE-OLD", "region", "PE-TUM", "verified_on", "2026-05-29");
  ADD (&office, "HERE-B", "region", "PE-TUM", "verified_on", "2026-05-30");
  ADD (&office, "HERE-Á", "region", "PE-TUM", "verified_on", TODAY);
  ADD (&office, "ACROSS", "region", "EC-O", "verified_on", TODAY);
  wish_anybody (&wish);
  wish.region = g_strdup ("PE-TUM");
  entries = find (&office, &wish);
  codes = offered (entries);
  g_assert_cmpstr (codes, ==, "HERE-Á HERE-B HERE-OLD HERE-NEVER ACROSS NEXT NATIONAL");
  g_assert_cmpstr (((AmpDirectoryEntry *) entries->pdata[7])->code, ==, "FAR");
  g_assert_cmpint (entry_of (entries, "HERE-B")->verified, ==, AMP_VERIFIED_RECENTLY);
  g_assert_cmpint (entry_of (entries, "HERE-OLD")->verified, ==, AMP_VERIFIED_LONG_AGO);
  g_assert_cmpint (entry_of (entries, "HERE-NEVER")->verified, ==, AMP_VERIFIED_NEVER);
}

static void
replace (Office *office, gint64 old, gint64 by)
{
  g_autoptr (AmpRecord) record = load (office, old);

  amp_record_set_int (record, "replaced_by", by);
  store (office, record);
}

static void
test_the_last_of_those_that_took_over_is_named (void)
{
  g_auto (Office) office = {0};
  g_auto (AmpDirectoryWish) wish = {0}, before = {0};
  g_autoptr (GPtrArray) entries = NULL, then = NULL;
  gint64 first, second, third, one, other;

  office_open (&office);
  first = ADD (&office, "FIRST", "valid_to", "2020-12-31");
  second = ADD (&office, "SECOND", "valid_to", "2025-06-30", "valid_from", "2021-01-01");
  third = ADD (&office, "THIRD", "valid_from", "2025-07-01");
  replace (&office, first, second);
  replace (&office, second, third);
  one = ADD (&office, "ONE", "short", "x");
  other = ADD (&office, "OTHER", "short", "x");
  replace (&office, one, other);
  replace (&office, other, one);
  wish_anybody (&wish);
  entries = find (&office, &wish);
  g_assert_cmpuint (entry_of (entries, "FIRST")->reasons, ==, AMP_DIRECTORY_REPLACED);
  g_assert_cmpint (entry_of (entries, "FIRST")->follower, ==, third);
  g_assert_cmpstr (entry_of (entries, "FIRST")->follower_name, ==, "THIRD");
  g_assert_cmpuint (entry_of (entries, "THIRD")->reasons, ==, 0);
  /* Two that name each other end somewhere. */
  g_assert_cmpuint (entry_of (entries, "ONE")->reasons, ==, AMP_DIRECTORY_REPLACED);
  g_assert_cmpint (entry_of (entries, "ONE")->follower, ==, other);

  wish_anybody (&before);
  g_free (before.date);
  before.date = g_strdup ("2024-03-05");
  then = find (&office, &before);
  g_assert_cmpuint (entry_of (then, "SECOND")->reasons, ==, 0);
  g_assert_cmpint (entry_of (then, "FIRST")->follower, ==, second);
  g_assert_cmpuint (entry_of (then, "THIRD")->reasons, ==, AMP_DIRECTORY_NOT_YET);
}

static void
test_a_wish_is_read_from_person_and_case (void)
{
  g_auto (AmpDirectoryWish) wish = {0};
  g_autoptr (AmpRecord) person = amp_record_new (amp_entity_find ("person"));
  g_autoptr (AmpRecord) case_ = amp_record_new (amp_entity_find ("case"));

  amp_record_set (person, "birth_date", "2010-11-27", NULL);
  amp_record_set (person, "sex_registered", "M", NULL);
  amp_record_set (person, "gender", "TransgenderFeminine", NULL);
  amp_record_set (person, "nationality", "EC;PE", NULL);
  amp_record_set (person, "dependants_with_client", "2", NULL);
  amp_record_set (person, "disability", "none", NULL);
  amp_record_set (case_, "office_region", "PE-TUM", NULL);
  amp_directory_wish_init (&wish, person, case_, "04_csmc", TODAY);
  g_assert_cmpint (wish.age_min, ==, 15);
  g_assert_cmpint (wish.age_max, ==, 15);
  g_assert_cmpstr (wish.sex, ==, "F");
  g_assert_cmpint (wish.lgbtiq, ==, 1);
  g_assert_cmpint (wish.family, ==, 1);
  g_assert_cmpint (wish.disability, ==, 0);
  g_assert_cmpstr (wish.region, ==, "PE-TUM");
  g_assert_true (amp_person_is_minor (person, TODAY));
  g_assert_false (amp_person_is_minor (person, "2028-11-27"));
  amp_record_set (person, "birth_date", NULL, NULL);
  g_assert_false (amp_person_is_minor (person, TODAY));
  amp_record_set (person, "age_band", "9--17", NULL);
  g_assert_true (amp_person_is_minor (person, TODAY));
  amp_record_set (person, "birth_year", "2008", NULL); /* 17 or 18 */
  g_assert_false (amp_person_is_minor (person, TODAY));
}

static void
test_regions_border_on_each_other (void)
{
  const AmpCodeList *list = amp_code_list_find ("region");
  guint n = 0;

  for (guint i = 0; i < amp_code_list_length (list); i++)
    for (guint j = 0; j < amp_code_list_length (list); j++)
      {
        const char *one = amp_code_value (amp_code_list_nth (list, i));
        const char *other = amp_code_value (amp_code_list_nth (list, j));

        g_assert_cmpint (amp_region_borders (one, other), ==, amp_region_borders (other, one));
        n += amp_region_borders (one, other) ? 1 : 0;
        if (g_str_has_prefix (one, "PE") != g_str_has_prefix (other, "PE") &&
            amp_region_borders (one, other))
          g_assert_cmpstr (amp_code_attribute (amp_code_list_nth (list, i), "border"), ==, "1");
      }
  g_assert_cmpuint (n, >, 150);
  g_assert_true (amp_region_borders ("PE-TUM", "EC-O"));
  g_assert_false (amp_region_borders ("PE-TUM", "PE-TUM"));
  g_assert_false (amp_region_borders (NULL, "PE-TUM"));
}

/* --- The seed --- */

static void
test_the_seed_comes_once_and_unverified (void)
{
  g_auto (Office) office = {0};
  g_auto (AmpDirectoryWish) wish = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  guint n = 0, again = 99;

  office_open (&office);
  ADD (&office, "1818", "verified_on", TODAY); /* the office's own: stays */
  g_assert_true (amp_directory_seed (office.session, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, >=, 40);
  g_assert_true (amp_directory_seed (office.session, &again, &error));
  g_assert_cmpuint (again, ==, 0);
  wish_anybody (&wish);
  entries = find (&office, &wish);
  g_assert_cmpuint (entries->len, ==, n + 1);
  for (guint i = 0; i < entries->len; i++)
    {
      const AmpDirectoryEntry *entry = entries->pdata[i];

      g_assert_cmpint (entry->verified, ==,
                       g_str_equal (entry->code, "1818") ? AMP_VERIFIED_RECENTLY
                                                         : AMP_VERIFIED_NEVER);
    }
  g_assert_cmpuint (entry_of (entries, "AURORA")->reasons, ==, AMP_DIRECTORY_REPLACED);
  g_assert_cmpstr (entry_of (entries, "AURORA")->follower_name, ==, "Programa Nacional Warmi Ñan");
  g_assert_cmpuint (entry_of (entries, "WARMI-NAN")->reasons, ==, 0);
  g_assert_true (amp_store_verify (amp_session_get_store (office.session), NULL, NULL, &error));
  g_assert_no_error (error);
}

static void
test_no_seed_has_an_address_and_few_a_phone (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpCursor) cursor = NULL;
  const char *paths[] = {"code", "phones", "address", "focal_point", "source", "confidence", NULL};
  const char *const public[] = {"1818", "100", "0800-15170", "911", NULL};
  guint n_phones = 0;

  office_open (&office);
  g_assert_true (amp_directory_seed (office.session, NULL, &error));
  cursor = amp_store_select (amp_session_get_store (office.session),
                             amp_entity_find ("institution"), paths, NULL, 0, NULL, &error);
  while (amp_cursor_next (cursor, NULL, &error) > 0)
    {
      const char *phone = amp_cursor_text (cursor, 1);

      if (phone != NULL)
        g_assert_true (g_strv_contains (public, phone));
      n_phones += phone != NULL;
      g_assert_null (amp_cursor_text (cursor, 2));
      g_assert_null (amp_cursor_text (cursor, 3));
      g_assert_nonnull (amp_cursor_text (cursor, 4));
      g_assert_nonnull (amp_cursor_text (cursor, 5));
    }
  g_assert_cmpuint (n_phones, ==, 4);
}

static void
test_verified_today_is_recorded (void)
{
  g_auto (Office) office = {0};
  g_auto (AmpDirectoryWish) wish = {0};
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  office_open (&office);
  id = ADD (&office, "A", "verified_on", "2024-01-01");
  g_assert_true (amp_directory_verify (office.session, id, TODAY, &error));
  g_assert_no_error (error);
  wish_anybody (&wish);
  entries = find (&office, &wish);
  g_assert_cmpstr (entry_of (entries, "A")->verified_on, ==, TODAY);
  g_assert_false (amp_directory_verify (office.session, 999, TODAY, &error));
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NOT_FOUND);
}

/* --- The table --- */

static char *
to_csv (Office *office)
{
  g_autoptr (GError) error = NULL;
  char *csv = amp_directory_to_csv (office->session, NULL, &error);

  g_assert_no_error (error);
  return csv;
}

static AmpDirectoryImport
import (Office *office, const char *text, gboolean dry_run, AmpReport *report)
{
  g_autofree char *path = office_write (office, "directory.csv", text);
  g_autoptr (GError) error = NULL;
  AmpDirectoryImport result;

  amp_directory_import (office->session, path, dry_run, report, &result, &error);
  g_assert_no_error (error);
  return result;
}

static void
test_out_and_in_again_is_the_same (void)
{
  g_auto (Office) office = {0}, other = {0};
  g_autoptr (AmpReport) report = amp_report_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *csv = NULL, *back = NULL, *again = NULL;
  AmpDirectoryImport result;
  gint64 plain;

  office_open (&office);
  g_assert_true (amp_directory_seed (office.session, NULL, &error));
  ADD (&office, "Ñ-1", "name_es", "=Casa \"Ñusta\", S.A.", "focal_point", "María Peña", "phones",
       "-51 72 000", "mandate_note", "Dos\nlíneas; y más", "services", "04_csmc;05_gesell",
       "valid_from", "2024-03", "verified_on", "unknown");
  plain = ADD (&office, NULL, "name_es", "Sin código", "region", "PE-TUM");
  replace (&office, ADD (&office, NULL, "name_es", "Otra sin código"), plain);
  csv = to_csv (&office);
  office_open (&other);
  result = import (&other, csv, FALSE, report);
  g_assert_cmpuint (amp_report_length (report), ==, 0);
  g_assert_cmpuint (result.added, ==, result.rows);
  back = to_csv (&other);
  g_assert_cmpstr (back, ==, csv);
  result = import (&other, csv, FALSE, report);
  g_assert_cmpuint (result.unchanged, ==, result.rows);
  g_assert_cmpuint (result.added + result.changed, ==, 0);
  again = to_csv (&other);
  g_assert_cmpstr (again, ==, csv);
}

static void
test_what_cannot_be_read_is_told (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpReport) report = amp_report_new ();
  g_autoptr (GPtrArray) entries = NULL;
  g_auto (AmpDirectoryWish) wish = {0};
  AmpDirectoryImport result;

  office_open (&office);
  ADD (&office, "A", "name_es", "Antes", "kind", "NGO", "phones", "072");
  result = import (&office,
                   "code,NAME_ES,kind,region,verified_on,replaced_by,colour,valid_to,valid_from\n"
                   "a,Después,Fiscalía,Tumbes,26/11/2026,B,red,,\n"
                   "B,Beta,nonsense,PE-TUM,not a date,nobody,,,\n"
                   "C,,NGO,,,,,,\n"
                   "D,Delta,,,,D,,,,too much\n"
                   "\n"
                   "B,Beta otra vez,,,,,,,\n"
                   "E,Eco,,,,,,2020,2024\n",
                   FALSE, report);
  g_assert_cmpuint (result.rows, ==, 6);
  g_assert_cmpuint (result.added, ==, 2);
  g_assert_cmpuint (result.changed, ==, 2);
  g_assert_cmpuint (amp_report_count_code (report, "directory-column"), ==, 2);
  g_assert_cmpuint (amp_report_count_code (report, "directory-value"), ==, 2);
  g_assert_cmpuint (amp_report_count_code (report, "directory-reference"), ==, 2);
  g_assert_cmpuint (amp_report_count_code (report, "institution-twice"), ==, 1);
  g_assert_cmpuint (amp_report_count_code (report, "row-refused"), ==, 2);
  g_assert_cmpuint (amp_report_length (report), ==, 9);
  wish_anybody (&wish);
  entries = find (&office, &wish);
  g_assert_cmpstr (entry_of (entries, "A")->kind, ==, "Prosecutor");
  g_assert_cmpstr (entry_of (entries, "A")->region, ==, "PE-TUM");
  g_assert_cmpstr (entry_of (entries, "A")->verified_on, ==, TODAY);
  g_assert_cmpstr (entry_of (entries, "A")->follower_name, ==, "Beta otra vez");
}

static void
test_trying_writes_nothing (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpReport) report = amp_report_new ();
  AmpDirectoryImport result;

  office_open (&office);
  result = import (&office, "code,name_es\nA,Alfa\nB,Beta\n", TRUE, report);
  g_assert_cmpuint (result.added, ==, 2);
  g_assert_cmpint (
    amp_store_count (amp_session_get_store (office.session), amp_entity_find ("institution"), NULL),
    ==, 0);
}

static void
test_a_file_that_is_no_directory_is_refused (void)
{
  static const char *const bad[] = {"", "a,b\n1,2\n", "\n\n", "name_es\n\"never closed"};
  g_auto (Office) office = {0};

  office_open (&office);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *path = office_write (&office, "bad.csv", bad[i]);
      g_autoptr (AmpReport) report = amp_report_new ();
      g_autoptr (GError) error = NULL;
      AmpDirectoryImport result;

      g_assert_false (amp_directory_import (office.session, path, FALSE, report, &result, &error));
      g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT);
    }
}

static void
test_every_reason_and_age_has_its_words (void)
{
  for (guint i = 0; i <= 8; i++)
    g_assert_cmpuint (strlen (amp_directory_reason_sentence (1 << i)), >, 5);
  for (guint i = AMP_VERIFIED_RECENTLY; i <= AMP_VERIFIED_NEVER; i++)
    g_assert_cmpuint (strlen (amp_directory_verified_sentence (i)), >, 5);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/directory/each-reason-keeps-one-out", test_each_reason_keeps_one_out);
  g_test_add_func ("/directory/people-whom-it-takes-besides", test_people_whom_it_takes_besides);
  g_test_add_func ("/directory/near-and-verified-ones-come-first",
                   test_near_and_verified_ones_come_first);
  g_test_add_func ("/directory/the-last-of-those-that-took-over-is-named",
                   test_the_last_of_those_that_took_over_is_named);
  g_test_add_func ("/directory/a-wish-is-read-from-person-and-case",
                   test_a_wish_is_read_from_person_and_case);
  g_test_add_func ("/directory/regions-border-on-each-other", test_regions_border_on_each_other);
  g_test_add_func ("/directory/the-seed-comes-once-and-unverified",
                   test_the_seed_comes_once_and_unverified);
  g_test_add_func ("/directory/no-seed-has-an-address-and-few-a-phone",
                   test_no_seed_has_an_address_and_few_a_phone);
  g_test_add_func ("/directory/verified-today-is-recorded", test_verified_today_is_recorded);
  g_test_add_func ("/directory/out-and-in-again-is-the-same", test_out_and_in_again_is_the_same);
  g_test_add_func ("/directory/what-cannot-be-read-is-told", test_what_cannot_be_read_is_told);
  g_test_add_func ("/directory/trying-writes-nothing", test_trying_writes_nothing);
  g_test_add_func ("/directory/a-file-that-is-no-directory-is-refused",
                   test_a_file_that_is_no_directory_is_refused);
  g_test_add_func ("/directory/every-reason-and-age-has-its-words",
                   test_every_reason_and_age_has_its_words);
  return g_test_run ();
}
