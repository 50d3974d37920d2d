/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checks over whole records, one short function each, in a table per entity. */
#include "model/check.h"

#include <string.h>

#include "model/date.h"
#include "model/message.h"

typedef struct
{
  const char *entity;
  const char *field; /* where the cursor goes */
  AmpCheckLevel level;
  const char *sentence;
  gboolean (*broken) (const AmpRecord *record);
} Rule;

static gboolean
is_set (const AmpRecord *record, const char *field)
{
  return amp_record_get (record, field) != NULL;
}

static gboolean
is_code (const AmpRecord *record, const char *field, const char *code)
{
  return g_strcmp0 (amp_record_get (record, field), code) == 0;
}

static AmpDate
date_of (const AmpRecord *record, const char *field)
{
  AmpDate date;

  (void) amp_date_parse (amp_record_get (record, field), &date);
  return date;
}

/* Partial dates contradict each other only where no reading of them fits: "2024" is not before
 * "2024-05-03". */
static gboolean
is_before (AmpDate a, AmpDate b)
{
  guint precision = MIN (a.precision, b.precision);

  if (precision < AMP_DATE_YEAR)
    return FALSE;
  if (a.year != b.year || precision == AMP_DATE_YEAR)
    return a.year < b.year;
  if (a.month != b.month || precision == AMP_DATE_MONTH)
    return a.month < b.month;
  return a.day < b.day;
}

static gboolean
field_before (const AmpRecord *record, const char *earlier, const char *later)
{
  return is_before (date_of (record, earlier), date_of (record, later));
}

static gboolean
in_future (const AmpRecord *record, const char *field)
{
  return is_before (amp_date_today (), date_of (record, field));
}

/* --- Person --- */

static gboolean
all_digits (const char *text, gsize length)
{
  return strlen (text) == length && strspn (text, "0123456789") == length;
}

static gboolean
dni_broken (const AmpRecord *record)
{
  const char *number = amp_record_get (record, "doc_number");

  return is_code (record, "doc_type", "dni") && number != NULL && !all_digits (number, 8);
}

/* Province 01-24 (30: abroad), third digit 0-5, tenth by modulus 10 with weights 2,1,2,1 … */
static gboolean
is_ecuador_cedula (const char *number)
{
  int province, sum = 0;

  if (!all_digits (number, 10))
    return FALSE;
  province = (number[0] - '0') * 10 + (number[1] - '0');
  if (((province < 1 || province > 24) && province != 30) || number[2] > '5')
    return FALSE;
  for (int i = 0; i < 9; i++)
    {
      int product = (number[i] - '0') * (i % 2 == 0 ? 2 : 1);

      sum += product > 9 ? product - 9 : product;
    }
  return (10 - sum % 10) % 10 == number[9] - '0';
}

static gboolean
cedula_broken (const AmpRecord *record)
{
  const char *number = amp_record_get (record, "doc_number");

  return is_code (record, "doc_type", "cedula_ec") && number != NULL && !is_ecuador_cedula (number);
}

static gboolean
doc_type_missing (const AmpRecord *record)
{
  return is_set (record, "doc_number") && !is_set (record, "doc_type");
}

static gboolean
doc_number_without_document (const AmpRecord *record)
{
  return is_code (record, "doc_type", "none") && is_set (record, "doc_number");
}

static gboolean
born_in_future (const AmpRecord *record)
{
  return in_future (record, "birth_date");
}

static gboolean
birth_year_differs (const AmpRecord *record)
{
  AmpDate birth = date_of (record, "birth_date");

  return birth.precision >= AMP_DATE_YEAR && is_set (record, "birth_year") &&
         amp_record_get_int (record, "birth_year", 0) != birth.year;
}

static gboolean
age_missing (const AmpRecord *record)
{
  return date_of (record, "birth_date").precision < AMP_DATE_YEAR &&
         !is_set (record, "birth_year") && !is_set (record, "age_band");
}

static gboolean
nationality_missing (const AmpRecord *record)
{
  return !is_set (record, "nationality");
}

static gboolean
unlikely_pregnancy (const AmpRecord *record)
{
  return is_code (record, "pregnant", "1") && is_code (record, "sex_registered", "M") &&
         is_code (record, "gender", "Masculine");
}

