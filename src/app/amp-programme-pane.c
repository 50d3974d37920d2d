/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is typed in one record stays there until it is saved: nothing else is shown meanwhile. */
#include "app/amp-programme-pane.h"

#include "app/amp-editor.h"
#include "app/amp-form-keep.h"
#include "app/amp-programme-bar.h"
#include "app/amp-programme-follow.h"
#include "app/amp-programme-place.h"
#include "app/amp-programme-rows.h"
#include "app/amp-programme-tables.h"

#include <glib/gi18n.h>

struct _AmpProgrammePane
{
  AdwBin parent_instance;

  /* Owned References */
  AmpJobs *jobs;
  AmpFormRefs *refs;
  AmpSectionContext *context;

  /* Borrowed References */
  AmpProgrammeBar *bar;
  AmpProgrammeRows *rows;
  GtkStack *stack, *detail;
  GtkWidget *tick, *later, *children;
  AmpSectionEditor *editor;

  const AmpProgrammeKind *kind;
  gint64 shown;             /* the record beside the list; 0: a new one or none */
  gboolean ticks;           /* the record that is being read was carried out today */
  AmpProgrammePlace inside; /* where the keyboard goes once that record is read */
};

G_DEFINE_FINAL_TYPE (AmpProgrammePane, amp_programme_pane, ADW_TYPE_BIN)

enum
{
  SHOWN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- Jobs --- */

typedef struct
{
  const AmpEntity *entity;
  gint64 id;
  gboolean is_new; /* it was saved just now: its form goes on */
} Opening;

static gpointer
open_run (AmpSession *session,
          gpointer data,
          AmpProgress *progress G_GNUC_UNUSED,
          GCancellable *cancellable G_GNUC_UNUSED,
          GError **error)
{
  const Opening *opening = data;

  return amp_case_file_load_of (session, opening->entity, opening->id, error);
}

/* --- The list --- */

/* Whether a record is beside the list, be it a new one. */
static gboolean
is_open (AmpProgrammePane *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->detail), "record") == 0;
}

/* What the rows say of the list; a record that is open is shown beside it, be it empty. */
static void
listed_cb (AmpProgrammePane *self)
{
  gtk_stack_set_visible_child_name (
    self->stack, is_open (self) || !amp_programme_rows_is_empty (self->rows) ? "list" : "empty");
}

void
amp_programme_pane_reload (AmpProgrammePane *self)
{
  amp_programme_rows_reload (self->rows);
}

/* --- What hangs on the record --- */

static void
clear_children (AmpProgrammePane *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->children)) != NULL)
    gtk_box_remove (GTK_BOX (self->children), child);
}

static void
add_children (AmpProgrammePane *self)
{
  clear_children (self);
  for (gsize i = 0; i < G_N_ELEMENTS (self->kind->children) && self->kind->children[i] != NULL; i++)
    {
      const AmpSectionKind *kind = amp_section_kind_find (self->kind->children[i]);
      GtkWidget *title = gtk_label_new (_ (kind->title));

      gtk_label_set_xalign (GTK_LABEL (title), 0);
      gtk_widget_add_css_class (title, "heading");
      gtk_widget_set_margin_top (title, 12);
      gtk_box_append (GTK_BOX (self->children), title);
      gtk_box_append (GTK_BOX (self->children), amp_section_new (kind, self->context, self->shown));
    }
}

AmpSection *
amp_programme_pane_get_section (AmpProgrammePane *self, guint n)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->children); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (AMP_IS_SECTION (child) && n-- == 0)
      return AMP_SECTION (child);
  return NULL;
}

gboolean
amp_programme_pane_is_dirty (AmpProgrammePane *self)
{
  AmpSection *section;

  for (guint i = 0; (section = amp_programme_pane_get_section (self, i)) != NULL; i++)
    if (amp_section_is_dirty (section))
      return TRUE;
  return amp_form_is_dirty (amp_section_editor_get_form (self->editor));
}

