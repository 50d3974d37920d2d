/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A list of sheets, a search box, and the sheet as text. */
#include "app/amp-guide-window.h"

#include "app/amp-accessible.h"
#include "app/amp-dialog.h"
#include "app/amp-field-row.h"
#include "app/amp-file-chooser.h"
#include "app/amp-list-keys.h"
#include "domain/guide-print.h"
#include "domain/sentences.h"
#include "model/codelist.h"
#include "vault/vault.h"

#include <glib/gi18n.h>

struct _AmpGuideWindow
{
  AdwWindow parent_instance;

  /* Template. */
  GtkWidget *bar;
  GtkWidget *full_screen;
  GtkWidget *side;
  GtkWidget *between;
  GtkWidget *search;
  GtkListBox *sheets;
  GtkTextView *text;

  const AmpGuideSheet *sheet; /* shown; NULL: none is found */
};

G_DEFINE_FINAL_TYPE (AmpGuideWindow, amp_guide_window, ADW_TYPE_WINDOW)

#define SHEET "amp-sheet" /* of a row */

static const char *
translate (const char *msgid)
{
  return _ (msgid);
}

static const AmpGuideSheet *
sheet_of (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), SHEET);
}

/* --- The sheet --- */

static void
append (GtkTextBuffer *buffer, const char *text, const char *tag)
{
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert_with_tags_by_name (buffer, &end, text, -1, tag, NULL);
  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert (buffer, &end, "\n", -1);
}

static void
append_block (GtkTextBuffer *buffer, const AmpGuideSheet *sheet, guint n)
{
  static const char *const tags[] = {[AMP_GUIDE_PARAGRAPH] = "paragraph",
                                     [AMP_GUIDE_HEADING] = "heading",
                                     [AMP_GUIDE_ITEM] = "item",
                                     [AMP_GUIDE_STEP] = "item"};
  const char *text = amp_guide_block_text (sheet, n, amp_code_language ());
  guint number = amp_guide_block_number (sheet, n);
  g_autofree char *line = number > 0 ? g_strdup_printf ("%u.\t%s", number, text)
                          : amp_guide_block_kind (sheet, n) == AMP_GUIDE_ITEM
                            ? g_strconcat ("•\t", text, NULL)
                            : g_strdup (text);

  append (buffer, line, tags[amp_guide_block_kind (sheet, n)]);
}

static void
show_sheet (AmpGuideWindow *self, const AmpGuideSheet *sheet)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  const char *language = amp_code_language ();
  g_autofree char *status = sheet != NULL ? amp_guide_status (sheet, language, translate) : NULL;
  g_autofree char *source = NULL;
  GtkTextIter start;

  self->sheet = sheet;
  gtk_text_buffer_set_text (buffer, "", 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "guide.save", sheet != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "guide.full-screen", sheet != NULL);
  if (sheet == NULL)
    return;
  append (buffer, amp_guide_title (sheet, language), "title");
  if (status != NULL)
    append (buffer, status, "status");
  for (guint i = 0; i < amp_guide_n_blocks (sheet); i++)
    append_block (buffer, sheet, i);
  source = g_strconcat (_ ("Source"), ": ", amp_guide_source (sheet, language), NULL);
  append (buffer, source, "status");
  amp_accessible_set_label (GTK_WIDGET (self->text), amp_guide_title (sheet, language));
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_place_cursor (buffer, &start);
  gtk_text_view_scroll_to_iter (self->text, &start, 0, TRUE, 0, 0);
}

static void
make_tags (AmpGuideWindow *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  g_autoptr (PangoTabArray) tabs = pango_tab_array_new_with_positions (1, TRUE, PANGO_TAB_LEFT, 26);

  gtk_text_buffer_create_tag (buffer, "title", "weight", PANGO_WEIGHT_BOLD, "scale", 1.5,
                              "pixels-below-lines", 12, NULL);
  gtk_text_buffer_create_tag (buffer, "heading", "weight", PANGO_WEIGHT_BOLD, "pixels-above-lines",
                              14, "pixels-below-lines", 6, NULL);
  gtk_text_buffer_create_tag (buffer, "paragraph", "pixels-below-lines", 8, NULL);
  gtk_text_buffer_create_tag (buffer, "item", "pixels-below-lines", 8, "left-margin", 58, "indent",
                              -26, "tabs", tabs, NULL);
  gtk_text_buffer_create_tag (buffer, "status", "style", PANGO_STYLE_ITALIC, "scale", 0.9,
                              "pixels-above-lines", 4, "pixels-below-lines", 12, NULL);
}

/* --- The list --- */

