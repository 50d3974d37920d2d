/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows are made for the likeliest alone: nobody reads fifty thousand, and making them would take a
 * minute. All pairs are kept, so that a filter finds the ones behind them. */
#include "app/amp-pair-list.h"

#include "app/amp-accessible.h"
#include "app/amp-editor.h"
#include "app/amp-format.h"
#include "app/amp-list-keys.h"
#include "app/amp-people-words.h"

#include <glib/gi18n.h>

#define STEP 500

struct _AmpPairList
{
  GtkBox parent_instance;

  AmpDuplicateList *list; /* owned */

  /* Borrowed References */
  AmpDuplicatesBar *bar;
  GtkLabel *number;
  GtkListBox *rows;
  GtkWidget *all, *more;

  guint n_rows, most, step; /* rows now, at most, and more of them each time */
};

G_DEFINE_FINAL_TYPE (AmpPairList, amp_pair_list, GTK_TYPE_BOX)

static guint chosen_signal;

/* --- A pair --- */

static const AmpDuplicatePair *
pair_of (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "pair");
}

static GtkWidget *
make_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

/* The pair stays with the list. */
static GtkWidget *
make_row (AmpDuplicatePair *pair)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  g_autofree char *reasons = amp_people_reasons (pair->reasons, pair->score);
  /* Translators: two pseudonyms. */
  g_autofree char *who = g_strdup_printf (_ ("%s and %s"), pair->pseudonym_a, pair->pseudonym_b);
  const char *state = pair->waiting ? _ ("The merge waits for an approval") : "";
  g_autofree char *spoken = *state != '\0' ? g_strdup_printf ("%s. %s. %s", who, reasons, state)
                                           : g_strdup_printf ("%s. %s", who, reasons);

  gtk_box_append (GTK_BOX (lines), make_label (who, "heading"));
  gtk_box_append (GTK_BOX (lines), make_label (reasons, "dim-label"));
  if (pair->waiting)
    gtk_box_append (GTK_BOX (lines), make_label (state, NULL));
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (box), lines);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_widget_add_css_class (box, "amp-approval");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  g_object_set_data (G_OBJECT (row), "pair", pair);
  amp_accessible_set_label (row, spoken);
  return row;
}

/* --- How many, and which of them --- */

static char *
number_words (AmpPairList *self)
{
  guint n = amp_duplicate_list_n_fit (self->list), n_all = amp_duplicate_list_n_all (self->list);
  g_autofree char *fit = amp_format_count (n);
  g_autofree char *all = amp_format_count (n_all);
  g_autofree char *rows = amp_format_count (self->n_rows);
  g_autofree char *found =
    amp_duplicate_list_is_narrow (self->list)
      /* Translators: numbers of pairs. */
      ? g_strdup_printf (ngettext ("%s of %s pair fits what is chosen",
                                   "%s of %s pairs fit what is chosen", n_all),
                         fit, all)
      : g_strdup_printf (ngettext ("%s pair found", "%s pairs found", n_all), all);

  if (self->n_rows >= n)
    return g_steal_pointer (&found);
  /* Translators: the sentence before, and a number of pairs. */
  return g_strdup_printf (_ ("%s; the %s likeliest are listed"), found, rows);
}

void
amp_pair_list_tell (AmpPairList *self)
{
  guint n_fit = amp_duplicate_list_n_fit (self->list),
        next = MIN (n_fit - self->n_rows, self->step);
  gboolean any = amp_duplicate_list_n_all (self->list) > 0;
  g_autofree char *words = number_words (self);
  g_autofree char *more =
    g_strdup_printf (ngettext ("Show the _next pair", "Show the _next %u", next), next);

  gtk_label_set_text (self->number, words);
  gtk_widget_set_visible (GTK_WIDGET (self), any);
  gtk_widget_set_visible (self->all, amp_duplicate_list_is_narrow (self->list));
  gtk_widget_set_visible (GTK_WIDGET (self->rows), self->n_rows > 0);
  gtk_button_set_label (GTK_BUTTON (self->more), more);
  gtk_widget_set_visible (self->more, self->n_rows < n_fit);
}

