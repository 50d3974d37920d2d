/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Review packs of a demo office: what leaves, what stays, what comes back. */
#include "domain/review.h"

#include "domain/approvals.h"
#include "domain/demo.h"
#include "domain/review-private.h"
#include "pages/disk.h"
#include "review/check.h"
#include "store/reviews.h"

#include "office.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#define AUDITOR "nora.auditora"
#define WORDS "seis sauces solos"

typedef struct
{
  Office office;
  AmpSecret *words;
} Desk;

static void
desk_open (Desk *self, guint n_cases)
{
  AmpDemoOptions options = {.cases = n_cases, .seed = 6, .today = "2026-11-01"};
  g_autoptr (GError) error = NULL;

  office_open (&self->office);
  self->words = amp_secret_new_from_text (WORDS);
  g_assert_true (amp_demo_fill (self->office.session, &options, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (amp_session_add_user (self->office.session, AUDITOR, AMP_ROLE_AUDITOR, self->words,
                                       &amp_kdf_cheap, &error));
  g_assert_no_error (error);
}

static void
desk_close (Desk *self)
{
  amp_secret_free (self->words);
  office_close (&self->office);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, desk_close)

static char *
make (Desk *self, const char *name, AmpReviewSummary *summary)
{
  const AmpReviewWish wish = {.auditor = AUDITOR};
  char *path = office_path (&self->office, name);
  g_autoptr (GError) error = NULL;

  amp_review_make (self->office.session, &wish, path, summary, NULL, NULL, &error);
  g_assert_no_error (error);
  return path;
}

static AmpReviewOpened *
open_pack (Desk *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  AmpReviewOpened *opened = amp_review_open (path, AUDITOR, self->words, &error);

  g_assert_no_error (error);
  return opened;
}

static guint
n_lines (Desk *self)
{
  g_autoptr (GPtrArray) lines = amp_review_list (self->office.session, NULL);

  return lines->len;
}

static void
test_made (void)
{
  g_auto (Desk) desk = {0};
  AmpReviewSummary summary;
  g_autofree char *path = NULL;
  g_autoptr (AmpReviewOpened) opened = NULL;
  const AmpReviewPack *pack;
  gsize n, length;
  const void *data;

  desk_open (&desk, 800);
  path = make (&desk, "one.pack", &summary);
  opened = open_pack (&desk, path);
  pack = amp_review_opened_pack (opened);
  g_assert_cmpint ((gint64) amp_review_pack_n_rows (pack), ==, summary.head.records);
  g_assert_cmpuint (amp_review_pack_n_rows (pack), >=, 11);
  g_assert_cmpuint (amp_review_pack_n_rows (pack), <=, 160);
  g_assert_cmpint (amp_review_pack_head (pack)->level, ==, AMP_REVIEW_TINY);
  g_assert_cmpstr (amp_review_opened_file_hash (opened), ==, summary.file_hash);
  g_assert_nonnull (amp_review_pack_events (pack, &n));
  g_assert_cmpuint (n, ==, summary.head.head_seq);
  g_assert_nonnull (amp_review_pack_indicators (pack, &n));
  g_assert_cmpuint (n, >=, 9);
  data = g_bytes_get_data (amp_review_opened_payload (opened), &length);
  g_assert_true (amp_review_check (data, length, NULL, 0, NULL));
}

/* The pack says which one came before, tells the events since, and shares no code with it. */
static void
test_twice (void)
{
  g_auto (Desk) desk = {0};
  AmpReviewSummary one, two;
  g_autofree char *first = NULL, *second = NULL;
  g_autoptr (AmpReviewOpened) a = NULL, b = NULL;

  desk_open (&desk, 800);
  first = make (&desk, "one.pack", &one);
  second = make (&desk, "two.pack", &two);
  g_assert_cmpstr (two.head.previous, ==, one.head.id);
  g_assert_cmpuint (two.head.chain_from, ==, one.head.head_seq + 1);
  a = open_pack (&desk, first);
  b = open_pack (&desk, second);
  for (gsize row = 0; row < amp_review_pack_n_rows (amp_review_opened_pack (a)); row++)
    g_assert_cmpint (amp_review_pack_find (amp_review_opened_pack (b),
                                           amp_review_pack_code (amp_review_opened_pack (a), row)),
                     ==, -1);
  g_assert_cmpuint (n_lines (&desk), ==, 2);
}

static void
test_too_few (void)
{
  g_auto (Desk) desk = {0};
  const AmpReviewWish wish = {.auditor = AUDITOR};
  g_autofree char *path = NULL;
  AmpReviewSummary summary;
  g_autoptr (GError) error = NULL;

  desk_open (&desk, 20);
  path = office_path (&desk.office, "few.pack");
  g_assert_false (amp_review_make (desk.office.session, &wish, path, &summary, NULL, NULL, &error));
  g_assert_error (error, AMP_REVIEW_ERROR, AMP_REVIEW_ERROR_EMPTY);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (n_lines (&desk), ==, 0);
}

static void stop (AmpProgress *progress, guint64 done, guint64 total);

typedef struct
{
  AmpProgress base;
  GCancellable *cancellable;
  guint64 at;
  guint n_later; /* told after it was stopped */
} Stopper;

static void
stop (AmpProgress *progress, guint64 done, guint64 total)
{
  Stopper *self = (Stopper *) progress;

  (void) total;
  self->n_later += g_cancellable_is_cancelled (self->cancellable) ? 1 : 0;
  if (done == self->at)
    g_cancellable_cancel (self->cancellable);
}

static void
test_cancelled (void)
{
  g_auto (Desk) desk = {0};
  const AmpReviewWish wish = {.auditor = AUDITOR};
  g_autofree char *path = NULL;
  AmpReviewSummary summary;

  desk_open (&desk, 200);
  path = office_path (&desk.office, "none.pack");
  /* What is entered, the notes, the log: nothing goes on to what comes after. */
  for (guint64 at = 0; at < 11; at++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      Stopper stopper = {{stop}, cancellable, at, 0};
      g_autoptr (GError) error = NULL;

      g_assert_false (amp_review_make (desk.office.session, &wish, path, &summary, &stopper.base,
                                       cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_true (g_cancellable_is_cancelled (cancellable));
      g_assert_cmpuint (stopper.n_later, ==, 0);
    }
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (n_lines (&desk), ==, 0);
}

/* The log of an office is long: not read to its end before it is seen that nobody waits for it. */
static void
test_log_cancelled (void)
{
  g_auto (Desk) desk = {0};
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (AmpReviewCase));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  AmpReviewRegister cases = {.cases = none, .cancellable = cancellable};
  AmpReviewHead head = {.k = AMP_REVIEW_K};
  g_auto (AmpReviewOffice) whole = {0}, stopped = {0};
  guint8 hash[AMP_HASH_BYTES];
  g_autoptr (GError) error = NULL;

  desk_open (&desk, 20);
  cases.session = desk.office.session;
  amp_store_audit_head (amp_session_get_store (cases.session), &head.head_seq, hash, &error);
  g_assert_no_error (error);
  g_assert_true (amp_review_office_read (&whole, &cases, &head, 0, &error));
  g_assert_cmpuint (whole.events->len, >, 1);
  g_cancellable_cancel (cancellable);
  g_assert_false (amp_review_office_read (&stopped, &cases, &head, 0, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (stopped.events->len, ==, 0);
}

/* --- A disk without room --- */

/* Files grow while there is room; what they have already is their own. */
static struct
{
  AmpDisk disk;
  gint room;        /* how many times */
  const char *pack; /* no room from the moment on that a file is begun beside it; NULL */
} full;

static int
open_noting (const char *path, int flags, int *fd)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *of_pack = full.pack != NULL ? g_path_get_dirname (full.pack) : NULL;

  if ((flags & O_CREAT) != 0 && g_strcmp0 (folder, of_pack) == 0)
    full.room = 0;
  return amp_disk_real.open (path, flags, fd);
}

static int
write_within_room (int fd, const void *data, gsize length, gint64 offset)
{
  gint64 size;

  if (amp_disk_real.size (fd, &size) != 0 || offset + (gint64) length > size)
    {
      if (full.room <= 0)
        return ENOSPC;
      full.room--;
    }
  return amp_disk_real.write (fd, data, length, offset);
}

static void
use_disk_with_room (gint room, const char *pack)
{
  full.disk = amp_disk_real;
  full.disk.open = open_noting;
  full.disk.write = write_within_room;
  full.room = room;
  full.pack = pack;
  amp_disk_use (&full.disk);
}

static guint
n_files (Desk *self)
{
  g_autofree char *inside = office_path (&self->office, "x");
  g_autofree char *folder = g_path_get_dirname (inside);
  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (directory) != NULL)
    n++;
  return n;
}

/* FALSE: not made, and neither a file nor a part of one is there, nor a line that says that one
 * was.
 */
static gboolean
make_with_room (Desk *self, gint room, const char *path, gboolean ends_at_pack)
{
  const AmpReviewWish wish = {.auditor = AUDITOR};
  const guint n_before = n_files (self);
  AmpReviewSummary summary;
  g_autoptr (GError) error = NULL;
  gboolean made;

  use_disk_with_room (room, ends_at_pack ? path : NULL);
  made = amp_review_make (self->office.session, &wish, path, &summary, NULL, NULL, &error);
  amp_disk_use (NULL);
  g_assert_cmpint (error == NULL, ==, made);
  g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, made);
  g_assert_cmpuint (n_files (self), ==, n_before + (made ? 1 : 0));
  g_assert_cmpuint (n_lines (self), ==, made ? 1 : 0);
  return made;
}

/* Wherever the room ends, and stays away. */
static void
test_full_disk (void)
{
  g_auto (Desk) desk = {0};
  g_autofree char *path = NULL, *nowhere = NULL;

  desk_open (&desk, 200);
  path = office_path (&desk.office, "one.pack");
  g_assert_false (make_with_room (&desk, 1000, path, TRUE));
  nowhere = office_path (&desk.office, "no/such/folder.pack");
  g_assert_false (make_with_room (&desk, 1000, nowhere, FALSE));
  for (gint room = 0; !make_with_room (&desk, room, path, FALSE); room++)
    g_assert_cmpint (room, <, 1000);
}

/* No file, but a line that says so: closed, and counted against what is made later. */
static void
test_not_written (void)
{
  g_auto (Desk) desk = {0};
  const AmpReviewWish wish = {.auditor = AUDITOR};
  g_autofree char *path = NULL;
  AmpReviewSummary summary;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lines = NULL;

  desk_open (&desk, 800);
  path = office_path (&desk.office, "broken.pack");
  office_break_files ();
  g_assert_false (amp_review_make (desk.office.session, &wish, path, &summary, NULL, NULL, &error));
  amp_disk_use (NULL);
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_IO);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  lines = amp_review_list (desk.office.session, NULL);
  g_assert_cmpuint (lines->len, ==, 1);
  g_assert_true (((AmpReviewLine *) lines->pdata[0])->closed);
}

/* The events that it would have told are told by the next one: nobody hides them by a broken disk.
 */
static void
test_nothing_skipped (void)
{
  g_auto (Desk) desk = {0};
  const AmpReviewWish wish = {.auditor = AUDITOR};
  AmpReviewSummary one, none, two;
  g_autofree char *first = NULL, *nowhere = NULL, *second = NULL;

  desk_open (&desk, 800);
  first = make (&desk, "one.pack", &one);
  nowhere = office_path (&desk.office, "none.pack");
  office_break_files ();
  g_assert_false (amp_review_make (desk.office.session, &wish, nowhere, &none, NULL, NULL, NULL));
  amp_disk_use (NULL);
  second = make (&desk, "two.pack", &two);
  g_assert_cmpuint (n_lines (&desk), ==, 3);
  g_assert_cmpstr (two.head.previous, ==, one.head.id);
  g_assert_cmpuint (two.head.chain_from, ==, one.head.head_seq + 1);
}

/* Nothing that names anybody: names, documents, phones, days, numbers of cases, logins. */
static void
test_canaries (void)
{
  static const struct
  {
    const char *entity, *path;
  } secrets[] = {{"person", "given_names"}, {"person", "surname_paternal"},
                 {"person", "doc_number"},  {"person", "phone"},
                 {"person", "pseudonym"},   {"case", "number"},
                 {"case", "opened_on"},     {"note", "text"},
                 {"user", "display_name"}};
  g_auto (Desk) desk = {0};
  AmpReviewSummary summary;
  g_autofree char *path = NULL;
  g_autoptr (AmpReviewOpened) opened = NULL;
  g_autofree char *text = NULL;
  gsize length;
  const char *data;
  guint n_planted = 0;

  desk_open (&desk, 800);
  path = make (&desk, "one.pack", &summary);
  opened = open_pack (&desk, path);
  data = g_bytes_get_data (amp_review_opened_payload (opened), &length);
  text = g_strndup (data, length);
  for (gsize i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      const char *const paths[] = {secrets[i].path, NULL};
      g_autoptr (AmpCursor) cursor =
        amp_store_select (amp_session_get_store (desk.office.session),
                          amp_entity_find (secrets[i].entity), paths, NULL, 0, NULL, NULL);

      while (amp_cursor_next (cursor, NULL, NULL) > 0)
        {
          const char *secret = amp_cursor_text (cursor, 0);

          if (secret == NULL || strlen (secret) < 4 || strcmp (secret, summary.head.made) == 0)
            continue;
          n_planted++;
          g_assert_null (strstr (text, secret));
        }
    }
  g_assert_cmpuint (n_planted, >, 5000);
}

static GPtrArray *
all_findings (Desk *self)
{
  static const char *const paths[] = {"id", NULL};
  AmpStore *store = amp_session_get_store (self->office.session);
  const AmpEntity *entity = amp_entity_find ("finding");
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_record_free);
  g_autoptr (AmpCursor) cursor = amp_store_select (store, entity, paths, NULL, 0, "id", NULL);

  while (amp_cursor_next (cursor, NULL, NULL) > 0)
    g_ptr_array_add (records, amp_store_load (store, entity, amp_cursor_int (cursor, 0), NULL));
  return records;
}

