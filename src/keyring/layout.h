/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One description of a layout for both directions: a mover copies count bytes between a record and
 * its place in the file, and goes on behind them. */
#pragma once

#include "pages/bytes.h"

typedef void (*AmpMover) (guint8 **at, void *value, gsize count);

static inline void
amp_layout_put (guint8 **at, void *value, gsize count)
{
  memcpy (*at, value, count);
  *at += count;
}

static inline void
amp_layout_get (guint8 **at, void *value, gsize count)
{
  memcpy (value, *at, count);
  *at += count;
}

static inline void
amp_layout_move32 (guint8 **at, guint32 *value, AmpMover move)
{
  guint32 le = GUINT32_TO_LE (*value);

  move (at, &le, sizeof le);
  *value = GUINT32_FROM_LE (le);
}

static inline void
amp_layout_move64 (guint8 **at, guint64 *value, AmpMover move)
{
  guint64 le = GUINT64_TO_LE (*value);

  move (at, &le, sizeof le);
  *value = GUINT64_FROM_LE (le);
}
