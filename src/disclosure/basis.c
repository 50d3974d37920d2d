/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "disclosure/basis.h"

#include <string.h>

#define TINY 1e-11
#define PIVOT_LEAST 1e-7
#define PIVOT_SHARE 0.1 /* of the largest in its column */
#define MOST_REPLACED 100

/* The unit matrix but for one column. */
typedef struct
{
  guint32 row;
  guint32 start, end; /* of the others in it */
  double pivot;
} Eta;

/* One behind the other. */
typedef struct
{
  Eta *eta;
  guint32 n, room;
  guint32 *row; /* of the values */
  double *value;
  guint32 n_values, room_values;
} Etas;

struct _AmpBasis
{
  const AmpColumns *columns;
  Etas all;
  guint32 n_factored, n_values_factored;

  AmpSparse work;
  /* For factoring. */
  Etas upper;
  guint32 *taken_by, *row_count, *column_count, *order;
  guint8 *is_done;                /* columns of head */
  guint32 *by_row, *by_row_start; /* columns of head in each row */
};

void
amp_sparse_init (AmpSparse *self, guint32 length)
{
  self->value = g_new0 (double, length);
  self->list = g_new (guint32, length);
  self->is_listed = g_new0 (guint8, length);
  self->n = 0;
}

void
amp_sparse_clear (AmpSparse *self)
{
  g_free (self->value);
  g_free (self->list);
  g_free (self->is_listed);
}

void
amp_sparse_zero (AmpSparse *self)
{
  for (guint32 z = 0; z < self->n; z++)
    {
      self->value[self->list[z]] = 0;
      self->is_listed[self->list[z]] = FALSE;
    }
  self->n = 0;
}

AmpBasis *
amp_basis_new (const AmpColumns *columns)
{
  AmpBasis *self = g_new0 (AmpBasis, 1);
  guint32 m = columns->n_rows;

  self->columns = columns;
  amp_sparse_init (&self->work, m);
  /* Not NULL where there is no row: memset() takes none. */
  self->taken_by = g_new (guint32, MAX (1, m));
  self->row_count = g_new (guint32, MAX (1, m));
  self->column_count = g_new (guint32, m);
  self->order = g_new (guint32, m);
  self->is_done = g_new (guint8, m);
  self->by_row_start = g_new (guint32, m + 1);
  return self;
}

static void
etas_clear (Etas *self)
{
  g_free (self->eta);
  g_free (self->row);
  g_free (self->value);
}

void
amp_basis_free (AmpBasis *self)
{
  if (self == NULL)
    return;
  etas_clear (&self->all);
  etas_clear (&self->upper);
  amp_sparse_clear (&self->work);
  g_free (self->taken_by);
  g_free (self->row_count);
  g_free (self->column_count);
  g_free (self->order);
  g_free (self->is_done);
  g_free (self->by_row);
  g_free (self->by_row_start);
  g_free (self);
}

/* --- Elementary columns --- */

static void
add_value (Etas *self, guint32 row, double value)
{
  if (self->n_values == self->room_values)
    {
      self->room_values = MAX (1024, self->room_values * 2);
      self->row = g_renew (guint32, self->row, self->room_values);
      self->value = g_renew (double, self->value, self->room_values);
    }
  self->row[self->n_values] = row;
  self->value[self->n_values++] = value;
  self->eta[self->n - 1].end = self->n_values;
}

static void
add_eta (Etas *self, guint32 row, double pivot)
{
  if (self->n == self->room)
    {
      self->room = MAX (256, self->room * 2);
      self->eta = g_renew (Eta, self->eta, self->room);
    }
  self->eta[self->n++] = (Eta){row, self->n_values, self->n_values, pivot};
}

void
amp_basis_replace (AmpBasis *self, guint32 row, const AmpSparse *solved)
{
  add_eta (&self->all, row, solved->value[row]);
  for (guint32 z = 0; z < solved->n; z++)
    {
      guint32 i = solved->list[z];
      double value = solved->value[i];

      if (i != row && (value > TINY || value < -TINY))
        add_value (&self->all, i, value);
    }
}

/* Both run over copies of what they look at, so that the compiler knows that writing the flag of an
 * entry changes no pointer. */
void
amp_basis_solve (const AmpBasis *self, AmpSparse *given)
{
  const Eta *etas = self->all.eta;
  const guint32 *row = self->all.row;
  const double *value = self->all.value;
  AmpSparse x = *given;

  for (guint32 i = 0; i < self->all.n; i++)
    {
      const Eta *eta = &etas[i];
      double by = x.value[eta->row];

      if (by > -TINY && by < TINY)
        continue;
      by /= eta->pivot;
      x.value[eta->row] = by;
      for (guint32 z = eta->start; z < eta->end; z++)
        amp_sparse_add (&x, row[z], -value[z] * by);
    }
  given->n = x.n;
}

