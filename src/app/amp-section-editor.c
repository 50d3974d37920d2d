/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Saving is one job at a time: a second press of the button while it runs does nothing, so a double
 * click makes one record. */
#include "app/amp-section-editor.h"

#include "app/amp-editor.h"
#include "app/amp-known-hints.h"
#include "app/amp-merge-dialog.h"
#include "app/amp-reopen.h"
#include "app/amp-section-save.h"
#include "domain/sentences.h"

#include <glib/gi18n.h>
#include <string.h>

struct _AmpSectionEditor
{
  GtkBox parent_instance;

  /* Owned References */
  AmpSectionContext *context;

  /* Template-like children, borrowed */
  AmpForm *form;
  GtkWidget *buttons;
  GtkWidget *save;
  GtkWidget *undo;
  GtkWidget *repeat;
  GtkWidget *delete;
  GtkLabel *status;

  const AmpSectionKind *kind;
  AmpEditorMode mode;
  AmpRecord *last;         /* QUICK: what was added before, to repeat it */
  AmpMergeDialog *merging; /* weak: the choice that is open */
  char **taken;            /* what the last merge took from somebody else; tells so once */
  gint64 owner;
  gboolean saving;
  char **sent;          /* while saving: what the rows held when it began */
  gboolean sent_veiled; /* … and whether they were veiled */
};

G_DEFINE_FINAL_TYPE (AmpSectionEditor, amp_section_editor, GTK_TYPE_BOX)

