/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Equipo: how the office stands, for those who answer for it (domain.md 6.2). */
#include "domain/review.h"
#include "domain/today.h"

#include "domain/filters.h"
#include "domain/tasks-private.h"

#include <string.h>

#define STUCK_ROWS 500 /* referrals looked at; the oldest come first */
#define STUCK_SHOWN 5
#define GRACE_DAYS 15 /* within them a case is still being written down */
#define SILENT_STATES "sent;no_answer;escalated"

static void
member_free (gpointer data)
{
  AmpTeamMember *self = data;

  g_free (self->login);
  g_free (self);
}

static void
stuck_free (gpointer data)
{
  AmpTeamStuck *self = data;

  g_free (self->institution);
  g_free (self->region);
  g_free (self);
}

void
amp_team_free (AmpTeam *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->members, g_ptr_array_unref);
  g_clear_pointer (&self->stuck, g_ptr_array_unref);
  g_free (self->backup_at);
  amp_recovery_state_clear (&self->recovery);
  g_free (self);
}

static guint
count_of (GHashTable *counts, gint64 owner)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (counts, &owner));
}

static int
compare_members (gconstpointer a, gconstpointer b)
{
  const AmpTeamMember *x = *(AmpTeamMember *const *) a, *y = *(AmpTeamMember *const *) b;
  guint p = x->n_overdue + x->n_silent, q = y->n_overdue + y->n_silent;

  if (x->load.n_imminent != y->load.n_imminent)
    return x->load.n_imminent < y->load.n_imminent ? 1 : -1;
  if (p != q)
    return p < q ? 1 : -1;
  return g_strcmp0 (x->login, y->login);
}

static gboolean
read_logins (AmpTeam *self, AmpStore *store, GError **error)
{
  static const char *const paths[] = {"id", "display_name", NULL};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (store, amp_entity_find ("user"), paths, NULL, 0, NULL, error);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    for (guint i = 0; i < self->members->len; i++)
      {
        AmpTeamMember *member = g_ptr_array_index (self->members, i);

        if (member->load.owner != amp_cursor_int (cursor, 0))
          continue;
        g_free (member->login);
        member->login = g_strdup (amp_cursor_text (cursor, 1));
      }
  return more == 0;
}

static gboolean
read_members (AmpTeam *self, AmpStore *store, gint64 day, GCancellable *cancellable, GError **error)
{
  g_autofree char *new_since = amp_task_day_text (day - AMP_TODAY_NEW_DAYS);
  g_autofree char *quiet_since = amp_task_day_text (day - AMP_TODAY_QUIET_DAYS);
  g_autofree char *yesterday = amp_task_day_text (day - 1);
  g_autoptr (GArray) loads =
    amp_store_caseloads (store, new_since, quiet_since, cancellable, error);
  g_autoptr (GHashTable) overdue = NULL, silent = NULL;

  if (loads == NULL)
    return FALSE;
  overdue = amp_store_due_by_owner (store, "follow_up", yesterday, cancellable, error);
  if (overdue == NULL)
    return FALSE;
  silent = amp_store_due_by_owner (store, "referral_silent", yesterday, cancellable, error);
  if (silent == NULL)
    return FALSE;
  for (guint i = 0; i < loads->len; i++)
    {
      AmpTeamMember *member = g_new0 (AmpTeamMember, 1);

      member->load = g_array_index (loads, AmpCaseload, i);
      member->n_overdue = count_of (overdue, member->load.owner);
      member->n_silent = count_of (silent, member->load.owner);
      g_ptr_array_add (self->members, member);
    }
  if (!read_logins (self, store, error))
    return FALSE;
  g_ptr_array_sort (self->members, compare_members);
  return TRUE;
}

/* --- Where referrals wait --- */

static int
compare_stuck (gconstpointer a, gconstpointer b)
{
  const AmpTeamStuck *x = *(AmpTeamStuck *const *) a, *y = *(AmpTeamStuck *const *) b;
  int by_name = g_strcmp0 (x->institution, y->institution);

  if (x->n != y->n)
    return (x->n < y->n) - (x->n > y->n);
  return by_name != 0 ? by_name : g_strcmp0 (x->region, y->region);
}

static void
add_stuck (AmpTeam *self, gint64 to, const char *institution, const char *region)
{
  AmpTeamStuck *stuck;

  for (guint i = 0; i < self->stuck->len; i++)
    {
      stuck = g_ptr_array_index (self->stuck, i);
      if (stuck->to == to && g_strcmp0 (stuck->region, region) == 0)
        {
          stuck->n++;
          return;
        }
    }
  stuck = g_new0 (AmpTeamStuck, 1);
  stuck->to = to;
  stuck->institution = g_strdup (institution);
  stuck->region = g_strdup (region);
  stuck->n = 1;
  g_ptr_array_add (self->stuck, stuck);
}

static char *
join_sources (GPtrArray *tasks)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < tasks->len; i++)
    g_string_append_printf (ids, "%s%" G_GINT64_FORMAT, i > 0 ? ";" : "",
                            ((const AmpTask *) g_ptr_array_index (tasks, i))->source);
  return g_string_free (ids, FALSE);
}

