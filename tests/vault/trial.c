/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Never other data, never an older day but where FORMAT.md 12 says that nobody can tell. */
#include "trial.h"

#include "pages/bytes.h"
#include "pages/disk.h"

#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* FORMAT.md 2. */
#define KEYRING_COPY 36864u
#define SLOTS_AT 128u
#define SLOT_BYTES 544u
#define SIGNED_BYTES 384u
#define EXTENSION_AT 34944u
#define PINS_AT 35776u
#define LONGEST 20 /* seconds that a vault may take */

const char *const trial_outcomes[N_OUTCOMES] = {
  "told",  "as it was", "in flight", "then *", "alone *", "OLDER",
  "MIXED", "UNNAMED",   "NOTICED",   "LOST",   "CRASHED", "HUNG",
};

/* --- Judging --- */

static gboolean
names_a_file (const Tampering *tampering, const char *message)
{
  return ((tampering->touched & TOUCHED_KEYRING) && strstr (message, "keyring") != NULL) ||
         ((tampering->touched & TOUCHED_CASEWORK) && strstr (message, "casework.db") != NULL) ||
         ((tampering->touched & TOUCHED_IDENTITY) && strstr (message, "identity.db") != NULL);
}

static gboolean
is_right_error (const Tampering *tampering, const GError *error)
{
  if (error == NULL || error->domain != AMP_VAULT_ERROR)
    return FALSE;
  switch (error->code)
    {
    case AMP_VAULT_ERROR_DAMAGED:
    case AMP_VAULT_ERROR_FOREIGN:
    case AMP_VAULT_ERROR_NEWER:
    case AMP_VAULT_ERROR_OUT_OF_STEP:
      return names_a_file (tampering, error->message);
    case AMP_VAULT_ERROR_WRONG_KEY:
      return (tampering->flags & FORGED_SEED) != 0;
    case AMP_VAULT_ERROR_ERASED:
      return (tampering->flags & FORGED_HEADER) != 0 && names_a_file (tampering, error->message);
    case AMP_VAULT_ERROR_IO:
    case AMP_VAULT_ERROR_NOT_FOUND:
    case AMP_VAULT_ERROR_READ_ONLY:
      return (tampering->flags & NO_FILE) != 0 && names_a_file (tampering, error->message);
    default:
      return FALSE;
    }
}

static gboolean
copy_reads (const guint8 *copy)
{
  guint8 sum[AMP_HASH_BYTES];

  amp_hash (copy, KEYRING_COPY - AMP_HASH_BYTES, sum);
  return memcmp (sum, copy + KEYRING_COPY - AMP_HASH_BYTES, AMP_HASH_BYTES) == 0;
}

/* The one that counts: of two that read the newer, else the one that does. NULL: too short. */
static const guint8 *
newer_copy (const guint8 *keyring, gsize length)
{
  const guint8 *first = keyring, *second = keyring + KEYRING_COPY;

  if (length < 2 * KEYRING_COPY)
    return NULL;
  if (copy_reads (first) != copy_reads (second))
    return copy_reads (first) ? first : second;
  return amp_get64 (first + 16) > amp_get64 (second + 16) ? first : second;
}

/* What is under a signature or a key: who was decided about, extension and memory. The rest of a
 * slot, and the pins, may be of any other day. */
static gboolean
same_decisions (const guint8 *one, const guint8 *other)
{
  for (gsize at = SLOTS_AT; at < EXTENSION_AT; at += SLOT_BYTES)
    if (memcmp (one + at, other + at, SIGNED_BYTES) != 0)
      return FALSE;
  return memcmp (one + 24, other + 24, SLOTS_AT - 24) == 0 &&
         memcmp (one + EXTENSION_AT, other + EXTENSION_AT, PINS_AT - EXTENSION_AT) == 0;
}

/* Whether the keyring is one of that day, between the same two closings: what it remembers of the
 * databases is the earlier of the two. */
static gboolean
keyring_of_day (const Trial *self, const Moment *moment)
{
  const GByteArray *file = g_hash_table_lookup (self->tampering->files, "keyring");
  const guint8 *here = file == NULL ? NULL : newer_copy (file->data, file->len);

  for (guint i = 0; here != NULL && i < self->history->moments->len; i++)
    {
      const Moment *other = self->history->moments->pdata[i];
      gsize length;
      const guint8 *then =
        g_bytes_get_data (g_hash_table_lookup (other->files, "keyring"), &length);

      then = newer_copy (then, length);
      if (other->closings == moment->closings && then != NULL && same_decisions (here, then))
        return TRUE;
    }
  return FALSE;
}

