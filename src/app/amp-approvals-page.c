/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What waits for a second person. */
#include "app/amp-approvals-page.h"

#include "app/amp-accessible.h"
#include "app/amp-approval-row.h"
#include "app/amp-editor.h"
#include "app/amp-partner-dialog.h"
#include "app/amp-people-dialog.h"
#include "app/amp-reason-dialog.h"
#include "app/amp-release-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

struct _AmpApprovalsPage
{
  AdwBin parent_instance;

  /* Template. */
  GtkStack *stack;
  AdwPreferencesGroup *queue_group;
  GtkListBox *queue;
  AdwPreferencesGroup *own_group;
  GtkListBox *own;
  GtkLabel *alone;

  /* Owned. */
  AmpJobs *jobs;
  gboolean loaded;
  gboolean focused; /* the first time that there was something to focus */
};

G_DEFINE_FINAL_TYPE (AmpApprovalsPage, amp_approvals_page, ADW_TYPE_BIN)

/* --- Reading --- */

typedef struct
{
  GPtrArray *queue; /* NULL: not hers to see */
  GPtrArray *own;
  gboolean somebody; /* else is there to decide */
} Lists;

static void
lists_free (gpointer data)
{
  Lists *self = data;

  g_clear_pointer (&self->queue, g_ptr_array_unref);
  g_clear_pointer (&self->own, g_ptr_array_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lists, lists_free)

/* Her own stand below, with all that became of them. */
static void
leave_out_own (GPtrArray *queue)
{
  for (guint i = queue->len; i > 0; i--)
    if (((const AmpApproval *) queue->pdata[i - 1])->mine)
      g_ptr_array_remove_index (queue, i - 1);
}

/* Worker thread. */
static gpointer
read_lists (AmpSession *session,
            gpointer data,
            AmpProgress *progress,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (Lists) lists = g_new0 (Lists, 1);

  (void) data;
  (void) progress;
  (void) cancellable;
  if (amp_session_is_supervisor (session))
    {
      lists->queue = amp_approvals_list (session, AMP_APPROVALS_WAITING, error);
      if (lists->queue == NULL)
        return NULL;
      leave_out_own (lists->queue);
    }
  lists->own = amp_approvals_list (session, AMP_APPROVALS_OWN, error);
  return lists->own != NULL && amp_approvals_somebody_may_decide (session, &lists->somebody, error)
           ? g_steal_pointer (&lists)
           : NULL;
}

static void
fill (GtkListBox *list, GPtrArray *approvals)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, row);
  for (guint i = 0; approvals != NULL && i < approvals->len; i++)
    gtk_list_box_append (list, amp_approval_row_new (g_steal_pointer (&approvals->pdata[i])));
}

static guint
count (const GPtrArray *list)
{
  return list != NULL ? list->len : 0;
}

static void
read_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpApprovalsPage *self = owner;
  g_autoptr (Lists) lists = result;
  guint n_queue, n_own;

  (void) data;
  if (lists == NULL)
    {
      amp_toast_error (GTK_WIDGET (self), error);
      return;
    }
  n_queue = count (lists->queue);
  n_own = count (lists->own);
  fill (self->queue, lists->queue);
  fill (self->own, lists->own);
  gtk_widget_set_visible (GTK_WIDGET (self->queue_group), n_queue > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->own_group), n_own > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->alone), !lists->somebody);
  gtk_stack_set_visible_child_name (self->stack, n_queue + n_own > 0 ? "lists" : "empty");
  self->loaded = TRUE;
  if (!self->focused && n_queue + n_own > 0)
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
  self->focused = TRUE;
}

static const AmpJob read_job = {.func = read_lists, .done = read_done, .result_free = lists_free};

static void
reload (AmpApprovalsPage *self)
{
  self->loaded = FALSE;
  amp_jobs_run (self->jobs, &read_job, NULL, self, NULL);
}

/* --- Answering --- */

typedef enum
{
  APPROVE,
  REJECT,
  WITHDRAW
} Answer;

typedef struct
{
  gint64 id;
  Answer answer;
  char *comment;
} Decision;

static void
decision_free (gpointer data)
{
  Decision *self = data;

  g_free (self->comment);
  g_free (self);
}

