/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nothing that a person typed is in a file, at any moment: what the vault gives to the disk is
 * looked through call by call, then all places where a program leaves files; then the bare disk,
 * where removed files stay. */
#define _GNU_SOURCE /* memmem */
#include "fixture.h"

#include "pages/bytes.h"
#include "pages/disk.h"
#include "pages/page.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define PASSPHRASE "Qwilzarba cinco seis"
#define LOGIN "qwilzarda"
#define TABLE "qwilzarfa"
#define COLUMN "qwilzarga"
#define ROW "Qwilzarha"
#define INDEXED "qwilzarja"
#define SECOND_LOGIN "qwilzarka"
#define SECOND_PASSPHRASE "Qwilzarla siete ocho"
#define STEM "qwilzar" /* of all of them */

/* --- In whatever guise --- */

static void
add_base64 (GPtrArray *needles, const char *word, gsize length)
{
  /* Behind none, one or two other bytes; without the letters that depend on what is beside it. */
  for (gsize before = 0; before < 3; before++)
    {
      g_autofree guint8 *bytes = g_malloc0 (before + length);
      g_autofree char *text = NULL;
      gsize first = (before * 8 + 5) / 6, last = (before + length) * 8 / 6;

      memcpy (bytes + before, word, length);
      text = g_base64_encode (bytes, before + length);
      g_ptr_array_add (needles, g_bytes_new (text + first, last - first));
    }
}

static void
add_utf16 (GPtrArray *needles, const char *word, gsize length)
{
  for (gsize high = 0; high < 2; high++)
    {
      g_autofree guint8 *wide = g_malloc0 (2 * length);

      for (gsize i = 0; i < length; i++)
        wide[2 * i + high] = (guint8) word[i];
      /* The first and the last byte may be of a neighbour. */
      g_ptr_array_add (needles, g_bytes_new (wide + high, 2 * length - 1));
    }
}

static void
add_hex (GPtrArray *needles, const char *word, gsize length)
{
  g_autoptr (GString) lower = g_string_new (NULL), upper = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    {
      g_string_append_printf (lower, "%02x", (guint8) word[i]);
      g_string_append_printf (upper, "%02X", (guint8) word[i]);
    }
  g_ptr_array_add (needles, g_bytes_new (lower->str, lower->len));
  g_ptr_array_add (needles, g_bytes_new (upper->str, upper->len));
}

/* Of GBytes: what was typed, and (in the vault's own files) the words of SQL. */
static GPtrArray *
make_needles (gboolean with_sql)
{
  static const char *const words[] = {STEM, "Qwilzar", "QWILZAR"};
  static const char *const sql[] = {"SQLite format 3", "CREATE TABLE", "sqlite_schema", "fts5"};
  GPtrArray *needles = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_ptr_array_add (needles, g_bytes_new (words[i], strlen (words[i])));
      add_base64 (needles, words[i], strlen (words[i]));
      add_utf16 (needles, words[i], strlen (words[i]));
      add_hex (needles, words[i], strlen (words[i]));
    }
  for (gsize i = 0; with_sql && i < G_N_ELEMENTS (sql); i++)
    g_ptr_array_add (needles, g_bytes_new (sql[i], strlen (sql[i])));
  return needles;
}

static gboolean
has_any (const GPtrArray *needles, const void *bytes, gsize length)
{
  gboolean found = FALSE;

  for (guint i = 0; i < needles->len && !found; i++)
    {
      gsize n;
      const void *needle = g_bytes_get_data (needles->pdata[i], &n);

      found = memmem (bytes, length, needle, n) != NULL;
    }
  return found;
}

/* Regular files below it; others may be the system's. */
static void
look_below (const GPtrArray *needles, const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      g_autofree char *bytes = NULL;
      gsize length = 0;

      if (has_any (needles, name, strlen (name)))
        g_error ("the name of a file in %s", path);
      if (g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        continue;
      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        look_below (needles, child);
      else if (g_file_test (child, G_FILE_TEST_IS_REGULAR) &&
               g_file_get_contents (child, &bytes, &length, NULL) &&
               has_any (needles, bytes, length))
        g_error ("%s", child);
    }
}

