/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first step is about the backup, the second asks for a word: no single key erases. */
#include "app/amp-erase-dialog.h"

#include "app/amp-accessible.h"
#include "app/amp-dialog.h"
#include "app/amp-file-chooser.h"
#include "domain/safekeeping.h"

#include <glib/gi18n.h>
#include <string.h>

struct _AmpEraseDialog
{
  AdwWindow parent_instance;

  /* Template. */
  GtkStack *steps;
  GtkWidget *next;
  GtkWidget *erase;
  GtkLabel *backup;
  GtkWidget *passphrase;
  GtkWidget *verify;
  GtkLabel *alert;
  GtkLabel *ask;
  GtkEditable *word;

  AmpJobs *jobs; /* owned */
};

typedef struct
{
  gint64 when;
  guint changes;
} Backup;

typedef struct
{
  char *path;
  AmpSecret *passphrase;
} Verify;

G_DEFINE_FINAL_TYPE (AmpEraseDialog, amp_erase_dialog, ADW_TYPE_WINDOW)

static guint erased_signal;

/* Translators: the word that she has to type to erase the keys of the vault. In capitals. */
static const char *
word (void)
{
  return _ ("ERASE");
}

/* --- The backup --- */

/* Worker thread. */
static gpointer
look (AmpSession *session,
      gpointer data,
      AmpProgress *progress,
      GCancellable *cancellable,
      GError **error)
{
  Backup *backup = g_new0 (Backup, 1);

  (void) data;
  (void) progress;
  (void) cancellable;
  if (amp_session_last_backup (session, &backup->when, &backup->changes, error))
    return backup;
  g_free (backup);
  return NULL;
}

static void
verify_free (gpointer data)
{
  Verify *verify = data;

  g_free (verify->path);
  g_clear_pointer (&verify->passphrase, amp_secret_free);
  g_free (verify);
}

static gpointer
verify (AmpSession *session,
        gpointer data,
        AmpProgress *progress,
        GCancellable *cancellable,
        GError **error)
{
  Verify *what = data;
  gint64 when = 0;

  return amp_session_verify_backup (session, what->path, what->passphrase, &when, progress,
                                    cancellable, error)
           ? look (session, NULL, progress, cancellable, error)
           : NULL;
}

static char *
tell_changes (guint changes)
{
  if (changes == 0)
    return g_strdup (_ ("It holds everything."));
  return g_strdup_printf (
    ngettext ("%u change since then is in no backup and would be lost for ever.",
              "%u changes since then are in no backup and would be lost for ever.", changes),
    changes);
}

static void
look_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpEraseDialog *self = owner;
  g_autofree Backup *backup = result;
  g_autofree char *text = NULL, *made = NULL, *changes = NULL;

  (void) data;
  gtk_widget_set_sensitive (self->verify, TRUE);
  if (error != NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        amp_alert_show (self->alert, _ (amp_error_sentence (error)));
      return;
    }
  gtk_widget_set_sensitive (self->next, backup->when != 0);
  if (backup->when == 0)
    {
      gtk_label_set_label (self->backup,
                           _ ("No backup of this vault was verified yet. Without one the vault is "
                              "not erased: type your passphrase and choose a backup to verify."));
      return;
    }
  {
    g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (backup->when);

    made = g_date_time_format (time, "%d/%m/%Y %H:%M");
  }
  changes = tell_changes (backup->changes);
  /* Translators: the first %s is a date and time. */
  text = g_strdup_printf (_ ("The last verified backup of this vault is of %s. %s"), made, changes);
  gtk_label_set_label (self->backup, text);
  gtk_widget_grab_focus (self->next);
}

static const AmpJob look_job = {.func = look, .done = look_done, .result_free = g_free};
static const AmpJob verify_job = {.func = verify,
                                  .done = look_done,
                                  .data_free = verify_free,
                                  .result_free = g_free,
                                  .title = N_ ("Verifying the backup…"),
                                  .lets_in = TRUE};

static void
on_chosen (gpointer owner, const char *path)
{
  AmpEraseDialog *self = owner;
  Verify *what;

  if (path == NULL)
    return;
  what = g_new0 (Verify, 1);
  what->path = g_strdup (path);
  what->passphrase =
    amp_secret_new_from_text (gtk_editable_get_text (GTK_EDITABLE (self->passphrase)));
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
  amp_alert_show (self->alert, NULL);
  gtk_widget_set_sensitive (self->verify, FALSE);
  amp_jobs_run (self->jobs, &verify_job, what, self, NULL);
}

