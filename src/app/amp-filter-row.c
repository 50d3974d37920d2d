/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One condition of a filter. */
#include "app/amp-filter-row.h"

#include "app/amp-accessible.h"
#include "app/amp-field-row.h"

#include <glib/gi18n.h>
#include <string.h>

struct _AmpFilterRow
{
  GtkListBoxRow parent_instance;

  GtkDropDown *comparison;
  AmpFieldRow *editor;

  char *path;
  AmpFilterChoice choice;
};

enum
{
  CHANGED,
  REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AmpFilterRow, amp_filter_row, GTK_TYPE_LIST_BOX_ROW)

char *
amp_filter_source_label (const AmpFilterChoice *choice)
{
  if (choice->last)
    /* Translators: %s is a kind of record, such as "Risk assessment". */
    return g_strdup_printf (_ ("%s, the last one"), _ (choice->entity->label));
  return g_strdup (_ (choice->entity->label));
}

static const char *
op_label (AmpOp op, AmpKind kind)
{
  switch (op)
    {
    case AMP_OP_NE:
      return _ ("is not");
    case AMP_OP_GE:
      return kind == AMP_KIND_DATE ? _ ("from … on") : _ ("at least");
    case AMP_OP_LE:
      return kind == AMP_KIND_DATE ? _ ("until") : _ ("at most");
    case AMP_OP_IS_NULL:
      return _ ("is not recorded");
    case AMP_OP_NOT_NULL:
      return _ ("is recorded");
    case AMP_OP_HAS_CODE:
      return _ ("includes");
    case AMP_OP_EQ:
    case AMP_OP_IN:
    default:
      return _ ("is");
    }
}

static AmpOp
chosen_op (AmpFilterRow *self)
{
  gsize n;
  const AmpOp *ops = amp_filter_ops (self->choice.field, &n);
  guint selected = gtk_drop_down_get_selected (self->comparison);

  return ops[selected < n ? selected : 0];
}

AmpCondition *
amp_filter_row_dup_condition (AmpFilterRow *self)
{
  AmpOp op = chosen_op (self);
  g_autofree char *text = NULL;
  g_autofree char *value = NULL;

  if (!amp_op_takes_value (op))
    return amp_condition_new (self->path, op, NULL);
  text = amp_field_row_dup_text (self->editor);
  if (text == NULL || !amp_field_canonical (self->choice.field, text, &value, NULL) ||
      value == NULL)
    return NULL;
  /* One code of several is asked for at a time. */
  if (op == AMP_OP_HAS_CODE && strchr (value, ';') != NULL)
    *strchr (value, ';') = '\0';
  return amp_condition_new (self->path, op, value);
}

static void
on_changed (AmpFilterRow *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->editor), amp_op_takes_value (chosen_op (self)));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_removed (AmpFilterRow *self)
{
  g_signal_emit (self, signals[REMOVED], 0);
}

static void
amp_filter_row_finalize (GObject *object)
{
  g_free (AMP_FILTER_ROW (object)->path);
  G_OBJECT_CLASS (amp_filter_row_parent_class)->finalize (object);
}

static void
amp_filter_row_class_init (AmpFilterRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = amp_filter_row_finalize;
  signals[CHANGED] = g_signal_new ("changed", AMP_TYPE_FILTER_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[REMOVED] = g_signal_new ("removed", AMP_TYPE_FILTER_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
amp_filter_row_init (AmpFilterRow *self)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
}

static GtkWidget *
make_comparison (AmpFilterRow *self, AmpOp op)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  GtkWidget *drop_down;
  gsize n;
  const AmpOp *ops = amp_filter_ops (self->choice.field, &n);
  guint selected = 0;

  for (gsize i = 0; i < n; i++)
    {
      gtk_string_list_append (labels, op_label (ops[i], self->choice.field->kind));
      if (ops[i] == op)
        selected = (guint) i;
    }
  drop_down = gtk_drop_down_new (G_LIST_MODEL (g_object_ref (labels)), NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), selected);
  gtk_widget_set_valign (drop_down, GTK_ALIGN_END);
  self->comparison = GTK_DROP_DOWN (drop_down);
  return drop_down;
}

GtkWidget *
amp_filter_row_new (const AmpCondition *condition, AmpFormRefs *refs)
{
  AmpFilterRow *self = g_object_new (AMP_TYPE_FILTER_ROW, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *remove = gtk_button_new_from_icon_name ("list-remove-symbolic");
  GtkWidget *source;
  g_autofree char *name = NULL, *source_label = NULL, *spoken = NULL;

  self->path = g_strdup (condition->path);
  if (!amp_filter_find (condition->path, &self->choice))
    g_return_val_if_reached (GTK_WIDGET (self));
  name = g_strdup_printf ("%s.%s", self->choice.entity->name, self->choice.field->name);
  self->editor = AMP_FIELD_ROW (amp_field_row_new (name));
  amp_field_row_set_refs (self->editor, refs);
  if (condition->value != NULL)
    amp_field_row_set_text (self->editor, condition->value);
  gtk_widget_set_hexpand (GTK_WIDGET (self->editor), TRUE);

  source_label = amp_filter_source_label (&self->choice);
  source = gtk_label_new (source_label);
  gtk_label_set_xalign (GTK_LABEL (source), 0);
  gtk_widget_add_css_class (source, "caption");
  gtk_widget_add_css_class (source, "dim-label");
  gtk_widget_set_valign (remove, GTK_ALIGN_END);
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_tooltip_text (remove, _ ("Remove this condition"));
  spoken = g_strdup_printf ("%s: %s", _ ("Remove this condition"), _ (self->choice.field->label));
  amp_accessible_set_label (remove, spoken);

  gtk_box_append (GTK_BOX (line), make_comparison (self, condition->op));
  amp_accessible_set_label (GTK_WIDGET (self->comparison), _ ("Comparison"));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->editor));
  gtk_box_append (GTK_BOX (line), remove);
  gtk_box_append (GTK_BOX (box), source);
  gtk_box_append (GTK_BOX (box), line);
  gtk_widget_add_css_class (box, "amp-approval");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_widget_set_sensitive (GTK_WIDGET (self->editor), amp_op_takes_value (condition->op));
  g_signal_connect_object (self->comparison, "notify::selected", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->editor, "changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (remove, "clicked", G_CALLBACK (on_removed), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
