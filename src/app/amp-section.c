/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list is a box of buttons rather than a GtkListBox: the form opens between its rows, and the
 * arrow keys there belong to the form. */
#include "app/amp-section.h"

#include "app/amp-draft.h"

#include <glib/gi18n.h>

struct _AmpSection
{
  GtkBox parent_instance;

  /* Owned References */
  AmpSectionContext *context;
  GPtrArray *records; /* of AmpRecord, newest first */

  /* Borrowed References */
  AmpSectionEditor *quick;
  AmpSectionEditor *editor;
  GtkWidget *add;
  GtkWidget *list;
  GtkWidget *empty;

  const AmpSectionKind *kind;
  gint64 open_id;
};

G_DEFINE_FINAL_TYPE (AmpSection, amp_section, GTK_TYPE_BOX)

static void rebuild (AmpSection *self);

static gboolean
is_single (AmpSection *self)
{
  return self->kind->parent == NULL;
}

static gint
find_record (AmpSection *self, gint64 id)
{
  for (guint i = 0; i < self->records->len; i++)
    if (amp_record_id (g_ptr_array_index (self->records, i)) == id)
      return (gint) i;
  return -1;
}

/* The newest first: what was done last is what the next visit asks for. */
static void
keep_record (AmpSection *self, const AmpRecord *record)
{
  gint at = find_record (self, amp_record_id (record));

  if (at >= 0)
    {
      amp_record_free (g_ptr_array_index (self->records, at));
      g_ptr_array_index (self->records, at) = amp_record_copy (record);
    }
  else
    g_ptr_array_insert (self->records, 0, amp_record_copy (record));
}

static void
close_editor (AmpSection *self)
{
  self->editor = NULL;
  self->open_id = 0;
  rebuild (self);
}

static gboolean
close_later (gpointer user_data)
{
  close_editor (AMP_SECTION (user_data));
  return G_SOURCE_REMOVE;
}

static void
saved_cb (AmpSection *self, gpointer record, AmpSectionEditor *editor)
{
  keep_record (self, record);
  if (is_single (self))
    return;
  /* Not from inside the editor's own signal. */
  if (editor == self->editor)
    g_idle_add_full (G_PRIORITY_DEFAULT, close_later, g_object_ref (self), g_object_unref);
  else
    rebuild (self);
}

static void
closed_cb (AmpSection *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, close_later, g_object_ref (self), g_object_unref);
}

static void
row_clicked_cb (AmpSection *self, GtkWidget *button)
{
  const gint64 *id = g_object_get_data (G_OBJECT (button), "amp-id");

  amp_section_open (self, *id);
}

static GtkWidget *
make_row (AmpSection *self, const AmpRecord *record)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *summary = self->kind->summary (record, self->context->refs);
  g_autofree char *detail = self->kind->detail (record, self->context->refs, self->context->veiled);
  g_autofree char *name = g_strdup_printf ("%s. %s", summary, detail);
  GtkWidget *title = gtk_label_new (summary);
  GtkWidget *subtitle = gtk_label_new (detail);
  gint64 *id = g_new (gint64, 1);

  *id = amp_record_id (record);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (subtitle), 0);
  gtk_label_set_ellipsize (GTK_LABEL (subtitle), PANGO_ELLIPSIZE_END);
  gtk_label_set_single_line_mode (GTK_LABEL (subtitle), TRUE);
  gtk_widget_add_css_class (subtitle, "dim-label");
  gtk_widget_add_css_class (subtitle, "caption");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), subtitle);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "amp-record");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "amp-id", id, g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (row_clicked_cb), self, G_CONNECT_SWAPPED);
  return button;
}

