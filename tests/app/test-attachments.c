/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Attachments on the case page: attached, looked at, taken out, and no file anywhere but in the
 * vault. */
#include "test-form-fixture.h"

#include "app/amp-attachment-dialog.h"
#include "app/amp-attachment-section.h"
#include "app/amp-attachment-viewer.h"
#include "app/amp-case-page.h"
#include "app/amp-file-chooser.h"
#include "app/amp-picture-view.h"
#include "app/amp-player.h"

#include <cairo-pdf.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#define PAGES 3
#define RATE 8000
#define SECONDS 3

typedef struct
{
  Office *office;
  AmpCasePage *page;
  GtkWindow *window;
} Fixture;

static char *tmp; /* what every library takes for the place of temporary files */
static char *files;
static int watch;

/* --- Files --- */

static char *
file_path (const char *name)
{
  return g_build_filename (files, name, NULL);
}

static void
make_picture (void)
{
  g_autofree char *path = file_path ("foto.jpg");
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 640, 400);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  int stride = gdk_pixbuf_get_rowstride (pixbuf);

  for (int y = 0; y < 400; y++)
    for (int x = 0; x < 640; x++)
      {
        pixels[y * stride + x * 3] = (guint8) (60 + x / 4);
        pixels[y * stride + x * 3 + 1] = (guint8) (100 + y / 4);
        pixels[y * stride + x * 3 + 2] = (guint8) ((x / 40 + y / 40) % 2 * 90 + 80);
      }
  g_assert_true (gdk_pixbuf_save (pixbuf, path, "jpeg", NULL, NULL));
}

