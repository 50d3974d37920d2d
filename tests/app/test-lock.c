/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Locking: who may ask for it, what goes with it, and coming back. logind is played by a second
 * connection to the test's own bus. */
#include "harness.h"

#include "app/amp-case-list.h"
#include "app/amp-case-page.h"
#include "app/amp-clipboard.h"
#include "app/amp-closure-dialog.h"
#include "app/amp-editor.h"
#include "app/amp-erase-dialog.h"
#include "app/amp-file-chooser.h"
#include "app/amp-form-keep.h"
#include "app/amp-intake-page.h"
#include "app/amp-settings-dialog.h"
#include "app/amp-unlock-page.h"
#include "app/amp-workspace.h"
#include "domain/safekeeping.h"
#include "domain/settings.h"

#include <gio/gunixfdlist.h>
#include <glib/gstdio.h>
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

/* --- The same place --- */

static gpointer
first_case (AmpSession *session,
            gpointer data,
            AmpProgress *progress,
            GCancellable *cancellable,
            GError **error)
{
  const AmpCaseQuery query = {.open = TRUE};
  g_autoptr (GArray) ids =
    amp_store_case_ids (amp_session_get_store (session), &query, cancellable, error);

  (void) progress;
  if (ids == NULL)
    return NULL;
  *(gint64 *) data = g_array_index (ids, gint64, 0);
  return GINT_TO_POINTER (TRUE);
}

static gint64
find_case (AmpWindow *window)
{
  static const AmpJob job = {.func = first_case};
  gint64 id = 0;

  amp_jobs_run (amp_window_get_jobs (window), &job, &id, NULL, NULL);
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  g_assert_cmpint (id, !=, 0);
  return id;
}

static AmpCasePage *
case_page_of (AmpWindow *window)
{
  return AMP_CASE_PAGE (harness_find (GTK_WIDGET (window), AMP_TYPE_CASE_PAGE));
}

static AmpForm *
note_form (AmpWindow *window)
{
  AmpCasePage *page = case_page_of (window);
  AmpSection *section = page != NULL ? amp_case_page_get_section (page, "note") : NULL;
  AmpSectionEditor *editor = section != NULL ? amp_section_get_editor (section) : NULL;

  return editor != NULL ? amp_section_editor_get_form (editor) : NULL;
}

static gboolean
focus_is_in (AmpWindow *window, AmpForm *form, const char *entity, const char *field)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (window));
  AmpFieldRow *row = amp_form_row (form, entity, field);

  return focus != NULL && row != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (row));
}

static void
open_note (AmpWindow *window, gint64 id)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.open-case", "x", id);
  WAIT_FOR (case_page_of (window) != NULL && amp_case_page_is_loaded (case_page_of (window)));
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  amp_case_page_show_section (case_page_of (window), "note");
  amp_section_add (amp_case_page_get_section (case_page_of (window), "note"));
  WAIT_FOR (note_form (window) != NULL);
}

static void
test_same_place (void)
{
  char *folder = harness_vault_new (5);
  AmpWindow *window = harness_window_new ();
  gint64 id;
  g_autofree char *text = NULL;

  harness_unlock (window, folder, HARNESS_LOGIN);
  id = find_case (window);
  open_note (window, id);
  amp_form_type (note_form (window), "note", "text", "Llamó la señora");
  gtk_widget_grab_focus (GTK_WIDGET (amp_form_row (note_form (window), "note", "text")));
  WAIT_FOR (focus_is_in (window, note_form (window), "note", "text"));

  amp_window_lock (window);
  g_assert_null (harness_find (GTK_WIDGET (window), AMP_TYPE_WORKSPACE));
  harness_unlock (window, folder, HARNESS_LOGIN);
  WAIT_FOR (note_form (window) != NULL);
  g_assert_cmpint (amp_case_page_get_case (case_page_of (window)), ==, id);
  g_assert_cmpstr (amp_case_page_get_tab (case_page_of (window)), ==, "notes");
  WAIT_FOR (focus_is_in (window, note_form (window), "note", "text"));
  text = amp_field_row_dup_text (amp_form_row (note_form (window), "note", "text"));
  g_assert_cmpstr (text, ==, "Llamó la señora");
  g_assert_false (amp_case_page_offers_draft (case_page_of (window)));

  /* A new day begins at the beginning. */
  harness_close (window);
  window = harness_window_new ();
  harness_unlock (window, folder, HARNESS_LOGIN);
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  g_assert_null (case_page_of (window));
  harness_close (window);
  harness_remove (folder);
}

