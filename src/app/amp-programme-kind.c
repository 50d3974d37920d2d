/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of lists. */
#include "app/amp-programme-kind.h"

#include "app/amp-programme-activity.h"
#include "app/amp-programme-sheets.h"
#include "app/amp-reach-dialog.h"

#include <glib/gi18n.h>

static char *
reached_words (gint64 n)
{
  return g_strdup_printf (
    /* Translators: %d is how many. */
    ngettext ("%d person reached", "%d people reached", (gulong) n), (int) n);
}

static char *
trained_words (gint64 n)
{
  return g_strdup_printf (
    /* Translators: %d is how many. */
    ngettext ("%d person trained", "%d people trained", (gulong) n), (int) n);
}

static const AmpProgrammeKind kinds[] = {
  {
    .entity = "activity",
    .label = N_ ("Pre_vention"),
    .title = N_ ("Prevention activities"),
    .add = N_ ("_Add activity"),
    .search = N_ ("Search activities"),
    .icon = "user-available-symbolic",
    .none = N_ ("Choose an activity"),
    .none_text = N_ ("Or add one: a talk, a fair, information at the border. Ctrl++ begins it."),
    .empty = N_ ("No prevention activity yet"),
    .empty_text = N_ ("Talks, fairs, radio, information at terminals and border posts: enter when, "
                      "where, for whom, and how many people were reached. A series is entered once "
                      "and repeated. Nobody is named here."),
    .number = reached_words,
    .made = amp_programme_activity_made,
  },
  {
    .entity = "training",
    .label = N_ ("T_raining"),
    .title = N_ ("Training sessions"),
    .add = N_ ("_Add session"),
    .search = N_ ("Search training sessions"),
    .icon = "accessories-dictionary-symbolic",
    .none = N_ ("Choose a session"),
    .none_text = N_ ("Or add one. Who attended is entered by institution and sex, without names."),
    .empty = N_ ("No training session yet"),
    .empty_text =
      N_ ("Police, prosecutors, judges, health workers, teachers: enter what they were "
          "trained in, for how many hours, and how many attended from each institution. "
          "From that follows who has not been reached yet."),
    .children = {"training_attendance"},
    .later = N_ ("Save the session, then enter who attended."),
    .number = trained_words,
    .tools = amp_reach_dialog_offer,
  },
  {
    .entity = "regional_plan",
    .label = N_ ("Regional p_lans"),
    .title = N_ ("Regional plans"),
    .add = N_ ("_Add plan"),
    .search = N_ ("Search regional plans"),
    .icon = "view-list-symbolic",
    .none = N_ ("Choose a plan"),
    .none_text = N_ ("Or add one: its goals, its actions, and how far each has come."),
    .empty = N_ ("No regional plan yet"),
    .empty_text = N_ ("The plan of a region against trafficking: goals on each axis, actions with "
                      "who answers for them and until when, and their progress. From that comes "
                      "the status sheet for the regional commission."),
    .children = {"regional_goal"},
    .later = N_ ("Save the plan, then enter its goals and actions."),
    .made = amp_programme_plan_made,
  },
  {
    .entity = "forum",
    .label = N_ ("_Forums"),
    .title = N_ ("Forums"),
    .add = N_ ("_Add forum"),
    .search = N_ ("Search forums"),
    .icon = "system-users-symbolic",
    .none = N_ ("Choose a forum"),
    .none_text = N_ ("Or add one: what was agreed, and who promised what to whom."),
    .empty = N_ ("No forum yet"),
    .empty_text = N_ ("Forums, round tables and binational meetings: what institutions of both "
                      "countries promised, until when, and how it went. Agenda and minutes come "
                      "out of it, and what is due stands among the tasks."),
    .children = {"commitment"},
    .later = N_ ("Save the forum, then enter what was promised there."),
    .made = amp_programme_forum_made,
  },
  {
    .entity = "commitment",
    .label = N_ ("Comm_itments"),
    .title = N_ ("Commitments"),
    .search = N_ ("Search commitments"),
    .icon = "emblem-default-symbolic",
    .none = N_ ("Choose a commitment"),
    .none_text = N_ ("What was promised at any forum, by whom it is due, and how it went. A new "
                     "one is entered at its forum."),
    .empty = N_ ("Nothing was promised yet"),
    .empty_text = N_ ("Enter a forum and, there, what institutions of both countries promised. "
                      "All of it is gathered here, by institution, country and status."),
    .children = {"commitment_update"},
  },
  {
    .entity = "external_figure",
    .label = N_ ("E_xternal figures"),
    .title = N_ ("External figures"),
    .add = N_ ("_Add figure"),
    .search = N_ ("Search external figures"),
    .icon = "accessories-calculator-symbolic",
    .none = N_ ("Choose a figure"),
    .none_text = N_ ("Or add one, with its source, unit and period."),
    .empty = N_ ("No external figure yet"),
    .empty_text =
      N_ ("What registers of others say: it stands beside the office's own counts where "
          "a report wants context, and is never added to them."),
  },
};

const AmpProgrammeKind *
amp_programme_kinds (gsize *n)
{
  *n = G_N_ELEMENTS (kinds);
  return kinds;
}

const AmpProgrammeKind *
amp_programme_kind_find (const char *entity)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i].entity, entity) == 0)
      return &kinds[i];
  return NULL;
}
