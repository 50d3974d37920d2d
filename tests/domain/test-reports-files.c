/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Requests that make no sense, empty reports, and what the files of reports are. */
#define _GNU_SOURCE /* memmem() */
#include "report-office.h"

#include "domain/settings.h"
#include "model/codelist.h"

#include <stdlib.h>
#include <string.h>

/* --- Bad requests, empty ones, files --- */

static void
test_a_period_that_makes_no_sense_is_refused (void)
{
  static const char *const periods[][2] = {
    {"2026-02-01", "2026-01-01"}, {"2026-02-30", ""}, {"", "ayer"}, {"2026-02-01-and-more", ""}};

  for (gsize i = 0; i < G_N_ELEMENTS (periods); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (amp_report_compute (report_office.session, amp_report_kind_find ("consent"),
                                         periods[i][0], periods[i][1], NULL, "es", NULL, NULL,
                                         &error));
      g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
    }
}

static void
test_nobody_is_an_answer_in_every_format (void)
{
  gsize n;
  const AmpReportKind *kinds = amp_report_kinds (&n);

  g_assert_cmpuint (n, ==, 10);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (AmpFigures) figures = report_make (kinds[i].name, "1990-01-01", "1990-12-31");

      for (AmpCountFormat format = AMP_COUNT_FORMAT_CSV; format <= AMP_COUNT_FORMAT_PDF; format++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (GBytes) bytes =
            amp_report_write (report_office.session, figures, format, &error);

          g_assert_no_error (error);
          g_assert_cmpuint (g_bytes_get_size (bytes), >, 50);
        }
    }
}

static gboolean
holds (GBytes *bytes, const char *text)
{
  return memmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text, strlen (text)) !=
         NULL;
}

static void
test_files_are_the_same_for_the_same_figures_and_name_nobody (void)
{
  gsize n;
  const AmpReportKind *kinds = amp_report_kinds (&n);
  const char *folder = g_getenv ("AMP_SCREENSHOTS");
  static const char *const endings[] = {"csv", "json", "xlsx", "pdf"};

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (AmpFigures) figures = report_make (kinds[i].name, REPORT_FROM, REPORT_TO);

      for (AmpCountFormat format = AMP_COUNT_FORMAT_CSV; format <= AMP_COUNT_FORMAT_PDF; format++)
        {
          g_autoptr (GBytes) one = amp_report_write (report_office.session, figures, format, NULL);
          g_autoptr (GBytes) two = amp_report_write (report_office.session, figures, format, NULL);

          g_assert_true (g_bytes_equal (one, two));
          g_assert_false (holds (one, g_get_user_name ()) && strlen (g_get_user_name ()) > 4);
          g_assert_false (holds (one, g_get_host_name ()) && strlen (g_get_host_name ()) > 4);
          g_assert_false (holds (one, "supervisora"));
          if (folder != NULL)
            {
              g_autofree char *path =
                g_strdup_printf ("%s/%s.%s", folder, kinds[i].name, endings[format]);

              g_file_set_contents (path, g_bytes_get_data (one, NULL),
                                   (gssize) g_bytes_get_size (one), NULL);
            }
        }
    }
}

static void
test_csv_says_every_figure_once (void)
{
  g_autoptr (AmpFigures) figures = report_make ("assisted-by-age", REPORT_FROM, REPORT_TO);
  g_autoptr (GBytes) bytes = amp_figures_to_csv (figures);
  g_autofree char *csv = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_auto (GStrv) lines = g_strsplit (csv, "\r\n", -1);
  const AmpFigureTable *table = figures->tables->pdata[0];
  guint data = 0;

  g_assert_nonnull (strstr (csv, "# release: internal\r\n"));
  g_assert_nonnull (strstr (csv, "# period: " REPORT_FROM "/" REPORT_TO "\r\n"));
  for (gsize i = 0; lines[i] != NULL; i++)
    data += g_str_has_prefix (lines[i], "age_band,age_band,") ? 1 : 0;
  g_assert_cmpuint (data, ==, table->rows->len * table->columns->len);
}

static void
test_the_office_name_is_a_supervisors (void)
{
  g_autofree char *none = amp_settings_get_office_name (report_office.session);
  g_autofree char *name = NULL;
  g_autofree char *long_name = g_strnfill (AMP_OFFICE_NAME_MOST + 1, 'x');
  g_autoptr (GError) error = NULL;

  g_assert_null (none);
  g_assert_true (amp_settings_set_office_name (report_office.session, " Oficina Tumbes ", NULL));
  name = amp_settings_get_office_name (report_office.session);
  g_assert_cmpstr (name, ==, "Oficina Tumbes");
  g_assert_false (amp_settings_set_office_name (report_office.session, long_name, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/reports/the-office-name-is-a-supervisors",
                   test_the_office_name_is_a_supervisors);
  g_test_add_func ("/domain/reports/a-period-that-makes-no-sense-is-refused",
                   test_a_period_that_makes_no_sense_is_refused);
  g_test_add_func ("/domain/reports/nobody-is-an-answer-in-every-format",
                   test_nobody_is_an_answer_in_every_format);
  g_test_add_func ("/domain/reports/files-are-the-same-for-the-same-figures-and-name-nobody",
                   test_files_are_the_same_for_the_same_figures_and_name_nobody);
  g_test_add_func ("/domain/reports/csv-says-every-figure-once", test_csv_says_every_figure_once);
  return report_office_run ();
}
