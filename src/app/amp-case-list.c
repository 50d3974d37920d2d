/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of cases with its search box and filters. */
#include "app/amp-case-list.h"

#include "app/amp-accessible.h"
#include "app/amp-case-columns.h"
#include "app/amp-editor.h"
#include "app/amp-filter-dialog.h"
#include "app/amp-format.h"
#include "app/amp-list-keys.h"
#include "app/amp-transfer-dialog.h"
#include "domain/today.h"
#include "domain/transfer.h"
#include "model/codelist.h"
#include "model/date.h"

#include <glib/gi18n.h>
#include <string.h>

struct _AmpCaseList
{
  AdwBin parent_instance;

  /* Template. */
  GtkWidget *search;
  GtkDropDown *region;
  GtkDropDown *status;
  GtkToggleButton *names;
  GtkWidget *part;
  AdwButtonContent *part_content;
  GtkStack *stack;
  GtkColumnView *view;
  GtkLabel *count;
  GtkButton *transfer;
  GtkWidget *clear;

  GtkWidget *filters;
  AdwStatusPage *none_page;
  AdwStatusPage *nothing_page;

  /* Owned. */
  AmpJobs *jobs;
  GPtrArray *conditions; /* of AmpCondition; NULL: none */
  AmpCaseModel *model;
  GtkSelectionModel *selection; /* of several cases for a supervisor, who passes them on */

  AmpCaseSort sort;
  gboolean descending;
  gint64 owner;  /* of the part that is shown, or 0 */
  gboolean open; /* no closed cases in it */
  char *ids;     /* "12;40": the part that is shown, or NULL */
  gint64 new_days, quiet_days;
  gint64 selected; /* id: outlives a new order */
  guint names_timer;
  gboolean ready; /* the template's first signals are no wish of anybody's */
};

G_DEFINE_FINAL_TYPE (AmpCaseList, amp_case_list, ADW_TYPE_BIN)

/* --- Query --- */

/* The first entry is "all"; the others are the list's codes in its order. */
static void
fill_drop_down (GtkDropDown *drop_down, const char *all, const char *list)
{
  const AmpCodeList *codes = amp_code_list_find (list);
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_string_list_append (labels, all);
  for (guint i = 0; codes != NULL && i < amp_code_list_length (codes); i++)
    gtk_string_list_append (labels,
                            amp_code_label (amp_code_list_nth (codes, i), amp_code_language ()));
  gtk_drop_down_set_model (drop_down, G_LIST_MODEL (labels));
}

static const char *
selected_code (GtkDropDown *drop_down, const char *list)
{
  const AmpCodeList *codes = amp_code_list_find (list);
  guint selected = gtk_drop_down_get_selected (drop_down);

  if (codes == NULL || selected == 0 || selected == GTK_INVALID_LIST_POSITION)
    return NULL;
  return amp_code_value (amp_code_list_nth (codes, selected - 1));
}

static gboolean
is_narrowed (AmpCaseList *self)
{
  return *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0' ||
         gtk_drop_down_get_selected (self->region) > 0 || self->open || self->ids != NULL ||
         gtk_drop_down_get_selected (self->status) > 0 || self->conditions != NULL;
}

static char *
days_ago (gint64 days)
{
  AmpDate date = amp_date_today ();

  if (days == 0)
    return NULL;
  date = amp_date_from_day_number (amp_date_day_number (&date) - days);
  return amp_date_to_text (&date);
}

static void
query (AmpCaseList *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_autofree char *opened_since = days_ago (self->new_days);
  g_autofree char *quiet_since = days_ago (self->quiet_days);
  guint n_conditions = self->conditions != NULL ? self->conditions->len : 0;
  g_autofree AmpFilter *conditions = amp_conditions_to_filters (self->conditions);
  g_autofree AmpFilter *filters = g_new0 (AmpFilter, n_conditions + 1);
  const AmpCaseQuery wanted = {
    .text = *text != '\0' ? text : NULL,
    .region = selected_code (self->region, "region"),
    .status = selected_code (self->status, "case_status"),
    .owner = self->owner,
    .open = self->open,
    .opened_since = opened_since,
    .quiet_since = quiet_since,
    .sort = self->sort,
    .descending = self->descending,
    .filters = filters,
    .n_filters = n_conditions + (self->ids != NULL ? 1 : 0),
  };

  for (guint i = 0; i < n_conditions; i++)
    filters[i] = conditions[i];
  filters[n_conditions] = (AmpFilter){"id", AMP_OP_IN, self->ids};

  amp_case_model_set_query (self->model, &wanted);
}

