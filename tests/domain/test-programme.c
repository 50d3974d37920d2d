/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The office's work beside the cases: lists, codes, series, and who may. */
#include "domain/programme.h"

#include "domain/cases.h"
#include "domain/training-reach.h"
#include "model/date.h"
#include "team.h"

#include <string.h>

#define ACTIVITY(office, ...) add (office, "activity", (const char *const[]){__VA_ARGS__, NULL})
#define TRAINING(office, ...) add (office, "training", (const char *const[]){__VA_ARGS__, NULL})

static AmpRecord *
fill (const char *entity, const char *const *fields)
{
  AmpRecord *record = amp_record_new (amp_entity_find (entity));
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; fields[i] != NULL; i += 2)
    {
      amp_record_set (record, fields[i], fields[i + 1], &error);
      g_assert_no_error (error);
    }
  return record;
}

/* A talk in Tumbes unless the fields say something else. */
static AmpRecord *
talk (const char *const *fields)
{
  AmpRecord *record = fill (
    "activity", (const char *const[]){"kind", "talk", "status", "done", "region", "PE-TUM", NULL});
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; fields[i] != NULL; i += 2)
    {
      amp_record_set (record, fields[i], fields[i + 1], &error);
      g_assert_no_error (error);
    }
  return record;
}

static gint64
add (Office *office, const char *entity, const char *const *fields)
{
  g_autoptr (AmpRecord) record =
    g_str_equal (entity, "activity") ? talk (fields) : fill (entity, fields);
  g_autoptr (GError) error = NULL;

  amp_programme_save (office->session, record, &error);
  g_assert_no_error (error);
  return amp_record_id (record);
}

static GPtrArray *
list (Office *office, const AmpProgrammeQuery *query, guint *n_all)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = amp_programme_list (office->session, query, n_all, NULL, &error);

  g_assert_no_error (error);
  return rows;
}

/* Titles in their order, joined by blanks. */
static char *
titles (Office *office, const AmpProgrammeQuery *query)
{
  g_autoptr (GPtrArray) rows = list (office, query, NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            ((AmpProgrammeRow *) rows->pdata[i])->title);
  return g_string_free (text, FALSE);
}

static void
assert_titles (Office *office, const AmpProgrammeQuery *query, const char *expected)
{
  g_autofree char *found = titles (office, query);

  g_assert_cmpstr (found, ==, expected);
}

static char *
get (Office *office, const char *entity, gint64 id, const char *field)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpRecord) record = amp_programme_load (office->session, entity, id, &error);

  g_assert_no_error (error);
  return g_strdup (amp_record_get (record, field));
}

static void
assert_field (
  Office *office, const char *entity, gint64 id, const char *field, const char *expected)
{
  g_autofree char *value = get (office, entity, id, field);

  g_assert_cmpstr (value, ==, expected);
}

/* --- Lists --- */

static void
test_list (void)
{
  g_auto (Office) office = {0};

  office_open (&office);
  ACTIVITY (&office, "title", "second", "on", "2025-03-05", "place", "Colegio Ñahui");
  ACTIVITY (&office, "title", "first", "on", "2024", "region", "PE-LOR");
  ACTIVITY (&office, "title", "last", "on", "2025-12-31", "status", "cancelled");
  ACTIVITY (&office, "title", "third", "on", "2025-07");
  assert_titles (&office, &(AmpProgrammeQuery){.entity = "activity"}, "last third second first");
  assert_titles (&office, &(AmpProgrammeQuery){.entity = "activity", .year = 2025},
                 "last third second");
  assert_titles (&office, &(AmpProgrammeQuery){.entity = "activity", .year = 2024}, "first");
  assert_titles (&office, &(AmpProgrammeQuery){.entity = "activity", .year = 2023}, "");
  assert_titles (&office, &(AmpProgrammeQuery){.entity = "activity", .region = "PE-LOR"}, "first");
  assert_titles (&office, &(AmpProgrammeQuery){.entity = "activity", .status = "cancelled"},
                 "last");
  assert_titles (&office, &(AmpProgrammeQuery){.entity = "activity", .text = " nahui  colegio"},
                 "second");
  assert_titles (&office, &(AmpProgrammeQuery){.entity = "activity", .text = "act-25-0002"},
                 "last");
  assert_titles (&office, &(AmpProgrammeQuery){.entity = "activity", .text = "nahui last"}, "");
  assert_titles (&office, &(AmpProgrammeQuery){.entity = "training"}, "");
}

