/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What reading the directory from a file and from the program itself share. Private to
 * directory-*.c. */
#pragma once

#include "domain/directory.h"
#include "domain/session-private.h"

G_BEGIN_DECLS

typedef struct
{
  char **cells; /* without blanks around them; "" where empty */
  guint n_cells;
  guint row; /* as a spreadsheet numbers it */
  gint64 id; /* of the institution, once it is stored */
} AmpDirectoryLine;

GPtrArray *amp_directory_lines_new (void);
/* Blank rows are left out. */
void amp_directory_lines_add (GPtrArray *lines, guint row, const GPtrArray *cells);

/* The first line holds the titles. Inside a transaction of the caller's. only_new: entries that are
 * there stay as they are. */
gboolean amp_directory_import_lines (AmpSession *session,
                                     GPtrArray *lines,
                                     gboolean only_new,
                                     AmpReport *report,
                                     AmpDirectoryImport *result,
                                     GError **error);

G_END_DECLS
