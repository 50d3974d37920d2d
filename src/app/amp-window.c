/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one window: what is on it depends on whether a vault is open. */
#include "app/amp-window-private.h"

#include "app/amp-clipboard.h"
#include "app/amp-create-page.h"
#include "app/amp-dialog.h"
#include "app/amp-drafts.h"
#include "app/amp-unlock-page.h"

#include "domain/sentences.h"
#include "domain/settings.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (AmpWindow, amp_window, ADW_TYPE_APPLICATION_WINDOW)

AmpWorkspace *
amp_window_workspace (AmpWindow *self)
{
  GtkWidget *child = adw_bin_get_child (self->place);

  return AMP_IS_WORKSPACE (child) ? AMP_WORKSPACE (child) : NULL;
}

AmpReviewPage *
amp_window_review_page (AmpWindow *self)
{
  GtkWidget *child = adw_bin_get_child (self->place);

  return AMP_IS_REVIEW_PAGE (child) ? AMP_REVIEW_PAGE (child) : NULL;
}

static void show_create (AmpWindow *self);

static void
show_unlock (AmpWindow *self)
{
  AmpUnlockPage *page = amp_unlock_page_new (self->jobs);

  g_signal_connect_object (page, "create-wanted", G_CALLBACK (show_create), self,
                           G_CONNECT_SWAPPED);
  adw_bin_set_child (self->place, GTK_WIDGET (page));
  amp_unlock_page_offer (page, self->folder, self->login, self->is_review);
}