static void
make_pdf (void)
{
  g_autofree char *path = file_path ("oficio.pdf");
  cairo_surface_t *surface = cairo_pdf_surface_create (path, 595, 842);
  cairo_t *cr = cairo_create (surface);

  for (guint i = 0; i < PAGES; i++)
    {
      g_autofree char *text = g_strdup_printf ("Oficio N.º 0%u-2026", i + 12);

      cairo_select_font_face (cr, "Cantarell", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
      cairo_set_font_size (cr, 22);
      cairo_move_to (cr, 72, 110);
      cairo_show_text (cr, text);
      cairo_set_font_size (cr, 12);
      for (guint line = 0; line < 24; line++)
        {
          cairo_move_to (cr, 72, 160 + line * 20);
          cairo_show_text (cr, "Por medio del presente se solicita la atención de la persona.");
        }
      cairo_show_page (cr);
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
make_recording (void)
{
  g_autofree char *path = file_path ("audio.wav");
  guint8 head[44] = "RIFF\0\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x40\x1f\0\0\x80\x3e\0\0\2\0\x10\0data";
  guint32 size = GUINT32_TO_LE (RATE * SECONDS * 2), all = GUINT32_TO_LE (RATE * SECONDS * 2 + 36);
  GByteArray *bytes = g_byte_array_new ();

  memcpy (head + 4, &all, 4);
  memcpy (head + 40, &size, 4);
  g_byte_array_append (bytes, head, sizeof head);
  for (guint i = 0; i < RATE * SECONDS; i++)
    {
      gint16 sample = GINT16_TO_LE ((gint16) (8000 * sin (i * 0.3)));

      g_byte_array_append (bytes, (guint8 *) &sample, sizeof sample);
    }
  g_assert_true (g_file_set_contents (path, (char *) bytes->data, (gssize) bytes->len, NULL));
  g_byte_array_unref (bytes);
}

static void
make_files (void)
{
  g_autofree char *text = NULL, *other = NULL;

  files = g_dir_make_tmp ("amparo-files-XXXXXX", NULL);
  text = file_path ("nota.txt");
  other = file_path ("otro.bin");
  make_picture ();
  make_pdf ();
  make_recording ();
  g_assert_true (g_file_set_contents (text, "La señora llamó el martes.\n", -1, NULL));
  g_assert_true (g_file_set_contents (other, "\1\2\3\4", 4, NULL));
}

/* --- The page --- */

static void
set_up (Fixture *self, gconstpointer data)
{
  (void) data;
  self->office = office_new ();
  self->page = amp_case_page_new (self->office->jobs, self->office->case_id);
  self->window = forms_show (GTK_WIDGET (self->page), 1176, 700);
  WAIT_FOR (amp_case_page_is_loaded (self->page));
  WAIT_FOR (!amp_jobs_is_busy (self->office->jobs));
  amp_case_page_show_section (self->page, "attachment");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gpointer page = self->page;

  (void) data;
  g_object_add_weak_pointer (G_OBJECT (self->page), &page);
  gtk_window_destroy (self->window);
  WAIT_FOR (page == NULL);
  office_free (self->office);
}

static AmpSection *
section (Fixture *self)
{
  return amp_case_page_get_section (self->page, "attachment");
}

static gpointer
window_of (GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (G_TYPE_CHECK_INSTANCE_TYPE (l->data, type) && gtk_widget_get_visible (l->data))
      return l->data;
  return NULL;
}

static AmpAttachmentDialog *
choose (Fixture *self, const char *name)
{
  g_autofree char *path = file_path (name);

  amp_choose_file_answer (path);
  amp_section_add (section (self));
  amp_choose_file_answer (NULL);
  WAIT_FOR (window_of (AMP_TYPE_ATTACHMENT_DIALOG) != NULL);
  return window_of (AMP_TYPE_ATTACHMENT_DIALOG);
}

static AmpForm *
form_in (GtkWidget *widget)
{
  if (AMP_IS_FORM (widget))
    return AMP_FORM (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      AmpForm *found = form_in (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* label: as in the source, with its mnemonic. */
static void
press (gpointer window, const char *label)
{
  g_auto (GStrv) parts = g_strsplit (g_dgettext (GETTEXT_PACKAGE, label), "_", -1);
  g_autofree char *plain = g_strjoinv ("", parts);
  GtkWidget *button = forms_find_button (GTK_WIDGET (window), plain);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

static gint64
attach (Fixture *self, const char *name, const char *title)
{
  guint before = amp_section_get_length (section (self));
  AmpAttachmentDialog *dialog = choose (self, name);

  amp_form_type (form_in (GTK_WIDGET (dialog)), "attachment", "title", title);
  press (dialog, "_Attach");
  WAIT_FOR (window_of (AMP_TYPE_ATTACHMENT_DIALOG) == NULL);
  WAIT_FOR (amp_section_get_length (section (self)) == before + 1);
  return amp_record_id (g_ptr_array_index (amp_section_get_records (section (self)), 0));
}

static void
reveal (Fixture *self)
{
  amp_case_page_set_revealed (self->page, TRUE);
  WAIT_FOR (amp_case_page_is_revealed (self->page));
}

static AmpAttachmentViewer *
view (Fixture *self, gint64 id)
{
  AmpAttachmentViewer *viewer;

  amp_section_open (section (self), id);
  WAIT_FOR (window_of (AMP_TYPE_ATTACHMENT_VIEWER) != NULL);
  viewer = window_of (AMP_TYPE_ATTACHMENT_VIEWER);
  WAIT_FOR (!amp_attachment_viewer_is_busy (viewer));
  return viewer;
}

static void
close_viewer (AmpAttachmentViewer *viewer)
{
  gpointer gone = viewer;

  g_object_add_weak_pointer (G_OBJECT (viewer), &gone);
  gtk_window_close (GTK_WINDOW (viewer));
  WAIT_FOR (gone == NULL); /* and its bytes with it */
}

static void
act (AmpAttachmentViewer *viewer, const char *action, const char *args)
{
  g_assert_true (gtk_widget_activate_action_variant (
    GTK_WIDGET (viewer), action, args != NULL ? g_variant_new_parsed (args) : NULL));
}

/* --- Tests --- */

static void
test_attach (Fixture *self, gconstpointer data)
{
  AmpAttachmentDialog *dialog = choose (self, "foto.jpg");
  g_autoptr (AmpRecord) stored = NULL;
  const AmpRecord *record;

  (void) data;
  forms_assert_named (GTK_WIDGET (dialog));
  forms_picture (GTK_WINDOW (dialog), "attachment-dialog");
  gtk_window_close (GTK_WINDOW (dialog));
  WAIT_FOR (window_of (AMP_TYPE_ATTACHMENT_DIALOG) == NULL);
  g_assert_cmpuint (office_count (self->office, "attachment"), ==, 0);

  g_assert_cmpint (attach (self, "foto.jpg", "DNI, anverso"), !=, 0);
  record = g_ptr_array_index (amp_section_get_records (section (self)), 0);
  stored = office_load (self->office, "attachment", amp_record_id (record));
  g_assert_cmpstr (amp_record_get (stored, "title"), ==, "DNI, anverso");
  g_assert_cmpstr (amp_record_get (stored, "kind"), ==, "photo");
  g_assert_cmpstr (amp_record_get (stored, "mime"), ==, "image/jpeg");
  g_assert_cmpint (amp_record_get_int (stored, "case", 0), ==, self->office->case_id);
}

static void
test_veiled (Fixture *self, gconstpointer data)
{
  gint64 id = attach (self, "foto.jpg", "DNI, anverso");
  const AmpRecord *record = g_ptr_array_index (amp_section_get_records (section (self)), 0);
  g_autoptr (AmpFormRefs) refs = amp_form_refs_new ();
  g_autoptr (AmpSectionContext) context = amp_section_context_new (self->office->jobs, refs);
  g_autofree char *hidden = NULL, *shown = NULL;
  AmpAttachmentViewer *viewer;

  (void) data;
  context->veiled = TRUE;
  hidden = amp_attachment_detail (record, context);
  context->veiled = FALSE;
  shown = amp_attachment_detail (record, context);
  g_assert_null (strstr (hidden, "DNI"));
  g_assert_cmpstr (shown, ==, "DNI, anverso");
  amp_section_open (section (self), id);
  WAIT_FOR (!amp_jobs_is_busy (self->office->jobs));
  g_assert_null (window_of (AMP_TYPE_ATTACHMENT_VIEWER));
  g_assert_cmpuint (office_count_events (self->office, "view_identity"), ==, 0);
  forms_picture (self->window, "attachments-veiled");

  reveal (self);
  viewer = view (self, id);
  g_assert_cmpuint (office_count_events (self->office, "view_identity"), ==, 2);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (viewer)), ==,
                   g_dgettext (GETTEXT_PACKAGE, "Attachment"));
  amp_case_page_set_revealed (self->page, FALSE);
  WAIT_FOR (window_of (AMP_TYPE_ATTACHMENT_VIEWER) == NULL);
}

static AmpPictureView *
picture_in (GtkWidget *widget)
{
  if (AMP_IS_PICTURE_VIEW (widget))
    return AMP_PICTURE_VIEW (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      AmpPictureView *found = picture_in (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_picture (Fixture *self, gconstpointer data)
{
  gint64 id = attach (self, "foto.jpg", "DNI, anverso");
  AmpAttachmentViewer *viewer;
  AmpPictureView *picture;
  int width, height;

  (void) data;
  reveal (self);
  viewer = view (self, id);
  picture = picture_in (GTK_WIDGET (viewer));
  g_assert_cmpstr (amp_attachment_viewer_get_shown (viewer), ==, "picture");
  g_assert_true (amp_picture_view_is_fitted (picture));
  forms_assert_named (GTK_WIDGET (viewer));
  forms_picture (GTK_WINDOW (viewer), "attachment-picture");
  act (viewer, "viewer.own-size", NULL);
  g_assert_cmpfloat_with_epsilon (amp_picture_view_get_zoom (picture), 1, 1e-6);
  gtk_widget_measure (GTK_WIDGET (picture), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL,
                      NULL);
  g_assert_cmpint (width, ==, 640);
  act (viewer, "viewer.turn", "true");
  gtk_widget_measure (GTK_WIDGET (picture), GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL,
                      NULL);
  g_assert_cmpint (height, ==, 640);
  act (viewer, "viewer.zoom-in", NULL);
  g_assert_cmpfloat (amp_picture_view_get_zoom (picture), >, 1);
  act (viewer, "viewer.zoom-out", NULL);
  act (viewer, "viewer.zoom-out", NULL);
  g_assert_cmpfloat (amp_picture_view_get_zoom (picture), <, 1);
  act (viewer, "viewer.fit", NULL);
  g_assert_true (amp_picture_view_is_fitted (picture));
  close_viewer (viewer);
}

static void
test_pdf (Fixture *self, gconstpointer data)
{
  gint64 id = attach (self, "oficio.pdf", NULL);
  const AmpRecord *record = g_ptr_array_index (amp_section_get_records (section (self)), 0);
  AmpAttachmentViewer *viewer;

  (void) data;
  g_assert_cmpint (amp_record_get_int (record, "pages", 0), ==, PAGES);
  reveal (self);
  viewer = view (self, id);
  g_assert_cmpuint (amp_attachment_viewer_get_page (viewer), ==, 1);
  forms_picture (GTK_WINDOW (viewer), "attachment-pdf");
  act (viewer, "viewer.page", "1");
  g_assert_cmpuint (amp_attachment_viewer_get_page (viewer), ==, 2);
  act (viewer, "viewer.last-page", NULL);
  g_assert_cmpuint (amp_attachment_viewer_get_page (viewer), ==, PAGES);
  act (viewer, "viewer.page", "1");
  g_assert_cmpuint (amp_attachment_viewer_get_page (viewer), ==, PAGES);
  act (viewer, "viewer.first-page", NULL);
  act (viewer, "viewer.page", "-1");
  g_assert_cmpuint (amp_attachment_viewer_get_page (viewer), ==, 1);
  WAIT_FOR (!amp_attachment_viewer_is_busy (viewer));
  close_viewer (viewer);
}

static gint sounding; /* atomic: bytes that were played */

static gpointer
ear_open (guint rate, guint channels)
{
  g_assert_cmpuint (rate, ==, RATE);
  g_assert_cmpuint (channels, ==, 1);
  return &sounding;
}

static gboolean
ear_write (gpointer handle, const gint16 *samples, gsize bytes)
{
  (void) handle;
  (void) samples;
  g_atomic_int_add (&sounding, (gint) bytes);
  g_usleep (20000);
  return TRUE;
}

static void
ear_close (gpointer handle, gboolean drain)
{
  (void) handle;
  (void) drain;
}

static const AmpPlayerOutput ear = {ear_open, ear_write, ear_close};

static void
test_recording (Fixture *self, gconstpointer data)
{
  gint64 id = attach (self, "audio.wav", NULL);
  AmpAttachmentViewer *viewer;
  gint before;

  (void) data;
  amp_player_set_output (&ear);
  reveal (self);
  viewer = view (self, id);
  g_assert_cmpstr (amp_attachment_viewer_get_shown (viewer), ==, "audio");
  forms_assert_named (GTK_WIDGET (viewer));
  act (viewer, "viewer.play", NULL);
  WAIT_FOR (g_atomic_int_get (&sounding) > RATE / 2);
  forms_picture (GTK_WINDOW (viewer), "attachment-recording");
  act (viewer, "viewer.play", NULL);
  g_usleep (100000);
  before = g_atomic_int_get (&sounding);
  g_usleep (200000);
  g_assert_cmpint (g_atomic_int_get (&sounding), ==, before);
  act (viewer, "viewer.play", NULL);
  WAIT_FOR (g_atomic_int_get (&sounding) > before);
  close_viewer (viewer);
  before = g_atomic_int_get (&sounding);
  g_usleep (100000);
  g_assert_cmpint (g_atomic_int_get (&sounding), ==, before);
  amp_player_set_output (NULL);
}

static void
test_player (void)
{
  g_autofree char *path = file_path ("audio.wav");
  g_autofree char *contents = NULL;
  gsize length = 0;
  g_autoptr (GBytes) bytes = NULL, cut = NULL, text = g_bytes_new_static ("hola", 4);
  g_autoptr (AmpPlayer) player = NULL, broken = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  bytes = g_bytes_new (contents, length);
  amp_player_set_output (&ear);
  player = amp_player_new (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (amp_player_get_duration (player), SECONDS, 0.001);
  amp_player_seek (player, SECONDS - 0.5);
  g_assert_cmpfloat_with_epsilon (amp_player_get_position (player), SECONDS - 0.5, 0.001);
  g_atomic_int_set (&sounding, 0);
  amp_player_set_playing (player, TRUE);
  WAIT_FOR (!amp_player_is_playing (player));
  g_assert_cmpint (g_atomic_int_get (&sounding), ==, RATE);
  g_assert_cmpfloat_with_epsilon (amp_player_get_position (player), SECONDS, 0.001);
  /* From the beginning again. */
  amp_player_set_playing (player, TRUE);
  WAIT_FOR (amp_player_get_position (player) > 0 && amp_player_get_position (player) < SECONDS);
  amp_player_seek (player, -7);
  amp_player_seek (player, 1000);
  WAIT_FOR (!amp_player_is_playing (player));

  broken = amp_player_new (text, &error);
  g_assert_null (broken);
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT);
  cut = g_bytes_new_from_bytes (bytes, 0, length / 2);
  broken = amp_player_new (cut, NULL);
  if (broken != NULL)
    {
      amp_player_set_playing (broken, TRUE);
      amp_player_seek (broken, SECONDS);
      WAIT_FOR (!amp_player_is_playing (broken));
    }
  amp_player_set_output (NULL);
}

static void
test_others (Fixture *self, gconstpointer data)
{
  gint64 text = attach (self, "nota.txt", NULL), other = attach (self, "otro.bin", NULL);
  AmpAttachmentViewer *viewer;

  (void) data;
  reveal (self);
  viewer = view (self, text);
  g_assert_cmpstr (amp_attachment_viewer_get_shown (viewer), ==, "text");
  forms_assert_named (GTK_WIDGET (viewer));
  close_viewer (viewer);
  viewer = view (self, other);
  g_assert_cmpstr (amp_attachment_viewer_get_shown (viewer), ==, "other");
  forms_picture (GTK_WINDOW (viewer), "attachment-other");
  close_viewer (viewer);
  forms_picture (self->window, "attachments");
}

static void
test_rename (Fixture *self, gconstpointer data)
{
  gint64 id = attach (self, "nota.txt", NULL);
  AmpAttachmentViewer *viewer;
  AmpAttachmentDialog *dialog;
  g_autoptr (AmpRecord) stored = NULL;

  (void) data;
  reveal (self);
  viewer = view (self, id);
  act (viewer, "viewer.rename", NULL);
  WAIT_FOR (window_of (AMP_TYPE_ATTACHMENT_DIALOG) != NULL);
  dialog = window_of (AMP_TYPE_ATTACHMENT_DIALOG);
  amp_form_type (form_in (GTK_WIDGET (dialog)), "attachment", "title", "Relato");
  press (dialog, "_Save");
  WAIT_FOR (window_of (AMP_TYPE_ATTACHMENT_DIALOG) == NULL);
  stored = office_load (self->office, "attachment", id);
  g_assert_cmpstr (amp_record_get (stored, "title"), ==, "Relato");
  /* And once more: the viewer has the newer record. */
  act (viewer, "viewer.rename", NULL);
  dialog = window_of (AMP_TYPE_ATTACHMENT_DIALOG);
  amp_form_type (form_in (GTK_WIDGET (dialog)), "attachment", "kind", "legal");
  press (dialog, "_Save");
  WAIT_FOR (window_of (AMP_TYPE_ATTACHMENT_DIALOG) == NULL);
  close_viewer (viewer);
}

static void
test_export (Fixture *self, gconstpointer data)
{
  gint64 id = attach (self, "nota.txt", NULL);
  g_autofree char *path = file_path ("copia.txt");
  g_autofree char *contents = NULL;
  AmpAttachmentViewer *viewer;
  GtkWidget *dialog;

  (void) data;
  reveal (self);
  viewer = view (self, id);
  act (viewer, "viewer.export", NULL);
  dialog = window_of (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_nonnull (dialog);
  forms_assert_named (dialog);
  forms_picture (GTK_WINDOW (dialog), "attachment-export");
  press (dialog, "_Cancel");
  WAIT_FOR (window_of (ADW_TYPE_MESSAGE_DIALOG) == NULL);
  g_assert_cmpuint (office_count_events (self->office, "export"), ==, 0);

  amp_choose_file_answer (path);
  act (viewer, "viewer.export", NULL);
  press (window_of (ADW_TYPE_MESSAGE_DIALOG), "_Save as…");
  amp_choose_file_answer (NULL);
  WAIT_FOR (!amp_jobs_is_busy (self->office->jobs));
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "La señora llamó el martes.\n");
  g_assert_cmpuint (office_count_events (self->office, "export"), ==, 1);
  g_unlink (path);
  close_viewer (viewer);
}

static void
test_delete (Fixture *self, gconstpointer data)
{
  gint64 id = attach (self, "nota.txt", NULL);

  (void) data;
  reveal (self);
  act (view (self, id), "viewer.delete", NULL);
  press (window_of (ADW_TYPE_MESSAGE_DIALOG), "_Delete");
  WAIT_FOR (window_of (AMP_TYPE_ATTACHMENT_VIEWER) == NULL);
  g_assert_cmpuint (amp_section_get_length (section (self)), ==, 0);
  g_assert_cmpuint (office_count (self->office, "attachment"), ==, 0);
  g_assert_cmpuint (office_count_events (self->office, "delete"), ==, 1);
}

static void
test_lock (Fixture *self, gconstpointer data)
{
  gint64 id = attach (self, "nota.txt", NULL);

  (void) data;
  reveal (self);
  (void) view (self, id);
  office_lock (self->office);
  g_assert_null (window_of (AMP_TYPE_ATTACHMENT_VIEWER));
  office_unlock (self->office);
}

static void
test_too_large (Fixture *self, gconstpointer data)
{
  g_autofree char *path = file_path ("grande");

  (void) data;
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  g_assert_cmpint (truncate (path, AMP_ATTACHMENT_MAX + 1), ==, 0);
  amp_attachment_section_take (GTK_WIDGET (section (self)), path);
  WAIT_FOR (!amp_jobs_is_busy (self->office->jobs));
  g_assert_null (window_of (AMP_TYPE_ATTACHMENT_DIALOG));
  g_unlink (path);
}

static void
test_paste (Fixture *self, gconstpointer data)
{
  g_autofree char *path = file_path ("foto.jpg");
  g_autoptr (GdkTexture) texture = gdk_texture_new_from_filename (path, NULL);
  AmpAttachmentDialog *dialog;

  (void) data;
  gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (self->page)), texture);
  amp_attachment_section_paste (GTK_WIDGET (section (self)));
  WAIT_FOR (window_of (AMP_TYPE_ATTACHMENT_DIALOG) != NULL);
  dialog = window_of (AMP_TYPE_ATTACHMENT_DIALOG);
  press (dialog, "_Attach");
  WAIT_FOR (amp_section_get_length (section (self)) == 1);
  g_assert_cmpstr (
    amp_record_get (g_ptr_array_index (amp_section_get_records (section (self)), 0), "mime"), ==,
    "image/png");
}

/* Every way a picture may lie, against somebody else's idea of it. */
static void
test_orientation (void)
{
  for (guint orientation = 1; orientation <= 8; orientation++)
    {
      GtkWidget *view = g_object_ref_sink (g_object_new (AMP_TYPE_PICTURE_VIEW, NULL));
      static const guint8 colours[] = {255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255};
      g_autoptr (GBytes) pixels = g_bytes_new_static (colours, sizeof colours);
      g_autoptr (GdkPixbuf) pixbuf =
        gdk_pixbuf_new_from_bytes (pixels, GDK_COLORSPACE_RGB, FALSE, 8, 2, 2, 6);
      g_autoptr (GdkPixbuf) big = gdk_pixbuf_scale_simple (pixbuf, 64, 64, GDK_INTERP_NEAREST);
      g_autoptr (GdkPixbuf) turned = NULL;
      g_autoptr (GdkTexture) texture = gdk_texture_new_for_pixbuf (big), shown = NULL;
      g_autoptr (GdkPaintable) paintable = NULL;
      g_autoptr (GskRenderNode) node = NULL;
      g_autofree char *number = g_strdup_printf ("%u", orientation);
      GtkWindow *window = forms_show (view, 64, 64);
      GtkSnapshot *snapshot = gtk_snapshot_new ();
      guint8 *data = g_malloc (64 * 64 * 4);

      amp_picture_view_set_texture (AMP_PICTURE_VIEW (view), texture, 1, orientation);
      amp_picture_view_own_size (AMP_PICTURE_VIEW (view));
      for (int i = 0; i < 3; i++)
        gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
      paintable = gtk_widget_paintable_new (view);
      gdk_paintable_snapshot (paintable, snapshot, 64, 64);
      node = gtk_snapshot_free_to_node (snapshot);
      shown = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node,
                                           &GRAPHENE_RECT_INIT (0, 0, 64, 64));
      gdk_texture_download (shown, data, 64 * 4);
      gdk_pixbuf_set_option (big, "orientation", number);
      turned = gdk_pixbuf_apply_embedded_orientation (big);
      for (int corner = 0; corner < 4; corner++)
        {
          int x = corner % 2 * 32 + 16, y = corner / 2 * 32 + 16;
          const guint8 *seen = data + (y * 64 + x) * 4;
          const guint8 *wanted =
            gdk_pixbuf_read_pixels (turned) + y * gdk_pixbuf_get_rowstride (turned) + x * 3;

          if (seen[2] != wanted[0] || seen[1] != wanted[1] || seen[0] != wanted[2])
            g_error ("orientation %u, corner %d", orientation, corner);
        }
      g_free (data);
      gtk_window_destroy (window);
      g_object_unref (view);
    }
}

static void
test_bomb (void)
{
  /* A PNG of 100,000 by 100,000 pixels, as its header says. */
  static const guint8 png[] = {0x89, 'P',  'N', 'G', '\r', '\n', 0x1a, '\n', 0,    0,    0,
                               13,   'I',  'H', 'D', 'R',  0,    1,    0x86, 0xa0, 0,    1,
                               0x86, 0xa0, 8,   2,   0,    0,    0,    0x28, 0x5f, 0xb9, 0x9e};
  g_autoptr (GBytes) bytes = g_bytes_new_static (png, sizeof png);
  g_autoptr (GError) error = NULL;

  g_assert_null (amp_picture_decode (bytes, "image/png", &error));
  g_assert_nonnull (error);
}

/* All of the above, watched. */
static void
test_no_temporary_file (void)
{
  char buffer[4096];
  g_autofree char *probe = g_build_filename (tmp, "prueba", NULL);

  g_assert_cmpint (read (watch, buffer, sizeof buffer), ==, -1);
  /* The watch works. */
  g_assert_true (g_file_set_contents (probe, "x", 1, NULL));
  g_assert_cmpint (read (watch, buffer, sizeof buffer), >, 0);
  g_unlink (probe);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/app/attachments/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  int result;

  tmp = g_dir_make_tmp ("amparo-tmp-XXXXXX", NULL);
  g_setenv ("TMPDIR", tmp, TRUE);
  g_setenv ("SQLITE_TMPDIR", tmp, TRUE);
  watch = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC);
  g_assert_cmpint (inotify_add_watch (watch, tmp, IN_CREATE | IN_MOVED_TO), >=, 0);
  forms_init (&argc, &argv);
  make_files ();
  ADD ("a-file-is-attached", test_attach);
  ADD ("nothing-opens-under-the-veil", test_veiled);
  ADD ("a-picture-is-shown-zoomed-and-turned", test_picture);
  ADD ("a-pdf-is-shown-page-by-page", test_pdf);
  ADD ("a-recording-is-played-and-falls-silent", test_recording);
  ADD ("text-is-shown-and-anything-else-kept", test_others);
  ADD ("a-description-is-changed", test_rename);
  ADD ("a-copy-leaves-for-a-reason", test_export);
  ADD ("deleted-is-gone", test_delete);
  ADD ("a-lock-takes-what-is-open", test_lock);
  ADD ("a-large-file-is-refused", test_too_large);
  ADD ("a-picture-is-pasted", test_paste);
  g_test_add_func ("/app/attachments/a-player-plays-pauses-and-seeks", test_player);
  g_test_add_func ("/app/attachments/every-orientation-is-turned-right", test_orientation);
  g_test_add_func ("/app/attachments/a-picture-beyond-memory-is-not-decoded", test_bomb);
  g_test_add_func ("/app/attachments/no-temporary-file", test_no_temporary_file);
  result = g_test_run ();
  g_rmdir (tmp);
  close (watch);
  return result;
}
