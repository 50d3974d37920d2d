/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SQLite's view of a vault: a VFS that opens four kinds of file in one folder and nothing else.
 * FORMAT.md 3 to 6.
 *
 * SQLite sees neutral names, "/amparo/VAULT-ID/casework.db": they stand in journals and
 * super-journals, so a vault that is moved after a power cut still rolls back, and no message of
 * SQLite's tells the folder. One connection per vault; the vault's lock keeps other processes out,
 * so the locks of SQLite are only counted and a second connection is refused. */
#pragma once

#include "vault/vault.h"

G_BEGIN_DECLS

typedef struct _AmpVfsVault AmpVfsVault;

typedef enum
{
  AMP_DATABASE_CASEWORK,
  AMP_DATABASE_IDENTITY,
  AMP_N_DATABASES,
} AmpDatabase;

/* What the last refused read was about; file NULL: nothing was refused. */
typedef struct
{
  AmpVaultError code;
  const char *file; /* static */
  guint32 page;     /* 0: not a page */
} AmpVfsFailure;

#define AMP_VFS_NAME "amparo"

gboolean amp_vfs_install (GError **error); /* once per process; again is harmless */

/* Derives the subkeys. create: databases that are missing are made; otherwise a missing one is
 * damage. */
AmpVfsVault *amp_vfs_register (const char *folder,
                               const guint8 vault_id[16],
                               const AmpSecret *case_key,
                               const AmpSecret *identity_key,
                               gboolean create,
                               GError **error);
/* Wipes the subkeys; every connection must be closed. */
void amp_vfs_unregister (AmpVfsVault *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpVfsVault, amp_vfs_unregister)

const char *amp_vfs_name (AmpVfsVault *self,
                          AmpDatabase database); /* what to open, and what to attach */
const AmpVfsFailure *amp_vfs_failure (AmpVfsVault *self);
/* Removes what a crash left, once both databases are recovered. */
void amp_vfs_tidy (AmpVfsVault *self);
/* Reads and authenticates every page of a database straight from the disk. */
gboolean amp_vfs_verify (AmpVfsVault *self,
                         AmpDatabase database,
                         AmpProgress *progress,
                         GCancellable *cancellable,
                         GError **error);

G_END_DECLS
