/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Figures for machines: CSV and JSON with codes, and tabs for the clipboard. */
#include "domain/figures.h"

#include "domain/csv.h"

#include <json-glib/json-glib.h>

/* --- Numbers --- */

/* A point, whatever the language. */
static char *
machine_number (const AmpFigure *figure, AmpFigureKind kind)
{
  guint64 size = (guint64) ABS (figure->value);

  if (figure->state != AMP_FIGURE_SHOWN)
    return g_strdup ("");
  if (kind == AMP_FIGURE_COUNT)
    return g_strdup_printf ("%" G_GINT64_FORMAT, figure->value);
  return g_strdup_printf ("%s%" G_GUINT64_FORMAT ".%" G_GUINT64_FORMAT,
                          figure->value < 0 ? "-" : "", size / 10, size % 10);
}

static const char *
status_of (const AmpFigure *figure)
{
  static const char *const codes[] = {"blank", "exact", "hidden"};

  return codes[figure->state];
}

/* --- CSV --- */

static void
append_comment (GString *csv, const char *name, const char *value)
{
  g_autofree char *line = g_strdup (value);

  g_strdelimit (line, "\r\n", ' ');
  g_string_append_printf (csv, "# %s: %s\r\n", name, line);
}

/* The tables of one file share a header: as many key columns as the widest needs. */
static guint
most_keys (const AmpFigures *self)
{
  guint most = 1;

  for (guint i = 0; i < self->tables->len; i++)
    most = MAX (most, ((AmpFigureTable *) self->tables->pdata[i])->keys->len);
  return most;
}

/* table,KEY,CODE…,columns,column,value,status */
static void
append_figure (GString *csv, const AmpFigureTable *table, guint row, guint column, guint n_keys)
{
  const AmpFigureRow *of = table->rows->pdata[row];
  const AmpFigureColumn *what = table->columns->pdata[column];
  const AmpFigure *figure = amp_figure_table_get (table, row, column);
  g_autofree char *number = machine_number (figure, what->kind);
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();

  g_ptr_array_add (cells, table->name);
  for (guint i = 0; i < n_keys; i++)
    {
      const AmpFigureColumn *key = i < table->keys->len ? table->keys->pdata[i] : NULL;

      g_ptr_array_add (cells, key != NULL ? key->name : NULL);
      g_ptr_array_add (cells, key != NULL ? of->codes[i] : NULL);
    }
  g_ptr_array_add (cells, table->column_name);
  g_ptr_array_add (cells, what->name);
  g_ptr_array_add (cells, number);
  g_ptr_array_add (cells, (gpointer) status_of (figure));
  amp_csv_append_row (csv, (const char *const *) cells->pdata, cells->len);
}

GBytes *
amp_figures_to_csv (const AmpFigures *self)
{
  GString *csv = g_string_new (NULL);
  guint n_keys = most_keys (self);

  append_comment (csv, "figures", self->name);
  for (guint i = 0; i < self->facts->len; i++)
    {
      const AmpFigureFact *fact = self->facts->pdata[i];

      if (fact->value != NULL)
        append_comment (csv, fact->name, fact->value);
    }
  if (self->as_of != NULL)
    append_comment (csv, "data as of", self->as_of);
  g_string_append (csv, "table");
  for (guint i = 0; i < n_keys; i++)
    g_string_append_printf (csv, ",key%u,code%u", i + 1, i + 1);
  g_string_append (csv, ",columns,column,value,status\r\n");
  for (guint i = 0; i < self->tables->len; i++)
    {
      const AmpFigureTable *table = self->tables->pdata[i];

      for (guint row = 0; row < table->rows->len; row++)
        for (guint column = 0; column < table->columns->len; column++)
          append_figure (csv, table, row, column, n_keys);
    }
  return g_string_free_to_bytes (csv);
}

/* --- JSON --- */

static void
add_text (JsonBuilder *json, const char *name, const char *value)
{
  json_builder_set_member_name (json, name);
  json_builder_add_string_value (json, value);
}

