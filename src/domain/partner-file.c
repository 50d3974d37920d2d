/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/partner-private.h"
#include "domain/release-private.h"
#include "domain/review-private.h"

#include <string.h>

static const char *const formats[AMP_PARTNER_N_FORMATS] = {
  [AMP_PARTNER_CTDC] = "ctdc",
  [AMP_PARTNER_HTCDS] = "htcds",
};

gboolean
amp_partner_format_from_code (const char *code, AmpPartnerFormat *format)
{
  for (guint i = 0; i < AMP_PARTNER_N_FORMATS; i++)
    if (g_strcmp0 (code, formats[i]) == 0)
      {
        *format = (AmpPartnerFormat) i;
        return TRUE;
      }
  return FALSE;
}

const char *
amp_partner_format_code (AmpPartnerFormat format)
{
  return formats[format];
}

/* --- What is asked for --- */

static gint64
find_recipient (AmpSession *session, const char *login, GError **error)
{
  g_autoptr (GPtrArray) users = amp_vault_list_users (amp_session_get_vault (session), error);

  for (guint i = 0; users != NULL && i < users->len; i++)
    {
      const AmpUser *user = g_ptr_array_index (users, i);

      if (user->active && user->role == AMP_ROLE_AUDITOR && g_strcmp0 (user->login, login) == 0)
        return user->id;
    }
  if (users != NULL)
    amp_release_refuse (error, AMP_RELEASE_ERROR_RECIPIENT, "Not an active auditor of this vault");
  return 0;
}

gboolean
amp_partner_year_is_closed (AmpSession *session, guint year, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  const AmpReleasePeriod period = {year, 1, 12};
  AmpReleasePolicy policy;
  GDate today;

  if (!amp_release_policy_get (session, &policy, error))
    return FALSE;
  g_date_clear (&today, 1);
  g_date_set_dmy (&today, (GDateDay) g_date_time_get_day_of_month (now),
                  (GDateMonth) g_date_time_get_month (now), (GDateYear) g_date_time_get_year (now));
  return amp_release_period_is_closed (&period, policy.lag, &today) ||
         amp_release_refuse (error, AMP_RELEASE_ERROR_OPEN, "The year is not closed");
}

gboolean
amp_partner_check_wish (AmpSession *session,
                        const AmpPartnerWish *wish,
                        gint64 *recipient,
                        GError **error)
{
  if (!amp_session_require_supervisor (session, error))
    return FALSE;
  *recipient = find_recipient (session, wish->recipient, error);
  return *recipient != 0 && amp_partner_year_is_closed (session, wish->year, error) &&
         amp_release_no_counts (session, wish->year, error);
}

/* --- The records --- */

/* What that year was handed over as before, in CTDC's columns; NULL without error: it was not. A
 * line in other columns keeps those as what it was made from. */
static GBytes *
read_earlier (AmpSession *session, guint year, GError **error)
{
  const gint64 id = amp_release_find_of_year (session, year, TRUE, error);
  g_autoptr (AmpReleaseLine) whole =
    id > 0 ? amp_store_release_load (amp_session_get_store (session), id, error) : NULL;

  if (whole == NULL)
    return NULL;
  return g_bytes_ref (whole->proof != NULL ? whole->proof : whole->file);
}

static GBytes *
make_records (AmpSession *session,
              guint year,
              AmpPartnerLosses *losses,
              AmpProgress *progress,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (AmpPartnerTable) table =
    amp_partner_gather (session, year, progress, cancellable, error);

  if (table == NULL)
    return NULL;
  amp_partner_table_protect (table, losses);
  if (losses->n_rows > 0)
    return amp_partner_table_write (table);
  g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID,
                       "partner: no group of that year is large enough");
  return NULL;
}

/* Made anew, or as they were; checked either way. */
static GBytes *
records_of (AmpSession *session,
            guint year,
            AmpPartnerLosses *losses,
            AmpProgress *progress,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) bytes = read_earlier (session, year, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  if (bytes == NULL)
    bytes = make_records (session, year, losses, progress, cancellable, error);
  return bytes != NULL && amp_partner_check (bytes, error) ? g_steal_pointer (&bytes) : NULL;
}

/* As they are written; checked once more where that is not how they were made. */
static GBytes *
written_as (AmpPartnerFormat format, GBytes *records, GError **error)
{
  g_autoptr (GBytes) written = NULL;

  if (format == AMP_PARTNER_CTDC)
    return g_bytes_ref (records);
  written = amp_partner_to_htcds (records);
  return amp_partner_htcds_check (written, error) ? g_steal_pointer (&written) : NULL;
}

/* --- The line --- */

