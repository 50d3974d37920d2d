/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The next steps of a case, and the way its risk went. */
#include "app/amp-case-widgets.h"

#include "app/amp-accessible.h"
#include "app/amp-record-text.h"
#include "app/amp-step-text.h"
#include "domain/risk.h"

#include <glib/gi18n.h>

#define SHOWN_MOST 8 /* more of them are seen in their parts */

static void
clear (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

/* --- Steps --- */

static GtkWidget *
make_step (const AmpStep *step)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  g_autofree char *text = amp_step_text (step);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (amp_step_icon (step)));
  gtk_box_append (GTK_BOX (box), label);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "amp-record");
  if (amp_step_is_overdue (step))
    gtk_widget_add_css_class (button, "amp-overdue");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(sx)", step->entity, step->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "case.show-record");
  amp_accessible_set_label (button, text);
  return button;
}

static void
show_steps (GtkWidget *box, const char *entity G_GNUC_UNUSED, AmpSectionContext *context)
{
  g_autoptr (GArray) steps = amp_next_steps (context->file);

  clear (box);
  for (guint i = 0; i < MIN (steps->len, SHOWN_MOST); i++)
    gtk_box_append (GTK_BOX (box), make_step (&g_array_index (steps, AmpStep, i)));
  if (steps->len == 0)
    {
      GtkWidget *none = gtk_label_new (
        _ ("Nothing is due. Plan a follow-up, or assess the risk, and it is shown here."));

      gtk_label_set_wrap (GTK_LABEL (none), TRUE);
      gtk_label_set_xalign (GTK_LABEL (none), 0);
      gtk_widget_set_margin_top (none, 12);
      gtk_widget_set_margin_bottom (none, 12);
      gtk_widget_set_margin_start (none, 16);
      gtk_widget_add_css_class (none, "dim-label");
      gtk_box_append (GTK_BOX (box), none);
    }
}

GtkWidget *
amp_case_steps_new (AmpSectionContext *context)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *title = gtk_label_new (_ ("Next steps"));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "heading");
  gtk_widget_add_css_class (box, "amp-records");
  gtk_widget_add_css_class (box, "card");
  gtk_box_append (GTK_BOX (outer), title);
  gtk_box_append (GTK_BOX (outer), box);
  g_signal_connect_object (context, "changed", G_CALLBACK (show_steps), box, G_CONNECT_SWAPPED);
  show_steps (box, NULL, context);
  return outer;
}

/* --- The trend of the risk --- */

static gint
by_day (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (amp_record_get (*(AmpRecord *const *) a, "on"),
                    amp_record_get (*(AmpRecord *const *) b, "on"));
}

static const char *
direction_of (GPtrArray *levels)
{
  int change;

  if (levels->len < 2)
    return "";
  change = amp_risk_compare (amp_record_get (g_ptr_array_index (levels, levels->len - 1), "level"),
                             amp_record_get (g_ptr_array_index (levels, levels->len - 2), "level"));
  return change > 0 ? _ ("rising") : change < 0 ? _ ("falling") : _ ("unchanged");
}

static void
show_trend (GtkLabel *label, const char *entity G_GNUC_UNUSED, AmpSectionContext *context)
{
  GPtrArray *all = amp_case_file_list (context->file, "risk_assessment");
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = all->len; i > 0; i--)
    g_ptr_array_add (sorted, g_ptr_array_index (all, i - 1));
  g_ptr_array_sort (sorted, by_day);
  for (guint i = sorted->len > 5 ? sorted->len - 5 : 0; i < sorted->len; i++)
    {
      const AmpRecord *record = g_ptr_array_index (sorted, i);
      g_autofree char *on = amp_record_date_text (record, "on");

      g_string_append_printf (text, "%s%s (%s)", text->len > 0 ? " → " : "",
                              amp_record_code_label (record, "level"), on);
    }
  if (sorted->len > 1)
    g_string_append_printf (text, " · %s", direction_of (sorted));
  gtk_label_set_text (label, text->str);
  gtk_widget_set_visible (GTK_WIDGET (label), sorted->len > 0);
}

GtkWidget *
amp_risk_trend_new (AmpSectionContext *context)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  g_signal_connect_object (context, "changed", G_CALLBACK (show_trend), label, G_CONNECT_SWAPPED);
  show_trend (GTK_LABEL (label), NULL, context);
  return label;
}
