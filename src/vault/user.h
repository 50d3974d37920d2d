/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From seeds to keys, and from a slot to a user. Private to the folder. */
#pragma once

#include "vault/vault-private.h"

G_BEGIN_DECLS

/* 1 to 63 bytes of UTF-8 without control characters, no blanks at the ends;
 * AMP_VAULT_ERROR_INVALID. */
gboolean amp_user_check_login (const char *login, GError **error);
gboolean amp_user_check_passphrase (const AmpSecret *passphrase, GError **error);

/* A symmetric key of a seed, for what only its user may have written. */
AmpSecret *amp_user_own_key (const AmpSecret *seed);
#define AMP_OWN_REKEY 1 /* seals the record of a rekey */
#define AMP_OWN_PIN 2
AmpSecret *amp_user_subkey (const AmpSecret *own_key, guint64 use);

typedef enum
{
  AMP_PIN_FITS,
  AMP_PIN_NONE,  /* she meets these keys for the first time */
  AMP_PIN_OTHER, /* these are not the keys that her passphrase was made for */
} AmpPin;

AmpPin
amp_user_check_pin (const AmpKeyring *keyring, const AmpSlot *slot, const AmpSecret *own_key);
/* slot is one of the keyring's. */
void amp_user_set_pin (AmpKeyring *keyring, const AmpSlot *slot, const AmpSecret *own_key);

/* The two key pairs of a seed. */
void amp_user_keys (const AmpSecret *seed,
                    guint8 box_public[32],
                    AmpSecret **box_secret,
                    guint8 sign_public[32],
                    AmpSecret **sign_secret);

/* Fills an empty slot but for signature: id, role, keys, sealed login, grant as the role may have.
 */
gboolean amp_user_fill_slot (AmpVault *vault,
                             AmpSlot *slot,
                             const char *login,
                             AmpRole role,
                             const AmpSecret *seed,
                             const AmpSecret *passphrase,
                             const AmpKdf *kdf,
                             GError **error);

/* Role and grant of a slot that has its keys. */
void amp_user_give_role (AmpVault *vault, AmpSlot *slot, AmpRole role);

/* What the role may decrypt, sealed to a public key; zeros for an auditor. */
void amp_user_seal_grant (AmpVault *vault,
                          AmpRole role,
                          const guint8 box_public[32],
                          guint8 sealed[AMP_GRANT_SEALED_BYTES]);
/* Opens such a grant into case_key, identity_key and, for a supervisor, granting_secret. An
 * auditor's is empty: nothing happens. */
gboolean amp_user_open_sealed (AmpVault *vault,
                               AmpRole role,
                               const guint8 box_public[32],
                               const AmpSecret *box_secret,
                               const guint8 sealed[AMP_GRANT_SEALED_BYTES],
                               GError **error);

/* Seals login and grant of a slot of one vault anew for the other, which has the keys to come. */
gboolean amp_user_reseal (AmpVault *before, AmpVault *after, AmpSlot *slot, GError **error);

/* login: known to the caller, or NULL to unseal it where the vault holds K_case. */
AmpUser *amp_user_from_slot (AmpVault *vault, const AmpSlot *slot, const char *login);

/* --- The keyring of a vault, changed (users.c, upkeep.c) --- */

gboolean amp_user_need_supervisor (AmpVault *vault, GError **error);
/* A copy to work on, so that a failure leaves memory as the disk is. */
AmpKeyring *amp_user_copy_keyring (AmpVault *vault);
/* Signs a slot and with it the keyring, in the name of who unlocked it; before that, of the slot's
 * own user. slot NULL: the extension alone. */
void amp_user_sign (AmpVault *vault, AmpKeyring *fresh, AmpSlot *slot);
/* Writes it and takes it as the vault's; freed on failure. */
gboolean amp_user_replace_keyring (AmpVault *vault, AmpKeyring *fresh, GError **error);
/* A new user, whoever asks for it. kdf NULL: default; id may be NULL. */
gboolean amp_user_add (AmpVault *vault,
                       const char *login,
                       AmpRole role,
                       const AmpSecret *passphrase,
                       const AmpKdf *kdf,
                       gint64 *id,
                       GError **error);

/* The wanted kdf (NULL: the default), but nothing in it below the floor. */
AmpKdf amp_user_floor_kdf (const AmpKeyring *keyring, const AmpKdf *wanted);
/* Makes the keyring version 2: floor, signatures (of slot too, unless NULL), an empty memory. */
void amp_user_extend (AmpVault *vault, AmpKeyring *keyring, const AmpKdf *floor, AmpSlot *slot);
/* What a keyring needs at an unlock, once the databases are known to be no older than it
 * remembers: version 2 if a supervisor is here to sign it, this user's seed not below the floor,
 * two copies that are alike. */
gboolean amp_user_tend_keyring (AmpVault *vault, const AmpSecret *passphrase, GError **error);

/* The keyring as it will be under new keys, FORMAT.md 8: all that was sealed or signed under the
 * old ones anew, recovery withdrawn, memory kept. For amp_keyring_store(); vault stays as it is. */
AmpKeyring *amp_keyring_rekeyed (AmpVault *vault,
                                 const AmpSecret *case_key,
                                 const AmpSecret *identity_key,
                                 const AmpSecret *granting_seed,
                                 GError **error);

G_END_DECLS
