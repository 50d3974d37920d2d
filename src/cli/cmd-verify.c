/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli verify: every page, every constraint, both halves of every record, the log. Of a
 * damaged vault it lists the pages, and what can still be read. */
#include "cli/cli.h"

#include "domain/damage.h"

static int
verify_backup (CliCall *call, GError **error)
{
  g_autoptr (AmpSecret) secret =
    cli_passphrase_read (call, "passphrase-fd", _ ("Passphrase"), error);
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *made = NULL, *line = NULL;
  gint64 when = 0;

  if (secret == NULL ||
      !amp_backup_verify (cli_call_argument (call, 0), cli_call_get (call, "user"), secret, &when,
                          NULL, cli_progress (), NULL, error))
    return CLI_FAILED;
  time = g_date_time_new_from_unix_local (when);
  made = time == NULL ? g_strdup ("?") : g_date_time_format (time, "%Y-%m-%d %H:%M");
  line = g_strdup_printf (_ ("The backup of %s is whole: every page.\n"), made);
  return cli_print (line, error) ? CLI_DONE : CLI_FAILED;
}

static gboolean
is_damage (const GError *error)
{
  return g_error_matches (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED) ||
         g_error_matches (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_OUT_OF_STEP);
}

/* All that is wrong goes to standard output; the first damage stays the error. What cannot even be
 * looked at, and what is wrong with whole pages, has no list. */
static int
list_damage (CliCall *call, const AmpSecret *passphrase, GError *damage, GError **error)
{
  g_autoptr (AmpDamageReport) report = NULL;
  g_autofree char *csv = NULL;

  report = amp_damage_report_make (cli_call_argument (call, 0), NULL, cli_call_get (call, "user"),
                                   passphrase, cli_progress (), NULL, NULL);
  if (report != NULL && report->pages->len > 0)
    {
      csv = amp_damage_report_to_csv (report);
      if (!cli_print (csv, error))
        {
          g_error_free (damage);
          return CLI_FAILED;
        }
    }
  g_propagate_error (error, damage);
  return CLI_FAILED;
}

static gboolean
verify (CliCall *call, const AmpSecret *passphrase, GError **error)
{
  g_autoptr (AmpSession) session =
    amp_session_open (cli_call_argument (call, 0), cli_call_get (call, "user"), passphrase, error);

  if (session == NULL)
    return FALSE;
  if (amp_session_get_store (session) != NULL)
    return amp_store_verify (amp_session_get_store (session), cli_progress (), NULL, error);
  g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NO_GRANT,
                       "An auditor holds no key to the databases");
  return FALSE;
}

static int
verify_vault (CliCall *call, GError **error)
{
  g_autoptr (AmpSecret) passphrase =
    cli_vault_passphrase (call, cli_call_argument (call, 0), error);
  g_autoptr (GError) finding = NULL;

  if (passphrase == NULL)
    return CLI_FAILED;
  if (verify (call, passphrase, &finding))
    return cli_print (_ ("The vault is whole: every page, every record and the log.\n"), error)
             ? CLI_DONE
             : CLI_FAILED;
  if (is_damage (finding))
    return list_damage (call, passphrase, g_steal_pointer (&finding), error);
  /* Intact bytes, but records that do not fit together: nothing is tampered with or lost. */
  if (g_error_matches (finding, AMP_STORE_ERROR, AMP_STORE_ERROR_INVALID))
    {
      g_autofree char *text = g_strdup_printf ("%s\n", finding->message);

      return cli_print (text, error) ? CLI_FINDINGS : CLI_FAILED;
    }
  g_propagate_error (error, g_steal_pointer (&finding));
  return CLI_FAILED;
}

static int
run (CliCall *call, GError **error)
{
  return g_file_test (cli_call_argument (call, 0), G_FILE_TEST_IS_REGULAR)
           ? verify_backup (call, error)
           : verify_vault (call, error);
}

const CliCommand cli_verify = {
  "verify",
  {"VAULT"},
  NULL,
  N_ ("Checks the whole vault, or a backup: every page, every record and the log."),
  N_ ("VAULT may be the file of a backup. Of a damaged vault every damaged page is listed, and of "
      "each table how many rows can be read and how many are lost, as CSV."),
  run,
};
