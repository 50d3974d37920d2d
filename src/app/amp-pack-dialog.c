/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The dialog of review packs. Lowering the protection is the command line's, where two people take
 * their time. */
#include "app/amp-pack-dialog.h"

#include "app/amp-accessible.h"
#include "app/amp-auditors.h"
#include "app/amp-dialog.h"
#include "app/amp-editor.h"
#include "app/amp-file-chooser.h"
#include "domain/review.h"
#include "domain/sentences.h"
#include "model/date.h"

#include <glib/gi18n.h>

struct _AmpPackDialog
{
  AdwWindow parent_instance;

  /* Template. */
  GtkButton *cancel;
  GtkButton *save;
  GtkLabel *explanation;
  GtkWidget *auditors;
  AdwComboRow *auditor;
  GtkLabel *contents;
  GtkLabel *alert;

  /* Owned. */
  AmpJobs *jobs;
};

G_DEFINE_FINAL_TYPE (AmpPackDialog, amp_pack_dialog, ADW_TYPE_WINDOW)

typedef struct
{
  char *auditor;
  char *path; /* NULL: only looks */
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->auditor);
  g_free (request->path);
  g_free (request);
}

/* --- Worker thread --- */

static gpointer
list_auditors (AmpSession *session,
               gpointer data,
               AmpProgress *progress,
               GCancellable *cancellable,
               GError **error)
{
  (void) data;
  (void) progress;
  (void) cancellable;
  return amp_auditors_list (session, error);
}

static gpointer
make_pack (AmpSession *session,
           gpointer data,
           AmpProgress *progress,
           GCancellable *cancellable,
           GError **error)
{
  const Request *request = data;
  const AmpReviewWish wish = {.auditor = request->auditor};
  g_autofree AmpReviewSummary *summary = g_new0 (AmpReviewSummary, 1);
  gboolean done =
    request->path == NULL
      ? amp_review_preview (session, &wish, summary, progress, cancellable, error)
      : amp_review_make (session, &wish, request->path, summary, progress, cancellable, error);

  return done ? g_steal_pointer (&summary) : NULL;
}

/* --- What came of it --- */

static void
say_nobody (AmpPackDialog *self)
{
  amp_alert_show (self->alert, _ ("Nobody here has the role of auditor. Add her as a user first."));
}

static void
fail (AmpPackDialog *self, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    amp_alert_show (self->alert, _ (amp_error_sentence (error)));
}

static char *
number (gint64 value, guint k)
{
  return value < 0 ? g_strdup_printf (_ ("fewer than %u"), k)
                   : g_strdup_printf ("%" G_GINT64_FORMAT, value);
}

static void
show_contents (AmpPackDialog *self, const AmpReviewSummary *summary)
{
  const AmpReviewHead *head = &summary->head;
  g_autofree char *records = number (head->records, head->k);
  g_autofree char *cases = number ((gint64) summary->n_register, head->k);
  g_autofree char *withheld = number (head->withheld, head->k);
  g_autofree char *hidden = number ((gint64) summary->n_hidden, head->k);
  g_autofree char *again =
    head->round == 1
      ? g_strdup (_ ("None of its cases was in an earlier pack."))
      : g_strdup_printf (_ ("Too few cases are left that no pack had: all are drawn from again "
                            "(round %u), and what is in it may have been in a pack of before."),
                         head->round);
  g_autofree char *contents =
    g_strdup_printf (_ ("About %s records of %s cases. Left out so that nobody can be recognised: "
                        "%s cases; hidden: %s values. No group has fewer than %u cases."),
                     records, cases, withheld, hidden, head->k);
  g_autofree char *text = g_strdup_printf ("%s %s", contents, again);

  gtk_label_set_label (self->contents, text);
  gtk_widget_set_visible (GTK_WIDGET (self->contents), TRUE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save), head->records > 0);
  if (head->records == 0)
    amp_alert_show (self->alert, _ ("There are too few cases: no group is large enough to be shown "
                                    "without giving somebody away."));
}

static void
on_looked (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  g_autofree AmpReviewSummary *summary = result;

  (void) data;
  if (summary != NULL)
    show_contents (owner, summary);
  else
    fail (owner, error);
}