/* Rows behind those that are there, as many as there may be. */
static void
fill_up (AmpPairList *self)
{
  guint n = MIN (self->most, amp_duplicate_list_n_fit (self->list));

  for (; self->n_rows < n; self->n_rows++)
    gtk_list_box_append (self->rows, make_row (amp_duplicate_list_nth (self->list, self->n_rows)));
  amp_pair_list_tell (self);
}

static void
fill_anew (AmpPairList *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_list_box_remove (self->rows, row);
  self->n_rows = 0;
  self->most = self->step;
  fill_up (self);
}

static void
narrow (AmpPairList *self)
{
  amp_duplicates_bar_narrow (self->bar, self->list);
  fill_anew (self);
}

static void
show_all (AmpPairList *self)
{
  gboolean had_keyboard = amp_has_keyboard (self->all);

  amp_duplicates_bar_clear (self->bar);
  if (had_keyboard)
    gtk_widget_child_focus (GTK_WIDGET (self->bar), GTK_DIR_TAB_FORWARD);
}

/* The keyboard goes to the first one that comes. */
static void
show_more (AmpPairList *self)
{
  int first = (int) self->n_rows;
  GtkListBoxRow *row;

  self->most += self->step;
  fill_up (self);
  row = gtk_list_box_get_row_at_index (self->rows, first);
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

/* Shown where it is among the likeliest. */
void
amp_pair_list_add (AmpPairList *self, AmpDuplicatePair *pair)
{
  int at = amp_duplicate_list_add (self->list, pair);

  if (at < 0 || (guint) at >= self->most)
    return;
  gtk_list_box_insert (self->rows, make_row (pair), at);
  if (self->n_rows < self->most)
    self->n_rows++;
  else
    gtk_list_box_remove (self->rows,
                         GTK_WIDGET (gtk_list_box_get_row_at_index (self->rows, (int) self->most)));
}

/* Rows of pairs that are in the list no longer. The keyboard stays at its place in it. */
static void
drop_rows (AmpPairList *self, const GPtrArray *taken)
{
  g_autoptr (GHashTable) gone = g_hash_table_new (NULL, NULL);
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows));

  for (guint i = 0; i < taken->len; i++)
    g_hash_table_add (gone, taken->pdata[i]);
  while (row != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (row);

      if (g_hash_table_contains (gone, pair_of (row)))
        {
          gtk_list_box_remove (self->rows, row);
          self->n_rows--;
        }
      row = next;
    }
  fill_up (self);
}

static GtkListBoxRow *
row_of (AmpPairList *self, gint64 a, gint64 b)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->rows, i)) != NULL; i++)
    if (pair_of (GTK_WIDGET (row))->a == a && pair_of (GTK_WIDGET (row))->b == b)
      return row;
  return NULL;
}

GPtrArray *
amp_pair_list_take (AmpPairList *self, gint64 a, gint64 b, gint64 gone)
{
  GPtrArray *taken = amp_duplicate_list_take (self->list, a, b, gone);

  drop_rows (self, taken);
  return taken;
}

void
amp_pair_list_obey (AmpPairList *self, const AmpDuplicateVerdicts *verdicts)
{
  g_autoptr (GPtrArray) taken = amp_duplicate_list_obey (self->list, verdicts);

  drop_rows (self, taken);
}

void
amp_pair_list_set_waiting (AmpPairList *self, gint64 a, gint64 b, gboolean waiting)
{
  GtkListBoxRow *row = row_of (self, a, b);
  int at = row != NULL ? gtk_list_box_row_get_index (row) : -1;

  amp_duplicate_list_set_waiting (self->list, a, b, waiting);
  if (at < 0)
    return;
  gtk_list_box_remove (self->rows, GTK_WIDGET (row));
  gtk_list_box_insert (self->rows, make_row (amp_duplicate_list_nth (self->list, (guint) at)), at);
}

int
amp_pair_list_index (AmpPairList *self, gint64 a, gint64 b)
{
  GtkListBoxRow *row = row_of (self, a, b);

  return row != NULL ? gtk_list_box_row_get_index (row) : -1;
}

