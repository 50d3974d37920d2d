/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is on the window while a vault is open. */
#include "app/amp-workspace.h"

#include "app/amp-accessible.h"
#include "app/amp-approvals-page.h"
#include "app/amp-case-list.h"
#include "app/amp-case-page.h"
#include "app/amp-closure-dialog.h"
#include "app/amp-counts-page.h"
#include "app/amp-directory-page.h"
#include "app/amp-duplicates-page.h"
#include "app/amp-findings-page.h"
#include "app/amp-editor.h"
#include "app/amp-import-dialog.h"
#include "app/amp-intake-page.h"
#include "app/amp-keep-dialog.h"
#include "app/amp-log-dialog.h"
#include "app/amp-pack-dialog.h"
#include "app/amp-partner-dialog.h"
#include "app/amp-programme-page.h"
#include "app/amp-list-keys.h"
#include "app/amp-releases-page.h"
#include "app/amp-review-packs.h"
#include "app/amp-search-box.h"
#include "app/amp-task-bar.h"
#include "app/amp-tasks-page.h"
#include "app/amp-today-page.h"

#include <glib/gi18n.h>
#include <string.h>

struct _AmpWorkspace
{
  AdwBin parent_instance;

  /* Template. */
  AdwWindowTitle *title;
  GtkWidget *back;
  GtkWidget *menu;
  GtkWidget *lock;
  AmpSearchBox *search;
  GtkListBox *sidebar;
  GtkStack *stack;
  AmpTaskBar *task_bar;

  /* Owned. */
  AmpJobs *jobs;
  gint64 case_id; /* of the case page */

  const char *came_from; /* static: the page from which a case was opened */
};

typedef struct
{
  const char *name;
  const char *title;
  const char *icon; /* NULL: not in the sidebar */
  GtkWidget *(*make) (AmpJobs *jobs);
} Page;

static GtkWidget *
make_today (AmpJobs *jobs)
{
  return GTK_WIDGET (amp_today_page_new (jobs));
}

static GtkWidget *
make_intake (AmpJobs *jobs)
{
  return GTK_WIDGET (amp_intake_page_new (jobs));
}

static GtkWidget *
make_cases (AmpJobs *jobs)
{
  return GTK_WIDGET (amp_case_list_new (jobs));
}

static GtkWidget *
make_counts (AmpJobs *jobs)
{
  return GTK_WIDGET (amp_counts_page_new (jobs));
}

static GtkWidget *
make_approvals (AmpJobs *jobs)
{
  return GTK_WIDGET (amp_approvals_page_new (jobs));
}

static GtkWidget *
make_directory (AmpJobs *jobs)
{
  return GTK_WIDGET (amp_directory_page_new (jobs));
}

static GtkWidget *
make_programme (AmpJobs *jobs)
{
  return GTK_WIDGET (amp_programme_page_new (jobs));
}

static GtkWidget *
make_duplicates (AmpJobs *jobs)
{
  return GTK_WIDGET (amp_duplicates_page_new (jobs));
}

static GtkWidget *
make_releases (AmpJobs *jobs)
{
  return GTK_WIDGET (amp_releases_page_new (jobs));
}

static GtkWidget *
make_findings (AmpJobs *jobs)
{
  return GTK_WIDGET (amp_findings_page_new (jobs));
}

static GtkWidget *
make_tasks (AmpJobs *jobs)
{
  return GTK_WIDGET (amp_tasks_page_new (jobs));
}

/* A screen is a row here; it is made when it is first shown. */
static const Page pages[] = {
  {"today", N_ ("Today"), "x-office-calendar-symbolic", make_today},
  {"cases", N_ ("Cases"), "view-list-symbolic", make_cases},
  {"tasks", N_ ("Tasks"), "checkbox-checked-symbolic", make_tasks},
  {"intake", N_ ("New case"), "contact-new-symbolic", make_intake},
  {"counts", N_ ("Counts"), "x-office-spreadsheet-symbolic", make_counts},
  {"approvals", N_ ("Approvals"), "emblem-ok-symbolic", make_approvals},
  {"directory", N_ ("Directory"), "x-office-address-book-symbolic", make_directory},
  {"programme", N_ ("Programme"), "x-office-presentation-symbolic", make_programme},
  /* From here on without a row in the sidebar: one comes from elsewhere, and goes back there. */
  {"duplicates", N_ ("Possible duplicates"), NULL, make_duplicates},
  {"releases", N_ ("Releases"), NULL, make_releases},
  {"findings", N_ ("Findings of audits"), NULL, make_findings},
  {"case", N_ ("Case"), NULL, NULL},
};

