/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Variables 0 … n - 1 are the columns; n + i stands for what row i lacks, which is 0. x_B is
 * - B^-1 N x_N; d is the cost of a variable less what the basis makes of it. */
#include "disclosure/simplex.h"

#include <string.h>

#define FEASIBLE 1e-7 /* how far beyond a bound is no further than it */
#define ENTRY_LEAST 1e-9
#define PIVOT_LEAST 1e-6
#define TIE 1e-9
#define NOT_BASIC G_MAXUINT32

typedef struct
{
  guint32 j;
  double ratio, size;
} Step;

struct _AmpSimplex
{
  const AmpColumns *columns;
  guint32 m, n;
  /* The matrix by rows. */
  guint32 *row_start, *row_column;
  double *row_value;

  double *lower, *upper, *cost, *value, *d; /* n + m */
  double *weight;                           /* steepest edge, of basic variables */
  guint32 *head;                            /* m */
  guint32 *where;                           /* n + m: the row, or NOT_BASIC */
  AmpBasis *basis;
  gboolean is_factored;

  AmpSparse rho;    /* a row of B^-1 */
  AmpSparse column; /* B^-1 times a column */
  AmpSparse tau;    /* B^-1 rho */
  double *excess;   /* m: above 0, so much below the lower bound; below 0, above the upper */
  guint32 *waiting, n_waiting; /* rows with an excess, and some that had one */
  guint8 *is_waiting;
  AmpSparse alpha; /* of each column: a row of B^-1 times the matrix */
  Step *heap;
  guint32 n_heap;
  guint32 *flipped;
  guint32 n_flipped;
  guint64 steps;
};

/* --- Making --- */

static void
copy_by_rows (AmpSimplex *self)
{
  const AmpColumns *columns = self->columns;
  guint32 total = columns->start[self->n];

  self->row_start = g_new0 (guint32, self->m + 1);
  self->row_column = g_new (guint32, total + 1);
  self->row_value = g_new (double, total + 1);
  for (guint32 z = 0; z < total; z++)
    self->row_start[columns->row[z] + 1]++;
  for (guint32 i = 0; i < self->m; i++)
    self->row_start[i + 1] += self->row_start[i];
  for (guint32 j = self->n; j-- > 0;)
    for (guint32 z = columns->start[j]; z < columns->start[j + 1]; z++)
      {
        guint32 at = --self->row_start[columns->row[z] + 1];

        self->row_column[at] = j;
        self->row_value[at] = columns->value[z];
      }
  /* Each start now stands one place too far on. */
  memmove (self->row_start, self->row_start + 1, sizeof (guint32) * self->m);
  self->row_start[self->m] = total;
}

AmpSimplex *
amp_simplex_new (const AmpColumns *columns)
{
  AmpSimplex *self = g_new0 (AmpSimplex, 1);
  guint32 m = columns->n_rows, n = columns->n;

  self->columns = columns;
  self->m = m;
  self->n = n;
  copy_by_rows (self);
  self->lower = g_new0 (double, n + m);
  self->upper = g_new0 (double, n + m);
  self->cost = g_new0 (double, n + m);
  self->value = g_new0 (double, n + m);
  self->d = g_new0 (double, n + m);
  self->weight = g_new0 (double, n + m);
  self->head = g_new0 (guint32, m);
  self->where = g_new0 (guint32, MAX (1, n + m)); /* memset() takes no NULL */
  self->basis = amp_basis_new (columns);
  amp_sparse_init (&self->rho, m);
  amp_sparse_init (&self->column, m);
  amp_sparse_init (&self->tau, m);
  self->excess = g_new0 (double, m);
  self->waiting = g_new (guint32, m);
  self->is_waiting = g_new0 (guint8, m);
  amp_sparse_init (&self->alpha, n);
  self->heap = g_new (Step, n);
  self->flipped = g_new (guint32, n);
  amp_simplex_reset (self);
  return self;
}

void
amp_simplex_free (AmpSimplex *self)
{
  if (self == NULL)
    return;
  g_free (self->row_start);
  g_free (self->row_column);
  g_free (self->row_value);
  g_free (self->lower);
  g_free (self->upper);
  g_free (self->cost);
  g_free (self->value);
  g_free (self->d);
  g_free (self->weight);
  g_free (self->head);
  g_free (self->where);
  amp_basis_free (self->basis);
  amp_sparse_clear (&self->rho);
  amp_sparse_clear (&self->column);
  amp_sparse_clear (&self->tau);
  g_free (self->excess);
  g_free (self->waiting);
  g_free (self->is_waiting);
  amp_sparse_clear (&self->alpha);
  g_free (self->heap);
  g_free (self->flipped);
  g_free (self);
}

