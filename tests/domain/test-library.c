/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sheets and documents of an office: who may change them, and what leaves the program with its
 * event. */
#include "domain/library.h"

#include "domain/programme.h"
#include "office.h"

#include <glib/gstdio.h>
#include <string.h>

#define PASSPHRASE "correct horse battery staple"

static AmpRecord *
new_sheet (const char *title)
{
  AmpRecord *record = amp_record_new (amp_entity_find ("local_sheet"));

  g_assert_true (amp_record_set (record, "title", title, NULL));
  g_assert_true (amp_record_set (record, "topic", "numbers", NULL));
  g_assert_true (amp_record_set (record, "text", "- 072 52 52 52", NULL));
  return record;
}

static AmpRecord *
new_document (const char *title, gboolean in_library)
{
  AmpRecord *record = amp_record_new (amp_entity_find ("document"));

  g_assert_true (amp_record_set (record, "title", title, NULL));
  g_assert_true (amp_record_set (record, "kind", "minutes", NULL));
  amp_record_set_int (record, "in_library", in_library);
  return record;
}

static AmpAttachmentFile *
file_of (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return amp_attachment_file_take (bytes, NULL);
}

static gboolean
last_event (const AmpAuditEvent *event, gpointer data)
{
  char **last = data;

  g_free (*last);
  *last = g_strdup_printf ("%s %s", event->action, event->object_type);
  return TRUE;
}

static void
assert_last_event (AmpSession *session, const char *expected)
{
  g_autofree char *last = NULL;

  g_assert_true (amp_store_audit_list (amp_session_get_store (session), last_event, &last, NULL));
  g_assert_cmpstr (last, ==, expected);
}

/* The same office, opened by a caseworker. */
static void
become_caseworker (Office *office)
{
  g_autoptr (AmpSecret) secret = amp_secret_new_from_text (PASSPHRASE);
  g_autoptr (GError) error = NULL;
  g_autofree char *vault =
    g_strdup (amp_vault_get_folder (amp_session_get_vault (office->session)));

  g_assert_true (amp_session_add_user (office->session, "rosa", AMP_ROLE_CASEWORKER, secret,
                                       &amp_kdf_cheap, &error));
  g_assert_no_error (error);
  amp_session_close (office->session);
  office->session = amp_session_open (vault, "rosa", secret, &error);
  g_assert_no_error (error);
}

static const char *
title_of (GPtrArray *records, guint n)
{
  return amp_record_get (records->pdata[n], "title");
}

static void
test_sheets_come_by_title_and_go (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpRecord) one = new_sheet ("zona norte"), two = new_sheet ("Ánimas");
  g_autoptr (GPtrArray) all = NULL, left = NULL;
  g_autoptr (GError) error = NULL;

  office_open (&office);
  g_assert_true (amp_library_save (office.session, one, &error));
  g_assert_true (amp_library_save (office.session, two, &error));
  assert_last_event (office.session, "create local_sheet");
  all = amp_library_sheets (office.session, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (all->len, ==, 2);
  g_assert_cmpstr (title_of (all, 0), ==, "Ánimas");
  g_assert_true (amp_library_delete (office.session, amp_entity_find ("local_sheet"),
                                     amp_record_id (two), &error));
  left = amp_library_sheets (office.session, &error);
  g_assert_cmpuint (left->len, ==, 1);
  g_assert_cmpstr (title_of (left, 0), ==, "zona norte");
}

