/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From counts to figures. */
#include "domain/figures-counts.h"

#include "domain/counts-private.h"

#include <string.h>

#define N_(text) text
#define ALL "*"
#define MOST_SERIES 8
#define MOST_BARS 26     /* more says nothing on a page */
#define MOST_COLUMNS 100 /* more is no table any more */

/* --- Values --- */

/* Those of one dimension in the order of the table, then "*": each has its subtotal there. */
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

/* Their places, from 1. */
static GHashTable *
places_of (const GPtrArray *values)
{
  GHashTable *places = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < values->len; i++)
    g_hash_table_insert (places, values->pdata[i], GUINT_TO_POINTER (i + 1));
  return places;
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

static void
add_pivot (AmpFigures *self,
           const AmpCountTable *table,
           const GPtrArray *rows,
           const GPtrArray *columns,
           AmpFigureTable *to)
{
  const AmpCountSpec *spec = amp_count_table_spec (table);
  g_autoptr (GHashTable) row_places = places_of (rows), column_places = places_of (columns);

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

      /* What was counted and has no row is nobody. What was released says only what it says. */
      for (guint column = 0; column < columns->len && amp_count_table_release (table) == NULL;
           column++)
        amp_figure_table_set (to, row, column, 0);
    }
  for (gsize i = 0; i < amp_count_table_n_rows (table); i++)
    {
      guint row =
        GPOINTER_TO_UINT (g_hash_table_lookup (row_places, amp_count_table_value (table, i, 0)));
      guint column =
        GPOINTER_TO_UINT (g_hash_table_lookup (column_places, amp_count_table_value (table, i, 1)));

      g_return_if_fail (row > 0 && column > 0);
      set (table, i, to, row - 1, column - 1);
    }
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

/* A figure that is not shown has no length: a bar of none would say nobody. */
static gboolean
all_shown (const AmpFigureTable *self, guint n_rows, guint first, guint last)
{
  for (guint row = 0; row < n_rows; row++)
    for (guint column = first; column <= last; column++)
      if (amp_figure_table_get (self, row, column)->state != AMP_FIGURE_SHOWN)
        return FALSE;
  return TRUE;
}

static guint64
number (const AmpFigureTable *table, guint row, guint column)
{
  return (guint64) amp_figure_table_get (table, row, column)->value;
}

/* Parts of a bar only where they add up to it, and can be told apart. */
static void
add_chart (AmpFigureTable *self, const AmpCountSpec *spec)
{
  guint n_bars = self->rows->len - 1, last = self->columns->len - 1;
  gboolean stacked = spec->n_dimensions == 2 && !spec->dimensions[1]->multiple && last >= 2 &&
                     last <= MOST_SERIES && all_shown (self, n_bars, 0, last);
  AmpChart *chart;

  if (n_bars == 0 || n_bars > MOST_BARS || !all_shown (self, n_bars, last, last))
    return;
  chart = amp_chart_new (n_bars, stacked ? last : 1);
  for (guint row = 0; row < n_bars; row++)
    {
      chart->labels[row] = g_strdup (((AmpFigureRow *) self->rows->pdata[row])->labels[0]);
      chart->totals[row] = number (self, row, last);
      for (guint i = 0; i < chart->n_series; i++)
        chart->values[row * chart->n_series + i] = number (self, row, stacked ? i : last);
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

  gboolean pivot = spec->n_dimensions == 2;
  g_autoptr (GPtrArray) rows = pivot ? values_of (table, 0) : NULL;
  g_autoptr (GPtrArray) columns = pivot ? values_of (table, 1) : NULL;

  pivot = pivot && columns->len <= MOST_COLUMNS;
  for (gsize i = 0; i < (pivot ? 1 : spec->n_dimensions); i++)
    amp_figure_table_add_key (
      to, spec->dimensions[i]->name,
      self->translate (amp_dimension_label (spec->dimensions[i], spec->unit)));
  if (pivot)
    add_pivot (self, table, rows, columns, to);
  else
    add_tidy (self, table, to);
  if (spec->n_dimensions > 0 && amp_dimension_plan (spec->dimensions[0])->scope == AMP_SCOPE_DATE)
    to->chart = amp_count_table_to_series (table, self->language, self->translate (N_ ("Total")));
  if (to->chart == NULL && (spec->n_dimensions == 1 || pivot))
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

/* --- Facts --- */

static char *
day_for_people (const char *day, const char *language)
{
  AmpDate date;

  return amp_date_parse (day, &date) ? amp_date_to_display (&date, language) : g_strdup ("…");
}

void
amp_figures_add_period (AmpFigures *self, const AmpCountSpec *spec)
{
  g_autofree char *period = amp_count_table_period (spec);
  g_autofree char *from = day_for_people (spec->from, self->language);
  g_autofree char *to = day_for_people (spec->to, self->language);
  g_autofree char *text = *spec->from == '\0' && *spec->to == '\0'
                            ? g_strdup (self->translate (N_ ("All dates")))
                            : g_strdup_printf ("%s – %s", from, to);

  amp_figures_add_fact (self, "period", period, self->translate (N_ ("Period")), text);
}

void
amp_figures_add_moment (AmpFigures *self)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_iso8601 (self->as_of, NULL);
  g_autoptr (GDateTime) here = utc != NULL ? g_date_time_to_local (utc) : NULL;
  g_autofree char *text =
    here != NULL ? g_date_time_format (here, "%d/%m/%Y %H:%M") : g_strdup (self->as_of);

  amp_figures_add_fact (self, "data as of", NULL, self->translate (N_ ("Data as of")), text);
}

void
amp_figures_add_number (AmpFigures *self, const char *name, const char *label, guint64 number)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, number);

  amp_figures_add_fact (self, name, digits, self->translate (label), digits);
}

