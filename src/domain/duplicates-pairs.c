/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All probable pairs: whoever is recorded is looked for among the others. */
#include "domain/duplicates-private.h"

#include "domain/people.h"
#include "domain/session-private.h"

void
amp_duplicate_pair_free (AmpDuplicatePair *self)
{
  if (self == NULL)
    return;
  g_free (self->pseudonym_a);
  g_free (self->pseudonym_b);
  g_free (self->reasons);
  g_free (self->owners);
  g_free (self->regions);
  g_free (self->opened);
  g_free (self);
}

void
amp_duplicate_walk_free (AmpDuplicateWalk *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->people, g_array_unref);
  g_clear_pointer (&self->mine, g_hash_table_unref);
  amp_duplicate_cases_free (self->cases);
  amp_duplicate_crowd_free (self->crowd);
  g_free (self);
}

/* --- Whom to look for --- */

/* Who was recorded last comes first. path: to the person. */
static gboolean
read_people (AmpDuplicateWalk *self,
             AmpStore *store,
             const char *entity,
             const char *path,
             const AmpFilter *filter,
             GError **error)
{
  const char *paths[] = {path, NULL};
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (AmpCursor) cursor = amp_store_select (store, amp_entity_find (entity), paths, filter,
                                                   filter != NULL ? 1 : 0, "created_at", error);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      gint64 id = amp_cursor_int (cursor, 0);

      if (g_hash_table_add (seen, g_memdup2 (&id, sizeof id)))
        g_array_prepend_val (self->people, id);
    }
  if (filter != NULL)
    self->mine = g_steal_pointer (&seen);
  return more == 0;
}

AmpDuplicateWalk *
amp_duplicate_walk_new (AmpSession *session, GError **error)
{
  g_autoptr (AmpDuplicateWalk) self = g_new0 (AmpDuplicateWalk, 1);
  g_autofree char *me = NULL;
  AmpFilter own = {"owner", AMP_OP_EQ, NULL};
  AmpStore *store = amp_session_get_store (session);
  gboolean read;

  if (!amp_session_require_store (session, error))
    return NULL;
  self->people = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->cases = amp_duplicate_cases_new ();
  own.value = me = g_strdup_printf ("%" G_GINT64_FORMAT, amp_session_get_user (session)->id);
  read = amp_session_is_supervisor (session)
           ? read_people (self, store, "person", "id", NULL, error)
           : read_people (self, store, "case", "person", &own, error) &&
               amp_duplicate_cases_read (self->cases, store, &own, NULL, error);
  if (amp_session_is_supervisor (session))
    self->crowd = amp_duplicate_crowd_new ();
  return read ? g_steal_pointer (&self) : NULL;
}

gboolean
amp_duplicate_walk_is_over (const AmpDuplicateWalk *self)
{
  return self->at >= self->people->len;
}

/* --- Each of them --- */

/* Each pair is told once: by whoever was recorded later, and of two of whom one is a colleague's by
 * the other. */
static gboolean
tells (const AmpDuplicateWalk *self, gint64 id, const AmpDuplicate *other)
{
  return other->score >= AMP_DUPLICATES_LIKELY &&
         (other->person < id ||
          (self->mine != NULL && !g_hash_table_contains (self->mine, &other->person)));
}

static gboolean
add_pair (const AmpDuplicateWalk *self,
          AmpSession *session,
          gint64 id,
          const char *pseudonym,
          const AmpDuplicate *other,
          GPtrArray *pairs,
          GError **error)
{
  g_autoptr (AmpDuplicatePair) pair = g_new0 (AmpDuplicatePair, 1);
  gboolean first = id < other->person;
  gint64 approval;

  pair->a = MIN (id, other->person);
  pair->b = MAX (id, other->person);
  pair->pseudonym_a = g_strdup (first ? pseudonym : other->pseudonym);
  pair->pseudonym_b = g_strdup (first ? other->pseudonym : pseudonym);
  pair->score = other->score;
  pair->reasons = g_strdup (other->reasons);
  amp_duplicate_cases_tell (self->cases, pair);
  if (!amp_people_waiting (session, pair->a, pair->b, &approval, error))
    return FALSE;
  pair->waiting = approval != 0;
  g_ptr_array_add (pairs, g_steal_pointer (&pair));
  return TRUE;
}

