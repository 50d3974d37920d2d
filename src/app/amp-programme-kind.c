/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of lists. */
#include "app/amp-programme-kind.h"

#include "app/amp-programme-activity.h"
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
