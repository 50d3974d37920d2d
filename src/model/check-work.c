/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rules about what hangs on a case: situation, consent, services, referrals (domain.md 5.2-5.4). */
#include "model/check-rule.h"

#include "model/message.h"

/* --- Situation --- */

static gboolean
is_minor_situation (const AmpRecord *record)
{
  gint64 age = amp_record_get_int (record, "age_at_start", -1);

  return age >= 0 && age < 18;
}

static gboolean
act_missing (const AmpRecord *record)
{
  return !amp_check_is_set (record, "act");
}

static gboolean
means_missing (const AmpRecord *record)
{
  return !amp_check_is_set (record, "means") && !is_minor_situation (record);
}

static gboolean
purpose_missing (const AmpRecord *record)
{
  return !amp_check_is_set (record, "purpose");
}

static gboolean
exploitation_missing (const AmpRecord *record)
{
  return !amp_check_is_set (record, "exploitation_type");
}

static gboolean
end_before_start (const AmpRecord *record)
{
  return amp_check_field_before (record, "end", "start");
}

static gboolean
start_in_future (const AmpRecord *record)
{
  return amp_check_in_future (record, "start");
}

static gboolean
region_exploit_missing (const AmpRecord *record)
{
  return !amp_check_is_set (record, "region_exploit") &&
         !amp_check_is_set (record, "country_exploit");
}

/* --- Consent --- */

static gboolean
override_without_second_user (const AmpRecord *record)
{
  return amp_check_is_set (record, "override_reason") &&
         !amp_check_is_set (record, "override_second_user");
}

static gboolean
override_without_reason (const AmpRecord *record)
{
  return amp_check_is_set (record, "override_second_user") &&
         !amp_check_is_set (record, "override_reason");
}

static gboolean
withdrawn_before_given (const AmpRecord *record)
{
  return amp_check_field_before (record, "withdrawn_on", "on");
}

static gboolean
expires_before_given (const AmpRecord *record)
{
  return amp_check_field_before (record, "expires_on", "on");
}

/* Private, so SQL may not ask for it. */
static gboolean
attachment_kind_missing (const AmpRecord *record)
{
  return !amp_check_is_set (record, "kind");
}

static gboolean
consent_in_future (const AmpRecord *record)
{
  return amp_check_in_future (record, "on");
}

static gboolean
withdrawal_date_missing (const AmpRecord *record)
{
  return amp_check_is_code (record, "decision", "withdrawn") &&
         !amp_check_is_set (record, "withdrawn_on");
}

static gboolean
recipient_missing (const AmpRecord *record)
{
  return amp_check_is_code (record, "purpose", "share_with") &&
         !amp_check_is_set (record, "institution");
}

static gboolean
consent_circumstances_missing (const AmpRecord *record)
{
  return amp_check_is_code (record, "decision", "given") &&
         (!amp_check_is_set (record, "giver") || !amp_check_is_set (record, "method") ||
          !amp_check_is_set (record, "on"));
}

/* --- Service --- */

static gboolean
was_delivered (const AmpRecord *record)
{
  return amp_check_is_code (record, "status", "delivered") ||
         amp_check_is_code (record, "status", "partly");
}

static gboolean
delivery_date_missing (const AmpRecord *record)
{
  return was_delivered (record) &&
         amp_check_date_of (record, "delivered_on").precision < AMP_DATE_YEAR;
}

static gboolean
delivered_in_future (const AmpRecord *record)
{
  return amp_check_in_future (record, "delivered_on");
}

static gboolean
delivered_but_not_so (const AmpRecord *record)
{
  return amp_check_is_set (record, "delivered_on") && amp_check_is_set (record, "status") &&
         !was_delivered (record);
}

static gboolean
currency_missing (const AmpRecord *record)
{
  return amp_check_is_set (record, "cost_cents") && !amp_check_is_set (record, "currency");
}

/* --- Referral --- */

static gboolean
referral_in_work (const AmpRecord *record)
{
  return amp_check_is_set (record, "state") && !amp_check_is_code (record, "state", "draft");
}

static gboolean
institution_missing (const AmpRecord *record)
{
  return referral_in_work (record) && !amp_check_is_code (record, "direction", "in") &&
         !amp_check_is_set (record, "to_institution");
}

static gboolean
referral_service_missing (const AmpRecord *record)
{
  return !amp_check_is_set (record, "service_type");
}

static gboolean
referral_urgency_missing (const AmpRecord *record)
{
  return !amp_check_is_set (record, "urgency");
}

static gboolean
answer_before_sending (const AmpRecord *record)
{
  return amp_check_field_before (record, "due_on", "sent_on");
}

static gboolean
sent_in_future (const AmpRecord *record)
{
  return amp_check_in_future (record, "sent_on");
}

static gboolean
confirmation_missing (const AmpRecord *record)
{
  return amp_check_is_code (record, "state", "completed") &&
         !amp_check_is_set (record, "completed_by");
}

