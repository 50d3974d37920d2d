/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * magic 8 | version 4 | slots 4 | generation 8 | vault id 16 | granting public key 32 | zero to 128
 * | 64 slots | zero … | BLAKE2b-256 of all before it. Numbers are little-endian. Two copies,
 * written one after the other; the checksum finds accidents, the signatures find forgers. */
#include "vault/keyring.h"

#include "vault/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#define MAGIC "AmparoKR"
#define FILE_NAME "keyring"
#define HEADER_BYTES 128
#define SUM_BYTES 32
#define SUM_AT (AMP_KEYRING_COPY_BYTES - SUM_BYTES)
#define VERSION_AT 8
#define COUNT_AT 12
#define GENERATION_AT 16
#define VAULT_ID_AT 24
#define GRANTING_AT 40

G_STATIC_ASSERT (HEADER_BYTES + AMP_KEYRING_SLOTS * AMP_SLOT_BYTES + SUM_BYTES <=
                 AMP_KEYRING_COPY_BYTES);

void
amp_keyring_pack (const AmpKeyring *self, guint8 out[AMP_KEYRING_COPY_BYTES])
{
  guint32 version = GUINT32_TO_LE (AMP_KEYRING_VERSION), count = GUINT32_TO_LE (AMP_KEYRING_SLOTS);
  guint64 generation = GUINT64_TO_LE (self->generation);

  memset (out, 0, AMP_KEYRING_COPY_BYTES);
  memcpy (out, MAGIC, strlen (MAGIC));
  memcpy (out + VERSION_AT, &version, sizeof version);
  memcpy (out + COUNT_AT, &count, sizeof count);
  memcpy (out + GENERATION_AT, &generation, sizeof generation);
  memcpy (out + VAULT_ID_AT, self->vault_id, sizeof self->vault_id);
  memcpy (out + GRANTING_AT, self->granting_public, sizeof self->granting_public);
  for (gsize i = 0; i < AMP_KEYRING_SLOTS; i++)
    amp_slot_pack (&self->slots[i], out + HEADER_BYTES + i * AMP_SLOT_BYTES);
  crypto_generichash (out + SUM_AT, SUM_BYTES, out, SUM_AT, NULL, 0);
}

gboolean
amp_keyring_unpack (AmpKeyring *self, const guint8 in[AMP_KEYRING_COPY_BYTES], GError **error)
{
  guint8 sum[SUM_BYTES];
  guint32 version, count;

  if (memcmp (in, MAGIC, strlen (MAGIC)) != 0)
    {
      g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_FOREIGN,
                           "keyring: not of a vault");
      return FALSE;
    }
  /* Before the version: a flipped bit there is damage, not a newer program. */
  crypto_generichash (sum, SUM_BYTES, in, SUM_AT, NULL, 0);
  memcpy (&version, in + VERSION_AT, sizeof version);
  memcpy (&count, in + COUNT_AT, sizeof count);
  if (memcmp (sum, in + SUM_AT, SUM_BYTES) == 0 && GUINT32_FROM_LE (version) > AMP_KEYRING_VERSION)
    {
      g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NEWER,
                           "keyring: of a newer format");
      return FALSE;
    }
  if (memcmp (sum, in + SUM_AT, SUM_BYTES) != 0 ||
      GUINT32_FROM_LE (version) != AMP_KEYRING_VERSION ||
      GUINT32_FROM_LE (count) != AMP_KEYRING_SLOTS)
    {
      g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED,
                           "keyring: not as it was written");
      return FALSE;
    }
  memcpy (&self->generation, in + GENERATION_AT, sizeof self->generation);
  self->generation = GUINT64_FROM_LE (self->generation);
  memcpy (self->vault_id, in + VAULT_ID_AT, sizeof self->vault_id);
  memcpy (self->granting_public, in + GRANTING_AT, sizeof self->granting_public);
  for (gsize i = 0; i < AMP_KEYRING_SLOTS; i++)
    amp_slot_unpack (&self->slots[i], in + HEADER_BYTES + i * AMP_SLOT_BYTES);
  return TRUE;
}

/* Which copy a generation lives in. */
static gint64
copy_offset (guint64 generation)
{
  return (gint64) (generation % 2) * AMP_KEYRING_COPY_BYTES;
}

AmpKeyring *
amp_keyring_load (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autofree guint8 *bytes = g_malloc0 (AMP_KEYRING_COPY_BYTES);
  g_autofree AmpKeyring *best = NULL;
  g_autoptr (GError) first = NULL;
  guint good = 0;
  gboolean alike = TRUE;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

  if (fd < 0)
    {
      amp_disk_set_error (errno, FILE_NAME, error);
      return NULL;
    }
  for (guint64 copy = 0; copy < 2; copy++)
    {
      g_autofree AmpKeyring *read = g_new0 (AmpKeyring, 1);
      gsize got = 0;
      int failed = amp_disk_read (fd, bytes, AMP_KEYRING_COPY_BYTES, copy_offset (copy), &got);

      if (failed != 0)
        {
          g_clear_error (&first);
          amp_disk_set_error (failed, FILE_NAME, &first);
          continue;
        }
      memset (bytes + got, 0, AMP_KEYRING_COPY_BYTES - got);
      if (got == 0)
        {
          if (first == NULL)
            g_set_error_literal (&first, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED,
                                 "keyring: ends too early");
          continue;
        }
      if (!amp_keyring_unpack (read, bytes, first == NULL ? &first : NULL))
        continue;
      good++;
      alike = best == NULL || memcmp (best->slots, read->slots, sizeof read->slots) == 0;
      if (best == NULL || read->generation > best->generation)
        {
          g_free (best);
          best = g_steal_pointer (&read);
        }
    }
  close (fd);
  if (best == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&first));
      return NULL;
    }
  /* A newer program wrote one of them: this one must not go on from the other. */
  if (g_error_matches (first, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NEWER))
    {
      g_propagate_error (error, g_steal_pointer (&first));
      return NULL;
    }
  best->repaired = good < 2 || !alike;
  if (!amp_keyring_check_signatures (best))
    {
      g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED,
                           "keyring: a signature does not hold");
      return NULL;
    }
  return g_steal_pointer (&best);
}

static int
write_copy (int fd, const AmpKeyring *self)
{
  g_autofree guint8 *bytes = g_malloc (AMP_KEYRING_COPY_BYTES);
  int failed;

  amp_keyring_pack (self, bytes);
  failed = amp_disk_write (fd, bytes, AMP_KEYRING_COPY_BYTES, copy_offset (self->generation));
  return failed != 0 ? failed : amp_disk_sync (fd);
}

gboolean
amp_keyring_store (AmpKeyring *self, const char *folder, gboolean create, GError **error)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  int fd = open (path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | (create ? O_CREAT | O_EXCL : 0), 0600);
  int failed = 0;

  if (fd < 0)
    {
      amp_disk_set_error (errno, FILE_NAME, error);
      return FALSE;
    }
  self->generation++;
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
  close (fd);
  if (failed != 0)
    amp_disk_set_error (failed, FILE_NAME, error);
  return failed == 0;
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
  for (gsize i = 0; i < AMP_KEYRING_SLOTS; i++)
    if (self->slots[i].state != AMP_SLOT_EMPTY && self->slots[i].id == id)
      return &self->slots[i];
  return NULL;
}