static void
every_guise_is_found (void)
{
  static const char *const guises[] = {
    "nombre qwilzarha",          /* as it is */
    "7177696C7A61726861",        /* hex */
    "cXdpbHphcmhh",              /* base64 */
    "YWIgcXdpbHphcmhhIGNk",      /* behind three other bytes */
    "YWFhIHF3aWx6YXJoYSBjZA==",  /* behind four */
    "YWFhYSBxd2lsemFyaGEgY2Q=",  /* behind five */
    "q\0w\0i\0l\0z\0a\0r\0h\0a", /* UTF-16, either way */
    "\0q\0w\0i\0l\0z\0a\0r\0h\0a",
  };
  g_autoptr (GPtrArray) needles = make_needles (TRUE);

  for (gsize i = 0; i < G_N_ELEMENTS (guises); i++)
    g_assert_true (has_any (needles, guises[i], i < 6 ? strlen (guises[i]) : 17));
  g_assert_false (has_any (needles, "otra cosa", 9));
}

/* --- A disk that looks at what it is given --- */

static GPtrArray *watched; /* needles; NULL: nothing is watched */
static const char *watched_folder;
static guint writes, looks;

static void
look_at (const char *path)
{
  if (has_any (watched, path, strlen (path)))
    g_error ("a path");
}

static int
watch_open (const char *path, int flags, int *fd)
{
  look_at (path);
  return amp_disk_real.open (path, flags, fd);
}

static int
watch_write (int fd, const void *data, gsize length, gint64 offset)
{
  writes++;
  if (has_any (watched, data, length))
    g_error ("what was written at %" G_GINT64_FORMAT, offset);
  return amp_disk_real.write (fd, data, length, offset);
}

/* The moment of a sync is one at which a power cut may leave everything. */
static int
watch_sync (int fd)
{
  looks++;
  look_below (watched, watched_folder);
  return amp_disk_real.sync (fd);
}

static int
watch_rename (const char *from, const char *to)
{
  look_at (from);
  look_at (to);
  return amp_disk_real.rename (from, to);
}

static void
watch (GPtrArray *needles, const char *folder)
{
  static AmpDisk disk;

  watched = needles;
  watched_folder = folder;
  writes = looks = 0;
  disk = amp_disk_real;
  disk.open = watch_open;
  disk.write = watch_write;
  disk.sync = watch_sync;
  disk.rename = watch_rename;
  amp_disk_use (&disk);
}

/* --- Work --- */

static void
make_tables (sqlite3 *db)
{
  sql_run (db, "CREATE TABLE main." TABLE " (id INTEGER PRIMARY KEY, " COLUMN " TEXT);"
               "CREATE TABLE identity." TABLE " (id INTEGER PRIMARY KEY, " COLUMN " TEXT);"
               "CREATE INDEX identity." TABLE "_i ON " TABLE " (" COLUMN ");"
               "CREATE VIRTUAL TABLE identity.search USING fts5 (words, prefix='2 3')");
}

static void
write_rows (sqlite3 *db)
{
  sql_run (db, "BEGIN; WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n WHERE i<300)"
               " INSERT INTO main." TABLE " (" COLUMN ") SELECT '" ROW " ' || i FROM n;"
               "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n WHERE i<300)"
               " INSERT INTO identity." TABLE " (" COLUMN ") SELECT '" ROW " ' || i FROM n;"
               "INSERT INTO identity.search SELECT '" INDEXED " uno ' || " COLUMN
               " FROM identity." TABLE "; COMMIT");
}

/* Spilled, rolled back, searched, deleted, made smaller: whatever leaves something behind. */
static void
work_with_rows (AmpVault *vault, sqlite3 *db)
{
  fixture_hold_little (vault);
  sql_run (db, "PRAGMA main.cache_size=2; PRAGMA identity.cache_size=2");
  sql_run (db, "BEGIN; UPDATE main." TABLE " SET " COLUMN " = " COLUMN " || '" ROW "';"
               "UPDATE identity." TABLE " SET " COLUMN " = " COLUMN " || '" ROW "'");
  if (watched != NULL)
    look_below (watched, watched_folder);
  sql_run (db, "SAVEPOINT s; DELETE FROM main." TABLE "; ROLLBACK TO s; ROLLBACK");
  sql_run (db, "BEGIN; UPDATE main." TABLE " SET " COLUMN " = upper (" COLUMN "); COMMIT");
  g_assert_cmpint (
    sql_ask (db, "SELECT count(*) FROM identity.search WHERE search MATCH '" INDEXED "'"), ==, 300);
  g_assert_cmpint (sql_ask (db, "SELECT count(*) FROM (SELECT a." COLUMN " FROM main." TABLE
                                " a, identity." TABLE " b ORDER BY b." COLUMN ", a." COLUMN ")"),
                   ==, 90000);
  sql_run (db, "DELETE FROM main." TABLE " WHERE id % 2 = 0; DELETE FROM identity.search;"
               "VACUUM main; VACUUM identity");
}

