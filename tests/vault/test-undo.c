/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A process that died in the middle of a transaction leaves hot undos. Whatever happens to them
 * before the next start, the vault comes back as it was or says that it is damaged: never half. */
#include "fixture.h"

#include "fault.h"
#include "pages/bytes.h"
#include "pages/page.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *const undos[] = {"casework.db-undo", "identity.db-undo"};
static const char *const databases[] = {"casework.db", "identity.db"};

/* Overwrites pages of both databases, several times over, and dies. */
static void
die_in_a_transaction (Fixture *self, const char *text)
{
  pid_t child = fork ();
  int status;

  if (child == 0)
    {
      g_autofree char *sql =
        g_strdup_printf ("PRAGMA main.cache_size=2; PRAGMA identity.cache_size=2; BEGIN;"
                         "PRAGMA main.user_version=7; PRAGMA identity.user_version=7;" /* page 1 */
                         "UPDATE main.t SET v='%s' || id; UPDATE identity.t SET v='%s' || id;",
                         text, text);
      AmpVault *vault = fixture_unlock (self, NULL);
      sqlite3 *db = amp_vault_connect (vault, NULL);

      fixture_hold_little (vault);
      sql_run (db, sql);
      kill (getpid (), SIGKILL);
    }
  waitpid (child, &status, 0);
  g_assert_true (WIFSIGNALED (status));
}

static void
make_hot (Fixture *self)
{
  AmpVault *vault = fixture_create (self);

  fixture_fill (vault);
  amp_vault_free (vault);
  die_in_a_transaction (self, "half");
  for (gsize i = 0; i < G_N_ELEMENTS (undos); i++)
    {
      gsize length = 0;

      g_free (fixture_read_all (self, undos[i], &length));
      g_assert_cmpuint (length, >, 3 * AMP_PAGE_BYTES);
    }
}

static void
expect_damaged (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpVault) vault = fixture_unlock (self, &error);

  if (vault != NULL)
    g_assert_null (amp_vault_connect (vault, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, ".db"));
}

static void
an_untouched_one_is_rolled_back (Fixture *self, gconstpointer data)
{
  (void) data;
  make_hot (self);
  g_assert_true (fixture_reads_whole (self));
  g_assert_true (fixture_reads_whole (self));
}

static void
a_removed_or_emptied_one_is_told (Fixture *self, gconstpointer data)
{
  g_autoptr (GHashTable) kept = NULL;

  (void) data;
  make_hot (self);
  kept = fixture_keep (self);
  for (gsize i = 0; i < G_N_ELEMENTS (undos); i++)
    {
      g_autofree char *path = g_build_filename (self->folder, undos[i], NULL);

      fixture_restore (self, kept);
      g_assert_cmpint (g_unlink (path), ==, 0);
      expect_damaged (self);
      fixture_restore (self, kept);
      fixture_write_all (self, undos[i], "", 0);
      expect_damaged (self);
    }
  fixture_restore (self, kept);
  g_assert_true (fixture_reads_whole (self));
}

static void
a_flipped_bit_in_it_is_told_or_harmless (Fixture *self, gconstpointer data)
{
  guint rounds = g_test_thorough () ? 2000 : 120, refused = 0;
  g_autoptr (GHashTable) kept = NULL;

  (void) data;
  make_hot (self);
  kept = fixture_keep (self);
  for (guint i = 0; i < rounds; i++)
    {
      const char *name = undos[i % 2];
      gsize length = 0;
      g_autofree char *bytes = NULL;
      /* Every fifth in the header, where SQLite alone would take the journal for cold. */
      gint32 limit;

      fixture_restore (self, kept);
      bytes = fixture_read_all (self, name, &length);
      limit = i % 5 == 0 ? 128 : (gint32) length;
      bytes[g_test_rand_int_range (0, limit)] ^= (char) (1 << g_test_rand_int_range (0, 8));
      fixture_write_all (self, name, bytes, length);
      refused += !fixture_reads_whole (self);
    }
  g_assert_cmpuint (refused, >, rounds * 3 / 4);
}