static AmpSectionEditor *
make_editor (AmpSection *self, AmpEditorMode mode)
{
  AmpSectionEditor *editor =
    AMP_SECTION_EDITOR (amp_section_editor_new (self->kind, self->context, mode));

  g_signal_connect_object (editor, "saved", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
  if (mode != AMP_EDITOR_ALONE)
    gtk_widget_add_css_class (GTK_WIDGET (editor), "amp-editor");
  return editor;
}

static GtkWidget *
place (AmpSection *self, GtkWidget *widget, GtkWidget *after)
{
  if (gtk_widget_get_parent (widget) == self->list)
    gtk_box_reorder_child_after (GTK_BOX (self->list), widget, after);
  else
    gtk_box_insert_child_after (GTK_BOX (self->list), widget, after);
  return widget;
}

/* The open form never leaves its place while the rows around it change: whoever types in it must
 * not lose the keyboard because a list was read again. */
static void
rebuild (AmpSection *self)
{
  GtkWidget *editor = GTK_WIDGET (self->editor);
  GtkWidget *child, *next, *last = NULL;

  if (is_single (self))
    return;
  for (child = gtk_widget_get_first_child (self->list); child != NULL; child = next)
    {
      next = gtk_widget_get_next_sibling (child);
      if (child != editor)
        gtk_box_remove (GTK_BOX (self->list), child);
    }
  if (editor != NULL && self->open_id == 0)
    last = place (self, editor, last);
  for (guint i = 0; i < self->records->len; i++)
    {
      const AmpRecord *record = g_ptr_array_index (self->records, i);
      gboolean open = editor != NULL && amp_record_id (record) == self->open_id;

      last = place (self, open ? editor : make_row (self, record), last);
    }
  gtk_widget_set_visible (self->list, last != NULL);
  gtk_widget_set_visible (self->empty, self->records->len == 0 && editor == NULL);
  if (self->add != NULL)
    gtk_widget_set_sensitive (self->add, editor == NULL);
}

static void
amp_section_dispose (GObject *object)
{
  AmpSection *self = AMP_SECTION (object);

  g_clear_object (&self->context);
  G_OBJECT_CLASS (amp_section_parent_class)->dispose (object);
}

static void
amp_section_finalize (GObject *object)
{
  g_ptr_array_unref (AMP_SECTION (object)->records);
  G_OBJECT_CLASS (amp_section_parent_class)->finalize (object);
}

static void
amp_section_class_init (AmpSectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = amp_section_dispose;
  object_class->finalize = amp_section_finalize;
}

static void
amp_section_init (AmpSection *self)
{
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_record_free);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
}

static void
refs_changed_cb (AmpSection *self)
{
  rebuild (self);
}

static void
make_list (AmpSection *self)
{
  if (self->kind->quick != NULL)
    {
      self->quick = make_editor (self, AMP_EDITOR_QUICK);
      gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->quick));
    }
  else
    {
      self->add = gtk_button_new_with_mnemonic (_ (self->kind->add));
      gtk_widget_set_halign (self->add, GTK_ALIGN_START);
      g_signal_connect_object (self->add, "clicked", G_CALLBACK (amp_section_add), self,
                               G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (self), self->add);
    }
  self->empty = gtk_label_new (_ (self->kind->empty));
  gtk_label_set_wrap (GTK_LABEL (self->empty), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->empty), 0);
  gtk_widget_add_css_class (self->empty, "dim-label");
  gtk_box_append (GTK_BOX (self), self->empty);
  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->list, "card");
  gtk_widget_add_css_class (self->list, "amp-records");
  gtk_box_append (GTK_BOX (self), self->list);
  g_signal_connect_object (self->context->refs, "changed", G_CALLBACK (refs_changed_cb), self,
                           G_CONNECT_SWAPPED);
  if (self->kind->made != NULL)
    self->kind->made (GTK_WIDGET (self), self->context);
  rebuild (self);
}

GtkWidget *
amp_section_new (const AmpSectionKind *kind, AmpSectionContext *context)
{
  AmpSection *self = g_object_new (AMP_TYPE_SECTION, NULL);

  self->kind = kind;
  self->context = g_object_ref (context);
  if (!is_single (self))
    {
      make_list (self);
      return GTK_WIDGET (self);
    }
  self->editor = make_editor (self, AMP_EDITOR_ALONE);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->editor));
  return GTK_WIDGET (self);
}

const AmpSectionKind *
amp_section_get_kind (AmpSection *self)
{
  return self->kind;
}

void
amp_section_set_records (AmpSection *self, GPtrArray *records)
{
  g_ptr_array_set_size (self->records, 0);
  for (guint i = 0; i < records->len; i++)
    keep_record (self, g_ptr_array_index (records, i));
  if (is_single (self) && self->records->len > 0)
    amp_section_editor_refresh (self->editor,
                                amp_record_copy (g_ptr_array_index (self->records, 0)));
  rebuild (self);
}

guint
amp_section_get_length (AmpSection *self)
{
  return self->records->len;
}

GPtrArray *
amp_section_get_records (AmpSection *self)
{
  return self->records;
}

void
amp_section_take (AmpSection *self, const AmpRecord *record)
{
  keep_record (self, record);
  rebuild (self);
}

void
amp_section_drop (AmpSection *self, gint64 id)
{
  gint at = find_record (self, id);

  if (at < 0)
    return;
  g_ptr_array_remove_index (self->records, (guint) at);
  rebuild (self);
}

