/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a partner's file would be, before anybody decides. */
#include "domain/partner-private.h"
#include "domain/release-private.h"

#define YEARS_BACK 5

/* FALSE with an error; a year that is not closed is none. */
static gboolean
add_year (GArray *years, AmpSession *session, guint year, GError **error)
{
  g_autoptr (GError) failure = NULL;
  AmpPartnerYear each = {.year = year};

  if (!amp_partner_year_is_closed (session, year, &failure))
    {
      if (g_error_matches (failure, AMP_RELEASE_ERROR, AMP_RELEASE_ERROR_OPEN))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  each.counts = amp_release_find_of_year (session, year, FALSE, error);
  each.records = each.counts < 0 ? -1 : amp_release_find_of_year (session, year, TRUE, error);
  if (each.records < 0)
    return FALSE;
  g_array_append_val (years, each);
  return TRUE;
}

GArray *
amp_partner_years (AmpSession *session, GError **error)
{
  g_autoptr (GArray) years = g_array_new (FALSE, FALSE, sizeof (AmpPartnerYear));
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  if (!amp_session_require_supervisor (session, error))
    return NULL;
  for (guint back = 0; back <= YEARS_BACK; back++)
    if (!add_year (years, session, (guint) g_date_time_get_year (now) - back, error))
      return NULL;
  return g_steal_pointer (&years);
}

gboolean
amp_partner_look (AmpSession *session,
                  guint year,
                  AmpPartnerOutlook *outlook,
                  AmpProgress *progress,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (AmpPartnerTable) table = NULL;
  guint64 n;

  *outlook = (AmpPartnerOutlook){0};
  if (!amp_session_require_supervisor (session, error) ||
      !amp_partner_year_is_closed (session, year, error) ||
      !amp_release_no_counts (session, year, error) ||
      (outlook->earlier = amp_release_find_of_year (session, year, TRUE, error)) < 0)
    return FALSE;
  if (outlook->earlier > 0)
    {
      if (!amp_partner_count (session, outlook->earlier, &n, error))
        return FALSE;
      outlook->losses.n_rows = n;
      return TRUE;
    }
  table = amp_partner_gather (session, year, progress, cancellable, error);
  if (table == NULL)
    return FALSE;
  amp_partner_table_protect (table, &outlook->losses);
  outlook->n_people = outlook->losses.n_rows + outlook->losses.n_withheld;
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}
