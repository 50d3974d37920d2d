/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the dialog of a release asks of the worker: which periods are closed, what a table would
 * hide, the proof, another's approval, the file. */
#pragma once

#include "app/amp-answer.h"
#include "app/amp-jobs.h"
#include "domain/release.h"

G_BEGIN_DECLS

/* A plan that dialog and worker both look at. Only its recipient is ever changed, by the worker;
 * nobody else reads that. */
typedef struct _AmpSharedPlan AmpSharedPlan;

AmpSharedPlan *amp_shared_plan_ref (AmpSharedPlan *self);
void amp_shared_plan_unref (AmpSharedPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpSharedPlan, amp_shared_plan_unref)
const AmpReleasePlan *amp_shared_plan_get (const AmpSharedPlan *self);

/* --- Jobs: functions of AmpJob --- */

/* Data: GUINT_TO_POINTER (AmpUnit); result: GArray of AmpReleaseSpan. */
gpointer amp_release_spans_run (AmpSession *session,
                                gpointer data,
                                AmpProgress *progress,
                                GCancellable *cancellable,
                                GError **error);

/* Data: AmpReleaseRequest, owned; result: AmpReleaseOutlook, g_free(). */
gpointer amp_release_look_run (AmpSession *session,
                               gpointer data,
                               AmpProgress *progress,
                               GCancellable *cancellable,
                               GError **error);

/* Data: the same; result: AmpSharedPlan. */
gpointer amp_release_prove_run (AmpSession *session,
                                gpointer data,
                                AmpProgress *progress,
                                GCancellable *cancellable,
                                GError **error);

typedef struct
{
  AmpSharedPlan *plan;
  char *recipient, *reason;
  AmpCountFormat format;
  char *path; /* NULL: no file yet */
} AmpReleaseWork;

void amp_release_work_free (gpointer self);

/* Of an AmpReleaseWork. */
extern const AmpAnswerAbout amp_release_answer;

/* Line, event, file. Data: AmpReleaseWork with a path; result: gint64 of the line, g_free(). Where
 * the line stands but not the file, the error is that of the file. */
gpointer amp_release_give_run (AmpSession *session,
                               gpointer data,
                               AmpProgress *progress,
                               GCancellable *cancellable,
                               GError **error);

/* The sentence of any error that these give; free it. */
char *amp_release_sentence (const GError *error);

G_END_DECLS
