/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A disk that dies. */
#include "fault.h"

#include "vault/disk.h"

static int left = -1;
static int failure;
static int changes;

static int
fault (void)
{
  changes++;
  if (left < 0)
    return 0;
  if (left == 0)
    return failure;
  left--;
  return 0;
}

static int
fault_write (int fd, const void *data, gsize length, gint64 offset)
{
  int failed = fault ();

  return failed != 0 ? failed : amp_disk_real.write (fd, data, length, offset);
}

static int
fault_truncate (int fd, gint64 length)
{
  int failed = fault ();

  return failed != 0 ? failed : amp_disk_real.truncate (fd, length);
}

static int
fault_sync (int fd)
{
  int failed = fault ();

  return failed != 0 ? failed : amp_disk_real.sync (fd);
}

static int
fault_sync_folder (const char *folder)
{
  int failed = fault ();

  return failed != 0 ? failed : amp_disk_real.sync_folder (folder);
}

static int
fault_rename (const char *from, const char *to)
{
  int failed = fault ();

  return failed != 0 ? failed : amp_disk_real.rename (from, to);
}

void
amp_disk_fail_after (int n, int error_number)
{
  static AmpDisk faulty;

  faulty = amp_disk_real;
  faulty.write = fault_write;
  faulty.truncate = fault_truncate;
  faulty.sync = fault_sync;
  faulty.sync_folder = fault_sync_folder;
  faulty.rename = fault_rename;
  left = n;
  failure = error_number;
  changes = 0;
  amp_disk_use (&faulty);
}

int
amp_disk_changes (void)
{
  return changes;
}
