/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* What fontconfig keeps for the life of a process is no leak of ours. */
const char *__lsan_default_suppressions (void);

const char *
__lsan_default_suppressions (void)
{
  return "leak:libfontconfig";
}

static GBytes *
write_table (Facts *facts, const AmpCountTable *table, AmpCountFormat format)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = amp_count_table_write (facts->office.session, table, format, NULL, "es", &error);

  g_assert_no_error (error);
  return bytes;
}

static void
test_csv_is_tidy_and_says_what_it_is (void)
{
  Facts facts = {0};
  g_autoptr (AmpCountTable) table = NULL;
  g_autoptr (GBytes) bytes = NULL, again = NULL;
  g_autofree char *csv = NULL;
  g_auto (GStrv) lines = NULL;
  gsize i = 0, rows = 0;

  facts_open (&facts);
  fact_person (&facts, NULL);
  fact_case (&facts, 0, "confirmed");
  fact_service (&facts, 0, "PE-TUM", "2024-01-10", "delivered");
  table = facts_count (&facts, "region", "2024-01-01", "2024-12-31", FALSE);
  bytes = write_table (&facts, table, AMP_COUNT_FORMAT_CSV);
  again = write_table (&facts, table, AMP_COUNT_FORMAT_CSV);
  g_assert_true (g_bytes_equal (bytes, again));
  csv = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  lines = g_strsplit (csv, "\r\n", -1);
  g_assert_cmpstr (lines[0], ==, "# unit: persons");
  g_assert_cmpstr (lines[1], ==, "# period: 2024-01-01/2024-12-31");
  g_assert_nonnull (strstr (csv, "# release: internal"));
  g_assert_nonnull (strstr (csv, "not to be handed out"));
  g_assert_nonnull (strstr (csv, "# who: user "));
  g_assert_null (strstr (csv, "supervisora")); /* the login is nobody's business */
  while (g_str_has_prefix (lines[i], "# "))
    i++;
  g_assert_cmpstr (lines[i++], ==, "region,count,status");
  g_assert_cmpstr (lines[i++], ==, "PE-TUM,1,exact");
  g_assert_cmpstr (lines[i++], ==, "*,1,exact");
  rows = g_strv_length (lines);
  g_assert_cmpuint (rows, ==, i + 1);
  g_assert_cmpstr (lines[i], ==, "");
  facts_clear (&facts);
}

static void
test_json_holds_the_same (void)
{
  Facts facts = {0};
  g_autoptr (AmpCountTable) table = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonObject *root;
  JsonArray *rows;

  facts_fill (&facts);
  table = facts_count (&facts, "region", "", "", FALSE);
  bytes = write_table (&facts, table, AMP_COUNT_FORMAT_JSON);
  json_parser_load_from_data (parser, g_bytes_get_data (bytes, NULL),
                              (gssize) g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  root = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpstr (json_object_get_string_member (root, "release"), ==, "internal");
  rows = json_object_get_array_member (root, "rows");
  g_assert_cmpuint (json_array_get_length (rows), ==, amp_count_table_n_rows (table));
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      g_assert_cmpstr (json_object_get_string_member (row, "region"), ==,
                       amp_count_table_value (table, i, 0));
      g_assert_cmpint (json_object_get_int_member (row, "count"), ==,
                       (gint64) amp_count_table_count (table, i));
    }
  facts_clear (&facts);
}

static void
test_spreadsheet_and_paper_begin_as_they_should (void)
{
  Facts facts = {0};
  AmpCountSpec spec = {.unit = AMP_UNIT_SERVICES, .n_dimensions = 3};
  g_autoptr (AmpCountTable) table = NULL;
  g_autoptr (GBytes) xlsx = NULL, pdf = NULL, pdf_again = NULL;

  facts_fill (&facts);
  spec.dimensions[0] = amp_dimension_find ("region");
  spec.dimensions[1] = amp_dimension_find ("month");
  spec.dimensions[2] = amp_dimension_find ("service");
  table = amp_counts_compute (facts.office.session, &spec, NULL, NULL, NULL);
  g_assert_nonnull (table);
  xlsx = write_table (&facts, table, AMP_COUNT_FORMAT_XLSX);
  pdf = write_table (&facts, table, AMP_COUNT_FORMAT_PDF);
  pdf_again = write_table (&facts, table, AMP_COUNT_FORMAT_PDF);
  g_assert_true (memcmp (g_bytes_get_data (xlsx, NULL), "PK", 2) == 0);
  g_assert_true (memcmp (g_bytes_get_data (pdf, NULL), "%PDF-", 5) == 0);
  g_assert_true (g_bytes_equal (pdf, pdf_again));
  facts_clear (&facts);
}

static gboolean
count_exports (const AmpAuditEvent *event, gpointer data)
{
  *(guint *) data += strcmp (event->action, "export") == 0;
  return TRUE;
}

static void
test_a_file_needs_a_supervisor_and_leaves_an_event (void)
{
  Facts facts = {0};
  g_autoptr (AmpCountTable) table = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text ("una frase larga para Rosa");
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;
  guint exports = 0;

  facts_open (&facts);
  table = facts_count (&facts, "region", "", "", FALSE);
  bytes = write_table (&facts, table, AMP_COUNT_FORMAT_CSV);
  amp_store_audit_list (amp_session_get_store (facts.office.session), count_exports, &exports,
                        NULL);
  g_assert_cmpuint (exports, ==, 1);

  g_assert_true (amp_session_add_user (facts.office.session, "rosa", AMP_ROLE_CASEWORKER,
                                       passphrase, &amp_kdf_cheap, NULL));
  folder = g_strdup (amp_vault_get_folder (amp_session_get_vault (facts.office.session)));
  amp_session_close (facts.office.session);
  facts.office.session = amp_session_open (folder, "rosa", passphrase, &error);
  g_assert_no_error (error);
  g_assert_null (
    amp_count_table_write (facts.office.session, table, AMP_COUNT_FORMAT_CSV, NULL, "es", &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
  facts_clear (&facts);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
  g_test_add_func ("/counts/csv-is-tidy-and-says-what-it-is", test_csv_is_tidy_and_says_what_it_is);
  g_test_add_func ("/counts/json-holds-the-same", test_json_holds_the_same);
  g_test_add_func ("/counts/spreadsheet-and-paper-begin-as-they-should",
                   test_spreadsheet_and_paper_begin_as_they_should);
  g_test_add_func ("/counts/a-file-needs-a-supervisor-and-leaves-an-event",
                   test_a_file_needs_a_supervisor_and_leaves_an_event);
  return g_test_run ();
}
