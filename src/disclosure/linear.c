/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every cell is written as a sum of few independent ones: the dearest that will do, so that what is
 * told first is a coordinate of its own and telling it only strikes the coordinate out. Told cells
 * that are sums of hidden coordinates take one of these away from all others. A protected cell can
 * be worked out once nothing is left of its row. */
#include "disclosure/linear.h"

#include "disclosure/prime.h"

#include <string.h>

#define NONE G_MAXUINT32

typedef struct
{
  guint32 n, room;
  guint32 *at; /* coordinates: cells, in no order */
  guint64 *value;
} Row;

typedef struct
{
  AmpSystem *system;
  const guint8 *is_protected;
  guint32 n;
  guint32 *order, *place; /* each other's inverse */
  Row *row;               /* of each cell; empty for coordinates that need none */
  guint8 *is_coordinate;
  guint8 *watched; /* the row is kept up to date */
  GArray **column; /* of a coordinate: cells whose rows may hold it */

  /* A vector spread out: value by cell, and which are set, by place. */
  guint64 *spread;
  guint64 *bits;
} Linear;

/* --- Rows --- */

static void
row_append (Row *row, guint32 at, guint64 value)
{
  if (row->n == row->room)
    {
      row->room = row->room == 0 ? 4 : row->room * 2;
      row->at = g_renew (guint32, row->at, row->room);
      row->value = g_renew (guint64, row->value, row->room);
    }
  row->at[row->n] = at;
  row->value[row->n++] = value;
}

static void
row_clear (Row *row)
{
  g_clear_pointer (&row->at, g_free);
  g_clear_pointer (&row->value, g_free);
  row->n = row->room = 0;
}

static guint32
row_find (const Row *row, guint32 at)
{
  for (guint32 i = 0; i < row->n; i++)
    if (row->at[i] == at)
      return i;
  return NONE;
}

static void
row_remove (Row *row, guint32 i)
{
  row->n--;
  row->at[i] = row->at[row->n];
  row->value[i] = row->value[row->n];
}

static void
spread_add (Linear *self, guint32 cell, guint64 value)
{
  guint32 place = self->place[cell];

  self->spread[cell] = amp_prime_add (self->spread[cell], value);
  if (self->spread[cell] != 0)
    self->bits[place / 64] |= G_GUINT64_CONSTANT (1) << (place % 64);
  else
    self->bits[place / 64] &= ~(G_GUINT64_CONSTANT (1) << (place % 64));
}

static void
spread_add_row (Linear *self, const Row *row, guint64 factor)
{
  for (guint32 i = 0; i < row->n; i++)
    spread_add (self, row->at[i], amp_prime_multiply (factor, row->value[i]));
}

/* The set cell with the last place before `before`, or NONE. */
static guint32
spread_last (const Linear *self, guint32 before)
{
  guint32 word = before / 64;
  guint64 bits;

  if (before == 0)
    return NONE;
  bits = before % 64 == 0 ? 0 : self->bits[word] & ((G_GUINT64_CONSTANT (1) << (before % 64)) - 1);
  while (bits == 0 && word > 0)
    bits = self->bits[--word];
  return bits == 0 ? NONE : self->order[word * 64 + g_bit_storage (bits) - 1];
}

/* --- The equations: which cells are coordinates, and the others as sums of them --- */

/* The row that is spread out is zero; the last cell that no other row stands for is taken from it:
 * cell = - rest / value. Nothing happens where all of it follows from earlier equations. */
static gboolean
take_equation (Linear *self)
{
  guint32 last;
  guint64 factor;

  while ((last = spread_last (self, self->n)) != NONE && !self->is_coordinate[last])
    {
      factor = self->spread[last];
      spread_add (self, last, amp_prime_negate (factor));
      spread_add_row (self, &self->row[last], factor);
    }
  if (last == NONE)
    return FALSE;
  factor = amp_prime_negate (amp_prime_invert (self->spread[last]));
  spread_add (self, last, amp_prime_negate (self->spread[last]));
  self->is_coordinate[last] = FALSE;
  for (guint32 cell, before = self->place[last]; (cell = spread_last (self, before)) != NONE;)
    {
      before = self->place[cell];
      row_append (&self->row[last], cell, amp_prime_multiply (factor, self->spread[cell]));
      spread_add (self, cell, amp_prime_negate (self->spread[cell]));
    }
  return TRUE;
}

