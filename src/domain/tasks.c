/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the dates in the records mean. The store finds them, this table says when they matter. */
#include "domain/tasks-private.h"

#include "model/codelist.h"

#include <string.h>

/* after: days from the date in the record to the day on which something is to be done.
 * ahead: days before that on which it begins to show.
 * put_off: days at most. until_due: not past the day itself. */
static const AmpTaskRule rules[] = {
  {.origin = "risk_review", .section = "risk_assessment", .put_off = 30},
  {.origin = "no_risk", .after = 3, .section = "risk_assessment", .put_off = 3},
  {.origin = "follow_up", .section = "follow_up", .put_off = 15},
  {.origin = "three_failures",
   .section = "follow_up",
   .put_off = 7,
   .supervisor = TRUE,
   .done_here = TRUE},
  /* The day on which the answer was due has passed. */
  {.origin = "referral_silent", .after = 1, .section = "referral", .put_off = 15},
  {.origin = "plan_review", .section = "plan", .put_off = 30},
  {.origin = "goal_due", .section = "plan_goal", .put_off = 30},
  {.origin = "action_due", .section = "plan_action", .put_off = 30, .done_here = TRUE},
  {.origin = "service_planned", .section = "service", .put_off = 30},
  {.origin = "hearing", .ahead = 7, .section = "proceeding", .put_off = 7, .until_due = TRUE},
  {.origin = "consent_expiring",
   .ahead = 14,
   .section = "consent",
   .put_off = 14,
   .until_due = TRUE},
  /* Who is asked in time can still keep it. */
  {.origin = "regional_action_due",
   .ahead = 14,
   .section = "regional_action",
   .put_off = 60,
   .last_day = TRUE},
  {.origin = "commitment_due",
   .ahead = 14,
   .section = "commitment",
   .put_off = 60,
   .last_day = TRUE},
  {.origin = "meeting_due",
   .ahead = 14,
   .section = "forum",
   .put_off = 14,
   .until_due = TRUE,
   .done_here = TRUE,
   .last_day = TRUE},
  {.origin = "no_contact", .after = 30, .section = "follow_up", .put_off = 30, .many = TRUE},
  {.origin = "retention", .section = "case", .put_off = 90, .supervisor = TRUE, .many = TRUE},
};

const AmpTaskRule *
amp_task_rule (const char *origin)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    if (g_strcmp0 (rules[i].origin, origin) == 0)
      return &rules[i];
  return NULL;
}

/* --- Days --- */

gint64
amp_task_day_number (const char *day)
{
  AmpDate date;

  if (day == NULL)
    date = amp_date_today ();
  else if (!amp_date_parse (day, &date) || date.precision < AMP_DATE_YEAR)
    return G_MININT64;
  return amp_date_day_number (&date);
}

char *
amp_task_day_text (gint64 number)
{
  const AmpDate date = amp_date_from_day_number (number);

  return amp_date_to_text (&date);
}

static char *
shifted (const char *day, gint64 days)
{
  return day != NULL ? amp_task_day_text (amp_task_day_number (day) + days) : NULL;
}

static char *
last_day (const char *day)
{
  AmpDate date;

  if (day == NULL || !amp_date_parse (day, &date) || date.precision < AMP_DATE_YEAR)
    return g_strdup (day);
  return amp_task_day_text (amp_date_last_day_number (&date));
}

/* --- Tasks --- */

static void
safe_rule_free (gpointer data)
{
  AmpSafeRule *self = data;

  g_free (self->channel);
  g_free (self->hours);
  g_free (self);
}

void
amp_task_free (AmpTask *self)
{
  if (self == NULL)
    return;
  g_free (self->source_date);
  g_free (self->due);
  g_free (self->put_off_until);
  g_free (self->number);
  g_free (self->risk);
  g_free (self->detail);
  g_free (self->institution);
  if (self->title != NULL)
    explicit_bzero (self->title, strlen (self->title));
  g_free (self->title);
  g_clear_pointer (&self->safe, g_ptr_array_unref);
  g_free (self);
}

