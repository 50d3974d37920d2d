/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cells that all releases of a unit in a year speak of: the product of every level ever used.
 * The same cell of two tables is one cell here, by its name. What values there are comes from the
 * code lists and the calendar, never from who was counted. */
#include "domain/release-private.h"

#include <string.h>

static void
split_free (gpointer data)
{
  AmpSplit *self = data;

  g_array_unref (self->children);
  g_free (self);
}

static void
column_init (AmpSpaceColumn *self)
{
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->nodes = g_hash_table_new (g_str_hash, g_str_equal);
  self->splits = g_ptr_array_new_with_free_func (split_free);
  self->leaf =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  g_ptr_array_add (self->names, g_strdup (""));
}

static void
column_clear (AmpSpaceColumn *self)
{
  if (self->names == NULL)
    return;
  g_ptr_array_unref (self->names);
  g_hash_table_unref (self->nodes);
  g_ptr_array_unref (self->splits);
  g_hash_table_unref (self->leaf);
}

static guint
add_node (AmpSpaceColumn *self, const char *level, const char *value)
{
  char *name = g_strdup_printf ("%s=%s", level, value);
  gpointer found = g_hash_table_lookup (self->nodes, name);

  if (found != NULL)
    {
      g_free (name);
      return GPOINTER_TO_UINT (found) - 1;
    }
  g_ptr_array_add (self->names, name);
  g_hash_table_insert (self->nodes, name, GUINT_TO_POINTER (self->names->len));
  return self->names->len - 1;
}

static void
add_child (AmpSpaceColumn *self, guint parent, guint level, guint child)
{
  AmpSplit *split = NULL;

  /* One split for each parent and level of its children; they are few. */
  for (guint i = 0; i < self->splits->len && split == NULL; i++)
    {
      AmpSplit *other = g_ptr_array_index (self->splits, i);

      if (other->parent == parent && other->level == level)
        split = other;
    }
  if (split == NULL)
    {
      split = g_new0 (AmpSplit, 1);
      split->parent = parent;
      split->level = level;
      split->children = g_array_new (FALSE, FALSE, sizeof (guint));
      g_ptr_array_add (self->splits, split);
    }
  for (guint i = 0; i < split->children->len; i++)
    if (g_array_index (split->children, guint, i) == child)
      return;
  g_array_append_val (split->children, child);
}

static void
lie_in (GArray *nodes, guint node)
{
  for (guint i = 0; i < nodes->len; i++)
    if (g_array_index (nodes, guint, i) == node)
      return;
  g_array_append_val (nodes, node);
}

/* --- Columns of code lists --- */

static void
add_finest (AmpSpaceColumn *self, AmpColumn column, guint levels, const char *value)
{
  guint n = amp_column_n_levels (column);
  GArray *nodes = g_array_new (FALSE, FALSE, sizeof (guint));
  gboolean finest_used = (levels & (1u << (n - 1))) != 0;
  guint all = 0, finest = 0, coarsest = 0;

  g_array_append_val (nodes, all);
  if (finest_used)
    finest = add_node (self, amp_column_kind (column)->levels[n - 1], value);
  for (guint l = 0; l + 1 < n; l++)
    if (levels & (1u << l))
      {
        guint node = add_node (self, amp_column_kind (column)->levels[l],
                               amp_column_value_at (column, l, value));

        lie_in (nodes, node);
        add_child (self, 0, l, node);
        if (l > 0 && (levels & 1u) && (amp_column_kind (column)->within & (1u << l)))
          add_child (self, coarsest, l, node);
        if (l == 0)
          coarsest = node;
        if (finest_used)
          add_child (self, node, n - 1, finest);
      }
  if (finest_used)
    {
      lie_in (nodes, finest);
      if (levels == 1u << (n - 1))
        add_child (self, 0, n - 1, finest);
    }
  g_hash_table_insert (self->leaf, g_strdup (value), nodes);
}

