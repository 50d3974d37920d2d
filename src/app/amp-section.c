/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list is a box of buttons rather than a GtkListBox: the form opens between its rows, and the
 * arrow keys there belong to the form. */
#include "app/amp-section.h"

#include "app/amp-accessible.h"
#include "app/amp-editor.h"
#include "app/amp-reopen.h"
#include "app/amp-section-row.h"
#include "app/amp-section-save.h"

#include <glib/gi18n.h>

struct _AmpSection
{
  GtkBox parent_instance;

  /* Owned References */
  AmpSectionContext *context;
  GPtrArray *records;   /* of AmpRecord, newest first */
  GHashTable *children; /* id of a record -> AmpSection of what belongs to it */

  /* Borrowed References */
  AmpSectionEditor *quick;
  AmpSectionEditor *editor;
  GtkWidget *add;
  GtkWidget *list;
  GtkWidget *empty;

  const AmpSectionKind *kind;
  gint64 owner;
  gint64 open_id;
};

G_DEFINE_FINAL_TYPE (AmpSection, amp_section, GTK_TYPE_BOX)

static void rebuild (AmpSection *self);
static void close_editor (AmpSection *self);

static gboolean
is_single (AmpSection *self)
{
  return self->kind->parent == NULL;
}

static const AmpRecord *
find_record (AmpSection *self, gint64 id)
{
  for (guint i = 0; i < self->records->len; i++)
    if (amp_record_id (g_ptr_array_index (self->records, i)) == id)
      return g_ptr_array_index (self->records, i);
  return NULL;
}

/* --- What the file holds --- */

static void
read_records (AmpSection *self)
{
  GPtrArray *list = amp_case_file_list (self->context->file, self->kind->entity);

  g_ptr_array_set_size (self->records, 0);
  for (guint i = 0; i < list->len; i++)
    {
      const AmpRecord *record = g_ptr_array_index (list, i);

      if (self->owner == 0 || amp_record_get_int (record, self->kind->parent, 0) == self->owner)
        g_ptr_array_add (self->records, amp_record_copy (record));
    }
}

/* The program itself, or another section, wrote to the record: the form must know, or its next save
 * would be a conflict with ourselves. */
static void
refresh_single (AmpSection *self)
{
  const AmpRecord *record = g_ptr_array_index (self->records, 0);
  AmpForm *form = amp_section_editor_get_form (self->editor);
  const AmpRecord *shown = amp_form_peek_record (form, self->kind->entity);

  if (shown == NULL || amp_record_rev (shown) != amp_record_rev (record))
    amp_section_editor_refresh (self->editor, amp_record_copy (record));
}

/* Of a record that is no more neither its form nor what belonged to it stays. */
static void
leave_gone (AmpSection *self)
{
  GHashTableIter iter;
  gpointer id, child;

  g_hash_table_iter_init (&iter, self->children);
  while (g_hash_table_iter_next (&iter, &id, &child))
    if (find_record (self, *(gint64 *) id) == NULL)
      {
        if (gtk_widget_get_parent (child) == self->list)
          gtk_box_remove (GTK_BOX (self->list), child);
        g_hash_table_iter_remove (&iter);
      }
  if (self->open_id != 0 && find_record (self, self->open_id) == NULL)
    close_editor (self);
}

static void
changed_cb (AmpSection *self, const char *entity)
{
  if (g_strcmp0 (entity, self->kind->entity) != 0)
    {
      /* What a form tells beside its rows may follow from other records. */
      if (self->editor != NULL)
        amp_section_editor_show_veil (self->editor);
      if (self->kind->answered_by != NULL && g_strcmp0 (entity, self->kind->answered_by) == 0)
        rebuild (self);
      return;
    }
  read_records (self);
  if (is_single (self))
    {
      refresh_single (self);
      return;
    }
  leave_gone (self);
  rebuild (self);
}

