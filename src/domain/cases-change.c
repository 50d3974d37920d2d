/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a record may become, beside what it was: moves that go by another way, what two people
 * decide, whose case it is and whether it is open. */
#include "domain/cases-private.h"

#include "domain/access.h"
#include "domain/assignments.h"
#include "domain/closed-case.h"
#include "domain/closure.h"
#include "domain/referral.h"
#include "model/message.h"

typedef struct
{
  AmpSession *session;
  const AmpRecord *record;
  const AmpRecord *stored; /* NULL: it is new */
  const char *reason;
} Change;

static gboolean
refuse (const char *what, GError **error)
{
  g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID, what);
  return FALSE;
}

/* With a sentence for people, which the front end translates. */
static gboolean
refuse_field (const char *field, const char *sentence, GError **error)
{
  g_set_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID, "%s: %s", field, sentence);
  return FALSE;
}

/* A supervisor who imports tells what was decided elsewhere, or long ago. Not so approvals: they
 * could be used as permits. */
static gboolean
is_history (const Change *self)
{
  return g_strcmp0 (self->reason, "import") == 0 && self->stored == NULL &&
         amp_session_is_supervisor (self->session);
}

/* A plan waits because somebody asked, and until she is answered. */
static gboolean
check_not_waiting_by_hand (const AmpRecord *plan, const AmpRecord *stored, GError **error)
{
  gboolean waits = amp_record_has_code (plan, "status", "requested");
  gboolean waited = stored != NULL && amp_record_has_code (stored, "status", "requested");

  if (waits && !waited)
    return refuse_field ("plan.status",
                         N_ ("To have the plan approved, save it as a draft and choose \"Ask "
                             "for approval\"."),
                         error);
  return waits || !waited ||
         refuse_field ("plan.status",
                       N_ ("The plan waits for an answer. Whoever asked takes the request "
                           "back first, under Approvals."),
                       error);
}

/* What is decided by two people goes the way of approvals.h and closure.h, whoever saves. */
static gboolean
check_not_approved_by_hand (const Change *self, GError **error)
{
  const AmpRecord *record = self->record, *stored = self->stored;

  if (amp_record_is_of (record, "approval"))
    return refuse ("approval: asked for and answered by amp_approvals only", error);
  if (!amp_record_is_of (record, "plan") || is_history (self))
    return TRUE;
  if (!check_not_waiting_by_hand (record, stored, error))
    return FALSE;
  if (!amp_record_has_code (record, "status", "active"))
    return TRUE;
  if (stored != NULL)
    {
      /* What was active stays so, and may be taken up again after an interruption. */
      if (amp_record_has_code (stored, "status", "active") ||
          amp_record_has_code (stored, "status", "interrupted") ||
          amp_record_has_code (stored, "status", "done"))
        return TRUE;
    }
  return refuse_field (
    "plan.status",
    N_ ("The plan comes into force once another person has approved it. Save it as a "
        "draft and choose \"Ask for approval\"."),
    error);
}

/* Closing needs another person; opening again needs a reason. */
static gboolean
check_case_move (const char *from, const char *to, GError **error)
{
  if (!amp_case_may_move (from, to))
    return refuse ("case.status: no such move", error);
  if (amp_case_is_closed (to))
    return refuse ("case.status: closed by an approved closure only", error);
  return !amp_case_is_closed (from) || amp_closed_case_refuse (error);
}

/* What only a comparison with the stored record shows. A new referral may come in further on its
 * way (an import tells what happened long ago), but not past consent. */
static gboolean
check_move (const Change *self, GError **error)
{
  const AmpRecord *record = self->record;
  gboolean is_case = amp_record_is_of (record, "case");
  const char *field = is_case ? "status" : "state";
  const char *now = NULL, *then = NULL;

  if (amp_record_is_of (record, "referral_event"))
    return self->stored == NULL || refuse ("referral_event: events are never changed", error);
  if (!is_case && !amp_record_is_of (record, "referral"))
    return TRUE;
  now = amp_record_get (record, field);
  if (self->stored == NULL)
    {
      const char *sent = is_case ? NULL : amp_record_get (record, "sent_on");

      return is_case || g_strcmp0 (now, "draft") == 0 ||
             g_strcmp0 (amp_record_get (record, "direction"), "in") == 0 ||
             amp_referral_check_consent (self->session, record, sent != NULL ? sent : "1800", NULL,
                                         error);
    }
  then = amp_record_get (self->stored, field);
  if (g_strcmp0 (now, then) == 0)
    return TRUE;
  if (!is_case)
    return refuse ("referral.state: moves by amp_referral_move() only", error);
  return check_case_move (then, now, error);
}

/* Another owner: a supervisor passes the case on, and its history is written with it. */
static gboolean
pass_on (const Change *self, GError **error)
{
  const AmpRecord *record = self->record, *stored = self->stored;

  if (amp_record_is_of (record, "assignment") && g_strcmp0 (self->reason, "import") != 0 &&
      g_strcmp0 (self->reason, "undo") != 0)
    return amp_assignments_check (self->session, record, error);
  if (!amp_record_is_of (record, "case") || stored == NULL)
    return TRUE;
  if (amp_record_get_int (stored, "owner", 0) == amp_record_get_int (record, "owner", 0))
    return TRUE;
  if (!amp_session_is_supervisor (self->session) && amp_record_get_int (stored, "owner", 0) != 0)
    return refuse_field ("case.owner",
                         N_ ("A supervisor passes a case on. Ask her, or let the colleague ask for "
                             "the case in the search box."),
                         error);
  return amp_assignments_pass_on (self->session, stored, amp_record_get_int (record, "owner", 0),
                                  NULL, error);
}

/* An exception to consent is what a second person decided (approvals.h), not what a form says of
 * her: whoever writes a record of consent neither makes one nor changes whose it was. */
static gboolean
check_exception (const Change *self, GError **error)
{
  static const char *const fields[] = {"override_second_user", "override_reason"};
  const AmpRecord *record = self->record, *stored = self->stored;

  if (!amp_record_is_of (record, "consent") || is_history (self))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_strcmp0 (amp_record_get (record, fields[i]),
                   stored != NULL ? amp_record_get (stored, fields[i]) : NULL) != 0)
      return refuse_field ("consent.override_second_user",
                           N_ ("An exception is asked for in the referral, and another person "
                               "decides. It is not written here."),
                           error);
  return TRUE;
}

/* What is imported, or put back, was so before the end. */
static gboolean
check_not_closed (const Change *self, GError **error)
{
  return g_strcmp0 (self->reason, "undo") == 0 ||
         (g_strcmp0 (self->reason, "import") == 0 && amp_session_is_supervisor (self->session)) ||
         amp_closed_case_check (self->session, self->record, self->stored, error);
}

gboolean
amp_case_change_admit (AmpSession *session,
                       const AmpRecord *record,
                       const char *reason,
                       GError **error)
{
  g_autoptr (AmpRecord) stored = NULL;
  Change change = {session, record, NULL, reason};

  if (amp_record_rev (record) != 0)
    {
      stored = amp_store_load (amp_session_get_store (session), amp_record_entity (record),
                               amp_record_id (record), error);
      if (stored == NULL)
        return FALSE;
      change.stored = stored;
    }
  return check_move (&change, error) && check_not_approved_by_hand (&change, error) &&
         /* Somebody else may well have something to do for a case. */
         (amp_record_is_of (record, "task") || amp_access_require_of (session, record, error)) &&
         check_not_closed (&change, error) && check_exception (&change, error) &&
         pass_on (&change, error);
}
