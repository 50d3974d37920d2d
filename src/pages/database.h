/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One database of sealed pages that changes as a whole or not at all: pages are read and written by
 * number, and what was written since the last commit stands together. Knows no SQL. FORMAT.md 3 to
 * 6. One thread at a time. Functions that return int give 0 or an errno value. */
#pragma once

#include "pages/tags.h"
#include "pages/undo.h"
#include "pages/refuse.h"
#include "pages/secret.h"

G_BEGIN_DECLS

typedef struct _AmpDatabase AmpDatabase;

typedef enum
{
  AMP_READ_OK,
  AMP_READ_BEYOND,  /* behind the last page: zeros */
  AMP_READ_DAMAGED, /* not as it was written: zeros */
  AMP_READ_OLDER,   /* authentic, but of another day: zeros */
  AMP_READ_FAILED,  /* the disk */
} AmpRead;

/* kind: 1 casework, 2 identity, which gives the file's name; suffix: what stands behind it, "" at
 * rest. key: of the database. */
AmpDatabase *amp_database_new (const char *folder,
                               guint32 kind,
                               const char *suffix,
                               const guint8 vault_id[16],
                               const AmpSecret *key);
void amp_database_free (AmpDatabase *self); /* what was not committed is undone */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpDatabase, amp_database_free)

/* Makes the file, without pages; nothing else of its name may be there. hash_key NULL: a fresh one.
 */
gboolean amp_database_create (AmpDatabase *self, const AmpSecret *hash_key, GError **error);

/* Finds the newest state that is whole in both, and goes back to it where a power cut left another.
 * DAMAGED, FOREIGN, NEWER, OUT_OF_STEP, or of the disk; nothing is written then. */
gboolean amp_databases_open (AmpDatabase *const pair[2], GError **error);
/* The newest state, whole or not, for looking at: nothing is ever written. */
gboolean amp_databases_inspect (AmpDatabase *const pair[2], GError **error);

/* Is there a file with a superblock of this vault, kind and key? Not opened by that. An errno value
 * where the disk does not tell. */
int amp_database_probe (AmpDatabase *self, gboolean *ours);

const char *amp_database_get_file (const AmpDatabase *self); /* "casework.db"; static */
const AmpSuperblock *amp_database_get_superblock (const AmpDatabase *self); /* of the last commit */
guint32 amp_database_get_pages (const AmpDatabase *self); /* with those not yet committed */
const AmpSecret *amp_database_get_hash_key (const AmpDatabase *self);
/* How many changed pages stay in memory before the first are written; a test wants few. */
void amp_database_set_max_held (AmpDatabase *self, guint pages);
/* What the next commit says of the keyring. */
void amp_database_tell_keyring (AmpDatabase *self, guint32 version, guint64 generation);
/* NULL where an inspected database has tags that fit no state. */
const AmpTags *amp_database_get_tags (const AmpDatabase *self);

AmpRead amp_database_read (AmpDatabase *self, guint32 number, guint8 plain[AMP_PAGE_BYTES]);
/* Bytes of page 1, which SQLite looks at for each transaction; length and offset within
 * AMP_PAGE_BYTES. */
AmpRead amp_database_read_header (AmpDatabase *self, guint8 *out, gsize length, gsize offset);
/* The superblock of the last commit, as it stands on the disk. */
void amp_database_pack_superblock (const AmpDatabase *self, guint8 out[AMP_SUPERBLOCK_BYTES]);
/* As it stands on the disk, of the last commit; for backups. */
AmpRead amp_database_read_raw (AmpDatabase *self, guint32 number, guint8 raw[AMP_PAGE_BYTES]);
int amp_database_write (AmpDatabase *self, guint32 number, const guint8 plain[AMP_PAGE_BYTES]);
int amp_database_cut (AmpDatabase *self, guint32 pages);
gboolean amp_database_is_changed (const AmpDatabase *self);
/* Changed in this alone that it is shorter: no page was written since the last commit. */
gboolean amp_database_only_shrinks (const AmpDatabase *self);

/* All that was written to these (one, or both of a vault), as one change. On failure everything is
 * as before the first write; should the disk not even allow that, every later call tries it again
 * first. */
int amp_databases_commit (AmpDatabase *const *set, guint n);
/* Drops what was written since the last commit. */
void amp_database_revert (AmpDatabase *self);

G_END_DECLS
