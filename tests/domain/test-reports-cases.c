/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reports of cases and referrals against a recount: how long people wait, what they consented to,
 * what became of those who were sent on. */
#include "report-office.h"

#include "model/codelist.h"
#include "model/date.h"

#include <stdlib.h>
#include <string.h>

/* --- Time to the first service --- */

static int
days (const char *from, const char *to)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) a = NULL, b = NULL;
  g_autofree char *first = g_strconcat (from, "T00:00:00Z", NULL);
  g_autofree char *last = g_strconcat (to, "T00:00:00Z", NULL);

  a = g_date_time_new_from_iso8601 (first, utc);
  b = g_date_time_new_from_iso8601 (last, utc);
  return MAX ((int) (g_date_time_difference (b, a) / G_TIME_SPAN_DAY), 0);
}

static void
test_time_to_the_first_service (void)
{
  static const char *const paths[] = {"id", "opened_on", "trafficking_status", "status", NULL};
  static const char *const bands[] = {"0", "1-3", "4-7", "8-30", "31-90", "91+"};
  static const int most[] = {0, 3, 7, 30, 90, 1000000};
  g_autoptr (GPtrArray) cases = report_rows ("case", paths);
  g_autoptr (GPtrArray) services = report_rows ("service", report_service_paths);
  g_autoptr (AmpFigures) figures = report_make ("time-to-service", REPORT_FROM, REPORT_TO);
  g_autoptr (GArray) waits = g_array_new (FALSE, FALSE, sizeof (int));
  gint64 found[6] = {0}, none = 0, all = 0;

  for (guint i = 0; i < cases->len; i++)
    {
      char *const *row = cases->pdata[i];
      const char *first = NULL;

      if (!report_within (row[1]) || !report_victim (row, 2))
        continue;
      all++;
      for (guint j = 0; j < services->len; j++)
        {
          char *const *service = services->pdata[j];

          if (strcmp (service[8], row[0]) == 0 && strcmp (service[1], "delivered") == 0 &&
              (first == NULL || strcmp (service[2], first) < 0))
            first = service[2];
        }
      if (first == NULL)
        none++;
      else
        {
          int wait = days (row[1], first);
          guint at = 0;

          while (wait > most[at])
            at++;
          found[at]++;
          for (at = 0; at < waits->len && g_array_index (waits, int, at) < wait; at++)
            ;
          g_array_insert_val (waits, at, wait);
        }
    }
  g_assert_cmpint (all, >, 20);
  for (gsize i = 0; i < 6; i++)
    g_assert_cmpint (report_value (figures, "wait", bands[i], "cases"), ==, found[i]);
  g_assert_cmpint (report_value (figures, "wait", "none", "cases"), ==, none);
  g_assert_cmpint (report_value (figures, "wait", "*", "cases"), ==, all);
  g_assert_cmpint (report_value (figures, "median", "*", "known"), ==, waits->len);
  g_assert_cmpint (report_value (figures, "median", "*", "median"), ==,
                   5 * (g_array_index (waits, int, (waits->len - 1) / 2) +
                        g_array_index (waits, int, waits->len / 2)));
}

/* --- Consent --- */

/* Of one day, what was written down later. */
static gboolean
is_newer (char *const *word, char *const *than)
{
  int order = strcmp (word[2], than[2]);

  return order > 0 ||
         (order == 0 && g_ascii_strtoll (word[6], NULL, 10) > g_ascii_strtoll (than[6], NULL, 10));
}