enum
{
  STORED,
  SAVED,
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_status (AmpSectionEditor *self, const char *text)
{
  gtk_label_set_text (self->status, text);
}

static char *
labels_of (AmpSectionEditor *self, char **names)
{
  const AmpEntity *entity = amp_entity_find (self->kind->entity);
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  for (char **name = names; *name != NULL; name++)
    g_strv_builder_add (labels, _ (amp_entity_field (entity, *name)->label));
  list = g_strv_builder_end (labels);
  return g_strjoinv (", ", list);
}

static void
show_saved_at (AmpSectionEditor *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%H:%M");
  /* Translators: %s is a time such as 10:42. */
  g_autofree char *text = g_strdup_printf (_ ("Saved %s"), time);
  g_autofree char *taken = self->taken != NULL ? labels_of (self, self->taken) : NULL;
  g_autofree char *more = NULL;

  if (taken != NULL && *taken != '\0')
    /* Translators: the first %s is "Saved 10:42", the second names fields. */
    more = g_strdup_printf (_ ("%s, with what was changed elsewhere meanwhile: %s"), text, taken);
  g_clear_pointer (&self->taken, g_strfreev);
  set_status (self, more != NULL ? more : text);
}

static const AmpRecord *last_one (AmpSectionEditor *self);

static void
update_buttons (AmpSectionEditor *self)
{
  gboolean dirty = amp_form_is_dirty (self->form);

  if (self->repeat != NULL)
    gtk_widget_set_visible (self->repeat, last_one (self) != NULL);
  if (self->undo != NULL)
    gtk_widget_set_sensitive (self->undo, self->mode == AMP_EDITOR_INLINE || dirty);
  if (self->delete != NULL)
    gtk_widget_set_visible (self->delete, amp_section_editor_get_id (self) != 0);
}

static void
run_edited_hook (AmpSectionEditor *self)
{
  if (self->kind->edited != NULL && self->mode != AMP_EDITOR_QUICK)
    self->kind->edited (self->form, self->context);
  amp_known_hints_show (self->form, self->context, self->kind->entity);
}

static void
edited_cb (AmpSectionEditor *self)
{
  run_edited_hook (self);
  set_status (self, amp_form_is_dirty (self->form) ? _ ("Not saved yet") : "");
  update_buttons (self);
  amp_section_context_edited (self->context);
}

static void
set_saving (AmpSectionEditor *self, gboolean saving)
{
  self->saving = saving;
  /* Sensitive all the same: what loses the focus for a blink loses the place of the keyboard. */
  gtk_widget_set_can_target (GTK_WIDGET (self->form), !saving);
}

void
amp_section_editor_show_veil (AmpSectionEditor *self)
{
  amp_form_set_veiled (self->form, self->context->veiled);
  amp_form_set_gated (self->form, self->context->case_id != 0 && !self->context->rule_read);
  run_edited_hook (self);
}

void
amp_section_editor_show (AmpSectionEditor *self, AmpRecord *record)
{
  amp_form_take_record (self->form, record);
  if (self->kind->shown != NULL && self->mode != AMP_EDITOR_QUICK)
    self->kind->shown (self->form, self->context);
  amp_section_editor_show_veil (self);
  set_status (self, "");
  update_buttons (self);
}

void
amp_section_editor_refresh (AmpSectionEditor *self, AmpRecord *record)
{
  gboolean dirty = amp_form_is_dirty (self->form);

  if (!dirty)
    {
      amp_section_editor_show (self, record);
      return;
    }
  amp_form_rebase (self->form, record);
  update_buttons (self);
}

static void
start_again (AmpSectionEditor *self)
{
  amp_section_editor_show (self,
                           amp_section_kind_new_record (self->kind, self->context, self->owner));
}

static void merge (AmpSectionEditor *self);

static void
save_after_reopening (gpointer owner, gint64 id G_GNUC_UNUSED)
{
  amp_section_editor_save (owner);
}

static void
show_failure (AmpSectionEditor *self, const GError *error)
{
  g_autofree char *entity = NULL, *field = NULL, *sentence = NULL;

  if (g_error_matches (error, AMP_STORE_ERROR, AMP_STORE_ERROR_CONFLICT))
    {
      set_status (self, _ ("Not saved yet"));
      merge (self);
      return;
    }
  if (amp_reopen_would_help (error) && self->context->case_id != 0)
    {
      set_status (self, _ ("Not saved: the case is closed"));
      amp_reopen_offer (GTK_WIDGET (self), self->context, save_after_reopening, 0);
      return;
    }
  if (amp_section_save_problem (error, &entity, &field, &sentence) &&
      amp_form_show_problem (self->form, entity, field, sentence))
    {
      set_status (self, _ ("Not saved: see the marked field"));
      return;
    }
  set_status (self, sentence != NULL ? sentence : _ (amp_error_sentence (error)));
}

/* --- Saving --- */

static char **
dup_texts (AmpSectionEditor *self)
{
  GPtrArray *rows = amp_form_rows (self->form);
  char **texts = g_new0 (char *, rows->len + 1);

  for (guint i = 0; i < rows->len; i++)
    {
      char *text = amp_field_row_dup_text (g_ptr_array_index (rows, i));

      texts[i] = text != NULL ? text : g_strdup ("");
    }
  return texts;
}

/* A save may wait for a long job, and she goes on typing: what came since is typed again over what
 * was saved. Whether there was any. */
static gboolean
type_again (AmpSectionEditor *self, char **sent, char **now)
{
  GPtrArray *rows = amp_form_rows (self->form);
  gboolean any = FALSE;

  if (self->sent_veiled != self->context->veiled)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      AmpFieldRow *row = g_ptr_array_index (rows, i);

      if (strcmp (sent[i], now[i]) == 0)
        continue;
      amp_form_type (self->form, amp_field_row_get_entity (row)->name,
                     amp_field_row_get_field (row)->name, now[i]);
      any = TRUE;
    }
  return any;
}

/* The form of what was saved, or of the next one; whether something was typed meanwhile. */
static gboolean
show_saved (AmpSectionEditor *self, const AmpRecord *saved)
{
  g_auto (GStrv) sent = g_steal_pointer (&self->sent), now = dup_texts (self);
  gboolean more;

  if (self->mode == AMP_EDITOR_QUICK)
    {
      g_clear_pointer (&self->last, amp_record_free);
      self->last = amp_record_copy (saved);
      gtk_widget_set_visible (self->repeat, TRUE);
      start_again (self);
    }
  else
    amp_section_editor_show (self, amp_record_copy (saved));
  more = type_again (self, sent, now);
  if (self->mode == AMP_EDITOR_QUICK && !more)
    gtk_widget_grab_focus (g_ptr_array_index (amp_form_rows (self->form), 0));
  return more;
}

static void
save_done (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  AmpSectionEditor *self = owner;
  AmpSectionSave *save = data;
  g_autoptr (AmpRecord) saved = NULL;
  gboolean more;

  set_saving (self, FALSE);
  if (error != NULL)
    {
      g_clear_pointer (&self->sent, g_strfreev);
      show_failure (self, error);
      return;
    }
  saved = amp_record_copy (save->record);
  more = show_saved (self, saved);
  if (!more)
    show_saved_at (self);
  amp_section_save_tell (save, self->context);
  g_signal_emit (self, signals[STORED], 0, saved);
  if (more)
    return;
  /* Last: whoever listens may close this editor. */
  g_signal_emit (self, signals[SAVED], 0, saved);
}