static void
a_cut_one_is_told (Fixture *self, gconstpointer data)
{
  guint rounds = g_test_thorough () ? 1000 : 60, refused = 0;
  g_autoptr (GHashTable) kept = NULL;

  (void) data;
  make_hot (self);
  kept = fixture_keep (self);
  for (guint i = 0; i < rounds; i++)
    {
      gsize length = 0;
      g_autofree char *bytes = NULL;

      fixture_restore (self, kept);
      bytes = fixture_read_all (self, undos[i % 2], &length);
      /* In the middle of a chunk, and exactly behind one. */
      length = i % 4 < 2 ? (gsize) g_test_rand_int_range (0, (gint32) length)
                         : (gsize) g_test_rand_int_range (0, (gint32) (length / AMP_PAGE_BYTES)) *
                             AMP_PAGE_BYTES;
      fixture_write_all (self, undos[i % 2], bytes, length);
      refused += !fixture_reads_whole (self);
    }
  g_assert_cmpuint (refused, >, rounds * 3 / 4);
}

static void
junk_behind_it_is_ignored (Fixture *self, gconstpointer data)
{
  g_autoptr (GByteArray) longer = g_byte_array_new ();
  guint8 junk[5000];
  gsize length = 0;
  g_autofree char *bytes = NULL;

  (void) data;
  make_hot (self);
  bytes = fixture_read_all (self, undos[0], &length);
  amp_random (junk, sizeof junk);
  g_byte_array_append (longer, (const guint8 *) bytes, (guint) length);
  g_byte_array_append (longer, junk, sizeof junk);
  fixture_write_all (self, undos[0], (const char *) longer->data, longer->len);
  g_assert_true (fixture_reads_whole (self));
}

/* Its header can be made without a key, and a file of holes costs nothing. */
static void
write_promise (Fixture *self)
{
  g_autofree char *path = g_build_filename (self->folder, undos[0], NULL);
  gsize length = 0;
  g_autofree char *bytes = fixture_read_all (self, databases[0], &length);
  const guint8 *superblock =
    (const guint8 *) bytes +
    (amp_get64 ((const guint8 *) bytes + 56) > amp_get64 ((const guint8 *) bytes + 4096 + 56)
       ? 0
       : 4096);
  guint8 header[64] = "AmparoUN\1";

  amp_put32 (header + 12, 2 * 1024 * 1024);
  memcpy (header + 16, superblock + 24, 16);
  memcpy (header + 32, superblock + 56, 8);
  fixture_write_all (self, undos[0], (const char *) header, sizeof header);
  g_assert_cmpint (truncate (path, G_GINT64_CONSTANT (9) << 30), ==, 0);
}

static void
a_batch_that_promises_too_much_costs_no_memory (Fixture *self, gconstpointer data)
{
  const struct rlimit little = {G_GINT64_CONSTANT (1) << 30, G_GINT64_CONSTANT (1) << 30};
  AmpVault *vault = fixture_create (self);
  pid_t child;
  int status = 0;

  (void) data;
#if defined(__SANITIZE_ADDRESS__)
  amp_vault_free (vault);
  g_test_skip ("The address sanitizer needs more memory than this test allows");
  return;
#endif
  fixture_fill (vault);
  amp_vault_free (vault);
  write_promise (self);
  child = fork ();
  if (child == 0)
    _exit (setrlimit (RLIMIT_AS, &little) == 0 && fixture_reads_whole (self) ? 0 : 1);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
}

/* A copy of yesterday's undo file would put yesterday's pages among today's. */
static void
one_of_another_transaction_is_not_taken (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpVault) vault = NULL;
  char *old[2] = {NULL, NULL};
  gsize length[2] = {0, 0};
  sqlite3 *db;

  (void) data;
  make_hot (self);
  for (gsize i = 0; i < 2; i++)
    old[i] = fixture_read_all (self, undos[i], &length[i]);
  vault = fixture_unlock (self, NULL);
  db = amp_vault_connect (vault, NULL);
  sql_run (db, "BEGIN; UPDATE main.t SET v='later'; UPDATE identity.t SET v='later'; COMMIT");
  sqlite3_close (db);
  g_clear_pointer (&vault, amp_vault_free);

  /* Over a vault at rest: nothing to undo. */
  for (gsize i = 0; i < 2; i++)
    fixture_write_all (self, undos[i], old[i], length[i]);
  vault = fixture_unlock (self, NULL);
  db = amp_vault_connect (vault, NULL);
  g_assert_cmpint (sql_ask (db, "SELECT count(*) FROM main.t WHERE v='later'"), ==, FIXTURE_ROWS);
  g_assert_cmpint (sql_ask (db, "SELECT count(*) FROM identity.t WHERE v='later'"), ==,
                   FIXTURE_ROWS);
  /* And no hindrance to the next transaction. */
  sql_run (db, "BEGIN; UPDATE main.t SET v='again'; UPDATE identity.t SET v='again'; COMMIT");
  sqlite3_close (db);
  g_clear_pointer (&vault, amp_vault_free);

  /* In place of the hot one: damage. */
  die_in_a_transaction (self, "other");
  fixture_write_all (self, undos[0], old[0], length[0]);
  expect_damaged (self);
  g_free (old[0]);
  g_free (old[1]);
}

