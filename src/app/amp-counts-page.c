/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counts: choose, see, export. */
#include "app/amp-counts-page.h"

#include "app/amp-accessible.h"
#include "app/amp-chart-view.h"
#include "app/amp-compare-dialog.h"
#include "app/amp-clipboard.h"
#include "app/amp-count-view.h"
#include "app/amp-count-words.h"
#include "app/amp-counts-behind.h"
#include "app/amp-counts-context.h"
#include "app/amp-editor.h"
#include "app/amp-export-dialog.h"
#include "app/amp-format.h"
#include "app/amp-map-view.h"
#include "app/amp-period.h"
#include "app/amp-release-dialog.h"
#include "app/amp-release-tables.h"
#include "app/amp-report-dialog.h"
#include "app/amp-saved-counts.h"
#include "app/amp-translate.h"
#include "domain/figures-counts.h"
#include "domain/sentences.h"
#include "model/codelist.h"

#include <glib/gi18n.h>
#include <string.h>

struct _AmpCountsPage
{
  AdwBin parent_instance;

  /* Template. */
  AdwComboRow *unit;
  AdwComboRow *rows;
  AdwComboRow *columns;
  AdwComboRow *period;
  GtkWidget *from;
  GtkWidget *to;
  AdwComboRow *only_region;
  AdwComboRow *only_sex;
  AdwComboRow *only_age;
  GtkSwitch *lima_apart;
  GtkLabel *heading;
  GtkLabel *subheading;
  GtkLabel *alert;
  GtkWidget *results;
  GtkWidget *picture_switcher;
  GtkStack *pictures;
  GtkStackPage *map_page;
  GtkStackPage *series_page;
  AmpChartView *chart;
  AmpChartView *series;
  AmpMapView *map;
  GtkLabel *map_told;
  GtkScrolledWindow *table_place;
  GtkLabel *notes;
  AmpCountsContext *context;
  GtkWidget *nothing;
  GtkWidget *releases;
  GtkMenuButton *saved;

  /* Owned. */
  AmpJobs *jobs;
  AmpCountTable *table;
  AmpCountGrid *grid; /* of the table; NULL: nothing in it */
  GCancellable *cancellable;
  GPtrArray *fitting; /* of AmpDimension: what rows and columns offer for the unit */

  guint pending;     /* source that asks anew when the choosing has paused */
  gboolean choosing; /* the page itself changes the rows: no wish of anybody's */
};

G_DEFINE_FINAL_TYPE (AmpCountsPage, amp_counts_page, ADW_TYPE_BIN)

/* --- What is chosen --- */

static const AmpDimension *
chosen_dimension (AmpCountsPage *self, AdwComboRow *row, guint offset)
{
  guint selected = adw_combo_row_get_selected (row);

  if (selected == GTK_INVALID_LIST_POSITION || selected < offset ||
      selected - offset >= self->fitting->len)
    return NULL;
  return self->fitting->pdata[selected - offset];
}

static void
add_filter (AmpCountSpec *spec, AdwComboRow *row, const char *dimension, const char *list)
{
  const AmpCodeList *codes = amp_code_list_find (list);
  guint selected = adw_combo_row_get_selected (row);

  if (!amp_dimension_fits (amp_dimension_find (dimension), spec->unit))
    return;
  if (codes == NULL || selected == 0 || selected == GTK_INVALID_LIST_POSITION)
    return;
  spec->where_dimension[spec->n_where] = amp_dimension_find (dimension);
  spec->where_value[spec->n_where] = amp_code_value (amp_code_list_nth (codes, selected - 1));
  spec->n_where++;
}

/* "" is no bound; FALSE: no date of day, month, year. */
static gboolean
read_day (GtkWidget *row, char day[11])
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (row));
  g_autofree char *canonical = NULL;
  AmpDate date;
  gboolean good;

  day[0] = '\0';
  good = *text == '\0' || (amp_date_read (text, &date) && date.precision == AMP_DATE_DAY);
  if (good && *text != '\0')
    {
      canonical = amp_date_to_text (&date);
      g_strlcpy (day, canonical, 11);
    }
  if (good)
    gtk_widget_remove_css_class (row, "error");
  else
    gtk_widget_add_css_class (row, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                               good ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE,
                               -1);
  return good;
}

