/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Read and written as one. */
#include "app/amp-settings-dialog.h"

#include "app/amp-accessible.h"
#include "app/amp-dialog.h"
#include "domain/sentences.h"
#include "domain/settings.h"

#include <glib/gi18n.h>

struct _AmpSettingsDialog
{
  AdwWindow parent_instance;

  /* Template. */
  GtkWidget *save;
  GtkSpinButton *minutes;
  GtkWidget *office;
  GtkLabel *alert;

  AmpJobs *jobs; /* owned */
};

G_DEFINE_FINAL_TYPE (AmpSettingsDialog, amp_settings_dialog, ADW_TYPE_WINDOW)

static guint changed_signal;

typedef struct
{
  guint minutes;
  char *office; /* or NULL */
} Settings;

static void
settings_free (gpointer data)
{
  Settings *settings = data;

  g_free (settings->office);
  g_free (settings);
}

/* Worker thread. */
static gpointer
read_settings (AmpSession *session,
               gpointer data G_GNUC_UNUSED,
               AmpProgress *progress G_GNUC_UNUSED,
               GCancellable *cancellable G_GNUC_UNUSED,
               GError **error)
{
  guint minutes = amp_settings_get_lock_minutes (session, error);
  Settings *settings;

  if (minutes == 0)
    return NULL;
  settings = g_new0 (Settings, 1);
  settings->minutes = minutes;
  settings->office = amp_settings_get_office_name (session);
  return settings;
}

/* All of it or nothing. */
static gpointer
write_settings (AmpSession *session,
                gpointer data,
                AmpProgress *progress G_GNUC_UNUSED,
                GCancellable *cancellable G_GNUC_UNUSED,
                GError **error)
{
  const Settings *settings = data;
  AmpStore *store = amp_session_get_store (session);

  if (!amp_store_begin (store, error))
    return NULL;
  if (amp_settings_set_lock_minutes (session, settings->minutes, error) &&
      amp_settings_set_office_name (session, settings->office, error))
    return GINT_TO_POINTER (amp_store_commit (store, error));
  amp_store_rollback (store);
  return NULL;
}

static void
read_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpSettingsDialog *self = owner;
  Settings *settings = result;
  gboolean may = amp_jobs_is_supervisor (self->jobs);

  (void) data;
  if (error != NULL)
    {
      amp_alert_show (self->alert, _ (amp_error_sentence (error)));
      return;
    }
  gtk_spin_button_set_value (self->minutes, settings->minutes);
  gtk_editable_set_text (GTK_EDITABLE (self->office),
                         settings->office != NULL ? settings->office : "");
  settings_free (settings);
  gtk_widget_set_sensitive (GTK_WIDGET (self->minutes), may);
  gtk_widget_set_sensitive (self->office, may);
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

static const AmpJob read_job = {
  .func = read_settings, .done = read_done, .result_free = settings_free};
static const AmpJob write_job = {
  .func = write_settings, .done = write_done, .data_free = settings_free};

static void
on_save (AmpSettingsDialog *self)
{
  Settings *settings = g_new0 (Settings, 1);

  gtk_spin_button_update (self->minutes);
  amp_alert_show (self->alert, NULL);
  gtk_widget_set_sensitive (self->save, FALSE);
  settings->minutes = (guint) gtk_spin_button_get_value_as_int (self->minutes);
  settings->office = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->office)));
  amp_jobs_run (self->jobs, &write_job, settings, self, NULL);
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
  gtk_widget_class_bind_template_child (widget_class, AmpSettingsDialog, office);
  gtk_widget_class_bind_template_child (widget_class, AmpSettingsDialog, alert);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
}

static void
amp_settings_dialog_init (AmpSettingsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_spin_button_set_range (self->minutes, AMP_LOCK_MINUTES_LEAST, AMP_LOCK_MINUTES_MOST);
  gtk_spin_button_set_increments (self->minutes, 1, 5);
  gtk_entry_set_max_length (GTK_ENTRY (self->office), AMP_OFFICE_NAME_MOST);
  amp_accessible_set_label (self->office, _ ("Name of the office"));
  amp_accessible_set_label (GTK_WIDGET (self->minutes), _ ("Minutes without a key until it locks"));
}

AmpSettingsDialog *
amp_settings_dialog_present (GtkWidget *parent, AmpJobs *jobs)
{
  AmpSettingsDialog *self = g_object_new (AMP_TYPE_SETTINGS_DIALOG, NULL);

  self->jobs = g_object_ref (jobs);
  amp_dialog_put_over (GTK_WINDOW (self), parent, jobs);
  amp_jobs_run (jobs, &read_job, NULL, self, NULL);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}
