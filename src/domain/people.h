/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is decided about two people who look like one (entity dup_decision), and merging them. */
#pragma once

#include "domain/session.h"
#include "domain/sentences.h"

G_BEGIN_DECLS

#define AMP_PEOPLE_UNDO_DAYS 30

/* Remembers a verdict of dup_verdict about two people: "different" is not asked again, "same" is
 * the proposal to merge them. A later verdict about the same two takes the place of an earlier one.
 * score and reasons are those of AmpDuplicate; reasons may be NULL. The id of the decision, 0 on
 * failure. */
gint64 amp_people_decide (AmpSession *session,
                          gint64 a,
                          gint64 b,
                          const char *verdict,
                          guint score,
                          const char *reasons,
                          GError **error);

/* Merges the two people of a decision "same" into the one of the two that is kept: cases and all
 * else that refers to the other move to her, what is empty in her record is filled, another name
 * becomes a name she is known by, and all other differences are told in a note of her newest case.
 * The other is gone from lists. One transaction; event MERGE. A supervisor, or whoever holds
 * the permit of an approval "merge" of this decision (of no case): a caseworker proposes.
 * translate: for labels in the note; NULL: English. */
gboolean amp_people_merge (
  AmpSession *session, gint64 decision, gint64 keep, AmpTranslate translate, GError **error);

/* Puts all of it back, up to AMP_PEOPLE_UNDO_DAYS after: what moved moves back, what was filled is
 * emptied again. What people have written since stays as they wrote it, with whom they wrote it.
 * Afterwards the decision is "unsure". Supervisors only. */
gboolean amp_people_unmerge (AmpSession *session, gint64 decision, GError **error);

G_END_DECLS
