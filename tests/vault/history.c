/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Five sessions, kept as they go by. The work is the same in every run; the keys are not. */
#include "history.h"

#include "fault.h"
#include "pages/disk.h"
#include "vault/vault-private.h"

#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define KEYRING_COPY 36864
#define GRANTING_AT 40

/* --- Reading --- */

static gboolean
is_plain (const guint8 *bytes, int length)
{
  gboolean plain = TRUE;

  for (int i = 0; i < length && plain; i++)
    plain = bytes[i] >= ' ';
  return plain;
}

static void
append_value (GString *out, sqlite3_stmt *statement, int column)
{
  const guint8 *bytes = sqlite3_column_blob (statement, column);
  int length = sqlite3_column_bytes (statement, column);

  g_string_append_c (out, '|');
  if (is_plain (bytes, length))
    g_string_append_len (out, (const char *) bytes, length);
  else
    for (int i = 0; i < length; i++)
      g_string_append_printf (out, "%02x", bytes[i]);
}

static int
read_table (sqlite3 *db, const char *schema, const char *table, GString *out)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s.\"%s\"", schema, table);
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL);

  while (rc == SQLITE_OK && (rc = sqlite3_step (statement)) == SQLITE_ROW)
    {
      g_string_append (out, table);
      for (int i = 0; i < sqlite3_column_count (statement); i++)
        append_value (out, statement, i);
      g_string_append_c (out, '\n');
      rc = SQLITE_OK;
    }
  sqlite3_finalize (statement);
  return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int
read_schema (sqlite3 *db, const char *schema, GString *out)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT name FROM %s.sqlite_schema WHERE type='table' ORDER BY name", schema);
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement = NULL;
  int rc = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL);

  g_string_append_c (out, '\n');
  while (rc == SQLITE_OK && (rc = sqlite3_step (statement)) == SQLITE_ROW)
    {
      g_ptr_array_add (tables, g_strdup ((const char *) sqlite3_column_text (statement, 0)));
      rc = SQLITE_OK;
    }
  sqlite3_finalize (statement);
  rc = rc == SQLITE_DONE ? SQLITE_OK : rc;
  for (guint i = 0; i < tables->len && rc == SQLITE_OK; i++)
    rc = read_table (db, schema, tables->pdata[i], out);
  return rc;
}

static char *
read_users (AmpVault *vault)
{
  g_autoptr (GPtrArray) users = amp_vault_list_users (vault, NULL);
  GString *out = g_string_new (NULL);

  for (guint i = 0; users != NULL && i < users->len; i++)
    {
      const AmpUser *user = users->pdata[i];

      g_string_append_printf (out, "%s %s %s\n", user->login, amp_role_to_code (user->role),
                              user->active ? "active" : "disabled");
    }
  return g_string_free (out, FALSE);
}

Reading *
history_read (AmpVault *vault, sqlite3 *db, int *rc)
{
  static const char *const schemas[] = {"main", "identity"};
  Reading *self = g_new0 (Reading, 1);

  *rc = SQLITE_OK;
  for (gsize i = 0; i < G_N_ELEMENTS (schemas) && *rc == SQLITE_OK; i++)
    {
      GString *text = g_string_new (NULL);

      *rc = read_schema (db, schemas[i], text);
      self->part[i] = g_string_free (text, FALSE);
    }
  self->part[2] = read_users (vault);
  if (*rc != SQLITE_OK)
    g_clear_pointer (&self, reading_free);
  return self;
}

void
reading_free (Reading *self)
{
  for (gsize i = 0; self != NULL && i < G_N_ELEMENTS (self->part); i++)
    g_free (self->part[i]);
  g_free (self);
}

gboolean
reading_equal (const Reading *a, const Reading *b)
{
  gboolean equal = TRUE;

  for (gsize i = 0; i < G_N_ELEMENTS (a->part); i++)
    equal = equal && g_strcmp0 (a->part[i], b->part[i]) == 0;
  return equal;
}

char *
history_read_row (sqlite3 *db, const char *schema, gint64 id, int *rc)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s.t WHERE id=?", schema);
  g_autoptr (GString) out = g_string_new ("t");
  sqlite3_stmt *statement = NULL;

  *rc = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL);
  if (*rc == SQLITE_OK)
    {
      sqlite3_bind_int64 (statement, 1, id);
      *rc = sqlite3_step (statement);
    }
  for (int i = 0; *rc == SQLITE_ROW && i < sqlite3_column_count (statement); i++)
    append_value (out, statement, i);
  *rc = *rc == SQLITE_ROW || *rc == SQLITE_DONE ? SQLITE_OK : *rc;
  sqlite3_finalize (statement);
  return g_strdup (out->str);
}

