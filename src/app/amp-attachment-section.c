/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From a file, a drop or the clipboard to the dialog; from a row to the viewer. Files are read on
 * the worker thread. */
#include "app/amp-attachment-section.h"

#include "app/amp-attachment-dialog.h"
#include "app/amp-attachment-viewer.h"
#include "app/amp-editor.h"
#include "app/amp-file-chooser.h"
#include "app/amp-section.h"

#include <glib/gi18n.h>

/* --- Rows --- */

const char *
amp_attachment_type_label (const char *mime)
{
  switch (amp_media_class (mime))
    {
    case AMP_MEDIA_IMAGE:
      return _ ("Picture");
    case AMP_MEDIA_PDF:
      return _ ("PDF document");
    case AMP_MEDIA_AUDIO:
      return _ ("Recording");
    case AMP_MEDIA_TEXT:
      return _ ("Text");
    case AMP_MEDIA_OTHER:
    default:
      return _ ("File");
    }
}

char *
amp_attachment_summary (const AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  g_autofree char *date = amp_record_date_text (record, "added_on");
  g_autofree char *size = g_format_size ((guint64) amp_record_get_int (record, "size", 0));
  gint64 pages = amp_record_get_int (record, "pages", 0);
  g_autofree char *paper =
    pages > 0
      ? g_strdup_printf (ngettext (", %u page", ", %u pages", (gulong) pages), (guint) pages)
      : g_strdup ("");

  return g_strdup_printf ("%s · %s · %s%s, %s", amp_record_code_label (record, "kind"), date,
                          amp_attachment_type_label (amp_record_get (record, "mime")), paper, size);
}

char *
amp_document_summary (const AmpRecord *record)
{
  g_autofree char *date = amp_record_date_text (record, "on");
  g_autofree char *size = g_format_size ((guint64) amp_record_get_int (record, "size", 0));
  const char *type = amp_attachment_type_label (amp_record_get (record, "mime"));
  const char *kind = amp_record_code_label (record, "kind");

  if (amp_record_get (record, "on") == NULL)
    return g_strdup_printf ("%s · %s, %s", kind, type, size);
  return g_strdup_printf ("%s · %s · %s, %s", kind, date, type, size);
}

char *
amp_attachment_detail (const AmpRecord *record, AmpSectionContext *context)
{
  const char *title = amp_record_get (record, "title");

  if (context->veiled)
    return amp_section_veiled_text ();
  return g_strdup (title != NULL ? title : _ ("No description"));
}

/* --- Opening --- */

/* What a job carries besides what it works on: the page may be gone when it is done. */
typedef struct
{
  gint64 id;
  char *path;
  GBytes *bytes; /* pasted */
  AmpSectionContext *context;
} Request;

static Request *
request_new (AmpSectionContext *context)
{
  Request *self = g_new0 (Request, 1);

  self->context = g_object_ref (context);
  return self;
}

static void
request_free (gpointer data)
{
  Request *self = data;

  g_free (self->path);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_object_unref (self->context);
  g_free (self);
}

static void
deleted_cb (AmpSection *section, gint64 id)
{
  amp_section_drop (section, id);
}

/* Worker thread. */
static gpointer
load (AmpSession *session,
      gpointer data,
      AmpProgress *progress,
      GCancellable *cancellable,
      GError **error)
{
  return amp_attachment_load_run (session, &((Request *) data)->id, progress, cancellable, error);
}

