/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The standard's columns against the standard's own tables, and the composed values. */
#include "domain/htcds.h"

#include "domain/csv.h"

#include <string.h>

static AmpCsvReader *
open_table (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "htcds", name, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize length = 0;
  AmpCsvReader *reader;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  bytes = g_bytes_new (text, length);
  reader = amp_csv_reader_new (bytes, &error);
  g_assert_no_error (error);
  return reader;
}

static guint
column_of (GPtrArray *header, const char *name)
{
  for (guint i = 0; i < header->len; i++)
    if (g_strcmp0 (g_ptr_array_index (header, i), name) == 0)
      return i;
  g_assert_not_reached ();
}

static void
test_all_fields (void)
{
  g_autoptr (AmpCsvReader) reader = open_table ("htcds_fields.csv");
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  guint row, n = 0, field;

  g_assert_cmpint (amp_csv_reader_next (reader, cells, &row, NULL), ==, 1);
  field = column_of (cells, "field");
  while (amp_csv_reader_next (reader, cells, &row, NULL) == 1)
    {
      const char *name = g_ptr_array_index (cells, field);

      /* Organisations are records of their own; example questions have no name. */
      if (name == NULL || g_str_has_prefix (name, "org_"))
        continue;
      if (amp_htcds_find_name (name) == NULL)
        g_test_fail_printf ("The table lacks %s", name);
      n++;
    }
  g_assert_cmpuint (n, >, 70);
}

static void
test_template (void)
{
  g_autoptr (AmpCsvReader) reader = open_table ("excel_template_headers.csv");
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  gsize n = 0;
  const AmpHtcdsColumn *columns = amp_htcds_columns (&n);
  guint row, place = 0;

  g_assert_cmpint (amp_csv_reader_next (reader, cells, &row, NULL), ==, 1);
  while (amp_csv_reader_next (reader, cells, &row, NULL) == 1)
    {
      const char *label = g_ptr_array_index (cells, 2);

      g_assert_cmpstr (columns[place].label, ==, label);
      g_assert_true (amp_htcds_find_label (label) == &columns[place]);
      place++;
    }
  g_assert_cmpuint (place, ==, AMP_HTCDS_N_TEMPLATE);
}

/* What the table says lies in a field does: the row of the field bears the standard's name. */
static void
test_fields_exist (void)
{
  gsize n = 0;
  const AmpHtcdsColumn *columns = amp_htcds_columns (&n);

  for (gsize i = 0; i < n; i++)
    {
      if (columns[i].kind == AMP_HTCDS_FIELD && amp_htcds_field (&columns[i]) == NULL)
        g_test_fail_printf ("No field for %s", columns[i].name);
      if (columns[i].kind == AMP_HTCDS_KEPT_TEXT)
        g_assert_null (columns[i].entity);
      for (gsize j = 0; j < i; j++)
        {
          g_assert_cmpstr (columns[i].name, !=, columns[j].name);
          g_assert_cmpstr (columns[i].label, !=, columns[j].label);
        }
    }
}

static void
test_names (void)
{
  g_assert_cmpstr (amp_htcds_find_name ("vic_TraffickinStatusDecisionMakingOrg")->name, ==,
                   "vic_TraffickingStatusDecisionMakingOrg");
  g_assert_cmpstr (amp_htcds_find_name (" prs_first_name ")->name, ==, "prs_FirstName");
  g_assert_cmpstr (amp_htcds_find_label ("reason for outgoing REFERRAL")->name, ==,
                   "cas_ReasonForOutgoingReferral");
  g_assert_cmpstr (amp_htcds_find_label ("Género")->name, ==, "prs_Gender");
  g_assert_null (amp_htcds_find_label ("Observaciones"));
  g_assert_null (amp_htcds_find_label ("  "));
}

