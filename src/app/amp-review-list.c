/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is asked, the sample that is drawn of it, and the record that is open. */
#include "app/amp-review-list.h"

#include "app/amp-accessible.h"
#include "app/amp-case-columns.h"
#include "app/amp-format.h"
#include "app/amp-list-keys.h"
#include "app/amp-review-record.h"
#include "app/amp-review-words.h"
#include "review/sample.h"

#include <glib/gi18n.h>
#include <string.h>

/* --- One row --- */

#define AMP_TYPE_REVIEW_ITEM (amp_review_item_get_type ())
G_DECLARE_FINAL_TYPE (AmpReviewItem, amp_review_item, AMP, REVIEW_ITEM, GObject)

struct _AmpReviewItem
{
  GObject parent_instance;

  guint row; /* of the pack */
};

static guint ticked_signal;

G_DEFINE_FINAL_TYPE (AmpReviewItem, amp_review_item, G_TYPE_OBJECT)

static void
amp_review_item_class_init (AmpReviewItemClass *klass)
{
  (void) klass;
  ticked_signal = g_signal_new ("ticked", AMP_TYPE_REVIEW_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
amp_review_item_init (AmpReviewItem *self)
{
  (void) self;
}

/* --- The widget --- */

struct _AmpReviewList
{
  AdwBin parent_instance;

  /* Template. */
  GtkWidget *seed;
  GtkSpinButton *size;
  GtkWidget *draw;
  GtkWidget *fresh;
  GtkWidget *condition;
  GtkPopover *condition_popover;
  GtkDropDown *column;
  GtkDropDown *value;
  GtkLabel *offer_hint;
  GtkWidget *add;
  GtkBox *chips;
  GtkStack *stack;
  GtkColumnView *view;
  AdwStatusPage *few;
  GtkLabel *count;
  AmpReviewRecord *record;

  /* Owned. */
  AmpReviewDesk *desk;
  GListStore *items;
  GtkSingleSelection *selection;
  GArray *columns;   /* of guint: what may still be asked, as in the drop-down */
  GPtrArray *values; /* codes, as in the drop-down; static strings */
};

G_DEFINE_FINAL_TYPE (AmpReviewList, amp_review_list, ADW_TYPE_BIN)

/* --- Cells --- */

/* What a list shows; the rest is beside it. "ticks" and "code" are none of the pack's columns. */
static const struct
{
  const char *name;
  int width;
} shown_columns[] = {
  {"code", 150},   {"ticks", 90},    {"sex", 90},       {"age", 150},  {"place", 140},
  {"status", 170}, {"consent", 200}, {"risk_72h", 110}, {"plan", 150}, {"closure", 150},
};

static const char *
heading_of (const char *name)
{
  if (strcmp (name, "code") == 0)
    return _ ("Code");
  if (strcmp (name, "ticks") == 0)
    return _ ("Ticked");
  return strcmp (name, "risk_72h") == 0 ? _ ("Risk in 72 h") : amp_review_column_words (name);
}

static char *
text_of (AmpReviewDesk *desk, AmpReviewItem *item, const char *name)
{
  const AmpReviewPack *pack = amp_review_desk_get_pack (desk);
  const char *code = amp_review_pack_code (pack, item->row);
  gssize column;

  if (strcmp (name, "code") == 0)
    return g_strdup (code);
  if (strcmp (name, "ticks") == 0)
    return g_strdup_printf ("%u/%d",
                            amp_review_notes_count_ticks (amp_review_desk_get_notes (desk), code),
                            AMP_STANDARDS);
  column = amp_review_column_index (amp_review_desk_get_head (desk)->level, name);
  return g_strdup (column < 0 ? ""
                              : amp_review_code_words (
                                  name, amp_review_pack_cell (pack, item->row, (gsize) column)));
}

static void
show_cell (GtkListItem *list_item)
{
  GtkWidget *label = gtk_list_item_get_child (list_item);
  AmpReviewDesk *desk = g_object_get_data (G_OBJECT (label), "desk");
  const char *name = g_object_get_data (G_OBJECT (label), "name");
  g_autofree char *text = text_of (desk, gtk_list_item_get_item (list_item), name);

  gtk_label_set_label (GTK_LABEL (label), text);
}

static void
on_setup (AmpReviewList *self, GtkListItem *list_item, GtkSignalListItemFactory *factory)
{
  GtkWidget *label = gtk_label_new (NULL);
  const char *name = g_object_get_data (G_OBJECT (factory), "name");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (strcmp (name, "code") == 0)
    gtk_widget_add_css_class (label, "monospace");
  g_object_set_data (G_OBJECT (label), "desk", self->desk);
  g_object_set_data (G_OBJECT (label), "name", (gpointer) name);
  gtk_list_item_set_child (list_item, label);
}

static void
on_bind (AmpReviewList *self, GtkListItem *list_item)
{
  (void) self;
  g_signal_connect_swapped (gtk_list_item_get_item (list_item), "ticked", G_CALLBACK (show_cell),
                            list_item);
  show_cell (list_item);
}

static void
on_unbind (AmpReviewList *self, GtkListItem *list_item)
{
  (void) self;
  g_signal_handlers_disconnect_matched (gtk_list_item_get_item (list_item), G_SIGNAL_MATCH_DATA, 0,
                                        0, NULL, NULL, list_item);
}

static void
add_columns (AmpReviewList *self)
{
  AmpReviewLevel level = amp_review_desk_get_head (self->desk)->level;

  for (gsize i = 0; i < G_N_ELEMENTS (shown_columns); i++)
    {
      const char *name = shown_columns[i].name;
      GtkListItemFactory *factory;
      g_autoptr (GtkColumnViewColumn) column = NULL;

      if (i >= 2 && amp_review_column_index (level, name) < 0)
        continue;
      factory = gtk_signal_list_item_factory_new ();
      g_object_set_data (G_OBJECT (factory), "name", (gpointer) name);
      g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (factory, "unbind", G_CALLBACK (on_unbind), self, G_CONNECT_SWAPPED);
      column = gtk_column_view_column_new (heading_of (name), factory);
      gtk_column_view_column_set_resizable (column, TRUE);
      gtk_column_view_column_set_fixed_width (column, shown_columns[i].width);
      gtk_column_view_append_column (self->view, column);
    }
}

/* --- What was drawn --- */

static void
show_selected (AmpReviewList *self)
{
  AmpReviewItem *item = gtk_single_selection_get_selected_item (self->selection);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  g_autofree char *place = NULL;

  if (item != NULL)
    /* Translators: "3 of 25". */
    place =
      g_strdup_printf (_ ("%u of %u"), gtk_single_selection_get_selected (self->selection) + 1, n);
  amp_review_record_show (self->record, item != NULL ? (gssize) item->row : -1, place);
}

static void
show_count (AmpReviewList *self)
{
  const GArray *sample = amp_review_desk_get_sample (self->desk);
  g_autofree char *found = amp_format_count (amp_review_desk_n_found (self->desk));
  g_autofree char *drawn = amp_format_count (sample->len);
  g_autofree char *few = amp_review_few_words (amp_review_desk_get_head (self->desk)->k);
  g_autofree char *sentence = NULL;

  if (sample->len > 0)
    /* Translators: how many are drawn, of how many, and the seed. */
    sentence = g_strdup_printf (_ ("%s drawn of %s records, by seed %u"), drawn, found,
                                (guint) amp_review_desk_get_seed (self->desk));
  gtk_label_set_label (self->count, sentence != NULL ? sentence : few);
  adw_status_page_set_title (self->few, few);
  gtk_stack_set_visible_child_name (self->stack, sample->len > 0 ? "list" : "few");
}

/* The keyboard was on a row, and there are none any more: it goes where one asks for others. */
static void
leave_empty_list (AmpReviewList *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && amp_review_desk_get_sample (self->desk)->len == 0 &&
      gtk_widget_is_ancestor (focus, GTK_WIDGET (self->stack)))
    gtk_widget_grab_focus (self->condition);
}

static void
on_drawn (AmpReviewList *self)
{
  const GArray *sample = amp_review_desk_get_sample (self->desk);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *seed = g_strdup_printf ("%u", (guint) amp_review_desk_get_seed (self->desk));
  guint k = amp_review_desk_get_head (self->desk)->k;

  leave_empty_list (self);
  for (guint i = 0; i < sample->len; i++)
    {
      AmpReviewItem *item = g_object_new (AMP_TYPE_REVIEW_ITEM, NULL);

      item->row = g_array_index (sample, guint, i);
      g_ptr_array_add (items, item);
    }
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)),
                       items->pdata, items->len);
  gtk_editable_set_text (GTK_EDITABLE (self->seed), seed);
  if (amp_review_desk_n_found (self->desk) > 0)
    gtk_spin_button_set_range (self->size, k, amp_review_desk_n_found (self->desk));
  gtk_spin_button_set_value (self->size, amp_review_desk_get_size (self->desk));
  show_count (self);
  show_selected (self);
}