static void
veil_cb (AmpSection *self)
{
  if (self->editor != NULL)
    amp_section_editor_show_veil (self->editor);
  if (self->context->veiled && self->kind->hidden != NULL)
    self->kind->hidden (self->context);
  rebuild (self);
}

static void
refs_changed_cb (AmpSection *self)
{
  rebuild (self);
}

/* --- The editor in the list --- */

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
  AmpSection *self = AMP_SECTION (user_data);
  gboolean had_focus;
  gint64 id;

  if (self->context == NULL || self->editor == NULL)
    return G_SOURCE_REMOVE;
  had_focus = amp_has_keyboard (GTK_WIDGET (self->editor));
  id = amp_section_editor_get_id (self->editor);
  close_editor (self);
  /* Whoever works by keyboard goes on where the record is. */
  if (had_focus && id != 0)
    amp_section_row_focus (self->list, id);
  else if (had_focus && self->add != NULL)
    gtk_widget_grab_focus (self->add);
  return G_SOURCE_REMOVE;
}

/* Not from inside the editor's own signal. */
static void
close_soon (AmpSection *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, close_later, g_object_ref (self), g_object_unref);
}

static void
saved_cb (AmpSection *self, gpointer record G_GNUC_UNUSED, AmpSectionEditor *editor)
{
  if (!is_single (self) && editor == self->editor)
    close_soon (self);
}