gboolean
amp_pair_list_focus (AmpPairList *self, int at)
{
  int last = (int) self->n_rows - 1;
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->rows, CLAMP (at, 0, MAX (last, 0)));

  return row != NULL && gtk_widget_grab_focus (GTK_WIDGET (row));
}

const AmpDuplicatePair *
amp_pair_list_current (AmpPairList *self)
{
  GtkWidget *row = gtk_widget_get_focus_child (GTK_WIDGET (self->rows));

  if (row == NULL)
    row = gtk_widget_get_first_child (GTK_WIDGET (self->rows));
  return row != NULL ? pair_of (row) : NULL;
}

static void
row_activated_cb (AmpPairList *self, GtkListBoxRow *row)
{
  g_signal_emit (self, chosen_signal, 0, pair_of (GTK_WIDGET (row)));
}

/* --- Building --- */

static GtkWidget *
add_button (GtkWidget *box, const char *label, GCallback clicked, AmpPairList *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_visible (button, FALSE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", clicked, self);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static void
add_number (AmpPairList *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->number =
    GTK_LABEL (g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL));
  gtk_label_set_xalign (self->number, 0);
  gtk_label_set_wrap (self->number, TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->number), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->number), "heading");
  gtk_widget_add_css_class (GTK_WIDGET (self->number), "numeric");
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->number));
  self->all = add_button (line, _ ("Show a_ll"), G_CALLBACK (show_all), self);
  gtk_box_append (GTK_BOX (self), line);
}

static void
add_rows (AmpPairList *self)
{
  self->rows = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->rows, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->rows), "boxed-list");
  amp_accessible_set_label (GTK_WIDGET (self->rows), _ ("Possible duplicates"));
  amp_list_leave_by_tab (GTK_WIDGET (self->rows));
  g_signal_connect_swapped (self->rows, "row-activated", G_CALLBACK (row_activated_cb), self);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->rows));
}

/* --- Object --- */

static void
amp_pair_list_dispose (GObject *object)
{
  AmpPairList *self = AMP_PAIR_LIST (object);

  G_OBJECT_CLASS (amp_pair_list_parent_class)->dispose (object);
  g_clear_pointer (&self->list, amp_duplicate_list_free); /* rows lend from it */
}

static void
amp_pair_list_class_init (AmpPairListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amp_pair_list_dispose;
  chosen_signal = g_signal_new ("chosen", AMP_TYPE_PAIR_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
amp_pair_list_init (AmpPairList *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
  self->list = amp_duplicate_list_new ();
  self->most = self->step = STEP;
}

GtkWidget *
amp_pair_list_new (AmpJobs *jobs)
{
  AmpPairList *self = g_object_new (AMP_TYPE_PAIR_LIST, NULL);

  self->bar = AMP_DUPLICATES_BAR (amp_duplicates_bar_new (jobs));
  g_signal_connect_object (self->bar, "narrowed", G_CALLBACK (narrow), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->bar));
  add_number (self);
  add_rows (self);
  self->more = add_button (GTK_WIDGET (self), "", G_CALLBACK (show_more), self);
  gtk_widget_set_halign (self->more, GTK_ALIGN_CENTER);
  amp_pair_list_tell (self);
  return GTK_WIDGET (self);
}

void
amp_pair_list_clear (AmpPairList *self)
{
  AmpDuplicateList *old = self->list;

  self->list = amp_duplicate_list_new ();
  narrow (self);
  amp_duplicate_list_free (old);
}

guint
amp_pair_list_n_all (AmpPairList *self)
{
  return amp_duplicate_list_n_all (self->list);
}

GtkListBox *
amp_pair_list_get_rows (AmpPairList *self)
{
  return self->rows;
}

AmpDuplicatesBar *
amp_pair_list_get_bar (AmpPairList *self)
{
  return self->bar;
}

const char *
amp_pair_list_get_number (AmpPairList *self)
{
  return gtk_label_get_text (self->number);
}

void
amp_pair_list_more (AmpPairList *self)
{
  if (gtk_widget_get_visible (self->more))
    show_more (self);
}

void
amp_pair_list_set_step (AmpPairList *self, guint step)
{
  self->step = step;
  fill_anew (self);
}
