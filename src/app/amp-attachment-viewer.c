/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The viewer. Every control is an action, so that keys and buttons do the same. */
#include "app/amp-attachment-viewer.h"

#include "app/amp-accessible.h"
#include "app/amp-attachment-dialog.h"
#include "app/amp-attachment-section.h"
#include "app/amp-dialog.h"
#include "app/amp-file-chooser.h"
#include "app/amp-picture-view.h"
#include "app/amp-player.h"
#include "app/amp-section-kind.h"
#include "domain/library.h"
#include "domain/sentences.h"

#include <glib/gi18n.h>
#include <string.h>

#define TICK 200    /* milliseconds */
#define PAN_STEP 60 /* pixels */

struct _AmpAttachmentViewer
{
  AdwWindow parent_instance;

  /* Template. */
  GtkWidget *zooms, *turn, *pages, *play;
  GtkLabel *page_label, *caption, *facts, *alert, *position, *duration;
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  AmpPictureView *picture;
  GtkAdjustment *time;
  GtkTextView *text;

  /* Owned References */
  AmpSectionContext *context;
  AmpAttachmentLoad *load;
  AmpPlayer *player;
  GCancellable *painting; /* the page that is on its way */
  char *reason;           /* of an export, while its file is being chosen */

  guint page; /* from 0 */
  guint tick;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (AmpAttachmentViewer, amp_attachment_viewer, ADW_TYPE_WINDOW)

enum
{
  CHANGED,
  DELETED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* One of the office: the guide changes and deletes it. */
static gboolean
is_document (AmpAttachmentViewer *self)
{
  return strcmp (amp_record_entity (self->load->record)->name, "document") == 0;
}

static void
show_error (AmpAttachmentViewer *self, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    amp_alert_show (self->alert, _ (amp_error_sentence (error)));
}

/* --- Pages --- */

static void
painted_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AmpAttachmentViewer) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = amp_pdf_render_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->load == NULL)
    return;
  self->busy = FALSE;
  if (texture == NULL)
    show_error (self, error);
  else
    amp_picture_view_set_texture (self->picture, texture, AMP_PDF_SCALE, 0);
}

static void
show_page (AmpAttachmentViewer *self)
{
  guint n = amp_pdf_get_length (self->load->pdf);
  /* Translators: the page that is shown, and how many there are. */
  g_autofree char *label = g_strdup_printf (_ ("%u of %u"), self->page + 1, n);
  g_autofree char *name = g_strdup_printf (_ ("Page %u of %u"), self->page + 1, n);

  gtk_label_set_label (self->page_label, label);
  amp_accessible_set_label (GTK_WIDGET (self->page_label), name);
  amp_accessible_set_label (GTK_WIDGET (self->picture), name);
  g_cancellable_cancel (self->painting);
  g_clear_object (&self->painting);
  self->painting = g_cancellable_new ();
  self->busy = TRUE;
  amp_pdf_render (self->load->pdf, self->page, self->painting, painted_cb, g_object_ref (self));
}

static void
go_to_page (AmpAttachmentViewer *self, gint64 page)
{
  gint64 last = (gint64) amp_pdf_get_length (self->load->pdf) - 1;

  page = CLAMP (page, 0, last);
  if (page == self->page)
    return;
  self->page = (guint) page;
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  show_page (self);
}

static void
page_action (GtkWidget *widget, const char *name, GVariant *args)
{
  AmpAttachmentViewer *self = AMP_ATTACHMENT_VIEWER (widget);

  if (self->load->class != AMP_MEDIA_PDF)
    return;
  if (g_str_equal (name, "viewer.first-page"))
    go_to_page (self, 0);
  else if (g_str_equal (name, "viewer.last-page"))
    go_to_page (self, G_MAXINT32);
  else
    go_to_page (self, (gint64) self->page + g_variant_get_int32 (args));
}

/* --- Pictures --- */

