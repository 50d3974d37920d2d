/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one search box, in the head of the window and so on every page: findings under it as one
 * types, Enter opens the case where it was found. Names are veiled until asked for. */
#pragma once

#include "app/amp-jobs.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_SEARCH_BOX (amp_search_box_get_type ())
G_DECLARE_FINAL_TYPE (AmpSearchBox, amp_search_box, AMP, SEARCH_BOX, AdwBin)

void amp_search_box_watch (AmpSearchBox *self, AmpJobs *jobs);

/* Puts the keyboard into it. */
void amp_search_box_focus (AmpSearchBox *self);
/* Whether findings are shown. */
gboolean amp_search_box_is_open (AmpSearchBox *self);
/* Empties it, so that nothing of it is on the screen. */
void amp_search_box_close (AmpSearchBox *self);
void amp_search_box_toggle_names (AmpSearchBox *self);

/* For tests: rows shown, and whether what is shown answers what is typed. */
GtkListBox *amp_search_box_get_list (AmpSearchBox *self);
gboolean amp_search_box_is_settled (AmpSearchBox *self);

/* Signals: "left" (): it was closed by Escape; the page takes the keyboard back. */

G_END_DECLS