gboolean
reading_has_row (const Reading *self, guint part, gint64 id, const char *row)
{
  g_autofree char *line = strcmp (row, "t") == 0 ? g_strdup_printf ("\nt|%" G_GINT64_FORMAT "|", id)
                                                 : g_strdup_printf ("\n%s\n", row);

  return (strstr (self->part[part], line) != NULL) == (strcmp (row, "t") != 0);
}

/* --- Keeping --- */

typedef struct
{
  Fixture *fixture;
  History *history;
  AmpVault *vault; /* NULL between two sessions */
  sqlite3 *db;
  const Reading *now;
  guint closings;
} Office;

static const Reading *
take_reading (Office *self)
{
  int rc;
  Reading *reading = history_read (self->vault, self->db, &rc);

  g_assert_cmpint (rc, ==, SQLITE_OK);
  g_ptr_array_add (self->history->readings, reading);
  return reading;
}

static Moment *
keep (Office *self, MomentKind kind, const char *name)
{
  Moment *moment = g_new0 (Moment, 1);

  moment->kind = kind;
  moment->name = g_strdup_printf ("%s, session %u", name, self->closings + (self->vault != NULL));
  moment->files = fixture_keep (self->fixture);
  moment->now = self->now;
  moment->closings = self->closings;
  moment->past = self->history->moments->len;
  g_ptr_array_add (self->history->moments, moment);
  return moment;
}

static void
moment_free (Moment *self)
{
  g_free (self->name);
  g_hash_table_unref (self->files);
  g_free (self);
}

static void
open_vault (Office *self)
{
  g_autoptr (GError) error = NULL;

  self->vault = fixture_unlock (self->fixture, &error);
  g_assert_no_error (error);
  self->db = amp_vault_connect (self->vault, &error);
  g_assert_no_error (error);
  self->now = take_reading (self);
}

static void
close_vault (Office *self)
{
  self->now = take_reading (self);
  sqlite3_close (self->db);
  g_clear_pointer (&self->vault, amp_vault_free);
  self->closings++;
}

/* --- Working --- */

#define SPILL_CASEWORK "UPDATE main.t SET v='half ' || id || hex(zeroblob(40));"
#define SPILL_IDENTITY "UPDATE identity.t SET v='half ' || id || hex(zeroblob(40));"

typedef enum
{
  WORK_CASEWORK = 1,
  WORK_IDENTITY = 2,
  WORK_BOTH = 3,
} Work;

/* Rows that change, an index of words, pages that come and go. */
static char *
work_sql (Work work, guint step)
{
  GString *sql = g_string_new ("BEGIN;");

  if (work & WORK_CASEWORK)
    g_string_append_printf (
      sql,
      "UPDATE main.t SET v='case %u ' || id || hex(zeroblob(id %% 50)) WHERE id %% 9 = %u %% 9;"
      "INSERT INTO main.f VALUES ('word%u shelter guayaquil');"
      "INSERT INTO main.big VALUES (%u, zeroblob(9000) || 'end %u');"
      "DELETE FROM main.big WHERE n = %u - 2;",
      step, step, step, step, step, step);
  if (work & WORK_IDENTITY)
    g_string_append_printf (sql,
                            "UPDATE identity.t SET v='name %u ' || id || hex(zeroblob(id %% 50))"
                            " WHERE id %% 7 = %u %% 7;",
                            step, step);
  return g_string_free (g_string_append (sql, "COMMIT"), FALSE);
}

static void
save (Office *self, Work work, guint step)
{
  g_autofree char *sql = work_sql (work, step);

  sql_run (self->db, sql);
  self->now = take_reading (self);
}

/* A transaction that writes most of its pages long before its end, which never comes. */
static void
keep_halfway (Office *self, const char *sql, const char *name)
{
  fixture_hold_little (self->vault);
  sql_run (self->db, "PRAGMA main.cache_size=2; PRAGMA identity.cache_size=2; BEGIN");
  sql_run (self->db, sql);
  keep (self, MOMENT_HALFWAY, name);
  sql_run (self->db, "ROLLBACK");
}

static void
add_users (Office *self)
{
  static const struct
  {
    const char *login;
    AmpRole role;
  } users[] = {{HISTORY_LOGIN_GONE, AMP_ROLE_CASEWORKER}, {"ana.torres", AMP_ROLE_AUDITOR}};

  for (gsize i = 0; i < G_N_ELEMENTS (users); i++)
    g_assert_true (amp_vault_add_user (self->vault, users[i].login, users[i].role,
                                       self->fixture->passphrase, &amp_kdf_cheap, NULL, NULL));
}

