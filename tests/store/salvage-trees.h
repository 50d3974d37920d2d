/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The trees of a database page by page, from SQLite's own statistics: what lies on a page and below
 * it. */
#pragma once

#include "fixture.h"

/* A page of a tree. */
typedef struct
{
  char *table; /* tree */
  char *path;
  gboolean overflow, leaf;
  guint32 page;
  guint64 n_rows; /* on it */
} Leaf;

void leaf_free (gpointer data);
GPtrArray *list_tables (sqlite3 *db, const char *schema);
void list_rows (sqlite3 *db, const char *schema, const char *table, GHashTable *rows);
void list_pages (sqlite3 *db, const char *schema, GPtrArray *pages);
char *cell_of (const Leaf *overflow);
gboolean is_below (const Leaf *page, const Leaf *lost);
gboolean is_lost (const Leaf *page, const GPtrArray *lost);
guint64 rows_lost (GPtrArray *pages, const GPtrArray *lost, const char *table);
/* How often one that is lost follows on another leaf of the table. */
guint count_pairs (GPtrArray *pages, const GPtrArray *lost, const char *table);
/* Enough for trees with inner pages and for rows that need pages of their own. */
void fill_trees (Fixture *fixture);
