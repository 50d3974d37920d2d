/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What became of referrals, and why not. */
#include "domain/reports-private.h"

#include <stdlib.h>
#include <string.h>

#define N_(text) text

/* Institution -> reason -> how many. */
typedef struct
{
  const AmpReportRun *run;
  GHashTable *institutions; /* char * -> guint64[], by index of the reason, the last one "" */
  guint n_reasons;
} Reasons;

static gboolean
counts (const Reasons *self,
        const AmpFacts *facts,
        const AmpPersonFacts *person,
        const guint32 *referral)
{
  static const char *const failed[] = {"rejected", "no_answer", "escalated", "re_referred", NULL};
  const char *present = amp_facts_word (facts, referral[AMP_REFERRAL_STATE]);
  const guint32 *case_ =
    person->facts[AMP_FACT_CASE] + referral[AMP_REFERRAL_CASE] * AMP_CASE_WIDTH;

  return referral[AMP_REFERRAL_REFUSED] == 1 && present != NULL &&
         g_strv_contains (failed, present) &&
         g_strcmp0 (amp_facts_word (facts, referral[AMP_REFERRAL_DIRECTION]), "in") != 0 &&
         amp_report_in_period (self->run, amp_fact_date (referral[AMP_REFERRAL_SENT])) ==
           AMP_PERIOD_IN &&
         !amp_facts_not_victim (facts, case_);
}

static void
add_reason (Reasons *self, const char *institution, const char *reason)
{
  const AmpCodeList *list = amp_code_list_find ("referral_reason_code");
  const AmpCode *code = reason != NULL ? amp_code_list_lookup (list, reason) : NULL;
  guint64 *found = g_hash_table_lookup (self->institutions, institution);

  if (found == NULL)
    {
      found = g_new0 (guint64, self->n_reasons + 1);
      g_hash_table_insert (self->institutions, g_strdup (institution), found);
    }
  found[code != NULL ? amp_code_index (code) : self->n_reasons]++;
}

static gboolean
take_person (const AmpFacts *facts, const AmpPersonFacts *person, gpointer data, GError **error)
{
  Reasons *self = data;

  (void) error;
  for (guint i = 0; i < person->n[AMP_FACT_REFERRAL]; i++)
    {
      const guint32 *referral = person->facts[AMP_FACT_REFERRAL] + i * AMP_REFERRAL_WIDTH;
      const char *where;

      if (!counts (self, facts, person, referral))
        continue;
      where = amp_facts_institution (facts, referral[AMP_REFERRAL_INSTITUTION]);
      add_reason (self, where != NULL ? where : "",
                  amp_facts_word (facts, referral[AMP_REFERRAL_REASON]));
    }
  return TRUE;
}

static gpointer
reasons_begin (AmpReportRun *run)
{
  Reasons *self = g_new0 (Reasons, 1);

  self->run = run;
  self->institutions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->n_reasons = amp_code_list_length (amp_code_list_find ("referral_reason_code"));
  return self;
}

static void
reasons_end (gpointer gathered)
{
  Reasons *self = gathered;

  g_hash_table_unref (self->institutions);
  g_free (self);
}

const AmpReportGatherer amp_report_referrals = {
  reasons_begin, take_person, 1u << AMP_FACT_CASE | 1u << AMP_FACT_REFERRAL, reasons_end};

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  const char *text_a = *(const char *const *) a, *text_b = *(const char *const *) b;

  if ((*text_a == '\0') != (*text_b == '\0'))
    return *text_a == '\0' ? 1 : -1;
  return strcmp (text_a, text_b);
}

static void
add_row (AmpFigures *figures,
         AmpFigureTable *table,
         const char *code,
         const guint64 *found,
         guint n,
         gboolean total)
{
  g_autofree char *label =
    total ? g_strdup (figures->translate (N_ ("Total")))
          : amp_dimension_value_label (amp_dimension_find ("institution"), code, figures->language);
  const char *labels[] = {label};
  guint row = amp_figure_table_add_row (table, &code, labels, total);
  guint64 all = 0;

  for (guint i = 0; i < n; i++)
    {
      amp_figure_table_set (table, row, i, (gint64) found[i]);
      all += found[i];
    }
  amp_figure_table_set (table, row, n, (gint64) all);
}

static void
add_reasons (AmpFigures *figures, const Reasons *reasons)
{
  const AmpCodeList *list = amp_code_list_find ("referral_reason_code");
  AmpFigureTable *table = amp_figures_add_table (
    figures, "reasons", figures->translate (N_ ("Reasons of refusal and of no answer")));
  guint n_names;
  g_autofree gpointer *names = g_hash_table_get_keys_as_array (reasons->institutions, &n_names);
  guint n = reasons->n_reasons + 1;
  g_autofree guint64 *sum = g_new0 (guint64, n);

  table->column_name = g_strdup ("reason");
  amp_figure_table_add_key (table, "institution", figures->translate (N_ ("Institution")));
  for (guint i = 0; i < reasons->n_reasons; i++)
    {
      const AmpCode *code = amp_code_list_nth (list, i);

      amp_figure_table_add_column (table, amp_code_value (code),
                                   amp_code_label (code, figures->language), AMP_FIGURE_COUNT);
    }
  amp_figure_table_add_column (table, "", figures->translate (N_ ("No reason recorded")),
                               AMP_FIGURE_COUNT);
  amp_figure_table_add_column (table, "*", figures->translate (N_ ("Total")), AMP_FIGURE_COUNT);
  if (n_names > 1)
    qsort (names, n_names, sizeof *names, compare_texts);
  for (guint i = 0; i < n_names; i++)
    {
      const guint64 *found = g_hash_table_lookup (reasons->institutions, names[i]);

      add_row (figures, table, names[i], found, n, FALSE);
      for (guint j = 0; j < n; j++)
        sum[j] += found[j];
    }
  add_row (figures, table, "*", sum, n, TRUE);
}

void
amp_report_make_referrals (AmpReportRun *run, gpointer gathered)
{
  static const char *const by[] = {"institution", "referral_state", NULL};
  const AmpCountTable *table = amp_report_counted (run, AMP_UNIT_REFERRALS, by);

  amp_figures_add_counts (run->figures, table, "outcome",
                          run->figures->translate (N_ ("Referrals by institution and outcome")));
  add_reasons (run->figures, gathered);
  amp_figures_add_count_notes (run->figures, table);
}
