/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a number of the counts page to the cases behind it. */
#include "app/amp-counts-behind.h"

#include "app/amp-case-list.h"
#include "app/amp-editor.h"

#include <glib/gi18n.h>

/* --- Counting again --- */

typedef struct
{
  AmpCountSpec spec;
  char *values[AMP_COUNTS_MAX_DIMENSIONS];
  char *label;
} Behind;

static void
behind_free (gpointer data)
{
  Behind *self = data;

  for (gsize i = 0; i < G_N_ELEMENTS (self->values); i++)
    g_free (self->values[i]);
  g_free (self->label);
  g_free (self);
}

/* Worker thread. */
static gpointer
find (AmpSession *session,
      gpointer data,
      AmpProgress *progress,
      GCancellable *cancellable,
      GError **error)
{
  Behind *behind = data;

  return amp_counts_cases (session, &behind->spec, (const char *const *) behind->values, progress,
                           cancellable, error);
}

static char *
label_of (const Behind *behind, const AmpCountCases *cases)
{
  if (cases->ids->len == cases->n_all)
    return g_strdup (behind->label);
  /* Translators: what a number is of; then how many of its cases are hers, of how many. */
  return g_strdup_printf (_ ("%s (yours: %u of %u cases)"), behind->label, cases->ids->len,
                          (guint) cases->n_all);
}

static void
found (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  const Behind *behind = data;
  g_autoptr (AmpCountCases) cases = result;
  g_autofree char *label = NULL;

  if (cases == NULL)
    {
      amp_toast_error (owner, error);
      return;
    }
  if (cases->ids->len == 0)
    {
      amp_toast (owner, cases->n_all == 0 ? _ ("There is no case behind this number any more.")
                                          : _ ("None of the cases behind this number is yours."));
      return;
    }
  if (cases->ids->len > AMP_CASE_LIST_MOST)
    {
      amp_toast (owner, _ ("Too many cases to list: choose a smaller number."));
      return;
    }
  label = label_of (behind, cases);
  gtk_widget_activate_action (owner, "win.show-behind", "(s@ax)", label,
                              g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, cases->ids->data,
                                                         cases->ids->len, sizeof (gint64)));
}

static const AmpJob find_job = {
  .func = find,
  .done = found,
  .data_free = behind_free,
  .result_free = (GDestroyNotify) amp_count_cases_free,
  .title = N_ ("Looking for the cases behind the number…"),
  .lets_in = TRUE,
};

void
amp_counts_behind_open (GtkWidget *page,
                        AmpJobs *jobs,
                        const AmpCountSpec *spec,
                        const char *const *values,
                        const char *label)
{
  Behind *behind = g_new0 (Behind, 1);

  behind->spec = *spec;
  for (gsize i = 0; i < spec->n_dimensions; i++)
    behind->values[i] = g_strdup (values[i]);
  behind->label = g_strdup (label);
  amp_jobs_run (jobs, &find_job, behind, page, NULL);
}

/* --- Which column --- */

typedef struct
{
  void (*chosen) (gpointer owner, gsize row, gsize column);
  GWeakRef owner;
  gsize row;
} Choice;

static void
choice_free (gpointer data)
{
  Choice *self = data;

  g_weak_ref_clear (&self->owner);
  g_free (self);
}

static void
on_column (GtkButton *button, GtkWidget *popover)
{
  Choice *choice = g_object_get_data (G_OBJECT (popover), "choice");
  gsize column = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (button), "column"));
  g_autoptr (GObject) owner = g_weak_ref_get (&choice->owner);

  gtk_popover_popdown (GTK_POPOVER (popover));
  if (owner != NULL)
    choice->chosen (owner, choice->row, column);
}

static gboolean
unparent_later (gpointer popover)
{
  gtk_widget_unparent (popover);
  return G_SOURCE_REMOVE;
}

static void
on_closed (GtkWidget *popover)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, unparent_later, g_object_ref (popover), g_object_unref);
}

static GtkWidget *
make_columns (const AmpCountGrid *grid, gsize row, GtkWidget *popover)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  for (gsize i = 0; i < grid->n_columns; i++)
    {
      gsize column = (i + grid->n_columns - 1) % grid->n_columns; /* the total first */
      g_autofree char *number = amp_count_grid_text (grid, row, column);
      g_autofree char *label = g_strdup_printf ("%s: %s", grid->column_labels[column], number);
      GtkWidget *button = gtk_button_new_with_label (label);

      gtk_label_set_xalign (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), 0);
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_set_sensitive (button, amp_count_grid_get (grid, row, column) > 0);
      g_object_set_data (G_OBJECT (button), "column", GSIZE_TO_POINTER (column));
      g_signal_connect (button, "clicked", G_CALLBACK (on_column), popover);
      gtk_box_append (GTK_BOX (box), button);
    }
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 360);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), box);
  return scrolled;
}

void
amp_counts_behind_choose (GtkWidget *parent,
                          GtkWidget *widget,
                          const AmpCountGrid *grid,
                          gsize row,
                          void (*chosen) (gpointer owner, gsize row, gsize column),
                          GObject *owner)
{
  GtkWidget *popover = gtk_popover_new ();
  Choice *choice = g_new0 (Choice, 1);
  graphene_rect_t bounds;

  choice->chosen = chosen;
  choice->row = row;
  g_weak_ref_init (&choice->owner, owner);
  g_object_set_data_full (G_OBJECT (popover), "choice", choice, choice_free);
  gtk_popover_set_child (GTK_POPOVER (popover), make_columns (grid, row, popover));
  gtk_widget_set_parent (popover, parent);
  if (widget != NULL && gtk_widget_compute_bounds (widget, parent, &bounds))
    {
      const GdkRectangle at = {(int) bounds.origin.x, (int) bounds.origin.y,
                               (int) MIN (bounds.size.width, 240), (int) bounds.size.height};

      gtk_popover_set_pointing_to (GTK_POPOVER (popover), &at);
    }
  g_signal_connect (popover, "closed", G_CALLBACK (on_closed), NULL);
  gtk_popover_popup (GTK_POPOVER (popover));
}