/* FALSE: something typed is no date; the sentence is shown already. */
static gboolean
read_spec (AmpCountsPage *self, AmpCountSpec *spec)
{
  const AmpDimension *rows = chosen_dimension (self, self->rows, 0);
  const AmpDimension *columns = chosen_dimension (self, self->columns, 1);
  gboolean from_good, to_good;

  *spec = (AmpCountSpec){.unit = (AmpUnit) adw_combo_row_get_selected (self->unit)};
  spec->dimensions[spec->n_dimensions++] = rows;
  if (columns != NULL && columns != rows)
    spec->dimensions[spec->n_dimensions++] = columns;
  from_good = read_day (self->from, spec->from);
  to_good = read_day (self->to, spec->to);
  add_filter (spec, self->only_region, "region", "region");
  add_filter (spec, self->only_sex, "sex", "sex");
  add_filter (spec, self->only_age, "age_band", "age_band");
  spec->lima_apart = gtk_switch_get_active (self->lima_apart);
  if (!from_good || !to_good)
    amp_alert_show (self->alert, _ ("Write the day as 31/12/2026."));
  return rows != NULL && from_good && to_good;
}

/* --- What is shown --- */

static void
show_words (AmpCountsPage *self)
{
  g_autofree char *heading = amp_count_words_heading (self->table);
  g_autofree char *subheading = amp_count_words_subheading (self->table);
  g_autofree char *notes = amp_count_words_notes (self->table);

  gtk_label_set_label (self->heading, heading);
  gtk_label_set_label (self->subheading, subheading);
  gtk_label_set_label (self->notes, notes);
}

/* Bars always; over time where a column is time; a map of the totals where one is a region. What
 * was looked at stays, as long as it is there. */
static void
show_pictures (AmpCountsPage *self, gboolean any, const char *title)
{
  AmpMap *map = any ? amp_count_table_to_map (self->table) : NULL;
  AmpChart *series =
    any ? amp_count_table_to_series (self->table, amp_code_language (), _ ("Total")) : NULL;
  const char *shown = gtk_stack_get_visible_child_name (self->pictures);

  if (map != NULL && !amp_map_has_counts (map))
    g_clear_pointer (&map, amp_map_free);
  gtk_stack_page_set_visible (self->map_page, map != NULL);
  gtk_stack_page_set_visible (self->series_page, series != NULL);
  gtk_widget_set_visible (self->picture_switcher, map != NULL || series != NULL);
  if ((g_strcmp0 (shown, "map") == 0 && map == NULL) ||
      (g_strcmp0 (shown, "series") == 0 && series == NULL))
    gtk_stack_set_visible_child_name (self->pictures, "chart");
  amp_map_view_set_map (self->map, map, title);
  amp_chart_view_set_chart (self->series, series, title);
}

static void
on_map_told (AmpCountsPage *self, const char *sentence)
{
  gtk_label_set_label (self->map_told, sentence);
}

static void on_asked (gpointer owner, gsize row, gsize column);

static void
show_table (AmpCountsPage *self)
{
  const AmpCountSpec *spec = amp_count_table_spec (self->table);
  AmpCountGrid *grid = amp_count_grid_new (self->table, amp_code_language (), _ ("Total"));
  const char *title = gtk_label_get_label (self->heading);
  gboolean any = amp_count_table_total (self->table) > 0;

  g_clear_pointer (&self->grid, amp_count_grid_free);
  self->grid = grid;
  gtk_widget_set_visible (self->results, any);
  gtk_widget_set_visible (self->nothing, !any);
  amp_chart_view_set_chart (self->chart, any ? amp_count_grid_to_chart (grid) : NULL, title);
  show_pictures (self, any, title);
  amp_counts_context_show (self->context, self->jobs, spec);
  gtk_scrolled_window_set_child (
    self->table_place,
    any
      ? amp_count_view_new (grid, _ (amp_dimension_label (spec->dimensions[0], spec->unit)), title,
                            amp_unit_is_programme (spec->unit) ? NULL : on_asked, G_OBJECT (self))
      : NULL);
}

