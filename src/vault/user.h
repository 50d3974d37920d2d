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

/* Opens the grant of the user's own slot into case_key and identity_key. An auditor's is empty:
 * nothing happens. */
gboolean amp_user_open_grant (AmpVault *vault, const AmpSlot *slot, GError **error);

/* login: known to the caller, or NULL to unseal it where the vault holds K_case. */
AmpUser *amp_user_from_slot (AmpVault *vault, const AmpSlot *slot, const char *login);

G_END_DECLS