static void
test_same_field_of_intake (void)
{
  char *folder = harness_vault_new (0);
  AmpWindow *window = harness_window_new ();
  AmpIntakePage *page;
  GtkWidget *focus;

  harness_unlock (window, folder, HARNESS_LOGIN);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.new-case", NULL);
  page = AMP_INTAKE_PAGE (harness_find (GTK_WIDGET (window), AMP_TYPE_INTAKE_PAGE));
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  amp_form_type (amp_intake_page_get_form (page), "person", "surname_paternal", "Ñahui");
  gtk_widget_grab_focus (
    GTK_WIDGET (amp_form_row (amp_intake_page_get_form (page), "person", "surname_paternal")));
  focus = gtk_root_get_focus (GTK_ROOT (window));
  gtk_editable_set_position (GTK_EDITABLE (focus), 2);
  amp_window_lock (window);

  harness_unlock (window, folder, HARNESS_LOGIN);
  WAIT_FOR (harness_find (GTK_WIDGET (window), AMP_TYPE_INTAKE_PAGE) != NULL);
  page = AMP_INTAKE_PAGE (harness_find (GTK_WIDGET (window), AMP_TYPE_INTAKE_PAGE));
  WAIT_FOR (amp_editor_is_dirty (AMP_EDITOR (page)));
  WAIT_FOR (focus_is_in (window, amp_intake_page_get_form (page), "person", "surname_paternal"));
  focus = gtk_root_get_focus (GTK_ROOT (window));
  /* The next key goes in between, and replaces nothing. */
  WAIT_FOR (gtk_editable_get_position (GTK_EDITABLE (focus)) == 2);
  g_assert_false (gtk_editable_get_selection_bounds (GTK_EDITABLE (focus), NULL, NULL));
  harness_close (window);
  harness_remove (folder);
}

/* --- Two windows --- */

static AmpWindow *
other_window (AmpWindow *window)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GObject) other = g_list_model_get_item (windows, i);

      if (AMP_IS_WINDOW (other) && other != G_OBJECT (window))
        return AMP_WINDOW (other);
    }
  return NULL;
}

static gboolean
tells_of_another (AmpWindow *window)
{
  return case_page_of (window) != NULL && gtk_widget_get_visible (harness_child (
                                            GTK_WIDGET (window), AMP_TYPE_CASE_PAGE, "shared_bar"));
}

static void
test_two_windows (void)
{
  char *folder = harness_vault_new (5);
  AmpWindow *window = harness_window_new (), *other;
  gint64 id;

  harness_unlock (window, folder, HARNESS_LOGIN);
  id = find_case (window);
  open_note (window, id);
  g_assert_false (tells_of_another (window));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.new-window", NULL);
  other = other_window (window);
  g_assert_nonnull (other);
  WAIT_FOR (case_page_of (other) != NULL && amp_case_page_is_loaded (case_page_of (other)));
  g_assert_cmpint (amp_case_page_get_case (case_page_of (other)), ==, id);
  WAIT_FOR (tells_of_another (window) && tells_of_another (other));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (other)), ==, "Amparo");

  /* One of them goes alone. */
  gtk_window_close (GTK_WINDOW (other));
  WAIT_FOR (other_window (window) == NULL);
  WAIT_FOR (!tells_of_another (window));
  g_assert_true (amp_jobs_is_unlocked (amp_window_get_jobs (window)));

  /* A lock leaves one that asks for the passphrase, and then both are back. */
  gtk_widget_activate_action (GTK_WIDGET (window), "win.new-window", NULL);
  other = other_window (window);
  WAIT_FOR (case_page_of (other) != NULL && amp_case_page_is_loaded (case_page_of (other)));
  amp_window_lock (other);
  WAIT_FOR (other_window (window) == NULL);
  g_assert_nonnull (harness_find (GTK_WIDGET (window), AMP_TYPE_UNLOCK_PAGE));
  harness_unlock (window, folder, HARNESS_LOGIN);
  WAIT_FOR (other_window (window) != NULL);
  other = other_window (window);
  WAIT_FOR (tells_of_another (window) && tells_of_another (other));
  gtk_window_close (GTK_WINDOW (window)); /* the first one too may go alone */
  WAIT_FOR (other_window (other) == NULL);
  g_assert_true (amp_jobs_is_unlocked (amp_window_get_jobs (other)));
  harness_close (other);
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

/* --- Emergency close --- */

