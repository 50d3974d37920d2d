/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The fixed reports: their table, those that are counts alone, and the door to their files. */
#include "domain/reports-private.h"

#include "domain/settings.h"

#include <string.h>

#define N_(text) text

/* --- Counts --- */

static void
set_period (const AmpReportRun *run, AmpCountSpec *spec)
{
  g_strlcpy (spec->from, run->from, sizeof spec->from);
  g_strlcpy (spec->to, run->to, sizeof spec->to);
}

static gboolean
is_by (const AmpCountSpec *spec, const char *const *by)
{
  gsize n = 0;

  for (; by[n] != NULL; n++)
    if (n >= spec->n_dimensions || strcmp (spec->dimensions[n]->name, by[n]) != 0)
      return FALSE;
  return n == spec->n_dimensions;
}

const AmpCountTable *
amp_report_counted (AmpReportRun *run, AmpUnit unit, const char *const *by)
{
  for (guint i = 0; i < run->tables->len; i++)
    {
      const AmpCountTable *table = g_ptr_array_index (run->tables, i);

      if (amp_count_table_spec (table)->unit != unit || !is_by (amp_count_table_spec (table), by))
        continue;
      run->not_victims = amp_count_table_not_victims (table);
      run->undated = amp_count_table_undated (table);
      return table;
    }
  g_return_val_if_reached (NULL);
}

AmpPeriodPlace
amp_report_in_period (const AmpReportRun *run, AmpDate date)
{
  const AmpCounter period = {.from = run->from_day, .to = run->to_day};

  return amp_counter_in_period (&period, date);
}

gboolean
amp_report_case_counts (const AmpReportRun *run,
                        const AmpFacts *facts,
                        const guint32 *case_,
                        guint64 *not_victims,
                        guint64 *undated)
{
  AmpPeriodPlace place;

  if (case_[AMP_CASE_OWN] != 1)
    return FALSE;
  place = amp_report_in_period (run, amp_fact_date (case_[AMP_CASE_OPENED]));
  *undated += place == AMP_PERIOD_UNCLEAR ? 1 : 0;
  if (place != AMP_PERIOD_IN)
    return FALSE;
  if (!amp_facts_not_victim (facts, case_))
    return TRUE;
  (*not_victims)++;
  return FALSE;
}

static void
make_counts (
  AmpReportRun *run, AmpUnit unit, const char *rows, const char *columns, const char *title)
{
  const char *by[] = {rows, columns, NULL};
  const AmpCountTable *table = amp_report_counted (run, unit, by);

  amp_figures_add_counts (run->figures, table, rows, run->figures->translate (title));
  amp_figures_add_count_notes (run->figures, table);
}

static void
make_regions (AmpReportRun *run, gpointer gathered)
{
  (void) gathered;
  make_counts (run, AMP_UNIT_PERSONS, "region", "month",
               N_ ("Persons assisted by region and month"));
}

static void
make_ages (AmpReportRun *run, gpointer gathered)
{
  (void) gathered;
  make_counts (run, AMP_UNIT_PERSONS, "age_band", "sex",
               N_ ("Persons assisted by age band and sex"));
}

static void
make_exploitation (AmpReportRun *run, gpointer gathered)
{
  (void) gathered;
  make_counts (run, AMP_UNIT_PERSONS, "exploitation", "sex",
               N_ ("Persons assisted by type of exploitation and sex"));
}

void
amp_report_say (AmpReportRun *run, const char *sentence, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (run->figures->translate (sentence), "%s", 2);

  g_free (run->figures->statement);
  run->figures->statement = g_strjoinv (text, parts);
}

/* --- Services, and who had them --- */