static gboolean
email_broken (const AmpRecord *record)
{
  const char *email = amp_record_get (record, "email");
  const char *at = email != NULL ? strchr (email, '@') : NULL;

  return email != NULL &&
         (at == NULL || at == email || strchr (at, '.') == NULL || strchr (email, ' ') != NULL);
}

/* --- Case --- */

static gboolean
contact_after_opening (const AmpRecord *record)
{
  return field_before (record, "opened_on", "first_contact_on");
}

static gboolean
opened_in_future (const AmpRecord *record)
{
  return in_future (record, "opened_on");
}

static gboolean
closed_before_opening (const AmpRecord *record)
{
  return field_before (record, "closed_on", "opened_on");
}

static gboolean
is_closed (const AmpRecord *record)
{
  return amp_record_get (record, "status") != NULL &&
         (g_str_has_prefix (amp_record_get (record, "status"), "closed") ||
          is_code (record, "status", "duplicate"));
}

static gboolean
closing_date_missing (const AmpRecord *record)
{
  return is_closed (record) && !is_set (record, "closed_on");
}

static gboolean
closing_reason_missing (const AmpRecord *record)
{
  return is_closed (record) && !is_set (record, "closure_reason") &&
         !is_set (record, "closure_details");
}

static gboolean
closed_but_open (const AmpRecord *record)
{
  return is_set (record, "closed_on") && is_set (record, "status") && !is_closed (record);
}

static gboolean
not_victim_differs (const AmpRecord *record)
{
  return is_code (record, "status", "closed_not_victim") &&
         !is_code (record, "trafficking_status", "not_victim");
}

static gboolean
trafficking_status_missing (const AmpRecord *record)
{
  return !is_set (record, "trafficking_status");
}

static gboolean
source_missing (const AmpRecord *record)
{
  return !is_set (record, "source");
}

static gboolean
risk_missing (const AmpRecord *record)
{
  return !is_set (record, "risk_level");
}

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
  return !is_set (record, "act");
}

static gboolean
means_missing (const AmpRecord *record)
{
  return !is_set (record, "means") && !is_minor_situation (record);
}

static gboolean
purpose_missing (const AmpRecord *record)
{
  return !is_set (record, "purpose");
}

static gboolean
exploitation_missing (const AmpRecord *record)
{
  return !is_set (record, "exploitation_type");
}

static gboolean
end_before_start (const AmpRecord *record)
{
  return field_before (record, "end", "start");
}

static gboolean
start_in_future (const AmpRecord *record)
{
  return in_future (record, "start");
}

static gboolean
region_exploit_missing (const AmpRecord *record)
{
  return !is_set (record, "region_exploit") && !is_set (record, "country_exploit");
}

/* --- Consent --- */

static gboolean
override_without_second_user (const AmpRecord *record)
{
  return is_set (record, "override_reason") && !is_set (record, "override_second_user");
}

static gboolean
override_without_reason (const AmpRecord *record)
{
  return is_set (record, "override_second_user") && !is_set (record, "override_reason");
}

static gboolean
withdrawn_before_given (const AmpRecord *record)
{
  return field_before (record, "withdrawn_on", "on");
}

static gboolean
expires_before_given (const AmpRecord *record)
{
  return field_before (record, "expires_on", "on");
}

static gboolean
consent_in_future (const AmpRecord *record)
{
  return in_future (record, "on");
}

static gboolean
withdrawal_date_missing (const AmpRecord *record)
{
  return is_code (record, "decision", "withdrawn") && !is_set (record, "withdrawn_on");
}

static gboolean
recipient_missing (const AmpRecord *record)
{
  return is_code (record, "purpose", "share_with") && !is_set (record, "institution");
}

static gboolean
consent_circumstances_missing (const AmpRecord *record)
{
  return is_code (record, "decision", "given") &&
         (!is_set (record, "giver") || !is_set (record, "method") || !is_set (record, "on"));
}

/* --- Service --- */

static gboolean
was_delivered (const AmpRecord *record)
{
  return is_code (record, "status", "delivered") || is_code (record, "status", "partly");
}

static gboolean
delivery_date_missing (const AmpRecord *record)
{
  return was_delivered (record) && date_of (record, "delivered_on").precision < AMP_DATE_YEAR;
}

static gboolean
delivered_in_future (const AmpRecord *record)
{
  return in_future (record, "delivered_on");
}

