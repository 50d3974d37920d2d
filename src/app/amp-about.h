/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The small windows that tell about the program: what it is, and its keys. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void amp_about_present (GtkWindow *parent);
void amp_shortcuts_present (GtkWindow *parent);

G_END_DECLS
