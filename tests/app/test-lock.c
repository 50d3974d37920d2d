/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Locking: who may ask for it, what it empties, wrong passphrases, the office's minutes. logind is
 * played by a second connection to the test's own bus. */
#include "harness.h"

#include "app/amp-clipboard.h"
#include "app/amp-settings-dialog.h"
#include "app/amp-unlock-page.h"
#include "domain/settings.h"

#include <gio/gunixfdlist.h>
#include <poll.h>
#include <unistd.h>

/* --- logind and the screen saver --- */

typedef struct
{
  GDBusConnection *bus;
  int read_end; /* hangs up when nobody holds the inhibitor any more */
  char *what, *mode;
} Logind;

static const char logind_xml[] =
  "<node><interface name='org.freedesktop.login1.Manager'><method name='Inhibit'>"
  "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>"
  "<arg type='s' direction='in'/><arg type='h' direction='out'/></method></interface></node>";

static void
on_call (GDBusConnection *bus,
         const char *sender,
         const char *path,
         const char *interface,
         const char *method,
         GVariant *parameters,
         GDBusMethodInvocation *invocation,
         gpointer data)
{
  Logind *self = data;
  g_autoptr (GUnixFDList) fds = g_unix_fd_list_new ();
  int ends[2];

  (void) bus;
  (void) sender;
  (void) path;
  (void) interface;
  (void) method;
  g_free (self->what);
  g_free (self->mode);
  g_variant_get (parameters, "(s&s&ss)", &self->what, NULL, NULL, &self->mode);
  g_assert_cmpint (pipe (ends), ==, 0);
  if (self->read_end >= 0)
    close (self->read_end);
  self->read_end = ends[0];
  g_unix_fd_list_append (fds, ends[1], NULL);
  close (ends[1]);
  g_dbus_method_invocation_return_value_with_unix_fd_list (invocation, g_variant_new ("(h)", 0),
                                                           fds);
}

static void
logind_own (Logind *self, const char *name)
{
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (
    self->bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
    "RequestName", g_variant_new ("(su)", name, 4u), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);

  g_assert_nonnull (reply);
}

