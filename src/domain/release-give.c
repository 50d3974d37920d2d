/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Handing over. The check runs once more on the rows that are written; the ledger's line, the
 * frozen period, the permit that is used up and the audit event are one transaction; whoever asks
 * gets the bytes after it. */
#include "domain/release-private.h"

#include "domain/figures-counts.h"
#include "domain/partner-private.h"
#include "domain/settings.h"

#include <gio/gio.h>
#include <string.h>

static const char *const format_codes[] = {"csv", "json", "xlsx", "pdf"};

const char *
amp_release_format_code (AmpCountFormat format)
{
  return format_codes[format];
}

/* --- The last look --- */

typedef struct
{
  const AmpReleasePlan *plan;
  gsize row;
  gboolean holds;
} LastLook;

static void
look_at_row (const char *const *values, guint32 cell, gpointer data)
{
  LastLook *self = data;
  const AmpCountTable *table = self->plan->table;
  gboolean told = amp_cell_is_told (self->plan->proven->system->state[cell]);

  if (self->row >= amp_count_table_n_rows (table) ||
      amp_count_table_is_hidden (table, self->row) == told ||
      amp_count_table_count (table, self->row) !=
        (told ? (guint64) self->plan->proven->system->count[cell] : 0))
    self->holds = FALSE;
  for (gsize i = 0; self->holds && i < self->plan->request.spec.n_dimensions; i++)
    if (strcmp (amp_count_table_value (table, self->row, i), values[i]) != 0)
      self->holds = FALSE;
  self->row++;
}

/* That the proof holds, and that what is written is what was proven: row by row. */
gboolean
amp_release_look_once_more (const AmpReleasePlan *plan, GError **error)
{
  LastLook look = {plan, 0, TRUE};
  g_autoptr (GError) failure = NULL;

  if (amp_unit_is_programme (plan->request.spec.unit))
    return !amp_release_counts_heads (plan->request.spec.unit) ||
           amp_release_heads_are_large (plan->table, plan->policy.t) ||
           amp_release_refuse (error, AMP_RELEASE_ERROR_UNPROVEN, "A number of people is small");
  if (!amp_release_proven_check (plan->proven, plan->policy.t, &failure))
    return amp_release_refuse (error, AMP_RELEASE_ERROR_UNPROVEN, failure->message);
  if (!amp_release_each_row (plan->space, &plan->request.spec, &plan->period, look_at_row, &look,
                             error))
    return FALSE;
  if (!look.holds || look.row != amp_count_table_n_rows (plan->table))
    return amp_release_refuse (error, AMP_RELEASE_ERROR_UNPROVEN,
                               "What is to be written is not what was proven");
  return TRUE;
}

/* --- The line --- */

AmpReleaseLine *
amp_release_line_of (const AmpReleasePlan *plan, const char *template_id)
{
  AmpReleaseLine *line = amp_release_line_new ();

  line->rule = g_strdup (amp_release_rule_to_code (plan->request.rule));
  line->template_id = g_strdup (template_id);
  line->unit = g_strdup (amp_unit_to_code (plan->request.spec.unit));
  line->period = amp_release_period_name (&plan->period);
  line->request = amp_release_request_text (&plan->request.spec);
  line->data_as_of = g_strdup (amp_count_table_as_of (plan->table));
  line->recipient = g_strdup (plan->recipient);
  line->reason = g_strdup (plan->reason);
  if (plan->proven != NULL)
    line->proof = amp_release_proven_to_bytes (plan->proven, plan->space, plan->policy.t);
  amp_release_policy_hash (&plan->policy, line->policy);
  for (guint i = 0; i < plan->told->len; i++)
    {
      const AmpReleaseCell *cell = g_ptr_array_index (plan->told, i);

      if (i == 0 ||
          strcmp (cell->key, ((AmpReleaseCell *) g_ptr_array_index (plan->told, i - 1))->key) != 0)
        amp_release_line_add_cell (line, cell->key, cell->hidden, cell->value);
    }
  return line;
}