void
amp_basis_solve_transposed (const AmpBasis *self, AmpSparse *given)
{
  const Eta *etas = self->all.eta;
  const guint32 *row = self->all.row;
  const double *value = self->all.value;
  AmpSparse y = *given;

  for (guint32 i = self->all.n; i-- > 0;)
    {
      const Eta *eta = &etas[i];
      double was = y.value[eta->row], sum = was;

      for (guint32 z = eta->start; z < eta->end; z++)
        sum -= value[z] * y.value[row[z]];
      sum /= eta->pivot;
      if (sum < was || sum > was)
        amp_sparse_add (&y, eta->row, sum - was);
    }
  given->n = y.n;
}

gboolean
amp_basis_is_worn (const AmpBasis *self)
{
  guint32 n = self->all.n - self->n_factored;

  return n >= MOST_REPLACED ||
         (n >= 20 && self->all.n_values - self->n_values_factored >
                       2 * self->n_values_factored + 2 * self->columns->n_rows);
}

/* --- Factoring --- */

static void
spread_column (AmpBasis *self, guint32 j)
{
  const AmpColumns *columns = self->columns;

  for (guint32 z = columns->start[j]; z < columns->start[j + 1]; z++)
    amp_sparse_add (&self->work, columns->row[z], columns->value[z]);
}

/* Which columns of head stand in which row. Unit columns take their rows at once. */
static void
count_entries (AmpBasis *self, const guint32 *head)
{
  const AmpColumns *columns = self->columns;
  guint32 m = columns->n_rows, total = 0;

  memset (self->row_count, 0, sizeof (guint32) * m);
  for (guint32 k = 0; k < m; k++)
    {
      self->is_done[k] = head[k] >= columns->n;
      self->column_count[k] = 0;
      if (!self->is_done[k])
        for (guint32 z = columns->start[head[k]]; z < columns->start[head[k] + 1]; z++)
          {
            self->column_count[k]++;
            self->row_count[columns->row[z]]++;
            total++;
          }
    }
  self->by_row = g_renew (guint32, self->by_row, total + 1);
  self->by_row_start[0] = 0;
  for (guint32 i = 0; i < m; i++)
    self->by_row_start[i + 1] = self->by_row_start[i] + self->row_count[i];
  for (guint32 k = m; k-- > 0;)
    if (!self->is_done[k])
      for (guint32 z = columns->start[head[k]]; z < columns->start[head[k] + 1]; z++)
        {
          guint32 i = columns->row[z];

          self->by_row[self->by_row_start[i] + --self->row_count[i]] = k;
        }
  for (guint32 i = 0; i < m; i++)
    self->row_count[i] = self->by_row_start[i + 1] - self->by_row_start[i];
}

/* Row i goes to column k: neither counts any longer. */
static void
take (AmpBasis *self, const guint32 *head, guint32 i, guint32 k)
{
  const AmpColumns *columns = self->columns;

  self->taken_by[i] = k;
  self->is_done[k] = TRUE;
  for (guint32 z = self->by_row_start[i]; z < self->by_row_start[i + 1]; z++)
    self->column_count[self->by_row[z]]--;
  if (head[k] < columns->n)
    for (guint32 z = columns->start[head[k]]; z < columns->start[head[k] + 1]; z++)
      self->row_count[columns->row[z]]--;
}

static guint32
free_row_of (const AmpBasis *self, guint32 j)
{
  const AmpColumns *columns = self->columns;

  for (guint32 z = columns->start[j]; z < columns->start[j + 1]; z++)
    if (self->taken_by[columns->row[z]] == G_MAXUINT32)
      return columns->row[z];
  return G_MAXUINT32;
}

static guint32
open_column_of (const AmpBasis *self, guint32 i)
{
  for (guint32 z = self->by_row_start[i]; z < self->by_row_start[i + 1]; z++)
    if (!self->is_done[self->by_row[z]])
      return self->by_row[z];
  return G_MAXUINT32;
}

/* Columns with one row left, to be solved last and in reverse: `order` from its end down. Rows with
 * one column left: first. Gives how many of either. */
static void
take_singles (AmpBasis *self, const guint32 *head, guint32 *n_first, guint32 *n_last)
{
  guint32 m = self->columns->n_rows;
  gboolean more = TRUE;

  while (more)
    {
      more = FALSE;
      for (guint32 k = 0; k < m; k++)
        if (!self->is_done[k] && self->column_count[k] == 1)
          {
            self->order[m - ++*n_last] = k;
            take (self, head, free_row_of (self, head[k]), k);
            more = TRUE;
          }
      for (guint32 i = 0; i < m; i++)
        if (self->taken_by[i] == G_MAXUINT32 && self->row_count[i] == 1)
          {
            guint32 k = open_column_of (self, i);

            self->order[(*n_first)++] = k;
            take (self, head, i, k);
            more = TRUE;
          }
    }
}

