/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Makes a new vault. */
#include "app/amp-create-page.h"

#include "app/amp-accessible.h"
#include "app/amp-file-chooser.h"
#include "app/amp-strength.h"
#include "domain/directory.h"
#include "domain/external-figures.h"
#include "domain/sentences.h"

#include <glib/gi18n.h>
#include <string.h>

struct _AmpCreatePage
{
  AdwBin parent_instance;

  /* Template. */
  GtkWidget *back;
  GtkWidget *parent_folder;
  GtkWidget *choose;
  GtkWidget *name;
  GtkWidget *login;
  GtkWidget *passphrase;
  GtkWidget *again;
  AmpStrengthMeter *meter;
  GtkLabel *alert;
  GtkWidget *create;
  GtkSpinner *spinner;

  /* Owned. */
  AmpJobs *jobs;
  char *folder;
};

static guint back_signal;

G_DEFINE_FINAL_TYPE (AmpCreatePage, amp_create_page, ADW_TYPE_BIN)

static const char *
text_of (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
set_waiting (AmpCreatePage *self, gboolean waiting)
{
  GtkWidget *controls[] = {self->back,  self->parent_folder, self->choose, self->name,
                           self->login, self->passphrase,    self->again,  self->create};

  /* GtkText warns when it is made insensitive under the cursor. */
  if (waiting && gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (self)), NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (controls); i++)
    gtk_widget_set_sensitive (controls[i], !waiting);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), waiting);
  gtk_spinner_set_spinning (self->spinner, waiting);
}

static void
complain (AmpCreatePage *self, const char *sentence, GtkWidget *about)
{
  amp_alert_show (self->alert, sentence);
  gtk_widget_grab_focus (about);
}

/* The first thing that is missing or wrong, and where; NULL: all is well. */
static const char *
find_fault (AmpCreatePage *self, GtkWidget **about)
{
  const char *name = text_of (self->name);

  *about = self->parent_folder;
  if (!g_path_is_absolute (text_of (self->parent_folder)))
    return _ ("Choose the folder in which to keep the vault.");
  *about = self->name;
  if (*name == '\0' || strchr (name, G_DIR_SEPARATOR) != NULL || *name == '.')
    return _ ("Give the vault a name, such as the name of the office.");
  *about = self->login;
  if (*text_of (self->login) == '\0')
    return _ ("Choose a user name for yourself.");
  *about = self->passphrase;
  if (amp_strength_of (text_of (self->passphrase), text_of (self->login)) < AMP_STRENGTH_WEAK)
    return _ ("Choose a passphrase that is harder to guess: four or more unrelated words.");
  *about = self->again;
  if (strcmp (text_of (self->passphrase), text_of (self->again)) != 0)
    return _ ("The two passphrases are not the same. Type the second one again.");
  return NULL;
}

static void
on_opened (gpointer owner, const GError *error)
{
  AmpCreatePage *self = owner;

  set_waiting (self, FALSE);
  if (error != NULL)
    complain (self, _ (amp_error_sentence (error)), self->name);
}

/* Worker thread. A new office begins with a directory to refer to and with published figures. */
static gpointer
run_seed (AmpSession *session,
          gpointer data,
          AmpProgress *progress,
          GCancellable *cancellable,
          GError **error)
{
  (void) data;
  (void) progress;
  (void) cancellable;
  return GINT_TO_POINTER (amp_directory_seed (session, NULL, error) &&
                          amp_external_figures_seed (session, NULL, error));
}

static const AmpJob seed_job = {.func = run_seed};

static void
on_create (AmpCreatePage *self)
{
  GtkWidget *about;
  const char *fault = find_fault (self, &about);
  g_autofree char *base = NULL;
  AmpSecret *passphrase;

  if (fault != NULL)
    {
      complain (self, fault, about);
      return;
    }
  amp_alert_show (self->alert, NULL);
  base = g_strconcat (text_of (self->name),
                      g_str_has_suffix (text_of (self->name), ".amparo") ? "" : ".amparo", NULL);
  g_free (self->folder);
  self->folder = g_build_filename (text_of (self->parent_folder), base, NULL);
  passphrase = amp_secret_new_from_text (text_of (self->passphrase));
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
  gtk_editable_set_text (GTK_EDITABLE (self->again), "");
  set_waiting (self, TRUE);
  amp_jobs_create (self->jobs, self->folder, text_of (self->login), passphrase, NULL, self,
                   on_opened);
  /* Behind it, whatever becomes of this page; the directory page offers it again. */
  amp_jobs_run (self->jobs, &seed_job, NULL, NULL, NULL);
}

