/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Backup and recovery sheets: one dialog, a row for each. */
#include "app/amp-keep-dialog.h"

#include "app/amp-accessible.h"
#include "app/amp-dialog.h"
#include "app/amp-editor.h"
#include "app/amp-file-chooser.h"
#include "domain/safekeeping.h"
#include "model/date.h"

#include <glib/gi18n.h>

struct _AmpKeepDialog
{
  AdwWindow parent_instance;

  /* Template. */
  GtkButton *cancel;
  GtkButton *save;
  GtkLabel *explanation;
  GtkLabel *alert;

  /* Owned. */
  AmpJobs *jobs;

  AmpKeep what;
};

G_DEFINE_FINAL_TYPE (AmpKeepDialog, amp_keep_dialog, ADW_TYPE_WINDOW)

/* --- Doing it --- */

static const char *
translate (const char *msgid)
{
  return _ (msgid);
}

/* Worker thread; data: where to. */
static gpointer
write_backup (AmpSession *session,
              gpointer data,
              AmpProgress *progress,
              GCancellable *cancellable,
              GError **error)
{
  return GINT_TO_POINTER (amp_session_backup (session, data, progress, cancellable, error));
}

static gpointer
write_sheets (AmpSession *session,
              gpointer data,
              AmpProgress *progress,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GPtrArray) paths = amp_session_make_recovery (session, data, translate, error);

  (void) progress;
  (void) cancellable;
  return GINT_TO_POINTER (paths != NULL);
}

static void done (gpointer owner, gpointer result, const GError *error, gpointer data);

typedef struct
{
  const char *title;
  const char *explanation;
  const char *after; /* what to do with what was written */
  const char *button;
  AmpChooseKind choose;
  gboolean supervisor;
  AmpJob job;
} Kind;

static const Kind kinds[] = {
  [AMP_KEEP_BACKUP] =
    {
      .title = N_ ("Backup"),
      .explanation = N_ (
        "All of the vault in one file, sealed as the vault is: it opens with the passphrases of "
        "today. Keep it on another disk, in another place, and make a new one each week."),
      .after = N_ ("The backup is written. Take the disk to another place."),
      .button = N_ ("_Save as…"),
      .choose = AMP_CHOOSE_SAVE,
      .job = {.func = write_backup,
              .done = done,
              .data_free = g_free,
              .title = N_ ("Writing the backup…")},
    },
  [AMP_KEEP_RECOVERY] =
    {
      .title = N_ ("Recovery sheets"),
      .explanation =
        N_ ("Three sheets of paper, of which any two open the vault when nobody else can. They are "
            "written as three PDF files to a folder that you choose, best on a disk that you can "
            "take out. Sheets that were made before stop working."),
      .after =
        N_ ("The three sheets are written. Print them now, give each to another person to lock "
            "away, and delete the files."),
      .button = N_ ("_Save in…"),
      .choose = AMP_CHOOSE_FOLDER,
      .supervisor = TRUE,
      .job = {.func = write_sheets,
              .done = done,
              .data_free = g_free,
              .title = N_ ("Making the recovery sheets…")},
    },
};

static void
done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpKeepDialog *self = owner;

  (void) data;
  if (result == NULL)
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->save), TRUE);
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        amp_alert_show (self->alert, _ (amp_error_sentence (error)));
      return;
    }
  gtk_label_set_label (self->explanation, _ (kinds[self->what].after));
  gtk_widget_set_visible (GTK_WIDGET (self->save), FALSE);
  gtk_button_set_label (self->cancel, _ ("_Close"));
  gtk_widget_grab_focus (GTK_WIDGET (self->cancel));
}

/* --- Choosing --- */

static void
on_chosen (gpointer owner, const char *path)
{
  AmpKeepDialog *self = owner;

  if (path == NULL)
    return;
  amp_alert_show (self->alert, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save), FALSE);
  amp_jobs_run (self->jobs, &kinds[self->what].job, g_strdup (path), self, NULL);
}

static void
on_save (AmpKeepDialog *self)
{
  const AmpDate now = amp_date_today ();
  g_autofree char *today = amp_date_to_text (&now);
  g_autofree char *name = g_strdup_printf ("amparo-%s.backup", today);
  const AmpChoose choose = {
    .kind = kinds[self->what].choose,
    .title = _ (kinds[self->what].title),
    .name = name,
  };

  amp_choose_file (GTK_WIDGET (self), &choose, on_chosen);
}

static void
amp_keep_dialog_dispose (GObject *object)
{
  AmpKeepDialog *self = AMP_KEEP_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_KEEP_DIALOG);
  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_keep_dialog_parent_class)->dispose (object);
}

static void
amp_keep_dialog_class_init (AmpKeepDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_keep_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-keep-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpKeepDialog, cancel);
  gtk_widget_class_bind_template_child (widget_class, AmpKeepDialog, save);
  gtk_widget_class_bind_template_child (widget_class, AmpKeepDialog, explanation);
  gtk_widget_class_bind_template_child (widget_class, AmpKeepDialog, alert);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
}

static void
amp_keep_dialog_init (AmpKeepDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AmpKeepDialog *
amp_keep_dialog_present (GtkWidget *parent, AmpJobs *jobs, AmpKeep what)
{
  AmpKeepDialog *self = g_object_new (AMP_TYPE_KEEP_DIALOG, NULL);

  self->jobs = g_object_ref (jobs);
  self->what = what;
  gtk_window_set_title (GTK_WINDOW (self), _ (kinds[what].title));
  gtk_label_set_label (self->explanation, _ (kinds[what].explanation));
  gtk_button_set_label (self->save, _ (kinds[what].button));
  if (kinds[what].supervisor && !amp_jobs_is_supervisor (jobs))
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self->save), FALSE);
      amp_alert_show (self->alert, _ ("Only a supervisor may make recovery sheets. Ask yours."));
    }
  amp_dialog_put_over (GTK_WINDOW (self), parent, jobs);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}