AmpTask *
amp_task_copy (const AmpTask *self)
{
  AmpTask *copy = g_memdup2 (self, sizeof *self);

  copy->source_date = g_strdup (self->source_date);
  copy->due = g_strdup (self->due);
  copy->put_off_until = g_strdup (self->put_off_until);
  copy->number = g_strdup (self->number);
  copy->risk = g_strdup (self->risk);
  copy->detail = g_strdup (self->detail);
  copy->institution = g_strdup (self->institution);
  copy->title = g_strdup (self->title);
  copy->safe = NULL;
  return copy;
}

gboolean
amp_task_is_free (const AmpTask *self)
{
  return g_strcmp0 (self->origin, "manual") == 0;
}

const char *
amp_task_day (const AmpTask *self)
{
  return self->put_off_until != NULL && g_strcmp0 (self->put_off_until, self->due) > 0
           ? self->put_off_until
           : self->due;
}

gint64
amp_task_overdue (const AmpTask *self, const char *today)
{
  return amp_task_day_number (today) - amp_task_day_number (amp_task_day (self));
}

const char *
amp_task_section (const AmpTask *self)
{
  const AmpTaskRule *rule = amp_task_rule (self->origin);

  return rule != NULL ? rule->section : "case";
}

gboolean
amp_task_done_here (const AmpTask *self)
{
  const AmpTaskRule *rule = amp_task_rule (self->origin);

  return rule == NULL || rule->done_here;
}

AmpTask *
amp_task_of_row (AmpDueRow *row)
{
  const AmpTaskRule *rule = amp_task_rule (row->origin);
  AmpTask *task = g_new0 (AmpTask, 1);

  task->origin = rule != NULL ? rule->origin : row->origin;
  task->task = row->task;
  task->source = row->source;
  task->source_date = g_steal_pointer (&row->date);
  task->due = rule != NULL && rule->last_day
                ? last_day (task->source_date)
                : shifted (task->source_date, rule != NULL ? rule->after : 0);
  task->put_off_until = g_steal_pointer (&row->put_off_until);
  task->case_id = row->case_id;
  task->person = row->person;
  task->owner = row->owner;
  task->responsible = row->responsible;
  task->number = g_steal_pointer (&row->number);
  task->risk = g_steal_pointer (&row->risk);
  task->detail_list = row->detail_list;
  task->detail = g_steal_pointer (&row->detail);
  task->institution = g_steal_pointer (&row->institution);
  task->title = g_steal_pointer (&row->title);
  return task;
}

/* --- Lists --- */

static guint
risk_rank (const char *risk)
{
  const AmpCodeList *list = amp_code_list_find ("risk_level");
  const AmpCode *code = risk != NULL ? amp_code_list_lookup (list, risk) : NULL;

  return code != NULL ? amp_code_index (code) + 1 : 0;
}

static int
compare_tasks (gconstpointer a, gconstpointer b)
{
  const AmpTask *x = *(AmpTask *const *) a, *y = *(AmpTask *const *) b;
  int order = g_strcmp0 (amp_task_day (x), amp_task_day (y));

  if (order == 0)
    order = (int) risk_rank (y->risk) - (int) risk_rank (x->risk);
  if (order == 0)
    order = g_strcmp0 (x->number, y->number);
  if (order == 0)
    order = strcmp (x->origin, y->origin);
  return order != 0 ? order : (x->source > y->source) - (x->source < y->source);
}

/* What may be put off moves the day it counts for: so many days earlier it is to be looked for. */
#define LONGEST_PUT_OFF 90
/* From the first to the last day that "2026" may mean. */
#define LONGEST_PARTIAL 366

typedef struct
{
  GArray *wanted; /* of AmpDueWanted, borrowing from days */
  GPtrArray *days;
} Wanted;

