/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asking for a case of somebody else: its reason, the request, and the word that it was sent. */
#include "app/amp-case-wish.h"

#include "app/amp-editor.h"
#include "app/amp-reason-dialog.h"
#include "domain/access.h"

#include <glib/gi18n.h>

typedef struct
{
  gint64 case_id;
  char *why;
} Wish;

static void
wish_free (gpointer data)
{
  Wish *self = data;

  g_free (self->why);
  g_free (self);
}

/* Worker thread. */
static gpointer
wish_for (AmpSession *session,
          gpointer data,
          AmpProgress *progress,
          GCancellable *cancellable,
          GError **error)
{
  Wish *wish = data;

  (void) progress;
  (void) cancellable;
  return GINT_TO_POINTER (amp_access_ask_for (session, wish->case_id, wish->why, error));
}

static void
wished_cb (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  (void) data;
  if (result != NULL)
    amp_toast (owner, _ ("Asked for. A supervisor decides; the answer comes to your first page."));
  else if (g_error_matches (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID))
    amp_toast (owner, _ ("You have asked for this case already. It waits for an answer."));
  else
    amp_toast_error (owner, error);
}

static const AmpJob wish_job = {.func = wish_for, .done = wished_cb, .data_free = wish_free};

#define JOBS_KEY "amp-case-wish-jobs"

static void
on_reason (gpointer owner, const char *reason, gint64 case_id)
{
  AmpJobs *jobs = g_object_get_data (owner, JOBS_KEY);
  Wish *wish = g_new0 (Wish, 1);

  wish->case_id = case_id;
  wish->why = g_strdup (reason);
  amp_jobs_run (jobs, &wish_job, wish, owner, NULL);
}

GtkWindow *
amp_case_wish_present (GtkWidget *owner, AmpJobs *jobs, gint64 case_id)
{
  const AmpReasonQuestion question = {
    .heading = _ ("Ask for this case?"),
    .body = _ ("It exists, and belongs to somebody else of the team. A supervisor can make you "
               "responsible for it."),
    .label = _ ("_Why you need it"),
    .accept = _ ("_Ask for it"),
    .about = "wish",
  };

  g_object_set_data_full (G_OBJECT (owner), JOBS_KEY, g_object_ref (jobs), g_object_unref);
  return amp_reason_dialog_present (owner, &question, on_reason, case_id);
}
