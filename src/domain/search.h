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
} AmpSearchFinding;

void amp_search_finding_free (AmpSearchFinding *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpSearchFinding, amp_search_finding_free)

typedef struct
{
  GPtrArray *findings; /* of AmpSearchFinding, group by group, the best first */
  gboolean more[AMP_HIT_GROUPS];
} AmpSearchFindings;

void amp_search_findings_free (AmpSearchFindings *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpSearchFindings, amp_search_findings_free)

/* As amp_store_search(). names: with names and what was written, and the first time of the visit
 * VIEW_IDENTITY is written before they are read. Hits in the free text of other people's cases are
 * left out: even that they exist would tell what is written there. */
AmpSearchFindings *amp_search (AmpSession *session,
                               AmpSearchVisit *visit,
                               const char *text,
                               guint per_group,
                               gboolean names,
                               GCancellable *cancellable,
                               GError **error);

G_END_DECLS
