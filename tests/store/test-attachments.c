/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bytes of attachments and documents: every size comes back as it went in, or nothing is there;
 * what was changed on the way is noticed. */
#include "fixture.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define KIB 1024
#define KILLS 12
#define LONGEST_US 800000

static const char *kind; /* the entity of the test that runs */

/* SQL is written for attachments. */
static char *
of_kind (const char *sql)
{
  GString *text = g_string_new (sql);

  g_string_replace (text, "attachment", kind, 0);
  /* What tells of nobody stands in the other half. */
  g_string_replace (text, "UPDATE identity.document ", "UPDATE main.document ", 0);
  return g_string_free (text, FALSE);
}

/* Gives bytes of a pattern that differs from piece to piece. */
typedef struct
{
  gsize size, given;
  guint8 seed;
  gsize cancel_at, fail_at; /* 0: never */
  GCancellable *cancellable;
} Pattern;

static guint8
pattern_byte (guint8 seed, gsize at)
{
  return (guint8) (seed + at * 31 + at / AMP_ATTACHMENT_CHUNK * 7);
}

static gssize
give (gpointer data, void *buffer, gsize length, GCancellable *cancellable, GError **error)
{
  Pattern *self = data;
  /* Not always as much as was asked for. */
  gsize n = MIN (MIN (length, self->size - self->given), 100 * KIB + 1);
  guint8 *bytes = buffer;

  (void) cancellable;
  if (self->cancel_at != 0 && self->given >= self->cancel_at)
    g_cancellable_cancel (self->cancellable);
  if (self->fail_at != 0 && self->given >= self->fail_at)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "unplugged");
      return -1;
    }
  for (gsize i = 0; i < n; i++)
    bytes[i] = pattern_byte (self->seed, self->given + i);
  self->given += n;
  return (gssize) n;
}

static AmpRecord *
new_record (Fixture *self)
{
  AmpRecord *record = fixture_record (self, kind, 3);

  g_assert_null (amp_record_get (record, "size"));
  return record;
}

static AmpRecord *
added (Fixture *self, gsize size, guint8 seed)
{
  g_autoptr (GError) error = NULL;
  Pattern pattern = {.size = size, .seed = seed};
  AmpRecord *record = new_record (self);

  g_assert_true (
    amp_store_attachment_add (self->store, record, give, &pattern, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (amp_record_get_int (record, "size", -1), ==, (gint64) size);
  return record;
}

static void
assert_reads (Fixture *self, gint64 id, gsize size, guint8 seed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpRecord) record = amp_store_load (self->store, amp_entity_find (kind), id, &error);
  g_autoptr (GBytes) bytes = NULL;
  const guint8 *data;
  gsize length;

  g_assert_no_error (error);
  bytes = amp_store_attachment_read (self->store, record, NULL, NULL, &error);
  g_assert_no_error (error);
  data = g_bytes_get_data (bytes, &length);
  g_assert_cmpuint (length, ==, size);
  for (gsize i = 0; i < length; i++)
    if (data[i] != pattern_byte (seed, i))
      g_error ("byte %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " is another", i, size);
}

static void
assert_verifies (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (amp_store_verify (self->store, NULL, NULL, &error));
  g_assert_no_error (error);
}

static void
harm (Fixture *self, const char *sql)
{
  g_autofree char *text = of_kind (sql);

  fixture_sql (self, text);
}

static gint64
count (Fixture *self, const char *sql)
{
  g_autofree char *text = of_kind (sql);

  return fixture_int (self, text);
}

static gint64
n_pieces (Fixture *self)
{
  return count (self, "SELECT count(*) FROM identity.attachment_chunk");
}

static void
assert_nothing_there (Fixture *self)
{
  g_assert_cmpint (n_pieces (self), ==, 0);
  g_assert_cmpint (count (self, "SELECT count(*) FROM main.attachment"), ==, 0);
  g_assert_cmpint (count (self, "SELECT count(*) FROM identity.attachment"), ==, 0);
}

/* --- Whole --- */

static void
test_sizes (Fixture *self, gconstpointer data)
{
  static const gsize sizes[] = {0,
                                1,
                                AMP_ATTACHMENT_CHUNK - 1,
                                AMP_ATTACHMENT_CHUNK,
                                AMP_ATTACHMENT_CHUNK + 1,
                                5 * AMP_ATTACHMENT_CHUNK};
  gint64 ids[G_N_ELEMENTS (sizes)];

  kind = data;
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (AmpRecord) record = added (self, sizes[i], (guint8) i);

      ids[i] = amp_record_id (record);
    }
  g_assert_cmpint (n_pieces (self), ==, 0 + 1 + 1 + 1 + 2 + 5);
  fixture_close (self);
  fixture_open (self, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    assert_reads (self, ids[i], sizes[i], (guint8) i);
  assert_verifies (self);
}

static void
test_largest (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) record = added (self, AMP_ATTACHMENT_MAX, 9);

  kind = data;
  assert_reads (self, amp_record_id (record), AMP_ATTACHMENT_MAX, 9);
}

static void
test_twice (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) one = added (self, 5000, 1), two = added (self, 5000, 1),
                        other = added (self, 5000, 2), shorter = added (self, 4999, 1);

  kind = data;
  g_assert_cmpint (amp_record_id (one), !=, amp_record_id (two));
  g_assert_cmpstr (amp_record_get (one, "sha"), ==, amp_record_get (two, "sha"));
  g_assert_cmpstr (amp_record_get (one, "sha"), !=, amp_record_get (other, "sha"));
  g_assert_cmpstr (amp_record_get (one, "sha"), !=, amp_record_get (shorter, "sha"));
  assert_reads (self, amp_record_id (two), 5000, 1);
}