static gboolean
delivered_but_not_so (const AmpRecord *record)
{
  return is_set (record, "delivered_on") && is_set (record, "status") && !was_delivered (record);
}

static gboolean
currency_missing (const AmpRecord *record)
{
  return is_set (record, "cost_cents") && !is_set (record, "currency");
}

/* --- Referral --- */

static gboolean
referral_in_work (const AmpRecord *record)
{
  return is_set (record, "state") && !is_code (record, "state", "draft");
}

static gboolean
institution_missing (const AmpRecord *record)
{
  return referral_in_work (record) && !is_code (record, "direction", "in") &&
         !is_set (record, "to_institution");
}

static gboolean
referral_service_missing (const AmpRecord *record)
{
  return !is_set (record, "service_type");
}

static gboolean
referral_urgency_missing (const AmpRecord *record)
{
  return !is_set (record, "urgency");
}

static gboolean
answer_before_sending (const AmpRecord *record)
{
  return field_before (record, "due_on", "sent_on");
}

static gboolean
sent_in_future (const AmpRecord *record)
{
  return in_future (record, "sent_on");
}

static gboolean
confirmation_missing (const AmpRecord *record)
{
  return is_code (record, "state", "completed") && !is_set (record, "completed_by");
}

/* --- Others --- */

static gboolean
step_reason_missing (const AmpRecord *record)
{
  return (is_code (record, "state", "rejected") || is_code (record, "state", "interrupted") ||
          is_code (record, "state", "revoked")) &&
         !is_set (record, "reason_code");
}

static gboolean
done_in_future (const AmpRecord *record)
{
  return in_future (record, "done_on");
}

static gboolean
done_without_outcome (const AmpRecord *record)
{
  return is_set (record, "done_on") && !is_set (record, "outcome");
}

static gboolean
valid_to_before_from (const AmpRecord *record)
{
  return field_before (record, "valid_to", "valid_from");
}

#define ERROR AMP_CHECK_ERROR
#define WARNING AMP_CHECK_WARNING

static const Rule rules[] = {
  {"person", "doc_number", WARNING, N_ ("A DNI has eight digits. Check the number."), dni_broken},
  {"person", "doc_number", WARNING,
   N_ ("This is not a valid Ecuadorian identity card number. Check the number."), cedula_broken},
  {"person", "doc_type", WARNING, N_ ("Choose the kind of document the number belongs to."),
   doc_type_missing},
  {"person", "doc_number", WARNING,
   N_ ("There is a number although the person has no document. Correct one of the two."),
   doc_number_without_document},
  {"person", "birth_date", ERROR, N_ ("The date of birth is in the future. Correct it."),
   born_in_future},
  {"person", "birth_year", ERROR,
   N_ ("The year of birth differs from the date of birth. Correct one of the two."),
   birth_year_differs},
  {"person", "age_band", WARNING,
   N_ ("No age is recorded. Enter the date or year of birth, or at least the age band."),
   age_missing},
  {"person", "nationality", WARNING, N_ ("No nationality is recorded. Choose at least one."),
   nationality_missing},
  {"person", "pregnant", WARNING, N_ ("Check the sex and whether the person is pregnant."),
   unlikely_pregnancy},
  {"person", "email", WARNING, N_ ("This does not look like an e-mail address. Check it."),
   email_broken},

  {"case", "first_contact_on", ERROR,
   N_ ("The first contact cannot be after the opening of the case. Correct one of the dates."),
   contact_after_opening},
  {"case", "opened_on", ERROR, N_ ("The opening date is in the future. Correct it."),
   opened_in_future},
  {"case", "closed_on", ERROR,
   N_ ("The closing date is before the opening date. Correct one of the dates."),
   closed_before_opening},
  {"case", "closed_on", WARNING, N_ ("The case is closed. Enter the closing date."),
   closing_date_missing},
  {"case", "closure_reason", WARNING, N_ ("The case is closed. Choose the reason of closure."),
   closing_reason_missing},
  {"case", "closed_on", WARNING,
   N_ ("There is a closing date, but the case is open. Close the case or remove the date."),
   closed_but_open},
  {"case", "trafficking_status", WARNING,
   N_ ("The case was closed because the person is not a victim. Record that in the trafficking "
       "status too."),
   not_victim_differs},
  {"case", "trafficking_status", WARNING, N_ ("No trafficking status is recorded. Choose one."),
   trafficking_status_missing},
  {"case", "source", WARNING, N_ ("Record how the case came to the office."), source_missing},
  {"case", "risk_level", WARNING, N_ ("No risk level is recorded. Assess the risk."), risk_missing},

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
  {"institution", "valid_to", ERROR,
   N_ ("The entry ends before it begins. Correct one of the dates."), valid_to_before_from},
};

