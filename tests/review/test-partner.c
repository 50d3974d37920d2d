/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review/partner.h"

#include <string.h>

static const char *
one_of (const char *const *texts, int n, int skew)
{
  int i = g_test_rand_int_range (0, n);

  while (skew-- > 0)
    i = MIN (i, g_test_rand_int_range (0, n));
  return texts[i];
}

static const char *
yes_no (int of_ten)
{
  const int at = g_test_rand_int_range (0, 11);

  return at == 10 ? NULL : at < of_ten ? "1" : "0";
}

static void
fill_row (const char **values)
{
  static const char *const genders[] = {"Woman", "Man", "Trans/Transgender/NonConforming", NULL};
  static const char *const ages[] = {"18--20", "9--17",  "21--23", "30--38", "24--26",
                                     "27--29", "39--47", "48+",    "0--8"};
  static const char *const kinds[] = {"010", "100", "001", "110", NULL, "101", "011", "111"};
  static const char *const countries[] = {"PER", "ECU", "VEN", "COL", "BOL", "CHL", NULL};
  static const char *const months[] = {"0--12 (0-1 yr)", NULL, "13--24 (1-2 yrs)", "25+ (2+ yrs)"};

  values[AMP_PARTNER_YEAR] = "2025";
  values[AMP_PARTNER_GENDER] = one_of (genders, 4, 2);
  values[AMP_PARTNER_AGE] = one_of (ages, 9, 1);
  values[AMP_PARTNER_MAJORITY] =
    strcmp (values[AMP_PARTNER_AGE], "9--17") == 0 || strcmp (values[AMP_PARTNER_AGE], "0--8") == 0
      ? "Minor"
      : "Adult";
  values[AMP_PARTNER_COUNTRY] = one_of (countries, 7, 2);
  values[AMP_PARTNER_KIND] = one_of (kinds, 8, 1);
  values[AMP_PARTNER_CITIZENSHIP] = one_of (countries, 7, 1);
  values[AMP_PARTNER_MONTHS] = one_of (months, 4, 0);
  for (guint i = AMP_PARTNER_MEANS; i < AMP_PARTNER_N_COLUMNS; i++)
    values[i] = yes_no (i < AMP_PARTNER_LABOUR ? 4 : 1);
}

static AmpPartnerTable *
make_table (guint n)
{
  AmpPartnerTable *table = amp_partner_table_new ();

  for (guint i = 0; i < n; i++)
    {
      const char *values[AMP_PARTNER_N_COLUMNS];

      fill_row (values);
      g_assert_true (amp_partner_table_add (table, values, NULL));
    }
  return table;
}

/* Rows of fewest that are alike in these columns of the text. */
static guint
fewest_alike (char **lines, const guint *columns, guint n_columns)
{
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint fewest = G_MAXUINT;
  GHashTableIter iter;
  gpointer count;

  for (guint i = 1; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);
      GString *key = g_string_new (NULL);
      guint before;

      for (guint j = 0; j < n_columns; j++)
        g_string_append_printf (key, "%s|", cells[columns[j]]);
      before = GPOINTER_TO_UINT (g_hash_table_lookup (counts, key->str));
      g_hash_table_replace (counts, g_string_free (key, FALSE), GUINT_TO_POINTER (before + 1));
    }
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, NULL, &count))
    fewest = MIN (fewest, GPOINTER_TO_UINT (count));
  return fewest;
}

static void
test_tables_hold (void)
{
  static const guint sizes[] = {20, 250, 900, 2600};
  static const guint classes[] = {0, 1, 2, 3, 5};
  gsize n_rows = 0;

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (AmpPartnerTable) table = make_table (sizes[i]);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;
      g_auto (GStrv) lines = NULL;
      AmpPartnerLosses losses;

      amp_partner_table_protect (table, &losses);
      bytes = amp_partner_table_write (table);
      amp_partner_check (bytes, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (losses.n_rows + losses.n_withheld, ==, sizes[i]);
      lines = g_strsplit (g_bytes_get_data (bytes, NULL), "\n", -1);
      g_assert_cmpuint (fewest_alike (lines, classes, 5), >=, AMP_PARTNER_K);
      for (guint round = 0; round < 40; round++)
        {
          const guint columns[] = {(guint) g_test_rand_int_range (0, 28),
                                   (guint) g_test_rand_int_range (0, 28),
                                   (guint) g_test_rand_int_range (0, 28)};

          g_assert_cmpuint (fewest_alike (lines, columns, 3), >=, AMP_PARTNER_K);
        }
      n_rows += losses.n_rows;
      g_test_message ("%u rows: %u left, %u values hidden", sizes[i], (guint) losses.n_rows,
                      (guint) losses.n_hidden);
    }
  g_assert_cmpuint (n_rows, >, 2000);
}

