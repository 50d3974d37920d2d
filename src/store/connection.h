/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of the store share: the struct behind AmpStore. Private to the folder. */
#pragma once

#include "store/stock.h"
#include "store/store.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* One open amp_store_begin(). */
typedef struct
{
  int changes;          /* sqlite3_total_changes() when it began */
  guint64 n_bulk;       /* bulk records without an event of their own then */
  guint n_pending;      /* search entries noted then */
  guint n_flushed;      /* and those of them in the index */
  gboolean stock_known; /* FALSE: nothing was saved in this transaction by then */
  AmpStock stock, untold;
} AmpFrame;

struct _AmpStore
{
  /* Borrowed */
  AmpVault *vault;

  /* Owned */
  sqlite3 *db;
  GHashTable *statements; /* SQL -> AmpStatement, see statement.h */
  GHashTable *layouts;    /* AmpEntity -> AmpLayout, see layout.h */
  GArray *frames;         /* of AmpFrame, innermost last */

  gboolean reading; /* between amp_store_read_begin() and _end() */

  /* Bulk loading */
  gboolean bulk;
  guint64 n_bulk;           /* records saved since the last event that tells of them */
  GArray *pending_searches; /* ids whose search text this transaction stored in bulk */
  guint n_flushed;          /* how many of them are in the index already */

  gint64 n_people; /* about; -1: to be counted again */

  /* The last event of the audit chain, as far as known */
  gboolean head_known;
  gboolean head_has_stock; /* it says what the records were */
  guint64 head_seq;
  guint8 head_hash[AMP_HASH_BYTES];

  /* The sum of all records (stock.h) as the chain tells of them, and what is still to be told */
  gboolean stock_known;
  AmpStock stock;
  AmpStock untold;     /* records saved in bulk since the last event that tells of them */
  GHashTable *digests; /* table -> what reads its records (record-digest.c) */
};

/* Connected, and nothing looked at yet. Close it as any other. */
AmpStore *amp_store_connect (AmpVault *vault, GError **error);

/* Many reads under one lock instead of one each; all see the same state. Pairs, unless it fails;
 * within a transaction both do nothing. */
gboolean amp_store_read_begin (AmpStore *self, GError **error);
void amp_store_read_end (AmpStore *self);

/* "2024-03-05T14:07:09Z", now. Free it. */
char *amp_store_now (void);

/* While cancellable can still fire, statements of this connection end with G_IO_ERROR_CANCELLED
 * when it does. Pairs with amp_store_unwatch(). NULL does nothing. */
void amp_store_watch (AmpStore *self, GCancellable *cancellable);
void amp_store_unwatch (AmpStore *self);

G_END_DECLS
