/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The keyring as a file: two copies, written one after the other. The checksum finds accidents, the
 * signatures and the memory's MAC find forgers. */
#include "keyring/keyring.h"

#include "pages/bytes.h"
#include "pages/disk.h"

#include <fcntl.h>
#include <sodium.h>

#define MAGIC "AmparoKR"
#define FILE_NAME "keyring"
#define SUM_BYTES 32
#define SUM_AT (AMP_KEYRING_COPY_BYTES - SUM_BYTES)
#define VERSION_AT 8
#define COUNT_AT 12
#define GENERATION_AT 16
#define VAULT_ID_AT 24
#define GRANTING_AT 40
#define STATE_AT 72
#define SLOTS_AT 128
#define EXTENSION_AT (SLOTS_AT + AMP_KEYRING_SLOTS * AMP_SLOT_BYTES)
#define MEMORY_AT (EXTENSION_AT + AMP_EXTENSION_BYTES)
#define PINS_AT (MEMORY_AT + AMP_MEMORY_BYTES)

G_STATIC_ASSERT (EXTENSION_AT == 34944 && MEMORY_AT == 35712);
G_STATIC_ASSERT (PINS_AT + AMP_KEYRING_SLOTS * AMP_PIN_BYTES <= SUM_AT);

/* --- Bytes --- */

void
amp_keyring_pack (const AmpKeyring *self, guint8 out[AMP_KEYRING_COPY_BYTES])
{
  memset (out, 0, AMP_KEYRING_COPY_BYTES);
  memcpy (out, MAGIC, strlen (MAGIC));
  amp_put32 (out + VERSION_AT, self->version);
  amp_put32 (out + COUNT_AT, AMP_KEYRING_SLOTS);
  amp_put64 (out + GENERATION_AT, self->generation);
  memcpy (out + VAULT_ID_AT, self->vault_id, sizeof self->vault_id);
  memcpy (out + GRANTING_AT, self->granting_public, sizeof self->granting_public);
  if (self->version >= 2)
    amp_put32 (out + STATE_AT, self->state);
  for (gsize i = 0; i < AMP_KEYRING_SLOTS; i++)
    if (self->state == AMP_KEYRING_IN_USE && self->slots[i].state != AMP_SLOT_EMPTY)
      amp_slot_pack (&self->slots[i], out + SLOTS_AT + i * AMP_SLOT_BYTES);
  if (self->state == AMP_KEYRING_IN_USE && self->version >= 2)
    {
      amp_extension_pack (&self->extension, out + EXTENSION_AT);
      amp_memory_pack (&self->memory, out + MEMORY_AT);
      memcpy (out + PINS_AT, self->pins, sizeof self->pins);
    }
  crypto_generichash (out + SUM_AT, SUM_BYTES, out, SUM_AT, NULL, 0);
}

static gboolean
sum_holds (const guint8 in[AMP_KEYRING_COPY_BYTES])
{
  guint8 sum[SUM_BYTES];

  crypto_generichash (sum, SUM_BYTES, in, SUM_AT, NULL, 0);
  return memcmp (sum, in + SUM_AT, SUM_BYTES) == 0;
}