/* Where the program died after the last closing, nothing tells what was done since; and with the
 * keyring of that day, nothing tells the day. */
static gboolean
nobody_can_tell (const Trial *self, const Moment *moment)
{
  const Tampering *tampering = self->tampering;

  if (tampering->then == NULL)
    return tampering->state->unsettled;
  return moment->closings == tampering->state->closings || keyring_of_day (self, moment);
}

static Outcome
judge_older (const Trial *self, const Moment *moment)
{
  return nobody_can_tell (self, moment) ? THEN : OLDER;
}

static gboolean
same_part (const Reading *a, const Reading *b, guint part)
{
  return strcmp (a->part[part], b->part[part]) == 0;
}

/* One database of since the last closing, the other of another moment since then: each was changed
 * alone. */
static gboolean
is_one_alone (const Trial *self, const Reading *reading)
{
  const Moment *state = self->tampering->state;
  gboolean found[2] = {FALSE, FALSE};

  for (guint part = 0; part < 2; part++)
    {
      found[part] = same_part (reading, state->now, part);
      for (guint i = 0; i < state->past && !found[part]; i++)
        {
          const Moment *moment = self->history->moments->pdata[i];

          found[part] =
            moment->closings == state->closings && same_part (reading, moment->now, part);
        }
    }
  return found[0] && found[1];
}

/* The databases may be older than the list of users is. */
static Outcome
judge (const Trial *self, const Reading *reading)
{
  const Moment *state = self->tampering->state;
  Outcome outcome = N_OUTCOMES;

  if (reading_equal (reading, state->now))
    return NOW;
  if (state->other != NULL && reading_equal (reading, state->other))
    return !state->unsettled ? IN_FLIGHT : nobody_can_tell (self, state) ? THEN : OLDER;
  for (guint i = 0; i < state->past; i++)
    {
      const Moment *moment = self->history->moments->pdata[i];

      if (same_part (reading, moment->now, 0) && same_part (reading, moment->now, 1) &&
          (same_part (reading, moment->now, 2) || same_part (reading, state->now, 2)))
        outcome = MIN (outcome, judge_older (self, moment));
    }
  if (outcome < N_OUTCOMES)
    return outcome;
  return self->tampering->then != NULL && is_one_alone (self, reading) ? ALONE : MIXED;
}

/* --- One vault, opened and read --- */

typedef struct
{
  gint64 id;
  guint part;
  char *row;
} Seen;

static void
seen_clear (gpointer data)
{
  g_free (((Seen *) data)->row);
}

static const char *const schemas[] = {"main", "identity"};

/* Single rows, before anything else was read. */
static GArray *
read_some_rows (sqlite3 *db, GRand *rand)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (Seen));

  g_array_set_clear_func (rows, seen_clear);
  for (guint i = 0; i < 8; i++)
    {
      Seen seen = {g_rand_int_range (rand, 1, HISTORY_ROWS + 20), i % 2, NULL};
      int rc;

      seen.row = history_read_row (db, schemas[seen.part], seen.id, &rc);
      if (rc == SQLITE_OK)
        g_array_append_val (rows, seen);
      else
        g_free (seen.row);
    }
  return rows;
}

static gboolean
rows_are_of (const GArray *rows, const Reading *reading)
{
  gboolean all = TRUE;

  for (guint i = 0; i < rows->len && all; i++)
    {
      const Seen *seen = &g_array_index (rows, Seen, i);

      all = reading_has_row (reading, seen->part, seen->id, seen->row);
    }
  return all;
}

/* Rows that were read before the damage was met are right all the same. */
static Outcome
judge_rows (const Trial *self, const GArray *rows)
{
  const Moment *state = self->tampering->state;

  if (rows_are_of (rows, state->now) || (state->other != NULL && rows_are_of (rows, state->other)))
    return TOLD;
  for (guint i = 0; i < state->past; i++)
    {
      const Moment *moment = self->history->moments->pdata[i];

      if (rows_are_of (rows, moment->now) && judge_older (self, moment) < N_FINE)
        return TOLD;
    }
  return OLDER;
}

static void
say (Verdict *verdict, Outcome outcome, const GError *error)
{
  verdict->outcome = outcome;
  g_strlcpy (verdict->text, error != NULL ? error->message : "", sizeof verdict->text);
}

