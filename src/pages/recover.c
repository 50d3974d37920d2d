/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Opening: which state of the two databases counts. Nothing is written before that is known.
 * FORMAT.md 5.1. */
#include "pages/database-private.h"

#include "pages/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>

/* A superblock that reads, and what was found of its state. */
typedef struct
{
  AmpSuperblock state;
  int copy;
  gboolean tried, whole;
  gboolean quick; /* its tags file was there */
  AmpTags *tags;
  guint32 bad; /* first page that does not authenticate; 0: none */
} Candidate;

typedef struct
{
  AmpDatabase *database;
  Candidate candidates[AMP_SUPERBLOCK_COPIES]; /* the newest first */
  guint n;
  int unread; /* why a superblock could not be read, as errno */
  int failed; /* the disk while a state was looked at: nothing is known then */
} Choice;

static void
choice_clear (Choice *self)
{
  for (guint i = 0; i < AMP_SUPERBLOCK_COPIES; i++)
    g_clear_pointer (&self->candidates[i].tags, amp_tags_free);
}

/* --- Superblocks --- */

/* Damage says more than "foreign", which a flipped bit in the magic number looks like. */
static void
keep_error (GError **kept, GError *fresh)
{
  if (*kept != NULL && g_error_matches (*kept, AMP_VAULT_ERROR, AMP_VAULT_ERROR_FOREIGN))
    g_clear_error (kept);
  if (*kept == NULL)
    *kept = fresh;
  else
    g_error_free (fresh);
}

static gboolean
read_copy (Choice *choice, int copy, AmpSuperblock *out, GError **error)
{
  AmpDatabase *self = choice->database;
  guint8 block[AMP_SUPERBLOCK_BYTES];
  gsize got;
  int failed =
    amp_disk->read (self->fd, block, sizeof block, (gint64) copy * AMP_SUPERBLOCK_BYTES, &got);

  if (failed != 0)
    {
      choice->unread = failed;
      return amp_refuse_with (error, AMP_VAULT_ERROR_IO, "%s", g_strerror (failed));
    }
  if (got < sizeof block)
    return amp_refuse (error, AMP_VAULT_ERROR_DAMAGED, "ends too early");
  *out = self->now; /* kind and vault id */
  return amp_superblock_read (out, amp_secret_data (self->superblock_key), block, error);
}

static void
order (Choice *self)
{
  Candidate older;

  if (self->n < 2 || self->candidates[0].state.sequence > self->candidates[1].state.sequence)
    return;
  older = self->candidates[0];
  self->candidates[0] = self->candidates[1];
  self->candidates[1] = older;
}

/* Both are states of one file. */
static void
drop_strangers (Choice *self)
{
  const AmpSuperblock *one = &self->candidates[0].state, *other = &self->candidates[1].state;

  if (self->n == 2 && memcmp (one->file_id, other->file_id, AMP_FILE_ID_BYTES) != 0)
    self->n = 1;
}

/* Format 1 marked a transaction in the newer superblock, and kept its journal until the end. */
static gboolean
is_cut_off (Choice *self)
{
  g_autofree char *journal = g_strconcat (self->database->path, "-journal", NULL);
  gint64 size = 0;
  int fd;

  if (self->candidates[0].state.version != 1)
    return FALSE;
  if (self->n == 1 && amp_disk->open (journal, O_RDONLY, &fd) == 0)
    {
      (void) amp_disk->size (fd, &size);
      amp_disk->close (fd);
    }
  return self->candidates[0].state.open || size > 0;
}

static gboolean
read_superblocks (Choice *self, GError **error)
{
  AmpDatabase *database = self->database;
  g_autoptr (GError) kept = NULL;

  for (int copy = 0; copy < AMP_SUPERBLOCK_COPIES; copy++)
    {
      Candidate *candidate = &self->candidates[self->n];
      GError *local = NULL;

      if (!read_copy (self, copy, &candidate->state, &local))
        {
          keep_error (&kept, local);
          continue;
        }
      candidate->copy = copy;
      database->top = MAX (database->top, candidate->state.sequence);
      self->n++;
    }
  /* A newer program wrote one of them: this one must not go on from the other. */
  if (self->n == 0 || g_error_matches (kept, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NEWER))
    {
      g_propagate_prefixed_error (error, g_steal_pointer (&kept), "%s: ", database->file);
      return FALSE;
    }
  order (self);
  drop_strangers (self);
  if (is_cut_off (self))
    return amp_refuse_with (
      error, AMP_VAULT_ERROR_DAMAGED,
      "%s: a transaction of format 1 was cut off: open it with the program of that time",
      database->file);
  amp_database_ready (database, &self->candidates[0].state);
  return TRUE;
}

