/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Jobs of referrals, on the worker thread. */
#include "app/amp-referral-jobs.h"

#include "domain/approvals.h"
#include "domain/directory.h"
#include "domain/referral-slip.h"
#include "domain/sentences.h"
#include "model/codelist.h"
#include "model/date.h"

#include <glib/gi18n.h>

AmpReferralWork *
amp_referral_work_new (const AmpRecord *referral)
{
  AmpReferralWork *self = g_new0 (AmpReferralWork, 1);

  self->referral = amp_record_copy (referral);
  return self;
}

void
amp_referral_work_free (gpointer data)
{
  AmpReferralWork *self = data;
  char **const texts[] = {&self->due,  &self->to,   &self->date,      &self->reason, &self->contact,
                          &self->note, &self->next, &self->confirmed, &self->path};

  g_clear_pointer (&self->referral, amp_record_free);
  g_clear_pointer (&self->person, amp_record_free);
  g_clear_pointer (&self->follower, amp_record_free);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_clear_pointer (&self->back, g_strfreev);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (*texts[i]);
  g_free (self);
}

static gboolean
view_directory (AmpReferralWork *self, AmpSession *session, const char *today, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  const char *service = amp_record_get (self->referral, "service_type");
  g_autoptr (AmpRecord) case_ = amp_store_load (
    store, amp_entity_find ("case"), amp_record_get_int (self->referral, "case", 0), error);
  g_auto (AmpDirectoryWish) wish = {0};

  if (case_ == NULL)
    return FALSE;
  self->person = amp_store_load (store, amp_entity_find ("person"),
                                 amp_record_get_int (self->referral, "person", 0), error);
  if (self->person == NULL || service == NULL)
    return self->person != NULL;
  amp_directory_wish_init (&wish, self->person, case_, service, today);
  self->entries = amp_directory_find (session, &wish, error);
  return self->entries != NULL;
}

static gboolean
view_history (AmpReferralWork *self, AmpSession *session, GError **error)
{
  if (amp_record_rev (self->referral) == 0)
    return TRUE;
  self->events =
    amp_store_children (amp_session_get_store (session), amp_entity_find ("referral_event"),
                        "referral", amp_record_id (self->referral), error);
  if (self->events == NULL)
    return FALSE;
  self->back = amp_referral_correct_states (session, self->referral, error);
  return self->back != NULL;
}

gpointer
amp_referral_view_run (AmpSession *session,
                       gpointer data,
                       AmpProgress *p G_GNUC_UNUSED,
                       GCancellable *c G_GNUC_UNUSED,
                       GError **error)
{
  AmpReferralWork *self = data;
  const AmpDate today = amp_date_today ();
  g_autofree char *now = amp_date_to_text (&today);

  self->due = amp_referral_due_on (amp_record_get (self->referral, "urgency"), now);
  if (!view_directory (self, session, now, error) || !view_history (self, session, error) ||
      !amp_referral_look_consent (session, self->referral, now, &self->look, error))
    return NULL;
  self->items = amp_referral_shared (session, self->referral, NULL, amp_code_language (), error);
  return GINT_TO_POINTER (self->items != NULL);
}

/* What was saved once, by a press or before the program was killed, is not saved twice. */
static gboolean
name_new (AmpSession *session, AmpReferralWork *work, GError **error)
{
  return amp_cases_name_new (session, work->referral, work->new_id, error);
}

gpointer
amp_referral_save_run (AmpSession *session,
                       gpointer data,
                       AmpProgress *p G_GNUC_UNUSED,
                       GCancellable *c G_GNUC_UNUSED,
                       GError **error)
{
  AmpReferralWork *work = data;

  return GINT_TO_POINTER (name_new (session, work, error) &&
                          amp_cases_save (session, work->referral, NULL, error));
}

gpointer
amp_referral_share_run (AmpSession *session,
                        gpointer data,
                        AmpProgress *p G_GNUC_UNUSED,
                        GCancellable *c G_GNUC_UNUSED,
                        GError **error)
{
  AmpReferralWork *work = data;

  return GINT_TO_POINTER (name_new (session, work, error) &&
                          amp_referral_share (session, work->referral, NULL, error));
}

gpointer
amp_referral_ask_run (AmpSession *session,
                      gpointer data,
                      AmpProgress *p G_GNUC_UNUSED,
                      GCancellable *c G_GNUC_UNUSED,
                      GError **error)
{
  AmpReferralWork *self = data;
  AmpApprovalRequest request = {.kind = "override", .note = self->note};

  if (!name_new (session, self, error) || !amp_cases_save (session, self->referral, NULL, error))
    return NULL;
  request.case_id = amp_record_get_int (self->referral, "case", 0);
  request.object_id = amp_record_id (self->referral);
  return GINT_TO_POINTER (amp_approvals_request (session, &request, NULL, error));
}

gpointer
amp_referral_step_run (AmpSession *session,
                       gpointer data,
                       AmpProgress *p G_GNUC_UNUSED,
                       GCancellable *c G_GNUC_UNUSED,
                       GError **error)
{
  AmpReferralWork *self = data;
  const AmpReferralStep step = {.to = self->to,
                                .date = self->date,
                                .reason_code = self->reason,
                                .contact_person = self->contact,
                                .note = self->note,
                                .next_step = self->next,
                                .confirmed_by = self->confirmed};

  return GINT_TO_POINTER (amp_referral_step (session, self->referral, &step, error));
}

gpointer
amp_referral_correct_run (AmpSession *session,
                          gpointer data,
                          AmpProgress *p G_GNUC_UNUSED,
                          GCancellable *c G_GNUC_UNUSED,
                          GError **error)
{
  AmpReferralWork *self = data;

  return GINT_TO_POINTER (
    amp_referral_correct (session, self->referral, self->to, self->note, self->date, error));
}

gpointer
amp_referral_again_run (AmpSession *session,
                        gpointer data,
                        AmpProgress *p G_GNUC_UNUSED,
                        GCancellable *c G_GNUC_UNUSED,
                        GError **error)
{
  AmpReferralWork *self = data;

  self->follower = amp_referral_refer_again (session, self->referral, self->date, error);
  return GINT_TO_POINTER (self->follower != NULL);
}

gpointer
amp_referral_slip_run (AmpSession *session,
                       gpointer data,
                       AmpProgress *p G_GNUC_UNUSED,
                       GCancellable *c G_GNUC_UNUSED,
                       GError **error)
{
  AmpReferralWork *self = data;

  return GINT_TO_POINTER (
    amp_referral_slip_write (session, self->referral, NULL, self->path, error));
}

char *
amp_referral_fault (const GError *error)
{
  const char *colon =
    error->domain == AMP_DOMAIN_ERROR ? g_strstr_len (error->message, -1, ": ") : NULL;

  /* The rules of consent and steps end in a sentence for people. */
  if (colon != NULL && g_str_has_prefix (error->message, "referral") &&
      g_str_has_suffix (error->message, "."))
    return g_strdup (_ (colon + 2));
  if (colon != NULL && g_str_has_prefix (error->message, "referral_event.reason_code"))
    return g_strdup (_ ("This step needs its reason. Choose one."));
  return g_strdup (_ (amp_error_sentence (error)));
}
