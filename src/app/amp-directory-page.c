/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The whole directory is read at once: an office knows some hundred institutions, and narrowing
 * then waits for nobody. */
#include "app/amp-directory-page.h"

#include "app/amp-accessible.h"
#include "app/amp-code-picker.h"
#include "app/amp-editor.h"
#include "app/amp-institution-row.h"
#include "app/amp-file-chooser.h"
#include "app/amp-form-keep.h"
#include "app/amp-list-keys.h"
#include "app/amp-section-editor.h"
#include "app/amp-translate.h"
#include "domain/directory.h"
#include "domain/sentences.h"
#include "model/codelist.h"
#include "model/date.h"
#include "model/fold.h"

#include <glib/gi18n.h>
#include <string.h>

struct _AmpDirectoryPage
{
  AdwBin parent_instance;

  /* Owned References */
  AmpJobs *jobs;
  AmpFormRefs *refs;
  AmpSectionContext *context;
  GPtrArray *entries; /* of AmpDirectoryEntry */
  AmpReport *report;  /* of the last import */

  /* Borrowed References */
  GtkWidget *search, *service, *region, *kind, *to_verify;
  GtkListBox *list;
  GtkStack *stack, *detail;
  GtkLabel *count, *news;
  GtkWidget *verify, *save_report;
  AmpSectionEditor *editor;

  gint64 shown; /* the entry beside the list; 0: a new one or none */
};

static void amp_directory_page_editor_init (AmpEditorInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AmpDirectoryPage,
                               amp_directory_page,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (AMP_TYPE_EDITOR,
                                                      amp_directory_page_editor_init))

static void load (AmpDirectoryPage *self);

/* --- Jobs --- */

typedef struct
{
  gint64 id;
  char *path;
  AmpReport *report;
  AmpDirectoryImport result;
} Work;

static void
work_free (gpointer data)
{
  Work *self = data;

  g_free (self->path);
  g_clear_pointer (&self->report, amp_report_free);
  g_free (self);
}

static Work *
work_new (gint64 id, const char *path)
{
  Work *self = g_new0 (Work, 1);

  self->id = id;
  self->path = g_strdup (path);
  return self;
}

#define RUN(name)                                                                                  \
  static gpointer name (AmpSession *session, gpointer data, AmpProgress *progress G_GNUC_UNUSED,   \
                        GCancellable *cancellable G_GNUC_UNUSED, GError **error)

RUN (load_run)
{
  const AmpDate today = amp_date_today ();
  g_auto (AmpDirectoryWish) wish = {.age_min = -1, .age_max = -1};

  (void) data;
  wish.lgbtiq = wish.disability = wish.family = -1;
  wish.date = amp_date_to_text (&today);
  return amp_directory_find (session, &wish, error);
}

RUN (verify_run)
{
  return GINT_TO_POINTER (amp_directory_verify (session, ((Work *) data)->id, NULL, error));
}

RUN (seed_run)
{
  (void) data;
  return GINT_TO_POINTER (amp_directory_seed (session, NULL, error));
}

RUN (export_run)
{
  g_autofree char *csv = amp_directory_to_csv (session, NULL, error);

  return GINT_TO_POINTER (csv != NULL &&
                          amp_write_file (((Work *) data)->path, csv, strlen (csv), error));
}

RUN (import_run)
{
  Work *work = data;

  return GINT_TO_POINTER (
    amp_directory_import (session, work->path, FALSE, work->report, &work->result, error));
}

/* --- The list --- */

static gboolean
has_part (const char *codes, const char *code)
{
  g_auto (GStrv) parts = g_strsplit (codes != NULL ? codes : "", ";", -1);

  return g_strv_contains ((const char *const *) parts, code);
}

static gboolean
fits_text (const AmpDirectoryEntry *entry, const char *text)
{
  g_autofree char *all =
    g_strdup_printf ("%s %s %s", entry->name, entry->short_name != NULL ? entry->short_name : "",
                     entry->code != NULL ? entry->code : "");
  g_autofree char *folded = amp_fold (all), *wanted = amp_fold (text);

  return strstr (folded, wanted) != NULL;
}