static void
logind_start (Logind *self)
{
  static const GDBusInterfaceVTable table = {.method_call = on_call};
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (logind_xml, NULL);
  g_autoptr (GError) error = NULL;

  self->read_end = -1;
  self->bus = g_dbus_connection_new_for_address_sync (
    g_getenv ("DBUS_SESSION_BUS_ADDRESS"),
    G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
    NULL, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_register_object (self->bus, "/org/freedesktop/login1", node->interfaces[0],
                                     &table, self, NULL, &error);
  g_assert_no_error (error);
  logind_own (self, "org.freedesktop.login1");
  logind_own (self, "org.freedesktop.ScreenSaver");
}

static void
logind_stop (Logind *self)
{
  g_dbus_connection_close_sync (self->bus, NULL, NULL);
  g_clear_object (&self->bus);
  if (self->read_end >= 0)
    close (self->read_end);
  g_free (self->what);
  g_free (self->mode);
}

static void
say (Logind *self, const char *path, const char *interface, const char *signal, GVariant *what)
{
  g_dbus_connection_emit_signal (self->bus, NULL, path, interface, signal, what, NULL);
}

static gboolean
is_released (Logind *self)
{
  struct pollfd end = {.fd = self->read_end, .events = POLLIN};

  return poll (&end, 1, 0) == 1 && (end.revents & POLLHUP) != 0;
}

/* The machine waits with its sleep until what is typed is on the disk and the keys are gone. */
static void
test_sleep (void)
{
  Logind logind = {0};
  char *folder = harness_vault_new (0);
  AmpWindow *window;
  AmpIdleLock *lock;

  logind_start (&logind);
  window = harness_window_new ();
  lock = amp_window_get_idle_lock (window);
  WAIT_FOR (amp_idle_lock_delays_sleep (lock));
  g_assert_cmpstr (logind.what, ==, "sleep");
  g_assert_cmpstr (logind.mode, ==, "delay");
  harness_unlock (window, folder, HARNESS_LOGIN);
  g_assert_false (is_released (&logind));

  say (&logind, "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep",
       g_variant_new ("(b)", TRUE));
  WAIT_FOR (!amp_jobs_is_unlocked (amp_window_get_jobs (window)));
  WAIT_FOR (is_released (&logind));
  g_assert_false (amp_jobs_is_busy (amp_window_get_jobs (window)));

  /* Awake: it asks for the next time, and gives way at once where nothing is open. */
  say (&logind, "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep",
       g_variant_new ("(b)", FALSE));
  WAIT_FOR (amp_idle_lock_delays_sleep (lock));
  say (&logind, "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep",
       g_variant_new ("(b)", TRUE));
  WAIT_FOR (!amp_idle_lock_delays_sleep (lock));
  harness_close (window);
  logind_stop (&logind);
  harness_remove (folder);
}

static void
test_outside (void)
{
  Logind logind = {0};
  char *folder = harness_vault_new (0);
  AmpWindow *window;
  AmpJobs *jobs;

  logind_start (&logind);
  window = harness_window_new ();
  jobs = amp_window_get_jobs (window);
  WAIT_FOR (amp_idle_lock_delays_sleep (amp_window_get_idle_lock (window)));
  harness_unlock (window, folder, HARNESS_LOGIN);
  say (&logind, "/org/freedesktop/login1/session/_31", "org.freedesktop.login1.Session", "Lock",
       NULL);
  WAIT_FOR (!amp_jobs_is_unlocked (jobs));
  harness_unlock (window, folder, HARNESS_LOGIN);
  say (&logind, "/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged",
       g_variant_new ("(b)", FALSE)); /* the screen came back: nothing to do */
  say (&logind, "/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged",
       g_variant_new ("(b)", TRUE));
  WAIT_FOR (!amp_jobs_is_unlocked (jobs));
  harness_close (window);
  logind_stop (&logind);
  harness_remove (folder);
}

/* --- The clipboard --- */

static gboolean
holds (GdkClipboard *clipboard)
{
  return gdk_clipboard_get_content (clipboard) != NULL;
}

static void
test_clipboard (void)
{
  char *folder = harness_vault_new (0);
  AmpWindow *window = harness_window_new ();
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (window));
  GdkClipboard *clipboard = gdk_display_get_clipboard (display);
  GdkClipboard *selection = gdk_display_get_primary_clipboard (display);

  harness_unlock (window, folder, HARNESS_LOGIN);
  amp_clipboard_set_seconds (display, 1);
  amp_clipboard_copy (GTK_WIDGET (window), "999 888 777");
  g_assert_true (holds (clipboard));
  WAIT_FOR (!holds (clipboard));

  /* As GTK's own entries copy. */
  gdk_clipboard_set_text (clipboard, "Ñahui");
  gdk_clipboard_set_text (selection, "Ñahui");
  WAIT_FOR (!holds (clipboard) && !holds (selection));

  amp_clipboard_set_seconds (display, AMP_CLIPBOARD_SECONDS);
  gdk_clipboard_set_text (clipboard, "Ñahui");
  gdk_clipboard_set_text (selection, "Ñahui");
  amp_window_lock (window);
  g_assert_false (holds (clipboard));
  g_assert_false (holds (selection));
  harness_close (window);
  harness_remove (folder);
}

/* --- Wrong passphrases --- */

static void
try_wrong (AmpWindow *window, const char *folder)
{
  GtkWidget *root = GTK_WIDGET (window);

  gtk_editable_set_text (GTK_EDITABLE (harness_child (root, AMP_TYPE_UNLOCK_PAGE, "folder")),
                         folder);
  gtk_editable_set_text (GTK_EDITABLE (harness_child (root, AMP_TYPE_UNLOCK_PAGE, "login")),
                         HARNESS_LOGIN);
  gtk_editable_set_text (GTK_EDITABLE (harness_child (root, AMP_TYPE_UNLOCK_PAGE, "passphrase")),
                         "not this one");
  g_signal_emit_by_name (harness_child (root, AMP_TYPE_UNLOCK_PAGE, "unlock"), "clicked");
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
}

static gboolean
note_failures (const AmpAuditEvent *event, gpointer data)
{
  char **reason = data;

  if (g_strcmp0 (event->action, "failed_unlock") == 0)
    {
      g_free (*reason);
      *reason = g_strdup (event->reason);
    }
  return TRUE;
}

static gpointer
read_failures (AmpSession *session,
               gpointer data,
               AmpProgress *progress,
               GCancellable *cancellable,
               GError **error)
{
  (void) progress;
  (void) cancellable;
  return GINT_TO_POINTER (
    amp_store_audit_list (amp_session_get_store (session), note_failures, data, error));
}