/* As it stands: nothing before it touches it. */
static void
write_column (AmpBasis *self, const guint32 *head, guint32 k)
{
  const AmpColumns *columns = self->columns;
  guint32 start = columns->start[head[k]], end = columns->start[head[k] + 1], at = start;

  while (self->taken_by[columns->row[at]] != k)
    at++;
  add_eta (&self->all, columns->row[at], columns->value[at]);
  for (guint32 z = start; z < end; z++)
    if (z != at)
      add_value (&self->all, columns->row[z], columns->value[z]);
}

/* The row for the solved column in `work`: of those large enough the one that the fewest columns
 * have. Columns solved before keep their rows. */
static guint32
choose_row (const AmpBasis *self)
{
  const AmpSparse *work = &self->work;
  guint32 best = G_MAXUINT32;
  double largest = 0;

  for (guint32 z = 0; z < work->n; z++)
    if (self->taken_by[work->list[z]] == G_MAXUINT32)
      largest = MAX (largest, __builtin_fabs (work->value[work->list[z]]));
  if (largest < PIVOT_LEAST)
    return best;
  for (guint32 z = 0; z < work->n; z++)
    {
      guint32 i = work->list[z];

      if (self->taken_by[i] == G_MAXUINT32 &&
          __builtin_fabs (work->value[i]) >= largest * PIVOT_SHARE &&
          (best == G_MAXUINT32 || self->row_count[i] < self->row_count[best]))
        best = i;
    }
  return best;
}

static gint
by_count (gconstpointer a, gconstpointer b, gpointer data)
{
  const AmpBasis *self = data;
  guint32 one = *(const guint32 *) a, two = *(const guint32 *) b;

  if (self->column_count[one] != self->column_count[two])
    return self->column_count[one] < self->column_count[two] ? -1 : 1;
  return one < two ? -1 : one > two;
}

/* The column in `work` gets the row: what it has in rows that are still open is taken out of those
 * that come after it, now; what it has in others waits until all of these stand. */
static void
split_column (AmpBasis *self, guint32 row)
{
  const AmpSparse *work = &self->work;
  double pivot = work->value[row];

  add_eta (&self->all, row, 1);
  add_eta (&self->upper, row, pivot);
  for (guint32 z = 0; z < work->n; z++)
    {
      guint32 i = work->list[z];
      double value = work->value[i];

      if (i == row || (value < TINY && value > -TINY))
        continue;
      if (self->taken_by[i] == G_MAXUINT32)
        add_value (&self->all, i, value / pivot);
      else
        add_value (&self->upper, i, value);
    }
  if (self->all.eta[self->all.n - 1].end == self->all.eta[self->all.n - 1].start)
    self->all.n--;
}

/* The last one first. */
static void
append_upper (AmpBasis *self)
{
  const Etas *upper = &self->upper;

  for (guint32 i = upper->n; i-- > 0;)
    {
      add_eta (&self->all, upper->eta[i].row, upper->eta[i].pivot);
      for (guint32 z = upper->eta[i].start; z < upper->eta[i].end; z++)
        add_value (&self->all, upper->row[z], upper->value[z]);
    }
}

/* What is neither: a lower and an upper triangle, column by column. */
static guint32
factor_kernel (AmpBasis *self, const guint32 *head, guint32 first)
{
  guint32 n = first, n_lost = 0, m = self->columns->n_rows;

  for (guint32 k = 0; k < m; k++)
    if (!self->is_done[k])
      self->order[n++] = k;
  g_qsort_with_data (self->order + first, (gint) (n - first), sizeof (guint32), by_count, self);
  self->upper.n = self->upper.n_values = 0;
  for (guint32 z = first; z < n; z++)
    {
      guint32 k = self->order[z], row;

      spread_column (self, head[k]);
      amp_basis_solve (self, &self->work);
      row = choose_row (self);
      if (row == G_MAXUINT32)
        n_lost++;
      else
        {
          split_column (self, row);
          take (self, head, row, k);
        }
      amp_sparse_zero (&self->work);
    }
  append_upper (self);
  return n_lost;
}

guint32
amp_basis_factor (AmpBasis *self, guint32 *head)
{
  const AmpColumns *columns = self->columns;
  guint32 m = columns->n_rows, n_first = 0, n_last = 0, n_lost;
  guint32 *old = g_memdup2 (head, sizeof (guint32) * m);

  self->all.n = self->all.n_values = 0;
  memset (self->taken_by, 0xff, sizeof (guint32) * m);
  count_entries (self, head);
  for (guint32 k = 0; k < m; k++)
    if (head[k] >= columns->n)
      take (self, head, head[k] - columns->n, k);
  take_singles (self, head, &n_first, &n_last);
  for (guint32 z = 0; z < n_first; z++)
    write_column (self, head, self->order[z]);
  n_lost = factor_kernel (self, head, n_first);
  for (guint32 z = m - n_last; z < m; z++)
    write_column (self, head, self->order[z]);
  for (guint32 i = 0; i < m; i++)
    head[i] = self->taken_by[i] == G_MAXUINT32 ? columns->n + i : old[self->taken_by[i]];
  self->n_factored = self->all.n;
  self->n_values_factored = self->all.n_values;
  g_free (old);
  return n_lost;
}
