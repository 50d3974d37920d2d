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
  int (*open) (const char *path, int flags, int *fd);
  void (*close) (int fd);
  int (*size) (int fd, gint64 *bytes);
  int (*read) (int fd, void *data, gsize length, gint64 offset, gsize *got);
  int (*write) (int fd, const void *data, gsize length, gint64 offset);
  int (*truncate) (int fd, gint64 length);
  int (*sync) (int fd);
  int (*sync_folder) (const char *folder);
  int (*rename) (const char *from, const char *to);
  int (*remove) (const char *path);      /* a file, or an empty folder */
  int (*make_folder) (const char *path); /* mode 0700 */
  int (*lock) (int fd);                  /* whole file, against everybody; EAGAIN: taken */
} AmpDisk;

/* The real one, which a test's disk may pass calls on to. */
extern const AmpDisk amp_disk_real;
/* For tests: from now on everything goes to that disk. NULL: the real one. */
void amp_disk_use (const AmpDisk *disk);

/* flags as of open(2); O_CLOEXEC, O_NOFOLLOW and mode 0600 are added. */
int amp_disk_open (const char *path, int flags, int *fd);
void amp_disk_close (int fd);
int amp_disk_size (int fd, gint64 *bytes);
/* got may be less than length at the end of the file only. */
int amp_disk_read (int fd, void *data, gsize length, gint64 offset, gsize *got);
int amp_disk_write (int fd, const void *data, gsize length, gint64 offset);
int amp_disk_truncate (int fd, gint64 length);
int amp_disk_sync (int fd);
/* Makes creation, renaming and removal of the folder's entries durable. */
int amp_disk_sync_folder (const char *folder);
int amp_disk_rename (const char *from, const char *to);
int amp_disk_remove (const char *path);
int amp_disk_make_folder (const char *path);
int amp_disk_lock (int fd);

/* SQLite's result code of an errno value: OK for 0, FULL, READONLY, or the one given. */
int amp_disk_result (int error_number, int otherwise);

/* The vault's error of an errno value: FULL, READ_ONLY, NOT_FOUND or IO, naming the file only. */
void amp_disk_set_error (int error_number, const char *file, GError **error);

G_END_DECLS
