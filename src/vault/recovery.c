/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Recovery: three sheets are made, one is tested, two open the vault. FORMAT.md 9. */
#include "keyring/sheet.h"

#include "vault/user.h"

#include <libgfshare.h>
#include <sodium.h>
#include <string.h>

/* --- Two of three --- */

/* libgfshare asks for it to make shares, and to wipe its own memory when it is done. */
static void
fill_random (unsigned char *out, unsigned int length)
{
  randombytes_buf (out, length);
}

static void
split (const AmpSecret *secret, AmpSecret *const sheets[AMP_RECOVERY_SHEETS])
{
  guint8 numbers[AMP_RECOVERY_SHEETS] = {1, 2, 3};
  gfshare_ctx *context;

  gfshare_fill_rand = fill_random;
  context =
    gfshare_ctx_init_enc (numbers, AMP_RECOVERY_SHEETS, AMP_RECOVERY_NEEDED, AMP_SHARE_BYTES);
  if (context == NULL)                             /* GCOVR_EXCL_BR_LINE: ends the program */
    g_error ("No memory for the recovery sheets"); /* GCOVR_EXCL_LINE */
  gfshare_ctx_enc_setsecret (context, amp_secret_data (secret));
  for (guint8 i = 0; i < AMP_RECOVERY_SHEETS; i++)
    gfshare_ctx_enc_getshare (context, i, amp_secret_data (sheets[i]) + AMP_SHEET_SHARE_AT);
  gfshare_ctx_free (context);
}

static AmpSecret *
join (AmpSecret *const sheets[AMP_RECOVERY_NEEDED])
{
  guint8 numbers[AMP_RECOVERY_NEEDED];
  AmpSecret *secret = amp_secret_new (AMP_SHARE_BYTES);
  gfshare_ctx *context;

  for (gsize i = 0; i < AMP_RECOVERY_NEEDED; i++)
    numbers[i] = amp_secret_data (sheets[i])[AMP_SHEET_NUMBER_AT];
  gfshare_fill_rand = fill_random;
  context = gfshare_ctx_init_dec (numbers, AMP_RECOVERY_NEEDED, AMP_SHARE_BYTES);
  if (context == NULL)                             /* GCOVR_EXCL_BR_LINE: ends the program */
    g_error ("No memory for the recovery sheets"); /* GCOVR_EXCL_LINE */
  for (guint8 i = 0; i < AMP_RECOVERY_NEEDED; i++)
    gfshare_ctx_dec_giveshare (context, i, amp_secret_data (sheets[i]) + AMP_SHEET_SHARE_AT);
  gfshare_ctx_dec_extract (context, amp_secret_data (secret));
  gfshare_ctx_free (context);
  return secret;
}

static AmpSecret *
recovery_keys (const AmpSecret *secret, const guint8 vault_id[16], guint8 public[32])
{
  g_autoptr (AmpSecret) seed = amp_secret_new (crypto_box_SEEDBYTES);
  AmpSecret *box_secret = amp_secret_new (crypto_box_SECRETKEYBYTES);

  crypto_generichash (amp_secret_data (seed), crypto_box_SEEDBYTES, amp_secret_data (secret),
                      AMP_SHARE_BYTES, vault_id, 16);
  crypto_box_seed_keypair (public, amp_secret_data (box_secret), amp_secret_data (seed));
  return box_secret;
}

static void
hash_sheet (const AmpSecret *sheet, const guint8 vault_id[16], guint8 out[32])
{
  crypto_generichash (out, 32, amp_secret_data (sheet), AMP_SHEET_BYTES, vault_id, 16);
}

/* --- Making the sheets --- */

static void
fill_sheets (AmpKeyring *keyring, const AmpSecret *secret, GPtrArray *sheets)
{
  AmpSecret *bytes[AMP_RECOVERY_SHEETS];

  for (guint i = 0; i < AMP_RECOVERY_SHEETS; i++)
    bytes[i] = amp_secret_new (AMP_SHEET_BYTES);
  split (secret, bytes);
  for (guint i = 0; i < AMP_RECOVERY_SHEETS; i++)
    {
      guint8 *at = amp_secret_data (bytes[i]);

      at[AMP_SHEET_VERSION_AT] = AMP_SHEET_VERSION;
      at[AMP_SHEET_NUMBER_AT] = (guint8) (i + 1);
      at[AMP_SHEET_SET_AT] = (guint8) keyring->extension.set;
      amp_sheet_put_check (bytes[i], keyring->vault_id);
      hash_sheet (bytes[i], keyring->vault_id, keyring->extension.share_hash[i]);
      g_ptr_array_add (sheets, amp_sheet_to_words (bytes[i]));
      amp_secret_free (bytes[i]);
    }
}

