/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One file of the simulated disk. For each sector that was changed since the last sync, every state
 * that it went through is kept: the disk may hold any of them. So may it hold any of the lengths.
 */
#include "simfile.h"

#include <string.h>

#define BLOCK 4096

/* --- Chance --- */

guint64
sim_random_next (SimRandom *self)
{
  guint64 z = self->state += 0x9e3779b97f4a7c15;

  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

guint
sim_random_below (SimRandom *self, guint n)
{
  return n == 0 ? 0 : (guint) ((sim_random_next (self) >> 16) % n);
}

gboolean
sim_random_percent (SimRandom *self, guint percent)
{
  return sim_random_below (self, 100) < percent;
}

guint64
sim_cut_moment (SimCut *self, SimCutStyle level, guint64 above)
{
  if (self->style == SIM_CUT_NOTHING)
    return 0;
  if (self->style == SIM_CUT_ALL)
    return self->last;
  if (self->style == SIM_CUT_PREFIX)
    return self->until;
  if (self->style != level && above != G_MAXUINT64)
    return above;
  /* Half of the rest stopped on its way. */
  if (sim_random_percent (&self->random, self->kept))
    return self->last;
  if (sim_random_percent (&self->random, 50) || self->last < self->first)
    return 0;
  return self->first + sim_random_below (&self->random, (guint) (self->last - self->first + 1));
}

/* --- A file --- */

typedef struct
{
  guint64 moment;
  guint8 bytes[SIM_SECTOR];
} Version;

typedef struct
{
  GArray *versions;
  gboolean forgotten; /* by a sync that failed */
} Dirty;

typedef struct
{
  guint64 moment;
  gsize length;
} Length;

struct _SimFile
{
  GByteArray *now;  /* always whole sectors, zeros behind the end */
  GByteArray *safe; /* the same; behind the safe end what once was there */
  gsize length;
  gsize safe_length;
  GArray *lengths; /* since the last sync */
  gboolean lengths_forgotten;
  GHashTable *dirty; /* sector number -> Dirty */
};

static void
dirty_free (gpointer data)
{
  Dirty *self = data;

  g_array_unref (self->versions);
  g_free (self);
}

SimFile *
sim_file_new (void)
{
  SimFile *self = g_new0 (SimFile, 1);

  self->now = g_byte_array_new ();
  self->safe = g_byte_array_new ();
  self->lengths = g_array_new (FALSE, FALSE, sizeof (Length));
  self->dirty = g_hash_table_new_full (NULL, NULL, NULL, dirty_free);
  return self;
}

void
sim_file_free (SimFile *self)
{
  g_byte_array_unref (self->now);
  g_byte_array_unref (self->safe);
  g_array_unref (self->lengths);
  g_hash_table_unref (self->dirty);
  g_free (self);
}

SimFile *
sim_file_copy (const SimFile *self)
{
  SimFile *copy = sim_file_new ();
  GHashTableIter iter;
  gpointer sector, value;

  g_byte_array_append (copy->now, self->now->data, self->now->len);
  g_byte_array_append (copy->safe, self->safe->data, self->safe->len);
  copy->length = self->length;
  copy->safe_length = self->safe_length;
  copy->lengths_forgotten = self->lengths_forgotten;
  if (self->lengths->len > 0)
    g_array_append_vals (copy->lengths, self->lengths->data, self->lengths->len);
  g_hash_table_iter_init (&iter, self->dirty);
  while (g_hash_table_iter_next (&iter, &sector, &value))
    {
      const Dirty *dirty = value;
      Dirty *same = g_new0 (Dirty, 1);

      same->versions = g_array_copy (dirty->versions);
      same->forgotten = dirty->forgotten;
      g_hash_table_insert (copy->dirty, sector, same);
    }
  return copy;
}

gsize
sim_file_length (const SimFile *self)
{
  return self->length;
}

const guint8 *
sim_file_bytes (const SimFile *self)
{
  return self->now->data;
}

guint64
sim_file_first (const SimFile *self)
{
  guint64 first = self->lengths->len > 0 ? g_array_index (self->lengths, Length, 0).moment : 0;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->dirty);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      guint64 moment = g_array_index (((Dirty *) value)->versions, Version, 0).moment;

      if (first == 0 || moment < first)
        first = moment;
    }
  return first;
}

