/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Partial dates: what is one, what is none, and counting with them. */
#include "model/date.h"

static AmpDate
date_of (const char *text)
{
  AmpDate date;

  g_assert_true (amp_date_parse (text, &date));
  return date;
}

static void
assert_reads (const char *text, const char *canonical)
{
  AmpDate date;
  g_autofree char *read = NULL;

  if (!amp_date_read (text, &date))
    g_error ("\"%s\" is not read", text);
  read = amp_date_to_text (&date);
  g_assert_cmpstr (read, ==, canonical);
}

static void
test_canonical_text_comes_back (void)
{
  for (gint64 day = -62091; day <= 84005; day++)
    {
      AmpDate date = amp_date_from_day_number (day), again;
      g_autofree char *text = amp_date_to_text (&date);

      g_assert_true (amp_date_parse (text, &again));
      g_assert_cmpint (amp_date_day_number (&again), ==, day);
      g_assert_cmpint (again.precision, ==, AMP_DATE_DAY);
    }
  for (guint year = 1800; year <= 2199; year++)
    {
      g_autofree char *text = g_strdup_printf ("%04u-07", year);
      AmpDate date = date_of (text);
      g_autofree char *again = amp_date_to_text (&date);

      g_assert_cmpstr (again, ==, text);
    }
}

static void
test_the_days_outside_the_calendar_are_none (void)
{
  g_assert_cmpint (amp_date_from_day_number (-62092).precision, ==, AMP_DATE_NONE);
  g_assert_cmpint (amp_date_from_day_number (84006).precision, ==, AMP_DATE_NONE);
  g_assert_cmpint (amp_date_from_day_number (G_MAXINT64 - 1000000).precision, ==, AMP_DATE_NONE);
  g_assert_cmpint (amp_date_from_day_number (G_MININT64).precision, ==, AMP_DATE_NONE);
}

static void
test_leap_years_are_gregorian (void)
{
  AmpDate date;

  g_assert_true (amp_date_parse ("2000-02-29", &date));
  g_assert_true (amp_date_parse ("2024-02-29", &date));
  g_assert_false (amp_date_parse ("1900-02-29", &date));
  g_assert_false (amp_date_parse ("2100-02-29", &date));
  g_assert_false (amp_date_parse ("2023-02-29", &date));
  g_assert_false (amp_date_parse ("2024-02-30", &date));
}

static void
test_what_is_no_date_is_refused (void)
{
  static const char *const texts[] = {
    "2024-13",     "2024-00",     "2024-00-01",  "2024-04-31", "1799",        "2200",
    "2024-1-1",    "24",          "+2024",       "2024-",      "2024-03-05 ", " 2024",
    "2024/03/05",  "2024-03-05T", "Unknown",     "-024",       "20240305",    "2024-03-0\xc3\xb1",
    "2024-03-05a", "\xff\xfe",    "2024-03-5\n", "none",       "99999999999", "2024-3a"};

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      AmpDate date;

      if (amp_date_parse (texts[i], &date))
        g_error ("\"%s\" is taken for a date", texts[i]);
      g_assert_cmpint (date.precision, ==, AMP_DATE_NONE);
    }
}

static void
test_people_write_dates_in_many_ways (void)
{
  assert_reads ("5/3/2024", "2024-03-05");
  assert_reads ("05-03-24", "2024-03-05");
  assert_reads ("05.03.2024", "2024-03-05");
  assert_reads (" 5 de marzo de 2024 ", "2024-03-05");
  assert_reads ("5 de Marzo del 2024", "2024-03-05");
  assert_reads ("5 mar. 2024", "2024-03-05");
  assert_reads ("15 set 2023", "2023-09-15");
  assert_reads ("15 de septiembre de 2023", "2023-09-15");
  assert_reads ("1 August 2023", "2023-08-01");
  assert_reads ("3/2024", "2024-03");
  assert_reads ("marzo 2024", "2024-03");
  assert_reads ("marzo de 2024", "2024-03");
  assert_reads ("2024", "2024");
  assert_reads ("2024-03-05", "2024-03-05");
  assert_reads ("2024-03", "2024-03");
  assert_reads ("2024/03/05", "2024-03-05");
  assert_reads ("se desconoce", "unknown");
  assert_reads ("Se Desconoce.", "unknown");
  assert_reads ("UNKNOWN", "unknown");
  assert_reads ("", "");
  assert_reads ("   ", "");
  assert_reads (NULL, "");
}

static void
test_the_day_comes_first_and_is_never_swapped (void)
{
  AmpDate date;

  assert_reads ("12/11/2024", "2024-11-12");
  g_assert_false (amp_date_read ("11/25/2024", &date));
  g_assert_false (amp_date_read ("31/02/2024", &date));
}

static void
test_two_digit_years_are_near_today (void)
{
  guint today = amp_date_today ().year;
  guint years[] = {today + 10, today + 11 - 100, today - 50, today};

  for (gsize i = 0; i < G_N_ELEMENTS (years); i++)
    {
      g_autofree char *text = g_strdup_printf ("1/2/%02u", years[i] % 100);
      g_autofree char *expected = g_strdup_printf ("%u-02-01", years[i]);

      assert_reads (text, expected);
    }
}

