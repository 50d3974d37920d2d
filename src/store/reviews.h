/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rows of the ledger of review packs; comes with store/store.h. What they mean is
 * domain/review.h's. A line is never changed but for its session key, which goes when the audit is
 * closed, and its head_seq, where the file could not be written; and never deleted. */
#pragma once

#include "store/store.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 id;
  char *pack;                      /* 16 hex digits, one of its own */
  char *at;                        /* UTC timestamp */
  gint64 maker, approver, auditor; /* user ids; 0: nobody */
  char *level;
  guint k, l, share, sample;
  gint64 records, withheld;
  guint64 head_seq; /* 0: its file was never written, nobody was told of the log */
  char *codes;      /* of its records, one behind the other */
  char *classes;    /* REVIEW.md 8 */
  guint8 file_hash[AMP_HASH_BYTES];
  GBytes *session_key; /* sealed; NULL once the audit is closed */
  guint round; /* of what it was drawn of; 0: not known, or nothing was. Read, not written */
} AmpReviewRow;

/* What stands for a case here: under a key that not everybody has who reads the ledger. */
#define AMP_REVIEW_TOKEN_BYTES 16

AmpReviewRow *amp_review_row_new (void);
void amp_review_row_free (AmpReviewRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpReviewRow, amp_review_row_free)

/* Appends it; sets id, at and maker. No audit event. */
gboolean amp_store_review_add (AmpStore *self, AmpReviewRow *row, GError **error);
/* All, the oldest first; of AmpReviewRow, owned. */
GPtrArray *amp_store_review_list (AmpStore *self, GError **error);
/* Destroys the key: the page it lay on is overwritten. Nothing happens where it is gone. */
gboolean amp_store_review_close (AmpStore *self, gint64 id, GError **error);
/* Which cases were drawn for a line, by rounds. tokens: AMP_REVIEW_TOKEN_BYTES each, one behind the
 * other. INVALID: one of them is in that round already, so nothing is put. */
gboolean
amp_store_review_draw (AmpStore *self, gint64 id, guint round, GBytes *tokens, GError **error);
/* The newest round, 0: there is none; and all its tokens. */
GBytes *amp_store_review_drawn (AmpStore *self, guint *round, GError **error);
/* The same as closing where the file could not be written: head_seq becomes 0, too, and what was
 * drawn for it was not. */
gboolean amp_store_review_give_up (AmpStore *self, gint64 id, GError **error);

G_END_DECLS
