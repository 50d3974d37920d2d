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
  GtkSpinner *spinner;

  /* Owned. */
  AmpJobs *jobs;
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
  GtkWidget *controls[] = {self->folder, self->login,  self->passphrase,
                           self->unlock, self->create, self->choose};

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

static void
on_opened (gpointer owner, const GError *error)
{
  AmpUnlockPage *self = owner;

  set_waiting (self, FALSE);
  if (error != NULL)
    complain (self, _ (amp_error_sentence (error)),
              g_error_matches (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_WRONG_KEY) ? self->passphrase
                                                                                  : self->folder);
}

static void
on_unlock (AmpUnlockPage *self)
{
  AmpSecret *passphrase;

  if (*text_of (self->folder) == '\0')
    {
      complain (self, _ ("Choose the folder of the vault first."), self->folder);
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
  const AmpChoose choose = {.kind = AMP_CHOOSE_FOLDER, .title = _ ("Folder of the vault")};

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
  gtk_widget_class_bind_template_child (widget_class, AmpUnlockPage, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_unlock);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_folder_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_login_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
  gtk_widget_class_bind_template_callback (widget_class, on_create);
}

static void
amp_unlock_page_init (AmpUnlockPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  amp_accessible_set_label (self->folder, _ ("Folder of the vault"));
  amp_accessible_set_label (self->choose, _ ("Choose the folder of the vault"));
  amp_accessible_set_label (self->login, _ ("User"));
  amp_accessible_set_label (self->passphrase, _ ("Passphrase"));
}

AmpUnlockPage *
amp_unlock_page_new (AmpJobs *jobs)
{
  AmpUnlockPage *self = g_object_new (AMP_TYPE_UNLOCK_PAGE, NULL);

  self->jobs = g_object_ref (jobs);
  return self;
}

void
amp_unlock_page_offer (AmpUnlockPage *self, const char *folder, const char *login)
{
  if (folder != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->folder), folder);
  if (login != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->login), login);
  if (*text_of (self->folder) == '\0')
    gtk_widget_grab_focus (self->folder);
  else
    gtk_widget_grab_focus (*text_of (self->login) == '\0' ? self->login : self->passphrase);
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
