/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Verdicts on two people: one record for two, whoever is named first. */
#include "domain/people-private.h"

#include "domain/session-private.h"
#include "model/date.h"

static const AmpEntity *
decision_entity (void)
{
  return amp_entity_find ("dup_decision");
}

/* They are stored with the smaller id first. */
gint64
amp_people_find_decision (AmpSession *session, gint64 a, gint64 b, GError **error)
{
  const char *paths[] = {"id", NULL};
  g_autofree char *one = g_strdup_printf ("%" G_GINT64_FORMAT, MIN (a, b));
  g_autofree char *other = g_strdup_printf ("%" G_GINT64_FORMAT, MAX (a, b));
  const AmpFilter filters[] = {{"a", AMP_OP_EQ, one}, {"b", AMP_OP_EQ, other}};
  g_autoptr (AmpCursor) cursor = amp_store_select (
    amp_session_get_store (session), decision_entity (), paths, filters, 2, "id", error);
  int more = cursor != NULL ? amp_cursor_next (cursor, NULL, error) : -1;

  return more < 0 ? -1 : more == 0 ? 0 : amp_cursor_int (cursor, 0);
}

static AmpRecord *
load_or_make (AmpSession *session, gint64 a, gint64 b, GError **error)
{
  gint64 id = amp_people_find_decision (session, a, b, error);
  AmpRecord *record;

  if (id != 0)
    return id < 0 ? NULL
                  : amp_store_load (amp_session_get_store (session), decision_entity (), id, error);
  record = amp_record_new (decision_entity ());
  amp_record_set_int (record, "a", MIN (a, b));
  amp_record_set_int (record, "b", MAX (a, b));
  return record;
}

gint64
amp_people_decide (AmpSession *session,
                   gint64 a,
                   gint64 b,
                   const char *verdict,
                   guint score,
                   const char *reasons,
                   GError **error)
{
  g_autoptr (AmpRecord) record = NULL;
  AmpDate today = amp_date_today ();
  g_autofree char *on = amp_date_to_text (&today);
  AmpStore *store = amp_session_get_store (session);

  if (!amp_session_require_store (session, error))
    return 0;
  if (a == b)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID,
                           "dup_decision.b: is the same record");
      return 0;
    }
  record = load_or_make (session, a, b, error);
  if (record == NULL)
    return 0;
  if (amp_record_get (record, "merged_into") != NULL)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID,
                           "dup_decision.verdict: the two are merged");
      return 0;
    }
  amp_record_set_int (record, "score", MIN (score, 100));
  amp_record_set_int (record, "by", amp_session_get_user (session)->id);
  if (!amp_record_set (record, "verdict", verdict, error) ||
      !amp_record_set (record, "reason", reasons, error) ||
      !amp_record_set (record, "on", on, error) || !amp_store_save (store, record, NULL, error))
    return 0;
  return amp_record_id (record);
}
