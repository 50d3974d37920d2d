/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a finding to the case behind its record. */
#include "app/amp-finding-case.h"

#include "app/amp-editor.h"
#include "app/amp-reason-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

/* --- Words --- */

char *
amp_finding_case_names (const char *const *who)
{
  guint n = who != NULL ? g_strv_length ((char **) who) : 0;
  g_autoptr (GString) most = NULL;

  if (n == 0)
    return NULL;
  most = g_string_new (who[0]);
  for (guint i = 1; i + 1 < n; i++)
    g_string_append_printf (most, ", %s", who[i]);
  if (n == 1)
    return g_strdup (most->str);
  /* Translators: names of people: "Ana, Berta or Carla". */
  return g_strdup_printf (_ ("%s or %s"), most->str, who[n - 1]);
}

static char *
waiting_words (const char *names)
{
  if (names == NULL)
    return g_strdup (_ ("You asked to see the case. Nobody else here may approve: it waits until "
                        "there is a second supervisor."));
  /* Translators: names of supervisors. */
  return g_strdup_printf (_ ("You asked to see the case: waiting for the approval of %s."), names);
}

char *
amp_finding_case_words (const AmpResolveLook *look)
{
  g_autofree char *names = amp_finding_case_names ((const char *const *) look->who);

  switch (look->state)
    {
    case AMP_RESOLVE_WAITING:
      return waiting_words (names);
    case AMP_RESOLVE_ELSEWHERE:
      /* Translators: name of a supervisor. */
      return g_strdup_printf (_ ("%s asked to see the case; it waits under Approvals."), names);
    case AMP_RESOLVE_READY:
      return g_strdup (_ ("Approved: you can open the case once."));
    case AMP_RESOLVE_NO_SHARE:
      /* Translators: names of supervisors. */
      return g_strdup_printf (
        _ ("You were no supervisor when this pack was made, so you hold no key "
           "to its cases. You can ask %s."),
        names);
    case AMP_RESOLVE_LEFT:
      return g_strdup (
        _ ("Which case this is cannot be found any more: those who held the keys have "
           "left. Answer without it."));
    case AMP_RESOLVE_CLOSED:
      return g_strdup (_ ("The audit is closed: its records lead to no case any more."));
    case AMP_RESOLVE_ASK:
    default:
      return NULL;
    }
}

const char *
amp_finding_case_button (const AmpResolveLook *look, const char **action)
{
  *action = look->state == AMP_RESOLVE_ASK     ? "findings.see"
            : look->state == AMP_RESOLVE_READY ? "findings.open"
                                               : NULL;
  if (*action == NULL)
    return NULL;
  return look->state == AMP_RESOLVE_ASK ? _ ("See the _case…") : _ ("_Open the case");
}

/* --- Jobs --- */

typedef struct
{
  gint64 finding;
  char *reason;
  AmpFindingCaseDone done;
  gint64 case_id;       /* opened */
  AmpResolveLook *look; /* asked for */
} Wish;

static void
wish_free (gpointer data)
{
  Wish *self = data;

  if (self->reason != NULL)
    explicit_bzero (self->reason, strlen (self->reason));
  g_free (self->reason);
  g_clear_pointer (&self->look, amp_resolve_look_free);
  g_free (self);
}

static AmpRecord *
load_finding (AmpSession *session, const Wish *self, GError **error)
{
  return amp_store_load (amp_session_get_store (session), amp_entity_find ("finding"),
                         self->finding, error);
}

/* Worker thread. */
static gpointer
run_ask (AmpSession *session,
         gpointer data,
         AmpProgress *progress G_GNUC_UNUSED,
         GCancellable *cancellable G_GNUC_UNUSED,
         GError **error)
{
  Wish *self = data;
  g_autoptr (AmpRecord) finding = load_finding (session, self, error);
  gint64 approval = 0, line;
  const char *code;

  if (finding == NULL)
    return NULL;
  line = amp_record_get_int (finding, "pack", 0);
  code = amp_record_get (finding, "code");
  if (!amp_review_ask_resolve (session, line, code, self->reason, &approval, error))
    return NULL;
  /* It is asked for, whatever happens to what is said of it. */
  self->look = amp_review_resolve_look (session, line, code, NULL);
  return GINT_TO_POINTER (TRUE);
}

