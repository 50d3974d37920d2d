/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What another supervisor approves of: asking, what became of it, and the way back from the
 * approval to the table. */
#include "domain/release-private.h"

#include "domain/approvals-private.h"

#include <string.h>

#define REPORT "report=year"

char *
amp_release_asked_text (const AmpReleaseRequest *request)
{
  return request->report ? g_strdup (REPORT) : amp_release_request_text (&request->spec);
}

/* --- Another's approval --- */

static gint64
find_asked (AmpSession *session, gint64 thing, GError **error)
{
  g_autofree char *object = g_strdup_printf ("%" G_GINT64_FORMAT, thing);
  g_autofree char *mine = g_strdup_printf ("%" G_GINT64_FORMAT, amp_session_get_user (session)->id);
  const char *paths[] = {"id", NULL};
  const AmpFilter filters[] = {{"kind", AMP_OP_EQ, "export"},
                               {"object_id", AMP_OP_EQ, object},
                               {"requested_by", AMP_OP_EQ, mine},
                               {"decision", AMP_OP_IN, "pending;approved"},
                               {"used_at", AMP_OP_IS_NULL, NULL}};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (session), amp_entity_find ("approval"), paths, filters,
                      G_N_ELEMENTS (filters), NULL, error);
  int more = cursor != NULL ? amp_cursor_next (cursor, NULL, error) : -1;

  return more > 0 ? amp_cursor_int (cursor, 0) : more;
}

gboolean
amp_release_ask_for (
  AmpSession *session, gint64 thing, const char *note, gint64 *approval, GError **error)
{
  const AmpApprovalRequest request = {"export", 0, thing, note};

  *approval = find_asked (session, thing, error);
  return *approval > 0 ||
         (*approval == 0 && amp_approvals_request (session, &request, approval, error));
}

gint64
amp_release_take_permit (AmpSession *session, gint64 approval, gint64 thing, GError **error)
{
  gint64 by =
    approval == 0 ? -1 : amp_approvals_take_numbered (session, "export", approval, thing, NULL);

  if (by < 0)
    amp_release_refuse (error, AMP_RELEASE_ERROR_APPROVAL,
                        "Another supervisor has not approved of this table");
  return by;
}

/* What the other reads, and what leads back here: the table in words that are no case data. */
gboolean
amp_release_ask (AmpSession *session, const AmpReleasePlan *plan, gint64 *approval, GError **error)
{
  g_autofree char *request = amp_release_asked_text (&plan->request);
  g_autofree char *period = amp_release_period_name (&plan->period);
  g_autofree char *note = NULL;

  if (!amp_session_require_supervisor (session, error) ||
      !amp_release_require_recipient (plan->recipient, error))
    return FALSE;
  note =
    g_strdup_printf ("%s, %s, %s" AMP_RELEASE_ARROW "%s%s%s",
                     amp_unit_to_code (plan->request.spec.unit), period, request, plan->recipient,
                     plan->reason != NULL ? ": " : "", plan->reason != NULL ? plan->reason : "");
  return amp_release_ask_for (session, amp_release_thing (plan), note, approval, error);
}

gboolean
amp_release_asked_for (
  AmpSession *session, gint64 thing, AmpReleaseAsked *asked, gint64 *approval, GError **error)
{
  g_autoptr (AmpRecord) record = NULL;

  *asked = AMP_RELEASE_UNASKED;
  *approval = find_asked (session, thing, error);
  if (*approval <= 0)
    return *approval == 0;
  record = amp_store_load (amp_session_get_store (session), amp_entity_find ("approval"), *approval,
                           error);
  if (record == NULL)
    return FALSE;
  *asked = g_strcmp0 (amp_record_get (record, "decision"), "approved") == 0 ? AMP_RELEASE_APPROVED
                                                                            : AMP_RELEASE_WAITING;
  return TRUE;
}

gboolean
amp_release_asked (AmpSession *session,
                   const AmpReleasePlan *plan,
                   AmpReleaseAsked *asked,
                   gint64 *approval,
                   GError **error)
{
  return amp_release_asked_for (session, amp_release_thing (plan), asked, approval, error);
}

/* --- From the approval back to the request --- */

void
amp_release_request_free (AmpReleaseRequest *self)
{
  if (self == NULL)
    return;
  for (gsize i = 0; i < self->spec.n_where; i++)
    g_free ((char *) self->spec.where_value[i]);
  g_free ((char *) self->recipient);
  g_free ((char *) self->reason);
  g_free (self);
}

