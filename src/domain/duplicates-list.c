/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every pair is kept, however many there are: what somebody narrows by later may be any of them. */
#include "domain/duplicates-list.h"

#include "domain/session-private.h"

#include <string.h>

struct _AmpDuplicateList
{
  GPtrArray *all;        /* of AmpDuplicatePair, owned, in the order they were found */
  GPtrArray *fit;        /* borrowed from all, sorted */
  AmpDuplicateWish wish; /* owns its texts */
};

/* --- What fits --- */

gboolean
amp_duplicate_wish_is_narrow (const AmpDuplicateWish *self)
{
  return self->reason != NULL || self->owner != 0 || self->region != NULL || self->since != NULL;
}

/* Whether a text is one of those between the marks. */
static gboolean
is_among (const char *list, const char *one)
{
  gsize length = strlen (one);

  for (const char *at = list; at != NULL; at = strchr (at, ';'))
    {
      at += *at == ';';
      if (strncmp (at, one, length) == 0 && (at[length] == ';' || at[length] == '\0'))
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_owner (const AmpDuplicatePair *pair, gint64 owner)
{
  char text[24];

  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, owner);
  return is_among (pair->owners, text);
}

static gboolean
is_since (const char *opened, const char *since)
{
  return opened != NULL && strncmp (opened, since, MIN (strlen (opened), strlen (since))) >= 0;
}

gboolean
amp_duplicate_pair_fits (const AmpDuplicatePair *pair, const AmpDuplicateWish *wish)
{
  return (wish->reason == NULL || is_among (pair->reasons, wish->reason)) &&
         (wish->owner == 0 || has_owner (pair, wish->owner)) &&
         (wish->region == NULL || is_among (pair->regions, wish->region)) &&
         (wish->since == NULL || is_since (pair->opened, wish->since));
}

/* --- The list --- */

AmpDuplicateList *
amp_duplicate_list_new (void)
{
  AmpDuplicateList *self = g_new0 (AmpDuplicateList, 1);

  self->all = g_ptr_array_new ();
  self->fit = g_ptr_array_new ();
  return self;
}

static void
wish_clear (AmpDuplicateWish *self)
{
  g_free ((char *) self->reason);
  g_free ((char *) self->region);
  g_free ((char *) self->since);
  *self = (AmpDuplicateWish){0};
}

void
amp_duplicate_list_free (AmpDuplicateList *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->all->len; i++)
    amp_duplicate_pair_free (self->all->pdata[i]);
  g_ptr_array_unref (self->all);
  g_ptr_array_unref (self->fit);
  wish_clear (&self->wish);
  g_free (self);
}

static int
compare (const AmpDuplicatePair *x, const AmpDuplicatePair *y)
{
  if (x->score != y->score)
    return x->score > y->score ? -1 : 1;
  if (x->b != y->b)
    return x->b > y->b ? -1 : 1;
  return (x->a < y->a) - (x->a > y->a);
}

static int
compare_fit (gconstpointer a, gconstpointer b)
{
  return compare (*(AmpDuplicatePair *const *) a, *(AmpDuplicatePair *const *) b);
}

int
amp_duplicate_list_add (AmpDuplicateList *self, AmpDuplicatePair *pair)
{
  guint low = 0, high = self->fit->len;

  g_ptr_array_add (self->all, pair);
  if (!amp_duplicate_pair_fits (pair, &self->wish))
    return -1;
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (compare (self->fit->pdata[middle], pair) <= 0)
        low = middle + 1;
      else
        high = middle;
    }
  g_ptr_array_insert (self->fit, (int) low, pair);
  return (int) low;
}

static void
sift (AmpDuplicateList *self)
{
  g_ptr_array_set_size (self->fit, 0);
  for (guint i = 0; i < self->all->len; i++)
    if (amp_duplicate_pair_fits (self->all->pdata[i], &self->wish))
      g_ptr_array_add (self->fit, self->all->pdata[i]);
  g_ptr_array_sort (self->fit, compare_fit);
}

void
amp_duplicate_list_narrow (AmpDuplicateList *self, const AmpDuplicateWish *wish)
{
  wish_clear (&self->wish);
  self->wish = (AmpDuplicateWish){.reason = g_strdup (wish->reason),
                                  .owner = wish->owner,
                                  .region = g_strdup (wish->region),
                                  .since = g_strdup (wish->since)};
  sift (self);
}

guint
amp_duplicate_list_n_all (const AmpDuplicateList *self)
{
  return self->all->len;
}

guint
amp_duplicate_list_n_fit (const AmpDuplicateList *self)
{
  return self->fit->len;
}