static void
test_wrong (void)
{
  static const AmpJob job = {.func = read_failures};
  char *folder = harness_vault_new (0);
  AmpWindow *window = harness_window_new ();
  AmpJobs *jobs = amp_window_get_jobs (window);
  GtkWidget *root = GTK_WIDGET (window), *unlock;
  g_autofree char *reason = NULL;

  unlock = harness_child (root, AMP_TYPE_UNLOCK_PAGE, "unlock");
  try_wrong (window, folder);
  try_wrong (window, folder);
  g_assert_cmpuint (amp_jobs_get_wait (jobs), ==, 0);
  g_assert_true (gtk_widget_get_sensitive (unlock));
  try_wrong (window, folder);
  g_assert_cmpuint (amp_jobs_get_wait (jobs), >, 0);
  g_assert_false (gtk_widget_get_sensitive (unlock));
  g_assert_nonnull (strstr (
    gtk_label_get_label (GTK_LABEL (harness_child (root, AMP_TYPE_UNLOCK_PAGE, "alert"))), "wait"));
  /* Enter in the passphrase is no way round it. */
  gtk_editable_set_text (GTK_EDITABLE (harness_child (root, AMP_TYPE_UNLOCK_PAGE, "passphrase")),
                         HARNESS_PASSPHRASE);
  g_signal_emit_by_name (unlock, "clicked");
  g_assert_false (amp_jobs_is_busy (jobs));
  WAIT_FOR (gtk_widget_get_sensitive (unlock));
  harness_unlock (window, folder, HARNESS_LOGIN);
  g_assert_cmpuint (amp_jobs_get_wait (jobs), ==, 0);
  amp_jobs_run (jobs, &job, &reason, NULL, NULL);
  WAIT_FOR (!amp_jobs_is_busy (jobs));
  g_assert_cmpstr (reason, ==, "times:3");
  harness_close (window);
  harness_remove (folder);
}

/* --- What the office sets --- */

static AmpSettingsDialog *
open_settings (AmpWindow *window)
{
  GListModel *windows = gtk_window_get_toplevels ();

  gtk_widget_activate_action (GTK_WIDGET (window), "win.settings", NULL);
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GObject) top = g_list_model_get_item (windows, i);

      if (AMP_IS_SETTINGS_DIALOG (top))
        return AMP_SETTINGS_DIALOG (top);
    }
  g_assert_not_reached ();
}

static void
test_minutes (void)
{
  char *folder = harness_vault_new (0);
  AmpWindow *window = harness_window_new ();
  AmpIdleLock *lock = amp_window_get_idle_lock (window);
  AmpSettingsDialog *dialog;
  GtkWidget *minutes, *save, *office;

  harness_unlock (window, folder, HARNESS_LOGIN);
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  g_assert_cmpuint (amp_idle_lock_get_seconds (lock), ==, AMP_LOCK_MINUTES_DEFAULT * 60);
  dialog = open_settings (window);
  minutes = harness_child (GTK_WIDGET (dialog), AMP_TYPE_SETTINGS_DIALOG, "minutes");
  save = harness_child (GTK_WIDGET (dialog), AMP_TYPE_SETTINGS_DIALOG, "save");
  WAIT_FOR (gtk_widget_get_sensitive (minutes));
  forms_assert_named (GTK_WIDGET (dialog));
  forms_picture (GTK_WINDOW (dialog), "settings");
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (minutes), 99);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (minutes)), ==, 15);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (minutes), 2);
  office = harness_child (GTK_WIDGET (dialog), AMP_TYPE_SETTINGS_DIALOG, "office");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (office)), ==, "");
  gtk_editable_set_text (GTK_EDITABLE (office), " Casa Ñusta, Tumbes ");
  g_signal_emit_by_name (save, "clicked");
  WAIT_FOR (amp_idle_lock_get_seconds (lock) == 120);
  amp_window_lock (window);
  harness_unlock (window, folder, HARNESS_LOGIN);
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  g_assert_cmpuint (amp_idle_lock_get_seconds (lock), ==, 120);
  office = harness_child (GTK_WIDGET (open_settings (window)), AMP_TYPE_SETTINGS_DIALOG, "office");
  WAIT_FOR (gtk_widget_get_sensitive (office));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (office)), ==, "Casa Ñusta, Tumbes");
  harness_close (window);
  harness_remove (folder);
}

int
main (int argc, char **argv)
{
  /* Before anybody asks for a bus: the test's own is the system's too. */
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", g_getenv ("DBUS_SESSION_BUS_ADDRESS"), TRUE);
  forms_init (&argc, &argv);
  g_test_add_func ("/lock/sleep-waits-until-the-vault-is-closed", test_sleep);
  g_test_add_func ("/lock/a-locked-screen-locks-the-vault", test_outside);
  g_test_add_func ("/lock/the-clipboard-is-emptied", test_clipboard);
  g_test_add_func ("/lock/wrong-passphrases-are-slowed-told-and-logged", test_wrong);
  g_test_add_func ("/lock/the-office-sets-the-minutes", test_minutes);
  return g_test_run ();
}
