/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Round trips over the standard's own templates, filled in as offices do
 * (tests/data/import/make_templates.py knows what must come out), and over all that we record. */
#include "domain/export.h"

#include "domain/cases.h"
#include "domain/closure.h"
#include "domain/csv.h"
#include "domain/demo.h"
#include "office.h"

#include <glib/gstdio.h>
#include <string.h>

#define N_TEMPLATE 38

static char *
read_text (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* The test fails, and goes on to the next difference. */
static void G_GNUC_PRINTF (1, 2) complain (const char *format, ...)
{
  va_list args;
  g_autofree char *message = NULL;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_test_message ("%s", message);
  g_test_fail ();
}

/* Rows of cells; NULL cells as "". */
static GPtrArray *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpCsvReader) reader = amp_csv_reader_new (bytes, &error);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  guint row = 0;

  g_assert_no_error (error);
  while (amp_csv_reader_next (reader, cells, &row, &error) == 1)
    {
      char **copy = g_new0 (char *, cells->len + 1);

      for (guint i = 0; i < cells->len; i++)
        copy[i] =
          g_strdup (g_ptr_array_index (cells, i) != NULL ? g_ptr_array_index (cells, i) : "");
      g_ptr_array_add (rows, copy);
    }
  g_assert_no_error (error);
  return rows;
}

static char *
data_path (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "data", "import", name, NULL);
}

static char *
export_text (const Office *office, AmpFileFormat format, const char *name)
{
  g_autofree char *path = office_path (office, name);
  g_autoptr (GError) error = NULL;

  amp_export_file (office->session, path, format, NULL, NULL, &error);
  g_assert_no_error (error);
  return format == AMP_FORMAT_HTCDS_XLSX ? g_steal_pointer (&path) : read_text (path);
}

static AmpReport *
import_path (
  const Office *office, const char *path, AmpFileFormat format, const char *region, guint *imported)
{
  const AmpImportOptions options = {.region = region};
  g_autoptr (GError) error = NULL;
  AmpImportResult result;
  AmpReport *report = amp_report_new ();

  amp_import_file (office->session, path, format, &options, report, &result, NULL, NULL, &error);
  g_assert_no_error (error);
  *imported = result.imported;
  if (result.rows != result.imported)
    for (guint i = 0; i < amp_report_length (report); i++)
      if (amp_report_nth (report, i)->level == AMP_FINDING_ERROR)
        g_test_message ("row %u: %s %s", amp_report_nth (report, i)->row,
                        amp_report_nth (report, i)->code, amp_report_nth (report, i)->column);
  g_assert_cmpuint (result.rows, ==, result.imported);
  return report;
}

/* --- The standard's templates --- */

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Both sorted; says every line that one has and the other lacks. */
static void
assert_same_lines (GPtrArray *found, GPtrArray *expected)
{
  guint f = 0, e = 0;

  g_ptr_array_sort (found, compare_texts);
  g_ptr_array_sort (expected, compare_texts);
  while (f < found->len || e < expected->len)
    {
      const char *a = f < found->len ? g_ptr_array_index (found, f) : NULL;
      const char *b = e < expected->len ? g_ptr_array_index (expected, e) : NULL;
      int order = a == NULL ? 1 : b == NULL ? -1 : strcmp (a, b);

      if (order < 0)
        complain ("found and not expected: %s", a);
      else if (order > 0)
        complain ("expected and not found: %s", b);
      f += order <= 0;
      e += order >= 0;
    }
}

/* Every finding that the maker of the file knows of is in the report, and no other. */
static void
assert_findings (const AmpReport *report, const char *expected_name)
{
  g_autofree char *path = data_path (expected_name);
  g_autofree char *text = read_text (path);
  g_autoptr (GPtrArray) rows = parse (text);
  g_autoptr (GPtrArray) expected = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 1; i < rows->len; i++)
    {
      char **cells = g_ptr_array_index (rows, i);

      g_ptr_array_add (expected, g_strjoinv (",", cells));
    }
  for (guint i = 0; i < amp_report_length (report); i++)
    {
      const AmpFinding *finding = amp_report_nth (report, i);
      g_autofree char *row =
        finding->row > 0 ? g_strdup_printf ("%u", finding->row) : g_strdup ("");

      g_ptr_array_add (found, g_strdup_printf ("%s,%s,%s", row,
                                               finding->column != NULL ? finding->column : "",
                                               finding->code));
    }
  assert_same_lines (found, expected);
}