static AmpEraseDialog *
open_emergency (AmpWindow *window)
{
  GListModel *windows = gtk_window_get_toplevels ();

  gtk_widget_activate_action (GTK_WIDGET (window), "win.emergency", NULL);
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GObject) top = g_list_model_get_item (windows, i);

      if (AMP_IS_ERASE_DIALOG (top))
        return AMP_ERASE_DIALOG (top);
    }
  g_assert_not_reached ();
}

static GtkWidget *
of_emergency (AmpEraseDialog *dialog, const char *id)
{
  return harness_child (GTK_WIDGET (dialog), AMP_TYPE_ERASE_DIALOG, id);
}

static gpointer
make_backup (AmpSession *session,
             gpointer data,
             AmpProgress *progress,
             GCancellable *cancellable,
             GError **error)
{
  return GINT_TO_POINTER (amp_session_backup (session, data, progress, cancellable, error));
}

static void
verify_backup (AmpWindow *window, AmpEraseDialog *dialog, const char *path)
{
  amp_choose_file_answer (path);
  gtk_editable_set_text (GTK_EDITABLE (of_emergency (dialog, "passphrase")), HARNESS_PASSPHRASE);
  g_signal_emit_by_name (of_emergency (dialog, "verify"), "clicked");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (of_emergency (dialog, "passphrase"))), ==,
                   "");
  amp_choose_file_answer (NULL);
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
}

static void
test_emergency (void)
{
  static const AmpJob job = {.func = make_backup};
  char *folder = harness_vault_new (5);
  g_autofree char *place = g_path_get_dirname (folder);
  g_autofree char *path = g_build_filename (place, "copia.backup", NULL);
  g_autofree char *back = g_build_filename (place, "vuelta.amparo", NULL);
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (HARNESS_PASSPHRASE);
  g_autoptr (GError) error = NULL;
  AmpWindow *window = harness_window_new ();
  AmpJobs *jobs = amp_window_get_jobs (window);
  AmpEraseDialog *dialog;
  GtkWidget *page;
  double seconds;

  harness_unlock (window, folder, HARNESS_LOGIN);
  dialog = open_emergency (window);
  WAIT_FOR (!amp_jobs_is_busy (jobs));
  forms_assert_named (GTK_WIDGET (dialog));
  /* Refused without a backup; one that is not whole does not help. */
  g_assert_false (gtk_widget_get_sensitive (of_emergency (dialog, "next")));
  g_assert_true (g_file_set_contents (path, "no backup", -1, NULL));
  verify_backup (window, dialog, path);
  g_assert_false (gtk_widget_get_sensitive (of_emergency (dialog, "next")));
  g_assert_true (gtk_widget_get_visible (of_emergency (dialog, "alert")));
  g_unlink (path);

  amp_jobs_run (jobs, &job, path, NULL, NULL);
  WAIT_FOR (!amp_jobs_is_busy (jobs));
  verify_backup (window, dialog, path);
  g_assert_true (gtk_widget_get_sensitive (of_emergency (dialog, "next")));
  forms_picture (GTK_WINDOW (dialog), "emergency-backup");
  /* It is remembered: the next time nothing has to be verified first. */
  gtk_window_close (GTK_WINDOW (dialog));
  dialog = open_emergency (window);
  WAIT_FOR (gtk_widget_get_sensitive (of_emergency (dialog, "next")));
  g_signal_emit_by_name (of_emergency (dialog, "next"), "clicked");
  g_assert_false (gtk_widget_get_sensitive (of_emergency (dialog, "erase")));
  gtk_editable_set_text (GTK_EDITABLE (of_emergency (dialog, "word")), "yes");
  g_assert_false (gtk_widget_get_sensitive (of_emergency (dialog, "erase")));
  gtk_editable_set_text (GTK_EDITABLE (of_emergency (dialog, "word")), "erase");
  g_assert_true (gtk_widget_get_sensitive (of_emergency (dialog, "erase")));
  forms_picture (GTK_WINDOW (dialog), "emergency-word");

  g_test_timer_start ();
  g_signal_emit_by_name (of_emergency (dialog, "erase"), "clicked");
  WAIT_FOR (!amp_jobs_is_unlocked (jobs) && !amp_jobs_is_busy (jobs));
  seconds = g_test_timer_elapsed ();
  g_test_minimized_result (seconds, "erased and on the first screen: %.0f ms", seconds * 1000);
  g_assert_cmpfloat (seconds, <, 1);
  page = harness_find (GTK_WIDGET (window), AMP_TYPE_UNLOCK_PAGE);
  g_assert_cmpstr (amp_unlock_page_get_folder (AMP_UNLOCK_PAGE (page)), ==, "");
  g_assert_cmpstr (amp_unlock_page_get_login (AMP_UNLOCK_PAGE (page)), ==, "");
  harness_close (window);

  g_assert_null (amp_vault_unlock (folder, HARNESS_LOGIN, passphrase, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_ERASED);
  g_clear_error (&error);
  g_assert_true (amp_backup_restore (path, back, HARNESS_LOGIN, passphrase, NULL, NULL, &error));
  harness_remove (folder);
}

/* --- What lies over the window --- */

static GtkWindow *
dialog_over (AmpWindow *window)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWindow) each = g_list_model_get_item (all, i);

      if (gtk_window_get_transient_for (each) == GTK_WINDOW (window))
        return each;
    }
  return NULL;
}

