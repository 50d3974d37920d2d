/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two people side by side: what there is to decide, what a merge would do, and what was merged. */
#include "domain/people-private.h"

#include "domain/access.h"
#include "domain/approvals.h"
#include "domain/session-private.h"
#include "model/date.h"

#include <string.h>

static gboolean
refuse (const char *what, GError **error)
{
  g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID, what);
  return FALSE;
}

/* --- Whose --- */

/* One of her cases may be opened, or she has none. */
static gboolean
is_open_to_us (AmpSession *session, gint64 person, gboolean *open, GError **error)
{
  g_autoptr (GPtrArray) cases = amp_store_children (
    amp_session_get_store (session), amp_entity_find ("case"), "person", person, error);

  *open = cases != NULL && cases->len == 0;
  for (guint i = 0; cases != NULL && i < cases->len && !*open; i++)
    {
      AmpAccess access;

      if (!amp_access_to_case (session, amp_record_id (cases->pdata[i]), &access, error))
        return FALSE;
      *open = access == AMP_ACCESS_FULL;
    }
  return cases != NULL;
}

static gboolean
require_one_of (AmpSession *session, gint64 a, gint64 b, GError **error)
{
  gboolean one, other;

  if (!is_open_to_us (session, a, &one, error) || !is_open_to_us (session, b, &other, error))
    return FALSE;
  if (one || other)
    return TRUE;
  g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED,
                       "person: both are of a colleague's cases");
  return FALSE;
}

/* --- The pair --- */

void
amp_people_pair_free (AmpPeoplePair *self)
{
  if (self == NULL)
    return;
  for (gsize i = 0; i < 2; i++)
    {
      g_free (self->pseudonym[i]);
      g_clear_pointer (&self->record[i], amp_record_free);
    }
  g_free (self->reasons);
  g_free (self);
}

gboolean
amp_people_waiting (AmpSession *session, gint64 a, gint64 b, gint64 *approval, GError **error)
{
  const char *paths[] = {"id", NULL};
  gint64 decision = amp_people_find_decision (session, a, b, error);
  g_autofree char *object = g_strdup_printf ("%" G_GINT64_FORMAT, decision);
  const AmpFilter filters[] = {{"kind", AMP_OP_EQ, "merge"},
                               {"decision", AMP_OP_EQ, "pending"},
                               {"object_id", AMP_OP_EQ, object}};
  g_autoptr (AmpCursor) cursor = NULL;
  int more = -1;

  *approval = 0;
  if (decision <= 0)
    return decision == 0;
  cursor = amp_store_select (amp_session_get_store (session), amp_entity_find ("approval"), paths,
                             filters, G_N_ELEMENTS (filters), NULL, error);
  if (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    *approval = amp_cursor_int (cursor, 0);
  return more >= 0;
}

/* In the order in which they were recorded. */
static gboolean
order_people (AmpSession *session, AmpPeoplePair *pair, gint64 a, gint64 b, GError **error)
{
  const char *paths[] = {"id", "pseudonym", NULL};
  g_autofree char *both = g_strdup_printf ("%" G_GINT64_FORMAT ";%" G_GINT64_FORMAT, a, b);
  const AmpFilter filter = {"id", AMP_OP_IN, both};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (session), amp_entity_find ("person"), paths, &filter,
                      1, "created_at", error);
  gsize n = 0;
  int more = -1;

  while (cursor != NULL && n < 2 && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      pair->person[n] = amp_cursor_int (cursor, 0);
      pair->pseudonym[n++] = g_strdup (amp_cursor_text (cursor, 1));
    }
  if (more < 0)
    return FALSE;
  return n == 2 || refuse ("person: one of the two is gone, or both are one", error);
}

static gboolean
read_decision (AmpSession *session, AmpPeoplePair *pair, GError **error)
{
  gint64 id = amp_people_find_decision (session, pair->person[0], pair->person[1], error);
  g_autoptr (AmpRecord) decision = NULL;

  if (id <= 0)
    return id == 0;
  decision =
    amp_store_load (amp_session_get_store (session), amp_entity_find ("dup_decision"), id, error);
  if (decision == NULL)
    return FALSE;
  pair->score = (guint) amp_record_get_int (decision, "score", 0);
  pair->reasons = g_strdup (amp_record_get (decision, "reason"));
  return amp_people_waiting (session, pair->person[0], pair->person[1], &pair->waiting, error);
}

