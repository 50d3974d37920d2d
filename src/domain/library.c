/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sheets and documents of the office. */
#include "domain/library.h"

#include <string.h>

#include "domain/cases.h"
#include "domain/programme.h"
#include "domain/session-private.h"
#include "model/fold.h"
#include "model/message.h"

/* --- Reading --- */

static int
compare_titles (gconstpointer a, gconstpointer b)
{
  const AmpRecord *x = *(const AmpRecord *const *) a, *y = *(const AmpRecord *const *) b;
  const char *title_x = amp_record_get (x, "title"), *title_y = amp_record_get (y, "title");
  g_autofree char *key_x = amp_fold_sort_key (title_x != NULL ? title_x : "");
  g_autofree char *key_y = amp_fold_sort_key (title_y != NULL ? title_y : "");
  int order = strcmp (key_x, key_y);

  return order != 0 ? order : (amp_record_id (x) > amp_record_id (y)) * 2 - 1;
}

static GPtrArray *
read_all (
  AmpSession *session, const char *name, const AmpFilter *filters, gsize n_filters, GError **error)
{
  static const char *const paths[] = {"id", NULL};
  const AmpEntity *entity = amp_entity_find (name);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_record_free);
  g_autoptr (AmpCursor) cursor = NULL;
  int on_row;

  if (!amp_session_require_store (session, error))
    return NULL;
  cursor = amp_store_select (session->store, entity, paths, filters, n_filters, NULL, error);
  if (cursor == NULL)
    return NULL;
  while ((on_row = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      AmpRecord *record =
        amp_store_load (session->store, entity, amp_cursor_int (cursor, 0), error);

      if (record == NULL)
        return NULL;
      g_ptr_array_add (records, record);
    }
  if (on_row < 0)
    return NULL;
  g_ptr_array_sort (records, compare_titles);
  return g_steal_pointer (&records);
}

GPtrArray *
amp_library_sheets (AmpSession *session, GError **error)
{
  g_return_val_if_fail (session != NULL, NULL);

  return read_all (session, "local_sheet", NULL, 0, error);
}

GPtrArray *
amp_library_documents (AmpSession *session, gboolean all, GError **error)
{
  static const AmpFilter shown = {"in_library", AMP_OP_EQ, "1"};

  g_return_val_if_fail (session != NULL, NULL);

  return read_all (session, "document", &shown, all ? 0 : 1, error);
}

/* --- Changing --- */

static gboolean
is_shown (const AmpRecord *record)
{
  return strcmp (amp_record_entity (record)->name, "document") != 0 ||
         amp_record_get_int (record, "in_library", 0) == 1;
}

/* What it was counts as well as what it is to be: else everybody could take one out of the guide.
 */
static gboolean
may_change (AmpSession *session, const AmpRecord *record, GError **error)
{
  g_autoptr (AmpRecord) stored = NULL;

  if (is_shown (record))
    return amp_session_require_supervisor (session, error);
  if (amp_record_rev (record) == 0)
    return TRUE;
  stored =
    amp_store_load (session->store, amp_record_entity (record), amp_record_id (record), error);
  return stored != NULL && (!is_shown (stored) || amp_session_require_supervisor (session, error));
}

static gboolean
is_of_library (const AmpEntity *entity)
{
  return strcmp (entity->name, "local_sheet") == 0 || strcmp (entity->name, "document") == 0;
}

gboolean
amp_library_save (AmpSession *session, AmpRecord *record, GError **error)
{
  g_return_val_if_fail (session != NULL && record != NULL, FALSE);
  g_return_val_if_fail (is_of_library (amp_record_entity (record)), FALSE);
  g_return_val_if_fail (
    amp_record_rev (record) != 0 || !amp_store_keeps_bytes (amp_record_entity (record)), FALSE);

  return amp_session_require_store (session, error) && may_change (session, record, error) &&
         amp_cases_check (record, error) && amp_store_save (session->store, record, NULL, error);
}

/* What a plan or a commitment names as evidence would be gone for good. */
static gboolean
is_evidence_of_nothing (AmpSession *session, const AmpEntity *entity, gint64 id, GError **error)
{
  g_autoptr (GPtrArray) uses = amp_programme_uses (session, entity, id, error);

  if (uses != NULL && uses->len > 0)
    g_set_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID, "%s.title: %s", entity->name,
                 N_ ("This document is the evidence of progress or of an update, so it stays. Take "
                     "it out there first."));
  return uses != NULL && uses->len == 0;
}

