/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli releases: the register of what was handed over. */
#include "cli/cli.h"

#include "domain/csv.h"
#include "domain/partner-file.h"
#include "domain/release.h"

static char *
number (gint64 value)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, value);
}

/* --- list --- */

static const char *const header[] = {
  "id",     "at",   "actor",   "approver", "rule",  "recipient", "reason",
  "period", "unit", "request", "format",   "state", "file_hash", "hash",
};

static void
append (GString *out, const AmpRelease *release)
{
  g_autofree char *id = number (release->id);
  g_autofree char *actor = number (release->actor);
  g_autofree char *approver = release->approver != 0 ? number (release->approver) : NULL;
  const char *const cells[] = {
    id,
    release->at,
    actor,
    approver,
    release->rule,
    release->recipient,
    release->reason,
    release->period,
    release->unit,
    release->request,
    release->format,
    release->given ? "given" : "prepared",
    release->file_hash,
    release->hash,
  };

  amp_csv_append_row (out, cells, G_N_ELEMENTS (cells));
}

static int
run_list (CliCall *call, GError **error)
{
  g_autoptr (AmpSession) session = cli_open_store (call, error);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GPtrArray) list = session != NULL ? amp_releases_list (session, error) : NULL;

  if (list == NULL)
    return CLI_FAILED;
  amp_csv_append_row (out, header, G_N_ELEMENTS (header));
  for (guint i = 0; i < list->len; i++)
    append (out, list->pdata[i]);
  return cli_print (out->str, error) ? CLI_DONE : CLI_FAILED;
}

const CliCommand cli_releases_list = {
  "releases list",
  {"VAULT"},
  NULL,
  N_ ("Lists what was handed over to whom as CSV, oldest first; supervisors only."),
  N_ ("A line that says \"prepared\" was written before its file: whether the file came to be is "
      "not known. \"releases show\" writes the same file again."),
  run_list,
};

/* --- show --- */

/* Of records of persons their number, and that there is no more to see. */
static gboolean
say_sealed (AmpSession *session, const AmpRelease *release, GError **error)
{
  guint64 n = 0;

  if (!amp_release_is_sealed (release->rule))
    return TRUE;
  if (!amp_partner_count (session, release->id, &n, error))
    return FALSE;
  g_printerr (ngettext ("%u record of persons, sealed to one partner; nothing of it is shown here. "
                        "\"partner make\" hands the same over again, with two supervisors.\n",
                        "%u records of persons, sealed to one partner; nothing of them is shown "
                        "here. \"partner make\" hands the same over again, with two supervisors.\n",
                        (gulong) n),
              (guint) n);
  return TRUE;
}

static int
run_show (CliCall *call, GError **error)
{
  const char *path = cli_call_get (call, "output");
  gint64 id = cli_read_id (call, 1, "releases list", error);
  g_autoptr (AmpSession) session = id != 0 ? cli_open_store (call, error) : NULL;
  g_autoptr (AmpRelease) release = session != NULL ? amp_release_load (session, id, error) : NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;

  if (release == NULL)
    return CLI_FAILED;
  if (path == NULL)
    {
      amp_csv_append_row (out, header, G_N_ELEMENTS (header));
      append (out, release);
      return cli_print (out->str, error) && say_sealed (session, release, error) ? CLI_DONE
                                                                                 : CLI_FAILED;
    }
  bytes = amp_release_again (session, id, error);
  return bytes != NULL && cli_write (path, bytes, error) && amp_release_given (session, id, error)
           ? CLI_DONE
           : CLI_FAILED;
}

static const CliOption show_options[] = {
  {"output", "FILE", N_ ("write the file of that line again, the same; -: standard output"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_releases_show = {
  "releases show",
  {"VAULT", "ID"},
  show_options,
  N_ ("Shows one line of the register of releases, or writes its file again."),
  NULL,
  run_show,
};

/* --- verify --- */

static int
run_verify (CliCall *call, GError **error)
{
  g_autoptr (AmpSession) session = cli_open_store (call, error);
  g_autofree char *text = NULL;
  guint64 n = 0;

  if (session == NULL || !amp_releases_verify (session, &n, cli_progress (), NULL, error))
    return CLI_FAILED;
  text = g_strdup_printf (ngettext ("%u line holds.\n", "%u lines hold.\n", (gulong) n), (guint) n);
  return cli_print (text, error) ? CLI_DONE : CLI_FAILED;
}

const CliCommand cli_releases_verify = {
  "releases verify",
  {"VAULT"},
  NULL,
  N_ ("Checks the register of releases: its chain, its files, its counts and every proof."),
  NULL,
  run_verify,
};

/* --- policy --- */

static int
run_policy (CliCall *call, GError **error)
{
  g_autoptr (AmpSession) session = cli_open_store (call, error);
  AmpReleasePolicy policy;
  guint64 smallest, lag, share, approval = 0;
  g_autofree char *text = NULL;

  if (session == NULL || !amp_release_policy_get (session, &policy, error))
    return CLI_FAILED;
  smallest = (guint64) policy.t;
  lag = policy.lag;
  share = policy.share;
  if (!cli_read_number (call, "smallest", G_MAXINT, &smallest, error) ||
      !cli_read_number (call, "lag", G_MAXINT, &lag, error) ||
      !cli_read_number (call, "share", G_MAXINT, &share, error) ||
      !cli_read_number (call, "approval", G_MAXINT64, &approval, error))
    return CLI_FAILED;
  if (smallest != (guint64) policy.t || lag != policy.lag || share != policy.share)
    {
      policy.t = (gint64) smallest;
      policy.lag = (guint) lag;
      policy.share = (guint) share;
      if (!amp_release_policy_set (session, &policy, cli_call_get (call, "reason"),
                                   (gint64) approval, error))
        return CLI_FAILED;
    }
  text = g_strdup_printf ("smallest,%" G_GINT64_FORMAT "\nlag,%u\nshare,%u\n", policy.t, policy.lag,
                          policy.share);
  return cli_print (text, error) ? CLI_DONE : CLI_FAILED;
}

static const CliOption policy_options[] = {
  {"smallest", "N", N_ ("the smallest count that leaves the office; never below 11"), FALSE},
  {"lag", "DAYS", N_ ("how long after its end a period closes; never below 30"), FALSE},
  {"share", "PERCENT", N_ ("the largest share of a group that may be told; at most 90"), FALSE},
  {"reason", "TEXT", N_ ("needed for whatever lowers protection"), FALSE},
  {"approval", "ID", N_ ("another supervisor's approval; needed for the same"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_releases_policy = {
  "releases policy",
  {"VAULT"},
  policy_options,
  N_ ("Shows or sets the rules of what leaves the office; each change is a line of the register."),
  NULL,
  run_policy,
};