static void
show_error (AmpCountsPage *self, const char *sentence)
{
  g_clear_pointer (&self->table, amp_count_table_free);
  g_clear_pointer (&self->grid, amp_count_grid_free);
  gtk_label_set_label (
    self->heading, _ (amp_count_words_unit ((AmpUnit) adw_combo_row_get_selected (self->unit))));
  gtk_label_set_label (self->subheading, "");
  gtk_widget_set_visible (self->results, FALSE);
  gtk_widget_set_visible (self->nothing, FALSE);
  amp_alert_show (self->alert, sentence);
}

/* --- Counting --- */

/* Worker thread. */
static gpointer
count (AmpSession *session,
       gpointer data,
       AmpProgress *progress,
       GCancellable *cancellable,
       GError **error)
{
  return amp_counts_compute (session, data, progress, cancellable, error);
}

static void
counted (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpCountsPage *self = owner;

  (void) data;
  if (result == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        show_error (self, _ (amp_error_sentence (error)));
      return;
    }
  g_clear_pointer (&self->table, amp_count_table_free);
  self->table = result;
  amp_alert_show (self->alert, NULL);
  show_words (self);
  show_table (self);
}

static const AmpJob count_job = {
  .func = count,
  .done = counted,
  .data_free = g_free,
  .result_free = (GDestroyNotify) amp_count_table_free,
  .title = N_ ("Counting…"),
  .lets_in = TRUE,
};

static gboolean
ask (gpointer data)
{
  AmpCountsPage *self = data;
  g_autoptr (GError) error = NULL;
  AmpCountSpec spec;

  self->pending = 0;
  if (!read_spec (self, &spec))
    return G_SOURCE_REMOVE;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (!amp_count_spec_check (&spec, &error))
    {
      show_error (self, _ (amp_error_sentence (error)));
      return G_SOURCE_REMOVE;
    }
  self->cancellable = g_cancellable_new ();
  amp_jobs_run (self->jobs, &count_job, g_memdup2 (&spec, sizeof spec), self, self->cancellable);
  return G_SOURCE_REMOVE;
}

static void
on_changed (AmpCountsPage *self)
{
  if (self->jobs == NULL || self->choosing)
    return;
  g_clear_handle_id (&self->pending, g_source_remove);
  self->pending = g_timeout_add (120, ask, self);
}

/* --- Choices --- */

static void
fill (AdwComboRow *row, const char *first, const char *list)
{
  const AmpCodeList *codes = amp_code_list_find (list);
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_string_list_append (labels, first);
  for (guint i = 0; codes != NULL && i < amp_code_list_length (codes); i++)
    gtk_string_list_append (labels,
                            amp_code_label (amp_code_list_nth (codes, i), amp_code_language ()));
  adw_combo_row_set_model (row, G_LIST_MODEL (labels));
}

static void
fill_dimensions (AmpCountsPage *self,
                 AdwComboRow *row,
                 const char *none,
                 const AmpDimension *chosen)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  AmpUnit unit = (AmpUnit) adw_combo_row_get_selected (self->unit);
  guint selected = 0;

  if (none != NULL)
    gtk_string_list_append (labels, none);
  for (guint i = 0; i < self->fitting->len; i++)
    {
      const AmpDimension *dimension = self->fitting->pdata[i];

      if (dimension == chosen)
        selected = i + (none != NULL ? 1 : 0);
      gtk_string_list_append (labels, _ (amp_dimension_label (dimension, unit)));
    }
  adw_combo_row_set_model (row, G_LIST_MODEL (labels));
  adw_combo_row_set_selected (row, selected);
}

/* What says nothing of the unit waits until one comes of which it does. */
static void
offer_filters (AmpCountsPage *self, AmpUnit unit)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->only_sex),
                            amp_dimension_fits (amp_dimension_find ("sex"), unit));
  gtk_widget_set_sensitive (GTK_WIDGET (self->only_age),
                            amp_dimension_fits (amp_dimension_find ("age_band"), unit));
}