/* Cell by cell, so that a failure says which. */
static void
assert_cells (const char *text, const char *expected_name)
{
  g_autofree char *path = data_path (expected_name);
  g_autofree char *expected_text = read_text (path);
  g_autoptr (GPtrArray) expected = parse (expected_text);
  g_autoptr (GPtrArray) found = parse (text);

  g_assert_cmpuint (found->len, ==, expected->len);
  for (guint r = 0; r < found->len; r++)
    {
      char **a = g_ptr_array_index (found, r);
      char **b = g_ptr_array_index (expected, r);

      g_assert_cmpuint (g_strv_length (b), ==, N_TEMPLATE);
      for (guint c = 0; c < N_TEMPLATE; c++)
        if (!g_str_equal (a[c], b[c]))
          complain ("row %u, %s: \"%s\" instead of \"%s\"", r + 1,
                    ((char **) g_ptr_array_index (expected, 0))[c], a[c], b[c]);
    }
}

static void
assert_same_csv (const char *text, const char *expected_text)
{
  g_autoptr (GPtrArray) found = parse (text);
  g_autoptr (GPtrArray) expected = parse (expected_text);

  g_assert_cmpuint (found->len, ==, expected->len);
  for (guint r = 0; r < found->len; r++)
    {
      char **a = g_ptr_array_index (found, r);
      char **b = g_ptr_array_index (expected, r);

      g_assert_cmpuint (g_strv_length (a), ==, g_strv_length (b));
      for (guint c = 0; a[c] != NULL; c++)
        if (!g_str_equal (a[c], b[c]))
          complain ("row %u, %s: \"%s\" instead of \"%s\"", r + 1,
                    ((char **) g_ptr_array_index (expected, 0))[c], a[c], b[c]);
    }
}

typedef struct
{
  const char *file, *expected, *findings;
  guint rows;
} Template;

static const Template templates[] = {
  {"plain.xlsx", "plain.expected.csv", "plain.findings.csv", 64},
  {"single-select.xlsx", "single-select.expected.csv", "single-select.findings.csv", 68},
  {"multi-select.xlsm", "multi-select.expected.csv", "multi-select.findings.csv", 72},
};

static void
test_template (gconstpointer data)
{
  const Template *template = data;
  g_auto (Office) office = {0};
  g_auto (Office) other = {0};
  g_autofree char *path = data_path (template->file);
  g_autoptr (AmpReport) report = NULL;
  g_autoptr (AmpReport) again = NULL;
  g_autofree char *csv = NULL;
  g_autofree char *book = NULL;
  g_autofree char *csv_again = NULL;
  guint imported = 0;

  office_open (&office);
  report = import_path (&office, path, AMP_FORMAT_HTCDS_XLSX, "PE-TUM", &imported);
  g_assert_cmpuint (imported, ==, template->rows);
  assert_findings (report, template->findings);
  csv = export_text (&office, AMP_FORMAT_HTCDS_CSV, "out.csv");
  assert_cells (csv, template->expected);

  /* Our workbook into another office, without a word about the region: the column says it. */
  book = export_text (&office, AMP_FORMAT_HTCDS_XLSX, "out.xlsx");
  office_open (&other);
  again = import_path (&other, book, AMP_FORMAT_HTCDS_XLSX, NULL, &imported);
  g_assert_cmpuint (imported, ==, template->rows);
  g_assert_cmpuint (amp_report_count_code (again, "header-repaired"), ==, 0);
  csv_again = export_text (&other, AMP_FORMAT_HTCDS_CSV, "again.csv");
  assert_same_csv (csv_again, csv);
}

static void
test_htcds_csv (void)
{
  g_auto (Office) office = {0};
  g_auto (Office) other = {0};
  g_autofree char *path = data_path ("multi-select.xlsm");
  g_autofree char *csv = NULL, *csv_again = NULL, *csv_path = NULL;
  g_autoptr (AmpReport) report = NULL;
  g_autoptr (AmpReport) again = NULL;
  guint imported = 0;

  office_open (&office);
  office_open (&other);
  report = import_path (&office, path, AMP_FORMAT_HTCDS_XLSX, "PE-PIU", &imported);
  csv = export_text (&office, AMP_FORMAT_HTCDS_CSV, "out.csv");
  csv_path = office_path (&office, "out.csv");
  again = import_path (&other, csv_path, AMP_FORMAT_HTCDS_CSV, NULL, &imported);
  csv_again = export_text (&other, AMP_FORMAT_HTCDS_CSV, "again.csv");
  assert_same_csv (csv_again, csv);
}