static void
test_consent_coverage (void)
{
  static const char *const case_paths[] = {"id", "opened_on", "trafficking_status", "status", NULL};
  static const char *const paths[] = {"case",         "purpose",    "on", "decision",
                                      "withdrawn_on", "expires_on", "id", NULL};
  g_autoptr (GPtrArray) cases = report_rows ("case", case_paths);
  g_autoptr (GPtrArray) said = report_rows ("consent", paths);
  g_autoptr (AmpFigures) figures = report_make ("consent", REPORT_FROM, REPORT_TO);
  static const char *const purposes[] = {"process_data", "share_with", "statistics", "photo"};
  gint64 any = 0, ends = 0;

  for (gsize p = 0; p < G_N_ELEMENTS (purposes); p++)
    {
      gint64 given = 0, none = 0, all = 0, refused = 0, withdrawn = 0, expired = 0;

      for (guint i = 0; i < cases->len; i++)
        {
          char *const *row = cases->pdata[i];
          char *const *last = NULL;

          if (!report_within (row[1]) || !report_victim (row, 2))
            continue;
          all++;
          for (guint j = 0; j < said->len; j++)
            {
              char *const *word = said->pdata[j];

              if (strcmp (word[0], row[0]) == 0 && strcmp (word[1], purposes[p]) == 0 &&
                  strcmp (word[2], REPORT_TO) <= 0 && (last == NULL || is_newer (word, last)))
                last = word;
            }
          if (last == NULL)
            none++;
          else if (strcmp (last[3], "withdrawn") == 0 ||
                   (*last[4] != '\0' && strcmp (last[4], REPORT_TO) <= 0))
            withdrawn++;
          else if (strcmp (last[3], "refused") == 0)
            refused++;
          else if (strcmp (last[3], "given") == 0 && *last[5] != '\0' &&
                   strcmp (last[5], REPORT_TO) < 0)
            expired++;
          else
            given += strcmp (last[3], "given") == 0;
        }
      any += given;
      g_assert_cmpint (report_value (figures, "consent", purposes[p], "given"), ==, given);
      g_assert_cmpint (report_value (figures, "consent", purposes[p], "refused"), ==, refused);
      g_assert_cmpint (report_value (figures, "consent", purposes[p], "withdrawn"), ==, withdrawn);
      g_assert_cmpint (report_value (figures, "consent", purposes[p], "expired"), ==, expired);
      g_assert_cmpint (report_value (figures, "consent", purposes[p], "none"), ==, none);
      g_assert_cmpint (report_value (figures, "consent", purposes[p], "covered"), ==,
                       (gint64) (1000.0 * (double) given / (double) all + 0.5));
      ends += refused > 0 && withdrawn > 0 && expired > 0;
      g_assert_cmpint (report_value (figures, "consent", purposes[p], "cases"), ==, all);
    }
  g_assert_cmpint (any, >, 0);
  g_assert_cmpint (ends, >, 0);
}

/* --- Referrals --- */

static void
test_referrals_and_their_reasons (void)
{
  static const char *const paths[] = {"id",
                                      "direction",
                                      "sent_on",
                                      "case.trafficking_status",
                                      "case.status",
                                      "state",
                                      "to_institution.code",
                                      "to_institution.name_es",
                                      NULL};
  static const char *const event_paths[] = {"referral", "state", "reason_code", NULL};
  g_autoptr (GPtrArray) referrals = report_rows ("referral", paths);
  g_autoptr (GPtrArray) events = report_rows ("referral_event", event_paths);
  g_autoptr (AmpFigures) figures = report_make ("referrals", REPORT_FROM, REPORT_TO);
  g_autoptr (GHashTable) reasons = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gint64 completed = 0, all = 0, with_reason = 0;
  GHashTableIter iter;
  gpointer key, count;

  for (guint i = 0; i < referrals->len; i++)
    {
      char *const *row = referrals->pdata[i];
      const char *why = NULL;

      if (strcmp (row[1], "in") == 0 || !report_within (row[2]) || !report_victim (row, 3))
        continue;
      all++;
      completed += strcmp (row[5], "completed") == 0;
      if (strstr ("rejected no_answer escalated re_referred", row[5]) == NULL)
        continue;
      for (guint j = 0; j < events->len; j++)
        {
          char *const *event = events->pdata[j];

          if (strcmp (event[0], row[0]) == 0 &&
              (strcmp (event[1], "rejected") == 0 || strcmp (event[1], "no_answer") == 0))
            why = event[2];
        }
      if (why != NULL)
        {
          g_autofree char *cell =
            g_strdup_printf ("%s\n%s", *row[6] != '\0' ? row[6] : row[7], why);

          count = g_hash_table_lookup (reasons, cell);
          g_hash_table_insert (reasons, g_steal_pointer (&cell),
                               GINT_TO_POINTER (GPOINTER_TO_INT (count) + 1));
          with_reason++;
        }
    }
  g_assert_cmpint (all, >, 0);
  g_assert_cmpint (with_reason, >, 0);
  g_assert_cmpint (report_value (figures, "outcome", "*", "completed"), ==, completed);
  g_assert_cmpint (report_value (figures, "outcome", "*", "*"), ==, all);
  g_assert_cmpint (report_value (figures, "reasons", "*", "*"), ==, with_reason);
  g_hash_table_iter_init (&iter, reasons);
  while (g_hash_table_iter_next (&iter, &key, &count))
    {
      g_auto (GStrv) cell = g_strsplit (key, "\n", 2);

      g_assert_cmpint (report_value (figures, "reasons", cell[0], cell[1]), ==,
                       GPOINTER_TO_INT (count));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/reports/time-to-the-first-service", test_time_to_the_first_service);
  g_test_add_func ("/domain/reports/consent-coverage", test_consent_coverage);
  g_test_add_func ("/domain/reports/referrals-and-their-reasons", test_referrals_and_their_reasons);
  return report_office_run ();
}
