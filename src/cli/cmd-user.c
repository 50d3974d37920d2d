/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli user: who may open the vault, and with which keys. */
#include "cli/cli.h"

#include "domain/csv.h"

#define OPTION_NEW_PASSPHRASE                                                                      \
  {                                                                                                \
    "new-passphrase-fd", "N",                                                                      \
      N_ ("read the new passphrase from the open file descriptor N; with the same N as "           \
          "--passphrase-fd it is the next line"),                                                  \
      FALSE                                                                                        \
  }

static gboolean
read_role (const CliCall *call, AmpRole *role, GError **error)
{
  const char *text = cli_call_need (call, "role", error);

  if (text == NULL)
    return FALSE;
  if (amp_role_from_code (text, role))
    return TRUE;
  g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("--%s takes one of: %s."), "role",
               "caseworker, supervisor, auditor");
  return FALSE;
}

static int
run_add (CliCall *call, GError **error)
{
  const char *login = cli_call_need (call, "name", error);
  const AmpKdf *kdf;
  AmpRole role;
  g_autoptr (AmpSession) session = NULL;
  g_autoptr (AmpSecret) secret = NULL;

  if (login == NULL || !read_role (call, &role, error))
    return CLI_FAILED;
  kdf = cli_kdf (call, error);
  if (kdf == NULL)
    return CLI_FAILED;
  session = cli_open (call, NULL, error);
  if (session == NULL)
    return CLI_FAILED;
  secret = cli_passphrase_choose (call, "new-passphrase-fd", login,
                                  _ ("Passphrase of the new user"), error);
  if (secret == NULL || !amp_session_add_user (session, login, role, secret, kdf, error))
    return CLI_FAILED;
  return CLI_DONE;
}

static const CliOption add_options[] = {
  {"name", "NEW", N_ ("name of the new user"), FALSE},
  {"role", "ROLE", N_ ("caseworker, supervisor or auditor"), FALSE},
  OPTION_NEW_PASSPHRASE,
  CLI_OPTION_KDF,
  CLI_OPTION_END,
};

const CliCommand cli_user_add = {
  "user add",
  {"VAULT"},
  add_options,
  N_ ("Adds a user; only a supervisor may."),
  N_ ("A caseworker and a supervisor get the keys to all case data. An auditor gets none."),
  run_add,
};

static int
run_list (CliCall *call, GError **error)
{
  static const char *const header[] = {"id", "login", "role", "active"};
  g_autoptr (AmpSession) session = cli_open (call, NULL, error);
  g_autoptr (GPtrArray) users = NULL;
  g_autoptr (GString) out = NULL;

  if (session == NULL)
    return CLI_FAILED;
  users = amp_vault_list_users (amp_session_get_vault (session), error);
  if (users == NULL)
    return CLI_FAILED;
  out = g_string_new (NULL);
  amp_csv_append_row (out, header, G_N_ELEMENTS (header));
  for (guint i = 0; i < users->len; i++)
    {
      const AmpUser *user = g_ptr_array_index (users, i);
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, user->id);
      const char *const cells[] = {id, user->login, amp_role_to_code (user->role),
                                   user->active ? "1" : "0"};

      amp_csv_append_row (out, cells, G_N_ELEMENTS (cells));
    }
  return cli_print (out->str, error) ? CLI_DONE : CLI_FAILED;
}

const CliCommand cli_user_list = {
  "user list", {"VAULT"}, NULL, N_ ("Lists the users as CSV."), NULL, run_list,
};

static int
run_disable (CliCall *call, GError **error)
{
  const char *login = cli_call_need (call, "name", error);
  g_autoptr (AmpSession) session = NULL;

  if (login == NULL)
    return CLI_FAILED;
  session = cli_open (call, NULL, error);
  if (session == NULL || !amp_session_disable_user (session, login, error))
    return CLI_FAILED;
  return CLI_DONE;
}

static const CliOption disable_options[] = {
  {"name", "OTHER", N_ ("name of the user"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_user_disable = {
  "user disable",
  {"VAULT"},
  disable_options,
  N_ ("Takes a user's keys away; only a supervisor may."),
  N_ ("What the user has done stays in the log, and can still be checked."),
  run_disable,
};

static int
run_grant (CliCall *call, GError **error)
{
  const char *login = cli_call_need (call, "name", error);
  AmpRole role;
  g_autoptr (AmpSession) session = NULL;

  if (login == NULL || !read_role (call, &role, error))
    return CLI_FAILED;
  session = cli_open (call, NULL, error);
  if (session == NULL || !amp_session_grant (session, login, role, error))
    return CLI_FAILED;
  return CLI_DONE;
}

static const CliOption grant_options[] = {
  {"name", "OTHER", N_ ("name of the user"), FALSE},
  {"role", "ROLE", N_ ("caseworker, supervisor or auditor"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_user_grant = {
  "user grant",
  {"VAULT"},
  grant_options,
  N_ ("Gives a user another role, and the keys that belong to it; only a supervisor may."),
  NULL,
  run_grant,
};

static const CliOption passphrase_options[] = {
  OPTION_NEW_PASSPHRASE,
  CLI_OPTION_KDF,
  CLI_OPTION_END,
};

static int
run_passphrase (CliCall *call, GError **error)
{
  const AmpKdf *kdf = cli_kdf (call, error);
  g_autoptr (AmpSecret) old = NULL;
  g_autoptr (AmpSecret) fresh = NULL;
  g_autoptr (AmpSession) session = NULL;

  if (kdf == NULL)
    return CLI_FAILED;
  session = cli_open (call, &old, error);
  if (session == NULL)
    return CLI_FAILED;
  fresh = cli_passphrase_choose (call, "new-passphrase-fd", amp_session_get_user (session)->login,
                                 _ ("New passphrase"), error);
  if (fresh == NULL || !amp_session_change_passphrase (session, old, fresh, kdf, error))
    return CLI_FAILED;
  return CLI_DONE;
}

const CliCommand cli_user_passphrase = {
  "user passphrase",
  {"VAULT"},
  passphrase_options,
  N_ ("Changes your own passphrase."),
  N_ ("Old copies of the folder still open with the old one."),
  run_passphrase,
};