gboolean
amp_keyring_unpack (AmpKeyring *self, const guint8 in[AMP_KEYRING_COPY_BYTES], GError **error)
{
  g_autofree guint8 *again = g_malloc (AMP_KEYRING_COPY_BYTES);
  gboolean sound = sum_holds (in);

  if (memcmp (in, MAGIC, strlen (MAGIC)) != 0)
    return amp_refuse (error, AMP_VAULT_ERROR_FOREIGN, "keyring: not of a vault");
  self->version = amp_get32 (in + VERSION_AT);
  /* Only under a checksum that holds: a flipped bit there is damage, not a newer program. */
  if (sound && self->version > AMP_KEYRING_VERSION)
    return amp_refuse (error, AMP_VAULT_ERROR_NEWER, "keyring: of a newer format");
  self->generation = amp_get64 (in + GENERATION_AT);
  self->state = amp_get32 (in + STATE_AT);
  memcpy (self->vault_id, in + VAULT_ID_AT, sizeof self->vault_id);
  memcpy (self->granting_public, in + GRANTING_AT, sizeof self->granting_public);
  for (gsize i = 0; i < AMP_KEYRING_SLOTS; i++)
    amp_slot_unpack (&self->slots[i], in + SLOTS_AT + i * AMP_SLOT_BYTES);
  amp_extension_unpack (&self->extension, in + EXTENSION_AT);
  amp_memory_unpack (&self->memory, in + MEMORY_AT);
  memcpy (self->pins, in + PINS_AT, sizeof self->pins);
  /* What this keyring would be written as is what it must be: no byte in it says nothing. */
  if (sound)
    amp_keyring_pack (self, again);
  if (!sound || self->version == 0 || self->state > AMP_KEYRING_ERASED ||
      memcmp (again, in, AMP_KEYRING_COPY_BYTES) != 0)
    return amp_refuse (error, AMP_VAULT_ERROR_DAMAGED, "keyring: not as it was written");
  return TRUE;
}

/* --- The file --- */

static gboolean
open_file (const char *folder, int flags, int *fd, GError **error)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  return amp_disk_check (amp_disk->open (path, flags, fd), FILE_NAME, error);
}

/* Which copy a generation lives in. */
static gint64
copy_offset (guint64 generation)
{
  return (gint64) (generation % 2) * AMP_KEYRING_COPY_BYTES;
}

static AmpKeyring *
read_copy (int fd, guint64 copy, guint8 bytes[AMP_KEYRING_COPY_BYTES], GError **error)
{
  g_autofree AmpKeyring *read = g_new0 (AmpKeyring, 1);
  gsize got = 0;
  int failed = amp_disk->read (fd, bytes, AMP_KEYRING_COPY_BYTES, copy_offset (copy), &got);

  if (!amp_disk_check (failed, FILE_NAME, error))
    return NULL;
  memset (bytes + got, 0, AMP_KEYRING_COPY_BYTES - got);
  if (got == 0)
    {
      amp_refuse (error, AMP_VAULT_ERROR_DAMAGED, "keyring: ends too early");
      return NULL;
    }
  return amp_keyring_unpack (read, bytes, error) ? g_steal_pointer (&read) : NULL;
}

/* But for the generation, which they count in turn. */
static gboolean
alike (const guint8 *a, const guint8 *b)
{
  return memcmp (a, b, GENERATION_AT) == 0 &&
         memcmp (a + VAULT_ID_AT, b + VAULT_ID_AT, SUM_AT - VAULT_ID_AT) == 0;
}

/* The newer of the copies that read, none of them judged yet. */
static AmpKeyring *
read_newest (int fd, GError **error)
{
  g_autofree guint8 *bytes = g_malloc0 (2 * AMP_KEYRING_COPY_BYTES);
  guint8 *other = bytes + AMP_KEYRING_COPY_BYTES;
  g_autoptr (GError) first = NULL, second = NULL;
  g_autofree AmpKeyring *a = read_copy (fd, 0, bytes, &first);
  g_autofree AmpKeyring *b = read_copy (fd, 1, other, &second);
  AmpKeyring *best;

  /* A newer program wrote one of them: this one must not go on from the other. */
  if (g_error_matches (second, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NEWER))
    {
      g_propagate_error (error, g_steal_pointer (&second));
      return NULL;
    }
  if ((a == NULL && b == NULL) || g_error_matches (first, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NEWER))
    {
      g_propagate_error (error, g_steal_pointer (&first));
      return NULL;
    }
  if (a != NULL && (b == NULL || a->generation > b->generation))
    best = g_steal_pointer (&a);
  else
    best = g_steal_pointer (&b);
  best->repaired = first != NULL || second != NULL || !alike (bytes, other);
  return best;
}