/* --- The record beside it --- */

static const AmpSectionKind *
section_kind (AmpProgrammePane *self)
{
  return amp_section_kind_find (self->kind->entity);
}

static const AmpRecord *
peek_record (AmpProgrammePane *self)
{
  return amp_form_peek_record (amp_section_editor_get_form (self->editor), self->kind->entity);
}

static void
update_buttons (AmpProgrammePane *self)
{
  const AmpSectionKind *kind = section_kind (self);
  const AmpRecord *record = peek_record (self);

  gtk_widget_set_visible (self->tick, kind->tick != NULL && record != NULL && self->shown != 0 &&
                                        kind->may_tick (record));
  gtk_widget_set_visible (self->later, self->kind->later != NULL && self->shown == 0);
}

static void
show_beside (AmpProgrammePane *self)
{
  gtk_stack_set_visible_child_name (self->detail, "record");
  gtk_stack_set_visible_child_name (self->stack, "list");
  amp_programme_rows_select (self->rows, self->shown);
  update_buttons (self);
  g_signal_emit (self, signals[SHOWN], 0);
}

/* Types what the kind does, and saves: the same way as by hand. */
static void
do_tick (AmpProgrammePane *self)
{
  const AmpSectionKind *kind = section_kind (self);
  AmpForm *form = amp_section_editor_get_form (self->editor);
  g_autoptr (AmpRecord) before = amp_form_dup_record (form, self->kind->entity);
  g_autoptr (AmpRecord) record = before != NULL ? amp_record_copy (before) : NULL;
  g_auto (GStrv) names = NULL;

  if (record == NULL || kind->tick == NULL || !kind->may_tick (record))
    return;
  kind->do_tick (record, self->context);
  names = amp_record_diff (before, record);
  for (char **name = names; *name != NULL; name++)
    amp_form_type (form, self->kind->entity, *name, amp_record_get (record, *name));
  amp_section_editor_save (self->editor);
}

static gboolean
go_inside (GtkWidget *widget, GdkFrameClock *clock G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  AmpProgrammePane *self = AMP_PROGRAMME_PANE (widget);

  if (!amp_programme_place_focus (self, &self->inside))
    return G_SOURCE_CONTINUE;
  self->inside = (AmpProgrammePlace){0};
  return G_SOURCE_REMOVE;
}

static void
opened (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpProgrammePane *self = owner;
  const Opening *opening = data;
  AmpCaseFile *file = result;
  gboolean ticks = self->ticks;

  if (error != NULL)
    {
      amp_toast_error (GTK_WIDGET (self), error);
      return;
    }
  if (opening->id != self->shown)
    {
      amp_case_file_free (file);
      return;
    }
  self->ticks = FALSE;
  amp_section_context_take_file (self->context, file);
  if (!opening->is_new)
    amp_section_editor_show (
      self->editor, amp_record_copy (amp_case_file_find (file, self->kind->entity, opening->id)));
  add_children (self);
  show_beside (self);
  if (self->inside.entity != NULL)
    gtk_widget_add_tick_callback (GTK_WIDGET (self), go_inside, NULL, NULL);
  if (ticks)
    do_tick (self);
}

static const AmpJob open_job = {.func = open_run,
                                .done = opened,
                                .data_free = g_free,
                                .result_free = (GDestroyNotify) amp_case_file_free};

static void
open_record (AmpProgrammePane *self, gint64 id, gboolean is_new)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->entity = amp_entity_find (self->kind->entity);
  opening->id = self->shown = id;
  opening->is_new = is_new;
  amp_jobs_run (self->jobs, &open_job, opening, self, NULL);
}

static gboolean
refuse_dirty (AmpProgrammePane *self)
{
  if (!amp_programme_pane_is_dirty (self))
    return FALSE;
  amp_toast (GTK_WIDGET (self), _ ("Save this entry first, or undo your changes."));
  return TRUE;
}

