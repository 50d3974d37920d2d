/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an auditor ticks, writes and asks. */
#include "review/columns.h"
#include "review/notes.h"

#include <string.h>

#define PACK "0123456789abcdef"
#define CODE "abcdefghij27"
#define OTHER "zbcdefghij27"
#define HASH "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static AmpReviewNotes *
make_notes (void)
{
  AmpReviewNotes *notes = amp_review_notes_new (PACK);

  amp_review_notes_set_tick (notes, OTHER, AMP_STANDARD_RISK, AMP_TICK_NOT_MET);
  amp_review_notes_set_tick (notes, CODE, AMP_STANDARD_CONSENT, AMP_TICK_MET);
  amp_review_notes_set_remark (notes, CODE, "Sin fecha, 100 %\nse pide aclarar: ñandú");
  g_assert_true (amp_review_notes_set_finding (notes, 0, AMP_ABOUT_LOG, NULL, "-"));
  g_assert_true (
    amp_review_notes_set_finding (notes, 1, AMP_STANDARD_RISK, OTHER, "Tarde, dos veces"));
  amp_review_notes_log_query (notes, "status", TRUE);
  amp_review_notes_log_query (notes, "consent+status", FALSE);
  amp_review_notes_log_query (notes, "status", TRUE);
  amp_review_notes_log_draw (notes, 20261126, 25, "status");
  amp_review_notes_log_reconciled (notes, "R-7, de abril", FALSE);
  g_assert_true (amp_review_notes_log_unlisted (notes, HASH, "2026-11-26"));
  g_assert_false (amp_review_notes_log_unlisted (notes, HASH, "2026-11-27"));
  return notes;
}

static void
test_text (void)
{
  g_autoptr (AmpReviewNotes) notes = make_notes ();
  g_autoptr (GBytes) bytes = amp_review_notes_write (notes), again = NULL;
  g_autoptr (AmpReviewNotes) read = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *got = NULL;
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);

  got = g_strndup (text, size);
  g_assert_cmpstr (
    got, ==,
    "amparo-notes 1\n[notes]\npack=" PACK
    "\nday=-\n[draws]\nseed,size,columns\n20261126,25,status\n"
    "[queries]\ncolumns,shown,refused\nconsent+status,0,1\nstatus,2,0\n"
    "[reports]\nrelease,result\nR-7%2C de abril,differs\n" HASH ",unlisted:2026-11-26\n"
    "[records]\ncode,consent,risk_72h,plan,outcome,remark\n" CODE
    ",met,-,-,-,Sin fecha%2C 100 %25%0Ase pide aclarar: ñandú\n" OTHER ",-,not_met,-,-,-\n"
    "[findings]\nabout,code,text\nchain,-,%2D\nrisk_72h," OTHER ",Tarde%2C dos veces\n"
    "[end]\nlines=23\n");
  read = amp_review_notes_read (bytes, &error);
  g_assert_no_error (error);
  again = amp_review_notes_write (read);
  g_assert_true (g_bytes_equal (again, bytes));
  g_assert_cmpint (amp_review_notes_get_tick (read, CODE, AMP_STANDARD_CONSENT), ==, AMP_TICK_MET);
  g_assert_cmpuint (amp_review_notes_count_queries (read), ==, 3);
  g_assert_cmpstr (amp_review_notes_get_finding (read, 0)->text, ==, "-");
  g_assert_cmpuint (amp_review_notes_get_reconciled (read)->len, ==, 2);
}

/* Notes with that line among the reports, and else empty. */
static GBytes *
with_report (const char *line)
{
  g_autofree char *text = g_strdup_printf (
    "amparo-notes 1\n[notes]\npack=" PACK "\nday=-\n[draws]\nseed,size,columns\n"
    "[queries]\ncolumns,shown,refused\n[reports]\nrelease,result\n%s\n"
    "[records]\ncode,consent,risk_72h,plan,outcome,remark\n[findings]\nabout,code,text\n",
    line);
  guint n = 0;
  char *whole;

  for (const char *c = text; *c != '\0'; c++)
    n += *c == '\n';
  whole = g_strdup_printf ("%s[end]\nlines=%u\n", text, n);
  return g_bytes_new_take (whole, strlen (whole));
}

