/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between the files that check the chain: where the walk along it stands. Private to the folder. */
#pragma once

#include "store/audit-check.h"
#include "store/connection.h"
#include "store/losses.h"
#include "store/statement.h"

G_BEGIN_DECLS

#define AMP_CHAIN_ROWS_PER_LOOK 256

/* What the chain says of one record. */
typedef struct
{
  guint8 ref[AMP_HASH_BYTES];
  guint8 digest[AMP_HASH_BYTES]; /* as the last event left it */
  guint64 seq;                   /* that event */
  const char *entity;            /* static */
  gboolean found;                /* its row was met */
} AmpChainRecord;

/* What is known of a user. */
typedef struct
{
  gint64 id;
  guint8 key[32], ref[AMP_HASH_BYTES];
  AmpRole role;      /* as the keyring has it */
  guint64 other_seq; /* the first event under another role; 0: none */
  char *other_at;
  gboolean regranted; /* her role was changed, as an event tells */
} AmpChainUser;

typedef struct
{
  AmpStore *store;        /* borrowed */
  AmpChainReport *report; /* borrowed */
  const AmpChainAnchor *anchors;
  gsize n_anchors;
  AmpProgress *progress;
  GCancellable *cancellable;
  guint64 total, done; /* of all steps, for progress */

  GArray *users; /* of AmpChainUser */
  guint64 seq;   /* of the event that was checked last */
  guint8 hash[AMP_HASH_BYTES];

  /* The records, as told so far */
  gboolean stock_known; /* FALSE: before the first event that says it, or since a break */
  AmpStock stock;
  GHashTable *records;                         /* of AmpChainRecord */
  guint64 last_import, last_salvage, last_gap; /* seq; of a gap, its end */
  char *last_whole_at;                         /* time of the last event that says the sum whole */

  AmpLosses *lost; /* what is not there */
  AmpLosses *told; /* what a salvage said of it */
} AmpChainWalk;

/* Takes what is in the finding. */
void amp_chain_add (AmpChainWalk *self, const AmpChainFinding *finding);
/* One more step of the whole; FALSE: cancelled. */
gboolean amp_chain_advance (AmpChainWalk *self, GError **error);

/* verify-walk.c: event by event; then what only its end shows. */
gboolean amp_chain_walk (AmpChainWalk *self, GError **error);

/* verify-records.c: what an event tells of records; then the records themselves. */
typedef struct
{
  guint64 seq;
  gint64 actor;
  const char *at, *action, *object_type;
  const guint8 *ref, *digests, *records;
  gsize ref_length, digests_length, records_length;
  gboolean after_gap, salvage;
} AmpChainTold;

void amp_chain_take_told (AmpChainWalk *self, const AmpChainTold *told);
gboolean amp_chain_check_records (AmpChainWalk *self, GError **error);

G_END_DECLS
