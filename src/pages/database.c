/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading, writing and committing the pages of one database, or of two together. */
#include "pages/database-private.h"

#include "pages/disk.h"
#include "pages/derive.h"
#include "pages/refuse.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>

#define RUN_PAGES 64 /* pages written in one call */

static void
change_free (gpointer data)
{
  AmpChange *change = data;

  g_free (change->sealed);
  g_free (change);
}

AmpDatabase *
amp_database_new (const char *folder,
                  guint32 kind,
                  const char *suffix,
                  const guint8 vault_id[16],
                  const AmpSecret *key)
{
  AmpDatabase *self = g_new0 (AmpDatabase, 1);

  self->file = kind == 1 ? "casework.db" : "identity.db";
  self->folder = g_strdup (folder);
  self->path = g_strconcat (folder, "/", self->file, suffix, NULL);
  self->tags_path = g_strconcat (self->path, "-tags", NULL);
  self->page_keys[0] = amp_subkey (key, AMP_SUBKEY_PAGE);
  self->page_keys[1] = amp_subkey (key, AMP_SUBKEY_PAGE_OCB);
  self->undo_key = amp_subkey (key, AMP_SUBKEY_UNDO);
  self->superblock_key = amp_subkey (key, AMP_SUBKEY_SUPERBLOCK);
  self->wrap_key = amp_subkey (key, AMP_SUBKEY_WRAP);
  self->old_hash_key = amp_subkey (key, AMP_SUBKEY_HASH);
  self->fd = -1;
  self->max_held = AMP_UNDO_BATCH_PAGES;
  self->copy = -1;
  self->now.kind = kind;
  memcpy (self->now.vault_id, vault_id, sizeof self->now.vault_id);
  self->changes = g_hash_table_new_full (NULL, NULL, NULL, change_free);
  return self;
}

/* A database that was closed in order leaves its tags, so that the next opening need not read all
 * of it. It counts only where it gives the seal: no sync. */
static void
leave_tags (AmpDatabase *self)
{
  if (self->tags == NULL || self->broken || self->read_only || !self->tags_gone || self->pages == 0)
    return;
  if (amp_tags_save (self->tags, self->tags_path) != 0)
    g_debug ("a database was closed without its tags");
}

void
amp_database_free (AmpDatabase *self)
{
  if (self == NULL)
    return;
  amp_database_revert (self);
  leave_tags (self);
  for (gsize i = 0; i < G_N_ELEMENTS (self->page_keys); i++)
    amp_secret_free (self->page_keys[i]);
  amp_undo_free (self->undo);
  amp_secret_free (self->undo_key);
  amp_secret_free (self->superblock_key);
  amp_secret_free (self->wrap_key);
  amp_secret_free (self->old_hash_key);
  amp_secret_free (self->hash_key);
  amp_sealer_free (self->sealer);
  amp_tags_free (self->tags);
  g_hash_table_unref (self->changes);
  if (self->fd >= 0)
    amp_disk->close (self->fd);
  sodium_memzero (self->header, sizeof self->header);
  g_free (self->folder);
  g_free (self->path);
  g_free (self->tags_path);
  g_free (self);
}

const char *
amp_database_get_file (const AmpDatabase *self)
{
  return self->file;
}

const AmpSuperblock *
amp_database_get_superblock (const AmpDatabase *self)
{
  return &self->now;
}

guint32
amp_database_get_pages (const AmpDatabase *self)
{
  return self->pages;
}

const AmpSecret *
amp_database_get_hash_key (const AmpDatabase *self)
{
  return self->hash_key;
}

const AmpTags *
amp_database_get_tags (const AmpDatabase *self)
{
  return self->tags;
}

void
amp_database_set_max_held (AmpDatabase *self, guint pages)
{
  self->max_held = pages;
}

void
amp_database_tell_keyring (AmpDatabase *self, guint32 version, guint64 generation)
{
  self->now.keyring = version;
  self->now.generation = generation;
}

gint64
amp_database_place (guint32 number)
{
  return AMP_DATABASE_OFFSET + (gint64) (number - 1) * AMP_PAGE_BYTES;
}

/* --- State --- */

static gboolean
open_hash_key (AmpDatabase *self)
{
  const guint8 *sealed = self->now.hash_key;

  amp_secret_free (self->hash_key);
  self->hash_key = amp_secret_new (32);
  if (self->now.version == 1)
    {
      memcpy (amp_secret_data (self->hash_key), amp_secret_data (self->old_hash_key), 32);
      return TRUE;
    }
  return crypto_aead_xchacha20poly1305_ietf_decrypt (
           amp_secret_data (self->hash_key), NULL, NULL, sealed + 24, 32 + 16, self->now.file_id,
           AMP_FILE_ID_BYTES, sealed, amp_secret_data (self->wrap_key)) == 0;
}

