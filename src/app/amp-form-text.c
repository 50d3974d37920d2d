/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One line of text: what is typed is checked against the field each time it changes. */
#include "app/amp-form-text.h"

#include "app/amp-accessible.h"

#include <glib/gi18n.h>

struct _AmpFormText
{
  GtkWidget parent_instance;

  const AmpField *field;
  GtkEntry *entry;
  gboolean setting;
};

static void amp_form_text_value_init (AmpFormValueInterface *iface);

G_DEFINE_TYPE_WITH_CODE (AmpFormText,
                         amp_form_text,
                         GTK_TYPE_WIDGET,
                         G_IMPLEMENT_INTERFACE (AMP_TYPE_FORM_VALUE, amp_form_text_value_init))

static char *
amp_form_text_dup_text (AmpFormValue *value)
{
  AmpFormText *self = AMP_FORM_TEXT (value);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  char *canonical = NULL;

  if (amp_field_canonical (self->field, text, &canonical, NULL))
    return canonical != NULL ? canonical : g_strdup ("");
  return g_strdup (text);
}

static void
amp_form_text_set_text (AmpFormValue *value, const char *text)
{
  AmpFormText *self = AMP_FORM_TEXT (value);

  self->setting = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text != NULL ? text : "");
  self->setting = FALSE;
}

static const char *
amp_form_text_get_problem (AmpFormValue *value)
{
  AmpFormText *self = AMP_FORM_TEXT (value);
  g_autofree char *canonical = NULL;

  if (amp_field_canonical (self->field, gtk_editable_get_text (GTK_EDITABLE (self->entry)),
                           &canonical, NULL))
    return NULL;
  if (self->field->kind == AMP_KIND_INTEGER)
    return self->field->max > self->field->min ? _ ("Write a whole number within the usual range.")
                                               : _ ("Write a whole number, for example 3.");
  return _ ("This is not written as expected here. Check letters, digits and length.");
}

static GtkWidget *
amp_form_text_get_target (AmpFormValue *value)
{
  return GTK_WIDGET (AMP_FORM_TEXT (value)->entry);
}

static void
amp_form_text_value_init (AmpFormValueInterface *iface)
{
  iface->dup_text = amp_form_text_dup_text;
  iface->set_text = amp_form_text_set_text;
  iface->get_problem = amp_form_text_get_problem;
  iface->get_target = amp_form_text_get_target;
}

static void
changed_cb (AmpFormText *self)
{
  if (!self->setting)
    amp_form_value_emit_changed (AMP_FORM_VALUE (self));
}

static gboolean
amp_form_text_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (AMP_FORM_TEXT (widget)->entry));
}

static void
amp_form_text_dispose (GObject *object)
{
  AmpFormText *self = AMP_FORM_TEXT (object);

  g_clear_pointer ((GtkWidget **) &self->entry, gtk_widget_unparent);
  G_OBJECT_CLASS (amp_form_text_parent_class)->dispose (object);
}

static void
amp_form_text_class_init (AmpFormTextClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_form_text_dispose;
  widget_class->focus = amp_focus_child;
  widget_class->grab_focus = amp_form_text_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
amp_form_text_init (AmpFormText *self)
{
  self->entry = GTK_ENTRY (gtk_entry_new ());
  gtk_entry_set_activates_default (self->entry, TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->entry), TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 6);
  gtk_widget_set_parent (GTK_WIDGET (self->entry), GTK_WIDGET (self));
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (changed_cb), self);
}

GtkWidget *
amp_form_text_new (const AmpField *field)
{
  AmpFormText *self = g_object_new (AMP_TYPE_FORM_TEXT, NULL);

  self->field = field;
  if (amp_field_is_private (field))
    gtk_entry_set_input_hints (self->entry, GTK_INPUT_HINT_PRIVATE | GTK_INPUT_HINT_NO_EMOJI);
  if (field->kind == AMP_KIND_INTEGER)
    gtk_entry_set_input_purpose (self->entry, GTK_INPUT_PURPOSE_DIGITS);
  return GTK_WIDGET (self);
}