void
amp_release_line_set_file (AmpReleaseLine *line,
                           AmpCountFormat format,
                           const char *language,
                           GBytes *bytes)
{
  line->format = g_strdup (format_codes[format]);
  line->language = g_strdup (language);
  line->file = g_bytes_ref (bytes);
}

gboolean
amp_release_require_unchanged (AmpSession *session, const AmpReleasePlan *plan, GError **error)
{
  gint64 next = amp_store_release_next (amp_session_get_store (session), error);

  return next == plan->next || (next >= 0 && amp_release_refuse (error, AMP_RELEASE_ERROR_CHANGED,
                                                                 "The ledger has gone on"));
}

gboolean
amp_release_write_line (AmpSession *session,
                        const AmpReleasePlan *plan,
                        AmpReleaseLine *line,
                        GError **error)
{
  AmpStore *store = amp_session_get_store (session);

  return (plan->base == NULL || plan->borrows_base ||
          amp_release_base_freeze (session, plan->base, error)) &&
         amp_store_release_add (store, line, error) &&
         amp_store_audit (
           store, AMP_AUDIT_EXPORT, NULL, 0, NULL,
           plan->request.rule == AMP_RELEASE_PUBLIC ? "release-public" : "release-partner", error);
}

static gboolean
write_line (AmpSession *session,
            const AmpReleasePlan *plan,
            AmpReleaseLine *line,
            gint64 approval,
            GError **error)
{
  if (!amp_release_require_unchanged (session, plan, error))
    return FALSE;
  if (plan->request.rule == AMP_RELEASE_PUBLIC)
    line->approver = amp_release_take_permit (session, approval, amp_release_thing (plan), error);
  return line->approver >= 0 && amp_release_write_line (session, plan, line, error);
}

/* Nothing of the programme is frozen: what was told then may not be what is told now. 1, 0, -1:
 * error. */
static int
tells_the_same (AmpSession *session, const AmpReleasePlan *plan, gint64 id, GError **error)
{
  g_autoptr (AmpReleaseLine) line = NULL;

  if (!amp_unit_is_programme (plan->request.spec.unit))
    return 1;
  line = amp_store_release_load (amp_session_get_store (session), id, error);
  if (line == NULL)
    return -1;
  if (line->cells->len != plan->told->len)
    return 0;
  for (guint i = 0; i < plan->told->len; i++)
    {
      const AmpReleaseCell *then = g_ptr_array_index (line->cells, i);
      const AmpReleaseCell *now = g_ptr_array_index (plan->told, i);

      if (strcmp (then->key, now->key) != 0 || then->value != now->value)
        return 0;
    }
  return 1;
}

/* A line of the same table in the same form: its bytes are what is given. 0: none, -1: error. */
static gint64
find_same (AmpSession *session,
           const AmpReleasePlan *plan,
           const char *format,
           const char *language,
           GError **error)
{
  g_autoptr (GPtrArray) lines = amp_store_release_list (amp_session_get_store (session), error);
  g_autofree char *request = amp_release_request_text (&plan->request.spec);
  g_autofree char *period = amp_release_period_name (&plan->period);

  for (guint i = 0; lines != NULL && i < lines->len; i++)
    {
      const AmpReleaseLine *line = g_ptr_array_index (lines, i);
      int same = 0;

      /* A table of a report has the report for its file. */
      if (g_strcmp0 (line->template_id, AMP_RELEASE_REPORT) != 0 &&
          g_strcmp0 (line->request, request) == 0 && g_strcmp0 (line->period, period) == 0 &&
          g_strcmp0 (line->unit, amp_unit_to_code (plan->request.spec.unit)) == 0 &&
          g_strcmp0 (line->rule, amp_release_rule_to_code (plan->request.rule)) == 0 &&
          g_strcmp0 (line->recipient, plan->recipient) == 0 &&
          g_strcmp0 (line->format, format) == 0 && g_strcmp0 (line->language, language) == 0)
        same = tells_the_same (session, plan, line->id, error);
      if (same != 0)
        return same < 0 ? -1 : line->id;
    }
  return lines != NULL ? 0 : -1;
}