static void
seal_hash_key (AmpDatabase *self)
{
  guint8 *sealed = self->now.hash_key;

  randombytes_buf (sealed, 24);
  crypto_aead_xchacha20poly1305_ietf_encrypt (sealed + 24, NULL, amp_secret_data (self->hash_key),
                                              32, self->now.file_id, AMP_FILE_ID_BYTES, NULL,
                                              sealed, amp_secret_data (self->wrap_key));
}

gboolean
amp_database_adopt (AmpDatabase *self, const AmpSuperblock *state, int copy, GError **error)
{
  self->now = *state;
  self->copy = copy;
  self->pages = state->pages;
  if (!open_hash_key (self))
    return amp_refuse_with (error, AMP_VAULT_ERROR_DAMAGED, "%s: a superblock that cannot be",
                            self->file);
  if (state->version == 1)
    seal_hash_key (self);
  return TRUE;
}

void
amp_database_ready (AmpDatabase *self, const AmpSuperblock *state)
{
  g_autofree char *undo_path = g_strconcat (self->path, "-undo", NULL);

  self->sealer =
    amp_sealer_new ((AmpCipher) state->cipher, amp_secret_data (self->page_keys[state->cipher - 1]),
                    state->file_id);
  self->undo = amp_undo_new (undo_path, state->file_id, amp_secret_data (self->undo_key));
}

static int
write_superblock (AmpDatabase *self, const AmpSuperblock *state, int copy)
{
  guint8 block[AMP_SUPERBLOCK_BYTES];

  amp_superblock_write (state, amp_secret_data (self->superblock_key), block);
  return amp_disk->write (self->fd, block, sizeof block, (gint64) copy * AMP_SUPERBLOCK_BYTES);
}

/* The state is on the disk. The other copy, which nobody needs any more, tells it too, should this
 * one be damaged; it is not synced, so the next state goes there again. */
static void
settle (AmpDatabase *self, const AmpSuperblock *state)
{
  self->now = *state;
  self->copy = 1 - self->copy;
  self->spilled = FALSE;
  if (write_superblock (self, state, 1 - self->copy) != 0)
    g_debug ("the second copy of a superblock stays behind");
  amp_undo_clear (self->undo);
}

gboolean
amp_database_create (AmpDatabase *self, const AmpSecret *hash_key, GError **error)
{
  int failed = amp_disk->open (self->path, O_RDWR | O_CREAT | O_EXCL, &self->fd);

  if (!amp_disk_check (failed, self->file, error))
    return FALSE;
  self->copy = 0; /* the first commit goes to the other one */
  self->now.version = AMP_DATABASE_VERSION;
  self->now.cipher = amp_cipher_default ();
  randombytes_buf (self->now.file_id, AMP_FILE_ID_BYTES);
  self->tags = amp_tags_new (self->now.file_id);
  self->tags_gone = TRUE;
  amp_database_ready (self, &self->now);
  self->hash_key = hash_key != NULL ? amp_secret_new_from (amp_secret_data (hash_key), 32)
                                    : amp_secret_new_random (32);
  seal_hash_key (self);
  return TRUE;
}

/* --- Reading --- */

/* The page as the running transaction sees it, sealed, and the tag that it must have: NULL where
 * nobody knows. */
static AmpRead
fetch (AmpDatabase *self, guint32 number, guint8 raw[AMP_PAGE_BYTES], const guint8 **tag)
{
  const AmpChange *change = g_hash_table_lookup (self->changes, GUINT_TO_POINTER (number));
  gsize got = 0;

  if (change != NULL)
    *tag = change->tag;
  else
    *tag = self->tags != NULL ? amp_tags_get (self->tags, number) : NULL;
  if (change != NULL && change->sealed != NULL)
    {
      memcpy (raw, change->sealed, AMP_PAGE_BYTES);
      return AMP_READ_OK;
    }
  if (self->read_only && amp_undo_has (self->undo, number))
    return amp_undo_read (self->undo, number, raw) == 0 ? AMP_READ_OK : AMP_READ_FAILED;
  if (amp_disk->read (self->fd, raw, AMP_PAGE_BYTES, amp_database_place (number), &got) != 0)
    return AMP_READ_FAILED;
  return got == AMP_PAGE_BYTES ? AMP_READ_OK : AMP_READ_DAMAGED;
}

