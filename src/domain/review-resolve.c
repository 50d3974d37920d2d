/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which case a record of a pack is: one supervisor asks, another approves, the one who asked sees
 * it once. What either holds by keys: review-keys.c. */
#include "domain/approvals-private.h"
#include "domain/review-private.h"

#include <string.h>

static gint64
me (AmpSession *session)
{
  return amp_session_get_user (session)->id;
}

static gboolean
not_found (const char *what, GError **error)
{
  g_set_error_literal (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NOT_FOUND, what);
  return FALSE;
}

static gint64
thing_of (const AmpReviewRow *row, const char *code)
{
  return amp_review_thing ("resolve", row->id, 0, code);
}

/* A pack of before there were shares: its key is the maker's. */
static gboolean
is_makers_alone (const AmpReviewRow *row)
{
  return row->session_key != NULL;
}

static gboolean
refuse_closed (GError **error)
{
  return amp_review_refuse (AMP_REVIEW_ERROR_CLOSED,
                            "review: the audit is closed, its codes lead nowhere", error);
}

/* --- Who can --- */

/* Of one line, for one of the supervisors. */
typedef struct
{
  gboolean alone;  /* there is one holder, who lacks nothing by keys */
  GArray *left;    /* holders who are supervisors still; user ids */
  GArray *answers; /* who may approve of what she asks */
  gboolean is_in;  /* she is one of those who are left */
} Circle;

static void
circle_clear (Circle *self)
{
  g_clear_pointer (&self->left, g_array_unref);
  g_clear_pointer (&self->answers, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Circle, circle_clear)

static gboolean
has (const GArray *ids, gint64 id)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      return TRUE;
  return FALSE;
}

/* Those of from that are in both, but for one. */
static GArray *
both (const GArray *from, const GArray *other, gint64 but)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < from->len; i++)
    {
      gint64 id = g_array_index (from, gint64, i);

      if (id != but && has (other, id))
        g_array_append_val (ids, id);
    }
  return ids;
}

static gboolean
read_circle (
  AmpSession *session, const AmpReviewRow *row, gint64 asker, Circle *self, GError **error)
{
  g_autoptr (GArray) active = amp_review_supervisors (session, error);
  g_autoptr (GArray) holders = NULL;

  if (active != NULL)
    holders = amp_store_review_holders (amp_session_get_store (session), row->id, error);
  if (holders == NULL)
    return FALSE;
  if (is_makers_alone (row))
    {
      g_array_set_size (holders, 0);
      g_array_append_val (holders, row->maker);
    }
  self->alone = holders->len == 1;
  self->left = both (holders, active, 0);
  self->answers = both (self->alone ? active : self->left, active, asker);
  self->is_in = has (self->left, asker);
  return TRUE;
}

/* Whether anybody is left who can ask and see. */
static gboolean
is_possible (const Circle *self)
{
  return self->left->len >= (self->alone ? 1 : 2);
}

static gboolean
check_circle (const Circle *self, GError **error)
{
  if (!is_possible (self))
    return amp_review_refuse (AMP_REVIEW_ERROR_LEFT, "review: too few who hold a share are left",
                              error);
  return self->is_in ||
         amp_review_refuse (AMP_REVIEW_ERROR_SHARE, "review: no share of that pack's keys", error);
}

