/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Opening a closed case again where it refused something. */
#include "app/amp-reopen.h"

#include "app/amp-editor.h"
#include "app/amp-reason-dialog.h"
#include "domain/closed-case.h"
#include "domain/closure.h"

#include <glib/gi18n.h>

typedef struct
{
  AmpSectionContext *context;
  AmpReopenFunc go_on;
  char *why;
  AmpRecord *case_; /* as it is afterwards */
} Reopening;

static void
reopening_free (gpointer data)
{
  Reopening *self = data;

  g_clear_object (&self->context);
  g_clear_pointer (&self->case_, amp_record_free);
  g_free (self->why);
  g_free (self);
}

gboolean
amp_reopen_would_help (const GError *error)
{
  return g_error_matches (error, AMP_CLOSED_CASE_ERROR, AMP_CLOSED_CASE_ERROR_CLOSED);
}

/* Worker thread. */
static gpointer
reopen_run (AmpSession *session,
            gpointer data,
            AmpProgress *progress G_GNUC_UNUSED,
            GCancellable *cancellable G_GNUC_UNUSED,
            GError **error)
{
  Reopening *self = data;

  if (!amp_closure_reopen (session, self->context->case_id, self->why, error))
    return NULL;
  self->case_ = amp_store_load (amp_session_get_store (session), amp_entity_find ("case"),
                                self->context->case_id, error);
  return self->case_;
}

#define KEY "amp-reopen"

static void
reopen_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  Reopening *self = data;
  gint64 *id = g_object_get_data (owner, KEY "-id");

  if (result == NULL)
    {
      amp_toast_error (owner, error);
      return;
    }
  amp_section_context_put (self->context, self->case_);
  amp_section_context_saved (self->context, "case");
  amp_toast (owner, _ ("The case is open again; the reason is among its notes."));
  self->go_on (owner, *id);
}

static const AmpJob reopen_job = {
  .func = reopen_run, .done = reopen_done, .data_free = reopening_free};

static void
on_why (gpointer owner, const char *why, gint64 id)
{
  Reopening *offered = g_object_get_data (owner, KEY);
  Reopening *self = g_new0 (Reopening, 1);
  gint64 *copy = g_new (gint64, 1);

  *copy = id;
  g_object_set_data_full (owner, KEY "-id", copy, g_free);
  self->context = g_object_ref (offered->context);
  self->go_on = offered->go_on;
  self->why = g_strdup (why);
  amp_jobs_run (self->context->jobs, &reopen_job, self, owner, NULL);
}

GtkWindow *
amp_reopen_offer (GtkWidget *owner, AmpSectionContext *context, AmpReopenFunc go_on, gint64 id)
{
  const AmpReasonQuestion question = {
    .heading = _ ("Reopen this case?"),
    .body = _ ("It is closed, so nothing new is added to it. What you wrote stays here and goes on "
               "as soon as the case is open again. The reason is kept as a note of the case."),
    .label = _ ("_Why"),
    .accept = _ ("_Reopen and go on"),
    .about = "reopen",
  };
  Reopening *offered = g_new0 (Reopening, 1);

  offered->context = g_object_ref (context);
  offered->go_on = go_on;
  g_object_set_data_full (G_OBJECT (owner), KEY, offered, reopening_free);
  return amp_reason_dialog_present (owner, &question, on_why, id);
}
