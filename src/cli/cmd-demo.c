/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli demo: a vault full of people who do not exist. */
#include "cli/cli.h"

#include "domain/demo.h"
#include "model/date.h"

#define MAX_CASES 10000000

static gboolean
read_options (const CliCall *call, AmpDemoOptions *demo, GError **error)
{
  guint64 cases = 300;
  AmpDate today;

  demo->seed = 1;
  if (!cli_read_number (call, "cases", MAX_CASES, &cases, error) ||
      !cli_read_number (call, "seed", G_MAXUINT64, &demo->seed, error))
    return FALSE;
  demo->cases = (guint) cases;
  demo->today = cli_call_get (call, "today");
  if (demo->today != NULL &&
      (!amp_date_parse (demo->today, &today) || today.precision != AMP_DATE_DAY))
    {
      g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("--%s needs a day such as 2024-03-05."),
                   "today");
      return FALSE;
    }
  return TRUE;
}

static AmpSession *
create_vault (const CliCall *call, GError **error)
{
  const char *login = cli_call_need (call, "user", error);
  const AmpKdf *kdf = cli_kdf (call, error);
  g_autoptr (AmpSecret) secret = NULL;

  if (login == NULL || kdf == NULL)
    return NULL;
  secret = cli_passphrase_choose (call, "passphrase-fd", login, _ ("New passphrase"), error);
  if (secret == NULL)
    return NULL;
  return amp_session_create (cli_call_argument (call, 0), login, secret, kdf, error);
}

/* Invented people among real ones could not be told apart again. */
static AmpSession *
open_empty_vault (const CliCall *call, GError **error)
{
  g_autoptr (AmpSession) session = cli_open_store (call, error);
  gint64 people;

  if (session == NULL)
    return NULL;
  people = amp_store_count (amp_session_get_store (session), amp_entity_find ("person"), error);
  if (people < 0)
    return NULL;
  if (people > 0)
    {
      g_set_error_literal (error, CLI_ERROR, CLI_ERROR_USAGE,
                           _ ("There are people in this vault already. Demo data goes into a new "
                              "or an empty vault only."));
      return NULL;
    }
  return g_steal_pointer (&session);
}

static int
run (CliCall *call, GError **error)
{
  AmpDemoOptions demo = {0};
  g_autoptr (AmpSession) session = NULL;

  if (!read_options (call, &demo, error))
    return CLI_FAILED;
  session = amp_vault_probe (cli_call_argument (call, 0), NULL) ? open_empty_vault (call, error)
                                                                : create_vault (call, error);
  if (session == NULL || !amp_demo_fill (session, &demo, cli_progress (), NULL, error))
    return CLI_FAILED;
  return CLI_DONE;
}

static const CliOption options[] = {
  {"cases", "N", N_ ("how many people are assisted; 300 if not given"), FALSE},
  {"seed", "S", N_ ("the same number gives the same data; 1 if not given"), FALSE},
  {"today", "DAY", N_ ("the day on which the 24 months of data end; today if not given"), FALSE},
  CLI_OPTION_KDF,
  CLI_OPTION_END,
};

const CliCommand cli_demo = {
  "demo",
  {"VAULT"},
  options,
  N_ ("Fills a new or empty vault with a synthetic office: eight regions, two of them on the "
      "Ecuador border."),
  N_ ("Nobody in it exists. A vault that is not there yet is made, with NAME as its first "
      "supervisor."),
  run,
};
