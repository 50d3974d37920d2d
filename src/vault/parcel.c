/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Parcels: what a supervisor hands to an auditor, and what she answers. FORMAT.md 13. */
#include "pages/bytes.h"
#include "vault/user.h"

#include <sodium.h>
#include <string.h>

#define MAGIC "AMPPACK1"
#define VERSION 1
#define KIND_PARCEL 1
#define KIND_ANSWER 2
#define KIND_DRAFT 3
#define CHUNK 65536
#define PAD 4096
#define MOST_BYTES (G_GUINT64_CONSTANT (256) << 20)

enum
{
  AT_VERSION = 8,
  AT_KIND = 12,
  AT_VAULT = 16,
  AT_GRANTING = 32,
  AT_SENDER = 64, /* what the certificate is over begins at AT_VAULT and ends at AT_CERTIFICATE */
  AT_SENDER_BOX = 72,
  AT_SENDER_SIGN = 104,
  AT_CERTIFICATE = 136,
  AT_SLOT = 200,
  AT_PIN = AT_SLOT + AMP_SLOT_BYTES,
  AT_RECIPIENT = AT_PIN + AMP_PIN_BYTES,
  AT_KEY = AT_RECIPIENT + 8,
  AT_STREAM = AT_KEY + 32 + 48,
  HEAD_BYTES = AT_STREAM + 24,
};
G_STATIC_ASSERT (HEAD_BYTES == 872);
G_STATIC_ASSERT (crypto_secretstream_xchacha20poly1305_HEADERBYTES == 24);

#define SEAL_BYTES crypto_secretstream_xchacha20poly1305_ABYTES
#define CERTIFICATE_PREFIX "amparo parcel sender 1"
#define SIGNATURE_PREFIX "amparo parcel 1"

struct _AmpParcel
{
  guint8 head[HEAD_BYTES];
  AmpSecret *box_secret, *sign_secret; /* of who opened it */
  guint8 sign_public[32], box_public[32];
  gboolean pinned;
  GBytes *payload;
};

/* --- What is signed --- */

static void
certified_bytes (const guint8 *head, guint8 out[sizeof CERTIFICATE_PREFIX - 1 + 120])
{
  memcpy (out, CERTIFICATE_PREFIX, sizeof CERTIFICATE_PREFIX - 1);
  memcpy (out + sizeof CERTIFICATE_PREFIX - 1, head + AT_VAULT, AT_CERTIFICATE - AT_VAULT);
}

static void
signed_bytes (const guint8 *file, gsize length, guint8 out[sizeof SIGNATURE_PREFIX - 1 + 32])
{
  memcpy (out, SIGNATURE_PREFIX, sizeof SIGNATURE_PREFIX - 1);
  amp_hash (file, length, out + sizeof SIGNATURE_PREFIX - 1);
}

/* --- Sealing --- */

/* A head but for the recipient. */
static void
begin_head (guint8 head[HEAD_BYTES], guint32 kind, const guint8 vault_id[16])
{
  memset (head, 0, HEAD_BYTES);
  memcpy (head, MAGIC, 8);
  amp_put32 (head + AT_VERSION, VERSION);
  amp_put32 (head + AT_KIND, kind);
  memcpy (head + AT_VAULT, vault_id, 16);
}

