/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lists, one row each. */
#include "domain/list-private.h"

static const AmpListCodes directory_codes = {"directory-column", "directory-column-twice",
                                             "directory-value", "directory-reference",
                                             "institution-twice"};
static const AmpListCodes list_codes = {"list-column", "list-column-twice", "list-value",
                                        "list-reference", "list-row-twice"};

static const AmpList institutions = {
  .name = "institutions",
  .entity = "institution",
  .key = {"name_es", "region"},
  .sort = {"code", "name_es"},
  .region = "region",
  .needs = "name_es",
  .reason = "directory-csv",
  .codes = &directory_codes,
};

/* Parents before what belongs to them: the order in which a new office reads them. */
static const AmpList activities = {
  .name = "activities",
  .entity = "activity",
  .key = {"on", "region", "kind", "title", "place"},
  .sort = {"on", "code"},
  .from = "on",
  .to = "on",
  .region = "region",
  .reason = "activities-csv",
  .codes = &list_codes,
  .in_programme = TRUE,
};

static const AmpList trainings = {
  .name = "trainings",
  .entity = "training",
  .key = {"on", "region", "title"},
  .sort = {"on", "code"},
  .from = "on",
  .to = "on",
  .region = "region",
  .reason = "trainings-csv",
  .codes = &list_codes,
  .in_programme = TRUE,
};

static const AmpList attendance = {
  .name = "attendance",
  .entity = "training_attendance",
  .key = {"training", "audience", "institution", "region"},
  .sort = {"training", "audience", "institution"},
  .from = "training.on",
  .to = "training.on",
  .region = "training.region",
  .reason = "attendance-csv",
  .codes = &list_codes,
  .in_programme = TRUE,
};

static const AmpList plans = {
  .name = "plans",
  .entity = "regional_plan",
  .key = {"region", "from_on", "to_on", "title"},
  .sort = {"region", "from_on", "code"},
  .from = "from_on",
  .to = "to_on",
  .region = "region",
  .reason = "plans-csv",
  .codes = &list_codes,
  .in_programme = TRUE,
};

static const AmpList goals = {
  .name = "goals",
  .entity = "regional_goal",
  .key = {"regional_plan", "axis", "text"},
  .sort = {"regional_plan", "axis", "text"},
  .from = "regional_plan.from_on",
  .to = "regional_plan.to_on",
  .region = "regional_plan.region",
  .reason = "goals-csv",
  .codes = &list_codes,
  .in_programme = TRUE,
};

static const AmpList actions = {
  .name = "actions",
  .entity = "regional_action",
  .key = {"regional_goal", "text"},
  .sort = {"regional_goal", "due_on", "text"},
  .from = "regional_goal.regional_plan.from_on",
  .to = "regional_goal.regional_plan.to_on",
  .region = "regional_goal.regional_plan.region",
  .reason = "actions-csv",
  .codes = &list_codes,
  .in_programme = TRUE,
};

static const AmpList progress = {
  .name = "progress",
  .entity = "regional_progress",
  .key = {"regional_action", "on"},
  .sort = {"regional_action", "on"},
  .from = "on",
  .to = "on",
  .region = "regional_action.regional_goal.regional_plan.region",
  .reason = "progress-csv",
  .codes = &list_codes,
  .in_programme = TRUE,
};

static const AmpList forums = {
  .name = "forums",
  .entity = "forum",
  .key = {"on", "region", "name"},
  .sort = {"on", "code"},
  .from = "on",
  .to = "on",
  .region = "region",
  .reason = "forums-csv",
  .codes = &list_codes,
  .in_programme = TRUE,
};

static const AmpList commitments = {
  .name = "commitments",
  .entity = "commitment",
  .key = {"forum", "text", "promised_by", "promised_by_other"},
  .sort = {"forum", "due_on", "text"},
  .from = "forum.on",
  .to = "forum.on",
  .region = "region",
  .reason = "commitments-csv",
  .codes = &list_codes,
  .in_programme = TRUE,
};

static const AmpList updates = {
  .name = "updates",
  .entity = "commitment_update",
  .key = {"commitment", "on", "status"},
  .sort = {"commitment", "on"},
  .from = "on",
  .to = "on",
  .region = "commitment.region",
  .reason = "updates-csv",
  .codes = &list_codes,
  .in_programme = TRUE,
};

static const AmpList figures = {
  .name = "figures",
  .entity = "external_figure",
  .key = {"measure", "unit", "from_on", "region", "source"},
  .sort = {"measure", "from_on", "code"},
  .from = "from_on",
  .to = "to_on",
  .region = "region",
  .reason = "figures-csv",
  .codes = &list_codes,
  .in_programme = TRUE,
};

static const AmpList *const lists[] = {&activities,  &trainings, &attendance, &plans,
                                       &goals,       &actions,   &progress,   &forums,
                                       &commitments, &updates,   &figures,    NULL};

const AmpList *const *
amp_lists (void)
{
  return lists;
}

const AmpList *
amp_list_find (const char *name)
{
  for (const AmpList *const *list = lists; *list != NULL; list++)
    if (g_strcmp0 ((*list)->name, name) == 0)
      return *list;
  return NULL;
}

const AmpList *
amp_list_institutions (void)
{
  return &institutions;
}