static gboolean
open_file (Choice *self, gboolean read_only, GError **error)
{
  AmpDatabase *database = self->database;
  int failed = amp_disk->open (database->path, read_only ? O_RDONLY : O_RDWR, &database->fd);

  if (failed == ENOENT)
    return amp_refuse_with (error, AMP_VAULT_ERROR_DAMAGED, "%s: missing", database->file);
  return amp_disk_check (failed, database->file, error) && read_superblocks (self, error);
}

int
amp_database_probe (AmpDatabase *self, gboolean *ours)
{
  Choice choice = {.database = self};
  AmpSuperblock state;
  int failed = amp_disk->open (self->path, O_RDONLY, &self->fd);

  *ours = FALSE;
  if (failed != 0)
    return failed == ENOENT ? 0 : failed;
  for (int copy = 0; copy < AMP_SUPERBLOCK_COPIES; copy++)
    *ours = read_copy (&choice, copy, &state, NULL) || *ours;
  amp_disk->close (self->fd);
  self->fd = -1;
  return *ours ? 0 : choice.unread;
}

/* --- Is a state whole? --- */

/* The tags of all pages, with the undo batches that lead to the state laid over the file. FALSE:
 * a page does not authenticate. */
static gboolean
read_all_pages (Choice *choice, Candidate *candidate)
{
  AmpDatabase *self = choice->database;
  guint8 raw[AMP_PAGE_BYTES], plain[AMP_PAGE_BYTES];
  gboolean ok = TRUE;

  candidate->tags = amp_tags_new (candidate->state.file_id);
  for (guint32 n = 1; ok && n <= candidate->state.pages; n++)
    {
      gsize got = AMP_PAGE_BYTES;
      int failed = amp_undo_has (self->undo, n)
                     ? amp_undo_read (self->undo, n, raw)
                     : amp_disk->read (self->fd, raw, sizeof raw, amp_database_place (n), &got);

      if (failed != 0)
        choice->failed = failed;
      ok = failed == 0 && got == sizeof raw && amp_page_open (self->sealer, plain, raw, n);
      if (ok)
        amp_tags_set (candidate->tags, n, amp_page_tag (raw));
      else
        candidate->bad = n;
    }
  sodium_memzero (plain, sizeof plain);
  return ok;
}

static gboolean
fits_seal (Candidate *candidate)
{
  guint8 seal[AMP_SEAL_BYTES];

  amp_tags_seal (candidate->tags, seal);
  /* Format 1 had no seal: this is its first. */
  if (candidate->state.version == 1)
    memcpy (candidate->state.seal, seal, sizeof seal);
  return memcmp (seal, candidate->state.seal, sizeof seal) == 0;
}

static gboolean
is_whole (Choice *self, guint index)
{
  AmpDatabase *database = self->database;
  Candidate *candidate = &self->candidates[index];
  gint64 size = 0;

  if (candidate->tried || self->failed != 0)
    return candidate->whole;
  candidate->tried = TRUE;
  if (candidate->state.open)
    return FALSE;
  self->failed = amp_undo_load (database->undo, candidate->state.sequence, database->sealer);
  if (self->failed == 0)
    self->failed = amp_disk->size (database->fd, &size);
  /* Of two states that lie one over the other, the newer may be the one that could not be read. */
  if (self->failed == 0 && self->unread != 0 && !amp_undo_is_empty (database->undo))
    self->failed = self->unread;
  if (self->failed != 0)
    return FALSE;
  if (index == 0 && amp_undo_is_empty (database->undo) &&
      size >= amp_database_place (candidate->state.pages + 1))
    candidate->tags = amp_tags_load (database->tags_path, &candidate->state);
  candidate->quick = candidate->tags != NULL;
  candidate->whole =
    candidate->quick || (read_all_pages (self, candidate) && fits_seal (candidate));
  return candidate->whole;
}

/* --- Choosing --- */

