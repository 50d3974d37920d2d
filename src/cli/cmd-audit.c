/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli audit: the log of who did what, which nobody can rewrite unseen. */
#include "cli/cli.h"

#include "domain/audit-anchor.h"
#include "domain/audit-review.h"
#include "domain/audit-words.h"
#include "domain/csv.h"

#include <string.h>

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

/* --- Verifying --- */

static gboolean
add_anchor (GArray *anchors, const char *text, const guint8 *vault, GError **error)
{
  AmpChainAnchor anchor;

  if (g_file_test (text, G_FILE_TEST_IS_REGULAR))
    {
      g_autofree char *data = NULL;
      g_autoptr (GBytes) bytes = NULL;
      gsize length;

      if (!g_file_get_contents (text, &data, &length, error))
        return FALSE;
      bytes = g_bytes_new_take (g_steal_pointer (&data), length);
      return amp_audit_anchors_read (bytes, vault, anchors, error);
    }
  if (!amp_audit_anchor_parse (text, vault, &anchor, error))
    return FALSE;
  g_array_append_val (anchors, anchor);
  return TRUE;
}

static gboolean
read_anchors (CliCall *call, AmpSession *session, GArray *anchors, GError **error)
{
  const GPtrArray *given = cli_call_list (call, "anchor");
  const guint8 *vault = amp_vault_get_id (amp_session_get_vault (session));

  for (guint i = 0; given != NULL && i < given->len; i++)
    if (!add_anchor (anchors, given->pdata[i], vault, error))
      return FALSE;
  return TRUE;
}

static gboolean
print_whole (const AmpChainReport *report, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, report->last);
  g_autofree char *records = g_strdup_printf ("%" G_GUINT64_FORMAT, report->n_records);
  g_autofree char *anchored = g_strdup_printf ("%" G_GUINT64_FORMAT, report->anchored);

  g_string_append_printf (out,
                          ngettext ("The log holds: %s entry, not changed.\n",
                                    "The log holds: %s entries, none changed, removed or added.\n",
                                    (gulong) report->last),
                          number);
  if (report->n_records != 0)
    g_string_append_printf (
      out,
      ngettext ("%s record is as its entry left it.\n",
                "%s records are as their entries left them, and no other is there.\n",
                (gulong) report->n_records),
      records);
  if (report->anchored != 0)
    g_string_append_printf (out, _ ("It holds against what was noted of it, up to entry %s.\n"),
                            anchored);
  return cli_print (out->str, error);
}

static int
run_verify (CliCall *call, GError **error)
{
  g_autoptr (AmpSession) session = cli_open_store (call, error);
  g_autoptr (GArray) anchors = g_array_new (FALSE, FALSE, sizeof (AmpChainAnchor));
  g_autoptr (AmpChainReport) report = NULL;

  if (session == NULL || !read_anchors (call, session, anchors, error))
    return CLI_FAILED;
  report = amp_store_audit_check (
    amp_session_get_store (session), (const AmpChainAnchor *) (gpointer) anchors->data,
    anchors->len, cli_call_get (call, "log-only") == NULL, cli_progress (), NULL, error);
  if (report == NULL)
    return CLI_FAILED;
  if (report->n_findings > 0)
    {
      g_autofree char *text = amp_chain_findings_text (report, AMP_CHAIN_KEPT, cli_translate);

      if (cli_print (text, error))
        amp_chain_report_judge (report, error);
      return CLI_FAILED;
    }
  if (report->n_told_gaps > 0)
    {
      g_set_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_SALVAGED,
                   "Salvaged, as audit event %" G_GUINT64_FORMAT
                   " tells: gaps in the log: %" G_GUINT64_FORMAT
                   ", rows that refer to one that was lost: 0",
                   report->salvaged_by, report->n_told_gaps);
      return CLI_FAILED;
    }
  return print_whole (report, error) ? CLI_DONE : CLI_FAILED;
}

