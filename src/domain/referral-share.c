/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sending a referral: what is filled in when it goes, and how long an answer may take. */
#include "domain/referral-private.h"

#include "model/codelist.h"
#include "model/date.h"

#include <string.h>

#define HOURS_A_DAY 24
#define ROUTINE_HOURS 360

/* --- Days --- */

/* The hours stand in the code list. Less than a day is a day: nobody is silent the same morning. */
static gint64
days_of (const char *urgency)
{
  const AmpCodeList *list = amp_code_list_find ("referral_urgency");
  const AmpCode *code = urgency != NULL ? amp_code_list_lookup (list, urgency) : NULL;
  const char *hours = code != NULL ? amp_code_attribute (code, "hours") : NULL;
  gint64 n = hours != NULL ? g_ascii_strtoll (hours, NULL, 10) : ROUTINE_HOURS;

  return MAX ((n + HOURS_A_DAY - 1) / HOURS_A_DAY, 1);
}

char *
amp_referral_due_on (const char *urgency, const char *sent_on)
{
  AmpDate sent, due;

  if (sent_on == NULL || !amp_date_parse (sent_on, &sent) || sent.precision != AMP_DATE_DAY)
    return NULL;
  due = amp_date_from_day_number (amp_date_day_number (&sent) + days_of (urgency));
  return amp_date_to_text (&due);
}

gboolean
amp_referral_is_silent (const AmpRecord *referral, const char *today)
{
  const char *state = amp_record_get (referral, "state");
  const char *due = amp_record_get (referral, "due_on");
  AmpDate last, now = amp_date_today ();

  if (g_strcmp0 (amp_record_get (referral, "direction"), "in") == 0)
    return FALSE;
  if (g_strcmp0 (state, "no_answer") == 0)
    return TRUE;
  if (g_strcmp0 (state, "sent") != 0 && g_strcmp0 (state, "escalated") != 0)
    return FALSE;
  if (today != NULL && !amp_date_parse (today, &now))
    return FALSE;
  return due != NULL && amp_date_parse (due, &last) && last.precision == AMP_DATE_DAY &&
         amp_date_compare (&last, &now) < 0;
}

/* --- The number of the letter --- */

/* "012-2026-TUM": the serial begins anew each year and region. */
static guint
serial_of (const char *number, const char *suffix)
{
  gint64 serial = 0;
  g_autofree char *digits = NULL;

  if (number == NULL || !g_str_has_suffix (number, suffix))
    return 0;
  digits = g_strndup (number, strlen (number) - strlen (suffix));
  return g_ascii_string_to_signed (digits, 10, 1, G_MAXINT32, &serial, NULL) ? (guint) serial : 0;
}

static char *
next_number (AmpSession *session, const AmpRecord *referral, const char *date, GError **error)
{
  const char *paths[] = {"document_no", NULL};
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (AmpRecord) case_ = amp_store_load (store, amp_entity_find ("case"),
                                                amp_record_get_int (referral, "case", 0), error);
  const char *region = case_ != NULL ? amp_record_get (case_, "office_region") : NULL;
  const AmpCode *code =
    region != NULL ? amp_code_list_lookup (amp_code_list_find ("region"), region) : NULL;
  const char *abbr = code != NULL ? amp_code_attribute (code, "abbr") : NULL;
  g_autofree char *suffix = g_strdup_printf ("-%.4s-%s", date, abbr != NULL ? abbr : "OFI");
  g_autoptr (AmpCursor) cursor = NULL;
  guint last = 0;
  int more = -1;

  if (case_ == NULL)
    return NULL;
  cursor = amp_store_select (store, amp_record_entity (referral), paths, NULL, 0, NULL, error);
  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    last = MAX (last, serial_of (amp_cursor_text (cursor, 0), suffix));
  return more == 0 ? g_strdup_printf ("%03u%s", last + 1, suffix) : NULL;
}

/* --- Sharing --- */

static gboolean
set_missing (AmpRecord *record, const char *field, const char *value, GError **error)
{
  return amp_record_get (record, field) != NULL || amp_record_set (record, field, value, error);
}

static gboolean
fill (AmpSession *session, AmpRecord *referral, const char *date, GError **error)
{
  g_autofree char *number = NULL;

  if (amp_record_get (referral, "to_institution") == NULL)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID,
                           "referral.to_institution: Choose the institution of the referral.");
      return FALSE;
    }
  if (amp_record_get (referral, "document_no") == NULL)
    {
      number = next_number (session, referral, date, error);
      if (number == NULL || !amp_record_set (referral, "document_no", number, error))
        return FALSE;
    }
  return set_missing (referral, "data_shared_profile", "min", error) &&
         set_missing (referral, "urgency", "routine", error) &&
         set_missing (referral, "method", "slip", error) &&
         set_missing (referral, "reason", "AdditionalServicesRequired", error);
}

static gboolean
share_in_transaction (AmpSession *session, AmpRecord *referral, const char *date, GError **error)
{
  return amp_cases_save (session, referral, NULL, error) && fill (session, referral, date, error) &&
         (g_strcmp0 (amp_record_get (referral, "state"), "ready") == 0 ||
          amp_referral_move (session, referral, "ready", NULL, NULL, date, error)) &&
         amp_referral_move (session, referral, "sent", NULL, NULL, date, error);
}

gboolean
amp_referral_share (AmpSession *session, AmpRecord *referral, const char *date, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  const AmpDate today = amp_date_today ();
  g_autofree char *on = date != NULL ? g_strdup (date) : amp_date_to_text (&today);
  g_autoptr (AmpRecord) before = amp_record_copy (referral);

  if (!amp_store_begin (store, error))
    return FALSE;
  if (share_in_transaction (session, referral, on, error))
    {
      if (amp_store_commit (store, error))
        return TRUE;
    }
  else
    amp_store_rollback (store);
  amp_referral_put_back (referral, before);
  return FALSE;
}