static gboolean
fits (AmpDirectoryPage *self, const AmpDirectoryEntry *entry)
{
  g_autofree char *service = amp_form_value_dup_text (AMP_FORM_VALUE (self->service));
  g_autofree char *region = amp_form_value_dup_text (AMP_FORM_VALUE (self->region));
  g_autofree char *kind = amp_form_value_dup_text (AMP_FORM_VALUE (self->kind));

  return fits_text (entry, gtk_editable_get_text (GTK_EDITABLE (self->search))) &&
         (*service == '\0' || has_part (entry->services, service)) &&
         (*region == '\0' || g_strcmp0 (entry->region, region) == 0) &&
         (*kind == '\0' || g_strcmp0 (entry->kind, kind) == 0) &&
         (!gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->to_verify)) ||
          entry->verified != AMP_VERIFIED_RECENTLY);
}

static GtkWidget *
line (const char *text, const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (class != NULL)
    {
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, class);
    }
  return label;
}

static char *
label_of (const char *list, const char *value)
{
  const AmpCode *code =
    value != NULL ? amp_code_list_lookup (amp_code_list_find (list), value) : NULL;

  return g_strdup (code != NULL ? amp_code_label (code, amp_code_language ()) : NULL);
}

/* Whether an entry is beside the list, be it a new one. */
static gboolean
is_open (AmpDirectoryPage *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->detail), "entry") == 0;
}

static void
fill (AmpDirectoryPage *self)
{
  g_autofree char *text = NULL;
  GtkWidget *child;
  guint n = 0;

  if (self->entries == NULL)
    return;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint i = 0; i < self->entries->len; i++)
    {
      const AmpDirectoryEntry *entry = g_ptr_array_index (self->entries, i);
      GtkWidget *row;

      if (!fits (self, entry))
        continue;
      row = amp_institution_row_new (entry);
      gtk_list_box_append (self->list, row);
      if (entry->id == self->shown)
        gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
      n++;
    }
  /* Translators: how many institutions of the directory are listed, of how many. */
  text = g_strdup_printf (_ ("%u of %u institutions"), n, self->entries->len);
  gtk_label_set_text (self->count, text);
  gtk_stack_set_visible_child_name (self->stack,
                                    self->entries->len > 0 || is_open (self) ? "list" : "empty");
}

static void
fill_refs (AmpDirectoryPage *self)
{
  amp_form_refs_clear (self->refs, "institution");
  for (guint i = 0; i < self->entries->len; i++)
    {
      const AmpDirectoryEntry *entry = g_ptr_array_index (self->entries, i);
      g_autofree char *region = label_of ("region", entry->region);

      amp_form_refs_add (self->refs, "institution", entry->id, entry->name, region);
    }
  amp_form_refs_done (self->refs, "institution");
}

static gboolean
tell (AmpDirectoryPage *self, const GError *error)
{
  if (error != NULL)
    amp_toast_error (GTK_WIDGET (self), error);
  return error == NULL;
}

static void
loaded (gpointer owner, gpointer result, const GError *error, gpointer data G_GNUC_UNUSED)
{
  AmpDirectoryPage *self = owner;

  if (!tell (self, error))
    return;
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  self->entries = result;
  fill_refs (self);
  fill (self);
}

static const AmpJob load_job = {
  .func = load_run, .done = loaded, .result_free = (GDestroyNotify) g_ptr_array_unref};

static void
load (AmpDirectoryPage *self)
{
  amp_jobs_run (self->jobs, &load_job, NULL, self, NULL);
}

/* --- The entry beside it --- */

static void
show_entry (AmpDirectoryPage *self, gint64 id)
{
  const AmpSectionKind *kind = amp_section_kind_find ("institution");

  self->shown = id;
  if (id != 0)
    amp_section_editor_load (self->editor, id);
  else
    amp_section_editor_show (self->editor, amp_section_kind_new_record (kind, self->context, 0));
  gtk_widget_set_visible (self->verify, id != 0);
  gtk_stack_set_visible_child_name (self->detail, "entry");
}

static void
changed_done (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  AmpDirectoryPage *self = owner;
  const Work *work = data;

  if (!tell (self, error))
    return;
  if (work != NULL && work->id != 0)
    amp_section_editor_load (self->editor, work->id);
  load (self);
}

static const AmpJob verify_job = {.func = verify_run, .done = changed_done, .data_free = work_free};
static const AmpJob seed_job = {.func = seed_run, .done = changed_done};

static gboolean
is_dirty (AmpDirectoryPage *self)
{
  return amp_form_is_dirty (amp_section_editor_get_form (self->editor));
}

/* What is typed in one entry is not thrown away because somebody looks at the next. */
static void
on_row (AmpDirectoryPage *self, GtkListBoxRow *row)
{
  if (is_dirty (self))
    {
      amp_toast (GTK_WIDGET (self), _ ("Save this entry first, or undo your changes."));
      return;
    }
  show_entry (self, amp_institution_row_get_id (row));
}

