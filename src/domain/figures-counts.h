/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table of counts as figures: labels, totals, hidden cells, chart, map. */
#pragma once

#include "domain/counts.h"
#include "domain/figures.h"

G_BEGIN_DECLS

/* One dimension: a column of counts. Two: the second one's values are the columns, with their
 * total. More: a row for each combination. The chart and the map are those of the totals by the
 * first dimension, where they say anything. Borrowed. */
AmpFigureTable *amp_figures_add_counts (AmpFigures *self,
                                        const AmpCountTable *table,
                                        const char *name,
                                        const char *title);
/* Those of the table but the first, which is the notice. */
void amp_figures_add_count_notes (AmpFigures *self, const AmpCountTable *table);

/* The exact table for the clipboard, tabs between cells; writes the EXPORT event first.
 * Supervisors. Free it. */
char *amp_count_table_copy (AmpSession *session,
                            const AmpCountTable *table,
                            AmpTranslate translate,
                            const char *language,
                            GError **error);

G_END_DECLS
