/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli audit: the log of who did what, which nobody can rewrite unseen. */
#include "cli/cli.h"

#include "domain/csv.h"

typedef struct
{
  GString *row;
  GError **error;
  gboolean failed;
} ListJob;

static gboolean
print_event (const AmpAuditEvent *event, gpointer data)
{
  ListJob *job = data;
  g_autofree char *seq = g_strdup_printf ("%" G_GUINT64_FORMAT, event->seq);
  g_autofree char *actor = g_strdup_printf ("%" G_GINT64_FORMAT, event->actor);
  const char *const cells[] = {seq,
                               event->at,
                               actor,
                               event->role,
                               event->action,
                               event->object_type,
                               event->object_ref,
                               event->fields,
                               event->reason,
                               event->hash};

  g_string_truncate (job->row, 0);
  amp_csv_append_row (job->row, cells, G_N_ELEMENTS (cells));
  job->failed = !cli_print (job->row->str, job->error);
  return !job->failed;
}

static int
run_list (CliCall *call, GError **error)
{
  static const char *const header[] = {"seq",         "at",         "actor",  "role",   "action",
                                       "object_type", "object_ref", "fields", "reason", "hash"};
  g_autoptr (AmpSession) session = cli_open_store (call, error);
  g_autoptr (GString) row = g_string_new (NULL);
  ListJob job = {row, error, FALSE};

  if (session == NULL)
    return CLI_FAILED;
  amp_csv_append_row (row, header, G_N_ELEMENTS (header));
  if (!cli_print (row->str, error))
    return CLI_FAILED;
  if (!amp_store_audit_list (amp_session_get_store (session), print_event, &job,
                             job.failed ? NULL : error))
    return CLI_FAILED;
  return job.failed ? CLI_FAILED : CLI_DONE;
}

const CliCommand cli_audit_list = {
  "audit list",
  {"VAULT"},
  NULL,
  N_ ("Lists the log as CSV, oldest first."),
  N_ ("It holds no names and no values: who did what, when, and to which fields. References to "
      "records are hashes that only this vault can tell apart."),
  run_list,
};

static int
run_verify (CliCall *call, GError **error)
{
  g_autoptr (AmpSession) session = cli_open_store (call, error);
  g_autofree char *number = NULL;
  g_autofree char *text = NULL;
  guint64 n_events;

  if (session == NULL || !amp_store_audit_verify (amp_session_get_store (session), &n_events,
                                                  cli_progress (), NULL, error))
    return CLI_FAILED;
  number = g_strdup_printf ("%" G_GUINT64_FORMAT, n_events);
  text = g_strdup_printf (ngettext ("The log holds: %s entry, not changed.\n",
                                    "The log holds: %s entries, none changed, removed or added.\n",
                                    (gulong) n_events),
                          number);
  return cli_print (text, error) ? CLI_DONE : CLI_FAILED;
}

const CliCommand cli_audit_verify = {
  "audit verify", {"VAULT"},
  NULL,           N_ ("Checks every entry of the log: its place, its hash, its signature."),
  NULL,           run_verify,
};

static int
run_head (CliCall *call, GError **error)
{
  g_autoptr (AmpSession) session = cli_open_store (call, error);
  g_autoptr (GString) out = NULL;
  guint8 hash[AMP_HASH_BYTES];
  guint64 seq;

  if (session == NULL || !amp_store_audit_head (amp_session_get_store (session), &seq, hash, error))
    return CLI_FAILED;
  out = g_string_new ("seq,hash\r\n");
  g_string_append_printf (out, "%" G_GUINT64_FORMAT ",", seq);
  for (gsize i = 0; i < sizeof hash; i++)
    g_string_append_printf (out, "%02x", hash[i]);
  g_string_append (out, "\r\n");
  return cli_print (out->str, error) ? CLI_DONE : CLI_FAILED;
}

const CliCommand cli_audit_head = {
  "audit head",
  {"VAULT"},
  NULL,
  N_ ("Prints number and hash of the last entry of the log."),
  N_ ("Written down outside the vault, it shows later whether entries were cut off the end."),
  run_head,
};
