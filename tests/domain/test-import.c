/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whole imports into a real vault: what comes in, what is found, and that nothing half-done stays.
 */
#include "domain/import.h"

#include "domain/csv.h"
#include "domain/programme.h"
#include "model/codelist.h"
#include "office.h"

#include <string.h>

static gint64
count (const Office *office, const char *entity)
{
  g_autoptr (GError) error = NULL;
  gint64 n =
    amp_store_count (amp_session_get_store (office->session), amp_entity_find (entity), &error);

  g_assert_no_error (error);
  return n;
}

static AmpReport *
import_text (const Office *office,
             const char *text,
             AmpFileFormat format,
             const AmpImportOptions *options,
             AmpImportResult *result)
{
  g_autofree char *path = office_write (office, "in.csv", text);
  g_autoptr (GError) error = NULL;
  AmpReport *report = amp_report_new ();

  amp_import_file (office->session, path, format, options, report, result, NULL, NULL, &error);
  g_assert_no_error (error);
  return report;
}

static const AmpImportOptions tumbes = {.region = "PE-TUM"};

/* The text of the only note that keeps what no field takes. */
static char *
kept_note (const Office *office)
{
  static const char *const paths[] = {"text", NULL};
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (office->session), amp_entity_find ("note"), paths,
                      NULL, 0, NULL, &error);
  char *text = NULL;

  g_assert_no_error (error);
  while (amp_cursor_next (cursor, NULL, &error) == 1)
    {
      g_assert_null (text);
      text = g_strdup (amp_cursor_text (cursor, 0));
    }
  return text;
}

static void
test_kept_in_note (void)
{
  g_auto (Office) office = {0};
  AmpImportResult result;
  g_autoptr (AmpReport) report = NULL;
  g_autofree char *note = NULL;

  office_open (&office);
  report = import_text (&office,
                        "prs_FirstName,prs_Gender,vic_MethodsOfControl,prs_Birthdate,Apodo,"
                        "spl_Objectives\r\n"
                        "Luz,Rara,PhysicalThreats Magia,31/02/2001,Lucha,Estudiar\r\n",
                        AMP_FORMAT_HTCDS_CSV, &tumbes, &result);
  g_assert_cmpuint (result.imported, ==, 1);
  note = kept_note (&office);
  g_assert_nonnull (note);
  g_assert_nonnull (strstr (note, "\nprs_Gender: Rara\n"));
  g_assert_nonnull (strstr (note, "\nvic_MethodsOfControl: PhysicalThreats Magia\n"));
  g_assert_nonnull (strstr (note, "\nprs_Birthdate: 31/02/2001\n"));
  g_assert_nonnull (strstr (note, "\nApodo: Lucha\n"));
  g_assert_nonnull (strstr (note, "\nspl_Objectives: Estudiar"));
  g_assert_cmpuint (amp_report_count_code (report, "unknown-code"), ==, 2);
  g_assert_cmpuint (amp_report_count_code (report, "bad-date"), ==, 1);
  g_assert_cmpuint (amp_report_count_code (report, "unknown-column"), ==, 1);
  g_assert_cmpuint (amp_report_count_code (report, "column-kept-in-note"), ==, 1);
}

static const char three_rows[] = "prs_FirstName,prs_Gender,x_office_region\r\n"
                                 "Ana,Feminine,PE-TUM\r\n"
                                 "Bea,Feminine,\r\n"
                                 "Cruz,Masculine,PE-PIU\r\n";

static void
test_bad_row_alone (void)
{
  g_auto (Office) office = {0};
  AmpImportResult result;
  g_autoptr (AmpReport) report = NULL;

  office_open (&office);
  report = import_text (&office, three_rows, AMP_FORMAT_HTCDS_CSV, NULL, &result);
  g_assert_cmpuint (result.rows, ==, 3);
  g_assert_cmpuint (result.imported, ==, 2);
  g_assert_cmpint (count (&office, "case"), ==, 2);
  g_assert_cmpint (count (&office, "person"), ==, 2);
  g_assert_cmpuint (amp_report_count (report, AMP_FINDING_ERROR), ==, 1);
  g_assert_cmpstr (amp_report_nth (report, 0)->code, ==, "missing-region");
  g_assert_cmpuint (amp_report_nth (report, 0)->row, ==, 3);
}

