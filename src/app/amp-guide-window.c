/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A list of sheets, a search box, and the sheet as text; what the office added stands among them.
 */
#include "app/amp-guide-window.h"

#include "app/amp-accessible.h"
#include "app/amp-dialog.h"
#include "app/amp-drafts.h"
#include "app/amp-field-row.h"
#include "app/amp-file-chooser.h"
#include "app/amp-guide-office.h"
#include "app/amp-list-keys.h"
#include "app/amp-translate.h"
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
  GtkWidget *add;
  GtkWidget *own, *open, *correct, *remove;
  GtkWidget *side;
  GtkWidget *between;
  GtkWidget *search;
  GtkListBox *sheets;
  GtkLabel *stale;
  GtkTextView *text;

  /* Owned References */
  AmpGuideShelf *shelf;

  const AmpGuideSheet *sheet; /* shown; NULL: none is found */
  gboolean filling;           /* the list is made anew: what is selected meanwhile is not meant */
};

G_DEFINE_FINAL_TYPE (AmpGuideWindow, amp_guide_window, ADW_TYPE_WINDOW)

#define SHEET "amp-sheet" /* of a row */

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

/* What can be done with the sheet, by whom. */
static void
show_actions (AmpGuideWindow *self)
{
  AmpJobs *jobs = amp_guide_shelf_get_jobs (self->shelf);
  const AmpGuideSheet *sheet = self->sheet;
  gboolean own = sheet != NULL && amp_guide_record (sheet) != 0;
  gboolean document = own && amp_guide_kind (sheet) == AMP_GUIDE_DOCUMENT;
  gboolean may = jobs != NULL && amp_jobs_is_unlocked (jobs) && amp_jobs_is_supervisor (jobs);
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "guide.save", sheet != NULL && !document);
  gtk_widget_action_set_enabled (widget, "guide.full-screen",
                                 sheet != NULL && amp_guide_is_for_groups (sheet));
  gtk_widget_action_set_enabled (widget, "guide.open", document);
  gtk_widget_action_set_enabled (widget, "guide.correct", own && may);
  gtk_widget_action_set_enabled (widget, "guide.delete", own && may);
  gtk_widget_set_visible (self->open, document);
  gtk_widget_set_visible (self->correct, own && may);
  gtk_widget_set_visible (self->remove, own && may);
  gtk_widget_set_visible (self->own, own && (document || may));
  gtk_widget_set_visible (self->add, may);
}

static void
fill_text (AmpGuideWindow *self, const AmpGuideSheet *sheet)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  const char *language = amp_code_language ();
  g_autofree char *status = amp_guide_status (sheet, language, amp_translate);
  g_autofree char *source = amp_guide_source_line (sheet, language, amp_translate);

  append (buffer, amp_guide_title (sheet, language), "title");
  if (status != NULL)
    append (buffer, status, "status");
  for (guint i = 0; i < amp_guide_n_blocks (sheet); i++)
    append_block (buffer, sheet, i);
  if (source != NULL)
    append (buffer, source, "status");
}

static void
show_sheet (AmpGuideWindow *self, const AmpGuideSheet *sheet)
{
  GtkTextIter start;

  self->sheet = sheet;
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text), "", 0);
  amp_alert_show (self->stale, sheet != NULL && amp_guide_is_stale (sheet)
                                 ? _ ("Nobody has checked this sheet for 180 days. Check it before "
                                      "you rely on it.")
                                 : NULL);
  show_actions (self);
  if (sheet == NULL)
    return;
  fill_text (self, sheet);
  amp_accessible_set_label (GTK_WIDGET (self->text), amp_guide_title (sheet, amp_code_language ()));
  gtk_text_buffer_get_start_iter (gtk_text_view_get_buffer (self->text), &start);
  gtk_text_buffer_place_cursor (gtk_text_view_get_buffer (self->text), &start);
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
add_line (GtkWidget *box, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static GtkWidget *
make_row (const AmpGuideSheet *sheet)
{
  const char *language = amp_code_language ();
  const char *title = amp_guide_title (sheet, language);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *label = add_line (box, title);

  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  /* A norm that holds no more is told by words, in the sheet, and by being paler here. */
  if (amp_guide_replaced_by (sheet) != NULL)
    gtk_widget_add_css_class (label, "dim-label");
  if (amp_guide_record (sheet) != 0)
    {
      g_autofree char *status = amp_guide_status (sheet, language, amp_translate);
      g_autofree char *name = g_strjoin (". ", title, status, NULL);
      GtkWidget *line = add_line (box, status);

      gtk_widget_add_css_class (line, "caption");
      gtk_widget_add_css_class (line, amp_guide_is_stale (sheet) ? "warning" : "dim-label");
      amp_accessible_set_label (row, name);
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
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
find_record (AmpGuideWindow *self, gint64 id)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->sheets, i)) != NULL; i++)
    if (id != 0 && amp_guide_record (sheet_of (row)) == id)
      return row;
  return NULL;
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
  if (row != NULL && !self->filling)
    show_sheet (self, sheet_of (row));
}

