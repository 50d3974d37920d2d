/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where keys, passphrases and rows are in the process's own memory: in guarded memory while they
 * are needed, nowhere once the vault is locked. And who else can look. */
#define _GNU_SOURCE /* setresuid */
#include "fixture.h"

#include "pages/database-private.h"
#include "vault/vault-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED TRUE /* keeps what was freed, and copies of it */
#else
#define SANITIZED FALSE
#endif

#define MAX_BYTES 64
#define NOBODY 65534

/* A secret that is looked for, kept so that looking for it does not find it here. */
typedef struct
{
  const char *name;
  gsize length;
  guint8 masked[MAX_BYTES];
  guint8 pad[MAX_BYTES];
  const guint8 *home; /* where it may be while the vault is open */
} Needle;

static void
needle_set (Needle *self, const char *name, const guint8 *bytes, gsize length)
{
  g_assert_cmpuint (length, <=, MAX_BYTES);
  self->name = name;
  self->length = length;
  self->home = bytes;
  amp_random (self->pad, sizeof self->pad);
  for (gsize i = 0; i < length; i++)
    self->masked[i] = bytes[i] ^ self->pad[i];
}

static gboolean
is_here (const Needle *self, const guint8 *at)
{
  gsize i = 0;

  while (i < self->length && (at[i] ^ self->pad[i]) == self->masked[i])
    i++;
  return i == self->length;
}

typedef enum
{
  ANYWHERE,
  NOT_LOCKED, /* what could be swapped */
} Where;

/* How often it is there, but for its home. */
static guint
count_in (const Needle *self, const guint8 *from, const guint8 *to, const char *region)
{
  const guint8 first = self->masked[0] ^ self->pad[0];
  guint found = 0;

  for (const guint8 *at = from; at != NULL && at + self->length <= to; at++)
    {
      at = memchr (at, first, (gsize) (to - at) - self->length + 1);
      if (at == NULL)
        break;
      if (at == self->home || !is_here (self, at))
        continue;
      g_print ("# %s: %s\n", self->name, region);
      found++;
    }
  return found;
}

/* All memory that can be read; the guard pages of guarded memory cannot. */
static guint
count (const Needle *needles, guint n, Where where)
{
  FILE *maps = fopen ("/proc/self/smaps", "re");
  char line[512], region[512] = "";
  guintptr from = 0, to = 0, low, high;
  guint found = 0;

  g_assert_nonnull (maps);
  while (fgets (line, sizeof line, maps) != NULL)
    {
      if (sscanf (line, "%" G_GINTPTR_MODIFIER "x-%" G_GINTPTR_MODIFIER "x ", &low, &high) == 2)
        {
          from = low;
          to = high;
          g_strlcpy (region, g_strchomp (line), sizeof region);
        }
      /* The last line of a region: readable, no device; locked. */
      if (!g_str_has_prefix (line, "VmFlags: rd") || strstr (line, " io") != NULL ||
          strstr (region, "[v") != NULL || (where == NOT_LOCKED && strstr (line, " lo") != NULL))
        continue;
      for (guint i = 0; i < n; i++)
        found += count_in (&needles[i], (const guint8 *) from, (const guint8 *) to, region);
    }
  (void) fclose (maps);
  return found;
}

/* --- Keys --- */

typedef struct
{
  Needle needles[40];
  guint n;
} Needles;

static void
add (Needles *self, const char *name, const AmpSecret *secret)
{
  if (secret != NULL)
    needle_set (&self->needles[self->n++], name, amp_secret_data (secret),
                MIN (amp_secret_length (secret), 32));
}

/* The seed is opened on unlocking only; the test opens it once more. */
static void
add_seed (Needles *self, AmpVault *vault, const AmpSecret *passphrase)
{
  AmpSlot *slot = amp_keyring_find_id (vault->keyring, vault->user->id);
  g_autoptr (AmpSecret) seed =
    amp_slot_unwrap_seed (slot, vault->keyring->vault_id, passphrase, NULL);

  g_assert_nonnull (seed);
  add (self, "the seed", seed);
}

