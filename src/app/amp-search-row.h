/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A finding of the search box as a row of its list. */
#pragma once

#include "domain/search.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A GtkListBoxRow. Says what kind of thing matched, and what was written there only where the
 * finding holds it. Takes the finding. */
GtkWidget *amp_search_row_new (AmpSearchFinding *finding);
const AmpSearchFinding *amp_search_row_get_finding (GtkWidget *row);

const char *amp_search_group_title (AmpHitGroup group); /* translated */

G_END_DECLS
