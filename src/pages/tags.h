/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tags of all pages of a database, and the seal over them: which page belongs where today.
 * FORMAT.md 6. */
#pragma once

#include "pages/superblock.h"

G_BEGIN_DECLS

typedef struct _AmpTags AmpTags;

AmpTags *amp_tags_new (const guint8 file_id[AMP_FILE_ID_BYTES]); /* of no pages */
AmpTags *amp_tags_copy (const AmpTags *self);
void amp_tags_free (AmpTags *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpTags, amp_tags_free)

guint32 amp_tags_get_pages (const AmpTags *self);
/* number from 1 to amp_tags_get_pages(). Valid until the next change. */
const guint8 *amp_tags_get (const AmpTags *self, guint32 number);
/* Beyond the end it grows. */
void amp_tags_set (AmpTags *self, guint32 number, const guint8 tag[AMP_TAG_BYTES]);
void amp_tags_cut (AmpTags *self, guint32 pages);
/* Hashes only what changed since the last time. */
void amp_tags_seal (AmpTags *self, guint8 out[AMP_SEAL_BYTES]);

/* The file of a database at rest. Returns 0 or an errno value. */
int amp_tags_save (const AmpTags *self, const char *path);
/* NULL where there is none, or none that gives the seal of that superblock. */
AmpTags *amp_tags_load (const char *path, const AmpSuperblock *superblock);

G_END_DECLS