static gboolean
read_places (AmpTeam *self, AmpStore *store, const char *ids, GError **error)
{
  static const char *const paths[] = {"to_institution", "to_institution.name_es",
                                      "case.office_region", NULL};
  const AmpFilter filter = {"id", AMP_OP_IN, ids};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (store, amp_entity_find ("referral"), paths, &filter, 1, NULL, error);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    if (amp_cursor_text (cursor, 1) != NULL)
      add_stuck (self, amp_cursor_int (cursor, 0), amp_cursor_text (cursor, 1),
                 amp_cursor_text (cursor, 2));
  return more == 0;
}

static gboolean
read_stuck (
  AmpTeam *self, AmpSession *session, const char *today, GCancellable *cancellable, GError **error)
{
  const AmpTaskQuery query = {
    .owner = 0, .today = today, .origin = "referral_silent", .limit = STUCK_ROWS};
  g_autoptr (GPtrArray) tasks = amp_tasks_list (session, &query, NULL, cancellable, error);
  g_autofree char *ids = tasks != NULL ? join_sources (tasks) : NULL;

  if (tasks == NULL ||
      (tasks->len > 0 && !read_places (self, amp_session_get_store (session), ids, error)))
    return FALSE;
  g_ptr_array_sort (self->stuck, compare_stuck);
  if (self->stuck->len > STUCK_SHOWN)
    g_ptr_array_set_size (self->stuck, STUCK_SHOWN);
  return TRUE;
}

GPtrArray *
amp_team_stuck_conditions (const AmpTeamStuck *stuck, const char *today)
{
  GPtrArray *conditions = amp_conditions_new ();
  g_autofree char *yesterday = amp_task_day_text (amp_task_day_number (today) - 1);
  g_autofree char *to = g_strdup_printf ("%" G_GINT64_FORMAT, stuck->to);

  g_ptr_array_add (conditions, amp_condition_new ("referral.to_institution", AMP_OP_EQ, to));
  g_ptr_array_add (conditions, amp_condition_new ("referral.state", AMP_OP_IN, SILENT_STATES));
  g_ptr_array_add (conditions, amp_condition_new ("referral.due_on", AMP_OP_LE, yesterday));
  g_ptr_array_add (conditions, stuck->region != NULL
                                 ? amp_condition_new ("office_region", AMP_OP_EQ, stuck->region)
                                 : amp_condition_new ("office_region", AMP_OP_IS_NULL, NULL));
  return conditions;
}

/* --- What cases lack --- */

static const struct
{
  AmpWithout what;
  int days; /* open for so long */
  const char *path;
  AmpOp op;
  const char *value;
} gaps[AMP_TEAM_N_GAPS] = {
  [AMP_TEAM_NO_CONSENT] = {AMP_WITHOUT_CONSENT, 0, "none:consent.decision", AMP_OP_EQ, "given"},
  [AMP_TEAM_NO_SERVICE] = {AMP_WITHOUT_SERVICE, GRACE_DAYS, "none:service.status", AMP_OP_IN,
                           "delivered;partly"},
  [AMP_TEAM_NO_REGION] = {AMP_WITHOUT_REGION, GRACE_DAYS, "none:situation.region_exploit",
                          AMP_OP_NOT_NULL, NULL},
};

static gboolean
read_gaps (AmpTeam *self, AmpStore *store, gint64 day, GCancellable *cancellable, GError **error)
{
  for (gsize i = 0; i < AMP_TEAM_N_GAPS; i++)
    {
      g_autofree char *opened_by = amp_task_day_text (day - gaps[i].days);

      if (!amp_store_open_without (store, gaps[i].what, opened_by, &self->n_gaps[i], cancellable,
                                   error))
        return FALSE;
    }
  return TRUE;
}

GPtrArray *
amp_team_gap_conditions (AmpTeamGap gap, const char *today)
{
  GPtrArray *conditions = amp_conditions_new ();
  g_autofree char *opened_by = amp_task_day_text (amp_task_day_number (today) - gaps[gap].days);

  g_ptr_array_add (conditions, amp_condition_new ("opened_on", AMP_OP_LE, opened_by));
  g_ptr_array_add (conditions, amp_condition_new (gaps[gap].path, gaps[gap].op, gaps[gap].value));
  return conditions;
}

AmpTeam *
amp_team_read (AmpSession *session, const char *today, GCancellable *cancellable, GError **error)
{
  g_autoptr (AmpTeam) self = g_new0 (AmpTeam, 1);
  AmpStore *store = amp_session_get_store (session);
  gint64 day = amp_task_day_number (today);
  g_autofree char *now = amp_task_day_text (day);

  self->members = g_ptr_array_new_with_free_func (member_free);
  self->stuck = g_ptr_array_new_with_free_func (stuck_free);
  if (!amp_session_require_supervisor (session, error) ||
      !read_members (self, store, day, cancellable, error) ||
      !read_stuck (self, session, now, cancellable, error) ||
      !read_gaps (self, store, day, cancellable, error) ||
      !amp_session_backup_at (session, &self->backup_at, error) ||
      !amp_review_findings_count (session, &self->n_findings, error) ||
      !amp_session_recovery_state (session, &self->recovery, error))
    return NULL;
  return g_steal_pointer (&self);
}
