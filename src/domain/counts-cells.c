/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cells of a table while they are counted: an open hash of small keys. A cell remembers the
 * last unit that it counted, so that a person with forty services in one region is one person,
 * without a set of persons anywhere: memory grows with the table, not with the office. */
#include "domain/counts-private.h"

#include <string.h>

/* --- Cells --- */

#define CELLS_MAX ((gsize) 1 << 22)

struct _AmpCells
{
  AmpCell *slots; /* count 0: free */
  gsize n_slots;  /* a power of two */
  gsize n_used;
};

AmpCells *
amp_cells_new (void)
{
  AmpCells *self = g_new0 (AmpCells, 1);

  self->n_slots = 1024;
  self->slots = g_new0 (AmpCell, self->n_slots);
  return self;
}

void
amp_cells_free (AmpCells *self)
{
  if (self == NULL)
    return;
  g_free (self->slots);
  g_free (self);
}

static gsize
hash_key (const guint16 *key)
{
  guint64 hash = 0xcbf29ce484222325u;

  for (gsize i = 0; i < AMP_COUNTS_MAX_DIMENSIONS; i++)
    hash = (hash ^ key[i]) * 0x9e3779b97f4a7c15u;
  return (gsize) (hash ^ hash >> 32);
}

static AmpCell *
slot_for (AmpCell *slots, gsize n_slots, const guint16 *key)
{
  gsize at = hash_key (key) & (n_slots - 1);

  while (slots[at].count != 0 && memcmp (slots[at].key, key, sizeof slots[at].key) != 0)
    at = (at + 1) & (n_slots - 1);
  return &slots[at];
}

static void
grow (AmpCells *self)
{
  gsize n_slots = self->n_slots * 2;
  AmpCell *slots = g_new0 (AmpCell, n_slots);

  for (gsize i = 0; i < self->n_slots; i++)
    if (self->slots[i].count != 0)
      *slot_for (slots, n_slots, self->slots[i].key) = self->slots[i];
  g_free (self->slots);
  self->slots = slots;
  self->n_slots = n_slots;
}

gboolean
amp_cells_add (AmpCells *self, const guint16 *key, guint64 unit, guint64 weight)
{
  AmpCell *cell = slot_for (self->slots, self->n_slots, key);

  if (cell->count == 0)
    {
      if (self->n_used == CELLS_MAX)
        return FALSE;
      memcpy (cell->key, key, sizeof cell->key);
      self->n_used++;
    }
  if (cell->last_unit != unit)
    {
      cell->last_unit = unit;
      cell->count += weight;
    }
  if (self->n_used * 2 > self->n_slots)
    grow (self);
  return TRUE;
}

gsize
amp_cells_length (const AmpCells *self)
{
  return self->n_used;
}

GArray *
amp_cells_list (const AmpCells *self)
{
  GArray *list = g_array_sized_new (FALSE, FALSE, sizeof (AmpCell), (guint) self->n_used);

  for (gsize i = 0; i < self->n_slots; i++)
    if (self->slots[i].count != 0)
      g_array_append_val (list, self->slots[i]);
  return list;
}

/* --- Values --- */

struct _AmpValues
{
  const AmpCodeList *list; /* NULL: sorts by text */
  GHashTable *ids;         /* borrowed text -> id */
  GPtrArray *texts;        /* owned */
};

AmpValues *
amp_values_new (const AmpDimension *dimension)
{
  AmpValues *self = g_new0 (AmpValues, 1);

  self->list = dimension->list == NULL ? NULL : amp_code_list_find (dimension->list);
  self->ids = g_hash_table_new (g_str_hash, g_str_equal);
  self->texts = g_ptr_array_new_with_free_func (g_free);
  (void) amp_values_id (self, "");
  return self;
}

void
amp_values_free (AmpValues *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->ids);
  g_ptr_array_unref (self->texts);
  g_free (self);
}

guint16
amp_values_id (AmpValues *self, const char *text)
{
  gpointer found;
  char *own;

  if (g_hash_table_lookup_extended (self->ids, text, NULL, &found))
    return (guint16) GPOINTER_TO_UINT (found);
  if (self->texts->len >= AMP_CELL_ALL)
    return AMP_CELL_ALL;
  own = g_strdup (text);
  g_hash_table_insert (self->ids, own, GUINT_TO_POINTER (self->texts->len));
  g_ptr_array_add (self->texts, own);
  return (guint16) (self->texts->len - 1);
}

const char *
amp_values_text (const AmpValues *self, guint16 id)
{
  return id == AMP_CELL_ALL ? "*" : g_ptr_array_index (self->texts, id);
}

/* In the order of the list, what is not of the list after it, and no data at the end. */
static int
compare_values (gconstpointer a, gconstpointer b, gpointer data)
{
  const AmpValues *self = data;
  const char *text_a = amp_values_text (self, *(const guint16 *) a);
  const char *text_b = amp_values_text (self, *(const guint16 *) b);
  const AmpCode *code_a = self->list == NULL ? NULL : amp_code_list_lookup (self->list, text_a);
  const AmpCode *code_b = self->list == NULL ? NULL : amp_code_list_lookup (self->list, text_b);

  if ((*text_a == '\0') != (*text_b == '\0'))
    return *text_a == '\0' ? 1 : -1;
  if (code_a != NULL && code_b != NULL)
    return (int) amp_code_index (code_a) - (int) amp_code_index (code_b);
  if ((code_a == NULL) != (code_b == NULL))
    return code_a == NULL ? 1 : -1;
  return strcmp (text_a, text_b);
}

guint16 *
amp_values_ranks (const AmpValues *self)
{
  guint n = self->texts->len;
  g_autofree guint16 *order = g_new (guint16, n);
  guint16 *ranks = g_new (guint16, n);

  for (guint i = 0; i < n; i++)
    order[i] = (guint16) i;
  g_qsort_with_data (order, (int) n, sizeof *order, compare_values, (gpointer) self);
  for (guint i = 0; i < n; i++)
    ranks[order[i]] = (guint16) i;
  return ranks;
}