static void
test_renamed (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) record = added (self, 300 * KIB, 4);
  g_autoptr (GError) error = NULL;

  kind = data;
  g_assert_true (amp_record_set (record, "title", "Cargo de recepción", &error));
  g_assert_true (amp_store_save (self->store, record, NULL, &error));
  g_assert_no_error (error);
  assert_reads (self, amp_record_id (record), 300 * KIB, 4);
  assert_verifies (self);
}

/* --- Or nothing --- */

static void
refuse (Fixture *self, Pattern *pattern, GCancellable *cancellable, GQuark domain, int code)
{
  g_autoptr (AmpRecord) record = new_record (self);
  g_autoptr (GError) error = NULL;
  guint64 events = fixture_n_events (self);

  g_assert_false (
    amp_store_attachment_add (self->store, record, give, pattern, NULL, NULL, cancellable, &error));
  g_assert_error (error, domain, code);
  g_assert_cmpint (amp_record_id (record), ==, 0);
  g_assert_null (amp_record_get (record, "size"));
  g_assert_null (amp_record_get (record, "sha"));
  g_assert_cmpuint (fixture_n_events (self), ==, events);
  assert_nothing_there (self);
}

static void
test_too_large (Fixture *self, gconstpointer data)
{
  Pattern pattern = {.size = (gsize) AMP_ATTACHMENT_MAX * 20};
  Pattern by_one = {.size = (gsize) AMP_ATTACHMENT_MAX + 1};

  kind = data;
  refuse (self, &pattern, NULL, AMP_STORE_ERROR, AMP_STORE_ERROR_TOO_LARGE);
  g_assert_cmpuint (pattern.given, <=, AMP_ATTACHMENT_MAX + AMP_ATTACHMENT_CHUNK);
  refuse (self, &by_one, NULL, AMP_STORE_ERROR, AMP_STORE_ERROR_TOO_LARGE);
}

