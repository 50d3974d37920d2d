/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Hoy: the lists of the first screen. */
#include "domain/today.h"

#include "domain/tasks-private.h"

#include <string.h>

/* --- Free --- */

static void
draft_free (gpointer data)
{
  AmpTodayDraft *self = data;

  g_free (self->key);
  g_free (self->number);
  g_free (self->entity);
  g_free (self);
}

static void
approval_free (gpointer data)
{
  AmpTodayApproval *self = data;

  g_free (self->kind);
  g_free (self->decision);
  g_free (self->number);
  g_free (self->asked_by);
  g_free (self->on);
  g_free (self);
}

void
amp_today_free (AmpToday *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->imminent, g_ptr_array_unref);
  g_clear_pointer (&self->due, g_ptr_array_unref);
  g_clear_pointer (&self->silent, g_ptr_array_unref);
  g_clear_pointer (&self->drafts, g_ptr_array_unref);
  g_clear_pointer (&self->answered, g_ptr_array_unref);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_free (self->today);
  g_free (self);
}

/* --- Imminent risk --- */

/* The last assessment of each of these cases says when the next one is due. */
static gboolean
read_assessments (AmpStore *store, GPtrArray *tasks, GError **error)
{
  static const char *const paths[] = {"case", "id", "next_due", NULL};
  g_autoptr (GHashTable) by_case = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GString) ids = g_string_new (NULL);
  AmpFilter filter = {"case", AMP_OP_IN, NULL};
  g_autoptr (AmpCursor) cursor = NULL;
  int more = -1;

  for (guint i = 0; i < tasks->len; i++)
    {
      AmpTask *task = g_ptr_array_index (tasks, i);

      g_hash_table_insert (by_case, &task->case_id, task);
      g_string_append_printf (ids, "%s%" G_GINT64_FORMAT, i > 0 ? ";" : "", task->case_id);
    }
  if (tasks->len == 0)
    return TRUE;
  filter.value = ids->str;
  cursor =
    amp_store_select (store, amp_entity_find ("risk_assessment"), paths, &filter, 1, "on", error);
  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      gint64 id = amp_cursor_int (cursor, 0);
      AmpTask *task = g_hash_table_lookup (by_case, &id);

      task->origin = amp_task_rule ("risk_review")->origin;
      task->source = amp_cursor_int (cursor, 1);
      g_free (task->source_date);
      task->source_date = g_strdup (amp_cursor_text (cursor, 2));
      g_free (task->due);
      task->due = g_strdup (task->source_date);
    }
  return more == 0;
}

static gboolean
read_imminent (AmpToday *self, AmpSession *session, gint64 owner, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (GPtrArray) rows = amp_store_cases_at_risk (store, owner, "imminent", AMP_TODAY_ROWS,
                                                        &self->n_imminent, NULL, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      AmpTask *task = amp_task_of_row (g_ptr_array_index (rows, i));

      /* Not assessed at all: it is due now. */
      task->origin = amp_task_rule ("no_risk")->origin;
      g_free (task->due);
      task->due = g_strdup (self->today);
      g_ptr_array_add (self->imminent, task);
    }
  return read_assessments (store, self->imminent, error);
}

/* --- Tasks --- */

/* What is dealt with in the group above is not told twice. */
static gboolean
is_above (const AmpToday *self, const AmpTask *task)
{
  if (g_strcmp0 (amp_task_section (task), "risk_assessment") != 0)
    return FALSE;
  for (guint i = 0; i < self->imminent->len; i++)
    if (((const AmpTask *) g_ptr_array_index (self->imminent, i))->case_id == task->case_id)
      return TRUE;
  return FALSE;
}

static gboolean
read_tasks (
  AmpToday *self, AmpSession *session, gint64 owner, GCancellable *cancellable, GError **error)
{
  const AmpTaskQuery query = {
    .owner = owner, .today = self->today, .brief = TRUE, .limit = AMP_TODAY_ROWS};
  gboolean cut = FALSE;
  g_autoptr (GPtrArray) tasks = amp_tasks_list (session, &query, &cut, cancellable, error);

  if (tasks == NULL)
    return FALSE;
  while (tasks->len > 0)
    {
      AmpTask *task = g_ptr_array_steal_index (tasks, 0);
      gboolean silent = strcmp (task->origin, "referral_silent") == 0;
      GPtrArray *list = silent ? self->silent : self->due;
      gboolean *more = silent ? &self->more_silent : &self->more_due;

      if (!is_above (self, task) && list->len < AMP_TODAY_ROWS)
        g_ptr_array_add (list, task);
      else
        {
          *more |= !is_above (self, task);
          amp_task_free (task);
        }
    }
  self->more_due |= cut && self->due->len >= AMP_TODAY_ROWS;
  return amp_tasks_read_safe (session, self->due, error) &&
         amp_tasks_read_safe (session, self->imminent, error);
}

/* --- Drafts --- */

static gboolean
read_number (AmpStore *store, gint64 id, char **number, GError **error)
{
  static const char *const paths[] = {"number", NULL};
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  const AmpFilter filter = {"id", AMP_OP_EQ, text};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (store, amp_entity_find ("case"), paths, &filter, 1, NULL, error);
  int on_row = cursor != NULL ? amp_cursor_next (cursor, NULL, error) : -1;

  if (on_row > 0)
    *number = g_strdup (amp_cursor_text (cursor, 0));
  return on_row >= 0;
}

/* "case:12", "intake", "form:institution:12", or, of a new record of a case, "form:consent:0:12"; a
 * second window's has "#2" behind it. NULL: what else a page keeps for itself is no work that was
 * interrupted. */
