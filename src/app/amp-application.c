/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The application: style, accelerators, its windows. */
#include "app/amp-application.h"

#include "amp-app-resources.h"
#include "app/amp-window.h"

#include <glib-unix.h>
#include <signal.h>

struct _AmpApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (AmpApplication, amp_application, ADW_TYPE_APPLICATION)

typedef struct
{
  const char *action;
  const char *accelerators[3];
} Accelerator;

static const Accelerator accelerators[] = {
  {"win.lock", {"<Control>l", NULL}},
  {"win.quick-hide", {"F12", NULL}},
  {"win.new-case", {"<Control>n", NULL}},
  {"win.new-window", {"<Control><Shift>n", NULL}},
  {"win.search", {"<Control>f", "<Control>k", NULL}},
  {"win.reveal-names", {"<Control>r", NULL}},
  {"win.new-task", {"<Control>t", NULL}},
  {"win.show-page::today", {"<Control>1", NULL}},
  {"win.show-page::cases", {"<Control>2", NULL}},
  {"win.show-page::tasks", {"<Control>3", NULL}},
  {"win.show-page::intake", {"<Control>4", NULL}},
  {"win.show-page::counts", {"<Control>5", NULL}},
  {"win.show-page::approvals", {"<Control>6", NULL}},
  {"win.show-page::directory", {"<Control>7", NULL}},
  {"win.show-page::programme", {"<Control>8", NULL}},
  {"win.export-counts", {"<Control>e", NULL}},
  {"win.show-help-overlay", {"<Control>question", NULL}},
  {"win.guide", {"F1", NULL}},
  {"win.close", {"<Control>q", "<Control>w", NULL}},
};

static const int ending_signals[] = {SIGTERM, SIGHUP, SIGINT};

void
amp_application_prepare_display (void)
{
  g_autoptr (GtkCssProvider) css = gtk_css_provider_new ();

  g_resources_register (amp_app_get_resource ());
  gtk_css_provider_load_from_resource (css, "/org/amparo/Amparo/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (css),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/* The session ends, or somebody pressed Ctrl+C in the terminal: close as a person would, so that
 * what was typed is kept. */
static gboolean
on_terminate (gpointer data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (data)));

  for (GList *l = windows; l != NULL; l = l->next)
    if (AMP_IS_WINDOW (l->data))
      gtk_window_close (l->data);
  return G_SOURCE_CONTINUE;
}

static void
amp_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (amp_application_parent_class)->startup (application);
  amp_application_prepare_display ();
  for (gsize i = 0; i < G_N_ELEMENTS (ending_signals); i++)
    g_unix_signal_add (ending_signals[i], on_terminate, application);
  for (gsize i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accelerators[i].action,
                                           accelerators[i].accelerators);
}

/* Also one that is hidden, which is no active window. */
static AmpWindow *
find_window (GtkApplication *application)
{
  GtkWindow *active = gtk_application_get_active_window (application);

  if (AMP_IS_WINDOW (active))
    return AMP_WINDOW (active);
  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    if (AMP_IS_WINDOW (l->data))
      return l->data;
  return NULL;
}

static AmpWindow *
show_window (GApplication *application)
{
  AmpWindow *window = find_window (GTK_APPLICATION (application));

  if (window == NULL)
    {
      g_autoptr (AmpJobs) jobs = amp_jobs_new ();

      window = amp_window_new (GTK_APPLICATION (application), jobs);
    }
  gtk_window_unminimize (GTK_WINDOW (window));
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
amp_application_activate (GApplication *application)
{
  show_window (application);
}

static void
amp_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  AmpWindow *window = show_window (application);
  g_autofree char *path = n_files > 0 ? g_file_get_path (files[0]) : NULL;

  (void) hint;
  if (path != NULL)
    amp_window_offer_vault (window, path);
}

static gboolean
is_running (void)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) reply = NULL;
  gboolean has_owner = FALSE;

  if (bus == NULL)
    return FALSE;
  reply = g_dbus_connection_call_sync (
    bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner",
    g_variant_new ("(s)", "org.amparo.Amparo"), G_VARIANT_TYPE ("(b)"), G_DBUS_CALL_FLAGS_NONE, -1,
    NULL, NULL);
  if (reply != NULL)
    g_variant_get (reply, "(b)", &has_owner);
  return has_owner;
}

/* Started again, it shows the window that is hidden. With the path of a vault it is another
 * program: the path must not travel over the session bus, and the vault's own lock keeps a second
 * writer out. */
static gboolean
amp_application_local_command_line (GApplication *application, char ***arguments, int *status)
{
  if (g_strv_length (*arguments) > 1 && is_running ())
    g_application_set_flags (application,
                             g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
  return G_APPLICATION_CLASS (amp_application_parent_class)
    ->local_command_line (application, arguments, status);
}

static void
amp_application_class_init (AmpApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = amp_application_startup;
  application_class->activate = amp_application_activate;
  application_class->open = amp_application_open;
  application_class->local_command_line = amp_application_local_command_line;
}

static void
amp_application_init (AmpApplication *self)
{
  (void) self;
}

AmpApplication *
amp_application_new (void)
{
  return g_object_new (AMP_TYPE_APPLICATION, "application-id", "org.amparo.Amparo", "flags",
                       G_APPLICATION_HANDLES_OPEN, NULL);
}
