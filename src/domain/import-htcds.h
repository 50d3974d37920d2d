/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which column of a file of the standard is what; private to import-htcds*.c. */
#pragma once

#include "domain/htcds.h"
#include "domain/import-private.h"

G_BEGIN_DECLS

typedef struct
{
  const AmpHtcdsColumn *htcds; /* NULL: not of the standard */
  const AmpField *field;       /* NULL: kept in the note */
  char *title;                 /* as written; NULL: none */
  gboolean told;               /* the finding about the column was made */
} AmpImportColumn;

typedef struct
{
  AmpImport *import;
  GArray *columns;    /* AmpImportColumn, by place */
  guint header_row;   /* data follows */
  GHashTable *owners; /* names of case owners that were told to be unknown */
} AmpImportLayout;

void amp_import_column_clear (gpointer column);

/* The text of a cell without the blanks around it; NULL: nothing. Free it. */
char *amp_import_cell_text (const GPtrArray *cells, guint n);
GPtrArray *amp_import_copy_cells (const GPtrArray *cells);

/* Reads down to the first row of data, which the sheet then stands on. 1: it does, 0: there is
 * none, -1: error. */
int amp_import_read_header (AmpImportLayout *self, GError **error);

G_END_DECLS
