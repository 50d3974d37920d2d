/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What vfs.c (names, opening), vfs-file.c (bytes) and vfs-database.c (superblocks, marks) share. */
#pragma once

#include "vault/journal.h"
#include "vault/superblock.h"
#include "vault/vfs.h"

#include <sqlite3.h>

G_BEGIN_DECLS

typedef struct _AmpVfsFile AmpVfsFile;

typedef struct
{
  const char *file; /* "casework.db" */
  char *name;       /* "/amparo/VAULT-ID/casework.db" */
  AmpSecret *page_key;
  AmpSecret *journal_key;
  AmpSecret *superblock_key;
  int fd; /* for superblocks */
  AmpSuperblock superblock;
  gboolean unsure;         /* a write of it failed: nobody knows what the disk has */
  gboolean one_copy;       /* the other copy of the superblock does not read */
  gboolean hot;            /* SQLite must roll back: instance and promised say what */
  gboolean connected;      /* one connection at a time: locks are only counted */
  AmpVfsFile *transaction; /* the open journal, borrowed */
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
struct _AmpVfsFile
{
  sqlite3_file base;
  AmpVfsKind kind;
  int fd;
  int lock;                 /* SQLITE_LOCK_* */
  gboolean fresh;           /* made by us, its folder not yet synced */
  AmpVfsVault *vault;       /* borrowed */
  AmpVfsDatabase *database; /* borrowed */
  AmpJournal *journal;      /* AMP_VFS_JOURNAL */
};

extern const sqlite3_io_methods amp_vfs_methods;

/* Before a page is overwritten: the journal is on the disk and the superblock names it. */
int amp_vfs_mark (AmpVfsDatabase *self);
/* When the transaction is over, committed or rolled back: the superblock says so. */
int amp_vfs_unmark (AmpVfsDatabase *self);
/* The journal and, where it is new, its folder. */
int amp_vfs_sync_journal (AmpVfsFile *self);

void amp_vfs_enter (AmpVfsVault *vault); /* into the registry */
void amp_vfs_leave (AmpVfsVault *vault);

G_END_DECLS