/* Only the row that is open can have changed. */
static void
on_notes_changed (AmpReviewList *self)
{
  AmpReviewItem *item = gtk_single_selection_get_selected_item (self->selection);

  if (item != NULL)
    g_signal_emit (item, ticked_signal, 0);
}

static void
on_step (AmpReviewList *self, int by)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  guint at = gtk_single_selection_get_selected (self->selection);

  if (at == GTK_INVALID_LIST_POSITION || (by < 0 && at == 0) || (by > 0 && at + 1 >= n))
    return;
  at = by < 0 ? at - 1 : at + 1;
  gtk_single_selection_set_selected (self->selection, at);
  amp_column_view_scroll_to (self->view, at);
}

static void
step_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  (void) name;
  on_step (AMP_REVIEW_LIST (widget), g_variant_get_int32 (parameter));
}

static void
on_row_activated (GtkColumnView *view, guint position, AmpReviewList *self)
{
  (void) view;
  gtk_single_selection_set_selected (self->selection, position);
  amp_review_record_focus (self->record);
}

/* --- Drawing --- */

static guint64
typed_seed (AmpReviewList *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->seed));
  guint64 seed = 0;

  return *text != '\0' && strspn (text, "0123456789") == strlen (text) &&
             g_ascii_string_to_unsigned (text, 10, 0, AMP_REVIEW_SEED_MAX, &seed, NULL)
           ? seed
           : amp_review_desk_get_seed (self->desk);
}