/* In the other format there is no more and no less, and its check sees what is spoilt there. */
static void
test_htcds_says_the_same (void)
{
  static const char *const spoils[][2] = {
    {"Feminine,", "Woman,"},
    {"Prostitution", "Pornography;Prostitution"},
    {"ForcedLabour|ChildLabour|ForcedBegging", "ForcedBegging"},
    {"FalsePromises", "FalsePromises;FalsePromises"},
    {"Familial\n", "Acquainted\n"},
    {"Familial\n", "Familial;\n"},
    {",PER,", ",Perú,"},
    {",PER,", ",-99,"},
    {"x_AgeBroad", "x_Age"},
    {"\n20", "\n\n20"},
  };
  g_autoptr (AmpPartnerTable) table = make_table (2600);
  g_autoptr (GBytes) ctdc = NULL, htcds = NULL, again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  AmpPartnerLosses losses;
  guint n_spoilt = 0;

  amp_partner_table_protect (table, &losses);
  ctdc = amp_partner_table_write (table);
  htcds = amp_partner_to_htcds (ctdc);
  again = amp_partner_to_htcds (ctdc);
  g_assert_true (g_bytes_equal (htcds, again));
  g_assert_true (amp_partner_is_htcds (htcds));
  g_assert_false (amp_partner_is_htcds (ctdc));
  amp_partner_htcds_check (htcds, &error);
  g_assert_no_error (error);
  g_assert_false (amp_partner_htcds_check (ctdc, NULL));
  g_assert_false (amp_partner_check (htcds, NULL));
  text = g_strndup (g_bytes_get_data (htcds, NULL), g_bytes_get_size (htcds));
  for (gsize i = 0; i < G_N_ELEMENTS (spoils); i++)
    {
      g_auto (GStrv) parts = g_strsplit (text, spoils[i][0], 2);
      g_autofree char *changed = g_strjoinv (spoils[i][1], parts);
      g_autoptr (GBytes) spoilt = g_bytes_new (changed, strlen (changed));

      if (parts[1] == NULL)
        continue;
      g_assert_false (amp_partner_htcds_check (spoilt, NULL));
      n_spoilt++;
    }
  g_assert_cmpuint (n_spoilt, >=, 7);
}

/* One row more, in order and in the codes: it stands alone, and reads back into what is refused. */
static void
test_htcds_is_counted (void)
{
  g_autoptr (AmpPartnerTable) table = make_table (900);
  g_autoptr (GBytes) ctdc = NULL, htcds = NULL, more = NULL;
  g_autofree char *text = NULL;
  AmpPartnerLosses losses;

  amp_partner_table_protect (table, &losses);
  ctdc = amp_partner_table_write (table);
  htcds = amp_partner_to_htcds (ctdc);
  text = g_strdup_printf ("%.*s%s", (int) g_bytes_get_size (htcds),
                          (const char *) g_bytes_get_data (htcds, NULL),
                          "2099,Feminine,,Adult,PER,,,,,SexualExploitation,,,,,,,,\n");
  more = g_bytes_new (text, strlen (text));
  g_assert_true (amp_partner_htcds_check (htcds, NULL));
  g_assert_false (amp_partner_htcds_check (more, NULL));
}

/* Whatever is changed in a file, the check refuses it or it holds all the same. */
static void
test_the_check_refuses_what_is_spoilt (void)
{
  g_autoptr (AmpPartnerTable) table = make_table (900);
  g_autoptr (GBytes) bytes = NULL;
  AmpPartnerLosses losses;
  gsize length;
  const char *data;
  guint n_refused = 0;

  amp_partner_table_protect (table, &losses);
  bytes = amp_partner_table_write (table);
  data = g_bytes_get_data (bytes, &length);
  for (guint round = 0; round < 200; round++)
    {
      char *copy = g_memdup2 (data, length);
      g_autoptr (GBytes) spoilt = NULL;

      copy[g_test_rand_int_range (0, (gint32) length)] = (char) g_test_rand_int_range (0, 128);
      spoilt = g_bytes_new_take (copy, length);
      n_refused += !amp_partner_check (spoilt, NULL);
    }
  g_assert_cmpuint (n_refused, >, 180);
  for (gsize cut = 1; cut < 200; cut++)
    {
      g_autoptr (GBytes) half = g_bytes_new (data, length - cut);

      if (data[length - cut - 1] != '\n')
        g_assert_false (amp_partner_check (half, NULL));
    }
}