static void
on_query_changed (AmpCaseList *self)
{
  if (self->ready)
    query (self);
}

static void
on_sorted (gpointer owner, AmpCaseSort sort, gboolean descending)
{
  AmpCaseList *self = owner;

  if (!self->ready || (self->sort == sort && self->descending == descending))
    return;
  self->sort = sort;
  self->descending = descending;
  query (self);
}

/* --- A part of the cases --- */

static void on_clear (AmpCaseList *self);

/* Takes the conditions. */
static void
set_conditions (AmpCaseList *self, GPtrArray *conditions)
{
  g_autofree char *label = NULL;

  g_clear_pointer (&self->conditions, g_ptr_array_unref);
  if (conditions != NULL && conditions->len > 0)
    self->conditions = g_ptr_array_ref (conditions);
  g_clear_pointer (&conditions, g_ptr_array_unref);
  /* Translators: %u is the number of conditions that hold. */
  label = self->conditions != NULL ? g_strdup_printf (_ ("_Filters (%u)…"), self->conditions->len)
                                   : g_strdup (_ ("_Filters…"));
  gtk_button_set_label (GTK_BUTTON (self->filters), label);
}

static void
show_part (AmpCaseList *self, gint64 owner, const char *label)
{
  self->owner = owner;
  self->open = label != NULL;
  g_clear_pointer (&self->ids, g_free);
  self->new_days = self->quiet_days = 0;
  gtk_widget_set_visible (self->part, label != NULL);
  adw_button_content_set_label (self->part_content, label != NULL ? label : "");
}

static void
on_part_clicked (AmpCaseList *self)
{
  if (self->owner == 0)
    set_conditions (self, NULL);
  show_part (self, 0, NULL);
  query (self);
  gtk_widget_grab_focus (self->search);
}

static void
show_gap (AmpCaseList *self, const char *which)
{
  static const char *const labels[AMP_TEAM_N_GAPS] = {
    [AMP_TEAM_NO_CONSENT] = N_ ("Open cases without consent"),
    [AMP_TEAM_NO_SERVICE] = N_ ("Open cases without a service"),
    [AMP_TEAM_NO_REGION] = N_ ("Open cases without a region of exploitation"),
  };
  guint64 gap = g_ascii_strtoull (which, NULL, 10);

  if (gap >= AMP_TEAM_N_GAPS)
    return;
  show_part (self, 0, _ (labels[gap]));
  set_conditions (self, amp_team_gap_conditions ((AmpTeamGap) gap, NULL));
}

static void
show_stuck (AmpCaseList *self, const char *which)
{
  g_auto (GStrv) parts = g_strsplit (which, ":", 2);
  AmpTeamStuck stuck = {.to = g_ascii_strtoll (which, NULL, 10)};

  if (parts[1] != NULL && *parts[1] != '\0')
    stuck.region = parts[1];
  show_part (self, 0, _ ("Referrals without an answer"));
  set_conditions (self, amp_team_stuck_conditions (&stuck, NULL));
}