static void
make_room (GByteArray *bytes, gsize length)
{
  gsize whole = (length + SIM_SECTOR - 1) / SIM_SECTOR * SIM_SECTOR;
  guint before = bytes->len;

  if (whole <= before)
    return;
  g_byte_array_set_size (bytes, (guint) whole);
  memset (bytes->data + before, 0, whole - before);
}

static void
set_length (SimFile *self, guint64 moment, gsize length)
{
  Length entry = {moment, length};

  self->length = length;
  self->lengths_forgotten = FALSE;
  g_array_append_val (self->lengths, entry);
}

/* Another state that the disk may hold, of all sectors between two offsets. */
static void
note (SimFile *self, guint64 moment, gsize from, gsize to)
{
  for (gsize sector = from / SIM_SECTOR; sector * SIM_SECTOR < to; sector++)
    {
      Dirty *dirty = g_hash_table_lookup (self->dirty, GSIZE_TO_POINTER (sector));
      Version version = {.moment = moment};

      if (dirty == NULL)
        {
          dirty = g_new0 (Dirty, 1);
          dirty->versions = g_array_new (FALSE, FALSE, sizeof (Version));
          g_hash_table_insert (self->dirty, GSIZE_TO_POINTER (sector), dirty);
        }
      dirty->forgotten = FALSE;
      memcpy (version.bytes, self->now->data + sector * SIM_SECTOR, SIM_SECTOR);
      g_array_append_val (dirty->versions, version);
    }
}

void
sim_file_write (SimFile *self, guint64 moment, const void *data, gsize length, gsize offset)
{
  if (length == 0)
    return;
  make_room (self->now, offset + length);
  memcpy (self->now->data + offset, data, length);
  note (self, moment, offset, offset + length);
  if (offset + length > self->length)
    set_length (self, moment, offset + length);
}

void
sim_file_truncate (SimFile *self, guint64 moment, gsize length)
{
  gsize before = self->length;

  make_room (self->now, length);
  set_length (self, moment, length);
  if (length < before)
    {
      memset (self->now->data + length, 0, self->now->len - length);
      note (self, moment, length, before);
    }
}

void
sim_file_sync (SimFile *self)
{
  GHashTableIter iter;
  gpointer key, value;
  gsize reach = 0;

  make_room (self->safe, self->now->len);
  g_hash_table_iter_init (&iter, self->dirty);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      gsize at = GPOINTER_TO_SIZE (key) * SIM_SECTOR;

      if (((Dirty *) value)->forgotten)
        continue;
      /* Cut off: what stood there is still somewhere on the disk. */
      if (at < self->length)
        {
          memcpy (self->safe->data + at, self->now->data + at, SIM_SECTOR);
          reach = MAX (reach, MIN (at + SIM_SECTOR, self->length));
        }
      g_hash_table_iter_remove (&iter);
    }
  if (!self->lengths_forgotten)
    {
      self->safe_length = self->length;
      g_array_set_size (self->lengths, 0);
    }
  /* What was synced can be read, whatever became of a length that an earlier sync forgot. */
  self->safe_length = MAX (self->safe_length, reach);
}

void
sim_file_sync_fails (SimFile *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->dirty);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    ((Dirty *) value)->forgotten = TRUE;
  self->lengths_forgotten = self->lengths->len > 0;
}

/* --- The power cut --- */

static void
fill (SimRandom *random, guint8 *at, gsize length)
{
  for (gsize i = 0; i < length; i += sizeof (guint64))
    {
      guint64 eight = sim_random_next (random);

      memcpy (at + i, &eight, MIN (sizeof eight, length - i));
    }
}

/* Behind the safe end there never was anything of this file: zeros, or what somebody else left
 * there, or this file itself before it was cut. */
static void
fill_absent (SimFile *self, SimCut *cut)
{
  guint kind = sim_random_below (&cut->random, 4);
  gsize most = self->safe_length;

  for (guint i = 0; i < self->lengths->len; i++)
    most = MAX (most, g_array_index (self->lengths, Length, i).length);
  for (gsize at = self->safe_length; at < most;)
    {
      gsize end = MIN ((at / SIM_SECTOR + 1) * SIM_SECTOR, self->safe->len);
      guint here = kind < 3 ? kind : sim_random_below (&cut->random, 3);

      if (here == 0)
        memset (self->safe->data + at, 0, end - at);
      else if (here == 1)
        fill (&cut->random, self->safe->data + at, end - at);
      at = end;
    }
}