static GStrv
names_of (AmpSession *session, const GArray *ids)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < ids->len; i++)
    {
      char *name = amp_review_name_of (session, g_array_index (ids, gint64, i));

      if (name != NULL)
        g_ptr_array_add (names, name);
    }
  g_ptr_array_add (names, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

/* --- Asking --- */

/* The line of that number, where it has that code. */
static const AmpReviewRow *
find_code (const GPtrArray *rows, gint64 line, const char *code, GError **error)
{
  const AmpReviewRow *row = amp_review_find_row (rows, line, error);

  if (row == NULL || amp_review_code_position (row, code) >= 0)
    return row;
  not_found ("No case of that code", error);
  return NULL;
}

/* For a supervisor; rows: what the line is in, to be freed. */
static const AmpReviewRow *
read_line (AmpSession *session, gint64 line, const char *code, GPtrArray **rows, GError **error)
{
  if (!amp_session_require_supervisor (session, error))
    return NULL;
  *rows = amp_store_review_list (amp_session_get_store (session), error);
  return *rows != NULL ? find_code (*rows, line, code, error) : NULL;
}

/* The same, where its codes still lead to cases. */
static const AmpReviewRow *
read_open_line (
  AmpSession *session, gint64 line, const char *code, GPtrArray **rows, GError **error)
{
  const AmpReviewRow *row = read_line (session, line, code, rows, error);

  return row == NULL || row->open || refuse_closed (error) ? row : NULL;
}

static gboolean
ask (AmpSession *session,
     const AmpReviewRow *row,
     const char *code,
     const char *note,
     gint64 *approval,
     GError **error)
{
  const AmpApprovalRequest request = {"resolve", 0, thing_of (row, code), note};

  return amp_approvals_request (session, &request, approval, error) &&
         amp_store_review_ask (amp_session_get_store (session), *approval, row->id, code, error);
}

gboolean
amp_review_ask_resolve (AmpSession *session,
                        gint64 line,
                        const char *code,
                        const char *note,
                        gint64 *approval,
                        GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (GPtrArray) rows = NULL;
  /* What stands in the request is a code of a pack: nothing else gets there. */
  const AmpReviewRow *row = read_open_line (session, line, code, &rows, error);
  g_auto (Circle) circle = {0};

  return row != NULL && read_circle (session, row, me (session), &circle, error) &&
         check_circle (&circle, error) && amp_store_begin (store, error) &&
         amp_store_end (store, ask (session, row, code, note, approval, error), error);
}

/* --- Answering: in the transaction of the answer --- */

gboolean
amp_approval_perform_resolve (AmpSession *session, const AmpRecord *approval, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  gint64 asker = amp_record_get_int (approval, "requested_by", 0);
  g_autoptr (AmpReviewAsked) asked = amp_store_review_asked (store, amp_record_id (approval), NULL);
  g_autoptr (GPtrArray) rows = amp_store_review_list (store, error);
  const AmpReviewRow *row;
  g_auto (Circle) circle = {0};
  g_autoptr (AmpReviewKeys) keys = NULL;
  g_autoptr (GBytes) piece = NULL;

  if (rows == NULL)
    return FALSE;
  row = asked != NULL ? amp_review_find_row (rows, asked->review, NULL) : NULL;
  if (row == NULL || !row->open)
    return refuse_closed (error);
  if (amp_record_get_int (approval, "object_id", 0) != thing_of (row, asked->code))
    return amp_domain_refuse ("approval.object_id: another record is asked for", error);
  if (!read_circle (session, row, asker, &circle, error))
    return FALSE;
  if (!circle.is_in)
    return amp_domain_refuse ("approval.requested_by: is not there any more", error);
  if (!check_circle (&circle, error))
    return FALSE;
  if (circle.alone)
    return TRUE;
  keys = amp_review_keys_read (session, row, error);
  piece =
    keys != NULL ? amp_review_keys_give (session, row, keys, asked->code, asker, error) : NULL;
  return piece != NULL && amp_store_review_give (store, asked->approval, piece, error);
}

gboolean
amp_approval_give_back_resolve (AmpSession *session, const AmpRecord *approval, GError **error)
{
  return amp_store_review_forget (amp_session_get_store (session), amp_record_id (approval), error);
}

gboolean
amp_approval_read_resolve (AmpSession *session, AmpApproval *approval, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (AmpReviewAsked) asked = amp_store_review_asked (store, approval->id, NULL);
  g_autoptr (GPtrArray) rows = asked != NULL ? amp_store_review_list (store, error) : NULL;
  const AmpReviewRow *row;
  g_auto (Circle) circle = {0};

  if (asked == NULL)
    return TRUE;
  row = amp_review_find_row (rows, asked->review, error);
  if (row == NULL)
    return FALSE;
  approval->pack = asked->review;
  approval->code = g_strdup (asked->code);
  if (!approval->may_decide)
    return TRUE;
  if (!read_circle (session, row, approval->requested_by, &circle, error))
    return FALSE;
  if (!has (circle.answers, me (session)))
    approval->who = names_of (session, circle.answers);
  return TRUE;
}

/* --- Where it stands --- */

void
amp_resolve_look_free (AmpResolveLook *self)
{
  if (self == NULL)
    return;
  g_strfreev (self->who);
  g_free (self);
}

/* The last request for it that is not over; 0: none. -1: error. */
static gint64
find_request (AmpSession *session, gint64 thing, AmpResolveLook *look, gint64 *by, GError **error)
{
  static const char *const paths[] = {"id", "decision", "requested_by", NULL};
  g_autofree char *object = g_strdup_printf ("%" G_GINT64_FORMAT, thing);
  const AmpFilter filters[] = {{"kind", AMP_OP_EQ, "resolve"},
                               {"object_id", AMP_OP_EQ, object},
                               {"used_at", AMP_OP_IS_NULL, NULL},
                               {"decision", AMP_OP_IN, "pending;approved"}};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (session), amp_entity_find ("approval"), paths, filters,
                      G_N_ELEMENTS (filters), "id", error);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      gboolean pending = g_strcmp0 (amp_cursor_text (cursor, 1), "pending") == 0;
      gint64 asker = amp_cursor_int (cursor, 2);

      /* What another was approved of is hers. */
      if (!pending && asker != me (session))
        continue;
      look->approval = amp_cursor_int (cursor, 0);
      look->state = !pending                ? AMP_RESOLVE_READY
                    : asker == me (session) ? AMP_RESOLVE_WAITING
                                            : AMP_RESOLVE_ELSEWHERE;
      *by = asker;
      if (!pending)
        return look->approval;
    }
  return more < 0 ? -1 : look->approval;
}

