/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an auditor sends back, taken in: each finding a record, to be tracked to closure. */
#include "domain/approvals.h"
#include "domain/review-private.h"
#include "model/date.h"

#include <string.h>

static gboolean
set (AmpRecord *record, const char *field, const char *value, GError **error)
{
  return value == NULL || value[0] == '\0' || amp_record_set (record, field, value, error);
}

static gboolean
save_finding (AmpSession *session,
              const AmpReviewRow *row,
              const char *day,
              const char *about,
              const char *code,
              const char *text,
              GError **error)
{
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("finding"));

  amp_record_set_int (record, "pack", row->id);
  amp_record_set_int (record, "auditor", row->auditor);
  return set (record, "on", day, error) && set (record, "about", about, error) &&
         set (record, "code", code, error) && set (record, "text", text, error) &&
         set (record, "state", "open", error) &&
         amp_store_save (amp_session_get_store (session), record, "review-findings", error);
}

/* 1: there are findings of this pack, 0: none, -1: error. */
static int
is_taken_in (AmpSession *session, gint64 pack, GError **error)
{
  static const char *const paths[] = {"id", NULL};
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, pack);
  const AmpFilter filter = {"pack", AMP_OP_EQ, number};
  g_autoptr (AmpCursor) cursor = amp_store_select (
    amp_session_get_store (session), amp_entity_find ("finding"), paths, &filter, 1, NULL, error);

  return cursor != NULL ? amp_cursor_next (cursor, NULL, error) : -1;
}

static gboolean
save_all (AmpSession *session,
          const AmpReviewRow *row,
          const AmpReviewNotes *notes,
          guint *n,
          GError **error)
{
  const char *day = amp_review_notes_get_day (notes);
  int taken = is_taken_in (session, row->id, error);

  if (taken != 0)
    return taken < 0
             ? FALSE
             : amp_review_refuse (AMP_REVIEW_ERROR_TAKEN,
                                  "finding.pack: the findings were taken in already", error);
  for (*n = 0; *n < amp_review_notes_n_findings (notes); (*n)++)
    {
      const AmpNoteFinding *finding = amp_review_notes_get_finding (notes, *n);

      if (!save_finding (session, row, day, amp_about_to_code (finding->about), finding->code,
                         finding->text, error))
        return FALSE;
    }
  return TRUE;
}

static const AmpReviewRow *
row_of_pack (const GPtrArray *rows, const char *pack, gint64 sender, GError **error)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const AmpReviewRow *row = g_ptr_array_index (rows, i);

      if (strcmp (row->pack, pack) == 0 && row->auditor == sender)
        return row;
    }
  amp_review_refuse (AMP_REVIEW_ERROR_OTHER,
                     "finding.pack: of no pack that was made for this auditor", error);
  return NULL;
}

static AmpReviewNotes *
open_notes (AmpSession *session, const char *path, gint64 *sender, GError **error)
{
  g_autoptr (GBytes) sealed = amp_review_read_file (path, error);
  g_autoptr (GBytes) text =
    sealed != NULL
      ? amp_vault_parcel_open_answer (amp_session_get_vault (session), sealed, sender, error)
      : NULL;
  g_autoptr (AmpReviewNotes) notes = text != NULL ? amp_review_notes_read (text, error) : NULL;

  if (notes != NULL && amp_review_notes_get_day (notes) == NULL)
    {
      amp_review_refuse (AMP_REVIEW_ERROR_OTHER, "finding.on: a draft that was not signed", error);
      return NULL;
    }
  return g_steal_pointer (&notes);
}

gboolean
amp_review_findings_import (AmpSession *session, const char *path, guint *n, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (AmpReviewNotes) notes = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  const AmpReviewRow *row;
  gint64 sender = 0;

  if (!amp_session_require_supervisor (session, error))
    return FALSE;
  notes = open_notes (session, path, &sender, error);
  rows = notes != NULL ? amp_store_review_list (store, error) : NULL;
  row = rows != NULL ? row_of_pack (rows, amp_review_notes_get_pack (notes), sender, error) : NULL;
  if (row == NULL || !amp_store_begin (store, error))
    return FALSE;
  if (save_all (session, row, notes, n, error))
    return amp_store_commit (store, error);
  amp_store_rollback (store);
  return FALSE;
}