void
amp_case_list_show (AmpCaseList *self, const char *which)
{
  gint64 me = amp_jobs_get_user_id (self->jobs);

  self->ready = FALSE;
  on_clear (self);
  self->ready = FALSE;
  if (g_str_has_prefix (which, "owner:"))
    show_part (self, g_ascii_strtoll (which + strlen ("owner:"), NULL, 10),
               _ ("Open cases of one person"));
  else if (g_str_has_prefix (which, "gap:"))
    show_gap (self, which + strlen ("gap:"));
  else if (g_str_has_prefix (which, "stuck:"))
    show_stuck (self, which + strlen ("stuck:"));
  else if (g_strcmp0 (which, "mine-new") == 0)
    {
      show_part (self, me, _ ("My new cases of this week"));
      self->new_days = AMP_TODAY_NEW_DAYS;
    }
  else if (g_strcmp0 (which, "mine-quiet") == 0)
    {
      show_part (self, me, _ ("My cases without contact for 30 days"));
      self->quiet_days = AMP_TODAY_QUIET_DAYS;
    }
  else
    show_part (self, me, _ ("My open cases"));
  self->ready = TRUE;
  query (self);
  gtk_widget_grab_focus (self->part);
}

void
amp_case_list_show_ids (AmpCaseList *self, const GArray *ids, const char *label)
{
  GString *text = g_string_new (NULL);

  self->ready = FALSE;
  on_clear (self);
  self->ready = FALSE;
  show_part (self, 0, label);
  self->open = FALSE; /* closed ones were counted too */
  for (guint i = 0; i < MIN (ids->len, AMP_CASE_LIST_MOST); i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? ";" : "",
                            g_array_index (ids, gint64, i));
  /* No case has the number 0. */
  if (text->len == 0)
    g_string_append (text, "0");
  self->ids = g_string_free (text, FALSE);
  self->ready = TRUE;
  query (self);
  gtk_widget_grab_focus (self->part);
}

static void
on_filters_applied (gpointer owner, GPtrArray *conditions)
{
  AmpCaseList *self = owner;

  set_conditions (self, conditions);
  query (self);
}

static void
on_filters (AmpCaseList *self)
{
  amp_filter_dialog_present (GTK_WIDGET (self), self->jobs, self->conditions, on_filters_applied);
}

static void
on_clear (AmpCaseList *self)
{
  set_conditions (self, NULL);
  self->ready = FALSE;
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_drop_down_set_selected (self->region, 0);
  gtk_drop_down_set_selected (self->status, 0);
  show_part (self, 0, NULL);
  self->ready = TRUE;
  query (self);
  gtk_widget_grab_focus (self->search);
}

/* --- What came --- */

static void
show_transfer (AmpCaseList *self)
{
  g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (self->selection);
  guint n = (guint) gtk_bitset_get_size (chosen);
  /* Translators: the number of cases that are chosen. */
  g_autofree char *label = g_strdup_printf (
    ngettext ("_Assign %u case to somebody else…", "_Assign %u cases to somebody else…", n), n);

  gtk_button_set_label (self->transfer, label);
  gtk_widget_set_visible (GTK_WIDGET (self->transfer),
                          n > 0 && amp_jobs_is_supervisor (self->jobs));
}

static void
reselect (AmpCaseList *self)
{
  guint position;

  if (self->selected == 0 || !amp_case_model_find (self->model, self->selected, &position))
    return;
  gtk_selection_model_select_item (self->selection, position, TRUE);
  amp_column_view_scroll_to (self->view, position);
}

static void
on_loaded (AmpCaseList *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  g_autofree char *number = amp_format_count (n);
  /* Translators: %s is the number of cases, already written with its digits grouped. */
  g_autofree char *sentence = g_strdup_printf (ngettext ("%s case", "%s cases", n), number);

  gtk_label_set_label (self->count, n > 0 ? sentence : "");
  gtk_stack_set_visible_child_name (self->stack,
                                    n > 0 ? "list" : (is_narrowed (self) ? "nothing" : "empty"));
  reselect (self);
  show_transfer (self);
}

static void
on_failed (AmpCaseList *self, const GError *error)
{
  gtk_toggle_button_set_active (self->names, amp_case_model_get_names (self->model));
  amp_toast_error (GTK_WIDGET (self), error);
}

static AmpCaseItem *
first_selected (AmpCaseList *self)
{
  g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (self->selection);

  if (gtk_bitset_is_empty (chosen))
    return NULL;
  return g_list_model_get_item (G_LIST_MODEL (self->model), gtk_bitset_get_minimum (chosen));
}