static void
verify_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args G_GNUC_UNUSED)
{
  AmpDirectoryPage *self = AMP_DIRECTORY_PAGE (widget);
  gint64 chosen = amp_institution_row_get_id (gtk_list_box_get_selected_row (self->list));
  gint64 wanted = chosen != 0 ? chosen : self->shown;

  if (wanted == 0)
    return;
  if (is_dirty (self))
    {
      amp_toast (GTK_WIDGET (self), _ ("Save this entry first, or undo your changes."));
      return;
    }
  self->shown = wanted;
  amp_jobs_run (self->jobs, &verify_job, work_new (wanted, NULL), self, NULL);
}

static void
add_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args G_GNUC_UNUSED)
{
  amp_directory_page_show (AMP_DIRECTORY_PAGE (widget), 0);
}

static void
seed_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args G_GNUC_UNUSED)
{
  amp_jobs_run (AMP_DIRECTORY_PAGE (widget)->jobs, &seed_job, NULL, widget, NULL);
}

static void
editor_stored (AmpDirectoryPage *self, gpointer record)
{
  self->shown = amp_record_id (record);
  gtk_widget_set_visible (self->verify, TRUE);
  load (self);
}

/* --- In and out --- */

static void
exported (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  (void) data;
  if (tell (owner, error))
    amp_toast (owner, _ ("The directory is written."));
}

static void
imported (gpointer owner, gpointer result G_GNUC_UNUSED, const GError *error, gpointer data)
{
  AmpDirectoryPage *self = owner;
  Work *work = data;
  g_autofree char *text = NULL;

  if (!tell (self, error))
    return;
  g_clear_pointer (&self->report, amp_report_free);
  self->report = g_steal_pointer (&work->report);
  text = g_strdup_printf (_ ("Added: %u, changed: %u. Findings: %u."), work->result.added,
                          work->result.changed, amp_report_length (self->report));
  gtk_label_set_text (self->news, text);
  gtk_widget_set_visible (self->save_report, amp_report_length (self->report) > 0);
  load (self);
}

static const AmpJob export_job = {
  .func = export_run, .done = exported, .data_free = work_free, .title = N_ ("Writing…")};
static const AmpJob import_job = {
  .func = import_run, .done = imported, .data_free = work_free, .title = N_ ("Importing…")};

static void
export_chosen (gpointer owner, const char *path)
{
  AmpDirectoryPage *self = owner;

  if (path != NULL)
    amp_jobs_run (self->jobs, &export_job, work_new (0, path), self, NULL);
}

static void
import_chosen (gpointer owner, const char *path)
{
  AmpDirectoryPage *self = owner;
  Work *work;

  if (path == NULL)
    return;
  work = work_new (0, path);
  work->report = amp_report_new ();
  amp_jobs_run (self->jobs, &import_job, work, self, NULL);
}

static void
report_chosen (gpointer owner, const char *path)
{
  AmpDirectoryPage *self = owner;
  g_autoptr (GError) error = NULL;
  g_autofree char *csv =
    path != NULL && self->report != NULL ? amp_report_to_csv (self->report, amp_translate) : NULL;

  if (csv != NULL && !amp_write_file (path, csv, strlen (csv), &error))
    amp_toast_error (GTK_WIDGET (self), error);
}

static void
choose (
  AmpDirectoryPage *self, AmpChooseKind kind, const char *title, const char *name, AmpChosen chosen)
{
  const AmpChoose what = {.kind = kind, .title = title, .name = name, .pattern = "*.csv"};

  amp_choose_file (GTK_WIDGET (self), &what, chosen);
}

static void
export_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args G_GNUC_UNUSED)
{
  /* Translators: a file's name. */
  choose (AMP_DIRECTORY_PAGE (widget), AMP_CHOOSE_SAVE, _ ("Export the directory"),
          _ ("directory.csv"), export_chosen);
}

static void
import_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *args G_GNUC_UNUSED)
{
  choose (AMP_DIRECTORY_PAGE (widget), AMP_CHOOSE_OPEN, _ ("Import institutions"), NULL,
          import_chosen);
}

static void
on_save_report (AmpDirectoryPage *self)
{
  choose (self, AMP_CHOOSE_SAVE, _ ("Save the report"), _ ("import-report.csv"), report_chosen);
}

/* --- Building --- */

