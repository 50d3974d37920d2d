/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Intake and saving: the rules that hold whoever writes. Values are filled in first, then checked,
 * then stored, all in one transaction. */
#include "domain/cases-private.h"

#include "domain/programme.h"
#include "domain/programme-status.h"
#include "domain/risk.h"
#include "model/date.h"

/* --- Status of a case --- */

static const struct
{
  const char *from;
  const char *to[6];
} status_moves[] = {
  {"intake", {"open", "closed", "closed_referred", "closed_not_victim", "duplicate"}},
  {"open", {"follow_up", "closed", "closed_referred", "closed_not_victim", "duplicate"}},
  {"follow_up", {"open", "closed", "closed_referred", "closed_not_victim", "duplicate"}},
  /* Reopening is always possible: a person who comes back is not turned away by a status. */
  {"closed", {"open"}},
  {"closed_referred", {"open"}},
  {"closed_not_victim", {"open"}},
  {"duplicate", {"open"}},
};

gboolean
amp_case_may_move (const char *from, const char *to)
{
  for (gsize i = 0; i < G_N_ELEMENTS (status_moves); i++)
    if (g_strcmp0 (status_moves[i].from, from) == 0)
      return to != NULL && g_strv_contains (status_moves[i].to, to);
  return FALSE;
}

/* --- Defaults --- */

static gboolean
set_missing (AmpRecord *record, const char *field, const char *value, GError **error)
{
  return amp_record_get (record, field) != NULL || amp_record_set (record, field, value, error);
}

static gboolean
set_missing_today (AmpRecord *record, const char *field, GError **error)
{
  const AmpDate today = amp_date_today ();
  g_autofree char *text = amp_date_to_text (&today);

  return set_missing (record, field, text, error);
}

static gint64
count_cases (AmpSession *session, const char *field, const char *value, GError **error)
{
  const char *paths[] = {"id", NULL};
  const AmpFilter filter = {field, AMP_OP_EQ, value};
  g_autoptr (AmpCursor) cursor = amp_store_select (
    amp_session_get_store (session), amp_entity_find ("case"), paths, &filter, 1, NULL, error);
  gint64 n = 0;
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    n++;
  return more < 0 ? -1 : n;
}

static gint64
count_cases_of (AmpSession *session, gint64 person, GError **error)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, person);

  return count_cases (session, "person", id, error);
}

/* "TUM-26-0041-K/1": the pseudonym of the person and which of her cases this is. */
static gboolean
number_case (AmpSession *session, AmpRecord *case_, GError **error)
{
  gint64 person_id = amp_record_get_int (case_, "person", 0);
  g_autoptr (AmpRecord) person = NULL;
  g_autofree char *number = NULL;
  gint64 n, taken;

  if (amp_record_get (case_, "number") != NULL)
    return TRUE;
  person =
    amp_store_load (amp_session_get_store (session), amp_entity_find ("person"), person_id, error);
  n = person == NULL ? -1 : count_cases_of (session, person_id, error);
  if (n < 0)
    return FALSE;
  /* A merge that was taken back may have left a gap before a number that is in use. */
  do
    {
      g_free (number);
      number = g_strdup_printf ("%s/%" G_GINT64_FORMAT, amp_record_get (person, "pseudonym"), ++n);
      taken = count_cases (session, "number", number, error);
    }
  while (taken > 0);
  return taken == 0 && amp_record_set (case_, "number", number, error);
}

static gboolean
fill_case (AmpSession *session, AmpRecord *case_, GError **error)
{
  if (amp_record_get (case_, "owner") == NULL)
    amp_record_set_int (case_, "owner", amp_session_get_user (session)->id);
  return set_missing (case_, "status", "intake", error) &&
         set_missing_today (case_, "opened_on", error) && number_case (session, case_, error);
}

/* The person and, for a service, the region that its case already tells. */
static gboolean
fill_from_case (AmpSession *session, AmpRecord *record, GError **error)
{
  gint64 id = amp_record_get_int (record, "case", 0);
  g_autoptr (AmpRecord) case_ = NULL;

  if (id == 0)
    return TRUE; /* the check says it better */
  case_ = amp_store_load (amp_session_get_store (session), amp_entity_find ("case"), id, error);
  if (case_ == NULL || !set_missing (record, "person", amp_record_get (case_, "person"), error))
    return FALSE;
  return !amp_record_is_of (record, "service") ||
         set_missing (record, "region", amp_record_get (case_, "office_region"), error);
}

