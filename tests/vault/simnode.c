/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Folders of the simulated disk. */
#include "simnode.h"

typedef struct
{
  guint64 moment;
  char *gone, *fresh;
  SimNode *node;
} Change;

static void
change_free (gpointer data)
{
  Change *self = data;

  g_free (self->gone);
  g_free (self->fresh);
  if (self->node != NULL)
    sim_node_unref (self->node);
  g_free (self);
}

static void
unref_node (gpointer data)
{
  sim_node_unref (data);
}

SimNode *
sim_node_new (const char *name, gboolean folder)
{
  SimNode *self = g_new0 (SimNode, 1);

  self->refs = 1;
  self->name = g_strdup (name);
  if (folder)
    {
      self->now = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unref_node);
      self->safe = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unref_node);
      self->changes = g_ptr_array_new_with_free_func (change_free);
    }
  else
    self->file = sim_file_new ();
  return self;
}

SimNode *
sim_node_ref (SimNode *self)
{
  self->refs++;
  return self;
}

void
sim_node_unref (SimNode *self)
{
  if (--self->refs > 0)
    return;
  g_clear_pointer (&self->file, sim_file_free);
  g_clear_pointer (&self->now, g_hash_table_unref);
  g_clear_pointer (&self->safe, g_hash_table_unref);
  g_clear_pointer (&self->changes, g_ptr_array_unref);
  g_free (self->name);
  g_free (self);
}

/* --- Copying: a file may be met under several names, old and new, and stays one --- */

static SimNode *copy_once (const SimNode *self, GHashTable *done);

static void
copy_names (GHashTable *to, GHashTable *from, GHashTable *done)
{
  GHashTableIter iter;
  gpointer name, node;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &name, &node))
    g_hash_table_insert (to, g_strdup (name), copy_once (node, done));
}

static SimNode *
copy_once (const SimNode *self, GHashTable *done)
{
  SimNode *copy = g_hash_table_lookup (done, self);

  if (copy != NULL)
    return sim_node_ref (copy);
  copy = sim_node_new (self->name, self->file == NULL);
  g_hash_table_insert (done, (gpointer) self, copy);
  if (self->file != NULL)
    {
      sim_file_free (copy->file);
      copy->file = sim_file_copy (self->file);
      return copy;
    }
  copy_names (copy->now, self->now, done);
  copy_names (copy->safe, self->safe, done);
  for (guint i = 0; i < self->changes->len; i++)
    {
      const Change *change = g_ptr_array_index (self->changes, i);
      Change *same = g_new0 (Change, 1);

      same->moment = change->moment;
      same->gone = g_strdup (change->gone);
      same->fresh = g_strdup (change->fresh);
      same->node = change->node != NULL ? copy_once (change->node, done) : NULL;
      g_ptr_array_add (copy->changes, same);
    }
  return copy;
}

SimNode *
sim_node_copy (const SimNode *self)
{
  g_autoptr (GHashTable) done = g_hash_table_new (NULL, NULL);

  return copy_once (self, done);
}

/* --- Names --- */

static gboolean
leads_to (gpointer name, gpointer node, gpointer wanted)
{
  (void) name;
  return node == wanted;
}

/* A file has one name: where a change between was lost, the old name goes with the new one. */
static void
apply (GHashTable *names, const char *gone, const char *fresh, SimNode *node)
{
  if (gone != NULL)
    g_hash_table_remove (names, gone);
  if (fresh == NULL)
    return;
  (void) g_hash_table_foreach_remove (names, leads_to, node);
  g_hash_table_replace (names, g_strdup (fresh), sim_node_ref (node));
}

void
sim_node_change (SimNode *self, guint64 moment, const char *gone, const char *fresh, SimNode *node)
{
  Change *change = g_new0 (Change, 1);

  change->moment = moment;
  change->gone = g_strdup (gone);
  change->fresh = g_strdup (fresh);
  change->node = node != NULL ? sim_node_ref (node) : NULL;
  g_ptr_array_add (self->changes, change);
  apply (self->now, gone, fresh, node);
}

void
sim_node_sync (SimNode *self)
{
  for (guint i = 0; i < self->changes->len; i++)
    {
      const Change *change = g_ptr_array_index (self->changes, i);

      apply (self->safe, change->gone, change->fresh, change->node);
    }
  g_ptr_array_set_size (self->changes, 0);
}

static int
by_name (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
sim_node_names (const SimNode *self)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, self->now);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, by_name);
  return names;
}

gint64
sim_node_bytes (const SimNode *self)
{
  GHashTableIter iter;
  gpointer node;
  gint64 bytes = 0;

  if (self->file != NULL)
    return (gint64) sim_file_length (self->file);
  g_hash_table_iter_init (&iter, self->now);
  while (g_hash_table_iter_next (&iter, NULL, &node))
    bytes += sim_node_bytes (node);
  return bytes;
}

static void
earliest (guint64 *first, guint64 moment)
{
  if (moment != 0 && (*first == 0 || moment < *first))
    *first = moment;
}

static void
earliest_of (guint64 *first, GHashTable *names)
{
  GHashTableIter iter;
  gpointer node;

  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, NULL, &node))
    earliest (first, sim_node_first (node));
}

guint64
sim_node_first (const SimNode *self)
{
  guint64 first = 0;

  if (self->file != NULL)
    return sim_file_first (self->file);
  if (self->changes->len > 0)
    first = ((Change *) g_ptr_array_index (self->changes, 0))->moment;
  earliest_of (&first, self->now);
  earliest_of (&first, self->safe);
  return first;
}

/* --- The power cut --- */

static void
cut_names (SimNode *self, SimCut *cut, GString *log)
{
  guint64 whole = sim_cut_moment (cut, SIM_CUT_FILES, G_MAXUINT64);
  gboolean in_order = cut->style < SIM_CUT_BLOCKS || sim_random_percent (&cut->random, 50);

  for (guint i = 0; i < self->changes->len; i++)
    {
      const Change *change = g_ptr_array_index (self->changes, i);
      guint64 moment = in_order ? whole : sim_cut_moment (cut, cut->style, G_MAXUINT64);
      gboolean kept = change->moment <= moment;

      g_string_append_printf (log, "      %s: %s -> %s\n", kept ? "kept" : "lost",
                              change->gone != NULL ? change->gone : "",
                              change->fresh != NULL ? change->fresh : "");
      if (kept)
        apply (self->safe, change->gone, change->fresh, change->node);
    }
  g_ptr_array_set_size (self->changes, 0);
}

void
sim_node_cut (SimNode *self, SimCut *cut, GString *log)
{
  g_autoptr (GPtrArray) names = NULL;
  GHashTableIter iter;
  gpointer name, node;

  if (self->file != NULL)
    {
      sim_file_cut (self->file, cut);
      g_string_append_printf (log, "      %s: %" G_GSIZE_FORMAT " bytes\n", self->name,
                              sim_file_length (self->file));
      return;
    }
  cut_names (self, cut, log);
  g_hash_table_remove_all (self->now);
  g_hash_table_iter_init (&iter, self->safe);
  while (g_hash_table_iter_next (&iter, &name, &node))
    g_hash_table_insert (self->now, g_strdup (name), sim_node_ref (node));
  names = sim_node_names (self);
  for (guint i = 0; i < names->len; i++)
    sim_node_cut (g_hash_table_lookup (self->now, g_ptr_array_index (names, i)), cut, log);
}