static GtkWidget *
add_filter (AmpDirectoryPage *self, GtkWidget *box, const char *list, const char *label)
{
  GtkWidget *picker = amp_code_picker_new (amp_code_list_find (list), TRUE);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_box_append (GTK_BOX (column), line (label, "dim-label"));
  amp_code_picker_set_nothing (AMP_CODE_PICKER (picker), _ ("Any"));
  amp_form_value_set_label (AMP_FORM_VALUE (picker), label);
  gtk_widget_set_size_request (picker, 150, -1);
  gtk_box_append (GTK_BOX (column), picker);
  gtk_box_append (GTK_BOX (box), column);
  g_signal_connect_swapped (picker, "value-changed", G_CALLBACK (fill), self);
  return picker;
}

static GtkWidget *
add_button (GtkWidget *box, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_valign (button, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static GtkWidget *
make_bar (AmpDirectoryPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->search = gtk_search_entry_new ();
  gtk_widget_set_hexpand (self->search, TRUE);
  gtk_widget_set_valign (self->search, GTK_ALIGN_END);
  amp_accessible_set_label (self->search, _ ("Search institutions"));
  g_object_set (self->search, "placeholder-text", _ ("Name or code of the institution"), NULL);
  gtk_box_append (GTK_BOX (box), self->search);
  self->service = add_filter (self, box, "service_type", _ ("Service"));
  self->region = add_filter (self, box, "region", _ ("Region"));
  self->kind = add_filter (self, box, "institution_kind", _ ("Kind"));
  self->to_verify = gtk_toggle_button_new_with_mnemonic (_ ("To _verify"));
  gtk_widget_set_valign (self->to_verify, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (box), self->to_verify);
  gtk_widget_add_css_class (add_button (box, _ ("_Add"), "directory.add"), "suggested-action");
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (fill), self);
  g_signal_connect_swapped (self->to_verify, "toggled", G_CALLBACK (fill), self);
  gtk_widget_set_margin_top (box, 8);
  gtk_widget_set_margin_bottom (box, 10);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  return box;
}

static GtkWidget *
make_foot (AmpDirectoryPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->count = GTK_LABEL (line ("", "dim-label"));
  gtk_label_set_wrap (self->count, FALSE);
  self->news =
    GTK_LABEL (g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL));
  gtk_widget_set_hexpand (GTK_WIDGET (self->news), TRUE);
  gtk_label_set_xalign (self->news, 0);
  self->save_report = gtk_button_new_with_mnemonic (_ ("Save the _report…"));
  gtk_widget_set_visible (self->save_report, FALSE);
  g_signal_connect_swapped (self->save_report, "clicked", G_CALLBACK (on_save_report), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->count));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->news));
  gtk_box_append (GTK_BOX (box), self->save_report);
  add_button (box, _ ("Add the p_ublic directory"), "directory.seed");
  add_button (box, _ ("_Import…"), "directory.import");
  add_button (box, _ ("E_xport…"), "directory.export");
  gtk_widget_set_margin_top (box, 8);
  gtk_widget_set_margin_bottom (box, 8);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  return box;
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
make_detail (AmpDirectoryPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *none = adw_status_page_new ();

  self->verify = gtk_button_new_with_mnemonic (_ ("Verified _today"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->verify), "directory.verify");
  gtk_widget_set_tooltip_text (self->verify, _ ("I asked, and all of this is right (Ctrl+D)"));
  gtk_widget_set_halign (self->verify, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), self->verify);
  self->editor = AMP_SECTION_EDITOR (amp_section_editor_new (amp_section_kind_find ("institution"),
                                                             self->context, AMP_EDITOR_ALONE));
  g_signal_connect_object (self->editor, "stored", G_CALLBACK (editor_stored), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->editor));
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 18);
  gtk_widget_set_margin_start (box, 18);
  gtk_widget_set_margin_end (box, 18);
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (none), "system-search-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (none), _ ("Choose an institution"));
  adw_status_page_set_description (
    ADW_STATUS_PAGE (none),
    _ ("Whoever calls or visits one marks it as verified that day. After half a year it is asked "
       "for again."));
  self->detail = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->detail, none, "none");
  gtk_stack_add_named (self->detail, scrolled (box), "entry");
  gtk_widget_set_hexpand (GTK_WIDGET (self->detail), TRUE);
  return GTK_WIDGET (self->detail);
}

