/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asking for a case that belongs to somebody else of the team. */
#pragma once

#include "app/amp-jobs.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks for the reason, over the window of owner, and sends the request; a toast tells what became
 * of it. */
GtkWindow *amp_case_wish_present (GtkWidget *owner, AmpJobs *jobs, gint64 case_id);

G_END_DECLS
