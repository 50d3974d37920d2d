/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people consented to: for each purpose, in how many cases consent holds. The same rule as
 * consent-state.h, over all cases at once. */
#include "domain/reports-private.h"

#include <string.h>

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

enum
{
  CASE,
  PURPOSE,
  ON,
  DECISION,
  WITHDRAWN,
  EXPIRES
};

#define MOST_PURPOSES 32

/* The last word on one purpose in one case. */
typedef struct
{
  gboolean any;
  char on[16];
  State state;
} Word;

/* Of a month or year, its first day. A day that nobody knows is not after. */
static gboolean
is_after (const char *text, const AmpDate *day)
{
  AmpDate date;

  return text != NULL && amp_date_parse (text, &date) && date.precision >= AMP_DATE_YEAR &&
         amp_date_compare (&date, day) > 0;
}

static State
state_of (AmpCursor *cursor, const AmpDate *day)
{
  const char *decision = amp_cursor_text (cursor, DECISION);
  const char *withdrawn = amp_cursor_text (cursor, WITHDRAWN);
  const char *expires = amp_cursor_text (cursor, EXPIRES);
  AmpDate end;

  if (g_strcmp0 (decision, "withdrawn") == 0 || (withdrawn != NULL && !is_after (withdrawn, day)))
    return STATE_WITHDRAWN;
  if (g_strcmp0 (decision, "refused") == 0)
    return STATE_REFUSED;
  if (g_strcmp0 (decision, "given") != 0)
    return STATE_OPEN;
  if (expires != NULL && amp_date_parse (expires, &end) && end.precision == AMP_DATE_DAY &&
      amp_date_compare (&end, day) < 0)
    return STATE_EXPIRED;
  return STATE_GIVEN;
}

static gboolean
read_case (AmpReportCases *cases,
           const AmpCodeList *purposes,
           const AmpDate *day,
           guint64 (*found)[N_STATES],
           GError **error)
{
  Word words[MOST_PURPOSES] = {{FALSE, "", STATE_NONE}};
  guint n = amp_code_list_length (purposes);
  int more;

  while ((more = amp_report_cases_other (cases, error)) > 0)
    {
      const char *purpose = amp_cursor_text (cases->others, PURPOSE);
      const AmpCode *code = purpose != NULL ? amp_code_list_lookup (purposes, purpose) : NULL;
      const char *on = amp_cursor_text (cases->others, ON);
      Word *word = code != NULL ? &words[amp_code_index (code)] : NULL;

      on = on != NULL ? on : "";
      /* What was said later did not hold yet; of one day, the newest record comes last. */
      if (word == NULL || is_after (on, day) || (word->any && strcmp (on, word->on) < 0))
        continue;
      word->any = TRUE;
      g_strlcpy (word->on, on, sizeof word->on);
      word->state = state_of (cases->others, day);
    }
  for (guint i = 0; i < n; i++)
    found[i][words[i].any ? words[i].state : STATE_NONE]++;
  return more == 0;
}

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

gboolean
amp_report_make_consent (AmpReportRun *run, GError **error)
{
  static const char *const paths[] = {"case",         "purpose",    "on", "decision",
                                      "withdrawn_on", "expires_on", NULL};
  const AmpCodeList *purposes = amp_code_list_find ("consent_purpose");
  AmpDate day = amp_date_today ();
  guint64 found[MOST_PURPOSES][N_STATES] = {{0}};
  g_auto (AmpReportCases) cases = {0};
  guint64 all = 0;
  int more;

  g_return_val_if_fail (amp_code_list_length (purposes) <= MOST_PURPOSES, FALSE);
  if (run->to_day.precision == AMP_DATE_DAY && amp_date_compare (&run->to_day, &day) < 0)
    day = run->to_day;
  if (!amp_report_cases_open (&cases, run, "consent", paths, NULL, error))
    return FALSE;
  while ((more = amp_report_cases_next (&cases, error)) > 0)
    {
      all++;
      if (!read_case (&cases, purposes, &day, found, error))
        return FALSE;
    }
  if (more < 0)
    return FALSE;
  add_rows (run, purposes, found, all);
  return TRUE;
}