static void
test_all_or_nothing (void)
{
  g_auto (Office) office = {0};
  const AmpImportOptions options = {.all_or_nothing = TRUE};
  AmpImportResult result;
  g_autoptr (AmpReport) report = amp_report_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  office_open (&office);
  path = office_write (&office, "in.csv", three_rows);
  g_assert_false (amp_import_file (office.session, path, AMP_FORMAT_HTCDS_CSV, &options, report,
                                   &result, NULL, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FINDINGS);
  g_assert_cmpuint (result.imported, ==, 0);
  g_assert_cmpint (count (&office, "case"), ==, 0);
  g_assert_cmpuint (amp_report_count (report, AMP_FINDING_ERROR), ==, 1);
}

static void
test_dry_run (void)
{
  g_auto (Office) office = {0};
  const AmpImportOptions options = {.dry_run = TRUE, .region = "PE-TUM"};
  AmpImportResult result;
  g_autoptr (AmpReport) report = NULL;
  guint64 before = 0, after = 0;
  guint8 hash[AMP_HASH_BYTES];

  office_open (&office);
  g_assert_true (
    amp_store_audit_head (amp_session_get_store (office.session), &before, hash, NULL));
  report = import_text (&office, three_rows, AMP_FORMAT_HTCDS_CSV, &options, &result);
  g_assert_true (amp_store_audit_head (amp_session_get_store (office.session), &after, hash, NULL));
  g_assert_cmpuint (result.imported, ==, 3);
  g_assert_cmpint (count (&office, "case"), ==, 0);
  g_assert_cmpint (count (&office, "institution"), ==, 0);
  g_assert_cmpuint (before, ==, after);
}

static void
test_duplicates (void)
{
  g_auto (Office) office = {0};
  AmpImportResult result;
  static const char text[] = "prs_FirstName,prs_SecondName,prs_Birthdate,prs_IdentityNumber\r\n"
                             "Ana,Peña Ruiz,2000-01-02,12345678\r\n"
                             "ANA,Pena  Ruiz,2000-01-02,\r\n"
                             "Otra,Persona,,1234 5678\r\n"
                             "Nueva,Persona,,\r\n";
  g_autoptr (AmpReport) first = NULL;
  g_autoptr (AmpReport) again = NULL;

  office_open (&office);
  first = import_text (&office, text, AMP_FORMAT_HTCDS_CSV, &tumbes, &result);
  g_assert_cmpuint (result.imported, ==, 4);
  g_assert_cmpuint (amp_report_count_code (first, "duplicate-in-file"), ==, 2);
  g_assert_cmpuint (amp_report_count_code (first, "duplicate-in-vault"), ==, 0);
  again = import_text (&office, text, AMP_FORMAT_HTCDS_CSV, &tumbes, &result);
  g_assert_cmpuint (amp_report_count_code (again, "duplicate-in-vault"), ==, 4);
}

static void
test_institutions (void)
{
  g_auto (Office) office = {0};
  AmpImportResult result;
  g_autoptr (AmpReport) report = NULL;

  office_open (&office);
  report = import_text (&office,
                        "prs_FirstName,cas_ReferringOrganisation,cas_ReferredOrganisation\r\n"
                        "Ana,Fiscalía de Zarumilla,CEM Tumbes\r\n"
                        "Bea,fiscalia de zarumilla,\r\n",
                        AMP_FORMAT_HTCDS_CSV, &tumbes, &result);
  g_assert_cmpint (count (&office, "institution"), ==, 2);
  g_assert_cmpint (count (&office, "referral"), ==, 1);
  g_assert_cmpuint (amp_report_count_code (report, "institution-made"), ==, 2);
}

/* The middle of a file may fail after many good rows: none of them stays. */
static void
test_broken_file (void)
{
  g_auto (Office) office = {0};
  AmpImportResult result;
  g_autoptr (AmpReport) report = amp_report_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  office_open (&office);
  path =
    office_write (&office, "in.csv", "prs_FirstName,prs_Gender\r\nAna,F\r\nBea,F\r\n\"Cruz,F\r\n");
  g_assert_false (amp_import_file (office.session, path, AMP_FORMAT_HTCDS_CSV, &tumbes, report,
                                   &result, NULL, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT);
  g_assert_cmpint (count (&office, "case"), ==, 0);
}

static void
test_refused_files (void)
{
  static const struct
  {
    const char *text;
    AmpFileFormat format;
  } files[] = {
    {"", AMP_FORMAT_HTCDS_CSV},
    {"nombre,edad\r\nAna,17\r\n", AMP_FORMAT_HTCDS_CSV},
    {"prs_FirstName,prs_Gender\r\nAna,F\r\n", AMP_FORMAT_AMPARO_CSV},
    {"prs_FirstName,prs_Gender\r\nAna,F\r\n", AMP_FORMAT_HTCDS_XLSX},
  };
  g_auto (Office) office = {0};

  office_open (&office);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = office_write (&office, "in", files[i].text);
      g_autoptr (AmpReport) report = amp_report_new ();
      g_autoptr (GError) error = NULL;
      AmpImportResult result;

      g_assert_false (amp_import_file (office.session, path, files[i].format, &tumbes, report,
                                       &result, NULL, NULL, &error));
      g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT);
    }
  {
    g_autoptr (AmpReport) report = amp_report_new ();
    g_autoptr (GError) error = NULL;
    AmpImportResult result;

    g_assert_false (amp_import_file (office.session, office.folder, AMP_FORMAT_HTCDS_CSV, &tumbes,
                                     report, &result, NULL, NULL, &error));
    g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT);
  }
}