G_DEFINE_FINAL_TYPE (AmpWorkspace, amp_workspace, ADW_TYPE_BIN)

static const Page *
find_page (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    if (strcmp (pages[i].name, name) == 0)
      return &pages[i];
  return NULL;
}

/* Its key is Ctrl and its place, from anywhere (amp-application.c); Alt and a letter are left to
 * the page that is shown. */
static GtkWidget *
make_row (const Page *page)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *key =
    gtk_accelerator_get_label (GDK_KEY_1 + (guint) (page - pages), GDK_CONTROL_MASK);

  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (page->icon));
  gtk_box_append (GTK_BOX (box), gtk_label_new (_ (page->title)));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_tooltip_text (row, key);
  amp_accessible_set_label (row, _ (page->title));
  return row;
}

/* A page with nothing unsaved is made anew the next time: it is cheaper than keeping it right. */
static void
drop_page (AmpWorkspace *self, const char *name)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, name);

  if (page == NULL)
    return;
  /* Also where nothing is typed any more: then there is nothing to keep from now on. */
  if (AMP_IS_EDITOR (page))
    amp_editor_save_draft (AMP_EDITOR (page));
  gtk_stack_remove (self->stack, page);
}

static void
present (AmpWorkspace *self, const Page *page)
{
  gtk_stack_set_visible_child_name (self->stack, page->name);
  adw_window_title_set_title (self->title, _ (page->title));
  gtk_widget_set_visible (self->back, page->icon == NULL);
  /* The row it was opened from stays chosen. */
  if (page->icon == NULL)
    page = find_page (self->came_from != NULL ? self->came_from : "cases");
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    if (&pages[i] == page)
      {
        gtk_list_box_select_row (self->sidebar,
                                 gtk_list_box_get_row_at_index (self->sidebar, (int) i));
        break;
      }
}

/* For an auditor no key to casework or identity exists: there is nothing to hide from her. */
static void
show_no_key (AmpWorkspace *self)
{
  gtk_stack_add_named (self->stack, amp_review_packs_new (self->jobs), "no-key");
  gtk_widget_set_visible (GTK_WIDGET (self->sidebar), FALSE);
}

void
amp_workspace_show_page (AmpWorkspace *self, const char *name)
{
  const Page *page = find_page (name);

  if (page == NULL || amp_jobs_get_role (self->jobs) == AMP_ROLE_AUDITOR)
    return;
  if (gtk_stack_get_child_by_name (self->stack, name) == NULL)
    {
      if (page->make == NULL)
        return;
      gtk_stack_add_named (self->stack, page->make (self->jobs), name);
    }
  present (self, page);
  /* The day begins with a search, or with the keyboard down to its rows. */
  if (strcmp (name, "today") == 0)
    amp_search_box_focus (self->search);
  else
    gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}

static AmpCaseList *
case_list (AmpWorkspace *self)
{
  amp_workspace_show_page (self, "cases");
  return AMP_CASE_LIST (gtk_stack_get_child_by_name (self->stack, "cases"));
}

/* What is behind a number: a label and the ids. */
static void
show_behind (AmpWorkspace *self, GVariant *parameter)
{
  g_autoptr (GVariant) ids = NULL;
  const char *label;
  gsize n;
  const gint64 *first;
  g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_variant_get (parameter, "(&s@ax)", &label, &ids);
  first = g_variant_get_fixed_array (ids, &n, sizeof *first);
  g_array_append_vals (array, first, (guint) n);
  amp_case_list_show_ids (case_list (self), array, label);
}

