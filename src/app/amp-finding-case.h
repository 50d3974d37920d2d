/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which case a finding's record is, for a row of the findings page: where it stands, a button to
 * ask or to see, and the jobs behind it. Two supervisors: domain/review.h. */
#pragma once

#include "app/amp-jobs.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Names of people as a choice, "Ana, Berta or Carla"; NULL: nobody. Free it. */
char *amp_finding_case_names (const char *const *who);

/* One sentence on where it stands; NULL where the button says it all. Free it. */
char *amp_finding_case_words (const AmpResolveLook *look);
/* The button's label with its mnemonic, and its action, "findings.see" or "findings.open"; NULL:
 * there is nothing that she could do. */
const char *amp_finding_case_button (const AmpResolveLook *look, const char **action);

/* Called when it is done, well or not: the page reads anew. owner: a widget. */
typedef void (*AmpFindingCaseDone) (gpointer owner);

/* Asks for the reason, and then the other supervisors. */
void amp_finding_case_ask (GtkWidget *owner,
                           AmpJobs *jobs,
                           gint64 finding,
                           const AmpResolveLook *look,
                           AmpFindingCaseDone done);
/* Uses the approval up, and opens the case. */
void
amp_finding_case_open (GtkWidget *owner, AmpJobs *jobs, gint64 finding, AmpFindingCaseDone done);

G_END_DECLS
