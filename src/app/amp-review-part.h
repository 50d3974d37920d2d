/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the parts of the review are put together of. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A page that scrolls, with what is appended to the box it gives; the box is borrowed. */
GtkWidget *amp_part_new (GtkBox **box);
GtkWidget *amp_part_group_new (GtkBox *box, const char *title, const char *description);
/* A row that says something; detail may be NULL. */
GtkWidget *amp_part_row_new (const char *title, const char *detail);
GtkWidget *amp_part_icon_new (const char *name, const char *css);
GtkWidget *amp_part_label_new (const char *text, const char *css);

G_END_DECLS