/* Too few rows, and a row that stands alone, made by hand. */
static void
test_the_check_counts (void)
{
  g_autoptr (AmpPartnerTable) table = amp_partner_table_new ();
  const char *values[AMP_PARTNER_N_COLUMNS] = {NULL};
  g_autoptr (GBytes) small = NULL, enough = NULL, one_kind = NULL;

  for (guint i = 0; i < 10; i++)
    g_assert_true (amp_partner_table_add (table, values, NULL));
  small = amp_partner_table_write (table);
  g_assert_false (amp_partner_check (small, NULL));
  g_assert_true (amp_partner_table_add (table, values, NULL));
  enough = amp_partner_table_write (table);
  g_assert_true (amp_partner_check (enough, NULL));
  values[AMP_PARTNER_KIND] = "010";
  for (guint i = 0; i < 50; i++)
    g_assert_true (amp_partner_table_add (table, values, NULL));
  one_kind = amp_partner_table_write (table);
  g_assert_false (amp_partner_check (one_kind, NULL));
}

static void
test_other_values_do_not_come_in (void)
{
  g_autoptr (AmpPartnerTable) table = amp_partner_table_new ();
  static const char *const wrong[][2] = {{"20", "PERU"}, {"2025 ", "per"}, {"Quispe", "P,R"}};

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      const char *values[AMP_PARTNER_N_COLUMNS] = {NULL};
      g_autoptr (GError) error = NULL, other = NULL;

      values[AMP_PARTNER_YEAR] = wrong[i][0];
      g_assert_false (amp_partner_table_add (table, values, &error));
      g_assert_error (error, AMP_REVIEW_ERROR, AMP_REVIEW_ERROR_RULE);
      g_assert_null (strstr (error->message, wrong[i][0]));
      values[AMP_PARTNER_YEAR] = NULL;
      values[AMP_PARTNER_COUNTRY] = wrong[i][1];
      g_assert_false (amp_partner_table_add (table, values, &other));
    }
}

static void
test_few_records_tell_less (void)
{
  for (guint n = 200; n <= 3200; n += 1500)
    {
      g_autoptr (AmpPartnerTable) table = make_table (n);
      g_autoptr (GBytes) bytes = NULL;
      AmpPartnerLosses losses;
      g_autofree char *text = NULL;

      amp_partner_table_protect (table, &losses);
      bytes = amp_partner_table_write (table);
      text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      g_assert_null (strstr (text, "18--20"));
      g_assert_true ((strstr (text, "Woman") != NULL) == (losses.level >= AMP_REVIEW_SMALL));
    }
}

/* 40 adults of many kinds, 30 minors of one kind alone, 5 of whom nothing else is told: why each is
 * left out is told apart. */
static void
test_why_left_out (void)
{
  static const char *const kinds[] = {"010", "100", "001", "110"};
  g_autoptr (AmpPartnerTable) table = amp_partner_table_new ();
  AmpPartnerLosses losses;

  for (guint i = 0; i < 75; i++)
    {
      const char *values[AMP_PARTNER_N_COLUMNS] = {[AMP_PARTNER_YEAR] = "2025"};

      if (i < 70)
        values[AMP_PARTNER_MAJORITY] = i < 40 ? "Adult" : "Minor";
      values[AMP_PARTNER_KIND] = i < 40 || i >= 70 ? kinds[i % G_N_ELEMENTS (kinds)] : "010";
      g_assert_true (amp_partner_table_add (table, values, NULL));
    }
  amp_partner_table_protect (table, &losses);
  g_assert_cmpuint (losses.n_rows, ==, 40);
  g_assert_cmpuint (losses.n_alike, ==, 30);
  g_assert_cmpuint (losses.n_small, ==, 5);
  g_assert_cmpuint (losses.n_withheld, ==, 35);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/partner/every-table-holds", test_tables_hold);
  g_test_add_func ("/partner/the-check-refuses-what-is-spoilt",
                   test_the_check_refuses_what_is_spoilt);
  g_test_add_func ("/partner/the-check-counts", test_the_check_counts);
  g_test_add_func ("/partner/other-values-do-not-come-in", test_other_values_do_not_come_in);
  g_test_add_func ("/partner/few-records-tell-less", test_few_records_tell_less);
  g_test_add_func ("/partner/why-somebody-is-left-out-is-told-apart", test_why_left_out);
  g_test_add_func ("/review/partner/htcds-says-the-same", test_htcds_says_the_same);
  g_test_add_func ("/review/partner/htcds-is-counted", test_htcds_is_counted);
  return g_test_run ();
}
