/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which periods may be handed over: closed ones; and months only where months are large enough, as
 * the year before shows (disclosure.md 3a, ledger 1). */
#include "domain/release-private.h"

/* --- Months --- */

gboolean
amp_release_is_by_month (const AmpCountSpec *spec, const AmpReleasePeriod *period)
{
  AmpColumn column;
  guint level;

  for (gsize i = 0; i < spec->n_dimensions; i++)
    if (amp_column_of (spec->dimensions[i], &column, &level) && column == AMP_COLUMN_TIME &&
        level == AMP_TIME_MONTH)
      return TRUE;
  return amp_release_period_level (period) == AMP_TIME_MONTH;
}

static int
compare_counts (gconstpointer a, gconstpointer b)
{
  gint64 count_a = *(const gint64 *) a, count_b = *(const gint64 *) b;

  return count_a < count_b ? -1 : count_a > count_b;
}

/* Of the regions in which the office worked in that year, each month, also one without anybody. */
static gint64
median_region_month (const AmpReleaseSpace *space)
{
  const AmpSpaceColumn *regions = &space->column[AMP_COLUMN_REGION];
  const AmpSpaceColumn *months = &space->column[AMP_COLUMN_TIME];
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint nodes[AMP_N_COLUMNS] = {0};

  for (guint region = 1; region < regions->names->len; region++)
    {
      nodes[AMP_COLUMN_REGION] = region;
      nodes[AMP_COLUMN_TIME] = 0;
      if (space->count[amp_release_space_cell (space, nodes)] == 0)
        continue;
      for (guint month = 1; month < months->names->len; month++)
        {
          nodes[AMP_COLUMN_TIME] = month;
          g_array_append_val (counts, space->count[amp_release_space_cell (space, nodes)]);
        }
    }
  if (counts->len == 0)
    return 0;
  g_array_sort (counts, compare_counts);
  return g_array_index (counts, gint64, (counts->len - 1) / 2);
}

/* A year that was not frozen whole says nothing, and then months are not offered either. */
static gboolean
look_at_year_before (
  AmpSession *session, AmpUnit unit, guint year, gint64 t, gboolean *offered, GError **error)
{
  g_autoptr (AmpReleaseBase) base = amp_release_base_frozen (session, unit, year - 1, error);
  g_autoptr (AmpReleaseSpace) space = NULL;
  AmpReleaseLevels levels = {{0}};

  *offered = FALSE;
  if (base == NULL)
    return FALSE;
  if ((base->frozen & AMP_MONTHS_ALL) != AMP_MONTHS_ALL)
    return TRUE;
  levels.levels[AMP_COLUMN_TIME] = 1u << AMP_TIME_MONTH;
  levels.levels[AMP_COLUMN_REGION] = 1u << (amp_column_n_levels (AMP_COLUMN_REGION) - 1);
  space = amp_release_space_new (base, &levels, error);
  if (space == NULL || !amp_release_space_count (space, base, error))
    return FALSE;
  *offered = median_region_month (space) >= t;
  return TRUE;
}

gboolean
amp_release_require_months (AmpSession *session, AmpUnit unit, guint year, gint64 t, GError **error)
{
  gboolean offered;

  if (!look_at_year_before (session, unit, year, t, &offered, error))
    return FALSE;
  return offered || amp_release_refuse (error, AMP_RELEASE_ERROR_MONTHS,
                                        "Months were too small in the year before");
}

/* --- Periods --- */

#define YEARS_BACK 3

static void
add_closed (GArray *periods, const AmpReleasePeriod *period, guint lag, GDate *today)
{
  AmpReleaseSpan span = {.level = amp_release_period_level (period)};
  g_autofree char *name = NULL;

  if (!amp_release_period_is_closed (period, lag, today))
    return;
  name = amp_release_period_name (period);
  g_strlcpy (span.name, name, sizeof span.name);
  amp_release_period_days (period, span.from, span.to);
  g_array_append_val (periods, span);
}

/* Nothing has to be closed for events: all that has begun to be over. */
static GArray *
programme_spans (AmpUnit unit, const AmpReleasePolicy *policy, GDate *today)
{
  GArray *periods = g_array_new (FALSE, TRUE, sizeof (AmpReleaseSpan));
  gboolean heads = amp_release_counts_heads (unit);
  guint year = g_date_get_year (today);

  for (guint back = 0; back < YEARS_BACK; back++)
    {
      const AmpReleasePeriod whole = {year - back, 1, 12};

      add_closed (periods, &whole, heads ? policy->lag : 0, today);
      for (guint last = 12; last >= 1 && !heads; last--)
        {
          const AmpReleasePeriod quarter = {year - back, last - 2, last};
          const AmpReleasePeriod month = {year - back, last, last};

          if (last % 3 == 0)
            add_closed (periods, &quarter, 0, today);
          add_closed (periods, &month, 0, today);
        }
    }
  return periods;
}

GArray *
amp_release_spans (AmpSession *session, AmpUnit unit, GError **error)
{
  g_autoptr (GArray) periods = g_array_new (FALSE, TRUE, sizeof (AmpReleaseSpan));
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  AmpReleasePolicy policy;
  GDate today;
  guint year = (guint) g_date_time_get_year (now);

  if (!amp_session_require_supervisor (session, error) ||
      !amp_release_policy_get (session, &policy, error))
    return NULL;
  g_date_clear (&today, 1);
  g_date_set_dmy (&today, (GDateDay) g_date_time_get_day_of_month (now),
                  (GDateMonth) g_date_time_get_month (now), (GDateYear) year);
  if (amp_unit_is_programme (unit))
    return programme_spans (unit, &policy, &today);
  for (guint back = 0; back < YEARS_BACK; back++)
    {
      const AmpReleasePeriod whole = {year - back, 1, 12};
      gboolean months;

      if (!look_at_year_before (session, unit, year - back, policy.t, &months, error))
        return NULL;
      add_closed (periods, &whole, policy.lag, &today);
      for (guint last = 12; last >= 1; last--)
        {
          const AmpReleasePeriod quarter = {year - back, last - 2, last};
          const AmpReleasePeriod month = {year - back, last, last};

          if (last % 3 == 0)
            add_closed (periods, &quarter, policy.lag, &today);
          if (months)
            add_closed (periods, &month, policy.lag, &today);
        }
    }
  return g_steal_pointer (&periods);
}
