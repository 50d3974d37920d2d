/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What vfs.c (names, opening) and vfs-file.c (bytes) share. */
#pragma once

#include "vault/journal.h"
#include "vault/superblock.h"
#include "vault/vfs.h"

#include <sqlite3.h>

G_BEGIN_DECLS

typedef struct
{
  const char *file; /* "casework.db" */
  char *name;       /* "/amparo/VAULT-ID/casework.db" */
  AmpSecret *page_key;
  AmpSecret *journal_key;
  AmpSuperblock superblock;
} AmpVfsDatabase;

struct _AmpVfsVault
{
  char *folder;
  char *prefix; /* "/amparo/VAULT-ID/" */
  AmpVfsDatabase databases[AMP_N_DATABASES];
  AmpVfsFailure failure;
};

typedef enum
{
  AMP_VFS_PAGES,
  AMP_VFS_JOURNAL,
  AMP_VFS_SUPER_JOURNAL,
} AmpVfsKind;

/* SQLite allocates it; base must come first. */
typedef struct
{
  sqlite3_file base;
  AmpVfsKind kind;
  int fd;
  int lock;                 /* SQLITE_LOCK_* */
  gboolean fresh;           /* made by us, its folder not yet synced */
  AmpVfsVault *vault;       /* borrowed */
  AmpVfsDatabase *database; /* borrowed */
  AmpJournal *journal;      /* AMP_VFS_JOURNAL */
} AmpVfsFile;

extern const sqlite3_io_methods amp_vfs_methods;

G_END_DECLS
