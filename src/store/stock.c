/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A sum of digests in 1,024 lanes. */
#include "store/stock.h"

#include <string.h>

static void
draw_out (const guint8 digest[AMP_HASH_BYTES], AmpStock *out)
{
  guint8 bytes[AMP_STOCK_BYTES];

  amp_hash_expand (digest, bytes, sizeof bytes);
  amp_stock_unpack (out, bytes);
}

void
amp_stock_put_all (AmpStock *self, const AmpStock *other)
{
  for (gsize i = 0; i < AMP_STOCK_LANES; i++)
    self->lanes[i] = (guint16) (self->lanes[i] + other->lanes[i]);
}

void
amp_stock_put (AmpStock *self, const guint8 digest[AMP_HASH_BYTES])
{
  AmpStock one;

  draw_out (digest, &one);
  amp_stock_put_all (self, &one);
}

void
amp_stock_take (AmpStock *self, const guint8 digest[AMP_HASH_BYTES])
{
  AmpStock one;

  draw_out (digest, &one);
  for (gsize i = 0; i < AMP_STOCK_LANES; i++)
    self->lanes[i] = (guint16) (self->lanes[i] - one.lanes[i]);
}

void
amp_stock_pack (const AmpStock *self, guint8 out[AMP_STOCK_BYTES])
{
  for (gsize i = 0; i < AMP_STOCK_LANES; i++)
    {
      guint16 little = GUINT16_TO_LE (self->lanes[i]);

      memcpy (out + 2 * i, &little, sizeof little);
    }
}

void
amp_stock_unpack (AmpStock *self, const guint8 in[AMP_STOCK_BYTES])
{
  for (gsize i = 0; i < AMP_STOCK_LANES; i++)
    {
      guint16 little;

      memcpy (&little, in + 2 * i, sizeof little);
      self->lanes[i] = GUINT16_FROM_LE (little);
    }
}

void
amp_stock_hash (const AmpStock *self, guint8 out[AMP_HASH_BYTES])
{
  guint8 bytes[AMP_STOCK_BYTES];

  amp_stock_pack (self, bytes);
  amp_hash (bytes, sizeof bytes, out);
}
