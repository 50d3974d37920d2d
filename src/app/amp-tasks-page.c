/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One query for what the filters ask, one list for what came; the month shows how much of it lies
 * on each day. */
#include "app/amp-tasks-page.h"

#include "app/amp-accessible.h"
#include "app/amp-editor.h"
#include "app/amp-today-groups.h"
#include "domain/tasks.h"
#include "model/codelist.h"
#include "model/date.h"

#include <glib/gi18n.h>

#define MOST_ROWS 300
#define MOST_OF_A_KIND 500

typedef enum
{
  NOW,
  OVERDUE,
  NEXT_DAYS,
  PUT_OFF
} When;

struct _AmpTasksPage
{
  AdwBin parent_instance;

  /* Template. */
  GtkToggleButton *as_month;
  GtkDropDown *whose;
  GtkDropDown *when;
  GtkDropDown *kind;
  AmpMonthGrid *month;
  GtkLabel *count;
  GtkListBox *list;
  GtkWidget *empty;

  /* Owned. */
  AmpJobs *jobs;
  AmpTaskJobs *tasks;
  GPtrArray *found; /* of AmpTask */

  guint reload_source;
  guint generation;
  gboolean stale;
  gboolean ready;
};

G_DEFINE_FINAL_TYPE (AmpTasksPage, amp_tasks_page, ADW_TYPE_BIN)

/* --- Asking --- */

typedef struct
{
  AmpTaskQuery query;
  char *today, *from, *to;
  guint generation;
} Ask;

static void
ask_free (gpointer data)
{
  Ask *ask = data;

  g_free (ask->today);
  g_free (ask->from);
  g_free (ask->to);
  g_free (ask);
}

static char *
day_after (const char *day, int days)
{
  AmpDate date;

  if (!amp_date_parse (day, &date))
    return NULL;
  date = amp_date_from_day_number (amp_date_day_number (&date) + days);
  return amp_date_to_text (&date);
}

static gboolean
is_month (AmpTasksPage *self)
{
  return gtk_toggle_button_get_active (self->as_month);
}

static void
set_period (AmpTasksPage *self, Ask *ask)
{
  When when = (When) gtk_drop_down_get_selected (self->when);

  if (is_month (self))
    {
      ask->from = g_strdup (amp_month_grid_get_first (self->month));
      ask->to = g_strdup (amp_month_grid_get_last (self->month));
      ask->query.with_put_off = TRUE;
    }
  else if (when == NEXT_DAYS)
    {
      ask->from = g_strdup (ask->today);
      ask->to = day_after (ask->today, 30);
      ask->query.with_put_off = TRUE;
    }
  else if (when == PUT_OFF)
    {
      ask->from = day_after (ask->today, 1);
      ask->to = day_after (ask->today, 365);
      ask->query.with_put_off = TRUE;
    }
  ask->query.from = ask->from;
  ask->query.to = ask->to;
}

static Ask *
make_ask (AmpTasksPage *self)
{
  Ask *ask = g_new0 (Ask, 1);
  const AmpDate now = amp_date_today ();
  const char *today = amp_task_jobs_get_today (self->tasks);
  const AmpCodeList *kinds = amp_code_list_find ("task_origin");
  guint kind = gtk_drop_down_get_selected (self->kind);
  gboolean office =
    amp_jobs_is_supervisor (self->jobs) && gtk_drop_down_get_selected (self->whose) == 1;

  ask->today = today != NULL ? g_strdup (today) : amp_date_to_text (&now);
  ask->query.today = ask->today;
  ask->query.owner = office ? 0 : amp_jobs_get_user_id (self->jobs);
  ask->query.limit = MOST_OF_A_KIND;
  if (kind > 0 && kind <= amp_code_list_length (kinds))
    ask->query.origin = amp_code_value (amp_code_list_nth (kinds, kind - 1));
  set_period (self, ask);
  ask->generation = ++self->generation;
  return ask;
}

/* Worker thread. */
static gpointer
ask_run (AmpSession *session,
         gpointer data,
         AmpProgress *progress G_GNUC_UNUSED,
         GCancellable *cancellable,
         GError **error)
{
  Ask *ask = data;
  GPtrArray *tasks = amp_tasks_list (session, &ask->query, NULL, cancellable, error);

  if (tasks != NULL && !amp_tasks_read_safe (session, tasks, error))
    g_clear_pointer (&tasks, g_ptr_array_unref);
  return tasks;
}

