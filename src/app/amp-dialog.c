/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What every dialog over an open vault has in common. */
#include "app/amp-dialog.h"

void
amp_dialog_put_over (GtkWindow *dialog, GtkWidget *owner, AmpJobs *jobs)
{
  GtkRoot *root = gtk_widget_get_root (owner);

  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (dialog, GTK_WINDOW (root));
  gtk_window_set_destroy_with_parent (dialog, TRUE);
  g_signal_connect_object (jobs, "locking", G_CALLBACK (gtk_window_destroy), dialog,
                           G_CONNECT_SWAPPED);
}