static void
present_filters (AmpWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-page", "s", "cases");
  g_signal_emit_by_name (harness_child (GTK_WIDGET (window), AMP_TYPE_CASE_LIST, "filters"),
                         "clicked");
}

static AmpCasePage *
open_first_case (AmpWindow *window)
{
  AmpCasePage *page;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.open-case", "x", find_case (window));
  page = AMP_CASE_PAGE (harness_find (GTK_WIDGET (window), AMP_TYPE_CASE_PAGE));
  WAIT_FOR (amp_case_page_is_loaded (page));
  return page;
}

static void
present_closure (AmpWindow *window)
{
  AmpCasePage *page = open_first_case (window);

  amp_closure_present (GTK_WIDGET (page), amp_window_get_jobs (window),
                       amp_case_page_get_case (page));
}

static void
present_institution (AmpWindow *window)
{
  amp_case_page_show_institution (open_first_case (window), 0);
}

/* With all it shows. */
static void
test_dialogs_go (void)
{
  void (*const present[]) (AmpWindow *) = {present_filters, present_closure, present_institution};
  char *folder = harness_vault_new (5);
  AmpWindow *window = harness_window_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (present); i++)
    {
      harness_unlock (window, folder, HARNESS_LOGIN);
      WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
      present[i](window);
      WAIT_FOR (dialog_over (window) != NULL);
      amp_window_lock (window);
      g_assert_null (dialog_over (window));
      WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
    }
  harness_close (window);
  harness_remove (folder);
}

static AmpForm *
closure_form (AmpWindow *window)
{
  present_closure (window);
  WAIT_FOR (dialog_over (window) != NULL);
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  return amp_closure_dialog_get_form (AMP_CLOSURE_DIALOG (dialog_over (window)));
}

/* What was written in it comes back. */
static void
test_dialog_comes_back (void)
{
  char *folder = harness_vault_new (5);
  AmpWindow *window = harness_window_new ();
  g_autofree char *note = NULL;
  AmpForm *form;

  harness_unlock (window, folder, HARNESS_LOGIN);
  amp_form_type (closure_form (window), "closure", "note", "Se muda con su hermana");
  amp_window_lock (window);
  WAIT_FOR (!amp_jobs_is_busy (amp_window_get_jobs (window)));
  harness_unlock (window, folder, HARNESS_LOGIN);
  form = closure_form (window);
  WAIT_FOR (amp_form_keep_offers (form));
  amp_form_keep_restore (form);
  note = amp_field_row_dup_text (amp_form_row (form, "closure", "note"));
  g_assert_cmpstr (note, ==, "Se muda con su hermana");
  gtk_window_destroy (dialog_over (window));
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
  g_test_add_func ("/lock/it-comes-back-to-the-same-place", test_same_place);
  g_test_add_func ("/lock/it-comes-back-to-the-same-field-and-cursor", test_same_field_of_intake);
  g_test_add_func ("/lock/two-windows-on-one-case-tell-of-each-other", test_two_windows);
  g_test_add_func ("/lock/wrong-passphrases-are-slowed-told-and-logged", test_wrong);
  g_test_add_func ("/lock/dialogs-go-with-the-window", test_dialogs_go);
  g_test_add_func ("/lock/what-was-written-in-a-dialog-comes-back", test_dialog_comes_back);
  g_test_add_func ("/lock/the-office-sets-the-minutes", test_minutes);
  g_test_add_func ("/lock/emergency-close-erases-behind-two-steps-and-a-backup", test_emergency);
  return g_test_run ();
}
