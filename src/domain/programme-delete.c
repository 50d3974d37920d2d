/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What hangs on a record follows from the fields that refer to it: no list of them is kept here. */
#include "domain/programme.h"

#include "domain/programme-status.h"
#include "domain/session-private.h"
#include "model/message.h"

#include <string.h>

/* --- What hangs on it --- */

/* Ids of the records that refer to one of these by the field; of gint64. */
static GArray *
referring (AmpSession *session,
           const AmpEntity *entity,
           const AmpField *field,
           const GArray *ids,
           GError **error)
{
  const char *paths[] = {"id", NULL};
  g_autoptr (GString) wanted = g_string_new (NULL);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (gint64));
  AmpFilter filter = {field->name, AMP_OP_IN, NULL};
  g_autoptr (AmpCursor) cursor = NULL;
  int more = -1;

  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (wanted, "%s%" G_GINT64_FORMAT, i > 0 ? ";" : "",
                            g_array_index (ids, gint64, i));
  filter.value = wanted->str;
  cursor = amp_store_select (session->store, entity, paths, &filter, 1, NULL, error);
  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      gint64 id = amp_cursor_int (cursor, 0);

      g_array_append_val (found, id);
    }
  return more == 0 ? g_steal_pointer (&found) : NULL;
}

static gboolean add_uses (
  AmpSession *session, const AmpEntity *to, const GArray *ids, GPtrArray *uses, GError **error);

static gboolean
add_use (AmpSession *session,
         const AmpEntity *entity,
         const AmpField *field,
         const GArray *ids,
         GPtrArray *uses,
         GError **error)
{
  g_autoptr (GArray) found = referring (session, entity, field, ids, error);
  AmpProgrammeUse *use;

  if (found == NULL || found->len == 0)
    return found != NULL;
  use = g_new0 (AmpProgrammeUse, 1);
  use->entity = entity;
  use->field = field;
  use->goes = g_strcmp0 (entity->parent, field->name) == 0;
  use->n = found->len;
  g_ptr_array_add (uses, use);
  return !use->goes || add_uses (session, entity, found, uses, error);
}

static gboolean
add_uses (
  AmpSession *session, const AmpEntity *to, const GArray *ids, GPtrArray *uses, GError **error)
{
  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    for (gsize i = 0; i < (*entity)->n_fields; i++)
      {
        const AmpField *field = &(*entity)->fields[i];

        if (field->kind == AMP_KIND_REF && !amp_field_is_private (field) &&
            strcmp (field->refers, to->name) == 0 &&
            !add_use (session, *entity, field, ids, uses, error))
          return FALSE;
      }
  return TRUE;
}

GPtrArray *
amp_programme_uses (AmpSession *session, const AmpEntity *entity, gint64 id, GError **error)
{
  g_autoptr (GPtrArray) uses = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_return_val_if_fail (session != NULL && entity != NULL, NULL);

  g_array_append_val (ids, id);
  return amp_session_require_store (session, error) && add_uses (session, entity, ids, uses, error)
           ? g_steal_pointer (&uses)
           : NULL;
}

/* --- A document as evidence --- */

static gboolean
has_row (const GPtrArray *rows, gint64 id)
{
  for (guint i = 0; i < rows->len; i++)
    if (((const AmpProgrammeRow *) rows->pdata[i])->id == id)
      return TRUE;
  return FALSE;
}

static gboolean
add_root (AmpSession *session, const AmpEntity *entity, gint64 id, GPtrArray *rows, GError **error)
{
  const char *list = NULL;
  gint64 root = amp_programme_root (session, entity->name, id, &list, error);
  g_autoptr (AmpRecord) record = root != 0 ? amp_programme_load (session, list, root, error) : NULL;
  const char *name = g_strcmp0 (list, "forum") == 0 ? "name" : "title";
  AmpProgrammeRow *row;

  if (record == NULL || has_row (rows, root))
    return record != NULL;
  row = g_new0 (AmpProgrammeRow, 1);
  row->id = root;
  row->n = -1;
  row->code = g_strdup (amp_record_get (record, "code"));
  row->title = g_strdup (amp_record_get (record, name));
  g_ptr_array_add (rows, row);
  return TRUE;
}

GPtrArray *
amp_programme_evidence (AmpSession *session, gint64 document, GError **error)
{
  static const char *const entities[] = {"regional_progress", "commitment_update"};
  g_autoptr (GPtrArray) rows =
    g_ptr_array_new_with_free_func ((GDestroyNotify) amp_programme_row_free);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!amp_session_require_store (session, error))
    return NULL;
  g_array_append_val (ids, document);
  for (gsize i = 0; i < G_N_ELEMENTS (entities); i++)
    {
      const AmpEntity *entity = amp_entity_find (entities[i]);
      g_autoptr (GArray) found =
        referring (session, entity, amp_entity_field (entity, "document"), ids, error);

      for (guint j = 0; found != NULL && j < found->len; j++)
        if (!add_root (session, entity, g_array_index (found, gint64, j), rows, error))
          return NULL;
      if (found == NULL)
        return NULL;
    }
  return g_steal_pointer (&rows);
}

/* --- Deleting --- */

static gboolean
delete_in_transaction (AmpSession *session, const char *entity, gint64 id, GError **error)
{
  g_autoptr (AmpRecord) record = amp_programme_load (session, entity, id, error);
  gint64 n_cases = 0;

  if (record == NULL)
    return FALSE;
  if (g_str_equal (entity, "activity"))
    n_cases = amp_programme_cases_of (session, id, error);
  if (n_cases < 0)
    return FALSE;
  if (n_cases > 0)
    {
      g_set_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID, "activity.code: %s",
                   N_ ("Cases came from this activity, so it stays. Mark it as cancelled where it "
                       "was not carried out."));
      return FALSE;
    }
  return amp_store_delete (session->store, amp_entity_find (entity), id, NULL, error) &&
         amp_status_deleted (session, record, error);
}

gboolean
amp_programme_delete (AmpSession *session, const char *entity, gint64 id, GError **error)
{
  g_return_val_if_fail (amp_programme_has (amp_entity_find (entity)), FALSE);

  return amp_session_require_store (session, error) && amp_store_begin (session->store, error) &&
         amp_store_end (session->store, delete_in_transaction (session, entity, id, error), error);
}