/* What a failing disk kept from going back may go back now. */
static gboolean
is_usable (AmpDatabase *self)
{
  if (self->broken)
    self->broken = amp_database_restore (self) != 0;
  return !self->broken;
}

AmpRead
amp_database_read (AmpDatabase *self, guint32 number, guint8 plain[AMP_PAGE_BYTES])
{
  guint8 found[AMP_TAG_BYTES];
  const guint8 *tag;
  AmpRead result;

  if (!is_usable (self))
    return AMP_READ_FAILED;
  result = number > self->pages ? AMP_READ_BEYOND : fetch (self, number, plain, &tag);
  if (result == AMP_READ_OK)
    memcpy (found, amp_page_tag (plain), AMP_TAG_BYTES);
  if (result == AMP_READ_OK && !amp_page_open (self->sealer, plain, plain, number))
    result = AMP_READ_DAMAGED;
  if (result == AMP_READ_OK && tag != NULL && memcmp (tag, found, AMP_TAG_BYTES) != 0)
    result = AMP_READ_OLDER;
  if (result != AMP_READ_OK)
    memset (plain, 0, AMP_PAGE_BYTES);
  /* Nothing could be reached without it. */
  if (number == 1 && self->read_only && (result == AMP_READ_DAMAGED || result == AMP_READ_OLDER))
    {
      amp_page_make_first (plain);
      result = AMP_READ_OK;
    }
  if (number == 1 && result == AMP_READ_OK)
    {
      memcpy (self->header, plain, sizeof self->header);
      self->header_known = TRUE;
    }
  return result;
}

/* Apart, since what is on the stack is zeroed on entry. */
static AmpRead
read_part_of_page_1 (AmpDatabase *self, guint8 *out, gsize length, gsize offset)
{
  guint8 plain[AMP_PAGE_BYTES];
  AmpRead result = amp_database_read (self, 1, plain);

  memcpy (out, plain + offset, length);
  sodium_memzero (plain, sizeof plain);
  return result;
}

AmpRead
amp_database_read_header (AmpDatabase *self, guint8 *out, gsize length, gsize offset)
{
  if (!self->header_known || offset + length > sizeof self->header)
    return read_part_of_page_1 (self, out, length, offset);
  memcpy (out, self->header + offset, length);
  return AMP_READ_OK;
}

AmpRead
amp_database_read_raw (AmpDatabase *self, guint32 number, guint8 raw[AMP_PAGE_BYTES])
{
  guint8 plain[AMP_PAGE_BYTES];
  const guint8 *tag;
  AmpRead result = number > self->now.pages ? AMP_READ_BEYOND : fetch (self, number, raw, &tag);

  if (result == AMP_READ_OK && !amp_page_open (self->sealer, plain, raw, number))
    result = AMP_READ_DAMAGED;
  if (result == AMP_READ_OK && tag != NULL && memcmp (tag, amp_page_tag (raw), AMP_TAG_BYTES) != 0)
    result = AMP_READ_OLDER;
  sodium_memzero (plain, sizeof plain);
  return result;
}

void
amp_database_pack_superblock (const AmpDatabase *self, guint8 out[AMP_SUPERBLOCK_BYTES])
{
  amp_superblock_write (&self->now, amp_secret_data (self->superblock_key), out);
}

/* --- Writing --- */

gboolean
amp_database_is_changed (const AmpDatabase *self)
{
  return g_hash_table_size (self->changes) > 0 || self->pages != self->now.pages;
}

gboolean
amp_database_only_shrinks (const AmpDatabase *self)
{
  return g_hash_table_size (self->changes) == 0 && self->pages < self->now.pages;
}

static gint
by_number (gconstpointer a, gconstpointer b)
{
  const AmpChange *one = *(AmpChange *const *) a, *other = *(AmpChange *const *) b;

  return one->number < other->number ? -1 : one->number > other->number;
}

/* The pages in memory, in the order of the file. */
static GPtrArray *
held_changes (AmpDatabase *self)
{
  GPtrArray *held = g_ptr_array_sized_new (self->held);
  GHashTableIter iter;
  gpointer change;

  g_hash_table_iter_init (&iter, self->changes);
  while (g_hash_table_iter_next (&iter, NULL, &change))
    if (((AmpChange *) change)->sealed != NULL)
      g_ptr_array_add (held, change);
  g_ptr_array_sort (held, by_number);
  return held;
}