/* Merged into another since the walk began. */
static gboolean
is_gone (const GError *error)
{
  return g_error_matches (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NOT_FOUND);
}

static gboolean
add_pairs_of (AmpDuplicateWalk *self,
              AmpSession *session,
              gint64 id,
              GPtrArray *pairs,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (AmpRecord) person =
    amp_store_load (amp_session_get_store (session), amp_entity_find ("person"), id, &local);
  g_autoptr (GPtrArray) found = NULL;

  if (is_gone (local))
    return TRUE;
  if (person == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  found =
    amp_duplicates_find (session, person, NULL, NULL, AMP_DUPLICATES_MOST, cancellable, error);
  for (guint i = 0; found != NULL && i < found->len; i++)
    if (tells (self, id, found->pdata[i]) &&
        !add_pair (self, session, id, amp_record_get (person, "pseudonym"), found->pdata[i], pairs,
                   error))
      return FALSE;
  return found != NULL;
}

/* there: whether somebody of the crowd is still recorded. */
static gboolean
look_up (AmpSession *session, gint64 id, gboolean *there, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (AmpRecord) person =
    amp_store_load (amp_session_get_store (session), amp_entity_find ("person"), id, &local);

  *there = person != NULL;
  if (person != NULL || is_gone (local))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
add_known_pair (const AmpDuplicateWalk *self,
                AmpSession *session,
                gint64 id,
                const AmpDuplicateKnown *known,
                const AmpDuplicate *other,
                GPtrArray *pairs,
                GError **error)
{
  gboolean there = FALSE;

  if (!look_up (session, id, &there, error) ||
      (there && !look_up (session, other->person, &there, error)))
    return FALSE;
  return !there || add_pair (self, session, id, known->pseudonym, other, pairs, error);
}

static gboolean
add_known_pairs_of (AmpDuplicateWalk *self,
                    AmpSession *session,
                    gint64 id,
                    GPtrArray *pairs,
                    GCancellable *cancellable,
                    GError **error)
{
  const AmpDuplicateKnown *known = amp_duplicate_crowd_lookup (self->crowd, id);
  g_autoptr (GPtrArray) found = NULL;

  if (known == NULL)
    return TRUE;
  found =
    amp_duplicate_crowd_find (self->crowd, session, id, AMP_DUPLICATES_MOST, cancellable, error);
  for (guint i = 0; found != NULL && i < found->len; i++)
    if (tells (self, id, found->pdata[i]) &&
        !add_known_pair (self, session, id, known, found->pdata[i], pairs, error))
      return FALSE;
  return found != NULL;
}

gboolean
amp_duplicate_walk_step (AmpDuplicateWalk *self,
                         AmpSession *session,
                         GPtrArray *pairs,
                         GCancellable *cancellable,
                         GError **error)
{
  gint64 id;

  if (amp_duplicate_walk_is_over (self))
    return TRUE;
  if (self->crowd != NULL && !self->ready)
    return amp_duplicate_crowd_read (self->crowd, self->cases, amp_session_get_store (session),
                                     self->people, &self->ready, cancellable, error);
  id = g_array_index (self->people, gint64, self->at++);
  return self->crowd != NULL ? add_known_pairs_of (self, session, id, pairs, cancellable, error)
                             : add_pairs_of (self, session, id, pairs, cancellable, error);
}

gboolean
amp_duplicates_pairs (AmpSession *session,
                      AmpDuplicatePairFunc func,
                      gpointer data,
                      AmpProgress *progress,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (AmpDuplicateWalk) walk = NULL;
  g_autoptr (GPtrArray) pairs =
    g_ptr_array_new_with_free_func ((GDestroyNotify) amp_duplicate_pair_free);

  if (!amp_session_require_supervisor (session, error))
    return FALSE;
  walk = amp_duplicate_walk_new (session, error);
  while (walk != NULL && !amp_duplicate_walk_is_over (walk))
    {
      if (!amp_duplicate_walk_step (walk, session, pairs, cancellable, error))
        return FALSE;
      for (guint i = 0; i < pairs->len; i++)
        func (pairs->pdata[i], data);
      g_ptr_array_set_size (pairs, 0);
      amp_progress_set (progress, walk->at, walk->people->len);
    }
  return walk != NULL;
}
