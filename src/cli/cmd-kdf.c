/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli kdf: how costly it is to try a passphrase. */
#include "cli/cli.h"

#include "domain/safekeeping.h"

#define MIB (1024 * 1024)
#define MAX_MILLISECONDS 60000

static gboolean
read_number (const CliCall *call, const char *option, guint64 max, guint64 *number, GError **error)
{
  const char *text = cli_call_need (call, option, error);

  if (text == NULL)
    return FALSE;
  if (g_ascii_string_to_unsigned (text, 10, 1, max, number, NULL))
    return TRUE;
  g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("--%s needs a number from 1 to %u."), option,
               (guint) max);
  return FALSE;
}

/* Passes and memory as given, or measured to take that long. */
static gboolean
read_floor (const CliCall *call, AmpKdf *kdf, GError **error)
{
  guint64 number;

  if (cli_call_get (call, "measure") != NULL)
    {
      if (cli_call_get (call, "passes") != NULL || cli_call_get (call, "memory") != NULL)
        {
          g_set_error_literal (error, CLI_ERROR, CLI_ERROR_USAGE,
                               _ ("Either --measure, or --passes and --memory."));
          return FALSE;
        }
      if (!read_number (call, "measure", MAX_MILLISECONDS, &number, error))
        return FALSE;
      *kdf = amp_kdf_measure ((guint) number);
      return TRUE;
    }
  if (!read_number (call, "passes", 16, &number, error))
    return FALSE;
  kdf->ops = number;
  if (!read_number (call, "memory", 4096, &number, error))
    return FALSE;
  kdf->bytes = number * MIB;
  return TRUE;
}

static int
run (CliCall *call, GError **error)
{
  g_autoptr (AmpSession) session = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *line = NULL;
  AmpKdf kdf;

  if (!read_floor (call, &kdf, error))
    return CLI_FAILED;
  session = cli_open_store (call, error);
  if (session == NULL)
    return CLI_FAILED;
  if (!amp_session_raise_kdf (session, &kdf, &local))
    {
      if (g_error_matches (local, AMP_VAULT_ERROR, AMP_VAULT_ERROR_INVALID))
        g_set_error (
          error, CLI_ERROR, CLI_ERROR_USAGE,
          _ ("%u passes over %u MiB are less than what is asked for already. It can only "
             "be raised."),
          (guint) kdf.ops, (guint) (kdf.bytes / MIB));
      else
        g_propagate_error (error, g_steal_pointer (&local));
      return CLI_FAILED;
    }
  line = g_strdup_printf (_ ("From now on: %u passes over %u MiB.\n"), (guint) kdf.ops,
                          (guint) (kdf.bytes / MIB));
  return cli_print (line, error) ? CLI_DONE : CLI_FAILED;
}

static const CliOption options[] = {
  {"measure", "MS", N_ ("as much as takes this machine so many milliseconds"), FALSE},
  {"passes", "N", N_ ("passes of Argon2id, 1 to 16"), FALSE},
  {"memory", "MIB", N_ ("memory of Argon2id in MiB"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_kdf_raise = {
  "kdf",
  {"VAULT"},
  options,
  N_ ("Raises what trying a passphrase costs, for all users; only a supervisor may."),
  N_ ("Each user's own is raised the next time she opens the vault, with the passphrase that she "
      "has. It cannot be lowered. Think of the weakest computer that must open the vault."),
  run,
};
