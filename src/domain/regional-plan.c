/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Three queries bring a whole plan, whatever its size; the rest is arithmetic. */
#include "domain/regional-plan.h"

#include "domain/csv.h"
#include "domain/programme-day.h"
#include "domain/session-private.h"
#include "model/codelist.h"

#include <string.h>

/* --- The arithmetic --- */

static gint64
floor_div (gint64 a, gint64 b)
{
  gint64 quotient = a / b;

  return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient;
}

AmpMeasure
amp_measure (const gint64 *baseline, const gint64 *target, const gint64 *value)
{
  AmpMeasure self = {.state = AMP_MEASURE_NONE};

  if (baseline == NULL || target == NULL || *baseline == *target)
    return self;
  self.falling = *target < *baseline;
  self.state = value != NULL ? AMP_MEASURE_KNOWN : AMP_MEASURE_NOT_YET;
  if (value != NULL)
    self.percent = floor_div ((*value - *baseline) * 100, *target - *baseline);
  return self;
}

/* --- Free --- */

static void
progress_free (gpointer data)
{
  AmpRegionalProgress *self = data;

  g_free (self->on);
  g_free (self->status);
  g_free (self->text);
  g_free (self->evidence);
  g_free (self);
}

static void
action_free (gpointer data)
{
  AmpRegionalAction *self = data;

  g_free (self->text);
  g_free (self->responsible);
  g_free (self->indicator);
  g_free (self->due_on);
  g_free (self->status);
  g_free (self->note);
  g_ptr_array_unref (self->progress);
  g_free (self);
}

static void
goal_free (gpointer data)
{
  AmpRegionalGoal *self = data;

  g_free (self->axis);
  g_free (self->text);
  g_ptr_array_unref (self->actions);
  g_free (self);
}

void
amp_regional_plan_free (AmpRegionalPlan *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->record, amp_record_free);
  g_clear_pointer (&self->goals, g_ptr_array_unref);
  g_clear_pointer (&self->axes, g_array_unref);
  g_free (self->institution);
  g_free (self->today);
  g_free (self);
}

/* --- Reading --- */

typedef struct
{
  AmpSession *session;
  AmpRegionalPlan *plan;
  char *id;            /* of the plan, as a filter takes it */
  GHashTable *goals;   /* gint64 -> AmpRegionalGoal, borrowed */
  GHashTable *actions; /* gint64 -> AmpRegionalAction, borrowed */
  gint64 today;
  GCancellable *cancellable;
} Reader;

static AmpCursor *
open_rows (Reader *self,
           const char *entity,
           const char *plan_path,
           const char *const *paths,
           const char *order,
           GError **error)
{
  const AmpFilter filter = {plan_path, AMP_OP_EQ, self->id};

  return amp_store_select (amp_session_get_store (self->session), amp_entity_find (entity), paths,
                           &filter, 1, order, error);
}

static guint
axis_rank (const char *axis)
{
  const AmpCodeList *list = amp_code_list_find ("plan_axis");
  const AmpCode *code = axis != NULL ? amp_code_list_lookup (list, axis) : NULL;

  return code != NULL ? amp_code_index (code) : amp_code_list_length (list);
}

/* Sorting keeps the order of entry within an axis. */
static void
sort_by_axis (GPtrArray *goals)
{
  guint n_axes = amp_code_list_length (amp_code_list_find ("plan_axis"));
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  for (guint axis = 0; axis <= n_axes; axis++)
    for (guint i = 0; i < goals->len; i++)
      if (axis_rank (((AmpRegionalGoal *) goals->pdata[i])->axis) == axis)
        g_ptr_array_add (sorted, goals->pdata[i]);
  for (guint i = 0; i < goals->len; i++)
    goals->pdata[i] = sorted->pdata[i];
}

static gboolean
read_goals (Reader *self, GError **error)
{
  static const char *const paths[] = {"id", "axis", "text", NULL};
  g_autoptr (AmpCursor) cursor =
    open_rows (self, "regional_goal", "regional_plan", paths, "created_at", error);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, self->cancellable, error)) > 0)
    {
      AmpRegionalGoal *goal = g_new0 (AmpRegionalGoal, 1);

      goal->id = amp_cursor_int (cursor, 0);
      goal->axis = g_strdup (amp_cursor_text (cursor, 1));
      goal->text = g_strdup (amp_cursor_text (cursor, 2));
      goal->actions = g_ptr_array_new_with_free_func (action_free);
      g_ptr_array_add (self->plan->goals, goal);
      g_hash_table_insert (self->goals, &goal->id, goal);
    }
  sort_by_axis (self->plan->goals);
  return more == 0;
}

static gboolean
take_number (AmpCursor *cursor, gsize column, gint64 *number)
{
  if (amp_cursor_text (cursor, column) == NULL)
    return FALSE;
  *number = amp_cursor_int (cursor, column);
  return TRUE;
}