static void
fill_column (AmpSpaceColumn *self, AmpColumn column, AmpUnit unit, guint levels)
{
  guint n = amp_column_n_levels (column);
  const AmpDimension *finest = amp_dimension_find (amp_column_kind (column)->levels[n - 1]);
  const AmpCodeList *list = amp_code_list_find (finest->list);

  for (guint i = 0; i < amp_code_list_length (list); i++)
    {
      const char *value = amp_code_value (amp_code_list_nth (list, i));

      /* Folded values have no node of their own. */
      if (g_strcmp0 (amp_column_read (column, unit, value), value) == 0)
        add_finest (self, column, levels, value);
    }
  if (amp_column_read (column, unit, "") != NULL)
    add_finest (self, column, levels, "");
}

/* --- Time --- */

/* Only what is frozen has nodes; all of it is node 0, which is the year once it is whole. */
static void
fill_time (AmpSpaceColumn *self, const AmpReleaseBase *base, guint levels)
{
  g_autofree char *year = g_strdup_printf ("year=%04u", base->year);
  guint frozen = base->frozen | base->fresh;

  if ((frozen & 0x1ffe) == 0x1ffe)
    g_hash_table_insert (self->nodes, (gpointer) g_intern_string (year), GUINT_TO_POINTER (1));
  for (guint month = 1; month <= 12; month++)
    {
      guint quarter = (month + 2) / 3, of_quarter = 0xeu << (quarter * 3 - 3);
      gboolean whole = (levels & 2) && (frozen & of_quarter) == of_quarter;
      g_autofree char *month_name = g_strdup_printf ("%04u-%02u", base->year, month);
      g_autofree char *quarter_name = g_strdup_printf ("%04u-Q%u", base->year, quarter);
      GArray *nodes;
      guint above = 0;

      if (!(frozen & (1u << month)))
        continue;
      nodes = g_array_new (FALSE, FALSE, sizeof (guint));
      g_array_append_val (nodes, above);
      if (whole)
        {
          above = add_node (self, "quarter", quarter_name);
          lie_in (nodes, above);
          add_child (self, 0, 0, above);
        }
      if (levels & 4)
        {
          guint node = add_node (self, "month", month_name);

          lie_in (nodes, node);
          add_child (self, above, 0, node);
        }
      g_hash_table_insert (self->leaf, g_strdup (month_name), nodes);
    }
}

/* --- Space --- */

void
amp_release_levels_add (AmpReleaseLevels *self,
                        const AmpCountSpec *spec,
                        const AmpReleasePeriod *period)
{
  AmpColumn column;
  guint level;

  self->levels[AMP_COLUMN_TIME] |= (guint8) (1u << amp_release_period_level (period));
  for (gsize i = 0; i < spec->n_dimensions; i++)
    if (amp_column_of (spec->dimensions[i], &column, &level))
      self->levels[column] |= (guint8) (1u << level);
  for (gsize i = 0; i < spec->n_where; i++)
    if (amp_column_of (spec->where_dimension[i], &column, &level))
      self->levels[column] |= (guint8) (1u << level);
}

AmpReleaseSpace *
amp_release_space_new (const AmpReleaseBase *base, const AmpReleaseLevels *levels, GError **error)
{
  g_autoptr (AmpReleaseSpace) self = g_new0 (AmpReleaseSpace, 1);
  guint64 n = 1;

  self->unit = base->unit;
  for (guint c = 0; c < AMP_N_COLUMNS; c++)
    {
      AmpSpaceColumn *column = &self->column[c];

      column_init (column);
      if (c == AMP_COLUMN_TIME)
        fill_time (column, base, levels->levels[c]);
      else if (levels->levels[c] != 0)
        fill_column (column, c, base->unit, levels->levels[c]);
      self->stride[c] = (guint32) n;
      n *= column->names->len;
      if (n > AMP_CUBE_MAX_CELLS)
        {
          amp_release_set_error (error, AMP_RELEASE_ERROR_TOO_LARGE, NULL,
                                 "Too many cells to prove together");
          return NULL;
        }
    }
  self->n_cells = (guint32) n;
  return g_steal_pointer (&self);
}