/* Step 1 of FORMAT.md 5: what is about to be overwritten goes into the undo file, synced. */
static int
save_old (AmpDatabase *self, GPtrArray *held)
{
  g_autofree guint32 *numbers = g_new (guint32, held->len);
  g_autofree guint8 *raw = NULL;
  guint n = 0;
  int failed = 0;

  /* The superblock that was found on opening may be one that never was synced, and the next one
   * goes over the other. */
  if (!self->grounded)
    failed = amp_disk->sync (self->fd);
  if (failed != 0)
    return failed;
  self->grounded = TRUE;
  for (guint i = 0; i < held->len; i++)
    {
      const AmpChange *change = held->pdata[i];

      if (change->number <= self->now.pages && !amp_undo_has (self->undo, change->number))
        numbers[n++] = change->number;
    }
  if (n == 0)
    return 0;
  raw = g_malloc ((gsize) n * AMP_PAGE_BYTES);
  for (guint i = 0; i < n && failed == 0; i++)
    {
      gsize got = 0;

      failed = amp_disk->read (self->fd, raw + (gsize) i * AMP_PAGE_BYTES, AMP_PAGE_BYTES,
                               amp_database_place (numbers[i]), &got);
      if (failed == 0 && got < AMP_PAGE_BYTES)
        failed = EIO;
    }
  if (failed == 0)
    failed = amp_undo_append (self->undo, self->now.sequence, numbers, n, raw);
  if (failed == 0)
    failed = amp_undo_sync (self->undo, self->folder);
  return failed;
}

/* Step 2: the pages in memory go to their places. */
static int
write_new (AmpDatabase *self, GPtrArray *held)
{
  g_autofree guint8 *run = g_malloc (RUN_PAGES * AMP_PAGE_BYTES);
  int failed = 0;

  /* With a new superblock alone too: who finds the tags takes the state for synced. */
  if (!self->tags_gone)
    {
      (void) amp_disk->remove (self->tags_path);
      self->tags_gone = TRUE;
    }
  for (guint i = 0, n; i < held->len && failed == 0; i += n)
    {
      const AmpChange *first = held->pdata[i];

      for (n = 0; n < RUN_PAGES && i + n < held->len; n++)
        {
          const AmpChange *change = held->pdata[i + n];

          if (change->number != first->number + n)
            break;
          memcpy (run + (gsize) n * AMP_PAGE_BYTES, change->sealed, AMP_PAGE_BYTES);
        }
      self->spilled = TRUE;
      failed = amp_disk->write (self->fd, run, (gsize) n * AMP_PAGE_BYTES,
                                amp_database_place (first->number));
    }
  for (guint i = 0; i < held->len && failed == 0; i++)
    g_clear_pointer (&((AmpChange *) held->pdata[i])->sealed, g_free);
  if (failed == 0)
    self->held = 0;
  return failed;
}

static void
hold (AmpDatabase *self, guint32 number, const guint8 *plain)
{
  AmpChange *change = g_hash_table_lookup (self->changes, GUINT_TO_POINTER (number));

  if (change == NULL)
    {
      change = g_new0 (AmpChange, 1);
      change->number = number;
      g_hash_table_insert (self->changes, GUINT_TO_POINTER (number), change);
    }
  if (change->sealed == NULL)
    {
      change->sealed = g_malloc (AMP_PAGE_BYTES);
      self->held++;
    }
  amp_page_seal (self->sealer, change->sealed, plain, number);
  memcpy (change->tag, amp_page_tag (change->sealed), AMP_TAG_BYTES);
}

/* There are never more in memory than one batch of the undo file takes. */
static int
hold_or_spill (AmpDatabase *self, guint32 number, const guint8 *plain)
{
  g_autoptr (GPtrArray) held = NULL;
  int failed;

  hold (self, number, plain);
  if (self->held < self->max_held)
    return 0;
  held = held_changes (self);
  failed = save_old (self, held);
  return failed != 0 ? failed : write_new (self, held);
}

int
amp_database_write (AmpDatabase *self, guint32 number, const guint8 plain[AMP_PAGE_BYTES])
{
  static const guint8 zeros[AMP_PAGE_BYTES];
  int failed = 0;

  if (self->read_only || !is_usable (self))
    return self->read_only ? EROFS : EIO;
  if (number > AMP_MAX_PAGES)
    return EFBIG;
  /* A hole would read as zeros that nobody sealed. */
  while (failed == 0 && self->pages + 1 < number)
    failed = hold_or_spill (self, ++self->pages, zeros);
  self->pages = MAX (self->pages, number);
  if (number == 1)
    memcpy (self->header, plain, sizeof self->header);
  return failed != 0 ? failed : hold_or_spill (self, number, plain);
}

