/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each index holds only what is still open: a few rows among years of done ones. A query that names
 * its index (INDEXED BY) repeats the condition word by word, or SQLite refuses it. */
#include "store/due-source.h"

static const AmpDueSource sources[] = {
  {.origin = "follow_up",
   .entity = "follow_up",
   .date = "due_on",
   .responsible = "by",
   .detail = "kind",
   .detail_list = "follow_up_kind",
   .open = "s.done_on IS NULL"},
  /* The third call in a row that reached nobody: only the last one of a case is due. */
  {.origin = "three_failures",
   .entity = "follow_up",
   .date = "done_on",
   .detail = "kind",
   .detail_list = "follow_up_kind",
   .open = "s.outcome = 'not_reached' AND s.done_on IS NOT NULL",
   .also = "NOT EXISTS (SELECT 1 FROM main.follow_up l WHERE l.\"case\" = s.\"case\" AND "
           "l.deleted_at IS NULL AND l.outcome IS NOT NULL AND (l.done_on > s.done_on OR "
           "(l.done_on = s.done_on AND l.id > s.id))) AND 3 = (SELECT count(*) FROM (SELECT "
           "p.outcome FROM main.follow_up p WHERE p.\"case\" = s.\"case\" AND p.deleted_at IS NULL "
           "AND p.done_on IS NOT NULL AND p.outcome IS NOT NULL ORDER BY p.done_on DESC, p.id DESC "
           "LIMIT 3) WHERE outcome = 'not_reached')"},
  {.origin = "referral_silent",
   .entity = "referral",
   .date = "due_on",
   .detail = "service_type",
   .detail_list = "service_type",
   .institution = "to_institution",
   .open = "s.state IN ('sent', 'no_answer', 'escalated')"},
  {.origin = "plan_review",
   .entity = "plan",
   .date = "review_on",
   .open = "s.status IN ('draft', 'requested', 'active') AND s.review_on IS NOT NULL"},
  {.origin = "goal_due",
   .entity = "plan_goal",
   .date = "due_on",
   .detail = "domain",
   .detail_list = "service_domain",
   .open = "s.status IN ('pending', 'in_progress') AND s.due_on IS NOT NULL"},
  {.origin = "action_due",
   .entity = "plan_action",
   .date = "due_on",
   .responsible = "responsible",
   .detail = "service_type",
   .detail_list = "service_type",
   .open = "s.done_on IS NULL AND s.due_on IS NOT NULL"},
  {.origin = "service_planned",
   .entity = "service",
   .date = "planned_on",
   .responsible = "staff",
   .detail = "service_type",
   .detail_list = "service_type",
   .open = "s.status = 'planned' AND s.planned_on IS NOT NULL"},
  {.origin = "hearing",
   .entity = "proceeding",
   .date = "next_hearing_on",
   .detail = "kind",
   .detail_list = "proceeding_kind",
   .institution = "institution",
   .open = "s.next_hearing_on IS NOT NULL",
   .also = "s.stage IS NOT 'archived'"},
  /* One that was asked for again does not expire. */
  {.origin = "consent_expiring",
   .entity = "consent",
   .date = "expires_on",
   .detail = "purpose",
   .detail_list = "consent_purpose",
   .institution = "institution",
   .open = "s.decision = 'given' AND s.withdrawn_on IS NULL AND s.expires_on IS NOT NULL",
   .also = "NOT EXISTS (SELECT 1 FROM main.consent l WHERE l.\"case\" = s.\"case\" AND "
           "l.deleted_at IS NULL AND l.id <> s.id AND l.purpose = s.purpose AND l.institution IS "
           "s.institution AND l.decision = 'given' AND l.withdrawn_on IS NULL AND "
           "(l.expires_on IS NULL OR l.expires_on > s.expires_on OR "
           "(l.expires_on = s.expires_on AND l.id > s.id)))"},

  /* An action of a plan that is not in force yet, or no longer, is nobody's to do now. */
  {.origin = "regional_action_due",
   .entity = "regional_action",
   .alone = TRUE,
   .title = "text",
   .date = "due_on",
   .institution = "institution",
   .open = "s.status IN ('pending', 'in_progress') AND s.due_on IS NOT NULL",
   .also = "EXISTS (SELECT 1 FROM main.regional_goal g JOIN main.regional_plan p ON p.id = "
           "g.regional_plan WHERE g.id = s.regional_goal AND p.status = 'in_force' AND "
           "p.deleted_at IS NULL)"},
  {.origin = "commitment_due",
   .entity = "commitment",
   .alone = TRUE,
   .title = "text",
   .date = "due_on",
   .responsible = "responsible",
   .institution = "promised_by",
   .open = "s.status IN ('open', 'in_progress') AND s.due_on IS NOT NULL"},
  /* Once the next one of its kind and place is recorded, it was held. */
  {.origin = "meeting_due",
   .entity = "forum",
   .alone = TRUE,
   .title = "name",
   .date = "next_on",
   .institution = "institution",
   .open = "s.next_on IS NOT NULL",
   .also = "NOT EXISTS (SELECT 1 FROM main.forum n WHERE n.deleted_at IS NULL AND n.id <> s.id AND "
           "n.kind = s.kind AND n.country IS s.country AND n.region IS s.region AND n.\"on\" > "
           "s.\"on\")"},

  {.origin = "no_risk",
   .date = "opened_on",
   .open = "c.status IN " AMP_DUE_OPEN_STATUS,
   .also = "NOT EXISTS (SELECT 1 FROM main.risk_assessment x WHERE x.\"case\" = c.id AND "
           "x.deleted_at IS NULL)"},
  {.origin = "no_contact", .date = "last_contact_on", .open = "c.status IN " AMP_DUE_OPEN_STATUS},
  {.origin = "retention",
   .date = "retention_until",
   .open = "c.retention_until IS NOT NULL",
   .also = "c.status NOT IN " AMP_DUE_OPEN_STATUS},
};