static void
on_draw (AmpReviewList *self)
{
  gtk_spin_button_update (self->size);
  amp_review_desk_draw (self->desk, typed_seed (self),
                        (guint) gtk_spin_button_get_value_as_int (self->size));
}

static void
on_fresh (AmpReviewList *self)
{
  gtk_spin_button_update (self->size);
  amp_review_desk_draw (self->desk, (guint64) g_random_int_range (1, AMP_REVIEW_SEED_MAX),
                        (guint) gtk_spin_button_get_value_as_int (self->size));
}

/* --- Asking --- */

static const char *
column_name (AmpReviewList *self, guint column)
{
  return amp_review_pack_column (amp_review_desk_get_pack (self->desk), column)->name;
}

static void show_chips (AmpReviewList *self);

static void
on_chip_clicked (AmpReviewList *self, GtkWidget *chip)
{
  AmpReviewQuery query = *amp_review_desk_get_query (self->desk);
  guint n = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (chip), "number"));

  for (guint i = n; i + 1 < query.n; i++)
    query.conditions[i] = query.conditions[i + 1];
  query.n--;
  amp_review_desk_ask (self->desk, &query);
  show_chips (self);
  gtk_widget_grab_focus (self->condition);
}

static void
add_chip (AmpReviewList *self, guint number, const AmpReviewCondition *condition)
{
  const char *name = column_name (self, condition->column);
  g_autofree char *text = g_strdup_printf ("%s: %s", amp_review_column_words (name),
                                           amp_review_code_words (name, condition->code));
  /* Translators: %s is a condition such as "Plan: In force". */
  g_autofree char *spoken = g_strdup_printf (_ ("Take back the condition %s"), text);
  GtkWidget *chip = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("window-close-symbolic"));
  gtk_box_append (GTK_BOX (box), label);
  gtk_button_set_child (GTK_BUTTON (chip), box);
  gtk_widget_set_halign (chip, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (chip, spoken);
  amp_accessible_set_label (chip, spoken);
  g_object_set_data (G_OBJECT (chip), "number", GUINT_TO_POINTER (number));
  g_signal_connect_object (chip, "clicked", G_CALLBACK (on_chip_clicked), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->chips, chip);
}

static void
show_chips (AmpReviewList *self)
{
  const AmpReviewQuery *query = amp_review_desk_get_query (self->desk);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->chips))) != NULL)
    gtk_box_remove (self->chips, child);
  for (guint i = 0; i < query->n; i++)
    add_chip (self, i, &query->conditions[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->chips), query->n > 0);
  gtk_widget_set_sensitive (self->condition, query->n < AMP_REVIEW_CONDITIONS);
}

static void
on_column_selected (AmpReviewList *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  guint at = gtk_drop_down_get_selected (self->column);
  AmpReviewRows rows;
  g_autofree char *hint = NULL;
  guint column;

  if (self->desk == NULL || at >= self->columns->len)
    return;
  rows = amp_review_desk_get_rows (self->desk);
  column = g_array_index (self->columns, guint, at);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  self->values = amp_review_query_offers (&rows, column, amp_review_desk_get_head (self->desk)->k);
  for (guint i = 0; i < self->values->len; i++)
    gtk_string_list_append (
      labels, amp_review_code_words (column_name (self, column), self->values->pdata[i]));
  gtk_drop_down_set_model (self->value, G_LIST_MODEL (labels));
  gtk_widget_set_sensitive (GTK_WIDGET (self->value), self->values->len > 0);
  gtk_widget_set_sensitive (self->add, self->values->len > 0);
  /* Translators: %u is a number such as 11. */
  hint = g_strdup_printf (
    _ ("Listed are the values that at least %u cases have and that leave no few over."),
    amp_review_desk_get_head (self->desk)->k);
  gtk_label_set_label (self->offer_hint, hint);
}