static void
test_cancelled (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Pattern pattern = {.size = 8 << 20, .cancel_at = 3 << 20, .cancellable = cancellable};

  kind = data;
  refuse (self, &pattern, cancellable, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (pattern.given, <, 4 << 20);
}

static void
test_source_fails (Fixture *self, gconstpointer data)
{
  Pattern pattern = {.size = 8 << 20, .fail_at = 3 << 20};

  kind = data;
  refuse (self, &pattern, NULL, G_IO_ERROR, G_IO_ERROR_FAILED);
}

static void
test_full (Fixture *self, gconstpointer data)
{
  gint64 pages = fixture_int (self, "SELECT page_count FROM pragma_page_count ('identity')");
  g_autofree char *limit = NULL;
  Pattern pattern = {.size = 8 << 20};
  g_autoptr (AmpRecord) later = NULL;

  kind = data;
  limit = g_strdup_printf ("PRAGMA identity.max_page_count=%" G_GINT64_FORMAT, pages + 500);
  fixture_sql (self, limit);
  refuse (self, &pattern, NULL, AMP_VAULT_ERROR, AMP_VAULT_ERROR_FULL);
  fixture_sql (self, "PRAGMA identity.max_page_count=1000000");
  later = added (self, 8 << 20, 5);
  assert_reads (self, amp_record_id (later), 8 << 20, 5);
  assert_verifies (self);
}

static void
test_without_case (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find (kind));
  Pattern pattern = {.size = 1000};
  g_autoptr (GError) error = NULL;

  kind = data;
  g_assert_false (
    amp_store_attachment_add (self->store, record, give, &pattern, NULL, NULL, NULL, &error));
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_INVALID);
  assert_nothing_there (self);
}

static void
test_in_a_transaction_rolled_back (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  kind = data;
  g_assert_true (amp_store_begin (self->store, &error));
  amp_record_free (added (self, 300 * KIB, 1));
  amp_store_rollback (self->store);
  assert_nothing_there (self);
}

/* --- What was changed is noticed --- */

