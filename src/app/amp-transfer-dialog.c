/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One list, one line, one job. */
#include "app/amp-transfer-dialog.h"

#include "app/amp-accessible.h"
#include "app/amp-dialog.h"
#include "app/amp-editor.h"
#include "app/amp-list-keys.h"
#include "domain/sentences.h"
#include "domain/transfer.h"

#include <glib/gi18n.h>

struct _AmpTransferDialog
{
  AdwWindow parent_instance;

  /* Template. */
  GtkButton *accept;
  GtkLabel *what;
  GtkLabel *explain;
  GtkListBox *people;
  GtkLabel *reason_label;
  GtkEntry *reason;
  GtkLabel *alert;

  /* Owned. */
  AmpJobs *jobs;
  GArray *cases;
  GWeakRef owner;

  gint64 whose;
  AmpTransferred func;
  gboolean asks; /* a supervisor decides about it */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (AmpTransferDialog, amp_transfer_dialog, ADW_TYPE_WINDOW)

/* --- Whom --- */

/* Takes the part. */
static void
add_part (GString *text, guint n, char *part)
{
  if (n > 0)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
  g_free (part);
}

static char *
load_words (const AmpCaseload *load)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (load->n_open == 0)
    return g_strdup (_ ("No open cases"));
  add_part (
    text, load->n_open,
    g_strdup_printf (ngettext ("%u open case", "%u open cases", load->n_open), load->n_open));
  add_part (
    text, load->n_imminent,
    g_strdup_printf (ngettext ("%u imminent", "%u imminent", load->n_imminent), load->n_imminent));
  add_part (text, load->n_high,
            g_strdup_printf (ngettext ("%u high", "%u high", load->n_high), load->n_high));
  return g_strdup (text->str);
}

static GtkWidget *
make_row (const AmpTransferPerson *person, gboolean me)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *load = load_words (&person->load);
  /* Translators: %s is her own name. */
  g_autofree char *name =
    me ? g_strdup_printf (_ ("%s (you)"), person->name) : g_strdup (person->name);
  g_autofree char *spoken = g_strdup_printf ("%s: %s", name, load);
  gint64 *id = g_new (gint64, 1);

  *id = person->user;
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), load);
  g_object_set_data_full (G_OBJECT (row), "amp-user", id, g_free);
  amp_accessible_set_label (row, spoken);
  return row;
}

/* Worker thread. */
static gpointer
people_run (AmpSession *session,
            gpointer data G_GNUC_UNUSED,
            AmpProgress *progress G_GNUC_UNUSED,
            GCancellable *cancellable,
            GError **error)
{
  return amp_transfer_people (session, cancellable, error);
}

static void
people_done (gpointer owner, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  AmpTransferDialog *self = owner;
  g_autoptr (GPtrArray) people = result;
  GtkListBoxRow *first;

  for (guint i = 0; people != NULL && i < people->len; i++)
    {
      const AmpTransferPerson *person = people->pdata[i];

      if (person->user != self->whose)
        gtk_list_box_append (self->people,
                             make_row (person, person->user == amp_jobs_get_user_id (self->jobs)));
    }
  first = gtk_list_box_get_row_at_index (self->people, 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "transfer.accept", first != NULL);
  if (first != NULL)
    {
      gtk_list_box_select_row (self->people, first);
      gtk_widget_grab_focus (GTK_WIDGET (first));
      return;
    }
  amp_alert_show (self->alert, error != NULL ? _ (amp_error_sentence (error))
                                             : _ ("There is nobody else who can have cases."));
}

static const AmpJob people_job = {
  .func = people_run, .done = people_done, .result_free = (GDestroyNotify) g_ptr_array_unref};

/* --- Passing on --- */

typedef struct
{
  GArray *cases;
  gint64 to;
  char *why, *task;
  gboolean asks;
  guint n;
} Transfer;

static void
transfer_free (gpointer data)
{
  Transfer *self = data;

  g_array_unref (self->cases);
  g_free (self->why);
  g_free (self->task);
  g_free (self);
}

/* Worker thread. */
static gpointer
transfer_run (AmpSession *session,
              gpointer data,
              AmpProgress *progress G_GNUC_UNUSED,
              GCancellable *cancellable G_GNUC_UNUSED,
              GError **error)
{
  Transfer *transfer = data;

  if (transfer->asks)
    return GINT_TO_POINTER (amp_transfer_ask (session, g_array_index (transfer->cases, gint64, 0),
                                              transfer->to, transfer->why, error));
  return GINT_TO_POINTER (amp_transfer_cases (session, transfer->cases, transfer->to, transfer->why,
                                              transfer->task, &transfer->n, error));
}

static char *
fault_words (const AmpTransferDialog *self, const GError *error)
{
  if (self->asks && g_error_matches (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID))
    return g_strdup (_ ("That has been asked for already. It waits for an answer."));
  return g_strdup (_ (amp_error_sentence (error)));
}

static void
tell_done (AmpTransferDialog *self, GtkWidget *owner, guint n)
{
  g_autofree char *told =
    self->asks
      ? g_strdup (_ ("Asked for. A supervisor decides; the answer comes to your first page."))
      : g_strdup_printf (ngettext ("%u case passed on.", "%u cases passed on.", n), n);

  amp_toast (owner, told);
}