static AmpSectionEditor *
make_editor (AmpSection *self, AmpEditorMode mode)
{
  AmpSectionEditor *editor =
    AMP_SECTION_EDITOR (amp_section_editor_new (self->kind, self->context, mode));

  amp_section_editor_set_owner (editor, self->owner);
  g_signal_connect_object (editor, "saved", G_CALLBACK (saved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "closed", G_CALLBACK (close_soon), self, G_CONNECT_SWAPPED);
  if (mode != AMP_EDITOR_ALONE)
    gtk_widget_add_css_class (GTK_WIDGET (editor), "amp-editor");
  return editor;
}

/* --- Rows --- */

static void
row_opened_cb (AmpSection *self, gint64 id)
{
  amp_section_open (self, id);
}

static void
row_ticked_cb (AmpSection *self, gint64 id)
{
  amp_section_tick (self, id);
}

static GtkWidget *
make_row (AmpSection *self, const AmpRecord *record)
{
  GtkWidget *row = amp_section_row_new (self->kind, record, self->context);

  g_signal_connect_object (row, "opened", G_CALLBACK (row_opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "ticked", G_CALLBACK (row_ticked_cb), self, G_CONNECT_SWAPPED);
  return row;
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

AmpSection *
amp_section_get_child (AmpSection *self, gint64 id)
{
  AmpSection *child = g_hash_table_lookup (self->children, &id);
  GtkWidget *made;
  gint64 *key;

  if (child != NULL || self->kind->child == NULL || id == 0)
    return child;
  made = amp_section_new (amp_section_kind_find (self->kind->child), self->context, id);
  gtk_widget_add_css_class (made, "amp-nested");
  key = g_new (gint64, 1);
  *key = id;
  g_hash_table_insert (self->children, key, g_object_ref_sink (made));
  return AMP_SECTION (made);
}

static gboolean
stays (AmpSection *self, GtkWidget *child)
{
  return child == GTK_WIDGET (self->editor) || AMP_IS_SECTION (child);
}

static void
remove_rows (AmpSection *self)
{
  GtkWidget *child, *next;

  for (child = gtk_widget_get_first_child (self->list); child != NULL; child = next)
    {
      next = gtk_widget_get_next_sibling (child);
      if (!stays (self, child))
        gtk_box_remove (GTK_BOX (self->list), child);
    }
}

/* The open form never leaves its place while the rows around it change: whoever types in it must
 * not lose the keyboard because a list was read again. Nor do the sections below the rows. */
static void
rebuild (AmpSection *self)
{
  GtkWidget *editor = GTK_WIDGET (self->editor);
  GtkWidget *last = NULL;
  gint64 focused;

  if (is_single (self))
    return;
  focused = amp_section_row_focused (self->list);
  remove_rows (self);
  if (editor != NULL && self->open_id == 0)
    last = place (self, editor, last);
  for (guint i = 0; i < self->records->len; i++)
    {
      const AmpRecord *record = g_ptr_array_index (self->records, i);
      gint64 id = amp_record_id (record);
      AmpSection *child = amp_section_get_child (self, id);

      last = place (self, editor != NULL && id == self->open_id ? editor : make_row (self, record),
                    last);
      if (child != NULL)
        last = place (self, GTK_WIDGET (child), last);
    }
  gtk_widget_set_visible (self->list, last != NULL);
  gtk_widget_set_visible (self->empty, self->records->len == 0 && editor == NULL);
  if (self->add != NULL)
    gtk_widget_set_sensitive (self->add, editor == NULL);
  if (focused != 0)
    amp_section_row_focus (self->list, focused);
}

/* --- Object --- */

static void
amp_section_dispose (GObject *object)
{
  AmpSection *self = AMP_SECTION (object);

  g_hash_table_remove_all (self->children);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (amp_section_parent_class)->dispose (object);
}

static void
amp_section_finalize (GObject *object)
{
  AmpSection *self = AMP_SECTION (object);

  g_ptr_array_unref (self->records);
  g_hash_table_unref (self->children);
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
  self->children = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
}

static void
make_add (AmpSection *self)
{
  if (self->kind->quick != NULL)
    {
      self->quick = make_editor (self, AMP_EDITOR_QUICK);
      gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->quick));
      return;
    }
  self->add = gtk_button_new_with_mnemonic (_ (self->kind->add));
  gtk_widget_set_halign (self->add, GTK_ALIGN_START);
  g_signal_connect_object (self->add, "clicked", G_CALLBACK (amp_section_add), self,
                           G_CONNECT_SWAPPED);
  /* Below a record what there is comes first; in a list the newest is what one looks for. */
  if (self->owner == 0)
    gtk_box_append (GTK_BOX (self), self->add);
}

static void
make_list (AmpSection *self)
{
  make_add (self);
  self->empty = gtk_label_new (_ (self->kind->empty));
  gtk_label_set_xalign (GTK_LABEL (self->empty), 0);
  gtk_label_set_wrap (GTK_LABEL (self->empty), TRUE);
  gtk_widget_add_css_class (self->empty, "dim-label");
  gtk_box_append (GTK_BOX (self), self->empty);
  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->list, "amp-records");
  if (self->owner == 0)
    gtk_widget_add_css_class (self->list, "card");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (self->kind->title), -1);
  gtk_box_append (GTK_BOX (self), self->list);
  if (self->add != NULL && self->owner != 0)
    {
      gtk_widget_add_css_class (self->add, "flat");
      gtk_box_append (GTK_BOX (self), self->add);
    }
  g_signal_connect_object (self->context->refs, "changed", G_CALLBACK (refs_changed_cb), self,
                           G_CONNECT_SWAPPED);
  if (self->kind->made != NULL)
    self->kind->made (GTK_WIDGET (self), self->context);
  rebuild (self);
}

