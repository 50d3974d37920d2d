/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Several lines of text. Always free text of casework, so always private to input methods. */
#include "app/amp-form-text.h"

#include "app/amp-accessible.h"

struct _AmpFormLongText
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkTextView *view;
  gboolean setting;
};

static void amp_form_long_text_value_init (AmpFormValueInterface *iface);

G_DEFINE_TYPE_WITH_CODE (AmpFormLongText,
                         amp_form_long_text,
                         GTK_TYPE_WIDGET,
                         G_IMPLEMENT_INTERFACE (AMP_TYPE_FORM_VALUE, amp_form_long_text_value_init))

static char *
amp_form_long_text_dup_text (AmpFormValue *value)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (AMP_FORM_LONG_TEXT (value)->view);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
}

static void
amp_form_long_text_set_text (AmpFormValue *value, const char *text)
{
  AmpFormLongText *self = AMP_FORM_LONG_TEXT (value);

  self->setting = TRUE;
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view), text != NULL ? text : "", -1);
  self->setting = FALSE;
}

static GtkWidget *
amp_form_long_text_get_target (AmpFormValue *value)
{
  return GTK_WIDGET (AMP_FORM_LONG_TEXT (value)->view);
}

static void
amp_form_long_text_value_init (AmpFormValueInterface *iface)
{
  iface->dup_text = amp_form_long_text_dup_text;
  iface->set_text = amp_form_long_text_set_text;
  iface->get_target = amp_form_long_text_get_target;
}

static void
changed_cb (AmpFormLongText *self)
{
  if (!self->setting)
    amp_form_value_emit_changed (AMP_FORM_VALUE (self));
}

static gboolean
amp_form_long_text_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (AMP_FORM_LONG_TEXT (widget)->view));
}

static void
amp_form_long_text_dispose (GObject *object)
{
  AmpFormLongText *self = AMP_FORM_LONG_TEXT (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (amp_form_long_text_parent_class)->dispose (object);
}

static void
amp_form_long_text_class_init (AmpFormLongTextClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_form_long_text_dispose;
  widget_class->focus = amp_focus_child;
  widget_class->grab_focus = amp_form_long_text_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
amp_form_long_text_init (AmpFormLongText *self)
{
  self->view = GTK_TEXT_VIEW (gtk_text_view_new ());
  gtk_text_view_set_wrap_mode (self->view, GTK_WRAP_WORD_CHAR);
  /* Tab goes to the next field, as everywhere else on a form. */
  gtk_text_view_set_accepts_tab (self->view, FALSE);
  gtk_text_view_set_input_hints (self->view, GTK_INPUT_HINT_PRIVATE | GTK_INPUT_HINT_SPELLCHECK);
  gtk_text_view_set_top_margin (self->view, 8);
  gtk_text_view_set_bottom_margin (self->view, 8);
  gtk_text_view_set_left_margin (self->view, 9);
  gtk_text_view_set_right_margin (self->view, 9);

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->scroller), 72);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scroller), 220);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scroller), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->view));
  gtk_widget_add_css_class (self->scroller, "amp-long-text");
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));

  g_signal_connect_swapped (gtk_text_view_get_buffer (self->view), "changed",
                            G_CALLBACK (changed_cb), self);
}

GtkWidget *
amp_form_long_text_new (void)
{
  return g_object_new (AMP_TYPE_FORM_LONG_TEXT, NULL);
}
