/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows are made when the list opens for the first time: a form has some thirty pickers, and the
 * list of countries alone has 250 rows. */
#include "app/amp-form-popover.h"

#include "model/fold.h"

#include <glib/gi18n.h>
#include <math.h>

#define SEARCH_FROM 9 /* shorter lists show no search box until somebody types */

typedef struct
{
  char *value;
  char *label;
  char *detail;
  char *rest;
  char *key;  /* folded label; NULL until somebody searches */
  char *also; /* folded rest; the same */
  gboolean selected;
  guint index;
  GtkWidget *row;   /* owned by the list box; NULL until it is made */
  GtkWidget *check; /* inside row */
} Option;

struct _AmpFormPopover
{
  GtkPopover parent_instance;

  gboolean multiple;
  guint n_waited; /* frames, until the picker is scrolled to */
  GPtrArray *options;
  GtkSearchEntry *search;
  GtkWidget *scroller;
  GtkListBox *list;
  GtkWidget *nothing;
  char *query;
};

G_DEFINE_TYPE (AmpFormPopover, amp_form_popover, GTK_TYPE_POPOVER)

enum
{
  PICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
option_free (gpointer data)
{
  Option *option = data;

  g_free (option->value);
  g_free (option->label);
  g_free (option->detail);
  g_free (option->rest);
  g_free (option->key);
  g_free (option->also);
  g_free (option);
}

/* Most lists of a form are never opened. */
static void
option_fold (Option *option)
{
  if (option->key != NULL)
    return;
  option->key = amp_fold (option->label);
  option->also = amp_fold (option->rest);
}

/* 0: is just it, so that "no" is No and not No data; 1: begins with it; 2: a word begins with it;
 * 3: holds it; 4: holds its words; -1: does not. */
static int
option_rank (Option *option, const char *query)
{
  g_auto (GStrv) words = NULL;
  const char *at;

  if (query == NULL || *query == '\0')
    return 0;
  option_fold (option);
  if (g_str_has_prefix (option->key, query))
    return option->key[strlen (query)] == '\0' ? 0 : 1;
  at = strstr (option->key, query);
  if (at != NULL)
    return at[-1] == ' ' ? 2 : 3;
  words = g_strsplit (query, " ", -1);
  for (gsize i = 0; words[i] != NULL; i++)
    if (strstr (option->key, words[i]) == NULL && strstr (option->also, words[i]) == NULL)
      return -1;
  return 4;
}

static Option *
row_option (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "amp-option");
}

static int
sort_rows (GtkListBoxRow *a, GtkListBoxRow *b, gpointer data)
{
  AmpFormPopover *self = data;
  Option *first = row_option (a);
  Option *second = row_option (b);
  int difference = option_rank (first, self->query) - option_rank (second, self->query);

  return difference != 0 ? difference : (int) first->index - (int) second->index;
}

static gboolean
filter_row (GtkListBoxRow *row, gpointer data)
{
  return option_rank (row_option (row), AMP_FORM_POPOVER (data)->query) >= 0;
}

static void
option_show_state (AmpFormPopover *self, Option *option)
{
  g_autofree char *name = NULL;

  if (option->row == NULL)
    return;
  if (self->multiple)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (option->check), option->selected);
  else
    gtk_widget_set_opacity (option->check, option->selected ? 1.0 : 0.0);
  name = option->selected ? g_strdup_printf ("%s, %s", option->label, _ ("selected"))
                          : g_strdup (option->label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (option->row), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
}

static void
option_make_row (AmpFormPopover *self, Option *option)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (option->label);

  option->check = self->multiple ? gtk_check_button_new ()
                                 : gtk_image_new_from_icon_name ("object-select-symbolic");
  gtk_widget_set_can_target (option->check, FALSE);
  gtk_widget_set_focusable (option->check, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (option->check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  option->label, -1);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (label), 18);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 38);
  gtk_widget_set_hexpand (label, TRUE);
  if (self->multiple)
    gtk_box_append (GTK_BOX (box), option->check);
  gtk_box_append (GTK_BOX (box), label);
  if (option->detail != NULL)
    {
      GtkWidget *detail = gtk_label_new (option->detail);

      gtk_label_set_ellipsize (GTK_LABEL (detail), PANGO_ELLIPSIZE_END);
      gtk_label_set_max_width_chars (GTK_LABEL (detail), 18);
      gtk_widget_add_css_class (detail, "dim-label");
      gtk_widget_add_css_class (detail, "caption");
      gtk_box_append (GTK_BOX (box), detail);
    }
  if (!self->multiple)
    gtk_box_append (GTK_BOX (box), option->check);

  option->row = gtk_list_box_row_new ();
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (option->row), box);
  g_object_set_data (G_OBJECT (option->row), "amp-option", option);
  gtk_list_box_append (self->list, option->row);
  option_show_state (self, option);
}

static void
make_rows (AmpFormPopover *self)
{
  for (guint i = 0; i < self->options->len; i++)
    {
      Option *option = g_ptr_array_index (self->options, i);

      if (option->row == NULL)
        option_make_row (self, option);
    }
}

