/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bounds.h"

#include <glpk.h>
#include <math.h>
#include <string.h>

#define NEAR 1e-6
#define CORNERS 6
#define NARROW 20 /* of a range that fractions leave wider, whole numbers hardly take anything */

/* Cells that no sum connects are separate riddles, and small ones. */
typedef struct
{
  const Puzzle *puzzle;
  Range *range;
  gboolean *wanted;
  guint32 *leader; /* of each hidden cell: the riddle that it belongs to (union and find) */
  int *column;     /* in the riddle being solved */
  BoundsWork *work;
  GRand *rand;
} Search;

typedef struct
{
  Search *search;
  /* guint32. Column j + 1 is cells[j], or what it has up to `enough` while many are asked at once:
   * then column n + j + 1 is the rest. */
  GArray *cells;
  GArray *sums; /* guint32 */
  glp_prob *programme;
  gint64 *table; /* n cells: a whole table, when one was met */
} Riddle;

static guint32
leader_of (Search *self, guint32 cell)
{
  while (self->leader[cell] != cell)
    cell = self->leader[cell] = self->leader[self->leader[cell]];
  return cell;
}

static gboolean
is_hidden (const Search *self, guint32 cell)
{
  return puzzle_told (self->puzzle, cell) == PUZZLE_HIDDEN;
}

/* Joins what each sum connects. FALSE: a sum of told numbers does not hold. */
static gboolean
connect (Search *self)
{
  for (guint s = 0; s < puzzle_n_sums (self->puzzle); s++)
    {
      guint n;
      const guint32 *cells = puzzle_sum (self->puzzle, s, &n);
      guint32 first = G_MAXUINT32;
      gint64 rest = 0;

      for (guint i = 0; i < n; i++)
        if (!is_hidden (self, cells[i]))
          rest += (i == 0 ? 1 : -1) * puzzle_told (self->puzzle, cells[i]);
        else if (first == G_MAXUINT32)
          first = leader_of (self, cells[i]);
        else
          self->leader[leader_of (self, cells[i])] = first;
      if (first == G_MAXUINT32 && rest != 0)
        return FALSE;
    }
  return TRUE;
}

/* --- The programme --- */

static void
add_row (Riddle *self, guint32 sum, int row, int *index, double *value)
{
  guint n;
  const guint32 *cells = puzzle_sum (self->search->puzzle, sum, &n);
  double rest = 0;
  int used = 0;

  for (guint i = 0; i < n; i++)
    {
      double sign = i == 0 ? 1 : -1;
      int at = 1;

      if (!is_hidden (self->search, cells[i]))
        {
          rest -= sign * (double) puzzle_told (self->search->puzzle, cells[i]);
          continue;
        }
      while (at <= used && index[at] != self->search->column[cells[i]])
        at++;
      if (at > used)
        {
          used = at;
          index[at] = self->search->column[cells[i]];
          value[at] = 0;
        }
      value[at] += sign;
    }
  for (int i = 1; i <= used; i++)
    {
      index[used + i] = index[i] + (int) self->cells->len;
      value[used + i] = value[i];
    }
  glp_set_row_bnds (self->programme, row, GLP_FX, rest, rest);
  glp_set_mat_row (self->programme, row, 2 * used, index, value);
}

static void
set_up (Riddle *self)
{
  guint n = self->cells->len;
  g_autofree int *index = g_new (int, 2 * n + 1);
  g_autofree double *value = g_new (double, 2 * n + 1);

  self->programme = glp_create_prob ();
  glp_add_cols (self->programme, 2 * (int) n);
  for (guint j = 0; j < n; j++)
    {
      glp_set_col_bnds (self->programme, (int) (n + j) + 1, GLP_FX, 0, 0);
      glp_set_col_kind (self->programme, (int) (n + j) + 1, GLP_IV);
      self->search->column[g_array_index (self->cells, guint32, j)] = (int) j + 1;
      glp_set_col_bnds (self->programme, (int) j + 1, GLP_LO, (double) self->search->puzzle->least,
                        0);
      glp_set_col_kind (self->programme, (int) j + 1, GLP_IV);
    }
  if (self->sums->len > 0)
    glp_add_rows (self->programme, (int) self->sums->len);
  for (guint s = 0; s < self->sums->len; s++)
    add_row (self, g_array_index (self->sums, guint32, s), (int) s + 1, index, value);
  self->table = g_new (gint64, n);
}

