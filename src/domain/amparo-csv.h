/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Our own CSV: everything that a vault records, in one tidy table.
 *
 *   record            what the row is: case, service, referral … (a name of an entity)
 *   ENTITY.id         the record's number in this file, for others to refer to
 *   ENTITY.FIELD      a value: codes, ISO dates, 1 and 0, "a;b" for several
 *
 * A row "case" holds the person, the case and its first trafficking situation; every further record
 * has a row of its own kind, after what it refers to. Rows made by hand need no id: a row without a
 * reference belongs to the last case above it, and case.number or person.pseudonym refer as well.
 *
 * An activity of the programme, which has tables of its own (list-csv.h), is called by its code.
 *
 * Users are named and never made by an import: access is given by keys. Dates of last contact and
 * the like, which the program works out, are read over. */
#pragma once

#include "model/field.h"

G_BEGIN_DECLS

/* "record", "user.id", "user.display_name" …; NULL-terminated. Free with g_strfreev(). */
char **amp_amparo_csv_header (void);

/* A column of that table; FALSE where the title is none. *field is NULL for ENTITY.id, both are
 * NULL for "record". */
gboolean
amp_amparo_csv_column (const char *title, const AmpEntity **entity, const AmpField **field);

G_END_DECLS
