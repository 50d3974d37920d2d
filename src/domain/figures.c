/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Figures as they are gathered. */
#include "domain/figures.h"

#include "domain/number.h"

/* --- Making --- */

static void
column_free (gpointer data)
{
  AmpFigureColumn *column = data;

  g_free (column->name);
  g_free (column->label);
  g_free (column);
}

static void
row_free (gpointer data)
{
  AmpFigureRow *row = data;

  g_strfreev (row->codes);
  g_strfreev (row->labels);
  g_free (row);
}

static void
table_free (gpointer data)
{
  AmpFigureTable *table = data;

  g_free (table->name);
  g_free (table->title);
  g_free (table->column_name);
  g_ptr_array_unref (table->keys);
  g_ptr_array_unref (table->columns);
  g_ptr_array_unref (table->rows);
  g_array_unref (table->figures);
  amp_chart_free (table->chart);
  amp_map_free (table->map);
  g_free (table);
}

static void
fact_free (gpointer data)
{
  AmpFigureFact *fact = data;

  g_free (fact->name);
  g_free (fact->value);
  g_free (fact->label);
  g_free (fact->text);
  g_free (fact);
}

static const char *
as_it_is (const char *msgid)
{
  return msgid;
}

AmpFigures *
amp_figures_new (const char *name, AmpTranslate translate, const char *language)
{
  AmpFigures *self = g_new0 (AmpFigures, 1);

  self->name = g_strdup (name);
  self->translate = translate != NULL ? translate : as_it_is;
  self->language = g_intern_string (language != NULL ? language : "en");
  self->facts = g_ptr_array_new_with_free_func (fact_free);
  self->tables = g_ptr_array_new_with_free_func (table_free);
  self->notes = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
amp_figures_free (AmpFigures *self)
{
  if (self == NULL)
    return;
  g_free (self->office);
  g_free (self->name);
  g_free (self->title);
  g_free (self->definition);
  g_free (self->statement);
  g_free (self->notice);
  g_free (self->as_of);
  g_ptr_array_unref (self->facts);
  g_ptr_array_unref (self->tables);
  g_ptr_array_unref (self->notes);
  g_free (self);
}

void
amp_figures_add_fact (
  AmpFigures *self, const char *name, const char *value, const char *label, const char *text)
{
  AmpFigureFact *fact = g_new0 (AmpFigureFact, 1);

  fact->name = g_strdup (name);
  fact->value = g_strdup (value);
  fact->label = g_strdup (label);
  fact->text = g_strdup (text);
  g_ptr_array_add (self->facts, fact);
}

void
amp_figures_add_note (AmpFigures *self, const char *note)
{
  if (!g_ptr_array_find_with_equal_func (self->notes, note, g_str_equal, NULL))
    g_ptr_array_add (self->notes, g_strdup (note));
}

AmpFigureTable *
amp_figures_add_table (AmpFigures *self, const char *name, const char *title)
{
  AmpFigureTable *table = g_new0 (AmpFigureTable, 1);

  table->name = g_strdup (name);
  table->title = g_strdup (title);
  table->keys = g_ptr_array_new_with_free_func (column_free);
  table->columns = g_ptr_array_new_with_free_func (column_free);
  table->rows = g_ptr_array_new_with_free_func (row_free);
  table->figures = g_array_new (FALSE, TRUE, sizeof (AmpFigure));
  g_ptr_array_add (self->tables, table);
  return table;
}

static AmpFigureColumn *
column_new (const char *name, const char *label, AmpFigureKind kind)
{
  AmpFigureColumn *column = g_new0 (AmpFigureColumn, 1);

  column->name = g_strdup (name);
  column->label = g_strdup (label);
  column->kind = kind;
  return column;
}

void
amp_figure_table_add_key (AmpFigureTable *self, const char *name, const char *label)
{
  g_ptr_array_add (self->keys, column_new (name, label, AMP_FIGURE_COUNT));
}

void
amp_figure_table_add_column (AmpFigureTable *self,
                             const char *name,
                             const char *label,
                             AmpFigureKind kind)
{
  g_ptr_array_add (self->columns, column_new (name, label, kind));
}

guint
amp_figure_table_add_row (AmpFigureTable *self,
                          const char *const *codes,
                          const char *const *labels,
                          gboolean total)
{
  AmpFigureRow *row = g_new0 (AmpFigureRow, 1);
  guint n = self->keys->len;

  row->codes = g_new0 (char *, n + 1);
  row->labels = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    {
      row->codes[i] = g_strdup (codes[i]);
      row->labels[i] = g_strdup (labels[i]);
    }
  row->total = total;
  g_ptr_array_add (self->rows, row);
  g_array_set_size (self->figures, self->rows->len * self->columns->len);
  return self->rows->len - 1;
}

static AmpFigure *
figure_at (const AmpFigureTable *self, guint row, guint column)
{
  return &g_array_index (self->figures, AmpFigure, row * self->columns->len + column);
}

void
amp_figure_table_set (AmpFigureTable *self, guint row, guint column, gint64 value)
{
  *figure_at (self, row, column) = (AmpFigure){value, AMP_FIGURE_SHOWN};
}

void
amp_figure_table_hide (AmpFigureTable *self, guint row, guint column)
{
  *figure_at (self, row, column) = (AmpFigure){0, AMP_FIGURE_HIDDEN};
}

void
amp_figure_table_set_share (
  AmpFigureTable *self, guint row, guint column, guint64 part, guint64 all)
{
  if (all > 0)
    amp_figure_table_set (self, row, column, (gint64) ((part * 2000 + all) / (2 * all)));
}

const AmpFigure *
amp_figure_table_get (const AmpFigureTable *self, guint row, guint column)
{
  return figure_at (self, row, column);
}

/* --- Reading --- */

char *
amp_figure_text (const AmpFigure *figure, AmpFigureKind kind, const char *language)
{
  g_autofree char *tenths = NULL;

  if (figure->state == AMP_FIGURE_BLANK)
    return g_strdup ("");
  if (figure->state == AMP_FIGURE_HIDDEN)
    return g_strdup ("*");
  if (kind == AMP_FIGURE_COUNT)
    {
      g_autofree char *digits = amp_format_count ((guint64) ABS (figure->value));

      return g_strconcat (figure->value < 0 ? "−" : "", digits, NULL);
    }
  tenths = amp_format_tenths (figure->value, language);
  return kind == AMP_FIGURE_PERCENT ? g_strconcat (tenths, "\302\240%", NULL)
                                    : g_steal_pointer (&tenths);
}
