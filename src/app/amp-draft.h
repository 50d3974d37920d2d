/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keeps what is being typed: two seconds after a key it is in the vault, encrypted, under the user
 * who typed, and so it is when the vault is locked. What a disk does not take is drafts.h's matter.
 * Forms find their draft by themselves (editor.h, form-keep.h). */
#pragma once

#include "app/amp-jobs.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define AMP_TYPE_DRAFT (amp_draft_get_type ())
G_DECLARE_FINAL_TYPE (AmpDraft, amp_draft, AMP, DRAFT, GObject)

/* Returns what is typed and not saved, or NULL where there is nothing. */
typedef JsonNode *(*AmpDraftCollect) (gpointer user_data);

/* key: as in amp_store_draft_put(), and the same in every window. user_data outlives the draft. */
AmpDraft *
amp_draft_new (AmpJobs *jobs, const char *key, AmpDraftCollect collect, gpointer user_data);

/* Where it is kept: for who saves what it holds, and drops it (amp_drafts_put()) once that is done.
 */
const char *amp_draft_get_key (AmpDraft *self);

/* Something was typed: keep it soon. */
void amp_draft_touch (AmpDraft *self);
/* Now, for a lock or a closing window: the job carries all it needs. */
void amp_draft_flush (AmpDraft *self);
/* What "found" brought is typed again: from now on it is kept as what is typed. Until then nothing
 * replaces it. */
void amp_draft_settle (AmpDraft *self);
/* It was saved, or thrown away: there is nothing to keep any more. */
void amp_draft_drop (AmpDraft *self);

/* Reads what an earlier session left; "found" (JsonNode) follows if there is something. What is
 * typed before the answer is kept beside it, and then nothing is found: the earlier one waits for
 * the next time. */
void amp_draft_look (AmpDraft *self);

/* Whether another window writes on the same; "changed" of AmpDrafts tells when that may be so. */
gboolean amp_draft_is_shared (AmpDraft *self);

/* The text of a member, NULL where it is none: a draft is read with the same doubt as a file. */
const char *amp_draft_text (JsonObject *object, const char *member);

G_END_DECLS
