/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a vault lacks that its other parts tell of: entries of the log, and rows that others refer
 * to. A salvage writes it into its own entry of the log, which is signed: later, verify holds what
 * is missing against that. Private to the folder.
 *
 * In "fields" of the "restore" entry whose reason is AMP_LOSSES_REASON, joined by ';':
 *   gap:FIRST-LAST                entries that the log lacks
 *   orphans:main.TABLE:COUNT      rows of a table that refer to one that is not there; attachments
 *                                 and documents that lack bytes, and bytes that none of them wants
 */
#pragma once

#include "store/connection.h"

G_BEGIN_DECLS

#define AMP_LOSSES_REASON "salvage"

typedef struct
{
  GArray *gaps;        /* of AmpGap */
  GHashTable *orphans; /* "main.case" -> guint64: how many */
} AmpLosses;

typedef struct
{
  guint64 first, last;
} AmpGap;

AmpLosses *amp_losses_new (void);
void amp_losses_free (AmpLosses *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpLosses, amp_losses_free)

void amp_losses_add_gap (AmpLosses *self, guint64 first, guint64 last);
/* Of a table of "main" or "identity"; 0: none. */
guint64 amp_losses_get_orphans (const AmpLosses *self, const char *schema, const char *table);
guint64 amp_losses_count_orphans (const AmpLosses *self); /* in all tables */
/* Looks for them in both databases. */
gboolean amp_losses_find_orphans (AmpLosses *self, AmpStore *store, GError **error);

char **amp_losses_to_fields (const AmpLosses *self); /* g_strfreev() */
/* Of an entry of that number, whose signature holds. Gaps come to those that are known; orphans are
 * those of the newest entry. */
void amp_losses_read (AmpLosses *self, const char *fields, guint64 seq);

/* Exactly that one. */
gboolean amp_losses_tells_gap (const AmpLosses *self, const AmpGap *gap);
/* A table with more orphans than told; NULL: none. Valid as long as self. */
const char *amp_losses_find_untold_orphans (const AmpLosses *self, const AmpLosses *told);

G_END_DECLS
