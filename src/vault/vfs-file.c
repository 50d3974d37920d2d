/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bytes of an open file: pages are sealed one by one, journals by journal.c, the super-journal
 * (names only) passes through. */
#include "vault/vfs-private.h"

#include "vault/disk.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEADER_BYTES 100 /* what SQLite reads before it knows anything */
#define SECTOR_BYTES AMP_JOURNAL_STRETCH

static gint64
page_offset (guint32 number)
{
  return AMP_DATABASE_OFFSET + (gint64) (number - 1) * AMP_PAGE_BYTES;
}

static int
refuse_page (AmpVfsFile *self, guint32 number)
{
  self->vault->failure = (AmpVfsFailure){AMP_VAULT_ERROR_DAMAGED, self->database->file, number};
  return SQLITE_IOERR_DATA;
}

/* SQLITE_IOERR_SHORT_READ: beyond the last page, which is no damage. */
static int
read_page (AmpVfsFile *self, guint32 number, guint8 *page)
{
  gsize got;

  if (amp_disk_read (self->fd, page, AMP_PAGE_BYTES, page_offset (number), &got) != 0)
    return SQLITE_IOERR_READ;
  if (got == 0)
    {
      memset (page, 0, AMP_PAGE_BYTES);
      return SQLITE_IOERR_SHORT_READ;
    }
  if (got < AMP_PAGE_BYTES || !amp_page_open (page, page, self->database->superblock.file_id,
                                              number, amp_secret_data (self->database->page_key)))
    {
      memset (page, 0, AMP_PAGE_BYTES);
      return refuse_page (self, number);
    }
  return SQLITE_OK;
}

/* Page 1 may be torn while its good copy waits in the journal: the first look at the header, before
 * the journal is played back, gets what never changes. The look after the playback reads bytes 24
 * to 39 and meets the truth. */
static void
constant_header (guint8 *out)
{
  memset (out, 0, HEADER_BYTES);
  memcpy (out, "SQLite format 3", 16);
  out[16] = AMP_PAGE_BYTES >> 8;
  out[17] = AMP_PAGE_BYTES & 0xff;
  out[18] = out[19] = 1;
  out[20] = AMP_PAGE_RESERVE;
  out[21] = 64;
  out[22] = out[23] = 32;
}

static int
read_pages (AmpVfsFile *self, guint8 *out, int length, sqlite3_int64 offset)
{
  guint8 page[AMP_PAGE_BYTES];
  int done = 0, result = SQLITE_OK;

  if (length == AMP_PAGE_BYTES && offset % AMP_PAGE_BYTES == 0)
    return read_page (self, (guint32) (offset / AMP_PAGE_BYTES) + 1, out);
  while (done < length)
    {
      gint64 where = offset + done;
      int within = (int) (where % AMP_PAGE_BYTES);
      int part = MIN (length - done, AMP_PAGE_BYTES - within);
      int rc = read_page (self, (guint32) (where / AMP_PAGE_BYTES) + 1, page);

      if (rc == SQLITE_IOERR_DATA && offset == 0 && length == HEADER_BYTES)
        {
          constant_header (out);
          return SQLITE_OK;
        }
      if (rc != SQLITE_OK)
        result = rc;
      memcpy (out + done, page + within, (gsize) part);
      done += part;
      if (rc != SQLITE_OK && rc != SQLITE_IOERR_SHORT_READ)
        {
          memset (out, 0, (gsize) length);
          break;
        }
    }
  sodium_memzero (page, sizeof page);
  return result;
}

