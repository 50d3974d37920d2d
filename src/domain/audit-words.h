/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a check of the log found, in sentences for people: where, what, and what to do. */
#pragma once

#include "domain/sentences.h"
#include "store/store.h"

G_BEGIN_DECLS

/* "Entry 12, of 2026-03-05 14:07 UTC, user 5: …" Free it. */
char *amp_chain_finding_text (const AmpChainFinding *finding, AmpTranslate translate);
/* At most so many findings, a line each with its rule's code, then each piece of advice once. Free
 * it. */
char *amp_chain_findings_text (const AmpChainReport *report, guint most, AmpTranslate translate);
/* N_(): what to do about it. Static. */
const char *amp_chain_rule_advice (AmpChainRule rule);
/* N_(): what the rule says, without a place. Static. */
const char *amp_chain_rule_sentence (AmpChainRule rule);

G_END_DECLS
