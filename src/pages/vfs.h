/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SQLite's view of a vault: a VFS with two files and nothing else. FORMAT.md 5.
 *
 * SQLite sees neutral names, "/amparo/VAULT-ID-…/casework.db", so no message of SQLite's tells the
 * folder. Its rollback journal is in memory; what survives a power cut is database.c's. One
 * connection per vault; the vault's lock keeps other processes out, so the locks of SQLite only
 * tell who takes part in a transaction, and a second connection is refused. */
#pragma once

#include "pages/database.h"

G_BEGIN_DECLS

typedef struct _AmpVfsVault AmpVfsVault;

#define AMP_N_DATABASES 2 /* 0 casework, 1 identity */

/* What the last refused read was about; file NULL: nothing was refused. */
typedef struct
{
  const char *file; /* static */
  guint32 page;
  gboolean older; /* authentic, but of another day */
} AmpVfsFailure;

#define AMP_VFS_NAME "amparo"

/* Once per process; again is harmless. Where SQLite takes no VFS, opening says so. */
void amp_vfs_install (void);

/* Takes both databases, open. */
AmpVfsVault *amp_vfs_register (const guint8 vault_id[16], AmpDatabase *const databases[2]);
/* Closes both; every connection must be closed. */
void amp_vfs_unregister (AmpVfsVault *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpVfsVault, amp_vfs_unregister)

const char *amp_vfs_name (AmpVfsVault *self, guint index); /* what to open, and what to attach */
AmpDatabase *amp_vfs_database (AmpVfsVault *self, guint index);
gboolean amp_vfs_is_connected (AmpVfsVault *self);
const AmpVfsFailure *amp_vfs_failure (AmpVfsVault *self);

G_END_DECLS
