/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What auditors found, until somebody has dealt with it: those that wait first, each with its
 * answer. Supervisors; whoever is none reads why there is nothing. */
#pragma once

#include "app/amp-jobs.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_FINDINGS_PAGE (amp_findings_page_get_type ())
G_DECLARE_FINAL_TYPE (AmpFindingsPage, amp_findings_page, AMP, FINDINGS_PAGE, AdwBin)

/* Reads them each time it comes to the screen. */
AmpFindingsPage *amp_findings_page_new (AmpJobs *jobs);

gboolean amp_findings_page_is_loaded (AmpFindingsPage *self);

/* Actions: findings.begin (x), findings.close (x), findings.reject (x), findings.take-in;
 * findings.see (x) asks to see the case behind its record, findings.open (x) opens it. */

G_END_DECLS
