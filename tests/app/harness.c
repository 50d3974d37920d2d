/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The whole window in a test. */
#include "harness.h"

#include "domain/cases.h"
#include "domain/demo.h"

#include <X11/Xlib.h>
#include <X11/extensions/XTest.h>
#include <gdk/x11/gdkx.h>
#include <glib/gstdio.h>

/* --- Vaults --- */

char *
harness_vault_new (guint cases)
{
  const AmpDemoOptions options = {.cases = cases, .seed = 1, .today = "2026-11-24"};
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (HARNESS_PASSPHRASE);
  g_autoptr (AmpSession) session = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *place = g_dir_make_tmp ("amparo-window-XXXXXX", &error);
  char *folder = g_build_filename (place, "Piura.amparo", NULL);

  g_assert_no_error (error);
  session = amp_session_create (folder, HARNESS_LOGIN, passphrase, &amp_kdf_cheap, &error);
  g_assert_no_error (error);
  if (cases > 0)
    amp_demo_fill (session, &options, NULL, NULL, &error);
  g_assert_no_error (error);
  return folder;
}

void
harness_add_user (const char *folder, const char *login, AmpRole role)
{
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (HARNESS_PASSPHRASE);
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpSession) session = amp_session_open (folder, HARNESS_LOGIN, passphrase, &error);

  g_assert_no_error (error);
  amp_session_add_user (session, login, role, passphrase, &amp_kdf_cheap, &error);
  g_assert_no_error (error);
}

gint64
harness_add_person (AmpSession *session, const char *given, const char *paternal, const char *birth)
{
  g_autoptr (AmpRecord) person = amp_record_new (amp_entity_find ("person"));
  g_autoptr (AmpRecord) case_ = amp_record_new (amp_entity_find ("case"));
  g_autoptr (GError) error = NULL;
  const char *const values[][2] = {
    {"given_names", given}, {"surname_paternal", paternal}, {"phone", "+51987654321"},
    {"birth_date", birth},  {"gender", "Feminine"},         {"age_band", "18--20"},
    {"nationality", "PE"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    g_assert_true (amp_record_set (person, values[i][0], values[i][1], NULL));
  g_assert_true (amp_record_set (case_, "office_region", "PE-TUM", NULL));
  g_assert_true (amp_record_set (case_, "source", "self", NULL));
  g_assert_true (amp_record_set (case_, "trafficking_status", "possible", NULL));
  amp_cases_intake (session, person, case_, NULL, NULL, &error);
  g_assert_no_error (error);
  return amp_record_id (case_);
}

gint64
harness_add_twins (const char *folder)
{
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text (HARNESS_PASSPHRASE);
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpSession) session = amp_session_open (folder, HARNESS_LOGIN, passphrase, &error);

  gint64 case_id;

  g_assert_no_error (error);
  case_id = harness_add_person (session, "Jhoselyn", "Quispe", NULL);
  harness_add_person (session, "Yoselin", "Kispe", "2006-03-05");
  return case_id;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) directory = g_dir_open (path, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

void
harness_remove (char *folder)
{
  g_autofree char *place = g_path_get_dirname (folder);

  remove_tree (place);
  g_free (folder);
}

/* --- The window --- */

AmpWindow *
harness_window_new (void)
{
  g_autoptr (AmpJobs) jobs = amp_jobs_new ();
  AmpWindow *window = amp_window_new (NULL, jobs);

  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  return window;
}

GtkWidget *
harness_find (GtkWidget *root, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = harness_find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
harness_toplevel (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type))
        return window;
    }
  return NULL;
}

GtkWidget *
harness_child (GtkWidget *root, GType type, const char *id)
{
  GtkWidget *owner = harness_find (root, type);
  GObject *child;

  g_assert_nonnull (owner);
  child = gtk_widget_get_template_child (owner, type, id);
  g_assert_nonnull (child);
  return GTK_WIDGET (child);
}

void
harness_unlock (AmpWindow *window, const char *folder, const char *login)
{
  harness_unlock_with (window, folder, login, HARNESS_PASSPHRASE);
}

void
harness_unlock_with (AmpWindow *window,
                     const char *folder,
                     const char *login,
                     const char *passphrase)
{
  GtkWidget *root = GTK_WIDGET (window);
  GType page = g_type_from_name ("AmpUnlockPage");

  gtk_editable_set_text (GTK_EDITABLE (harness_child (root, page, "folder")), folder);
  gtk_editable_set_text (GTK_EDITABLE (harness_child (root, page, "login")), login);
  gtk_editable_set_text (GTK_EDITABLE (harness_child (root, page, "passphrase")), passphrase);
  g_signal_emit_by_name (harness_child (root, page, "unlock"), "clicked");
  WAIT_FOR (amp_jobs_is_unlocked (amp_window_get_jobs (window)));
}

void
harness_show_cases (AmpWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-page", "s", "cases");
}

void
harness_close (AmpWindow *window)
{
  GtkWindow *gone = GTK_WINDOW (window);

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &gone);
  gtk_window_close (gone);
  WAIT_FOR (gone == NULL);
}

/* --- Keys --- */

static Display *
second_connection (void)
{
  static Display *display;

  if (display == NULL)
    display = XOpenDisplay (NULL);
  return display;
}

/* Without a window manager nobody gives the window the focus. */
void
harness_focus_window (AmpWindow *window)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));

  XSetInputFocus (second_connection (), gdk_x11_surface_get_xid (surface), RevertToParent,
                  CurrentTime);
  XFlush (second_connection ());
  WAIT_FOR (gtk_window_is_active (GTK_WINDOW (window)));
}

void
harness_key (const char *keysym, const char *modifier)
{
  Display *display = second_connection ();
  KeyCode key = XKeysymToKeycode (display, XStringToKeysym (keysym));
  KeyCode held =
    modifier != NULL ? XKeysymToKeycode (display, XStringToKeysym (modifier)) : (KeyCode) 0;

  if (held != 0)
    XTestFakeKeyEvent (display, held, True, 0);
  XTestFakeKeyEvent (display, key, True, 0);
  XTestFakeKeyEvent (display, key, False, 0);
  if (held != 0)
    XTestFakeKeyEvent (display, held, False, 0);
  XFlush (display);
}