AmpPeoplePair *
amp_people_pair (AmpSession *session, gint64 a, gint64 b, GError **error)
{
  g_autoptr (AmpPeoplePair) pair = g_new0 (AmpPeoplePair, 1);

  if (!amp_session_require_store (session, error) || !order_people (session, pair, a, b, error) ||
      !read_decision (session, pair, error))
    return NULL;
  for (gsize i = 0; i < 2; i++)
    {
      gboolean open;

      if (!is_open_to_us (session, pair->person[i], &open, error))
        return NULL;
      if (open)
        pair->record[i] = amp_store_load (amp_session_get_store (session),
                                          amp_entity_find ("person"), pair->person[i], error);
      if (open && pair->record[i] == NULL)
        return NULL;
    }
  return g_steal_pointer (&pair);
}

AmpPeoplePair *
amp_people_pair_of (AmpSession *session, gint64 decision, GError **error)
{
  g_autoptr (AmpRecord) record = NULL;

  if (!amp_session_require_store (session, error))
    return NULL;
  record = amp_store_load (amp_session_get_store (session), amp_entity_find ("dup_decision"),
                           decision, error);
  return record != NULL ? amp_people_pair (session, amp_record_get_int (record, "a", 0),
                                           amp_record_get_int (record, "b", 0), error)
                        : NULL;
}

/* --- What a merge would do --- */

void
amp_people_preview_free (AmpPeoplePreview *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->moved);
  g_ptr_array_unref (self->filled);
  g_ptr_array_unref (self->told);
  g_free (self);
}

static void
count_moved (AmpPeoplePreview *self, JsonArray *moved)
{
  for (guint i = 0; i < json_array_get_length (moved); i++)
    {
      JsonArray *one = json_array_get_array_element (moved, i);
      const AmpPeopleMoved first = {amp_entity_find (json_array_get_string_element (one, 0)), 1};
      AmpPeopleMoved *last = self->moved->len > 0
                               ? &g_array_index (self->moved, AmpPeopleMoved, self->moved->len - 1)
                               : NULL;

      /* They come entity by entity. */
      if (last != NULL && last->entity == first.entity)
        last->n++;
      else
        g_array_append_val (self->moved, first);
    }
}

/* Kinds and fields are left out before they leave the domain. */
static gboolean
close_preview (AmpPeoplePreview *self, AmpSession *session, gint64 a, gint64 b, GError **error)
{
  gboolean one, other;

  if (!is_open_to_us (session, a, &one, error) || !is_open_to_us (session, b, &other, error))
    return FALSE;
  if (one && other)
    return TRUE;
  self->closed = TRUE;
  self->renamed = FALSE;
  g_array_set_size (self->moved, 0);
  g_ptr_array_set_size (self->filled, 0);
  g_ptr_array_set_size (self->told, 0);
  return TRUE;
}

static void
add_field (GPtrArray *fields, const char *name)
{
  g_ptr_array_add (fields, (gpointer) amp_entity_field (amp_entity_find ("person"), name));
}

AmpPeoplePreview *
amp_people_preview (AmpSession *session, gint64 a, gint64 b, gint64 keep, GError **error)
{
  g_autoptr (AmpPeoplePreview) self = NULL;
  g_autoptr (JsonObject) done = NULL;
  JsonArray *changed, *told;

  if (!amp_session_require_store (session, error) || !require_one_of (session, a, b, error))
    return NULL;
  done = amp_people_try_merge (session, keep, keep == a ? b : a, error);
  if (done == NULL)
    return NULL;
  self = g_new0 (AmpPeoplePreview, 1);
  self->moved = g_array_new (FALSE, FALSE, sizeof (AmpPeopleMoved));
  self->filled = g_ptr_array_new ();
  self->told = g_ptr_array_new ();
  count_moved (self, json_object_get_array_member (done, "moved"));
  self->n_moved = json_array_get_length (json_object_get_array_member (done, "moved"));
  changed = json_object_get_array_member (done, "changed");
  for (guint i = 0; i < json_array_get_length (changed); i++)
    {
      const char *name =
        json_array_get_string_element (json_array_get_array_element (changed, i), 0);

      if (strcmp (name, "known_as") == 0)
        self->renamed = TRUE;
      else
        add_field (self->filled, name);
    }
  told = json_object_get_array_member (done, "told");
  for (guint i = 0; i < json_array_get_length (told); i++)
    add_field (self->told, json_array_get_string_element (told, i));
  return close_preview (self, session, a, b, error) ? g_steal_pointer (&self) : NULL;
}