static void
add_database (Needles *self, const AmpDatabase *database)
{
  add (self, "the key of pages, cipher 1", database->page_keys[0]);
  add (self, "the key of pages, cipher 2", database->page_keys[1]);
  add (self, "the key of undo files", database->undo_key);
  add (self, "the key of superblocks", database->superblock_key);
  add (self, "the key that seals the hash key", database->wrap_key);
  add (self, "the hash key of format 1", database->old_hash_key);
  add (self, "the hash key", database->hash_key);
}

static void
add_keys (Needles *self, AmpVault *vault)
{
  g_autoptr (AmpSecret) directory = amp_subkey (vault->case_key, AMP_SUBKEY_DIRECTORY);
  g_autoptr (AmpSecret) memory = amp_subkey (vault->case_key, AMP_SUBKEY_MEMORY);

  add (self, "K_case", vault->case_key);
  add (self, "K_id", vault->identity_key);
  add (self, "the X25519 secret", vault->box_secret);
  add (self, "the Ed25519 seed", vault->sign_secret);
  add (self, "the granting seed", vault->granting_secret);
  add (self, "her own key", vault->own_key);
  add (self, "the directory key", directory);
  add (self, "the memory's key", memory);
  for (guint i = 0; i < AMP_N_DATABASES; i++)
    add_database (self, amp_vfs_database (vault->vfs, i));
}

/* As a person types it: in no file of the test, and in guarded memory from the first. */
static AmpSecret *
random_words (guint length)
{
  AmpSecret *secret = amp_secret_new (length);

  amp_random (amp_secret_data (secret), length);
  for (guint i = 0; i < length; i++)
    amp_secret_data (secret)[i] = (guint8) ('a' + amp_secret_data (secret)[i] % 26);
  return secret;
}

static gboolean
cannot_scan (void)
{
  if (SANITIZED)
    g_test_skip ("The address sanitizer keeps what was freed");
  return SANITIZED;
}

static void
work (AmpVault *vault)
{
  g_autoptr (GError) error = NULL;
  sqlite3 *db = amp_vault_connect (vault, &error);
  guint8 hash[AMP_HASH_BYTES], signature[AMP_SIGNATURE_BYTES];

  g_assert_no_error (error);
  fixture_hold_little (vault);
  sql_run (db, "PRAGMA main.cache_size=2; PRAGMA identity.cache_size=2");
  sql_run (db, "BEGIN; UPDATE main.t SET v='a' || id; UPDATE identity.t SET v='b' || id; COMMIT");
  sql_run (db, "BEGIN; UPDATE main.t SET v='c' || id; UPDATE identity.t SET v='d' || id; ROLLBACK");
  g_assert_true (amp_vault_verify_pages (vault, db, NULL, NULL, &error));
  sqlite3_close (db);
  g_assert_true (amp_vault_keyed_hash (vault, AMP_KEYED_AUDIT_REF, "x", 1, hash, &error));
  amp_vault_sign (vault, "x", 1, signature);
}

/* The passphrase nowhere but where the caller has it. */
static void
an_open_vault_has_its_keys_in_locked_memory_only (Fixture *self, gconstpointer data)
{
  Needles needles = {.n = 0};
  AmpVault *vault;

  (void) data;
  if (cannot_scan ())
    return;
  amp_secret_free (self->passphrase);
  self->passphrase = random_words (20);
  vault = fixture_create (self);
  fixture_fill (vault);
  amp_vault_free (vault);
  vault = fixture_unlock (self, NULL);
  add (&needles, "the passphrase", self->passphrase);
  g_assert_cmpuint (count (needles.needles, needles.n, ANYWHERE), ==, 0);
  needles.needles[0].home = NULL;
  g_assert_cmpuint (count (needles.needles, needles.n, ANYWHERE), ==, 1);
  add_seed (&needles, vault, self->passphrase);
  add_keys (&needles, vault);
  g_assert_cmpuint (count (needles.needles, needles.n, NOT_LOCKED), ==, 0);
  amp_vault_free (vault);
}