static void
first_session (Office *self)
{
  self->vault = fixture_create (self->fixture);
  fixture_fill (self->vault);
  amp_vault_free (self->vault);
  open_vault (self);
  sql_run (self->db,
           "CREATE VIRTUAL TABLE main.f USING fts5(words); CREATE TABLE main.big (n, bytes)");
  add_users (self);
  save (self, WORK_BOTH, 1);
  close_vault (self);
  keep (self, MOMENT_CLOSED, "closed");
}

static void
second_session (Office *self)
{
  open_vault (self);
  save (self, WORK_BOTH, 2);
  keep (self, MOMENT_OPEN, "after a save of both");
  g_assert_true (amp_vault_disable_user (self->vault, HISTORY_LOGIN_GONE, NULL));
  save (self, WORK_CASEWORK, 3);
  keep (self, MOMENT_OPEN, "after a user was disabled and a save of casework");
  keep_halfway (self, SPILL_CASEWORK SPILL_IDENTITY, "in a transaction of both");
  save (self, WORK_BOTH, 4);
  close_vault (self);
  keep (self, MOMENT_CLOSED, "closed");
}

static void
third_session (Office *self)
{
  open_vault (self);
  save (self, WORK_BOTH, 5);
  sql_run (self->db, "DELETE FROM main.big; VACUUM main");
  self->now = take_reading (self);
  keep (self, MOMENT_OPEN, "after casework became shorter");
  save (self, WORK_IDENTITY, 6);
  save (self, WORK_CASEWORK, 7);
  close_vault (self);
  keep (self, MOMENT_CLOSED, "closed");
}

/* Nothing but the keyring changes. */
static void
fourth_session (Office *self)
{
  open_vault (self);
  g_assert_true (amp_vault_grant (self->vault, "ana.torres", AMP_ROLE_CASEWORKER, NULL));
  close_vault (self);
  keep (self, MOMENT_CLOSED, "closed");
}

static void
fifth_session (Office *self)
{
  open_vault (self);
  keep (self, MOMENT_OPEN, "just opened");
  save (self, WORK_BOTH, 8);
  keep (self, MOMENT_OPEN, "after a save of both");
  save (self, WORK_CASEWORK, 9);
  keep (self, MOMENT_OPEN, "after a save of casework");
  save (self, WORK_IDENTITY, 10);
  keep (self, MOMENT_OPEN, "after a save of identity");
  save (self, WORK_CASEWORK, 11);
  keep (self, MOMENT_OPEN, "after a save of casework");
  keep_halfway (self, SPILL_CASEWORK, "in a transaction of casework");
  keep_halfway (self, SPILL_IDENTITY, "in a transaction of identity");
  keep_halfway (self, SPILL_CASEWORK SPILL_IDENTITY, "in a transaction of both");
  g_assert_true (amp_vault_grant (self->vault, "ana.torres", AMP_ROLE_AUDITOR, NULL));
  self->now = take_reading (self);
  keep (self, MOMENT_OPEN, "after a user's role was changed");
  close_vault (self);
}

/* --- Dying inside a commit --- */

/* In a child whose disk takes nothing more after n changes; TRUE: it was told that all is saved. */
static gboolean
save_on_a_dying_disk (Office *self, Work work, gboolean spilled, int n)
{
  g_autofree char *sql = work_sql (work, 20);
  pid_t child = fork ();
  int status = 0;

  if (child == 0)
    {
      AmpVault *vault = fixture_unlock (self->fixture, NULL);
      sqlite3 *db = amp_vault_connect (vault, NULL);

      if (spilled)
        {
          sql_run (db, "PRAGMA main.cache_size=2; PRAGMA identity.cache_size=2");
          fixture_hold_little (vault);
        }
      amp_disk_fail_after (n, EIO);
      _exit (sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : 1);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status) == 0;
}

/* At each step, until what is left to write does not matter any more. */
static void
keep_each_step (Office *self, const Moment *start, Work work, gboolean spilled, const char *name)
{
  const Reading *before = start->now, *after;
  guint told = 0;

  fixture_restore (self->fixture, start->files);
  open_vault (self);
  save (self, work, 20);
  after = self->now;
  sqlite3_close (self->db);
  g_clear_pointer (&self->vault, amp_vault_free);
  for (int n = 0; told < 5; n += spilled ? 3 : 1)
    {
      Moment *moment;
      gboolean saved;

      fixture_restore (self->fixture, start->files);
      saved = save_on_a_dying_disk (self, work, spilled, n);
      told += saved;
      self->now = saved ? after : before;
      moment = keep (self, MOMENT_COMMIT, name);
      moment->other = saved ? before : after;
      moment->unsettled = saved;
    }
}