static const AmpJob save_job = {
  .func = amp_section_save_run, .done = save_done, .data_free = amp_section_save_free};

void
amp_section_editor_save (AmpSectionEditor *self)
{
  AmpSectionSave *save;

  if (self->saving)
    return;
  if (self->mode != AMP_EDITOR_QUICK && !amp_form_is_dirty (self->form) &&
      amp_section_editor_get_id (self) != 0)
    return;
  if (!amp_form_validate (self->form))
    {
      set_status (self, _ ("Not saved: see the marked field"));
      return;
    }
  save = g_new0 (AmpSectionSave, 1);
  save->record = amp_form_dup_record (self->form, self->kind->entity);
  save->new_id = amp_form_get_new_id (self->form, self->kind->entity);
  save->case_id = self->context->case_id;
  self->sent = dup_texts (self);
  self->sent_veiled = self->context->veiled;
  set_status (self, _ ("Saving…"));
  set_saving (self, TRUE);
  amp_jobs_run (self->context->jobs, &save_job, save, self, NULL);
}

/* --- Somebody else was faster --- */

static void
load (AmpSectionEditor *self, const AmpJob *job)
{
  AmpSectionSave *data = g_new0 (AmpSectionSave, 1);

  data->record = amp_record_copy (amp_form_peek_record (self->form, self->kind->entity));
  amp_jobs_run (self->context->jobs, job, data, self, NULL);
}

/* The stored record, and on it what is to be saved, as if it were typed. */
static void
take_merged (AmpSectionEditor *self, const AmpRecord *theirs, const AmpRecord *merged)
{
  g_auto (GStrv) names = amp_record_diff (theirs, merged);

  amp_section_editor_show (self, amp_record_copy (theirs));
  for (char **name = names; *name != NULL; name++)
    amp_form_type (self->form, self->kind->entity, *name, amp_record_get (merged, *name));
  amp_section_editor_save (self);
}

static void
chosen_cb (AmpSectionEditor *self, gpointer merged, AmpMergeDialog *dialog)
{
  take_merged (self, g_object_get_data (G_OBJECT (dialog), "amp-theirs"), merged);
}

/* What only one side changed is no question. */
static void
merge_done (gpointer owner, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  AmpSectionEditor *self = owner;
  g_autoptr (AmpRecord) theirs = result;
  g_autoptr (AmpRecord) mine = NULL;
  AmpMerge *merged;

  if (error != NULL)
    {
      show_failure (self, error);
      return;
    }
  mine = amp_form_dup_record (self->form, self->kind->entity);
  merged = amp_record_merge (amp_form_peek_record (self->form, self->kind->entity), mine, theirs);
  g_strfreev (self->taken);
  self->taken = g_strdupv (merged->taken);
  if (merged->both[0] == NULL)
    {
      take_merged (self, theirs, merged->merged);
      amp_merge_free (merged);
      return;
    }
  g_set_weak_pointer (&self->merging, amp_merge_dialog_present (
                                        GTK_WIDGET (self), self->context->refs, merged, theirs));
  g_object_set_data_full (G_OBJECT (self->merging), "amp-theirs", g_steal_pointer (&theirs),
                          (GDestroyNotify) amp_record_free);
  g_signal_connect_object (self->merging, "chosen", G_CALLBACK (chosen_cb), self,
                           G_CONNECT_SWAPPED);
}

static const AmpJob merge_job = {.func = amp_section_load_run,
                                 .done = merge_done,
                                 .data_free = amp_section_save_free,
                                 .result_free = (GDestroyNotify) amp_record_free};

static void
merge (AmpSectionEditor *self)
{
  load (self, &merge_job);
}

static void
loaded_done (gpointer owner, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  AmpSectionEditor *self = owner;

  if (error != NULL)
    show_failure (self, error);
  else
    {
      amp_section_editor_show (self, result);
      edited_cb (self);
    }
}

static const AmpJob load_job = {.func = amp_section_load_run,
                                .done = loaded_done,
                                .data_free = amp_section_save_free,
                                .result_free = (GDestroyNotify) amp_record_free};

void
amp_section_editor_load (AmpSectionEditor *self, gint64 id)
{
  AmpSectionSave *data = g_new0 (AmpSectionSave, 1);

  data->record = amp_record_new (amp_entity_find (self->kind->entity));
  amp_record_set_identity (data->record, id, 0);
  amp_jobs_run (self->context->jobs, &load_job, data, self, NULL);
}

