/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pages that a transaction overwrites, as they stood: what leads back to the state of a
 * superblock after a power cut or a failure. FORMAT.md 5. Functions return 0 or an errno value. */
#pragma once

#include "pages/superblock.h"

G_BEGIN_DECLS

typedef struct _AmpUndo AmpUndo;

#define AMP_UNDO_BATCH_PAGES 4096 /* at most */

/* Borrows key (subkey 2), for as long as it lives. The file is made when it is first needed. */
AmpUndo *
amp_undo_new (const char *path, const guint8 file_id[AMP_FILE_ID_BYTES], const guint8 *key);
void amp_undo_free (AmpUndo *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpUndo, amp_undo_free)

/* Takes up what the file holds for the state of that sequence: all batches that are whole, which
 * sealer tells of each page. */
int amp_undo_load (AmpUndo *self, guint64 sequence, AmpSealer *sealer);
gboolean amp_undo_is_empty (const AmpUndo *self);
gboolean amp_undo_has (const AmpUndo *self, guint32 number);
/* The page as it stood; number must be one that it has. */
int amp_undo_read (AmpUndo *self, guint32 number, guint8 raw[AMP_PAGE_BYTES]);
/* In no order; owned: g_free(). */
guint32 *amp_undo_numbers (const AmpUndo *self, guint *n);

/* raw: n pages one behind the other. Not yet on the disk. */
int amp_undo_append (
  AmpUndo *self, guint64 sequence, const guint32 *numbers, guint n, const guint8 *raw);
int amp_undo_sync (AmpUndo *self, const char *folder);
/* Forgets all. The file is cut without a sync: it is void by a newer superblock. */
void amp_undo_clear (AmpUndo *self);

G_END_DECLS
