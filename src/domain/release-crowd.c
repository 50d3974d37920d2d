/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Witnesses made of people. Whoever is counted in several cells is a hard riddle for a solver that
 * reckons in fractions; but another crowd, counted in the same way, is whole by itself and obeys
 * whatever holds of crowds. So some of the people are given other records, such that no number that
 * is told changes, until a hidden cell is empty or large. The check decides as ever. */
#include "domain/release-private.h"

#include <string.h>

#define MOST_UNITS 2000
#define MOST_TRIES 64 /* values of a column that are tried for one unit */
#define MOST_EMPTIED 600

/* A record with one value a column: places in the leaves of the column. */
typedef struct
{
  guint16 leaf[AMP_N_COLUMNS];
} Simple;

typedef struct
{
  const AmpReleaseSpace *space;
  const AmpReleaseBase *base;
  const guint8 *states;
  guint used[AMP_N_COLUMNS], n_used; /* columns that the space has nodes of */
  GPtrArray *leaves[AMP_N_COLUMNS];  /* GArray of nodes, borrowed */
  GHashTable *places[AMP_N_COLUMNS]; /* value -> place + 1 */
  GPtrArray *units;                  /* GArray of Simple */
  GPtrArray *now;                    /* the same, as changed; NULL: as in units */
  gint64 *count;                     /* of the crowd as it is now */
  guint32 *stamp, turn;
} Crowd;

static const GArray *
nodes_of (const Crowd *self, guint column, guint16 leaf)
{
  return g_ptr_array_index (self->leaves[column], leaf);
}

static gboolean
lies_in (const Crowd *self, guint column, guint16 leaf, guint node)
{
  const GArray *nodes = nodes_of (self, column, leaf);

  for (guint i = 0; i < nodes->len; i++)
    if (g_array_index (nodes, guint, i) == node)
      return TRUE;
  return FALSE;
}

static guint
node_of (const Crowd *self, guint32 cell, guint column)
{
  return cell / self->space->stride[column] % self->space->column[column].names->len;
}

static gboolean
is_in (const Crowd *self, const Simple *record, guint32 cell)
{
  for (guint u = 0; u < self->n_used; u++)
    {
      guint c = self->used[u];

      if (!lies_in (self, c, record->leaf[c], node_of (self, cell, c)))
        return FALSE;
    }
  return TRUE;
}

/* --- Making it --- */

static void
list_leaves (Crowd *self, guint column)
{
  const AmpSpaceColumn *of = &self->space->column[column];
  g_autoptr (GList) values = g_hash_table_get_keys (of->leaf);

  self->leaves[column] = g_ptr_array_new ();
  self->places[column] = g_hash_table_new (g_str_hash, g_str_equal);
  values = g_list_sort (g_steal_pointer (&values), (GCompareFunc) strcmp);
  for (GList *l = values; l != NULL; l = l->next)
    {
      g_ptr_array_add (self->leaves[column], g_hash_table_lookup (of->leaf, l->data));
      g_hash_table_insert (self->places[column], l->data,
                           GUINT_TO_POINTER (self->leaves[column]->len));
    }
}

/* Every combination of the values of a record. */
static void
add_simple (Crowd *self, const AmpBaseRow *row, guint column, Simple *so_far, GArray *records)
{
  if (column == AMP_N_COLUMNS)
    {
      g_array_append_val (records, *so_far);
      return;
    }
  if (self->leaves[column]->len == 1)
    {
      so_far->leaf[column] = 0;
      add_simple (self, row, column + 1, so_far, records);
      return;
    }
  for (guint i = 0; i < row->n[column]; i++)
    {
      gpointer place = g_hash_table_lookup (self->places[column],
                                            amp_release_base_value (self->base, row, column, i));

      if (place == NULL)
        continue;
      so_far->leaf[column] = (guint16) (GPOINTER_TO_UINT (place) - 1);
      add_simple (self, row, column + 1, so_far, records);
    }
}

static void
crowd_init (Crowd *self,
            const AmpReleaseSpace *space,
            const AmpReleaseBase *base,
            const guint8 *states,
            GArray *anywhere)
{
  const AmpBaseRow *before = NULL;

  *self = (Crowd){.space = space, .base = base, .states = states};
  for (guint c = 0; c < AMP_N_COLUMNS; c++)
    {
      list_leaves (self, c);
      if (self->leaves[c]->len == 0)
        g_ptr_array_add (self->leaves[c], anywhere);
      if (space->column[c].names->len > 1)
        self->used[self->n_used++] = c;
    }
  self->units = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  for (guint i = 0; i < base->rows->len; i++)
    {
      const AmpBaseRow *row = &g_array_index (base->rows, AmpBaseRow, i);
      Simple so_far = {{0}};

      if (before == NULL || before->person != row->person || before->unit != row->unit)
        {
          if (self->units->len == MOST_UNITS)
            break;
          g_ptr_array_add (self->units, g_array_new (FALSE, FALSE, sizeof (Simple)));
        }
      before = row;
      add_simple (self, row, 0, &so_far, g_ptr_array_index (self->units, self->units->len - 1));
    }
  self->now = g_ptr_array_new ();
  g_ptr_array_set_size (self->now, (gint) self->units->len);
  self->count = g_new (gint64, space->n_cells);
  self->stamp = g_new0 (guint32, space->n_cells);
}