/* is_new: of each equation, whether it does not follow from others; may be NULL. */
static void
take_equations (Linear *self, guint8 *is_new)
{
  const AmpSystem *system = self->system;

  for (guint32 e = system->n_equations; e-- > 0;)
    {
      for (guint32 z = system->start[e]; z < system->start[e + 1]; z++)
        spread_add (self, system->member[z], z == system->start[e] ? AMP_PRIME - 1 : 1);
      if (take_equation (self) && is_new != NULL)
        is_new[e] = TRUE;
    }
}

static void
gather (Linear *self, Row *row)
{
  row->n = 0;
  for (guint32 cell, before = self->n; (cell = spread_last (self, before)) != NONE;)
    {
      before = self->place[cell];
      row_append (row, cell, self->spread[cell]);
      spread_add (self, cell, amp_prime_negate (self->spread[cell]));
    }
}

/* Rows hold earlier cells alone, so one pass from the first on leaves nothing but coordinates. */
static void
write_in_coordinates (Linear *self)
{
  for (guint32 place = 0; place < self->n; place++)
    {
      guint32 cell = self->order[place];
      Row *row = &self->row[cell];

      if (self->is_coordinate[cell])
        continue;
      for (guint32 i = 0; i < row->n; i++)
        if (self->is_coordinate[row->at[i]])
          spread_add (self, row->at[i], row->value[i]);
        else
          spread_add_row (self, &self->row[row->at[i]], row->value[i]);
      gather (self, row);
    }
}

/* --- Telling cells --- */

static void
watch (Linear *self, guint32 cell)
{
  const Row *row = &self->row[cell];

  self->watched[cell] = TRUE;
  for (guint32 i = 0; i < row->n; i++)
    {
      GArray **column = &self->column[row->at[i]];

      if (*column == NULL)
        *column = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_array_append_val (*column, cell);
    }
}

static void
watch_rows (Linear *self)
{
  for (guint32 cell = 0; cell < self->n; cell++)
    {
      gboolean told = amp_cell_is_told (self->system->state[cell]);

      if (self->is_protected[cell] && self->is_coordinate[cell])
        row_append (&self->row[cell], cell, 1);
      if (self->is_protected[cell] || (told && !self->is_coordinate[cell]))
        watch (self, cell);
      else
        row_clear (&self->row[cell]);
    }
}

/* Whether one row is the other times a number. */
static gboolean
are_proportional (const Row *a, const Row *b)
{
  guint64 factor = 0;

  if (a->n != b->n)
    return FALSE;
  for (guint32 i = 0; i < a->n; i++)
    {
      guint32 j = row_find (b, a->at[i]);

      if (j == NONE)
        return FALSE;
      if (i == 0)
        factor = amp_prime_multiply (b->value[j], amp_prime_invert (a->value[i]));
      else if (amp_prime_multiply (a->value[i], factor) != b->value[j])
        return FALSE;
    }
  return TRUE;
}

/* The coordinate of the row that stands in the fewest rows. */
static guint32
rarest (const Linear *self, const Row *row)
{
  guint32 best = row->at[0], fewest = NONE;

  for (guint32 i = 0; i < row->n; i++)
    {
      const GArray *column = self->column[row->at[i]];
      guint32 n = column == NULL ? 0 : column->len;

      if (n < fewest)
        {
          fewest = n;
          best = row->at[i];
        }
    }
  return best;
}

static gboolean
would_betray (const Linear *self, const Row *row, guint32 coordinate)
{
  const GArray *column = self->column[coordinate];

  for (guint i = 0; column != NULL && i < column->len; i++)
    {
      guint32 cell = g_array_index (column, guint32, i);

      if (self->is_protected[cell] && are_proportional (row, &self->row[cell]))
        return TRUE;
    }
  return FALSE;
}

static void
take_away (Linear *self, guint32 cell, guint32 at, const Row *told, guint64 inverse)
{
  Row *row = &self->row[cell];
  guint64 factor = amp_prime_negate (amp_prime_multiply (row->value[at], inverse));

  for (guint32 i = 0; i < told->n; i++)
    {
      guint64 add = amp_prime_multiply (factor, told->value[i]);
      guint32 j = row_find (row, told->at[i]);

      if (j == NONE)
        {
          row_append (row, told->at[i], add);
          g_array_append_val (self->column[told->at[i]], cell);
        }
      else if ((row->value[j] = amp_prime_add (row->value[j], add)) == 0)
        row_remove (row, j);
    }
}