GBytes *
amp_release_give (AmpSession *session,
                  const AmpReleasePlan *plan,
                  AmpCountFormat format,
                  AmpTranslate translate,
                  const char *language,
                  gint64 approval,
                  gint64 *id,
                  GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autofree char *office = NULL;
  g_autoptr (AmpReleaseLine) line = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (plan->parts != NULL)
    return amp_release_report_give (session, plan, format, translate, language, approval, id,
                                    error);
  if (!amp_session_require_supervisor (session, error) ||
      !amp_release_require_recipient (plan->recipient, error) ||
      (*id = find_same (session, plan, format_codes[format], language, error)) < 0)
    return NULL;
  if (*id > 0)
    return amp_release_again (session, *id, error);
  office = amp_settings_get_office_name (session);
  if (!amp_release_look_once_more (plan, error) ||
      (bytes = amp_count_table_to_bytes (plan->table, format, office, 0, translate, language,
                                         error)) == NULL)
    return NULL;
  line = amp_release_line_of (plan, amp_release_template_of (&plan->request.spec)->id);
  amp_release_line_set_file (line, format, language, bytes);
  if (!amp_store_begin (store, error))
    return NULL;
  if (!write_line (session, plan, line, approval, error))
    {
      amp_store_rollback (store);
      return NULL;
    }
  if (!amp_store_commit (store, error))
    return NULL;
  *id = line->id;
  return g_steal_pointer (&bytes);
}

/* The lines of a report have one file. */
static gboolean
set_given (AmpStore *store, const AmpReleaseLine *line, GError **error)
{
  gboolean report = g_strcmp0 (line->template_id, AMP_RELEASE_REPORT) == 0;
  g_autoptr (GPtrArray) lines = report ? amp_store_release_list (store, error) : NULL;

  if (!report)
    return amp_store_release_given (store, line->id, error);
  for (guint i = 0; lines != NULL && i < lines->len; i++)
    {
      const AmpReleaseLine *other = g_ptr_array_index (lines, i);

      if (g_strcmp0 (other->template_id, AMP_RELEASE_REPORT) == 0 &&
          memcmp (other->file_hash, line->file_hash, sizeof line->file_hash) == 0 &&
          !amp_store_release_given (store, other->id, error))
        return FALSE;
    }
  return lines != NULL;
}

gboolean
amp_release_given (AmpSession *session, gint64 id, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (AmpReleaseLine) line = NULL;

  if (!amp_session_require_supervisor (session, error) ||
      (line = amp_store_release_load (store, id, error)) == NULL)
    return FALSE;
  if (line->given)
    return TRUE;
  if (!amp_store_begin (store, error))
    return FALSE;
  if (set_given (store, line, error) &&
      amp_store_audit (store, AMP_AUDIT_EXPORT, NULL, 0, NULL, "release-given", error))
    return amp_store_commit (store, error);
  amp_store_rollback (store);
  return FALSE;
}

gboolean
amp_release_give_file (AmpSession *session,
                       const AmpReleasePlan *plan,
                       AmpCountFormat format,
                       AmpTranslate translate,
                       const char *language,
                       gint64 approval,
                       const char *path,
                       gint64 *id,
                       GError **error)
{
  g_autoptr (GBytes) bytes =
    amp_release_give (session, plan, format, translate, language, approval, id, error);
  gsize length;
  const char *data;

  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &length);
  return g_file_set_contents_full (path, data, (gssize) length,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error) &&
         amp_release_given (session, *id, error);
}

gboolean
amp_release_is_sealed (const char *rule)
{
  return g_strcmp0 (rule, AMP_RELEASE_RECORDS) == 0;
}

