/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shows the long job that runs. */
#include "app/amp-task-bar.h"

#include "app/amp-accessible.h"

#include <glib/gi18n.h>

struct _AmpTaskBar
{
  GtkBox parent_instance;

  /* Borrowed: our children. */
  GtkWidget *revealer;
  GtkWidget *label;
  GtkWidget *bar;

  /* Owned. */
  AmpJobs *jobs;
};

G_DEFINE_FINAL_TYPE (AmpTaskBar, amp_task_bar, GTK_TYPE_BOX)

static void
on_changed (AmpTaskBar *self)
{
  g_autofree char *title = NULL;
  double fraction;

  g_object_get (self->jobs, "title", &title, "fraction", &fraction, NULL);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), title != NULL);
  if (title == NULL)
    return;
  gtk_label_set_label (GTK_LABEL (self->label), title);
  if (fraction < 0)
    gtk_progress_bar_pulse (GTK_PROGRESS_BAR (self->bar));
  else
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), MIN (fraction, 1));
}

static void
on_cancel (AmpTaskBar *self)
{
  amp_jobs_cancel_titled (self->jobs);
}

static void
amp_task_bar_dispose (GObject *object)
{
  AmpTaskBar *self = AMP_TASK_BAR (object);

  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_task_bar_parent_class)->dispose (object);
}

static void
amp_task_bar_class_init (AmpTaskBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amp_task_bar_dispose;
}

static void
amp_task_bar_init (AmpTaskBar *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_ ("_Stop"));

  self->revealer = gtk_revealer_new ();
  self->label = gtk_label_new (NULL);
  self->bar = gtk_progress_bar_new ();
  gtk_widget_set_hexpand (self->bar, TRUE);
  gtk_widget_set_valign (self->bar, GTK_ALIGN_CENTER);
  amp_accessible_set_label (self->bar, _ ("Progress"));
  amp_accessible_set_label (cancel, _ ("Stop"));
  g_signal_connect_swapped (cancel, "clicked", G_CALLBACK (on_cancel), self);
  gtk_box_append (GTK_BOX (box), self->label);
  gtk_box_append (GTK_BOX (box), self->bar);
  gtk_box_append (GTK_BOX (box), cancel);
  gtk_widget_add_css_class (box, "toolbar");
  gtk_revealer_set_child (GTK_REVEALER (self->revealer), box);
  gtk_revealer_set_transition_type (GTK_REVEALER (self->revealer),
                                    GTK_REVEALER_TRANSITION_TYPE_SLIDE_UP);
  gtk_widget_set_hexpand (self->revealer, TRUE);
  gtk_box_append (GTK_BOX (self), self->revealer);
}

void
amp_task_bar_watch (AmpTaskBar *self, AmpJobs *jobs)
{
  g_set_object (&self->jobs, jobs);
  g_signal_connect_object (jobs, "notify::title", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (jobs, "notify::fraction", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
}