static int
file_read (sqlite3_file *file, void *out, int length, sqlite3_int64 offset)
{
  AmpVfsFile *self = (AmpVfsFile *) file;
  gsize got = 0;
  int rc;

  switch (self->kind)
    {
    case AMP_VFS_PAGES:
      return read_pages (self, out, length, offset);
    case AMP_VFS_JOURNAL:
      rc = amp_journal_read (self->journal, out, (gsize) length, offset);
      if (rc == SQLITE_IOERR_DATA)
        self->vault->failure = (AmpVfsFailure){AMP_VAULT_ERROR_DAMAGED, self->database->file, 0};
      return rc;
    case AMP_VFS_SUPER_JOURNAL:
    default:
      if (amp_disk_read (self->fd, out, (gsize) length, offset, &got) != 0)
        return SQLITE_IOERR_READ;
      memset ((guint8 *) out + got, 0, (gsize) length - got);
      return got == (gsize) length ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
    }
}

static int
write_page (AmpVfsFile *self, guint32 number, const guint8 *plain)
{
  guint8 sealed[AMP_PAGE_BYTES];
  int failed;

  amp_page_seal (sealed, plain, self->database->superblock.file_id, number,
                 amp_secret_data (self->database->page_key));
  failed = amp_disk_write (self->fd, sealed, sizeof sealed, page_offset (number));
  return amp_disk_result (failed, SQLITE_IOERR_WRITE);
}

/* SQLite may write beyond the end; a hole would read as zeros that nobody sealed. */
static int
fill_gap (AmpVfsFile *self, guint32 number)
{
  static const guint8 zeros[AMP_PAGE_BYTES];
  struct stat status;
  gint64 pages;

  if (fstat (self->fd, &status) != 0)
    return SQLITE_IOERR_FSTAT;
  pages = (status.st_size - AMP_DATABASE_OFFSET) / AMP_PAGE_BYTES;
  for (gint64 next = pages + 1; next < number; next++)
    {
      int rc = write_page (self, (guint32) next, zeros);

      if (rc != SQLITE_OK)
        return rc;
    }
  return SQLITE_OK;
}

static int
file_write (sqlite3_file *file, const void *data, int length, sqlite3_int64 offset)
{
  AmpVfsFile *self = (AmpVfsFile *) file;
  int failed, rc;

  switch (self->kind)
    {
    case AMP_VFS_PAGES:
      if (length != AMP_PAGE_BYTES || offset % AMP_PAGE_BYTES != 0)
        return SQLITE_IOERR_WRITE;
      if ((rc = amp_vfs_mark (self->database)) != SQLITE_OK)
        return rc;
      rc = fill_gap (self, (guint32) (offset / AMP_PAGE_BYTES) + 1);
      return rc == SQLITE_OK ? write_page (self, (guint32) (offset / AMP_PAGE_BYTES) + 1, data)
                             : rc;
    case AMP_VFS_JOURNAL:
      /* A header at the very beginning is a new transaction's; not while one waits for rollback. */
      if (offset == 0 && length == AMP_JOURNAL_STRETCH && self->database->hot)
        return SQLITE_IOERR_WRITE;
      return amp_journal_write (self->journal, data, (gsize) length, offset);
    case AMP_VFS_SUPER_JOURNAL:
    default:
      failed = amp_disk_write (self->fd, data, (gsize) length, offset);
      return amp_disk_result (failed, SQLITE_IOERR_WRITE);
    }
}

static int
file_truncate (sqlite3_file *file, sqlite3_int64 length)
{
  AmpVfsFile *self = (AmpVfsFile *) file;
  gint64 real = length;
  int rc = SQLITE_OK;

  if (self->kind == AMP_VFS_JOURNAL)
    {
      if (length == 0)
        rc = amp_vfs_unmark (self->database);
      return rc == SQLITE_OK ? amp_journal_truncate (self->journal, length) : rc;
    }
  if (self->kind == AMP_VFS_PAGES && (rc = amp_vfs_mark (self->database)) != SQLITE_OK)
    return rc;
  if (self->kind == AMP_VFS_PAGES)
    real = AMP_DATABASE_OFFSET + (length + AMP_PAGE_BYTES - 1) / AMP_PAGE_BYTES * AMP_PAGE_BYTES;
  return amp_disk_result (amp_disk_truncate (self->fd, real), SQLITE_IOERR_TRUNCATE);
}