static void
on_selected (AmpCaseList *self)
{
  g_autoptr (AmpCaseItem) item = first_selected (self);

  /* Nothing is selected for a moment while the order changes: keep the last choice. */
  if (item != NULL)
    self->selected = amp_case_item_id (item);
  show_transfer (self);
}

/* To whom the list was narrowed is not offered. */
static void
on_transfer (AmpCaseList *self)
{
  g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (self->selection);
  g_autoptr (GArray) cases = g_array_new (FALSE, FALSE, sizeof (gint64));
  GtkBitsetIter iter;
  guint position;

  if (gtk_bitset_get_size (chosen) > AMP_TRANSFER_MOST)
    {
      g_autofree char *sentence = g_strdup_printf (
        _ ("At most %u cases are passed on at once: choose fewer."), AMP_TRANSFER_MOST);

      amp_toast (GTK_WIDGET (self), sentence);
      return;
    }
  for (gboolean more = gtk_bitset_iter_init_first (&iter, chosen, &position); more;
       more = gtk_bitset_iter_next (&iter, &position))
    {
      g_autoptr (AmpCaseItem) item = g_list_model_get_item (G_LIST_MODEL (self->model), position);
      gint64 id = item != NULL ? amp_case_item_id (item) : 0;

      if (id != 0)
        g_array_append_val (cases, id);
    }
  if (cases->len > 0)
    amp_transfer_dialog_present (GTK_WIDGET (self), self->jobs, cases, self->owner, NULL);
}

