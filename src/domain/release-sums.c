/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table as whoever reads the file adds it up. Columns of which a unit may have several values do
 * not add up to the whole; for each value of theirs the other columns do. */
#include "domain/release-private.h"

#include <string.h>

typedef struct
{
  const AmpReleaseProven *proven;
  const AmpReleaseSpace *space;
  guint nodes[AMP_N_COLUMNS];                /* of the whole table */
  GArray *values[AMP_COUNTS_MAX_DIMENSIONS]; /* guint: nodes of each dimension, the whole first */
  AmpColumn column[AMP_COUNTS_MAX_DIMENSIONS];
  guint adds[AMP_COUNTS_MAX_DIMENSIONS], n_adds; /* dimensions that add up */
  guint other[AMP_COUNTS_MAX_DIMENSIONS], n_others;
} Sums;

static void
sums_clear (Sums *self)
{
  for (gsize i = 0; i < AMP_COUNTS_MAX_DIMENSIONS; i++)
    g_clear_pointer (&self->values[i], g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sums, sums_clear)

/* The nodes of the dimension's level below the whole, which stands first. */
static GArray *
values_of (const AmpReleaseSpace *space, AmpColumn column, guint level, guint whole)
{
  const AmpSpaceColumn *of = &space->column[column];
  g_autofree char *prefix = g_strdup_printf ("%s=", amp_column_kind (column)->levels[level]);
  GArray *nodes = g_array_new (FALSE, FALSE, sizeof (guint));
  GHashTableIter iter;
  gpointer leaf;
  g_autofree gboolean *below = g_new0 (gboolean, of->names->len);

  g_array_append_val (nodes, whole);
  g_hash_table_iter_init (&iter, of->leaf);
  while (g_hash_table_iter_next (&iter, NULL, &leaf))
    {
      const GArray *lies = leaf;
      gboolean inside = FALSE;

      for (guint i = 0; i < lies->len; i++)
        inside = inside || g_array_index (lies, guint, i) == whole;
      for (guint i = 0; inside && i < lies->len; i++)
        below[g_array_index (lies, guint, i)] = TRUE;
    }
  for (guint i = 1; i < of->names->len; i++)
    if (below[i] && g_str_has_prefix (g_ptr_array_index (of->names, i), prefix))
      g_array_append_val (nodes, i);
  return nodes;
}

/* For each choice of nodes in the columns that do not add up, one table of the others. */
static gboolean
check_from (Sums *self, guint depth, GError **error)
{
  guint n_nodes[AMP_COUNTS_MAX_DIMENSIONS];
  g_autoptr (GPtrArray) parents = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint64 n = 1;
  AmpSums sums = {.n_dimensions = self->n_adds, .n_nodes = n_nodes};

  if (depth < self->n_others)
    {
      guint dimension = self->other[depth];

      for (guint i = 0; i < self->values[dimension]->len; i++)
        {
          self->nodes[self->column[dimension]] = g_array_index (self->values[dimension], guint, i);
          if (!check_from (self, depth + 1, error))
            return FALSE;
        }
      return TRUE;
    }
  for (guint i = 0; i < self->n_adds; i++)
    {
      gint *parent;

      n_nodes[i] = self->values[self->adds[i]]->len;
      parent = g_new0 (gint, n_nodes[i]);
      parent[0] = -1;
      g_ptr_array_add (parents, parent);
      n *= n_nodes[i];
    }
  for (guint64 at = 0; at < n; at++)
    {
      guint64 rest = at;
      guint32 cell;

      for (guint i = self->n_adds; i-- > 0; rest /= n_nodes[i])
        self->nodes[self->column[self->adds[i]]] =
          g_array_index (self->values[self->adds[i]], guint, rest % n_nodes[i]);
      cell = amp_release_space_cell (self->space, self->nodes);
      g_array_append_val (cells, cell);
    }
  sums.parent = (const gint *const *) parents->pdata;
  sums.cell = (const guint32 *) (gpointer) cells->data;
  return amp_sums_check (self->proven->system, self->proven->proof, &sums, error);
}

/* The nodes of what the whole table is about: its period and its filters. */
static gboolean
set_whole (Sums *self, const AmpCountSpec *spec, const AmpReleasePeriod *period)
{
  int node = amp_release_space_period (self->space, period);
  AmpColumn column;
  guint level;

  if (node < 0)
    return FALSE;
  self->nodes[AMP_COLUMN_TIME] = (guint) node;
  for (gsize i = 0; i < spec->n_where; i++)
    {
      if (!amp_column_of (spec->where_dimension[i], &column, &level) ||
          (node = amp_release_space_node (self->space, column, level, spec->where_value[i])) < 0)
        return FALSE;
      self->nodes[column] = (guint) node;
    }
  return TRUE;
}

gboolean
amp_release_sums_check (const AmpReleaseProven *self,
                        const AmpReleaseSpace *space,
                        const AmpCountSpec *spec,
                        const AmpReleasePeriod *period,
                        GError **error)
{
  g_auto (Sums) sums = {.proven = self, .space = space};
  guint level;

  if (!set_whole (&sums, spec, period))
    return amp_release_refuse (error, AMP_RELEASE_ERROR_COLUMNS, "A value that no list holds");
  for (guint i = 0; i < spec->n_dimensions; i++)
    {
      AmpColumn column;

      if (!amp_column_of (spec->dimensions[i], &column, &level))
        return amp_release_refuse (error, AMP_RELEASE_ERROR_COLUMNS, "No column of a release");
      sums.column[i] = column;
      sums.values[i] = values_of (space, column, level, sums.nodes[column]);
      if (amp_column_kind (column)->multiple & (1u << space->unit))
        sums.other[sums.n_others++] = i;
      else
        sums.adds[sums.n_adds++] = i;
    }
  return sums.n_adds == 0 || check_from (&sums, 0, error);
}
