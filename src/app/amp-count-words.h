/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is said about a table of counts: unit, period, moment, notes. Translated; free the results.
 */
#pragma once

#include "domain/counts.h"

G_BEGIN_DECLS

/* N_(), static. */
const char *amp_count_words_unit (AmpUnit unit);

/* "01/11/2026 to 30/11/2026" */
char *amp_count_words_period (const AmpCountSpec *spec);
/* "Region of assistance × Sex; only Sex: Female" */
char *amp_count_words_columns (const AmpCountSpec *spec);
/* "2026", "2026-Q1", "2026-03" in words. */
char *amp_count_words_span (const char *name);
/* A UTC timestamp as the clock on the wall said. */
char *amp_count_words_moment (const char *timestamp);

/* "Persons assisted: 300" */
char *amp_count_words_heading (const AmpCountTable *table);
/* "01/11/2026 to 30/11/2026 · data as of 24/11/2026 14:07" */
char *amp_count_words_subheading (const AmpCountTable *table);
/* The counting rules that bear on the table, one a line. */
char *amp_count_words_notes (const AmpCountTable *table);

G_END_DECLS
