/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file becomes an attachment, is looked at and leaves the program, each with its event, and
 * nothing of it is ever anywhere else. */
#include "domain/attachments.h"

#include "office.h"

#include "domain/cases.h"
#include "domain/library.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#define CANARY "CANARIO"

static char *tmp; /* what every library takes for the place of temporary files */
static int watch;

/* --- The office --- */

static gint64
a_case (Office *office)
{
  g_autoptr (AmpRecord) person = amp_record_new (amp_entity_find ("person"));
  g_autoptr (AmpRecord) case_ = amp_record_new (amp_entity_find ("case"));
  g_autoptr (GError) error = NULL;

  amp_record_set (person, "given_names", "Rosa", NULL);
  amp_record_set (case_, "office_region", "PE-TUM", NULL);
  amp_record_set (person, "gender", "Feminine", NULL);
  g_assert_true (amp_cases_intake (office->session, person, case_, NULL, NULL, &error));
  g_assert_no_error (error);
  return amp_record_id (case_);
}

static AmpRecord *
new_record (gint64 case_id)
{
  AmpRecord *record = amp_record_new (amp_entity_find ("attachment"));

  amp_record_set_int (record, "case", case_id);
  return record;
}

static gboolean
take_event (const AmpAuditEvent *event, gpointer data)
{
  g_string_append_printf (data, "%s %s %s;", event->action, event->object_type, event->reason);
  return TRUE;
}

static void
assert_last_event (Office *office, const char *expected)
{
  g_autoptr (GString) events = g_string_new (NULL);
  g_autofree char *last = g_strconcat (expected, ";", NULL);

  g_assert_true (
    amp_store_audit_list (amp_session_get_store (office->session), take_event, events, NULL));
  if (!g_str_has_suffix (events->str, last))
    g_error ("the last event is not %s: %s", expected, events->str);
}

static AmpAttachmentFile *
read_text (Office *office, const char *text)
{
  g_autofree char *path = office_write (office, "dni de rosa.pdf", text);
  g_autoptr (GError) error = NULL;
  AmpAttachmentFile *file = amp_attachment_file_read (path, NULL, &error);

  g_assert_no_error (error);
  return file;
}

static gint64
attach (Office *office, gint64 case_id, const AmpAttachmentFile *file)
{
  g_autoptr (AmpRecord) record = new_record (case_id);
  g_autoptr (GError) error = NULL;

  g_assert_true (amp_attachments_add (office->session, record, file, NULL, NULL, &error));
  g_assert_no_error (error);
  return amp_record_id (record);
}

/* A picture in the smallest sense, with an author and an orientation. */
static GBytes *
telling_jpeg (void)
{
  static const guint8 head[] = {0xff, 0xd8, 0xff, 0xe1, 0, 42, 'E', 'x', 'i', 'f', 0,  0, 'M',
                                'M',  0,    42,   0,    0, 0,  8,   0,   1,   1,   18, 0, 3,
                                0,    0,    0,    1,    0, 6,  0,   0,   0,   0,   0,  0};
  static const guint8 tail[] = {0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1,  1, 1,    0x11, 0,
                                0xff, 0xda, 0, 8,  1, 1, 0, 0, 63, 0, 0x55, 0xff, 0xd9};
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, head, sizeof head);
  g_byte_array_append (bytes, (const guint8 *) CANARY " ", 8);
  g_byte_array_append (bytes, tail, sizeof tail);
  return g_byte_array_free_to_bytes (bytes);
}

static gboolean
holds (GBytes *bytes, const char *text)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  for (gsize i = 0; i + strlen (text) <= length; i++)
    if (memcmp (data + i, text, strlen (text)) == 0)
      return TRUE;
  return FALSE;
}

/* --- Tests --- */