/* By kind; what the office wrote comes before what the program brings. */
static void
append_rows (AmpGuideWindow *self)
{
  for (guint kind = 0; kind < AMP_GUIDE_KINDS; kind++)
    {
      for (guint i = 0; i < amp_guide_shelf_length (self->shelf); i++)
        {
          const AmpGuideSheet *sheet = amp_guide_shelf_sheet (self->shelf, i);

          if (amp_guide_kind (sheet) == kind)
            gtk_list_box_append (self->sheets, make_row (sheet));
        }
      for (guint i = 0; i < amp_guide_length (); i++)
        if (amp_guide_kind (amp_guide_nth (i)) == kind)
          gtk_list_box_append (self->sheets, make_row (amp_guide_nth (i)));
    }
}

/* The same sheet again, where it is still there. */
static void
fill_list (AmpGuideWindow *self)
{
  g_autofree char *id = self->sheet != NULL ? g_strdup (amp_guide_id (self->sheet)) : NULL;
  GtkListBoxRow *row;

  self->filling = TRUE;
  while ((row = gtk_list_box_get_row_at_index (self->sheets, 0)) != NULL)
    gtk_list_box_remove (self->sheets, GTK_WIDGET (row));
  append_rows (self);
  row = find_record (self, amp_guide_shelf_take_wanted (self->shelf));
  if (row == NULL && id != NULL)
    row = find_row (self, id);
  if (row == NULL)
    row = find_row (self, NULL);
  gtk_list_box_select_row (self->sheets, row);
  self->filling = FALSE;
  show_sheet (self, row != NULL ? sheet_of (row) : NULL);
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
      gtk_widget_set_visible (self->own, FALSE);
      gtk_widget_add_css_class (GTK_WIDGET (self->text), "amp-to-a-group");
      gtk_window_fullscreen (GTK_WINDOW (self));
      gtk_widget_grab_focus (GTK_WIDGET (self->text));
      return;
    }
  gtk_widget_remove_css_class (GTK_WIDGET (self->text), "amp-to-a-group");
  gtk_window_unfullscreen (GTK_WINDOW (self));
  show_actions (self);
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
write_shipped (AmpGuideWindow *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf =
    amp_guide_to_pdf (self->sheet, amp_code_language (), amp_translate, &error);
  gsize length;
  const char *bytes = pdf != NULL ? g_bytes_get_data (pdf, &length) : NULL;

  if (bytes != NULL && amp_write_file (path, bytes, length, &error))
    amp_guide_office_tell (GTK_WIDGET (self), _ ("The sheet was saved."));
  else
    amp_guide_office_tell (GTK_WIDGET (self), _ (amp_error_sentence (error)));
}

static void
on_chosen (gpointer owner, const char *path)
{
  AmpGuideWindow *self = owner;

  if (path == NULL || self->sheet == NULL)
    return;
  if (amp_guide_record (self->sheet) != 0)
    amp_guide_office_print (GTK_WIDGET (self), self->shelf, self->sheet, path);
  else
    write_shipped (self, path);
}

static void
save_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args G_GNUC_UNUSED)
{
  AmpGuideWindow *self = AMP_GUIDE_WINDOW (widget);
  /* The name of a file tells nothing that the office wrote. */
  g_autofree char *file = g_strconcat (
    amp_guide_record (self->sheet) != 0 ? "sheet" : amp_guide_id (self->sheet), ".pdf", NULL);
  AmpChoose choose = {
    .kind = AMP_CHOOSE_SAVE, .title = _ ("Save the sheet"), .name = file, .pattern = "*.pdf"};

  amp_choose_file (widget, &choose, on_chosen);
}

/* --- What the office added --- */

