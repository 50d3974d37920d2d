/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asks for the reason of something before it is done. */
#include "app/amp-reason-dialog.h"

#include "app/amp-accessible.h"
#include "app/amp-dialog.h"
#include "app/amp-draft.h"
#include "app/amp-drafts.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  GWeakRef owner;
  GtkTextView *text; /* borrowed: lives in the dialog */
  gboolean optional;
  AmpReasonFunc func;
  gint64 id;
  AmpDraft *draft; /* owned; NULL: no vault is open */
} Asking;

static void
asking_free (gpointer data, GClosure *closure)
{
  Asking *self = data;

  (void) closure;
  g_clear_object (&self->draft);
  g_weak_ref_clear (&self->owner);
  g_free (self);
}

static char *
typed_text (Asking *self)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (gtk_text_view_get_buffer (self->text), &start, &end);
  text = gtk_text_buffer_get_text (gtk_text_view_get_buffer (self->text), &start, &end, FALSE);
  g_strstrip (text);
  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static void
on_response (AdwMessageDialog *dialog, const char *response, Asking *self)
{
  g_autoptr (GObject) owner = g_weak_ref_get (&self->owner);
  g_autofree char *reason = typed_text (self);

  (void) dialog;
  if (owner != NULL && strcmp (response, "accept") == 0 && (reason != NULL || self->optional))
    {
      self->func (owner, reason, self->id);
      /* Behind the job of func: a lock that cancels that one cancels this. */
      if (self->draft != NULL)
        amp_draft_drop (self->draft);
      g_clear_object (&self->draft);
    }
  else if (self->draft != NULL)
    amp_draft_flush (self->draft);
  if (reason != NULL)
    explicit_bzero (reason, strlen (reason));
}

/* --- The draft --- */

static JsonNode *
collect (gpointer data)
{
  g_autofree char *text = typed_text (data);
  g_autoptr (JsonObject) object = NULL;

  if (text == NULL)
    return NULL;
  object = json_object_new ();
  json_object_set_string_member (object, "text", text);
  explicit_bzero (text, strlen (text));
  return json_node_init_object (json_node_alloc (), object);
}

/* Behind the first letters of a quick hand those count. */
static void
on_found (Asking *self, JsonNode *node)
{
  g_autofree char *typed = typed_text (self);
  const char *text =
    JSON_NODE_HOLDS_OBJECT (node) ? amp_draft_text (json_node_get_object (node), "text") : NULL;

  if (typed == NULL && text != NULL)
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text), text, -1);
  amp_draft_settle (self->draft);
}

static void
start_draft (Asking *self, AmpJobs *jobs, const char *about)
{
  g_autofree char *key = g_strdup_printf ("reason:%s:%" G_GINT64_FORMAT, about, self->id);

  self->draft = amp_draft_new (jobs, key, collect, self);
  g_signal_connect_swapped (self->draft, "found", G_CALLBACK (on_found), self);
  g_signal_connect_object (gtk_text_view_get_buffer (self->text), "changed",
                           G_CALLBACK (amp_draft_touch), self->draft, G_CONNECT_SWAPPED);
  amp_draft_look (self->draft);
}

/* --- Asking --- */

static void
on_typed (GtkTextBuffer *buffer, AdwMessageDialog *dialog)
{
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  adw_message_dialog_set_response_enabled (dialog, "accept", *g_strstrip (text) != '\0');
}

/* Ctrl+Enter: Enter alone begins a line. */
static gboolean
accept_key (GtkWidget *widget, GVariant *args, gpointer data)
{
  AdwMessageDialog *dialog = data;

  (void) widget;
  (void) args;
  if (!adw_message_dialog_get_response_enabled (dialog, "accept"))
    return TRUE;
  adw_message_dialog_response (dialog, "accept");
  /* A response that is no click leaves the dialog where it is. */
  gtk_window_destroy (GTK_WINDOW (dialog));
  return TRUE;
}

static GtkWidget *
make_text (AdwMessageDialog *dialog, const char *label, GtkWidget **text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *caption = gtk_label_new_with_mnemonic (label);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  *text = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (*text), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (*text), FALSE);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (*text), 6);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (*text), 6);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (*text), 6);
  amp_accessible_set_label (*text, gtk_label_get_text (GTK_LABEL (caption)));
  gtk_label_set_mnemonic_widget (GTK_LABEL (caption), *text);
  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), 90);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), *text);
  gtk_widget_add_css_class (scrolled, "card");
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>Return"),
                      gtk_callback_action_new (accept_key, dialog, NULL)));
  gtk_widget_add_controller (*text, keys);
  gtk_box_append (GTK_BOX (box), caption);
  gtk_box_append (GTK_BOX (box), scrolled);
  return box;
}

GtkWindow *
amp_reason_dialog_present (GtkWidget *owner,
                           const AmpReasonQuestion *question,
                           AmpReasonFunc func,
                           gint64 id)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (owner));
  GtkWidget *widget = adw_message_dialog_new (window, question->heading, question->body);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (widget);
  Asking *self = g_new0 (Asking, 1);
  AmpJobs *jobs = amp_drafts_find_jobs (owner);
  GtkWidget *text;

  adw_message_dialog_set_extra_child (dialog, make_text (dialog, question->label, &text));
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "accept", question->accept,
                                    NULL);
  adw_message_dialog_set_response_appearance (
    dialog, "accept", question->destructive ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_weak_ref_init (&self->owner, owner);
  self->text = GTK_TEXT_VIEW (text);
  self->optional = question->optional;
  self->func = func;
  self->id = id;
  if (!question->optional)
    {
      adw_message_dialog_set_response_enabled (dialog, "accept", FALSE);
      g_signal_connect_object (gtk_text_view_get_buffer (self->text), "changed",
                               G_CALLBACK (on_typed), dialog, 0);
    }
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_response), self, asking_free, 0);
  if (jobs != NULL)
    {
      amp_dialog_put_over (GTK_WINDOW (dialog), owner, jobs);
      start_draft (self, jobs, question->about);
    }
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (text);
  return GTK_WINDOW (dialog);
}