AmpDuplicatePair *
amp_duplicate_list_nth (const AmpDuplicateList *self, guint n)
{
  g_return_val_if_fail (n < self->fit->len, NULL);
  return self->fit->pdata[n];
}

gboolean
amp_duplicate_list_is_narrow (const AmpDuplicateList *self)
{
  return amp_duplicate_wish_is_narrow (&self->wish);
}

/* --- What was decided --- */

typedef gboolean (*Decided) (const AmpDuplicatePair *pair, gconstpointer data);

/* The order of those that stay is kept. */
static GPtrArray *
take_decided (AmpDuplicateList *self, Decided decided, gconstpointer data)
{
  GPtrArray *taken = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_duplicate_pair_free);
  guint kept = 0;

  for (guint i = 0; i < self->all->len; i++)
    if (decided (self->all->pdata[i], data))
      g_ptr_array_add (taken, self->all->pdata[i]);
    else
      self->all->pdata[kept++] = self->all->pdata[i];
  g_ptr_array_set_size (self->all, (int) kept);
  if (taken->len > 0)
    sift (self);
  return taken;
}

typedef struct
{
  gint64 a, b, gone;
} Verdict;

static gboolean
is_decided_by (const AmpDuplicatePair *pair, gconstpointer data)
{
  const Verdict *verdict = data;

  return (pair->a == verdict->a && pair->b == verdict->b) ||
         (verdict->gone != 0 && (pair->a == verdict->gone || pair->b == verdict->gone));
}

GPtrArray *
amp_duplicate_list_take (AmpDuplicateList *self, gint64 a, gint64 b, gint64 gone)
{
  const Verdict verdict = {MIN (a, b), MAX (a, b), gone};

  return take_decided (self, is_decided_by, &verdict);
}

void
amp_duplicate_list_set_waiting (AmpDuplicateList *self, gint64 a, gint64 b, gboolean waiting)
{
  for (guint i = 0; i < self->all->len; i++)
    {
      AmpDuplicatePair *pair = self->all->pdata[i];

      if (pair->a == MIN (a, b) && pair->b == MAX (a, b))
        pair->waiting = waiting;
    }
}

/* --- In whatever window --- */

struct _AmpDuplicateVerdicts
{
  GHashTable *apart; /* "a b", the lower one first */
  GHashTable *gone;  /* who was merged into another */
};

void
amp_duplicate_verdicts_free (AmpDuplicateVerdicts *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->apart);
  g_hash_table_unref (self->gone);
  g_free (self);
}

static char *
key_of (gint64 a, gint64 b)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, MIN (a, b), MAX (a, b));
}

static void
add_verdict (AmpDuplicateVerdicts *self, AmpCursor *cursor)
{
  gint64 a = amp_cursor_int (cursor, 0), b = amp_cursor_int (cursor, 1);

  if (g_strcmp0 (amp_cursor_text (cursor, 2), "different") == 0)
    g_hash_table_add (self->apart, key_of (a, b));
  else if (amp_cursor_text (cursor, 3) != NULL)
    g_hash_table_add (self->gone, GSIZE_TO_POINTER (amp_cursor_int (cursor, 3) == a ? b : a));
}

AmpDuplicateVerdicts *
amp_duplicate_verdicts_read (AmpSession *session, GCancellable *cancellable, GError **error)
{
  static const char *const paths[] = {"a", "b", "verdict", "merged_into", NULL};
  g_autoptr (AmpDuplicateVerdicts) self = NULL;
  g_autoptr (AmpCursor) cursor = NULL;
  int more = -1;

  if (!amp_session_require_store (session, error))
    return NULL;
  self = g_new0 (AmpDuplicateVerdicts, 1);
  self->apart = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->gone = g_hash_table_new (g_direct_hash, g_direct_equal);
  cursor = amp_store_select (amp_session_get_store (session), amp_entity_find ("dup_decision"),
                             paths, NULL, 0, NULL, error);
  while (cursor != NULL && (more = amp_cursor_next (cursor, cancellable, error)) > 0)
    add_verdict (self, cursor);
  return more == 0 ? g_steal_pointer (&self) : NULL;
}

static gboolean
is_decided_in (const AmpDuplicatePair *pair, gconstpointer data)
{
  const AmpDuplicateVerdicts *verdicts = data;
  g_autofree char *key = key_of (pair->a, pair->b);

  return g_hash_table_contains (verdicts->apart, key) ||
         g_hash_table_contains (verdicts->gone, GSIZE_TO_POINTER (pair->a)) ||
         g_hash_table_contains (verdicts->gone, GSIZE_TO_POINTER (pair->b));
}

GPtrArray *
amp_duplicate_list_obey (AmpDuplicateList *self, const AmpDuplicateVerdicts *verdicts)
{
  return take_decided (self, is_decided_in, verdicts);
}