static void
test_a_sheet_without_text_is_refused (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpRecord) record = new_sheet ("Vacía");
  g_autoptr (GError) error = NULL;

  office_open (&office);
  g_assert_true (amp_record_set (record, "text", NULL, NULL));
  g_assert_false (amp_library_save (office.session, record, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
}

static void
refused (gboolean done, GError **error)
{
  g_assert_false (done);
  g_assert_error (*error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED);
  g_clear_error (error);
}

static void
test_a_caseworker_reads_and_does_not_change_the_guide (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpRecord) sheet = new_sheet ("Números"), shown = new_document ("Norma", TRUE);
  g_autoptr (AmpRecord) evidence = new_document ("Lista", FALSE);
  g_autoptr (AmpRecord) another = new_document ("Otra norma", TRUE);
  g_autoptr (AmpAttachmentFile) file = file_of ("un texto");
  g_autoptr (GPtrArray) sheets = NULL, documents = NULL, all = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  office_open (&office);
  g_assert_true (amp_library_save (office.session, sheet, &error));
  g_assert_true (amp_library_add_document (office.session, shown, file, NULL, NULL, &error));
  become_caseworker (&office);
  sheets = amp_library_sheets (office.session, &error);
  g_assert_cmpuint (sheets->len, ==, 1);
  bytes =
    amp_library_open_document (office.session, amp_record_id (shown), NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, strlen ("un texto"));

  g_assert_true (amp_record_set (sheet, "text", "- 000", NULL));
  refused (amp_library_save (office.session, sheet, &error), &error);
  refused (amp_library_delete (office.session, amp_entity_find ("local_sheet"),
                               amp_record_id (sheet), &error),
           &error);
  refused (amp_library_delete (office.session, amp_entity_find ("document"), amp_record_id (shown),
                               &error),
           &error);
  refused (amp_library_add_document (office.session, another, file, NULL, NULL, &error), &error);
  /* Nor by taking it out of the guide first. */
  amp_record_set_int (shown, "in_library", 0);
  refused (amp_library_save (office.session, shown, &error), &error);

  /* What she did herself, she proves. */
  g_assert_true (amp_library_add_document (office.session, evidence, file, NULL, NULL, &error));
  g_assert_no_error (error);
  amp_record_set_int (evidence, "in_library", 1);
  refused (amp_library_save (office.session, evidence, &error), &error);
  documents = amp_library_documents (office.session, FALSE, &error);
  all = amp_library_documents (office.session, TRUE, &error);
  g_assert_cmpuint (documents->len, ==, 1);
  g_assert_cmpuint (all->len, ==, 2);
}

static void
test_a_document_leaves_with_its_event (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpRecord) record = new_document ("Acta", TRUE);
  g_autoptr (AmpAttachmentFile) file = file_of ("%PDF-1.4 acta");
  g_autofree char *path = NULL, *text = NULL, *name = NULL;
  g_autoptr (GError) error = NULL;

  office_open (&office);
  path = office_path (&office, "out.pdf");
  g_assert_true (amp_library_add_document (office.session, record, file, NULL, NULL, &error));
  assert_last_event (office.session, "create document");
  g_assert_true (
    amp_library_export_document (office.session, amp_record_id (record), path, NULL, NULL, &error));
  g_assert_no_error (error);
  assert_last_event (office.session, "export document");
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "%PDF-1.4 acta");
  name = amp_document_file_name (record);
  g_assert_cmpstr (name, ==, "document.pdf");
  g_assert_cmpint (g_unlink (path), ==, 0);

  g_assert_true (amp_library_delete (office.session, amp_entity_find ("document"),
                                     amp_record_id (record), &error));
  g_assert_false (
    amp_library_export_document (office.session, amp_record_id (record), path, NULL, NULL, &error));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static gint64
add_record (Office *office, const char *entity, const char *const *values)
{
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find (entity));
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; values[i] != NULL; i += 2)
    g_assert_true (amp_record_set (record, values[i], values[i + 1], &error));
  g_assert_true (amp_programme_save (office->session, record, &error));
  g_assert_no_error (error);
  return amp_record_id (record);
}

static gint64
add_below (Office *office,
           const char *entity,
           const char *field,
           gint64 owner,
           const char *text,
           gint64 document)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, owner);
  g_autofree char *file = g_strdup_printf ("%" G_GINT64_FORMAT, document);

  if (document != 0)
    return add_record (office, entity,
                       (const char *const[]){field, id, "on", "2025-03-05", "status", "in_progress",
                                             "text", text, "document", file, NULL});
  return add_record (office, entity,
                     (const char *const[]){field, id, "status", "open", "text", text, NULL});
}