static const char *
keep_day (Wanted *self, char *day)
{
  g_ptr_array_add (self->days, day);
  return day;
}

static void
want (Wanted *self, const AmpTaskRule *rule, const AmpTaskQuery *query, const char *today)
{
  AmpDueWanted wanted = {.origin = rule->origin};

  if (query->from == NULL && query->to == NULL)
    wanted.to = keep_day (self, shifted (today, rule->ahead - rule->after));
  else
    {
      wanted.to =
        query->to != NULL ? keep_day (self, shifted (query->to, -rule->after)) : "9999-12-31";
      if (query->from != NULL)
        wanted.from =
          keep_day (self, shifted (query->from, -rule->after - LONGEST_PUT_OFF -
                                                  (rule->last_day ? LONGEST_PARTIAL : 0)));
    }
  g_array_append_val (self->wanted, wanted);
}

static gboolean
may_ask (AmpSession *session, const AmpTaskQuery *query, GError **error)
{
  if (amp_session_get_store (session) == NULL)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED,
                           "This role holds no key to the cases");
      return FALSE;
    }
  if ((query->today != NULL && amp_task_day_number (query->today) == G_MININT64) ||
      (query->from != NULL && amp_task_day_number (query->from) == G_MININT64) ||
      (query->to != NULL && amp_task_day_number (query->to) == G_MININT64))
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID,
                           "tasks: needs a day such as 2026-11-24");
      return FALSE;
    }
  return query->owner == amp_session_get_user (session)->id ||
         amp_session_require_supervisor (session, error);
}

static gboolean
counts_for (const AmpTask *task, const AmpTaskQuery *query)
{
  const char *day = amp_task_day (task);
  const AmpTaskRule *rule = amp_task_rule (task->origin);

  /* The store found it by the first day of its month or year. */
  if (rule != NULL && rule->last_day && query->from == NULL && query->to == NULL)
    return amp_task_overdue (task, query->today) >= -rule->ahead;
  return (query->from == NULL || g_strcmp0 (day, query->from) >= 0) &&
         (query->to == NULL || g_strcmp0 (day, query->to) <= 0);
}

/* The same task twice, where two people put it off at once: the later record holds. */
static gboolean
is_twin (const AmpTask *a, const AmpTask *b)
{
  return a->source != 0 && a->source == b->source && strcmp (a->origin, b->origin) == 0;
}

static GPtrArray *
take_rows (GPtrArray *rows, const AmpTaskQuery *query)
{
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_task_free);

  for (guint i = 0; i < rows->len; i++)
    {
      AmpTask *task = amp_task_of_row (g_ptr_array_index (rows, i));

      if (counts_for (task, query))
        g_ptr_array_add (tasks, task);
      else
        amp_task_free (task);
    }
  g_ptr_array_sort (tasks, compare_tasks);
  for (guint i = tasks->len; i-- > 1;)
    if (is_twin (g_ptr_array_index (tasks, i), g_ptr_array_index (tasks, i - 1)))
      g_ptr_array_remove_index (tasks, i - 1);
  return g_steal_pointer (&tasks);
}

static gboolean
is_cut (GPtrArray *rows, guint limit)
{
  guint n = 0;

  for (guint i = 0; limit > 0 && i < rows->len; i++)
    {
      const AmpDueRow *row = g_ptr_array_index (rows, i);
      const AmpDueRow *before = i > 0 ? g_ptr_array_index (rows, i - 1) : NULL;

      n = before != NULL && strcmp (before->origin, row->origin) == 0 ? n + 1 : 1;
      if (n >= limit)
        return TRUE;
    }
  return FALSE;
}