static void
test_findings (void)
{
  g_auto (Desk) desk = {0};
  AmpReviewSummary summary;
  g_autofree char *path = NULL, *answer = NULL, *draft = NULL;
  g_autoptr (AmpReviewOpened) opened = NULL;
  g_autoptr (AmpReviewNotes) notes = NULL;
  g_autoptr (AmpReviewNotes) other = amp_review_notes_new ("0123456789abcdef");
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;
  const char *code;
  guint n = 0;

  desk_open (&desk, 800);
  path = make (&desk, "one.pack", &summary);
  answer = office_path (&desk.office, "one.findings");
  draft = office_path (&desk.office, "draft.findings");
  opened = open_pack (&desk, path);
  code = amp_review_pack_code (amp_review_opened_pack (opened), 0);
  notes = amp_review_notes_new (summary.head.id);
  g_assert_true (amp_review_notes_set_finding (notes, 0, AMP_STANDARD_RISK, code, "Tarde."));
  g_assert_true (amp_review_notes_set_finding (notes, 1, AMP_ABOUT_LOG, NULL, "Sin pausas."));
  g_assert_false (amp_review_findings_write (opened, notes, draft, &error));
  g_assert_error (error, AMP_REVIEW_ERROR, AMP_REVIEW_ERROR_OTHER);
  g_clear_error (&error);
  amp_review_notes_set_day (notes, "2026-11-20");
  amp_review_notes_set_day (other, "2026-11-20");
  g_assert_false (amp_review_findings_write (opened, other, draft, &error));
  g_assert_error (error, AMP_REVIEW_ERROR, AMP_REVIEW_ERROR_OTHER);
  g_clear_error (&error);
  g_assert_true (amp_review_findings_write (opened, notes, answer, &error));
  g_assert_no_error (error);

  amp_review_findings_import (desk.office.session, answer, &n, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 2);
  records = all_findings (&desk);
  g_assert_cmpuint (records->len, ==, 2);
  g_assert_cmpstr (amp_record_get (records->pdata[0], "code"), ==, code);
  g_assert_cmpstr (amp_record_get (records->pdata[0], "about"), ==, "risk_72h");
  g_assert_cmpstr (amp_record_get (records->pdata[0], "state"), ==, "open");
  g_assert_cmpstr (amp_record_get (records->pdata[1], "text"), ==, "Sin pausas.");
  g_assert_false (amp_review_findings_import (desk.office.session, answer, &n, &error));
  g_assert_error (error, AMP_REVIEW_ERROR, AMP_REVIEW_ERROR_TAKEN);
}