static gboolean
is_behind (gpointer key, gpointer value, gpointer data)
{
  AmpDatabase *self = data;
  const AmpChange *change = value;

  if (GPOINTER_TO_UINT (key) <= self->pages)
    return FALSE;
  self->held -= change->sealed != NULL;
  return TRUE;
}

int
amp_database_cut (AmpDatabase *self, guint32 pages)
{
  if (self->read_only || !is_usable (self))
    return self->read_only ? EROFS : EIO;
  self->pages = MIN (self->pages, pages);
  g_hash_table_foreach_remove (self->changes, is_behind, self);
  return 0;
}

/* --- Committing --- */

/* The tags of the new state. */
static AmpTags *
new_tags (AmpDatabase *self)
{
  AmpTags *tags = amp_tags_copy (self->tags);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->changes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    amp_tags_set (tags, ((AmpChange *) value)->number, ((AmpChange *) value)->tag);
  amp_tags_cut (tags, self->pages);
  return tags;
}

/* Step 2 to its end: pages and superblock of the new state, synced. */
static int
write_state (AmpDatabase *self, AmpTags *tags, AmpSuperblock *state)
{
  g_autoptr (GPtrArray) held = held_changes (self);
  int failed = write_new (self, held);

  if (failed != 0)
    return failed;
  state->version = AMP_DATABASE_VERSION;
  state->pages = self->pages;
  amp_tags_seal (tags, state->seal);
  self->spilled = TRUE;
  state->sequence = ++self->top;
  failed = write_superblock (self, state, 1 - self->copy);
  return failed != 0 ? failed : amp_disk->sync (self->fd);
}

static void
finish (AmpDatabase *self, const AmpSuperblock *state, AmpTags *tags)
{
  gboolean shorter = state->pages < self->now.pages;

  settle (self, state);
  amp_tags_free (self->tags);
  self->tags = tags;
  g_hash_table_remove_all (self->changes);
  self->held = 0;
  if (shorter && amp_disk->truncate (self->fd, amp_database_place (state->pages + 1)) != 0)
    g_debug ("a database keeps pages that count no more");
}

int
amp_databases_commit (AmpDatabase *const *set, guint n)
{
  AmpSuperblock states[2] = {0};
  AmpTags *tags[2] = {NULL, NULL};
  guint64 joint;
  int failed = 0;

  g_assert (n <= G_N_ELEMENTS (states));
  randombytes_buf (&joint, sizeof joint);
  for (guint i = 0; i < n && failed == 0; i++)
    {
      g_autoptr (GPtrArray) held = held_changes (set[i]);

      failed = is_usable (set[i]) ? save_old (set[i], held) : EIO;
    }
  for (guint i = 0; i < n && failed == 0; i++)
    {
      states[i] = set[i]->now;
      if (n == 2)
        states[i].joint = joint;
      tags[i] = new_tags (set[i]);
      failed = write_state (set[i], tags[i], &states[i]);
    }
  for (guint i = 0; i < n; i++)
    if (failed == 0)
      finish (set[i], &states[i], tags[i]);
    else
      {
        amp_tags_free (tags[i]);
        amp_database_revert (set[i]);
      }
  return failed;
}

/* --- Going back --- */

int
amp_database_restore (AmpDatabase *self)
{
  guint8 raw[AMP_PAGE_BYTES];
  guint n = 0;
  g_autofree guint32 *numbers = amp_undo_numbers (self->undo, &n);
  AmpSuperblock state = self->now;
  int failed = 0;

  for (guint i = 0; i < n && failed == 0; i++)
    {
      failed = amp_undo_read (self->undo, numbers[i], raw);
      if (failed == 0)
        failed = amp_disk->write (self->fd, raw, sizeof raw, amp_database_place (numbers[i]));
    }
  /* No superblock tells of pages that are not back: its tags may be believed at sight. */
  if (failed == 0)
    failed = amp_disk->sync (self->fd);
  state.version = AMP_DATABASE_VERSION;
  state.sequence = ++self->top;
  if (failed == 0)
    failed = write_superblock (self, &state, 1 - self->copy);
  if (failed == 0)
    failed = amp_disk->sync (self->fd);
  if (failed == 0)
    settle (self, &state);
  return failed;
}

void
amp_database_revert (AmpDatabase *self)
{
  if (!amp_database_is_changed (self) && !self->spilled)
    return;
  g_hash_table_remove_all (self->changes);
  self->held = 0;
  self->pages = self->now.pages;
  self->header_known = FALSE;
  if (self->spilled)
    self->broken = amp_database_restore (self) != 0;
  self->spilled = FALSE;
}
