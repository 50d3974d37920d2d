/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers as they stand in the vault's files: big-endian, like SQLite's. */
#pragma once

#include <glib.h>
#include <string.h>

static inline guint32
amp_get32 (const guint8 *from)
{
  guint32 value;

  memcpy (&value, from, sizeof value);
  return GUINT32_FROM_BE (value);
}

static inline guint64
amp_get64 (const guint8 *from)
{
  guint64 value;

  memcpy (&value, from, sizeof value);
  return GUINT64_FROM_BE (value);
}

static inline void
amp_put32 (guint8 *to, guint32 value)
{
  value = GUINT32_TO_BE (value);
  memcpy (to, &value, sizeof value);
}

static inline void
amp_put64 (guint8 *to, guint64 value)
{
  value = GUINT64_TO_BE (value);
  memcpy (to, &value, sizeof value);
}