static void
make_services (AmpReportRun *run, gpointer gathered)
{
  static const char *const by[] = {"service_domain", NULL};
  const AmpCountTable *persons = amp_report_counted (run, AMP_UNIT_PERSONS, by);
  const AmpCountTable *services = amp_report_counted (run, AMP_UNIT_SERVICES, by);
  AmpFigures *figures = run->figures;
  AmpFigureTable *table;

  (void) gathered;
  table = amp_figures_add_counts (figures, services, "service_domain",
                                  figures->translate (N_ ("Services delivered by domain")));
  /* The one column of counts becomes two: the services, and the persons. */
  g_ptr_array_set_size (table->columns, 0);
  amp_figure_table_add_column (table, "services", figures->translate (N_ ("Services")),
                               AMP_FIGURE_COUNT);
  amp_figure_table_add_column (table, "persons", figures->translate (N_ ("Persons")),
                               AMP_FIGURE_COUNT);
  g_array_set_size (table->figures, 0);
  g_array_set_size (table->figures, table->rows->len * table->columns->len);
  for (guint row = 0; row < table->rows->len; row++)
    {
      const char *code = ((AmpFigureRow *) table->rows->pdata[row])->codes[0];
      gssize of_services = amp_count_table_find (services, &code);
      gssize of_persons = amp_count_table_find (persons, &code);

      amp_figure_table_set (table, row, 0,
                            (gint64) amp_count_table_count (services, (gsize) of_services));
      amp_figure_table_set (
        table, row, 1,
        of_persons < 0 ? 0 : (gint64) amp_count_table_count (persons, (gsize) of_persons));
    }
  amp_figures_add_count_notes (figures, services);
}

/* --- The border's share --- */

static guint64
count_at (const AmpCountTable *table, const char *first, const char *second)
{
  const char *const values[] = {first, second};
  gssize row = amp_count_table_find (table, values);

  return row < 0 ? 0 : amp_count_table_count (table, (gsize) row);
}

static void
add_countries (AmpReportRun *run, const AmpCountTable *table)
{
  static const char *const countries[] = {"PE", "EC", "", "*"};
  AmpFigures *figures = run->figures;
  const AmpDimension *dimension = amp_dimension_find ("country");
  AmpFigureTable *to = amp_figures_add_table (
    figures, "border", figures->translate (N_ ("Persons assisted in regions on the border")));

  amp_figure_table_add_key (to, "country", figures->translate (dimension->label));
  amp_figure_table_add_column (to, "yes", figures->translate (N_ ("Border regions")),
                               AMP_FIGURE_COUNT);
  amp_figure_table_add_column (to, "no", figures->translate (N_ ("Other regions")),
                               AMP_FIGURE_COUNT);
  amp_figure_table_add_column (to, "*", figures->translate (N_ ("Total")), AMP_FIGURE_COUNT);
  amp_figure_table_add_column (to, "share", figures->translate (N_ ("Share of the border")),
                               AMP_FIGURE_PERCENT);
  for (gsize i = 0; i < G_N_ELEMENTS (countries); i++)
    {
      guint64 all = count_at (table, countries[i], "*");
      guint64 border = count_at (table, countries[i], "yes");
      gboolean total = strcmp (countries[i], "*") == 0;
      g_autofree char *label =
        total ? g_strdup (figures->translate (N_ ("Total")))
              : amp_dimension_value_label (dimension, countries[i], figures->language);
      const char *labels[] = {label};
      guint row;

      if (all == 0 && !total)
        continue;
      row = amp_figure_table_add_row (to, &countries[i], labels, total);
      amp_figure_table_set (to, row, 0, (gint64) border);
      amp_figure_table_set (to, row, 1, (gint64) count_at (table, countries[i], "no"));
      amp_figure_table_set (to, row, 2, (gint64) all);
      amp_figure_table_set_share (to, row, 3, border, all);
    }
}

static void
say_share (AmpReportRun *run, const AmpCountTable *table)
{
  guint64 all = count_at (table, "PE", "*"), border = count_at (table, "PE", "yes");
  AmpFigure share = {0, AMP_FIGURE_SHOWN};
  g_autofree char *text = NULL;

  if (all == 0)
    return;
  share.value = (gint64) ((border * 2000 + all) / (2 * all));
  text = amp_figure_text (&share, AMP_FIGURE_PERCENT, run->figures->language);
  amp_report_say (run, N_ ("%s of the total assisted in Peru come from regions bordering Ecuador."),
                  text);
}

