/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The label has the role of a status, so a screen reader tells when it changes. */
#include "app/amp-form-hint.h"

struct _AmpFormHint
{
  GtkBox parent_instance;

  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (AmpFormHint, amp_form_hint, GTK_TYPE_BOX)

static void
amp_form_hint_class_init (AmpFormHintClass *klass)
{
  (void) klass;
}

static void
amp_form_hint_init (AmpFormHint *self)
{
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-information-symbolic");

  self->label =
    GTK_LABEL (g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_xalign (self->label, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->label), TRUE);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_box_set_spacing (GTK_BOX (self), 10);
  gtk_box_append (GTK_BOX (self), icon);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->label));
  gtk_widget_add_css_class (GTK_WIDGET (self), "amp-bar");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static AmpFormHint *
find (GtkWidget *root, const char *name)
{
  if (AMP_IS_FORM_HINT (root) && g_strcmp0 (gtk_widget_get_name (root), name) == 0)
    return AMP_FORM_HINT (root);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      AmpFormHint *found = find (child, name);

      if (found != NULL)
        return found;
    }
  return NULL;
}

void
amp_form_hint_show (GtkWidget *form, const char *name, const char *sentence)
{
  AmpFormHint *self = find (form, name);

  if (self == NULL)
    return;
  gtk_label_set_text (self->label, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self), sentence != NULL);
}

const char *
amp_form_hint_peek (GtkWidget *form, const char *name)
{
  AmpFormHint *self = find (form, name);

  return self != NULL && gtk_widget_get_visible (GTK_WIDGET (self))
           ? gtk_label_get_text (self->label)
           : NULL;
}
