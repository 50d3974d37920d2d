/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lists as tables: the directory, and those of the programme (prevention, training, regional plans,
 * forums, external figures). Out as CSV, to be completed in a spreadsheet or shared between
 * offices, and in again with a report.
 *
 * The header holds the names of the entity's fields. Another record is written by its code, else by
 * its name where no other one has that name, else by its ref; and is read from any of the three.
 * Lists of the programme end with the column "ref": what tells a record that has no code of its own
 * (an attendance, a goal, an update) from the others, whatever else of it changes. It stays the
 * same in every office that the table is read into.
 *
 * A row changes the record
 *   of its code, where the row has a code;
 *   else of its ref, where the list has that one;
 *   else the one with the same values in the fields that tell one from another (AmpList.key); the
 *   second row with those values is the second such record.
 * Where there is none the row is added, under its ref if it has one. */
#pragma once

#include "domain/report.h"
#include "domain/session.h"

G_BEGIN_DECLS

typedef struct _AmpListCodes AmpListCodes; /* of its findings */

typedef struct
{
  const char *name; /* "activities": what the command line calls it */
  const char *entity;
  const char *key[6];        /* fields; NULL at the end */
  const char *sort[4];       /* fields; NULL at the end */
  const char *from, *to;     /* paths to the first and the last day of what a row tells */
  const char *region;        /* path, or NULL */
  const char *needs;         /* a field without which no row comes in, or NULL */
  const char *reason;        /* of the audit events */
  const AmpListCodes *codes; /* of its findings */
  gboolean in_programme;     /* has the column "ref" */
} AmpList;

/* Those of the programme, NULL at the end. */
const AmpList *const *amp_lists (void);
const AmpList *amp_list_find (const char *name); /* of the programme; NULL if unknown */
const AmpList *amp_list_institutions (void);

/* What of it is asked for; everything may be NULL. */
typedef struct
{
  const char *from, *to; /* days; what has no date is on neither side */
  const char *region;    /* code */
} AmpListFilter;

/* The table. Writes EXPORT. filter and n_rows may be NULL. Free it. */
char *amp_list_to_csv (AmpSession *session,
                       const AmpList *list,
                       const AmpListFilter *filter,
                       guint *n_rows,
                       GCancellable *cancellable,
                       GError **error);

typedef struct
{
  guint rows, added, changed, unchanged;
} AmpListImport;

/* An empty cell leaves what is recorded. A bad row is reported and does not stop the others; all
 * others come in together, or none where something fails. dry_run: reads and reports, writes
 * nothing. Fails with AMP_DOMAIN_ERROR_FORMAT where the file is no such table. progress and
 * cancellable may be NULL. */
gboolean amp_list_import (AmpSession *session,
                          const AmpList *list,
                          const char *path,
                          gboolean dry_run,
                          AmpReport *report,
                          AmpListImport *result,
                          AmpProgress *progress,
                          GCancellable *cancellable,
                          GError **error);

G_END_DECLS
