/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/amp-answer.h"

#include "app/amp-editor.h"
#include "domain/approvals.h"

#include <glib/gi18n.h>

typedef struct
{
  AmpReleaseAsked asked;
  gboolean somebody; /* else is there who may approve */
} Answer;

struct _AmpAnswer
{
  GObject parent_instance;

  AmpJobs *jobs; /* owned */
  const AmpAnswerAbout *about;
  GtkWindow *dialog; /* owns this */
  AmpAnswerTold told;

  gconstpointer newest; /* question: what an older one says is too late */
  gboolean known;
  Answer answer;
};

G_DEFINE_FINAL_TYPE (AmpAnswer, amp_answer, G_TYPE_OBJECT)

typedef struct
{
  const AmpAnswerAbout *about;
  gpointer thing;
  gboolean ask;
} Question;

static void
question_free (gpointer data)
{
  Question *self = data;

  self->about->thing_free (self->thing);
  g_free (self);
}

/* Worker thread. */
static gpointer
run (AmpSession *session,
     gpointer data,
     AmpProgress *progress G_GNUC_UNUSED,
     GCancellable *cancellable G_GNUC_UNUSED,
     GError **error)
{
  const Question *question = data;
  const AmpAnswerAbout *about = question->about;
  g_autofree Answer *answer = g_new0 (Answer, 1);
  gint64 approval;

  if (!amp_approvals_somebody_may_decide (session, &answer->somebody, error) ||
      !about->asked (session, question->thing, &answer->asked, &approval, error))
    return NULL;
  if (question->ask && answer->asked == AMP_RELEASE_UNASKED)
    {
      if (!about->ask (session, question->thing, &approval, error))
        return NULL;
      answer->asked = AMP_RELEASE_WAITING;
    }
  return g_steal_pointer (&answer);
}

static void
done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpAnswer *self = owner;
  const Question *question = data;
  g_autofree Answer *answer = result;
  GtkWindow *below = gtk_window_get_transient_for (self->dialog);

  if (question != self->newest)
    return;
  self->known = answer != NULL;
  if (answer != NULL)
    self->answer = *answer;
  self->told (self->dialog, error);
  if (self->known && question->ask && answer->asked == AMP_RELEASE_WAITING && below != NULL)
    amp_toast (GTK_WIDGET (below), _ ("Asked. Another supervisor finds it under Approvals."));
}

static const AmpJob job = {
  .func = run,
  .done = done,
  .data_free = question_free,
  .result_free = g_free,
};

void
amp_answer_forget (AmpAnswer *self)
{
  self->known = FALSE;
  self->newest = NULL;
}

void
amp_answer_look (AmpAnswer *self, gpointer thing, gboolean ask)
{
  Question *question;

  amp_answer_forget (self);
  if (thing == NULL)
    return;
  question = g_new0 (Question, 1);
  question->about = self->about;
  question->thing = thing;
  question->ask = ask;
  self->newest = question;
  amp_jobs_run (self->jobs, &job, question, self, NULL);
}

gboolean
amp_answer_is_known (AmpAnswer *self)
{
  return self->known;
}

gboolean
amp_answer_is_approved (AmpAnswer *self)
{
  return self->known && self->answer.asked == AMP_RELEASE_APPROVED;
}

gboolean
amp_answer_may_ask (AmpAnswer *self)
{
  return self->known && self->answer.asked == AMP_RELEASE_UNASKED && self->answer.somebody;
}

const char *
amp_answer_words (AmpAnswer *self)
{
  if (amp_answer_is_approved (self))
    return _ (self->about->approved);
  if (self->known && self->answer.asked == AMP_RELEASE_WAITING)
    return _ ("It was asked for, and waits for another supervisor under Approvals (Ctrl+6). Once "
              "it is approved, the row there leads back here.");
  if (self->known && !self->answer.somebody)
    return _ (self->about->alone);
  return _ (self->about->unasked);
}

static void
amp_answer_dispose (GObject *object)
{
  AmpAnswer *self = AMP_ANSWER (object);

  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_answer_parent_class)->dispose (object);
}

static void
amp_answer_class_init (AmpAnswerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = amp_answer_dispose;
}

static void
amp_answer_init (AmpAnswer *self)
{
  (void) self;
}

AmpAnswer *
amp_answer_new (AmpJobs *jobs, const AmpAnswerAbout *about, GtkWindow *dialog, AmpAnswerTold told)
{
  AmpAnswer *self = g_object_new (AMP_TYPE_ANSWER, NULL);

  self->jobs = g_object_ref (jobs);
  self->about = about;
  self->dialog = dialog;
  self->told = told;
  return self;
}