static GtkWidget *
make_row (const AmpGuideSheet *sheet)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label = gtk_label_new (amp_guide_title (sheet, amp_code_language ()));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_margin_top (label, 6);
  gtk_widget_set_margin_bottom (label, 6);
  /* A norm that holds no more is told by words, in the sheet, and by being paler here. */
  if (amp_guide_replaced_by (sheet) != NULL)
    gtk_widget_add_css_class (label, "dim-label");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  g_object_set_data (G_OBJECT (row), SHEET, (gpointer) sheet);
  return row;
}

static void
make_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data G_GNUC_UNUSED)
{
  AmpGuideKind kind = amp_guide_kind (sheet_of (row));
  GtkWidget *label;

  if (before != NULL && amp_guide_kind (sheet_of (before)) == kind)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  label = gtk_label_new (_ (amp_guide_kind_label (kind)));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_margin_start (label, 12);
  gtk_widget_set_margin_top (label, 12);
  gtk_widget_set_margin_bottom (label, 4);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_list_box_row_set_header (row, label);
}

static gboolean
is_wanted (GtkListBoxRow *row, gpointer data)
{
  AmpGuideWindow *self = data;

  return amp_guide_matches (sheet_of (row), gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static GtkListBoxRow *
find_row (AmpGuideWindow *self, const char *id)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->sheets, i)) != NULL; i++)
    if (id != NULL ? g_strcmp0 (amp_guide_id (sheet_of (row)), id) == 0 : is_wanted (row, self))
      return row;
  return NULL;
}

static void
on_row_selected (AmpGuideWindow *self, GtkListBoxRow *row)
{
  if (row != NULL)
    show_sheet (self, sheet_of (row));
}

static void
on_search (AmpGuideWindow *self)
{
  GtkListBoxRow *shown = gtk_list_box_get_selected_row (self->sheets), *first;

  gtk_list_box_invalidate_filter (self->sheets);
  gtk_list_box_invalidate_headers (self->sheets);
  if (shown != NULL && is_wanted (shown, self))
    return;
  first = find_row (self, NULL);
  gtk_list_box_select_row (self->sheets, first);
  if (first == NULL)
    show_sheet (self, NULL);
}

static void
on_search_activate (AmpGuideWindow *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->sheets);

  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static gboolean
close_later (gpointer window)
{
  gtk_window_close (GTK_WINDOW (window));
  return G_SOURCE_REMOVE;
}

/* Escape, which the box takes for itself: what was typed goes first. */
static void
on_stop_search (AmpGuideWindow *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)) == '\0')
    /* The box goes with the window: not from inside its signal. */
    g_idle_add_full (G_PRIORITY_DEFAULT, close_later, g_object_ref (self), g_object_unref);
  else
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
}

/* --- What can be done with a sheet --- */

static void
search_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args G_GNUC_UNUSED)
{
  gtk_widget_grab_focus (AMP_GUIDE_WINDOW (widget)->search);
}

static void
set_full_screen (AmpGuideWindow *self, gboolean full)
{
  gtk_widget_set_visible (self->side, !full);
  gtk_widget_set_visible (self->between, !full);
  gtk_widget_set_visible (self->bar, !full);
  if (full)
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->text), "amp-to-a-group");
      gtk_window_fullscreen (GTK_WINDOW (self));
      gtk_widget_grab_focus (GTK_WIDGET (self->text));
      return;
    }
  gtk_widget_remove_css_class (GTK_WIDGET (self->text), "amp-to-a-group");
  gtk_window_unfullscreen (GTK_WINDOW (self));
  gtk_widget_grab_focus (self->full_screen);
}

static gboolean
is_full_screen (AmpGuideWindow *self)
{
  return !gtk_widget_get_visible (self->side);
}

static void
full_screen_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args G_GNUC_UNUSED)
{
  AmpGuideWindow *self = AMP_GUIDE_WINDOW (widget);

  set_full_screen (self, !is_full_screen (self));
}

static void
leave_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args G_GNUC_UNUSED)
{
  AmpGuideWindow *self = AMP_GUIDE_WINDOW (widget);

  if (is_full_screen (self))
    set_full_screen (self, FALSE);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
tell (AmpGuideWindow *self, const char *sentence)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.toast", "s", sentence);
}

static void
on_chosen (gpointer owner, const char *path)
{
  AmpGuideWindow *self = owner;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = NULL;
  gsize length;
  const char *bytes;

  if (path == NULL || self->sheet == NULL)
    return;
  pdf = amp_guide_to_pdf (self->sheet, amp_code_language (), translate, &error);
  bytes = pdf != NULL ? g_bytes_get_data (pdf, &length) : NULL;
  if (bytes != NULL && amp_write_file (path, bytes, length, &error))
    tell (self, _ ("The sheet was saved."));
  else
    tell (self, _ (amp_error_sentence (error)));
}