/* Whether the riddle's table in whole numbers holds; floating point has no say. */
static gboolean
table_holds (const Riddle *self)
{
  const Search *search = self->search;

  for (guint j = 0; j < self->cells->len; j++)
    if (self->table[j] < search->puzzle->least)
      return FALSE;
  for (guint s = 0; s < self->sums->len; s++)
    {
      guint n;
      const guint32 *cells =
        puzzle_sum (search->puzzle, g_array_index (self->sums, guint32, s), &n);
      gint64 rest = 0;

      for (guint i = 0; i < n; i++)
        rest += (i == 0 ? 1 : -1) * (is_hidden (search, cells[i])
                                       ? self->table[search->column[cells[i]] - 1]
                                       : puzzle_told (search->puzzle, cells[i]));
      if (rest != 0)
        return FALSE;
    }
  return TRUE;
}

/* Any whole table that the solver comes by says something of every cell in it. */
static void
learn (Riddle *self, double (*value_of) (glp_prob *, int))
{
  for (guint j = 0; j < self->cells->len; j++)
    {
      double value = value_of (self->programme, (int) j + 1) +
                     value_of (self->programme, (int) (self->cells->len + j) + 1);
      double whole = round (value);

      if (fabs (value - whole) > NEAR)
        return;
      self->table[j] = (gint64) whole;
    }
  if (!table_holds (self))
    return;
  for (guint j = 0; j < self->cells->len; j++)
    {
      Range *range = &self->search->range[g_array_index (self->cells, guint32, j)];

      range->low = MIN (range->low, self->table[j]);
      if (range->high != BOUNDS_NO_END)
        range->high = MAX (range->high, self->table[j]);
    }
}

/* --- One cell, one direction --- */

typedef enum
{
  FOUND,
  NO_END,
  NO_TABLE,
  GAVE_UP
} Outcome;

static int
solve_from (Riddle *self, int method)
{
  glp_smcp how;

  glp_init_smcp (&how);
  how.msg_lev = GLP_MSG_OFF;
  how.meth = method;
  how.tm_lim = 1000 * (int) self->search->puzzle->seconds;
  self->search->work->n_linear++;
  return glp_simplex (self->programme, &how);
}

static Outcome
solve_linear (Riddle *self, double *value)
{
  int result = solve_from (self, GLP_PRIMAL);

  if (result != 0)
    {
      glp_adv_basis (self->programme, 0);
      result = solve_from (self, GLP_DUALP);
    }
  if (result != 0)
    return GAVE_UP;
  switch (glp_get_status (self->programme))
    {
    case GLP_OPT:
      *value = glp_get_obj_val (self->programme);
      learn (self, glp_get_col_prim);
      return FOUND;
    case GLP_UNBND:
      return NO_END;
    case GLP_NOFEAS:
    case GLP_INFEAS:
      return NO_TABLE;
    default:
      return GAVE_UP;
    }
}

/* After solve_linear(), from where it ended. */
static Outcome
solve_whole (Riddle *self)
{
  glp_iocp how;

  glp_init_iocp (&how);
  how.msg_lev = GLP_MSG_OFF;
  how.tm_lim = 1000 * (int) self->search->puzzle->seconds;
  how.gmi_cuts = how.mir_cuts = GLP_ON;
  self->search->work->n_whole++;
  glp_intopt (self->programme, &how);
  switch (glp_mip_status (self->programme))
    {
    case GLP_OPT:
      learn (self, glp_mip_col_val);
      return FOUND;
    case GLP_FEAS:
      learn (self, glp_mip_col_val);
      return GAVE_UP;
    case GLP_NOFEAS:
      return NO_TABLE;
    default:
      return GAVE_UP;
    }
}

/* Whether a whole table is met that has the cell between the two: corners of what is left, in
 * random directions, mostly are whole. Cheaper than a search, and no proof where it fails. */
static gboolean
try_corners (Riddle *self, guint32 cell, gint64 from, gint64 to)
{
  const Range *range = &self->search->range[cell];
  int n = (int) self->cells->len, column = self->search->column[cell];
  gboolean met = FALSE;

  glp_set_col_bnds (self->programme, column,
                    from == to            ? GLP_FX
                    : to == BOUNDS_NO_END ? GLP_LO
                                          : GLP_DB,
                    (double) from, (double) to);
  glp_set_obj_dir (self->programme, GLP_MIN);
  for (guint i = 0; i < CORNERS && !met; i++)
    {
      double value;

      for (int j = 1; j <= n; j++)
        glp_set_obj_coef (self->programme, j, g_rand_double_range (self->search->rand, 0.1, 1));
      solve_linear (self, &value);
      met = to == BOUNDS_NO_END ? range->high >= from : range->low <= to;
    }
  for (int j = 1; j <= n; j++)
    glp_set_obj_coef (self->programme, j, 0);
  glp_set_col_bnds (self->programme, column, GLP_LO, (double) self->search->puzzle->least, 0);
  return met;
}