void
amp_programme_pane_show_inside (AmpProgrammePane *self, gint64 id, const AmpProgrammePlace *place)
{
  if (refuse_dirty (self))
    return;
  self->ticks = FALSE;
  self->inside = *place;
  open_record (self, id, FALSE);
}

void
amp_programme_pane_show (AmpProgrammePane *self, gint64 id)
{
  if (refuse_dirty (self))
    return;
  self->ticks = FALSE;
  self->inside = (AmpProgrammePlace){0};
  if (id != 0)
    {
      open_record (self, id, FALSE);
      return;
    }
  self->shown = 0;
  clear_children (self);
  amp_section_context_take_file (self->context, NULL);
  amp_section_editor_show (self->editor,
                           amp_section_kind_new_record (section_kind (self), self->context, 0));
  show_beside (self);
  gtk_widget_child_focus (GTK_WIDGET (self->editor), GTK_DIR_TAB_FORWARD);
}

/* What is typed in one record is not thrown away because somebody looks at the next. */
static void
chosen_cb (AmpProgrammePane *self, gint64 id)
{
  if (amp_programme_pane_is_dirty (self))
    amp_programme_rows_select (self->rows, self->shown);
  amp_programme_pane_show (self, id);
}

static void
editor_stored_cb (AmpProgrammePane *self, gpointer record)
{
  gboolean is_new = self->shown == 0;

  self->shown = amp_record_id (record);
  amp_programme_rows_select (self->rows, self->shown);
  if (is_new)
    open_record (self, self->shown, TRUE);
  else
    {
      update_buttons (self);
      g_signal_emit (self, signals[SHOWN], 0);
    }
  amp_programme_pane_reload (self);
}

/* The record beside the list was deleted. */
static void
file_changed_cb (AmpProgrammePane *self, const char *entity)
{
  if (g_strcmp0 (entity, self->kind->entity) != 0 || self->shown == 0 ||
      amp_case_file_find (self->context->file, entity, self->shown) != NULL)
    return;
  self->shown = 0;
  amp_programme_rows_select (self->rows, 0);
  clear_children (self);
  gtk_stack_set_visible_child_name (self->detail, "none");
  amp_programme_pane_reload (self);
  amp_programme_pane_focus (self);
}

/* Attendance, progress …: the row of its record tells of it. */
static void
child_saved_cb (AmpProgrammePane *self, const char *entity)
{
  if (g_strcmp0 (entity, self->kind->entity) == 0)
    return;
  amp_programme_pane_reload (self);
  amp_programme_follow (self);
}

/* --- Actions --- */

static void
add_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args G_GNUC_UNUSED)
{
  if (AMP_PROGRAMME_PANE (widget)->kind->add != NULL)
    amp_programme_pane_show (AMP_PROGRAMME_PANE (widget), 0);
}

static void
import_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args)
{
  amp_programme_tables_import (AMP_PROGRAMME_PANE (widget), g_variant_get_string (args, NULL));
}

static void
export_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args)
{
  amp_programme_tables_export (AMP_PROGRAMME_PANE (widget), g_variant_get_string (args, NULL));
}

/* Of the row that has the keyboard, else of what is shown. */
static void
tick_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args G_GNUC_UNUSED)
{
  AmpProgrammePane *self = AMP_PROGRAMME_PANE (widget);
  gint64 wanted = amp_programme_rows_get_focused (self->rows);

  if (wanted == 0)
    wanted = self->shown;
  if (wanted == 0)
    return;
  if (wanted == self->shown)
    {
      do_tick (self);
      return;
    }
  if (refuse_dirty (self))
    return;
  open_record (self, wanted, FALSE);
  self->ticks = TRUE;
}

static void
institution_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args)
{
  gtk_widget_activate_action_variant (widget, "win.show-institution", args);
}

/* --- Building --- */

static GtkWidget *
make_button (const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_valign (button, GTK_ALIGN_END);
  return button;
}

