/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table of counts as figures: labels, totals, hidden cells, chart, map. */
#pragma once

#include "domain/counts.h"
#include "domain/figures.h"

G_BEGIN_DECLS

/* One dimension: a column of counts. Two: the second one's values are the columns, with their
 * total, unless there are too many to stand side by side. More: a row for each combination. The
 * chart and the map are those of the totals by the first dimension, where they say anything, over
 * time where that is time; no chart where one of its bars is hidden. Borrowed. */
AmpFigureTable *amp_figures_add_counts (AmpFigures *self,
                                        const AmpCountTable *table,
                                        const char *name,
                                        const char *title);
/* Those of the table but the first, which is the notice. */
void amp_figures_add_count_notes (AmpFigures *self, const AmpCountTable *table);

/* --- Facts that tables of counts and reports share --- */

void amp_figures_add_period (AmpFigures *self, const AmpCountSpec *spec);
/* When the data were read, as the clock on the wall said. */
void amp_figures_add_moment (AmpFigures *self);
/* label: N_(). */
void amp_figures_add_number (AmpFigures *self, const char *name, const char *label, guint64 number);

/* --- Files and the clipboard --- */

/* In one of the four formats. */
GBytes *amp_figures_to_bytes (const AmpFigures *self, AmpCountFormat format, GError **error);

/* The bytes of a file; who may have it is the caller's question. office: letterhead, NULL: none.
 * user: who made it, told in an internal table alone. translate NULL: English. */
GBytes *amp_count_table_to_bytes (const AmpCountTable *self,
                                  AmpCountFormat format,
                                  const char *office,
                                  gint64 user,
                                  AmpTranslate translate,
                                  const char *language,
                                  GError **error);

/* The exact table for the clipboard, tabs between cells; writes the EXPORT event first.
 * Supervisors. Free it. */
char *amp_count_table_copy (AmpSession *session,
                            const AmpCountTable *table,
                            AmpTranslate translate,
                            const char *language,
                            GError **error);

G_END_DECLS