/* The row becomes known: its coordinate goes out of all other rows. */
static void
tell (Linear *self, const Row *told, guint32 coordinate)
{
  GArray *column = g_steal_pointer (&self->column[coordinate]);
  guint64 inverse = amp_prime_invert (told->value[row_find (told, coordinate)]);

  for (guint i = 0; column != NULL && i < column->len; i++)
    {
      guint32 cell = g_array_index (column, guint32, i);
      Row *row = &self->row[cell];
      guint32 at = row_find (row, coordinate);

      if (!self->watched[cell] || row == told || at == NONE)
        continue;
      if (told->n == 1)
        row_remove (row, at);
      else
        take_away (self, cell, at, told, inverse);
    }
  g_clear_pointer (&column, g_array_unref);
}

static void
decide (Linear *self, guint32 cell)
{
  guint64 one = 1;
  Row unit = {1, 0, &cell, &one};
  const Row *row = self->is_coordinate[cell] ? &unit : &self->row[cell];
  guint32 coordinate;

  if (row->n > 0)
    {
      coordinate = rarest (self, row);
      if (self->system->state[cell] == AMP_CELL_OPEN && would_betray (self, row, coordinate))
        self->system->state[cell] = AMP_CELL_SECONDARY;
      else
        tell (self, row, coordinate);
    }
  self->watched[cell] = FALSE;
  row_clear (&self->row[cell]);
}

/* --- In all --- */

static guint
turn_of (guint8 state)
{
  if (state == AMP_CELL_OPEN)
    return 1;
  return amp_cell_is_told (state) ? 0 : 2;
}

static void
linear_init (Linear *self, AmpSystem *system, const guint8 *is_protected, const guint32 *order)
{
  guint32 n = system->n_cells, at = 0;

  *self = (Linear){.system = system, .is_protected = is_protected, .n = n};
  self->order = g_new0 (guint32, n);
  self->place = g_new0 (guint32, n);
  self->row = g_new0 (Row, n);
  self->is_coordinate = g_new (guint8, MAX (1, n));
  memset (self->is_coordinate, TRUE, n);
  self->watched = g_new0 (guint8, n);
  self->column = g_new0 (GArray *, n);
  self->spread = g_new0 (guint64, n);
  self->bits = g_new0 (guint64, n / 64 + 1);
  for (guint turn = 0; turn < 3; turn++)
    for (guint32 i = 0; i < n; i++)
      if (turn_of (system->state[order[i]]) == turn)
        {
          self->place[order[i]] = at;
          self->order[at++] = order[i];
        }
}

static void
linear_clear (Linear *self)
{
  for (guint32 i = 0; i < self->n; i++)
    {
      row_clear (&self->row[i]);
      g_clear_pointer (&self->column[i], g_array_unref);
    }
  g_free (self->order);
  g_free (self->place);
  g_free (self->row);
  g_free (self->is_coordinate);
  g_free (self->watched);
  g_free (self->column);
  g_free (self->spread);
  g_free (self->bits);
}

gboolean
amp_linear_hide (AmpSystem *system,
                 const guint8 *is_protected,
                 const guint32 *order,
                 GCancellable *cancellable,
                 GError **error)
{
  Linear self;
  gboolean stopped = FALSE;

  linear_init (&self, system, is_protected, order);
  take_equations (&self, NULL);
  write_in_coordinates (&self);
  watch_rows (&self);
  for (guint32 place = 0; place < self.n && !stopped; place++)
    {
      guint32 cell = self.order[place];

      stopped = place % 64 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error);
      if (!stopped && amp_cell_is_told (system->state[cell]))
        decide (&self, cell);
    }
  linear_clear (&self);
  return !stopped;
}

guint8 *
amp_linear_independent (const AmpSystem *system)
{
  g_autoptr (AmpSystem) copy = amp_system_copy (system);
  g_autofree guint32 *order = g_new (guint32, system->n_cells);
  guint8 *is_new = g_new0 (guint8, system->n_equations);
  Linear self;

  for (guint32 i = 0; i < system->n_cells; i++)
    order[i] = i;
  linear_init (&self, copy, NULL, order);
  take_equations (&self, is_new);
  linear_clear (&self);
  return is_new;
}
