/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The vault's only way to the disk: files by path and by descriptor, whole reads and writes at an
 * offset, syncs. Tests put another disk in its place: one that fails, or one that forgets what was
 * not synced. Every function returns 0 or an errno value. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  /* flags as of open(2); O_CLOEXEC, O_NOFOLLOW and mode 0600 are added. fd is -1 on failure. */
  int (*open) (const char *path, int flags, int *fd);
  void (*close) (int fd);
  int (*size) (int fd, gint64 *bytes);
  /* got may be less than length at the end of the file only. */
  int (*read) (int fd, void *data, gsize length, gint64 offset, gsize *got);
  int (*write) (int fd, const void *data, gsize length, gint64 offset);
  int (*truncate) (int fd, gint64 length);
  int (*sync) (int fd);
  /* Makes creation, renaming and removal of the folder's entries durable. */
  int (*sync_folder) (const char *folder);
  int (*rename) (const char *from, const char *to);
  int (*remove) (const char *path);      /* a file, or an empty folder */
  int (*make_folder) (const char *path); /* mode 0700 */
  int (*lock) (int fd);                  /* whole file, against everybody; EAGAIN: taken */
} AmpDisk;

/* The real one, which a test's disk may pass calls on to. */
extern const AmpDisk amp_disk_real;
/* The one in use: the real one, unless a test says otherwise. */
extern const AmpDisk *amp_disk;
/* For tests: from now on everything goes to that disk. NULL: the real one. */
void amp_disk_use (const AmpDisk *disk);

/* SQLite's result code of an errno value: OK for 0, FULL, IOERR_ACCESS for a medium that is
 * read-only, or the one given. */
int amp_disk_result (int error_number, int otherwise);

/* TRUE for 0. Else the vault's error of an errno value: FULL, READ_ONLY, NOT_FOUND or IO, naming
 * the file only. */
gboolean amp_disk_check (int error_number, const char *file, GError **error);

G_END_DECLS
