/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Backup and recovery sheets: one dialog, a row for each. */
#include "app/amp-keep-dialog.h"

#include "app/amp-accessible.h"
#include "app/amp-dialog.h"
#include "app/amp-editor.h"
#include "app/amp-file-chooser.h"
#include "app/amp-format.h"
#include "app/amp-translate.h"
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
  GtkWidget *test;
  GtkLabel *state;
  GtkWidget *sheet;
  GtkWidget *try;
  GtkLabel *result;
  GtkLabel *alert;

  /* Owned. */
  AmpJobs *jobs;

  AmpKeep what;
};

G_DEFINE_FINAL_TYPE (AmpKeepDialog, amp_keep_dialog, ADW_TYPE_WINDOW)

/* --- Doing it --- */

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
  g_autoptr (GPtrArray) paths = amp_session_make_recovery (session, data, amp_translate, error);

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

/* --- Testing a sheet --- */

typedef struct
{
  AmpSecret *words; /* NULL: only looks at how the sheets stand */
  AmpRecoveryState state;
  guint number, set;
} Test;

static void
test_free (gpointer data)
{
  Test *self = data;

  amp_secret_free (self->words);
  amp_recovery_state_clear (&self->state);
  g_free (self);
}

/* Worker thread. */
static gpointer
test_run (AmpSession *session,
          gpointer data,
          AmpProgress *progress G_GNUC_UNUSED,
          GCancellable *cancellable G_GNUC_UNUSED,
          GError **error)
{
  Test *test = data;

  return GINT_TO_POINTER (
    (test->words == NULL ||
     amp_session_test_sheet (session, test->words, &test->number, &test->set, error)) &&
    amp_session_recovery_state (session, &test->state, error));
}

static char *
day_of (const char *timestamp)
{
  g_autofree char *day = g_strndup (timestamp, 10);

  return amp_format_date (day);
}

static char *
state_text (const AmpRecoveryState *state)
{
  GString *text = g_string_new (NULL);
  g_autofree char *made = NULL;

  if (state->made_at == NULL)
    return g_string_free (g_string_append (text, _ ("No sheets were ever made.")), FALSE);
  made = day_of (state->made_at);
  g_string_append_printf (text, _ ("The sheets are of %s."), made);
  for (guint i = 0; i < AMP_RECOVERY_SHEETS; i++)
    {
      g_autofree char *tested = state->tested_at[i] != NULL ? day_of (state->tested_at[i]) : NULL;

      g_string_append_c (text, '\n');
      if (tested != NULL)
        g_string_append_printf (text, _ ("Sheet %u: tested on %s"), i + 1, tested);
      else
        g_string_append_printf (text, _ ("Sheet %u: never tested"), i + 1);
    }
  return g_string_free (text, FALSE);
}

static void
test_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpKeepDialog *self = owner;
  const Test *test = data;
  g_autofree char *text = NULL;

  gtk_widget_set_sensitive (self->try, TRUE);
  if (result == NULL)
    {
      const char *fault = amp_recovery_fault (error);

      amp_alert_show (self->alert, _ (fault != NULL ? fault : amp_error_sentence (error)));
      gtk_widget_grab_focus (self->sheet);
      return;
    }
  text = state_text (&test->state);
  gtk_label_set_label (self->state, text);
  if (test->words == NULL)
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->sheet), "");
  g_free (text);
  text = g_strdup_printf (_ ("Sheet %u is good. The log tells that it was tested."), test->number);
  amp_alert_show (self->result, text);
}

static void
run_test (AmpKeepDialog *self, AmpSecret *words)
{
  static const AmpJob job = {.func = test_run,
                             .done = test_done,
                             .data_free = test_free,
                             .title = N_ ("Testing the sheet…")};
  Test *test = g_new0 (Test, 1);

  test->words = words;
  amp_jobs_run (self->jobs, &job, test, self, NULL);
}

static void
on_test (AmpKeepDialog *self)
{
  const char *words = gtk_editable_get_text (GTK_EDITABLE (self->sheet));

  amp_alert_show (self->alert, NULL);
  amp_alert_show (self->result, NULL);
  if (*words == '\0' || !gtk_widget_get_sensitive (self->try))
    return;
  gtk_widget_set_sensitive (self->try, FALSE);
  run_test (self, amp_secret_new_from_text (words));
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
  gtk_widget_class_bind_template_child (widget_class, AmpKeepDialog, test);
  gtk_widget_class_bind_template_child (widget_class, AmpKeepDialog, state);
  gtk_widget_class_bind_template_child (widget_class, AmpKeepDialog, sheet);
  gtk_widget_class_bind_template_child (widget_class, AmpKeepDialog, try);
  gtk_widget_class_bind_template_child (widget_class, AmpKeepDialog, result);
  gtk_widget_class_bind_template_child (widget_class, AmpKeepDialog, alert);
  gtk_widget_class_bind_template_callback (widget_class, on_test);
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
  if (what == AMP_KEEP_RECOVERY)
    {
      gtk_widget_set_visible (self->test, TRUE);
      run_test (self, NULL);
    }
  amp_dialog_put_over (GTK_WINDOW (self), parent, jobs);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}
