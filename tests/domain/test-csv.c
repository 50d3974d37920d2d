/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * CSV as it comes and as it goes out. */
#include "domain/csv.h"

#include "domain/session.h"

#include <string.h>

static AmpCsvReader *
reader_of (const char *text, gssize length)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length < 0 ? strlen (text) : (gsize) length);
  g_autoptr (GError) error = NULL;
  AmpCsvReader *reader = amp_csv_reader_new (bytes, &error);

  g_assert_no_error (error);
  return reader;
}

/* All cells of a text: '|' between cells, '/' after rows, '~' for empty. */
static char *
flatten (const char *text, gssize length)
{
  g_autoptr (AmpCsvReader) reader = reader_of (text, length);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  GString *out = g_string_new (NULL);
  guint row = 0, last = 0;
  int rc;

  while ((rc = amp_csv_reader_next (reader, cells, &row, &error)) == 1)
    {
      g_assert_cmpuint (row, >, last);
      last = row;
      for (guint i = 0; i < cells->len; i++)
        {
          const char *cell = g_ptr_array_index (cells, i);

          g_string_append_printf (out, "%s%s", i > 0 ? "|" : "", cell != NULL ? cell : "~");
        }
      g_string_append_c (out, '/');
    }
  g_assert_no_error (error);
  g_assert_cmpint (rc, ==, 0);
  return g_string_free (out, FALSE);
}

static void
assert_flat (const char *text, const char *expected)
{
  g_autofree char *flat = flatten (text, -1);

  g_assert_cmpstr (flat, ==, expected);
}

static void
test_separators (void)
{
  assert_flat ("a,b\n1,2\n", "a|b/1|2/");
  assert_flat ("a;b;c\n1,5;2;3\n", "a|b|c/1,5|2|3/");
  assert_flat ("a\tb\n1\t2", "a|b/1|2/");
  assert_flat ("sep=;\na;b\n", "a|b/");
  assert_flat ("\"a;b;c\",d\n1,2\n", "a;b;c|d/1|2/");
}

static void
test_quotes (void)
{
  assert_flat ("\"a\"\"b\",\"line\r\nbreak\"\r\nx,\"\"\r\n", "a\"b|line\r\nbreak/x|~/");
  assert_flat ("\"ab\"c,d\n", "abc|d/");
  assert_flat ("a \"b\" c,d\n", "a \"b\" c|d/");
  assert_flat ("a,b\r1,2\r", "a|b/1|2/");
  assert_flat (",\n", "~|~/");
}

static void
test_encodings (void)
{
  g_autoptr (AmpCsvReader) windows = reader_of ("Mar\355a,\223Pe\361a\224\n", -1);
  g_autoptr (AmpCsvReader) utf8 = reader_of ("María\n", -1);
  g_autofree char *bom = flatten ("\xEF\xBB\xBFMaría,b\n", -1);
  g_autofree char *wide = flatten ("\xFF\xFE\xF1\0,\0b\0\n\0", 10);
  g_autofree char *old = flatten ("Mar\355a,\223Pe\361a\224\n", -1);

  g_assert_true (amp_csv_reader_was_windows (windows));
  g_assert_false (amp_csv_reader_was_windows (utf8));
  g_assert_cmpstr (bom, ==, "María|b/");
  g_assert_cmpstr (wide, ==, "ñ|b/");
  g_assert_cmpstr (old, ==, "María|“Peña”/");
}

static void
assert_refused (const char *text, gsize length, AmpDomainError code)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpCsvReader) reader = amp_csv_reader_new (bytes, &error);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  guint row = 0;
  int rc = 1;

  while (reader != NULL && rc == 1)
    rc = amp_csv_reader_next (reader, cells, &row, &error);
  g_assert_error (error, AMP_DOMAIN_ERROR, (int) code);
}

static void
test_refused (void)
{
  g_autofree char *huge = g_strnfill (2 * 1024 * 1024, 'x');
  g_autofree char *huge_quoted = g_strconcat ("\"", huge, "\"", NULL);
  g_autofree char *wide = g_strnfill (20000, ',');

  assert_refused ("", 0, AMP_DOMAIN_ERROR_FORMAT);
  assert_refused ("\0\1\2\3", 4, AMP_DOMAIN_ERROR_FORMAT);
  assert_refused ("\xEF\xBB\xBF\xFF", 4, AMP_DOMAIN_ERROR_FORMAT);
  assert_refused ("a\x81", 2, AMP_DOMAIN_ERROR_FORMAT);
  assert_refused ("a,b\n\"never ends,1\n2,3\n", 21, AMP_DOMAIN_ERROR_FORMAT);
  assert_refused (huge, strlen (huge), AMP_DOMAIN_ERROR_TOO_LARGE);
  assert_refused (huge_quoted, strlen (huge_quoted), AMP_DOMAIN_ERROR_TOO_LARGE);
  assert_refused (wide, strlen (wide), AMP_DOMAIN_ERROR_TOO_LARGE);
}

static const char *const round_trips[] = {
  "plain",
  "with, comma",
  "with \"quotes\"",
  "line\nbreak",
  " blanks ",
  "semi;colon",
  "tab\there",
  "=1+1",
  "'=1+1",
  "''=1+1",
  "+51 987 654 321",
  "-3.57",
  "@mention",
  "'quoted'",
  "'",
  "-",
  "+a",
  "=HYPERLINK(\"http://x\",\"y\")",
  "-1+2",
  "\t=1",
  "ñandú",
  NULL,
};

static void
test_round_trip (void)
{
  for (gsize i = 0; round_trips[i] != NULL; i++)
    {
      const char *cells[] = {round_trips[i], NULL, "end"};
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *flat = NULL;
      g_autofree char *expected = g_strdup_printf ("%s|~|end/", round_trips[i]);

      amp_csv_append_row (text, cells, G_N_ELEMENTS (cells));
      flat = flatten (text->str, -1);
      g_assert_cmpstr (flat, ==, expected);
    }
}

/* What a spreadsheet would run never begins a cell. */
static void
test_no_formulas (void)
{
  const char *cells[] = {"=1+1", "@x", "+cmd|' /C calc'!A0", "-2+3", "+51987654321", "\t=1"};
  g_autoptr (GString) text = g_string_new (NULL);

  amp_csv_append_row (text, cells, G_N_ELEMENTS (cells));
  g_assert_cmpstr (
    text->str, ==,
    "\"'=1+1\",\"'@x\",\"'+cmd|' /C calc'!A0\",\"'-2+3\",+51987654321,\"'\t=1\"\r\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv/the-separator-is-what-the-first-line-has-most-of", test_separators);
  g_test_add_func ("/csv/quotes-hold-anything", test_quotes);
  g_test_add_func ("/csv/old-windows-files-keep-their-accents", test_encodings);
  g_test_add_func ("/csv/what-is-no-text-or-too-much-is-refused", test_refused);
  g_test_add_func ("/csv/what-is-written-is-read-back", test_round_trip);
  g_test_add_func ("/csv/nothing-written-runs-as-a-formula", test_no_formulas);
  return g_test_run ();
}