/* Twice in one forum: it is named once. */
static void
test_evidence_stays (void)
{
  static const char *const forum[] = {"name", "Mesa",       "kind", "round_table",
                                      "on",   "2025-03-05", NULL};
  g_auto (Office) office = {0};
  g_autoptr (AmpRecord) record = new_document ("Acta", TRUE);
  g_autoptr (AmpAttachmentFile) file = file_of ("acta");
  g_autoptr (GPtrArray) rows = NULL, none = NULL;
  g_autoptr (GError) error = NULL;
  const AmpEntity *entity = amp_entity_find ("document");
  gint64 commitment, updates[2], id;

  office_open (&office);
  g_assert_true (amp_library_add_document (office.session, record, file, NULL, NULL, &error));
  id = amp_record_id (record);
  commitment =
    add_below (&office, "commitment", "forum", add_record (&office, "forum", forum), "Abrir", 0);
  for (gsize i = 0; i < G_N_ELEMENTS (updates); i++)
    updates[i] = add_below (&office, "commitment_update", "commitment", commitment, "Se abrió", id);
  rows = amp_programme_evidence (office.session, id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_cmpstr (((const AmpProgrammeRow *) rows->pdata[0])->code, ==, "FOR-25-0001");
  g_assert_cmpstr (((const AmpProgrammeRow *) rows->pdata[0])->title, ==, "Mesa");
  g_assert_false (amp_library_delete (office.session, entity, id, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_clear_error (&error);

  for (gsize i = 0; i < G_N_ELEMENTS (updates); i++)
    g_assert_true (amp_programme_delete (office.session, "commitment_update", updates[i], &error));
  none = amp_programme_evidence (office.session, id, &error);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_true (amp_library_delete (office.session, entity, id, &error));
  g_assert_no_error (error);
}

static const char *
as_it_is (const char *msgid)
{
  return msgid;
}

static void
test_a_sheet_is_printed_with_its_event (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpRecord) record = new_sheet ("Números");
  g_autofree char *path = NULL, *bytes = NULL, *status = NULL, *day = NULL;
  g_autoptr (AmpGuideSheet) sheet = NULL, checked = NULL;
  g_autoptr (GError) error = NULL;

  office_open (&office);
  path = office_path (&office, "sheet.pdf");
  g_assert_true (amp_library_save (office.session, record, &error));
  g_assert_true (
    amp_library_print_sheet (office.session, amp_record_id (record), path, "es", as_it_is, &error));
  g_assert_no_error (error);
  assert_last_event (office.session, "print local_sheet");
  g_assert_true (g_file_get_contents (path, &bytes, NULL, NULL));
  g_assert_true (g_str_has_prefix (bytes, "%PDF"));
  g_assert_cmpint (g_unlink (path), ==, 0);
  sheet = amp_guide_sheet_new (record);
  status = amp_guide_status (sheet, "es", as_it_is);
  g_assert_cmpstr (status, ==, "Of this office · never checked · check it before you rely on it");
  g_assert_true (amp_record_set (record, "checked_on", "2020-01-31", NULL));
  checked = amp_guide_sheet_new (record);
  day = amp_guide_status (checked, "es", as_it_is);
  g_assert_cmpstr (day, ==,
                   "Of this office · Checked on: 31/01/2020 · check it before you rely on it");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/library/sheets-come-by-title-and-go", test_sheets_come_by_title_and_go);
  g_test_add_func ("/domain/library/a-sheet-without-text-is-refused",
                   test_a_sheet_without_text_is_refused);
  g_test_add_func ("/domain/library/a-caseworker-reads-and-does-not-change-the-guide",
                   test_a_caseworker_reads_and_does_not_change_the_guide);
  g_test_add_func ("/domain/library/a-document-leaves-with-its-event",
                   test_a_document_leaves_with_its_event);
  g_test_add_func ("/domain/library/a-document-that-is-evidence-stays", test_evidence_stays);
  g_test_add_func ("/domain/library/a-sheet-is-printed-with-its-event",
                   test_a_sheet_is_printed_with_its_event);
  return g_test_run ();
}
