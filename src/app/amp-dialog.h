/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What every dialog over an open vault has in common. */
#pragma once

#include "app/amp-jobs.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Over the window of owner, and gone with it. A lock takes it away too, whatever it shows. Not
 * presented yet. */
void amp_dialog_put_over (GtkWindow *dialog, GtkWidget *owner, AmpJobs *jobs);

G_END_DECLS
