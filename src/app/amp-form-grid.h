/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Field rows in as many columns as the width gives, hidden ones leaving no hole: what a GtkGrid
 * cannot and a GtkFlowBox, with its own idea of the keyboard, should not. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AMP_TYPE_FORM_GRID (amp_form_grid_get_type ())
G_DECLARE_FINAL_TYPE (AmpFormGrid, amp_form_grid, AMP, FORM_GRID, GtkWidget)

G_END_DECLS