/* Another unit offers other dimensions; what was chosen stays where it still fits. */
static void
on_unit_changed (AmpCountsPage *self)
{
  AmpUnit unit = (AmpUnit) adw_combo_row_get_selected (self->unit);
  const AmpDimension *rows = chosen_dimension (self, self->rows, 0);
  const AmpDimension *columns = chosen_dimension (self, self->columns, 1);
  gsize n;
  const AmpDimension *all = amp_dimensions (&n);

  self->choosing = TRUE;
  g_ptr_array_set_size (self->fitting, 0);
  for (gsize i = 0; i < n; i++)
    if (amp_dimension_fits (&all[i], unit))
      g_ptr_array_add (self->fitting, (gpointer) &all[i]);
  fill_dimensions (self, self->rows, NULL, rows);
  fill_dimensions (self, self->columns, _ ("None"), columns);
  offer_filters (self, unit);
  self->choosing = FALSE;
  on_changed (self);
}

static void
on_period_changed (AmpCountsPage *self)
{
  AmpPeriod period = (AmpPeriod) adw_combo_row_get_selected (self->period);
  AmpDate today = amp_date_today ();
  char from[11], to[11];

  if (period == AMP_PERIOD_CUSTOM)
    {
      if (self->jobs != NULL && !self->choosing)
        gtk_widget_grab_focus (self->from);
      return;
    }
  amp_period_days (period, &today, from, to);
  self->choosing = TRUE;
  {
    g_autofree char *from_text = amp_format_date (from);
    g_autofree char *to_text = amp_format_date (to);

    gtk_editable_set_text (GTK_EDITABLE (self->from), from_text);
    gtk_editable_set_text (GTK_EDITABLE (self->to), to_text);
  }
  self->choosing = FALSE;
  on_changed (self);
}

static void
on_day_typed (AmpCountsPage *self)
{
  if (self->choosing)
    return;
  self->choosing = TRUE;
  adw_combo_row_set_selected (self->period, AMP_PERIOD_CUSTOM);
  self->choosing = FALSE;
  on_changed (self);
}

static void
fill_choices (AmpCountsPage *self)
{
  g_autoptr (GtkStringList) units = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) periods = gtk_string_list_new (NULL);

  for (guint i = 0; i < AMP_N_UNITS; i++)
    gtk_string_list_append (units, _ (amp_count_words_unit ((AmpUnit) i)));
  for (guint i = 0; i < AMP_PERIODS; i++)
    gtk_string_list_append (periods, _ (amp_period_label ((AmpPeriod) i)));
  fill (self->only_region, _ ("No filter"), "region");
  fill (self->only_sex, _ ("No filter"), "sex");
  fill (self->only_age, _ ("No filter"), "age_band");
  adw_combo_row_set_model (self->unit, G_LIST_MODEL (units));
  adw_combo_row_set_model (self->period, G_LIST_MODEL (periods));
  adw_combo_row_set_selected (self->period, AMP_PERIOD_THIS_YEAR);
}

/* --- Kept by name --- */

static void
choose_dimension (AmpCountsPage *self, AdwComboRow *row, const AmpDimension *wanted, guint offset)
{
  guint at = 0;

  if (wanted == NULL || !g_ptr_array_find (self->fitting, wanted, &at))
    adw_combo_row_set_selected (row, 0);
  else
    adw_combo_row_set_selected (row, at + offset);
}

static void
choose_filter (const AmpCountSpec *spec, AdwComboRow *row, const char *dimension, const char *list)
{
  const AmpCodeList *codes = amp_code_list_find (list);

  adw_combo_row_set_selected (row, 0);
  for (gsize i = 0; i < spec->n_where; i++)
    for (guint code = 0; code < amp_code_list_length (codes); code++)
      if (strcmp (spec->where_dimension[i]->name, dimension) == 0 &&
          strcmp (amp_code_value (amp_code_list_nth (codes, code)), spec->where_value[i]) == 0)
        adw_combo_row_set_selected (row, code + 1);
}