GtkWidget *
amp_section_new (const AmpSectionKind *kind, AmpSectionContext *context, gint64 owner)
{
  AmpSection *self = g_object_new (AMP_TYPE_SECTION, NULL);

  self->kind = kind;
  self->owner = owner;
  self->context = g_object_ref (context);
  read_records (self);
  if (is_single (self))
    {
      self->editor = make_editor (self, AMP_EDITOR_ALONE);
      gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->editor));
      refresh_single (self);
    }
  else
    make_list (self);
  g_signal_connect_object (context, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (context, "veil", G_CALLBACK (veil_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

const AmpSectionKind *
amp_section_get_kind (AmpSection *self)
{
  return self->kind;
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
  amp_section_context_put (self->context, record);
}

void
amp_section_drop (AmpSection *self, gint64 id)
{
  amp_section_context_drop (self->context, self->kind->entity, id);
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

/* --- What is done to records --- */

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
  const AmpRecord *record = find_record (self, id);

  if (is_single (self) || (id != 0 && record == NULL))
    return;
  if (id != 0 && self->kind->open != NULL)
    {
      self->kind->open (GTK_WIDGET (self), self->context, record);
      return;
    }
  if (id == 0 && self->kind->begin != NULL)
    {
      self->kind->begin (GTK_WIDGET (self), self->context);
      return;
    }
  if (self->editor != NULL && self->open_id != id && self->kind->stays != NULL &&
      self->kind->stays (self->context))
    return;
  if (self->editor != NULL && amp_form_is_dirty (amp_section_editor_get_form (self->editor)))
    {
      amp_section_editor_save (self->editor);
      gtk_widget_child_focus (GTK_WIDGET (self->editor), GTK_DIR_TAB_FORWARD);
      return;
    }
  self->open_id = id;
  self->editor = make_editor (self, AMP_EDITOR_INLINE);
  amp_section_editor_show (
    self->editor, id != 0 ? amp_record_copy (record)
                          : amp_section_kind_new_record (self->kind, self->context, self->owner));
  rebuild (self);
  gtk_widget_child_focus (GTK_WIDGET (self->editor), GTK_DIR_TAB_FORWARD);
}

void
amp_section_focus (AmpSection *self, gint64 id)
{
  if (self->editor != NULL && self->open_id == id)
    gtk_widget_child_focus (GTK_WIDGET (self->editor), GTK_DIR_TAB_FORWARD);
  else if (!is_single (self))
    amp_section_row_focus (self->list, id);
}

static void
tick_after_reopening (gpointer owner, gint64 id)
{
  amp_section_tick (owner, id);
}

static void
tick_done (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  AmpSection *self = owner;
  const AmpSectionSave *save = data;

  if (amp_reopen_would_help (error))
    amp_reopen_offer (GTK_WIDGET (self), self->context, tick_after_reopening,
                      amp_record_id (save->record));
  else if (error != NULL)
    amp_toast_error (GTK_WIDGET (self), error);
  if (error != NULL)
    return;
  amp_section_save_tell (data, self->context);
}

static const AmpJob tick_job = {
  .func = amp_section_save_run, .done = tick_done, .data_free = amp_section_save_free};

void
amp_section_tick (AmpSection *self, gint64 id)
{
  const AmpRecord *record = find_record (self, id);
  AmpSectionSave *save;

  if (record == NULL || self->kind->tick == NULL || !self->kind->may_tick (record))
    return;
  if (self->kind->ask_tick != NULL)
    {
      self->kind->ask_tick (GTK_WIDGET (self), self->context, record);
      return;
    }
  save = g_new0 (AmpSectionSave, 1);
  save->record = amp_record_copy (record);
  save->case_id = self->context->case_id;
  self->kind->do_tick (save->record, self->context);
  amp_jobs_run (self->context->jobs, &tick_job, save, self, NULL);
}

static gboolean
editor_is_dirty (AmpSectionEditor *editor)
{
  return editor != NULL && amp_form_is_dirty (amp_section_editor_get_form (editor));
}

void
amp_section_save (AmpSection *self)
{
  GHashTableIter iter;
  gpointer child;

  if (self->editor != NULL)
    amp_section_editor_save (self->editor);
  if (editor_is_dirty (self->quick))
    amp_section_editor_save (self->quick);
  g_hash_table_iter_init (&iter, self->children);
  while (g_hash_table_iter_next (&iter, NULL, &child))
    amp_section_save (child);
}

gboolean
amp_section_is_dirty (AmpSection *self)
{
  GHashTableIter iter;
  gpointer child;

  if (editor_is_dirty (self->editor) || editor_is_dirty (self->quick))
    return TRUE;
  g_hash_table_iter_init (&iter, self->children);
  while (g_hash_table_iter_next (&iter, NULL, &child))
    if (amp_section_is_dirty (child))
      return TRUE;
  return FALSE;
}