static const CliOption verify_options[] = {
  {"anchor", "NUMBER:HASH|FILE",
   N_ ("a head of the log that was noted outside the vault, or a file of them"), TRUE},
  {"log-only", NULL, N_ ("the log alone, without holding each record against it"), FALSE},
  CLI_OPTION_END};

const CliCommand cli_audit_verify = {
  "audit verify",
  {"VAULT"},
  verify_options,
  N_ ("Checks every entry of the log, and that every record is as its entries tell."),
  N_ ("Place, hash and signature of each entry; then each record against the last entry that tells "
      "of "
      "it. What was cut off the end, or a whole vault put back from an older copy, shows only "
      "against a "
      "head that was noted elsewhere: see \"audit head\"."),
  run_verify,
};

/* --- Summary --- */

static int
run_summary (CliCall *call, GError **error)
{
  g_autoptr (AmpSession) session = cli_open_store (call, error);
  g_autoptr (AmpAuditReview) review = amp_audit_review_new ();
  g_autoptr (AmpAuditSummary) summary = NULL;
  g_autofree char *csv = NULL;

  if (session == NULL ||
      !amp_store_audit_list (amp_session_get_store (session), amp_audit_review_take, review, error))
    return CLI_FAILED;
  summary = amp_audit_review_end (review);
  csv = amp_audit_summary_to_csv (summary);
  return cli_print (csv, error) ? CLI_DONE : CLI_FAILED;
}

const CliCommand cli_audit_summary = {
  "audit summary",
  {"VAULT"},
  NULL,
  N_ ("Prints what the log says of how the office works, as CSV."),
  N_ (
    "Pauses of more than seven days, a clock that went back, views of identities for each user and "
    "day and who stands out by them, exceptions to consent, exports, changes of keys."),
  run_summary,
};

/* --- The head --- */

static int
write_head (CliCall *call, const AmpChainAnchor *head, const char *format, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *day = g_date_time_format (now, "%Y-%m-%d");
  const char *path = cli_call_get (call, "output");
  g_autofree char *text = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (strcmp (format, "pdf") == 0)
    return amp_audit_head_write_pdf (head, day, path, cli_translate, error) ? CLI_DONE : CLI_FAILED;
  text = strcmp (format, "text") == 0 ? amp_audit_head_to_text (head, day)
                                      : amp_audit_head_to_csv (head, day);
  if (path == NULL)
    return cli_print (text, error) ? CLI_DONE : CLI_FAILED;
  bytes = g_bytes_new (text, strlen (text));
  return cli_write (path, bytes, error) ? CLI_DONE : CLI_FAILED;
}

static int
run_head (CliCall *call, GError **error)
{
  static const char *const formats[] = {"csv", "pdf", "text", NULL};
  const char *format = cli_call_get (call, "format");
  g_autoptr (AmpSession) session = NULL;
  AmpChainAnchor head;

  if (format == NULL)
    format = "csv";
  if (!g_strv_contains (formats, format))
    {
      g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("There is no format “%s”."), format);
      return CLI_FAILED;
    }
  if (strcmp (format, "pdf") == 0 && cli_call_need (call, "output", error) == NULL)
    return CLI_FAILED;
  session = cli_open_store (call, error);
  if (session == NULL || !amp_audit_head (session, &head, error))
    return CLI_FAILED;
  return write_head (call, &head, format, error);
}

static const CliOption head_options[] = {
  {"format", "csv|pdf|text", N_ ("csv if not given"), FALSE},
  {"output", "FILE", N_ ("standard output if not given; needed for pdf"), FALSE},
  CLI_OPTION_END};

const CliCommand cli_audit_head = {
  "audit head",
  {"VAULT"},
  head_options,
  N_ ("Prints number, hash and check words of the last entry of the log."),
  N_ ("Kept outside the office, as a line or a sheet of paper, it shows later whether the log was "
      "written anew or cut off: \"audit verify --anchor\"."),
  run_head,
};
