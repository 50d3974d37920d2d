/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rows of a list of the programme, as what stands above them narrows them: the newest ones, how
 * many there are, and a button for more. */
#pragma once

#include "app/amp-jobs.h"
#include "app/amp-programme-bar.h"

G_BEGIN_DECLS

#define AMP_TYPE_PROGRAMME_ROWS (amp_programme_rows_get_type ())
G_DECLARE_FINAL_TYPE (AmpProgrammeRows, amp_programme_rows, AMP, PROGRAMME_ROWS, GtkBox)

/* Follows the bar, which has to live as long. */
GtkWidget *
amp_programme_rows_new (const AmpProgrammeKind *kind, AmpJobs *jobs, AmpProgrammeBar *bar);

/* Asks for the rows again. */
void amp_programme_rows_reload (AmpProgrammeRows *self);
/* The row of that record is marked, now and in what is listed later; 0: none. */
void amp_programme_rows_select (AmpProgrammeRows *self, gint64 id);
/* The marked row while the keyboard is among the rows; 0: it is elsewhere. */
gint64 amp_programme_rows_get_focused (AmpProgrammeRows *self);

gboolean amp_programme_rows_is_loaded (AmpProgrammeRows *self);
/* There is no record at all, not only none that what is chosen lets through. */
gboolean amp_programme_rows_is_empty (AmpProgrammeRows *self);

/* For tests. */
GtkListBox *amp_programme_rows_get_list (AmpProgrammeRows *self);
const char *amp_programme_rows_get_count (AmpProgrammeRows *self); /* "3 of 12" */

/* Signals: "listed" (), what was asked for is shown; "chosen" (gint64), somebody wants to see that
 * record. */

G_END_DECLS
