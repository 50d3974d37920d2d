/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whole reads and writes at an offset, retried where the kernel asks for it, and the switch by
 * which tests make the disk fail. Every function returns 0 or an errno value. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* got may be less than length at the end of the file only. */
int amp_disk_read (int fd, void *data, gsize length, gint64 offset, gsize *got);
int amp_disk_write (int fd, const void *data, gsize length, gint64 offset);
int amp_disk_truncate (int fd, gint64 length);
int amp_disk_sync (int fd);
/* Makes creation, renaming and removal of the folder's entries durable. */
int amp_disk_sync_folder (const char *folder);

/* For tests: after this many more writes, truncations and syncs each fails with that errno. -1:
 * never. */
void amp_disk_fail_after (int n, int error_number);

/* SQLite's result code of an errno value: OK for 0, FULL, READONLY, or the one given. */
int amp_disk_result (int error_number, int otherwise);

/* The vault's error of an errno value: FULL, READ_ONLY, NOT_FOUND or IO, naming the file only. */
void amp_disk_set_error (int error_number, const char *file, GError **error);

G_END_DECLS