static Option *
find_option (AmpFormPopover *self, const char *value)
{
  for (guint i = 0; i < self->options->len; i++)
    {
      Option *option = g_ptr_array_index (self->options, i);

      if (g_strcmp0 (option->value, value) == 0)
        return option;
    }
  return NULL;
}

static Option *
best_option (AmpFormPopover *self)
{
  Option *best = NULL;
  int best_rank = G_MAXINT;

  for (guint i = 0; i < self->options->len; i++)
    {
      Option *option = g_ptr_array_index (self->options, i);
      int rank = option_rank (option, self->query);

      if (rank >= 0 && rank < best_rank)
        {
          best = option;
          best_rank = rank;
        }
    }
  return best;
}

static void
pick_option (AmpFormPopover *self, Option *option)
{
  gboolean selected = self->multiple ? !option->selected : TRUE;

  if (!self->multiple)
    for (guint i = 0; i < self->options->len; i++)
      {
        Option *other = g_ptr_array_index (self->options, i);

        other->selected = FALSE;
        option_show_state (self, other);
      }
  option->selected = selected;
  option_show_state (self, option);
  if (!self->multiple)
    gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[PICKED], 0);
}

static void
search_changed_cb (AmpFormPopover *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));

  g_free (self->query);
  self->query = amp_fold (text);
  if (*text != '\0' && !gtk_widget_get_visible (GTK_WIDGET (self->search)))
    {
      /* The row that had the keyboard would take the blanks of what is typed. */
      gtk_widget_set_visible (GTK_WIDGET (self->search), TRUE);
      gtk_widget_grab_focus (GTK_WIDGET (self->search));
      gtk_editable_set_position (GTK_EDITABLE (self->search), -1);
    }
  gtk_list_box_invalidate_filter (self->list);
  gtk_list_box_invalidate_sort (self->list);
  gtk_widget_set_visible (self->nothing, best_option (self) == NULL);
}

static void
search_activate_cb (AmpFormPopover *self)
{
  Option *option = best_option (self);

  if (option == NULL)
    return;
  pick_option (self, option);
  if (self->multiple)
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
}

static void
row_activated_cb (AmpFormPopover *self, GtkListBoxRow *row)
{
  pick_option (self, row_option (row));
}

static gboolean
search_key_cb (AmpFormPopover *self, guint keyval)
{
  if (keyval != GDK_KEY_Down && keyval != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;
  gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
  return GDK_EVENT_STOP;
}

static void
amp_form_popover_finalize (GObject *object)
{
  AmpFormPopover *self = AMP_FORM_POPOVER (object);

  g_ptr_array_unref (self->options);
  g_free (self->query);
  G_OBJECT_CLASS (amp_form_popover_parent_class)->finalize (object);
}

static void
amp_form_popover_class_init (AmpFormPopoverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = amp_form_popover_finalize;
  /* "picked": the person changed the selection. */
  signals[PICKED] = g_signal_new ("picked", AMP_TYPE_FORM_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

static void
make_search (AmpFormPopover *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->search = GTK_SEARCH_ENTRY (gtk_search_entry_new ());
  g_object_set (self->search, "placeholder-text", _ ("Search"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search in the list"), -1);
  gtk_search_entry_set_key_capture_widget (self->search, GTK_WIDGET (self));
  g_signal_connect_swapped (self->search, "changed", G_CALLBACK (search_changed_cb), self);
  g_signal_connect_swapped (self->search, "activate", G_CALLBACK (search_activate_cb), self);
  g_signal_connect_swapped (self->search, "stop-search", G_CALLBACK (gtk_popover_popdown), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (search_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->search), keys);
}

/* With some thirty pickers on a form, what is never opened is not made. */
static void
ensure_content (AmpFormPopover *self)
{
  GtkWidget *box;

  if (self->list != NULL)
    return;
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  make_search (self);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_list_box_set_sort_func (self->list, sort_rows, self, NULL);
  gtk_list_box_set_filter_func (self->list, filter_row, self, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "amp-options");
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scroller), 320);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->list));

  self->nothing = gtk_label_new (_ ("Nothing fits. Try another word."));
  gtk_widget_add_css_class (self->nothing, "dim-label");
  gtk_widget_set_visible (self->nothing, FALSE);

  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->search));
  gtk_box_append (GTK_BOX (box), self->nothing);
  gtk_box_append (GTK_BOX (box), self->scroller);
  gtk_popover_set_child (GTK_POPOVER (self), box);
}

static void
amp_form_popover_init (AmpFormPopover *self)
{
  self->options = g_ptr_array_new_with_free_func (option_free);
  gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_BOTTOM);
  gtk_popover_set_has_arrow (GTK_POPOVER (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "amp-picker-popover");
}

GtkWidget *
amp_form_popover_new (gboolean multiple)
{
  AmpFormPopover *self = g_object_new (AMP_TYPE_FORM_POPOVER, NULL);

  self->multiple = multiple;
  return GTK_WIDGET (self);
}