static void
test_cancel (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (AmpReport) report = amp_report_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  AmpImportResult result;

  office_open (&office);
  path = office_write (&office, "in.csv", three_rows);
  g_cancellable_cancel (cancellable);
  g_assert_false (amp_import_file (office.session, path, AMP_FORMAT_HTCDS_CSV, &tumbes, report,
                                   &result, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (count (&office, "case"), ==, 0);
}

/* The value of a field of the only record of an entity. */
static char *
only_value (const Office *office, const char *entity, const char *field)
{
  const char *const paths[] = {field, NULL};
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (office->session), amp_entity_find (entity), paths,
                      NULL, 0, NULL, &error);
  char *value;

  g_assert_no_error (error);
  g_assert_cmpint (amp_cursor_next (cursor, NULL, &error), ==, 1);
  value = g_strdup (amp_cursor_text (cursor, 0));
  g_assert_cmpint (amp_cursor_next (cursor, NULL, &error), ==, 0);
  return value;
}

/* As KoBo and ODK give the standard's XLSForm: value names, blanks between several. */
static void
test_xlsform (void)
{
  g_auto (Office) office = {0};
  AmpImportResult result;
  g_autoptr (AmpReport) report = NULL;
  g_autofree char *control = NULL, *name = NULL, *title = NULL, *sector = NULL;

  office_open (&office);
  report = import_text (&office,
                        "prs_First_Name,prs_Second_Name,prs_Title,vic_Methods_of_Control,"
                        "vic_ForcedLabourIndustry\r\n"
                        "Ana,Peña,Docente,DebtBondage PhysicalThreats,"
                        "F_Construction P_Education\r\n",
                        AMP_FORMAT_HTCDS_CSV, &tumbes, &result);
  g_assert_cmpuint (result.imported, ==, 1);
  control = only_value (&office, "situation", "control");
  g_assert_cmpstr (control, ==, "PhysicalThreats;DebtBondage");
  name = only_value (&office, "person", "surname_paternal");
  g_assert_cmpstr (name, ==, "Peña");
  title = only_value (&office, "person", "title");
  g_assert_cmpstr (title, ==, "Docente");
  sector = only_value (&office, "situation", "labour_sector");
  g_assert_cmpstr (sector, ==, "F_Construction");
  g_assert_cmpuint (amp_report_count_code (report, "several-values"), ==, 1);
}

/* What Excel in Spanish saves as "CSV". */
static void
test_windows_file (void)
{
  g_auto (Office) office = {0};
  AmpImportResult result;
  g_autoptr (AmpReport) report = NULL;
  g_autofree char *given = NULL, *gender = NULL, *born = NULL;

  office_open (&office);
  report = import_text (&office,
                        "Nombres;Apellidos;G\351nero;Fecha de nacimiento\r\n"
                        "Mar\355a \311lida;Ord\363\361ez;Femenino;13/02/1999\r\n",
                        AMP_FORMAT_HTCDS_CSV, &tumbes, &result);
  g_assert_cmpuint (amp_report_count_code (report, "encoding-windows"), ==, 1);
  given = only_value (&office, "person", "given_names");
  g_assert_cmpstr (given, ==, "María Élida");
  gender = only_value (&office, "person", "gender");
  g_assert_cmpstr (gender, ==, "Feminine");
  born = only_value (&office, "person", "birth_date");
  g_assert_cmpstr (born, ==, "1999-02-13");
}

/* Consent is what was said: a box left alone is not a refusal, and a referral waits for consent. */
static void
test_consent_and_referral (void)
{
  g_auto (Office) office = {0};
  AmpImportResult result;
  g_autoptr (AmpReport) report = NULL;
  g_autofree char *decision = NULL, *state = NULL, *sent = NULL;

  office_open (&office);
  report = import_text (&office,
                        "prs_FirstName,con_Consent,cas_ReferredOrganisation,"
                        "cas_OutgoingReferralDate\r\n"
                        "Ana,FALSE,CEM Tumbes,2024-05-06\r\n",
                        AMP_FORMAT_HTCDS_CSV, &tumbes, &result);
  decision = only_value (&office, "consent", "decision");
  g_assert_cmpstr (decision, ==, "not_asked");
  state = only_value (&office, "referral", "state");
  g_assert_cmpstr (state, ==, "draft");
  sent = only_value (&office, "referral", "sent_on");
  g_assert_cmpstr (sent, ==, "2024-05-06");
  g_assert_cmpuint (amp_report_count_code (report, "referral-as-draft"), ==, 1);
}

/* Each label of a long list, in both languages, ends as its code or in a finding. */
static void
test_every_label (void)
{
  static const char *const paths[] = {"labour_sector", NULL};
  const AmpFilter filter = {"labour_sector", AMP_OP_NOT_NULL, NULL};
  const AmpCodeList *list = amp_code_list_find ("labour_sector");
  g_auto (Office) office = {0};
  g_autoptr (GString) text = g_string_new ("prs_FirstName,vic_ForcedLabourIndustry\r\n");
  g_autoptr (AmpReport) report = NULL;
  g_autoptr (AmpCursor) cursor = NULL;
  AmpImportResult result;
  guint rows = 0, stored = 0;

  office_open (&office);
  for (guint i = 0; i < amp_code_list_length (list); i++)
    for (guint l = 0; l < 2; l++)
      {
        g_autofree char *name = g_strdup_printf ("Persona %u", rows++);
        const char *cells[] = {name,
                               amp_code_label (amp_code_list_nth (list, i), l == 0 ? "en" : "es")};

        amp_csv_append_row (text, cells, G_N_ELEMENTS (cells));
      }
  report = import_text (&office, text->str, AMP_FORMAT_HTCDS_CSV, &tumbes, &result);
  g_assert_cmpuint (result.imported, ==, rows);
  cursor = amp_store_select (amp_session_get_store (office.session), amp_entity_find ("situation"),
                             paths, &filter, 1, NULL, NULL);
  g_assert_nonnull (cursor);
  while (amp_cursor_next (cursor, NULL, NULL) == 1)
    stored++;
  g_assert_cmpuint (amp_report_count_code (report, "several-values"), ==, 0);
  g_assert_cmpuint (stored + amp_report_count_code (report, "unknown-code"), ==, rows);
  /* Two divisions of different sections may share a label: those few are told. */
  g_assert_cmpuint (amp_report_count_code (report, "unknown-code"), <=, rows / 20);
}

static void
test_by_hand (void)
{
  g_auto (Office) office = {0};
  AmpImportResult result;
  g_autoptr (AmpReport) report = NULL;

  office_open (&office);
  report = import_text (&office,
                        "record;person.given_names;person.gender;case.office_region;case.number;"
                        "service.service_type;service.delivered_on;note.kind;note.text\n"
                        "case;Ana;Mujer;Tumbes;A-1;;;;\n"
                        "service;;;;;01_food;5/3/2024;;\n"
                        "note;;;;A-1;;;Llamada;Llamó hoy\n"
                        "case;Bea;Mujer;;;;;;\n"
                        "note;;;;;;;Llamada;De nadie\n"
                        "cosa;x;;;;;;;\n",
                        AMP_FORMAT_AMPARO_CSV, NULL, &result);
  g_assert_cmpint (count (&office, "case"), ==, 1);
  g_assert_cmpint (count (&office, "note"), ==, 1);
  g_assert_cmpuint (result.rows, ==, 6);
  g_assert_cmpuint (amp_report_count_code (report, "missing-region"), ==, 1);
  g_assert_cmpuint (amp_report_count_code (report, "row-without-case"), ==, 1);
  g_assert_cmpuint (amp_report_count_code (report, "unknown-record-kind"), ==, 1);
}

/* By its code, as it went out; where there is none of that code, the note keeps what was written.
 */
static void
test_source_activity (void)
{
  g_auto (Office) office = {0};
  AmpImportResult result;
  g_autoptr (AmpReport) report = NULL;
  g_autoptr (AmpRecord) talk = amp_record_new (amp_entity_find ("activity"));
  g_autoptr (GError) error = NULL;
  static const char *const values[][2] = {{"code", "FERIA-1"},
                                          {"kind", "fair"},
                                          {"status", "done"},
                                          {"on", "2025-03-05"},
                                          {"region", "PE-TUM"}};

  office_open (&office);
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    g_assert_true (amp_record_set (talk, values[i][0], values[i][1], &error));
  g_assert_true (amp_programme_save (office.session, talk, &error));
  report = import_text (&office,
                        "record;person.given_names;person.gender;case.office_region;case.source;"
                        "case.source_activity\n"
                        "case;Ana;Mujer;Tumbes;outreach;feria-1\n"
                        "case;Bea;Mujer;Tumbes;outreach;FERIA-2\n",
                        AMP_FORMAT_AMPARO_CSV, NULL, &result);
  g_assert_cmpint (count (&office, "case"), ==, 2);
  g_assert_cmpint (amp_programme_cases_of (office.session, amp_record_id (talk), &error), ==, 1);
  g_assert_cmpint (count (&office, "note"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import/what-no-field-takes-is-kept-in-a-note", test_kept_in_note);
  g_test_add_func ("/import/a-case-finds-its-activity-by-code", test_source_activity);
  g_test_add_func ("/import/a-bad-row-stops-no-other", test_bad_row_alone);
  g_test_add_func ("/import/all-or-nothing-leaves-nothing", test_all_or_nothing);
  g_test_add_func ("/import/a-dry-run-writes-nothing", test_dry_run);
  g_test_add_func ("/import/the-same-person-twice-is-found", test_duplicates);
  g_test_add_func ("/import/institutions-are-made-once", test_institutions);
  g_test_add_func ("/import/a-file-that-breaks-off-leaves-nothing", test_broken_file);
  g_test_add_func ("/import/files-of-something-else-are-refused", test_refused_files);
  g_test_add_func ("/import/a-cancelled-import-leaves-nothing", test_cancel);
  g_test_add_func ("/import/value-names-between-blanks-are-several", test_xlsform);
  g_test_add_func ("/import/a-windows-file-with-spanish-titles-is-read", test_windows_file);
  g_test_add_func ("/import/consent-is-no-more-than-what-was-said", test_consent_and_referral);
  g_test_add_func ("/import/every-label-ends-as-its-code-or-in-a-finding", test_every_label);
  g_test_add_func ("/import/our-csv-may-be-made-by-hand", test_by_hand);
  return g_test_run ();
}