static void
live (const char *folder)
{
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (PASSPHRASE);
  g_autoptr (AmpSecret) second = amp_secret_new_from_text (SECOND_PASSPHRASE);
  g_autofree char *backup = g_strconcat (folder, "-backup", NULL);
  g_autoptr (GError) error = NULL;
  AmpVault *vault = amp_vault_create (folder, LOGIN, passphrase, &amp_kdf_cheap, &error);
  sqlite3 *db;

  g_assert_no_error (error);
  db = amp_vault_connect (vault, &error);
  make_tables (db);
  write_rows (db);
  work_with_rows (vault, db);
  amp_vault_add_user (vault, SECOND_LOGIN, AMP_ROLE_CASEWORKER, second, &amp_kdf_cheap, NULL,
                      &error);
  g_assert_no_error (error);
  g_assert_true (amp_vault_change_passphrase (vault, passphrase, second, &amp_kdf_cheap, &error));
  g_assert_true (amp_vault_backup (vault, backup, NULL, NULL, &error));
  sqlite3_close (db);
  g_assert_true (amp_vault_rekey (vault, NULL, NULL, &error));
  amp_vault_free (vault);
  g_assert_null (amp_vault_unlock (folder, LOGIN, passphrase, &error));
  /* Nor in what is told. */
  g_assert_null (strstr (error->message, STEM));
  vault = amp_vault_unlock (folder, SECOND_LOGIN, second, NULL);
  g_assert_nonnull (vault);
  amp_vault_free (vault);
}

static void
nothing_given_to_the_disk_is_in_clear (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) needles = make_needles (TRUE);
  g_autoptr (GPtrArray) words = make_needles (FALSE);
  g_autofree char *home = g_build_filename (self->base, "home", NULL);
  g_autofree char *temporary = g_build_filename (self->base, "tmp", NULL);

  (void) data;
  g_assert_cmpint (g_mkdir (home, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (temporary, 0700), ==, 0);
  g_setenv ("HOME", home, TRUE);
  g_setenv ("TMPDIR", temporary, TRUE);
  g_setenv ("SQLITE_TMPDIR", temporary, TRUE);
  watch (needles, self->base);
  live (self->folder);
  amp_disk_use (NULL);
  watched = NULL;
  g_assert_cmpuint (writes, >, 100);
  g_assert_cmpuint (looks, >, 50);
  look_below (needles, self->base);
  look_below (words, "/dev/shm");
}

/* --- Undo files --- */

/* Their pages are those of the database before, byte for byte; all else is what FORMAT.md says. */
static void
check_undo (const char *undo, gsize length, const char *before, gsize before_length)
{
  gsize at = 0, end = 0;
  guint32 batch = 0;

  while (at < length)
    {
      const guint8 *head = (const guint8 *) undo + at;
      const guint32 count = amp_get32 (head + 12);
      const char *pages = undo + at + 64 + 4 * (gsize) count + 32;

      g_assert_cmpmem (head, 8, "AmparoUN", 8);
      g_assert_cmpuint (amp_get32 (head + 8), ==, 1);
      g_assert_cmpuint (amp_get32 (head + 40), ==, batch++);
      for (guint i = 44; i < 64; i++)
        g_assert_cmpuint (head[i], ==, 0);
      for (guint32 i = 0; i < count; i++)
        {
          const gsize place = 8192 + (gsize) (amp_get32 (head + 64 + 4 * (gsize) i) - 1) * 4096;

          g_assert_cmpuint (place + AMP_PAGE_BYTES, <=, before_length);
          g_assert_cmpmem (pages + (gsize) i * AMP_PAGE_BYTES, AMP_PAGE_BYTES, before + place,
                           AMP_PAGE_BYTES);
        }
      end = (gsize) (pages - undo) + (gsize) count * AMP_PAGE_BYTES;
      for (at = end; at < length && at % 4096 != 0; at++)
        g_assert_cmpuint ((guint8) undo[at], ==, 0);
    }
  g_assert_cmpuint (end, ==, length);
  g_assert_cmpuint (batch, >, 1);
}

