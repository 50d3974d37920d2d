/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * SQLite's rollback journal as a file of sealed chunks. FORMAT.md 5.
 *
 * SQLite writes a journal in pieces of 4 bytes to a page; one chunk holds one 4,096-byte stretch of
 * it. With a sector size of 4,096 SQLite never appends to a stretch that it has synced, so a chunk
 * is rewritten only before its first sync, and a torn one is either the header of a transaction
 * that had not begun to change the database, or lies beyond what the header promises. Functions
 * return SQLite's result codes. */
#pragma once

#include "vault/page.h"

G_BEGIN_DECLS

#define AMP_JOURNAL_STRETCH 4096
#define AMP_JOURNAL_CHUNK (16 + 24 + 16 + 4 + AMP_JOURNAL_STRETCH)

typedef struct _AmpJournal AmpJournal;

/* Borrows fd and key. */
AmpJournal *amp_journal_new (int fd, const guint8 file_id[AMP_FILE_ID_BYTES], const guint8 *key);
void amp_journal_free (AmpJournal *self); /* what was not synced may be lost */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpJournal, amp_journal_free)

int amp_journal_read (AmpJournal *self, void *data, gsize length, gint64 offset);
int amp_journal_write (AmpJournal *self, const void *data, gsize length, gint64 offset);
int amp_journal_truncate (AmpJournal *self, gint64 length);
int amp_journal_sync (AmpJournal *self);
int amp_journal_size (AmpJournal *self, gint64 *size);

G_END_DECLS