static void
keep_commits (Office *self, const Moment *start)
{
  static const struct
  {
    Work work;
    gboolean spilled;
    const char *name;
  } commits[] = {
    {WORK_BOTH, FALSE, "in a commit of both"},
    {WORK_CASEWORK, FALSE, "in a commit of casework"},
    {WORK_IDENTITY, FALSE, "in a commit of identity"},
    {WORK_BOTH, TRUE, "in a commit of both, pages written before"},
  };
  const guint past = self->history->moments->len;

  self->closings = start->closings;
  for (gsize i = 0; i < G_N_ELEMENTS (commits); i++)
    keep_each_step (self, start, commits[i].work, commits[i].spilled, commits[i].name);
  /* None of them lies in the past of another. */
  for (guint i = past; i < self->history->moments->len; i++)
    ((Moment *) self->history->moments->pdata[i])->past = start->past + 1;
}

/* --- Dying inside a rekey --- */

/* Old keys or new ones: the rows are the same. */
static int
rekey_on_a_dying_disk (Office *self, int n)
{
  pid_t child = fork ();
  int status = 0;

  if (child == 0)
    {
      AmpVault *vault = fixture_unlock (self->fixture, NULL);

      amp_disk_fail_after (n, EIO);
      _exit (amp_vault_rekey (vault, NULL, NULL, NULL) ? 0 : 1);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status) == 0;
}

static gboolean
has_new_keys (const Moment *moment, const Moment *start)
{
  const guint8 *now = g_bytes_get_data (g_hash_table_lookup (moment->files, "keyring"), NULL);
  const guint8 *before = g_bytes_get_data (g_hash_table_lookup (start->files, "keyring"), NULL);

  return memcmp (now + GRANTING_AT, before + GRANTING_AT, 32) != 0 ||
         memcmp (now + KEYRING_COPY + GRANTING_AT, before + KEYRING_COPY + GRANTING_AT, 32) != 0;
}

static void
keep_rekeys (Office *self, const Moment *start)
{
  gboolean done = FALSE;

  self->now = start->now;
  for (int n = 1; !done; n += 3)
    {
      Moment *moment;

      fixture_restore (self->fixture, start->files);
      self->closings = start->closings;
      done = rekey_on_a_dying_disk (self, n);
      moment = keep (self, MOMENT_REKEY, "in a rekey");
      moment->past = start->past + 1;
      /* The databases of before are of no use any more, as if it had been closed. */
      moment->closings += has_new_keys (moment, start);
    }
}

/* --- Undo files that count no more --- */

static int
forget_truncation (int fd, gint64 length)
{
  (void) fd;
  (void) length;
  return 0;
}

/* A power cut took back what was not synced: that the undo files were emptied. */
static void
keep_undo_left (Office *self, const Moment *start)
{
  static AmpDisk disk;

  disk = amp_disk_real;
  disk.truncate = forget_truncation;
  fixture_restore (self->fixture, start->files);
  self->closings = start->closings;
  amp_disk_use (&disk);
  open_vault (self);
  save (self, WORK_BOTH, 30);
  keep (self, MOMENT_OPEN, "after a save of both, undo files left behind")->past = start->past + 1;
  close_vault (self);
  keep (self, MOMENT_LEFT, "closed, undo files left behind")->past = start->past + 1;
  amp_disk_use (NULL);
}

/* --- All of it --- */

static void
make_strangers (Fixture *self, History *history)
{
  Fixture other = *self;
  Office office = {&other, history, NULL, NULL, NULL, 0};

  other.folder = g_build_filename (self->base, "Tumbes.amparo", NULL);
  first_session (&office);
  open_vault (&office);
  save (&office, WORK_BOTH, 2);
  keep_halfway (&office, SPILL_CASEWORK SPILL_IDENTITY, "in a transaction of both");
  close_vault (&office);
  g_free (other.folder);
}

History *
history_make (Fixture *self)
{
  History *history = g_new0 (History, 1);
  Office office = {self, history, NULL, NULL, NULL, 0};
  const Moment *start;

  history->moments = g_ptr_array_new_with_free_func ((GDestroyNotify) moment_free);
  history->readings = g_ptr_array_new_with_free_func ((GDestroyNotify) reading_free);
  make_strangers (self, history);
  history->strangers = g_steal_pointer (&history->moments);
  history->moments = g_ptr_array_new_with_free_func ((GDestroyNotify) moment_free);
  first_session (&office);
  second_session (&office);
  third_session (&office);
  fourth_session (&office);
  start = history->moments->pdata[history->moments->len - 1];
  fifth_session (&office);
  keep_commits (&office, start);
  keep_undo_left (&office, start);
  keep_rekeys (&office, start);
  return history;
}

void
history_free (History *self)
{
  g_ptr_array_unref (self->strangers);
  g_ptr_array_unref (self->moments);
  g_ptr_array_unref (self->readings);
  g_free (self);
}