/* The page of the sidebar that is shown is where "back" leads. */
static void
remember_row (AmpWorkspace *self)
{
  const Page *shown = find_page (gtk_stack_get_visible_child_name (self->stack));

  if (shown != NULL && shown->icon != NULL && shown->make != make_intake)
    self->came_from = shown->name;
}

/* A page without a row: back leads to where one was. */
static void
show_apart (AmpWorkspace *self, const char *name)
{
  remember_row (self);
  amp_workspace_show_page (self, name);
}

/* Read anew also where it is shown: a dialog over it may have handed something over. */
static void
show_releases (AmpWorkspace *self)
{
  remember_row (self);
  drop_page (self, "releases");
  amp_workspace_show_page (self, "releases");
}

static void
open_case (AmpWorkspace *self, gint64 id)
{
  GtkWidget *intake = gtk_stack_get_child_by_name (self->stack, "intake");

  remember_row (self);
  drop_page (self, "case");
  self->case_id = id;
  if (intake != NULL && !amp_editor_is_dirty (AMP_EDITOR (intake)))
    drop_page (self, "intake");
  gtk_stack_add_named (self->stack, GTK_WIDGET (amp_case_page_new (self->jobs, id)), "case");
  amp_workspace_show_page (self, "case");
}

/* The page has its sections once it is loaded. */
static gboolean
show_section_when_loaded (GtkWidget *page, GdkFrameClock *clock, gpointer data)
{
  (void) clock;
  if (amp_case_page_is_elsewhere (AMP_CASE_PAGE (page)))
    return G_SOURCE_REMOVE;
  if (!amp_case_page_is_loaded (AMP_CASE_PAGE (page)))
    return G_SOURCE_CONTINUE;
  amp_case_page_show_section (AMP_CASE_PAGE (page), data);
  return G_SOURCE_REMOVE;
}

/* On the section that shows records of that entity. */
static void
open_case_at (AmpWorkspace *self, GVariant *parameter)
{
  const char *entity;
  gint64 id;
  GtkWidget *page;

  g_variant_get (parameter, "(x&s)", &id, &entity);
  open_case (self, id);
  page = gtk_stack_get_child_by_name (self->stack, "case");
  if (page != NULL && *entity != '\0')
    gtk_widget_add_tick_callback (page, show_section_when_loaded, g_strdup (entity), g_free);
}

/* The end of the assistance of the case that is open, or its beginning again. */
static void
close_case (AmpWorkspace *self)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->stack);

  if (AMP_IS_CASE_PAGE (page))
    amp_closure_present (page, self->jobs, self->case_id);
}

static void
close_page (AmpWorkspace *self)
{
  const char *name = gtk_stack_get_visible_child_name (self->stack);
  const Page *page = find_page (name);
  gboolean back = page != NULL && page->icon == NULL && self->came_from != NULL;

  amp_workspace_show_page (self, back ? self->came_from : "cases");
  if (g_strcmp0 (name, "case") == 0 || g_strcmp0 (name, "intake") == 0)
    drop_page (self, name);
}

static void
export_counts (AmpWorkspace *self)
{
  amp_workspace_show_page (self, "counts");
  amp_counts_page_export (AMP_COUNTS_PAGE (gtk_stack_get_child_by_name (self->stack, "counts")));
}

static void
show_institution (AmpWorkspace *self, gint64 id)
{
  amp_workspace_show_page (self, "directory");
  amp_directory_page_show (
    AMP_DIRECTORY_PAGE (gtk_stack_get_child_by_name (self->stack, "directory")), id);
}

/* Of the case that is open, of the day, else of the list. */
static void
toggle_names (AmpWorkspace *self)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->stack);

  if (amp_search_box_is_open (self->search))
    amp_search_box_toggle_names (self->search);
  else if (AMP_IS_CASE_PAGE (page))
    amp_case_page_set_revealed (AMP_CASE_PAGE (page),
                                !amp_case_page_is_revealed (AMP_CASE_PAGE (page)));
  else if (AMP_IS_TODAY_PAGE (page))
    amp_today_page_toggle_names (AMP_TODAY_PAGE (page));
  else if (AMP_IS_DUPLICATES_PAGE (page))
    amp_duplicates_page_show_names (AMP_DUPLICATES_PAGE (page));
  else
    amp_case_list_toggle_names (case_list (self));
}