static void
on_row_activated (GtkColumnView *view, guint position, AmpCaseList *self)
{
  g_autoptr (AmpCaseItem) item = g_list_model_get_item (G_LIST_MODEL (self->model), position);

  (void) view;
  if (item != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-case", "x", amp_case_item_id (item));
}

/* Enter in the search box goes to what was found. */
static void
on_search_activate (AmpCaseList *self)
{
  g_autoptr (AmpCaseItem) item = NULL;

  if (g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0)
    return;
  item = first_selected (self);
  if (item == NULL)
    gtk_selection_model_select_item (self->selection, 0, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* --- Names --- */

static gboolean
on_names_timeout (gpointer data)
{
  AmpCaseList *self = data;

  self->names_timer = 0;
  gtk_toggle_button_set_active (self->names, FALSE);
  return G_SOURCE_REMOVE;
}

static void
on_names_toggled (AmpCaseList *self)
{
  gboolean shown = gtk_toggle_button_get_active (self->names);

  g_clear_handle_id (&self->names_timer, g_source_remove);
  if (shown)
    self->names_timer = g_timeout_add_seconds (AMP_NAMES_SECONDS, on_names_timeout, self);
  gtk_button_set_icon_name (GTK_BUTTON (self->names),
                            shown ? "view-conceal-symbolic" : "view-reveal-symbolic");
  amp_case_model_set_names (self->model, shown);
}

void
amp_case_list_toggle_names (AmpCaseList *self)
{
  gtk_toggle_button_set_active (self->names, !gtk_toggle_button_get_active (self->names));
}

void
amp_case_list_focus_search (AmpCaseList *self)
{
  gtk_widget_grab_focus (self->search);
}

GtkSelectionModel *
amp_case_list_get_selection (AmpCaseList *self)
{
  return self->selection;
}

AmpCaseModel *
amp_case_list_get_model (AmpCaseList *self)
{
  return self->model;
}

/* --- Object --- */

static void
amp_case_list_dispose (GObject *object)
{
  AmpCaseList *self = AMP_CASE_LIST (object);

  self->ready = FALSE; /* the view says that the order changed while it drops its columns */
  g_clear_handle_id (&self->names_timer, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_CASE_LIST);
  g_clear_pointer (&self->ids, g_free);
  g_clear_pointer (&self->conditions, g_ptr_array_unref);
  g_clear_object (&self->jobs);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (amp_case_list_parent_class)->dispose (object);
}

static void
amp_case_list_class_init (AmpCaseListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_case_list_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/amparo/Amparo/amp-case-list.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpCaseList, search);
  gtk_widget_class_bind_template_child (widget_class, AmpCaseList, region);
  gtk_widget_class_bind_template_child (widget_class, AmpCaseList, status);
  gtk_widget_class_bind_template_child (widget_class, AmpCaseList, names);
  gtk_widget_class_bind_template_child (widget_class, AmpCaseList, part);
  gtk_widget_class_bind_template_child (widget_class, AmpCaseList, part_content);
  gtk_widget_class_bind_template_child (widget_class, AmpCaseList, stack);
  gtk_widget_class_bind_template_child (widget_class, AmpCaseList, view);
  gtk_widget_class_bind_template_child (widget_class, AmpCaseList, count);
  gtk_widget_class_bind_template_child (widget_class, AmpCaseList, transfer);
  gtk_widget_class_bind_template_child (widget_class, AmpCaseList, clear);
  gtk_widget_class_bind_template_child (widget_class, AmpCaseList, filters);
  gtk_widget_class_bind_template_child (widget_class, AmpCaseList, none_page);
  gtk_widget_class_bind_template_child (widget_class, AmpCaseList, nothing_page);
  gtk_widget_class_bind_template_callback (widget_class, on_transfer);
  gtk_widget_class_bind_template_callback (widget_class, on_filters);
  gtk_widget_class_bind_template_callback (widget_class, on_query_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_names_toggled);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_clear);
  gtk_widget_class_bind_template_callback (widget_class, on_part_clicked);
}

static void
amp_case_list_init (AmpCaseList *self)
{
  /* Whom somebody spoke with last comes first. */
  self->sort = AMP_CASE_SORT_LAST_CONTACT;
  self->descending = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  amp_list_leave_by_tab (GTK_WIDGET (self->view));
  fill_drop_down (self->region, _ ("All regions"), "region");
  fill_drop_down (self->status, _ ("Any status"), "case_status");
  amp_accessible_set_label (self->search, _ ("Search cases"));
  amp_accessible_set_label (GTK_WIDGET (self->region), _ ("Region of assistance"));
  amp_accessible_set_label (GTK_WIDGET (self->status), _ ("Status of the case"));
  amp_accessible_set_label (GTK_WIDGET (self->names), _ ("Show names"));
  amp_accessible_set_label (GTK_WIDGET (self->view), _ ("Cases"));
}

/* A caseworker's list holds what she may open (access.h); the search box tells of the rest. */
static void
tell_whose (AmpCaseList *self)
{
  if (amp_jobs_is_supervisor (self->jobs))
    return;
  adw_status_page_set_title (self->none_page, _ ("You have no cases yet"));
  adw_status_page_set_description (
    self->none_page,
    _ ("Your own cases and those you support are listed here. The search box tells whether "
       "the team knows a person."));
  adw_status_page_set_description (
    self->nothing_page,
    _ ("Try fewer words, another spelling, or clear the filters. Cases of colleagues are not "
       "listed: the search box tells whether there is one, and you can ask for it."));
}

static GtkSelectionModel *
new_selection (AmpCaseList *self)
{
  GListModel *model = g_object_ref (G_LIST_MODEL (self->model));
  GtkSingleSelection *single;

  if (amp_jobs_is_supervisor (self->jobs))
    return GTK_SELECTION_MODEL (gtk_multi_selection_new (model));
  single = gtk_single_selection_new (model);
  gtk_single_selection_set_autoselect (single, FALSE);
  gtk_single_selection_set_can_unselect (single, TRUE);
  return GTK_SELECTION_MODEL (single);
}

AmpCaseList *
amp_case_list_new (AmpJobs *jobs)
{
  AmpCaseList *self = g_object_new (AMP_TYPE_CASE_LIST, NULL);

  self->jobs = g_object_ref (jobs);
  tell_whose (self);
  self->model = amp_case_model_new (jobs);
  self->selection = new_selection (self);
  gtk_column_view_set_model (self->view, self->selection);
  amp_case_columns_add (self->view, G_OBJECT (self), on_sorted);
  g_signal_connect_object (self->model, "loaded", G_CALLBACK (on_loaded), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "failed", G_CALLBACK (on_failed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  self->ready = TRUE;
  query (self);
  return self;
}