/* --- To their end --- */

static gboolean
refuse (const char *what, GError **error)
{
  g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID, what);
  return FALSE;
}

/* It has had its end. */
static gboolean
is_over (const AmpRecord *record)
{
  return amp_record_has_code (record, "state", "closed") ||
         amp_record_has_code (record, "state", "rejected");
}

static int
compare_findings (gconstpointer a, gconstpointer b)
{
  const AmpRecord *x = *(const AmpRecord *const *) a, *y = *(const AmpRecord *const *) b;
  int later;

  if (is_over (x) != is_over (y))
    return is_over (x) ? 1 : -1;
  later = g_strcmp0 (amp_record_get (y, "on"), amp_record_get (x, "on"));
  return later != 0 ? later : (amp_record_id (x) < amp_record_id (y) ? -1 : 1);
}

GPtrArray *
amp_review_findings_list (AmpSession *session, GError **error)
{
  static const char *const paths[] = {"id", NULL};
  const AmpEntity *entity = amp_entity_find ("finding");
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_record_free);
  g_autoptr (AmpCursor) cursor = NULL;
  AmpStore *store = amp_session_get_store (session);
  int on_row = -1;

  if (!amp_session_require_supervisor (session, error))
    return NULL;
  cursor = amp_store_select (store, entity, paths, NULL, 0, NULL, error);
  while (cursor != NULL && (on_row = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      AmpRecord *record = amp_store_load (store, entity, amp_cursor_int (cursor, 0), error);

      if (record == NULL)
        return NULL;
      g_ptr_array_add (records, record);
    }
  if (on_row < 0)
    return NULL;
  g_ptr_array_sort (records, compare_findings);
  return g_steal_pointer (&records);
}

gboolean
amp_review_findings_count (AmpSession *session, guint *n, GError **error)
{
  static const char *const paths[] = {"id", NULL};
  static const AmpFilter waiting = {"state", AMP_OP_IN, "open;in_progress"};
  g_autoptr (AmpCursor) cursor = amp_store_select (
    amp_session_get_store (session), amp_entity_find ("finding"), paths, &waiting, 1, NULL, error);
  int on_row = -1;

  *n = 0;
  while (cursor != NULL && (on_row = amp_cursor_next (cursor, NULL, error)) > 0)
    (*n)++;
  return on_row == 0;
}

gboolean
amp_review_finding_begin (AmpSession *session, gint64 id, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (AmpRecord) record = NULL;

  if (!amp_session_require_supervisor (session, error))
    return FALSE;
  record = amp_store_load (store, amp_entity_find ("finding"), id, error);
  if (record == NULL)
    return FALSE;
  if (!amp_record_has_code (record, "state", "open"))
    return refuse ("finding.state: it is not waiting any more", error);
  return amp_record_set (record, "state", "in_progress", error) &&
         amp_store_save (store, record, NULL, error);
}

gboolean
amp_review_finding_close (
  AmpSession *session, gint64 id, gboolean shared, const char *answer, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  AmpDate today = amp_date_today ();
  g_autofree char *day = amp_date_to_text (&today);
  g_autofree char *said = g_strstrip (g_strdup (answer));
  g_autoptr (AmpRecord) record = NULL;

  if (!amp_session_require_supervisor (session, error))
    return FALSE;
  if (said[0] == '\0')
    return refuse ("finding.answer: what was done has to be said", error);
  record = amp_store_load (store, amp_entity_find ("finding"), id, error);
  if (record == NULL)
    return FALSE;
  if (is_over (record))
    return refuse ("finding.state: it had its end already", error);
  return amp_record_set (record, "state", shared ? "closed" : "rejected", error) &&
         amp_record_set (record, "answer", said, error) &&
         amp_record_set (record, "closed_on", day, error) &&
         amp_store_save (store, record, "finding-close", error);
}