static GtkWidget *
make_empty (void)
{
  GtkWidget *page = adw_status_page_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *seed = add_button (box, _ ("Add the p_ublic directory"), "directory.seed");

  gtk_widget_add_css_class (seed, "pill");
  gtk_widget_add_css_class (seed, "suggested-action");
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "x-office-address-book-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _ ("The directory is empty"));
  adw_status_page_set_description (
    ADW_STATUS_PAGE (page),
    _ ("Begin with the public institutions that come with the program, import a table, or add the "
       "first one. Each is to be verified by your office."));
  adw_status_page_set_child (ADW_STATUS_PAGE (page), box);
  return page;
}

static GtkWidget *
make_list (AmpDirectoryPage *self)
{
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *left;

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  amp_accessible_set_label (GTK_WIDGET (self->list), _ ("Institutions"));
  amp_list_leave_by_tab (GTK_WIDGET (self->list));
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (on_row), self);
  left = scrolled (GTK_WIDGET (self->list));
  gtk_widget_set_size_request (left, 380, -1);
  gtk_box_append (GTK_BOX (body), left);
  gtk_box_append (GTK_BOX (body), gtk_separator_new (GTK_ORIENTATION_VERTICAL));
  gtk_box_append (GTK_BOX (body), make_detail (self));
  return body;
}

/* --- Object --- */

static gboolean
editor_is_dirty (AmpEditor *editor)
{
  return is_dirty (AMP_DIRECTORY_PAGE (editor));
}

/* The form keeps the draft of each entry by itself. */
static void
editor_restore_draft (AmpEditor *editor)
{
  amp_form_keep_return (amp_section_editor_get_form (AMP_DIRECTORY_PAGE (editor)->editor));
}

static void
amp_directory_page_editor_init (AmpEditorInterface *iface)
{
  iface->is_dirty = editor_is_dirty;
  iface->restore_draft = editor_restore_draft;
}

static void
amp_directory_page_dispose (GObject *object)
{
  AmpDirectoryPage *self = AMP_DIRECTORY_PAGE (object);

  g_clear_object (&self->context);
  g_clear_object (&self->refs);
  g_clear_object (&self->jobs);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->report, amp_report_free);
  G_OBJECT_CLASS (amp_directory_page_parent_class)->dispose (object);
}

static void
amp_directory_page_class_init (AmpDirectoryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_directory_page_dispose;
  gtk_widget_class_install_action (widget_class, "directory.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "directory.verify", NULL, verify_action);
  gtk_widget_class_install_action (widget_class, "directory.seed", NULL, seed_action);
  gtk_widget_class_install_action (widget_class, "directory.import", NULL, import_action);
  gtk_widget_class_install_action (widget_class, "directory.export", NULL, export_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_d, GDK_CONTROL_MASK,
                                       "directory.verify", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_plus, GDK_CONTROL_MASK,
                                       "directory.add", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Add, GDK_CONTROL_MASK,
                                       "directory.add", NULL);
}

static void
amp_directory_page_init (AmpDirectoryPage *self)
{
  (void) self;
}

AmpDirectoryPage *
amp_directory_page_new (AmpJobs *jobs)
{
  AmpDirectoryPage *self = g_object_new (AMP_TYPE_DIRECTORY_PAGE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->jobs = g_object_ref (jobs);
  self->refs = amp_form_refs_new ();
  self->context = amp_section_context_new (jobs, self->refs);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_box_append (GTK_BOX (box), make_bar (self));
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_stack_add_named (self->stack, make_list (self), "list");
  gtk_stack_add_named (self->stack, make_empty (), "empty");
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), make_foot (self));
  adw_bin_set_child (ADW_BIN (self), box);
  load (self);
  return self;
}

void
amp_directory_page_show (AmpDirectoryPage *self, gint64 id)
{
  if (is_dirty (self))
    {
      amp_toast (GTK_WIDGET (self), _ ("Save this entry first, or undo your changes."));
      return;
    }
  gtk_stack_set_visible_child_name (self->stack, "list");
  show_entry (self, id);
  gtk_widget_child_focus (GTK_WIDGET (self->editor), GTK_DIR_TAB_FORWARD);
}

gboolean
amp_directory_page_get_shown (AmpDirectoryPage *self, gint64 *id)
{
  *id = self->shown;
  return is_open (self);
}

AmpForm *
amp_directory_page_get_form (AmpDirectoryPage *self)
{
  return amp_section_editor_get_form (self->editor);
}

GtkListBox *
amp_directory_page_get_list (AmpDirectoryPage *self)
{
  return self->list;
}