void
amp_simplex_reset (AmpSimplex *self)
{
  for (guint32 i = 0; i < self->m; i++)
    {
      self->head[i] = self->n + i;
      self->weight[self->n + i] = 1;
    }
  self->is_factored = FALSE;
}

void
amp_simplex_set_bounds (AmpSimplex *self, guint32 j, double lower, double upper)
{
  self->lower[j] = lower;
  self->upper[j] = upper;
}

void
amp_simplex_set_cost (AmpSimplex *self, guint32 j, double cost)
{
  self->cost[j] = cost;
}

double
amp_simplex_get_cost (const AmpSimplex *self, guint32 j)
{
  return self->cost[j];
}

double
amp_simplex_get_lower (const AmpSimplex *self, guint32 j)
{
  return self->lower[j];
}

double
amp_simplex_get_upper (const AmpSimplex *self, guint32 j)
{
  return self->upper[j];
}

double
amp_simplex_get_value (const AmpSimplex *self, guint32 j)
{
  return self->value[j];
}

guint64
amp_simplex_steps (const AmpSimplex *self)
{
  return self->steps;
}

/* --- From a basis to values --- */

static void
factor (AmpSimplex *self)
{
  amp_basis_factor (self->basis, self->head);
  memset (self->where, 0xff, sizeof (guint32) * (self->n + self->m));
  for (guint32 i = 0; i < self->m; i++)
    {
      self->where[self->head[i]] = i;
      if (self->weight[self->head[i]] < 1e-6)
        self->weight[self->head[i]] = 1;
    }
  self->is_factored = TRUE;
}

/* d from the basis, and each variable outside it to the bound that its d asks for. */
static void
price (AmpSimplex *self)
{
  const AmpColumns *columns = self->columns;

  amp_sparse_zero (&self->rho);
  for (guint32 i = 0; i < self->m; i++)
    if (self->head[i] < self->n)
      amp_sparse_add (&self->rho, i, self->cost[self->head[i]]);
  amp_basis_solve_transposed (self->basis, &self->rho);
  for (guint32 j = 0; j < self->n; j++)
    {
      double d = self->cost[j];

      if (self->where[j] != NOT_BASIC)
        {
          self->d[j] = 0;
          continue;
        }
      for (guint32 z = columns->start[j]; z < columns->start[j + 1]; z++)
        d -= self->rho.value[columns->row[z]] * columns->value[z];
      self->d[j] = d;
      if (d > TIE)
        self->value[j] = self->lower[j];
      else if (d < -TIE)
        self->value[j] = self->upper[j];
      else
        self->value[j] = self->value[j] >= self->upper[j] ? self->upper[j] : self->lower[j];
    }
  for (guint32 i = 0; i < self->m; i++)
    self->value[self->n + i] = 0;
}

static void
add_column (const AmpSimplex *self, guint32 j, double times, AmpSparse *to)
{
  const AmpColumns *columns = self->columns;

  for (guint32 z = columns->start[j]; z < columns->start[j + 1]; z++)
    amp_sparse_add (to, columns->row[z], times * columns->value[z]);
}

/* A basic variable has a new value. */
static void
look_at_row (AmpSimplex *self, guint32 i)
{
  guint32 j = self->head[i];
  double value = self->value[j];

  if (value < self->lower[j] - FEASIBLE)
    self->excess[i] = self->lower[j] - value;
  else if (value > self->upper[j] + FEASIBLE)
    self->excess[i] = self->upper[j] - value;
  else
    {
      self->excess[i] = 0;
      return;
    }
  if (!self->is_waiting[i])
    {
      self->is_waiting[i] = TRUE;
      self->waiting[self->n_waiting++] = i;
    }
}

static void
evaluate (AmpSimplex *self)
{
  amp_sparse_zero (&self->column);
  for (guint32 j = 0; j < self->n; j++)
    if (self->where[j] == NOT_BASIC && (self->value[j] > 0 || self->value[j] < 0))
      add_column (self, j, -self->value[j], &self->column);
  amp_basis_solve (self->basis, &self->column);
  for (guint32 i = 0; i < self->m; i++)
    {
      self->value[self->head[i]] = self->column.value[i];
      look_at_row (self, i);
    }
}

static void
renew (AmpSimplex *self)
{
  factor (self);
  price (self);
  evaluate (self);
}

/* --- One step --- */

