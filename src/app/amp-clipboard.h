/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The clipboard does not keep what was copied: after a minute, and with the lock, it is empty
 * again, unless another program has put something into it. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AMP_CLIPBOARD_SECONDS 60

/* Watches both clipboards of the display, so that it does not matter how something was copied. Once
 * per display; more do nothing. */
void amp_clipboard_guard (GdkDisplay *display);
/* For tests. */
void amp_clipboard_set_seconds (GdkDisplay *display, guint seconds);

/* While it is shut nothing that this program copies or selects stays on either of them: for a page
 * whose contents must not leave. */
void amp_clipboard_shut (GdkDisplay *display, gboolean shut);

/* Copies, marked as a secret for those managers of clipboards that know the mark. */
void amp_clipboard_copy (GtkWidget *widget, const char *text);
/* Now, what is ours. */
void amp_clipboard_clear (GdkDisplay *display);

G_END_DECLS