/* Worker thread. */
static gpointer
decide (AmpSession *session,
        gpointer data,
        AmpProgress *progress,
        GCancellable *cancellable,
        GError **error)
{
  Decision *decision = data;

  (void) progress;
  (void) cancellable;
  return GINT_TO_POINTER (decision->answer == WITHDRAW
                            ? amp_approvals_withdraw (session, decision->id, error)
                            : amp_approvals_decide (session, decision->id,
                                                    decision->answer == APPROVE, decision->comment,
                                                    error));
}

static void
decided (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  static const char *const said[] = {
    [APPROVE] = N_ ("Approved, and done."),
    [REJECT] = N_ ("Not approved. Whoever asked is told why."),
    [WITHDRAW] = N_ ("Taken back."),
  };
  AmpApprovalsPage *self = owner;
  Decision *decision = data;

  if (result != NULL)
    {
      amp_toast (GTK_WIDGET (self), _ (said[decision->answer]));
      amp_jobs_case_changed (self->jobs, 0);
    }
  else if (g_error_matches (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID))
    amp_toast (GTK_WIDGET (self), _ ("That cannot be approved as it stands now: something changed "
                                     "since it was asked for. Look at the case, and say so."));
  else
    amp_toast_error (GTK_WIDGET (self), error);
  reload (self);
}

static const AmpJob decide_job = {.func = decide, .done = decided, .data_free = decision_free};

static void
answer (AmpApprovalsPage *self, gint64 id, Answer what, const char *comment)
{
  Decision *decision = g_new0 (Decision, 1);

  decision->id = id;
  decision->answer = what;
  decision->comment = g_strdup (comment);
  amp_jobs_run (self->jobs, &decide_job, decision, self, NULL);
}

static void
on_approved (gpointer owner, const char *comment, gint64 id)
{
  answer (owner, id, APPROVE, comment);
}

static void
on_rejected (gpointer owner, const char *comment, gint64 id)
{
  answer (owner, id, REJECT, comment);
}

static const AmpApproval *
find (GtkListBox *list, gint64 id)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (amp_approval_row_get (row)->id == id)
      return amp_approval_row_get (row);
  return NULL;
}

static void
approve_action (GtkWidget *widget, const char *name, GVariant *args)
{
  AmpApprovalsPage *self = AMP_APPROVALS_PAGE (widget);
  gint64 id = g_variant_get_int64 (args);
  const AmpApproval *approval = find (self->queue, id);
  g_autofree char *effect = NULL;

  (void) name;
  if (approval == NULL)
    return;
  effect = amp_approval_effect_words (approval);
  amp_reason_dialog_present (widget,
                             &(AmpReasonQuestion){.heading = _ ("Approve?"),
                                                  .body = effect,
                                                  .label = _ ("C_omment (may stay empty)"),
                                                  .accept = _ ("_Approve"),
                                                  .about = "approve",
                                                  .optional = TRUE},
                             on_approved, id);
}

static void
reject_action (GtkWidget *widget, const char *name, GVariant *args)
{
  (void) name;
  amp_reason_dialog_present (
    widget,
    &(AmpReasonQuestion){.heading = _ ("Do not approve?"),
                         .body = _ ("Nothing changes in the case. Whoever asked reads your reason "
                                    "and can ask again."),
                         .label = _ ("_Reason"),
                         .accept = _ ("_Do not approve"),
                         .about = "reject",
                         .destructive = TRUE},
    on_rejected, g_variant_get_int64 (args));
}

static void
withdraw_action (GtkWidget *widget, const char *name, GVariant *args)
{
  (void) name;
  answer (AMP_APPROVALS_PAGE (widget), g_variant_get_int64 (args), WITHDRAW, NULL);
}

static void
compare_action (GtkWidget *widget, const char *name, GVariant *args)
{
  (void) name;
  amp_people_dialog_present_decision (widget, AMP_APPROVALS_PAGE (widget)->jobs,
                                      g_variant_get_int64 (args));
}

/* --- From the approval of a release to the release --- */

/* One of the two. */
typedef struct
{
  AmpReleaseRequest *table;
  AmpPartnerWish *records;
} Approved;

