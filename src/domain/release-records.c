/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counts and records of one year do not leave both (review/REVIEW.md 11).
 *
 * The proof of a table knows the tables before it, and not the records. A file of records tells how
 * many there are in each of its groups, all but those that were left out, who are few in each; a
 * table of the same people tells the sums. What is left of a sum when the records are taken away is
 * a number of people under 11, and none of the two tells it by itself. All recipients are one
 * attacker. */
#include "domain/release-private.h"

#include <string.h>

/* People, or cases of people; services and referrals are not in the records. */
static gboolean
counts_people (const char *unit)
{
  return g_strcmp0 (unit, "persons") == 0 || g_strcmp0 (unit, "cases") == 0;
}

static gboolean
is_of_year (const char *period, guint year)
{
  char text[8];

  g_snprintf (text, sizeof text, "%04u", year);
  return period != NULL && strncmp (period, text, 4) == 0;
}

gint64
amp_release_find_of_year (AmpSession *session, guint year, gboolean records, GError **error)
{
  g_autoptr (GPtrArray) lines = amp_store_release_list (amp_session_get_store (session), error);

  for (guint i = 0; lines != NULL && i < lines->len; i++)
    {
      const AmpReleaseLine *line = lines->pdata[i];
      AmpReleaseRule rule;
      const gboolean is_table = amp_release_rule_from_code (line->rule, &rule) &&
                                rule != AMP_RELEASE_INTERNAL && counts_people (line->unit);

      if (is_of_year (line->period, year) &&
          (records ? amp_release_is_sealed (line->rule) : is_table))
        return line->id;
    }
  return lines != NULL ? 0 : -1;
}

static gboolean
refuse_for (gint64 id, AmpReleaseError code, GError **error)
{
  if (id > 0)
    g_set_error (error, AMP_RELEASE_ERROR, (gint) code,
                 "Release %" G_GINT64_FORMAT " is of the same year", id);
  return id == 0;
}

gboolean
amp_release_no_records (AmpSession *session, AmpUnit unit, guint year, GError **error)
{
  return !counts_people (amp_unit_to_code (unit)) ||
         refuse_for (amp_release_find_of_year (session, year, TRUE, error),
                     AMP_RELEASE_ERROR_RECORDS, error);
}

gboolean
amp_release_no_counts (AmpSession *session, guint year, GError **error)
{
  return refuse_for (amp_release_find_of_year (session, year, FALSE, error),
                     AMP_RELEASE_ERROR_COUNTS, error);
}