/* --- Buttons --- */

static void
undo_cb (AmpSectionEditor *self)
{
  const AmpRecord *record = amp_form_peek_record (self->form, self->kind->entity);

  if (record != NULL)
    amp_section_editor_show (self, amp_record_copy (record));
  amp_section_context_edited (self->context);
  if (self->mode == AMP_EDITOR_INLINE)
    g_signal_emit (self, signals[CLOSED], 0);
}

/* What was added here last, or else the newest record of the case. */
static const AmpRecord *
last_one (AmpSectionEditor *self)
{
  GPtrArray *list = self->last == NULL && self->context->file != NULL
                      ? amp_case_file_list (self->context->file, self->kind->entity)
                      : NULL;

  return list != NULL && list->len > 0 ? g_ptr_array_index (list, 0) : self->last;
}

/* The same again, today: most visits bring the same service to somebody. */
gboolean
amp_section_editor_repeat (AmpSectionEditor *self)
{
  const char *const fields[] = {"service_type", "status", "region"};
  const AmpRecord *last = self->mode == AMP_EDITOR_QUICK ? last_one (self) : NULL;

  for (gsize i = 0; last != NULL && i < G_N_ELEMENTS (fields); i++)
    amp_form_type (self->form, self->kind->entity, fields[i], amp_record_get (last, fields[i]));
  if (last != NULL)
    gtk_widget_grab_focus (self->save);
  return last != NULL;
}

static void
repeat_cb (AmpSectionEditor *self)
{
  amp_section_editor_repeat (self);
}

static void
delete_cb (AmpSectionEditor *self)
{
  self->kind->ask_delete (GTK_WIDGET (self), self->context,
                          amp_form_peek_record (self->form, self->kind->entity));
}

/* At the far end, away from what is pressed all day. */
static void
make_delete (AmpSectionEditor *self)
{
  self->delete = gtk_button_new_with_mnemonic (_ ("Delete _for good…"));
  gtk_widget_add_css_class (self->delete, "flat");
  gtk_widget_set_valign (self->delete, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->buttons), self->delete);
  g_signal_connect_swapped (self->delete, "clicked", G_CALLBACK (delete_cb), self);
}

static void
make_buttons (AmpSectionEditor *self)
{
  gboolean quick = self->mode == AMP_EDITOR_QUICK;

  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  self->save = gtk_button_new_with_mnemonic (quick ? _ (self->kind->add) : _ ("_Save"));
  gtk_widget_add_css_class (self->save, "suggested-action");
  gtk_box_append (GTK_BOX (self->buttons), self->save);
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (amp_section_editor_save), self);
  if (quick)
    {
      self->repeat = gtk_button_new_with_label (_ ("Repeat last (F4)"));
      gtk_widget_set_visible (self->repeat, FALSE);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->repeat),
                                      GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS, "F4", -1);
      gtk_box_append (GTK_BOX (self->buttons), self->repeat);
      g_signal_connect_swapped (self->repeat, "clicked", G_CALLBACK (repeat_cb), self);
    }
  else
    {
      self->undo = gtk_button_new_with_mnemonic (
        self->mode == AMP_EDITOR_INLINE ? _ ("_Cancel") : _ ("_Undo changes"));
      gtk_box_append (GTK_BOX (self->buttons), self->undo);
      g_signal_connect_swapped (self->undo, "clicked", G_CALLBACK (undo_cb), self);
    }
  self->status =
    GTK_LABEL (g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL));
  gtk_label_set_wrap (self->status, TRUE);
  gtk_label_set_xalign (self->status, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->status), "dim-label");
  gtk_widget_set_hexpand (GTK_WIDGET (self->status), TRUE);
  gtk_box_append (GTK_BOX (self->buttons), GTK_WIDGET (self->status));
  if (self->kind->ask_delete != NULL && !quick)
    make_delete (self);
}

/* Enter in a line of a form saves where that line is all there is to say; Ctrl+Enter and Ctrl+S
 * save everywhere. */
static gboolean
save_shortcut_cb (GtkWidget *widget, GVariant *args G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  amp_section_editor_save (AMP_SECTION_EDITOR (widget));
  return GDK_EVENT_STOP;
}

static void
entry_activated_cb (AmpSectionEditor *self)
{
  amp_section_editor_save (self);
}

