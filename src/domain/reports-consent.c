/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people consented to: for each purpose, in how many cases consent holds. The same rule as
 * consent-state.h, over all cases at once. */
#include "domain/reports-private.h"

#define N_(text) text

typedef enum
{
  STATE_GIVEN,
  STATE_REFUSED,
  STATE_WITHDRAWN,
  STATE_EXPIRED,
  STATE_OPEN,
  STATE_NONE,
  N_STATES
} State;

static const struct
{
  const char *name;
  const char *label;
} states[N_STATES] = {
  {"given", N_ ("Given")},
  {"refused", N_ ("Refused")},
  {"withdrawn", N_ ("Withdrawn")},
  {"expired", N_ ("Expired")},
  {"open", N_ ("Not asked or not possible")},
  {"none", N_ ("Nothing recorded")},
};

#define MOST_PURPOSES 32

/* The last word on one purpose in one case. */
typedef struct
{
  gboolean any;
  guint32 on;
  State state;
} Word;

typedef struct
{
  const AmpReportRun *run;
  const AmpCodeList *purposes;
  AmpDate day;
  guint64 found[MOST_PURPOSES][N_STATES];
  guint64 all, not_victims, undated;
} Consents;

/* Of a month or year, its first day. A day that nobody knows is not after. */
static gboolean
is_after (guint32 packed, const AmpDate *day)
{
  AmpDate date = amp_fact_date (packed);

  return date.precision >= AMP_DATE_YEAR && amp_date_compare (&date, day) > 0;
}

static State
state_of (const AmpFacts *facts, const guint32 *consent, const AmpDate *day)
{
  const char *decision = amp_facts_word (facts, consent[AMP_CONSENT_DECISION]);
  guint32 withdrawn = consent[AMP_CONSENT_WITHDRAWN];
  AmpDate end = amp_fact_date (consent[AMP_CONSENT_EXPIRES]);

  if (g_strcmp0 (decision, "withdrawn") == 0 || (withdrawn != 0 && !is_after (withdrawn, day)))
    return STATE_WITHDRAWN;
  if (g_strcmp0 (decision, "refused") == 0)
    return STATE_REFUSED;
  if (g_strcmp0 (decision, "given") != 0)
    return STATE_OPEN;
  if (end.precision == AMP_DATE_DAY && amp_date_compare (&end, day) < 0)
    return STATE_EXPIRED;
  return STATE_GIVEN;
}

static void
read_case (Consents *self, const AmpFacts *facts, const AmpPersonFacts *person, guint case_)
{
  Word words[MOST_PURPOSES] = {{FALSE, 0, STATE_NONE}};

  for (guint i = 0; i < person->n[AMP_FACT_CONSENT]; i++)
    {
      const guint32 *consent = person->facts[AMP_FACT_CONSENT] + i * AMP_CONSENT_WIDTH;
      const char *purpose = amp_facts_word (facts, consent[AMP_CONSENT_PURPOSE]);
      const AmpCode *code = NULL;
      guint32 on = consent[AMP_CONSENT_ON];
      Word *word;

      if (consent[AMP_CONSENT_CASE] == case_ && purpose != NULL)
        code = amp_code_list_lookup (self->purposes, purpose);
      word = code != NULL ? &words[amp_code_index (code)] : NULL;
      /* What was said later did not hold yet; of one day, the newest record comes last. */
      if (word == NULL || is_after (on, &self->day) || (word->any && on < word->on))
        continue;
      *word = (Word){TRUE, on, state_of (facts, consent, &self->day)};
    }
  for (guint i = 0; i < amp_code_list_length (self->purposes); i++)
    self->found[i][words[i].any ? words[i].state : STATE_NONE]++;
}

static gboolean
take_person (const AmpFacts *facts, const AmpPersonFacts *person, gpointer data, GError **error)
{
  Consents *self = data;

  (void) error;
  for (guint i = 0; i < person->n[AMP_FACT_CASE]; i++)
    if (amp_report_case_counts (self->run, facts, person->facts[AMP_FACT_CASE] + i * AMP_CASE_WIDTH,
                                &self->not_victims, &self->undated))
      {
        self->all++;
        read_case (self, facts, person, i);
      }
  return TRUE;
}

static gpointer
consents_begin (AmpReportRun *run)
{
  Consents *self = g_new0 (Consents, 1);

  self->run = run;
  self->purposes = amp_code_list_find ("consent_purpose");
  self->day = amp_date_today ();
  if (run->to_day.precision == AMP_DATE_DAY && amp_date_compare (&run->to_day, &self->day) < 0)
    self->day = run->to_day;
  /* A longer list would need a longer table: the test of the report sees to that. */
  g_assert (amp_code_list_length (self->purposes) <= MOST_PURPOSES);
  return self;
}

const AmpReportGatherer amp_report_consent = {consents_begin, take_person,
                                              1u << AMP_FACT_CASE | 1u << AMP_FACT_CONSENT, g_free};

static void
add_rows (AmpReportRun *run, const AmpCodeList *purposes, guint64 (*found)[N_STATES], guint64 all)
{
  AmpFigures *figures = run->figures;
  AmpFigureTable *table =
    amp_figures_add_table (figures, "consent", figures->translate (N_ ("Consent by purpose")));

  amp_figure_table_add_key (table, "purpose", figures->translate (N_ ("Purpose")));
  for (guint i = 0; i < N_STATES; i++)
    amp_figure_table_add_column (table, states[i].name, figures->translate (states[i].label),
                                 AMP_FIGURE_COUNT);
  amp_figure_table_add_column (table, "cases", figures->translate (N_ ("Cases")), AMP_FIGURE_COUNT);
  amp_figure_table_add_column (table, "covered", figures->translate (N_ ("Covered")),
                               AMP_FIGURE_PERCENT);
  for (guint i = 0; i < amp_code_list_length (purposes); i++)
    {
      const AmpCode *code = amp_code_list_nth (purposes, i);
      const char *value = amp_code_value (code), *label = amp_code_label (code, figures->language);
      guint row = amp_figure_table_add_row (table, &value, &label, FALSE);

      for (guint j = 0; j < N_STATES; j++)
        amp_figure_table_set (table, row, j, (gint64) found[i][j]);
      amp_figure_table_set (table, row, N_STATES, (gint64) all);
      amp_figure_table_set_share (table, row, N_STATES + 1, found[i][STATE_GIVEN], all);
    }
}

void
amp_report_make_consent (AmpReportRun *run, gpointer gathered)
{
  Consents *self = gathered;

  run->not_victims = self->not_victims;
  run->undated = self->undated;
  add_rows (run, self->purposes, self->found, self->all);
}