static void
test_hostile_text_is_refused (void)
{
  static const char *const texts[] = {"5//",          "1/2/3/4/5/6/7/8",
                                      "-5/3/2024",    "5/3/20245",
                                      "\xff",         "5/3/2024; DROP TABLE x",
                                      "marzo",        "24",
                                      "3/24",         "0/0/0",
                                      "5/3/-2024",    "99/99/9999",
                                      "5/3/2024\x01", "٥/٣/٢٠٢٤",
                                      "45000",        "5 de de de",
                                      "=1+1"};
  g_autofree char *huge = g_strnfill (1000000, '1');
  AmpDate date;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (amp_date_read (texts[i], &date))
      g_error ("\"%s\" is read as a date", texts[i]);
  g_assert_false (amp_date_read (huge, &date));
  g_assert_false (amp_date_parse (huge, &date));
}

static void
test_random_bytes_never_make_a_wrong_date (void)
{
  for (guint i = 0; i < 200000; i++)
    {
      char text[16];
      AmpDate date;
      gsize length = (gsize) g_test_rand_int_range (0, 14);

      for (gsize j = 0; j < length; j++)
        text[j] = "0123456789-/ .demarzo\xc3\xb1"[g_test_rand_int_range (0, 23)];
      text[length] = '\0';
      if (amp_date_read (text, &date) && date.precision >= AMP_DATE_YEAR)
        {
          g_autofree char *canonical = amp_date_to_text (&date);
          AmpDate again;

          g_assert_true (amp_date_parse (canonical, &again));
          g_assert_cmpint (amp_date_compare (&date, &again), ==, 0);
        }
    }
}

static void
test_display_reads_back (void)
{
  static const char *const texts[] = {"2024-03-05", "2024-03", "2024", "unknown", ""};

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      AmpDate date = date_of (texts[i]);
      g_autofree char *spanish = amp_date_to_display (&date, "es_PE");
      g_autofree char *english = amp_date_to_display (&date, "en");

      assert_reads (spanish, texts[i]);
      assert_reads (english, texts[i]);
    }
}

static void
test_day_numbers_count_from_1970 (void)
{
  AmpDate epoch = date_of ("1970-01-01"), leap = date_of ("2024-02-29"), year = date_of ("1971");

  g_assert_cmpint (amp_date_day_number (&epoch), ==, 0);
  g_assert_cmpint (amp_date_day_number (&year), ==, 365);
  g_assert_cmpint (amp_date_day_number (&leap), ==, 19782);
  g_assert_cmpint (amp_date_compare (&epoch, &leap), <, 0);
  g_assert_cmpint (amp_date_compare (&leap, &epoch), >, 0);
}

static void
test_ages_are_whole_years (void)
{
  static const struct
  {
    const char *birth, *on;
    int age;
  } ages[] = {
    {"2006-03-05", "2024-03-04", 17},
    {"2006-03-05", "2024-03-05", 18},
    {"2004-02-29", "2022-02-28", 17},
    {"2004-02-29", "2022-03-01", 18},
    {"2006-03", "2024-03-31", 18},
    {"2006-03", "2024-03-30", 17},
    {"2006", "2024-06-01", 17},
    {"2006", "2024-12-31", 18},
    {"2006", "2024", 17},
    {"unknown", "2024", -1},
    {"2006", "unknown", -1},
    {"", "2024", -1},
    {"2024-05-01", "2024-05-01", 0},
    {"2024", "2024", 0},
    {"2025", "2024", -1},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ages); i++)
    {
      AmpDate birth = date_of (ages[i].birth), on = date_of (ages[i].on);

      if (amp_date_age (&birth, &on) != ages[i].age)
        g_error ("born %s, on %s: %d", ages[i].birth, ages[i].on, amp_date_age (&birth, &on));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/date/canonical-text-comes-back", test_canonical_text_comes_back);
  g_test_add_func ("/date/the-days-outside-the-calendar-are-none",
                   test_the_days_outside_the_calendar_are_none);
  g_test_add_func ("/date/leap-years-are-gregorian", test_leap_years_are_gregorian);
  g_test_add_func ("/date/what-is-no-date-is-refused", test_what_is_no_date_is_refused);
  g_test_add_func ("/date/people-write-dates-in-many-ways", test_people_write_dates_in_many_ways);
  g_test_add_func ("/date/the-day-comes-first-and-is-never-swapped",
                   test_the_day_comes_first_and_is_never_swapped);
  g_test_add_func ("/date/two-digit-years-are-near-today", test_two_digit_years_are_near_today);
  g_test_add_func ("/date/hostile-text-is-refused", test_hostile_text_is_refused);
  g_test_add_func ("/date/random-bytes-never-make-a-wrong-date",
                   test_random_bytes_never_make_a_wrong_date);
  g_test_add_func ("/date/display-reads-back", test_display_reads_back);
  g_test_add_func ("/date/day-numbers-count-from-1970", test_day_numbers_count_from_1970);
  g_test_add_func ("/date/ages-are-whole-years", test_ages_are_whole_years);
  return g_test_run ();
}