static void
test_add_and_open (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpAttachmentFile) file = NULL;
  g_autoptr (AmpRecord) record = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  office_open (&office);
  file = read_text (&office, "%PDF-1.4 nada");
  g_assert_cmpstr (file->mime, ==, "application/pdf");
  g_assert_true (file->tells);
  id = attach (&office, a_case (&office), file);
  assert_last_event (&office, "create attachment (null)");
  bytes = amp_attachments_open (office.session, id, &record, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_last_event (&office, "view_identity attachment attachment");
  g_assert_true (g_bytes_equal (bytes, file->bytes));
  g_assert_cmpstr (amp_record_get (record, "kind"), ==, "other");
  g_assert_cmpstr (amp_record_get (record, "mime"), ==, "application/pdf");
  g_assert_cmpint (amp_record_get_int (record, "size", 0), ==, 13);
  g_assert_nonnull (amp_record_get (record, "added_on"));
  g_assert_cmpint (amp_record_get_int (record, "by", 0), ==,
                   amp_session_get_user (office.session)->id);
  /* Its name in the folder may name somebody. */
  g_assert_null (amp_record_get (record, "title"));
}

static void
test_picture (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GBytes) jpeg = telling_jpeg (), kept = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpAttachmentFile) file = amp_attachment_file_take (jpeg, &error);
  g_autoptr (AmpRecord) record = NULL;
  gint64 id;

  g_assert_no_error (error);
  g_assert_true (holds (jpeg, CANARY));
  g_assert_true (file->stripped);
  g_assert_false (file->tells);
  office_open (&office);
  id = attach (&office, a_case (&office), file);
  kept = amp_attachments_open (office.session, id, &record, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (holds (kept, CANARY));
  g_assert_cmpint (amp_record_get_int (record, "orientation", 0), ==, 6);
  g_assert_cmpstr (amp_record_get (record, "kind"), ==, "photo");
}

static void
test_picture_of_the_office (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GBytes) jpeg = telling_jpeg (), kept = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpAttachmentFile) file = amp_attachment_file_take (jpeg, &error);
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("document")), stored = NULL;

  office_open (&office);
  g_assert_true (amp_record_set (record, "title", "Feria", &error));
  g_assert_true (amp_record_set (record, "kind", "evidence", &error));
  g_assert_true (amp_library_add_document (office.session, record, file, NULL, NULL, &error));
  kept =
    amp_library_open_document (office.session, amp_record_id (record), &stored, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (holds (kept, CANARY));
  g_assert_cmpint (amp_record_get_int (stored, "orientation", 0), ==, 6);
}

static void
test_bad_picture (void)
{
  g_autoptr (GBytes) jpeg = telling_jpeg ();
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (jpeg, 0, 50);
  g_autoptr (AmpAttachmentFile) file = amp_attachment_file_take (cut, NULL);

  g_assert_cmpstr (file->mime, ==, "application/octet-stream");
  g_assert_false (file->stripped);
  g_assert_true (file->tells);
  g_assert_true (g_bytes_equal (file->bytes, cut));
}

static void
test_sizes (void)
{
  static const gsize sizes[] = {0, 1, AMP_ATTACHMENT_CHUNK, AMP_ATTACHMENT_MAX};
  g_auto (Office) office = {0};
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  office_open (&office);
  path = office_path (&office, "grande");
  for (gsize i = 0; i <= G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (AmpAttachmentFile) file = NULL;
      gsize size = i < G_N_ELEMENTS (sizes) ? sizes[i] : AMP_ATTACHMENT_MAX + 1;

      g_assert_true (g_file_set_contents (path, "", 0, NULL));
      g_assert_cmpint (truncate (path, (off_t) size), ==, 0);
      file = amp_attachment_file_read (path, NULL, &error);
      if (i < G_N_ELEMENTS (sizes))
        {
          g_assert_no_error (error);
          g_assert_cmpuint (g_bytes_get_size (file->bytes), ==, size);
        }
      else
        g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_TOO_LARGE);
    }
}