static gboolean
fill_look (AmpSession *session,
           const AmpReviewRow *row,
           const char *code,
           AmpResolveLook *look,
           GError **error)
{
  g_auto (Circle) circle = {0};
  gint64 asked, by = 0;

  look->state = AMP_RESOLVE_CLOSED;
  if (!row->open)
    return TRUE;
  if (!read_circle (session, row, me (session), &circle, error))
    return FALSE;
  look->state = circle.is_in ? AMP_RESOLVE_ASK : AMP_RESOLVE_NO_SHARE;
  asked = find_request (session, thing_of (row, code), look, &by, error);
  if (asked < 0)
    return FALSE;
  /* What was given is there, whoever has left since. */
  if (look->state != AMP_RESOLVE_READY && !is_possible (&circle))
    {
      look->state = AMP_RESOLVE_LEFT;
      return TRUE;
    }
  if (look->state == AMP_RESOLVE_ELSEWHERE)
    {
      g_autoptr (GArray) one = g_array_new (FALSE, FALSE, sizeof (gint64));

      g_array_append_val (one, by);
      look->who = names_of (session, one);
    }
  else
    look->who =
      names_of (session, look->state == AMP_RESOLVE_NO_SHARE ? circle.left : circle.answers);
  return TRUE;
}

AmpResolveLook *
amp_review_resolve_look (AmpSession *session, gint64 line, const char *code, GError **error)
{
  g_autoptr (AmpResolveLook) look = g_new0 (AmpResolveLook, 1);
  g_autoptr (GPtrArray) rows = NULL;
  const AmpReviewRow *row = read_line (session, line, code, &rows, error);

  return row != NULL && fill_look (session, row, code, look, error) ? g_steal_pointer (&look)
                                                                    : NULL;
}

GPtrArray *
amp_review_resolve_looks (AmpSession *session, const GPtrArray *findings, GError **error)
{
  g_autoptr (GPtrArray) looks =
    g_ptr_array_new_with_free_func ((GDestroyNotify) amp_resolve_look_free);
  g_autoptr (GPtrArray) rows = NULL;

  if (!amp_session_require_supervisor (session, error))
    return NULL;
  rows = amp_store_review_list (amp_session_get_store (session), error);
  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < findings->len; i++)
    {
      const AmpRecord *finding = findings->pdata[i];
      const char *code = amp_record_get (finding, "code");
      const AmpReviewRow *row =
        code != NULL ? find_code (rows, amp_record_get_int (finding, "pack", 0), code, NULL) : NULL;
      g_autoptr (AmpResolveLook) look = row != NULL ? g_new0 (AmpResolveLook, 1) : NULL;

      if (look != NULL && !fill_look (session, row, code, look, error))
        return NULL;
      g_ptr_array_add (looks, g_steal_pointer (&look));
    }
  return g_steal_pointer (&looks);
}

