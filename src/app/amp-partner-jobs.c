/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the dialog of records for a partner asks of the worker. */
#include "app/amp-partner-jobs.h"

#include "app/amp-auditors.h"

#include <glib/gi18n.h>

void
amp_partner_choices_free (gpointer data)
{
  AmpPartnerChoices *self = data;

  if (self == NULL)
    return;
  g_clear_pointer (&self->years, g_array_unref);
  g_strfreev (self->partners);
  g_free (self);
}

void
amp_partner_work_free (gpointer data)
{
  AmpPartnerWork *self = data;

  amp_partner_wish_free (self->wish);
  g_free (self->path);
  g_free (self);
}

gpointer
amp_partner_choices_run (AmpSession *session,
                         gpointer data,
                         AmpProgress *progress,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (AmpPartnerChoices) choices = g_new0 (AmpPartnerChoices, 1);

  (void) data;
  (void) progress;
  (void) cancellable;
  choices->years = amp_partner_years (session, error);
  choices->partners = choices->years != NULL ? amp_auditors_list (session, error) : NULL;
  return choices->partners != NULL ? g_steal_pointer (&choices) : NULL;
}

gpointer
amp_partner_look_run (AmpSession *session,
                      gpointer data,
                      AmpProgress *progress,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autofree AmpPartnerOutlook *outlook = g_new0 (AmpPartnerOutlook, 1);

  return amp_partner_look (session, GPOINTER_TO_UINT (data), outlook, progress, cancellable, error)
           ? g_steal_pointer (&outlook)
           : NULL;
}

static gboolean
asked (
  AmpSession *session, gpointer wish, AmpReleaseAsked *answer, gint64 *approval, GError **error)
{
  return amp_partner_asked (session, wish, answer, approval, error);
}

static gboolean
ask (AmpSession *session, gpointer wish, gint64 *approval, GError **error)
{
  return amp_partner_ask (session, wish, approval, error);
}

static void
wish_free (gpointer wish)
{
  amp_partner_wish_free (wish);
}

const AmpAnswerAbout amp_partner_answer = {
  .asked = asked,
  .ask = ask,
  .thing_free = wish_free,
  .approved = N_ ("Another supervisor has approved of this very file. It may be saved once."),
  .alone = N_ ("There is no other supervisor in this office who could approve of it: no records "
               "leave until there is one."),
  .unasked = N_ ("Records leave by two people: ask, and another supervisor approves of this year, "
                 "these columns and this partner."),
};

static GBytes *
make (AmpSession *session,
      AmpPartnerWork *work,
      AmpProgress *progress,
      GCancellable *cancellable,
      GError **error)
{
  AmpPartnerLosses losses;
  AmpReleaseAsked answer;
  gint64 approval;

  if (work->line != 0)
    return amp_release_again (session, work->line, error);
  if (!amp_partner_asked (session, work->wish, &answer, &approval, error))
    return NULL;
  work->wish->approval = answer == AMP_RELEASE_APPROVED ? approval : 0;
  return amp_partner_make (session, work->wish, &losses, &work->line, progress, cancellable, error);
}

gpointer
amp_partner_make_run (AmpSession *session,
                      gpointer data,
                      AmpProgress *progress,
                      GCancellable *cancellable,
                      GError **error)
{
  AmpPartnerWork *work = data;
  g_autoptr (GBytes) sealed = make (session, work, progress, cancellable, error);

  if (sealed == NULL ||
      !amp_write_file (work->path, g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed),
                       error) ||
      !amp_release_given (session, work->line, error))
    return NULL;
  return g_memdup2 (&work->line, sizeof work->line);
}