AmpReleaseRequest *
amp_release_request_copy (const AmpReleaseRequest *self)
{
  AmpReleaseRequest *copy = g_memdup2 (self, sizeof *self);

  for (gsize i = 0; i < self->spec.n_where; i++)
    copy->spec.where_value[i] = g_strdup (self->spec.where_value[i]);
  copy->recipient = g_strdup (self->recipient);
  copy->reason = g_strdup (self->reason);
  return copy;
}

/* "persons, 2026-Q1, by=region,sex → Name: reason"; the name may hold a colon itself. */
AmpReleaseRequest *
amp_release_of_note (const char *note)
{
  const char *arrow = note != NULL ? strstr (note, AMP_RELEASE_ARROW) : NULL;
  g_autofree char *head = arrow != NULL ? g_strndup (note, (gsize) (arrow - note)) : NULL;
  g_auto (GStrv) parts = head != NULL ? g_strsplit (head, ", ", 3) : NULL;
  AmpReleaseRequest request = {.rule = AMP_RELEASE_PUBLIC};
  AmpReleasePeriod period;

  if (parts == NULL || g_strv_length (parts) != 3 || !amp_release_period_parse (parts[1], &period))
    return NULL;
  if (strcmp (parts[2], REPORT) == 0)
    {
      request.report = TRUE;
      amp_release_period_days (&period, request.spec.from, request.spec.to);
      request = amp_release_report_first (&request);
      request.report = TRUE;
    }
  else if (!amp_release_request_parse (parts[2], parts[0], &period, &request.spec))
    return NULL;
  request.recipient = arrow + strlen (AMP_RELEASE_ARROW);
  return amp_release_request_copy (&request);
}

static gint64
thing_of (const AmpReleaseRequest *request, const AmpReleasePolicy *policy)
{
  AmpReleasePlan plan = {.request = *request, .policy = *policy};

  plan.recipient = (char *) request->recipient;
  return amp_release_period_of (&request->spec, &plan.period) ? amp_release_thing (&plan) : 0;
}

gboolean
amp_release_tell_apart (char *text,
                        gboolean (*is_it) (const char *recipient, gpointer data),
                        gpointer data,
                        const char **reason)
{
  for (char *colon = text + strlen (text); colon != NULL;
       colon = g_strrstr_len (text, colon - text, ": "))
    {
      gboolean whole = *colon == '\0';

      *colon = '\0';
      if (is_it (text, data))
        {
          *reason = whole ? NULL : colon + 2;
          return TRUE;
        }
      if (!whole)
        *colon = ':';
    }
  return FALSE;
}

typedef struct
{
  AmpReleaseRequest *request;
  const AmpReleasePolicy *policy;
  gint64 thing; /* what was approved of tells where the name ends */
} Approved;

static gboolean
is_approved (const char *recipient, gpointer data)
{
  const Approved *approved = data;

  (void) recipient; /* is that of the request */
  return thing_of (approved->request, approved->policy) == approved->thing;
}

static gboolean
tell_apart (AmpReleaseRequest *request, const AmpReleasePolicy *policy, gint64 thing)
{
  Approved approved = {request, policy, thing};
  const char *reason;

  if (!amp_release_tell_apart ((char *) request->recipient, is_approved, &approved, &reason))
    return FALSE;
  request->reason = g_strdup (reason);
  return TRUE;
}

AmpReleaseRequest *
amp_release_of_approval (AmpSession *session, gint64 approval, GError **error)
{
  g_autoptr (AmpRecord) record = NULL;
  g_autoptr (AmpReleaseRequest) request = NULL;
  AmpReleasePolicy policy;

  if (!amp_session_require_supervisor (session, error) ||
      !amp_release_policy_get (session, &policy, error))
    return NULL;
  record =
    amp_store_load (amp_session_get_store (session), amp_entity_find ("approval"), approval, error);
  if (record == NULL)
    return NULL;
  request = amp_release_of_note (amp_record_get (record, "request_note"));
  if (request != NULL && tell_apart (request, &policy, amp_record_get_int (record, "object_id", 0)))
    return g_steal_pointer (&request);
  amp_release_refuse (error, AMP_RELEASE_ERROR_APPROVAL, "Of no table, or under another policy");
  return NULL;
}
