/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What act, means and purpose say about trafficking (Código Penal, art. 129-A). A proposal: the
 * person who knows the case decides. */
#pragma once

#include "domain/case-file.h"

G_BEGIN_DECLS

typedef struct
{
  const char *status; /* code of trafficking_status; NULL: nothing is recorded to tell from */
  gboolean act, means, purpose;
  gboolean minor;       /* under 18 at the start: means are not needed (129-A.3) */
  const char *sentence; /* N_(): why */
} AmpProposal;

/* age: at the start, -1 where it is not known. */
AmpProposal amp_situation_propose (const AmpRecord *situation, int age);
/* Of all situations of the case the one that says most. */
AmpProposal amp_situation_propose_case (const AmpCaseFile *file);

/* Years the person had when the situation began: as recorded, else by her birth; -1. */
int amp_situation_age (const AmpCaseFile *file, const AmpRecord *situation);

G_END_DECLS
