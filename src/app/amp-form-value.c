/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The interface between a field row and its editor. */
#include "app/amp-form-value.h"

#include "app/amp-accessible.h"

G_DEFINE_INTERFACE (AmpFormValue, amp_form_value, GTK_TYPE_WIDGET)

static guint changed_signal;

static void
amp_form_value_default_init (AmpFormValueInterface *iface)
{
  /* "value-changed": by the person, never by set_text(). */
  changed_signal = g_signal_new ("value-changed", G_TYPE_FROM_INTERFACE (iface), G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

char *
amp_form_value_dup_text (AmpFormValue *self)
{
  return AMP_FORM_VALUE_GET_IFACE (self)->dup_text (self);
}

void
amp_form_value_set_text (AmpFormValue *self, const char *text)
{
  AMP_FORM_VALUE_GET_IFACE (self)->set_text (self, text);
}

const char *
amp_form_value_get_problem (AmpFormValue *self)
{
  AmpFormValueInterface *iface = AMP_FORM_VALUE_GET_IFACE (self);

  return iface->get_problem != NULL ? iface->get_problem (self) : NULL;
}

GtkWidget *
amp_form_value_get_target (AmpFormValue *self)
{
  return AMP_FORM_VALUE_GET_IFACE (self)->get_target (self);
}

void
amp_form_value_set_label (AmpFormValue *self, const char *label)
{
  AmpFormValueInterface *iface = AMP_FORM_VALUE_GET_IFACE (self);

  if (iface->set_label != NULL)
    iface->set_label (self, label);
  else
    amp_accessible_set_label (iface->get_target (self), label);
}

void
amp_form_value_emit_changed (AmpFormValue *self)
{
  g_signal_emit (self, changed_signal, 0);
}

GtkWidget *
amp_form_value_new_titled (AmpFormValue *self, const char *label)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *title = gtk_label_new (label);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "caption");
  gtk_widget_add_css_class (title, "dim-label");
  amp_form_value_set_label (self, label);
  gtk_box_append (GTK_BOX (column), title);
  gtk_box_append (GTK_BOX (column), GTK_WIDGET (self));
  return column;
}
