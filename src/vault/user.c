/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From seeds to keys, and from a slot to a user. */
#include "vault/user.h"

#include <sodium.h>
#include <string.h>

#define SEED_CONTEXT "ampseed1"
#define SEED_BOX 1
#define SEED_SIGN 2
#define SEED_OWN 3
#define OWN_CONTEXT "ampown01"

G_STATIC_ASSERT (crypto_box_SEALBYTES == 48);

static const struct
{
  AmpRole role;
  const char *code;
} roles[] = {
  {AMP_ROLE_SUPERVISOR, "supervisor"},
  {AMP_ROLE_CASEWORKER, "caseworker"},
  {AMP_ROLE_AUDITOR, "auditor"},
};

const char *
amp_role_to_code (AmpRole role)
{
  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    if (roles[i].role == role)
      return roles[i].code;
  return NULL;
}

gboolean
amp_role_from_code (const char *code, AmpRole *role)
{
  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    if (g_strcmp0 (roles[i].code, code) == 0)
      {
        *role = roles[i].role;
        return TRUE;
      }
  return FALSE;
}

void
amp_user_free (AmpUser *self)
{
  if (self == NULL)
    return;
  g_free (self->login);
  g_free (self);
}

gboolean
amp_user_check_login (const char *login, GError **error)
{
  gsize length = strlen (login);
  gboolean ok = length > 0 && length < AMP_LOGIN_BYTES && g_utf8_validate (login, -1, NULL) &&
                !g_ascii_isspace (login[0]) && !g_ascii_isspace (login[length - 1]);

  for (const char *at = login; ok && *at != '\0'; at = g_utf8_next_char (at))
    ok = !g_unichar_iscntrl (g_utf8_get_char (at));
  if (!ok)
    amp_refuse (error, AMP_VAULT_ERROR_INVALID,
                "A user name has 1 to 63 bytes, no control characters, no blanks at its ends");
  return ok;
}

gboolean
amp_user_check_passphrase (const AmpSecret *passphrase, GError **error)
{
  if (amp_secret_length (passphrase) > 0)
    return TRUE;
  return amp_refuse (error, AMP_VAULT_ERROR_INVALID, "The passphrase is empty");
}

AmpSecret *
amp_user_own_key (const AmpSecret *seed)
{
  return amp_derive (seed, SEED_CONTEXT, SEED_OWN);
}

AmpSecret *
amp_user_subkey (const AmpSecret *own_key, guint64 use)
{
  return amp_derive (own_key, OWN_CONTEXT, use);
}

/* --- The pin: a keyring whose keys are others' is told from hers --- */

static void
make_pin (const AmpKeyring *keyring, const AmpSecret *own_key, guint8 out[AMP_PIN_BYTES])
{
  g_autoptr (AmpSecret) key = amp_user_subkey (own_key, AMP_OWN_PIN);
  guint8 message[16 + 32];

  memcpy (message, keyring->vault_id, 16);
  memcpy (message + 16, keyring->granting_public, 32);
  crypto_generichash (out, AMP_PIN_BYTES, message, sizeof message, amp_secret_data (key), 32);
}

AmpPin
amp_user_check_pin (const AmpKeyring *keyring, const AmpSlot *slot, const AmpSecret *own_key)
{
  const guint8 *pin = keyring->pins[slot - keyring->slots];
  guint8 expected[AMP_PIN_BYTES];

  if (sodium_is_zero (pin, AMP_PIN_BYTES))
    return AMP_PIN_NONE;
  make_pin (keyring, own_key, expected);
  return sodium_memcmp (pin, expected, sizeof expected) == 0 ? AMP_PIN_FITS : AMP_PIN_OTHER;
}

void
amp_user_set_pin (AmpKeyring *keyring, const AmpSlot *slot, const AmpSecret *own_key)
{
  make_pin (keyring, own_key, keyring->pins[slot - keyring->slots]);
}

