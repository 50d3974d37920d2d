/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli partner: the records of a year for a partner such as IOM, and opening them there. */
#include "cli/cli.h"

#include "domain/partner-file.h"
#include "domain/release.h"

static gboolean
read_wish (const CliCall *call, AmpPartnerWish *wish, GError **error)
{
  guint64 year = 0, approval = 0;

  wish->recipient = cli_call_need (call, "recipient", error);
  if (wish->recipient == NULL || cli_call_need (call, "year", error) == NULL ||
      !cli_read_number (call, "year", 9999, &year, error) ||
      !cli_read_number (call, "approval", G_MAXINT64, &approval, error))
    return FALSE;
  wish->year = (guint) year;
  wish->approval = (gint64) approval;
  wish->reason = cli_call_get (call, "reason");
  if (cli_call_get (call, "format") == NULL ||
      amp_partner_format_from_code (cli_call_get (call, "format"), &wish->format))
    return TRUE;
  g_set_error_literal (error, CLI_ERROR, CLI_ERROR_USAGE,
                       _ ("Records for a partner are written as ctdc or htcds."));
  return FALSE;
}

/* Nobody has approved of it yet: asks. */
static void
ask_instead (AmpSession *session, const AmpPartnerWish *wish, GError **error)
{
  gint64 approval;
  g_autofree char *number = NULL;

  if (!amp_partner_ask (session, wish, &approval, NULL))
    return;
  number = g_strdup_printf ("%" G_GINT64_FORMAT, approval);
  g_clear_error (error);
  /* Translators: %s is the number of the request, twice. */
  g_set_error (error, CLI_ERROR, CLI_ERROR_OUTPUT,
               _ ("Another supervisor has to approve of this file. It was asked for as number %s: "
                  "once it is approved (amparo-cli approvals decide), give the same command with "
                  "--approval %s."),
               number, number);
}

static void
say_losses (const AmpPartnerLosses *losses)
{
  if (losses->n_rows == 0)
    g_printerr ("%s\n", _ ("That year was handed over before: the records are the same."));
  else
    g_printerr (_ ("%u records; left out: %u; values hidden: %u.\n"), (guint) losses->n_rows,
                (guint) losses->n_withheld, (guint) losses->n_hidden);
}

/* The line stands, and the approval is spent. */
static void
say_prepared (gint64 line)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, line);

  /* Translators: %s is the number of a line of the register. */
  g_printerr (_ ("The register holds the records as number %s, prepared: \"releases show\" with "
                 "--output writes the file, and nobody has to approve again.\n"),
              number);
}

static int
run_make (CliCall *call, GError **error)
{
  const char *path = cli_call_need (call, "output", error);
  AmpPartnerWish wish = {0};
  AmpPartnerLosses losses;
  gint64 line = 0;
  g_autoptr (AmpSession) session = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) failure = NULL;

  if (path == NULL || !read_wish (call, &wish, error))
    return CLI_FAILED;
  session = cli_open_store (call, error);
  if (session == NULL)
    return CLI_FAILED;
  bytes = amp_partner_make (session, &wish, &losses, &line, NULL, NULL, &failure);
  if (bytes == NULL)
    {
      if (wish.approval == 0 &&
          g_error_matches (failure, AMP_RELEASE_ERROR, AMP_RELEASE_ERROR_APPROVAL))
        ask_instead (session, &wish, &failure);
      g_propagate_error (error, g_steal_pointer (&failure));
      return CLI_FAILED;
    }
  if (!cli_write (path, bytes, error))
    {
      say_prepared (line);
      return CLI_FAILED;
    }
  if (!amp_release_given (session, line, error))
    return CLI_FAILED;
  say_losses (&losses);
  return CLI_DONE;
}

static const CliOption make_options[] = {
  {"year", "YEAR", N_ ("the year in which they were registered; it is closed"), FALSE},
  {"recipient", "NAME", N_ ("the user of the partner, an auditor of this vault"), FALSE},
  {"format", "ctdc|htcds", N_ ("columns of CTDC's public data, or fields and codes of HTCDS; ctdc"),
   FALSE},
  {"reason", "TEXT", N_ ("what for; stands in the register of releases"), FALSE},
  {"approval", "ID", N_ ("another supervisor's approval"), FALSE},
  {"output", "FILE", N_ ("the file to write; it appears whole or not at all"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_partner_make = {
  "partner make",
  {"VAULT"},
  make_options,
  N_ ("Makes a sealed file of a year's records for a partner; two supervisors."),
  N_ (
    "The columns are those of CTDC's public data, or the same records in the fields and codes of "
    "IOM's HTCDS. Nobody stands in a group of fewer than 11, and "
    "the fewer records there are, the less is told. Only the partner's passphrase opens the "
    "file (partner open). A year is made once: whoever gets it later gets the same records. Of one "
    "year leave either records or tables of people and cases, not both: their difference would "
    "be those who were left out."),
  run_make,
};

/* --- open --- */

static int
run_open (CliCall *call, GError **error)
{
  const char *login = cli_call_need (call, "user", error);
  const char *path = login != NULL ? cli_call_need (call, "output", error) : NULL;
  g_autoptr (AmpSecret) passphrase = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (path == NULL)
    return CLI_FAILED;
  passphrase = cli_passphrase_read (call, "passphrase-fd", _ ("Passphrase"), error);
  if (passphrase == NULL)
    return CLI_FAILED;
  bytes = amp_partner_open (cli_call_argument (call, 0), login, passphrase, error);
  return bytes != NULL && cli_write (path, bytes, error) ? CLI_DONE : CLI_FAILED;
}

static const CliOption open_options[] = {
  {"output", "FILE", N_ ("the file to write; - is standard output"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_partner_open = {
  "partner open", {"FILE"},
  open_options,   N_ ("Opens a file that was made for you, as CSV; needs no vault."),
  NULL,           run_open,
};