/* --- Showing --- */

static gboolean
is_wanted (AmpTasksPage *self, const AmpTask *task, const char *today)
{
  When when = (When) gtk_drop_down_get_selected (self->when);

  if (is_month (self))
    return g_strcmp0 (amp_task_day (task), amp_month_grid_get_day (self->month)) == 0;
  if (when == OVERDUE)
    return amp_task_overdue (task, today) > 0;
  if (when == PUT_OFF)
    return task->put_off_until != NULL && g_strcmp0 (task->put_off_until, today) > 0;
  return TRUE;
}

static void
on_row_done (AmpTasksPage *self, AmpTaskRow *row)
{
  amp_task_jobs_done (self->tasks, amp_today_row_task (row));
}

static void
on_row_put_off (AmpTasksPage *self, AmpTaskRow *row)
{
  amp_task_jobs_ask_put_off (self->tasks, amp_today_row_task (row));
}

static void
show_rows (AmpTasksPage *self, const char *today)
{
  GtkWidget *row;
  guint n = 0;
  g_autofree char *text = NULL;

  while ((row = GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, 0))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < self->found->len; i++)
    {
      const AmpTask *task = g_ptr_array_index (self->found, i);

      if (!is_wanted (self, task, today) || n++ >= MOST_ROWS)
        continue;
      row = amp_today_task_row (task, AMP_TODAY_DUE, today);
      g_signal_connect_object (row, "done", G_CALLBACK (on_row_done), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (row, "put-off", G_CALLBACK (on_row_put_off), self,
                               G_CONNECT_SWAPPED);
      gtk_list_box_append (self->list, row);
    }
  text = n > MOST_ROWS ? g_strdup (_ ("Show more than these? Choose a kind or a shorter time."))
                       : g_strdup_printf (ngettext ("%u task", "%u tasks", n), n);
  gtk_label_set_label (self->count, text);
  gtk_widget_set_visible (GTK_WIDGET (self->list), n > 0);
  gtk_widget_set_visible (self->empty, n == 0);
}

static void
show_month (AmpTasksPage *self)
{
  guint counts[31] = {0};

  for (guint i = 0; i < self->found->len; i++)
    {
      AmpDate day;

      if (amp_date_parse (amp_task_day (g_ptr_array_index (self->found, i)), &day) && day.day > 0)
        counts[day.day - 1]++;
    }
  amp_month_grid_set_counts (self->month, counts);
}

static void
show_found (AmpTasksPage *self)
{
  const AmpDate now = amp_date_today ();
  const char *given = amp_task_jobs_get_today (self->tasks);
  g_autofree char *today = given != NULL ? g_strdup (given) : amp_date_to_text (&now);

  if (self->found == NULL)
    return;
  if (is_month (self))
    show_month (self);
  show_rows (self, today);
}

static void
ask_done (gpointer owner, gpointer result, const GError *error, gpointer data)
{
  AmpTasksPage *self = owner;
  GPtrArray *old;

  if (error != NULL)
    {
      amp_toast_error (GTK_WIDGET (self), error);
      return;
    }
  if (((Ask *) data)->generation != self->generation)
    {
      g_ptr_array_unref (result);
      return;
    }
  old = g_steal_pointer (&self->found);
  self->found = result;
  show_found (self); /* the rows that go borrow from the old ones */
  g_clear_pointer (&old, g_ptr_array_unref);
}

static const AmpJob ask_job = {.func = ask_run,
                               .done = ask_done,
                               .data_free = ask_free,
                               .result_free = (GDestroyNotify) g_ptr_array_unref};

static void
reload (AmpTasksPage *self)
{
  self->stale = FALSE;
  if (self->ready)
    amp_jobs_run (self->jobs, &ask_job, make_ask (self), self, NULL);
}

static gboolean
reload_later (gpointer user_data)
{
  AmpTasksPage *self = user_data;

  self->reload_source = 0;
  reload (self);
  return G_SOURCE_REMOVE;
}

static void
on_changed (AmpTasksPage *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->stale = TRUE;
  else if (self->reload_source == 0)
    self->reload_source = g_idle_add (reload_later, self);
}