static void
transfer_done (gpointer dialog, gpointer result, const GError *error, gpointer data)
{
  AmpTransferDialog *self = dialog;
  const Transfer *transfer = data;
  g_autoptr (GtkWidget) owner = g_weak_ref_get (&self->owner);

  self->busy = FALSE;
  if (result == NULL)
    {
      g_autofree char *fault = fault_words (self, error);

      amp_alert_show (self->alert, fault);
      return;
    }
  if (owner != NULL)
    tell_done (self, owner, transfer->n);
  if (!self->asks)
    amp_jobs_case_changed (
      self->jobs, transfer->cases->len == 1 ? g_array_index (transfer->cases, gint64, 0) : 0);
  if (owner != NULL && self->func != NULL)
    self->func (owner, !self->asks);
  gtk_window_destroy (GTK_WINDOW (self));
}

static const AmpJob transfer_job = {
  .func = transfer_run, .done = transfer_done, .data_free = transfer_free};

static void
accept_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args G_GNUC_UNUSED)
{
  AmpTransferDialog *self = AMP_TRANSFER_DIALOG (widget);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->people);
  g_autofree char *why =
    g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->reason))));
  Transfer *transfer;

  if (self->busy || row == NULL)
    return;
  if (self->asks && *why == '\0')
    {
      amp_alert_show (self->alert, _ ("Write down why: whoever decides has to know."));
      gtk_widget_grab_focus (GTK_WIDGET (self->reason));
      return;
    }
  amp_alert_show (self->alert, NULL);
  self->busy = TRUE;
  transfer = g_new0 (Transfer, 1);
  transfer->cases = g_array_ref (self->cases);
  transfer->to = *(gint64 *) g_object_get_data (G_OBJECT (row), "amp-user");
  transfer->why = g_steal_pointer (&why);
  /* What the colleague finds among the tasks of the day. */
  transfer->task =
    g_strdup (_ ("This case was passed on to you: read it and speak with the person"));
  transfer->asks = self->asks;
  amp_jobs_run (self->jobs, &transfer_job, transfer, self, NULL);
}

/* Enter on a name is a choice made: what is left is the reason. */
static void
row_activated_cb (AmpTransferDialog *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->reason));
}

/* --- Object --- */

static void
amp_transfer_dialog_dispose (GObject *object)
{
  AmpTransferDialog *self = AMP_TRANSFER_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_TRANSFER_DIALOG);
  g_clear_object (&self->jobs);
  g_clear_pointer (&self->cases, g_array_unref);
  G_OBJECT_CLASS (amp_transfer_dialog_parent_class)->dispose (object);
}

static void
amp_transfer_dialog_finalize (GObject *object)
{
  g_weak_ref_clear (&AMP_TRANSFER_DIALOG (object)->owner);
  G_OBJECT_CLASS (amp_transfer_dialog_parent_class)->finalize (object);
}

static void
amp_transfer_dialog_class_init (AmpTransferDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_transfer_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = amp_transfer_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-transfer-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpTransferDialog, accept);
  gtk_widget_class_bind_template_child (widget_class, AmpTransferDialog, what);
  gtk_widget_class_bind_template_child (widget_class, AmpTransferDialog, explain);
  gtk_widget_class_bind_template_child (widget_class, AmpTransferDialog, people);
  gtk_widget_class_bind_template_child (widget_class, AmpTransferDialog, reason_label);
  gtk_widget_class_bind_template_child (widget_class, AmpTransferDialog, reason);
  gtk_widget_class_bind_template_child (widget_class, AmpTransferDialog, alert);
  gtk_widget_class_install_action (widget_class, "transfer.accept", NULL, accept_action);
}

static void
amp_transfer_dialog_init (AmpTransferDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_weak_ref_init (&self->owner, NULL);
  amp_list_leave_by_tab (GTK_WIDGET (self->people));
  amp_accessible_set_label (GTK_WIDGET (self->people), _ ("To whom"));
  gtk_label_set_mnemonic_widget (self->reason_label, GTK_WIDGET (self->reason));
  amp_accessible_set_label (GTK_WIDGET (self->reason), _ ("Why"));
  g_signal_connect_object (self->people, "row-activated", G_CALLBACK (row_activated_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "transfer.accept", FALSE);
}

static void
show_question (AmpTransferDialog *self)
{
  guint n = self->cases->len;
  g_autofree char *what =
    g_strdup_printf (ngettext ("Who answers for this case from today on?",
                               "Who answers for these %u cases from today on?", n),
                     n);

  gtk_label_set_label (self->what, what);
  gtk_label_set_label (
    self->explain,
    self->asks
      ? _ ("A supervisor decides. Until the answer comes, the case stays yours.")
      : _ ("Open tasks that were written down for it go along. Whoever takes it finds a task for "
           "today."));
  if (!self->asks)
    return;
  gtk_window_set_title (GTK_WINDOW (self), _ ("Ask to pass the case on"));
  gtk_button_set_label (self->accept, _ ("_Ask for it"));
}

AmpTransferDialog *
amp_transfer_dialog_present (
  GtkWidget *owner, AmpJobs *jobs, GArray *cases, gint64 whose, AmpTransferred func)
{
  AmpTransferDialog *self = g_object_new (AMP_TYPE_TRANSFER_DIALOG, NULL);

  self->jobs = g_object_ref (jobs);
  self->cases = g_array_ref (cases);
  self->whose = whose;
  self->func = func;
  self->asks = !amp_jobs_is_supervisor (jobs);
  g_weak_ref_set (&self->owner, owner);
  show_question (self);
  amp_dialog_put_over (GTK_WINDOW (self), owner, jobs);
  amp_jobs_run (jobs, &people_job, NULL, self, NULL);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}

GtkListBox *
amp_transfer_dialog_get_people (AmpTransferDialog *self)
{
  return self->people;
}
