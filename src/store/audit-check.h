/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether the audit chain holds, and the records with it: everything that is wrong, each with its
 * place; comes with store/store.h.
 *
 * The chain shows by itself, against whoever lacks keys and against a user with all of hers: an
 * event that was changed, moved, put in, taken out of the middle, or signed for somebody else; and
 * from schema 5 on, where each event says what the records were after it, a record that was
 * changed, added or removed without one. What it cannot show by itself: its last events cut off, or
 * written anew by one user for herself (those of others she cannot sign), by somebody who holds
 * both keys and mends identity.db too; and all of the folder put back as it was. For that there are
 * anchors: heads that were noted elsewhere. Records that a user loads in bulk (demo, seed) have one
 * event together: what it says of them is hers alone. Drafts are no records. */
#pragma once

#include "store/store.h"

G_BEGIN_DECLS

typedef enum
{
  AMP_CHAIN_MISSING,   /* events seq to last are not there */
  AMP_CHAIN_ORDER,     /* does not follow on the one before: moved, put in, or that was rewritten */
  AMP_CHAIN_CHANGED,   /* its hash does not fit what it says */
  AMP_CHAIN_SIGNATURE, /* not signed by whom it names */
  AMP_CHAIN_STRANGER,  /* names a user that the keyring does not have */
  AMP_CHAIN_ROLE,      /* a role that its user never had */
  AMP_CHAIN_KEY,       /* the signing key on file of user actor is not hers */
  AMP_CHAIN_HEAD,      /* not the last one that identity.db knows of */
  AMP_CHAIN_OLD_KIND,  /* says nothing of the records, though one before it does */
  AMP_CHAIN_UNTOLD,    /* between it and the one before, records changed that it does not tell of */
  AMP_CHAIN_RECORD,    /* a record is not as event seq left it; last: as found by event last; 0:
                          as it is now */
  AMP_CHAIN_RECORD_GONE,  /* the record that event seq tells of is not there */
  AMP_CHAIN_RECORD_ADDED, /* no event tells of this record */
  AMP_CHAIN_RECORDS,      /* a record of those that have no event of their own was changed, added or
                             removed since event seq */
  AMP_CHAIN_SUM,          /* the sum of the records that identity.db keeps is another */
  AMP_CHAIN_ANCHOR_SHORT, /* the chain ends at seq, before the anchor of event last */
  AMP_CHAIN_ANCHOR_OTHER, /* event seq is not the one that was noted; last: the last that is */
  AMP_CHAIN_ANCHOR_VAULT, /* the anchor of event seq is of another vault */
  AMP_CHAIN_N_RULES
} AmpChainRule;

/* "missing" …; static. */
const char *amp_chain_rule_to_code (AmpChainRule rule);

typedef struct
{
  AmpChainRule rule;
  guint64 seq, last;  /* 0: none */
  gint64 actor;       /* who it says wrote that event; 0: nobody */
  char *at;           /* when it says; NULL */
  const char *entity; /* of a record; NULL; static */
  gint64 record;      /* its id, where it is there; else 0 */
} AmpChainFinding;

/* A head that was noted elsewhere. */
typedef struct
{
  guint64 seq;
  guint8 hash[AMP_HASH_BYTES];
  gboolean has_vault; /* whether it says of which vault */
  guint8 vault[4];    /* the first bytes of its id */
} AmpChainAnchor;

typedef struct
{
  guint64 last;        /* number of the last event */
  guint64 n_events;    /* that are there */
  guint64 n_records;   /* held against them */
  guint64 stock_since; /* the first event that says what the records are; 0: none does */
  guint64 anchored;    /* the greatest number of an anchor that holds; 0: none */
  guint64
    salvaged_by; /* the last salvage's event; 0: none. What it tells to be lost is no finding */
  guint64 n_told_gaps; /* of those */
  GPtrArray *findings; /* of AmpChainFinding, in the order of the chain, AMP_CHAIN_KEPT at most */
  guint64 n_findings;  /* all of them */
} AmpChainReport;

#define AMP_CHAIN_KEPT 1000

void amp_chain_report_free (AmpChainReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpChainReport, amp_chain_report_free)

/* All of the chain, and of the records if wanted. NULL on failure and cancel only. */
AmpChainReport *amp_store_audit_check (AmpStore *self,
                                       const AmpChainAnchor *anchors,
                                       gsize n_anchors,
                                       gboolean with_records,
                                       AmpProgress *progress,
                                       GCancellable *cancellable,
                                       GError **error);
/* The first finding as CHAIN, for developers; FALSE where there is one. */
gboolean amp_chain_report_judge (const AmpChainReport *self, GError **error);

G_END_DECLS
