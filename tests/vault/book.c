/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two databases that know what they should hold. */
#include "book.h"

#include "vault/vault-private.h"

#include <string.h>

#define MOST_ROWS 60
#define FIRST_COMMITS 6

static const char *const schemas[2] = {"main", "identity"};

/* --- SQL in short --- */

G_GNUC_PRINTF (2, 3)
static int
run_sql (Book *self, const char *format, ...)
{
  g_autofree char *sql = NULL;
  va_list arguments;

  va_start (arguments, format);
  sql = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return sqlite3_exec (self->db, sql, NULL, NULL, NULL);
}

static guint64
mix (guint64 hash, const guint8 *data, gsize length)
{
  for (gsize i = 0; i < length; i += sizeof (guint64))
    {
      guint64 eight = 0;

      memcpy (&eight, data + i, MIN (sizeof eight, length - i));
      hash = (hash ^ eight) * 0x9fb21c651e98df25;
      hash ^= hash >> 29;
    }
  return hash ^ length;
}

/* Of all rows, in whatever order. */
static int
read_digest (Book *self, guint database, gint64 *digest)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id, v FROM %s.t", schemas[database]);
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL);
  guint64 sum = 0;

  while (rc == SQLITE_OK && (rc = sqlite3_step (statement)) == SQLITE_ROW)
    {
      guint64 id = (guint64) sqlite3_column_int64 (statement, 0);
      const guint8 *bytes = sqlite3_column_blob (statement, 1);

      sum += mix (id * 0x9e3779b97f4a7c15, bytes, (gsize) sqlite3_column_bytes (statement, 1));
      rc = SQLITE_OK;
    }
  sqlite3_finalize (statement);
  *digest = (gint64) sum;
  return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int
read_mark (Book *self, guint database, BookState *state)
{
  g_autofree char *sql = g_strdup_printf ("SELECT number, digest FROM %s.mark", schemas[database]);
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL);

  if (rc == SQLITE_OK)
    rc = sqlite3_step (statement);
  if (rc == SQLITE_ROW)
    {
      state->number = sqlite3_column_int64 (statement, 0);
      state->digest = sqlite3_column_int64 (statement, 1);
    }
  sqlite3_finalize (statement);
  return rc == SQLITE_ROW ? SQLITE_OK : rc == SQLITE_DONE ? SQLITE_CORRUPT : rc;
}

/* --- What a transaction does --- */

static guint
random_length (SimRandom *random)
{
  guint kind = sim_random_below (random, 10);

  if (kind < 6)
    return sim_random_below (random, 300);
  return sim_random_below (random, kind < 9 ? 6000 : 40000);
}

static int
put_row (Book *self, guint database, const char *id)
{
  SimRandom *random = &self->run->random;
  g_autofree char *sql =
    g_strdup_printf ("INSERT OR REPLACE INTO %s.t (id, v) VALUES (%s, ?1)", schemas[database], id);
  guint length = random_length (random);
  g_autofree guint8 *bytes = g_malloc (length + 8);
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL);

  for (guint i = 0; i < length; i += 8)
    {
      guint64 eight = sim_random_next (random);

      memcpy (bytes + i, &eight, sizeof eight);
    }
  if (rc == SQLITE_OK)
    {
      sqlite3_bind_blob (statement, 1, bytes, (int) length, SQLITE_STATIC);
      rc = sqlite3_step (statement);
    }
  sqlite3_finalize (statement);
  return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int
step (Book *self, guint database)
{
  SimRandom *random = &self->run->random;
  const char *schema = schemas[database];
  guint kind = sim_random_below (random, 20);
  g_autofree char *id = g_strdup_printf ("%u", 1 + sim_random_below (random, MOST_ROWS));

  if (kind < 12)
    return put_row (self, database, id);
  if (kind < 15)
    return run_sql (self, "UPDATE %s.t SET v = v || randomblob (%u) WHERE id = %s", schema,
                    random_length (random), id);
  if (kind < 18)
    return run_sql (self, "DELETE FROM %s.t WHERE id = %s", schema, id);
  if (kind < 19)
    return run_sql (self, "DELETE FROM %s.t WHERE id %% %u = 1", schema,
                    2 + sim_random_below (random, 4));
  /* Rows that move: pages are let go and taken again. */
  return run_sql (self, "UPDATE %s.t SET v = substr (v, 1, 100) WHERE id < %s", schema, id);
}

static int
steps (Book *self, guint databases)
{
  guint n = power_some (self->run, 8);
  int rc = SQLITE_OK;

  for (guint i = 0; i < n && rc == SQLITE_OK; i++)
    {
      guint database =
        databases == BOOK_BOTH ? sim_random_below (&self->run->random, 2) : databases - 1;

      rc = step (self, database);
    }
  return rc;
}

/* Both digests; a database that nobody may have touched is read as well. */
static int
read_digests (Book *self, gint64 digests[2])
{
  int rc = read_digest (self, 0, &digests[0]);

  return rc == SQLITE_OK ? read_digest (self, 1, &digests[1]) : rc;
}