static void
picture_action (GtkWidget *widget, const char *name, GVariant *args)
{
  AmpPictureView *picture = AMP_ATTACHMENT_VIEWER (widget)->picture;

  if (g_str_equal (name, "viewer.zoom-in"))
    amp_picture_view_zoom_in (picture);
  else if (g_str_equal (name, "viewer.zoom-out"))
    amp_picture_view_zoom_out (picture);
  else if (g_str_equal (name, "viewer.fit"))
    amp_picture_view_fit (picture);
  else if (g_str_equal (name, "viewer.own-size"))
    amp_picture_view_own_size (picture);
  else
    amp_picture_view_turn (picture, g_variant_get_boolean (args));
}

static gboolean
pan (AmpAttachmentViewer *self, int dx, int dy)
{
  GtkAdjustment *h = gtk_scrolled_window_get_hadjustment (self->scroller);
  GtkAdjustment *v = gtk_scrolled_window_get_vadjustment (self->scroller);

  gtk_adjustment_set_value (h, gtk_adjustment_get_value (h) + dx * PAN_STEP);
  gtk_adjustment_set_value (v, gtk_adjustment_get_value (v) + dy * PAN_STEP);
  return TRUE;
}

/* --- Recordings --- */

static char *
minutes (double seconds)
{
  guint whole = (guint) seconds;

  return g_strdup_printf ("%u:%02u", whole / 60, whole % 60);
}

static void
show_position (AmpAttachmentViewer *self)
{
  gboolean playing = amp_player_is_playing (self->player);
  double seconds = amp_player_get_position (self->player);
  g_autofree char *text = minutes (seconds);
  const char *label = playing ? _ ("Pause") : _ ("Play");

  gtk_label_set_label (self->position, text);
  gtk_adjustment_set_value (self->time, seconds);
  gtk_button_set_icon_name (GTK_BUTTON (self->play), playing ? "media-playback-pause-symbolic"
                                                             : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (self->play, label);
  amp_accessible_set_label (self->play, label);
  if (amp_player_is_mute (self->player))
    amp_alert_show (self->alert,
                    _ ("This computer has nothing to play sound with. Check its sound settings."));
}

static gboolean
tick_cb (gpointer user_data)
{
  AmpAttachmentViewer *self = user_data;

  show_position (self);
  if (amp_player_is_playing (self->player))
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
play_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args G_GNUC_UNUSED)
{
  AmpAttachmentViewer *self = AMP_ATTACHMENT_VIEWER (widget);

  if (self->player == NULL)
    return;
  amp_player_set_playing (self->player, !amp_player_is_playing (self->player));
  show_position (self);
  if (self->tick == 0)
    self->tick = g_timeout_add (TICK, tick_cb, self);
}

static void
seek_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args)
{
  AmpAttachmentViewer *self = AMP_ATTACHMENT_VIEWER (widget);

  if (self->player == NULL)
    return;
  amp_player_seek (self->player,
                   amp_player_get_position (self->player) + g_variant_get_int32 (args));
  show_position (self);
}

static gboolean
on_sought (AmpAttachmentViewer *self, GtkScrollType scroll G_GNUC_UNUSED, double value)
{
  amp_player_seek (self->player, value);
  show_position (self);
  return TRUE;
}

/* Arrows, where no slider has the keyboard: along a picture, or along time. */
static gboolean
arrow_cb (GtkWidget *widget, GVariant *args, gpointer user_data G_GNUC_UNUSED)
{
  AmpAttachmentViewer *self = AMP_ATTACHMENT_VIEWER (widget);
  int dx, dy;

  g_variant_get (args, "(ii)", &dx, &dy);
  if (self->player != NULL && dx != 0)
    return gtk_widget_activate_action (widget, "viewer.seek", "i", dx * 5);
  return amp_attachment_viewer_get_page (self) != 0 || self->load->class == AMP_MEDIA_IMAGE
           ? pan (self, dx, dy)
           : FALSE;
}

/* --- Renaming --- */

static void
renamed_cb (AmpAttachmentViewer *self, gpointer record)
{
  const char *title = amp_record_get (record, "title");

  amp_record_free (self->load->record);
  self->load->record = amp_record_copy (record);
  gtk_label_set_label (self->caption, title != NULL ? title : _ ("No description"));
  g_signal_emit (self, signals[CHANGED], 0, record);
}