static guint32
choose_leaving (AmpSimplex *self)
{
  guint32 best = NOT_BASIC, n = 0;
  double most = 0;

  for (guint32 z = 0; z < self->n_waiting; z++)
    {
      guint32 i = self->waiting[z];
      double by = self->excess[i];

      if (by >= 0 && by <= 0)
        {
          self->is_waiting[i] = FALSE;
          continue;
        }
      self->waiting[n++] = i;
      if (by * by > most * self->weight[self->head[i]])
        {
          best = i;
          most = by * by / self->weight[self->head[i]];
        }
    }
  self->n_waiting = n;
  return best;
}

static void
sift_down (AmpSimplex *self, guint32 at)
{
  Step step = self->heap[at];

  for (guint32 child; (child = 2 * at + 1) < self->n_heap; at = child)
    {
      if (child + 1 < self->n_heap && self->heap[child + 1].ratio < self->heap[child].ratio)
        child++;
      if (self->heap[child].ratio >= step.ratio)
        break;
      self->heap[at] = self->heap[child];
    }
  self->heap[at] = step;
}

static Step
pop (AmpSimplex *self)
{
  Step step = self->heap[0];

  self->heap[0] = self->heap[--self->n_heap];
  if (self->n_heap > 0)
    sift_down (self, 0);
  return step;
}

/* alpha = rho A, where it is not zero. */
static void
row_of (AmpSimplex *self)
{
  const AmpSparse *rho = &self->rho;
  const guint32 *where = self->where, *column = self->row_column;
  const double *lower = self->lower, *upper = self->upper, *value = self->row_value;
  AmpSparse alpha; /* a copy, as in amp_basis_solve() */

  amp_sparse_zero (&self->alpha);
  alpha = self->alpha;
  for (guint32 y = 0; y < rho->n; y++)
    {
      guint32 i = rho->list[y], end = self->row_start[i + 1];
      double by = rho->value[i];

      if (by > -ENTRY_LEAST && by < ENTRY_LEAST)
        continue;
      for (guint32 z = self->row_start[i]; z < end; z++)
        if (where[column[z]] == NOT_BASIC && upper[column[z]] > lower[column[z]])
          amp_sparse_add (&alpha, column[z], by * value[z]);
    }
  self->alpha.n = alpha.n;
}

/* Who could come in for a variable that has to rise (sign 1) or fall (-1). */
static void
collect_steps (AmpSimplex *self, double sign)
{
  self->n_heap = 0;
  for (guint32 z = 0; z < self->alpha.n; z++)
    {
      guint32 j = self->alpha.list[z];
      double a = -sign * self->alpha.value[j];
      gboolean at_lower = self->value[j] <= self->lower[j];

      if (at_lower ? a > ENTRY_LEAST : a < -ENTRY_LEAST)
        self->heap[self->n_heap++] = (Step){j, MAX (self->d[j] / a, 0), __builtin_fabs (a)};
    }
  for (guint32 i = self->n_heap / 2; i-- > 0;)
    sift_down (self, i);
}

/* Past variables that flip to their other bound as long as that pays; then the one that comes in:
 * of those at the same place the one with the largest entry. FALSE: none, there is no solution. */
static gboolean
choose_entering (AmpSimplex *self, double slope, Step *entering)
{
  self->n_flipped = 0;
  while (self->n_heap > 0)
    {
      Step step = pop (self);
      double range = self->upper[step.j] - self->lower[step.j];

      slope -= step.size * range;
      if (slope > FEASIBLE)
        {
          self->flipped[self->n_flipped++] = step.j;
          continue;
        }
      *entering = step;
      while (self->n_heap > 0 && self->heap[0].ratio <= step.ratio + TIE)
        {
          Step other = pop (self);

          if (other.size > entering->size)
            *entering = other;
        }
      return TRUE;
    }
  return FALSE;
}

static void
move_basics (AmpSimplex *self, double by)
{
  for (guint32 z = 0; z < self->column.n; z++)
    {
      guint32 i = self->column.list[z];

      self->value[self->head[i]] -= self->column.value[i] * by;
      look_at_row (self, i);
    }
}

static void
flip (AmpSimplex *self)
{
  if (self->n_flipped == 0)
    return;
  amp_sparse_zero (&self->column);
  for (guint32 z = 0; z < self->n_flipped; z++)
    {
      guint32 j = self->flipped[z];
      double to = self->value[j] <= self->lower[j] ? self->upper[j] : self->lower[j];

      add_column (self, j, to - self->value[j], &self->column);
      self->value[j] = to;
    }
  amp_basis_solve (self->basis, &self->column);
  move_basics (self, 1);
}

