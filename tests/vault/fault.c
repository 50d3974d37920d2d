/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A disk that dies. */
#include "fault.h"

#include "pages/disk.h"

typedef struct
{
  int left; /* -1: no end */
  int failure;
  int asked;
} Budget;

static Budget changes = {-1, 0, 0}, reads = {-1, 0, 0}, whole = {-1, 0, 0};

static int
spend (Budget *self)
{
  self->asked++;
  if (self->left < 0)
    return 0;
  if (self->left == 0)
    return self->failure;
  self->left--;
  return 0;
}

/* --- Changes --- */

static int
fault_write (int fd, const void *data, gsize length, gint64 offset)
{
  int failed = spend (&changes);

  return failed != 0 ? failed : amp_disk_real.write (fd, data, length, offset);
}

static int
fault_truncate (int fd, gint64 length)
{
  int failed = spend (&changes);

  return failed != 0 ? failed : amp_disk_real.truncate (fd, length);
}

static int
fault_sync (int fd)
{
  int failed = spend (&changes);

  return failed != 0 ? failed : amp_disk_real.sync (fd);
}

static int
fault_sync_folder (const char *folder)
{
  int failed = spend (&changes);

  return failed != 0 ? failed : amp_disk_real.sync_folder (folder);
}

static int
fault_rename (const char *from, const char *to)
{
  int failed = spend (&changes);

  return failed != 0 ? failed : amp_disk_real.rename (from, to);
}

/* --- Reads --- */

static int
fault_open (const char *path, int flags, int *fd)
{
  int failed = spend (&reads);

  *fd = -1;
  return failed != 0 ? failed : amp_disk_real.open (path, flags, fd);
}

static int
fault_size (int fd, gint64 *bytes)
{
  int failed = spend (&reads);

  return failed != 0 ? failed : amp_disk_real.size (fd, bytes);
}

static int
fault_read (int fd, void *data, gsize length, gint64 offset, gsize *got)
{
  int failed = spend (&reads);

  if (failed == 0)
    failed = amp_disk_real.read (fd, data, length, offset, got);
  if (failed == 0 && spend (&whole) != 0 && *got > 0)
    --*got;
  return failed;
}

static void
use_faulty (void)
{
  static AmpDisk faulty;

  faulty = amp_disk_real;
  faulty.write = fault_write;
  faulty.truncate = fault_truncate;
  faulty.sync = fault_sync;
  faulty.sync_folder = fault_sync_folder;
  faulty.rename = fault_rename;
  faulty.open = fault_open;
  faulty.size = fault_size;
  faulty.read = fault_read;
  amp_disk_use (&faulty);
}

void
amp_disk_fail_after (int n, int error_number)
{
  changes = (Budget){n, error_number, 0};
  use_faulty ();
}

int
amp_disk_changes (void)
{
  return changes.asked;
}

void
amp_disk_fail_reads_after (int n, int error_number)
{
  reads = (Budget){n, error_number, 0};
  use_faulty ();
}

void
amp_disk_shorten_reads_after (int n)
{
  whole = (Budget){n, 1, 0};
  use_faulty ();
}

int
amp_disk_reads (void)
{
  return reads.asked;
}