static void
rename_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args G_GNUC_UNUSED)
{
  AmpAttachmentViewer *self = AMP_ATTACHMENT_VIEWER (widget);
  AmpAttachmentDialog *dialog =
    amp_attachment_dialog_edit (widget, self->context, self->load->record);

  g_signal_connect_object (dialog, "saved", G_CALLBACK (renamed_cb), self, G_CONNECT_SWAPPED);
}

/* --- Out of the program --- */

typedef struct
{
  gint64 id;
  char *path, *reason;
} Export;

static void
export_free (gpointer data)
{
  Export *self = data;

  g_free (self->path);
  g_free (self->reason);
  g_free (self);
}

/* Worker thread. */
static gpointer
write_copy (AmpSession *session,
            gpointer data,
            AmpProgress *progress,
            GCancellable *cancellable,
            GError **error)
{
  Export *self = data;

  if (self->reason == NULL)
    return GINT_TO_POINTER (
      amp_library_export_document (session, self->id, self->path, progress, cancellable, error));
  return GINT_TO_POINTER (amp_attachments_export (session, self->id, self->path, self->reason,
                                                  progress, cancellable, error));
}

static void
written (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  AmpAttachmentViewer *self = owner;
  g_autofree char *name = g_path_get_basename (((Export *) data)->path);
  g_autofree char *sentence = NULL;

  if (error != NULL)
    {
      show_error (self, error);
      return;
    }
  /* Translators: %s is the name of a file. */
  sentence = g_strdup_printf (_ ("Saved as %s, not encrypted. Delete it when it is not needed any "
                                 "more."),
                              name);
  amp_alert_show (self->alert, sentence);
}

static const AmpJob export_job = {.func = write_copy,
                                  .done = written,
                                  .data_free = export_free,
                                  .title = N_ ("Writing the copy…"),
                                  .lets_in = TRUE};

static void
chosen_cb (gpointer owner, const char *path)
{
  AmpAttachmentViewer *self = owner;
  Export *export;

  if (path == NULL)
    return;
  export = g_new0 (Export, 1);
  export->id = amp_record_id (self->load->record);
  export->path = g_strdup (path);
  export->reason = g_strdup (self->reason);
  amp_jobs_run (self->context->jobs, &export_job, export, self, NULL);
}

void
amp_attachment_viewer_export (AmpAttachmentViewer *self, const char *reason)
{
  g_autofree char *name = is_document (self) ? amp_document_file_name (self->load->record)
                                             : amp_attachment_file_name (self->load->record);
  const AmpChoose choose = {.kind = AMP_CHOOSE_SAVE, .title = _ ("Take a copy out"), .name = name};

  g_free (self->reason);
  self->reason = g_strdup (reason);
  amp_alert_show (self->alert, NULL);
  amp_choose_file (GTK_WIDGET (self), &choose, chosen_cb);
}

static void
export_answered_cb (AmpAttachmentViewer *self, const char *response, AdwMessageDialog *dialog)
{
  GtkWidget *box = adw_message_dialog_get_extra_child (dialog);
  const char *reason = box != NULL ? amp_attachment_reasons ()[gtk_drop_down_get_selected (
                                       GTK_DROP_DOWN (gtk_widget_get_last_child (box)))]
                                   : NULL;

  if (g_str_equal (response, "export"))
    amp_attachment_viewer_export (self, reason);
}

static GtkWidget *
ask (AmpAttachmentViewer *self, const char *heading, const char *body, GCallback answered)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (self), heading, body);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", answered, self, G_CONNECT_SWAPPED);
  amp_dialog_put_over (GTK_WINDOW (dialog), GTK_WIDGET (self), self->context->jobs);
  return dialog;
}

static GtkWidget *
reasons_box (void)
{
  GtkStringList *labels = gtk_string_list_new (NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = gtk_label_new_with_mnemonic (_ ("_Reason"));
  GtkWidget *choice;

  for (const char *const *reason = amp_attachment_reasons (); *reason != NULL; reason++)
    gtk_string_list_append (labels, _ (amp_attachment_reason_label (*reason)));
  choice = gtk_drop_down_new (G_LIST_MODEL (labels), NULL);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), choice);
  amp_accessible_set_label (choice, _ ("Reason"));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), choice);
  return box;
}

