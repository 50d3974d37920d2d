/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes a fixed report of the office to a file: which one, of which period, in which format. */
#pragma once

#include "app/amp-jobs.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_REPORT_DIALOG (amp_report_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AmpReportDialog, amp_report_dialog, AMP, REPORT_DIALOG, AdwWindow)

/* Begins with the report of that name, as a PDF: "monthly" of last month, "year" of this year, one
 * click away. */
AmpReportDialog *amp_report_dialog_present (GtkWidget *parent, AmpJobs *jobs, const char *name);

G_END_DECLS