int
amp_vfs_sync_journal (AmpVfsFile *self)
{
  int rc = amp_journal_sync (self->journal);

  if (rc != SQLITE_OK || !self->fresh)
    return rc;
  if (amp_disk_sync_folder (self->vault->folder) != 0)
    return SQLITE_IOERR_DIR_FSYNC;
  self->fresh = FALSE;
  return SQLITE_OK;
}

/* SQLite syncs a journal twice before it overwrites a page, and once when it is over. The first two
 * are one here, in amp_vfs_mark(); what the third is for, amp_vfs_unmark() has done. */
static int
file_sync (sqlite3_file *file, int flags)
{
  AmpVfsFile *self = (AmpVfsFile *) file;
  int failed;

  (void) flags;
  if (self->kind == AMP_VFS_JOURNAL)
    return SQLITE_OK;
  failed = amp_disk_sync (self->fd);
  if (failed != 0)
    return amp_disk_result (failed, SQLITE_IOERR_FSYNC);
  if (self->fresh && amp_disk_sync_folder (self->vault->folder) != 0)
    return SQLITE_IOERR_DIR_FSYNC;
  self->fresh = FALSE;
  return SQLITE_OK;
}

static int
file_size (sqlite3_file *file, sqlite3_int64 *size)
{
  AmpVfsFile *self = (AmpVfsFile *) file;
  struct stat status;

  if (self->kind == AMP_VFS_JOURNAL)
    {
      *size = amp_journal_get_size (self->journal);
      return SQLITE_OK;
    }
  if (fstat (self->fd, &status) != 0)
    return SQLITE_IOERR_FSTAT;
  *size =
    self->kind == AMP_VFS_PAGES ? MAX (status.st_size - AMP_DATABASE_OFFSET, 0) : status.st_size;
  return SQLITE_OK;
}

static int
file_close (sqlite3_file *file)
{
  AmpVfsFile *self = (AmpVfsFile *) file;

  if (self->database->transaction == self)
    self->database->transaction = NULL;
  if (self->kind == AMP_VFS_PAGES)
    self->database->connected = FALSE;
  g_clear_pointer (&self->journal, amp_journal_free);
  close (self->fd);
  return SQLITE_OK;
}

static int
file_lock (sqlite3_file *file, int level)
{
  AmpVfsFile *self = (AmpVfsFile *) file;

  self->lock = MAX (self->lock, level);
  return SQLITE_OK;
}

static int
file_unlock (sqlite3_file *file, int level)
{
  AmpVfsFile *self = (AmpVfsFile *) file;

  self->lock = MIN (self->lock, level);
  return SQLITE_OK;
}

static int
file_reserved (sqlite3_file *file, int *reserved)
{
  AmpVfsFile *self = (AmpVfsFile *) file;

  *reserved = self->lock >= SQLITE_LOCK_RESERVED;
  return SQLITE_OK;
}

static int
file_control (sqlite3_file *file, int operation, void *argument)
{
  (void) file;
  (void) operation;
  (void) argument;
  return SQLITE_NOTFOUND;
}

static int
file_sector_size (sqlite3_file *file)
{
  (void) file;
  return SECTOR_BYTES;
}

/* Nothing is promised: with SQLITE_IOCAP_POWERSAFE_OVERWRITE SQLite would take sectors of 512
 * bytes, and journal.c counts on 4,096. */
static int
file_characteristics (sqlite3_file *file)
{
  (void) file;
  return 0;
}

const sqlite3_io_methods amp_vfs_methods = {
  .iVersion = 1, /* no shared memory (WAL), no memory mapping */
  .xClose = file_close,
  .xRead = file_read,
  .xWrite = file_write,
  .xTruncate = file_truncate,
  .xSync = file_sync,
  .xFileSize = file_size,
  .xLock = file_lock,
  .xUnlock = file_unlock,
  .xCheckReservedLock = file_reserved,
  .xFileControl = file_control,
  .xSectorSize = file_sector_size,
  .xDeviceCharacteristics = file_characteristics,
};