static void
export_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args G_GNUC_UNUSED)
{
  AmpAttachmentViewer *self = AMP_ATTACHMENT_VIEWER (widget);
  const char *body =
    is_document (self)
      ? _ ("The copy is not encrypted: whoever gets hold of it can read it. The log records that "
           "you took it.")
      : _ ("The copy is not encrypted: whoever gets hold of it can read it. Keep it no longer than "
           "it is needed. The log records that you took it, and why.");
  GtkWidget *dialog =
    ask (self, _ ("Take a copy out of the program?"), body, G_CALLBACK (export_answered_cb));

  if (!is_document (self))
    adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), reasons_box ());
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "export", _ ("_Save as…"));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- Deleting --- */

/* Worker thread. */
static gpointer delete (AmpSession *session,
                        gpointer data,
                        AmpProgress *progress G_GNUC_UNUSED,
                        GCancellable *cancellable G_GNUC_UNUSED,
                        GError **error)
{
  return GINT_TO_POINTER (amp_attachments_delete (session, *(gint64 *) data, error));
}

static void
deleted (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  AmpAttachmentViewer *self = owner;

  if (error != NULL)
    {
      show_error (self, error);
      return;
    }
  g_signal_emit (self, signals[DELETED], 0, *(gint64 *) data);
  gtk_window_destroy (GTK_WINDOW (self));
}

static const AmpJob delete_job = {.func = delete, .done = deleted, .data_free = g_free};

static void
delete_answered_cb (AmpAttachmentViewer *self, const char *response)
{
  gint64 id = amp_record_id (self->load->record);

  if (g_str_equal (response, "delete"))
    amp_jobs_run (self->context->jobs, &delete_job, g_memdup2 (&id, sizeof id), self, NULL);
}

static void
delete_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args G_GNUC_UNUSED)
{
  GtkWidget *dialog = ask (AMP_ATTACHMENT_VIEWER (widget), _ ("Delete this attachment?"),
                           _ ("It cannot be brought back. The log records that you deleted it."),
                           G_CALLBACK (delete_answered_cb));

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "delete", _ ("_Delete"));
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "delete",
                                              ADW_RESPONSE_DESTRUCTIVE);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- Object --- */