static void
open_saved (gpointer owner, const AmpSavedCounts *saved)
{
  AmpCountsPage *self = owner;
  const AmpCountSpec *spec = &saved->spec;
  AmpPeriod period = amp_period_of_word (saved->period);
  g_autofree char *from = amp_format_date (spec->from), *to = amp_format_date (spec->to);

  adw_combo_row_set_selected (self->unit, spec->unit);
  self->choosing = TRUE;
  choose_dimension (self, self->rows, spec->dimensions[0], 0);
  choose_dimension (self, self->columns, spec->n_dimensions > 1 ? spec->dimensions[1] : NULL, 1);
  choose_filter (spec, self->only_region, "region", "region");
  choose_filter (spec, self->only_sex, "sex", "sex");
  choose_filter (spec, self->only_age, "age_band", "age_band");
  gtk_switch_set_active (self->lima_apart, spec->lima_apart);
  gtk_editable_set_text (GTK_EDITABLE (self->from), from);
  gtk_editable_set_text (GTK_EDITABLE (self->to), to);
  adw_combo_row_set_selected (self->period, period); /* last: it sets the days, and is done */
  self->choosing = FALSE;
  if (period != AMP_PERIOD_CUSTOM)
    on_period_changed (self);
  on_changed (self);
}

static gboolean
shown_request (gpointer owner, AmpCountSpec *spec, const char **period)
{
  AmpCountsPage *self = owner;

  *period = amp_period_word ((AmpPeriod) adw_combo_row_get_selected (self->period));
  return read_spec (self, spec) && amp_count_spec_check (spec, NULL);
}

static const AmpSavedCountsOwner saved_calls = {open_saved, shown_request};

/* --- Export --- */

/* Worker thread. Counts anew, so that what is copied and its event tell of the same moment. */
static gpointer
copy_table (AmpSession *session,
            gpointer data,
            AmpProgress *progress,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (AmpCountTable) table =
    amp_counts_compute (session, data, progress, cancellable, error);

  return table != NULL
           ? amp_count_table_copy (session, table, amp_translate, amp_code_language (), error)
           : NULL;
}

static void
copied (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpCountsPage *self = owner;

  (void) data;
  if (result == NULL)
    {
      amp_alert_show (self->alert, _ (amp_error_sentence (error)));
      return;
    }
  amp_clipboard_copy (GTK_WIDGET (self), result);
  g_free (result);
  amp_toast (GTK_WIDGET (self), _ ("The table is copied. The log records it."));
}

static const AmpJob copy_job = {
  .func = copy_table,
  .done = copied,
  .data_free = g_free,
  .result_free = g_free,
  .title = N_ ("Copying the table…"),
};

static void
on_copy (AmpCountsPage *self)
{
  const AmpCountSpec *spec = self->table != NULL ? amp_count_table_spec (self->table) : NULL;
  AmpCountSpec own;

  /* The filters of the shown table die with it: what is chosen now is asked for. */
  if (spec != NULL && read_spec (self, &own) && amp_count_spec_check (&own, NULL))
    amp_jobs_run (self->jobs, &copy_job, g_memdup2 (&own, sizeof own), self, NULL);
}

/* --- What is behind a number --- */

/* As shown, but with filters that live: those of the table die with it. FALSE: something else was
 * chosen meanwhile. */
static gboolean
shown_spec (AmpCountsPage *self, AmpCountSpec *spec)
{
  const AmpCountSpec *shown = self->table != NULL ? amp_count_table_spec (self->table) : NULL;

  return shown != NULL && self->grid != NULL && read_spec (self, spec) &&
         spec->unit == shown->unit && strcmp (spec->from, shown->from) == 0 &&
         strcmp (spec->to, shown->to) == 0 && amp_release_table_is (spec, shown);
}

static void
open_behind (AmpCountsPage *self, const char *row, const char *column, const char *label)
{
  const char *values[] = {row, column};
  AmpCountSpec spec;

  if (shown_spec (self, &spec) && !amp_unit_is_programme (spec.unit))
    amp_counts_behind_open (GTK_WIDGET (self), self->jobs, &spec, values, label);
}

