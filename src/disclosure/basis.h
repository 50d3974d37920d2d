/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The basis of a simplex: a square matrix of columns, and solving with it. Kept as a product of
 * elementary columns; the order they are taken in leaves nearly triangular matrices, which those of
 * tables are, as sparse as they came. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A sparse matrix by columns; the columns n … n + n_rows - 1 are those of the unit matrix. */
typedef struct
{
  guint32 n_rows, n;
  guint32 *start, *row; /* n + 1 starts */
  double *value;
} AmpColumns;

/* A vector of which few entries are not zero. Those that may be are listed. */
typedef struct
{
  double *value;
  guint32 *list;
  guint8 *is_listed;
  guint32 n;
} AmpSparse;

void amp_sparse_init (AmpSparse *self, guint32 length);
void amp_sparse_clear (AmpSparse *self); /* frees */
void amp_sparse_zero (AmpSparse *self);

static inline void
amp_sparse_add (AmpSparse *self, guint32 i, double value)
{
  if (!self->is_listed[i])
    {
      self->is_listed[i] = TRUE;
      self->list[self->n++] = i;
    }
  self->value[i] += value;
}

typedef struct _AmpBasis AmpBasis;

AmpBasis *amp_basis_new (const AmpColumns *columns); /* borrowed */
void amp_basis_free (AmpBasis *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpBasis, amp_basis_free)

/* head: the columns, n_rows of them; comes back in the order of the rows they are solved for.
 * Columns that depend on the others are taken out and unit columns put in their stead: their number
 * is given back. */
guint32 amp_basis_factor (AmpBasis *self, guint32 *head);
void amp_basis_solve (const AmpBasis *self, AmpSparse *x);            /* B x = given */
void amp_basis_solve_transposed (const AmpBasis *self, AmpSparse *y); /* y B = given */
/* The column at `row` becomes the one of which `solved` is B^-1 times it. */
void amp_basis_replace (AmpBasis *self, guint32 row, const AmpSparse *solved);
/* It has grown so much that factoring again pays. */
gboolean amp_basis_is_worn (const AmpBasis *self);

G_END_DECLS