static void
add (GArray *findings, AmpCheckLevel level, const char *field, const char *sentence)
{
  AmpCheckFinding finding = {level, field, sentence};

  g_array_append_val (findings, finding);
}

GArray *
amp_check_record (const AmpRecord *record)
{
  const AmpEntity *entity = amp_record_entity (record);
  GArray *findings = g_array_new (FALSE, FALSE, sizeof (AmpCheckFinding));

  for (gsize i = 0; i < entity->n_fields; i++)
    {
      const AmpField *field = &entity->fields[i];

      /* Derived fields are the program's to fill, later than this check. */
      if ((field->flags & AMP_FIELD_REQUIRED) != 0 && (field->flags & AMP_FIELD_DERIVED) == 0 &&
          !is_set (record, field->name))
        add (findings, AMP_CHECK_ERROR, field->name, N_ ("This field is required. Fill it in."));
      for (gsize j = 0; j < G_N_ELEMENTS (rules); j++)
        if (strcmp (rules[j].entity, entity->name) == 0 &&
            strcmp (rules[j].field, field->name) == 0 && rules[j].broken (record))
          add (findings, rules[j].level, field->name, rules[j].sentence);
    }
  return findings;
}

/* --- What a form shows --- */

static gboolean
has_labour (const AmpRecord *record)
{
  return amp_record_has_code (record, "exploitation_type", "ForcedLabour") ||
         amp_record_has_code (record, "exploitation_type", "ChildLabour") ||
         amp_record_has_code (record, "exploitation_type", "Servitude");
}

static gboolean
has_sexual (const AmpRecord *record)
{
  return amp_record_has_code (record, "exploitation_type", "SexualExploitation");
}

static gboolean
shows_pregnant (const AmpRecord *record)
{
  return !is_code (record, "sex_registered", "M");
}

static gboolean
shows_doc_number (const AmpRecord *record)
{
  return !is_code (record, "doc_type", "none");
}

static gboolean
shows_age_band (const AmpRecord *record)
{
  return date_of (record, "birth_date").precision < AMP_DATE_YEAR && !is_set (record, "birth_year");
}

static gboolean
shows_recipient (const AmpRecord *record)
{
  return is_code (record, "purpose", "share_with");
}

static gboolean
shows_withdrawal (const AmpRecord *record)
{
  return is_code (record, "decision", "withdrawn");
}

static gboolean
shows_assent (const AmpRecord *record)
{
  return is_set (record, "giver") && !is_code (record, "giver", "self");
}

static gboolean
shows_confirmation (const AmpRecord *record)
{
  return is_code (record, "state", "completed");
}

static gboolean
shows_currency (const AmpRecord *record)
{
  return is_set (record, "cost_cents");
}

static const struct
{
  const char *entity;
  const char *field;
  gboolean (*shown) (const AmpRecord *record);
} conditions[] = {
  {"person", "pregnant", shows_pregnant},         {"person", "doc_number", shows_doc_number},
  {"person", "age_band", shows_age_band},         {"case", "closed_on", is_closed},
  {"case", "closure_reason", is_closed},          {"case", "closure_details", is_closed},
  {"situation", "labour_sector", has_labour},     {"situation", "sex_form", has_sexual},
  {"consent", "institution", shows_recipient},    {"consent", "withdrawn_on", shows_withdrawal},
  {"consent", "adolescent_assent", shows_assent}, {"referral", "completed_by", shows_confirmation},
  {"service", "currency", shows_currency},
};

/* A value that is there is never hidden: nobody could see or correct it. */
gboolean
amp_check_field_shown (const AmpRecord *record, const AmpField *field)
{
  const AmpEntity *entity = amp_record_entity (record);

  if (amp_record_get (record, field->name) != NULL)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (conditions); i++)
    if (strcmp (conditions[i].entity, entity->name) == 0 &&
        strcmp (conditions[i].field, field->name) == 0)
      return conditions[i].shown (record);
  return TRUE;
}