static void
on_cell (gpointer owner, gsize row, gsize column)
{
  AmpCountsPage *self = owner;
  g_autofree char *number = NULL, *label = NULL;

  if (self->grid == NULL || row >= self->grid->n_rows || column >= self->grid->n_columns ||
      amp_count_grid_get (self->grid, row, column) == 0)
    return;
  number = amp_count_grid_text (self->grid, row, column);
  label = self->grid->n_columns > 1
            ? g_strdup_printf ("%s · %s: %s", self->grid->row_labels[row],
                               self->grid->column_labels[column], number)
            : g_strdup_printf ("%s: %s", self->grid->row_labels[row], number);
  open_behind (self, self->grid->row_values[row], self->grid->column_values[column], label);
}

static void
on_asked (gpointer owner, gsize row, gsize column)
{
  AmpCountsPage *self = owner;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->grid == NULL || column != AMP_COUNT_NO_COLUMN || self->grid->n_columns == 1)
    on_cell (self, row, column != AMP_COUNT_NO_COLUMN ? column : 0);
  else if (row < self->grid->n_rows)
    amp_counts_behind_choose (self->results, gtk_root_get_focus (root), self->grid, row, on_cell,
                              G_OBJECT (self));
}

/* The totals of a region. */
static void
on_place (AmpCountsPage *self, const char *code)
{
  gboolean rows = FALSE;
  const AmpCountSpec *spec = self->table != NULL ? amp_count_table_spec (self->table) : NULL;
  g_autofree char *label = g_strdup (gtk_label_get_label (self->map_told));

  if (spec == NULL)
    return;
  rows = g_strcmp0 (spec->dimensions[0]->list, "region") == 0;
  open_behind (self, rows ? code : "*", rows ? "*" : code, label);
}

/* --- Handing over --- */

static void
on_deliver (AmpCountsPage *self)
{
  AmpReleaseRequest wish = {.rule = AMP_RELEASE_PARTNER};

  if (read_spec (self, &wish.spec))
    amp_release_dialog_present (GTK_WIDGET (self), self->jobs, &wish);
}

static void
on_compare (AmpCountsPage *self)
{
  AmpCountSpec spec;

  if (read_spec (self, &spec) && amp_count_spec_check (&spec, NULL))
    amp_compare_dialog_present (GTK_WIDGET (self), self->jobs, &spec);
}

static void
on_reports (AmpCountsPage *self)
{
  amp_report_dialog_present (GTK_WIDGET (self), self->jobs, "monthly");
}

static void
on_year (AmpCountsPage *self)
{
  amp_report_dialog_present (GTK_WIDGET (self), self->jobs, "year");
}

void
amp_counts_page_export (AmpCountsPage *self)
{
  if (self->table != NULL)
    amp_export_dialog_present (GTK_WIDGET (self), self->jobs, amp_count_table_spec (self->table));
}

const AmpCountTable *
amp_counts_page_get_table (AmpCountsPage *self)
{
  return self->table;
}

/* --- Object --- */

static void
amp_counts_page_dispose (GObject *object)
{
  AmpCountsPage *self = AMP_COUNTS_PAGE (object);

  g_clear_handle_id (&self->pending, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->choosing = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_COUNTS_PAGE);
  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_counts_page_parent_class)->dispose (object);
}

