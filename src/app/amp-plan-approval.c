/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asking for the approval of a plan, and what became of it: the approvals of a case are in its file
 * like everything else. */
#include "app/amp-plan-approval.h"

#include "app/amp-editor.h"
#include "app/amp-reason-dialog.h"
#include "app/amp-record-text.h"
#include "app/amp-section.h"
#include "domain/approvals.h"
#include "model/codelist.h"

#include <glib/gi18n.h>

/* --- Asking --- */

typedef struct
{
  AmpSectionContext *context;
  gint64 case_id, plan_id;
  char *note;
  /* What the job leaves. */
  AmpRecord *plan, *approval;
  gboolean somebody; /* there is who may answer */
} Request;

static void
request_free (gpointer data)
{
  Request *self = data;

  g_clear_object (&self->context);
  g_clear_pointer (&self->plan, amp_record_free);
  g_clear_pointer (&self->approval, amp_record_free);
  g_free (self->note);
  g_free (self);
}

/* Worker thread. */
static gpointer
request_run (AmpSession *session,
             gpointer data,
             AmpProgress *progress G_GNUC_UNUSED,
             GCancellable *cancellable G_GNUC_UNUSED,
             GError **error)
{
  Request *self = data;
  AmpStore *store = amp_session_get_store (session);
  const AmpApprovalRequest request = {
    .kind = "plan", .case_id = self->case_id, .object_id = self->plan_id, .note = self->note};
  gint64 id = 0;

  if (!amp_approvals_request (session, &request, &id, error))
    return NULL;
  /* It is asked for, whatever happens to what is shown of it. */
  self->plan = amp_store_load (store, amp_entity_find ("plan"), self->plan_id, NULL);
  self->approval = amp_store_load (store, amp_entity_find ("approval"), id, NULL);
  (void) amp_approvals_somebody_may_decide (session, &self->somebody, NULL);
  return GINT_TO_POINTER (TRUE);
}

static void
request_done (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  Request *self = data;

  if (error != NULL)
    {
      amp_toast_error (owner, error);
      return;
    }
  if (self->approval != NULL)
    amp_section_context_put (self->context, self->approval);
  if (self->plan != NULL)
    {
      amp_section_context_put (self->context, self->plan);
      amp_section_context_saved (self->context, "plan");
    }
  amp_toast (owner,
             self->somebody
               ? _ ("Asked for. The plan waits for another person; the answer comes to your first "
                    "page.")
               : _ ("Asked for. But nobody else of this office may approve: it needs a second "
                    "supervisor."));
}

static const AmpJob request_job = {
  .func = request_run, .done = request_done, .data_free = request_free};

#define CONTEXT_KEY "amp-plan-approval-context"

static void
on_note (gpointer owner, const char *note, gint64 id)
{
  AmpSectionContext *context = g_object_get_data (owner, CONTEXT_KEY);
  Request *request = g_new0 (Request, 1);

  request->context = g_object_ref (context);
  request->case_id = context->case_id;
  request->plan_id = id;
  request->note = g_strdup (note);
  amp_jobs_run (context->jobs, &request_job, request, owner, NULL);
}

void
amp_plan_approval_ask (GtkWidget *section, AmpSectionContext *context, const AmpRecord *plan)
{
  const AmpReasonQuestion question = {
    .heading = _ ("Ask for the approval of this plan?"),
    .body =
      _ ("Another person decides, never whoever asks. Until then the plan waits; approved, it "
         "comes into force."),
    .label = _ ("_Note to whoever approves (optional)"),
    .accept = _ ("_Ask for approval"),
    .about = "plan",
    .optional = TRUE,
  };

  /* What is being typed in the plan or its goals goes first, or the other would approve less. */
  if (amp_section_is_dirty (AMP_SECTION (section)))
    {
      amp_toast (section, _ ("Save first what you are writing. Then ask for approval."));
      return;
    }
  g_object_set_data_full (G_OBJECT (section), CONTEXT_KEY, g_object_ref (context), g_object_unref);
  amp_reason_dialog_present (section, &question, on_note, amp_record_id (plan));
}

/* --- What became of it --- */

/* The last one about that plan; NULL. */
static const AmpRecord *
last_approval (const AmpRecord *plan, AmpSectionContext *context)
{
  GPtrArray *approvals =
    context->file != NULL ? amp_case_file_list (context->file, "approval") : NULL;

  for (guint i = 0; approvals != NULL && i < approvals->len; i++)
    {
      const AmpRecord *approval = g_ptr_array_index (approvals, i);

      if (amp_record_has_code (approval, "kind", "plan") &&
          amp_record_get_int (approval, "object_id", 0) == amp_record_id (plan))
        return approval;
    }
  return NULL;
}

/* Of a moment, its day here. */
static char *
day_text (const char *at)
{
  g_autoptr (GDateTime) utc = at != NULL ? g_date_time_new_from_iso8601 (at, NULL) : NULL;
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;
  g_autofree char *text = local != NULL ? g_date_time_format (local, "%Y-%m-%d") : NULL;
  AmpDate date;

  return text != NULL && amp_date_parse (text, &date)
           ? amp_date_to_display (&date, amp_code_language ())
           : g_strdup ("");
}

char *
amp_plan_approval_text (const AmpRecord *plan, AmpSectionContext *context)
{
  const AmpRecord *approval = last_approval (plan, context);
  const char *comment;
  g_autofree char *day = NULL;

  if (approval == NULL)
    return g_strdup ("");
  if (amp_record_has_code (approval, "decision", "pending"))
    {
      day = day_text (amp_record_get (approval, "requested_at"));
      /* Translators: the first %s is a date, the second a name of the team. */
      return g_strdup_printf (_ ("waits for another person since %s, asked for by %s"), day,
                              amp_section_ref_label (context, approval, "requested_by"));
    }
  if (!amp_record_has_code (plan, "status", "draft") ||
      !amp_record_has_code (approval, "decision", "rejected"))
    return g_strdup ("");
  comment = context->veiled ? NULL : amp_record_get (approval, "comment");
  return comment != NULL
           /* Translators: %s is the comment of whoever decided. */
           ? g_strdup_printf (_ ("not approved: %s"), comment)
           : g_strdup (_ ("not approved"));
}