/* --- Resolving --- */

/* By the key of a whole pack, as it was before. */
static gint64
case_of_code (AmpSession *session, const AmpReviewRow *row, const char *code, GError **error)
{
  static const char *const paths[] = {"id", NULL};
  g_autoptr (AmpSecret) key =
    amp_vault_unseal (amp_session_get_vault (session), row->session_key, NULL);
  g_autoptr (AmpCursor) cursor = NULL;
  g_autoptr (AmpReviewRecords) codes = amp_review_records_new (AMP_REVIEW_TINY);
  int more = -1;

  if (key == NULL)
    return amp_review_refuse (AMP_REVIEW_ERROR_SHARE, "review: sealed to who made the pack", error);
  cursor = amp_store_select (amp_session_get_store (session), amp_entity_find ("case"), paths, NULL,
                             0, NULL, error);
  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      guint8 hash[8];

      amp_review_hash_case (key, amp_cursor_int (cursor, 0), hash);
      g_array_set_size (codes->codes, 0);
      amp_review_records_add_code (codes, hash);
      if (strcmp (amp_review_records_code (codes, 0), code) == 0)
        return amp_cursor_int (cursor, 0);
    }
  if (more == 0)
    not_found ("No case of that code", error);
  return 0;
}

/* It may have been destroyed since. */
static gboolean
is_there (AmpSession *session, gint64 case_id, GError **error)
{
  static const char *const paths[] = {"id", NULL};
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, case_id);
  const AmpFilter filter = {"id", AMP_OP_EQ, id};
  g_autoptr (AmpCursor) cursor = amp_store_select (
    amp_session_get_store (session), amp_entity_find ("case"), paths, &filter, 1, NULL, error);
  int more = cursor != NULL ? amp_cursor_next (cursor, NULL, error) : -1;

  return more > 0 || (more == 0 && not_found ("No case of that code", error));
}

static gint64
open_entry (
  AmpSession *session, const AmpReviewRow *row, const char *code, gint64 approval, GError **error)
{
  g_autoptr (AmpReviewKeys) keys = amp_review_keys_read (session, row, error);
  g_autoptr (AmpReviewAsked) asked =
    keys != NULL ? amp_store_review_asked (amp_session_get_store (session), approval, error) : NULL;

  return asked != NULL ? amp_review_keys_open (session, row, keys, code, asked->piece, error) : 0;
}

static gboolean
resolve (AmpSession *session,
         const AmpReviewRow *row,
         const char *code,
         gint64 approval,
         gint64 *case_id,
         GError **error)
{
  AmpStore *store = amp_session_get_store (session);

  if (amp_review_take_permit (session, "resolve", approval, thing_of (row, code), error) < 0)
    return FALSE;
  *case_id = is_makers_alone (row) ? case_of_code (session, row, code, error)
                                   : open_entry (session, row, code, approval, error);
  return *case_id != 0 && is_there (session, *case_id, error) &&
         amp_store_review_forget (store, approval, error) &&
         amp_store_audit (store, AMP_AUDIT_VIEW_CASE, amp_entity_find ("case"), *case_id, NULL,
                          "review-resolve", error);
}

gboolean
amp_review_resolve (AmpSession *session,
                    gint64 line,
                    const char *code,
                    gint64 approval,
                    gint64 *case_id,
                    GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (GPtrArray) rows = NULL;
  const AmpReviewRow *row = read_open_line (session, line, code, &rows, error);

  return row != NULL && amp_store_begin (store, error) &&
         amp_store_end (store, resolve (session, row, code, approval, case_id, error), error);
}