static void
office_action (GtkWidget *widget, const char *name, GVariant *args G_GNUC_UNUSED)
{
  AmpGuideWindow *self = AMP_GUIDE_WINDOW (widget);

  if (g_str_equal (name, "guide.new-sheet"))
    amp_guide_office_new_sheet (widget, self->shelf);
  else if (g_str_equal (name, "guide.new-document"))
    amp_guide_office_new_document (widget, self->shelf);
  else if (g_str_equal (name, "guide.correct"))
    amp_guide_office_correct (widget, self->shelf, self->sheet);
  else if (g_str_equal (name, "guide.delete"))
    amp_guide_office_delete (widget, self->shelf, self->sheet);
  else
    amp_guide_office_open (widget, self->shelf, self->sheet);
}

/* A sheet that has gone is not left on the wall. */
static void
on_shelf_changed (AmpGuideWindow *self)
{
  const AmpGuideSheet *sheet = self->sheet;

  fill_list (self);
  if (is_full_screen (self) && self->sheet != sheet)
    set_full_screen (self, FALSE);
}

static void
on_row_activated (AmpGuideWindow *self)
{
  if (self->sheet != NULL && amp_guide_kind (self->sheet) == AMP_GUIDE_DOCUMENT)
    gtk_widget_activate_action (GTK_WIDGET (self), "guide.open", NULL);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

/* --- Object --- */

static void
amp_guide_window_dispose (GObject *object)
{
  AmpGuideWindow *self = AMP_GUIDE_WINDOW (object);

  if (self->shelf != NULL)
    g_signal_handlers_disconnect_by_data (self->shelf, self);
  self->sheet = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_GUIDE_WINDOW);
  g_clear_object (&self->shelf);
  G_OBJECT_CLASS (amp_guide_window_parent_class)->dispose (object);
}

static void
amp_guide_window_class_init (AmpGuideWindowClass *klass)
{
  static const char *const own[] = {"guide.new-sheet", "guide.new-document", "guide.open",
                                    "guide.correct", "guide.delete"};
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_guide_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-guide-window.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpGuideWindow, bar);
  gtk_widget_class_bind_template_child (widget_class, AmpGuideWindow, full_screen);
  gtk_widget_class_bind_template_child (widget_class, AmpGuideWindow, add);
  gtk_widget_class_bind_template_child (widget_class, AmpGuideWindow, own);
  gtk_widget_class_bind_template_child (widget_class, AmpGuideWindow, open);
  gtk_widget_class_bind_template_child (widget_class, AmpGuideWindow, correct);
  gtk_widget_class_bind_template_child (widget_class, AmpGuideWindow, remove);
  gtk_widget_class_bind_template_child (widget_class, AmpGuideWindow, stale);
  gtk_widget_class_bind_template_child (widget_class, AmpGuideWindow, side);
  gtk_widget_class_bind_template_child (widget_class, AmpGuideWindow, between);
  gtk_widget_class_bind_template_child (widget_class, AmpGuideWindow, search);
  gtk_widget_class_bind_template_child (widget_class, AmpGuideWindow, sheets);
  gtk_widget_class_bind_template_child (widget_class, AmpGuideWindow, text);
  gtk_widget_class_bind_template_callback (widget_class, on_search);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_install_action (widget_class, "guide.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "guide.full-screen", NULL, full_screen_action);
  gtk_widget_class_install_action (widget_class, "guide.leave", NULL, leave_action);
  gtk_widget_class_install_action (widget_class, "guide.save", NULL, save_action);
  for (gsize i = 0; i < G_N_ELEMENTS (own); i++)
    gtk_widget_class_install_action (widget_class, own[i], NULL, office_action);
}

static void
amp_guide_window_init (AmpGuideWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  make_tags (self);
  amp_accessible_set_label (self->search, _ ("Search the guide"));
  amp_accessible_set_label (GTK_WIDGET (self->sheets), _ ("Sheets"));
  amp_list_leave_by_tab (GTK_WIDGET (self->sheets));
  gtk_list_box_set_filter_func (self->sheets, is_wanted, self, NULL);
  gtk_list_box_set_header_func (self->sheets, make_header, NULL, NULL);
  self->shelf = amp_guide_shelf_new ();
  g_signal_connect_object (self->shelf, "changed", G_CALLBACK (on_shelf_changed), self,
                           G_CONNECT_SWAPPED);
  fill_list (self);
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
  amp_guide_shelf_watch (self->shelf, amp_drafts_find_jobs (GTK_WIDGET (self)));
  show_actions (self);
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
