/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two people changed one record: what each of them changed, field by field. Pure. */
#pragma once

#include "model/record.h"

G_BEGIN_DECLS

typedef struct
{
  AmpRecord *merged; /* identity of theirs; where both differ, mine */
  char **taken;      /* fields that only they changed, in the order of the table */
  char **both;       /* fields that both changed, each to something else: to be chosen */
} AmpMerge;

/* base: what both began with; all three of one entity and id. A field that one side changed is
 * taken from that side; a field that both changed to the same is no question; a derived field is
 * always theirs, the stored one. */
AmpMerge *amp_record_merge (const AmpRecord *base, const AmpRecord *mine, const AmpRecord *theirs);
void amp_merge_free (AmpMerge *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpMerge, amp_merge_free)

G_END_DECLS
