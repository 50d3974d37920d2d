/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A disk in memory that forgets at a power cut what was not synced, as the worst of real ones may:
 *
 * - of each write, any of its 512-byte sectors may have got to the disk or not, in any order over
 *   all files, and each in any state that it had since the last sync; some are torn: half old and
 *   half new, zeros, or anything;
 * - length and data of a file go apart: a file that grew may be short, or long without its data
 *   (zeros, or what others left there); one that was cut may not be;
 * - creating, renaming and removing each may be lost or kept until their folder is synced, in order
 *   or not. A sync of a file does not keep its name. Renaming is atomic.
 *
 * Besides: calls that fail, a full disk, too few descriptors. All chance comes from seeds, so a
 * seed that failed fails again.
 *
 * Paths below "/sim" only; that folder is there. One disk is in use at a time. */
#pragma once

#include "simfile.h"

#define SIM_ROOT "/sim"

typedef struct _SimDisk SimDisk;

typedef enum
{
  SIM_OPEN_READ = 1 << 0,
  SIM_OPEN_WRITE = 1 << 1,
  SIM_SIZE = 1 << 2,
  SIM_READ = 1 << 3,
  SIM_WRITE = 1 << 4,
  SIM_TRUNCATE = 1 << 5,
  SIM_SYNC = 1 << 6,
  SIM_SYNC_FOLDER = 1 << 7,
  SIM_RENAME = 1 << 8,
  SIM_REMOVE = 1 << 9,
  SIM_MAKE_FOLDER = 1 << 10,
  SIM_LOCK = 1 << 11,
} SimCall;

/* What changes the disk or what it is sure of. */
#define SIM_CHANGES                                                                                \
  (SIM_OPEN_WRITE | SIM_WRITE | SIM_TRUNCATE | SIM_SYNC | SIM_SYNC_FOLDER | SIM_RENAME |           \
   SIM_REMOVE | SIM_MAKE_FOLDER)
#define SIM_ANY (SIM_CHANGES | SIM_OPEN_READ | SIM_SIZE | SIM_READ | SIM_LOCK)

SimDisk *sim_disk_new (void);
/* All that is on it, safe or not, without what is open and without faults. */
SimDisk *sim_disk_copy (const SimDisk *self);
void sim_disk_free (SimDisk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimDisk, sim_disk_free)

/* The vault works on it from now on. NULL: on the real disk again. */
void sim_disk_use (SimDisk *self);

/* --- Power --- */

/* The power goes in the middle of the n-th change from now (0: the next). From then on all calls
 * fail. -1: it stays. */
void sim_disk_set_cut (SimDisk *self, gint n);
gboolean sim_disk_is_off (const SimDisk *self);
/* Power gone and back: what survived is on the disk and safe, nothing is open. */
void sim_disk_cut (SimDisk *self, guint64 seed);
/* The process died where the power was to go, but the power did not: nothing is open, all that was
 * written is there, not safe. */
void sim_disk_kill (SimDisk *self);
/* Whether a torn sector may harm bytes beside those that were being written: most do not (SQLite
 * says powersafe overwrite). */
void sim_disk_set_spares (SimDisk *self, gboolean spares);

/* --- Faults --- */

/* Of these kinds of call (SimCall) the n-th from now fails with that errno, and `times - 1` more
 * after it; 0: all after it. -1: none does. Counts from 0. A write that fails may have written its
 * beginning; a sync that fails has forgotten what it should have synced. */
void sim_disk_fail (SimDisk *self, guint calls, gint n, guint times, int error_number);
guint sim_disk_asked (const SimDisk *self); /* calls of these kinds since then */
/* How many bytes all files together may have; -1: no end. */
void sim_disk_set_space (SimDisk *self, gint64 bytes);
gint64 sim_disk_used (const SimDisk *self);
void sim_disk_set_descriptors (SimDisk *self, guint most); /* G_MAXUINT: no end */

/* --- Looking --- */

guint sim_disk_changes (const SimDisk *self); /* calls that change, since the disk was made */
/* Syncs of files of that name since the last call of sim_disk_forget(); of a folder: of its
 * entries; NULL: of everything. */
guint sim_disk_syncs (const SimDisk *self, const char *name);
void sim_disk_forget (SimDisk *self); /* syncs and log */
guint sim_disk_open_files (const SimDisk *self);
/* All calls that changed something, faults and cuts, a line each. */
const char *sim_disk_log (const SimDisk *self);

gboolean sim_disk_has (const SimDisk *self, const char *path);
/* NULL: no such file. */
GBytes *sim_disk_get (const SimDisk *self, const char *path);
/* Whole and safe, name and all; its folder must be there. */
void sim_disk_put (SimDisk *self, const char *path, const void *data, gsize length);
void sim_disk_drop (SimDisk *self, const char *path); /* safely gone; may be missing */
GPtrArray *sim_disk_list (const SimDisk *self, const char *folder); /* of names, sorted, owned */
