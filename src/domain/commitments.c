/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Commitments with where they come from and what was said last, in two queries. */
#include "domain/commitments.h"

#include "domain/csv.h"
#include "domain/programme-day.h"
#include "domain/session-private.h"
#include "model/fold.h"

void
amp_commitment_free (AmpCommitment *self)
{
  if (self == NULL)
    return;
  g_free (self->forum_code);
  g_free (self->forum_name);
  g_free (self->forum_on);
  g_free (self->text);
  g_free (self->indicator);
  g_free (self->target);
  g_free (self->by);
  g_free (self->to);
  g_free (self->country);
  g_free (self->region);
  g_free (self->due_on);
  g_free (self->status);
  g_free (self->responsible_name);
  g_free (self->last_on);
  g_free (self->last_text);
  g_free (self->last_evidence);
  g_free (self);
}

/* --- Reading --- */

enum
{
  ID,
  FORUM,
  FORUM_CODE,
  FORUM_NAME,
  FORUM_ON,
  TEXT,
  INDICATOR,
  TARGET,
  BY_ID,
  BY_NAME,
  BY_OTHER,
  TO_ID,
  TO_NAME,
  TO_OTHER,
  COUNTRY,
  BY_COUNTRY,
  REGION,
  BY_REGION,
  DUE_ON,
  STATUS,
  RESPONSIBLE,
  RESPONSIBLE_NAME,
  N_PATHS
};

static const char *const paths[N_PATHS + 1] = {
  [ID] = "id",
  [FORUM] = "forum",
  [FORUM_CODE] = "forum.code",
  [FORUM_NAME] = "forum.name",
  [FORUM_ON] = "forum.on",
  [TEXT] = "text",
  [INDICATOR] = "indicator",
  [TARGET] = "target",
  [BY_ID] = "promised_by",
  [BY_NAME] = "promised_by.name_es",
  [BY_OTHER] = "promised_by_other",
  [TO_ID] = "promised_to",
  [TO_NAME] = "promised_to.name_es",
  [TO_OTHER] = "promised_to_other",
  [COUNTRY] = "country",
  [BY_COUNTRY] = "promised_by.country",
  [REGION] = "region",
  [BY_REGION] = "promised_by.region",
  [DUE_ON] = "due_on",
  [STATUS] = "status",
  [RESPONSIBLE] = "responsible",
  [RESPONSIBLE_NAME] = "responsible.display_name",
};

static char *
either (AmpCursor *cursor, gsize first, gsize second)
{
  const char *text = amp_cursor_text (cursor, first);

  return g_strdup (text != NULL ? text : amp_cursor_text (cursor, second));
}

static AmpCommitment *
take_row (AmpCursor *cursor, gint64 today)
{
  AmpCommitment *self = g_new0 (AmpCommitment, 1);

  self->id = amp_cursor_int (cursor, ID);
  self->forum = amp_cursor_int (cursor, FORUM);
  self->forum_code = g_strdup (amp_cursor_text (cursor, FORUM_CODE));
  self->forum_name = g_strdup (amp_cursor_text (cursor, FORUM_NAME));
  self->forum_on = g_strdup (amp_cursor_text (cursor, FORUM_ON));
  self->text = g_strdup (amp_cursor_text (cursor, TEXT));
  self->indicator = g_strdup (amp_cursor_text (cursor, INDICATOR));
  self->target = g_strdup (amp_cursor_text (cursor, TARGET));
  self->promised_by = amp_cursor_int (cursor, BY_ID);
  self->by = either (cursor, BY_NAME, BY_OTHER);
  self->promised_to = amp_cursor_int (cursor, TO_ID);
  self->to = either (cursor, TO_NAME, TO_OTHER);
  self->country = either (cursor, COUNTRY, BY_COUNTRY);
  self->region = either (cursor, REGION, BY_REGION);
  self->due_on = g_strdup (amp_cursor_text (cursor, DUE_ON));
  self->status = g_strdup (amp_cursor_text (cursor, STATUS));
  self->responsible = amp_cursor_int (cursor, RESPONSIBLE);
  self->responsible_name = g_strdup (amp_cursor_text (cursor, RESPONSIBLE_NAME));
  self->open =
    g_strcmp0 (self->status, "open") == 0 || g_strcmp0 (self->status, "in_progress") == 0;
  self->late = self->open ? MAX (amp_day_late (self->due_on, today), 0) : 0;
  return self;
}

static gboolean
is_wanted (const AmpCommitment *self, const AmpCommitmentQuery *query)
{
  return (query->institution == 0 || self->promised_by == query->institution ||
          self->promised_to == query->institution) &&
         (query->country == NULL || g_strcmp0 (self->country, query->country) == 0) &&
         (query->region == NULL || g_strcmp0 (self->region, query->region) == 0) &&
         (query->status == NULL || g_strcmp0 (self->status, query->status) == 0) &&
         (!query->open || self->open);
}