static void
make_border (AmpReportRun *run, gpointer gathered)
{
  static const char *const by_country[] = {"country", "border", NULL};
  static const char *const by_region[] = {"region", "border", NULL};
  const AmpCountTable *countries = amp_report_counted (run, AMP_UNIT_PERSONS, by_country);
  const AmpCountTable *regions = amp_report_counted (run, AMP_UNIT_PERSONS, by_region);

  (void) gathered;
  add_countries (run, countries);
  say_share (run, countries);
  amp_figures_add_counts (run->figures, regions, "region",
                          run->figures->translate (N_ ("Persons assisted by region")));
  amp_figures_add_count_notes (run->figures, regions);
}

/* --- The table --- */

static const AmpReportKind kinds[] = {
  {"monthly", N_ ("Monthly report"),
   N_ ("The eight reports of the office together. What each counts stands in the notes.")},
  {"assisted-by-region", N_ ("Persons assisted by region and month"),
   N_ ("Persons with at least one service delivered in the period, by the region where they were "
       "assisted and the month of the service. Each person counts once in each cell and once in "
       "each total.")},
  {"assisted-by-age", N_ ("Persons assisted by sex and age band"),
   N_ ("Persons with at least one service delivered in the period, by sex and by their age on the "
       "day of the first service of the period.")},
  {"assisted-by-exploitation", N_ ("Persons assisted by type of exploitation"),
   N_ ("Persons with at least one service delivered in the period, by the types of exploitation "
       "recorded in their cases. A person with several types counts once in each and once in the "
       "total.")},
  {"services-by-domain", N_ ("Services delivered by domain"),
   N_ ("Services delivered in the period, by domain, and the persons who had at least one of "
       "them.")},
  {"referrals", N_ ("Referrals by institution and outcome"),
   N_ ("Referrals that the office sent in the period, by institution and by their present state. "
       "Below, of those that were refused, not answered, escalated or made again elsewhere, the "
       "last reason recorded.")},
  {"time-to-service", N_ ("Time from intake to first service"),
   N_ ("Cases opened in the period, by the days from their opening to the first service delivered "
       "in the case, whenever that was. A service before the opening counts as the same day. The "
       "median is of the cases whose wait is known.")},
  {"consent", N_ ("Consent coverage"),
   N_ ("Cases opened in the period, by what holds for each purpose on the last day of the period, "
       "or today if that is earlier. The last word recorded counts; consent that ran out or was "
       "taken back does not cover.")},
  {"border-share", N_ ("Share of the regions bordering Ecuador"),
   N_ ("Persons with at least one service delivered in the period, and how many of them in regions "
       "on the Peru-Ecuador border. A person assisted on the border and elsewhere counts in both "
       "and once in the total.")},
  {"year", N_ ("Annual report"),
   N_ ("Persons assisted, services, referrals, prevention, training, regional plans and "
       "commitments, by region and border; at the end, figures of others, never added. What each "
       "counts stands in the notes.")},
};

#define MOST_COUNTS 2

/* The same order. The first is all the others but the year's, which is the last. */
static const struct
{
  void (*make) (AmpReportRun *run, gpointer gathered);
  AmpReportCount counts[MOST_COUNTS];
  const AmpReportGatherer *gatherer;
} makers[] = {
  {NULL, {{AMP_UNIT_PERSONS, {NULL}}}, NULL},
  {make_regions, {{AMP_UNIT_PERSONS, {"region", "month"}}}, NULL},
  {make_ages, {{AMP_UNIT_PERSONS, {"age_band", "sex"}}}, NULL},
  {make_exploitation, {{AMP_UNIT_PERSONS, {"exploitation", "sex"}}}, NULL},
  {make_services,
   {{AMP_UNIT_PERSONS, {"service_domain"}}, {AMP_UNIT_SERVICES, {"service_domain"}}},
   NULL},
  {amp_report_make_referrals,
   {{AMP_UNIT_REFERRALS, {"institution", "referral_state"}}},
   &amp_report_referrals},
  {amp_report_make_time, {{AMP_UNIT_PERSONS, {NULL}}}, &amp_report_time},
  {amp_report_make_consent, {{AMP_UNIT_PERSONS, {NULL}}}, &amp_report_consent},
  {make_border,
   {{AMP_UNIT_PERSONS, {"country", "border"}}, {AMP_UNIT_PERSONS, {"region", "border"}}},
   NULL},
  {NULL, {{AMP_UNIT_PERSONS, {NULL}}}, NULL},
};