static void
start_over (Crowd *self)
{
  memcpy (self->count, self->space->count, self->space->n_cells * sizeof (gint64));
  for (guint i = 0; i < self->now->len; i++)
    g_clear_pointer ((GArray **) &self->now->pdata[i], g_array_unref);
}

static void
crowd_clear (Crowd *self)
{
  for (guint i = 0; i < self->now->len; i++)
    g_clear_pointer ((GArray **) &self->now->pdata[i], g_array_unref);
  g_ptr_array_unref (self->now);
  g_ptr_array_unref (self->units);
  for (guint c = 0; c < AMP_N_COLUMNS; c++)
    {
      g_ptr_array_unref (self->leaves[c]);
      g_hash_table_unref (self->places[c]);
    }
  g_free (self->count);
  g_free (self->stamp);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Crowd, crowd_clear)

static const GArray *
records_of (const Crowd *self, guint unit)
{
  return g_ptr_array_index (self->now, unit) != NULL ? g_ptr_array_index (self->now, unit)
                                                     : g_ptr_array_index (self->units, unit);
}

/* --- Changing one unit --- */

/* place: of the column among those that are used. */
static void
cells_of_record (Crowd *self, const Simple *record, guint place, guint32 cell, GArray *cells)
{
  const GArray *nodes;
  guint column;

  if (place == self->n_used)
    {
      if (self->stamp[cell] != self->turn)
        g_array_append_val (cells, cell);
      self->stamp[cell] = self->turn;
      return;
    }
  column = self->used[place];
  nodes = nodes_of (self, column, record->leaf[column]);
  for (guint i = 0; i < nodes->len; i++)
    cells_of_record (self, record, place + 1,
                     cell + g_array_index (nodes, guint, i) * self->space->stride[column], cells);
}

static GArray *
cells_of (Crowd *self, const GArray *records)
{
  GArray *cells = g_array_new (FALSE, FALSE, sizeof (guint32));

  self->turn++;
  for (guint i = 0; i < records->len; i++)
    cells_of_record (self, &g_array_index (records, Simple, i), 0, 0, cells);
  return cells;
}

/* Whether none that is told is among the cells that are not marked with the turn. */
static gboolean
leaves_told_alone (const Crowd *self, const GArray *cells)
{
  for (guint i = 0; i < cells->len; i++)
    {
      guint32 cell = g_array_index (cells, guint32, i);

      if (self->stamp[cell] != self->turn && amp_cell_is_told (self->states[cell]))
        return FALSE;
    }
  return TRUE;
}

/* Takes the records, where nothing that is told changes. */
static gboolean
change (Crowd *self, guint unit, GArray *records)
{
  g_autoptr (GArray) after = NULL, before = NULL;
  gboolean may;

  after = cells_of (self, records);
  before = cells_of (self, records_of (self, unit));
  may = leaves_told_alone (self, after); /* what is entered */
  g_clear_pointer (&after, g_array_unref);
  after = cells_of (self, records);
  may = may && leaves_told_alone (self, before); /* what is left */
  if (!may)
    return FALSE;
  for (guint i = 0; i < before->len; i++)
    self->count[g_array_index (before, guint32, i)]--;
  for (guint i = 0; i < after->len; i++)
    self->count[g_array_index (after, guint32, i)]++;
  g_clear_pointer ((GArray **) &self->now->pdata[unit], g_array_unref);
  self->now->pdata[unit] = g_array_ref (records);
  return TRUE;
}

static gboolean
is_single (const Crowd *self, guint column)
{
  return !(amp_column_kind (column)->multiple & (1u << self->space->unit));
}

/* Sets a column of a record; where a unit has one value of it, of all its records. */
static void
set_leaf (const Crowd *self, GArray *records, guint record, guint column, guint16 leaf)
{
  for (guint i = 0; i < records->len; i++)
    if (i == record || is_single (self, column))
      g_array_index (records, Simple, i).leaf[column] = leaf;
}

static GArray *
copy_of (const GArray *records)
{
  GArray *copy = g_array_sized_new (FALSE, FALSE, sizeof (Simple), records->len + 1);

  g_array_append_vals (copy, records->data, records->len);
  return copy;
}

/* --- Filling a cell --- */

static gboolean
enter_by (Crowd *self, guint unit, guint from, guint32 cell, guint shift)
{
  g_autoptr (GArray) records = copy_of (records_of (self, unit));
  Simple record = g_array_index (records, Simple, from);

  g_array_append_val (records, record);
  for (guint c = 0; c < AMP_N_COLUMNS; c++)
    {
      guint node = node_of (self, cell, c), n = self->leaves[c]->len;

      if (lies_in (self, c, record.leaf[c], node))
        continue;
      for (guint i = 0; i < n; i++)
        if (lies_in (self, c, (guint16) ((i + shift) % n), node))
          {
            set_leaf (self, records, records->len - 1, c, (guint16) ((i + shift) % n));
            break;
          }
    }
  return change (self, unit, records);
}