static void
test_damaged (Fixture *self, gconstpointer data)
{
  static const char *const harms[] = {
    "UPDATE identity.attachment_chunk SET data = zeroblob (length (data)) WHERE n = 1",
    "UPDATE identity.attachment_chunk SET data = substr (data, 2) WHERE n = 2",
    "UPDATE identity.attachment_chunk SET data = CAST (data || x'00' AS BLOB) WHERE n = 2",
    "DELETE FROM identity.attachment_chunk WHERE n = 0",
    "DELETE FROM identity.attachment_chunk WHERE n = 1",
    "DELETE FROM identity.attachment_chunk WHERE n = 2",
    "INSERT INTO identity.attachment_chunk (owner, n, data) SELECT id, 3, x'00' "
    "FROM identity.attachment",
    "UPDATE identity.attachment_chunk SET n = 1 - n + 100 WHERE n < 2;"
    "UPDATE identity.attachment_chunk SET n = n - 100 WHERE n > 2",
    "UPDATE identity.attachment SET sha = substr (sha, 2) || substr (sha, 1, 1)",
    "UPDATE identity.attachment SET size = size - 1",
    "UPDATE identity.attachment SET size = NULL",
  };
  g_autoptr (AmpRecord) record = added (self, 600 * KIB, 7);

  kind = data;
  for (gsize i = 0; i < G_N_ELEMENTS (harms); i++)
    {
      g_autoptr (GError) error = NULL, seen = NULL;
      g_autoptr (AmpRecord) loaded = NULL;
      g_autoptr (GBytes) bytes = NULL;

      fixture_sql (self, "SAVEPOINT harm");
      harm (self, harms[i]);
      loaded = amp_store_load (self->store, amp_entity_find (kind), amp_record_id (record), &error);
      g_assert_no_error (error);
      bytes = amp_store_attachment_read (self->store, loaded, NULL, NULL, &error);
      g_test_message ("%s", harms[i]);
      g_assert_null (bytes);
      g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
      g_assert_false (amp_store_verify (self->store, NULL, NULL, &seen));
      g_assert_error (seen, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
      fixture_sql (self, "ROLLBACK TO harm; RELEASE harm");
    }
  assert_reads (self, amp_record_id (record), 600 * KIB, 7);
}

static void
test_bytes_of_nobody (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) record = added (self, 1000, 7);
  g_autoptr (GError) error = NULL;
  g_autofree char *sql = g_strdup_printf ("INSERT INTO identity.attachment_chunk (owner, n, data) "
                                          "VALUES (%" G_GINT64_FORMAT ", 0, x'00')",
                                          amp_record_id (record));

  kind = data;
  g_assert_true (
    amp_store_delete (self->store, amp_entity_find (kind), amp_record_id (record), NULL, &error));
  assert_verifies (self);
  harm (self, sql);
  g_assert_false (amp_store_verify (self->store, NULL, NULL, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
}

/* --- Deleting --- */

static gboolean
last_event (const AmpAuditEvent *event, gpointer data)
{
  char **last = data;

  g_free (*last);
  *last = g_strdup_printf ("%s %s", event->action, event->object_type);
  return TRUE;
}

static void
test_deleted (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) record = added (self, 600 * KIB, 7), stays = added (self, 600 * KIB, 8);
  g_autoptr (GError) error = NULL;
  g_autofree char *event = NULL;

  kind = data;
  g_assert_true (
    amp_store_delete (self->store, amp_entity_find (kind), amp_record_id (record), NULL, &error));
  g_assert_no_error (error);
  g_assert_true (amp_store_audit_list (self->store, last_event, &event, &error));
  g_assert_true (g_str_has_prefix (event, "delete ") && g_str_has_suffix (event, kind));
  g_assert_cmpint (n_pieces (self), ==, 3);
  assert_reads (self, amp_record_id (stays), 600 * KIB, 8);
  assert_verifies (self);
}

static void
test_deleted_with_its_case (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) record = added (self, 600 * KIB, 7);
  g_autoptr (GError) error = NULL;

  kind = data;
  g_assert_true (amp_store_delete (self->store, amp_entity_find ("case"),
                                   amp_record_get_int (record, "case", 0), NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (n_pieces (self), ==, 0);
  assert_verifies (self);
}

/* --- Through the rest of the vault --- */

static void
test_backup (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) record = added (self, 600 * KIB, 7);
  g_autofree char *path = g_build_filename (self->parent, "copia", NULL);
  g_autofree char *old = g_strdup (self->folder);
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text ("correct horse battery staple");
  g_autoptr (GError) error = NULL;

  kind = data;
  g_assert_true (amp_vault_backup (self->vault, path, NULL, NULL, &error));
  g_assert_no_error (error);
  fixture_close (self);
  g_free (self->folder);
  self->folder = g_build_filename (self->parent, "Otra.amparo", NULL);
  g_assert_true (amp_backup_restore (path, self->folder, "ana", passphrase, NULL, NULL, &error));
  g_assert_no_error (error);
  fixture_open (self, NULL);
  assert_reads (self, amp_record_id (record), 600 * KIB, 7);
  assert_verifies (self);
}

static void
test_rekey (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) record = added (self, 600 * KIB, 7);
  g_autoptr (GError) error = NULL;

  kind = data;
  g_clear_pointer (&self->store, amp_store_close);
  g_assert_true (amp_vault_rekey (self->vault, NULL, NULL, &error));
  g_assert_no_error (error);
  fixture_close (self);
  fixture_open (self, NULL);
  assert_reads (self, amp_record_id (record), 600 * KIB, 7);
  assert_verifies (self);
}

/* Into a new vault, which takes the place of the fixture's. */
static void
salvage (Fixture *self)
{
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text ("correct horse battery staple");
  g_autofree char *old = g_strdup (self->folder);
  g_autoptr (AmpVault) damaged = NULL;
  g_autoptr (AmpSalvage) report = NULL;
  g_autoptr (GError) error = NULL;

  fixture_close (self);
  damaged = amp_vault_inspect (old, "ana", passphrase, &error);
  g_assert_no_error (error);
  g_free (self->folder);
  self->folder = g_build_filename (self->parent, "Nueva.amparo", NULL);
  self->vault = amp_vault_create_like (damaged, self->folder, &error);
  g_assert_no_error (error);
  report = amp_store_salvage (damaged, self->vault, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (report);
  self->store = amp_store_open (self->vault, &error);
  g_assert_no_error (error);
}

/* What a salvage could not bring along is a finding, anything more is damage. */
static void
test_salvaged (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) broken = added (self, 600 * KIB, 1), whole = added (self, 600 * KIB, 2);
  g_autofree char *sql =
    g_strdup_printf ("DELETE FROM identity.attachment_chunk WHERE n = 1 AND owner = "
                     "%" G_GINT64_FORMAT,
                     amp_record_id (broken));
  g_autoptr (GError) told = NULL, more = NULL, error = NULL;

  kind = data;
  harm (self, sql);
  salvage (self);
  g_assert_false (amp_store_verify (self->store, NULL, NULL, &told));
  g_assert_error (told, AMP_STORE_ERROR, AMP_STORE_ERROR_SALVAGED);
  assert_reads (self, amp_record_id (whole), 600 * KIB, 2);
  harm (self, "DELETE FROM identity.attachment_chunk WHERE n = 1");
  g_assert_false (amp_store_verify (self->store, NULL, NULL, &more));
  g_assert_error (more, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);

  /* Without them all is well again. */
  g_assert_true (
    amp_store_delete (self->store, amp_entity_find (kind), amp_record_id (broken), NULL, &error));
  g_assert_true (
    amp_store_delete (self->store, amp_entity_find (kind), amp_record_id (whole), NULL, &error));
  assert_verifies (self);
}

