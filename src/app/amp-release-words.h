/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line of the register of releases in words. Translated; free the results. */
#pragma once

#include "domain/release.h"

G_BEGIN_DECLS

/* "Persons assisted · Quarter 2 of 2026 → UNODC" */
char *amp_release_words_title (const AmpRelease *line);
/* "12/09/2026 · For a partner · Region of assistance × Sex" */
char *amp_release_words_subtitle (const AmpRelease *line);
/* All that the line says but the hashes, a fact a line. approver: "" for none. */
char *amp_release_words_facts (const AmpRelease *line, const char *actor, const char *approver);

/* "4 of 6 numbers are hidden." */
char *amp_release_words_hidden (const AmpCountTable *table);

/* What somebody asks to hand over, for whoever approves: "Persons assisted · Quarter 2 of 2026 ·
 * Region of assistance × Sex → UNODC". */
char *amp_release_words_request (const AmpReleaseRequest *request);

G_END_DECLS
