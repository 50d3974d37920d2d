/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Choosing a file or folder, without a trace in the list of recently used files. */
#include "app/amp-file-chooser.h"

#include <glib/gi18n.h>

typedef struct
{
  GtkWidget *owner; /* weakly held */
  AmpChosen chosen;
  GtkFileChooserNative *dialog;
} Choice;

#define ANSWER "amp-choose-file-answer"

void
amp_choose_file_answer (const char *path)
{
  g_object_set_data_full (G_OBJECT (gdk_display_get_default ()), ANSWER, g_strdup (path), g_free);
}

/* GTK's own dialog adds what was chosen to the recent files, some moments later and before it
 * writes the list: take it out again whenever it comes in. */
static void
on_recent_changed (GtkRecentManager *manager, gpointer uri)
{
  gtk_recent_manager_remove_item (manager, uri, NULL);
}

static void
free_uri (gpointer uri, GClosure *closure)
{
  (void) closure;
  g_free (uri);
}

static void
keep_out_of_recent (GFile *file)
{
  g_signal_connect_data (gtk_recent_manager_get_default (), "changed",
                         G_CALLBACK (on_recent_changed), g_file_get_uri (file), free_uri, 0);
}

static void
choice_free (Choice *choice)
{
  g_clear_object (&choice->dialog);
  g_free (choice);
}

/* A lock takes the page away: the dialog goes with it. */
static void
on_owner_gone (gpointer data, GObject *owner)
{
  Choice *choice = data;

  (void) owner;
  gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (choice->dialog));
  choice_free (choice);
}

static void
on_response (GtkNativeDialog *dialog, int response, Choice *choice)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_autofree char *path = NULL;

  if (file != NULL)
    keep_out_of_recent (file);
  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    path = g_file_get_path (file);
  g_object_weak_unref (G_OBJECT (choice->owner), on_owner_gone, choice);
  choice->chosen (choice->owner, path);
  choice_free (choice);
}

static GtkFileChooserNative *
dialog_new (GtkWidget *owner, const AmpChoose *choose)
{
  static const GtkFileChooserAction actions[] = {
    [AMP_CHOOSE_FOLDER] = GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
    [AMP_CHOOSE_OPEN] = GTK_FILE_CHOOSER_ACTION_OPEN,
    [AMP_CHOOSE_SAVE] = GTK_FILE_CHOOSER_ACTION_SAVE,
  };
  GtkRoot *root = gtk_widget_get_root (owner);
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
    choose->title, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, actions[choose->kind],
    choose->kind == AMP_CHOOSE_SAVE ? _ ("_Save") : _ ("_Choose"), _ ("_Cancel"));

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  if (choose->name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), choose->name);
  if (choose->pattern != NULL)
    {
      g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
      g_auto (GStrv) patterns = g_strsplit (choose->pattern, ";", -1);

      for (char **pattern = patterns; *pattern != NULL; pattern++)
        gtk_file_filter_add_pattern (filter, *pattern);
      gtk_file_filter_set_name (filter, choose->pattern);
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
    }
  return dialog;
}

void
amp_choose_file (GtkWidget *owner, const AmpChoose *choose, AmpChosen chosen)
{
  const char *answer = g_object_get_data (G_OBJECT (gtk_widget_get_display (owner)), ANSWER);
  Choice *choice;

  if (answer != NULL)
    {
      chosen (owner, answer);
      return;
    }
  choice = g_new0 (Choice, 1);
  choice->owner = owner;
  g_object_weak_ref (G_OBJECT (owner), on_owner_gone, choice);
  choice->chosen = chosen;
  choice->dialog = dialog_new (owner, choose);
  g_signal_connect (choice->dialog, "response", G_CALLBACK (on_response), choice);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (choice->dialog));
}
