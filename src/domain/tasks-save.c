/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was decided about a task: put off, dropped, done, written; and taken back. */
#include "domain/tasks-private.h"

#include "domain/cases.h"

struct _AmpTaskUndo
{
  const AmpEntity *entity;
  AmpRecord *before; /* NULL: there was none */
  gint64 id, rev;    /* of the record as it was left */
};

void
amp_task_undo_free (AmpTaskUndo *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->before, amp_record_free);
  g_free (self);
}

static void
keep_undo (AmpTaskUndo **undo, AmpRecord *before, const AmpRecord *after)
{
  if (undo == NULL)
    {
      g_clear_pointer (&before, amp_record_free);
      return;
    }
  *undo = g_new0 (AmpTaskUndo, 1);
  (*undo)->entity = amp_record_entity (after);
  (*undo)->before = before;
  (*undo)->id = amp_record_id (after);
  (*undo)->rev = amp_record_rev (after);
}

static gboolean
refuse (AmpDomainError code, const char *what, GError **error)
{
  g_set_error_literal (error, AMP_DOMAIN_ERROR, code, what);
  return FALSE;
}

/* --- Policy --- */

static gboolean
is_assessment (const AmpTask *task)
{
  return g_strcmp0 (amp_task_section (task), "risk_assessment") == 0;
}

/* How long the level of the risk lets anything wait: the intervals of its assessments. */
static int
days_of_level (const char *level)
{
  static const struct
  {
    const char *level;
    int days;
  } intervals[] = {{"imminent", 1}, {"high", 3}, {"medium", 15}, {"low", 30}};

  for (gsize i = 0; i < G_N_ELEMENTS (intervals); i++)
    if (g_strcmp0 (intervals[i].level, level) == 0)
      return intervals[i].days;
  return 30;
}

char *
amp_task_latest (const AmpTask *self, const char *today)
{
  const AmpTaskRule *rule = amp_task_rule (self->origin);
  gint64 now = amp_task_day_number (today);
  gint64 due = amp_task_day_number (self->due);
  gint64 days = rule != NULL ? rule->put_off : 365;

  if (is_assessment (self))
    {
      days = MIN (days, days_of_level (self->risk));
      /* Once, and then it is done: a day after a day after a day is no policy. */
      if (g_strcmp0 (self->risk, "imminent") == 0 && self->put_off_until != NULL)
        return NULL;
    }
  else if (rule != NULL && g_strcmp0 (self->risk, "imminent") == 0)
    days = MIN (days, 1);
  if (rule != NULL && rule->until_due)
    days = MIN (days, due - now);
  return days > 0 ? amp_task_day_text (now + days) : NULL;
}

gboolean
amp_task_may_drop (const AmpTask *self)
{
  return !is_assessment (self) || days_of_level (self->risk) > 3;
}

/* --- The record --- */

/* The one that says what was done about a derived task of that date; a new one where there is none.
 */
