/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A workbook of libxlsxwriter whose bytes never touch a disk.
 *
 * The library of Debian 12 always writes its parts to unlinked temporary files. Here they lie in
 * /dev/shm, which is memory, and the finished file in an anonymous memory file. */
#pragma once

#include <glib.h>
#include <xlsxwriter.h>

G_BEGIN_DECLS

typedef struct
{
  lxw_workbook *book;
  int fd;
} AmpXlsxWriter;

/* G_IO_ERROR where there is no memory file system: better no file than plaintext in /tmp. */
AmpXlsxWriter *amp_xlsx_writer_new (GError **error);
void amp_xlsx_writer_free (AmpXlsxWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpXlsxWriter, amp_xlsx_writer_free)

/* Text as text, whatever it begins with: never a formula, never a link. */
void amp_xlsx_writer_text (
  lxw_worksheet *sheet, guint row, guint column, const char *text, lxw_format *format);

/* Finishes the workbook; only amp_xlsx_writer_free() may follow. */
GBytes *amp_xlsx_writer_finish (AmpXlsxWriter *self, GError **error);

G_END_DECLS