static gboolean
write_line (AmpSession *session,
            const AmpPartnerWish *wish,
            const char *period,
            GBytes *records,
            GBytes *written,
            gint64 *id,
            GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (AmpReleaseLine) line = amp_release_line_new ();

  line->rule = g_strdup (AMP_RELEASE_RECORDS);
  line->template_id = g_strdup (formats[wish->format]);
  line->unit = g_strdup ("persons");
  line->period = g_strdup (period);
  line->request = g_strconcat (formats[wish->format], "-csv", NULL);
  line->format = g_strdup ("csv");
  line->recipient = g_strdup (wish->recipient);
  line->reason = g_strdup (wish->reason);
  line->file = g_bytes_ref (written);
  line->proof = wish->format == AMP_PARTNER_CTDC ? NULL : g_bytes_ref (records);
  line->approver =
    amp_release_take_permit (session, wish->approval, amp_partner_thing (wish), error);
  if (line->approver < 0 || !amp_store_release_add (store, line, error) ||
      !amp_store_audit (store, AMP_AUDIT_EXPORT, NULL, 0, NULL, "release-records", error))
    return FALSE;
  *id = line->id;
  return TRUE;
}

static GBytes *
seal (AmpSession *session, gint64 recipient, GBytes *written, GError **error)
{
  return amp_vault_parcel_seal (amp_session_get_vault (session), recipient,
                                g_bytes_get_data (written, NULL), g_bytes_get_size (written),
                                error);
}

GBytes *
amp_partner_seal_line (AmpSession *session, const AmpReleaseLine *line, GError **error)
{
  const gint64 recipient = find_recipient (session, line->recipient, error);

  return recipient != 0 ? seal (session, recipient, line->file, error) : NULL;
}

GBytes *
amp_partner_make (AmpSession *session,
                  const AmpPartnerWish *wish,
                  AmpPartnerLosses *losses,
                  gint64 *line,
                  AmpProgress *progress,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autofree char *period = g_strdup_printf ("%u", wish->year);
  g_autoptr (GBytes) records = NULL, written = NULL, sealed = NULL;
  AmpStore *store;
  gint64 recipient;

  *losses = (AmpPartnerLosses){0};
  if (!amp_partner_check_wish (session, wish, &recipient, error))
    return NULL;
  store = amp_session_get_store (session);
  /* One transaction from what stands in the register to the line: nobody makes the year twice. */
  if (!amp_store_begin (store, error))
    return NULL;
  records = records_of (session, wish->year, losses, progress, cancellable, error);
  written = records != NULL ? written_as (wish->format, records, error) : NULL;
  if (written != NULL)
    sealed = seal (session, recipient, written, error);
  if (sealed == NULL || g_cancellable_set_error_if_cancelled (cancellable, error) ||
      !write_line (session, wish, period, records, written, line, error))
    {
      amp_store_rollback (store);
      return NULL;
    }
  return amp_store_commit (store, error) ? g_steal_pointer (&sealed) : NULL;
}

gboolean
amp_partner_count (AmpSession *session, gint64 line, guint64 *n, GError **error)
{
  g_autoptr (AmpReleaseLine) whole = NULL;
  gsize length;
  const char *data;

  if (!amp_session_require_supervisor (session, error))
    return FALSE;
  whole = amp_store_release_load (amp_session_get_store (session), line, error);
  if (whole == NULL)
    return FALSE;
  if (!amp_release_is_sealed (whole->rule) || whole->file == NULL)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID,
                           "partner: no records in that line");
      return FALSE;
    }
  data = g_bytes_get_data (whole->file, &length);
  *n = 0;
  for (gsize i = 0; i < length; i++)
    *n += data[i] == '\n' ? 1 : 0;
  /* The first line names the columns. */
  *n -= *n > 0 ? 1 : 0;
  return TRUE;
}

/* --- Opening --- */

GBytes *
amp_partner_open (const char *path, const char *login, const AmpSecret *passphrase, GError **error)
{
  g_autoptr (GBytes) file = amp_review_read_file (path, error);
  g_autoptr (AmpParcel) parcel =
    file != NULL ? amp_parcel_open (file, login, passphrase, error) : NULL;
  GBytes *payload;

  if (parcel == NULL)
    return NULL;
  payload = amp_parcel_get_payload (parcel);
  if (amp_partner_is_htcds (payload) ? !amp_partner_htcds_check (payload, error)
                                     : !amp_partner_check (payload, error))
    return NULL;
  /* The parcel's own is wiped. */
  return g_bytes_new (g_bytes_get_data (payload, NULL), g_bytes_get_size (payload));
}
