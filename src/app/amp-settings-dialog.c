/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One row so far. */
#include "app/amp-settings-dialog.h"

#include "app/amp-accessible.h"
#include "domain/sentences.h"
#include "domain/settings.h"

#include <glib/gi18n.h>

struct _AmpSettingsDialog
{
  AdwWindow parent_instance;

  /* Template. */
  GtkWidget *save;
  GtkSpinButton *minutes;
  GtkLabel *alert;

  AmpJobs *jobs; /* owned */
};

G_DEFINE_FINAL_TYPE (AmpSettingsDialog, amp_settings_dialog, ADW_TYPE_WINDOW)

static guint changed_signal;

/* Worker thread. */
static gpointer
read_minutes (AmpSession *session,
              gpointer data,
              AmpProgress *progress,
              GCancellable *cancellable,
              GError **error)
{
  (void) data;
  (void) progress;
  (void) cancellable;
  return GUINT_TO_POINTER (amp_settings_get_lock_minutes (session, error));
}

static gpointer
write_minutes (AmpSession *session,
               gpointer data,
               AmpProgress *progress,
               GCancellable *cancellable,
               GError **error)
{
  (void) progress;
  (void) cancellable;
  return GINT_TO_POINTER (amp_settings_set_lock_minutes (session, GPOINTER_TO_UINT (data), error));
}

static void
read_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpSettingsDialog *self = owner;
  gboolean may = amp_jobs_is_supervisor (self->jobs);

  (void) data;
  if (error != NULL)
    {
      amp_alert_show (self->alert, _ (amp_error_sentence (error)));
      return;
    }
  gtk_spin_button_set_value (self->minutes, GPOINTER_TO_UINT (result));
  gtk_widget_set_sensitive (GTK_WIDGET (self->minutes), may);
  gtk_widget_set_sensitive (self->save, may);
  if (may)
    gtk_widget_grab_focus (GTK_WIDGET (self->minutes));
  else
    amp_alert_show (self->alert, _ ("Only a supervisor may change this. Ask yours."));
}

static void
write_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpSettingsDialog *self = owner;

  (void) result;
  (void) data;
  if (error != NULL)
    {
      gtk_widget_set_sensitive (self->save, TRUE);
      amp_alert_show (self->alert, _ (amp_error_sentence (error)));
      return;
    }
  g_signal_emit (self, changed_signal, 0);
  gtk_window_destroy (GTK_WINDOW (self));
}

static const AmpJob read_job = {.func = read_minutes, .done = read_done};
static const AmpJob write_job = {.func = write_minutes, .done = write_done};

static void
on_save (AmpSettingsDialog *self)
{
  gtk_spin_button_update (self->minutes);
  amp_alert_show (self->alert, NULL);
  gtk_widget_set_sensitive (self->save, FALSE);
  amp_jobs_run (self->jobs, &write_job,
                GUINT_TO_POINTER ((guint) gtk_spin_button_get_value_as_int (self->minutes)), self,
                NULL);
}

static void
amp_settings_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_SETTINGS_DIALOG);
  g_clear_object (&AMP_SETTINGS_DIALOG (object)->jobs);
  G_OBJECT_CLASS (amp_settings_dialog_parent_class)->dispose (object);
}

static void
amp_settings_dialog_class_init (AmpSettingsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_settings_dialog_dispose;
  changed_signal = g_signal_new ("changed", AMP_TYPE_SETTINGS_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-settings-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpSettingsDialog, save);
  gtk_widget_class_bind_template_child (widget_class, AmpSettingsDialog, minutes);
  gtk_widget_class_bind_template_child (widget_class, AmpSettingsDialog, alert);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
}

static void
amp_settings_dialog_init (AmpSettingsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_spin_button_set_range (self->minutes, AMP_LOCK_MINUTES_LEAST, AMP_LOCK_MINUTES_MOST);
  gtk_spin_button_set_increments (self->minutes, 1, 5);
  amp_accessible_set_label (GTK_WIDGET (self->minutes), _ ("Minutes without a key until it locks"));
}

AmpSettingsDialog *
amp_settings_dialog_present (GtkWidget *parent, AmpJobs *jobs)
{
  AmpSettingsDialog *self = g_object_new (AMP_TYPE_SETTINGS_DIALOG, NULL);
  GtkRoot *root = gtk_widget_get_root (parent);

  self->jobs = g_object_ref (jobs);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  g_signal_connect_object (jobs, "locking", G_CALLBACK (gtk_window_destroy), self,
                           G_CONNECT_SWAPPED);
  amp_jobs_run (jobs, &read_job, NULL, self, NULL);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}
