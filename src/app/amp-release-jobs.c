/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the dialog of a release asks of the worker. */
#include "app/amp-release-jobs.h"

#include "app/amp-translate.h"

#include "domain/sentences.h"
#include "model/codelist.h"

#include <glib/gi18n.h>

struct _AmpSharedPlan
{
  AmpReleasePlan *plan;
};

static void
clear_plan (gpointer data)
{
  AmpSharedPlan *self = data;

  amp_release_plan_free (self->plan);
}

AmpSharedPlan *
amp_shared_plan_ref (AmpSharedPlan *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
amp_shared_plan_unref (AmpSharedPlan *self)
{
  g_atomic_rc_box_release_full (self, clear_plan);
}

const AmpReleasePlan *
amp_shared_plan_get (const AmpSharedPlan *self)
{
  return self->plan;
}

void
amp_release_work_free (gpointer data)
{
  AmpReleaseWork *self = data;

  g_clear_pointer (&self->plan, amp_shared_plan_unref);
  g_free (self->recipient);
  g_free (self->reason);
  g_free (self->path);
  g_free (self);
}

gpointer
amp_release_spans_run (AmpSession *session,
                       gpointer data,
                       AmpProgress *progress,
                       GCancellable *cancellable,
                       GError **error)
{
  (void) progress;
  (void) cancellable;
  return amp_release_spans (session, (AmpUnit) GPOINTER_TO_UINT (data), error);
}

gpointer
amp_release_look_run (AmpSession *session,
                      gpointer data,
                      AmpProgress *progress,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autofree AmpReleaseOutlook *outlook = g_new0 (AmpReleaseOutlook, 1);

  return amp_release_look (session, data, outlook, progress, cancellable, error)
           ? g_steal_pointer (&outlook)
           : NULL;
}

gpointer
amp_release_prove_run (AmpSession *session,
                       gpointer data,
                       AmpProgress *progress,
                       GCancellable *cancellable,
                       GError **error)
{
  AmpReleasePlan *plan = amp_release_preview (session, data, progress, cancellable, error);
  AmpSharedPlan *shared;

  if (plan == NULL)
    return NULL;
  shared = g_atomic_rc_box_new0 (AmpSharedPlan);
  shared->plan = plan;
  return shared;
}

static gboolean
asked (
  AmpSession *session, gpointer thing, AmpReleaseAsked *answer, gint64 *approval, GError **error)
{
  const AmpReleaseWork *work = thing;

  amp_release_plan_set_recipient (work->plan->plan, work->recipient, work->reason);
  return amp_release_asked (session, work->plan->plan, answer, approval, error);
}

static gboolean
ask (AmpSession *session, gpointer thing, gint64 *approval, GError **error)
{
  const AmpReleaseWork *work = thing;

  return amp_release_ask (session, work->plan->plan, approval, error);
}

const AmpAnswerAbout amp_release_answer = {
  .asked = asked,
  .ask = ask,
  .thing_free = amp_release_work_free,
  .approved = N_ ("Another supervisor has approved of this very table. It may be saved once."),
  .alone = N_ ("There is no other supervisor in this office who could approve of it: nothing can "
               "be published until there is one."),
  .unasked = N_ ("What is published needs another supervisor, who sees this very table. Write who "
                 "publishes it, and ask."),
};

gpointer
amp_release_give_run (AmpSession *session,
                      gpointer data,
                      AmpProgress *progress,
                      GCancellable *cancellable,
                      GError **error)
{
  AmpReleaseWork *work = data;
  AmpReleaseAsked answer;
  gint64 approval, id = 0;

  (void) progress;
  (void) cancellable;
  if (!asked (session, work, &answer, &approval, error) ||
      !amp_release_give_file (session, work->plan->plan, work->format, amp_translate,
                              amp_code_language (), answer == AMP_RELEASE_APPROVED ? approval : 0,
                              work->path, &id, error))
    return NULL;
  return g_memdup2 (&id, sizeof id);
}

char *
amp_release_sentence (const GError *error)
{
  char *sentence = amp_release_error_sentence (error, amp_translate);

  return sentence != NULL ? sentence : g_strdup (_ (amp_error_sentence (error)));
}