void
amp_user_keys (const AmpSecret *seed,
               guint8 box_public[32],
               AmpSecret **box_secret,
               guint8 sign_public[32],
               AmpSecret **sign_secret)
{
  g_autoptr (AmpSecret) box_seed = amp_derive (seed, SEED_CONTEXT, SEED_BOX);
  g_autoptr (AmpSecret) sign_seed = amp_derive (seed, SEED_CONTEXT, SEED_SIGN);

  *box_secret = amp_secret_new (crypto_box_SECRETKEYBYTES);
  *sign_secret = amp_secret_new (crypto_sign_SECRETKEYBYTES);
  crypto_box_seed_keypair (box_public, amp_secret_data (*box_secret), amp_secret_data (box_seed));
  crypto_sign_seed_keypair (sign_public, amp_secret_data (*sign_secret),
                            amp_secret_data (sign_seed));
}

static void
seal_padded (AmpVault *vault, AmpSlot *slot, const guint8 padded[AMP_LOGIN_BYTES])
{
  g_autoptr (AmpSecret) key = amp_subkey (vault->case_key, AMP_SUBKEY_DIRECTORY);

  randombytes_buf (slot->login_nonce, sizeof slot->login_nonce);
  crypto_aead_xchacha20poly1305_ietf_encrypt (slot->login_sealed, NULL, padded, AMP_LOGIN_BYTES,
                                              slot->lookup, sizeof slot->lookup, NULL,
                                              slot->login_nonce, amp_secret_data (key));
}

static gboolean
unseal_padded (AmpVault *vault, const AmpSlot *slot, guint8 padded[AMP_LOGIN_BYTES])
{
  g_autoptr (AmpSecret) key = amp_subkey (vault->case_key, AMP_SUBKEY_DIRECTORY);

  return crypto_aead_xchacha20poly1305_ietf_decrypt (
           padded, NULL, NULL, slot->login_sealed, sizeof slot->login_sealed, slot->lookup,
           sizeof slot->lookup, slot->login_nonce, amp_secret_data (key)) == 0;
}

static void
seal_login (AmpVault *vault, AmpSlot *slot, const char *login)
{
  guint8 padded[AMP_LOGIN_BYTES] = {0};

  memcpy (padded, login, strlen (login));
  seal_padded (vault, slot, padded);
  sodium_memzero (padded, sizeof padded);
}

static char *
unseal_login (AmpVault *vault, const AmpSlot *slot)
{
  guint8 padded[AMP_LOGIN_BYTES];
  char *login = NULL;

  if (vault->case_key != NULL && unseal_padded (vault, slot, padded))
    login = g_strndup ((const char *) padded, sizeof padded);
  sodium_memzero (padded, sizeof padded);
  return login;
}

void
amp_user_seal_grant (AmpVault *vault,
                     AmpRole role,
                     const guint8 box_public[32],
                     guint8 sealed[AMP_GRANT_SEALED_BYTES])
{
  memset (sealed, 0, AMP_GRANT_SEALED_BYTES);
  if (role == AMP_ROLE_AUDITOR)
    return;

  g_autoptr (AmpSecret) grant = amp_secret_new (AMP_GRANT_BYTES);

  memcpy (amp_secret_data (grant), amp_secret_data (vault->case_key), 32);
  memcpy (amp_secret_data (grant) + 32, amp_secret_data (vault->identity_key), 32);
  memcpy (amp_secret_data (grant) + 64, vault->keyring->granting_public, 32);
  if (role == AMP_ROLE_SUPERVISOR)
    crypto_sign_ed25519_sk_to_seed (amp_secret_data (grant) + 96,
                                    amp_secret_data (vault->granting_secret));
  crypto_box_seal (sealed, amp_secret_data (grant), AMP_GRANT_BYTES, box_public);
}

