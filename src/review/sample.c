/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A random sample that anybody can draw again. */
#include "review/sample.h"

static guint64
next_number (guint64 *state)
{
  guint64 z = *state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

/* Below n, each equally likely: what is beyond the last whole multiple of n is thrown away. */
static guint
next_below (guint64 *state, guint n)
{
  guint64 least = (G_MAXUINT64 - n + 1) % n; /* 2^64 modulo n */
  guint64 number;

  do
    number = next_number (state);
  while (number < least);
  return (guint) (number % n);
}

guint *
amp_review_order (guint64 seed, guint n)
{
  guint *order = g_new (guint, MAX (n, 1));
  guint64 state = seed;

  for (guint i = 0; i < n; i++)
    order[i] = i;
  for (guint i = n; i > 1; i--)
    {
      guint other = next_below (&state, i), kept = order[i - 1];

      order[i - 1] = order[other];
      order[other] = kept;
    }
  return order;
}

GArray *
amp_review_sample (guint64 seed, const gboolean *found, guint n_rows, guint size)
{
  g_autofree guint *order = amp_review_order (seed, n_rows);
  GArray *sample = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < n_rows && sample->len < size; i++)
    if (found == NULL || found[order[i]])
      g_array_append_val (sample, order[i]);
  return sample;
}
