/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Goes through every page and dialog of an open vault, so that a test of all of them forgets none:
 * the rows of the sidebar, possible duplicates, the parts of a case; what the menu opens, and what
 * counts and duplicates do. Builds on harness.h. */
#pragma once

#include "harness.h"

G_BEGIN_DECLS

/* name: of the page, of a part of a case "case-" and a number; for files and messages. */
typedef void (*WalkFunc) (AmpWindow *window, const char *name, gpointer data);

/* The window is unlocked. Calls func once for each page, loaded and painted. */
void walk_pages (AmpWindow *window, WalkFunc func, gpointer data);
/* Of these, the rows of the sidebar alone, and the parts of the first case of the list alone: where
 * looking for duplicates would take too long. */
void walk_sidebar (AmpWindow *window, WalkFunc func, gpointer data);
void walk_case (AmpWindow *window, WalkFunc func, gpointer data);

/* The same with the parts of a review, whose pack is open: "review-log" … and a record that nobody
 * may see ("review-few"). */
void walk_review (AmpWindow *window, WalkFunc func, gpointer data);

typedef void (*WalkDialogFunc) (AmpWindow *window,
                                GtkWindow *dialog,
                                const char *name,
                                gpointer data);

/* The same for each dialog. There has to be a pair: harness_add_twins(). Closes what func leaves
 * open. */
void walk_dialogs (AmpWindow *window, WalkDialogFunc func, gpointer data);
/* The dialog over the window; NULL. */
GtkWindow *walk_dialog_of (AmpWindow *window);

/* What a widget looks like now; free it. */
GdkTexture *walk_texture (GtkWidget *widget);

G_END_DECLS
