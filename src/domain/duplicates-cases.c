/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Of each person the cases that whoever looks may know of: a supervisor all, a caseworker her own.
 */
#include "domain/duplicates-private.h"

#include <string.h>

/* Of one person. */
typedef struct
{
  GArray *owners;     /* of gint64, each once */
  GPtrArray *regions; /* codes, each once */
  char *opened;       /* the latest; NULL: not recorded */
} Cases;

struct _AmpDuplicateCases
{
  GHashTable *people;  /* id -> Cases */
  GStringChunk *codes; /* the few regions that all share */
};

static void
cases_free (gpointer data)
{
  Cases *self = data;

  g_array_unref (self->owners);
  g_ptr_array_unref (self->regions);
  g_free (self->opened);
  g_free (self);
}

AmpDuplicateCases *
amp_duplicate_cases_new (void)
{
  AmpDuplicateCases *self = g_new0 (AmpDuplicateCases, 1);

  self->people = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, cases_free);
  self->codes = g_string_chunk_new (256);
  return self;
}

void
amp_duplicate_cases_free (AmpDuplicateCases *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->people);
  g_string_chunk_free (self->codes);
  g_free (self);
}

static Cases *
cases_of (const AmpDuplicateCases *self, gint64 person)
{
  return g_hash_table_lookup (self->people, GSIZE_TO_POINTER (person));
}

static void
add_owner (GArray *owners, gint64 owner)
{
  for (guint i = 0; i < owners->len; i++)
    if (g_array_index (owners, gint64, i) == owner)
      return;
  g_array_append_val (owners, owner);
}

static void
add_region (GPtrArray *regions, const char *region)
{
  if (!g_ptr_array_find (regions, region, NULL))
    g_ptr_array_add (regions, (char *) region);
}

/* Dates are written so that later ones sort behind. */
static const char *
later (const char *one, const char *other)
{
  return g_strcmp0 (one, other) >= 0 ? one : other;
}

static void
add_case (AmpDuplicateCases *self, AmpCursor *cursor)
{
  gint64 person = amp_cursor_int (cursor, 0);
  const char *region = amp_cursor_text (cursor, 2), *opened = amp_cursor_text (cursor, 3);
  Cases *cases = cases_of (self, person);

  if (cases == NULL)
    {
      cases = g_new0 (Cases, 1);
      cases->owners = g_array_new (FALSE, FALSE, sizeof (gint64));
      cases->regions = g_ptr_array_new ();
      g_hash_table_insert (self->people, GSIZE_TO_POINTER (person), cases);
    }
  if (amp_cursor_text (cursor, 1) != NULL)
    add_owner (cases->owners, amp_cursor_int (cursor, 1));
  if (region != NULL)
    add_region (cases->regions, g_string_chunk_insert_const (self->codes, region));
  if (later (cases->opened, opened) != cases->opened)
    {
      g_free (cases->opened);
      cases->opened = g_strdup (opened);
    }
}

gboolean
amp_duplicate_cases_read (AmpDuplicateCases *self,
                          AmpStore *store,
                          const AmpFilter *filter,
                          GCancellable *cancellable,
                          GError **error)
{
  static const char *const paths[] = {"person", "owner", "office_region", "opened_on", NULL};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (store, amp_entity_find ("case"), paths, filter, 1, NULL, error);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, cancellable, error)) > 0)
    add_case (self, cursor);
  return more == 0;
}

void
amp_duplicate_cases_tell (const AmpDuplicateCases *self, AmpDuplicatePair *pair)
{
  const Cases *both[] = {cases_of (self, pair->a), cases_of (self, pair->b)};
  g_autoptr (GArray) owners = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) regions = g_ptr_array_new ();
  g_autoptr (GString) ids = g_string_new (";"), codes = g_string_new (";");

  for (gsize i = 0; i < G_N_ELEMENTS (both); i++)
    {
      for (guint j = 0; both[i] != NULL && j < both[i]->owners->len; j++)
        add_owner (owners, g_array_index (both[i]->owners, gint64, j));
      for (guint j = 0; both[i] != NULL && j < both[i]->regions->len; j++)
        add_region (regions, both[i]->regions->pdata[j]);
    }
  for (guint i = 0; i < owners->len; i++)
    g_string_append_printf (ids, "%" G_GINT64_FORMAT ";", g_array_index (owners, gint64, i));
  for (guint i = 0; i < regions->len; i++)
    g_string_append_printf (codes, "%s;", (const char *) regions->pdata[i]);
  pair->owners = owners->len > 0 ? g_strdup (ids->str) : NULL;
  pair->regions = regions->len > 0 ? g_strdup (codes->str) : NULL;
  pair->opened = g_strdup (
    later (both[0] != NULL ? both[0]->opened : NULL, both[1] != NULL ? both[1]->opened : NULL));
}