static Outcome
aim (Riddle *self, int column, int direction, double *value)
{
  Outcome outcome;

  glp_set_obj_dir (self->programme, direction);
  glp_set_obj_coef (self->programme, column, 1);
  outcome = solve_linear (self, value);
  if (outcome != FOUND)
    glp_set_obj_coef (self->programme, column, 0);
  return outcome;
}

/* FALSE: there is no table at all. */
static gboolean
find_low (Riddle *self, guint32 cell)
{
  Range *range = &self->search->range[cell];
  gint64 least = self->search->puzzle->least;
  Outcome outcome;

  range->linear_low = (double) least;
  range->low_sure = TRUE;
  if (range->low == least)
    return TRUE;
  outcome = aim (self, self->search->column[cell], GLP_MIN, &range->linear_low);
  if (outcome == FOUND)
    {
      gint64 end = (gint64) ceil (range->linear_low - NEAR);

      if (range->low > end && !try_corners (self, cell, least, end))
        {
          outcome = aim (self, self->search->column[cell], GLP_MIN, &range->linear_low);
          outcome = outcome == FOUND ? solve_whole (self) : outcome;
        }
    }
  glp_set_obj_coef (self->programme, self->search->column[cell], 0);
  range->low_sure = outcome == FOUND;
  self->search->work->n_gave_up += outcome == GAVE_UP;
  return outcome != NO_TABLE;
}

/* The most; no farther than `enough`, where that is given. */
static gboolean
find_high (Riddle *self, guint32 cell)
{
  Range *range = &self->search->range[cell];
  gint64 enough = self->search->puzzle->enough;
  int column = self->search->column[cell];
  Outcome outcome;

  range->linear_high = INFINITY;
  range->high_sure = range->high == BOUNDS_NO_END;
  if (range->high_sure || (enough > 0 && range->high >= enough))
    return TRUE;
  outcome = aim (self, column, GLP_MAX, &range->linear_high);
  if (outcome == NO_END)
    {
      range->high = BOUNDS_NO_END;
      range->high_sure = TRUE;
      return TRUE;
    }
  if (outcome == FOUND)
    {
      gint64 end = (gint64) floor (range->linear_high + NEAR);
      gint64 goal = enough > 0 ? MIN (end, enough) : end;

      if (range->high < goal && !try_corners (self, cell, goal, BOUNDS_NO_END))
        {
          gboolean wide = range->linear_high - range->linear_low >= NARROW && enough == 0;

          outcome = aim (self, column, GLP_MAX, &range->linear_high);
          outcome = outcome != FOUND ? outcome : wide ? GAVE_UP : solve_whole (self);
        }
      else if (range->high < end)
        outcome = GAVE_UP; /* enough, and perhaps more */
    }
  glp_set_obj_coef (self->programme, column, 0);
  range->high_sure = outcome == FOUND;
  self->search->work->n_gave_up += outcome == GAVE_UP && range->high < enough;
  return outcome != NO_TABLE;
}

/* --- Many at once: one table is often an answer for many cells --- */

#define ROUNDS 40

static gboolean
is_open (const Riddle *self, guint j, int direction)
{
  guint32 cell = g_array_index (self->cells, guint32, j);
  const Range *range = &self->search->range[cell];
  const Puzzle *puzzle = self->search->puzzle;

  if (!self->search->wanted[cell])
    return FALSE;
  return direction == GLP_MIN ? range->low > puzzle->least : range->high < puzzle->enough;
}

/* The part of each cell up to enough can be asked for; what is beyond does not pay. */
static void
split_cells (Riddle *self, gboolean split)
{
  double least = (double) self->search->puzzle->least;
  double enough = (double) MAX (self->search->puzzle->enough, self->search->puzzle->least + 1);
  int n = (int) self->cells->len;

  for (int j = 1; j <= n; j++)
    {
      glp_set_col_bnds (self->programme, j, split ? GLP_DB : GLP_LO, least, enough);
      glp_set_col_bnds (self->programme, n + j, split ? GLP_LO : GLP_FX, 0, 0);
    }
}