static void
on_changed (AmpCreatePage *self)
{
  if (gtk_widget_get_sensitive (self->create))
    amp_alert_show (self->alert, NULL);
}

static void
on_passphrase_changed (AmpCreatePage *self)
{
  on_changed (self);
  amp_strength_meter_show (self->meter,
                           amp_strength_of (text_of (self->passphrase), text_of (self->login)));
}

static void
on_chosen (gpointer owner, const char *path)
{
  AmpCreatePage *self = owner;

  if (path == NULL)
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->parent_folder), path);
  gtk_widget_grab_focus (self->name);
}

static void
on_choose (AmpCreatePage *self)
{
  const AmpChoose choose = {.kind = AMP_CHOOSE_FOLDER, .title = _ ("Where to keep the vault")};

  amp_choose_file (GTK_WIDGET (self), &choose, on_chosen);
}

static void
on_back (AmpCreatePage *self)
{
  g_signal_emit (self, back_signal, 0);
}

static void
amp_create_page_dispose (GObject *object)
{
  AmpCreatePage *self = AMP_CREATE_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_CREATE_PAGE);
  g_clear_object (&self->jobs);
  g_clear_pointer (&self->folder, g_free);
  G_OBJECT_CLASS (amp_create_page_parent_class)->dispose (object);
}

static void
amp_create_page_class_init (AmpCreatePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_create_page_dispose;
  back_signal = g_signal_new ("back", AMP_TYPE_CREATE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 0);
  g_type_ensure (AMP_TYPE_STRENGTH_METER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-create-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpCreatePage, back);
  gtk_widget_class_bind_template_child (widget_class, AmpCreatePage, parent_folder);
  gtk_widget_class_bind_template_child (widget_class, AmpCreatePage, choose);
  gtk_widget_class_bind_template_child (widget_class, AmpCreatePage, name);
  gtk_widget_class_bind_template_child (widget_class, AmpCreatePage, login);
  gtk_widget_class_bind_template_child (widget_class, AmpCreatePage, passphrase);
  gtk_widget_class_bind_template_child (widget_class, AmpCreatePage, again);
  gtk_widget_class_bind_template_child (widget_class, AmpCreatePage, meter);
  gtk_widget_class_bind_template_child (widget_class, AmpCreatePage, alert);
  gtk_widget_class_bind_template_child (widget_class, AmpCreatePage, create);
  gtk_widget_class_bind_template_child (widget_class, AmpCreatePage, spinner);
  gtk_widget_class_bind_template_callback (widget_class, on_create);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_passphrase_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
}

static void
amp_create_page_init (AmpCreatePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  amp_accessible_set_label (self->back, _ ("Back"));
  amp_accessible_set_label (self->parent_folder, _ ("Where to keep it"));
  amp_accessible_set_label (self->choose, _ ("Choose where to keep the vault"));
  amp_accessible_set_label (self->name, _ ("Name of the vault"));
  amp_accessible_set_label (self->login, _ ("Your user name"));
  amp_accessible_set_label (self->passphrase, _ ("Passphrase"));
  amp_accessible_set_label (self->again, _ ("The same passphrase again"));
}

AmpCreatePage *
amp_create_page_new (AmpJobs *jobs)
{
  AmpCreatePage *self = g_object_new (AMP_TYPE_CREATE_PAGE, NULL);

  self->jobs = g_object_ref (jobs);
  return self;
}

void
amp_create_page_focus (AmpCreatePage *self)
{
  gtk_widget_grab_focus (self->parent_folder);
}

void
amp_create_page_forget (AmpCreatePage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
  gtk_editable_set_text (GTK_EDITABLE (self->again), "");
}

const char *
amp_create_page_get_folder (AmpCreatePage *self)
{
  return self->folder;
}

const char *
amp_create_page_get_login (AmpCreatePage *self)
{
  return text_of (self->login);
}