void
amp_release_space_free (AmpReleaseSpace *self)
{
  if (self == NULL)
    return;
  for (guint c = 0; c < AMP_N_COLUMNS; c++)
    column_clear (&self->column[c]);
  g_free (self->count);
  g_free (self->people);
  g_free (self);
}

guint32
amp_release_space_cell (const AmpReleaseSpace *self, const guint *nodes)
{
  guint32 cell = 0;

  for (guint c = 0; c < AMP_N_COLUMNS; c++)
    cell += nodes[c] * self->stride[c];
  return cell;
}

char *
amp_release_space_key (const AmpReleaseSpace *self, guint32 cell)
{
  GString *key = g_string_new (NULL);

  for (guint c = 0; c < AMP_N_COLUMNS; c++)
    {
      guint node = cell / self->stride[c] % self->column[c].names->len;

      if (node != 0)
        g_string_append_printf (key, "%s%s", key->len > 0 ? ";" : "",
                                (const char *) g_ptr_array_index (self->column[c].names, node));
    }
  return g_string_free (key, FALSE);
}

GHashTable *
amp_release_space_keys (const AmpReleaseSpace *self)
{
  GHashTable *keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint32 cell = 0; cell < self->n_cells; cell++)
    g_hash_table_insert (keys, amp_release_space_key (self, cell), GUINT_TO_POINTER (cell + 1));
  return keys;
}

int
amp_release_space_node (const AmpReleaseSpace *self,
                        AmpColumn column,
                        guint level,
                        const char *value)
{
  g_autofree char *name = g_strdup_printf ("%s=%s", amp_column_kind (column)->levels[level], value);

  return GPOINTER_TO_INT (g_hash_table_lookup (self->column[column].nodes, name)) - 1;
}

int
amp_release_space_period (const AmpReleaseSpace *self, const AmpReleasePeriod *period)
{
  g_autofree char *name = amp_release_period_name (period);

  return amp_release_space_node (self, AMP_COLUMN_TIME, amp_release_period_level (period), name);
}

/* --- Counting --- */

typedef struct
{
  AmpReleaseSpace *space;
  const AmpReleaseBase *base;
  const AmpBaseRow *row;
  guint64 unit, person; /* numbers from 1 */
  guint64 *last_unit, *last_person;
  gboolean lost; /* a value without a node: whoever has it is in no cell */
} Counting;

static void
count_row (Counting *self, guint column, guint32 cell)
{
  const AmpSpaceColumn *of = &self->space->column[column % AMP_N_COLUMNS];

  if (column == AMP_N_COLUMNS)
    {
      if (self->last_unit[cell] != self->unit)
        self->space->count[cell]++;
      if (self->last_person[cell] != self->person)
        self->space->people[cell]++;
      self->last_unit[cell] = self->unit;
      self->last_person[cell] = self->person;
      return;
    }
  if (of->names->len == 1 && column != AMP_COLUMN_TIME)
    {
      count_row (self, column + 1, cell);
      return;
    }
  for (guint i = 0; i < self->row->n[column]; i++)
    {
      const GArray *nodes =
        g_hash_table_lookup (of->leaf, amp_release_base_value (self->base, self->row, column, i));

      self->lost = self->lost || nodes == NULL;
      for (guint j = 0; nodes != NULL && j < nodes->len; j++)
        count_row (self, column + 1,
                   cell + g_array_index (nodes, guint, j) * self->space->stride[column]);
    }
}