/* Fields of the standard that the template lacks, and those that we lack. */
static void
test_whole_standard (void)
{
  g_auto (Office) office = {0};
  g_autofree char *path = NULL;
  g_autofree char *csv = NULL;
  g_autoptr (AmpReport) report = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  static const char *const values[][2] = {
    {"prs_FirstName", "Ana"},
    {"prs_MiddleName", "Lucía"},
    {"prs_SecondName", "de la Cruz Ñáñez"},
    {"prs_Gender", "Feminine"},
    {"prs_IdentityNumber", "12345678"},
    {"prs_Deceased", "FALSE"},
    {"prs_MaritalStatus", "RegisteredPartnership"},
    {"prs_NumberOfChildren", "2"},
    {"prs_PrimaryLanguage", "spa"},
    {"prs_HighestLevelOfEducation", "PrimaryEducation"},
    {"prs_MailingLongitude", "-80.46"},
    {"vic_RelationshipToTrafficker", "Familial"},
    {"vic_AgeWhenTrafficked", "15"},
    {"vic_RecruitmentWebsitesAndApps", "Facebook;WhatsApp"},
    {"vic_Vulnerabilities", "Poverty;Migration"},
    {"vic_DetailsOfVulnerabilities", "Una línea\ny otra"},
    {"cas_Status", "Active"},
    {"cco_CaseComment", "=2+2 comenta"},
    {"per_RoleInProcess", "Transporter;Exploiter"},
    {"hte_City", "Machala"},
    {"spl_Objectives", "Uno\nDos: tres"},
    {"x_office_region", "PE-TUM"},
  };
  const char *header[G_N_ELEMENTS (values)], *cells[G_N_ELEMENTS (values)];
  g_autoptr (GString) text = g_string_new (NULL);
  guint imported = 0;

  office_open (&office);
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      header[i] = values[i][0];
      cells[i] = values[i][1];
    }
  amp_csv_append_row (text, header, G_N_ELEMENTS (header));
  amp_csv_append_row (text, cells, G_N_ELEMENTS (cells));
  path = office_write (&office, "in.csv", text->str);
  report = import_path (&office, path, AMP_FORMAT_HTCDS_CSV, NULL, &imported);
  csv = export_text (&office, AMP_FORMAT_HTCDS_CSV, "out.csv");
  rows = parse (csv);
  g_assert_cmpuint (rows->len, ==, 2);
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      char **names = g_ptr_array_index (rows, 0);
      gboolean found = FALSE;

      for (guint c = 0; names[c] != NULL; c++)
        if (g_str_equal (names[c], values[i][0]))
          {
            found = TRUE;
            if (!g_str_equal (((char **) g_ptr_array_index (rows, 1))[c], values[i][1]))
              complain ("%s: \"%s\"", names[c], ((char **) g_ptr_array_index (rows, 1))[c]);
          }
      g_assert_true (found);
    }
}

/* --- Our own CSV --- */

static AmpRecord *
make (const Office *office, const char *entity, gint64 case_id, const char *const *values)
{
  AmpRecord *record = amp_record_new (amp_entity_find (entity));
  g_autoptr (GError) error = NULL;

  if (case_id != 0)
    amp_record_set_int (record, "case", case_id);
  for (gsize i = 0; values[i] != NULL; i += 2)
    {
      amp_record_set (record, values[i], values[i + 1], &error);
      g_assert_no_error (error);
    }
  amp_cases_save (office->session, record, "import", &error); /* as things happened, long ago */
  g_assert_no_error (error);
  return record;
}

static gint64
first_id (const Office *office, const char *entity)
{
  static const char *const paths[] = {"id", NULL};
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (office->session), amp_entity_find (entity), paths,
                      NULL, 0, "id", &error);

  g_assert_no_error (error);
  g_assert_cmpint (amp_cursor_next (cursor, NULL, &error), ==, 1);
  return amp_cursor_int (cursor, 0);
}

