/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rows of the ledger of review packs; comes with store/store.h. What they mean is
 * domain/review.h's. A line is never changed but for what leads from its codes to cases, which goes
 * when the audit is closed, and its head_seq, where the file could not be written; and never
 * deleted. */
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
  GBytes *session_key; /* sealed to the maker: packs of before AmpReviewKeys; else NULL */
  gboolean open;       /* codes lead to cases. Read, not written */
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
/* Destroys the keys, the cases, and what was given of them: the pages they lay on are overwritten.
 * Nothing happens where they are gone. */
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

/* --- From a code to its case (review-keys.c) --- */

typedef struct
{
  gint64 holder; /* user id */
  GBytes *sealed;
} AmpReviewShare;

typedef struct
{
  GArray *shares; /* of AmpReviewShare, by holder */
  GBytes *cases;  /* sealed, in the order of the codes */
  guint8 signature[AMP_SIGNATURE_BYTES];
} AmpReviewKeys;

AmpReviewKeys *amp_review_keys_new (void);
void amp_review_keys_free (AmpReviewKeys *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpReviewKeys, amp_review_keys_free)

/* Of a line that has none yet. */
gboolean
amp_store_review_put_keys (AmpStore *self, gint64 id, const AmpReviewKeys *keys, GError **error);
/* NOT_FOUND: a line of before there were any, or a closed one. */
AmpReviewKeys *amp_store_review_get_keys (AmpStore *self, gint64 id, GError **error);

/* Who has a share of it, user ids in their order; none of such a line. */
GArray *amp_store_review_holders (AmpStore *self, gint64 id, GError **error);

/* What an approval is asked for. */
typedef struct
{
  gint64 approval, review;
  char *code;
  GBytes *piece; /* sealed to who asked; NULL: nothing was given */
} AmpReviewAsked;

void amp_review_asked_free (AmpReviewAsked *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpReviewAsked, amp_review_asked_free)

gboolean
amp_store_review_ask (AmpStore *self, gint64 approval, gint64 id, const char *code, GError **error);
/* NOT_FOUND: of something else, or over. */
AmpReviewAsked *amp_store_review_asked (AmpStore *self, gint64 approval, GError **error);
gboolean amp_store_review_give (AmpStore *self, gint64 approval, GBytes *piece, GError **error);
/* It is answered, used, or taken back. Nothing happens where it is gone. */
gboolean amp_store_review_forget (AmpStore *self, gint64 approval, GError **error);

G_END_DECLS
