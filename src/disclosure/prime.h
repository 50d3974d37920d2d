/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The numbers modulo the prime 2^61 - 1. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define AMP_PRIME ((G_GUINT64_CONSTANT (1) << 61) - 1)

static inline guint64
amp_prime_add (guint64 a, guint64 b)
{
  guint64 sum = a + b;

  return sum >= AMP_PRIME ? sum - AMP_PRIME : sum;
}

static inline guint64
amp_prime_negate (guint64 a)
{
  return a == 0 ? 0 : AMP_PRIME - a;
}

static inline guint64
amp_prime_multiply (guint64 a, guint64 b)
{
  __extension__ unsigned __int128 product = (unsigned __int128) a * b;

  return amp_prime_add ((guint64) (product & AMP_PRIME), (guint64) (product >> 61));
}

/* Fermat: a to the power of the prime less 2. Most are 1 or -1. */
static inline guint64
amp_prime_invert (guint64 a)
{
  guint64 result = 1;

  if (a == 1 || a == AMP_PRIME - 1)
    return a;
  for (guint64 power = AMP_PRIME - 2; power > 0; power >>= 1)
    {
      if (power & 1)
        result = amp_prime_multiply (result, a);
      a = amp_prime_multiply (a, a);
    }
  return result;
}

G_END_DECLS