/* On the page that lists them; from elsewhere by way of the first one. */
static void
new_task (AmpWorkspace *self)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->stack);

  if (gtk_widget_activate_action (page, "tasks.new", NULL))
    return;
  amp_workspace_show_page (self, "today");
  gtk_widget_activate_action (gtk_stack_get_visible_child (self->stack), "tasks.new", NULL);
}

/* A record of a list of the programme, or what hangs on it. */
static void
open_programme (AmpWorkspace *self, GVariant *parameter)
{
  GtkWidget *page;
  AmpProgrammePane *pane;
  AmpProgrammePlace place;
  const char *list, *entity;
  gint64 id;

  g_variant_get (parameter, "(x&sx&s)", &id, &list, &place.id, &entity);
  amp_workspace_show_page (self, "programme");
  page = gtk_stack_get_child_by_name (self->stack, "programme");
  if (page == NULL)
    return;
  pane = amp_programme_page_show_list (AMP_PROGRAMME_PAGE (page), list);
  place.entity = amp_entity_find (entity)->name;
  if (place.id != id)
    amp_programme_pane_show_inside (pane, id, &place);
  else
    amp_programme_pane_show (pane, id);
}

void
amp_workspace_act (AmpWorkspace *self, const char *action, GVariant *parameter)
{
  if (amp_jobs_get_role (self->jobs) == AMP_ROLE_AUDITOR)
    return;
  if (strcmp (action, "show-page") == 0)
    amp_workspace_show_page (self, g_variant_get_string (parameter, NULL));
  else if (strcmp (action, "open-case") == 0)
    open_case (self, g_variant_get_int64 (parameter));
  else if (strcmp (action, "show-cases") == 0)
    amp_case_list_show (case_list (self), g_variant_get_string (parameter, NULL));
  else if (strcmp (action, "show-behind") == 0)
    show_behind (self, parameter);
  else if (strcmp (action, "show-institution") == 0)
    show_institution (self, g_variant_get_int64 (parameter));
  else if (strcmp (action, "new-task") == 0)
    new_task (self);
  else if (strcmp (action, "undo") == 0)
    gtk_widget_activate_action (gtk_stack_get_visible_child (self->stack), "page.undo", NULL);
  else if (strcmp (action, "new-case") == 0)
    amp_workspace_show_page (self, "intake");
  else if (strcmp (action, "close-page") == 0)
    close_page (self);
  else if (strcmp (action, "search") == 0)
    amp_search_box_focus (self->search);
  else if (strcmp (action, "open-case-at") == 0)
    open_case_at (self, parameter);
  else if (strcmp (action, "programme") == 0)
    open_programme (self, parameter);
  else if (strcmp (action, "close-case") == 0)
    close_case (self);
  else if (strcmp (action, "duplicates") == 0)
    show_apart (self, "duplicates");
  else if (strcmp (action, "reveal-names") == 0)
    toggle_names (self);
  else if (strcmp (action, "releases") == 0)
    show_releases (self);
  else if (strcmp (action, "findings") == 0)
    show_apart (self, "findings");
  else if (strcmp (action, "export-counts") == 0)
    export_counts (self);
  else if (strcmp (action, "import") == 0)
    amp_import_dialog_present (GTK_WIDGET (self), self->jobs);
  else if (strcmp (action, "backup") == 0)
    amp_keep_dialog_present (GTK_WIDGET (self), self->jobs, AMP_KEEP_BACKUP);
  else if (strcmp (action, "recovery-sheets") == 0)
    amp_keep_dialog_present (GTK_WIDGET (self), self->jobs, AMP_KEEP_RECOVERY);
  else if (strcmp (action, "log-head") == 0)
    amp_log_dialog_present (GTK_WIDGET (self), self->jobs);
  else if (strcmp (action, "make-pack") == 0)
    amp_pack_dialog_present (GTK_WIDGET (self), self->jobs);
  else if (strcmp (action, "partner-records") == 0)
    amp_partner_dialog_present (GTK_WIDGET (self), self->jobs, NULL);
}

