/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How many open cases somebody has, and how they stand: read from the indexes alone. */
#include "store/due.h"

#include "store/connection.h"
#include "store/due-source.h"
#include "store/statement.h"

#define OPEN_CASE "deleted_at IS NULL AND status IN " AMP_DUE_OPEN_STATUS

#define COUNTS                                                                                     \
  "count(*), sum(opened_on >= ?2 AND opened_on <> 'unknown'), "                                    \
  "sum(coalesce(last_contact_on, opened_on) <= ?3), sum(risk_level IS 'imminent'), "               \
  "sum(risk_level IS 'high') FROM main.\"case\" INDEXED BY due_case_owner WHERE " OPEN_CASE

static void
read_load (AmpStatement *statement, AmpCaseload *load)
{
  load->owner = amp_statement_int (statement, 0);
  load->n_open = (guint) amp_statement_int (statement, 1);
  load->n_new = (guint) amp_statement_int (statement, 2);
  load->n_quiet = (guint) amp_statement_int (statement, 3);
  load->n_imminent = (guint) amp_statement_int (statement, 4);
  load->n_high = (guint) amp_statement_int (statement, 5);
}

gboolean
amp_store_caseload (AmpStore *self,
                    gint64 owner,
                    const char *new_since,
                    const char *quiet_since,
                    AmpCaseload *load,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (AmpStatement) statement = amp_statement_borrow (
    self, owner != 0 ? "SELECT ?1, " COUNTS " AND owner = ?1" : "SELECT ?1, " COUNTS, error);
  int on_row;

  if (statement == NULL)
    return FALSE;
  amp_statement_bind_int (statement, 1, owner);
  amp_statement_bind_text (statement, 2, new_since);
  amp_statement_bind_text (statement, 3, quiet_since);
  amp_store_watch (self, cancellable);
  on_row = amp_statement_step (statement, error);
  amp_store_unwatch (self);
  if (on_row > 0)
    read_load (statement, load);
  return on_row > 0;
}

GArray *
amp_store_caseloads (AmpStore *self,
                     const char *new_since,
                     const char *quiet_since,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (AmpStatement) statement =
    amp_statement_borrow (self, "SELECT owner, " COUNTS " GROUP BY owner", error);
  g_autoptr (GArray) loads = g_array_new (FALSE, TRUE, sizeof (AmpCaseload));
  int on_row = -1;

  if (statement == NULL)
    return NULL;
  amp_statement_bind_text (statement, 2, new_since);
  amp_statement_bind_text (statement, 3, quiet_since);
  amp_store_watch (self, cancellable);
  while ((on_row = amp_statement_step (statement, error)) > 0)
    {
      AmpCaseload load;

      read_load (statement, &load);
      g_array_append_val (loads, load);
    }
  amp_store_unwatch (self);
  return on_row == 0 ? g_steal_pointer (&loads) : NULL;
}

static gboolean
count_at_risk (AmpStore *self, gint64 owner, const char *level, guint *n, GError **error)
{
  g_autoptr (AmpStatement) statement = amp_statement_borrow (
    self,
    owner != 0 ? "SELECT count(*) FROM main.\"case\" INDEXED BY due_case_owner WHERE risk_level = "
                 "?2 AND owner = ?1 AND " OPEN_CASE
               : "SELECT count(*) FROM main.\"case\" INDEXED BY due_case_risk WHERE risk_level = "
                 "?2 AND " OPEN_CASE,
    error);

  if (statement == NULL)
    return FALSE;
  if (owner != 0)
    amp_statement_bind_int (statement, 1, owner);
  amp_statement_bind_text (statement, 2, level);
  if (amp_statement_step (statement, error) <= 0)
    return FALSE;
  *n = (guint) amp_statement_int (statement, 0);
  return TRUE;
}

GPtrArray *
amp_store_cases_at_risk (AmpStore *self,
                         gint64 owner,
                         const char *level,
                         guint limit,
                         guint *n,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_due_row_free);
  g_autoptr (AmpStatement) statement = NULL;
  int on_row = -1;

  if (!count_at_risk (self, owner, level, n, error))
    return NULL;
  statement = amp_statement_borrow (
    self,
    owner != 0
      ? "SELECT id, person, owner, number, risk_level, last_contact_on FROM main.\"case\" INDEXED "
        "BY due_case_owner WHERE risk_level = ?2 AND owner = ?1 AND " OPEN_CASE
        " ORDER BY last_contact_on LIMIT ?3"
      : "SELECT id, person, owner, number, risk_level, last_contact_on FROM main.\"case\" INDEXED "
        "BY due_case_risk WHERE risk_level = ?2 AND " OPEN_CASE " ORDER BY last_contact_on LIMIT "
        "?3",
    error);
  if (statement == NULL)
    return NULL;
  if (owner != 0)
    amp_statement_bind_int (statement, 1, owner);
  amp_statement_bind_text (statement, 2, level);
  amp_statement_bind_int (statement, 3, limit > 0 ? (gint64) limit : -1);
  amp_store_watch (self, cancellable);
  while ((on_row = amp_statement_step (statement, error)) > 0)
    {
      AmpDueRow *row = g_new0 (AmpDueRow, 1);

      row->case_id = row->source = amp_statement_int (statement, 0);
      row->person = amp_statement_int (statement, 1);
      row->owner = amp_statement_int (statement, 2);
      row->number = g_strdup (amp_statement_text (statement, 3));
      row->risk = g_strdup (amp_statement_text (statement, 4));
      row->date = g_strdup (amp_statement_text (statement, 5));
      g_ptr_array_add (rows, row);
    }
  amp_store_unwatch (self);
  return on_row == 0 ? g_steal_pointer (&rows) : NULL;
}

#define OPEN_WITHOUT(entity, what)                                                                 \
  "SELECT count(*) FROM main.\"case\" c INDEXED BY due_case_owner WHERE " OPEN_CASE                \
  " AND opened_on <= ?1 AND NOT EXISTS (SELECT 1 FROM main." entity                                \
  " s WHERE s.\"case\" = c.id AND s.deleted_at IS NULL AND " what ")"

gboolean
amp_store_open_without (AmpStore *self,
                        AmpWithout what,
                        const char *opened_by,
                        guint *n,
                        GCancellable *cancellable,
                        GError **error)
{
  static const char *const lacking[] = {
    [AMP_WITHOUT_CONSENT] = OPEN_WITHOUT ("consent", "s.decision = 'given'"),
    [AMP_WITHOUT_SERVICE] = OPEN_WITHOUT ("service", "s.status IN ('delivered', 'partly')"),
    [AMP_WITHOUT_REGION] = OPEN_WITHOUT ("situation", "s.region_exploit IS NOT NULL"),
  };
  g_autoptr (AmpStatement) statement = amp_statement_borrow (self, lacking[what], error);
  int on_row;

  if (statement == NULL)
    return FALSE;
  amp_statement_bind_text (statement, 1, opened_by);
  amp_store_watch (self, cancellable);
  on_row = amp_statement_step (statement, error);
  amp_store_unwatch (self);
  *n = on_row > 0 ? (guint) amp_statement_int (statement, 0) : 0;
  return on_row > 0;
}
