/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the office works, in shares, and who of the staff stands out. */
#include "app/amp-review-indicators.h"

#include "app/amp-accessible.h"
#include "app/amp-format.h"
#include "app/amp-review-part.h"
#include "app/amp-review-words.h"
#include "review/outlier.h"

#include <glib/gi18n.h>
#include <string.h>

/* --- Shares --- */

static GtkWidget *
share_row (const AmpReviewIndicator *share, guint k)
{
  g_autofree char *few = amp_review_few_words (k);
  g_autofree char *value = NULL, *of = NULL;
  GtkWidget *row, *label;

  if (share->value >= 0)
    {
      g_autofree char *count = amp_format_count ((guint64) share->of);

      value = g_strdup_printf ("%" G_GINT64_FORMAT " %%", share->value);
      /* Translators: of how many a share is, rounded down. */
      of = g_strdup_printf (_ ("of some %s"), count);
    }
  row = amp_part_row_new (amp_review_indicator_words (share->name), value != NULL ? of : few);
  label = gtk_label_new (value != NULL ? value : "–");
  gtk_widget_add_css_class (label, "title-4");
  if (value != NULL)
    {
      GtkWidget *bar = gtk_progress_bar_new ();

      gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (bar), (double) share->value / 100);
      g_object_set (bar, "width-request", 120, "valign", GTK_ALIGN_CENTER, NULL);
      amp_accessible_set_label (bar, amp_review_indicator_words (share->name));
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), bar);
    }
  gtk_label_set_width_chars (GTK_LABEL (label), 6);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  return row;
}

static void
add_shares (GtkBox *box, AmpReviewDesk *desk)
{
  gsize n;
  const AmpReviewIndicator *all = amp_review_pack_indicators (amp_review_desk_get_pack (desk), &n);
  GtkWidget *group = amp_part_group_new (
    box, _ ("Of the whole register"),
    _ ("Shares are rounded, so that no small group can be worked out from them."));

  for (gsize i = 0; i < n; i++)
    if (*all[i].group == '\0')
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                                 share_row (&all[i], amp_review_desk_get_head (desk)->k));
}

/* --- Staff --- */

typedef struct
{
  GPtrArray *labels; /* of char[7], borrowed */
  const AmpReviewIndicator *all;
  gsize n;
} Staff;

static gint64
number_of (const Staff *staff, const char *name, const char *label)
{
  for (gsize i = 0; i < staff->n; i++)
    if (strcmp (staff->all[i].name, name) == 0 && strcmp (staff->all[i].group, label) == 0)
      return staff->all[i].value;
  return 0;
}

static void
attach (GtkGrid *grid, GtkWidget *label, int column, int row)
{
  gtk_label_set_xalign (GTK_LABEL (label), column == 0 ? 0 : 1);
  /* Between words alone: a table of single letters is as high as the window. */
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD);
  gtk_widget_set_hexpand (label, column > 0);
  gtk_grid_attach (grid, label, column, row, 1, 1);
}

/* "90", or "90, far above the others (median 14)" for those who do not see the colour. */
static GtkWidget *
number_label (const gint64 *numbers, gsize n, gint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  g_autofree char *told = NULL, *spoken = NULL;
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "numeric");
  if (!amp_outlier_stands_out (numbers, n, number))
    return label;
  told = g_strdup_printf ("▲ %s", text);
  /* Translators: a number, then the median of the others. */
  spoken = g_strdup_printf (_ ("%s, far above the others (median %.0f)"), text,
                            amp_outlier_median (numbers, n));
  gtk_label_set_label (GTK_LABEL (label), told);
  gtk_widget_set_tooltip_text (label, spoken);
  amp_accessible_set_label (label, spoken);
  gtk_widget_add_css_class (label, "warning");
  gtk_widget_add_css_class (label, "heading");
  return label;
}

static void
append_outlier (
  GString *outliers, const char *label, const char *what, gint64 number, double median)
{
  g_autofree char *count = amp_format_count ((guint64) number);

  if (outliers->len > 0)
    g_string_append_c (outliers, '\n');
  /* Translators: a label of staff, what was counted, her number, the median of all. */
  g_string_append_printf (outliers, _ ("Staff %s: %s %s, far above the others (median %.0f)"),
                          label, what, count, median);
}

static void
fill_column (GtkGrid *grid, const Staff *staff, const char *name, int column, GString *outliers)
{
  g_autofree gint64 *numbers = g_new0 (gint64, staff->labels->len + 1);

  attach (grid, amp_part_label_new (amp_review_indicator_words (name), "caption-heading"), column,
          0);
  for (guint i = 0; i < staff->labels->len; i++)
    numbers[i] = number_of (staff, name, staff->labels->pdata[i]);
  for (guint i = 0; i < staff->labels->len; i++)
    {
      attach (grid, number_label (numbers, staff->labels->len, numbers[i]), column, (int) i + 1);
      if (!amp_outlier_stands_out (numbers, staff->labels->len, numbers[i]))
        continue;
      append_outlier (outliers, staff->labels->pdata[i], amp_review_indicator_words (name),
                      numbers[i], amp_outlier_median (numbers, staff->labels->len));
    }
}

static void
fill_staff (GtkBox *box, const Staff *staff)
{
  GtkWidget *grid = gtk_grid_new (), *scroller = gtk_scrolled_window_new ();
  g_autoptr (GString) outliers = g_string_new (NULL);

  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 8);
  gtk_widget_add_css_class (grid, "amp-staff");
  attach (GTK_GRID (grid), amp_part_label_new (_ ("Label"), "caption-heading"), 0, 0);
  for (guint i = 0; i < staff->labels->len; i++)
    attach (GTK_GRID (grid), amp_part_label_new (staff->labels->pdata[i], "monospace"), 0,
            (int) i + 1);
  for (int c = 0; amp_review_staff_names[c] != NULL; c++)
    fill_column (GTK_GRID (grid), staff, amp_review_staff_names[c], c + 1, outliers);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), grid);
  gtk_widget_add_css_class (scroller, "card");
  gtk_box_append (box, scroller);
  gtk_box_append (box, amp_part_label_new (outliers->len > 0
                                             ? outliers->str
                                             : _ ("Nobody stands out among her colleagues."),
                                           outliers->len > 0 ? "warning" : "dim-label"));
}

static void
add_staff (GtkBox *box, AmpReviewDesk *desk)
{
  Staff staff = {.labels = g_ptr_array_new ()};

  staff.all = amp_review_pack_indicators (amp_review_desk_get_pack (desk), &staff.n);
  for (gsize i = 0; i < staff.n; i++)
    if (strcmp (staff.all[i].name, amp_review_staff_names[0]) == 0)
      g_ptr_array_add (staff.labels, (gpointer) staff.all[i].group);
  amp_part_group_new (box, _ ("Events by person of the staff"),
                      _ ("Of the whole log. The labels are random, and others in the next pack. "
                         "Some work more with the program than others: ask before you judge."));
  if (staff.labels->len > 0)
    fill_staff (box, &staff);
  g_ptr_array_unref (staff.labels);
}

GtkWidget *
amp_review_indicators_new (AmpReviewDesk *desk)
{
  GtkBox *box;
  GtkWidget *part = amp_part_new (&box);

  add_shares (box, desk);
  add_staff (box, desk);
  return part;
}
