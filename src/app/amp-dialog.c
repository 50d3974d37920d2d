/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What every dialog over an open vault has in common. */
#include "app/amp-dialog.h"

#include "app/amp-guide-window.h"

typedef struct
{
  GtkWidget *below;
  const char *action;
} Act;

static void
act_free (gpointer data)
{
  g_object_unref (((Act *) data)->below);
  g_free (data);
}

static gboolean
act_now (gpointer data)
{
  const Act *act = data;

  gtk_widget_activate_action (act->below, act->action, NULL);
  return G_SOURCE_REMOVE;
}

/* In the window that lies below all others. The dialog goes by it: not while GTK still holds it for
 * the key. */
static gboolean
act_below (GtkWidget *dialog, GVariant *args, gpointer action)
{
  GtkWindow *below = GTK_WINDOW (dialog), *next;
  Act *act = g_new0 (Act, 1);

  (void) args;
  while ((next = gtk_window_get_transient_for (below)) != NULL)
    below = next;
  act->below = GTK_WIDGET (g_object_ref (below));
  act->action = action;
  g_idle_add_full (G_PRIORITY_HIGH, act_now, act, act_free);
  return TRUE;
}

static gboolean
open_guide (GtkWidget *dialog, GVariant *args, gpointer data)
{
  (void) args;
  (void) data;
  amp_guide_window_present (dialog, amp_guide_window_about_focus (GTK_WINDOW (dialog)));
  return TRUE;
}

static void
add_key (GtkEventController *keys, const char *key, GtkShortcutFunc func, const char *action)
{
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_shortcut_trigger_parse_string (key),
                      gtk_callback_action_new (func, (gpointer) action, NULL)));
}

void
amp_dialog_add_keys (GtkWindow *dialog)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  add_key (keys, "F12", act_below, "win.quick-hide");
  add_key (keys, "<Control>l", act_below, "win.lock");
  add_key (keys, "F1", open_guide, NULL);
  gtk_widget_add_controller (GTK_WIDGET (dialog), keys);
}

/* --- Room --- */

/* Words that come while a dialog opens may be asked room for in vain: X11 answers the first size
 * then, and GTK 4.8 does not ask again. Once for each height, as the screen may be too small. */
static void
painted_cb (GtkWindow *dialog)
{
  GtkWidget *child = gtk_window_get_child (dialog);
  gpointer asked = g_object_get_data (G_OBJECT (dialog), "amp-room");
  int wanted;

  if (child == NULL || gtk_window_get_resizable (dialog))
    return;
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, gtk_widget_get_width (child), &wanted, NULL,
                      NULL, NULL);
  if (wanted <= gtk_widget_get_height (child) || GPOINTER_TO_INT (asked) == wanted)
    return;
  g_object_set_data (G_OBJECT (dialog), "amp-room", GINT_TO_POINTER (wanted));
  gtk_widget_queue_resize (GTK_WIDGET (dialog));
}

static void
realized_cb (GtkWidget *dialog)
{
  g_signal_connect_object (gtk_widget_get_frame_clock (dialog), "after-paint",
                           G_CALLBACK (painted_cb), dialog, G_CONNECT_SWAPPED);
}

void
amp_dialog_put_over (GtkWindow *dialog, GtkWidget *owner, AmpJobs *jobs)
{
  GtkRoot *root = gtk_widget_get_root (owner);

  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (dialog, GTK_WINDOW (root));
  gtk_window_set_destroy_with_parent (dialog, TRUE);
  amp_dialog_add_keys (dialog);
  g_signal_connect (dialog, "realize", G_CALLBACK (realized_cb), NULL);
  g_signal_connect_object (jobs, "locking", G_CALLBACK (gtk_window_destroy), dialog,
                           G_CONNECT_SWAPPED);
}

void
amp_dialog_close_all (void)
{
  g_autoptr (GList) all = gtk_window_list_toplevels ();

  for (GList *l = all; l != NULL; l = l->next)
    g_object_ref (l->data);
  for (GList *l = all; l != NULL; l = l->next)
    {
      if (gtk_window_get_transient_for (l->data) != NULL)
        gtk_window_close (l->data);
      g_object_unref (l->data);
    }
}
