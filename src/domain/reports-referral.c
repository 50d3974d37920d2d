/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What became of referrals, and why not. */
#include "domain/reports-private.h"

#include "domain/counts-counter.h"

#include <stdlib.h>
#include <string.h>

#define N_(text) text

enum
{
  REFERRAL,
  STATE,
  REASON,
  DIRECTION,
  SENT,
  PRESENT,
  INSTITUTION,
  NAME,
  STATUS,
  TRAFFICKING
};

/* Institution -> reason -> how many. */
typedef struct
{
  GHashTable *institutions; /* char * -> guint64[], by index of the reason, the last one "" */
  guint n_reasons;
} Reasons;

static gboolean
counts (AmpReportRun *run, AmpCursor *cursor)
{
  static const char *const failed[] = {"rejected", "no_answer", "escalated", "re_referred", NULL};
  const AmpCounter period = {.from = run->from_day, .to = run->to_day};
  const char *present = amp_cursor_text (cursor, PRESENT);

  return present != NULL && g_strv_contains (failed, present) &&
         g_strcmp0 (amp_cursor_text (cursor, DIRECTION), "in") != 0 &&
         amp_counter_in_period (&period, amp_counter_read_date (cursor, SENT)) == AMP_PERIOD_IN &&
         g_strcmp0 (amp_cursor_text (cursor, TRAFFICKING), "not_victim") != 0 &&
         g_strcmp0 (amp_cursor_text (cursor, STATUS), "closed_not_victim") != 0;
}

static void
add_reason (Reasons *self, const char *institution, const char *reason)
{
  const AmpCodeList *list = amp_code_list_find ("referral_reason_code");
  const AmpCode *code = *reason != '\0' ? amp_code_list_lookup (list, reason) : NULL;
  guint64 *found = g_hash_table_lookup (self->institutions, institution);

  if (found == NULL)
    {
      found = g_new0 (guint64, self->n_reasons + 1);
      g_hash_table_insert (self->institutions, g_strdup (institution), found);
    }
  found[code != NULL ? amp_code_index (code) : self->n_reasons]++;
}

/* Events come by referral, the oldest first: of each the last reason is kept until the next. */
static gboolean
gather (AmpReportRun *run, Reasons *reasons, GError **error)
{
  static const char *const paths[] = {"referral",
                                      "state",
                                      "reason_code",
                                      "referral.direction",
                                      "referral.sent_on",
                                      "referral.state",
                                      "referral.to_institution.code",
                                      "referral.to_institution.name_es",
                                      "referral.case.status",
                                      "referral.case.trafficking_status",
                                      NULL};
  static const AmpFilter refused = {"state", AMP_OP_IN, "rejected;no_answer"};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (run->session), amp_entity_find ("referral_event"),
                      paths, &refused, 1, "referral", error);
  g_autofree char *institution = NULL, *reason = NULL;
  gint64 last = 0;
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, run->cancellable, error)) > 0)
    {
      gint64 referral = amp_cursor_int (cursor, REFERRAL);
      const char *where = amp_cursor_text (cursor, INSTITUTION);
      const char *why = amp_cursor_text (cursor, REASON);

      if (!counts (run, cursor))
        continue;
      if (referral != last && last != 0)
        add_reason (reasons, institution, reason);
      last = referral;
      where = where != NULL ? where : amp_cursor_text (cursor, NAME);
      g_free (institution);
      institution = g_strdup (where != NULL ? where : "");
      g_free (reason);
      reason = g_strdup (why != NULL ? why : "");
    }
  if (last != 0)
    add_reason (reasons, institution, reason);
  return more == 0;
}

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

gboolean
amp_report_make_referrals (AmpReportRun *run, GError **error)
{
  static const char *const by[] = {"institution", "referral_state", NULL};
  g_autoptr (AmpCountTable) table = amp_report_run_count (run, AMP_UNIT_REFERRALS, by, error);
  Reasons reasons = {NULL, amp_code_list_length (amp_code_list_find ("referral_reason_code"))};
  gboolean good;

  if (table == NULL)
    return FALSE;
  reasons.institutions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  amp_figures_add_counts (run->figures, table, "outcome",
                          run->figures->translate (N_ ("Referrals by institution and outcome")));
  good = gather (run, &reasons, error);
  if (good)
    add_reasons (run->figures, &reasons);
  amp_figures_add_count_notes (run->figures, table);
  g_hash_table_unref (reasons.institutions);
  return good;
}