/* What was saved in a vault that had been tampered with, and what is read of it then. */
static Reading *
save_more (AmpVault *vault, sqlite3 *db)
{
  int rc;

  sql_run (db, "BEGIN; UPDATE main.t SET v='more ' || id WHERE id % 3 = 0;"
               "UPDATE identity.t SET v='more ' || id WHERE id % 3 = 0; COMMIT");
  return history_read (vault, db, &rc);
}

/* more: NULL, or where to leave what was read after one more transaction. */
static void
open_and_judge (Trial *self, Reading **more)
{
  const Tampering *tampering = self->tampering;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpVault) vault = fixture_unlock (self->fixture, &error);
  sqlite3 *db = vault == NULL ? NULL : amp_vault_connect (vault, &error);
  g_autoptr (GArray) rows = NULL;
  Reading *reading = NULL;
  Outcome outcome;
  int rc = SQLITE_OK;

  if (db == NULL)
    {
      say (self->verdict, is_right_error (tampering, error) ? TOLD : UNNAMED, error);
      return;
    }
  rows = read_some_rows (db, tampering->rand);
  reading = history_read (vault, db, &rc);
  if (reading == NULL)
    {
      amp_vault_set_sqlite_error (vault, db, rc, &error);
      outcome = is_right_error (tampering, error) ? judge_rows (self, rows) : UNNAMED;
    }
  else
    outcome = rows_are_of (rows, reading) ? judge (self, reading) : MIXED;
  if (reading != NULL && outcome < N_FINE &&
      !amp_vault_verify_pages (vault, db, NULL, NULL, &error))
    outcome = is_right_error (tampering, error) ? TOLD : UNNAMED;
  say (self->verdict, outcome, error);
  if (more != NULL && outcome != TOLD && outcome < N_FINE)
    *more = save_more (vault, db);
  reading_free (reading);
  sqlite3_close (db);
}

/* What was saved after the tampering went by unnoticed is there the next time. */
static void
open_again (Trial *self, const Reading *more)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpVault) vault = fixture_unlock (self->fixture, &error);
  sqlite3 *db = vault == NULL ? NULL : amp_vault_connect (vault, &error);
  int rc = SQLITE_OK;
  Reading *reading = db == NULL ? NULL : history_read (vault, db, &rc);

  if (reading == NULL || !reading_equal (reading, more) ||
      !amp_vault_verify_pages (vault, db, NULL, NULL, &error))
    say (self->verdict, LOST, error);
  reading_free (reading);
  sqlite3_close (db);
}

static void
try_it (Trial *self)
{
  Verdict first;
  Reading *more = NULL;

  open_and_judge (self, g_rand_int_range (self->tampering->rand, 0, 3) == 0 ? &more : NULL);
  first = *self->verdict;
  if (first.outcome >= N_FINE)
    return;
  if (more != NULL)
    open_again (self, more);
  else
    open_and_judge (self, NULL);
  if (self->verdict->outcome < N_FINE)
    *self->verdict = first;
  reading_free (more);
}

void
trial_run (Trial *self, const Tampering *tampering)
{
  pid_t child;
  int status = 0;

  self->tampering = tampering;
  tampering_lay_out (tampering, self->fixture->folder);
  say (self->verdict, CRASHED, NULL);
  child = fork ();
  if (child == 0)
    {
      alarm (LONGEST);
      try_it (self);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  if (WIFSIGNALED (status) && WTERMSIG (status) == SIGALRM)
    say (self->verdict, HUNG, NULL);
  else if (!WIFEXITED (status) || WEXITSTATUS (status) != 0)
    say (self->verdict, CRASHED, NULL);
  else if ((self->tampering->flags & THAT_MOMENT) && self->verdict->outcome == TOLD)
    self->verdict->outcome = NOTICED;
  fixture_remove_tree (self->fixture->folder);
}

/* --- Life --- */

static int
no_sync (int fd)
{
  (void) fd;
  return 0;
}

void
trial_begin (Trial *self, Fixture *fixture)
{
  static AmpDisk disk;

  disk = amp_disk_real;
  disk.sync = no_sync;
  amp_disk_use (&disk);
  *self = (Trial){.fixture = fixture, .history = history_make (fixture)};
  amp_disk_use (&disk);
  self->verdict =
    mmap (NULL, sizeof *self->verdict, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  g_assert_true (self->verdict != MAP_FAILED);
  fixture_remove_tree (fixture->folder);
}

void
trial_end (Trial *self)
{
  amp_disk_use (NULL);
  munmap (self->verdict, sizeof *self->verdict);
  history_free (self->history);
}
