/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rows of a file that somebody made, whether CSV or workbook, one after the other. */
#pragma once

#include "domain/report.h"

G_BEGIN_DECLS

typedef struct _AmpSheet AmpSheet;

/* How much a row looks like a row of column titles: the number of cells it knows. */
typedef guint (*AmpSheetScore) (const GPtrArray *cells);

AmpSheet *amp_sheet_open_csv (const char *path, AmpReport *report, GError **error);
AmpSheet *amp_sheet_open_csv_bytes (GBytes *bytes, AmpReport *report, GError **error);
/* The sheet whose first rows score highest; fails with FORMAT where none knows two titles. */
AmpSheet *
amp_sheet_open_xlsx (const char *path, AmpSheetScore score, AmpReport *report, GError **error);
void amp_sheet_close (AmpSheet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpSheet, amp_sheet_close)

/* 1: on a row, 0: at the end, -1: error. Workbooks leave out rows without cells. */
int amp_sheet_next (AmpSheet *self, GError **error);
/* Of the row it is on; valid until the next step. */
guint amp_sheet_row (const AmpSheet *self);              /* as a spreadsheet numbers them */
gboolean amp_sheet_row_hidden (const AmpSheet *self);    /* hidden by the one who made the file */
const GPtrArray *amp_sheet_cells (const AmpSheet *self); /* of char *; NULL: empty */
/* How the numbers of a workbook count days, for a date in a cell that is not formatted as one. */
gboolean amp_sheet_dates_from_1904 (const AmpSheet *self);
void amp_sheet_position (const AmpSheet *self, guint64 *done, guint64 *total);

G_END_DECLS
