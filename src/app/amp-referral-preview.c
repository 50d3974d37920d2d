/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two columns: what it is, and what it says. */
#include "app/amp-referral-preview.h"

#include "domain/referral-profile.h"

#include <glib/gi18n.h>

static void
attach (GtkGrid *grid, const char *text, int column, int row, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  if (css_class != NULL)
    {
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, css_class);
    }
  gtk_grid_attach (grid, label, column, row, 1, 1);
}

void
amp_referral_preview_fill (GtkGrid *grid, GPtrArray *items, gboolean veiled)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (grid))) != NULL)
    gtk_grid_remove (grid, child);
  for (guint i = 0; i < items->len; i++)
    {
      const AmpSharedItem *item = g_ptr_array_index (items, i);
      gboolean covered = veiled && amp_field_is_private (item->field);

      attach (grid, _ (item->field->label), 0, (int) i, "dim-label");
      attach (grid, covered ? "••••••" : item->text, 1, (int) i, NULL);
    }
}
