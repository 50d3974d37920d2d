/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The small windows that tell about the program. */
#include "app/amp-about.h"

static GtkWindow *
window_from (GtkBuilder *builder, const char *id, GtkWindow *parent)
{
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, id));

  gtk_window_set_transient_for (window, parent);
  return window;
}

void
amp_about_present (GtkWindow *parent)
{
  g_autoptr (GtkBuilder) builder =
    gtk_builder_new_from_resource ("/org/amparo/Amparo/amp-about.ui");
  GtkLabel *version = GTK_LABEL (gtk_builder_get_object (builder, "version"));

  gtk_label_set_label (version, AMP_VERSION);
  gtk_window_present (window_from (builder, "about", parent));
}

void
amp_shortcuts_present (GtkWindow *parent)
{
  g_autoptr (GtkBuilder) builder =
    gtk_builder_new_from_resource ("/org/amparo/Amparo/amp-shortcuts.ui");

  /* GTK turns the pages round with each group that is added while there are two: all come on one,
   * which is then divided once. */
  g_object_set (gtk_builder_get_object (builder, "section"), "max-height", 17, NULL);
  gtk_window_present (window_from (builder, "shortcuts", parent));
}
