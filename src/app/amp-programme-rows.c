/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The newest ones, and how many there are: nobody reads a hundred thousand rows. */
#include "app/amp-programme-rows.h"

#include "app/amp-accessible.h"
#include "app/amp-editor.h"
#include "app/amp-list-keys.h"
#include "app/amp-programme-row.h"

#include <glib/gi18n.h>

/* So many rows, and so many more at each wish for more. */
#define STEP 200

struct _AmpProgrammeRows
{
  GtkBox parent_instance;

  /* Owned References */
  AmpJobs *jobs;
  GPtrArray *rows; /* of AmpProgrammeRow */

  /* Borrowed References */
  AmpProgrammeBar *bar;
  GtkListBox *list;
  GtkLabel *count;
  GtkWidget *more;

  const AmpProgrammeKind *kind;
  gint64 selected;
  guint asked;     /* counts what was asked for: an older answer is thrown away */
  guint most;      /* rows */
  gboolean narrow; /* something is chosen in the bar */
};

G_DEFINE_FINAL_TYPE (AmpProgrammeRows, amp_programme_rows, GTK_TYPE_BOX)

enum
{
  LISTED,
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- The job --- */

typedef struct
{
  AmpProgrammeQuery query;
  AmpProgrammeWish wish; /* holds the texts of the query */
  guint asked;
  guint n_all;
  GPtrArray *rows; /* of AmpProgrammeRow */
  GArray *years;
} Asking;

static void
asking_free (gpointer data)
{
  Asking *self = data;

  amp_programme_wish_clear (&self->wish);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->years, g_array_unref);
  g_free (self);
}

static gpointer
list_run (AmpSession *session,
          gpointer data,
          AmpProgress *progress G_GNUC_UNUSED,
          GCancellable *cancellable,
          GError **error)
{
  Asking *asking = data;

  asking->rows = amp_programme_list (session, &asking->query, &asking->n_all, cancellable, error);
  if (asking->rows != NULL)
    asking->years = amp_programme_years (session, asking->query.entity, error);
  return GINT_TO_POINTER (asking->years != NULL);
}

/* --- The rows --- */

static void
select_shown (AmpProgrammeRows *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (amp_programme_list_row_get_id (row) == self->selected)
      {
        gtk_list_box_select_row (self->list, row);
        return;
      }
  gtk_list_box_unselect_all (self->list);
}

static void
fill_list (AmpProgrammeRows *self)
{
  gboolean had_keyboard = amp_has_keyboard (GTK_WIDGET (self->list));
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint i = 0; i < self->rows->len; i++)
    gtk_list_box_append (self->list, amp_programme_list_row_new (self->kind, self->rows->pdata[i]));
  select_shown (self);
  if (had_keyboard && gtk_list_box_get_selected_row (self->list) != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_selected_row (self->list)));
}

static void
listed (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  AmpProgrammeRows *self = owner;
  Asking *asking = data;
  g_autofree char *text = NULL;

  if (asking->asked != self->asked)
    return;
  if (error != NULL)
    {
      amp_toast_error (GTK_WIDGET (self), error);
      return;
    }
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  self->rows = g_steal_pointer (&asking->rows);
  amp_programme_bar_set_years (self->bar, asking->years);
  fill_list (self);
  /* Translators: how many rows of a list are shown, of how many. */
  text = g_strdup_printf (_ ("%u of %u"), self->rows->len, asking->n_all);
  gtk_label_set_text (self->count, text);
  gtk_widget_set_visible (self->more, self->rows->len < asking->n_all);
  self->narrow = amp_programme_wish_is_narrow (&asking->wish);
  g_signal_emit (self, signals[LISTED], 0);
}

static const AmpJob list_job = {.func = list_run, .done = listed, .data_free = asking_free};

void
amp_programme_rows_reload (AmpProgrammeRows *self)
{
  Asking *asking = g_new0 (Asking, 1);

  amp_programme_bar_read (self->bar, &asking->wish);
  asking->query = (AmpProgrammeQuery){.entity = self->kind->entity,
                                      .year = asking->wish.year,
                                      .region = asking->wish.region,
                                      .status = asking->wish.status,
                                      .country = asking->wish.country,
                                      .institution = asking->wish.institution,
                                      .text = asking->wish.text,
                                      .most = self->most};
  asking->asked = ++self->asked;
  amp_jobs_run (self->jobs, &list_job, asking, self, NULL);
}