static void
undo_files_of_the_two_databases_are_not_exchanged (Fixture *self, gconstpointer data)
{
  gsize length[2] = {0, 0};
  g_autofree char *first = NULL, *second = NULL;

  (void) data;
  make_hot (self);
  first = fixture_read_all (self, undos[0], &length[0]);
  second = fixture_read_all (self, undos[1], &length[1]);
  fixture_write_all (self, undos[0], second, length[1]);
  fixture_write_all (self, undos[1], first, length[0]);
  expect_damaged (self);
}

/* Either copy of the superblock may be the one that has the mark. */
static void
a_lost_superblock_does_not_hide_it (Fixture *self, gconstpointer data)
{
  g_autoptr (GHashTable) kept = NULL;

  (void) data;
  make_hot (self);
  kept = fixture_keep (self);
  for (gsize i = 0; i < 4; i++)
    {
      const char *name = databases[i % 2];
      gsize length = 0;
      g_autofree char *bytes = NULL;

      fixture_restore (self, kept);
      bytes = fixture_read_all (self, name, &length);
      bytes[(i / 2) * 4096 + 100] ^= 1;
      fixture_write_all (self, name, bytes, length);
      g_assert_true (fixture_reads_whole (self));
      /* The lost copy was written anew. */
      g_free (bytes);
      bytes = fixture_read_all (self, name, &length);
      bytes[(1 - i / 2) * 4096 + 100] ^= 1;
      fixture_write_all (self, name, bytes, length);
      g_assert_true (fixture_reads_whole (self));
    }
}

/* The pages that the first batch holds were being overwritten when the power went. */
static void
a_page_torn_while_it_was_overwritten_is_repaired (Fixture *self, gconstpointer data)
{
  (void) data;
  make_hot (self);
  for (gsize i = 0; i < G_N_ELEMENTS (databases); i++)
    {
      gsize length = 0, undo_length = 0;
      g_autofree char *bytes = fixture_read_all (self, databases[i], &length);
      g_autofree char *undo = fixture_read_all (self, undos[i], &undo_length);
      guint32 count = amp_get32 ((const guint8 *) undo + 12);

      g_assert_cmpuint (count, >, 2);
      for (guint32 n = 0; n < count; n++)
        {
          guint32 number = amp_get32 ((const guint8 *) undo + 64 + 4 * (gsize) n);

          memset (bytes + 8192 + (gsize) (number - 1) * AMP_PAGE_BYTES, 0x55, 2048);
        }
      fixture_write_all (self, databases[i], bytes, length);
    }
  g_assert_true (fixture_reads_whole (self));
}

static void
its_names_and_pages_are_not_in_clear (Fixture *self, gconstpointer data)
{
  /* Long enough that chance does not write them. */
  static const char *const words[] = {"CANARY", "SQLite", "casework", "identity"};

  (void) data;
  make_hot (self);
  for (gsize i = 0; i < G_N_ELEMENTS (undos); i++)
    {
      gsize length = 0;
      g_autofree char *bytes = fixture_read_all (self, undos[i], &length);

      for (gsize w = 0; w < G_N_ELEMENTS (words); w++)
        for (gsize at = 0; at + strlen (words[w]) <= length; at++)
          g_assert_cmpint (memcmp (bytes + at, words[w], strlen (words[w])), !=, 0);
    }
}