static void
amp_attachment_viewer_dispose (GObject *object)
{
  AmpAttachmentViewer *self = AMP_ATTACHMENT_VIEWER (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  g_cancellable_cancel (self->painting);
  g_clear_object (&self->painting);
  g_clear_pointer (&self->player, amp_player_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_ATTACHMENT_VIEWER);
  g_clear_pointer (&self->load, amp_attachment_load_free);
  g_clear_object (&self->context);
  g_clear_pointer (&self->reason, g_free);
  G_OBJECT_CLASS (amp_attachment_viewer_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AmpAttachmentViewer, zooms);
  gtk_widget_class_bind_template_child (widget_class, AmpAttachmentViewer, turn);
  gtk_widget_class_bind_template_child (widget_class, AmpAttachmentViewer, pages);
  gtk_widget_class_bind_template_child (widget_class, AmpAttachmentViewer, play);
  gtk_widget_class_bind_template_child (widget_class, AmpAttachmentViewer, page_label);
  gtk_widget_class_bind_template_child (widget_class, AmpAttachmentViewer, caption);
  gtk_widget_class_bind_template_child (widget_class, AmpAttachmentViewer, facts);
  gtk_widget_class_bind_template_child (widget_class, AmpAttachmentViewer, alert);
  gtk_widget_class_bind_template_child (widget_class, AmpAttachmentViewer, position);
  gtk_widget_class_bind_template_child (widget_class, AmpAttachmentViewer, duration);
  gtk_widget_class_bind_template_child (widget_class, AmpAttachmentViewer, stack);
  gtk_widget_class_bind_template_child (widget_class, AmpAttachmentViewer, scroller);
  gtk_widget_class_bind_template_child (widget_class, AmpAttachmentViewer, picture);
  gtk_widget_class_bind_template_child (widget_class, AmpAttachmentViewer, time);
  gtk_widget_class_bind_template_child (widget_class, AmpAttachmentViewer, text);
  gtk_widget_class_bind_template_callback (widget_class, on_sought);
}

static const struct
{
  const char *name, *args;
  GtkWidgetActionActivateFunc run;
} actions[] = {
  {"viewer.zoom-in", NULL, picture_action}, {"viewer.zoom-out", NULL, picture_action},
  {"viewer.fit", NULL, picture_action},     {"viewer.own-size", NULL, picture_action},
  {"viewer.turn", "b", picture_action},     {"viewer.page", "i", page_action},
  {"viewer.first-page", NULL, page_action}, {"viewer.last-page", NULL, page_action},
  {"viewer.play", NULL, play_action},       {"viewer.seek", "i", seek_action},
  {"viewer.rename", NULL, rename_action},   {"viewer.export", NULL, export_action},
  {"viewer.delete", NULL, delete_action},
};

static const struct
{
  guint key;
  GdkModifierType modifiers;
  const char *action;
  const char *args; /* of GVariant's text */
} keys[] = {
  {GDK_KEY_plus, 0, "viewer.zoom-in", NULL},
  {GDK_KEY_plus, GDK_CONTROL_MASK, "viewer.zoom-in", NULL},
  {GDK_KEY_equal, 0, "viewer.zoom-in", NULL},
  {GDK_KEY_KP_Add, 0, "viewer.zoom-in", NULL},
  {GDK_KEY_minus, 0, "viewer.zoom-out", NULL},
  {GDK_KEY_minus, GDK_CONTROL_MASK, "viewer.zoom-out", NULL},
  {GDK_KEY_KP_Subtract, 0, "viewer.zoom-out", NULL},
  {GDK_KEY_0, 0, "viewer.fit", NULL},
  {GDK_KEY_1, 0, "viewer.own-size", NULL},
  {GDK_KEY_r, 0, "viewer.turn", "true"},
  {GDK_KEY_r, GDK_SHIFT_MASK, "viewer.turn", "false"},
  {GDK_KEY_Page_Down, 0, "viewer.page", "1"},
  {GDK_KEY_Page_Up, 0, "viewer.page", "-1"},
  {GDK_KEY_Home, 0, "viewer.first-page", NULL},
  {GDK_KEY_End, 0, "viewer.last-page", NULL},
  {GDK_KEY_space, 0, "viewer.play", NULL},
  {GDK_KEY_e, GDK_CONTROL_MASK, "viewer.export", NULL},
  {GDK_KEY_F2, 0, "viewer.rename", NULL},
  {GDK_KEY_Delete, 0, "viewer.delete", NULL},
  {GDK_KEY_Escape, 0, "window.close", NULL},
};

static void
add_keys (GtkWidgetClass *widget_class)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GtkShortcutAction) action = gtk_named_action_new (keys[i].action);
      g_autoptr (GtkShortcut) shortcut = gtk_shortcut_new (
        gtk_keyval_trigger_new (keys[i].key, keys[i].modifiers), g_steal_pointer (&action));

      if (keys[i].args != NULL)
        gtk_shortcut_set_arguments (shortcut, g_variant_new_parsed (keys[i].args));
      gtk_widget_class_add_shortcut (widget_class, shortcut);
    }
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, 0, arrow_cb, "(ii)", -1, 0);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Right, 0, arrow_cb, "(ii)", 1, 0);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Up, 0, arrow_cb, "(ii)", 0, -1);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Down, 0, arrow_cb, "(ii)", 0, 1);
}

