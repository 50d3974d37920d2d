/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tables of a release on the screen. */
#include "app/amp-release-view.h"

#include "app/amp-count-view.h"
#include "app/amp-release-jobs.h"
#include "app/amp-translate.h"
#include "model/codelist.h"

#include <glib/gi18n.h>

static GtkWidget *
view_of (const AmpCountTable *table, const char *title)
{
  const AmpCountSpec *spec = amp_count_table_spec (table);
  g_autoptr (AmpCountGrid) grid = amp_count_grid_new (table, amp_code_language (), _ ("Total"));

  return amp_count_view_new (
    grid, spec->n_dimensions > 0 ? _ (amp_dimension_label (spec->dimensions[0], spec->unit)) : "",
    title, NULL, NULL);
}

static void
append_label (GtkWidget *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
}

static void
append_table (GtkWidget *box, const AmpReleasePlan *part)
{
  const char *title = _ (amp_release_plan_title (part));
  GtkWidget *place = gtk_scrolled_window_new ();

  append_label (box, title, "heading");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (place), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (place), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (place),
                                 view_of (amp_release_plan_table (part), title));
  gtk_box_append (GTK_BOX (box), place);
}

static void
append_left_out (GtkWidget *box, const AmpReleasePlan *plan)
{
  for (gsize i = 0; i < amp_release_plan_n_left_out (plan); i++)
    {
      const GError *why = NULL;
      const char *title = _ (amp_release_plan_left_out (plan, i, &why));
      g_autofree char *sentence = amp_release_sentence (why);
      /* Translators: the title of a table, and why it may not leave the office. */
      g_autofree char *text = g_strdup_printf (_ ("Left out: %s. %s"), title, sentence);

      append_label (box, text, "dim-label");
    }
}

GtkWidget *
amp_release_view_new (const AmpReleasePlan *plan, const char *title)
{
  GtkWidget *box;
  g_autofree char *statement = NULL;

  if (amp_release_plan_n_parts (plan) == 0)
    return view_of (amp_release_plan_table (plan), title);
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  statement = amp_release_plan_statement (plan, amp_translate, amp_code_language ());
  append_label (box, statement, "heading");
  append_left_out (box, plan);
  for (gsize i = 0; i < amp_release_plan_n_parts (plan); i++)
    append_table (box, amp_release_plan_part (plan, i));
  return box;
}