static int
expect_digests (Book *self, const gint64 before[2], const char *after)
{
  gint64 digests[2];
  int rc = read_digests (self, digests);

  if (rc == SQLITE_OK && memcmp (digests, before, sizeof digests) != 0)
    power_fail (self->run, "other rows than before, after %s", after);
  return rc;
}

static int
savepoint (Book *self, guint databases)
{
  gint64 before[2];
  int rc = run_sql (self, "SAVEPOINT s");

  if (rc == SQLITE_OK)
    rc = read_digests (self, before);
  if (rc == SQLITE_OK)
    rc = steps (self, databases);
  if (rc == SQLITE_OK && sim_random_percent (&self->run->random, 50))
    {
      rc = run_sql (self, "ROLLBACK TO s");
      if (rc == SQLITE_OK)
        rc = expect_digests (self, before, "ROLLBACK TO");
    }
  return rc == SQLITE_OK ? run_sql (self, "RELEASE s") : rc;
}

/* From here on the transaction may be there, whatever SQLite says. */
static int
commit (Book *self, guint databases)
{
  gint64 digests[2] = {0, 0};
  BookPair next = self->here;
  int rc = read_digests (self, digests);

  for (guint i = 0; i < 2 && rc == SQLITE_OK; i++)
    if ((databases & (1u << i)) != 0)
      {
        next.of[i].number++;
        next.of[i].digest = digests[i];
        rc = run_sql (
          self, "UPDATE %s.mark SET number = %" G_GINT64_FORMAT ", digest = %" G_GINT64_FORMAT,
          schemas[i], next.of[i].number, digests[i]);
      }
  if (rc != SQLITE_OK)
    return rc;
  g_assert_cmpuint (self->n_maybe, <, BOOK_MOST_MAYBE);
  self->maybe[self->n_maybe++] = next;
  rc = run_sql (self, "COMMIT");
  if (rc == SQLITE_OK)
    {
      self->sure = self->here = next;
      self->n_maybe = 0;
      self->commits++;
    }
  return rc;
}

static int
set_cache (Book *self)
{
  static const int sizes[] = {1, 4, 10, 40, 2000};
  int size = sizes[sim_random_below (&self->run->random, G_N_ELEMENTS (sizes))];

  return run_sql (self, "PRAGMA main.cache_size=%d; PRAGMA identity.cache_size=%d", size, size);
}

static int
abandon (Book *self)
{
  gint64 before[2] = {self->here.of[0].digest, self->here.of[1].digest};
  int rc = run_sql (self, "ROLLBACK");

  return rc == SQLITE_OK ? expect_digests (self, before, "ROLLBACK") : rc;
}

int
book_transaction (Book *self, guint databases)
{
  SimRandom *random = &self->run->random;
  int rc;

  if (sim_random_percent (random, 30) && (rc = set_cache (self)) != SQLITE_OK)
    return rc;
  if (sim_random_percent (random, 4))
    return run_sql (self, "VACUUM %s",
                    schemas[databases == BOOK_BOTH ? sim_random_below (random, 2) : databases - 1]);
  rc = run_sql (self, "BEGIN");
  if (rc == SQLITE_OK)
    rc = steps (self, databases);
  while (rc == SQLITE_OK && sim_random_percent (random, 20))
    rc = savepoint (self, databases);
  if (rc == SQLITE_OK)
    rc = sim_random_percent (random, 10) ? abandon (self) : commit (self, databases);
  if (rc != SQLITE_OK && !sqlite3_get_autocommit (self->db))
    (void) run_sql (self, "ROLLBACK");
  return rc;
}

int
book_shrinking (Book *self)
{
  int rc =
    run_sql (self, "PRAGMA main.cache_size=1; PRAGMA identity.cache_size=1; BEGIN; SAVEPOINT s");

  for (guint i = 0; i < 12 && rc == SQLITE_OK; i++)
    rc = run_sql (self, "INSERT OR REPLACE INTO %s.t (id, v) VALUES (%u, randomblob (20000))",
                  schemas[i % 2], MOST_ROWS + 1 + i);
  if (rc == SQLITE_OK)
    rc = run_sql (self, "ROLLBACK TO s; RELEASE s");
  if (rc == SQLITE_OK)
    rc = commit (self, BOOK_BOTH);
  if (rc != SQLITE_OK && !sqlite3_get_autocommit (self->db))
    (void) run_sql (self, "ROLLBACK");
  return rc;
}

/* --- Life of the book --- */

gboolean
book_open (Book *self, GError **error)
{
  g_autoptr (AmpSecret) passphrase = power_passphrase ();

  self->vault = amp_vault_unlock (self->folder, POWER_LOGIN, passphrase, error);
  if (self->vault == NULL)
    return FALSE;
  self->db = amp_vault_connect (self->vault, error);
  if (self->db == NULL)
    {
      g_clear_pointer (&self->vault, amp_vault_free);
      return FALSE;
    }
  /* A transaction larger than memory, in small: pages go to the disk before its end. */
  for (guint i = 0; i < 2; i++)
    if (sim_random_percent (&self->run->random, 40))
      amp_database_set_max_held (amp_vfs_database (self->vault->vfs, i),
                                 power_some (self->run, 16));
  return TRUE;
}