static void
on_search_left (AmpWorkspace *self)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->stack);

  if (AMP_IS_TODAY_PAGE (page))
    amp_today_page_focus_rows (AMP_TODAY_PAGE (page));
  else if (page != NULL)
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

/* Down goes from the empty search box to the day's rows. */
static gboolean
on_search_key (GtkEventControllerKey *controller,
               guint keyval,
               guint keycode,
               GdkModifierType state,
               AmpWorkspace *self)
{
  (void) controller;
  (void) keycode;
  (void) state;
  if ((keyval != GDK_KEY_Down && keyval != GDK_KEY_KP_Down) ||
      amp_search_box_is_open (self->search))
    return FALSE;
  on_search_left (self);
  return TRUE;
}

static void
on_row_activated (GtkListBox *sidebar, GtkListBoxRow *row, AmpWorkspace *self)
{
  (void) sidebar;
  amp_workspace_show_page (self, pages[gtk_list_box_row_get_index (row)].name);
}

static void
amp_workspace_dispose (GObject *object)
{
  AmpWorkspace *self = AMP_WORKSPACE (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_WORKSPACE);
  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_workspace_parent_class)->dispose (object);
}

static void
amp_workspace_class_init (AmpWorkspaceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_workspace_dispose;
  g_type_ensure (AMP_TYPE_TASK_BAR);
  g_type_ensure (AMP_TYPE_SEARCH_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/amparo/Amparo/amp-workspace.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpWorkspace, title);
  gtk_widget_class_bind_template_child (widget_class, AmpWorkspace, back);
  gtk_widget_class_bind_template_child (widget_class, AmpWorkspace, menu);
  gtk_widget_class_bind_template_child (widget_class, AmpWorkspace, lock);
  gtk_widget_class_bind_template_child (widget_class, AmpWorkspace, search);
  gtk_widget_class_bind_template_callback (widget_class, on_search_left);
  gtk_widget_class_bind_template_callback (widget_class, on_search_key);
  gtk_widget_class_bind_template_child (widget_class, AmpWorkspace, sidebar);
  gtk_widget_class_bind_template_child (widget_class, AmpWorkspace, stack);
  gtk_widget_class_bind_template_child (widget_class, AmpWorkspace, task_bar);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
amp_workspace_init (AmpWorkspace *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  amp_list_leave_by_tab (GTK_WIDGET (self->sidebar));
  amp_accessible_set_label (self->back, _ ("Back"));
  amp_accessible_set_label (self->menu, _ ("Main menu"));
  amp_accessible_set_label (self->lock, _ ("Lock now"));
  amp_accessible_set_label (GTK_WIDGET (self->sidebar), _ ("Pages"));
  for (gsize i = 0; i < G_N_ELEMENTS (pages) && pages[i].icon != NULL; i++)
    gtk_list_box_append (self->sidebar, make_row (&pages[i]));
}

AmpWorkspace *
amp_workspace_new (AmpJobs *jobs)
{
  AmpWorkspace *self = g_object_new (AMP_TYPE_WORKSPACE, NULL);

  self->jobs = g_object_ref (jobs);
  amp_task_bar_watch (self->task_bar, jobs);
  amp_search_box_watch (self->search, jobs);
  if (amp_jobs_get_role (jobs) == AMP_ROLE_AUDITOR)
    {
      show_no_key (self);
      gtk_widget_set_visible (GTK_WIDGET (self->search), FALSE);
    }
  return self;
}

GtkWidget *
amp_workspace_get_page (AmpWorkspace *self)
{
  return gtk_stack_get_visible_child (self->stack);
}

const char *
amp_workspace_get_page_name (AmpWorkspace *self)
{
  return gtk_stack_get_visible_child_name (self->stack);
}
