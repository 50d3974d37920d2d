/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The state of a consent. */
#include "domain/consent-state.h"

static gboolean
has_passed (const AmpRecord *record, const char *field, const AmpDate *today)
{
  AmpDate day;

  return amp_date_parse (amp_record_get (record, field), &day) && day.precision == AMP_DATE_DAY &&
         amp_date_compare (&day, today) < 0;
}

static AmpConsentState
state_of (const AmpRecord *record, const AmpDate *today)
{
  const char *decision = amp_record_get (record, "decision");

  if (g_strcmp0 (decision, "withdrawn") == 0 || amp_record_get (record, "withdrawn_on") != NULL)
    return AMP_CONSENT_WITHDRAWN;
  if (g_strcmp0 (decision, "refused") == 0)
    return AMP_CONSENT_REFUSED;
  if (g_strcmp0 (decision, "given") != 0)
    return AMP_CONSENT_OPEN;
  return has_passed (record, "expires_on", today) ? AMP_CONSENT_EXPIRED : AMP_CONSENT_GIVEN;
}

AmpConsentState
amp_consent_state (const AmpCaseFile *file,
                   const char *purpose,
                   const AmpDate *today,
                   const AmpRecord **record)
{
  g_autoptr (GPtrArray) said = amp_case_file_where (file, "consent", "purpose", purpose);
  const AmpRecord *last = NULL;

  for (guint i = 0; i < said->len; i++)
    if (last == NULL || g_strcmp0 (amp_record_get (g_ptr_array_index (said, i), "on"),
                                   amp_record_get (last, "on")) > 0)
      last = g_ptr_array_index (said, i);
  if (record != NULL)
    *record = last;
  return last != NULL ? state_of (last, today) : AMP_CONSENT_NONE;
}
