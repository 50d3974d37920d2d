/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Three buttons side by side, one of them pressed. */
#include "app/amp-form-choice.h"

#include "app/amp-accessible.h"

#include <glib/gi18n.h>

enum
{
  YES,
  NO,
  NO_DATA,
  N_ANSWERS
};

static const char *const answer_values[N_ANSWERS] = {"1", "0", ""};

struct _AmpFormChoice
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkToggleButton *answers[N_ANSWERS];
  gboolean setting;
};

static void amp_form_choice_value_init (AmpFormValueInterface *iface);

G_DEFINE_TYPE_WITH_CODE (AmpFormChoice,
                         amp_form_choice,
                         GTK_TYPE_WIDGET,
                         G_IMPLEMENT_INTERFACE (AMP_TYPE_FORM_VALUE, amp_form_choice_value_init))

static guint
active_answer (AmpFormChoice *self)
{
  for (guint i = 0; i < N_ANSWERS; i++)
    if (gtk_toggle_button_get_active (self->answers[i]))
      return i;
  return NO_DATA;
}

static char *
amp_form_choice_dup_text (AmpFormValue *value)
{
  return g_strdup (answer_values[active_answer (AMP_FORM_CHOICE (value))]);
}

static void
amp_form_choice_set_text (AmpFormValue *value, const char *text)
{
  AmpFormChoice *self = AMP_FORM_CHOICE (value);
  guint answer = NO_DATA;

  for (guint i = 0; i < N_ANSWERS; i++)
    if (g_strcmp0 (text, answer_values[i]) == 0)
      answer = i;
  self->setting = TRUE;
  gtk_toggle_button_set_active (self->answers[answer], TRUE);
  self->setting = FALSE;
}

static GtkWidget *
amp_form_choice_get_target (AmpFormValue *value)
{
  return AMP_FORM_CHOICE (value)->box;
}

static void
amp_form_choice_set_label (AmpFormValue *value, const char *label)
{
  AmpFormChoice *self = AMP_FORM_CHOICE (value);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->box), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  for (guint i = 0; i < N_ANSWERS; i++)
    {
      g_autofree char *name =
        g_strdup_printf ("%s: %s", label, gtk_button_get_label (GTK_BUTTON (self->answers[i])));

      gtk_accessible_update_property (GTK_ACCESSIBLE (self->answers[i]),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    }
}

static void
amp_form_choice_value_init (AmpFormValueInterface *iface)
{
  iface->dup_text = amp_form_choice_dup_text;
  iface->set_text = amp_form_choice_set_text;
  iface->get_target = amp_form_choice_get_target;
  iface->set_label = amp_form_choice_set_label;
}

static void
toggled_cb (AmpFormChoice *self, GtkToggleButton *answer)
{
  /* Two buttons toggle at each change: one goes up, one goes down. */
  if (!self->setting && gtk_toggle_button_get_active (answer))
    amp_form_value_emit_changed (AMP_FORM_VALUE (self));
}

static gboolean
amp_form_choice_grab_focus (GtkWidget *widget)
{
  AmpFormChoice *self = AMP_FORM_CHOICE (widget);
  guint answer = active_answer (self);

  return gtk_widget_grab_focus (GTK_WIDGET (self->answers[answer]));
}

static void
amp_form_choice_dispose (GObject *object)
{
  AmpFormChoice *self = AMP_FORM_CHOICE (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (amp_form_choice_parent_class)->dispose (object);
}

static void
amp_form_choice_class_init (AmpFormChoiceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_form_choice_dispose;
  widget_class->focus = amp_focus_child;
  widget_class->grab_focus = amp_form_choice_grab_focus;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
amp_form_choice_init (AmpFormChoice *self)
{
  const char *labels[N_ANSWERS] = {_ ("Yes"), _ ("No"), _ ("No data")};

  self->box = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_RADIO_GROUP,
                            "homogeneous", TRUE, NULL);
  gtk_widget_add_css_class (self->box, "linked");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  for (guint i = 0; i < N_ANSWERS; i++)
    {
      GtkWidget *answer = gtk_toggle_button_new_with_label (labels[i]);

      self->answers[i] = GTK_TOGGLE_BUTTON (answer);
      if (i > 0)
        gtk_toggle_button_set_group (self->answers[i], self->answers[0]);
      gtk_widget_set_hexpand (answer, TRUE);
      gtk_box_append (GTK_BOX (self->box), answer);
      g_signal_connect_swapped (answer, "toggled", G_CALLBACK (toggled_cb), self);
    }
  gtk_toggle_button_set_active (self->answers[NO_DATA], TRUE);
}

GtkWidget *
amp_form_choice_new (gboolean may_clear)
{
  AmpFormChoice *self = g_object_new (AMP_TYPE_FORM_CHOICE, NULL);

  gtk_widget_set_visible (GTK_WIDGET (self->answers[NO_DATA]), may_clear);
  return GTK_WIDGET (self);
}
