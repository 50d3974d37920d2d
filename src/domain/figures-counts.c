/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From counts to figures. */
#include "domain/figures-counts.h"

#include "domain/counts-private.h"

#include <string.h>

#define N_(text) text
#define ALL "*"
#define MOST_SERIES 8
#define MOST_BARS 26 /* more says nothing on a page */

/* --- Values --- */

/* Those of one dimension in the order of the table, then "*". */
static GPtrArray *
values_of (const AmpCountTable *table, gsize dimension)
{
  gsize n = amp_count_table_spec (table)->n_dimensions;
  GPtrArray *values = g_ptr_array_new ();

  for (gsize row = 0; row < amp_count_table_n_rows (table); row++)
    {
      const char *value = amp_count_table_value (table, row, dimension);
      gboolean subtotal = strcmp (value, ALL) != 0;

      for (gsize i = 0; i < n && subtotal; i++)
        subtotal = i == dimension || strcmp (amp_count_table_value (table, row, i), ALL) == 0;
      if (subtotal)
        g_ptr_array_add (values, (gpointer) value);
    }
  g_ptr_array_add (values, (gpointer) ALL);
  return values;
}

static char *
label_of (const AmpFigures *self, const AmpDimension *dimension, const char *value)
{
  char *label = amp_dimension_value_label (dimension, value, self->language);

  return label != NULL ? label : g_strdup (self->translate (N_ ("Total")));
}

static void
set (const AmpCountTable *table, gsize from, AmpFigureTable *to, guint row, guint column)
{
  if (amp_count_table_is_hidden (table, from))
    amp_figure_table_hide (to, row, column);
  else
    amp_figure_table_set (to, row, column, (gint64) amp_count_table_count (table, from));
}

/* --- Tables --- */

static guint
index_of (const GPtrArray *values, const char *value)
{
  guint i = 0;

  while (i + 1 < values->len && strcmp (values->pdata[i], value) != 0)
    i++;
  return i;
}

static void
add_pivot (AmpFigures *self, const AmpCountTable *table, AmpFigureTable *to)
{
  const AmpCountSpec *spec = amp_count_table_spec (table);
  g_autoptr (GPtrArray) rows = values_of (table, 0);
  g_autoptr (GPtrArray) columns = values_of (table, 1);

  to->column_name = g_strdup (spec->dimensions[1]->name);
  for (guint i = 0; i < columns->len; i++)
    {
      g_autofree char *label = label_of (self, spec->dimensions[1], columns->pdata[i]);

      amp_figure_table_add_column (to, columns->pdata[i], label, AMP_FIGURE_COUNT);
    }
  for (guint i = 0; i < rows->len; i++)
    {
      const char *code = rows->pdata[i];
      g_autofree char *label = label_of (self, spec->dimensions[0], code);
      const char *labels[] = {label};
      guint row = amp_figure_table_add_row (to, &code, labels, i + 1 == rows->len);

      for (guint column = 0; column < columns->len; column++)
        amp_figure_table_set (to, row, column, 0);
    }
  for (gsize i = 0; i < amp_count_table_n_rows (table); i++)
    set (table, i, to, index_of (rows, amp_count_table_value (table, i, 0)),
         index_of (columns, amp_count_table_value (table, i, 1)));
}

static void
add_tidy (AmpFigures *self, const AmpCountTable *table, AmpFigureTable *to)
{
  const AmpCountSpec *spec = amp_count_table_spec (table);

  amp_figure_table_add_column (to, "count", self->translate (N_ ("Count")), AMP_FIGURE_COUNT);
  for (gsize i = 0; i < amp_count_table_n_rows (table); i++)
    {
      g_auto (GStrv) labels = g_new0 (char *, spec->n_dimensions + 1);
      const char *codes[AMP_COUNTS_MAX_DIMENSIONS + 1] = {NULL};
      gboolean total = spec->n_dimensions == 0;

      for (gsize j = 0; j < spec->n_dimensions; j++)
        {
          codes[j] = amp_count_table_value (table, i, j);
          labels[j] = label_of (self, spec->dimensions[j], codes[j]);
          total |= strcmp (codes[j], ALL) == 0;
        }
      set (table, i, to, amp_figure_table_add_row (to, codes, (const char *const *) labels, total),
           0);
    }
}

/* --- Chart --- */

static gint64
number (const AmpFigureTable *table, guint row, guint column)
{
  const AmpFigure *figure = amp_figure_table_get (table, row, column);

  return figure->state == AMP_FIGURE_SHOWN ? figure->value : 0;
}

/* Parts of a bar only where they add up to it, and can be told apart. */
static void
add_chart (AmpFigureTable *self, const AmpCountSpec *spec)
{
  guint n_bars = self->rows->len - 1, last = self->columns->len - 1;
  gboolean stacked =
    spec->n_dimensions == 2 && !spec->dimensions[1]->multiple && last >= 2 && last <= MOST_SERIES;
  AmpChart *chart;

  if (n_bars == 0 || n_bars > MOST_BARS)
    return;
  chart = amp_chart_new (n_bars, stacked ? last : 1);
  for (guint row = 0; row < n_bars; row++)
    {
      chart->labels[row] = g_strdup (((AmpFigureRow *) self->rows->pdata[row])->labels[0]);
      chart->totals[row] = (guint64) number (self, row, last);
      for (guint i = 0; i < chart->n_series; i++)
        chart->values[row * chart->n_series + i] = (guint64) number (self, row, stacked ? i : last);
    }
  for (guint i = 0; i < chart->n_series; i++)
    chart->series[i] =
      g_strdup (((AmpFigureColumn *) self->columns->pdata[stacked ? i : last])->label);
  self->chart = chart;
}

AmpFigureTable *
amp_figures_add_counts (AmpFigures *self,
                        const AmpCountTable *table,
                        const char *name,
                        const char *title)
{
  const AmpCountSpec *spec = amp_count_table_spec (table);
  AmpFigureTable *to = amp_figures_add_table (self, name, title);

  for (gsize i = 0; i < (spec->n_dimensions == 2 ? 1 : spec->n_dimensions); i++)
    amp_figure_table_add_key (to, spec->dimensions[i]->name,
                              self->translate (spec->dimensions[i]->label));
  if (spec->n_dimensions == 2)
    add_pivot (self, table, to);
  else
    add_tidy (self, table, to);
  if (spec->n_dimensions == 1 || spec->n_dimensions == 2)
    add_chart (to, spec);
  to->map = amp_count_table_to_map (table);
  return to;
}

void
amp_figures_add_count_notes (AmpFigures *self, const AmpCountTable *table)
{
  const char *const *note = amp_count_table_notes (table);

  for (note++; *note != NULL; note++)
    amp_figures_add_note (self, self->translate (*note));
}

char *
amp_count_table_copy (AmpSession *session,
                      const AmpCountTable *table,
                      AmpTranslate translate,
                      const char *language,
                      GError **error)
{
  g_autoptr (AmpFigures) figures = amp_figures_new ("counts", translate, language);

  if (!amp_session_require_supervisor (session, error) ||
      !amp_store_audit (amp_session_get_store (session), AMP_AUDIT_EXPORT, NULL, 0, NULL,
                        "counts-clipboard", error))
    return NULL;
  amp_figures_add_counts (figures, table, "counts", "");
  return amp_figures_to_tsv (figures);
}
