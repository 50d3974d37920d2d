/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The editor interface, and the toasts by which every page speaks. */
#include "app/amp-editor.h"
#include "app/amp-dialog.h"

#include "domain/sentences.h"

#include <adwaita.h>
#include <glib/gi18n.h>

G_DEFINE_INTERFACE (AmpEditor, amp_editor, GTK_TYPE_WIDGET)

static void
amp_editor_default_init (AmpEditorInterface *iface)
{
  (void) iface;
}

gboolean
amp_editor_is_dirty (AmpEditor *self)
{
  AmpEditorInterface *iface = AMP_EDITOR_GET_IFACE (self);

  return iface->is_dirty != NULL && iface->is_dirty (self);
}

AmpDraft *
amp_editor_get_draft (AmpEditor *self)
{
  AmpEditorInterface *iface = AMP_EDITOR_GET_IFACE (self);

  return iface->get_draft != NULL ? iface->get_draft (self) : NULL;
}

void
amp_editor_restore_draft (AmpEditor *self)
{
  AmpEditorInterface *iface = AMP_EDITOR_GET_IFACE (self);

  if (iface->restore_draft != NULL)
    iface->restore_draft (self);
}

void
amp_editor_save_draft (AmpEditor *self)
{
  AmpDraft *draft = amp_editor_get_draft (self);

  if (draft != NULL)
    amp_draft_flush (draft);
}

gboolean
amp_editor_touch (AmpEditor *self)
{
  AmpDraft *draft = amp_editor_get_draft (self);

  if (draft != NULL)
    amp_draft_touch (draft);
  return draft != NULL;
}

GtkWidget *
amp_discard_dialog_new (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *dialog = adw_message_dialog_new (
    GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, _ ("Discard what was written?"),
    _ ("It was never saved, and cannot be brought back."));
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  adw_message_dialog_add_responses (message, "keep", _ ("_Keep"), "discard", _ ("_Discard"), NULL);
  adw_message_dialog_set_response_appearance (message, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (message, "keep");
  adw_message_dialog_set_close_response (message, "keep");
  amp_dialog_add_keys (GTK_WINDOW (dialog));
  return dialog;
}

void
amp_toast (GtkWidget *widget, const char *sentence)
{
  gtk_widget_activate_action (widget, "win.toast", "s", sentence);
}

void
amp_toast_error (GtkWidget *widget, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    amp_toast (widget, _ (amp_error_sentence (error)));
}