static void
test_part (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GPtrArray) rows = NULL, found = NULL;
  guint n = 0;

  office_open (&office);
  for (guint i = 1; i <= 9; i++)
    {
      g_autofree char *on = g_strdup_printf ("2025-0%u-01", i);

      ACTIVITY (&office, "title", i % 2 == 0 ? "even" : "odd", "on", on);
    }
  rows = list (&office, &(AmpProgrammeQuery){.entity = "activity", .most = 2}, &n);
  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_cmpuint (n, ==, 9);
  g_assert_cmpstr (((AmpProgrammeRow *) rows->pdata[1])->on, ==, "2025-08-01");
  found = list (&office, &(AmpProgrammeQuery){.entity = "activity", .most = 2, .text = "EVEN"}, &n);
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpuint (n, ==, 4);
}

static void
test_years (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) years = NULL;

  office_open (&office);
  ACTIVITY (&office, "on", "2025-12-31");
  ACTIVITY (&office, "on", "2025-01-01");
  ACTIVITY (&office, "on", "2025");
  ACTIVITY (&office, "on", "2022-06");
  ACTIVITY (&office, "on", "unknown");
  years = amp_programme_years (office.session, "activity", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (years->len, ==, 2);
  g_assert_cmpuint (g_array_index (years, guint, 0), ==, 2025);
  g_assert_cmpuint (g_array_index (years, guint, 1), ==, 2022);
}

static gint64
first_number (Office *office, const char *entity)
{
  g_autoptr (GPtrArray) rows = list (office, &(AmpProgrammeQuery){.entity = entity}, NULL);

  return ((AmpProgrammeRow *) rows->pdata[0])->n;
}

static void
test_numbers (void)
{
  g_auto (Office) office = {0};
  g_autofree char *id = NULL;

  office_open (&office);
  ACTIVITY (&office, "on", "2025-01-01");
  g_assert_cmpint (first_number (&office, "activity"), ==, -1);
  ACTIVITY (&office, "on", "2025-02-01", "reached_f_12_17", "20", "reached_x_unknown", "3",
            "estimated_audience", "5000");
  g_assert_cmpint (first_number (&office, "activity"), ==, 23);

  id = g_strdup_printf ("%" G_GINT64_FORMAT, TRAINING (&office, "title", "T", "status", "done",
                                                       "on", "2025-03-01", "region", "PE-TUM"));
  g_assert_cmpint (first_number (&office, "training"), ==, -1);
  add (&office, "training_attendance",
       (const char *const[]){"training", id, "audience", "pnp", "attended_f", "4", NULL});
  add (&office, "training_attendance",
       (const char *const[]){"training", id, "audience", "judges", "attended_m", "2", NULL});
  g_assert_cmpint (first_number (&office, "training"), ==, 6);
}

/* --- Codes --- */

static void
test_codes (void)
{
  g_auto (Office) office = {0};
  gint64 ids[5];

  office_open (&office);
  ids[0] = ACTIVITY (&office, "on", "2025-05-01");
  ids[1] = ACTIVITY (&office, "on", "2025-01-01");
  ids[2] = ACTIVITY (&office, "on", "2024");
  ids[3] = ACTIVITY (&office, "on", "2025-06-01", "code", "FERIA-3");
  ids[4] =
    TRAINING (&office, "title", "T", "status", "done", "on", "2025-05-02", "region", "PE-TUM");
  assert_field (&office, "activity", ids[0], "code", "ACT-25-0001");
  assert_field (&office, "activity", ids[1], "code", "ACT-25-0002");
  assert_field (&office, "activity", ids[2], "code", "ACT-24-0001");
  assert_field (&office, "activity", ids[3], "code", "FERIA-3");
  assert_field (&office, "training", ids[4], "code", "CAP-25-0001");
}