static void
save_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args G_GNUC_UNUSED)
{
  AmpGuideWindow *self = AMP_GUIDE_WINDOW (widget);
  g_autofree char *file = g_strconcat (amp_guide_id (self->sheet), ".pdf", NULL);
  AmpChoose choose = {
    .kind = AMP_CHOOSE_SAVE, .title = _ ("Save the sheet"), .name = file, .pattern = "*.pdf"};

  amp_choose_file (widget, &choose, on_chosen);
}

/* --- Object --- */

static void
amp_guide_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_GUIDE_WINDOW);
  G_OBJECT_CLASS (amp_guide_window_parent_class)->dispose (object);
}

static void
amp_guide_window_class_init (AmpGuideWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_guide_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-guide-window.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpGuideWindow, bar);
  gtk_widget_class_bind_template_child (widget_class, AmpGuideWindow, full_screen);
  gtk_widget_class_bind_template_child (widget_class, AmpGuideWindow, side);
  gtk_widget_class_bind_template_child (widget_class, AmpGuideWindow, between);
  gtk_widget_class_bind_template_child (widget_class, AmpGuideWindow, search);
  gtk_widget_class_bind_template_child (widget_class, AmpGuideWindow, sheets);
  gtk_widget_class_bind_template_child (widget_class, AmpGuideWindow, text);
  gtk_widget_class_bind_template_callback (widget_class, on_search);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
  gtk_widget_class_install_action (widget_class, "guide.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "guide.full-screen", NULL, full_screen_action);
  gtk_widget_class_install_action (widget_class, "guide.leave", NULL, leave_action);
  gtk_widget_class_install_action (widget_class, "guide.save", NULL, save_action);
}

static void
amp_guide_window_init (AmpGuideWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  make_tags (self);
  amp_accessible_set_label (self->search, _ ("Search the guide"));
  amp_accessible_set_label (GTK_WIDGET (self->sheets), _ ("Sheets"));
  for (guint i = 0; i < amp_guide_length (); i++)
    gtk_list_box_append (self->sheets, make_row (amp_guide_nth (i)));
  amp_list_leave_by_tab (GTK_WIDGET (self->sheets));
  gtk_list_box_set_filter_func (self->sheets, is_wanted, self, NULL);
  gtk_list_box_set_header_func (self->sheets, make_header, NULL, NULL);
}

static AmpGuideWindow *
find_open (void)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (all, i);

      if (AMP_IS_GUIDE_WINDOW (window))
        return AMP_GUIDE_WINDOW (window);
    }
  return NULL;
}

/* In a group of its own, or a dialog that is modal would keep the pointer and the keys from it. */
static AmpGuideWindow *
window_new (void)
{
  AmpGuideWindow *self = g_object_new (AMP_TYPE_GUIDE_WINDOW, "destroy-with-parent", TRUE, NULL);
  g_autoptr (GtkWindowGroup) group = gtk_window_group_new ();

  gtk_window_group_add_window (group, GTK_WINDOW (self));
  amp_dialog_add_keys (GTK_WINDOW (self));
  return self;
}

AmpGuideWindow *
amp_guide_window_present (GtkWidget *owner, const char *id)
{
  GtkWindow *below = GTK_WINDOW (gtk_widget_get_root (owner));
  AmpGuideWindow *self = find_open ();

  if (self == NULL)
    self = window_new ();
  if (below != GTK_WINDOW (self))
    gtk_window_set_transient_for (GTK_WINDOW (self), below);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_list_box_invalidate_filter (self->sheets);
  gtk_list_box_select_row (self->sheets, find_row (self, id));
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (id != NULL ? GTK_WIDGET (self->text) : self->search);
  return self;
}

const char *
amp_guide_window_about_focus (GtkWindow *window)
{
  GtkWidget *focus = gtk_window_get_focus (window);
  GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, AMP_TYPE_FIELD_ROW) : NULL;
  const AmpGuideSheet *sheet =
    row != NULL ? amp_guide_of_field (amp_field_row_get_entity (AMP_FIELD_ROW (row))->name,
                                      amp_field_row_get_field (AMP_FIELD_ROW (row))->name)
                : NULL;

  return sheet != NULL ? amp_guide_id (sheet) : NULL;
}

const AmpGuideSheet *
amp_guide_window_get_sheet (AmpGuideWindow *self)
{
  return self->sheet;
}