AmpKeyring *
amp_keyring_load (const char *folder, GError **error)
{
  g_autofree AmpKeyring *self = NULL;
  int fd;

  if (!open_file (folder, O_RDONLY, &fd, error))
    return NULL;
  self = read_newest (fd, error);
  amp_disk->close (fd);
  if (self == NULL)
    return NULL;
  if (self->state == AMP_KEYRING_ERASED)
    {
      /* The power was cut between the two copies: what was asked for is done now. */
      if (self->repaired)
        (void) amp_keyring_erase (self, folder, NULL);
      amp_refuse (error, AMP_VAULT_ERROR_ERASED, "keyring: its keys were erased");
      return NULL;
    }
  if (!amp_keyring_check_signatures (self))
    {
      amp_refuse (error, AMP_VAULT_ERROR_DAMAGED, "keyring: a signature does not hold");
      return NULL;
    }
  return g_steal_pointer (&self);
}

static int
write_copy (int fd, const AmpKeyring *self)
{
  g_autofree guint8 *bytes = g_malloc (AMP_KEYRING_COPY_BYTES);
  int failed;

  amp_keyring_pack (self, bytes);
  failed = amp_disk->write (fd, bytes, AMP_KEYRING_COPY_BYTES, copy_offset (self->generation));
  return failed != 0 ? failed : amp_disk->sync (fd);
}

gboolean
amp_keyring_store (AmpKeyring *self, const char *folder, gboolean create, GError **error)
{
  int fd, failed;

  if (!open_file (folder, O_RDWR | (create ? O_CREAT | O_EXCL : 0), &fd, error))
    return FALSE;
  /* Who wrote the newer copy may have been killed before it was on the disk; the one that is goes
   * now. */
  failed = create ? 0 : amp_disk->sync (fd);
  self->generation++;
  if (failed == 0)
    failed = write_copy (fd, self);
  self->repaired = FALSE;
  if (failed == 0)
    {
      /* The other copy too: it would bring a disabled user or an old passphrase back, should this
       * one be damaged. But what the first says stands from here on. */
      self->generation++;
      failed = write_copy (fd, self);
      if (failed != 0 && !create)
        {
          self->generation--;
          self->repaired = TRUE;
          failed = 0;
        }
    }
  amp_disk->close (fd);
  return amp_disk_check (failed, FILE_NAME, error);
}

gboolean
amp_keyring_erase (AmpKeyring *self, const char *folder, GError **error)
{
  int fd, first, second;

  self->version = AMP_KEYRING_VERSION;
  self->state = AMP_KEYRING_ERASED;
  sodium_memzero (self->slots, sizeof self->slots);
  sodium_memzero (&self->extension, sizeof self->extension);
  sodium_memzero (&self->memory, sizeof self->memory);
  sodium_memzero (self->pins, sizeof self->pins);
  if (!open_file (folder, O_RDWR, &fd, error))
    return FALSE;
  self->generation++;
  first = write_copy (fd, self);
  self->generation++;
  second = write_copy (fd, self);
  amp_disk->close (fd);
  return amp_disk_check (first, FILE_NAME, error) && amp_disk_check (second, FILE_NAME, error);
}

/* --- Looking up --- */

void
amp_keyring_lookup (const AmpKeyring *self, const char *login, guint8 out[16])
{
  crypto_generichash (out, 16, (const guint8 *) login, strlen (login), self->vault_id,
                      sizeof self->vault_id);
}

AmpSlot *
amp_keyring_find (AmpKeyring *self, const char *login)
{
  guint8 lookup[16];
  AmpSlot *found = NULL;

  amp_keyring_lookup (self, login, lookup);
  for (gsize i = 0; i < AMP_KEYRING_SLOTS; i++)
    if (self->slots[i].state != AMP_SLOT_EMPTY &&
        sodium_memcmp (self->slots[i].lookup, lookup, sizeof lookup) == 0)
      found = &self->slots[i];
  return found;
}

AmpSlot *
amp_keyring_find_id (AmpKeyring *self, gint64 id)
{
  AmpSlot *found = NULL;

  for (gsize i = 0; i < AMP_KEYRING_SLOTS; i++)
    if (self->slots[i].state != AMP_SLOT_EMPTY && self->slots[i].id == id)
      found = &self->slots[i];
  return found;
}
