/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names and news for those who do not see the screen. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Names a widget; for an editable also the text inside, which is what has the focus. */
void amp_accessible_set_label (GtkWidget *widget, const char *label);
void amp_accessible_set_description (GtkWidget *widget, const char *description);

/* Whether the keyboard is in the widget; gtk_widget_get_focus_child() also tells where it was. */
gboolean amp_has_keyboard (GtkWidget *widget);

/* Shows sentence in an alert label, or hides the label where sentence is NULL. */
void amp_alert_show (GtkLabel *label, const char *sentence);

/* GtkWidgetClass.focus of a widget that hands grab_focus on to a child. On its own it would grab
 * the focus itself where no child takes it: Shift+Tab would never get out, nor Tab out of what is
 * hidden. */
gboolean amp_focus_child (GtkWidget *widget, GtkDirectionType direction);

G_END_DECLS