static AmpRegionalAction *
take_action (AmpCursor *cursor)
{
  AmpRegionalAction *action = g_new0 (AmpRegionalAction, 1);
  const char *institution = amp_cursor_text (cursor, 3);

  action->id = amp_cursor_int (cursor, 0);
  action->text = g_strdup (amp_cursor_text (cursor, 2));
  action->responsible = g_strdup (institution != NULL ? institution : amp_cursor_text (cursor, 4));
  action->indicator = g_strdup (amp_cursor_text (cursor, 5));
  action->has_baseline = take_number (cursor, 6, &action->baseline);
  action->has_target = take_number (cursor, 7, &action->target);
  action->due_on = g_strdup (amp_cursor_text (cursor, 8));
  action->status = g_strdup (amp_cursor_text (cursor, 9));
  action->note = g_strdup (amp_cursor_text (cursor, 10));
  action->progress = g_ptr_array_new_with_free_func (progress_free);
  return action;
}

static gboolean
read_actions (Reader *self, GError **error)
{
  static const char *const paths[] = {"id",
                                      "regional_goal",
                                      "text",
                                      "institution.name_es",
                                      "responsible_other",
                                      "indicator",
                                      "baseline",
                                      "target",
                                      "due_on",
                                      "status",
                                      "note",
                                      NULL};
  g_autoptr (AmpCursor) cursor =
    open_rows (self, "regional_action", "regional_goal.regional_plan", paths, "created_at", error);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, self->cancellable, error)) > 0)
    {
      gint64 owner = amp_cursor_int (cursor, 1);
      AmpRegionalGoal *goal = g_hash_table_lookup (self->goals, &owner);
      AmpRegionalAction *action;

      if (goal == NULL) /* deleted */
        continue;
      action = take_action (cursor);
      g_ptr_array_add (goal->actions, action);
      g_hash_table_insert (self->actions, &action->id, action);
    }
  return more == 0;
}

static gboolean
read_progress (Reader *self, GError **error)
{
  static const char *const paths[] = {"id",   "regional_action", "on",       "value", "status",
                                      "text", "evidence",        "document", NULL};
  g_autoptr (AmpCursor) cursor =
    open_rows (self, "regional_progress", "regional_action.regional_goal.regional_plan", paths,
               "created_at", error);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, self->cancellable, error)) > 0)
    {
      gint64 owner = amp_cursor_int (cursor, 1);
      AmpRegionalAction *action = g_hash_table_lookup (self->actions, &owner);
      AmpRegionalProgress *progress;

      if (action == NULL)
        continue;
      progress = g_new0 (AmpRegionalProgress, 1);
      progress->id = amp_cursor_int (cursor, 0);
      progress->on = g_strdup (amp_cursor_text (cursor, 2));
      progress->has_value = take_number (cursor, 3, &progress->value);
      progress->status = g_strdup (amp_cursor_text (cursor, 4));
      progress->text = g_strdup (amp_cursor_text (cursor, 5));
      progress->evidence = g_strdup (amp_cursor_text (cursor, 6));
      progress->document = amp_cursor_int (cursor, 7);
      amp_day_insert (action->progress, progress, progress->on,
                      G_STRUCT_OFFSET (AmpRegionalProgress, on));
    }
  return more == 0;
}

/* --- What follows --- */

static void
measure_action (AmpRegionalAction *self, gint64 today)
{
  for (guint i = 0; i < self->progress->len; i++)
    {
      const AmpRegionalProgress *progress = self->progress->pdata[i];

      if (progress->has_value)
        {
          self->has_value = TRUE;
          self->value = progress->value;
        }
    }
  self->measure =
    amp_measure (self->has_baseline ? &self->baseline : NULL,
                 self->has_target ? &self->target : NULL, self->has_value ? &self->value : NULL);
  self->open =
    g_strcmp0 (self->status, "pending") == 0 || g_strcmp0 (self->status, "in_progress") == 0;
  self->late = self->open ? MAX (amp_day_late (self->due_on, today), 0) : 0;
}

static void
count_action (AmpRegionalCount *self, const AmpRegionalAction *action, gint64 *sum)
{
  const struct
  {
    const char *status;
    guint *n;
  } statuses[] = {{"pending", &self->n_pending},
                  {"in_progress", &self->n_in_progress},
                  {"done", &self->n_done},
                  {"dropped", &self->n_dropped}};

  self->n++;
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (g_strcmp0 (action->status, statuses[i].status) == 0)
      (*statuses[i].n)++;
  if (action->late > 0)
    self->n_overdue++;
  if (g_strcmp0 (action->status, "dropped") == 0 || action->measure.state != AMP_MEASURE_KNOWN)
    return;
  self->n_measured++;
  *sum += CLAMP (action->measure.percent, 0, 100);
}

