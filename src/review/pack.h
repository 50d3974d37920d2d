/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A review pack: the payload that REVIEW.md lays down, read and written. A pack that was read is
 * read-only and owns what it gives; codes are static. Pure.
 *
 * Reading holds the form and the lists of codes; whether a payload keeps the rules that protect
 * people is check.h's, which shares no code with this. */
#pragma once

#include "review/records.h"

G_BEGIN_DECLS

typedef struct
{
  char id[17];
  char made[11];
  AmpReviewLevel level;
  guint k, l, share, sample;
  gboolean lowered;
  gint64 records;
  gint64 withheld; /* -1: some, fewer than k */
  guint64 head_seq;
  char head_hash[65];
  char previous[17]; /* "": none */
  guint64 chain_from;
  guint round; /* 1: no case was in an earlier pack of the office; else none of the same round */
} AmpReviewHead;

/* A file of counts or records that left the office. Codes static. */
typedef struct
{
  guint64 line; /* of the office's register of releases */
  const char *rule, *unit;
  char period[8]; /* "2026", "2026-Q1", "2026-03"; "-" */
  char made[8];   /* the month */
  const char *state;
  char hash[65];
} AmpReviewRelease;

/* All codes static but for the actor's label. */
typedef struct
{
  guint64 seq;
  const char *gap;
  char actor[7];
  const char *role, *action, *object;
} AmpReviewEvent;

typedef struct
{
  const char *name;
  char group[7]; /* "": the whole office; else a label of staff as in the events */
  gint64 value;  /* per cent of a share, number of a staff's events; -1: under k, not told */
  gint64 of;     /* of a share: of how many, rounded down to tens; -1: not told, or no share */
} AmpReviewIndicator;

typedef struct _AmpReviewPack AmpReviewPack;

AmpReviewPack *amp_review_pack_read (GBytes *payload, GError **error);
void amp_review_pack_free (AmpReviewPack *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpReviewPack, amp_review_pack_free)

const AmpReviewHead *amp_review_pack_head (const AmpReviewPack *self);
gsize amp_review_pack_n_columns (const AmpReviewPack *self);
const AmpReviewColumn *amp_review_pack_column (const AmpReviewPack *self, gsize column);
gsize amp_review_pack_n_rows (const AmpReviewPack *self);
const char *amp_review_pack_code (const AmpReviewPack *self, gsize row);
/* One of the column's codes, or AMP_REVIEW_HIDDEN; static: may be compared by address. */
const char *amp_review_pack_cell (const AmpReviewPack *self, gsize row, gsize column);
/* -1: no record of that code. */
gssize amp_review_pack_find (const AmpReviewPack *self, const char *code);
const AmpReviewEvent *amp_review_pack_events (const AmpReviewPack *self, gsize *n);
const AmpReviewIndicator *amp_review_pack_indicators (const AmpReviewPack *self, gsize *n);
const AmpReviewRelease *amp_review_pack_releases (const AmpReviewPack *self, gsize *n);
/* The one whose file has that hash, in hex; NULL: none. */
const AmpReviewRelease *amp_review_pack_find_release (const AmpReviewPack *self, const char *hash);

/* What stands behind the records. */
typedef struct
{
  const AmpReviewEvent *events;
  gsize n_events;
  const AmpReviewIndicator *indicators;
  gsize n_indicators;
  const AmpReviewRelease *releases;
  gsize n_releases;
} AmpReviewTables;

/* Rows come sorted, each with a code; what is missing or too long is a programming error. */
GBytes *amp_review_pack_write (const AmpReviewHead *head,
                               const AmpReviewRecords *records,
                               const AmpReviewTables *tables);

G_END_DECLS