/* What earlier versions of the program wrote, and what none would. */
static void
test_reports (void)
{
  static const struct
  {
    const char *line;
    gboolean is_read;
  } cases[] = {
    {"4,agrees", TRUE},
    {"4,differs", TRUE},
    {HASH ",unlisted:2026-11-26", TRUE},
    {HASH ",unlisted:2026-02-30", FALSE},
    {HASH ",unlisted:", FALSE},
    {HASH ",unlisted", FALSE},
    {"0" HASH ",unlisted:2026-11-26", FALSE},
    {"informe.csv,unlisted:2026-11-26", FALSE},
    {HASH ",unlisted:2026-11-26\n" HASH ",unlisted:2026-11-27", FALSE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = with_report (cases[i].line);
      g_autoptr (GError) error = NULL;
      g_autoptr (AmpReviewNotes) read = amp_review_notes_read (bytes, &error);

      g_assert_cmpint (read != NULL, ==, cases[i].is_read);
      if (read == NULL)
        g_assert_error (error, AMP_REVIEW_ERROR, AMP_REVIEW_ERROR_FORMAT);
    }
}

/* One byte changed, dropped or added: refused, or still what this program would write. */
static void
test_hostile (void)
{
  g_autoptr (AmpReviewNotes) notes = make_notes ();
  g_autoptr (GBytes) bytes = amp_review_notes_write (notes);
  g_autoptr (GRand) rand = g_rand_new_with_seed (9);
  gsize size;
  const guint8 *text = g_bytes_get_data (bytes, &size);
  guint n_refused = 0;

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GByteArray) spoilt = g_byte_array_new ();
      g_autoptr (GBytes) input = NULL;
      g_autoptr (AmpReviewNotes) read = NULL;
      g_autoptr (GError) error = NULL;
      guint at = (guint) g_rand_int_range (rand, 0, (gint32) size);
      guint8 byte = (guint8) g_rand_int_range (rand, 0, 256);

      g_byte_array_append (spoilt, text, (guint) size);
      if (i % 3 == 0)
        spoilt->data[at] = byte;
      else if (i % 3 == 1)
        g_byte_array_remove_range (spoilt, at, MIN ((guint) byte + 1, spoilt->len - at));
      else
        g_byte_array_append (spoilt, text + at, 1);
      input = g_byte_array_free_to_bytes (g_steal_pointer (&spoilt));
      read = amp_review_notes_read (input, &error);
      g_assert_true ((read == NULL) == (error != NULL));
      if (read == NULL)
        {
          g_assert_error (error, AMP_REVIEW_ERROR, AMP_REVIEW_ERROR_FORMAT);
          g_assert_null (strstr (error->message, "ñandú"));
          n_refused++;
        }
      else
        {
          g_autoptr (GBytes) again = amp_review_notes_write (read);

          g_assert_true (g_bytes_equal (again, input));
        }
    }
  g_assert_cmpuint (n_refused, >, 15000);
}

static void
test_blank (void)
{
  g_autoptr (AmpReviewNotes) notes = amp_review_notes_new (PACK);

  g_assert_true (amp_review_notes_is_empty (notes));
  amp_review_notes_set_tick (notes, CODE, AMP_STANDARD_PLAN, AMP_TICK_MET);
  amp_review_notes_set_remark (notes, CODE, "x");
  amp_review_notes_set_remark (notes, CODE, "");
  g_assert_false (amp_review_notes_is_empty (notes));
  amp_review_notes_set_tick (notes, CODE, AMP_STANDARD_PLAN, AMP_TICK_NONE);
  g_assert_true (amp_review_notes_is_empty (notes));
  g_assert_false (amp_review_notes_set_finding (notes, 0, AMP_ABOUT_OTHER, NULL, " \n "));
  g_assert_false (amp_review_notes_set_finding (notes, 1, AMP_ABOUT_OTHER, NULL, "x"));
}

/* "ñ" has two bytes: the end falls into one. */
static void
test_long (void)
{
  g_autoptr (AmpReviewNotes) notes = amp_review_notes_new (PACK), read = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new ("a");

  while (text->len < AMP_NOTES_TEXT_MAX + 100)
    g_string_append (text, "ñ");
  amp_review_notes_set_remark (notes, CODE, text->str);
  g_assert_cmpuint (strlen (amp_review_notes_get_remark (notes, CODE)), ==, AMP_NOTES_TEXT_MAX - 1);
  bytes = amp_review_notes_write (notes);
  read = amp_review_notes_read (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (amp_review_notes_get_remark (read, CODE), ==,
                   amp_review_notes_get_remark (notes, CODE));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/review/notes/what-is-written-is-read", test_text);
  g_test_add_func ("/review/notes/a-file-in-no-list-is-its-hash-and-a-day", test_reports);
  g_test_add_func ("/review/notes/what-is-spoilt-is-refused", test_hostile);
  g_test_add_func ("/review/notes/what-is-taken-back-leaves-nothing", test_blank);
  g_test_add_func ("/review/notes/what-is-too-long-is-cut-at-a-letter", test_long);
  return g_test_run ();
}
