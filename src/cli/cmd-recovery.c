/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli recovery: three sheets of paper, of which two open the vault. Words of a sheet come in
 * as passphrases do. */
#include "cli/cli.h"

#include "domain/safekeeping.h"

/* --- make --- */

static int
run_make (CliCall *call, GError **error)
{
  const char *folder = cli_call_need (call, "output", error);
  g_autoptr (AmpSession) session = NULL;
  g_autoptr (GPtrArray) paths = NULL;

  if (folder == NULL)
    return CLI_FAILED;
  session = cli_open_store (call, error);
  if (session == NULL)
    return CLI_FAILED;
  paths = amp_session_make_recovery (session, folder, cli_translate, error);
  if (paths == NULL)
    return CLI_FAILED;
  for (guint i = 0; i < paths->len; i++)
    {
      g_autofree char *line = g_strconcat (paths->pdata[i], "\n", NULL);

      if (!cli_print (line, error))
        return CLI_FAILED;
    }
  g_printerr ("%s\n",
              _ ("Print the three sheets, give each to another person, and delete the files. "
                 "Sheets of before open nothing any more."));
  return CLI_DONE;
}

static const CliOption make_options[] = {
  {"output", "FOLDER", N_ ("where to write the three PDF files"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_recovery_make = {
  "recovery make",
  {"VAULT"},
  make_options,
  N_ ("Makes three recovery sheets; only a supervisor may."),
  N_ ("Two of them open the vault when nobody else can. Each goes to another person, on paper. A "
      "new set ends the one before."),
  run_make,
};

/* --- test --- */

static gboolean
check_folder (const char *folder, GError **error)
{
  if (amp_vault_probe (folder, error))
    return TRUE;
  if (*error == NULL)
    g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_FOUND,
                         "The folder holds no keyring");
  return FALSE;
}

/* With --record by one who has the vault open, so that the log tells of it. */
static gboolean
test (CliCall *call, const AmpSecret *sheet, guint *number, guint *set, GError **error)
{
  g_autoptr (AmpSession) session = NULL;

  if (cli_call_get (call, "record") == NULL)
    return amp_recovery_test (cli_call_argument (call, 0), sheet, number, set, error);
  session = cli_open_store (call, error);
  return session != NULL && amp_session_test_sheet (session, sheet, number, set, error);
}

static int
run_test (CliCall *call, GError **error)
{
  const char *folder = cli_call_argument (call, 0);
  g_autoptr (AmpSecret) sheet = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *line = NULL;
  const char *fault;
  guint number = 0, set = 0;

  if (!check_folder (folder, error))
    return CLI_FAILED;
  sheet = cli_passphrase_read (call, "sheet-fd", _ ("The words of the sheet"), error);
  if (sheet == NULL)
    return CLI_FAILED;
  if (test (call, sheet, &number, &set, &local))
    {
      line = g_strdup_printf (_ ("Sheet %u of %u, set %u: good.\n"), number,
                              (guint) AMP_RECOVERY_SHEETS, set);
      return cli_print (line, error) ? CLI_DONE : CLI_FAILED;
    }
  fault = amp_recovery_fault (local);
  if (fault == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return CLI_FAILED;
    }
  line = g_strdup_printf ("%s (%s)\n", _ (fault), local->message);
  return cli_print (line, error) ? CLI_FINDINGS : CLI_FAILED;
}

static const CliOption test_options[] = {
  {"record", NULL,
   N_ ("write into the vault's log that this sheet is good; asks for your passphrase as well"),
   FALSE},
  {"sheet-fd", "N",
   N_ ("read the words from the open file descriptor N, all in one line; without it, the terminal "
       "asks"),
   FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_recovery_test = {
  "recovery test",
  {"VAULT"},
  test_options,
  N_ ("Tests one recovery sheet, without the others and without a passphrase."),
  N_ ("Nothing is opened, and nothing about the secret is told. Do it once a year."),
  run_test,
};

/* --- use --- */

/* Each is tested by itself first, so that it is known which one is wrong. */
static gboolean
read_sheet (
  const CliCall *call, const char *prompt, guint *number, AmpSecret **sheet, GError **error)
{
  g_autoptr (GError) local = NULL;
  const char *fault;

  *sheet = cli_passphrase_read (call, "sheets-fd", prompt, error);
  if (*sheet == NULL)
    return FALSE;
  if (amp_recovery_test (cli_call_argument (call, 0), *sheet, number, NULL, &local))
    return TRUE;
  fault = amp_recovery_fault (local);
  if (fault != NULL)
    g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, "%s: %s (%s)", prompt, _ (fault),
                 local->message);
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
read_sheets (const CliCall *call, AmpSecret **first, AmpSecret **second, GError **error)
{
  guint one = 0, other = 0;

  if (!check_folder (cli_call_argument (call, 0), error) ||
      !read_sheet (call, _ ("The words of the first sheet"), &one, first, error) ||
      !read_sheet (call, _ ("The words of the second sheet"), &other, second, error))
    return FALSE;
  if (one != other)
    return TRUE;
  g_set_error_literal (error, CLI_ERROR, CLI_ERROR_USAGE,
                       _ ("Both are the same sheet. Two different ones are needed."));
  return FALSE;
}

static int
run_use (CliCall *call, GError **error)
{
  const char *login = cli_call_need (call, "name", error);
  const AmpKdf *kdf = cli_kdf (call, error);
  g_autoptr (AmpSecret) first = NULL;
  g_autoptr (AmpSecret) second = NULL;
  g_autoptr (AmpSecret) passphrase = NULL;
  g_autoptr (AmpSession) session = NULL;

  if (login == NULL || kdf == NULL || !read_sheets (call, &first, &second, error))
    return CLI_FAILED;
  passphrase = cli_passphrase_choose (call, "new-passphrase-fd", login,
                                      _ ("Passphrase of the new supervisor"), error);
  if (passphrase == NULL)
    return CLI_FAILED;
  session =
    amp_session_recover (cli_call_argument (call, 0), (const AmpSecret *const[]){first, second},
                         login, passphrase, kdf, error);
  if (session == NULL)
    return CLI_FAILED;
  g_printerr ("%s\n", _ ("The new supervisor can open the vault. Make new recovery sheets now: two "
                         "of these were seen together."));
  return CLI_DONE;
}

static const CliOption use_options[] = {
  {"sheets-fd", "N",
   N_ ("read the words of two sheets from the open file descriptor N, a line each; without it, the "
       "terminal asks"),
   FALSE},
  {"name", "NEW", N_ ("name of the new supervisor"), FALSE},
  {"new-passphrase-fd", "N",
   N_ ("read the new passphrase from the open file descriptor N; with the same N as --sheets-fd it "
       "is the next line"),
   FALSE},
  CLI_OPTION_KDF,
  CLI_OPTION_END,
};

const CliCommand cli_recovery_use = {
  "recovery use",
  {"VAULT"},
  use_options,
  N_ ("Makes a new supervisor with two recovery sheets, when nobody else can open the vault."),
  N_ ("The sheets replace the passphrase of a supervisor. Nothing else in the vault changes."),
  run_use,
};