static void
on_verify (AmpEraseDialog *self)
{
  const AmpChoose choose = {.kind = AMP_CHOOSE_OPEN, .title = _ ("Backup to verify")};

  if (*gtk_editable_get_text (GTK_EDITABLE (self->passphrase)) == '\0')
    {
      amp_alert_show (self->alert, _ ("Type your passphrase."));
      gtk_widget_grab_focus (self->passphrase);
      return;
    }
  amp_choose_file (GTK_WIDGET (self), &choose, on_chosen);
}

/* --- The word --- */

static void
on_next (AmpEraseDialog *self)
{
  gtk_stack_set_visible_child_name (self->steps, "word");
  gtk_widget_set_visible (self->next, FALSE);
  gtk_widget_set_visible (self->erase, TRUE);
  amp_alert_show (self->alert, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->word));
}

static gboolean
is_typed (AmpEraseDialog *self)
{
  g_autofree char *typed = g_utf8_casefold (gtk_editable_get_text (self->word), -1);
  g_autofree char *wanted = g_utf8_casefold (word (), -1);

  return g_strcmp0 (g_strstrip (typed), wanted) == 0;
}

static void
on_word_changed (AmpEraseDialog *self)
{
  gtk_widget_set_sensitive (self->erase, is_typed (self));
}

/* Worker thread. */
static gpointer
erase (AmpSession *session,
       gpointer data,
       AmpProgress *progress,
       GCancellable *cancellable,
       GError **error)
{
  (void) data;
  (void) progress;
  (void) cancellable;
  return GINT_TO_POINTER (amp_session_erase (session, error));
}

static void
erase_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpEraseDialog *self = owner;

  (void) result;
  (void) data;
  if (error != NULL)
    {
      gtk_widget_set_sensitive (self->erase, TRUE);
      amp_alert_show (self->alert, _ (amp_error_sentence (error)));
      return;
    }
  g_signal_emit (self, erased_signal, 0);
}

static const AmpJob erase_job = {.func = erase, .done = erase_done, .soon = TRUE};

static void
on_erase (AmpEraseDialog *self)
{
  if (!is_typed (self))
    return;
  gtk_widget_set_sensitive (self->erase, FALSE);
  amp_jobs_cancel_titled (self->jobs);
  amp_jobs_run (self->jobs, &erase_job, NULL, self, NULL);
}

/* --- Object --- */

static void
amp_erase_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_ERASE_DIALOG);
  g_clear_object (&AMP_ERASE_DIALOG (object)->jobs);
  G_OBJECT_CLASS (amp_erase_dialog_parent_class)->dispose (object);
}

static void
amp_erase_dialog_class_init (AmpEraseDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_erase_dialog_dispose;
  erased_signal = g_signal_new ("erased", AMP_TYPE_ERASE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-erase-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpEraseDialog, steps);
  gtk_widget_class_bind_template_child (widget_class, AmpEraseDialog, next);
  gtk_widget_class_bind_template_child (widget_class, AmpEraseDialog, erase);
  gtk_widget_class_bind_template_child (widget_class, AmpEraseDialog, backup);
  gtk_widget_class_bind_template_child (widget_class, AmpEraseDialog, passphrase);
  gtk_widget_class_bind_template_child (widget_class, AmpEraseDialog, verify);
  gtk_widget_class_bind_template_child (widget_class, AmpEraseDialog, alert);
  gtk_widget_class_bind_template_child (widget_class, AmpEraseDialog, ask);
  gtk_widget_class_bind_template_child (widget_class, AmpEraseDialog, word);
  gtk_widget_class_bind_template_callback (widget_class, on_verify);
  gtk_widget_class_bind_template_callback (widget_class, on_next);
  gtk_widget_class_bind_template_callback (widget_class, on_erase);
  gtk_widget_class_bind_template_callback (widget_class, on_word_changed);
}

static void
amp_erase_dialog_init (AmpEraseDialog *self)
{
  g_autofree char *ask = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  /* Translators: %s is the word to type. */
  ask = g_strdup_printf (_ ("Type %s to erase the keys now."), word ());
  gtk_label_set_label (self->ask, ask);
  amp_accessible_set_label (GTK_WIDGET (self->word), ask);
  amp_accessible_set_label (self->passphrase, _ ("Passphrase"));
}

AmpEraseDialog *
amp_erase_dialog_present (GtkWidget *parent, AmpJobs *jobs)
{
  AmpEraseDialog *self = g_object_new (AMP_TYPE_ERASE_DIALOG, NULL);

  self->jobs = g_object_ref (jobs);
  amp_dialog_put_over (GTK_WINDOW (self), parent, jobs);
  amp_jobs_run (jobs, &look_job, NULL, self, NULL);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}