const AmpDueSource *
amp_due_sources (gsize *n)
{
  *n = G_N_ELEMENTS (sources);
  return sources;
}

/* An index has no alias for its table. */
static char *
without_alias (const char *condition)
{
  GString *text = g_string_new (condition);

  g_string_replace (text, "s.", "", 0);
  g_string_replace (text, "c.", "", 0);
  return g_string_free (text, FALSE);
}

static void
add_index (GPtrArray *statements, const AmpDueSource *source, gboolean of)
{
  g_autofree char *open = without_alias (source->open);

  g_ptr_array_add (
    statements,
    g_strdup_printf ("CREATE INDEX IF NOT EXISTS main.\"due_%s%s\" ON \"%s\" (%s%s%s\"%s\"%s) "
                     "WHERE deleted_at IS NULL AND %s",
                     source->origin, of ? "_of" : "", source->entity, of ? "\"" : "",
                     of ? source->responsible : "", of ? "\", " : "", source->date,
                     source->alone ? "" : ", \"case\"", open));
}

void
amp_due_add_indexes (GPtrArray *statements)
{
  static const char *const open_cases[][2] = {
    {"due_case_owner", "owner, risk_level, last_contact_on, opened_on"},
    {"due_case_risk", "risk_level, last_contact_on, owner, opened_on"},
    {"due_case_contact", "last_contact_on, opened_on, owner"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    if (sources[i].entity != NULL)
      {
        add_index (statements, &sources[i], FALSE);
        if (sources[i].responsible != NULL && !sources[i].alone)
          add_index (statements, &sources[i], TRUE);
      }
  for (gsize i = 0; i < G_N_ELEMENTS (open_cases); i++)
    g_ptr_array_add (statements,
                     g_strdup_printf ("CREATE INDEX IF NOT EXISTS main.%s ON \"case\" (%s) WHERE "
                                      "deleted_at IS NULL AND status IN " AMP_DUE_OPEN_STATUS,
                                      open_cases[i][0], open_cases[i][1]));
  g_ptr_array_add (statements,
                   g_strdup ("CREATE INDEX IF NOT EXISTS main.due_retention ON \"case\" "
                             "(retention_until, owner) WHERE deleted_at IS NULL AND "
                             "retention_until IS NOT NULL"));
  /* The last assessment of a case, without looking at the others. */
  g_ptr_array_add (statements,
                   g_strdup ("CREATE INDEX IF NOT EXISTS main.due_risk_last ON risk_assessment "
                             "(\"case\", \"on\", id, next_due) WHERE deleted_at IS NULL"));
  g_ptr_array_add (statements,
                   g_strdup ("CREATE INDEX IF NOT EXISTS main.due_task ON task (due_on, owner) "
                             "WHERE deleted_at IS NULL AND origin = 'manual' AND "
                             "state IN ('open', 'snoozed')"));
}