static AmpRecord *
find_record (AmpSession *session, const AmpTask *task, GError **error)
{
  static const char *const paths[] = {"id", NULL};
  AmpStore *store = amp_session_get_store (session);
  const AmpEntity *entity = amp_entity_find ("task");
  g_autofree char *source = g_strdup_printf ("%" G_GINT64_FORMAT, task->source);
  const AmpFilter filters[] = {{"origin_id", AMP_OP_EQ, source},
                               {"origin", AMP_OP_EQ, task->origin},
                               {"origin_due", AMP_OP_EQ, task->source_date}};
  g_autoptr (AmpCursor) cursor = NULL;
  g_autoptr (AmpRecord) record = NULL;
  int more;

  if (amp_task_is_free (task))
    return amp_store_load (store, entity, task->task, error);
  cursor =
    amp_store_select (store, entity, paths, filters, G_N_ELEMENTS (filters), "updated_at", error);
  if (cursor == NULL)
    return NULL;
  while ((more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      g_clear_pointer (&record, amp_record_free);
      record = amp_store_load (store, entity, amp_cursor_int (cursor, 0), error);
      if (record == NULL)
        return NULL;
    }
  if (more < 0)
    return NULL;
  if (record != NULL)
    return g_steal_pointer (&record);
  record = amp_record_new (entity);
  amp_record_set_int (record, "origin_id", task->source);
  if (task->case_id != 0)
    amp_record_set_int (record, "case", task->case_id);
  if (!amp_record_set (record, "origin", task->origin, error) ||
      !amp_record_set (record, "origin_due", task->source_date, error) ||
      !amp_record_set (record, "due_on", task->due, error))
    return NULL;
  return g_steal_pointer (&record);
}

typedef struct
{
  const char *state, *until, *reason, *done_on;
} Change;

static gboolean
change (
  AmpSession *session, const AmpTask *task, const Change *to, AmpTaskUndo **undo, GError **error)
{
  g_autoptr (AmpRecord) record = find_record (session, task, error);
  g_autoptr (AmpRecord) before = NULL;

  if (record == NULL)
    return FALSE;
  if (amp_record_id (record) != 0)
    before = amp_record_copy (record);
  if (amp_record_get (record, "owner") == NULL)
    amp_record_set_int (record, "owner", amp_session_get_user (session)->id);
  if (!amp_record_set (record, "state", to->state, error) ||
      !amp_record_set (record, "snoozed_until", to->until, error) ||
      !amp_record_set (record, "snooze_reason", to->reason, error) ||
      !amp_record_set (record, "done_on", to->done_on, error) ||
      !amp_cases_save (session, record, NULL, error))
    return FALSE;
  keep_undo (undo, g_steal_pointer (&before), record);
  return TRUE;
}

static gboolean
is_blank (const char *text)
{
  g_autofree char *trimmed = text != NULL ? g_strstrip (g_strdup (text)) : NULL;

  return trimmed == NULL || *trimmed == '\0';
}

gboolean
amp_tasks_put_off (AmpSession *session,
                   const AmpTask *task,
                   const char *until,
                   const char *reason,
                   const char *today,
                   AmpTaskUndo **undo,
                   GError **error)
{
  g_autofree char *latest = amp_task_latest (task, today);
  gint64 day = amp_task_day_number (until);

  if (is_blank (reason))
    return refuse (AMP_DOMAIN_ERROR_INVALID, "task.snooze_reason: needed", error);
  if (until == NULL || day == G_MININT64 || day <= amp_task_day_number (today))
    return refuse (AMP_DOMAIN_ERROR_INVALID, "task.snoozed_until: a day after today", error);
  if (latest == NULL || day > amp_task_day_number (latest))
    return refuse (AMP_DOMAIN_ERROR_NOT_ALLOWED,
                   "task.snoozed_until: later than the rules of this kind of task let it wait",
                   error);
  return change (session, task, &(Change){.state = "snoozed", .until = until, .reason = reason},
                 undo, error);
}

gboolean
amp_tasks_drop (AmpSession *session,
                const AmpTask *task,
                const char *reason,
                const char *today G_GNUC_UNUSED,
                AmpTaskUndo **undo,
                GError **error)
{
  if (is_blank (reason))
    return refuse (AMP_DOMAIN_ERROR_INVALID, "task.snooze_reason: needed", error);
  if (!amp_task_may_drop (task))
    return refuse (AMP_DOMAIN_ERROR_NOT_ALLOWED,
                   "task.state: the assessment of a high risk cannot be dropped", error);
  return change (session, task, &(Change){.state = "dropped", .reason = reason}, undo, error);
}

/* The action of the plan itself is done: nothing need be said about its task. */
static gboolean
finish_action (
  AmpSession *session, const AmpTask *task, const char *day, AmpTaskUndo **undo, GError **error)
{
  g_autoptr (AmpRecord) action = amp_store_load (
    amp_session_get_store (session), amp_entity_find ("plan_action"), task->source, error);
  g_autoptr (AmpRecord) before = action != NULL ? amp_record_copy (action) : NULL;

  if (action == NULL || !amp_record_set (action, "done_on", day, error) ||
      !amp_cases_save (session, action, NULL, error))
    return FALSE;
  keep_undo (undo, g_steal_pointer (&before), action);
  return TRUE;
}

gboolean
amp_tasks_done (
  AmpSession *session, const AmpTask *task, const char *today, AmpTaskUndo **undo, GError **error)
{
  g_autofree char *day = amp_task_day_text (amp_task_day_number (today));

  if (!amp_task_done_here (task))
    return refuse (AMP_DOMAIN_ERROR_INVALID,
                   "task.state: done by recording what was done, in the case", error);
  if (g_strcmp0 (task->origin, "action_due") == 0)
    return finish_action (session, task, day, undo, error);
  return change (session, task, &(Change){.state = "done", .done_on = day}, undo, error);
}

/* --- Free tasks --- */

static gboolean
fill_free (AmpSession *session, AmpRecord *record, GError **error)
{
  AmpDate due;

  if (is_blank (amp_record_get (record, "title")))
    return refuse (AMP_DOMAIN_ERROR_INVALID, "task.title: needed", error);
  if (amp_record_get (record, "due_on") == NULL ||
      !amp_date_parse (amp_record_get (record, "due_on"), &due) || due.precision != AMP_DATE_DAY)
    return refuse (AMP_DOMAIN_ERROR_INVALID, "task.due_on: a day", error);
  if (amp_record_get (record, "owner") == NULL)
    amp_record_set_int (record, "owner", amp_session_get_user (session)->id);
  return (amp_record_get (record, "origin") != NULL ||
          amp_record_set (record, "origin", "manual", error)) &&
         (amp_record_get (record, "state") != NULL ||
          amp_record_set (record, "state", "open", error));
}

gboolean
amp_tasks_save (AmpSession *session, AmpRecord *record, AmpTaskUndo **undo, GError **error)
{
  gint64 id = amp_record_id (record);
  g_autoptr (AmpRecord) before = NULL;

  if (id != 0)
    {
      before =
        amp_store_load (amp_session_get_store (session), amp_record_entity (record), id, error);
      if (before == NULL)
        return FALSE;
    }
  if (!fill_free (session, record, error) || !amp_cases_save (session, record, NULL, error))
    return FALSE;
  keep_undo (undo, g_steal_pointer (&before), record);
  return TRUE;
}

gboolean
amp_tasks_undo (AmpSession *session, const AmpTaskUndo *undo, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (AmpRecord) before = NULL;

  if (undo->before == NULL)
    {
      g_autoptr (AmpRecord) now = amp_store_load (store, undo->entity, undo->id, error);

      if (now == NULL)
        return FALSE;
      if (amp_record_rev (now) != undo->rev)
        {
          g_set_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_CONFLICT,
                       "%s: changed since, cannot be undone", undo->entity->name);
          return FALSE;
        }
      return amp_store_delete (store, undo->entity, undo->id, "undo", error);
    }
  before = amp_record_copy (undo->before);
  amp_record_set_identity (before, undo->id, undo->rev);
  return amp_cases_save (session, before, "undo", error);
}