GPtrArray *
amp_tasks_list (AmpSession *session,
                const AmpTaskQuery *query,
                gboolean *cut,
                GCancellable *cancellable,
                GError **error)
{
  g_autofree char *now = amp_task_day_text (amp_task_day_number (NULL));
  const char *today = query->today != NULL ? query->today : now;
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (AmpDueWanted));
  g_autoptr (GPtrArray) days = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) rows = NULL;
  Wanted wanted = {list, days};
  AmpDueQuery due = {.owner = query->owner,
                     .today = today,
                     .with_put_off = query->with_put_off,
                     .limit = query->limit};

  if (!may_ask (session, query, error))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    if ((query->origin == NULL || g_strcmp0 (rules[i].origin, query->origin) == 0) &&
        !(query->brief && rules[i].many) &&
        (!rules[i].supervisor || amp_session_is_supervisor (session)))
      want (&wanted, &rules[i], query, today);
  due.wanted = (const AmpDueWanted *) list->data;
  due.n_wanted = list->len;
  due.nobodys = amp_session_is_supervisor (session);
  due.free_tasks = query->origin == NULL || g_strcmp0 (query->origin, "manual") == 0;
  due.free_to = query->to != NULL ? query->to : query->from != NULL ? "9999-12-31" : today;
  due.free_from =
    query->from != NULL ? keep_day (&wanted, shifted (query->from, -LONGEST_PUT_OFF)) : NULL;
  rows = amp_store_due (amp_session_get_store (session), &due, cancellable, error);
  if (rows == NULL)
    return NULL;
  if (cut != NULL)
    *cut = is_cut (rows, query->limit);
  return take_rows (rows, query);
}

/* --- Safe contact --- */

static int
yes_no (const char *value)
{
  return value == NULL ? -1 : *value == '1';
}

static void
add_rule (GHashTable *by_person, AmpCursor *cursor)
{
  gint64 person = amp_cursor_int (cursor, 0);
  GPtrArray *list = g_hash_table_lookup (by_person, &person);
  AmpSafeRule *rule;

  if (list == NULL)
    return;
  rule = g_new0 (AmpSafeRule, 1);
  rule->channel = g_strdup (amp_cursor_text (cursor, 1));
  rule->hours = g_strdup (amp_cursor_text (cursor, 2));
  rule->may_leave_message = yes_no (amp_cursor_text (cursor, 3));
  rule->may_say_who = yes_no (amp_cursor_text (cursor, 4));
  rule->has_code_word = amp_cursor_text (cursor, 5) != NULL;
  g_ptr_array_add (list, rule);
}

gboolean
amp_tasks_read_safe (AmpSession *session, GPtrArray *tasks, GError **error)
{
  static const char *const paths[] = {
    "person", "channel", "safe_hours", "may_leave_message", "may_say_ngo_name", "code_word", NULL};
  g_autoptr (GHashTable) by_person =
    g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GString) ids = g_string_new (NULL);
  AmpFilter filter = {"person", AMP_OP_IN, NULL};
  g_autoptr (AmpCursor) cursor = NULL;
  int more = -1;

  for (guint i = 0; i < tasks->len; i++)
    {
      AmpTask *task = g_ptr_array_index (tasks, i);
      GPtrArray *list;

      if (task->person == 0)
        continue;
      list = g_hash_table_lookup (by_person, &task->person);
      if (list == NULL)
        {
          list = g_ptr_array_new_with_free_func (safe_rule_free);
          g_hash_table_insert (by_person, &task->person, list);
          g_string_append_printf (ids, "%s%" G_GINT64_FORMAT, ids->len > 0 ? ";" : "",
                                  task->person);
        }
      g_clear_pointer (&task->safe, g_ptr_array_unref);
      task->safe = g_ptr_array_ref (list);
    }
  if (ids->len == 0)
    return TRUE;
  filter.value = ids->str;
  cursor = amp_store_select (amp_session_get_store (session), amp_entity_find ("safe_contact"),
                             paths, &filter, 1, NULL, error);
  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    add_rule (by_person, cursor);
  return more == 0;
}
