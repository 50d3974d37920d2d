/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What of the person a referral shares, to be seen before it is sent. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* items: of AmpSharedItem. Private values are covered while veiled. */
void amp_referral_preview_fill (GtkGrid *grid, GPtrArray *items, gboolean veiled);

G_END_DECLS
