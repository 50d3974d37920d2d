/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is saved twice is stored once. */
#include "domain/cases.h"

gboolean
amp_cases_name_new (AmpSession *session, AmpRecord *record, gint64 id, GError **error)
{
  const AmpEntity *entity = amp_record_entity (record);
  g_autoptr (GError) local = NULL;
  g_autoptr (AmpRecord) stored = NULL;

  if (amp_record_rev (record) != 0 || id == 0)
    return TRUE;
  amp_record_set_identity (record, id, 0);
  stored = amp_store_load (amp_session_get_store (session), entity, id, &local);
  if (g_error_matches (local, AMP_STORE_ERROR, AMP_STORE_ERROR_NOT_FOUND))
    return TRUE;
  if (stored == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  for (gsize i = 0; i < entity->n_fields; i++)
    {
      const AmpField *field = &entity->fields[i];

      if (amp_record_get (record, field->name) == NULL || (field->flags & AMP_FIELD_DERIVED))
        amp_record_take (record, i, g_strdup (amp_record_get (stored, field->name)));
    }
  amp_record_set_identity (record, id, amp_record_rev (stored));
  return TRUE;
}
