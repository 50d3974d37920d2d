/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Takes no keyboard when it comes: whoever types goes on typing. */
#include "app/amp-draft-bar.h"

#include "app/amp-drafts.h"

#include <glib/gi18n.h>

struct _AmpDraftBar
{
  GtkBox parent_instance;

  /* Borrowed: our children. */
  GtkWidget *label;
  GtkWidget *retry;

  AmpDrafts *drafts; /* owned */
};

G_DEFINE_FINAL_TYPE (AmpDraftBar, amp_draft_bar, GTK_TYPE_BOX)

static void
on_changed (AmpDraftBar *self)
{
  const char *trouble = amp_drafts_get_trouble (self->drafts);

  /* Set only where it is another: a screen reader reads it once, not every few seconds. */
  if (trouble != NULL && g_strcmp0 (trouble, gtk_label_get_label (GTK_LABEL (self->label))) != 0)
    gtk_label_set_label (GTK_LABEL (self->label), trouble);
  gtk_widget_set_visible (self->retry, amp_drafts_are_held (self->drafts));
  gtk_widget_set_visible (GTK_WIDGET (self), trouble != NULL);
}

static void
on_retry (AmpDraftBar *self)
{
  amp_drafts_retry (self->drafts);
}

static void
amp_draft_bar_dispose (GObject *object)
{
  g_clear_object (&AMP_DRAFT_BAR (object)->drafts);
  G_OBJECT_CLASS (amp_draft_bar_parent_class)->dispose (object);
}

static void
amp_draft_bar_class_init (AmpDraftBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amp_draft_bar_dispose;
}

static void
amp_draft_bar_init (AmpDraftBar *self)
{
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  self->label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, NULL);
  self->retry = gtk_button_new_with_mnemonic (_ ("_Try again now"));
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_widget_set_hexpand (self->label, TRUE);
  gtk_widget_set_valign (self->retry, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->retry, "clicked", G_CALLBACK (on_retry), self);
  gtk_box_set_spacing (GTK_BOX (self), 12);
  gtk_box_append (GTK_BOX (self), icon);
  gtk_box_append (GTK_BOX (self), self->label);
  gtk_box_append (GTK_BOX (self), self->retry);
  gtk_widget_add_css_class (GTK_WIDGET (self), "amp-trouble");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
amp_draft_bar_watch (AmpDraftBar *self, AmpJobs *jobs)
{
  g_set_object (&self->drafts, amp_drafts_of (jobs));
  g_signal_connect_object (self->drafts, "changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  on_changed (self);
}

const char *
amp_draft_bar_get_sentence (AmpDraftBar *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self)) ? gtk_label_get_label (GTK_LABEL (self->label))
                                                    : NULL;
}