#define N_MAKERS G_N_ELEMENTS (makers)
#define YEAR (N_MAKERS - 1)
#define MOST_SPECS MAX (N_MAKERS *MOST_COUNTS, AMP_REPORT_MOST_COUNTS)

G_STATIC_ASSERT (G_N_ELEMENTS (kinds) == N_MAKERS);

/* --- One pass for all that are wanted --- */

static void
add_spec (const AmpReportRun *run, const AmpReportCount *count, AmpCountSpec *specs, gsize *n)
{
  AmpCountSpec *spec = &specs[*n];

  if (count->by[0] == NULL)
    return;
  *spec = (AmpCountSpec){.unit = count->unit};
  for (; count->by[spec->n_dimensions] != NULL; spec->n_dimensions++)
    spec->dimensions[spec->n_dimensions] = amp_dimension_find (count->by[spec->n_dimensions]);
  set_period (run, spec);
  (*n)++;
}

static gsize
list_counts (const AmpReportRun *run, gsize first, gsize end, AmpCountSpec *specs)
{
  AmpReportCount of_year[AMP_REPORT_MOST_COUNTS] = {{AMP_UNIT_PERSONS, {NULL}}};
  gsize n = 0;

  if (first == YEAR)
    {
      amp_report_year_counts (of_year);
      for (gsize i = 0; i < G_N_ELEMENTS (of_year); i++)
        add_spec (run, &of_year[i], specs, &n);
    }
  for (gsize i = first; i < end; i++)
    for (gsize c = 0; c < MOST_COUNTS; c++)
      add_spec (run, &makers[i].counts[c], specs, &n);
  return n;
}

static gboolean
count_all (AmpReportRun *run,
           gsize first,
           gsize end,
           gpointer gathered[N_MAKERS],
           AmpProgress *progress,
           GCancellable *cancellable,
           GError **error)
{
  AmpCountSpec specs[MOST_SPECS] = {{.unit = AMP_UNIT_PERSONS}};
  AmpCountTable *tables[MOST_SPECS] = {NULL};
  AmpFactsReader readers[N_MAKERS] = {{NULL, NULL, 0}};
  gsize n_specs = list_counts (run, first, end, specs), n_readers = 0;

  for (gsize i = first; i < end; i++)
    if (makers[i].gatherer != NULL)
      {
        gathered[i] = makers[i].gatherer->begin (run);
        readers[n_readers++] =
          (AmpFactsReader){makers[i].gatherer->take, gathered[i], makers[i].gatherer->wanted};
      }
  if (!amp_counts_compute_all (run->session, specs, n_specs, tables, readers, n_readers, progress,
                               cancellable, error))
    return FALSE;
  for (gsize i = 0; i < n_specs; i++)
    g_ptr_array_add (run->tables, tables[i]);
  return TRUE;
}

/* Each statement after the others, each definition as a note. */
static void
make_everything (AmpReportRun *run, gpointer *gathered)
{
  AmpFigures *figures = run->figures;
  g_autoptr (GString) statements = g_string_new (NULL);
  guint64 not_victims = 0, undated = 0;

  for (gsize i = 1; i < YEAR; i++)
    {
      g_autofree char *note = g_strdup_printf ("%s: %s", figures->translate (kinds[i].label),
                                               figures->translate (kinds[i].definition));

      amp_figures_add_note (figures, note);
    }
  for (gsize i = 1; i < YEAR; i++)
    {
      g_clear_pointer (&figures->statement, g_free);
      makers[i].make (run, gathered[i]);
      if (figures->statement != NULL)
        g_string_append_printf (statements, "%s%s", statements->len > 0 ? "\n" : "",
                                figures->statement);
      if (i == 1) /* those of the persons: each report leaves out others */
        {
          not_victims = run->not_victims;
          undated = run->undated;
        }
    }
  run->not_victims = not_victims;
  run->undated = undated;
  g_free (figures->statement);
  figures->statement = statements->len > 0 ? g_strdup (statements->str) : NULL;
}

