/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One file of the simulated disk: what a program reads back, what the disk is sure to hold, and
 * everything in between that may or may not have got there. */
#pragma once

#include <glib.h>

/* --- Chance that can be repeated: splitmix64 --- */

typedef struct
{
  guint64 state;
} SimRandom;

guint64 sim_random_next (SimRandom *self);
guint sim_random_below (SimRandom *self, guint n); /* 0 to n - 1; 0 where n is 0 */
gboolean sim_random_percent (SimRandom *self, guint percent);

/* --- A power cut: how far each part of the disk had come --- */

typedef enum
{
  SIM_CUT_NOTHING, /* of what was not synced */
  SIM_CUT_ALL,
  SIM_CUT_PREFIX,  /* all up to a moment, nothing after it */
  SIM_CUT_FILES,   /* each file and each folder to a moment of its own */
  SIM_CUT_BLOCKS,  /* each 4 KiB */
  SIM_CUT_SECTORS, /* each 512 bytes */
  SIM_N_CUTS,
} SimCutStyle;

typedef struct
{
  SimRandom random;
  SimCutStyle style;
  guint64 first, last; /* changes that are not safe lie between these moments */
  guint64 until;       /* PREFIX: the moment */
  guint kept;          /* of 100 parts that are decided one by one, so many have all */
  guint torn;          /* of 100 sectors that were being written, so many are torn */
  gboolean spares;     /* a torn sector harms only bytes that were being written */
} SimCut;

/* Up to which moment something has come that is decided on this level. */
guint64 sim_cut_moment (SimCut *self, SimCutStyle level, guint64 above);

/* --- A file --- */

#define SIM_SECTOR 512

typedef struct _SimFile SimFile;

SimFile *sim_file_new (void);
SimFile *sim_file_copy (const SimFile *self);
void sim_file_free (SimFile *self);

gsize sim_file_length (const SimFile *self);
const guint8 *sim_file_bytes (const SimFile *self);
guint64 sim_file_first (const SimFile *self); /* moment of the first change not safe; 0: none */

void sim_file_write (SimFile *self, guint64 moment, const void *data, gsize length, gsize offset);
void sim_file_truncate (SimFile *self, guint64 moment, gsize length);
void sim_file_sync (SimFile *self);
/* As Linux does: what could not be written is taken for written from now on. A later sync does not
 * bring it to the disk, unless it is written again. */
void sim_file_sync_fails (SimFile *self);
/* What is there when the power is back; all of that is safe. */
void sim_file_cut (SimFile *self, SimCut *cut);