GPtrArray *
amp_vault_make_recovery (AmpVault *self, GError **error)
{
  g_autofree AmpKeyring *fresh = amp_user_copy_keyring (self);
  AmpExtension *extension = &fresh->extension;
  g_autoptr (AmpSecret) secret = amp_secret_new_random (AMP_SHARE_BYTES);
  g_autoptr (GPtrArray) sheets = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_secret_free);

  if (!amp_user_need_supervisor (self, error))
    return NULL;
  amp_secret_free (recovery_keys (secret, fresh->vault_id, extension->recovery_public));
  amp_user_seal_grant (self, AMP_ROLE_SUPERVISOR, extension->recovery_public,
                       extension->recovery_grant);
  extension->recovery = 1;
  extension->set++;
  fill_sheets (fresh, secret, sheets);
  amp_user_sign (self, fresh, NULL);
  if (!amp_user_replace_keyring (self, g_steal_pointer (&fresh), error))
    return NULL;
  return g_steal_pointer (&sheets);
}

/* --- Reading one --- */

/* The bytes of a sheet of this keyring's newest set. */
static AmpSecret *
read_sheet (const AmpKeyring *keyring, const AmpSecret *words, GError **error)
{
  g_autoptr (AmpSecret) sheet = NULL;
  guint8 hash[32];
  guint number;

  if (keyring->extension.recovery == 0)
    {
      amp_refuse (error, AMP_VAULT_ERROR_NOT_FOUND,
                  "No recovery sheets of this vault are in force");
      return NULL;
    }
  sheet = amp_sheet_from_words (words, error);
  if (sheet == NULL || !amp_sheet_check (sheet, keyring->vault_id, error))
    return NULL;
  number = amp_secret_data (sheet)[AMP_SHEET_NUMBER_AT];
  hash_sheet (sheet, keyring->vault_id, hash);
  if (number < 1 || number > AMP_RECOVERY_SHEETS ||
      sodium_memcmp (hash, keyring->extension.share_hash[number - 1], sizeof hash) != 0)
    {
      amp_refuse (error, AMP_VAULT_ERROR_OUT_OF_STEP, "The sheet is of an older set");
      return NULL;
    }
  return g_steal_pointer (&sheet);
}

gboolean
amp_recovery_test (
  const char *folder, const AmpSecret *sheet, guint *number, guint *set, GError **error)
{
  g_autofree AmpKeyring *keyring = amp_keyring_load (folder, error);
  g_autoptr (AmpSecret) bytes = NULL;

  if (keyring != NULL)
    bytes = read_sheet (keyring, sheet, error);
  if (bytes != NULL && number != NULL)
    *number = amp_secret_data (bytes)[AMP_SHEET_NUMBER_AT];
  if (bytes != NULL && set != NULL)
    *set = keyring->extension.set;
  return bytes != NULL;
}

/* --- Opening with two --- */

static gboolean
open_recovery_grant (AmpVault *self, AmpSecret *const sheets[AMP_RECOVERY_NEEDED], GError **error)
{
  const AmpExtension *extension = &self->keyring->extension;
  g_autoptr (AmpSecret) secret = NULL, box_secret = NULL;
  guint8 public[32];

  if (amp_secret_data (sheets[0])[AMP_SHEET_NUMBER_AT] ==
      amp_secret_data (sheets[1])[AMP_SHEET_NUMBER_AT])
    return amp_refuse (error, AMP_VAULT_ERROR_INVALID, "The same sheet twice");
  secret = join (sheets);
  box_secret = recovery_keys (secret, self->keyring->vault_id, public);
  if (sodium_memcmp (public, extension->recovery_public, sizeof public) != 0)
    return amp_refuse (error, AMP_VAULT_ERROR_DAMAGED, "keyring: keys that do not belong together");
  return amp_user_open_sealed (self, AMP_ROLE_SUPERVISOR, public, box_secret,
                               extension->recovery_grant, error);
}

AmpVault *
amp_vault_recover (const char *folder,
                   const AmpSecret *const sheets[AMP_RECOVERY_NEEDED],
                   const char *login,
                   const AmpSecret *passphrase,
                   const AmpKdf *kdf,
                   GError **error)
{
  g_autoptr (AmpVault) self = amp_vault_enter (folder, error);
  g_autoptr (AmpSecret) first = NULL, second = NULL;

  if (self == NULL)
    return NULL;
  first = read_sheet (self->keyring, sheets[0], error);
  if (first == NULL)
    return NULL;
  second = read_sheet (self->keyring, sheets[1], error);
  if (second == NULL)
    return NULL;
  if (!open_recovery_grant (self, (AmpSecret *[]){first, second}, error) ||
      !amp_user_add (self, login, AMP_ROLE_SUPERVISOR, passphrase, kdf, NULL, error))
    return NULL;
  /* From here on she is a user like any other. */
  g_clear_pointer (&self, amp_vault_free);
  return amp_vault_unlock (folder, login, passphrase, error);
}
