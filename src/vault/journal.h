/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SQLite's rollback journal as a file of sealed chunks. FORMAT.md 5.
 *
 * SQLite writes a journal in pieces of 4 bytes to a page; one chunk holds one 4,096-byte stretch of
 * it. How much of which journal counts after a crash, the superblock's mark says: it is written
 * when the journal is on the disk and before the first page is overwritten. So every byte below
 * that size must authenticate, and a journal that the mark does not name is no journal. Functions
 * return SQLite's result codes. */
#pragma once

#include "vault/superblock.h"

G_BEGIN_DECLS

#define AMP_JOURNAL_STRETCH 4096
#define AMP_JOURNAL_CHUNK (16 + 24 + 16 + 4 + AMP_JOURNAL_STRETCH)

typedef struct _AmpJournal AmpJournal;

/* Borrows fd and key. instance and size: the hot journal that fd holds; NULL: whatever fd holds is
 * nothing, and the first write begins anew. */
AmpJournal *amp_journal_new (int fd,
                             const guint8 file_id[AMP_FILE_ID_BYTES],
                             const guint8 *key,
                             const guint8 *instance,
                             gint64 size);
void amp_journal_free (AmpJournal *self); /* what was not synced may be lost */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpJournal, amp_journal_free)

/* Authenticates all of it: SQLITE_IOERR_DATA where a byte is missing or is not as written. */
int amp_journal_check (AmpJournal *self);
/* How far fd holds a journal that no mark names. FALSE: not at all. */
gboolean amp_journal_find (int fd,
                           const guint8 file_id[AMP_FILE_ID_BYTES],
                           const guint8 *key,
                           guint8 instance[AMP_INSTANCE_BYTES],
                           gint64 *size);

int amp_journal_read (AmpJournal *self, void *data, gsize length, gint64 offset);
int amp_journal_write (AmpJournal *self, const void *data, gsize length, gint64 offset);
int amp_journal_truncate (AmpJournal *self, gint64 length);
int amp_journal_sync (AmpJournal *self);

/* NULL: not begun. */
const guint8 *amp_journal_get_instance (const AmpJournal *self);
gint64 amp_journal_get_size (const AmpJournal *self); /* as SQLite sees it */
/* How much of it SQLite may count on once it is synced. Nothing below is ever written again. */
gint64 amp_journal_get_counted (const AmpJournal *self);

G_END_DECLS
