/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who answers for a case: what may be written by hand, and what a transfer writes. */
#include "domain/assignments.h"

#include "model/date.h"
#include "model/message.h"

static gboolean
refuse (const char *field, const char *sentence, GError **error)
{
  g_set_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID, "assignment.%s: %s", field,
               sentence);
  return FALSE;
}

static gboolean
is_primary (const AmpRecord *row)
{
  return amp_record_has_code (row, "role", "primary");
}

/* Canonical days compare as text. One that ends on the day on which the other begins does not
 * overlap it: that is how a case is passed on. */
static gboolean
overlap (const AmpRecord *a, const AmpRecord *b)
{
  const char *a_to = amp_record_get (a, "to_on"), *b_to = amp_record_get (b, "to_on");

  return (b_to == NULL || g_strcmp0 (amp_record_get (a, "from_on"), b_to) < 0) &&
         (a_to == NULL || g_strcmp0 (amp_record_get (b, "from_on"), a_to) < 0);
}

/* It has not ended, though it may begin later only. */
static gboolean
runs_on (const AmpRecord *row)
{
  const AmpDate today = amp_date_today ();
  g_autofree char *text = amp_date_to_text (&today);
  const char *to = amp_record_get (row, "to_on");

  return to == NULL || g_strcmp0 (to, text) > 0;
}

gboolean
amp_assignments_check (AmpSession *session, const AmpRecord *assignment, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  gint64 case_id = amp_record_get_int (assignment, "case", 0);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (AmpRecord) case_ = NULL;

  if (!is_primary (assignment))
    return TRUE;
  rows = amp_store_children (store, amp_record_entity (assignment), "case", case_id, error);
  case_ = rows != NULL ? amp_store_load (store, amp_entity_find ("case"), case_id, error) : NULL;
  if (case_ == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (amp_record_id (rows->pdata[i]) != amp_record_id (assignment) &&
        is_primary (rows->pdata[i]) && overlap (rows->pdata[i], assignment))
      return refuse ("from_on",
                     N_ ("Somebody else is responsible in part of that time. Two main "
                         "responsibilities of one case do not overlap: correct the dates."),
                     error);
  return !runs_on (assignment) ||
         amp_record_get_int (assignment, "user", 0) == amp_record_get_int (case_, "owner", 0) ||
         refuse ("user",
                 N_ ("The main responsible person is the one of the case. To pass the case on, "
                     "change who is responsible in the data of the case."),
                 error);
}

/* --- Passing on --- */

static gboolean
save_assignment (AmpSession *session,
                 gint64 case_id,
                 gint64 user,
                 const char *from,
                 const char *to,
                 const char *why,
                 GError **error)
{
  g_autoptr (AmpRecord) row = amp_record_new (amp_entity_find ("assignment"));

  amp_record_set_int (row, "case", case_id);
  amp_record_set_int (row, "user", user);
  return amp_record_set (row, "role", "primary", error) &&
         amp_record_set (row, "from_on", from, error) && amp_record_set (row, "to_on", to, error) &&
         amp_record_set (row, "reason", why, error) &&
         amp_store_save (amp_session_get_store (session), row, "reassign", error);
}

/* Ends what runs. told: whether a row tells of the owner so far. */
static gboolean
end_assignments (AmpSession *session,
                 gint64 case_id,
                 gint64 owner,
                 const char *today,
                 gboolean *told,
                 GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (GPtrArray) rows =
    amp_store_children (store, amp_entity_find ("assignment"), "case", case_id, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      AmpRecord *row = rows->pdata[i];

      if (!amp_record_has_code (row, "role", "primary") || amp_record_get (row, "to_on") != NULL)
        continue;
      if (amp_record_get_int (row, "user", 0) == owner)
        *told = TRUE;
      if (!amp_record_set (row, "to_on", today, error) ||
          !amp_store_save (store, row, "reassign", error))
        return FALSE;
    }
  return rows != NULL;
}

static gboolean
may_have_cases (AmpSession *session, gint64 id, GError **error)
{
  g_autoptr (AmpRecord) user =
    amp_store_load (amp_session_get_store (session), amp_entity_find ("user"), id, error);

  if (user == NULL)
    return FALSE;
  if (amp_record_get_int (user, "active", 1) != 0 && !amp_record_has_code (user, "role", "auditor"))
    return TRUE;
  g_set_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID, "case.owner: %s",
               N_ ("Whoever has left, and an auditor, cannot have cases. Choose somebody else."));
  return FALSE;
}

/* What the one who had the case wrote down to do for it is the next one's to do: it would stand on
 * the list of somebody who may not open the case any more. */
static gboolean
pass_on_tasks (AmpSession *session, gint64 case_id, gint64 owner, gint64 to, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (GPtrArray) tasks =
    amp_store_children (store, amp_entity_find ("task"), "case", case_id, error);

  for (guint i = 0; tasks != NULL && i < tasks->len; i++)
    {
      AmpRecord *task = tasks->pdata[i];

      if (amp_record_get_int (task, "owner", 0) != owner ||
          amp_record_has_code (task, "state", "done") ||
          amp_record_has_code (task, "state", "dropped"))
        continue;
      amp_record_set_int (task, "owner", to);
      if (!amp_store_save (store, task, "reassign", error))
        return FALSE;
    }
  return tasks != NULL;
}

gboolean
amp_assignments_pass_on (
  AmpSession *session, const AmpRecord *case_, gint64 to, const char *why, GError **error)
{
  const AmpDate date = amp_date_today ();
  g_autofree char *today = amp_date_to_text (&date);
  gint64 case_id = amp_record_id (case_), owner = amp_record_get_int (case_, "owner", 0);
  gboolean told = FALSE;

  return (to == 0 || may_have_cases (session, to, error)) &&
         end_assignments (session, case_id, owner, today, &told, error) &&
         (owner == 0 || told ||
          save_assignment (session, case_id, owner, amp_record_get (case_, "opened_on"), today,
                           NULL, error)) &&
         (to == 0 || (save_assignment (session, case_id, to, today, NULL, why, error) &&
                      (owner == 0 || pass_on_tasks (session, case_id, owner, to, error))));
}

gboolean
amp_assignments_move (
  AmpSession *session, AmpRecord *case_, gint64 to, const char *why, GError **error)
{
  if (!amp_assignments_pass_on (session, case_, to, why, error))
    return FALSE;
  amp_record_set_int (case_, "owner", to);
  return amp_store_save (amp_session_get_store (session), case_, "reassign", error);
}