static gboolean
is_asked (AmpReviewList *self, guint column)
{
  const AmpReviewQuery *query = amp_review_desk_get_query (self->desk);

  for (guint i = 0; i < query->n; i++)
    if (query->conditions[i].column == column)
      return TRUE;
  return FALSE;
}

static void
on_popover_shown (AmpReviewList *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  AmpReviewRows rows = amp_review_desk_get_rows (self->desk);

  g_array_set_size (self->columns, 0);
  for (guint c = 0; c < rows.n_columns; c++)
    if (!is_asked (self, c))
      {
        g_array_append_val (self->columns, c);
        gtk_string_list_append (labels, amp_review_column_words (column_name (self, c)));
      }
  gtk_drop_down_set_model (self->column, G_LIST_MODEL (labels));
  on_column_selected (self);
}

static void
on_add (AmpReviewList *self)
{
  AmpReviewQuery query = *amp_review_desk_get_query (self->desk);
  guint column = gtk_drop_down_get_selected (self->column);
  guint value = gtk_drop_down_get_selected (self->value);

  gtk_popover_popdown (self->condition_popover);
  if (column >= self->columns->len || self->values == NULL || value >= self->values->len ||
      query.n >= AMP_REVIEW_CONDITIONS)
    return;
  query.conditions[query.n].column = g_array_index (self->columns, guint, column);
  query.conditions[query.n++].code = self->values->pdata[value];
  amp_review_desk_ask (self->desk, &query);
  show_chips (self);
}

/* --- Object --- */

static void
amp_review_list_dispose (GObject *object)
{
  AmpReviewList *self = AMP_REVIEW_LIST (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_REVIEW_LIST);
  g_clear_object (&self->selection);
  g_clear_object (&self->items);
  g_clear_object (&self->desk);
  g_clear_pointer (&self->columns, g_array_unref);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  G_OBJECT_CLASS (amp_review_list_parent_class)->dispose (object);
}

static void
amp_review_list_class_init (AmpReviewListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_review_list_dispose;
  g_type_ensure (AMP_TYPE_REVIEW_RECORD);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-review-list.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpReviewList, seed);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewList, size);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewList, draw);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewList, fresh);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewList, condition);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewList, condition_popover);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewList, column);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewList, value);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewList, offer_hint);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewList, add);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewList, chips);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewList, stack);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewList, view);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewList, few);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewList, count);
  gtk_widget_class_bind_template_child (widget_class, AmpReviewList, record);
  gtk_widget_class_bind_template_callback (widget_class, on_draw);
  gtk_widget_class_bind_template_callback (widget_class, on_fresh);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
  gtk_widget_class_bind_template_callback (widget_class, on_column_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_popover_shown);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_step);
  gtk_widget_class_install_action (widget_class, "records.step", "i", step_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "records.step", "i",
                                       -1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK, "records.step",
                                       "i", 1);
}

static void
amp_review_list_init (AmpReviewList *self)
{
  self->columns = g_array_new (FALSE, FALSE, sizeof (guint));
  gtk_widget_init_template (GTK_WIDGET (self));
  amp_list_leave_by_tab (GTK_WIDGET (self->view));
  amp_accessible_set_label (self->seed, _ ("Seed"));
  amp_accessible_set_label (GTK_WIDGET (self->size), _ ("How many records"));
  amp_accessible_set_label (self->fresh, _ ("Draw with another seed"));
  amp_accessible_set_label (self->condition, _ ("Only where…"));
  amp_accessible_set_label (GTK_WIDGET (self->column), _ ("Column"));
  amp_accessible_set_label (GTK_WIDGET (self->value), _ ("Value"));
  amp_accessible_set_label (GTK_WIDGET (self->view), _ ("Records"));
}

GtkWidget *
amp_review_list_new (AmpReviewDesk *desk)
{
  AmpReviewList *self = g_object_new (AMP_TYPE_REVIEW_LIST, NULL);

  self->desk = g_object_ref (desk);
  self->items = g_list_store_new (AMP_TYPE_REVIEW_ITEM);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->items)));
  amp_review_record_watch (self->record, desk);
  add_columns (self);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (show_selected),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "drawn", G_CALLBACK (on_drawn), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "changed", G_CALLBACK (on_notes_changed), self, G_CONNECT_SWAPPED);
  on_drawn (self);
  show_chips (self);
  return GTK_WIDGET (self);
}