static void
amp_attachment_viewer_class_init (AmpAttachmentViewerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (AMP_TYPE_PICTURE_VIEW);
  G_OBJECT_CLASS (klass)->dispose = amp_attachment_viewer_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-attachment-viewer.ui");
  bind_template (widget_class);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].args,
                                     actions[i].run);
  add_keys (widget_class);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[DELETED] = g_signal_new ("deleted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
amp_attachment_viewer_init (AmpAttachmentViewer *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* --- Showing --- */

static void
show_text (AmpAttachmentViewer *self)
{
  gsize length;
  const char *data = g_bytes_get_data (self->load->bytes, &length);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  const char *end;

  if (length > AMP_TEXT_MAX)
    {
      length = AMP_TEXT_MAX;
      amp_alert_show (self->alert, _ ("Only the beginning of this long text is shown."));
    }
  (void) g_utf8_validate_len (data, length, &end);
  gtk_text_buffer_set_text (buffer, data != NULL ? data : "", (int) (end - data));
}

static gboolean
show_audio (AmpAttachmentViewer *self)
{
  g_autofree char *length = NULL;

  self->player = amp_player_new (self->load->bytes, NULL);
  if (self->player == NULL)
    return FALSE;
  length = minutes (amp_player_get_duration (self->player));
  gtk_label_set_label (self->duration, length);
  gtk_adjustment_set_upper (self->time, amp_player_get_duration (self->player));
  show_position (self);
  return TRUE;
}

static const char *
show_content (AmpAttachmentViewer *self)
{
  switch (self->load->class)
    {
    case AMP_MEDIA_IMAGE:
      amp_picture_view_set_texture (
        self->picture, self->load->texture, 1,
        (guint) amp_record_get_int (self->load->record, "orientation", 0));
      return "picture";
    case AMP_MEDIA_PDF:
      show_page (self);
      return "picture";
    case AMP_MEDIA_TEXT:
      show_text (self);
      return "text";
    case AMP_MEDIA_AUDIO:
      return show_audio (self) ? "audio" : "other";
    case AMP_MEDIA_OTHER:
    default:
      return "other";
    }
}

static void
show_all (AmpAttachmentViewer *self)
{
  const AmpRecord *record = self->load->record;
  const char *title = amp_record_get (record, "title");
  g_autofree char *facts = is_document (self) ? amp_document_summary (record)
                                              : amp_attachment_summary (record, self->context);
  const char *shown = show_content (self);
  gboolean picture = g_str_equal (shown, "picture");

  gtk_stack_set_visible_child_name (self->stack, shown);
  gtk_widget_set_visible (self->zooms, picture);
  gtk_widget_set_visible (self->turn, picture);
  gtk_widget_set_visible (self->pages, self->load->class == AMP_MEDIA_PDF);
  gtk_label_set_label (self->caption, title != NULL ? title : _ ("No description"));
  gtk_label_set_label (self->facts, facts);
  if (is_document (self))
    {
      gtk_window_set_title (GTK_WINDOW (self), _ ("Document of this office"));
      gtk_widget_action_set_enabled (GTK_WIDGET (self), "viewer.rename", FALSE);
      gtk_widget_action_set_enabled (GTK_WIDGET (self), "viewer.delete", FALSE);
    }
  if (self->load->class == AMP_MEDIA_IMAGE)
    amp_accessible_set_label (GTK_WIDGET (self->picture), gtk_label_get_label (self->caption));
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    if (actions[i].run == picture_action)
      gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i].name, picture);
}

AmpAttachmentViewer *
amp_attachment_viewer_present (GtkWidget *parent,
                               AmpSectionContext *context,
                               AmpAttachmentLoad *load)
{
  AmpAttachmentViewer *self = g_object_new (AMP_TYPE_ATTACHMENT_VIEWER, NULL);

  self->context = g_object_ref (context);
  self->load = load;
  show_all (self);
  amp_dialog_put_over (GTK_WINDOW (self), parent, context->jobs);
  gtk_window_present (GTK_WINDOW (self));
  if (self->player != NULL)
    gtk_widget_grab_focus (self->play);
  else if (g_str_equal (amp_attachment_viewer_get_shown (self), "picture"))
    gtk_widget_grab_focus (GTK_WIDGET (self->scroller));
  return self;
}

const char *
amp_attachment_viewer_get_shown (AmpAttachmentViewer *self)
{
  return gtk_stack_get_visible_child_name (self->stack);
}

guint
amp_attachment_viewer_get_page (AmpAttachmentViewer *self)
{
  return self->load->class == AMP_MEDIA_PDF ? self->page + 1 : 0;
}

gboolean
amp_attachment_viewer_is_busy (AmpAttachmentViewer *self)
{
  return self->busy;
}

void
amp_attachment_viewer_close_all (AmpSectionContext *context)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (AMP_IS_ATTACHMENT_VIEWER (l->data) && AMP_ATTACHMENT_VIEWER (l->data)->context == context)
      gtk_window_destroy (l->data);
}
