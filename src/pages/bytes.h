/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers in files: little-endian, wherever they stand. */
#pragma once

#include <glib.h>
#include <string.h>

static inline void
amp_put32 (guint8 *at, guint32 value)
{
  guint32 le = GUINT32_TO_LE (value);

  memcpy (at, &le, sizeof le);
}

static inline guint32
amp_get32 (const guint8 *at)
{
  guint32 le;

  memcpy (&le, at, sizeof le);
  return GUINT32_FROM_LE (le);
}

static inline void
amp_put64 (guint8 *at, guint64 value)
{
  guint64 le = GUINT64_TO_LE (value);

  memcpy (at, &le, sizeof le);
}

static inline guint64
amp_get64 (const guint8 *at)
{
  guint64 le;

  memcpy (&le, at, sizeof le);
  return GUINT64_FROM_LE (le);
}