static void
connect_enter (AmpSectionEditor *self)
{
  GPtrArray *rows = amp_form_rows (self->form);

  for (guint i = 0; i < rows->len; i++)
    {
      AmpFormValue *editor = amp_field_row_get_editor (g_ptr_array_index (rows, i));
      GtkWidget *target = amp_form_value_get_target (editor);

      if (GTK_IS_ENTRY (target))
        g_signal_connect_object (target, "activate", G_CALLBACK (entry_activated_cb), self,
                                 G_CONNECT_SWAPPED);
    }
}

/* What was given is all there is to say, most days: the keyboard waits where Enter adds it. */
static gboolean
focus_save (gpointer user_data)
{
  AmpSectionEditor *self = AMP_SECTION_EDITOR (user_data);

  if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    gtk_widget_grab_focus (self->save);
  return G_SOURCE_REMOVE;
}

static void
first_chosen_cb (AmpSectionEditor *self)
{
  /* After the list has closed and put the keyboard where it came from. */
  g_idle_add_full (G_PRIORITY_LOW, focus_save, g_object_ref (self), g_object_unref);
}

static void
reference_wanted_cb (AmpSectionEditor *self, gint64 id)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "case.institution", "x", id);
}

static void
amp_section_editor_dispose (GObject *object)
{
  AmpSectionEditor *self = AMP_SECTION_EDITOR (object);

  g_clear_object (&self->context);
  g_clear_pointer (&self->last, amp_record_free);
  g_clear_pointer (&self->taken, g_strfreev);
  g_clear_pointer (&self->sent, g_strfreev);
  if (self->merging != NULL)
    gtk_window_destroy (GTK_WINDOW (self->merging));
  g_clear_weak_pointer (&self->merging);
  G_OBJECT_CLASS (amp_section_editor_parent_class)->dispose (object);
}

static void
amp_section_editor_class_init (AmpSectionEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_section_editor_dispose;
  gtk_widget_class_add_binding (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, save_shortcut_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, save_shortcut_cb,
                                NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Enter, GDK_CONTROL_MASK, save_shortcut_cb,
                                NULL);
  signals[STORED] = g_signal_new ("stored", AMP_TYPE_SECTION_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SAVED] = g_signal_new ("saved", AMP_TYPE_SECTION_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[CLOSED] = g_signal_new ("closed", AMP_TYPE_SECTION_EDITOR, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
amp_section_editor_init (AmpSectionEditor *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
}

GtkWidget *
amp_section_editor_new (const AmpSectionKind *kind, AmpSectionContext *context, AmpEditorMode mode)
{
  AmpSectionEditor *self = g_object_new (AMP_TYPE_SECTION_EDITOR, NULL);

  self->kind = kind;
  self->context = g_object_ref (context);
  self->mode = mode;
  self->form =
    AMP_FORM (amp_form_new_from_ui (mode == AMP_EDITOR_QUICK ? kind->quick : kind->form));
  make_buttons (self);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->form));
  gtk_box_append (GTK_BOX (self), self->buttons);
  amp_form_set_refs (self->form, context->refs);
  connect_enter (self);
  g_signal_connect_object (self->form, "edited", G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->form, "reference-wanted", G_CALLBACK (reference_wanted_cb), self,
                           G_CONNECT_SWAPPED);
  if (mode == AMP_EDITOR_QUICK)
    {
      g_signal_connect_object (
        amp_field_row_get_editor (g_ptr_array_index (amp_form_rows (self->form), 0)),
        "value-changed", G_CALLBACK (first_chosen_cb), self, G_CONNECT_SWAPPED);
      gtk_widget_add_css_class (GTK_WIDGET (self), "card");
      start_again (self);
    }
  return GTK_WIDGET (self);
}

void
amp_section_editor_set_owner (AmpSectionEditor *self, gint64 owner)
{
  self->owner = owner;
}

AmpForm *
amp_section_editor_get_form (AmpSectionEditor *self)
{
  return self->form;
}

gint64
amp_section_editor_get_id (AmpSectionEditor *self)
{
  const AmpRecord *record = amp_form_peek_record (self->form, self->kind->entity);

  return record != NULL ? amp_record_id (record) : 0;
}

const char *
amp_section_editor_get_status (AmpSectionEditor *self)
{
  return gtk_label_get_text (self->status);
}

AmpMergeDialog *
amp_section_editor_get_merging (AmpSectionEditor *self)
{
  return self->merging;
}