static void
on_made (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpPackDialog *self = owner;
  g_autofree AmpReviewSummary *summary = result;
  g_autofree char *text = NULL;

  (void) data;
  if (summary == NULL)
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->save), TRUE);
      gtk_widget_set_sensitive (self->auditors, TRUE);
      fail (self, error);
      return;
    }
  text = g_strdup_printf (
    _ ("The review pack is written. Give the file to her, and tell her by another "
       "way how its check number begins: %.4s %.4s %.4s %.4s."),
    summary->file_hash, summary->file_hash + 4, summary->file_hash + 8, summary->file_hash + 12);
  gtk_label_set_label (self->explanation, text);
  gtk_widget_set_visible (GTK_WIDGET (self->save), FALSE);
  gtk_button_set_label (self->cancel, _ ("_Close"));
  gtk_widget_grab_focus (GTK_WIDGET (self->cancel));
}

static const AmpJob look_job = {
  .func = make_pack,
  .done = on_looked,
  .data_free = request_free,
  .result_free = g_free,
  .title = N_ ("Looking at what a review pack would contain…"),
};

static const AmpJob make_job = {
  .func = make_pack,
  .done = on_made,
  .data_free = request_free,
  .result_free = g_free,
  .title = N_ ("Making the review pack…"),
};

static void
run (AmpPackDialog *self, const AmpJob *job, const char *path)
{
  Request *request = g_new0 (Request, 1);

  request->auditor = g_strdup (amp_auditors_chosen (self->auditor));
  request->path = g_strdup (path);
  amp_jobs_run (self->jobs, job, request, self, NULL);
}

static void
on_listed (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpPackDialog *self = owner;
  g_auto (GStrv) logins = result;

  (void) data;
  if (logins == NULL)
    {
      fail (self, error);
      return;
    }
  amp_auditors_fill (self->auditor, logins, NULL);
  gtk_widget_set_visible (self->auditors, logins[0] != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save), logins[0] != NULL);
  if (logins[0] != NULL)
    run (self, &look_job, NULL);
  else
    say_nobody (self);
}

static void
logins_free (gpointer data)
{
  g_strfreev (data);
}

static const AmpJob list_job = {
  .func = list_auditors, .done = on_listed, .result_free = logins_free};

/* --- Choosing --- */

static void
on_chosen (gpointer owner, const char *path)
{
  AmpPackDialog *self = owner;

  if (path == NULL)
    return;
  amp_alert_show (self->alert, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save), FALSE);
  gtk_widget_set_sensitive (self->auditors, FALSE);
  run (self, &make_job, path);
}

static void
on_save (AmpPackDialog *self)
{
  const AmpDate now = amp_date_today ();
  g_autofree char *today = amp_date_to_text (&now);
  g_autofree char *name = g_strdup_printf ("amparo-%s.review", today);
  const AmpChoose choose = {.kind = AMP_CHOOSE_SAVE, .title = _ ("Review pack"), .name = name};

  amp_choose_file (GTK_WIDGET (self), &choose, on_chosen);
}

static void
amp_pack_dialog_dispose (GObject *object)
{
  AmpPackDialog *self = AMP_PACK_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_PACK_DIALOG);
  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_pack_dialog_parent_class)->dispose (object);
}

static void
amp_pack_dialog_class_init (AmpPackDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_pack_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-pack-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpPackDialog, cancel);
  gtk_widget_class_bind_template_child (widget_class, AmpPackDialog, save);
  gtk_widget_class_bind_template_child (widget_class, AmpPackDialog, explanation);
  gtk_widget_class_bind_template_child (widget_class, AmpPackDialog, auditors);
  gtk_widget_class_bind_template_child (widget_class, AmpPackDialog, auditor);
  gtk_widget_class_bind_template_child (widget_class, AmpPackDialog, contents);
  gtk_widget_class_bind_template_child (widget_class, AmpPackDialog, alert);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
}

static void
amp_pack_dialog_init (AmpPackDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AmpPackDialog *
amp_pack_dialog_present (GtkWidget *parent, AmpJobs *jobs)
{
  AmpPackDialog *self = g_object_new (AMP_TYPE_PACK_DIALOG, NULL);

  self->jobs = g_object_ref (jobs);
  if (amp_jobs_is_supervisor (jobs))
    amp_jobs_run (jobs, &list_job, NULL, self, NULL);
  else
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->save), FALSE);
      amp_alert_show (self->alert, _ ("Only a supervisor may make review packs. Ask yours."));
    }
  amp_dialog_put_over (GTK_WINDOW (self), parent, jobs);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}