static void
add_filters (AmpFigures *self, const AmpCountSpec *spec)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < spec->n_where; i++)
    {
      g_autofree char *value =
        amp_dimension_value_label (spec->where_dimension[i], spec->where_value[i], self->language);

      g_string_append_printf (
        text, "%s%s: %s", i > 0 ? "; " : "",
        self->translate (amp_dimension_label (spec->where_dimension[i], spec->unit)), value);
    }
  if (spec->n_where > 0)
    amp_figures_add_fact (self, "filters", NULL, self->translate (N_ ("Only")), text->str);
}

/* Nothing of who made it and of what was left out: those are counts nobody has released. */
static void
add_release_facts (AmpFigures *self, const AmpCountRelease *release)
{
  const char *label = g_str_equal (release->rule, "public")
                        ? self->translate (N_ ("Public"))
                        : self->translate (N_ ("For a partner"));
  g_autofree char *text = g_strdup_printf ("%s · %s", label, release->id);

  amp_figures_add_fact (self, "release", release->rule, self->translate (N_ ("Release")), text);
  amp_figures_add_moment (self);
  if (release->has_late && release->late_hidden)
    amp_figures_add_fact (self, "late registrations", NULL,
                          self->translate (N_ ("Late registrations")), "*");
  else if (release->has_late)
    amp_figures_add_number (self, "late registrations", N_ ("Late registrations"), release->late);
}

static void
add_internal_facts (AmpFigures *self, const AmpCountTable *table, gint64 user)
{
  amp_figures_add_fact (self, "release", "internal", self->translate (N_ ("Release")),
                        self->translate (N_ ("Internal")));
  amp_figures_add_moment (self);
  amp_figures_add_number (self, "user", N_ ("Made by user number"), (guint64) user);
  amp_figures_add_number (self, "not victims left out", N_ ("Not victims, left out"),
                          amp_count_table_not_victims (table));
  amp_figures_add_number (self, "dates not clear left out", N_ ("Dates not clear, left out"),
                          amp_count_table_undated (table));
  if (amp_count_table_spec (table)->n_dimensions > 0)
    amp_figures_add_number (self, "counted in more than one row",
                            N_ ("Counted in more than one row"), amp_count_table_overlap (table));
}

GBytes *
amp_figures_to_bytes (const AmpFigures *self, AmpCountFormat format, GError **error)
{
  switch (format)
    {
    case AMP_COUNT_FORMAT_CSV:
      return amp_figures_to_csv (self);
    case AMP_COUNT_FORMAT_JSON:
      return amp_figures_to_json (self);
    case AMP_COUNT_FORMAT_XLSX:
      return amp_figures_to_xlsx (self, error);
    case AMP_COUNT_FORMAT_PDF:
      return amp_figures_to_pdf (self, error);
    default:
      g_return_val_if_reached (NULL);
    }
}

/* --- A table alone --- */

/* "Region of assistance × Month". */
static char *
title_of (const AmpFigures *self, const AmpCountSpec *spec)
{
  GString *title = g_string_new (spec->n_dimensions == 0 ? self->title : NULL);

  for (gsize i = 0; i < spec->n_dimensions; i++)
    g_string_append_printf (
      title, "%s%s", i > 0 ? " × " : "",
      self->translate (amp_dimension_label (spec->dimensions[i], spec->unit)));
  return g_string_free (title, FALSE);
}

static AmpFigures *
figures_of (const AmpCountTable *table,
            const char *office,
            gint64 user,
            AmpTranslate translate,
            const char *language)
{
  const AmpCountSpec *spec = amp_count_table_spec (table);
  const AmpCountRelease *release = amp_count_table_release (table);
  AmpFigures *self = amp_figures_new ("counts", translate, language);
  g_autofree char *title = NULL;

  self->office = g_strdup (office);
  self->title = g_strdup (self->translate (amp_unit_title (spec->unit)));
  self->notice = g_strdup (self->translate (amp_count_table_notes (table)[0]));
  self->as_of = g_strdup (amp_count_table_as_of (table));
  amp_figures_add_period (self, spec);
  add_filters (self, spec);
  if (release != NULL)
    add_release_facts (self, release);
  else
    add_internal_facts (self, table, user);
  title = title_of (self, spec);
  amp_figures_add_counts (self, table, "counts", title);
  amp_figures_add_count_notes (self, table);
  return self;
}

GBytes *
amp_count_table_to_bytes (const AmpCountTable *self,
                          AmpCountFormat format,
                          const char *office,
                          gint64 user,
                          AmpTranslate translate,
                          const char *language,
                          GError **error)
{
  g_autoptr (AmpFigures) figures = NULL;

  if (format == AMP_COUNT_FORMAT_CSV)
    return amp_count_table_to_csv (self, user);
  if (format == AMP_COUNT_FORMAT_JSON)
    return amp_count_table_to_json (self, user);
  figures = figures_of (self, office, user, translate, language);
  return format == AMP_COUNT_FORMAT_XLSX ? amp_figures_to_xlsx (figures, error)
                                         : amp_figures_to_pdf (figures, error);
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