/* own: that of the row itself. */
static void
update_weights (AmpSimplex *self, guint32 row, double own)
{
  double pivot = self->column.value[row];

  amp_sparse_zero (&self->tau);
  for (guint32 z = 0; z < self->rho.n; z++)
    amp_sparse_add (&self->tau, self->rho.list[z], self->rho.value[self->rho.list[z]]);
  amp_basis_solve (self->basis, &self->tau);
  for (guint32 z = 0; z < self->column.n; z++)
    {
      guint32 i = self->column.list[z];
      double k = self->column.value[i] / pivot;
      double *weight = &self->weight[self->head[i]];

      if (i != row)
        *weight = MAX (*weight - 2 * k * self->tau.value[i] + k * k * own, 1e-4 + k * k);
    }
}

/* In the column: B^-1 times that of the entering variable. */
static void
exchange (AmpSimplex *self, guint32 row, guint32 entering, double bound, double sign, double ratio)
{
  guint32 leaving = self->head[row];
  double pivot = self->column.value[row], own = 0, move;

  for (guint32 z = 0; z < self->rho.n; z++)
    own += self->rho.value[self->rho.list[z]] * self->rho.value[self->rho.list[z]];
  update_weights (self, row, own);
  move = (self->value[leaving] - bound) / pivot;
  move_basics (self, move);
  self->value[entering] += move;
  self->value[leaving] = bound;
  for (guint32 z = 0; z < self->alpha.n; z++)
    {
      guint32 j = self->alpha.list[z];

      self->d[j] += ratio * sign * self->alpha.value[j];
    }
  self->d[entering] = 0;
  self->d[leaving] = sign * ratio;
  self->weight[entering] = MAX (own / (pivot * pivot), 1e-4);
  self->head[row] = entering;
  self->where[entering] = row;
  self->where[leaving] = NOT_BASIC;
  look_at_row (self, row);
  amp_basis_replace (self->basis, row, &self->column);
}

typedef enum
{
  STEP_DONE,
  STEP_OPTIMAL,
  STEP_INFEASIBLE,
  STEP_UNSURE, /* numbers that do not hold */
} StepResult;

static StepResult
step (AmpSimplex *self)
{
  guint32 row = choose_leaving (self), leaving;
  double by, sign, pivot;
  AmpSparse swap;
  Step entering;

  if (row == NOT_BASIC)
    return STEP_OPTIMAL;
  leaving = self->head[row];
  by = self->excess[row];
  sign = by > 0 ? 1 : -1;
  amp_sparse_zero (&self->rho);
  amp_sparse_add (&self->rho, row, 1);
  amp_basis_solve_transposed (self->basis, &self->rho);
  row_of (self);
  collect_steps (self, sign);
  if (!choose_entering (self, by * sign, &entering))
    return STEP_INFEASIBLE;
  amp_sparse_zero (&self->tau);
  add_column (self, entering.j, 1, &self->tau);
  amp_basis_solve (self->basis, &self->tau);
  pivot = self->tau.value[row];
  if (__builtin_fabs (pivot) < PIVOT_LEAST ||
      __builtin_fabs (pivot - self->alpha.value[entering.j]) > 1e-6 * (1 + __builtin_fabs (pivot)))
    return STEP_UNSURE;
  flip (self);
  swap = self->column;
  self->column = self->tau;
  self->tau = swap;
  exchange (self, row, entering.j, sign > 0 ? self->lower[leaving] : self->upper[leaving], sign,
            entering.ratio);
  self->steps++;
  return STEP_DONE;
}

AmpSimplexResult
amp_simplex_solve (AmpSimplex *self, guint most_steps, gint64 deadline, GCancellable *cancellable)
{
  gboolean fresh = TRUE; /* nothing has been done since values were reckoned from the basis */

  if (!self->is_factored)
    factor (self);
  price (self);
  evaluate (self);
  for (guint i = 0; i < most_steps; i++)
    {
      StepResult result;

      if (i % 16 == 0 &&
          (g_cancellable_is_cancelled (cancellable) || g_get_monotonic_time () > deadline))
        return AMP_SIMPLEX_STOPPED;
      result = step (self);
      if (result == STEP_DONE)
        {
          fresh = amp_basis_is_worn (self->basis);
          if (fresh)
            renew (self);
        }
      else if (!fresh)
        {
          renew (self);
          fresh = TRUE;
        }
      else if (result == STEP_UNSURE)
        amp_simplex_reset (self);
      else
        return result == STEP_OPTIMAL ? AMP_SIMPLEX_OPTIMAL : AMP_SIMPLEX_INFEASIBLE;
      if (result == STEP_UNSURE && !self->is_factored)
        renew (self);
    }
  return AMP_SIMPLEX_GAVE_UP;
}