static gboolean
delete_in_transaction (AmpSession *session, const AmpEntity *entity, gint64 id, GError **error)
{
  g_autoptr (AmpRecord) record = amp_store_load (session->store, entity, id, error);

  return record != NULL && may_change (session, record, error) &&
         is_evidence_of_nothing (session, entity, id, error) &&
         amp_store_delete (session->store, entity, id, NULL, error);
}

gboolean
amp_library_delete (AmpSession *session, const AmpEntity *entity, gint64 id, GError **error)
{
  g_return_val_if_fail (session != NULL && is_of_library (entity), FALSE);

  return amp_session_require_store (session, error) && amp_store_begin (session->store, error) &&
         amp_store_end (session->store, delete_in_transaction (session, entity, id, error), error);
}

gboolean
amp_library_add_document (AmpSession *session,
                          AmpRecord *record,
                          const AmpAttachmentFile *file,
                          AmpProgress *progress,
                          GCancellable *cancellable,
                          GError **error)
{
  g_return_val_if_fail (session != NULL && record != NULL && file != NULL, FALSE);
  g_return_val_if_fail (strcmp (amp_record_entity (record)->name, "document") == 0, FALSE);

  return amp_session_require_store (session, error) && may_change (session, record, error) &&
         amp_attachment_file_store (file, session, record, progress, cancellable, error);
}

/* --- Looking, and out of the program --- */

/* Before it leaves the program, the event. */
static AmpRecord *
load_for (AmpSession *session,
          const char *name,
          gint64 id,
          AmpAuditAction action,
          gboolean tell,
          GError **error)
{
  static const char *const fields[] = {"title", NULL};
  const AmpEntity *entity = amp_entity_find (name);
  g_autoptr (AmpRecord) record = NULL;

  if (!amp_session_require_store (session, error))
    return NULL;
  record = amp_store_load (session->store, entity, id, error);
  if (record == NULL ||
      (tell && !amp_store_audit (session->store, action, entity, id, fields, NULL, error)))
    return NULL;
  return g_steal_pointer (&record);
}

GBytes *
amp_library_open_document (AmpSession *session,
                           gint64 id,
                           AmpRecord **record,
                           AmpProgress *progress,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (AmpRecord) loaded = NULL;
  GBytes *bytes;

  g_return_val_if_fail (session != NULL, NULL);

  loaded = load_for (session, "document", id, AMP_AUDIT_EXPORT, FALSE, error);
  if (loaded == NULL)
    return NULL;
  bytes = amp_store_attachment_read (session->store, loaded, progress, cancellable, error);
  if (bytes != NULL && record != NULL)
    *record = g_steal_pointer (&loaded);
  return bytes;
}

gboolean
amp_library_export_document (AmpSession *session,
                             gint64 id,
                             const char *path,
                             AmpProgress *progress,
                             GCancellable *cancellable,
                             GError **error)
{
  g_autoptr (AmpRecord) record = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (session != NULL && path != NULL, FALSE);

  record = load_for (session, "document", id, AMP_AUDIT_EXPORT, TRUE, error);
  bytes = record != NULL
            ? amp_store_attachment_read (session->store, record, progress, cancellable, error)
            : NULL;
  return bytes != NULL && amp_attachment_write (path, record, bytes, error);
}

gboolean
amp_library_print_sheet (AmpSession *session,
                         gint64 id,
                         const char *path,
                         const char *language,
                         AmpTranslate translate,
                         GError **error)
{
  g_autoptr (AmpRecord) record = NULL;
  g_autoptr (AmpGuideSheet) sheet = NULL;
  g_autoptr (GBytes) pdf = NULL;
  gsize length;
  const char *data;

  g_return_val_if_fail (session != NULL && path != NULL, FALSE);

  record = load_for (session, "local_sheet", id, AMP_AUDIT_PRINT, TRUE, error);
  if (record == NULL)
    return FALSE;
  sheet = amp_guide_sheet_new (record);
  pdf = amp_guide_to_pdf (sheet, language, translate, error);
  if (pdf == NULL)
    return FALSE;
  data = g_bytes_get_data (pdf, &length);
  return amp_write_file (path, data, length, error);
}

char *
amp_document_file_name (const AmpRecord *record)
{
  return g_strconcat ("document", amp_media_ending (amp_record_get (record, "mime")), NULL);
}
