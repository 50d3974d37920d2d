/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The door of the export: who may, the event that says so, and the file that is whole or not there.
 */
#include "domain/export-private.h"

static gboolean
check_allowed (AmpSession *session, GError **error)
{
  if (amp_session_get_store (session) != NULL && amp_session_is_supervisor (session))
    return TRUE;
  g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED,
                       "Only a supervisor exports records");
  return FALSE;
}

GArray *
amp_export_ids (AmpExport *self, const char *entity, const char *order, GError **error)
{
  static const char *const paths[] = {"id", NULL};
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (AmpCursor) cursor =
    amp_store_select (self->store, amp_entity_find (entity), paths, NULL, 0, order, error);
  int rc = -1;

  while (cursor != NULL && (rc = amp_cursor_next (cursor, self->cancellable, error)) == 1)
    {
      gint64 id = amp_cursor_int (cursor, 0);

      g_array_append_val (ids, id);
    }
  return rc == 0 ? g_steal_pointer (&ids) : NULL;
}

static GBytes *
make_bytes (AmpExport *self, AmpFileFormat format, GError **error)
{
  switch (format)
    {
    case AMP_FORMAT_HTCDS_XLSX:
      return amp_export_htcds_xlsx (self, error);
    case AMP_FORMAT_HTCDS_CSV:
      return amp_export_htcds_csv (self, error);
    case AMP_FORMAT_AMPARO_CSV:
      return amp_export_amparo_csv (self, error);
    default:
      g_return_val_if_reached (NULL);
    }
}

gboolean
amp_export_file (AmpSession *session,
                 const char *path,
                 AmpFileFormat format,
                 AmpProgress *progress,
                 GCancellable *cancellable,
                 GError **error)
{
  static const char *const reasons[] = {"htcds-xlsx", "htcds-csv", "amparo-csv"};
  AmpExport self = {session, NULL, progress, cancellable};
  g_autoptr (GBytes) bytes = NULL;
  gsize length = 0;
  const void *data;

  if (!check_allowed (session, error))
    return FALSE;
  self.store = amp_session_get_store (session);
  /* First the event: whoever pulls the plug in between leaves a trace and no file. */
  if (!amp_store_audit (self.store, AMP_AUDIT_EXPORT, amp_entity_find ("case"), 0, NULL,
                        reasons[format], error))
    return FALSE;
  bytes = make_bytes (&self, format, error);
  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &length);
  return amp_write_file (path, data, length, error);
}