/* --- They are one --- */

static gint64
join (AmpSession *session,
      const AmpPeoplePair *pair,
      gint64 keep,
      const char *why,
      AmpTranslate translate,
      GError **error)
{
  gint64 waiting, decision;
  AmpApprovalRequest request = {.kind = "merge", .note = why};

  if (!require_one_of (session, pair->person[0], pair->person[1], error) ||
      !amp_people_waiting (session, pair->person[0], pair->person[1], &waiting, error))
    return 0;
  if (waiting != 0)
    return refuse ("approval: asked for already", error);
  decision = amp_people_decide (session, pair->person[0], pair->person[1], "same", pair->score,
                                pair->reasons, error);
  request.object_id = decision;
  if (decision == 0 || !(amp_session_is_supervisor (session)
                           ? amp_people_merge (session, decision, keep, translate, error)
                           : amp_approvals_request (session, &request, NULL, error)))
    return 0;
  return decision;
}

gint64
amp_people_join (AmpSession *session,
                 const AmpPeoplePair *pair,
                 gint64 keep,
                 const char *why,
                 AmpTranslate translate,
                 GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  gint64 decision;

  if (!amp_session_require_store (session, error) || !amp_store_begin (store, error))
    return 0;
  decision = join (session, pair, keep, why, translate, error);
  if (decision != 0)
    return amp_store_commit (store, error) ? decision : 0;
  amp_store_rollback (store);
  return 0;
}

/* --- What was merged --- */

void
amp_people_merged_free (AmpPeopleMerged *self)
{
  if (self == NULL)
    return;
  g_free (self->pseudonym_kept);
  g_free (self->pseudonym_gone);
  g_free (self->by);
  g_free (self->until);
  g_free (self);
}

static AmpPeopleMerged *
read_merged (AmpCursor *cursor)
{
  AmpPeopleMerged *self = g_new0 (AmpPeopleMerged, 1);
  gsize kept = amp_cursor_int (cursor, 1) == amp_cursor_int (cursor, 2) ? 0 : 1;

  self->decision = amp_cursor_int (cursor, 0);
  self->pseudonym_kept = g_strdup (amp_cursor_text (cursor, 3 + kept));
  self->pseudonym_gone = g_strdup (amp_cursor_text (cursor, 4 - kept));
  self->by = g_strdup (amp_cursor_text (cursor, 5));
  self->until = g_strdup (amp_cursor_text (cursor, 6));
  return self;
}

GPtrArray *
amp_people_merged (AmpSession *session, GError **error)
{
  static const char *const paths[] = {"id",          "merged_into",     "a",          "a.pseudonym",
                                      "b.pseudonym", "by.display_name", "undo_until", NULL};
  AmpDate date = amp_date_today ();
  g_autofree char *today = amp_date_to_text (&date);
  const AmpFilter filters[] = {{"merged_into", AMP_OP_NOT_NULL, NULL},
                               {"undo_until", AMP_OP_GE, today}};
  g_autoptr (GPtrArray) list =
    g_ptr_array_new_with_free_func ((GDestroyNotify) amp_people_merged_free);
  g_autoptr (AmpCursor) cursor = NULL;
  int more = -1;

  if (!amp_session_require_supervisor (session, error))
    return NULL;
  cursor = amp_store_select (amp_session_get_store (session), amp_entity_find ("dup_decision"),
                             paths, filters, G_N_ELEMENTS (filters), "undo_until", error);
  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    g_ptr_array_insert (list, 0, read_merged (cursor));
  return more == 0 ? g_steal_pointer (&list) : NULL;
}