static gboolean
make (
  AmpReportRun *run, gsize kind, AmpProgress *progress, GCancellable *cancellable, GError **error)
{
  gsize first = kind == 0 ? 1 : kind, end = kind == 0 ? YEAR : kind + 1;
  gpointer gathered[N_MAKERS] = {NULL};
  gboolean good = count_all (run, first, end, gathered, progress, cancellable, error);

  if (good && kind == 0)
    make_everything (run, gathered);
  else if (good && kind == YEAR)
    good = amp_report_make_year (run, error);
  else if (good)
    makers[kind].make (run, gathered[kind]);
  /* Beside the border's share stands that of others. */
  if (good && makers[kind].make == make_border)
    good = amp_report_add_external (run, error);
  for (gsize i = 0; i < N_MAKERS; i++)
    if (gathered[i] != NULL)
      makers[i].gatherer->end (gathered[i]);
  return good;
}

const AmpReportKind *
amp_report_kinds (gsize *n)
{
  *n = G_N_ELEMENTS (kinds);
  return kinds;
}

const AmpReportKind *
amp_report_kind_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i].name, name) == 0)
      return &kinds[i];
  return NULL;
}

/* --- Making one --- */

static void
add_facts (AmpReportRun *run)
{
  AmpFigures *self = run->figures;
  AmpCountSpec spec = {.unit = AMP_UNIT_PERSONS};

  set_period (run, &spec);
  amp_figures_add_period (self, &spec);
  amp_figures_add_fact (self, "release", "internal", self->translate (N_ ("Release")),
                        self->translate (N_ ("Internal")));
  amp_figures_add_fact (self, "notice", amp_count_internal_notice, NULL, NULL);
  amp_figures_add_moment (self);
  amp_figures_add_number (self, "not victims left out", N_ ("Not victims, left out"),
                          run->not_victims);
  amp_figures_add_number (self, "dates not clear left out", N_ ("Dates not clear, left out"),
                          run->undated);
}

static gboolean
check_period (AmpReportRun *run, GError **error)
{
  AmpCountSpec spec = {.unit = AMP_UNIT_PERSONS};

  if (strlen (run->from) >= sizeof spec.from || strlen (run->to) >= sizeof spec.to)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID,
                           "The period needs days such as 2024-01-31");
      return FALSE;
    }
  set_period (run, &spec);
  if (!amp_count_spec_check (&spec, error))
    return FALSE;
  if (!amp_date_parse (run->from, &run->from_day))
    run->from_day = (AmpDate){0};
  if (!amp_date_parse (run->to, &run->to_day))
    run->to_day = (AmpDate){0};
  return TRUE;
}

AmpFigures *
amp_report_compute (AmpSession *session,
                    const AmpReportKind *kind,
                    const char *from,
                    const char *to,
                    AmpTranslate translate,
                    const char *language,
                    AmpProgress *progress,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (AmpFigures) figures = amp_figures_new (kind->name, translate, language);
  g_autoptr (GPtrArray) tables =
    g_ptr_array_new_with_free_func ((GDestroyNotify) amp_count_table_free);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  AmpReportRun run = {
    .session = session, .from = from, .to = to, .figures = figures, .tables = tables};

  if (amp_session_get_store (session) == NULL)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED,
                           "This role holds no key to the cases");
      return NULL;
    }
  if (!check_period (&run, error))
    return NULL;
  figures->title = g_strdup (figures->translate (kind->label));
  figures->definition = g_strdup (figures->translate (kind->definition));
  figures->notice = g_strdup (figures->translate (amp_count_internal_notice));
  figures->as_of = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  figures->office = amp_settings_get_office_name (session);
  if (!make (&run, (gsize) (kind - kinds), progress, cancellable, error))
    return NULL;
  add_facts (&run);
  return g_steal_pointer (&figures);
}

/* --- The door --- */

GBytes *
amp_report_write (AmpSession *session,
                  const AmpFigures *figures,
                  AmpCountFormat format,
                  GError **error)
{
  static const char *const endings[] = {"csv", "json", "xlsx", "pdf"};
  g_autofree char *reason = g_strdup_printf ("report-%s-%s", figures->name, endings[format]);

  if (!amp_session_require_supervisor (session, error) ||
      !amp_store_audit (amp_session_get_store (session), AMP_AUDIT_EXPORT, NULL, 0, NULL, reason,
                        error))
    return NULL;
  return amp_figures_to_bytes (figures, format, error);
}
