/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rules about a person and her case (domain.md 5.1, 5.2). */
#include "model/check-rule.h"

#include <string.h>

#include "model/message.h"

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

  return amp_check_is_code (record, "doc_type", "dni") && number != NULL && !all_digits (number, 8);
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

  return amp_check_is_code (record, "doc_type", "cedula_ec") && number != NULL &&
         !is_ecuador_cedula (number);
}

static gboolean
doc_type_missing (const AmpRecord *record)
{
  return amp_check_is_set (record, "doc_number") && !amp_check_is_set (record, "doc_type");
}

static gboolean
doc_number_without_document (const AmpRecord *record)
{
  return amp_check_is_code (record, "doc_type", "none") && amp_check_is_set (record, "doc_number");
}

static gboolean
born_in_future (const AmpRecord *record)
{
  return amp_check_in_future (record, "birth_date");
}

static gboolean
birth_year_differs (const AmpRecord *record)
{
  AmpDate birth = amp_check_date_of (record, "birth_date");

  return birth.precision >= AMP_DATE_YEAR && amp_check_is_set (record, "birth_year") &&
         amp_record_get_int (record, "birth_year", 0) != birth.year;
}

static gboolean
age_missing (const AmpRecord *record)
{
  return amp_check_date_of (record, "birth_date").precision < AMP_DATE_YEAR &&
         !amp_check_is_set (record, "birth_year") && !amp_check_is_set (record, "age_band");
}

static gboolean
nationality_missing (const AmpRecord *record)
{
  return !amp_check_is_set (record, "nationality");
}

static gboolean
unlikely_pregnancy (const AmpRecord *record)
{
  return amp_check_is_code (record, "pregnant", "1") &&
         amp_check_is_code (record, "sex_registered", "M") &&
         amp_check_is_code (record, "gender", "Masculine");
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
  return amp_check_field_before (record, "opened_on", "first_contact_on");
}

static gboolean
opened_in_future (const AmpRecord *record)
{
  return amp_check_in_future (record, "opened_on");
}

static gboolean
closed_before_opening (const AmpRecord *record)
{
  return amp_check_field_before (record, "closed_on", "opened_on");
}

static gboolean
closing_date_missing (const AmpRecord *record)
{
  return amp_check_is_closed (record) && !amp_check_is_set (record, "closed_on");
}

static gboolean
closing_reason_missing (const AmpRecord *record)
{
  return amp_check_is_closed (record) && !amp_check_is_set (record, "closure_reason") &&
         !amp_check_is_set (record, "closure_details");
}

static gboolean
closed_but_open (const AmpRecord *record)
{
  return amp_check_is_set (record, "closed_on") && amp_check_is_set (record, "status") &&
         !amp_check_is_closed (record);
}

static gboolean
not_victim_differs (const AmpRecord *record)
{
  return amp_check_is_code (record, "status", "closed_not_victim") &&
         !amp_check_is_code (record, "trafficking_status", "not_victim");
}

static gboolean
trafficking_status_missing (const AmpRecord *record)
{
  return !amp_check_is_set (record, "trafficking_status");
}

static gboolean
source_missing (const AmpRecord *record)
{
  return !amp_check_is_set (record, "source");
}

static gboolean
risk_missing (const AmpRecord *record)
{
  return !amp_check_is_set (record, "risk_level");
}

#define ERROR AMP_CHECK_ERROR
#define WARNING AMP_CHECK_WARNING

const AmpCheckRule amp_check_person_rules[] = {
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
  {NULL, NULL, ERROR, NULL, NULL},
};