static void
test_surnames (void)
{
  static const struct
  {
    const char *text, *paternal, *maternal;
    gboolean sure;
  } names[] = {
    {"Quispe Mamani", "Quispe", "Mamani", TRUE},
    {"Quispe de la Cruz", "Quispe", "de la Cruz", TRUE},
    {"De la Cruz Quispe", "De la Cruz", "Quispe", TRUE},
    {"del Águila  y  Ñáñez", "del Águila", "y Ñáñez", TRUE},
    {"Quispe", "Quispe", NULL, TRUE},
    {"San Martín Peña", "San Martín", "Peña", TRUE},
    {"Quispe Mamani Condori", "Quispe", "Mamani Condori", FALSE},
    {"  ", NULL, NULL, TRUE},
    {"de la", "de la", NULL, TRUE},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *paternal = NULL;
      g_autofree char *maternal = NULL;

      g_assert_true (amp_htcds_split_surnames (names[i].text, &paternal, &maternal) ==
                     names[i].sure);
      g_assert_cmpstr (paternal, ==, names[i].paternal);
      g_assert_cmpstr (maternal, ==, names[i].maternal);
    }
}

static void
assert_value (const char *column, const char *canonical, gboolean labels, const char *expected)
{
  g_autofree char *value =
    amp_htcds_value (amp_htcds_field (amp_htcds_find_name (column)), canonical, labels);

  g_assert_cmpstr (value, ==, expected);
}

static void
test_values (void)
{
  assert_value ("prs_Gender", "Feminine", FALSE, "Feminine");
  assert_value ("prs_Gender", "NonSpecifiedUnknown", TRUE, "Not Specified/Unknown");
  assert_value ("prs_Citizenship", "PE;EC", FALSE, "PE;EC");
  assert_value ("prs_Citizenship", "PE;EC", TRUE, "Peru; Ecuador");
  assert_value ("cas_Status", "intake", FALSE, "Active");
  assert_value ("cas_Status", "open", TRUE, "Active");
  assert_value ("cas_Status", "closed_not_victim", FALSE, "Closed");
  assert_value ("vic_MethodsOfControl", "DebtBondage;RestrictsMovement;Other", FALSE,
                "DebtBondage;Other");
  assert_value ("vic_ForcedLabourIndustry", "A011", FALSE, "A_AgricultureForestryAndFishing");
  assert_value ("prs_Deceased", "1", FALSE, "TRUE");
  assert_value ("prs_Birthdate", "1998-03", FALSE, "1998-03");
  assert_value ("prs_Gender", NULL, FALSE, NULL);
}

static void
test_kept (void)
{
  g_autoptr (GString) kept = g_string_new (NULL);
  g_autofree char *note = NULL;
  g_autofree char *title = NULL, *rare = NULL, *missing = NULL, *column = NULL;

  g_assert_null (amp_htcds_kept_to_note (kept));
  amp_htcds_kept_add (kept, "prs_Title", "Línea uno\nprs_Gender: falsa\n\nLínea: cuatro");
  amp_htcds_kept_add (kept, "Una: columna\nrara", "x");
  amp_htcds_kept_add (kept, "hte_City", "Puerto\x01 \xE2\x80\xAE oculto");
  note = amp_htcds_kept_to_note (kept);
  g_assert_true (amp_htcds_note_is_kept (note));
  g_assert_false (amp_htcds_note_is_kept ("Llamó hoy."));
  title = amp_htcds_kept_find (note, "prs_Title");
  g_assert_cmpstr (title, ==, "Línea uno\nprs_Gender: falsa\n\nLínea: cuatro");
  missing = amp_htcds_kept_find (note, "prs_Gender");
  g_assert_null (missing);
  column = amp_htcds_kept_find (note, "Una:columna rara");
  g_assert_cmpstr (column, ==, "x");
  rare = amp_htcds_kept_find (note, "hte_City");
  g_assert_cmpstr (rare, ==, "Puerto\xEF\xBF\xBD \xEF\xBF\xBD oculto");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/htcds/every-field-of-the-standard-is-known", test_all_fields);
  g_test_add_func ("/htcds/the-template-is-known-by-its-titles", test_template);
  g_test_add_func ("/htcds/every-mapped-column-has-its-field", test_fields_exist);
  g_test_add_func ("/htcds/misspelled-names-are-understood", test_names);
  g_test_add_func ("/htcds/surnames-are-divided-so-that-they-join-again", test_surnames);
  g_test_add_func ("/htcds/values-go-out-as-the-standard-writes-them", test_values);
  g_test_add_func ("/htcds/what-no-field-takes-comes-back-from-the-note", test_kept);
  return g_test_run ();
}
