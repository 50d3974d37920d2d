/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goes through every page of an open vault, so that a test of all pages forgets none: the rows of
 * the sidebar, and the parts of a case. Builds on harness.h. */
#pragma once

#include "harness.h"

G_BEGIN_DECLS

/* name: of the page, of a part of a case "case-" and a number; for files and messages. */
typedef void (*WalkFunc) (AmpWindow *window, const char *name, gpointer data);

/* The window is unlocked. Calls func once for each page, loaded and painted. */
void walk_pages (AmpWindow *window, WalkFunc func, gpointer data);

/* What a widget looks like now; free it. */
GdkTexture *walk_texture (GtkWidget *widget);

G_END_DECLS
