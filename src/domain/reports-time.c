/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How long people wait: days from the opening of a case to its first service. */
#include "domain/reports-private.h"

#include <string.h>

#define N_(text) text

typedef enum
{
  WAIT_NONE = 6, /* no service yet */
  WAIT_UNCLEAR,
  N_WAITS
} Wait;

static const struct
{
  const char *name;
  const char *label;
  int most; /* days */
} waits[N_WAITS] = {
  {"0", N_ ("Same day"), 0},           {"1-3", N_ ("1 to 3 days"), 3},
  {"4-7", N_ ("4 to 7 days"), 7},      {"8-30", N_ ("8 to 30 days"), 30},
  {"31-90", N_ ("31 to 90 days"), 90}, {"91+", N_ ("More than 90 days"), G_MAXINT},
  {"none", N_ ("No service yet"), -1}, {"unclear", N_ ("Dates not clear"), -1},
};

typedef struct
{
  const char *code;
  guint64 cases;
  GArray *days; /* of int: those that are known */
} Region;

static void
region_free (gpointer data)
{
  Region *region = data;

  g_array_unref (region->days);
  g_free (region);
}

static int
days_between (AmpDate first, AmpDate last)
{
  GDate a, b;

  g_date_clear (&a, 1);
  g_date_clear (&b, 1);
  g_date_set_dmy (&a, first.day, (GDateMonth) first.month, first.year);
  g_date_set_dmy (&b, last.day, (GDateMonth) last.month, last.year);
  return MAX (g_date_days_between (&a, &b), 0);
}

/* -1: none, -2: the dates do not say. */
static int
wait_of (const AmpPersonFacts *person, guint case_)
{
  AmpDate opened =
    amp_fact_date (person->facts[AMP_FACT_CASE][case_ * AMP_CASE_WIDTH + AMP_CASE_OPENED]);
  AmpDate first = {0};
  gboolean vague = opened.precision != AMP_DATE_DAY, any = FALSE;

  for (guint i = 0; i < person->n[AMP_FACT_SERVICE]; i++)
    {
      const guint32 *service = person->facts[AMP_FACT_SERVICE] + i * AMP_SERVICE_WIDTH;
      AmpDate day = amp_fact_date (service[AMP_SERVICE_ON]);

      if (service[AMP_SERVICE_CASE] != case_)
        continue;
      any = TRUE;
      vague |= day.precision != AMP_DATE_DAY;
      if (day.precision == AMP_DATE_DAY &&
          (first.precision != AMP_DATE_DAY || amp_date_compare (&day, &first) < 0))
        first = day;
    }
  if (!any)
    return -1;
  return vague ? -2 : days_between (opened, first);
}

static int
compare_ints (gconstpointer a, gconstpointer b)
{
  return *(const int *) a - *(const int *) b;
}

/* In tenths; -1 of none. */
static gint64
median (GArray *days)
{
  guint n = days->len;

  if (n == 0)
    return -1;
  g_array_sort (days, compare_ints);
  return 5 * ((gint64) g_array_index (days, int, (n - 1) / 2) + g_array_index (days, int, n / 2));
}

static Region *
region_of (GHashTable *regions, const char *code)
{
  Region *region = g_hash_table_lookup (regions, code);

  if (region == NULL)
    {
      region = g_new0 (Region, 1);
      region->code = g_intern_string (code);
      region->days = g_array_new (FALSE, FALSE, sizeof (int));
      g_hash_table_insert (regions, (gpointer) region->code, region);
    }
  return region;
}

typedef struct
{
  const AmpReportRun *run;
  const AmpDimension *region;
  guint64 found[N_WAITS];
  GHashTable *regions; /* Region */
  guint64 not_victims, undated;
} Waits;

static void
take_case (Waits *self, const AmpFacts *facts, const AmpPersonFacts *person, guint case_)
{
  const char *stored =
    amp_facts_word (facts, person->facts[AMP_FACT_CASE][case_ * AMP_CASE_WIDTH + AMP_CASE_REGION]);
  const char *code = stored != NULL ? amp_dimension_read (self->region, stored, FALSE) : NULL;
  Region *region = region_of (self->regions, code != NULL ? code : "");
  Region *all = region_of (self->regions, "*");
  int days = wait_of (person, case_);
  guint wait = days == -1 ? WAIT_NONE : WAIT_UNCLEAR;

  if (days >= 0)
    for (wait = 0; days > waits[wait].most; wait++)
      ;
  self->found[wait]++;
  region->cases++;
  all->cases++;
  if (days >= 0)
    {
      g_array_append_val (region->days, days);
      g_array_append_val (all->days, days);
    }
}

static gboolean
take_person (const AmpFacts *facts, const AmpPersonFacts *person, gpointer data, GError **error)
{
  Waits *self = data;

  (void) error;
  for (guint i = 0; i < person->n[AMP_FACT_CASE]; i++)
    if (amp_report_case_counts (self->run, facts, person->facts[AMP_FACT_CASE] + i * AMP_CASE_WIDTH,
                                &self->not_victims, &self->undated))
      take_case (self, facts, person, i);
  return TRUE;
}