static gboolean
fill_defaults (AmpSession *session, AmpRecord *record, GError **error)
{
  if (amp_record_is_of (record, "case"))
    return fill_case (session, record, error);
  if (amp_record_is_of (record, "service"))
    return set_missing (record, "status",
                        amp_record_get (record, "delivered_on") != NULL ? "delivered" : "planned",
                        error) &&
           fill_from_case (session, record, error);
  if (amp_record_is_of (record, "referral"))
    return set_missing (record, "state", "draft", error) &&
           set_missing (record, "direction", "out", error) &&
           fill_from_case (session, record, error);
  if (amp_record_is_of (record, "note"))
    return set_missing_today (record, "on", error);
  if (amp_record_is_of (record, "risk_assessment"))
    return set_missing_today (record, "on", error) && amp_risk_fill (record, error);
  return amp_programme_fill (session, record, error);
}

/* --- Checks --- */

gboolean
amp_cases_check (const AmpRecord *record, GError **error)
{
  g_autoptr (GArray) findings = amp_check_record (record);

  for (guint i = 0; i < findings->len; i++)
    {
      const AmpCheckFinding *finding = &g_array_index (findings, AmpCheckFinding, i);

      if (finding->level == AMP_CHECK_ERROR)
        {
          g_set_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID, "%s.%s: %s",
                       amp_record_entity (record)->name, finding->field, finding->sentence);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
refuse (const char *what, GError **error)
{
  g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID, what);
  return FALSE;
}

/* --- Last contact --- */

static void
take_later (char **latest, const char *date)
{
  AmpDate a, b;

  if (date == NULL || !amp_date_parse (date, &a) || a.precision < AMP_DATE_YEAR)
    return;
  if (*latest != NULL && amp_date_parse (*latest, &b) && amp_date_compare (&a, &b) <= 0)
    return;
  g_free (*latest);
  *latest = g_strdup (date);
}

static gboolean
take_later_of (AmpSession *session,
               const char *entity,
               const char *date_field,
               const AmpFilter *filters,
               gsize n_filters,
               char **latest,
               GError **error)
{
  const char *paths[] = {date_field, NULL};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (session), amp_entity_find (entity), paths, filters,
                      n_filters, NULL, error);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    take_later (latest, amp_cursor_text (cursor, 0));
  return more == 0;
}

static gboolean
latest_contact (AmpSession *session, const AmpRecord *case_, char **latest, GError **error)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, amp_record_id (case_));
  const AmpFilter delivered[] = {{"case", AMP_OP_EQ, id}, {"status", AMP_OP_EQ, "delivered"}};
  const AmpFilter done[] = {{"case", AMP_OP_EQ, id}, {"done_on", AMP_OP_NOT_NULL, NULL}};

  take_later (latest, amp_record_get (case_, "first_contact_on"));
  return amp_record_id (case_) == 0 ||
         (take_later_of (session, "service", "delivered_on", delivered, G_N_ELEMENTS (delivered),
                         latest, error) &&
          take_later_of (session, "follow_up", "done_on", done, G_N_ELEMENTS (done), latest,
                         error));
}

static gboolean
set_last_contact (AmpSession *session, AmpRecord *case_, GError **error)
{
  g_autofree char *latest = NULL;

  return latest_contact (session, case_, &latest, error) &&
         amp_record_set (case_, "last_contact_on", latest, error);
}

/* The level of the latest assessment, whichever of them was saved now. */
static gboolean
set_risk_level (AmpSession *session, AmpRecord *case_, GError **error)
{
  const char *paths[] = {"on", "level", NULL};
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, amp_record_id (case_));
  const AmpFilter filter = {"case", AMP_OP_EQ, id};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (session), amp_entity_find ("risk_assessment"), paths,
                      &filter, 1, "on", error);
  g_autofree char *level = NULL;
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      g_free (level);
      level = g_strdup (amp_cursor_text (cursor, 1));
    }
  return more == 0 && (level == NULL || amp_record_set (case_, "risk_level", level, error));
}

static gboolean
update_case_of (AmpSession *session, const AmpRecord *child, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  gboolean risk = amp_record_is_of (child, "risk_assessment");
  g_autoptr (AmpRecord) case_ = NULL;

  if (!risk && !amp_record_is_of (child, "service") && !amp_record_is_of (child, "follow_up"))
    return TRUE;
  case_ =
    amp_store_load (store, amp_entity_find ("case"), amp_record_get_int (child, "case", 0), error);
  return case_ != NULL && set_last_contact (session, case_, error) &&
         (!risk || set_risk_level (session, case_, error)) &&
         amp_store_save (store, case_, NULL, error);
}