GBytes *
amp_release_again (AmpSession *session, gint64 id, GError **error)
{
  AmpStore *store = amp_session_get_store (session);
  g_autoptr (AmpReleaseLine) line = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guint8 hash[AMP_HASH_BYTES];
  gsize length = 0;
  const void *data;
  gboolean sealed;

  if (!amp_session_require_supervisor (session, error) ||
      (line = amp_store_release_load (store, id, error)) == NULL)
    return NULL;
  sealed = amp_release_is_sealed (line->rule);
  /* Two people let them out once. */
  if (sealed && line->given)
    {
      amp_release_refuse (error, AMP_RELEASE_ERROR_SEALED, "Records leave sealed to one partner");
      return NULL;
    }
  data = line->file != NULL ? g_bytes_get_data (line->file, &length) : NULL;
  if (data != NULL)
    amp_hash (data, length, hash);
  if (data == NULL || memcmp (hash, line->file_hash, sizeof hash) != 0)
    {
      amp_release_refuse (error, AMP_RELEASE_ERROR_LEDGER, "No file, or not the one of the line");
      return NULL;
    }
  bytes = sealed ? amp_partner_seal_line (session, line, error) : g_bytes_ref (line->file);
  return bytes != NULL &&
             amp_store_audit (store, AMP_AUDIT_EXPORT, NULL, 0, NULL, "release-again", error)
           ? g_steal_pointer (&bytes)
           : NULL;
}

/* --- Internal --- */

static gboolean
write_internal (AmpSession *session, AmpReleaseLine *line, const char *event, GError **error)
{
  AmpStore *store = amp_session_get_store (session);

  if (!amp_store_begin (store, error))
    return FALSE;
  if (amp_store_release_add (store, line, error) &&
      amp_store_audit (store, AMP_AUDIT_EXPORT, NULL, 0, NULL, event, error))
    return amp_store_commit (store, error);
  amp_store_rollback (store);
  return FALSE;
}

GBytes *
amp_release_internal (AmpSession *session,
                      const AmpCountTable *table,
                      AmpCountFormat format,
                      AmpTranslate translate,
                      const char *language,
                      const char *reason,
                      gint64 *id,
                      GError **error)
{
  static const char *const events[] = {"counts-csv", "counts-json", "counts-xlsx", "counts-pdf"};
  const AmpCountSpec *spec = amp_count_table_spec (table);
  g_autofree char *office = NULL;
  g_autoptr (AmpReleaseLine) line = NULL;
  g_autoptr (GBytes) bytes = NULL;
  AmpReleasePolicy policy;

  if (!amp_session_require_supervisor (session, error) ||
      !amp_release_policy_get (session, &policy, error))
    return NULL;
  if (amp_count_table_release (table) != NULL)
    {
      amp_release_refuse (error, AMP_RELEASE_ERROR_COLUMNS, "Not a table that was counted");
      return NULL;
    }
  office = amp_settings_get_office_name (session);
  bytes = amp_count_table_to_bytes (table, format, office, amp_session_get_user (session)->id,
                                    translate, language, error);
  if (bytes == NULL)
    return NULL;
  line = amp_release_line_new ();
  line->rule = g_strdup ("internal");
  line->unit = g_strdup (amp_unit_to_code (spec->unit));
  line->period = amp_count_table_period (spec);
  line->request = amp_release_request_text (spec);
  line->data_as_of = g_strdup (amp_count_table_as_of (table));
  line->format = g_strdup (format_codes[format]);
  line->language = g_strdup (language);
  line->reason = g_strdup (reason);
  line->file = g_bytes_ref (bytes);
  amp_release_policy_hash (&policy, line->policy);
  if (!write_internal (session, line, events[format], error))
    return NULL;
  if (id != NULL)
    *id = line->id;
  return g_steal_pointer (&bytes);
}