static void
on_month_toggled (AmpTasksPage *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->month), is_month (self));
  gtk_widget_set_visible (GTK_WIDGET (self->when), !is_month (self));
  reload (self);
}

static void
on_row_activated (GtkListBox *list G_GNUC_UNUSED, GtkListBoxRow *row, AmpTasksPage *self)
{
  amp_task_jobs_open (self->tasks, amp_today_row_task (AMP_TASK_ROW (row)));
}

/* --- Object --- */

static void
amp_tasks_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (amp_tasks_page_parent_class)->map (widget);
  if (AMP_TASKS_PAGE (widget)->stale)
    reload (AMP_TASKS_PAGE (widget));
}

static void
amp_tasks_page_dispose (GObject *object)
{
  AmpTasksPage *self = AMP_TASKS_PAGE (object);

  self->ready = FALSE;
  g_clear_handle_id (&self->reload_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), AMP_TYPE_TASKS_PAGE);
  g_clear_object (&self->tasks);
  g_clear_object (&self->jobs);
  G_OBJECT_CLASS (amp_tasks_page_parent_class)->dispose (object);
}

static void
amp_tasks_page_finalize (GObject *object)
{
  g_clear_pointer (&AMP_TASKS_PAGE (object)->found, g_ptr_array_unref);
  G_OBJECT_CLASS (amp_tasks_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/amparo/Amparo/amp-tasks-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AmpTasksPage, as_month);
  gtk_widget_class_bind_template_child (widget_class, AmpTasksPage, whose);
  gtk_widget_class_bind_template_child (widget_class, AmpTasksPage, when);
  gtk_widget_class_bind_template_child (widget_class, AmpTasksPage, kind);
  gtk_widget_class_bind_template_child (widget_class, AmpTasksPage, month);
  gtk_widget_class_bind_template_child (widget_class, AmpTasksPage, count);
  gtk_widget_class_bind_template_child (widget_class, AmpTasksPage, list);
  gtk_widget_class_bind_template_child (widget_class, AmpTasksPage, empty);
  gtk_widget_class_bind_template_callback (widget_class, reload);
  gtk_widget_class_bind_template_callback (widget_class, on_month_toggled);
  gtk_widget_class_bind_template_callback (widget_class, show_found);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
amp_tasks_page_class_init (AmpTasksPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (AMP_TYPE_MONTH_GRID);
  G_OBJECT_CLASS (klass)->dispose = amp_tasks_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = amp_tasks_page_finalize;
  widget_class->map = amp_tasks_page_map;
  bind_template (widget_class);
  amp_task_jobs_add_actions (widget_class);
}

static void
fill_kinds (AmpTasksPage *self)
{
  const AmpCodeList *kinds = amp_code_list_find ("task_origin");
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_string_list_append (labels, _ ("Every kind"));
  for (guint i = 0; i < amp_code_list_length (kinds); i++)
    gtk_string_list_append (labels,
                            amp_code_label (amp_code_list_nth (kinds, i), amp_code_language ()));
  gtk_drop_down_set_model (self->kind, G_LIST_MODEL (labels));
}

static void
amp_tasks_page_init (AmpTasksPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_kinds (self);
  amp_accessible_set_label (GTK_WIDGET (self->whose), _ ("Whose"));
  amp_accessible_set_label (GTK_WIDGET (self->when), _ ("When"));
  amp_accessible_set_label (GTK_WIDGET (self->kind), _ ("Kind"));
  amp_accessible_set_label (GTK_WIDGET (self->list), _ ("Tasks"));
}

AmpTasksPage *
amp_tasks_page_new (AmpJobs *jobs)
{
  AmpTasksPage *self = g_object_new (AMP_TYPE_TASKS_PAGE, NULL);

  self->jobs = g_object_ref (jobs);
  self->tasks = amp_task_jobs_new (jobs, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self->whose), amp_jobs_is_supervisor (jobs));
  g_signal_connect_object (jobs, "case-changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tasks, "changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  self->ready = TRUE;
  reload (self);
  return self;
}

GPtrArray *
amp_tasks_page_get_tasks (AmpTasksPage *self)
{
  return self->found;
}

void
amp_tasks_page_set_day (AmpTasksPage *self, const char *day)
{
  amp_task_jobs_set_today (self->tasks, day);
  amp_month_grid_show (self->month, day);
  reload (self);
}
