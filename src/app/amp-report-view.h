/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an import found, row by row, as a table; and where it is saved. */
#pragma once

#include "domain/report.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_REPORT_VIEW (amp_report_view_get_type ())
G_DECLARE_FINAL_TYPE (AmpReportView, amp_report_view, AMP, REPORT_VIEW, AdwBin)

/* report is borrowed, and outlives what is shown; NULL: nothing is shown. */
void amp_report_view_show (AmpReportView *self, const AmpReport *report);
/* Asks where to. alert says what went wrong. */
void amp_report_view_save (AmpReportView *self, GtkLabel *alert);

G_END_DECLS
