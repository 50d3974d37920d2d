/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What menus and keys do to the window; what needs an open vault goes on to the workspace. */
#include "app/amp-window-private.h"

#include "app/amp-about.h"
#include "app/amp-dialog.h"
#include "app/amp-drafts.h"
#include "app/amp-erase-dialog.h"
#include "app/amp-guide-window.h"
#include "app/amp-place.h"
#include "app/amp-settings-dialog.h"

#include <glib/gi18n.h>

static void
lock_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  (void) name;
  (void) parameter;
  amp_window_lock (AMP_WINDOW (widget));
}

/* Gone from the screen and from the list of windows where starting the program brings it back, else
 * only small. */
static void
amp_window_hide (AmpWindow *self)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  gboolean comes_back =
    application != NULL &&
    g_application_get_dbus_connection (G_APPLICATION (application)) != NULL &&
    !(g_application_get_flags (G_APPLICATION (application)) & G_APPLICATION_NON_UNIQUE);

  amp_dialog_close_all ();
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (!AMP_IS_WINDOW (window) || AMP_WINDOW (window)->jobs != self->jobs)
        continue;
      gtk_window_minimize (window);
      if (comes_back)
        gtk_widget_set_visible (GTK_WIDGET (window), FALSE);
    }
}

static void
quick_hide_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  (void) name;
  (void) parameter;
  amp_window_lock (AMP_WINDOW (widget));
  amp_window_hide (AMP_WINDOW (widget));
}

/* The same case, or the same page. */
static void
new_window_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AmpWindow *self = AMP_WINDOW (widget), *window;
  g_autoptr (JsonNode) place = NULL;

  (void) name;
  (void) parameter;
  if (amp_window_workspace (self) == NULL || amp_jobs_get_role (self->jobs) == AMP_ROLE_AUDITOR)
    return;
  place = amp_place_of (amp_window_workspace (self));
  window = amp_window_open_beside (self);
  if (place != NULL)
    amp_place_return (amp_window_workspace (window), place);
}

/* Nothing on the screen says that there was a vault. */
static void
on_erased (AmpWindow *self)
{
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->login, g_free);
  amp_drafts_forget (amp_drafts_of (self->jobs));
  amp_jobs_lock (self->jobs);
}

static void
emergency_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AmpWindow *self = AMP_WINDOW (widget);

  (void) name;
  (void) parameter;
  if (amp_window_workspace (self) != NULL && amp_jobs_get_role (self->jobs) != AMP_ROLE_AUDITOR)
    g_signal_connect_object (amp_erase_dialog_present (widget, self->jobs), "erased",
                             G_CALLBACK (on_erased), self, G_CONNECT_SWAPPED);
}

static void
settings_changed (AmpWindow *self)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (AMP_IS_WINDOW (window) && AMP_WINDOW (window)->jobs == self->jobs)
        amp_window_read_settings (AMP_WINDOW (window));
    }
}

static void
settings_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AmpWindow *self = AMP_WINDOW (widget);

  (void) name;
  (void) parameter;
  if (amp_window_workspace (self) != NULL && amp_jobs_get_role (self->jobs) != AMP_ROLE_AUDITOR)
    g_signal_connect_object (amp_settings_dialog_present (widget, self->jobs), "changed",
                             G_CALLBACK (settings_changed), self, G_CONNECT_SWAPPED);
}

static void
close_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  (void) name;
  (void) parameter;
  gtk_window_close (GTK_WINDOW (widget));
}

static void
about_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  (void) name;
  (void) parameter;
  amp_about_present (GTK_WINDOW (widget));
}

/* Of the field that has the keyboard, else from the beginning. */
static void
guide_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  (void) name;
  (void) parameter;
  amp_guide_window_present (widget, amp_guide_window_about_focus (GTK_WINDOW (widget)));
}

static void
shortcuts_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  (void) name;
  (void) parameter;
  amp_shortcuts_present (GTK_WINDOW (widget));
}

static void
toast_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AmpWindow *self = AMP_WINDOW (widget);
  AdwToast *toast = adw_toast_new (g_variant_get_string (parameter, NULL));

  (void) name;
  adw_toast_set_timeout (toast, 8);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* The same, with a way back. */
static void
toast_undo_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AmpWindow *self = AMP_WINDOW (widget);
  AdwToast *toast = adw_toast_new (g_variant_get_string (parameter, NULL));

  (void) name;
  adw_toast_set_timeout (toast, 8);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_action_name (toast, "win.undo");
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* Everything that needs an open vault goes to the workspace, by the same name. */
static void
workspace_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AmpWorkspace *open = amp_window_workspace (AMP_WINDOW (widget));

  if (open != NULL)
    amp_workspace_act (open, strchr (name, '.') + 1, parameter);
  else if (amp_window_review_page (AMP_WINDOW (widget)) != NULL)
    amp_review_page_act (amp_window_review_page (AMP_WINDOW (widget)), strchr (name, '.') + 1,
                         parameter);
}

/* From the list of an office's packs: locks the office, and asks for the passphrase of the pack. */
static void
review_pack_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AmpWindow *self = AMP_WINDOW (widget);

  (void) name;
  g_free (self->folder);
  self->folder = g_variant_dup_string (parameter, NULL);
  self->is_review = TRUE;
  amp_window_lock (self);
}

void
amp_window_install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    const char *type;
  } workspace_actions[] = {
    {"win.show-page", "s"},       {"win.open-case", "x"},       {"win.new-case", NULL},
    {"win.search", NULL},         {"win.open-case-at", "(xs)"}, {"win.close-case", NULL},
    {"win.reveal-names", NULL},   {"win.export-counts", NULL},  {"win.import", NULL},
    {"win.close-page", NULL},     {"win.backup", NULL},         {"win.recovery-sheets", NULL},
    {"win.log-head", NULL},       {"win.make-pack", NULL},      {"win.show-cases", "s"},
    {"win.undo", NULL},           {"win.new-task", NULL},       {"win.show-institution", "x"},
    {"win.duplicates", NULL},     {"win.releases", NULL},       {"win.findings", NULL},
    {"win.show-behind", "(sax)"}, {"win.programme", "(xsxs)"},  {"win.partner-records", NULL},
  };

  gtk_widget_class_install_action (widget_class, "win.lock", NULL, lock_action);
  gtk_widget_class_install_action (widget_class, "win.quick-hide", NULL, quick_hide_action);
  gtk_widget_class_install_action (widget_class, "win.new-window", NULL, new_window_action);
  gtk_widget_class_install_action (widget_class, "win.settings", NULL, settings_action);
  gtk_widget_class_install_action (widget_class, "win.emergency", NULL, emergency_action);
  gtk_widget_class_install_action (widget_class, "win.close", NULL, close_action);
  gtk_widget_class_install_action (widget_class, "win.about", NULL, about_action);
  gtk_widget_class_install_action (widget_class, "win.guide", NULL, guide_action);
  gtk_widget_class_install_action (widget_class, "win.show-help-overlay", NULL, shortcuts_action);
  gtk_widget_class_install_action (widget_class, "win.review-pack", "s", review_pack_action);
  gtk_widget_class_install_action (widget_class, "win.toast", "s", toast_action);
  gtk_widget_class_install_action (widget_class, "win.toast-undo", "s", toast_undo_action);
  for (gsize i = 0; i < G_N_ELEMENTS (workspace_actions); i++)
    gtk_widget_class_install_action (widget_class, workspace_actions[i].name,
                                     workspace_actions[i].type, workspace_action);
}