static void
approved_free (gpointer data)
{
  Approved *self = data;

  g_clear_pointer (&self->table, amp_release_request_free);
  g_clear_pointer (&self->records, amp_partner_wish_free);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Approved, approved_free)

/* Worker thread. */
static gpointer
read_release (AmpSession *session,
              gpointer data,
              AmpProgress *progress,
              GCancellable *cancellable,
              GError **error)
{
  const gint64 id = *(gint64 *) data;
  g_autoptr (Approved) approved = g_new0 (Approved, 1);

  (void) progress;
  (void) cancellable;
  approved->records = amp_partner_of_approval (session, id, NULL);
  if (approved->records == NULL)
    approved->table = amp_release_of_approval (session, id, error);
  return approved->records != NULL || approved->table != NULL ? g_steal_pointer (&approved) : NULL;
}

static void
release_read (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpApprovalsPage *self = owner;
  g_autoptr (Approved) approved = result;

  (void) data;
  if (approved == NULL)
    amp_toast_error (GTK_WIDGET (self), error);
  else if (approved->records != NULL)
    amp_partner_dialog_present (GTK_WIDGET (self), self->jobs, approved->records);
  else
    amp_release_dialog_present (GTK_WIDGET (self), self->jobs, approved->table);
}

static const AmpJob release_job = {
  .func = read_release,
  .done = release_read,
  .data_free = g_free,
  .result_free = approved_free,
};

static void
release_action (GtkWidget *widget, const char *name, GVariant *args)
{
  AmpApprovalsPage *self = AMP_APPROVALS_PAGE (widget);
  gint64 id = g_variant_get_int64 (args);

  (void) name;
  amp_jobs_run (self->jobs, &release_job, g_memdup2 (&id, sizeof id), self, NULL);
}

static void
on_row_activated (GtkListBox *list, GtkListBoxRow *row, AmpApprovalsPage *self)
{
  (void) list;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-case", "x",
                              amp_approval_row_get (GTK_WIDGET (row))->case_id);
}

/* --- Object --- */

GtkListBox *
amp_approvals_page_get_queue (AmpApprovalsPage *self)
{
  return self->queue;
}

GtkListBox *
amp_approvals_page_get_own (AmpApprovalsPage *self)
{
  return self->own;
}

gboolean
amp_approvals_page_is_loaded (AmpApprovalsPage *self)
{
  return self->loaded;
}

static void
amp_approvals_page_dispose (GObject *object)
{
  AmpApprovalsPage *self = AMP_APPROVALS_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_APPROVALS_PAGE);
  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_approvals_page_parent_class)->dispose (object);
}

static void
amp_approvals_page_class_init (AmpApprovalsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_approvals_page_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-approvals-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpApprovalsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AmpApprovalsPage, queue_group);
  gtk_widget_class_bind_template_child (widget_class, AmpApprovalsPage, queue);
  gtk_widget_class_bind_template_child (widget_class, AmpApprovalsPage, own_group);
  gtk_widget_class_bind_template_child (widget_class, AmpApprovalsPage, own);
  gtk_widget_class_bind_template_child (widget_class, AmpApprovalsPage, alone);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_install_action (widget_class, "approvals.approve", "x", approve_action);
  gtk_widget_class_install_action (widget_class, "approvals.reject", "x", reject_action);
  gtk_widget_class_install_action (widget_class, "approvals.compare", "x", compare_action);
  gtk_widget_class_install_action (widget_class, "approvals.release", "x", release_action);
  gtk_widget_class_install_action (widget_class, "approvals.withdraw", "x", withdraw_action);
}

static void
amp_approvals_page_init (AmpApprovalsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  amp_accessible_set_label (GTK_WIDGET (self->queue), _ ("Waiting for your answer"));
  amp_accessible_set_label (GTK_WIDGET (self->own), _ ("Asked for by you"));
}

/* Another page may have asked for something meanwhile. */
static void
on_mapped (AmpApprovalsPage *self)
{
  reload (self);
}

AmpApprovalsPage *
amp_approvals_page_new (AmpJobs *jobs)
{
  AmpApprovalsPage *self = g_object_new (AMP_TYPE_APPROVALS_PAGE, NULL);

  self->jobs = g_object_ref (jobs);
  g_signal_connect (self, "map", G_CALLBACK (on_mapped), NULL);
  return self;
}