static void
loaded (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  GtkWidget *section = owner;
  Request *request = data;
  AmpAttachmentViewer *viewer;

  if (error != NULL)
    {
      amp_toast_error (section, error);
      return;
    }
  /* Hidden again before it came: then nobody sees it. */
  if (request->context->veiled || gtk_widget_get_root (section) == NULL)
    {
      amp_attachment_load_free (result);
      return;
    }
  viewer = amp_attachment_viewer_present (section, request->context, result);
  g_signal_connect_object (viewer, "changed", G_CALLBACK (amp_section_take), section,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (viewer, "deleted", G_CALLBACK (deleted_cb), section, G_CONNECT_SWAPPED);
  /* The page goes, and what it opened with it. */
  g_signal_connect_object (section, "unrealize", G_CALLBACK (gtk_window_destroy), viewer,
                           G_CONNECT_SWAPPED);
}

static const AmpJob load_job = {.func = load,
                                .done = loaded,
                                .data_free = request_free,
                                .result_free = amp_attachment_load_free,
                                .title = N_ ("Opening the attachment…"),
                                .lets_in = TRUE};

void
amp_attachment_section_open (GtkWidget *section,
                             AmpSectionContext *context,
                             const AmpRecord *record)
{
  Request *request;

  if (context->veiled)
    {
      amp_toast (section, _ ("Show the identity first. Then attachments can be opened."));
      return;
    }
  request = request_new (context);
  request->id = amp_record_id (record);
  amp_jobs_run (context->jobs, &load_job, request, section, NULL);
}

/* --- Files that come --- */

static void
saved_cb (GtkWidget *section, gpointer record, AmpAttachmentDialog *dialog G_GNUC_UNUSED)
{
  amp_section_take (AMP_SECTION (section), record);
  amp_toast (section, _ ("Attached. The file itself still lies where it was: delete it there if it "
                         "is not needed any more."));
}

/* Worker thread. */
static gpointer
read_file (AmpSession *session G_GNUC_UNUSED,
           gpointer data,
           AmpProgress *progress G_GNUC_UNUSED,
           GCancellable *cancellable,
           GError **error)
{
  Request *request = data;

  return request->bytes != NULL ? amp_attachment_file_take (request->bytes, error)
                                : amp_attachment_file_read (request->path, cancellable, error);
}

static void
was_read (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  GtkWidget *section = owner;
  AmpAttachmentDialog *dialog;

  if (error != NULL)
    {
      amp_toast_error (section, error);
      return;
    }
  dialog = amp_attachment_dialog_add (section, ((Request *) data)->context, result);
  g_signal_connect_object (dialog, "saved", G_CALLBACK (saved_cb), section, G_CONNECT_SWAPPED);
}

static void
file_free (gpointer data)
{
  amp_attachment_file_free (data);
}

static const AmpJob read_job = {.func = read_file,
                                .done = was_read,
                                .data_free = request_free,
                                .result_free = file_free,
                                .title = N_ ("Reading the file…")};

static AmpSectionContext *
context_of (GtkWidget *section)
{
  return g_object_get_data (G_OBJECT (section), "amp-attachment-context");
}

void
amp_attachment_section_take (GtkWidget *section, const char *path)
{
  AmpSectionContext *context = context_of (section);
  Request *request = request_new (context);

  request->path = g_strdup (path);
  amp_jobs_run (context->jobs, &read_job, request, section, NULL);
}

static void
chosen_cb (gpointer owner, const char *path)
{
  if (path != NULL)
    amp_attachment_section_take (owner, path);
}

void
amp_attachment_section_begin (GtkWidget *section, AmpSectionContext *context G_GNUC_UNUSED)
{
  const AmpChoose choose = {.kind = AMP_CHOOSE_OPEN, .title = _ ("Attach a file")};

  amp_choose_file (section, &choose, chosen_cb);
}

static void
take_files (GtkWidget *section, GdkFileList *list)
{
  g_autoptr (GSList) files = gdk_file_list_get_files (list);
  g_autofree char *path = files != NULL ? g_file_get_path (files->data) : NULL;

  /* One after the other: each needs its kind. */
  if (path == NULL || files->next != NULL)
    amp_toast (section, _ ("Attach one file of this computer at a time."));
  else
    amp_attachment_section_take (section, path);
}

static gboolean
dropped_cb (GtkWidget *section, const GValue *value)
{
  take_files (section, g_value_get_boxed (value));
  return TRUE;
}

/* --- Pasting --- */

static void
texture_cb (GObject *clipboard, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) section = user_data;
  g_autoptr (GdkTexture) texture =
    gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (clipboard), result, NULL);
  AmpSectionContext *context = context_of (section);
  Request *request;

  if (texture == NULL)
    {
      amp_toast (section, _ ("There is no picture and no file to paste."));
      return;
    }
  request = request_new (context);
  request->bytes = gdk_texture_save_to_png_bytes (texture);
  amp_jobs_run (context->jobs, &read_job, request, section, NULL);
}

static void
files_cb (GObject *clipboard, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) section = user_data;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (clipboard), result, NULL);

  if (value != NULL)
    take_files (section, g_value_get_boxed (value));
}

void
amp_attachment_section_paste (GtkWidget *section)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (section);

  if (gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard), GDK_TYPE_FILE_LIST))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL,
                                    files_cb, g_object_ref (section));
  else
    gdk_clipboard_read_texture_async (clipboard, NULL, texture_cb, g_object_ref (section));
}

static gboolean
paste_cb (GtkWidget *section, GVariant *args G_GNUC_UNUSED, gpointer user_data G_GNUC_UNUSED)
{
  amp_attachment_section_paste (section);
  return TRUE;
}

void
amp_attachment_section_made (GtkWidget *section, AmpSectionContext *context)
{
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  GtkEventController *keys = gtk_shortcut_controller_new ();

  g_object_set_data_full (G_OBJECT (section), "amp-attachment-context", g_object_ref (context),
                          g_object_unref);
  g_signal_connect_object (drop, "drop", G_CALLBACK (dropped_cb), section, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (section, GTK_EVENT_CONTROLLER (drop));
  /* Wherever the keyboard is on the page, as long as this section is on the screen. */
  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (keys), GTK_SHORTCUT_SCOPE_MANAGED);
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_v, GDK_CONTROL_MASK),
                      gtk_callback_action_new (paste_cb, NULL, NULL)));
  gtk_widget_add_controller (section, keys);
}

const AmpSectionKind amp_kind_attachment = {
  .entity = "attachment",
  .title = N_ ("Attachments"),
  .form = "attachment",
  .parent = "case",
  .add = N_ ("A_ttach a file…"),
  .empty = N_ ("Nothing is attached yet. Drop a file here, or paste a picture with Ctrl+V."),
  .summary = amp_attachment_summary,
  .detail = amp_attachment_detail,
  .open = amp_attachment_section_open,
  .begin = amp_attachment_section_begin,
  .made = amp_attachment_section_made,
  .hidden = amp_attachment_viewer_close_all,
};
