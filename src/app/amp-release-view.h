/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is about to be handed over, as it will be read: one table, or the year's report with its
 * first line, each of its tables, and why others stay behind. */
#pragma once

#include "domain/release.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* title: accessible name of a single table. */
GtkWidget *amp_release_view_new (const AmpReleasePlan *plan, const char *title);

G_END_DECLS