static void
push_chunks (crypto_secretstream_xchacha20poly1305_state *state,
             const guint8 *head,
             const AmpSecret *plain,
             GByteArray *file)
{
  const guint8 *at = amp_secret_data (plain);
  gsize left = amp_secret_length (plain);

  while (left > 0)
    {
      gsize n = MIN (left, CHUNK), end = file->len;

      g_byte_array_set_size (file, (guint) (end + n + SEAL_BYTES));
      crypto_secretstream_xchacha20poly1305_push (
        state, file->data + end, NULL, at, n, head, HEAD_BYTES,
        n == left ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
      at += n;
      left -= n;
    }
}

static GBytes *
seal (guint8 head[HEAD_BYTES],
      const guint8 box_public[32],
      const AmpSecret *sign_secret,
      const void *data,
      gsize length)
{
  g_autoptr (AmpSecret) key = amp_secret_new_random (32);
  g_autoptr (AmpSecret) plain = amp_secret_new ((8 + length + PAD - 1) / PAD * PAD);
  GByteArray *file = g_byte_array_new ();
  crypto_secretstream_xchacha20poly1305_state state;
  guint8 message[sizeof SIGNATURE_PREFIX - 1 + 32], signature[AMP_SIGNATURE_BYTES];

  amp_put64 (amp_secret_data (plain), length);
  if (length > 0)
    memcpy (amp_secret_data (plain) + 8, data, length);
  crypto_box_seal (head + AT_KEY, amp_secret_data (key), 32, box_public);
  crypto_secretstream_xchacha20poly1305_init_push (&state, head + AT_STREAM, amp_secret_data (key));
  g_byte_array_append (file, head, HEAD_BYTES);
  push_chunks (&state, head, plain, file);
  sodium_memzero (&state, sizeof state);
  signed_bytes (file->data, file->len, message);
  crypto_sign_detached (signature, NULL, message, sizeof message, amp_secret_data (sign_secret));
  g_byte_array_append (file, signature, sizeof signature);
  return g_byte_array_free_to_bytes (file);
}

GBytes *
amp_vault_parcel_seal (
  AmpVault *self, gint64 recipient, const void *data, gsize length, GError **error)
{
  guint8 head[HEAD_BYTES], certified[sizeof CERTIFICATE_PREFIX - 1 + 120];
  AmpSlot *slot = amp_keyring_find_id (self->keyring, recipient);

  if (!amp_user_need_supervisor (self, error))
    return NULL;
  /* Whoever else's slot holds a grant, which has no business outside the vault. */
  if (slot == NULL || slot->state != AMP_SLOT_ACTIVE || slot->role != AMP_ROLE_AUDITOR ||
      length > MOST_BYTES)
    {
      amp_refuse (error, AMP_VAULT_ERROR_INVALID, "A parcel is for an active auditor");
      return NULL;
    }
  begin_head (head, KIND_PARCEL, self->keyring->vault_id);
  memcpy (head + AT_GRANTING, self->keyring->granting_public, 32);
  amp_put64 (head + AT_SENDER, (guint64) self->user->id);
  memcpy (head + AT_SENDER_BOX, self->user->box_public, 32);
  memcpy (head + AT_SENDER_SIGN, self->user->sign_public, 32);
  certified_bytes (head, certified);
  crypto_sign_detached (head + AT_CERTIFICATE, NULL, certified, sizeof certified,
                        amp_secret_data (self->granting_secret));
  amp_slot_pack (slot, head + AT_SLOT);
  memcpy (head + AT_PIN, self->keyring->pins[slot - self->keyring->slots], AMP_PIN_BYTES);
  amp_put64 (head + AT_RECIPIENT, (guint64) recipient);
  return seal (head, slot->box_public, self->sign_secret, data, length);
}

GBytes *
amp_parcel_answer (AmpParcel *self, const void *data, gsize length)
{
  guint8 head[HEAD_BYTES];

  begin_head (head, KIND_ANSWER, self->head + AT_VAULT);
  memcpy (head + AT_SENDER, self->head + AT_RECIPIENT, 8);
  memcpy (head + AT_RECIPIENT, self->head + AT_SENDER, 8);
  return seal (head, self->head + AT_SENDER_BOX, self->sign_secret, data, length);
}

GBytes *
amp_parcel_keep (AmpParcel *self, const void *data, gsize length)
{
  guint8 head[HEAD_BYTES];

  begin_head (head, KIND_DRAFT, self->head + AT_VAULT);
  memcpy (head + AT_SENDER, self->head + AT_RECIPIENT, 8);
  memcpy (head + AT_RECIPIENT, self->head + AT_RECIPIENT, 8);
  return seal (head, self->box_public, self->sign_secret, data, length);
}

/* --- Opening --- */

static gboolean
damaged (GError **error)
{
  return amp_refuse (error, AMP_VAULT_ERROR_DAMAGED,
                     "The file is damaged, or not all of it is here");
}

static gboolean
check_form (const guint8 *file, gsize length, guint32 kind, GError **error)
{
  if (length < 8 || memcmp (file, MAGIC, 8) != 0)
    return amp_refuse (error, AMP_VAULT_ERROR_FOREIGN, "Not a sealed file of this program");
  if (length < HEAD_BYTES + PAD + SEAL_BYTES + AMP_SIGNATURE_BYTES || length > 2 * MOST_BYTES)
    return damaged (error);
  if (amp_get32 (file + AT_VERSION) > VERSION)
    return amp_refuse (error, AMP_VAULT_ERROR_NEWER, "Sealed by a newer version of this program");
  if (amp_get32 (file + AT_VERSION) != VERSION)
    return damaged (error);
  if (amp_get32 (file + AT_KIND) != kind)
    return amp_refuse (error, AMP_VAULT_ERROR_FOREIGN,
                       "A sealed file, but of another kind than is asked for");
  return TRUE;
}

/* Of the bytes before the signature; also a signature of her own over something else does not hold.
 */
static gboolean
check_signature (const guint8 *file, gsize length, const guint8 sign_public[32], GError **error)
{
  guint8 message[sizeof SIGNATURE_PREFIX - 1 + 32];
  gsize end = length - AMP_SIGNATURE_BYTES;

  signed_bytes (file, end, message);
  return crypto_sign_verify_detached (file + end, message, sizeof message, sign_public) == 0 ||
         damaged (error);
}

static gboolean
pull_chunks (const guint8 *file, gsize length, const AmpSecret *key, AmpSecret *plain)
{
  crypto_secretstream_xchacha20poly1305_state state;
  const guint8 *at = file + HEAD_BYTES, *end = file + length - AMP_SIGNATURE_BYTES;
  guint8 *out = amp_secret_data (plain), tag = 0;
  gboolean ok = crypto_secretstream_xchacha20poly1305_init_pull (&state, file + AT_STREAM,
                                                                 amp_secret_data (key)) == 0;

  while (ok && at < end)
    {
      gsize n = MIN ((gsize) (end - at), CHUNK + SEAL_BYTES);

      ok = n > SEAL_BYTES && tag == 0 &&
           crypto_secretstream_xchacha20poly1305_pull (&state, out, NULL, &tag, at, n, file,
                                                       HEAD_BYTES) == 0;
      out += n - SEAL_BYTES;
      at += n;
    }
  sodium_memzero (&state, sizeof state);
  return ok && tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
}

static GBytes *
take_payload (AmpSecret *plain)
{
  guint64 length = amp_get64 (amp_secret_data (plain));
  gsize size = amp_secret_length (plain);

  if (size % PAD != 0 || length > size - 8 || (8 + length + PAD - 1) / PAD * PAD != size ||
      !sodium_is_zero (amp_secret_data (plain) + 8 + length, size - 8 - length))
    return NULL;
  return g_bytes_new_with_free_func (amp_secret_data (plain) + 8, length,
                                     (GDestroyNotify) amp_secret_free, plain);
}

/* What is in the chunks, in memory that is wiped with it. */
static GBytes *
unseal (const guint8 *file,
        gsize length,
        const guint8 box_public[32],
        const AmpSecret *box_secret,
        GError **error)
{
  gsize sealed = length - HEAD_BYTES - AMP_SIGNATURE_BYTES;
  gsize n_chunks = (sealed + CHUNK + SEAL_BYTES - 1) / (CHUNK + SEAL_BYTES);
  gsize last = sealed - (n_chunks - 1) * (CHUNK + SEAL_BYTES);
  g_autoptr (AmpSecret) key = amp_secret_new (32);
  g_autoptr (AmpSecret) plain = NULL;
  GBytes *payload = NULL;

  if (crypto_box_seal_open (amp_secret_data (key), file + AT_KEY, 32 + 48, box_public,
                            amp_secret_data (box_secret)) != 0)
    {
      amp_refuse (error, AMP_VAULT_ERROR_WRONG_KEY, "Sealed for somebody else");
      return NULL;
    }
  /* Who signed it may be who wants harm: a last chunk that is no chunk would leave too little room
   * for the one before. */
  if (last > SEAL_BYTES && sealed > n_chunks * SEAL_BYTES + PAD - 1)
    plain = amp_secret_new (sealed - n_chunks * SEAL_BYTES);
  if (plain != NULL && pull_chunks (file, length, key, plain))
    payload = take_payload (plain);
  if (payload != NULL)
    plain = NULL;
  else
    damaged (error);
  return payload;
}

/* A keyring of the one slot that the parcel brings. */
static AmpKeyring *
keyring_of (const guint8 *head)
{
  AmpKeyring *keyring = g_new0 (AmpKeyring, 1);

  memcpy (keyring->vault_id, head + AT_VAULT, 16);
  memcpy (keyring->granting_public, head + AT_GRANTING, 32);
  amp_slot_unpack (&keyring->slots[0], head + AT_SLOT);
  memcpy (keyring->pins[0], head + AT_PIN, AMP_PIN_BYTES);
  return keyring;
}

/* That who packed it vouches for all of it, and the vault's granting key for her and for the slot.
 */
static gboolean
check_origin (const guint8 *file, gsize length, const AmpSlot *slot, GError **error)
{
  guint8 certified[sizeof CERTIFICATE_PREFIX - 1 + 120];

  certified_bytes (file, certified);
  if (crypto_sign_verify_detached (file + AT_CERTIFICATE, certified, sizeof certified,
                                   file + AT_GRANTING) != 0 ||
      !amp_slot_check_signature (slot, file + AT_VAULT, file + AT_GRANTING) ||
      slot->state != AMP_SLOT_ACTIVE || slot->role != AMP_ROLE_AUDITOR ||
      (gint64) amp_get64 (file + AT_RECIPIENT) != slot->id)
    return damaged (error);
  return check_signature (file, length, file + AT_SENDER_SIGN, error);
}

static gboolean
unlock (AmpParcel *self,
        const AmpKeyring *keyring,
        const char *login,
        const AmpSecret *passphrase,
        GError **error)
{
  const AmpSlot *slot = &keyring->slots[0];
  g_autoptr (AmpSecret) seed = NULL;
  g_autoptr (AmpSecret) own_key = NULL;
  guint8 lookup[16], box_public[32];
  AmpPin pin;

  amp_keyring_lookup (keyring, login, lookup);
  seed = amp_slot_unwrap_seed (slot, keyring->vault_id, passphrase, error);
  if (seed == NULL)
    return FALSE;
  if (sodium_memcmp (lookup, slot->lookup, sizeof lookup) != 0)
    return amp_refuse (error, AMP_VAULT_ERROR_WRONG_KEY, "Wrong user or passphrase");
  amp_user_keys (seed, box_public, &self->box_secret, self->sign_public, &self->sign_secret);
  own_key = amp_user_own_key (seed);
  memcpy (self->box_public, box_public, 32);
  pin = amp_user_check_pin (keyring, slot, own_key);
  self->pinned = pin == AMP_PIN_FITS;
  if (pin == AMP_PIN_OTHER || memcmp (box_public, slot->box_public, 32) != 0 ||
      memcmp (self->sign_public, slot->sign_public, 32) != 0)
    return amp_refuse (error, AMP_VAULT_ERROR_DAMAGED,
                       "The file brings other keys than this passphrase was made for");
  return TRUE;
}

AmpParcel *
amp_parcel_open (GBytes *file, const char *login, const AmpSecret *passphrase, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (file, &length);
  g_autoptr (AmpParcel) self = g_new0 (AmpParcel, 1);
  g_autofree AmpKeyring *keyring = NULL;

  if (!check_form (data, length, KIND_PARCEL, error))
    return NULL;
  keyring = keyring_of (data);
  memcpy (self->head, data, HEAD_BYTES);
  if (!check_origin (data, length, &keyring->slots[0], error) ||
      !unlock (self, keyring, login, passphrase, error))
    return NULL;
  self->payload = unseal (data, length, keyring->slots[0].box_public, self->box_secret, error);
  return self->payload != NULL ? g_steal_pointer (&self) : NULL;
}

void
amp_parcel_free (AmpParcel *self)
{
  if (self == NULL)
    return;
  amp_secret_free (self->box_secret);
  amp_secret_free (self->sign_secret);
  g_clear_pointer (&self->payload, g_bytes_unref);
  g_free (self);
}

GBytes *
amp_parcel_get_payload (const AmpParcel *self)
{
  return self->payload;
}

gboolean
amp_parcel_is_pinned (const AmpParcel *self)
{
  return self->pinned;
}

GBytes *
amp_vault_parcel_open_answer (AmpVault *self, GBytes *file, gint64 *sender, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (file, &length);
  const AmpSlot *slot;

  if (!check_form (data, length, KIND_ANSWER, error))
    return NULL;
  if (memcmp (data + AT_VAULT, self->keyring->vault_id, 16) != 0)
    {
      amp_refuse (error, AMP_VAULT_ERROR_FOREIGN, "An answer to another vault");
      return NULL;
    }
  /* Public keys stay when a user is disabled: what she had signed before holds. */
  slot = amp_keyring_find_id (self->keyring, (gint64) amp_get64 (data + AT_SENDER));
  if (slot == NULL)
    {
      amp_refuse (error, AMP_VAULT_ERROR_NOT_FOUND, "An answer of nobody in this vault");
      return NULL;
    }
  if (!sodium_is_zero (data + AT_GRANTING, 32) ||
      !sodium_is_zero (data + AT_SENDER_BOX, AT_RECIPIENT - AT_SENDER_BOX))
    {
      damaged (error);
      return NULL;
    }
  if (!check_signature (data, length, slot->sign_public, error))
    return NULL;
  *sender = slot->id;
  return unseal (data, length, self->user->box_public, self->box_secret, error);
}

GBytes *
amp_parcel_kept (AmpParcel *self, GBytes *file, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (file, &length);

  if (!check_form (data, length, KIND_DRAFT, error))
    return NULL;
  if (memcmp (data + AT_VAULT, self->head + AT_VAULT, 16) != 0 ||
      memcmp (data + AT_SENDER, self->head + AT_RECIPIENT, 8) != 0 ||
      memcmp (data + AT_RECIPIENT, self->head + AT_RECIPIENT, 8) != 0)
    {
      amp_refuse (error, AMP_VAULT_ERROR_FOREIGN, "Kept by somebody else");
      return NULL;
    }
  if (!sodium_is_zero (data + AT_GRANTING, 32) ||
      !sodium_is_zero (data + AT_SENDER_BOX, AT_RECIPIENT - AT_SENDER_BOX))
    {
      damaged (error);
      return NULL;
    }
  if (!check_signature (data, length, self->sign_public, error))
    return NULL;
  return unseal (data, length, self->box_public, self->box_secret, error);
}