/* axis NULL: all. */
static AmpRegionalCount
count_axis (const AmpRegionalPlan *self, const char *axis)
{
  AmpRegionalCount count = {.axis = axis};
  gint64 sum = 0;

  for (guint i = 0; i < self->goals->len; i++)
    {
      const AmpRegionalGoal *goal = self->goals->pdata[i];

      if (axis == NULL || g_strcmp0 (goal->axis, axis) == 0)
        for (guint j = 0; j < goal->actions->len; j++)
          count_action (&count, goal->actions->pdata[j], &sum);
    }
  count.percent = count.n_measured > 0 ? sum / count.n_measured : -1;
  return count;
}

static void
count_all (AmpRegionalPlan *self)
{
  const AmpCodeList *list = amp_code_list_find ("plan_axis");

  self->all = count_axis (self, NULL);
  for (guint i = 0; i < amp_code_list_length (list); i++)
    {
      const char *axis = amp_code_value (amp_code_list_nth (list, i));
      AmpRegionalCount count = count_axis (self, axis);
      gboolean has_goal = FALSE;

      for (guint j = 0; j < self->goals->len; j++)
        has_goal |= g_strcmp0 (((AmpRegionalGoal *) self->goals->pdata[j])->axis, axis) == 0;
      if (has_goal)
        g_array_append_val (self->axes, count);
    }
}

AmpRegionalCount
amp_regional_plan_axis (const AmpRegionalPlan *self, const char *axis)
{
  return count_axis (self, axis);
}

static gboolean
read_all (Reader *self, gint64 id, GError **error)
{
  AmpRegionalPlan *plan = self->plan;

  plan->record = amp_store_load (amp_session_get_store (self->session),
                                 amp_entity_find ("regional_plan"), id, error);
  if (plan->record == NULL ||
      !amp_programme_name_of (self->session, plan->record, "institution", &plan->institution,
                              error) ||
      !read_goals (self, error) || !read_actions (self, error) || !read_progress (self, error))
    return FALSE;
  for (guint i = 0; i < plan->goals->len; i++)
    {
      const AmpRegionalGoal *goal = plan->goals->pdata[i];

      for (guint j = 0; j < goal->actions->len; j++)
        measure_action (goal->actions->pdata[j], self->today);
    }
  count_all (plan);
  return TRUE;
}

AmpRegionalPlan *
amp_regional_plan_read (
  AmpSession *session, gint64 id, const char *today, GCancellable *cancellable, GError **error)
{
  g_autoptr (AmpRegionalPlan) plan = NULL;
  g_autoptr (GHashTable) goals = NULL, actions = NULL;
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  Reader reader = {.session = session, .id = text, .cancellable = cancellable};

  if (!amp_session_require_store (session, error) || !amp_day_read (today, &reader.today, error))
    return NULL;
  plan = g_new0 (AmpRegionalPlan, 1);
  plan->goals = g_ptr_array_new_with_free_func (goal_free);
  plan->axes = g_array_new (FALSE, TRUE, sizeof (AmpRegionalCount));
  plan->today = amp_day_text (reader.today);
  reader.plan = plan;
  reader.goals = goals = g_hash_table_new (g_int64_hash, g_int64_equal);
  reader.actions = actions = g_hash_table_new (g_int64_hash, g_int64_equal);
  return read_all (&reader, id, error) ? g_steal_pointer (&plan) : NULL;
}

gint64
amp_regional_plan_find (AmpSession *session, const char *code, GError **error)
{
  return amp_programme_find (session, "regional_plan", code, error);
}

/* --- What to look at --- */

static int
compare_late (gconstpointer a, gconstpointer b)
{
  const AmpRegionalAction *x = *(AmpRegionalAction *const *) a,
                          *y = *(AmpRegionalAction *const *) b;

  if (x->late != y->late)
    return x->late < y->late ? 1 : -1;
  return (x->id > y->id) - (x->id < y->id);
}

static int
compare_due (gconstpointer a, gconstpointer b)
{
  const AmpRegionalAction *x = *(AmpRegionalAction *const *) a,
                          *y = *(AmpRegionalAction *const *) b;
  gint64 p = amp_day_last (x->due_on), q = amp_day_last (y->due_on);

  /* No date is the smallest number, and comes last. */
  if (p != q)
    return (p == G_MININT64) != (q == G_MININT64) ? (p == G_MININT64) - (q == G_MININT64)
                                                  : (p > q) - (p < q);
  return (x->id > y->id) - (x->id < y->id);
}