/* How many cells are still open in that direction. */
static guint
ask_for_many (Riddle *self, int direction)
{
  int n = (int) self->cells->len;
  guint n_open = 0;
  double value;

  glp_set_obj_dir (self->programme, direction);
  for (int j = 1; j <= n; j++)
    {
      gboolean open = is_open (self, (guint) j - 1, direction);
      double weight = open ? g_rand_double_range (self->search->rand, 0.5, 1.5) : 0;

      glp_set_obj_coef (self->programme, j, weight);
      glp_set_obj_coef (self->programme, n + j, direction == GLP_MIN ? weight : 0);
      n_open += open;
    }
  if (n_open > 0)
    solve_linear (self, &value);
  for (int j = 1; j <= 2 * n; j++)
    glp_set_obj_coef (self->programme, j, 0);
  return n_open;
}

static void
solve_many (Riddle *self)
{
  static const int directions[2] = {GLP_MIN, GLP_MAX};
  guint before[2] = {G_MAXUINT, G_MAXUINT};

  split_cells (self, TRUE);
  for (guint round = 0; round < 2 * ROUNDS; round++)
    if (before[round % 2] > 0)
      {
        guint n_open = ask_for_many (self, directions[round % 2]);

        before[round % 2] = n_open < before[round % 2] ? n_open : 0;
      }
  split_cells (self, FALSE);
  glp_adv_basis (self->programme, 0);
}

/* --- All of them --- */

static gboolean
solve_riddle (Riddle *self)
{
  gboolean possible = TRUE;

  set_up (self);
  glp_adv_basis (self->programme, 0);
  if (self->search->puzzle->enough > 0 && self->cells->len > 3)
    solve_many (self);
  for (guint j = 0; possible && j < self->cells->len; j++)
    {
      guint32 cell = g_array_index (self->cells, guint32, j);

      if (self->search->wanted[cell])
        possible = find_low (self, cell) && find_high (self, cell);
    }
  glp_delete_prob (self->programme);
  g_free (self->table);
  return possible;
}

static void
riddle_free (gpointer data)
{
  Riddle *self = data;

  g_array_unref (self->cells);
  g_array_unref (self->sums);
  g_free (self);
}

static Riddle *
riddle_of (Search *self, GHashTable *riddles, guint32 cell)
{
  gpointer key = GUINT_TO_POINTER (leader_of (self, cell));
  Riddle *riddle = g_hash_table_lookup (riddles, key);

  if (riddle == NULL)
    {
      riddle = g_new0 (Riddle, 1);
      riddle->search = self;
      riddle->cells = g_array_new (FALSE, FALSE, sizeof (guint32));
      riddle->sums = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_hash_table_insert (riddles, key, riddle);
    }
  return riddle;
}

static GHashTable *
separate (Search *self)
{
  GHashTable *riddles = g_hash_table_new_full (NULL, NULL, NULL, riddle_free);

  for (guint32 cell = 0; cell < puzzle_n_cells (self->puzzle); cell++)
    if (is_hidden (self, cell))
      g_array_append_val (riddle_of (self, riddles, cell)->cells, cell);
  for (guint s = 0; s < puzzle_n_sums (self->puzzle); s++)
    {
      guint n;
      const guint32 *cells = puzzle_sum (self->puzzle, s, &n);

      for (guint i = 0; i < n; i++)
        if (is_hidden (self, cells[i]))
          {
            g_array_append_val (riddle_of (self, riddles, cells[i])->sums, s);
            break;
          }
    }
  return riddles;
}

Range *
bounds_find (const Puzzle *puzzle, const guint32 *asked, guint n_asked, BoundsWork *work)
{
  guint32 n = puzzle_n_cells (puzzle);
  g_autofree gboolean *wanted = g_new0 (gboolean, n + 1);
  g_autofree guint32 *leader = g_new (guint32, n + 1);
  g_autofree int *column = g_new0 (int, n + 1);
  g_autofree Range *range = g_new0 (Range, n + 1);
  g_autoptr (GHashTable) riddles = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  Search self = {puzzle, range, wanted, leader, column, work, rand};
  GHashTableIter iter;
  gpointer riddle;

  for (guint32 cell = 0; cell < n; cell++)
    {
      leader[cell] = cell;
      range[cell].low = G_MAXINT64;
      range[cell].high = -1;
    }
  for (guint i = 0; i < n_asked; i++)
    wanted[asked[i]] = TRUE;
  if (puzzle->fault != NULL || !connect (&self))
    return NULL;
  glp_term_out (GLP_OFF);
  riddles = separate (&self);
  g_hash_table_iter_init (&iter, riddles);
  while (g_hash_table_iter_next (&iter, NULL, &riddle))
    if (!solve_riddle (riddle))
      return NULL;
  return g_steal_pointer (&range);
}
