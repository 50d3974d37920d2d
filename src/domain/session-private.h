/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files behind a session share. Private to the folder. */
#pragma once

#include "domain/session.h"

G_BEGIN_DECLS

struct _AmpSession
{
  AmpVault *vault;
  AmpStore *store; /* NULL for an auditor, who holds no key to it */
};

/* Takes the vault: databases opened, UNLOCK written. On failure the vault is closed. */
AmpSession *amp_session_of_vault (AmpVault *owned, GError **error);
/* Front ends list users from the store, the keyring only knows keys: the record shares the
 * keyring's id. */
gboolean amp_session_save_user (
  AmpStore *store, gint64 id, const char *login, AmpRole role, gboolean active, GError **error);
/* FALSE with AMP_VAULT_ERROR_NO_GRANT for an auditor. */
gboolean amp_session_require_store (AmpSession *self, GError **error);
/* Only for a folder that this process has just filled with a new vault. */
void amp_session_remove_new_vault (const char *folder);

G_END_DECLS
