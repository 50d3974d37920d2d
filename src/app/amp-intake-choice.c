/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Toggle buttons of one group; pressing the one that is down takes the answer away again. */
#include "app/amp-intake-choice.h"

#include "model/codelist.h"

#define MOST 4

struct _AmpIntakeChoice
{
  GtkBox parent_instance;

  /* Borrowed */
  const char *const *codes;
  GtkWidget *buttons[MOST];
};

G_DEFINE_FINAL_TYPE (AmpIntakeChoice, amp_intake_choice, GTK_TYPE_BOX)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
toggled_cb (AmpIntakeChoice *self, GtkToggleButton *button)
{
  for (guint i = 0; i < MOST && gtk_toggle_button_get_active (button); i++)
    if (self->buttons[i] != NULL && self->buttons[i] != GTK_WIDGET (button))
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->buttons[i]), FALSE);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
amp_intake_choice_class_init (AmpIntakeChoiceClass *klass)
{
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
amp_intake_choice_init (AmpIntakeChoice *self)
{
  gtk_box_set_spacing (GTK_BOX (self), 12);
  gtk_widget_add_css_class (GTK_WIDGET (self), "amp-record");
}

static GtkWidget *
make_button (AmpIntakeChoice *self, const char *question, const AmpCode *code)
{
  const char *label = amp_code_label (code, amp_code_language ());
  GtkWidget *button = gtk_toggle_button_new_with_label (label);
  g_auto (GStrv) parts = g_strsplit (question, "_", -1);
  g_autofree char *plain = g_strjoinv (NULL, parts);
  g_autofree char *name = g_strdup_printf ("%s %s", plain, label);

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (button, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  return button;
}

AmpIntakeChoice *
amp_intake_choice_new (const char *question, const char *list, const char *const *codes)
{
  AmpIntakeChoice *self = g_object_new (AMP_TYPE_INTAKE_CHOICE, NULL);
  GtkWidget *label = gtk_label_new_with_mnemonic (question);
  GtkWidget *answers = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  const AmpCodeList *codelist = amp_code_list_find (list);

  self->codes = codes;
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (answers, "linked");
  gtk_widget_set_valign (answers, GTK_ALIGN_CENTER);
  for (guint i = 0; i < MOST && codes[i] != NULL; i++)
    {
      self->buttons[i] = make_button (self, question, amp_code_list_lookup (codelist, codes[i]));
      gtk_box_append (GTK_BOX (answers), self->buttons[i]);
    }
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), self->buttons[0]);
  gtk_box_append (GTK_BOX (self), label);
  gtk_box_append (GTK_BOX (self), answers);
  return self;
}

const char *
amp_intake_choice_get (AmpIntakeChoice *self)
{
  for (guint i = 0; i < MOST && self->buttons[i] != NULL; i++)
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->buttons[i])))
      return self->codes[i];
  return NULL;
}

void
amp_intake_choice_set (AmpIntakeChoice *self, const char *code)
{
  for (guint i = 0; i < MOST && self->buttons[i] != NULL; i++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->buttons[i]),
                                  g_strcmp0 (self->codes[i], code) == 0);
}
