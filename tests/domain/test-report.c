/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Findings and the file they go into. */
#include "domain/report.h"

static const char *
shout (const char *msgid)
{
  return msgid[0] != '\0' ? "¡Atención!" : "";
}

static void
test_levels (void)
{
  g_autoptr (AmpReport) report = amp_report_new ();

  amp_report_add (report, "read-as", 3, "Gender", "Mujer");
  amp_report_add (report, "bad-date", 4, "Birthdate", "31/02/2001");
  amp_report_add (report, "bad-date", 5, "Birthdate", "ayer");
  amp_report_add (report, "missing-region", 6, NULL, NULL);
  g_assert_cmpuint (amp_report_length (report), ==, 4);
  g_assert_cmpuint (amp_report_count (report, AMP_FINDING_NOTE), ==, 1);
  g_assert_cmpuint (amp_report_count (report, AMP_FINDING_WARNING), ==, 2);
  g_assert_cmpuint (amp_report_count (report, AMP_FINDING_ERROR), ==, 1);
  g_assert_cmpuint (amp_report_count_code (report, "bad-date"), ==, 2);
  g_assert_cmpstr (amp_report_nth (report, 1)->value, ==, "31/02/2001");
  g_assert_cmpuint (amp_report_nth (report, 3)->row, ==, 6);
  for (guint i = 0; i < amp_report_length (report); i++)
    g_assert_cmpstr (amp_report_nth (report, i)->sentence, !=, NULL);
}

static void
test_csv (void)
{
  g_autoptr (AmpReport) report = amp_report_new ();
  g_autofree char *text = NULL;

  amp_report_add (report, "encoding-windows", 0, NULL, NULL);
  amp_report_add (report, "unknown-code", 12, "Métodos, de control", "=cmd \"x\"\nñ");
  text = amp_report_to_csv (report, shout);
  g_assert_cmpstr (text, ==,
                   "row,column,value,level,code,message\r\n"
                   ",,,note,encoding-windows,¡Atención!\r\n"
                   "12,\"Métodos, de control\",\"'=cmd \"\"x\"\"\nñ\",warning,unknown-code,"
                   "¡Atención!\r\n");
}

static void
test_borrowed_sentence (void)
{
  g_autoptr (AmpReport) report = amp_report_new ();
  static const char sentence[] = "The date of birth is in the future. Correct it.";

  amp_report_add_saying (report, "check", 2, "Birthdate", "2190-01-01", sentence);
  g_assert_true (amp_report_nth (report, 0)->sentence == sentence);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/each-code-has-its-level-and-sentence", test_levels);
  g_test_add_func ("/report/the-file-holds-every-finding-and-runs-nothing", test_csv);
  g_test_add_func ("/report/a-check-brings-its-own-sentence", test_borrowed_sentence);
  return g_test_run ();
}