static void
replace (char **text, const char *with)
{
  g_free (*text);
  *text = g_strdup (with);
}

/* What was said last: by the day, of one day what was entered last. */
static gboolean
read_updates (AmpSession *session,
              GHashTable *by_id,
              const AmpCommitmentQuery *query,
              GCancellable *cancellable,
              GError **error)
{
  static const char *const columns[] = {"commitment", "on", "text", "evidence", NULL};
  g_autofree char *forum = g_strdup_printf ("%" G_GINT64_FORMAT, query->forum);
  const AmpFilter filter = {"commitment.forum", AMP_OP_EQ, forum};
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (session), amp_entity_find ("commitment_update"),
                      columns, &filter, query->forum != 0 ? 1 : 0, "created_at", error);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, cancellable, error)) > 0)
    {
      gint64 id = amp_cursor_int (cursor, 0);
      AmpCommitment *self = g_hash_table_lookup (by_id, &id);
      const char *on = amp_cursor_text (cursor, 1);

      if (self == NULL)
        continue;
      self->n_updates++;
      if (self->last_on != NULL && amp_day_last (on) < amp_day_last (self->last_on))
        continue;
      replace (&self->last_on, on);
      replace (&self->last_text, amp_cursor_text (cursor, 2));
      replace (&self->last_evidence, amp_cursor_text (cursor, 3));
    }
  return more == 0;
}

/* --- Order --- */

static int
compare_days (gint64 a, gint64 b)
{
  if ((a == G_MININT64) != (b == G_MININT64))
    return a == G_MININT64 ? 1 : -1; /* no date comes last */
  return (a > b) - (a < b);
}

static int
compare_due (gconstpointer a, gconstpointer b)
{
  const AmpCommitment *x = *(AmpCommitment *const *) a, *y = *(AmpCommitment *const *) b;
  gint64 p = amp_day_last (x->due_on), q = amp_day_last (y->due_on);
  int order = (int) y->open - (int) x->open;

  if (order == 0)
    order = x->open ? compare_days (p, q)
                    : ((p == G_MININT64) != (q == G_MININT64) ? compare_days (p, q)
                                                              : compare_days (q, p));
  return order != 0 ? order : (x->id > y->id) - (x->id < y->id);
}

static int
compare_institutions (gconstpointer a, gconstpointer b)
{
  const AmpCommitment *x = *(AmpCommitment *const *) a, *y = *(AmpCommitment *const *) b;
  g_autofree char *p = x->by != NULL ? amp_fold_sort_key (x->by) : NULL;
  g_autofree char *q = y->by != NULL ? amp_fold_sort_key (y->by) : NULL;
  int order = (p == NULL) - (q == NULL); /* whoever is not named comes last */

  if (order == 0)
    order = g_strcmp0 (p, q);
  return order != 0 ? order : compare_due (a, b);
}

GPtrArray *
amp_commitments_list (AmpSession *session,
                      const AmpCommitmentQuery *query,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GPtrArray) list =
    g_ptr_array_new_with_free_func ((GDestroyNotify) amp_commitment_free);
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autofree char *forum = g_strdup_printf ("%" G_GINT64_FORMAT, query->forum);
  const AmpFilter filter = {"forum", AMP_OP_EQ, forum};
  g_autoptr (AmpCursor) cursor = NULL;
  gint64 today;
  int more = -1;

  if (!amp_session_require_store (session, error) || !amp_day_read (query->today, &today, error))
    return NULL;
  cursor = amp_store_select (amp_session_get_store (session), amp_entity_find ("commitment"), paths,
                             &filter, query->forum != 0 ? 1 : 0, NULL, error);
  while (cursor != NULL && (more = amp_cursor_next (cursor, cancellable, error)) > 0)
    {
      g_autoptr (AmpCommitment) row = take_row (cursor, today);

      if (!is_wanted (row, query))
        continue;
      g_hash_table_insert (by_id, &row->id, row);
      g_ptr_array_add (list, g_steal_pointer (&row));
    }
  if (more != 0 || !read_updates (session, by_id, query, cancellable, error))
    return NULL;
  g_ptr_array_sort (list, compare_due);
  return g_steal_pointer (&list);
}

/* --- Meetings --- */

void
amp_meeting_free (AmpMeeting *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->forum, amp_record_free);
  g_clear_pointer (&self->made, g_ptr_array_unref);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_free (self->institution);
  g_free (self->today);
  g_free (self);
}

gint64
amp_forum_find (AmpSession *session, const char *code, GError **error)
{
  return amp_programme_find (session, "forum", code, error);
}

gint64
amp_commitments_find_institution (AmpSession *session, const char *code, GError **error)
{
  return amp_programme_find (session, "institution", code, error);
}

static void
add_condition (AmpFilter *filters, gsize *n, const AmpRecord *forum, const char *field)
{
  const char *value = amp_record_get (forum, field);

  filters[(*n)++] = (AmpFilter){field, value != NULL ? AMP_OP_EQ : AMP_OP_IS_NULL, value};
}