static void
an_undo_file_holds_the_sealed_pages_of_before (Fixture *self, gconstpointer data)
{
  static const char *const files[] = {"casework.db", "identity.db"};
  g_autofree char *before[2] = {NULL, NULL};
  gsize before_length[2] = {0, 0};
  AmpVault *vault = fixture_create (self);
  sqlite3 *db;

  (void) data;
  fixture_fill (vault);
  db = amp_vault_connect (vault, NULL);
  for (gsize i = 0; i < 2; i++)
    before[i] = fixture_read_all (self, files[i], &before_length[i]);
  fixture_hold_little (vault);
  sql_run (db, "PRAGMA main.cache_size=2; PRAGMA identity.cache_size=2; BEGIN;"
               "UPDATE main.t SET v='x' || id; UPDATE identity.t SET v='y' || id");
  for (gsize i = 0; i < 2; i++)
    {
      g_autofree char *name = g_strconcat (files[i], "-undo", NULL);
      gsize length = 0;
      g_autofree char *undo = fixture_read_all (self, name, &length);

      check_undo (undo, length, before[i], before_length[i]);
      g_free (g_steal_pointer (&before[i]));
    }
  sql_run (db, "ROLLBACK");
  sqlite3_close (db);
  amp_vault_free (vault);
}

/* --- The bare disk --- */

static gboolean
run (const char *program, const char *one, const char *two, const char *three, const char *four)
{
  const char *const line[] = {program, one, two, three, four, NULL};
  int status = 0;

  return g_spawn_sync (NULL, (char **) line, NULL,
                       G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL |
                         G_SPAWN_STDERR_TO_DEV_NULL,
                       NULL, NULL, NULL, NULL, &status, NULL) &&
         g_spawn_check_wait_status (status, NULL);
}

static gboolean
make_disk (const char *image, const char *mount)
{
  int fd = open (image, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  gboolean made = fd >= 0 && ftruncate (fd, 32 * 1024 * 1024) == 0;

  if (fd >= 0)
    (void) close (fd);
  return made && g_mkdir (mount, 0700) == 0 && geteuid () == 0 &&
         run ("mkfs.ext4", "-q", "-F", image, NULL) && run ("mount", "-o", "loop", image, mount);
}

/* A file that is written in clear and removed: if its remains are not found, neither would be
 * those of the vault. */
static void
leave_a_trace (const char *mount)
{
  static const char word[] = "Zvxqrastro";
  g_autofree char *path = g_build_filename (mount, "trace", NULL);
  int fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  g_assert_cmpint (write (fd, word, strlen (word)), ==, (gssize) strlen (word));
  g_assert_cmpint (fsync (fd), ==, 0);
  (void) close (fd);
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
the_bare_disk_holds_no_remains (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) needles = make_needles (TRUE);
  g_autofree char *image = g_build_filename (self->base, "disk.img", NULL);
  g_autofree char *mount = g_build_filename (self->base, "mount", NULL);
  g_autofree char *folder = g_build_filename (mount, "Tumbes.amparo", NULL);
  g_autofree char *bytes = NULL;
  gsize length = 0;

  (void) data;
  if (!make_disk (image, mount))
    {
      g_test_skip ("Only root can mount an ext4 image, where there are loop devices");
      return;
    }
  leave_a_trace (mount);
  live (folder);
  g_assert_true (run ("umount", mount, NULL, NULL, NULL));
  g_assert_true (g_file_get_contents (image, &bytes, &length, NULL));
  g_assert_nonnull (memmem (bytes, length, "Zvxqrastro", 10));
  g_assert_nonnull (memmem (bytes, length, "AmparoUN", 8));
  g_assert_false (has_any (needles, bytes, length));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
  g_test_add_func ("/vault/leak/every-guise-is-found", every_guise_is_found);
#define ADD(name, test)                                                                            \
  g_test_add ("/vault/leak/" name, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("nothing-given-to-the-disk-is-in-clear", nothing_given_to_the_disk_is_in_clear);
  ADD ("an-undo-file-holds-the-sealed-pages-of-before",
       an_undo_file_holds_the_sealed_pages_of_before);
  ADD ("the-bare-disk-holds-no-remains", the_bare_disk_holds_no_remains);
#undef ADD
  return g_test_run ();
}