gboolean
amp_release_space_count (AmpReleaseSpace *self, const AmpReleaseBase *base, GError **error)
{
  g_autofree guint64 *last_unit = g_new0 (guint64, self->n_cells);
  g_autofree guint64 *last_person = g_new0 (guint64, self->n_cells);
  Counting counting = {self, base, NULL, 0, 0, last_unit, last_person, FALSE};
  const AmpBaseRow *before = NULL;

  g_clear_pointer (&self->count, g_free);
  g_clear_pointer (&self->people, g_free);
  self->count = g_new0 (gint64, self->n_cells);
  self->people = g_new0 (gint64, self->n_cells);
  for (guint i = 0; i < base->rows->len; i++)
    {
      const AmpBaseRow *row = &g_array_index (base->rows, AmpBaseRow, i);

      if (before == NULL || before->person != row->person)
        counting.person++;
      if (before == NULL || before->person != row->person || before->unit != row->unit)
        counting.unit++;
      before = counting.row = row;
      count_row (&counting, 0, 0);
    }
  return !counting.lost ||
         amp_release_refuse (error, AMP_RELEASE_ERROR_LEDGER, "A frozen value that no list holds");
}

/* --- Rows of a table --- */

typedef struct
{
  const AmpReleaseSpace *space;
  const AmpCountSpec *spec;
  const AmpReleasePeriod *period;
  AmpReleaseRowFunc func;
  gpointer data;
  const char *values[AMP_COUNTS_MAX_DIMENSIONS];
  guint nodes[AMP_N_COLUMNS];
} Rows;

/* Of time, only what lies in the period. */
static gboolean
in_period (const Rows *self, AmpColumn column, const char *value)
{
  AmpReleasePeriod part;

  return column != AMP_COLUMN_TIME ||
         (amp_release_period_parse (value, &part) && part.first >= self->period->first &&
          part.last <= self->period->last);
}

static void
each_row (Rows *self, gsize depth)
{
  const AmpSpaceColumn *of;
  AmpColumn column;
  guint level, whole;
  g_autofree char *prefix = NULL;

  if (depth == self->spec->n_dimensions)
    {
      self->func (self->values, amp_release_space_cell (self->space, self->nodes), self->data);
      return;
    }
  if (!amp_column_of (self->spec->dimensions[depth], &column, &level))
    return;
  of = &self->space->column[column];
  whole = self->nodes[column];
  prefix = g_strdup_printf ("%s=", self->spec->dimensions[depth]->name);
  for (guint i = 1; i < of->names->len; i++)
    {
      const char *name = g_ptr_array_index (of->names, i);

      if (!g_str_has_prefix (name, prefix) || !in_period (self, column, name + strlen (prefix)))
        continue;
      self->values[depth] = name + strlen (prefix);
      self->nodes[column] = i;
      each_row (self, depth + 1);
    }
  self->values[depth] = "*";
  self->nodes[column] = whole;
  each_row (self, depth + 1);
}

gboolean
amp_release_each_row (const AmpReleaseSpace *space,
                      const AmpCountSpec *spec,
                      const AmpReleasePeriod *period,
                      AmpReleaseRowFunc func,
                      gpointer data,
                      GError **error)
{
  Rows rows = {space, spec, period, func, data, {NULL}, {0}};
  int node = amp_release_space_period (space, period);

  for (gsize i = 0; i < spec->n_where && node >= 0; i++)
    {
      AmpColumn column = AMP_COLUMN_TIME;
      guint level = 0;
      int of = amp_column_of (spec->where_dimension[i], &column, &level)
                 ? amp_release_space_node (space, column, level, spec->where_value[i])
                 : -1;

      rows.nodes[column] = of < 0 ? 0 : (guint) of;
      node = of < 0 ? -1 : node;
    }
  if (node < 0)
    return amp_release_refuse (error, AMP_RELEASE_ERROR_COLUMNS, "A value that no list holds");
  rows.nodes[AMP_COLUMN_TIME] = (guint) amp_release_space_period (space, period);
  each_row (&rows, 0);
  return TRUE;
}