static void
set_margins (GtkWidget *widget, int vertical, int horizontal)
{
  gtk_widget_set_margin_top (widget, vertical);
  gtk_widget_set_margin_bottom (widget, vertical);
  gtk_widget_set_margin_start (widget, horizontal);
  gtk_widget_set_margin_end (widget, horizontal);
}

static GtkWidget *
make_bar (AmpProgrammePane *self)
{
  GtkWidget *bar = amp_programme_bar_new (self->kind, self->refs);

  self->bar = AMP_PROGRAMME_BAR (bar);
  if (self->kind->tools != NULL)
    self->kind->tools (self, amp_programme_bar_get_tools (self->bar));
  return bar;
}

static GtkWidget *
scrolled (GtkWidget *child)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), child);
  gtk_widget_set_vexpand (scroller, TRUE);
  return scroller;
}

static GtkWidget *
make_status_page (const char *icon, const char *title, const char *text)
{
  GtkWidget *page = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), icon);
  adw_status_page_set_title (ADW_STATUS_PAGE (page), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (page), text);
  return page;
}

static GtkWidget *
make_empty (AmpProgrammePane *self)
{
  GtkWidget *page =
    make_status_page (self->kind->icon, _ (self->kind->empty), _ (self->kind->empty_text));
  GtkWidget *add;

  if (self->kind->add == NULL)
    return page;
  add = make_button (_ (self->kind->add), "programme.add");
  gtk_widget_add_css_class (add, "pill");
  gtk_widget_add_css_class (add, "suggested-action");
  gtk_widget_set_halign (add, GTK_ALIGN_CENTER);
  adw_status_page_set_child (ADW_STATUS_PAGE (page), add);
  return page;
}

static GtkWidget *
make_record (AmpProgrammePane *self)
{
  const AmpSectionKind *kind = section_kind (self);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->tick = make_button (kind->tick != NULL ? _ (kind->tick) : "", "programme.tick");
  gtk_widget_set_visible (self->tick, FALSE);
  gtk_widget_set_tooltip_text (self->tick, _ ("Today, as planned (Ctrl+D)"));
  gtk_box_append (GTK_BOX (buttons), self->tick);
  /* Else an empty line stands above the form. */
  gtk_widget_set_visible (buttons, kind->tick != NULL || self->kind->made != NULL);
  gtk_box_append (GTK_BOX (box), buttons);
  self->editor =
    AMP_SECTION_EDITOR (amp_section_editor_new (kind, self->context, AMP_EDITOR_ALONE));
  g_signal_connect_object (self->editor, "stored", G_CALLBACK (editor_stored_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->editor));
  self->later = gtk_label_new (self->kind->later != NULL ? _ (self->kind->later) : "");
  gtk_label_set_xalign (GTK_LABEL (self->later), 0);
  gtk_label_set_wrap (GTK_LABEL (self->later), TRUE);
  gtk_widget_add_css_class (self->later, "dim-label");
  gtk_box_append (GTK_BOX (box), self->later);
  self->children = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_box_append (GTK_BOX (box), self->children);
  set_margins (box, 12, 18);
  if (self->kind->made != NULL)
    self->kind->made (self, buttons);
  return scrolled (box);
}