static gpointer
waits_begin (AmpReportRun *run)
{
  Waits *self = g_new0 (Waits, 1);

  self->run = run;
  self->region = amp_dimension_find ("region");
  self->regions = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, region_free);
  (void) region_of (self->regions, "*");
  return self;
}

static void
waits_end (gpointer gathered)
{
  Waits *self = gathered;

  g_hash_table_unref (self->regions);
  g_free (self);
}

const AmpReportGatherer amp_report_time = {waits_begin, take_person,
                                           1u << AMP_FACT_CASE | 1u << AMP_FACT_SERVICE, waits_end};

static void
add_bands (AmpReportRun *run, const guint64 found[N_WAITS], guint64 all)
{
  AmpFigures *figures = run->figures;
  AmpFigureTable *table =
    amp_figures_add_table (figures, "wait", figures->translate (N_ ("Days to the first service")));
  const char *total_code = "*", *total = figures->translate (N_ ("Total"));
  AmpChart *chart = amp_chart_new (N_WAITS, 1);
  guint row;

  amp_figure_table_add_key (table, "wait", figures->translate (N_ ("Time")));
  amp_figure_table_add_column (table, "cases", figures->translate (N_ ("Cases")), AMP_FIGURE_COUNT);
  amp_figure_table_add_column (table, "share", figures->translate (N_ ("Share")),
                               AMP_FIGURE_PERCENT);
  for (guint i = 0; i < N_WAITS; i++)
    {
      const char *label = figures->translate (waits[i].label);

      row = amp_figure_table_add_row (table, &waits[i].name, &label, FALSE);
      amp_figure_table_set (table, row, 0, (gint64) found[i]);
      amp_figure_table_set_share (table, row, 1, found[i], all);
      chart->labels[i] = g_strdup (label);
      chart->values[i] = chart->totals[i] = found[i];
    }
  chart->series[0] = g_strdup (figures->translate (N_ ("Cases")));
  row = amp_figure_table_add_row (table, &total_code, &total, TRUE);
  amp_figure_table_set (table, row, 0, (gint64) all);
  amp_figure_table_set_share (table, row, 1, all, all);
  table->chart = chart;
}

static void
add_region (AmpFigures *figures, AmpFigureTable *table, const Region *region)
{
  gboolean total = strcmp (region->code, "*") == 0;
  g_autofree char *label = total ? g_strdup (figures->translate (N_ ("Total")))
                                 : amp_dimension_value_label (amp_dimension_find ("region"),
                                                              region->code, figures->language);
  const char *labels[] = {label};
  guint row = amp_figure_table_add_row (table, &region->code, labels, total);
  gint64 middle = median (region->days);

  amp_figure_table_set (table, row, 0, (gint64) region->cases);
  amp_figure_table_set (table, row, 1, region->days->len);
  if (middle >= 0)
    amp_figure_table_set (table, row, 2, middle);
}

static void
add_regions (AmpReportRun *run, GHashTable *regions)
{
  AmpFigures *figures = run->figures;
  AmpFigureTable *table = amp_figures_add_table (
    figures, "median", figures->translate (N_ ("Median wait by region of assistance")));
  const AmpCodeList *list = amp_code_list_find ("region");
  static const char *const last[] = {"", "*"};

  amp_figure_table_add_key (table, "region", figures->translate (N_ ("Region of assistance")));
  amp_figure_table_add_column (table, "cases", figures->translate (N_ ("Cases")), AMP_FIGURE_COUNT);
  amp_figure_table_add_column (table, "known", figures->translate (N_ ("With a known wait")),
                               AMP_FIGURE_COUNT);
  amp_figure_table_add_column (table, "median", figures->translate (N_ ("Median, days")),
                               AMP_FIGURE_DAYS);
  for (guint i = 0; i < amp_code_list_length (list); i++)
    {
      const Region *region =
        g_hash_table_lookup (regions, amp_code_value (amp_code_list_nth (list, i)));

      if (region != NULL)
        add_region (figures, table, region);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (last); i++)
    {
      const Region *region = g_hash_table_lookup (regions, last[i]);

      if (region != NULL)
        add_region (figures, table, region);
    }
}

void
amp_report_make_time (AmpReportRun *run, gpointer gathered)
{
  Waits *self = gathered;
  const Region *all = g_hash_table_lookup (self->regions, "*");
  gint64 middle;

  run->not_victims = self->not_victims;
  run->undated = self->undated;
  add_bands (run, self->found, all->cases);
  add_regions (run, self->regions);
  middle = median (all->days);
  if (middle >= 0)
    {
      const AmpFigure figure = {middle, AMP_FIGURE_SHOWN};
      g_autofree char *days = amp_figure_text (&figure, AMP_FIGURE_DAYS, run->figures->language);

      amp_report_say (run, N_ ("Half of them waited %s days or less."), days);
    }
}