/* --- kill -9 --- */

static void
add_for_ever (Fixture *self)
{
  fixture_open (self, NULL);
  for (;;)
    amp_record_free (added (self, 3 << 20, 6));
}

static void
test_killed (Fixture *self, gconstpointer data)
{
  gint64 there = 0;

  kind = data;
  fixture_close (self);
  for (guint run = 0; run < KILLS; run++)
    {
      g_autoptr (GError) error = NULL;
      pid_t child = fork ();
      int status = 0;

      self->serial += 1000; /* other persons than those of the runs before */
      if (child == 0)
        add_for_ever (self);
      g_usleep ((gulong) g_test_rand_int_range (LONGEST_US / 8, LONGEST_US));
      g_assert_cmpint (kill (child, SIGKILL), ==, 0);
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
      fixture_open (self, NULL);
      there = amp_store_count (self->store, amp_entity_find (kind), &error);
      g_assert_no_error (error);
      g_assert_cmpint (n_pieces (self), ==, there * 12);
      assert_verifies (self);
      fixture_close (self);
    }
  g_test_message ("%d attachments were whole", (int) there);
  g_assert_cmpint (there, >, 0);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*run) (Fixture *, gconstpointer);
    gboolean attachments_only;
  } tests[] = {
    {"every-size-comes-back-as-it-was", test_sizes, FALSE},
    {"fifty-megabytes-come-back", test_largest, FALSE},
    {"the-same-bytes-may-be-there-twice", test_twice, FALSE},
    {"a-new-title-leaves-the-bytes-alone", test_renamed, FALSE},
    {"more-than-fifty-megabytes-are-not-read", test_too_large, FALSE},
    {"cancelled-leaves-nothing", test_cancelled, FALSE},
    {"a-file-that-fails-leaves-nothing", test_source_fails, FALSE},
    {"a-full-disk-leaves-nothing", test_full, FALSE},
    {"a-record-that-is-refused-leaves-nothing", test_without_case, FALSE},
    {"rolled-back-with-the-rest", test_in_a_transaction_rolled_back, FALSE},
    {"changed-bytes-are-noticed", test_damaged, FALSE},
    {"bytes-of-a-deleted-one-are-noticed", test_bytes_of_nobody, FALSE},
    {"deleting-removes-the-bytes-and-is-told", test_deleted, FALSE},
    {"deleting-a-case-removes-the-bytes", test_deleted_with_its_case, TRUE},
    {"a-backup-has-them", test_backup, FALSE},
    {"new-keys-leave-them", test_rekey, FALSE},
    {"a-salvage-tells-of-those-that-lack-bytes", test_salvaged, FALSE},
    {"killed-while-adding-leaves-whole-ones-only", test_killed, TRUE},
  };

  static const char *const kinds[] = {"attachment", "document"};

  g_test_init (&argc, &argv, NULL);
  for (gsize n = 0; n < G_N_ELEMENTS (kinds); n++)
    for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
      {
        g_autofree char *path = g_strconcat ("/store/", kinds[n], "s/", tests[i].name, NULL);

        if (n == 0 || !tests[i].attachments_only)
          g_test_add (path, Fixture, kinds[n], fixture_setup, tests[i].run, fixture_teardown);
      }
  return g_test_run ();
}