static void
show_create (AmpWindow *self)
{
  AmpCreatePage *page = amp_create_page_new (self->jobs);

  g_signal_connect_object (page, "back", G_CALLBACK (show_unlock), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (self->place, GTK_WIDGET (page));
  amp_create_page_focus (page);
}

/* Who opened what is kept until the window closes, so that unlocking again asks for the passphrase
 * only. It is never written anywhere: a settings key or a list of recent files would tell a
 * stranger where the vault lies. */
static void
remember_opening (AmpWindow *self)
{
  GtkWidget *child = adw_bin_get_child (self->place);
  const char *folder = NULL, *login = NULL;

  if (AMP_IS_UNLOCK_PAGE (child))
    {
      folder = amp_unlock_page_get_folder (AMP_UNLOCK_PAGE (child));
      login = amp_unlock_page_get_login (AMP_UNLOCK_PAGE (child));
      self->is_review = amp_unlock_page_is_review (AMP_UNLOCK_PAGE (child));
    }
  else if (AMP_IS_CREATE_PAGE (child))
    {
      folder = amp_create_page_get_folder (AMP_CREATE_PAGE (child));
      login = amp_create_page_get_login (AMP_CREATE_PAGE (child));
      self->is_review = FALSE;
    }
  if (folder == NULL)
    return;
  g_free (self->folder);
  self->folder = g_strdup (folder);
  g_free (self->login);
  self->login = g_strdup (login);
}

/* Not a toast: she has to have read it before she writes. */
static void
tell_of_new_keys (AmpWindow *self)
{
  GtkWidget *dialog =
    adw_message_dialog_new (GTK_WINDOW (self), _ ("New keys"), _ (amp_sentence_new_keys));

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Understood"));
  amp_dialog_add_keys (GTK_WINDOW (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- Several windows on one vault --- */

/* The one that was there first asks for the passphrase after a lock; the others go with it. */
static gboolean
is_first (AmpWindow *self)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (AMP_IS_WINDOW (window) && AMP_WINDOW (window)->jobs == self->jobs &&
          !AMP_WINDOW (window)->leaving)
        return window == GTK_WINDOW (self);
    }
  return TRUE;
}

static gboolean
is_alone (AmpWindow *self)
{
  GListModel *windows = gtk_window_get_toplevels ();
  gboolean alone = TRUE;

  for (guint i = 0; i < g_list_model_get_n_items (windows) && alone; i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      alone = !AMP_IS_WINDOW (window) || window == GTK_WINDOW (self) ||
              AMP_WINDOW (window)->jobs != self->jobs || AMP_WINDOW (window)->leaving;
    }
  return alone;
}

AmpWindow *
amp_window_open_beside (AmpWindow *self)
{
  AmpWindow *window = amp_window_new (gtk_window_get_application (GTK_WINDOW (self)), self->jobs);

  gtk_window_present (GTK_WINDOW (window));
  return window;
}

/* --- Unlocked --- */

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

static void
minutes_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpWindow *self = owner;

  (void) data;
  if (error == NULL)
    amp_idle_lock_set_seconds (self->idle_lock, GPOINTER_TO_UINT (result) * 60);
}

static const AmpJob minutes_job = {.func = read_minutes, .done = minutes_done};

void
amp_window_read_settings (AmpWindow *self)
{
  amp_jobs_run (self->jobs, &minutes_job, NULL, self, NULL);
}

static void
show_workspace (AmpWindow *self)
{
  adw_bin_set_child (self->place, GTK_WIDGET (amp_workspace_new (self->jobs)));
  amp_workspace_show_page (amp_window_workspace (self), "today");
  if (amp_jobs_get_role (self->jobs) != AMP_ROLE_AUDITOR)
    amp_window_read_settings (self);
}

/* An auditor's: no office, and nothing of its settings. */
static void
show_review (AmpWindow *self)
{
  AmpReviewRead *read = amp_jobs_take_review (self->jobs);
  g_autoptr (AmpReviewDesk) desk = NULL;

  if (read == NULL)
    return;
  desk = amp_review_desk_new (self->jobs, read);
  adw_bin_set_child (self->place, GTK_WIDGET (amp_review_page_new (desk)));
  amp_review_page_show (amp_window_review_page (self), "log");
  amp_idle_lock_set_seconds (self->idle_lock, AMP_IDLE_SECONDS);
}

static void
on_unlocked (AmpWindow *self)
{
  if (self->closing || !is_first (self))
    return;
  remember_opening (self);
  if (amp_jobs_is_review (self->jobs))
    {
      show_review (self);
      return;
    }
  show_workspace (self);
  if (amp_jobs_get_role (self->jobs) != AMP_ROLE_AUDITOR)
    amp_window_return_to_places (self);
  if (amp_jobs_has_new_keys (self->jobs))
    tell_of_new_keys (self);
}

static gboolean
destroy_later (gpointer window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  return G_SOURCE_REMOVE;
}

static void
on_locking (AmpWindow *self)
{
  AmpWorkspace *open = amp_window_workspace (self);
  gboolean first = is_first (self);

  amp_clipboard_clear (gtk_widget_get_display (GTK_WIDGET (self)));
  if (open == NULL && amp_window_review_page (self) == NULL)
    return;
  if (!self->closing && open != NULL)
    amp_window_keep_place (self);
  /* The workspace dies with all it showed. */
  if (self->closing || !first)
    adw_bin_set_child (self->place, NULL);
  else
    show_unlock (self);
  if (first)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_idle_add_full (G_PRIORITY_DEFAULT, destroy_later, g_object_ref (self), g_object_unref);
}

/* Behind the last draft: the machine may sleep, and the places are written. */
static void
on_locked (AmpWindow *self)
{
  amp_window_leave_places (self);
  amp_idle_lock_settle (self->idle_lock);
}

/* What no disk took is in this process alone: closing waits until she has made room, or says that
 * it may go. */
static gboolean
may_go (AmpWindow *self)
{
  if (self->lose || !amp_drafts_are_held (amp_drafts_of (self->jobs)))
    return TRUE;
  self->closing = FALSE;
  show_unlock (self);
  gtk_window_present (GTK_WINDOW (self));
  return FALSE;
}

/* Goes when the worker has nothing left to write and the vault is closed. */
static void
on_busy_changed (AmpWindow *self)
{
  if (!self->closing || amp_jobs_is_busy (self->jobs))
    return;
  if (amp_jobs_is_unlocked (self->jobs)) /* the passphrase was being checked meanwhile */
    amp_jobs_lock (self->jobs);
  else if (may_go (self))
    gtk_window_destroy (GTK_WINDOW (self));
}

static void
on_lose_response (AmpWindow *self, const char *response)
{
  if (g_strcmp0 (response, "lose") != 0)
    return;
  self->lose = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

static void
ask_to_lose (AmpWindow *self)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (
    GTK_WINDOW (self), _ ("Close and lose what you typed?"),
    _ ("The disk has not taken what you typed last. It is still here, in the memory of Amparo: "
       "make room on the disk, unlock, and it is kept.")));

  adw_message_dialog_add_responses (dialog, "stay", _ ("_Stay"), "lose", _ ("_Close and lose it"),
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog, "lose", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "stay");
  adw_message_dialog_set_close_response (dialog, "stay");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_lose_response), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
amp_window_lock (AmpWindow *self)
{
  GtkWidget *child;

  if (amp_jobs_is_unlocked (self->jobs))
    {
      amp_jobs_lock (self->jobs);
      return;
    }
  if (!amp_jobs_is_busy (self->jobs))
    amp_idle_lock_settle (self->idle_lock);
  child = adw_bin_get_child (self->place);
  /* What was half typed when she left could be shown by whoever comes next. */
  if (AMP_IS_UNLOCK_PAGE (child))
    amp_unlock_page_forget (AMP_UNLOCK_PAGE (child));
  else if (AMP_IS_CREATE_PAGE (child))
    amp_create_page_forget (AMP_CREATE_PAGE (child));
}

