/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli setting: what the office decides for everybody in its vault. */
#include "cli/cli.h"

#include "domain/settings.h"

static gboolean
set_minutes (AmpSession *session, const char *text, GError **error)
{
  guint64 minutes = 0;

  if (g_ascii_string_to_unsigned (text, 10, AMP_LOCK_MINUTES_LEAST, AMP_LOCK_MINUTES_MOST, &minutes,
                                  NULL))
    return amp_settings_set_lock_minutes (session, (guint) minutes, error);
  g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("--%s needs a number from 1 to %u."),
               "lock-minutes", AMP_LOCK_MINUTES_MOST);
  return FALSE;
}

static int
run (CliCall *call, GError **error)
{
  const char *minutes = cli_call_get (call, "lock-minutes");
  const char *office = cli_call_get (call, "office-name");
  g_autoptr (AmpSession) session = cli_open_store (call, error);
  g_autofree char *line = NULL, *name = NULL;
  guint now;

  if (session == NULL || (minutes != NULL && !set_minutes (session, minutes, error)) ||
      (office != NULL && !amp_settings_set_office_name (session, office, error)))
    return CLI_FAILED;
  now = amp_settings_get_lock_minutes (session, error);
  if (now == 0)
    return CLI_FAILED;
  name = amp_settings_get_office_name (session);
  line = g_strdup_printf ("lock-minutes\t%u\noffice-name\t%s\n", now, name != NULL ? name : "");
  return cli_print (line, error) ? CLI_DONE : CLI_FAILED;
}

static const CliOption options[] = {
  {"lock-minutes", "N", N_ ("minutes without a key until the window locks, 1 to 15"), FALSE},
  {"office-name", "NAME", N_ ("what stands at the head of reports"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_setting = {
  "setting",
  {"VAULT"},
  options,
  N_ ("Shows the settings of the office, or changes them; only a supervisor may change."),
  NULL,
  run,
};