/* Bytes that every state has alike were not being written. */
static gboolean
was_written (const Dirty *dirty, const guint8 *before, gsize i)
{
  for (guint v = 0; v < dirty->versions->len; v++)
    if (g_array_index (dirty->versions, Version, v).bytes[i] != before[i])
      return TRUE;
  return FALSE;
}

/* Some of its bytes old, some new; or zeros; or anything. */
static void
tear (SimCut *cut, const Dirty *dirty, guint8 *bytes)
{
  guint kind = sim_random_below (&cut->random, 4);
  gsize split = 1 + sim_random_below (&cut->random, SIM_SECTOR - 1);
  guint8 before[SIM_SECTOR], after[SIM_SECTOR];

  memcpy (before, bytes, SIM_SECTOR);
  memcpy (after, g_array_index (dirty->versions, Version, dirty->versions->len - 1).bytes,
          SIM_SECTOR);
  if (kind == 0)
    memcpy (after + split, before + split, SIM_SECTOR - split);
  else if (kind == 1)
    memcpy (after, before, split);
  else if (kind == 2)
    memset (after, 0, SIM_SECTOR);
  else
    fill (&cut->random, after, SIM_SECTOR);
  for (gsize i = 0; i < SIM_SECTOR; i++)
    if (kind < 2 || !cut->spares || was_written (dirty, before, i))
      bytes[i] = after[i];
}

static void
cut_sector (SimCut *cut, const Dirty *dirty, guint64 moment, guint8 *bytes)
{
  const Version *last = NULL;

  if (sim_random_percent (&cut->random, cut->torn))
    {
      tear (cut, dirty, bytes);
      return;
    }
  for (guint v = 0; v < dirty->versions->len; v++)
    if (g_array_index (dirty->versions, Version, v).moment <= moment)
      last = &g_array_index (dirty->versions, Version, v);
  if (last != NULL)
    memcpy (bytes, last->bytes, SIM_SECTOR);
}

static void
cut_length (SimFile *self, guint64 moment)
{
  for (guint i = 0; i < self->lengths->len; i++)
    if (g_array_index (self->lengths, Length, i).moment <= moment)
      self->safe_length = g_array_index (self->lengths, Length, i).length;
}

void
sim_file_cut (SimFile *self, SimCut *cut)
{
  guint64 whole = sim_cut_moment (cut, SIM_CUT_FILES, G_MAXUINT64), block = 0;
  gsize last_block = G_MAXSIZE;

  make_room (self->safe, self->now->len);
  fill_absent (self, cut);
  /* In order of place, so that a seed always does the same. */
  for (gsize sector = 0; sector * SIM_SECTOR < self->safe->len; sector++)
    {
      Dirty *dirty = g_hash_table_lookup (self->dirty, GSIZE_TO_POINTER (sector));

      if (dirty == NULL)
        continue;
      if (sector * SIM_SECTOR / BLOCK != last_block)
        block = sim_cut_moment (cut, SIM_CUT_BLOCKS, whole);
      last_block = sector * SIM_SECTOR / BLOCK;
      cut_sector (cut, dirty, sim_cut_moment (cut, SIM_CUT_SECTORS, block),
                  self->safe->data + sector * SIM_SECTOR);
    }
  /* The length has a fate of its own where blocks have. */
  if (cut->style == SIM_CUT_BLOCKS || cut->style == SIM_CUT_SECTORS)
    whole = sim_cut_moment (cut, cut->style, G_MAXUINT64);
  cut_length (self, whole);
  self->length = self->safe_length;
  g_byte_array_set_size (self->now, 0);
  make_room (self->now, self->length);
  if (self->length > 0)
    memcpy (self->now->data, self->safe->data, self->length);
  g_array_set_size (self->lengths, 0);
  self->lengths_forgotten = FALSE;
  g_hash_table_remove_all (self->dirty);
}