/* This one only: what is typed in it is kept, the others go on. */
static void
leave (AmpWindow *self)
{
  amp_jobs_keep (self->jobs);
  self->leaving = TRUE;
  gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
amp_window_close_request (GtkWindow *window)
{
  AmpWindow *self = AMP_WINDOW (window);

  if (!amp_jobs_is_unlocked (self->jobs) && !amp_jobs_is_busy (self->jobs) && !self->lose &&
      amp_drafts_are_held (amp_drafts_of (self->jobs)))
    {
      ask_to_lose (self);
      return TRUE;
    }
  if (!amp_jobs_is_unlocked (self->jobs) && !amp_jobs_is_busy (self->jobs))
    return GTK_WINDOW_CLASS (amp_window_parent_class)->close_request (window);
  if (!is_alone (self))
    {
      leave (self);
      return TRUE;
    }
  /* The drafts are written behind a closed curtain; the window goes when the vault is closed. */
  self->closing = TRUE;
  amp_jobs_lock (self->jobs);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  return TRUE;
}

/* --- Object --- */

static void
on_last_size (GdkToplevel *toplevel, GdkToplevelSize *size, gpointer data)
{
  (void) toplevel;
  (void) data;
  gdk_toplevel_size_set_size (size, 1, 1);
}

/* GTK 4.8 leaves its answer to "compute-size" on the surface, with a pointer to the window: where a
 * layout was asked for just before the window goes, X asks it afterwards. */
static void
amp_window_unrealize (GtkWidget *widget)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (widget));

  g_signal_handlers_disconnect_matched (surface, G_SIGNAL_MATCH_ID | G_SIGNAL_MATCH_DATA,
                                        g_signal_lookup ("compute-size", GDK_TYPE_TOPLEVEL), 0,
                                        NULL, NULL, widget);
  g_signal_connect (surface, "compute-size", G_CALLBACK (on_last_size), NULL);
  GTK_WIDGET_CLASS (amp_window_parent_class)->unrealize (widget);
}

static void
amp_window_dispose (GObject *object)
{
  AmpWindow *self = AMP_WINDOW (object);

  self->closing = TRUE;
  if (self->jobs != NULL && is_alone (self))
    amp_jobs_lock (self->jobs);
  if (self->idle_lock != NULL)
    g_object_run_dispose (G_OBJECT (self->idle_lock));
  g_clear_object (&self->idle_lock);
  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_WINDOW);
  G_OBJECT_CLASS (amp_window_parent_class)->dispose (object);
}

static void
amp_window_finalize (GObject *object)
{
  AmpWindow *self = AMP_WINDOW (object);

  g_clear_object (&self->jobs);
  g_ptr_array_unref (self->place_keys);
  g_free (self->folder);
  g_free (self->login);
  G_OBJECT_CLASS (amp_window_parent_class)->finalize (object);
}

static void
amp_window_class_init (AmpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (AMP_TYPE_DRAFT_BAR);
  G_OBJECT_CLASS (klass)->dispose = amp_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = amp_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = amp_window_close_request;
  widget_class->unrealize = amp_window_unrealize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/amparo/Amparo/amp-window.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, AmpWindow, place);
  gtk_widget_class_bind_template_child (widget_class, AmpWindow, draft_bar);
  amp_window_install_actions (widget_class);
}

static void
amp_window_init (AmpWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->place_keys = g_ptr_array_new_with_free_func (g_free);
  amp_clipboard_guard (gtk_widget_get_display (GTK_WIDGET (self)));
  self->idle_lock = amp_idle_lock_new ();
  g_signal_connect_object (self->idle_lock, "lock", G_CALLBACK (amp_window_lock), self,
                           G_CONNECT_SWAPPED);
}

AmpWindow *
amp_window_new (GtkApplication *application, AmpJobs *jobs)
{
  AmpWindow *self = g_object_new (AMP_TYPE_WINDOW, "application", application, NULL);

  self->jobs = g_object_ref (jobs);
  amp_drafts_serve (GTK_WINDOW (self), jobs);
  amp_draft_bar_watch (self->draft_bar, jobs);
  g_signal_connect_object (jobs, "unlocked", G_CALLBACK (on_unlocked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (jobs, "locking", G_CALLBACK (on_locking), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (jobs, "locked", G_CALLBACK (on_locked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (jobs, "notify::busy", G_CALLBACK (on_busy_changed), self,
                           G_CONNECT_SWAPPED);
  if (amp_jobs_is_unlocked (jobs))
    show_workspace (self);
  else
    show_unlock (self);
  return self;
}

AmpJobs *
amp_window_get_jobs (AmpWindow *self)
{
  return self->jobs;
}

void
amp_window_offer_vault (AmpWindow *self, const char *folder)
{
  GtkWidget *child = adw_bin_get_child (self->place);

  g_free (self->folder);
  self->folder = g_strdup (folder);
  if (AMP_IS_UNLOCK_PAGE (child))
    amp_unlock_page_offer (AMP_UNLOCK_PAGE (child), self->folder, self->login, FALSE);
}

AmpIdleLock *
amp_window_get_idle_lock (AmpWindow *self)
{
  return self->idle_lock;
}
