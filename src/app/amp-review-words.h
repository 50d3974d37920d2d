/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The codes of a review pack as people read them. All strings are translated and static. */
#pragma once

#include "review/notes.h"
#include "review/pack.h"

G_BEGIN_DECLS

const char *amp_review_column_words (const char *column);
const char *amp_review_code_words (const char *column, const char *code);

const char *amp_review_action_words (const char *action);
const char *amp_review_gap_words (const char *gap);
const char *amp_review_indicator_words (const char *name);

const char *amp_standard_words (AmpStandard standard);
const char *amp_tick_words (AmpTick tick);
const char *amp_about_words (guint about);

/* "Fewer than 11 cases: not shown."; free it. */
char *amp_review_few_words (guint k);

G_END_DECLS
