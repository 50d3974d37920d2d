/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one record of settings, made when the first of them is set. */
#include "domain/settings.h"

#define THE_RECORD 1

static AmpRecord *
load (AmpSession *session, GError **error)
{
  const AmpEntity *entity = amp_entity_find ("setting");
  g_autoptr (GError) local = NULL;
  AmpRecord *record = amp_store_load (amp_session_get_store (session), entity, THE_RECORD, &local);

  if (record != NULL)
    return record;
  if (!g_error_matches (local, AMP_STORE_ERROR, AMP_STORE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  record = amp_record_new (entity);
  amp_record_set_identity (record, THE_RECORD, 0);
  return record;
}

guint
amp_settings_get_lock_minutes (AmpSession *session, GError **error)
{
  g_autoptr (AmpRecord) record = load (session, error);

  if (record == NULL)
    return 0;
  return (guint) CLAMP (amp_record_get_int (record, "lock_minutes", AMP_LOCK_MINUTES_DEFAULT),
                        AMP_LOCK_MINUTES_LEAST, AMP_LOCK_MINUTES_MOST);
}

gboolean
amp_settings_set_lock_minutes (AmpSession *session, guint minutes, GError **error)
{
  g_autoptr (AmpRecord) record = NULL;

  if (!amp_session_require_supervisor (session, error))
    return FALSE;
  if (minutes < AMP_LOCK_MINUTES_LEAST || minutes > AMP_LOCK_MINUTES_MOST)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID,
                           "setting.lock_minutes: out of bounds");
      return FALSE;
    }
  record = load (session, error);
  if (record == NULL)
    return FALSE;
  amp_record_set_int (record, "lock_minutes", minutes);
  return amp_store_save (amp_session_get_store (session), record, NULL, error);
}

char *
amp_settings_get_office_name (AmpSession *session)
{
  g_autoptr (AmpRecord) record = load (session, NULL);

  return record != NULL ? g_strdup (amp_record_get (record, "office_name")) : NULL;
}

gboolean
amp_settings_set_office_name (AmpSession *session, const char *name, GError **error)
{
  g_autofree char *clean = g_strstrip (g_strdup (name != NULL ? name : ""));
  g_autoptr (AmpRecord) record = NULL;

  if (!amp_session_require_supervisor (session, error))
    return FALSE;
  if (g_utf8_strlen (clean, -1) > AMP_OFFICE_NAME_MOST)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID,
                           "setting.office_name: too long");
      return FALSE;
    }
  record = load (session, error);
  return record != NULL &&
         amp_record_set (record, "office_name", *clean != '\0' ? clean : NULL, error) &&
         amp_store_save (amp_session_get_store (session), record, NULL, error);
}
