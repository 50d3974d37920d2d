/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The ledger of packs: what was made, and the end of an audit. */
#include "domain/approvals.h"
#include "domain/review-private.h"

#include <string.h>

/* --- Small things --- */

gboolean
amp_review_refuse (AmpReviewError code, const char *what, GError **error)
{
  g_set_error_literal (error, AMP_REVIEW_ERROR, (gint) code, what);
  return FALSE;
}

char *
amp_review_hex (const void *data, gsize length)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    g_string_append_printf (text, "%02x", ((const guint8 *) data)[i]);
  return g_string_free (text, FALSE);
}

void
amp_review_hash_case (const AmpSecret *session_key, gint64 case_id, guint8 out[8])
{
  gint64 little = GINT64_TO_LE (case_id);
  guint8 message[32 + 4 + 8], hash[AMP_HASH_BYTES];

  /* Not in guarded memory, which is dear for each case of a large register; wiped at once. */
  memcpy (message, amp_secret_data (session_key), 32);
  memcpy (message + 32, "case", 4);
  memcpy (message + 36, &little, 8);
  amp_hash (message, sizeof message, hash);
  memcpy (out, hash, 8);
  explicit_bzero (message, sizeof message);
  explicit_bzero (hash, sizeof hash);
}

/* --- Approvals --- */

gint64
amp_review_thing (const char *what, gint64 a, gint64 b, const char *text)
{
  g_autofree char *plain =
    g_strdup_printf ("review|%s|%" G_GINT64_FORMAT "|%" G_GINT64_FORMAT "|%s", what, a, b, text);
  guint8 hash[AMP_HASH_BYTES];
  guint64 number;

  amp_hash (plain, strlen (plain), hash);
  memcpy (&number, hash, sizeof number);
  return (gint64) (GUINT64_FROM_LE (number) >> 2) | 1;
}

gint64
amp_review_take_permit (
  AmpSession *session, const char *kind, gint64 approval, gint64 thing, GError **error)
{
  gint64 by =
    approval == 0 ? -1 : amp_approvals_take_numbered (session, kind, approval, thing, NULL);

  if (by < 0)
    amp_review_refuse (AMP_REVIEW_ERROR_APPROVAL,
                       "review: another supervisor has not approved of it", error);
  return by;
}

/* --- Lines --- */

void
amp_review_line_free (AmpReviewLine *self)
{
  if (self == NULL)
    return;
  g_free (self->pack);
  g_free (self->at);
  g_free (self->maker_name);
  g_free (self->approver_name);
  g_free (self->auditor_name);
  g_free (self->file_hash);
  g_free (self);
}

char *
amp_review_name_of (AmpSession *session, gint64 user)
{
  g_autoptr (AmpRecord) record = user == 0 ? NULL
                                           : amp_store_load (amp_session_get_store (session),
                                                             amp_entity_find ("user"), user, NULL);

  return record != NULL ? g_strdup (amp_record_get (record, "display_name")) : NULL;
}

static AmpReviewLine *
line_of (AmpSession *session, const AmpReviewRow *row)
{
  AmpReviewLine *line = g_new0 (AmpReviewLine, 1);
  AmpReviewLevel level = AMP_REVIEW_TINY;

  (void) amp_review_level_from_code (row->level, &level);
  line->id = row->id;
  line->pack = g_strdup (row->pack);
  line->at = g_strdup (row->at);
  line->maker = row->maker;
  line->approver = row->approver;
  line->auditor = row->auditor;
  line->maker_name = amp_review_name_of (session, row->maker);
  line->approver_name = amp_review_name_of (session, row->approver);
  line->auditor_name = amp_review_name_of (session, row->auditor);
  line->level = amp_review_level_code (level);
  line->k = row->k;
  line->l = row->l;
  line->share = row->share;
  line->sample = row->sample;
  line->records = (guint64) row->records;
  line->withheld = row->withheld;
  line->file_hash = amp_review_hex (row->file_hash, AMP_HASH_BYTES);
  line->closed = !row->open;
  return line;
}

GPtrArray *
amp_review_list (AmpSession *session, GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  GPtrArray *lines;

  if (!amp_session_require_supervisor (session, error))
    return NULL;
  rows = amp_store_review_list (amp_session_get_store (session), error);
  if (rows == NULL)
    return NULL;
  lines = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_review_line_free);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (lines, line_of (session, g_ptr_array_index (rows, i)));
  return lines;
}

const AmpReviewRow *
amp_review_find_row (const GPtrArray *rows, gint64 id, GError **error)
{
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    if (((const AmpReviewRow *) rows->pdata[i])->id == id)
      return rows->pdata[i];
  if (rows != NULL)
    g_set_error_literal (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NOT_FOUND,
                         "No review pack of that number");
  return NULL;
}

gboolean
amp_review_close (AmpSession *session, gint64 line, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (GPtrArray) rows = NULL;
  const AmpReviewRow *row;

  if (!amp_session_require_supervisor (session, error))
    return FALSE;
  rows = amp_store_review_list (store, error);
  row = amp_review_find_row (rows, line, error);
  if (row == NULL || !row->open)
    return row != NULL;
  return amp_store_begin (store, error) &&
         amp_store_end (
           store,
           amp_store_review_close (store, line, error) &&
             amp_store_audit (store, AMP_AUDIT_UPDATE, NULL, 0, NULL, "review-close", error),
           error);
}
