/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names and news for those who do not see the screen. */
#include "app/amp-accessible.h"

static void
set_property (GtkWidget *widget, GtkAccessibleProperty property, const char *text)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), property, text, -1);
  if (GTK_IS_EDITABLE (widget))
    {
      GtkEditable *delegate = gtk_editable_get_delegate (GTK_EDITABLE (widget));

      if (delegate != NULL)
        set_property (GTK_WIDGET (delegate), property, text);
    }
  /* The focus goes to the button inside. */
  if (GTK_IS_DROP_DOWN (widget) && gtk_widget_get_first_child (widget) != NULL)
    set_property (gtk_widget_get_first_child (widget), property, text);
}

void
amp_accessible_set_label (GtkWidget *widget, const char *label)
{
  set_property (widget, GTK_ACCESSIBLE_PROPERTY_LABEL, label);
}

void
amp_accessible_set_description (GtkWidget *widget, const char *description)
{
  set_property (widget, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description);
}

void
amp_alert_show (GtkLabel *label, const char *sentence)
{
  gtk_label_set_label (label, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (label), sentence != NULL);
}

gboolean
amp_has_keyboard (GtkWidget *widget)
{
  return (gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
}

gboolean
amp_focus_child (GtkWidget *widget, GtkDirectionType direction)
{
  GtkWidget *child = amp_has_keyboard (widget) ? gtk_widget_get_focus_child (widget)
                                               : gtk_widget_get_first_child (widget);

  return child != NULL && gtk_widget_child_focus (child, direction);
}