/* In a child whose disk stops taking anything at the n-th write; what it had told is what counts.
 */
static int
save_on_a_dying_disk (Fixture *self, int n)
{
  pid_t child = fork ();
  int status = 0;

  if (child == 0)
    {
      AmpVault *vault = fixture_unlock (self, NULL);
      sqlite3 *db = amp_vault_connect (vault, NULL);
      int rc;

      sql_run (db, "PRAGMA main.cache_size=2; PRAGMA identity.cache_size=2");
      fixture_hold_little (vault);
      amp_disk_fail_after (n, EIO);
      rc = sqlite3_exec (db,
                         "BEGIN; UPDATE main.t SET v='new' WHERE id % 3 = 0;"
                         "UPDATE identity.t SET v='new' WHERE id % 3 = 0; COMMIT",
                         NULL, NULL, NULL);
      _exit (rc == SQLITE_OK ? 0 : 1);
    }
  waitpid (child, &status, 0);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

static gint64
count_new (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpVault) vault = fixture_unlock (self, &error);
  sqlite3 *db = vault != NULL ? amp_vault_connect (vault, &error) : NULL;
  gint64 changed;

  g_assert_no_error (error);
  changed = sql_ask (db, "SELECT count(*) FROM main.t WHERE v='new'");
  g_assert_cmpint (changed, ==, sql_ask (db, "SELECT count(*) FROM identity.t WHERE v='new'"));
  g_assert_true (amp_vault_verify_pages (vault, db, NULL, NULL, &error));
  g_assert_no_error (error);
  sqlite3_close (db);
  return changed;
}

static void
death_at_every_write_leaves_all_or_nothing (Fixture *self, gconstpointer data)
{
  g_autoptr (GHashTable) kept = NULL;
  AmpVault *vault;
  guint lost = 0, saved = 0;
  int unharmed = 0;

  (void) data;
  vault = fixture_create (self);
  fixture_fill (vault);
  amp_vault_free (vault);
  kept = fixture_keep (self);
  for (int n = 0; unharmed < 3; n += g_test_thorough () ? 1 : 1 + n / 40)
    {
      gboolean told;
      gint64 changed;

      g_assert_cmpint (n, <, 4000);
      fixture_restore (self, kept);
      told = save_on_a_dying_disk (self, n) == 0;
      changed = count_new (self);
      g_assert_true (changed == 0 || changed == FIXTURE_ROWS / 3);
      if (told)
        g_assert_cmpint (changed, ==, FIXTURE_ROWS / 3);
      saved += changed > 0;
      lost += changed == 0;
      unharmed = told ? unharmed + 1 : 0;
    }
  g_assert_cmpuint (lost, >, 10);
  g_assert_cmpuint (saved, >, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
#define ADD(name, test)                                                                            \
  g_test_add ("/vault/hot-undo/" name, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("an-untouched-one-is-rolled-back", an_untouched_one_is_rolled_back);
  ADD ("a-removed-or-emptied-one-is-told", a_removed_or_emptied_one_is_told);
  ADD ("a-flipped-bit-in-it-is-told-or-harmless", a_flipped_bit_in_it_is_told_or_harmless);
  ADD ("a-cut-one-is-told", a_cut_one_is_told);
  ADD ("junk-behind-it-is-ignored", junk_behind_it_is_ignored);
  ADD ("a-batch-that-promises-too-much-costs-no-memory",
       a_batch_that_promises_too_much_costs_no_memory);
  ADD ("one-of-another-transaction-is-not-taken", one_of_another_transaction_is_not_taken);
  ADD ("undo-files-of-the-two-databases-are-not-exchanged",
       undo_files_of_the_two_databases_are_not_exchanged);
  ADD ("a-lost-superblock-does-not-hide-it", a_lost_superblock_does_not_hide_it);
  ADD ("a-page-torn-while-it-was-overwritten-is-repaired",
       a_page_torn_while_it_was_overwritten_is_repaired);
  ADD ("its-names-and-pages-are-not-in-clear", its_names_and_pages_are_not_in_clear);
  ADD ("death-at-every-write-leaves-all-or-nothing", death_at_every_write_leaves_all_or_nothing);
#undef ADD
  return g_test_run ();
}
