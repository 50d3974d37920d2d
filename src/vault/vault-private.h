/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of this folder share about an unlocked vault. */
#pragma once

#include "keyring/keyring.h"
#include "pages/derive.h"
#include "pages/refuse.h"
#include "pages/vfs.h"
#include "vault/vault.h"

G_BEGIN_DECLS

struct _AmpVault
{
  char *folder;
  int lock_fd; /* holds the lock while open */
  AmpKeyring *keyring;
  AmpUser *user;
  AmpSecret *box_secret;      /* X25519 */
  AmpSecret *sign_secret;     /* Ed25519 */
  AmpSecret *granting_secret; /* Ed25519; supervisors only */
  AmpSecret *own_key;         /* for what only this user may have written */
  AmpSecret *case_key;        /* NULL for an auditor */
  AmpSecret *identity_key;    /* NULL for an auditor */
  AmpVfsVault *vfs;           /* NULL for an auditor */
  gboolean new_keys;          /* this user had no pin for them */
  gboolean inspecting;        /* nothing is written */
};

AmpVault *amp_vault_new (const char *folder); /* locked, empty */
/* Opens the user's own slot of self->keyring, and its grant. */
gboolean amp_vault_unlock_keys (AmpVault *self,
                                const char *login,
                                const AmpSecret *passphrase,
                                GError **error);

#define AMP_LOCK_FILE "lock"
int amp_vault_take_lock (const char *folder, GError **error); /* -1: refused */
void amp_vault_name_databases (AmpVault *self, AmpDatabase *pair[AMP_N_DATABASES]);

/* NO_GRANT for an auditor, who has none. */
gboolean amp_vault_need_databases (AmpVault *self, GError **error);

/* What was written to fd, which was made beside, takes the place of path once all of it is on the
 * disk; failed: what went wrong before. Closes fd; leaves nothing beside. */
int amp_file_settle (int fd, int failed, const char *beside, const char *path);

/* Making a vault: beside its name, whole, then renamed. */
gboolean amp_vault_may_make (const char *folder, GError **error);
char *amp_vault_beside (const char *path); /* a name that nothing has */
gboolean amp_vault_make_folder (const char *beside, GError **error);
gboolean amp_vault_settle (const char *beside, const char *folder, GError **error);
void amp_vault_remove (const char *folder); /* what an unfinished one has */

/* With a rekey that was cut off after its decision finished first. */
gboolean amp_vault_open_databases (AmpVault *self, GError **error);
gboolean amp_rekey_finish (AmpVault *self, GError **error);

/* The next commits name the keyring's generation of now: the one under a key, 0 in version 1. */
void amp_vault_tell_generation (AmpVault *self);

/* The folder locked and its keyring read; nobody is unlocked yet. */
AmpVault *amp_vault_enter (const char *folder, GError **error);

G_END_DECLS
