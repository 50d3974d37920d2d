/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What every dialog over an open vault has in common. */
#pragma once

#include "app/amp-jobs.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The keys that hold wherever one is: F12 hides, Ctrl+L locks, F1 opens the guide. GTK gives a
 * window that lies over another none of its keys. */
void amp_dialog_add_keys (GtkWindow *dialog);

/* Over the window of owner, and gone with it; with those keys. A lock takes it away too, whatever
 * it shows. Not presented yet. */
void amp_dialog_put_over (GtkWindow *dialog, GtkWidget *owner, AmpJobs *jobs);

/* Whatever lies over a window: the guide, a question, a list of keys. */
void amp_dialog_close_all (void);

G_END_DECLS