/* A disk that fails says nothing about a state: an older one that can be read is not taken instead.
 */
static gboolean
choose (Choice pair[2], guint chosen[2])
{
  for (guint i = 0; i < pair[0].n && pair[0].failed == 0; i++)
    for (guint j = 0; j < pair[1].n && pair[1].failed == 0; j++)
      if (pair[0].candidates[i].state.joint == pair[1].candidates[j].state.joint &&
          is_whole (&pair[0], i) && is_whole (&pair[1], j))
        {
          chosen[0] = i;
          chosen[1] = j;
          return TRUE;
        }
  return FALSE;
}

/* Which of the two is at fault, and where. */
static gboolean
refuse (Choice pair[2], GError **error)
{
  for (guint i = 0; i < 2; i++)
    {
      gboolean whole = FALSE;

      for (guint j = 0; j < pair[i].n; j++)
        whole = is_whole (&pair[i], j) || whole;
      if (!amp_disk_check (pair[i].failed, pair[i].database->file, error) ||
          !amp_disk_check (pair[i].unread, pair[i].database->file, error))
        return FALSE;
      if (!whole)
        return amp_refuse_damage (
          error, &(AmpDamage){pair[i].database->file, pair[i].candidates[0].bad, FALSE});
    }
  return amp_refuse (error, AMP_VAULT_ERROR_OUT_OF_STEP,
                     "casework.db and identity.db are of different days");
}

static gboolean
take (Choice *self, guint index, GError **error)
{
  AmpDatabase *database = self->database;
  Candidate *candidate = &self->candidates[index];
  int failed = amp_undo_load (database->undo, candidate->state.sequence, database->sealer);
  gboolean at_rest =
    index == 0 && amp_undo_is_empty (database->undo) && candidate->state.version != 1;

  if (!amp_database_adopt (database, &candidate->state, candidate->copy, error))
    return FALSE;
  database->tags = g_steal_pointer (&candidate->tags);
  database->tags_gone = !candidate->quick;
  /* Who wrote this may have died before it was on the disk: nobody must see what a power cut could
   * still take away, nor overwrite what it would need. Tags are left behind only by who has synced
   * the state, if not both superblocks. */
  if (failed == 0 && !(at_rest && candidate->quick))
    {
      failed = amp_disk->sync (database->fd);
      database->grounded = failed == 0;
    }
  if (failed == 0 && !amp_undo_is_empty (database->undo))
    failed = amp_undo_sync (database->undo, database->folder);
  if (failed == 0 && !at_rest)
    failed = amp_database_restore (database);
  return amp_disk_check (failed, database->file, error);
}

gboolean
amp_databases_open (AmpDatabase *const pair[2], GError **error)
{
  Choice choices[2] = {{.database = pair[0]}, {.database = pair[1]}};
  guint chosen[2] = {0, 0};
  gboolean ok = open_file (&choices[0], FALSE, error) && open_file (&choices[1], FALSE, error);

  if (ok && !choose (choices, chosen))
    ok = refuse (choices, error);
  for (guint i = 0; i < 2 && ok; i++)
    ok = take (&choices[i], chosen[i], error);
  choice_clear (&choices[0]);
  choice_clear (&choices[1]);
  return ok;
}

gboolean
amp_databases_inspect (AmpDatabase *const pair[2], GError **error)
{
  for (guint i = 0; i < 2; i++)
    {
      Choice choice = {.database = pair[i]};
      AmpDatabase *database = pair[i];
      guint index = 0;

      if (!open_file (&choice, TRUE, error))
        return FALSE;
      database->read_only = TRUE;
      /* The newest that is whole; else the newest of all, of which no tags are known. */
      for (guint j = choice.n; j > 0; j--)
        index = is_whole (&choice, j - 1) ? j - 1 : index;
      if (!choice.candidates[index].whole)
        g_clear_pointer (&choice.candidates[index].tags, amp_tags_free);
      database->tags = g_steal_pointer (&choice.candidates[index].tags);
      (void) amp_undo_load (database->undo, choice.candidates[index].state.sequence,
                            database->sealer);
      choice_clear (&choice);
      if (!amp_database_adopt (database, &choice.candidates[index].state,
                               choice.candidates[index].copy, error))
        return FALSE;
    }
  return TRUE;
}
