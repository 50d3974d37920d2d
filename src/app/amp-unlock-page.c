/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asks for a vault, a user and a passphrase. */
#include "app/amp-unlock-page.h"

#include "app/amp-accessible.h"
#include "app/amp-file-chooser.h"
#include "domain/sentences.h"

#include <glib/gi18n.h>

struct _AmpUnlockPage
{
  AdwBin parent_instance;

  /* Template. */
  GtkWidget *folder;
  GtkWidget *choose;
  GtkWidget *login;
  GtkWidget *passphrase;
  GtkLabel *alert;
  GtkWidget *unlock;
  GtkWidget *create;
  GtkWidget *review;
  GtkSpinner *spinner;

  /* Owned. */
  AmpJobs *jobs;

  guint countdown;
  gboolean is_review; /* a pack is asked for, not a folder */
};

static guint create_wanted_signal;

G_DEFINE_FINAL_TYPE (AmpUnlockPage, amp_unlock_page, ADW_TYPE_BIN)

static const char *
text_of (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
set_waiting (AmpUnlockPage *self, gboolean waiting)
{
  GtkWidget *controls[] = {self->folder, self->login,  self->passphrase, self->unlock,
                           self->create, self->choose, self->review};

  /* GtkText warns when it is made insensitive under the cursor. */
  if (waiting && gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (self)), NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (controls); i++)
    gtk_widget_set_sensitive (controls[i], !waiting);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), waiting);
  gtk_spinner_set_spinning (self->spinner, waiting);
}

static void
complain (AmpUnlockPage *self, const char *sentence, GtkWidget *about)
{
  amp_alert_show (self->alert, sentence);
  gtk_widget_grab_focus (about);
}

/* --- A vault, or a pack for an auditor --- */

static void
show_purpose (AmpUnlockPage *self)
{
  const char *choose =
    self->is_review ? _ ("Choose the file of the pack") : _ ("Choose the folder of the vault");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->folder),
                                 self->is_review ? _ ("_File of the review pack")
                                                 : _ ("_Folder of the vault"));
  amp_accessible_set_label (self->folder, self->is_review ? _ ("File of the review pack")
                                                          : _ ("Folder of the vault"));
  gtk_button_set_label (GTK_BUTTON (self->unlock),
                        self->is_review ? _ ("O_pen the pack") : _ ("U_nlock"));
  gtk_button_set_label (GTK_BUTTON (self->review),
                        self->is_review ? _ ("_Open an office…") : _ ("_Review a pack…"));
  gtk_widget_set_tooltip_text (self->choose, choose);
  amp_accessible_set_label (self->choose, choose);
  gtk_widget_set_visible (self->create, !self->is_review);
}

static void
on_review (AmpUnlockPage *self)
{
  self->is_review = !self->is_review;
  amp_alert_show (self->alert, NULL);
  gtk_editable_set_text (GTK_EDITABLE (self->folder), "");
  show_purpose (self);
  gtk_widget_grab_focus (self->folder);
}

/* The seconds are told where the reason stands; a screen reader hears them once, not each. */
static gboolean
on_second (gpointer data)
{
  AmpUnlockPage *self = data;
  guint wait = amp_jobs_get_wait (self->jobs);
  g_autofree char *tries = NULL;

  if (wait == 0)
    {
      self->countdown = 0;
      gtk_widget_set_sensitive (self->unlock, TRUE);
      show_purpose (self);
      return G_SOURCE_REMOVE;
    }
  /* Translators: a button; %u is a number of seconds. */
  tries = g_strdup_printf (_ ("Wait %u s"), wait);
  gtk_button_set_label (GTK_BUTTON (self->unlock), tries);
  return G_SOURCE_CONTINUE;
}

static void
count_down (AmpUnlockPage *self)
{
  guint wait = amp_jobs_get_wait (self->jobs);

  if (wait == 0 || self->countdown != 0)
    return;
  gtk_widget_set_sensitive (self->unlock, FALSE);
  self->countdown = g_timeout_add_seconds (1, on_second, self);
  (void) on_second (self);
}

static void
tell_wait (AmpUnlockPage *self, const GError *error)
{
  g_autofree char *sentence = NULL;
  guint wait = amp_jobs_get_wait (self->jobs);

  if (wait == 0)
    return;
  sentence = g_strdup_printf (
    ngettext ("%s After so many tries you have to wait for %u second. Each wrong passphrase is "
              "written in the log.",
              "%s After so many tries you have to wait for %u seconds. Each wrong passphrase is "
              "written in the log.",
              wait),
    _ (amp_error_sentence (error)), wait);
  amp_alert_show (self->alert, sentence);
  count_down (self);
}

static void
on_opened (gpointer owner, const GError *error)
{
  AmpUnlockPage *self = owner;

  set_waiting (self, FALSE);
  if (error != NULL)
    complain (self, _ (amp_error_sentence (error)),
              g_error_matches (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_WRONG_KEY) ? self->passphrase
                                                                                  : self->folder);
  if (g_error_matches (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_WRONG_KEY))
    tell_wait (self, error);
}