void
amp_form_popover_add (
  AmpFormPopover *self, const char *value, const char *label, const char *detail, const char *also)
{
  Option *option = g_new0 (Option, 1);

  option->value = g_strdup (value);
  option->label = g_strdup (label);
  option->detail = g_strdup (detail);
  option->rest = g_strjoin (" ", also != NULL ? also : "", detail, NULL);
  option->index = self->options->len;
  g_ptr_array_add (self->options, option);
}

void
amp_form_popover_clear (AmpFormPopover *self)
{
  for (guint i = 0; i < self->options->len; i++)
    {
      Option *option = g_ptr_array_index (self->options, i);

      if (option->row != NULL)
        gtk_list_box_remove (self->list, option->row);
    }
  g_ptr_array_set_size (self->options, 0);
}

guint
amp_form_popover_length (AmpFormPopover *self)
{
  return self->options->len;
}

void
amp_form_popover_set_selected (AmpFormPopover *self, const char *values)
{
  g_auto (GStrv) split = g_strsplit (values != NULL ? values : "", ";", -1);

  for (guint i = 0; i < self->options->len; i++)
    {
      Option *option = g_ptr_array_index (self->options, i);

      option->selected =
        *option->value != '\0' && g_strv_contains ((const char *const *) split, option->value);
      option_show_state (self, option);
    }
}

char *
amp_form_popover_dup_selected (AmpFormPopover *self)
{
  g_autoptr (GString) values = g_string_new (NULL);

  for (guint i = 0; i < self->options->len; i++)
    {
      Option *option = g_ptr_array_index (self->options, i);

      if (!option->selected)
        continue;
      if (values->len > 0)
        g_string_append_c (values, ';');
      g_string_append (values, option->value);
    }
  return g_string_free (g_steal_pointer (&values), FALSE);
}

static GtkWidget *
row_to_focus (AmpFormPopover *self)
{
  for (guint i = 0; i < self->options->len; i++)
    {
      Option *option = g_ptr_array_index (self->options, i);

      if (option->selected)
        return option->row;
    }
  return self->options->len > 0 ? ((Option *) g_ptr_array_index (self->options, 0))->row : NULL;
}

/* How many pixels the picker lies below what is scrolled to; negative: above it; 0: it is in view.
 */
static int
out_of_view (GtkWidget *picker, GtkAdjustment **down)
{
  GtkWidget *view = gtk_widget_get_ancestor (picker, GTK_TYPE_VIEWPORT);
  graphene_rect_t place;

  if (view == NULL || !gtk_widget_compute_bounds (picker, view, &place))
    return 0;
  *down = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  if (place.origin.y < 0)
    return (int) floorf (place.origin.y);
  return MAX ((int) ceilf (place.origin.y + place.size.height) - gtk_widget_get_height (view), 0);
}

static void
open_now (AmpFormPopover *self)
{
  GtkWidget *row;

  gtk_popover_popup (GTK_POPOVER (self));
  row = row_to_focus (self);
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0' || row == NULL ||
      self->options->len >= SEARCH_FROM)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->search));
      gtk_editable_set_position (GTK_EDITABLE (self->search), -1);
    }
  else
    gtk_widget_grab_focus (row);
}

static gboolean
open_when_in_view (GtkWidget *picker, GdkFrameClock *clock G_GNUC_UNUSED, gpointer data)
{
  AmpFormPopover *self = data;
  GtkAdjustment *down;

  if (out_of_view (picker, &down) != 0 && self->n_waited++ < 10)
    return G_SOURCE_CONTINUE;
  open_now (self);
  return G_SOURCE_REMOVE;
}

void
amp_form_popover_open (AmpFormPopover *self, const char *typed)
{
  gboolean searching = typed != NULL && *typed != '\0';
  GtkWidget *picker = gtk_widget_get_parent (GTK_WIDGET (self));
  GtkAdjustment *down = NULL;
  int hidden;

  ensure_content (self);
  make_rows (self);
  gtk_editable_set_text (GTK_EDITABLE (self->search), searching ? typed : "");
  gtk_widget_set_visible (GTK_WIDGET (self->search),
                          searching || self->options->len >= SEARCH_FROM);
  hidden = picker != NULL ? out_of_view (picker, &down) : 0;
  if (hidden == 0)
    {
      open_now (self);
      return;
    }
  /* An assistive technology presses a picker wherever it is; where it is scrolled away there is no
   * screen for the list to open on. */
  gtk_adjustment_set_value (down, gtk_adjustment_get_value (down) + hidden);
  self->n_waited = 0;
  gtk_widget_add_tick_callback (picker, open_when_in_view, self, NULL);
}

const char *
amp_form_popover_first_match (AmpFormPopover *self)
{
  const Option *option = best_option (self);

  return option != NULL ? option->value : NULL;
}

void
amp_form_popover_search (AmpFormPopover *self, const char *text)
{
  ensure_content (self);
  gtk_editable_set_text (GTK_EDITABLE (self->search), text);
}

void
amp_form_popover_pick (AmpFormPopover *self, const char *value)
{
  Option *option = find_option (self, value);

  if (option != NULL)
    pick_option (self, option);
}
