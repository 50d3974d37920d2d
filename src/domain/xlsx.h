/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads the values of a workbook (Office Open XML), trusting nothing in it: bounds on entries,
 * inflated bytes and their ratio, no DTD and no entities, parts found by name inside the archive
 * alone, no temporary file. Formulas give their stored result, dates ISO 8601, booleans TRUE and
 * FALSE. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AmpXlsx AmpXlsx;
typedef struct _AmpXlsxRows AmpXlsxRows;

/* AMP_DOMAIN_ERROR_FORMAT: not a workbook, damaged, encrypted, an old .xls; TOO_LARGE: beyond the
 * limits. */
AmpXlsx *amp_xlsx_open (GBytes *bytes, GError **error);
void amp_xlsx_close (AmpXlsx *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpXlsx, amp_xlsx_close)

guint amp_xlsx_n_sheets (const AmpXlsx *self); /* worksheets only */
const char *amp_xlsx_sheet_name (const AmpXlsx *self, guint n);
gboolean amp_xlsx_sheet_hidden (const AmpXlsx *self, guint n);
gboolean amp_xlsx_dates_from_1904 (const AmpXlsx *self);

/* A serial day number as a spreadsheet has it, ISO 8601; NULL where it is no day. Free it. */
char *amp_xlsx_date_from_serial (double serial, gboolean from_1904);

/* Rows of one sheet in the order of the file. The workbook must outlive it. */
AmpXlsxRows *amp_xlsx_rows_new (AmpXlsx *self, guint sheet, GError **error);
void amp_xlsx_rows_free (AmpXlsxRows *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpXlsxRows, amp_xlsx_rows_free)

/* 1: cells (of char *, owned; NULL: empty) hold a row, 0: the end, -1: error. */
int amp_xlsx_rows_next (
  AmpXlsxRows *self, GPtrArray *cells, guint *row, gboolean *hidden, GError **error);
void amp_xlsx_rows_position (const AmpXlsxRows *self, guint64 *done, guint64 *total);

G_END_DECLS
