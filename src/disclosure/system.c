/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "disclosure/system.h"

#include <string.h>

G_DEFINE_QUARK (amp - disclosure - error - quark, amp_disclosure_error)

/* Room for what stands and for growing: a power of two, told by the number in use alone. */
static gsize
room_for (gsize used)
{
  return (gsize) 1 << g_bit_storage (used);
}

AmpSystem *
amp_system_new (guint32 n_cells)
{
  AmpSystem *self = g_new0 (AmpSystem, 1);

  self->n_cells = n_cells;
  self->count = g_new0 (gint64, n_cells);
  self->state = g_new0 (guint8, n_cells);
  self->price = g_new (guint32, n_cells);
  for (guint32 i = 0; i < n_cells; i++)
    self->price[i] = 1;
  self->start = g_new0 (guint32, room_for (1));
  return self;
}

void
amp_system_free (AmpSystem *self)
{
  if (self == NULL)
    return;
  g_free (self->count);
  g_free (self->state);
  g_free (self->price);
  g_free (self->start);
  g_free (self->member);
  g_free (self);
}

AmpSystem *
amp_system_copy (const AmpSystem *self)
{
  AmpSystem *copy = g_new0 (AmpSystem, 1);
  guint32 used = self->start[self->n_equations];

  copy->n_cells = self->n_cells;
  copy->count = g_memdup2 (self->count, sizeof (gint64) * self->n_cells);
  copy->state = g_memdup2 (self->state, self->n_cells);
  copy->price = g_memdup2 (self->price, sizeof (guint32) * self->n_cells);
  copy->n_equations = self->n_equations;
  copy->start = g_new (guint32, room_for (self->n_equations + 1));
  memcpy (copy->start, self->start, sizeof (guint32) * (self->n_equations + 1));
  copy->member = g_new (guint32, room_for (used));
  if (used > 0)
    memcpy (copy->member, self->member, sizeof (guint32) * used);
  return copy;
}

/* whole and parts may not point into the system. */
void
amp_system_add_equation (AmpSystem *self, guint32 whole, const guint32 *parts, guint32 n)
{
  guint32 used = self->start[self->n_equations];
  guint32 e = self->n_equations + 1;

  if (room_for (e + 1) != room_for (e))
    self->start = g_renew (guint32, self->start, room_for (e + 1));
  if (self->member == NULL || room_for (used + 1 + n) != room_for (used))
    self->member = g_renew (guint32, self->member, room_for (used + 1 + n));
  self->member[used] = whole;
  if (n > 0)
    memcpy (self->member + used + 1, parts, sizeof (guint32) * n);
  self->start[e] = used + 1 + n;
  self->n_equations = e;
}

gboolean
amp_system_adds_up (const AmpSystem *self, GError **error)
{
  for (guint32 i = 0; i < self->n_cells; i++)
    if (self->count[i] < 0)
      {
        g_set_error_literal (error, AMP_DISCLOSURE_ERROR, AMP_DISCLOSURE_ERROR_INVALID,
                             "a count is negative");
        return FALSE;
      }
  for (guint32 e = 0; e < self->n_equations; e++)
    {
      gint64 rest = self->count[self->member[self->start[e]]];
      gboolean fits = TRUE;

      for (guint32 z = self->start[e] + 1; z < self->start[e + 1] && fits; z++)
        fits = !__builtin_sub_overflow (rest, self->count[self->member[z]], &rest);
      if (!fits || rest != 0)
        {
          g_set_error (error, AMP_DISCLOSURE_ERROR, AMP_DISCLOSURE_ERROR_INVALID,
                       "equation %u of %u does not hold", e + 1, self->n_equations);
          return FALSE;
        }
    }
  return TRUE;
}

AmpProof *
amp_proof_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) amp_witness_free);
}

AmpWitness *
amp_witness_new (guint32 n)
{
  AmpWitness *self = g_new0 (AmpWitness, 1);

  self->n = n;
  self->cell = g_new0 (guint32, n);
  self->difference = g_new0 (gint64, n);
  return self;
}

void
amp_witness_free (AmpWitness *self)
{
  if (self == NULL)
    return;
  g_free (self->cell);
  g_free (self->difference);
  g_free (self);
}