/* Ids of this meeting and of the earlier ones of its kind, country and region. */
static GHashTable *
meetings_up_to (AmpSession *session, const AmpRecord *forum, GError **error)
{
  static const char *const columns[] = {"id", "on", NULL};
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (AmpCursor) cursor = NULL;
  AmpFilter filters[3];
  gint64 day = amp_day_last (amp_record_get (forum, "on"));
  gsize n = 0;
  int more = -1;

  add_condition (filters, &n, forum, "kind");
  add_condition (filters, &n, forum, "country");
  add_condition (filters, &n, forum, "region");
  cursor = amp_store_select (amp_session_get_store (session), amp_entity_find ("forum"), columns,
                             filters, n, NULL, error);
  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      gint64 id = amp_cursor_int (cursor, 0);

      if (id == amp_record_id (forum) || amp_day_last (amp_cursor_text (cursor, 1)) < day)
        g_hash_table_add (ids, g_memdup2 (&id, sizeof id));
    }
  return more == 0 ? g_steal_pointer (&ids) : NULL;
}

static gboolean
take_commitments (AmpMeeting *self, AmpSession *session, GCancellable *cancellable, GError **error)
{
  const AmpCommitmentQuery made = {.today = self->today, .forum = amp_record_id (self->forum)};
  const AmpCommitmentQuery open = {.today = self->today, .open = TRUE};
  g_autoptr (GHashTable) meetings = meetings_up_to (session, self->forum, error);
  g_autoptr (GHashTable) from = g_hash_table_new (g_int64_hash, g_int64_equal);

  if (meetings == NULL)
    return FALSE;
  self->made = amp_commitments_list (session, &made, cancellable, error);
  self->waiting =
    self->made != NULL ? amp_commitments_list (session, &open, cancellable, error) : NULL;
  if (self->waiting == NULL)
    return FALSE;
  for (guint i = self->waiting->len; i-- > 0;)
    if (!g_hash_table_contains (meetings,
                                &((AmpCommitment *) g_ptr_array_index (self->waiting, i))->forum))
      g_ptr_array_remove_index (self->waiting, i);
  for (guint i = 0; i < self->waiting->len; i++)
    {
      AmpCommitment *commitment = g_ptr_array_index (self->waiting, i);

      self->n_overdue += commitment->late > 0;
      g_hash_table_add (from, &commitment->forum);
    }
  self->n_meetings = g_hash_table_size (from);
  g_ptr_array_sort (self->made, compare_institutions);
  g_ptr_array_sort (self->waiting, compare_institutions);
  return TRUE;
}

AmpMeeting *
amp_meeting_read (
  AmpSession *session, gint64 forum, const char *today, GCancellable *cancellable, GError **error)
{
  g_autoptr (AmpMeeting) self = g_new0 (AmpMeeting, 1);
  gint64 day;

  if (!amp_session_require_store (session, error) || !amp_day_read (today, &day, error))
    return NULL;
  self->today = amp_day_text (day);
  self->forum =
    amp_store_load (amp_session_get_store (session), amp_entity_find ("forum"), forum, error);
  return self->forum != NULL &&
             amp_programme_name_of (session, self->forum, "institution", &self->institution,
                                    error) &&
             take_commitments (self, session, cancellable, error)
           ? g_steal_pointer (&self)
           : NULL;
}

/* --- As a table --- */

static void
append_row (GString *out, const AmpCommitment *self)
{
  g_autofree char *late = self->open && amp_day_last (self->due_on) != G_MININT64
                            ? g_strdup_printf ("%" G_GINT64_FORMAT, self->late)
                            : NULL;
  const char *const cells[] = {
    self->due_on,    late,          self->status,           self->by,
    self->to,        self->text,    self->country,          self->region,
    self->indicator, self->target,  self->responsible_name, self->forum_code,
    self->forum_on,  self->last_on, self->last_text,        self->last_evidence};

  amp_csv_append_row (out, cells, G_N_ELEMENTS (cells));
}

GBytes *
amp_commitments_to_csv (AmpSession *session, const AmpCommitmentQuery *query, GError **error)
{
  g_autoptr (GPtrArray) list = amp_commitments_list (session, query, NULL, error);
  g_autoptr (GString) out =
    g_string_new ("due_on,days_late,status,promised_by,promised_to,commitment,country,region,"
                  "indicator,target,followed_up_by,forum,forum_on,last_on,last_text,evidence\r\n");

  if (list == NULL ||
      !amp_store_audit (amp_session_get_store (session), AMP_AUDIT_EXPORT,
                        amp_entity_find ("commitment"), 0, NULL, "commitments-csv", error))
    return NULL;
  for (guint i = 0; i < list->len; i++)
    append_row (out, g_ptr_array_index (list, i));
  return g_string_free_to_bytes (g_steal_pointer (&out));
}