static GtkWidget *
make_side (AmpProgrammePane *self)
{
  GtkWidget *rows = amp_programme_rows_new (self->kind, self->jobs, self->bar);

  self->rows = AMP_PROGRAMME_ROWS (rows);
  g_signal_connect_object (rows, "listed", G_CALLBACK (listed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (rows, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  return rows;
}

static GtkWidget *
make_body (AmpProgrammePane *self)
{
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->detail = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (
    self->detail,
    make_status_page (self->kind->icon, _ (self->kind->none), _ (self->kind->none_text)), "none");
  gtk_stack_add_named (self->detail, make_record (self), "record");
  gtk_widget_set_hexpand (GTK_WIDGET (self->detail), TRUE);
  gtk_box_append (GTK_BOX (body), make_side (self));
  gtk_box_append (GTK_BOX (body), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  gtk_box_append (GTK_BOX (body), GTK_WIDGET (self->detail));
  return body;
}

/* --- Object --- */

static void
amp_programme_pane_dispose (GObject *object)
{
  AmpProgrammePane *self = AMP_PROGRAMME_PANE (object);

  g_clear_object (&self->context);
  g_clear_object (&self->refs);
  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_programme_pane_parent_class)->dispose (object);
}

static void
amp_programme_pane_class_init (AmpProgrammePaneClass *klass)
{
  static const guint plus[] = {GDK_KEY_plus, GDK_KEY_KP_Add};
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_programme_pane_dispose;
  gtk_widget_class_install_action (widget_class, "programme.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "programme.tick", NULL, tick_action);
  gtk_widget_class_install_action (widget_class, "programme.import", "s", import_action);
  gtk_widget_class_install_action (widget_class, "programme.export", "s", export_action);
  gtk_widget_class_install_action (widget_class, "case.institution", "x", institution_action);
  for (gsize i = 0; i < G_N_ELEMENTS (plus); i++)
    gtk_widget_class_add_binding_action (widget_class, plus[i], GDK_CONTROL_MASK, "programme.add",
                                         NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_d, GDK_CONTROL_MASK, "programme.tick",
                                       NULL);
  signals[SHOWN] = g_signal_new ("shown", AMP_TYPE_PROGRAMME_PANE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
amp_programme_pane_init (AmpProgrammePane *self G_GNUC_UNUSED)
{
}

GtkWidget *
amp_programme_pane_new (const AmpProgrammeKind *kind, AmpJobs *jobs, AmpFormRefs *refs)
{
  AmpProgrammePane *self = g_object_new (AMP_TYPE_PROGRAMME_PANE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->kind = kind;
  self->jobs = g_object_ref (jobs);
  self->refs = g_object_ref (refs);
  self->context = amp_section_context_new (jobs, refs);
  g_signal_connect_object (self->context, "saved", G_CALLBACK (child_saved_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->context, "changed", G_CALLBACK (file_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_box_append (GTK_BOX (box), make_bar (self));
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_stack_add_named (self->stack, make_body (self), "list");
  gtk_stack_add_named (self->stack, make_empty (self), "empty");
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  adw_bin_set_child (ADW_BIN (self), box);
  amp_programme_pane_reload (self);
  return GTK_WIDGET (self);
}

const AmpProgrammeKind *
amp_programme_pane_get_kind (AmpProgrammePane *self)
{
  return self->kind;
}

AmpSectionContext *
amp_programme_pane_get_context (AmpProgrammePane *self)
{
  return self->context;
}

gboolean
amp_programme_pane_get_shown (AmpProgrammePane *self, gint64 *id)
{
  *id = self->shown;
  return is_open (self);
}

void
amp_programme_pane_restore_draft (AmpProgrammePane *self)
{
  amp_form_keep_return (amp_section_editor_get_form (self->editor));
}

void
amp_programme_pane_focus (AmpProgrammePane *self)
{
  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

AmpSectionEditor *
amp_programme_pane_get_editor (AmpProgrammePane *self)
{
  return self->editor;
}

AmpProgrammeBar *
amp_programme_pane_get_bar (AmpProgrammePane *self)
{
  return self->bar;
}

GtkListBox *
amp_programme_pane_get_list (AmpProgrammePane *self)
{
  return amp_programme_rows_get_list (self->rows);
}

const char *
amp_programme_pane_get_count (AmpProgrammePane *self)
{
  return amp_programme_rows_get_count (self->rows);
}

gboolean
amp_programme_pane_is_loaded (AmpProgrammePane *self)
{
  return amp_programme_rows_is_loaded (self->rows);
}