static AmpTodayDraft *
draft_of (const char *key)
{
  g_auto (GStrv) name = g_strsplit (key, "#", 2);
  g_auto (GStrv) parts = g_strsplit (name[0], ":", -1);
  guint n = g_strv_length (parts);
  gboolean form = n >= 3 && strcmp (parts[0], "form") == 0;
  AmpTodayDraft *self;

  if (!form && strcmp (name[0], "intake") != 0 && (n != 2 || strcmp (parts[0], "case") != 0))
    return NULL;
  /* It would say neither where it is from nor where to go on. */
  if (form && n == 3 && strcmp (parts[1], "institution") != 0 && strcmp (parts[1], "task") != 0)
    return NULL;
  self = g_new0 (AmpTodayDraft, 1);
  self->key = g_strdup (key);
  self->entity = form ? g_strdup (parts[1]) : NULL;
  self->record = form ? g_ascii_strtoll (parts[2], NULL, 10) : 0;
  if (!form && n == 2)
    self->case_id = g_ascii_strtoll (parts[1], NULL, 10);
  else if (n == 4)
    self->case_id = g_ascii_strtoll (parts[3], NULL, 10);
  return self;
}

static gboolean
read_drafts (AmpToday *self, AmpStore *store, GError **error)
{
  g_auto (GStrv) keys = amp_store_draft_keys (store, error);

  if (keys == NULL)
    return FALSE;
  for (gsize i = 0; keys[i] != NULL; i++)
    {
      AmpTodayDraft *draft = draft_of (keys[i]);

      if (draft == NULL)
        continue;
      g_ptr_array_add (self->drafts, draft);
      if (draft->case_id != 0 && !read_number (store, draft->case_id, &draft->number, error))
        return FALSE;
    }
  return TRUE;
}

/* --- Approvals --- */

static gboolean
read_approvals (GPtrArray *into,
                AmpStore *store,
                const AmpFilter *filters,
                gsize n_filters,
                const char *date,
                GError **error)
{
  const char *paths[] = {
    "id", "kind", "decision", "case", "case.number", "requested_by.display_name", date, NULL};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (store, amp_entity_find ("approval"), paths, filters, n_filters, date, error);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      AmpTodayApproval *approval = g_new0 (AmpTodayApproval, 1);

      approval->id = amp_cursor_int (cursor, 0);
      approval->kind = g_strdup (amp_cursor_text (cursor, 1));
      approval->decision = g_strdup (amp_cursor_text (cursor, 2));
      approval->case_id = amp_cursor_int (cursor, 3);
      approval->number = g_strdup (amp_cursor_text (cursor, 4));
      approval->asked_by = g_strdup (amp_cursor_text (cursor, 5));
      approval->on = g_strdup (amp_cursor_text (cursor, 6));
      g_ptr_array_add (into, approval);
    }
  return more == 0;
}

static gboolean
read_decisions (AmpToday *self, AmpSession *session, gint64 user, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, user);
  const AmpFilter answered[] = {{"requested_by", AMP_OP_EQ, id},
                                {"decision", AMP_OP_IN, "approved;rejected"},
                                {"seen_at", AMP_OP_IS_NULL, NULL}};
  const AmpFilter waiting[] = {{"decision", AMP_OP_EQ, "pending"}, {"requested_by", AMP_OP_NE, id}};

  if (!read_approvals (self->answered, store, answered, G_N_ELEMENTS (answered), "decided_at",
                       error))
    return FALSE;
  return !amp_session_is_supervisor (session) ||
         read_approvals (self->waiting, store, waiting, G_N_ELEMENTS (waiting), "requested_at",
                         error);
}

gboolean
amp_today_approval_seen (AmpSession *session, gint64 approval, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *at = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  g_autoptr (AmpRecord) record =
    amp_store_load (store, amp_entity_find ("approval"), approval, error);

  return record != NULL && amp_record_set (record, "seen_at", at, error) &&
         amp_store_save (store, record, NULL, error);
}

/* --- All of it --- */

static AmpToday *
today_new (gint64 day)
{
  AmpToday *self = g_new0 (AmpToday, 1);

  self->today = amp_task_day_text (day);
  self->imminent = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_task_free);
  self->due = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_task_free);
  self->silent = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_task_free);
  self->drafts = g_ptr_array_new_with_free_func (draft_free);
  self->answered = g_ptr_array_new_with_free_func (approval_free);
  self->waiting = g_ptr_array_new_with_free_func (approval_free);
  return self;
}

AmpToday *
amp_today_read (AmpSession *session, const char *today, GCancellable *cancellable, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  gint64 user = amp_session_get_user (session)->id;
  gint64 day = amp_task_day_number (today);
  g_autofree char *new_since = NULL, *quiet_since = NULL;
  g_autoptr (AmpToday) self = NULL;

  if (store == NULL)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED,
                           "This role holds no key to the cases");
      return NULL;
    }
  if (day == G_MININT64)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID,
                           "today: needs a day such as 2026-11-24");
      return NULL;
    }
  new_since = amp_task_day_text (day - AMP_TODAY_NEW_DAYS);
  quiet_since = amp_task_day_text (day - AMP_TODAY_QUIET_DAYS);
  self = today_new (day);
  if (!read_imminent (self, session, user, error) ||
      !read_tasks (self, session, user, cancellable, error) || !read_drafts (self, store, error) ||
      !read_decisions (self, session, user, error) ||
      !amp_store_caseload (store, user, new_since, quiet_since, &self->load, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}