static void
test_no_files (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) folder = NULL, device = NULL, fifo = NULL, missing = NULL;
  g_autofree char *pipe = NULL, *nothing = NULL;

  office_open (&office);
  pipe = office_path (&office, "tubo");
  nothing = office_path (&office, "nada");
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_null (amp_attachment_file_read (office.folder, NULL, &folder));
  g_assert_error (folder, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT);
  g_assert_null (amp_attachment_file_read ("/dev/zero", NULL, &device));
  g_assert_error (device, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT);
  g_assert_null (amp_attachment_file_read (pipe, NULL, &fifo));
  g_assert_error (fifo, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT);
  g_assert_null (amp_attachment_file_read (nothing, NULL, &missing));
  g_assert_error (missing, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_null (strstr (missing->message, "nada"));
}

static void
test_export (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GBytes) jpeg = telling_jpeg ();
  g_autoptr (AmpAttachmentFile) file = amp_attachment_file_take (jpeg, NULL);
  g_autoptr (AmpAttachmentFile) again = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf info;
  gint64 id;

  office_open (&office);
  path = office_path (&office, "salida.jpg");
  id = attach (&office, a_case (&office), file);
  g_assert_false (
    amp_attachments_export (office.session, id, path, "porque sí", NULL, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_clear_error (&error);
  g_assert_true (
    amp_attachments_export (office.session, id, path, "authority", NULL, NULL, &error));
  g_assert_no_error (error);
  assert_last_event (&office, "export attachment authority");
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  again = amp_attachment_file_read (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->facts.orientation, ==, 6);
  g_assert_true (g_bytes_equal (again->bytes, file->bytes));
}

static void
test_delete (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpAttachmentFile) file = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  office_open (&office);
  file = read_text (&office, "hola");
  id = attach (&office, a_case (&office), file);
  g_assert_true (amp_attachments_delete (office.session, id, &error));
  g_assert_no_error (error);
  assert_last_event (&office, "delete attachment (null)");
  g_assert_null (amp_attachments_open (office.session, id, NULL, NULL, NULL, &error));
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NOT_FOUND);
}

static void
test_reasons (void)
{
  for (const char *const *reason = amp_attachment_reasons (); *reason != NULL; reason++)
    g_assert_nonnull (amp_attachment_reason_label (*reason));
  g_assert_null (amp_attachment_reason_label ("other"));
}

/* All of the above, watched. */
static void
test_no_temporary_file (void)
{
  char buffer[4096];
  g_autofree char *probe = g_build_filename (tmp, "prueba", NULL);

  g_assert_cmpint (read (watch, buffer, sizeof buffer), ==, -1);
  /* The watch works. */
  g_assert_true (g_file_set_contents (probe, "x", 1, NULL));
  g_assert_cmpint (read (watch, buffer, sizeof buffer), >, 0);
  g_unlink (probe);
}

int
main (int argc, char **argv)
{
  int result;

  tmp = g_dir_make_tmp ("amparo-tmp-XXXXXX", NULL);
  g_setenv ("SQLITE_TMPDIR", tmp, TRUE);
  g_setenv ("TMPDIR", tmp, TRUE);
  watch = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC);
  g_assert_cmpint (inotify_add_watch (watch, tmp, IN_CREATE | IN_MOVED_TO | IN_OPEN), >=, 0);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/attachments/added-and-opened", test_add_and_open);
  g_test_add_func ("/domain/attachments/a-picture-loses-what-it-tells", test_picture);
  g_test_add_func ("/domain/attachments/a-picture-of-the-office-too", test_picture_of_the_office);
  g_test_add_func ("/domain/attachments/a-damaged-picture-is-kept-but-not-shown", test_bad_picture);
  g_test_add_func ("/domain/attachments/at-most-fifty-megabytes", test_sizes);
  g_test_add_func ("/domain/attachments/only-files-are-files", test_no_files);
  g_test_add_func ("/domain/attachments/exported-for-a-reason", test_export);
  g_test_add_func ("/domain/attachments/deleted", test_delete);
  g_test_add_func ("/domain/attachments/every-reason-has-a-label", test_reasons);
  g_test_add_func ("/domain/attachments/no-temporary-file", test_no_temporary_file);
  result = g_test_run ();
  g_rmdir (tmp);
  g_free (tmp);
  close (watch);
  return result;
}
