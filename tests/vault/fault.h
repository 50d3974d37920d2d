/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A disk that dies: the real one, until so many calls of it were made. */
#pragma once

#include <glib.h>

/* After this many more writes, truncations, syncs and renames each fails with that errno; what
 * there is can still be removed. -1: never. */
void amp_disk_fail_after (int n, int error_number);
/* How many changes were asked for since the last call of amp_disk_fail_after(). */
int amp_disk_changes (void);

/* The same of openings, lengths and reads. */
void amp_disk_fail_reads_after (int n, int error_number);
int amp_disk_reads (void);
/* As of a file that somebody cuts meanwhile: after so many reads each gets a byte less. -1: none.
 */
void amp_disk_shorten_reads_after (int n);
