/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of salvage share. Private to the folder.
 *
 * A damaged page is met as an error, and SQLite tells no page numbers of its trees. But a page
 * holds one stretch of a table's keys: whoever seeks a key in it meets that page, and nobody else
 * does. So where the stretch ends is found by halving, and the walk goes on there. Indexes are not
 * used: they may be damaged themselves. */
#pragma once

#include "store/statement.h"

G_BEGIN_DECLS

/* A table of the damaged vault. */
typedef struct
{
  const char *schema; /* "main", "identity" */
  char *name;
  char *keys[2]; /* of one number, or of a number and a text; none: a list of codes */
  char *columns; /* all of them, as SQL */
  int n_columns;
  gboolean reached;      /* it can be read, at least in part */
  gboolean whole;        /* all of it was read */
  AmpSalvageTable *told; /* borrowed from the report */
  gint64 place;          /* in the notebook */
} AmpSource;

typedef struct
{
  AmpStore *from;
  sqlite3 *model; /* in memory: an empty vault of this program, to compare with */
  sqlite3 *notes; /* in memory: which ids were seen, and which are told of */
  sqlite3_stmt *see, *tell;
  GPtrArray *sources; /* of AmpSource */
  guint64 head_seq;   /* the last audit event that identity.db knows of; 0: it does not tell */
  guint8 head_hash[AMP_HASH_BYTES];
  AmpProgress *progress;
  GCancellable *cancellable;
} AmpSalvager;

/* --- salvage-walk.c --- */

/* One readable row: the key or keys, then the columns asked for. */
typedef gboolean (*AmpSalvageFunc) (AmpStatement *row, gpointer data, GError **error);

/* Every row that can be read. columns: SQL, or NULL for none but the keys. FALSE: func failed, or
 * something else than damage happened. whole: no damage was met; may be NULL. Damaged pages are
 * noted in source->told, where that is not NULL. */
gboolean amp_salvage_walk (AmpSalvager *self,
                           AmpSource *source,
                           const char *columns,
                           AmpSalvageFunc func,
                           gpointer data,
                           gboolean *whole,
                           GError **error);
/* 1: on a row, 0: at the end, -1: damage, -2: any other failure. */
int amp_salvage_step (AmpSalvager *self, AmpStatement *statement, GError **error);

/* --- salvage-schema.c --- */

/* Finds the tables, also where the pages that list them are damaged. Fills self->sources, and
 * report->tables with a row for each. */
gboolean amp_salvage_find_tables (AmpSalvager *self, AmpSalvage *report, GError **error);

/* --- salvage-count.c --- */

gboolean amp_salvage_open_notes (AmpSalvager *self, GError **error);
/* A row was read. */
gboolean amp_salvage_see (AmpSalvager *self, const AmpSource *source, gint64 id, GError **error);
/* What is missing, by all that is left. */
gboolean amp_salvage_count (AmpSalvager *self, GError **error);
/* The same of the audit chain; and its last event, as far as it is known. */
gboolean amp_salvage_find_gaps (AmpSalvager *self, AmpSalvage *report, GError **error);

G_END_DECLS