static void
a_locked_vault_leaves_no_key (Fixture *self, gconstpointer data)
{
  Needles needles = {.n = 0};
  AmpVault *vault;

  (void) data;
  if (cannot_scan ())
    return;
  amp_secret_free (self->passphrase);
  self->passphrase = random_words (20);
  vault = fixture_create (self);
  fixture_fill (vault);
  work (vault);
  amp_vault_free (vault);
  vault = fixture_unlock (self, NULL);
  work (vault);
  add (&needles, "the passphrase", self->passphrase);
  add_seed (&needles, vault, self->passphrase);
  add_keys (&needles, vault);
  for (guint i = 0; i < needles.n; i++)
    needles.needles[i].home = NULL;
  /* They can be found: all but those that only this test made. */
  g_assert_cmpuint (count (needles.needles, needles.n, ANYWHERE), >=, needles.n - 3);
  amp_vault_free (vault);
  g_clear_pointer (&self->passphrase, amp_secret_free);
  g_assert_cmpuint (count (needles.needles, needles.n, ANYWHERE), ==, 0);
}

/* --- Rows --- */

/* A word that is nowhere but in guarded memory and in SQLite. */
static void
run_with (sqlite3 *db, const char *sql, const AmpSecret *word)
{
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL);

  g_assert_cmpint (rc, ==, SQLITE_OK);
  sqlite3_bind_text (statement, 1, (const char *) amp_secret_data (word),
                     (int) amp_secret_length (word), SQLITE_STATIC);
  while ((rc = sqlite3_step (statement)) == SQLITE_ROW)
    (void) sqlite3_column_text (statement, 0);
  g_assert_cmpint (rc, ==, SQLITE_DONE);
  sqlite3_finalize (statement);
}

static void
fill_with (sqlite3 *db, const AmpSecret *word)
{
  sql_run (db, "CREATE TABLE identity.person (id INTEGER PRIMARY KEY, name TEXT);"
               "CREATE INDEX identity.by_name ON person (name);"
               "CREATE VIRTUAL TABLE identity.search USING fts5 (words)");
  for (guint i = 0; i < 50; i++)
    {
      run_with (db, "INSERT INTO identity.person (name) VALUES (?1 || ' ' || random ())", word);
      run_with (db, "INSERT INTO identity.search VALUES ('one ' || ?1 || ' two')", word);
    }
  run_with (db, "SELECT name FROM identity.person WHERE name LIKE ?1 || '%' ORDER BY 1 DESC", word);
  run_with (db, "SELECT words FROM identity.search WHERE search MATCH ?1", word);
  run_with (db, "SELECT group_concat (name || ?1) FROM identity.person", word);
  run_with (db, "UPDATE identity.person SET name = upper (name) || ?1 WHERE id % 3 = 0", word);
  run_with (db, "DELETE FROM identity.person WHERE name LIKE ?1 || '%1'", word);
  sql_run (db, "VACUUM identity");
}

static void
a_closed_connection_leaves_no_row (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpSecret) word = random_words (12);
  g_autofree Needle *needle = g_new0 (Needle, 1);
  AmpVault *vault;
  sqlite3 *db;

  (void) data;
  if (cannot_scan ())
    return;
  vault = fixture_create (self);
  db = amp_vault_connect (vault, NULL);
  fill_with (db, word);
  needle_set (needle, "a name", amp_secret_data (word), amp_secret_length (word));
  g_assert_cmpuint (count (needle, 1, ANYWHERE), >, 50);
  sqlite3_close (db);
  g_assert_cmpuint (count (needle, 1, ANYWHERE), ==, 0);
  db = amp_vault_connect (vault, NULL);
  run_with (db, "SELECT name FROM identity.person WHERE name > ?1", word);
  g_assert_cmpuint (count (needle, 1, ANYWHERE), >, 10);
  sqlite3_close (db);
  amp_vault_free (vault);
  g_assert_cmpuint (count (needle, 1, ANYWHERE), ==, 0);
}

