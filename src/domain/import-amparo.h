/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file of our own CSV and one of its rows; private to import-amparo*.c. */
#pragma once

#include "domain/amparo-csv.h"
#include "domain/import-private.h"

G_BEGIN_DECLS

typedef struct
{
  const AmpEntity *entity; /* NULL: the column "record", or none of ours */
  const AmpField *field;   /* NULL: the id */
  char *title;
} AmpAmparoColumn;

/* A reference to a row further down. */
typedef struct
{
  const AmpEntity *entity;
  gint64 id;
  const AmpField *field;
  char *target; /* key of the map */
  guint row;
} AmpAmparoLater;

typedef struct
{
  AmpImport *import;
  GArray *columns;  /* AmpAmparoColumn */
  gint kind_column; /* of "record"; -1: none */
  GHashTable *ids;  /* "case:17", "case.number:TUM-…" -> gint64 *, of rows that came in */
  GArray *later;    /* AmpAmparoLater */
  gint64 last_case; /* for rows that say no case; 0: it did not come in */
} AmpAmparoFile;

typedef struct
{
  const AmpEntity *entity;
  AmpRecord *record;
  char *key; /* "case:17", NULL where the file gives no id */
  gboolean stored_already;
} AmpAmparoPart;

typedef struct
{
  AmpAmparoFile *file;
  guint row;
  const char *kind;
  const GPtrArray *cells;
  GArray *parts; /* AmpAmparoPart, parents first */
  GArray *later; /* AmpAmparoLater, of this row; id not known yet */
  GString *kept;
} AmpAmparoRow;

/* The text of a cell, or NULL where it is empty or not there. */
const char *amp_amparo_cell (const GPtrArray *cells, guint n);
/* The id of what the file calls so, 0 where that did not come in. */
gint64 amp_amparo_known (AmpAmparoFile *self, const char *key);
/* The row's record of an entity, made where there is none. */
AmpRecord *amp_amparo_record (AmpAmparoRow *row, const AmpEntity *entity);
AmpAmparoPart *amp_amparo_part (AmpAmparoRow *row, const char *entity); /* NULL: none */
/* Hangs a record of its own row under what it belongs to. FALSE: that did not come in. */
gboolean amp_amparo_find_parent (AmpAmparoRow *row, AmpAmparoPart *part);

/* All records of the row, in the order in which they refer to each other. FALSE without error: a
 * finding says why not. */
gboolean amp_amparo_save_row (AmpAmparoRow *row, GError **error);

G_END_DECLS