static void
add_value (JsonBuilder *json, const AmpFigure *figure, AmpFigureKind kind)
{
  if (figure->state != AMP_FIGURE_SHOWN)
    json_builder_add_null_value (json);
  else if (kind == AMP_FIGURE_COUNT)
    json_builder_add_int_value (json, figure->value);
  else
    json_builder_add_double_value (json, (double) figure->value / 10);
}

static void
add_table (JsonBuilder *json, const AmpFigureTable *table)
{
  json_builder_begin_object (json);
  add_text (json, "table", table->name);
  if (table->column_name != NULL)
    add_text (json, "columns", table->column_name);
  json_builder_set_member_name (json, "rows");
  json_builder_begin_array (json);
  for (guint row = 0; row < table->rows->len; row++)
    for (guint column = 0; column < table->columns->len; column++)
      {
        const AmpFigureRow *of = table->rows->pdata[row];
        const AmpFigureColumn *what = table->columns->pdata[column];
        const AmpFigure *figure = amp_figure_table_get (table, row, column);

        json_builder_begin_object (json);
        for (guint i = 0; i < table->keys->len; i++)
          add_text (json, ((AmpFigureColumn *) table->keys->pdata[i])->name, of->codes[i]);
        add_text (json, "column", what->name);
        json_builder_set_member_name (json, "value");
        add_value (json, figure, what->kind);
        add_text (json, "status", status_of (figure));
        json_builder_end_object (json);
      }
  json_builder_end_array (json);
  json_builder_end_object (json);
}

GBytes *
amp_figures_to_json (const AmpFigures *self)
{
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  char *text;
  gsize length = 0;

  json_builder_begin_object (json);
  add_text (json, "figures", self->name);
  for (guint i = 0; i < self->facts->len; i++)
    {
      const AmpFigureFact *fact = self->facts->pdata[i];

      if (fact->value != NULL)
        add_text (json, fact->name, fact->value);
    }
  if (self->as_of != NULL)
    add_text (json, "data as of", self->as_of);
  json_builder_set_member_name (json, "tables");
  json_builder_begin_array (json);
  for (guint i = 0; i < self->tables->len; i++)
    add_table (json, self->tables->pdata[i]);
  json_builder_end_array (json);
  json_builder_end_object (json);
  root = json_builder_get_root (json);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, &length);
  return g_bytes_new_take (text, length);
}

/* --- Clipboard --- */

static void
append_tabs (GString *tsv, const char *text, gboolean first)
{
  g_autofree char *one = g_strdelimit (g_strdup (text), "\t\r\n", ' ');

  /* It is pasted into a spreadsheet, which would run the name of an institution. */
  g_string_append_printf (tsv, "%s%s%s", first ? "" : "\t", amp_csv_is_formula (one) ? "'" : "",
                          one);
}

char *
amp_figures_to_tsv (const AmpFigures *self)
{
  GString *tsv = g_string_new (NULL);

  for (guint i = 0; i < self->tables->len; i++)
    {
      const AmpFigureTable *table = self->tables->pdata[i];

      if (i > 0)
        g_string_append_c (tsv, '\n');
      for (guint j = 0; j < table->keys->len; j++)
        append_tabs (tsv, ((AmpFigureColumn *) table->keys->pdata[j])->label, j == 0);
      for (guint j = 0; j < table->columns->len; j++)
        append_tabs (tsv, ((AmpFigureColumn *) table->columns->pdata[j])->label, FALSE);
      g_string_append_c (tsv, '\n');
      for (guint row = 0; row < table->rows->len; row++)
        {
          const AmpFigureRow *of = table->rows->pdata[row];

          for (guint j = 0; j < table->keys->len; j++)
            append_tabs (tsv, of->labels[j], j == 0);
          for (guint j = 0; j < table->columns->len; j++)
            {
              const AmpFigureColumn *what = table->columns->pdata[j];
              const AmpFigure *figure = amp_figure_table_get (table, row, j);
              g_autofree char *text = figure->state == AMP_FIGURE_HIDDEN
                                        ? g_strdup ("*")
                                        : machine_number (figure, what->kind);

              append_tabs (tsv, text, FALSE);
            }
          g_string_append_c (tsv, '\n');
        }
    }
  return g_string_free (tsv, FALSE);
}