static void
test_code_of_deleted (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  gint64 first, next;

  office_open (&office);
  first = ACTIVITY (&office, "on", "2025-05-01");
  ACTIVITY (&office, "on", "2025-05-01");
  g_assert_true (amp_programme_delete (office.session, "activity", first, &error));
  g_assert_no_error (error);
  next = ACTIVITY (&office, "on", "2025-05-08");
  assert_field (&office, "activity", next, "code", "ACT-25-0003");
}

/* Neither by the program nor by hand. */
static void
test_code_of_another (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL, other = NULL;
  g_autoptr (AmpRecord) live = talk ((const char *const[]){"code", "ACT-25-0001", NULL});
  g_autoptr (AmpRecord) gone = talk ((const char *const[]){"code", "FERIA-1", NULL});
  gint64 id;

  office_open (&office);
  ACTIVITY (&office, "on", "2025-05-01");
  id = ACTIVITY (&office, "on", "2025-05-01", "code", "FERIA-1");
  g_assert_true (amp_programme_delete (office.session, "activity", id, &error));
  g_assert_no_error (error);
  g_assert_false (amp_programme_save (office.session, live, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (error->message, "activity.code: "));
  g_assert_false (amp_programme_save (office.session, gone, &other));
  g_assert_error (other, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
}

static void
test_checked (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL, other = NULL;
  g_autoptr (AmpRecord) later = talk ((const char *const[]){"on", "2199-01-01", NULL});
  g_autoptr (AmpRecord) note = amp_record_new (amp_entity_find ("note"));

  office_open (&office);
  g_assert_false (amp_programme_save (office.session, later, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (error->message, "activity.on: "));
  g_assert_false (amp_programme_save (office.session, note, &other));
  g_assert_error (other, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
}

/* --- Series --- */

static void
assert_days (const char *first, const AmpRepeatWish *wish, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) days = amp_repeat_days (first, wish, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_ptr_array_add (days, NULL);
  text = g_strjoinv (" ", (char **) days->pdata);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_days (void)
{
  assert_days ("2025-12-24", &(AmpRepeatWish){.every = AMP_REPEAT_WEEKLY, .times = 2},
               "2025-12-31 2026-01-07");
  assert_days ("2024-02-20",
               &(AmpRepeatWish){.every = AMP_REPEAT_EVERY_TWO_WEEKS, .until = "2024-03-19"},
               "2024-03-05 2024-03-19");
  assert_days ("2023-11-30", &(AmpRepeatWish){.every = AMP_REPEAT_MONTHLY, .times = 4},
               "2023-12-30 2024-01-30 2024-02-29 2024-03-30");
}

/* Whole weeks or months apart, whatever the first day is, and never before it. */
static void
test_days_hold (void)
{
  for (guint i = 0; i < 500; i++)
    {
      AmpDate first = amp_date_from_day_number (g_test_rand_int_range (0, 40000)), day;
      g_autofree char *text = amp_date_to_text (&first);
      AmpRepeatWish wish = {.every = (AmpRepeat) g_test_rand_int_range (0, 3),
                            .times = (guint) g_test_rand_int_range (1, 201)};
      g_autoptr (GPtrArray) days = amp_repeat_days (text, &wish, NULL);

      g_assert_cmpuint (days->len, ==, wish.times);
      for (guint n = 0; n < days->len; n++)
        {
          gint64 apart;

          g_assert_true (amp_date_parse (days->pdata[n], &day));
          apart = amp_date_day_number (&day) - amp_date_day_number (&first);
          if (wish.every == AMP_REPEAT_MONTHLY)
            {
              g_assert_cmpint ((day.year - first.year) * 12 + day.month - first.month, ==, n + 1);
              g_assert_true (day.day == first.day || (day.day < first.day && day.day >= 28));
            }
          else
            g_assert_cmpint (apart, ==, (n + 1) * (wish.every == AMP_REPEAT_WEEKLY ? 7 : 14));
        }
    }
}

static void
assert_no_days (const char *first, const AmpRepeatWish *wish)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) days = amp_repeat_days (first, wish, &error);

  g_assert_null (days);
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
}

static void
test_no_days (void)
{
  assert_no_days ("2025-03", &(AmpRepeatWish){.times = 2});
  assert_no_days (NULL, &(AmpRepeatWish){.times = 2});
  assert_no_days ("2025-03-05", &(AmpRepeatWish){.times = 201});
  assert_no_days ("2025-03-05", &(AmpRepeatWish){.until = "2032-01-01"});
  assert_no_days ("2025-03-05", &(AmpRepeatWish){.until = "2025-03-11"});
  assert_no_days ("2025-03-05", &(AmpRepeatWish){.until = "2025-04"});
  assert_no_days ("2025-03-05", &(AmpRepeatWish){.until = NULL});
  assert_no_days ("2199-12-10", &(AmpRepeatWish){.times = 4});
}

static guint
count (Office *office)
{
  g_autoptr (GPtrArray) rows = list (office, &(AmpProgrammeQuery){.entity = "activity"}, NULL);

  return rows->len;
}

static void
test_repeat (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  const AmpRepeatWish wish = {.every = AMP_REPEAT_WEEKLY, .times = 3};
  g_autoptr (GPtrArray) rows = NULL;
  const AmpProgrammeRow *last;
  g_autofree char *id = NULL;
  gint64 first;
  guint n = 0;

  office_open (&office);
  first = ACTIVITY (&office, "title", "Charla", "on", "2025-03-05", "ends_on", "2025-03-06",
                    "topics", "what_is;online", "reached_f_18", "12", "signals", "1", "note", "x",
                    "materials_given", "40");
  g_assert_true (amp_programme_repeat (office.session, first, &wish, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 3);
  rows = list (&office, &(AmpProgrammeQuery){.entity = "activity"}, NULL);
  g_assert_cmpuint (rows->len, ==, 4);
  last = rows->pdata[0];
  g_assert_cmpstr (last->on, ==, "2025-03-26");
  g_assert_cmpstr (last->status, ==, "planned");
  g_assert_cmpstr (last->code, ==, "ACT-25-0004");
  g_assert_cmpstr (last->title, ==, "Charla");
  g_assert_cmpint (last->n, ==, -1);
  id = g_strdup_printf ("%" G_GINT64_FORMAT, first);
  assert_field (&office, "activity", last->id, "series", id);
  assert_field (&office, "activity", last->id, "ends_on", "2025-03-27");
  assert_field (&office, "activity", last->id, "signals", NULL);
  assert_field (&office, "activity", last->id, "materials_given", NULL);
  assert_field (&office, "activity", last->id, "note", NULL);
  assert_field (&office, "activity", first, "series", NULL);
  assert_field (&office, "activity", first, "reached_f_18", "12");
}

static void
test_repeat_twice (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  AmpRepeatWish wish = {.every = AMP_REPEAT_WEEKLY, .times = 3};
  g_autoptr (GPtrArray) rows = NULL;
  gint64 first;
  guint n = 9;

  office_open (&office);
  first = ACTIVITY (&office, "on", "2025-03-05");
  amp_programme_repeat (office.session, first, &wish, NULL, &error);
  g_assert_true (amp_programme_repeat (office.session, first, &wish, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpuint (count (&office), ==, 4);

  /* From one of them it goes on in the same series. */
  rows = list (&office, &(AmpProgrammeQuery){.entity = "activity"}, NULL);
  amp_programme_repeat (office.session, ((AmpProgrammeRow *) rows->pdata[1])->id, &wish, &n,
                        &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 2);
}

/* One of them is deleted, the other is there. */
static void
test_repeat_passes_over_codes (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  const AmpRepeatWish wish = {.every = AMP_REPEAT_WEEKLY, .times = 3};
  gint64 first, other;
  guint n = 0;

  office_open (&office);
  first = ACTIVITY (&office, "on", "2025-03-05");
  other = ACTIVITY (&office, "on", "2025-03-05", "code", "ACT-25-0002");
  ACTIVITY (&office, "on", "2025-03-05", "code", "ACT-25-0003");
  g_assert_true (amp_programme_delete (office.session, "activity", other, &error));
  g_assert_true (amp_programme_repeat (office.session, first, &wish, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpuint (count (&office), ==, 5);
}

/* --- Cases, and who may --- */

static void
test_cases (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL, refused = NULL;
  g_autoptr (AmpRecord) case_ = NULL;
  g_autoptr (GArray) hers = NULL;
  gint64 activity, id;

  team_open (&office);
  activity = ACTIVITY (&office, "on", "2025-03-05");
  id = team_case (&office, "rosa", "Ana");
  g_assert_cmpint (amp_programme_cases_of (office.session, activity, &error), ==, 0);
  case_ =
    amp_store_load (amp_session_get_store (office.session), amp_entity_find ("case"), id, NULL);
  amp_record_set_int (case_, "source_activity", activity);
  g_assert_true (amp_cases_save (office.session, case_, NULL, &error));
  g_assert_no_error (error);

  /* Another's case counts: a number tells nobody's story. */
  team_be (&office, "ana");
  g_assert_cmpint (amp_programme_cases_of (office.session, activity, &error), ==, 1);
  hers = amp_programme_case_ids (office.session, activity, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hers->len, ==, 0);
  g_assert_false (amp_programme_delete (office.session, "activity", activity, &refused));
  g_assert_error (refused, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  assert_field (&office, "activity", activity, "code", "ACT-25-0001");
  team_be (&office, "rosa");
  g_clear_pointer (&hers, g_array_unref);
  hers = amp_programme_case_ids (office.session, activity, NULL);
  g_assert_cmpuint (hers->len, ==, 1);
  g_assert_cmpint (g_array_index (hers, gint64, 0), ==, id);
}

static void
test_sources (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  const AmpDate today = amp_date_today ();
  g_autofree char *now = amp_date_to_text (&today);
  gint64 here, there, old;

  office_open (&office);
  there = ACTIVITY (&office, "on", now, "region", "PE-LOR");
  here = ACTIVITY (&office, "on", now);
  ACTIVITY (&office, "on", now, "status", "cancelled");
  ACTIVITY (&office, "on", "2020-01-01");
  old = ACTIVITY (&office, "on", "2020-01-01", "status", "cancelled");
  rows = amp_programme_sources (office.session, "PE-TUM", old, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 3);
  g_assert_cmpint (((AmpProgrammeRow *) rows->pdata[0])->id, ==, here);
  g_assert_cmpint (((AmpProgrammeRow *) rows->pdata[1])->id, ==, there);
  g_assert_cmpint (((AmpProgrammeRow *) rows->pdata[2])->id, ==, old);
}

/* --- Who was reached --- */

static gint64
add_institution (Office *office, const char *name, const char *kind, const char *region)
{
  g_autoptr (AmpRecord) record = fill (
    "institution", (const char *const[]){"name_es", name, "kind", kind, "region", region, NULL});
  g_autoptr (GError) error = NULL;

  amp_cases_save (office->session, record, NULL, &error);
  g_assert_no_error (error);
  return amp_record_id (record);
}

static void
attend (Office *office, gint64 training, gint64 institution, const char *audience, const char *n)
{
  g_autoptr (AmpRecord) record = fill (
    "training_attendance", (const char *const[]){"audience", audience, "attended_f", n, NULL});
  g_autoptr (GError) error = NULL;

  amp_record_set_int (record, "training", training);
  if (institution != 0)
    amp_record_set_int (record, "institution", institution);
  amp_programme_save (office->session, record, &error);
  g_assert_no_error (error);
}

/* "name people sessions hours last", one after the other. */
static char *
reach (Office *office, const AmpReachQuery *query, guint *n_others)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = amp_training_reach (office->session, query, n_others, NULL, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++)
    {
      const AmpReachRow *row = rows->pdata[i];

      g_string_append_printf (text, "%s%s %u %u %u %s", i > 0 ? ", " : "", row->name, row->people,
                              row->sessions, row->hours, row->last_on != NULL ? row->last_on : "-");
    }
  return g_string_free (text, FALSE);
}

static void
test_reach (void)
{
  g_auto (Office) office = {0};
  g_autofree char *all = NULL, *police = NULL, *late = NULL, *elsewhere = NULL;
  gint64 a, b, court, first, second, planned;
  guint n_others = 0;

  office_open (&office);
  a = add_institution (&office, "A", "LawEnforcement", "PE-TUM");
  b = add_institution (&office, "B", "LawEnforcement", "PE-TUM");
  court = add_institution (&office, "C", "Court", "PE-TUM");
  add_institution (&office, "D", "LawEnforcement", "PE-LOR");
  first = TRAINING (&office, "title", "T", "status", "done", "on", "2024-03-01", "region", "PE-TUM",
                    "hours", "8");
  second = TRAINING (&office, "title", "T", "status", "done", "on", "2025-03-01", "region",
                     "PE-TUM", "hours", "4");
  planned = TRAINING (&office, "title", "T", "status", "planned", "on", "2026-03-01", "region",
                      "PE-TUM", "hours", "4");
  attend (&office, first, a, "pnp", "10");
  attend (&office, second, a, "pnp", "5");
  attend (&office, second, a, "pnp", "2"); /* the same hours */
  attend (&office, planned, b, "pnp", "9");
  attend (&office, first, court, "judges", "3");
  attend (&office, first, 0, "leaders", "7");

  all = reach (&office, &(AmpReachQuery){.region = "PE-TUM"}, &n_others);
  g_assert_cmpstr (all, ==, "B 0 0 0 -, C 3 1 8 2024-03-01, A 17 2 12 2025-03-01");
  g_assert_cmpuint (n_others, ==, 7);
  police = reach (&office, &(AmpReachQuery){.region = "PE-TUM", .audience = "pnp"}, &n_others);
  g_assert_cmpstr (police, ==, "B 0 0 0 -, A 17 2 12 2025-03-01");
  g_assert_cmpuint (n_others, ==, 0);
  late = reach (&office, &(AmpReachQuery){.audience = "judges", .since = "2025-01-01"}, NULL);
  g_assert_cmpstr (late, ==, "C 0 0 0 -");
  elsewhere = reach (&office, &(AmpReachQuery){.region = "PE-LOR"}, NULL);
  g_assert_cmpstr (elsewhere, ==, "D 0 0 0 -");
}

static void
test_roles (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpSecret) words = amp_secret_new_from_text ("correct horse battery staple");
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpRecord) record = talk ((const char *const[]){"on", "2025-03-05", NULL});
  const AmpRepeatWish wish = {.times = 1};
  gint64 id;

  team_open (&office);
  team_be (&office, "rosa");
  id = ACTIVITY (&office, "on", "2025-03-05");
  team_be (&office, "jefa");
  g_assert_true (
    amp_session_add_user (office.session, "nora", AMP_ROLE_AUDITOR, words, &amp_kdf_cheap, &error));
  team_be (&office, "nora");
  g_assert_null (amp_programme_list (office.session, &(AmpProgrammeQuery){.entity = "activity"},
                                     NULL, NULL, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NO_GRANT);
  g_assert_null (amp_programme_load (office.session, "activity", id, NULL));
  g_assert_null (amp_programme_years (office.session, "activity", NULL));
  g_assert_false (amp_programme_save (office.session, record, NULL));
  g_assert_false (amp_programme_delete (office.session, "activity", id, NULL));
  g_assert_false (amp_programme_repeat (office.session, id, &wish, NULL, NULL));
  g_assert_cmpint (amp_programme_cases_of (office.session, id, NULL), ==, -1);
}

static void
test_today (void)
{
  g_autoptr (AmpRecord) planned =
    talk ((const char *const[]){"on", "2199-03-05", "status", "planned", NULL});
  const AmpDate today = amp_date_today ();
  g_autofree char *text = amp_date_to_text (&today);

  g_assert_true (amp_programme_may_do (planned));
  amp_programme_do_today (planned);
  g_assert_cmpstr (amp_record_get (planned, "on"), ==, text);
  g_assert_false (amp_programme_may_do (planned));
}

static void
test_belongs (void)
{
  g_assert_true (amp_programme_is_list (amp_entity_find ("activity")));
  g_assert_false (amp_programme_is_list (amp_entity_find ("training_attendance")));
  g_assert_true (amp_programme_has (amp_entity_find ("training_attendance")));
  g_assert_true (amp_programme_has (amp_entity_find ("regional_progress")));
  g_assert_false (amp_programme_has (amp_entity_find ("case")));
  g_assert_false (amp_programme_has (amp_entity_find ("need")));
  g_assert_cmpstr (amp_programme_kind_list ("activity"), ==, "activity_kind");
  g_assert_null (amp_programme_kind_list ("regional_plan"));
  g_assert_cmpstr (amp_programme_status_list ("training"), ==, "activity_status");
}

/* Whoever asks for an institution means what it promised and what it was promised. */
static void
test_either_side (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpRecord) table = amp_record_new (amp_entity_find ("forum"));
  g_autofree char *id = NULL;
  gint64 police, court, forum;
  guint n_all;

  team_open (&office);
  team_be (&office, "rosa");
  police = add_institution (&office, "A", "LawEnforcement", "PE-TUM");
  court = add_institution (&office, "C", "Court", "PE-TUM");
  amp_record_set (table, "name", "Mesa", NULL);
  amp_record_set (table, "kind", "round_table", NULL);
  amp_record_set (table, "on", "2025-03-05", NULL);
  g_assert_true (amp_programme_save (office.session, table, &error));
  forum = amp_record_id (table);
  for (guint i = 0; i < 9; i++)
    {
      g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("commitment"));

      amp_record_set (record, "text", "Abrir", NULL);
      amp_record_set (record, "status", "open", NULL);
      amp_record_set_int (record, "forum", forum);
      if (i % 3 == 0)
        amp_record_set_int (record, "promised_by", police);
      if (i % 3 == 1)
        amp_record_set_int (record, "promised_to", police);
      if (i % 3 != 0)
        amp_record_set_int (record, "promised_by", court);
      g_assert_true (amp_programme_save (office.session, record, &error));
    }
  id = g_strdup_printf ("%" G_GINT64_FORMAT, police);
  for (guint most = 0; most < 9; most++)
    {
      g_autoptr (GPtrArray) rows = amp_programme_list (
        office.session,
        &(AmpProgrammeQuery){.entity = "commitment", .institution = id, .most = most}, &n_all, NULL,
        &error);

      g_assert_cmpuint (rows->len, ==, most == 0 ? 6 : MIN (most, 6));
      g_assert_cmpuint (n_all, ==, 6);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add_func ("/domain/programme/" name, function)
  ADD ("the-list-shows-the-newest-first-and-what-was-asked-for", test_list);
  ADD ("a-part-of-the-list-says-how-many-there-are", test_part);
  ADD ("years-are-those-that-have-records", test_years);
  ADD ("rows-tell-how-many-were-reached", test_numbers);
  ADD ("a-record-without-a-code-gets-the-next-of-its-year", test_codes);
  ADD ("the-code-of-a-deleted-one-is-given-to-no-other", test_code_of_deleted);
  ADD ("a-code-that-another-has-or-had-is-refused", test_code_of_another);
  ADD ("what-breaks-a-rule-is-not-saved", test_checked);
  ADD ("days-of-a-series-follow-from-the-first", test_days);
  ADD ("days-of-any-series-are-whole-weeks-or-months-apart", test_days_hold);
  ADD ("a-series-that-cannot-be-is-refused", test_no_days);
  ADD ("a-series-is-planned-without-what-was-reached", test_repeat);
  ADD ("the-same-series-twice-is-there-once", test_repeat_twice);
  ADD ("a-series-passes-over-codes-that-others-have-or-had", test_repeat_passes_over_codes);
  ADD ("cases-of-an-activity-are-a-number-and-keep-it", test_cases);
  ADD ("a-case-comes-from-what-was-near-and-lately", test_sources);
  ADD ("those-never-reached-by-training-come-first", test_reach);
  ADD ("an-auditor-has-no-key-to-it", test_roles);
  ADD ("carried-out-today-is-one-step", test_today);
  ADD ("what-belongs-to-the-programme-is-told-by-the-tables", test_belongs);
  ADD ("an-institution-is-found-on-either-side", test_either_side);
  return g_test_run ();
}