void
amp_section_set_veiled (AmpSection *self, gboolean veiled)
{
  if (self->editor != NULL)
    amp_form_set_veiled (amp_section_editor_get_form (self->editor), veiled);
  if (veiled && self->kind->hidden != NULL)
    self->kind->hidden (self->context);
  rebuild (self);
}

void
amp_section_add (AmpSection *self)
{
  if (self->quick != NULL)
    gtk_widget_grab_focus (
      g_ptr_array_index (amp_form_rows (amp_section_editor_get_form (self->quick)), 0));
  else if (!is_single (self))
    amp_section_open (self, 0);
}

/* What is typed in another row is not thrown away because somebody clicked here: that row stays
 * open and gets the keyboard. */
void
amp_section_open (AmpSection *self, gint64 id)
{
  gint at = find_record (self, id);
  AmpRecord *record;

  if (is_single (self) || (id != 0 && at < 0))
    return;
  if (id != 0 && self->kind->open != NULL)
    {
      self->kind->open (GTK_WIDGET (self), self->context,
                        g_ptr_array_index (self->records, (guint) at));
      return;
    }
  if (id == 0 && self->kind->begin != NULL)
    {
      self->kind->begin (GTK_WIDGET (self), self->context);
      return;
    }
  if (self->editor != NULL && amp_form_is_dirty (amp_section_editor_get_form (self->editor)))
    {
      amp_section_editor_save (self->editor);
      gtk_widget_child_focus (GTK_WIDGET (self->editor), GTK_DIR_TAB_FORWARD);
      return;
    }
  record = id != 0 ? amp_record_copy (g_ptr_array_index (self->records, at))
                   : amp_section_kind_new_record (self->kind, self->context);
  self->open_id = id;
  self->editor = make_editor (self, AMP_EDITOR_INLINE);
  amp_section_editor_show (self->editor, record);
  rebuild (self);
  gtk_widget_child_focus (GTK_WIDGET (self->editor), GTK_DIR_TAB_FORWARD);
}

void
amp_section_save (AmpSection *self)
{
  if (self->editor != NULL)
    amp_section_editor_save (self->editor);
  if (self->quick != NULL && amp_form_is_dirty (amp_section_editor_get_form (self->quick)))
    amp_section_editor_save (self->quick);
}

gboolean
amp_section_is_dirty (AmpSection *self)
{
  return (self->editor != NULL && amp_form_is_dirty (amp_section_editor_get_form (self->editor))) ||
         (self->quick != NULL && amp_form_is_dirty (amp_section_editor_get_form (self->quick)));
}

AmpSectionEditor *
amp_section_get_editor (AmpSection *self)
{
  return self->editor;
}

AmpSectionEditor *
amp_section_get_quick (AmpSection *self)
{
  return self->quick;
}

/* --- Drafts: {"id": "123", "open": {…}, "quick": {…}} --- */

JsonNode *
amp_section_dup_draft (AmpSection *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonNode *open =
    self->editor != NULL ? amp_form_dup_draft (amp_section_editor_get_form (self->editor)) : NULL;
  JsonNode *quick =
    self->quick != NULL ? amp_form_dup_draft (amp_section_editor_get_form (self->quick)) : NULL;

  if (open == NULL && quick == NULL)
    return NULL;
  if (open != NULL)
    {
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, self->open_id);

      json_object_set_string_member (object, "id", id);
      json_object_set_member (object, "open", open);
    }
  if (quick != NULL)
    json_object_set_member (object, "quick", quick);
  return json_node_init_object (json_node_alloc (), object);
}

void
amp_section_restore_draft (AmpSection *self, JsonNode *draft)
{
  JsonObject *object;
  JsonNode *open, *quick;
  const char *id;

  if (draft == NULL || !JSON_NODE_HOLDS_OBJECT (draft))
    return;
  object = json_node_get_object (draft);
  open = json_object_get_member (object, "open");
  quick = json_object_get_member (object, "quick");
  id = amp_draft_text (object, "id");
  if (open != NULL && !is_single (self))
    amp_section_open (self, id != NULL ? g_ascii_strtoll (id, NULL, 10) : 0);
  if (open != NULL && self->editor != NULL)
    amp_form_restore_draft (amp_section_editor_get_form (self->editor), open);
  if (quick != NULL && self->quick != NULL)
    amp_form_restore_draft (amp_section_editor_get_form (self->quick), quick);
}