/* Something of every kind, with the references between them. */
static void
add_work (const Office *office)
{
  gint64 case_id = first_id (office, "case");
  g_autofree char *institution =
    g_strdup_printf ("%" G_GINT64_FORMAT, first_id (office, "institution"));
  g_autofree char *person = g_strdup_printf ("%" G_GINT64_FORMAT, first_id (office, "person"));
  g_autofree char *user =
    g_strdup_printf ("%" G_GINT64_FORMAT, amp_session_get_user (office->session)->id);
  const char *const consent_values[] = {"purpose",     "share_with", "decision", "given",
                                        "institution", institution,  "on",       "2024-05-01",
                                        "giver",       "self",       NULL};
  g_autoptr (AmpRecord) consent = make (office, "consent", case_id, consent_values);
  g_autofree char *consent_id = g_strdup_printf ("%" G_GINT64_FORMAT, amp_record_id (consent));
  const char *const referral_values[] = {
    "direction", "out",     "to_institution", institution, "consent_id",
    consent_id,  "urgency", "routine",        "details",   "Con \"comillas\"\ny dos líneas",
    NULL};
  g_autoptr (AmpRecord) referral = make (office, "referral", case_id, referral_values);
  const char *const service_values[] = {
    "service_type", "01_food", "delivered_on", "2024-05-02", "institution", institution,
    "staff",        user,      "note",         "=1+1",       NULL};
  g_autoptr (AmpRecord) service = make (office, "service", case_id, service_values);
  const char *const follow_values[] = {"due_on",  "2024-06-01", "done_on", "2024-06-03", "outcome",
                                       "reached", "by",         user,      NULL};
  g_autoptr (AmpRecord) follow_up = make (office, "follow_up", case_id, follow_values);
  const char *const situation_values[] = {"exploitation_type", "ForcedBegging", NULL};
  g_autoptr (AmpRecord) situation = make (office, "situation", case_id, situation_values);
  const char *const contact_values[] = {"person",          person, "channel", "phone", "value",
                                        "+51 999 888 777", NULL};
  g_autoptr (AmpRecord) contact = make (office, "safe_contact", 0, contact_values);
  g_autoptr (AmpRecord) second = amp_record_new (amp_entity_find ("case"));
  g_autoptr (AmpRecord) same = NULL;
  g_autoptr (GError) error = NULL;

  /* What goes out goes out of an open case. */
  amp_closure_reopen (office->session, case_id, "Volvió", &error);
  g_assert_no_error (error);
  amp_referral_move (office->session, referral, "ready", NULL, NULL, "2024-05-03", &error);
  g_assert_no_error (error);
  amp_referral_move (office->session, referral, "sent", NULL, "Por mesa de partes", "2024-05-04",
                     &error);
  g_assert_no_error (error);
  /* The same person once more, elsewhere. */
  same = amp_store_load (amp_session_get_store (office->session), amp_entity_find ("person"),
                         first_id (office, "person"), &error);
  g_assert_no_error (error);
  amp_record_set (second, "office_region", "PE-PIU", NULL);
  amp_cases_intake (office->session, same, second, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* Numbers of records differ between vaults: each becomes the order in which it was met. */
static char *
without_ids (const char *text)
{
  g_autoptr (GPtrArray) rows = parse (text);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GString *out = g_string_new (NULL);
  char **header = g_ptr_array_index (rows, 0);

  for (guint r = 0; r < rows->len; r++)
    {
      char **cells = g_ptr_array_index (rows, r);

      for (guint c = 0; cells[c] != NULL; c++)
        {
          g_auto (GStrv) name = g_strsplit (header[c], ".", 2);
          const AmpEntity *entity = name[1] != NULL ? amp_entity_find (name[0]) : NULL;
          const AmpField *field = entity != NULL ? amp_entity_field (entity, name[1]) : NULL;
          gboolean is_id =
            r > 0 && *cells[c] != '\0' && name[1] != NULL &&
            (g_str_equal (name[1], "id") || (field != NULL && field->kind == AMP_KIND_REF));

          if (is_id && !g_hash_table_contains (seen, cells[c]))
            g_hash_table_insert (seen, g_strdup (cells[c]),
                                 GUINT_TO_POINTER (g_hash_table_size (seen) + 1));
          if (is_id)
            {
              guint n = GPOINTER_TO_UINT (g_hash_table_lookup (seen, cells[c]));

              g_free (cells[c]);
              cells[c] = g_strdup_printf ("#%u", n);
            }
        }
      amp_csv_append_row (out, (const char *const *) cells, g_strv_length (cells));
    }
  return g_string_free (out, FALSE);
}

/* Out of one office, into another and out again: the same but for the numbers of records. */
static void
assert_survives (const Office *office)
{
  g_auto (Office) other = {0};
  g_autofree char *csv = NULL, *again = NULL, *csv_path = NULL, *a = NULL, *b = NULL;
  g_autoptr (AmpReport) report = NULL;
  guint imported = 0;

  office_open (&other);
  csv = export_text (office, AMP_FORMAT_AMPARO_CSV, "all.csv");
  csv_path = office_path (office, "all.csv");
  report = import_path (&other, csv_path, AMP_FORMAT_AMPARO_CSV, NULL, &imported);
  for (guint i = 0; i < amp_report_length (report); i++)
    g_test_message ("row %u: %s %s", amp_report_nth (report, i)->row,
                    amp_report_nth (report, i)->code, amp_report_nth (report, i)->column);
  g_assert_cmpuint (amp_report_count (report, AMP_FINDING_ERROR), ==, 0);
  again = export_text (&other, AMP_FORMAT_AMPARO_CSV, "again.csv");
  a = without_ids (csv);
  b = without_ids (again);
  assert_same_csv (b, a);
}

static void
test_demo_office (void)
{
  const AmpDemoOptions options = {.cases = 40, .seed = 7, .today = "2026-06-30"};
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;

  office_open (&office);
  amp_demo_fill (office.session, &options, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_survives (&office);
}

static void
test_amparo_csv (void)
{
  g_auto (Office) office = {0};
  g_autofree char *path = data_path ("multi-select.xlsm");
  g_autoptr (AmpReport) report = NULL;
  guint imported = 0;

  office_open (&office);
  report = import_path (&office, path, AMP_FORMAT_HTCDS_XLSX, "PE-TUM", &imported);
  add_work (&office);
  assert_survives (&office);
}

/* --- Who may, and what is left behind --- */

static void
test_caseworker (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpSecret) passphrase = NULL;
  g_autofree char *vault = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  office_open (&office);
  passphrase = amp_secret_new_from_text ("another long passphrase");
  vault = office_path (&office, "Office.amparo");
  path = office_path (&office, "out.csv");
  amp_session_add_user (office.session, "trabajadora", AMP_ROLE_CASEWORKER, passphrase,
                        &amp_kdf_cheap, &error);
  g_assert_no_error (error);
  amp_session_close (g_steal_pointer (&office.session));
  office.session = amp_session_open (vault, "trabajadora", passphrase, &error);
  g_assert_no_error (error);
  g_assert_false (
    amp_export_file (office.session, path, AMP_FORMAT_AMPARO_CSV, NULL, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static gboolean
count_exports (const AmpAuditEvent *event, gpointer data)
{
  guint *n = data;

  *n += g_str_equal (event->action, amp_audit_action_to_code (AMP_AUDIT_EXPORT)) &&
        g_strcmp0 (event->reason, "htcds-xlsx") == 0;
  return TRUE;
}

static void
test_traces (void)
{
  g_auto (Office) office = {0};
  g_autofree char *path = NULL;
  g_autofree char *nowhere = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf info;
  guint n = 0;

  office_open (&office);
  path = office_path (&office, "out.xlsx");
  nowhere = office_path (&office, "no/such/folder/out.xlsx");
  g_assert_true (amp_export_file (office.session, path, AMP_FORMAT_HTCDS_XLSX, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_false (
    amp_export_file (office.session, nowhere, AMP_FORMAT_HTCDS_XLSX, NULL, NULL, &error));
  g_assert_nonnull (error);
  /* The one that failed was tried: it is in the chain too. */
  g_assert_true (
    amp_store_audit_list (amp_session_get_store (office.session), count_exports, &n, NULL));
  g_assert_cmpuint (n, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (templates); i++)
    {
      g_autofree char *name =
        g_strdup_printf ("/export/the-template-%s-comes-back-cell-by-cell", templates[i].file);

      g_test_add_data_func (name, &templates[i], test_template);
    }
  g_test_add_func ("/export/the-standard-as-csv-comes-back", test_htcds_csv);
  g_test_add_func ("/export/fields-that-we-lack-come-back-too", test_whole_standard);
  g_test_add_func ("/export/our-own-csv-loses-nothing", test_amparo_csv);
  g_test_add_func ("/export/a-whole-office-survives-our-own-csv", test_demo_office);
  g_test_add_func ("/export/only-a-supervisor-exports", test_caseworker);
  g_test_add_func ("/export/an-export-is-private-and-leaves-an-event", test_traces);
  return g_test_run ();
}