/* A finding as an import leaves it. */
static gint64
plant_finding (Desk *self)
{
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("finding"));
  g_autoptr (GError) error = NULL;

  amp_record_set_int (record, "pack", 1);
  amp_record_set_int (record, "auditor", amp_session_get_user (self->office.session)->id);
  g_assert_true (amp_record_set (record, "on", "2026-11-20", NULL));
  g_assert_true (amp_record_set (record, "about", "chain", NULL));
  g_assert_true (amp_record_set (record, "text", "Sin pausas.", NULL));
  g_assert_true (amp_record_set (record, "state", "open", NULL));
  amp_store_save (amp_session_get_store (self->office.session), record, "review-findings", &error);
  g_assert_no_error (error);
  return amp_record_id (record);
}

/* Those that wait come first, and are counted; seen to, they still wait. */
static void
test_findings_listed (void)
{
  g_auto (Desk) desk = {0};
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;
  AmpSession *session;
  gint64 over, seen_to, waits;
  guint n = 9;

  desk_open (&desk, 5);
  session = desk.office.session;
  g_assert_true (amp_review_findings_count (session, &n, &error));
  g_assert_cmpuint (n, ==, 0);
  over = plant_finding (&desk);
  seen_to = plant_finding (&desk);
  waits = plant_finding (&desk);
  g_assert_true (amp_review_finding_close (session, over, TRUE, "Hecho.", &error));
  g_assert_true (amp_review_finding_begin (session, seen_to, &error));
  g_assert_false (amp_review_finding_begin (session, seen_to, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (amp_review_findings_count (session, &n, &error));
  g_assert_cmpuint (n, ==, 2);
  records = amp_review_findings_list (session, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, 3);
  g_assert_cmpint (amp_record_id (records->pdata[2]), ==, over);
  g_assert_true (amp_record_id (records->pdata[0]) == MIN (seen_to, waits));
  g_assert_true (amp_review_finding_close (session, seen_to, TRUE, "Hecho.", &error));
  g_assert_true (amp_review_findings_count (session, &n, &error));
  g_assert_cmpuint (n, ==, 1);
}

/* With what was done, once; what the auditor wrote stays as it is. */
static void
test_finding_closed (void)
{
  g_auto (Desk) desk = {0};
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;
  AmpSession *session;
  gint64 done, refused;

  desk_open (&desk, 5);
  session = desk.office.session;
  done = plant_finding (&desk);
  refused = plant_finding (&desk);
  g_assert_false (amp_review_finding_close (session, done, TRUE, " \n", &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (amp_review_finding_close (session, 999, TRUE, "Hecho.", &error));
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  amp_review_finding_close (session, done, TRUE, "Se capacitó al equipo.\n", &error);
  g_assert_no_error (error);
  amp_review_finding_close (session, refused, FALSE, "La fecha era correcta.", &error);
  g_assert_no_error (error);
  g_assert_false (amp_review_finding_close (session, done, FALSE, "Otra vez.", &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
  records = all_findings (&desk);
  g_assert_cmpstr (amp_record_get (records->pdata[0], "state"), ==, "closed");
  g_assert_cmpstr (amp_record_get (records->pdata[0], "answer"), ==, "Se capacitó al equipo.");
  g_assert_cmpstr (amp_record_get (records->pdata[0], "text"), ==, "Sin pausas.");
  g_assert_nonnull (amp_record_get (records->pdata[0], "closed_on"));
  g_assert_cmpstr (amp_record_get (records->pdata[1], "state"), ==, "rejected");
}

static void
second_case_for_everybody (Desk *self)
{
  static const char *const paths[] = {"id", NULL};
  AmpStore *store = amp_session_get_store (self->office.session);
  const AmpEntity *entity = amp_entity_find ("case");
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (AmpCursor) cursor = amp_store_select (store, entity, paths, NULL, 0, "id", NULL);

  while (amp_cursor_next (cursor, NULL, NULL) > 0)
    {
      gint64 id = amp_cursor_int (cursor, 0);

      g_array_append_val (ids, id);
    }
  g_assert_true (amp_store_begin (store, NULL));
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (AmpRecord) first =
        amp_store_load (store, entity, g_array_index (ids, gint64, i), NULL);
      g_autoptr (AmpRecord) again = amp_record_copy (first);
      g_autofree char *number = g_strdup_printf ("PIU-30-%04u", i);
      g_autoptr (GError) error = NULL;

      amp_record_set_identity (again, 0, 0);
      g_assert_true (amp_record_set (again, "number", number, NULL));
      amp_store_save (store, again, NULL, &error);
      g_assert_no_error (error);
    }
  g_assert_true (amp_store_commit (store, NULL));
}

/* A class of k rows is one of k people, whatever any of them has had of cases. */
static void
test_one_case_a_person (void)
{
  g_auto (Desk) desk = {0};
  const AmpReviewWish all = {.auditor = AUDITOR, .sample = 100};
  AmpReviewSummary before, after;
  g_autoptr (GError) error = NULL;

  desk_open (&desk, 300);
  g_assert_true (amp_review_preview (desk.office.session, &all, &before, NULL, NULL, &error));
  second_case_for_everybody (&desk);
  amp_review_preview (desk.office.session, &all, &after, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (after.n_register, ==, 2 * before.n_register);
  g_assert_cmpint (after.head.records, >, 0);
  g_assert_cmpint (after.head.records + MAX (after.head.withheld, 0), <=,
                   (gint64) before.n_register);
}

static void
test_floors (void)
{
  g_auto (Desk) desk = {0};
  AmpReviewSummary summary;
  const AmpReviewWish low = {.auditor = AUDITOR, .k = 4}, all = {.auditor = AUDITOR, .sample = 101},
                      nobody = {.auditor = "nobody"}, alone = {.auditor = AUDITOR, .sample = 100};
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  desk_open (&desk, 50);
  path = office_path (&desk.office, "x.pack");
  g_assert_false (amp_review_preview (desk.office.session, &low, &summary, NULL, NULL, &error));
  g_assert_error (error, AMP_REVIEW_ERROR, AMP_REVIEW_ERROR_FLOOR);
  g_clear_error (&error);
  g_assert_false (amp_review_preview (desk.office.session, &all, &summary, NULL, NULL, &error));
  g_assert_error (error, AMP_REVIEW_ERROR, AMP_REVIEW_ERROR_FLOOR);
  g_clear_error (&error);
  g_assert_false (amp_review_preview (desk.office.session, &nobody, &summary, NULL, NULL, &error));
  g_assert_error (error, AMP_REVIEW_ERROR, AMP_REVIEW_ERROR_AUDITOR);
  g_clear_error (&error);
  g_assert_true (amp_review_preview (desk.office.session, &alone, &summary, NULL, NULL, &error));
  g_assert_false (
    amp_review_make (desk.office.session, &alone, path, &summary, NULL, NULL, &error));
  g_assert_error (error, AMP_REVIEW_ERROR, AMP_REVIEW_ERROR_APPROVAL);
  g_assert_cmpuint (n_lines (&desk), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
  g_test_add_func ("/review/a-pack-is-made-checked-and-opened", test_made);
  g_test_add_func ("/review/the-next-pack-goes-on-and-shares-no-code", test_twice);
  g_test_add_func ("/review/too-few-cases-make-no-pack", test_too_few);
  g_test_add_func ("/review/cancelled-at-any-sign-of-progress-nothing-is-left", test_cancelled);
  g_test_add_func ("/review/cancelled-the-log-is-not-read-to-its-end", test_log_cancelled);
  g_test_add_func ("/review/on-a-full-disk-there-is-no-file-and-no-line-of-one", test_full_disk);
  g_test_add_func ("/review/a-file-that-cannot-be-written-leaves-a-closed-line", test_not_written);
  g_test_add_func ("/review/a-pack-that-never-was-a-file-hides-no-event", test_nothing_skipped);
  g_test_add_func ("/review/no-name-day-or-number-is-in-it", test_canaries);
  g_test_add_func ("/review/findings-come-back-once", test_findings);
  g_test_add_func ("/review/findings-that-wait-come-first-and-are-counted", test_findings_listed);
  g_test_add_func ("/review/a-finding-comes-to-its-end-once", test_finding_closed);
  g_test_add_func ("/review/k-rows-are-k-people", test_one_case_a_person);
  g_test_add_func ("/review/floors-hold-and-two-people-lower", test_floors);
  return g_test_run ();
}
