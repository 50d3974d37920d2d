/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the parts of the review share: the pack, her notes, the sample that lies on the table. Keeps
 * the notes: a second after she ticks or types they are on the disk, sealed. */
#pragma once

#include "app/amp-jobs.h"
#include "review/query.h"

G_BEGIN_DECLS

#define AMP_TYPE_REVIEW_DESK (amp_review_desk_get_type ())
G_DECLARE_FINAL_TYPE (AmpReviewDesk, amp_review_desk, AMP, REVIEW_DESK, GObject)

/* Takes what was read. Signals: "changed" (the notes), "drawn" (the sample), "trouble" (the notes
 * are on no disk, or are again). */
AmpReviewDesk *amp_review_desk_new (AmpJobs *jobs, AmpReviewRead *read);

AmpJobs *amp_review_desk_get_jobs (AmpReviewDesk *self);
const AmpReviewPack *amp_review_desk_get_pack (AmpReviewDesk *self);
const AmpReviewHead *amp_review_desk_get_head (AmpReviewDesk *self);
gboolean amp_review_desk_is_pinned (AmpReviewDesk *self);
const char *amp_review_desk_get_file_hash (AmpReviewDesk *self); /* hex */
/* To read. */
const AmpReviewNotes *amp_review_desk_get_notes (AmpReviewDesk *self);
/* To change: amp_review_desk_touch() follows. */
AmpReviewNotes *amp_review_desk_take_notes (AmpReviewDesk *self);
void amp_review_desk_touch (AmpReviewDesk *self);

/* The translated sentence about what is not on the disk; NULL: all is well. */
const char *amp_review_desk_get_trouble (AmpReviewDesk *self);
/* An older draft could not be read, and lies beside the new one. */
gboolean amp_review_desk_passed_by (AmpReviewDesk *self);

/* --- The sample --- */

AmpReviewRows amp_review_desk_get_rows (AmpReviewDesk *self);
guint64 amp_review_desk_get_seed (AmpReviewDesk *self);
guint amp_review_desk_get_size (AmpReviewDesk *self);
const AmpReviewQuery *amp_review_desk_get_query (AmpReviewDesk *self);
/* How many records the query finds; 0: refused. */
guint amp_review_desk_n_found (AmpReviewDesk *self);
/* Row numbers of the pack, of guint, as they are drawn; never 1 to k - 1 of them. */
const GArray *amp_review_desk_get_sample (AmpReviewDesk *self);
/* Draws, and writes down that it was drawn. A size under k is k. */
void amp_review_desk_draw (AmpReviewDesk *self, guint64 seed, guint size);
/* Asks, draws of what is found, and writes down which columns were asked. The codes must outlive
 * the desk: those of its columns do. */
void amp_review_desk_ask (AmpReviewDesk *self, const AmpReviewQuery *query);

/* --- The file for the supervisor --- */

/* owner as in amp_jobs_run(); done gets the path as data. */
void amp_review_desk_save (AmpReviewDesk *self, const char *path, gpointer owner, AmpJobsDone done);

G_END_DECLS