static GPtrArray *
open_actions (const AmpRegionalPlan *self, gboolean late)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < self->goals->len; i++)
    {
      const AmpRegionalGoal *goal = self->goals->pdata[i];

      for (guint j = 0; j < goal->actions->len; j++)
        {
          AmpRegionalAction *action = goal->actions->pdata[j];

          if (action->open && (action->late > 0) == late)
            g_ptr_array_add (list, action);
        }
    }
  g_ptr_array_sort (list, late ? compare_late : compare_due);
  return list;
}

GPtrArray *
amp_regional_plan_overdue (const AmpRegionalPlan *self)
{
  return open_actions (self, TRUE);
}

GPtrArray *
amp_regional_plan_next (const AmpRegionalPlan *self)
{
  return open_actions (self, FALSE);
}

/* --- As a table --- */

static char *
number_or_null (gboolean has, gint64 number)
{
  return has ? g_strdup_printf ("%" G_GINT64_FORMAT, number) : NULL;
}

static void
append_action (GString *out, const AmpRegionalGoal *goal, const AmpRegionalAction *action)
{
  const AmpRegionalProgress *last =
    action->progress->len > 0 ? action->progress->pdata[action->progress->len - 1] : NULL;
  g_autofree char *baseline = number_or_null (action->has_baseline, action->baseline);
  g_autofree char *target = number_or_null (action->has_target, action->target);
  g_autofree char *value = number_or_null (action->has_value, action->value);
  g_autofree char *percent =
    number_or_null (action->measure.state == AMP_MEASURE_KNOWN, action->measure.percent);
  g_autofree char *late = number_or_null (action->open && action->due_on != NULL, action->late);
  const char *const cells[] = {goal->axis,
                               goal->text,
                               action->text,
                               action->responsible,
                               action->due_on,
                               action->status,
                               late,
                               action->indicator,
                               baseline,
                               target,
                               value,
                               percent,
                               last != NULL ? last->on : NULL,
                               last != NULL ? last->text : NULL};

  amp_csv_append_row (out, cells, G_N_ELEMENTS (cells));
}

GBytes *
amp_regional_plan_to_csv (AmpSession *session, gint64 id, const char *today, GError **error)
{
  g_autoptr (AmpRegionalPlan) plan = amp_regional_plan_read (session, id, today, NULL, error);
  g_autoptr (GString) out =
    g_string_new ("axis,goal,action,responsible,due_on,status,days_late,indicator,baseline,target,"
                  "value,percent,last_on,last_text\r\n");

  if (plan == NULL ||
      !amp_store_audit (amp_session_get_store (session), AMP_AUDIT_EXPORT,
                        amp_entity_find ("regional_plan"), id, NULL, "plan-csv", error))
    return NULL;
  for (guint i = 0; i < plan->goals->len; i++)
    {
      const AmpRegionalGoal *goal = plan->goals->pdata[i];

      for (guint j = 0; j < goal->actions->len; j++)
        append_action (out, goal, goal->actions->pdata[j]);
    }
  return g_string_free_to_bytes (g_steal_pointer (&out));
}

static void
append_count (GString *out, const AmpRegionalPlan *plan, const AmpRegionalCount *count)
{
  const guint numbers[] = {count->n,         count->n_pending, count->n_in_progress, count->n_done,
                           count->n_dropped, count->n_overdue, count->n_measured};
  g_autofree char *percent = number_or_null (count->percent >= 0, count->percent);
  const char *cells[4 + G_N_ELEMENTS (numbers)] = {amp_record_get (plan->record, "code"),
                                                   amp_record_get (plan->record, "region"),
                                                   count->axis != NULL ? count->axis : "*"};
  char texts[G_N_ELEMENTS (numbers)][16];

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_snprintf (texts[i], sizeof texts[i], "%u", numbers[i]);
      cells[3 + i] = texts[i];
    }
  cells[3 + G_N_ELEMENTS (numbers)] = percent;
  amp_csv_append_row (out, cells, G_N_ELEMENTS (cells));
}

GBytes *
amp_regional_plans_to_csv (
  AmpSession *session, gint64 first, gint64 second, const char *today, GError **error)
{
  const gint64 ids[] = {first, second};
  g_autoptr (GString) out = g_string_new (
    "plan,region,axis,actions,pending,in_progress,done,dropped,overdue,measured,percent\r\n");

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (AmpRegionalPlan) plan =
        amp_regional_plan_read (session, ids[i], today, NULL, error);

      if (plan == NULL ||
          !amp_store_audit (amp_session_get_store (session), AMP_AUDIT_EXPORT,
                            amp_entity_find ("regional_plan"), ids[i], NULL, "plan-compare", error))
        return NULL;
      append_count (out, plan, &plan->all);
      for (guint j = 0; j < plan->axes->len; j++)
        append_count (out, plan, &g_array_index (plan->axes, AmpRegionalCount, j));
    }
  return g_string_free_to_bytes (g_steal_pointer (&out));
}