void
book_close (Book *self)
{
  if (self->db != NULL && sqlite3_close (self->db) != SQLITE_OK)
    power_fail (self->run, "the connection does not close");
  self->db = NULL;
  g_clear_pointer (&self->vault, amp_vault_free);
}

static gboolean
alike (const BookPair *a, const BookPair *b)
{
  return memcmp (a, b, sizeof *a) == 0;
}

static gboolean
may_be (Book *self, const BookPair *seen)
{
  gboolean found = alike (seen, &self->sure);

  for (guint i = 0; i < self->n_maybe; i++)
    found = found || alike (seen, &self->maybe[i]);
  return found;
}

static void
check_pages (Book *self)
{
  g_autoptr (GError) error = NULL;

  if (!amp_vault_verify_pages (self->vault, self->db, NULL, NULL, &error))
    power_fail (self->run, "verify: %s", error->message);
}

int
book_look (Book *self)
{
  BookPair seen = {0};
  gint64 digests[2] = {0, 0};
  int rc = read_mark (self, 0, &seen.of[0]);

  if (rc == SQLITE_OK)
    rc = read_mark (self, 1, &seen.of[1]);
  if (rc == SQLITE_OK)
    rc = read_digests (self, digests);
  if (rc != SQLITE_OK)
    return rc;
  for (guint i = 0; i < 2; i++)
    if (digests[i] != seen.of[i].digest)
      power_fail (self->run,
                  "%s: half a transaction: rows are not those of number %" G_GINT64_FORMAT,
                  schemas[i], seen.of[i].number);
  if (!may_be (self, &seen))
    power_fail (self->run,
                "numbers %" G_GINT64_FORMAT " and %" G_GINT64_FORMAT
                ", acknowledged were %" G_GINT64_FORMAT " and %" G_GINT64_FORMAT ", %u in flight",
                seen.of[0].number, seen.of[1].number, self->sure.of[0].number,
                self->sure.of[1].number, self->n_maybe);
  self->here = seen;
  return SQLITE_OK;
}

void
book_check (Book *self)
{
  if (book_look (self) != SQLITE_OK)
    power_fail (self->run, "reading: %s", sqlite3_errmsg (self->db));
  check_pages (self);
  self->sure = self->here;
  self->n_maybe = 0;
}

void
book_check_closed (Book *self)
{
  g_autoptr (GError) error = NULL;

  if (!book_open (self, &error))
    {
      power_fail (self->run, "does not open: %s", error->message);
      return;
    }
  book_check (self);
  book_close (self);
}

static SimDisk *
make (BookPair *state)
{
  PowerRun run = {.seed = 0, .random = {1}, .problems = g_string_new (NULL)};
  Book book = {.run = &run, .folder = POWER_FOLDER};

  run.disk = power_new_vault ();
  g_assert_true (book_open (&book, NULL));
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (run_sql (&book,
                              "BEGIN; CREATE TABLE %s.t (id INTEGER PRIMARY KEY, v BLOB);"
                              "CREATE INDEX %s.t_length ON t (length (v));"
                              "CREATE TABLE %s.mark (number INTEGER, digest INTEGER);"
                              "INSERT INTO %s.mark VALUES (0, 0); COMMIT",
                              schemas[i], schemas[i], schemas[i], schemas[i]),
                     ==, SQLITE_OK);
  while (book.commits < FIRST_COMMITS)
    g_assert_cmpint (book_transaction (&book, 1 + book.commits % 3), ==, SQLITE_OK);
  *state = book.sure;
  book_close (&book);
  g_assert_cmpstr (run.problems->str, ==, "");
  g_string_free (run.problems, TRUE);
  sim_disk_forget (run.disk);
  return run.disk;
}

void
book_begin (Book *self, PowerRun *run)
{
  static const char *const beside[] = {
    POWER_FOLDER "/casework.db-undo", POWER_FOLDER "/identity.db-undo",
    POWER_FOLDER "/casework.db-tags", POWER_FOLDER "/identity.db-tags"};
  static SimDisk *prepared; /* once for all seeds */
  static BookPair state;

  if (prepared == NULL)
    prepared = make (&state);
  memset (self, 0, sizeof *self);
  self->run = run;
  self->folder = POWER_FOLDER;
  self->sure = self->here = state;
  power_take_disk (run, sim_disk_copy (prepared));
  /* As in a vault that was restored, or not yet used. */
  if (sim_random_percent (&run->random, 20))
    for (gsize i = 0; i < G_N_ELEMENTS (beside); i++)
      sim_disk_drop (run->disk, beside[i]);
}