/* --- Others --- */

/* In a folder of its own, as somebody whose limits allow it. */
static gboolean
dumps_core (Fixture *self, gboolean harden)
{
  const struct rlimit all = {RLIM_INFINITY, RLIM_INFINITY};
  g_autoptr (GDir) dir = NULL;
  pid_t child = fork ();
  int status = 0;

  if (child == 0)
    {
      if (g_chdir (self->base) != 0 || setrlimit (RLIMIT_CORE, &all) != 0)
        _exit (1);
      if (harden)
        amp_process_harden ();
      (void) signal (SIGABRT, SIG_DFL);
      (void) kill (getpid (), SIGABRT);
      _exit (1);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  dir = g_dir_open (self->base, 0, NULL);
  if (harden)
    g_assert_true (WIFSIGNALED (status) && g_dir_read_name (dir) == NULL);
  return WIFSIGNALED (status) && WCOREDUMP (status);
}

static void
a_hardened_process_dumps_no_core (Fixture *self, gconstpointer data)
{
  (void) data;
  g_assert_false (dumps_core (self, TRUE));
  if (!dumps_core (self, FALSE))
    g_test_skip ("No process dumps core here");
}

/* A process of somebody who is not root waits; another one of hers looks into its memory. */
static pid_t
start_as_nobody (gboolean harden, int ends[2])
{
  pid_t child = fork ();

  if (child != 0)
    return child;
  if (geteuid () == 0 && setresuid (NOBODY, NOBODY, NOBODY) != 0)
    _exit (1);
  (void) prctl (PR_SET_DUMPABLE, 1, 0, 0, 0);
  if (harden)
    amp_process_harden ();
  if (write (ends[1], "x", 1) == 1)
    (void) pause ();
  _exit (0);
}

static int
look_as_nobody (pid_t other)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/mem", (int) other);
  pid_t child = fork ();
  int status = 0;

  if (child == 0)
    {
      if (geteuid () == 0 && setresuid (NOBODY, NOBODY, NOBODY) != 0)
        _exit (1);
      _exit (open (path, O_RDONLY | O_CLOEXEC) >= 0 ? 0 : errno);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  return WEXITSTATUS (status);
}

static int
look_at (gboolean harden)
{
  int ends[2], result;
  char ready;
  pid_t child;

  g_assert_cmpint (pipe (ends), ==, 0);
  child = start_as_nobody (harden, ends);
  g_assert_cmpint (read (ends[0], &ready, 1), ==, 1);
  result = look_as_nobody (child);
  (void) kill (child, SIGKILL);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
  (void) close (ends[0]);
  (void) close (ends[1]);
  return result;
}

static void
a_hardened_process_is_not_looked_into (Fixture *self, gconstpointer data)
{
  (void) self;
  (void) data;
  g_assert_cmpint (look_at (TRUE), ==, EACCES);
  if (look_at (FALSE) != 0)
    g_test_skip ("No process is looked into here");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
#define ADD(name, test)                                                                            \
  g_test_add ("/vault/memory/" name, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("an-open-vault-has-its-keys-in-locked-memory-only",
       an_open_vault_has_its_keys_in_locked_memory_only);
  ADD ("a-locked-vault-leaves-no-key", a_locked_vault_leaves_no_key);
  ADD ("a-closed-connection-leaves-no-row", a_closed_connection_leaves_no_row);
  ADD ("a-hardened-process-dumps-no-core", a_hardened_process_dumps_no_core);
  ADD ("a-hardened-process-is-not-looked-into", a_hardened_process_is_not_looked_into);
#undef ADD
  return g_test_run ();
}