gboolean
amp_user_reseal (AmpVault *before, AmpVault *after, AmpSlot *slot, GError **error)
{
  guint8 padded[AMP_LOGIN_BYTES];
  gboolean ok = unseal_padded (before, slot, padded);

  if (ok)
    seal_padded (after, slot, padded);
  else
    amp_refuse (error, AMP_VAULT_ERROR_DAMAGED, "keyring: a user name does not open");
  sodium_memzero (padded, sizeof padded);
  memset (slot->grant, 0, sizeof slot->grant);
  if (ok && slot->state == AMP_SLOT_ACTIVE)
    amp_user_seal_grant (after, (AmpRole) slot->role, slot->box_public, slot->grant);
  return ok;
}

void
amp_user_give_role (AmpVault *vault, AmpSlot *slot, AmpRole role)
{
  slot->state = AMP_SLOT_ACTIVE;
  slot->role = (guint8) role;
  amp_user_seal_grant (vault, role, slot->box_public, slot->grant);
}

gboolean
amp_user_fill_slot (AmpVault *vault,
                    AmpSlot *slot,
                    const char *login,
                    AmpRole role,
                    const AmpSecret *seed,
                    const AmpSecret *passphrase,
                    const AmpKdf *kdf,
                    GError **error)
{
  g_autoptr (AmpSecret) box_secret = NULL;
  g_autoptr (AmpSecret) sign_secret = NULL;

  slot->id = amp_id_new ();
  amp_keyring_lookup (vault->keyring, login, slot->lookup);
  amp_user_keys (seed, slot->box_public, &box_secret, slot->sign_public, &sign_secret);
  seal_login (vault, slot, login);
  amp_user_give_role (vault, slot, role);
  return amp_slot_wrap_seed (slot, vault->keyring->vault_id, seed, passphrase, kdf, error);
}

gboolean
amp_user_open_sealed (AmpVault *vault,
                      AmpRole role,
                      const guint8 box_public[32],
                      const AmpSecret *box_secret,
                      const guint8 sealed[AMP_GRANT_SEALED_BYTES],
                      GError **error)
{
  g_autoptr (AmpSecret) grant = NULL;

  if (role == AMP_ROLE_AUDITOR)
    return TRUE;
  grant = amp_secret_new (AMP_GRANT_BYTES);
  if (crypto_box_seal_open (amp_secret_data (grant), sealed, AMP_GRANT_SEALED_BYTES, box_public,
                            amp_secret_data (box_secret)) != 0 ||
      sodium_memcmp (amp_secret_data (grant) + 64, vault->keyring->granting_public, 32) != 0)
    return amp_refuse (error, AMP_VAULT_ERROR_DAMAGED, "keyring: a grant does not open");
  vault->case_key = amp_secret_new_from (amp_secret_data (grant), 32);
  vault->identity_key = amp_secret_new_from (amp_secret_data (grant) + 32, 32);
  if (role == AMP_ROLE_SUPERVISOR)
    {
      guint8 public[32];

      vault->granting_secret = amp_secret_new (crypto_sign_SECRETKEYBYTES);
      crypto_sign_seed_keypair (public, amp_secret_data (vault->granting_secret),
                                amp_secret_data (grant) + 96);
      if (sodium_memcmp (public, vault->keyring->granting_public, sizeof public) != 0)
        return amp_refuse (error, AMP_VAULT_ERROR_DAMAGED, "keyring: a grant of another vault");
    }
  return TRUE;
}

AmpUser *
amp_user_from_slot (AmpVault *vault, const AmpSlot *slot, const char *login)
{
  AmpUser *user = g_new0 (AmpUser, 1);

  user->id = slot->id;
  user->role = (AmpRole) slot->role;
  user->active = slot->state == AMP_SLOT_ACTIVE;
  user->login = login != NULL ? g_strdup (login) : unseal_login (vault, slot);
  memcpy (user->box_public, slot->box_public, 32);
  memcpy (user->sign_public, slot->sign_public, 32);
  return user;
}