static void
ask_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  Wish *self = data;
  g_autofree char *words = self->look != NULL ? amp_finding_case_words (self->look) : NULL;

  if (result == NULL)
    amp_toast_error (owner, error);
  else if (words != NULL)
    amp_toast (owner, words);
  self->done (owner);
}

static const AmpJob ask_job = {.func = run_ask, .done = ask_done, .data_free = wish_free};

/* Worker thread. */
static gpointer
run_open (AmpSession *session,
          gpointer data,
          AmpProgress *progress G_GNUC_UNUSED,
          GCancellable *cancellable G_GNUC_UNUSED,
          GError **error)
{
  Wish *self = data;
  g_autoptr (AmpRecord) finding = load_finding (session, self, error);
  g_autoptr (AmpResolveLook) look = NULL;
  const char *code;
  gint64 line;

  if (finding == NULL)
    return NULL;
  line = amp_record_get_int (finding, "pack", 0);
  code = amp_record_get (finding, "code");
  look = amp_review_resolve_look (session, line, code, error);
  return GINT_TO_POINTER (look != NULL && amp_review_resolve (session, line, code, look->approval,
                                                              &self->case_id, error));
}

static void
open_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  Wish *self = data;

  if (result == NULL)
    amp_toast_error (owner, error);
  self->done (owner);
  if (result != NULL)
    gtk_widget_activate_action (owner, "win.open-case", "x", self->case_id);
}

static const AmpJob open_job = {.func = run_open, .done = open_done, .data_free = wish_free};

static Wish *
wish_new (gint64 finding, AmpFindingCaseDone done)
{
  Wish *self = g_new0 (Wish, 1);

  self->finding = finding;
  self->done = done;
  return self;
}

void
amp_finding_case_open (GtkWidget *owner, AmpJobs *jobs, gint64 finding, AmpFindingCaseDone done)
{
  amp_jobs_run (jobs, &open_job, wish_new (finding, done), owner, NULL);
}

/* --- Asking --- */

typedef struct
{
  AmpJobs *jobs;
  AmpFindingCaseDone done;
} Asking;

static void
asking_free (gpointer data)
{
  g_object_unref (((Asking *) data)->jobs);
  g_free (data);
}

#define ASKING_KEY "amp-finding-case-asking"

static void
on_reason (gpointer owner, const char *reason, gint64 finding)
{
  const Asking *asking = g_object_get_data (owner, ASKING_KEY);
  Wish *wish = wish_new (finding, asking->done);

  wish->reason = g_strdup (reason);
  amp_jobs_run (asking->jobs, &ask_job, wish, owner, NULL);
}

static char *
question_words (const AmpResolveLook *look)
{
  g_autofree char *names = amp_finding_case_names ((const char *const *) look->who);
  const char *what =
    _ ("The auditor knows no name, only this record. Which case it is takes two: if another "
       "supervisor approves, you see the case once, and the office's log tells of it.");
  g_autofree char *who = NULL;

  if (names == NULL)
    who = g_strdup (_ ("Nobody else here may approve: it will wait until there is a second "
                       "supervisor."));
  else
    /* Translators: names of supervisors. */
    who = g_strdup_printf (_ ("It can be approved by %s."), names);
  return g_strdup_printf ("%s\n\n%s", what, who);
}

void
amp_finding_case_ask (GtkWidget *owner,
                      AmpJobs *jobs,
                      gint64 finding,
                      const AmpResolveLook *look,
                      AmpFindingCaseDone done)
{
  g_autofree char *body = question_words (look);
  Asking *asking = g_new0 (Asking, 1);

  asking->jobs = g_object_ref (jobs);
  asking->done = done;
  g_object_set_data_full (G_OBJECT (owner), ASKING_KEY, asking, asking_free);
  amp_reason_dialog_present (owner,
                             &(AmpReasonQuestion){.heading = _ ("See the case of this record?"),
                                                  .body = body,
                                                  .label = _ ("_Reason"),
                                                  .accept = _ ("_Ask for approval"),
                                                  .about = "finding-case"},
                             on_reason, finding);
}