static void
narrowed_cb (AmpProgrammeRows *self)
{
  self->most = STEP;
  amp_programme_rows_reload (self);
}

static void
more_cb (AmpProgrammeRows *self)
{
  self->most += STEP;
  amp_programme_rows_reload (self);
}

static void
row_activated_cb (AmpProgrammeRows *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[CHOSEN], 0, amp_programme_list_row_get_id (row));
}

void
amp_programme_rows_select (AmpProgrammeRows *self, gint64 id)
{
  self->selected = id;
  select_shown (self);
}

gint64
amp_programme_rows_get_focused (AmpProgrammeRows *self)
{
  return amp_has_keyboard (GTK_WIDGET (self->list))
           ? amp_programme_list_row_get_id (gtk_list_box_get_selected_row (self->list))
           : 0;
}

gboolean
amp_programme_rows_is_loaded (AmpProgrammeRows *self)
{
  return self->rows != NULL;
}

gboolean
amp_programme_rows_is_empty (AmpProgrammeRows *self)
{
  return self->rows != NULL && self->rows->len == 0 && !self->narrow;
}

GtkListBox *
amp_programme_rows_get_list (AmpProgrammeRows *self)
{
  return self->list;
}

const char *
amp_programme_rows_get_count (AmpProgrammeRows *self)
{
  return gtk_label_get_text (self->count);
}

/* --- Building --- */

static void
add_list (AmpProgrammeRows *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  amp_accessible_set_label (GTK_WIDGET (self->list), _ (self->kind->title));
  amp_list_leave_by_tab (GTK_WIDGET (self->list));
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (self), scroller);
}

static void
add_foot (AmpProgrammeRows *self)
{
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->count =
    GTK_LABEL (g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "dim-label");
  gtk_widget_set_hexpand (GTK_WIDGET (self->count), TRUE);
  gtk_label_set_xalign (self->count, 0);
  self->more = gtk_button_new_with_mnemonic (_ ("S_how more"));
  gtk_widget_add_css_class (self->more, "flat");
  gtk_widget_set_visible (self->more, FALSE);
  g_signal_connect_swapped (self->more, "clicked", G_CALLBACK (more_cb), self);
  gtk_box_append (GTK_BOX (foot), GTK_WIDGET (self->count));
  gtk_box_append (GTK_BOX (foot), self->more);
  gtk_widget_set_margin_top (foot, 6);
  gtk_widget_set_margin_bottom (foot, 6);
  gtk_widget_set_margin_start (foot, 12);
  gtk_widget_set_margin_end (foot, 12);
  gtk_box_append (GTK_BOX (self), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (self), foot);
}

/* --- Object --- */

static void
amp_programme_rows_dispose (GObject *object)
{
  AmpProgrammeRows *self = AMP_PROGRAMME_ROWS (object);

  g_clear_object (&self->jobs);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  G_OBJECT_CLASS (amp_programme_rows_parent_class)->dispose (object);
}

static void
amp_programme_rows_class_init (AmpProgrammeRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amp_programme_rows_dispose;
  signals[LISTED] = g_signal_new ("listed", AMP_TYPE_PROGRAMME_ROWS, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[CHOSEN] = g_signal_new ("chosen", AMP_TYPE_PROGRAMME_ROWS, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
amp_programme_rows_init (AmpProgrammeRows *self)
{
  self->most = STEP;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_size_request (GTK_WIDGET (self), 320, -1);
  gtk_widget_set_hexpand (GTK_WIDGET (self), FALSE); /* although the label in it expands */
}

GtkWidget *
amp_programme_rows_new (const AmpProgrammeKind *kind, AmpJobs *jobs, AmpProgrammeBar *bar)
{
  AmpProgrammeRows *self = g_object_new (AMP_TYPE_PROGRAMME_ROWS, NULL);

  self->kind = kind;
  self->jobs = g_object_ref (jobs);
  self->bar = bar;
  g_signal_connect_object (bar, "narrowed", G_CALLBACK (narrowed_cb), self, G_CONNECT_SWAPPED);
  add_list (self);
  add_foot (self);
  return GTK_WIDGET (self);
}