static void
fill (Crowd *self, guint32 cell, gint64 wanted)
{
  for (guint unit = 0; unit < self->units->len && self->count[cell] < wanted; unit++)
    {
      const GArray *records = records_of (self, unit);
      gboolean inside = FALSE, entered = FALSE;
      guint n = MIN (records->len, 4);

      for (guint i = 0; i < records->len && !inside; i++)
        inside = is_in (self, &g_array_index (records, Simple, i), cell);
      for (guint i = 0; i < n && !inside && !entered; i++)
        for (guint shift = 0; shift < 3 && !entered; shift++)
          entered = enter_by (self, unit, i, cell, shift * 7);
    }
}

/* --- Emptying one --- */

/* One record of the unit out of the cell, by another value in one column. */
static gboolean
leave_by (Crowd *self, guint unit, guint record, guint32 cell)
{
  for (guint c = 0; c < AMP_N_COLUMNS; c++)
    {
      guint node = node_of (self, cell, c), n = self->leaves[c]->len;

      for (guint i = 0; i < n && i < MOST_TRIES && node != 0; i++)
        {
          g_autoptr (GArray) records = NULL;
          guint16 leaf = (guint16) ((i + unit) % n);

          if (lies_in (self, c, leaf, node))
            continue;
          records = copy_of (records_of (self, unit));
          set_leaf (self, records, record, c, leaf);
          if (change (self, unit, records))
            return TRUE;
        }
    }
  return FALSE;
}

static gboolean
empty (Crowd *self, guint32 cell, gint64 wanted)
{
  for (guint unit = 0; unit < self->units->len && self->count[cell] > wanted; unit++)
    for (guint i = 0; i < records_of (self, unit)->len; i++)
      if (is_in (self, &g_array_index (records_of (self, unit), Simple, i), cell) &&
          !leave_by (self, unit, i, cell))
        break;
  return self->count[cell] <= wanted;
}

/* --- All needs --- */

static void
add_witness (const Crowd *self, const AmpReleaseProven *proven, AmpProof *proof)
{
  g_autofree gint64 *counts = amp_release_proven_counts (self->space, self->count);
  const AmpSystem *system = proven->system;
  AmpWitness *witness;
  guint32 n = 0;

  for (guint32 i = 0; i < system->n_cells; i++)
    n += counts[i] != system->count[i] ? 1 : 0;
  if (n == 0)
    return;
  witness = amp_witness_new (n);
  n = 0;
  for (guint32 i = 0; i < system->n_cells; i++)
    if (counts[i] != system->count[i])
      {
        witness->cell[n] = i;
        witness->difference[n++] = counts[i] - system->count[i];
      }
  g_ptr_array_add (proof, witness);
}

static gboolean
may_go_on (gint64 until, GCancellable *cancellable)
{
  return g_get_monotonic_time () < until && !g_cancellable_is_cancelled (cancellable);
}

/* Where every unit has one value of each column, a cell is the sum of its parts, and the programme
 * is quick: a crowd would only be slower. */
static gboolean
is_any_multiple (const Crowd *self)
{
  for (guint u = 0; u < self->n_used; u++)
    if (!is_single (self, self->used[u]))
      return TRUE;
  return FALSE;
}

AmpProof *
amp_release_crowds (const AmpReleaseSpace *space,
                    const AmpReleaseBase *base,
                    const AmpReleaseProven *proven,
                    gint64 until,
                    GCancellable *cancellable)
{
  AmpProof *proof = amp_proof_new ();
  g_autoptr (GArray) anywhere = g_array_new (FALSE, TRUE, sizeof (guint));
  g_autofree gint64 *least = g_memdup2 (space->count, space->n_cells * sizeof (gint64));
  g_auto (Crowd) crowd = {0};
  guint n_emptied = 0;

  g_array_set_size (anywhere, 1);
  crowd_init (&crowd, space, base, proven->system->state, anywhere);
  if (!is_any_multiple (&crowd))
    return proof;
  start_over (&crowd);
  for (guint i = 0; i < proven->needs->len && may_go_on (until, cancellable); i++)
    {
      const AmpNeed *need = &g_array_index (proven->needs, AmpNeed, i);

      if (need->cell < space->n_cells && need->at_least > crowd.count[need->cell])
        fill (&crowd, need->cell, need->at_least);
    }
  add_witness (&crowd, proven, proof);
  for (guint i = 0;
       i < proven->needs->len && n_emptied < MOST_EMPTIED && may_go_on (until, cancellable); i++)
    {
      const AmpNeed *need = &g_array_index (proven->needs, AmpNeed, i);

      if (need->cell >= space->n_cells || need->either || least[need->cell] <= need->at_most)
        continue;
      start_over (&crowd);
      n_emptied++;
      if (!empty (&crowd, need->cell, need->at_most))
        continue;
      for (guint32 cell = 0; cell < space->n_cells; cell++)
        least[cell] = MIN (least[cell], crowd.count[cell]);
      add_witness (&crowd, proven, proof);
    }
  return proof;
}