/* --- Others --- */

static gboolean
step_reason_missing (const AmpRecord *record)
{
  return (amp_check_is_code (record, "state", "rejected") ||
          amp_check_is_code (record, "state", "interrupted") ||
          amp_check_is_code (record, "state", "revoked")) &&
         !amp_check_is_set (record, "reason_code");
}

static gboolean
done_in_future (const AmpRecord *record)
{
  return amp_check_in_future (record, "done_on");
}

static gboolean
done_without_outcome (const AmpRecord *record)
{
  return amp_check_is_set (record, "done_on") && !amp_check_is_set (record, "outcome");
}

static gboolean
valid_to_before_from (const AmpRecord *record)
{
  return amp_check_field_before (record, "valid_to", "valid_from");
}

#define ERROR AMP_CHECK_ERROR
#define WARNING AMP_CHECK_WARNING

const AmpCheckRule amp_check_work_rules[] = {
  {"situation", "act", WARNING, N_ ("No act is recorded. Choose what was done to the person."),
   act_missing},
  {"situation", "means", WARNING,
   N_ ("No means are recorded. Adults need at least one; for a minor, enter the age at the start."),
   means_missing},
  {"situation", "purpose", WARNING, N_ ("No purpose is recorded. Choose at least one."),
   purpose_missing},
  {"situation", "exploitation_type", WARNING,
   N_ ("No type of exploitation is recorded. Choose at least one."), exploitation_missing},
  {"situation", "end", ERROR, N_ ("The end is before the start. Correct one of the dates."),
   end_before_start},
  {"situation", "start", ERROR, N_ ("The start is in the future. Correct it."), start_in_future},
  {"situation", "region_exploit", WARNING,
   N_ ("No place of exploitation is recorded. Choose the region, or the country abroad."),
   region_exploit_missing},

  {"consent", "override_second_user", ERROR,
   N_ ("An exception to consent needs a second person of the team who agrees. Choose one."),
   override_without_second_user},
  {"consent", "override_reason", ERROR,
   N_ ("An exception to consent needs its reason. Write it down."), override_without_reason},
  {"consent", "withdrawn_on", ERROR,
   N_ ("Consent was withdrawn before it was given. Correct one of the dates."),
   withdrawn_before_given},
  {"consent", "expires_on", ERROR,
   N_ ("Consent expires before it was given. Correct one of the dates."), expires_before_given},
  {"consent", "on", ERROR, N_ ("The date of consent is in the future. Correct it."),
   consent_in_future},
  {"consent", "withdrawn_on", WARNING, N_ ("Enter the day on which consent was withdrawn."),
   withdrawal_date_missing},
  {"consent", "institution", WARNING, N_ ("Choose the institution with which data may be shared."),
   recipient_missing},
  {"consent", "giver", WARNING, N_ ("Record who gave consent, in which form and when."),
   consent_circumstances_missing},

  {"service", "delivered_on", ERROR, N_ ("A delivered service needs its date. Enter it."),
   delivery_date_missing},
  {"service", "delivered_on", ERROR,
   N_ ("The service cannot be delivered in the future. Correct the date, or mark it as planned."),
   delivered_in_future},
  {"service", "status", WARNING,
   N_ ("There is a delivery date, but the service is not marked as delivered. Correct one of the "
       "two."),
   delivered_but_not_so},
  {"service", "currency", WARNING, N_ ("Choose the currency of the cost."), currency_missing},

  {"referral", "to_institution", WARNING, N_ ("Choose the institution of the referral."),
   institution_missing},
  {"referral", "service_type", WARNING, N_ ("Choose the service that the referral asks for."),
   referral_service_missing},
  {"referral", "urgency", WARNING, N_ ("Choose how urgent the referral is."),
   referral_urgency_missing},
  {"referral", "due_on", ERROR,
   N_ ("The answer is due before the referral was sent. Correct one of the dates."),
   answer_before_sending},
  {"referral", "sent_on", ERROR, N_ ("The sending date is in the future. Correct it."),
   sent_in_future},
  {"referral", "completed_by", WARNING,
   N_ ("Record who confirmed that the referral was completed."), confirmation_missing},

  {"referral_event", "reason_code", WARNING, N_ ("Choose the reason of this step."),
   step_reason_missing},
  {"follow_up", "done_on", ERROR, N_ ("The follow-up cannot be done in the future. Correct it."),
   done_in_future},
  {"follow_up", "outcome", WARNING, N_ ("The follow-up is done. Choose its outcome."),
   done_without_outcome},
  {"attachment", "kind", ERROR, N_ ("Choose what kind of attachment it is."),
   attachment_kind_missing},
  {"institution", "valid_to", ERROR,
   N_ ("The entry ends before it begins. Correct one of the dates."), valid_to_before_from},
  {NULL, NULL, ERROR, NULL, NULL},
};