gboolean
amp_cases_refresh (AmpSession *session, AmpRecord *case_, GError **error)
{
  g_autoptr (AmpRecord) stored = amp_store_load (
    amp_session_get_store (session), amp_record_entity (case_), amp_record_id (case_), error);

  if (stored == NULL ||
      !amp_record_set (case_, "last_contact_on", amp_record_get (stored, "last_contact_on"), error))
    return FALSE;
  amp_record_set_identity (case_, amp_record_id (stored), amp_record_rev (stored));
  return TRUE;
}

/* --- Saving --- */

static gboolean
save_in_transaction (AmpSession *session, AmpRecord *record, const char *reason, GError **error)
{
  gboolean chosen = FALSE;

  return fill_defaults (session, record, error) && amp_cases_check (record, error) &&
         amp_case_change_admit (session, record, reason, error) &&
         (!amp_record_is_of (record, "case") || set_last_contact (session, record, error)) &&
         amp_status_chosen (session, record, &chosen, error) &&
         amp_store_save (amp_session_get_store (session), record, reason, error) &&
         amp_status_saved (session, record, chosen, error) &&
         update_case_of (session, record, error);
}

gboolean
amp_cases_save (AmpSession *session, AmpRecord *record, const char *reason, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  gint64 id = amp_record_id (record), rev = amp_record_rev (record);

  if (!amp_store_begin (store, error))
    return FALSE;
  if (save_in_transaction (session, record, reason, error))
    {
      if (amp_store_commit (store, error))
        return TRUE;
    }
  else
    amp_store_rollback (store);
  amp_record_set_identity (record, id, rev);
  return FALSE;
}

/* --- Intake --- */

static guint
year_of_intake (const AmpRecord *case_)
{
  AmpDate date;
  const char *opened = amp_record_get (case_, "opened_on");

  if (opened == NULL || !amp_date_parse (opened, &date) || date.year == 0)
    date = amp_date_today ();
  return date.year;
}

static gboolean
intake_person (AmpSession *session, AmpRecord *person, const AmpRecord *case_, GError **error)
{
  g_autofree char *prefix = NULL, *pseudonym = NULL;
  guint serial;

  if (amp_record_rev (person) != 0)
    return TRUE;
  prefix =
    amp_cases_pseudonym_prefix (amp_record_get (case_, "office_region"), year_of_intake (case_));
  if (prefix == NULL)
    return refuse ("case.office_region: needed for the pseudonym", error);
  serial = amp_cases_next_serial (session, prefix, error);
  if (serial == 0)
    return FALSE;
  pseudonym = amp_cases_pseudonym (prefix, serial);
  return amp_record_set (person, "pseudonym", pseudonym, error) &&
         amp_cases_save (session, person, NULL, error);
}

static gboolean
intake_child (AmpSession *session, AmpRecord *child, const AmpRecord *case_, GError **error)
{
  if (child == NULL)
    return TRUE;
  amp_record_set_int (child, "case", amp_record_id (case_));
  return amp_cases_save (session, child, NULL, error);
}

static gboolean
intake_in_transaction (AmpSession *session,
                       AmpRecord *person,
                       AmpRecord *case_,
                       AmpRecord *situation,
                       AmpRecord *consent,
                       GError **error)
{
  if (!intake_person (session, person, case_, error))
    return FALSE;
  amp_record_set_int (case_, "person", amp_record_id (person));
  return amp_cases_save (session, case_, NULL, error) &&
         intake_child (session, situation, case_, error) &&
         intake_child (session, consent, case_, error);
}

static void
forget (AmpRecord *record, gint64 id, gboolean was_new, const char *derived)
{
  if (record == NULL || !was_new)
    return;
  amp_record_set_identity (record, id, 0);
  (void) amp_record_set (record, derived, NULL, NULL);
}

gboolean
amp_cases_intake (AmpSession *session,
                  AmpRecord *person,
                  AmpRecord *case_,
                  AmpRecord *situation,
                  AmpRecord *consent,
                  GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  gboolean new_person = amp_record_rev (person) == 0;
  const gint64 ids[] = {amp_record_id (person), amp_record_id (case_),
                        situation != NULL ? amp_record_id (situation) : 0,
                        consent != NULL ? amp_record_id (consent) : 0};

  if (amp_record_rev (case_) != 0)
    return refuse ("case: stored already", error);
  if (!amp_store_begin (store, error))
    return FALSE;
  if (intake_in_transaction (session, person, case_, situation, consent, error))
    {
      if (amp_store_commit (store, error))
        return TRUE;
    }
  else
    amp_store_rollback (store);

  /* Nothing was stored: the records go back to the form as new ones. */
  forget (person, ids[0], new_person, "pseudonym");
  forget (case_, ids[1], TRUE, "number");
  forget (situation, ids[2], TRUE, "case");
  forget (consent, ids[3], TRUE, "case");
  return FALSE;
}
