/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The search box, within what the user may see (domain.md 5.10): of a case of somebody else it is
 * only told that it exists. */
#pragma once

#include "domain/session.h"

G_BEGIN_DECLS

/* One visit to the search box. Looking at names is told to the audit chain once in it. */
typedef struct
{
  gboolean names_told;
} AmpSearchVisit;

typedef struct
{
  AmpHit *hit;        /* owned */
  gboolean elsewhere; /* somebody else's: but for the case id, and the number where that was typed,
                         the hit is blank */
} AmpFinding;

void amp_finding_free (AmpFinding *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpFinding, amp_finding_free)

typedef struct
{
  GPtrArray *findings; /* of AmpFinding, group by group, the best first */
  gboolean more[AMP_HIT_GROUPS];
} AmpFindings;

void amp_findings_free (AmpFindings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpFindings, amp_findings_free)

/* As amp_store_search(). names: with names and what was written, and the first time of the visit
 * VIEW_IDENTITY is written before they are read. Hits in the free text of other people's cases are
 * left out: even that they exist would tell what is written there. */
AmpFindings *amp_search (AmpSession *session,
                         AmpSearchVisit *visit,
                         const char *text,
                         guint per_group,
                         gboolean names,
                         GCancellable *cancellable,
                         GError **error);

G_END_DECLS
