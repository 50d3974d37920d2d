/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What holds now of all that was said about one purpose: the last word counts, unless it has run
 * out or was taken back. */
#pragma once

#include "domain/case-file.h"

G_BEGIN_DECLS

typedef enum
{
  AMP_CONSENT_NONE, /* never asked */
  AMP_CONSENT_GIVEN,
  AMP_CONSENT_REFUSED,
  AMP_CONSENT_WITHDRAWN,
  AMP_CONSENT_EXPIRED,
  AMP_CONSENT_OPEN, /* not asked or not possible, as somebody wrote down */
} AmpConsentState;

/* record: the one that says so, borrowed, NULL where there is none; may be NULL. To share, any
 * institution counts: the ledger tells how many. */
AmpConsentState amp_consent_state (const AmpCaseFile *file,
                                   const char *purpose,
                                   const AmpDate *today,
                                   const AmpRecord **record);

G_END_DECLS
