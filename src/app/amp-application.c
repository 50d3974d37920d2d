/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The application: style, accelerators, one window. */
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
  {"win.search", {"<Control>f", "<Control>k", NULL}},
  {"win.reveal-names", {"<Control>r", NULL}},
  {"win.show-page::cases", {"<Alt>1", NULL}},
  {"win.show-page::intake", {"<Alt>2", NULL}},
  {"win.show-page::counts", {"<Alt>3", NULL}},
  {"win.export-counts", {"<Control>e", NULL}},
  {"win.show-help-overlay", {"<Control>question", "F1", NULL}},
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
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (data));

  for (GList *l = windows; l != NULL; l = l->next)
    if (AMP_IS_WINDOW (l->data))
      {
        gtk_window_close (l->data);
        break;
      }
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

static AmpWindow *
show_window (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window == NULL)
    {
      g_autoptr (AmpJobs) jobs = amp_jobs_new ();

      window = GTK_WINDOW (amp_window_new (GTK_APPLICATION (application), jobs));
    }
  gtk_window_present (window);
  return AMP_WINDOW (window);
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

static void
amp_application_class_init (AmpApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = amp_application_startup;
  application_class->activate = amp_application_activate;
  application_class->open = amp_application_open;
}

static void
amp_application_init (AmpApplication *self)
{
  (void) self;
}

AmpApplication *
amp_application_new (void)
{
  /* Not unique: the path of a vault would travel over the session bus; the vault's own lock keeps a
   * second writer out. */
  return g_object_new (AMP_TYPE_APPLICATION, "application-id", "org.amparo.Amparo", "flags",
                       G_APPLICATION_NON_UNIQUE | G_APPLICATION_HANDLES_OPEN, NULL);
}