static void
on_unlock (AmpUnlockPage *self)
{
  AmpSecret *passphrase;

  if (*text_of (self->folder) == '\0')
    {
      complain (self,
                self->is_review ? _ ("Choose the file of the pack first.")
                                : _ ("Choose the folder of the vault first."),
                self->folder);
      return;
    }
  if (amp_jobs_get_wait (self->jobs) > 0) /* Enter in the passphrase, too */
    {
      count_down (self);
      return;
    }
  if (self->is_review && *text_of (self->login) == '\0')
    {
      complain (self, _ ("Type your user name."), self->login);
      return;
    }
  if (*text_of (self->passphrase) == '\0')
    {
      complain (self, _ ("Type your passphrase."), self->passphrase);
      return;
    }
  amp_alert_show (self->alert, NULL);
  /* Read once, into guarded memory, and out of the widget at once: whoever listens on the
   * accessibility bus can read it there. */
  passphrase = amp_secret_new_from_text (text_of (self->passphrase));
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
  set_waiting (self, TRUE);
  if (self->is_review)
    {
      amp_jobs_open_review (self->jobs, text_of (self->folder), text_of (self->login), passphrase,
                            self, on_opened);
      return;
    }
  amp_jobs_unlock (self->jobs, text_of (self->folder),
                   *text_of (self->login) != '\0' ? text_of (self->login) : NULL, passphrase, self,
                   on_opened);
}

static void
on_changed (AmpUnlockPage *self)
{
  if (gtk_widget_get_sensitive (self->unlock))
    amp_alert_show (self->alert, NULL);
}

static void
on_folder_activated (AmpUnlockPage *self)
{
  gtk_widget_grab_focus (self->login);
}

static void
on_login_activated (AmpUnlockPage *self)
{
  gtk_widget_grab_focus (self->passphrase);
}

static void
on_chosen (gpointer owner, const char *path)
{
  AmpUnlockPage *self = owner;

  if (path == NULL)
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->folder), path);
  gtk_widget_grab_focus (*text_of (self->login) != '\0' ? self->passphrase : self->login);
}

static void
on_choose (AmpUnlockPage *self)
{
  const AmpChoose choose = {
    .kind = self->is_review ? AMP_CHOOSE_OPEN : AMP_CHOOSE_FOLDER,
    .title = self->is_review ? _ ("File of the review pack") : _ ("Folder of the vault"),
  };

  amp_choose_file (GTK_WIDGET (self), &choose, on_chosen);
}

static void
on_create (AmpUnlockPage *self)
{
  g_signal_emit (self, create_wanted_signal, 0);
}

static void
amp_unlock_page_dispose (GObject *object)
{
  AmpUnlockPage *self = AMP_UNLOCK_PAGE (object);

  g_clear_handle_id (&self->countdown, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_UNLOCK_PAGE);
  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_unlock_page_parent_class)->dispose (object);
}

static void
amp_unlock_page_class_init (AmpUnlockPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_unlock_page_dispose;
  create_wanted_signal = g_signal_new ("create-wanted", AMP_TYPE_UNLOCK_PAGE, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-unlock-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpUnlockPage, folder);
  gtk_widget_class_bind_template_child (widget_class, AmpUnlockPage, choose);
  gtk_widget_class_bind_template_child (widget_class, AmpUnlockPage, login);
  gtk_widget_class_bind_template_child (widget_class, AmpUnlockPage, passphrase);
  gtk_widget_class_bind_template_child (widget_class, AmpUnlockPage, alert);
  gtk_widget_class_bind_template_child (widget_class, AmpUnlockPage, unlock);
  gtk_widget_class_bind_template_child (widget_class, AmpUnlockPage, create);
  gtk_widget_class_bind_template_child (widget_class, AmpUnlockPage, review);
  gtk_widget_class_bind_template_child (widget_class, AmpUnlockPage, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_unlock);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_folder_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_login_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
  gtk_widget_class_bind_template_callback (widget_class, on_create);
  gtk_widget_class_bind_template_callback (widget_class, on_review);
}

static void
amp_unlock_page_init (AmpUnlockPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  amp_accessible_set_label (self->login, _ ("User"));
  amp_accessible_set_label (self->passphrase, _ ("Passphrase"));
  show_purpose (self);
}

AmpUnlockPage *
amp_unlock_page_new (AmpJobs *jobs)
{
  AmpUnlockPage *self = g_object_new (AMP_TYPE_UNLOCK_PAGE, NULL);

  self->jobs = g_object_ref (jobs);
  count_down (self);
  return self;
}

void
amp_unlock_page_offer (AmpUnlockPage *self, const char *folder, const char *login, gboolean review)
{
  self->is_review = review;
  if (self->countdown == 0)
    show_purpose (self);
  if (folder != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->folder), folder);
  if (login != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->login), login);
  if (*text_of (self->folder) == '\0')
    gtk_widget_grab_focus (self->folder);
  else
    gtk_widget_grab_focus (*text_of (self->login) == '\0' ? self->login : self->passphrase);
}

void
amp_unlock_page_forget (AmpUnlockPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
}

gboolean
amp_unlock_page_is_review (AmpUnlockPage *self)
{
  return self->is_review;
}

const char *
amp_unlock_page_get_folder (AmpUnlockPage *self)
{
  return text_of (self->folder);
}

const char *
amp_unlock_page_get_login (AmpUnlockPage *self)
{
  return text_of (self->login);
}
