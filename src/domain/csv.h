/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * CSV by RFC 4180, and as spreadsheets really write it.
 *
 * A cell that a spreadsheet would run as a formula (it begins with = + - @ or a control character,
 * and is not just a number or a phone) is written with an apostrophe before it, and the reader
 * takes that apostrophe away: what is written is what is read back, and opening the file runs
 * nothing. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AmpCsvReader AmpCsvReader;

/* UTF-8 with or without BOM, UTF-16 with BOM, else Windows-1252; comma, semicolon or tab, whichever
 * the first line has most of, or what a line "sep=;" says. Fails with AMP_DOMAIN_ERROR_FORMAT (not
 * text, empty) or TOO_LARGE. */
AmpCsvReader *amp_csv_reader_new (GBytes *bytes, GError **error);
void amp_csv_reader_free (AmpCsvReader *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpCsvReader, amp_csv_reader_free)

gboolean amp_csv_reader_was_windows (const AmpCsvReader *self);

/* Fills cells (of char *, owned, emptied first) with the next record and counts it in row (from 1,
 * as a spreadsheet shows it). 1: a record, 0: the end, -1: error (a quote never closed, a record
 * beyond the limits). */
int amp_csv_reader_next (AmpCsvReader *self, GPtrArray *cells, guint *row, GError **error);
/* Bytes read and bytes in all, for progress. */
void amp_csv_reader_position (const AmpCsvReader *self, guint64 *done, guint64 *total);

/* Whether a spreadsheet would run it. */
gboolean amp_csv_is_formula (const char *text);
/* One record with its CRLF. NULL cells are empty. */
void amp_csv_append_row (GString *out, const char *const *cells, gsize n_cells);

G_END_DECLS