static void
amp_counts_page_finalize (GObject *object)
{
  AmpCountsPage *self = AMP_COUNTS_PAGE (object);

  g_clear_pointer (&self->table, amp_count_table_free);
  g_clear_pointer (&self->grid, amp_count_grid_free);
  g_clear_pointer (&self->fitting, g_ptr_array_unref);
  G_OBJECT_CLASS (amp_counts_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, AmpCountsPage, unit);
  gtk_widget_class_bind_template_child (widget_class, AmpCountsPage, rows);
  gtk_widget_class_bind_template_child (widget_class, AmpCountsPage, columns);
  gtk_widget_class_bind_template_child (widget_class, AmpCountsPage, period);
  gtk_widget_class_bind_template_child (widget_class, AmpCountsPage, from);
  gtk_widget_class_bind_template_child (widget_class, AmpCountsPage, to);
  gtk_widget_class_bind_template_child (widget_class, AmpCountsPage, only_region);
  gtk_widget_class_bind_template_child (widget_class, AmpCountsPage, only_sex);
  gtk_widget_class_bind_template_child (widget_class, AmpCountsPage, only_age);
  gtk_widget_class_bind_template_child (widget_class, AmpCountsPage, lima_apart);
  gtk_widget_class_bind_template_child (widget_class, AmpCountsPage, heading);
  gtk_widget_class_bind_template_child (widget_class, AmpCountsPage, subheading);
  gtk_widget_class_bind_template_child (widget_class, AmpCountsPage, alert);
  gtk_widget_class_bind_template_child (widget_class, AmpCountsPage, results);
  gtk_widget_class_bind_template_child (widget_class, AmpCountsPage, picture_switcher);
  gtk_widget_class_bind_template_child (widget_class, AmpCountsPage, pictures);
  gtk_widget_class_bind_template_child (widget_class, AmpCountsPage, map_page);
  gtk_widget_class_bind_template_child (widget_class, AmpCountsPage, series_page);
  gtk_widget_class_bind_template_child (widget_class, AmpCountsPage, series);
  gtk_widget_class_bind_template_child (widget_class, AmpCountsPage, chart);
  gtk_widget_class_bind_template_child (widget_class, AmpCountsPage, map);
  gtk_widget_class_bind_template_child (widget_class, AmpCountsPage, map_told);
  gtk_widget_class_bind_template_child (widget_class, AmpCountsPage, table_place);
  gtk_widget_class_bind_template_child (widget_class, AmpCountsPage, notes);
  gtk_widget_class_bind_template_child (widget_class, AmpCountsPage, nothing);
  gtk_widget_class_bind_template_child (widget_class, AmpCountsPage, releases);
  gtk_widget_class_bind_template_child (widget_class, AmpCountsPage, saved);
}

static void
amp_counts_page_class_init (AmpCountsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = amp_counts_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = amp_counts_page_finalize;
  g_type_ensure (AMP_TYPE_CHART_VIEW);
  g_type_ensure (AMP_TYPE_COUNTS_CONTEXT);
  g_type_ensure (AMP_TYPE_MAP_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-counts-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_unit_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_period_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_day_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_map_told);
  gtk_widget_class_bind_template_callback (widget_class, on_place);
  gtk_widget_class_bind_template_callback (widget_class, on_deliver);
  gtk_widget_class_bind_template_callback (widget_class, on_compare);
  gtk_widget_class_bind_template_child_full (widget_class, "reports", FALSE, 0);
  gtk_widget_class_bind_template_child_full (widget_class, "year", FALSE, 0);
  gtk_widget_class_bind_template_child (widget_class, AmpCountsPage, context);
  gtk_widget_class_bind_template_callback (widget_class, on_reports);
  gtk_widget_class_bind_template_callback (widget_class, on_year);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
}

static void
amp_counts_page_init (AmpCountsPage *self)
{
  self->fitting = g_ptr_array_new ();
  self->choosing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_choices (self);
  amp_accessible_set_label (self->from, _ ("From"));
  amp_accessible_set_label (GTK_WIDGET (self->saved), _ ("Reports kept by name"));
  amp_accessible_set_label (self->to, _ ("To"));
  amp_accessible_set_label (GTK_WIDGET (self->lima_apart), _ ("Lima Metropolitana apart"));
  self->choosing = FALSE;
}

AmpCountsPage *
amp_counts_page_new (AmpJobs *jobs)
{
  AmpCountsPage *self = g_object_new (AMP_TYPE_COUNTS_PAGE, NULL);

  self->jobs = g_object_ref (jobs);
  gtk_widget_set_visible (self->releases, amp_jobs_is_supervisor (jobs));
  gtk_menu_button_set_popover (
    self->saved, amp_saved_counts_popover_new (jobs, GTK_WIDGET (self), &saved_calls));
  g_signal_connect_object (jobs, "case-changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  on_unit_changed (self);
  on_period_changed (self);
  return self;
}
