/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Help from the tables: what is not in a row is not in the help. */
#include "cli/cli.h"

#include <string.h>

#define HELP_WIDTH 78

/* Breaks text at blanks; the first line goes on where out stands, at column. */
static void
append_wrapped (GString *out, const char *text, gsize column, gsize indent)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (gsize i = 0; words[i] != NULL; i++)
    {
      gsize width = (gsize) g_utf8_strlen (words[i], -1);

      if (column > indent && column + 1 + width > HELP_WIDTH)
        {
          g_string_append_printf (out, "\n%*s", (int) indent, "");
          column = indent;
        }
      else if (column > indent)
        {
          g_string_append_c (out, ' ');
          column++;
        }
      g_string_append (out, words[i]);
      column += width;
    }
  g_string_append_c (out, '\n');
}

static void
append_options (GString *out, const CliOption *option)
{
  for (; option != NULL && option->name != NULL; option++)
    {
      g_string_append_printf (out, "  --%s", option->name);
      if (option->metavar != NULL)
        g_string_append_printf (out, " %s", option->metavar);
      if (option->many)
        g_string_append (out, " …");
      g_string_append (out, "\n        ");
      append_wrapped (out, _ (option->help), 8, 8);
    }
}

static gboolean
is_keyless (const CliOption *option)
{
  while (option != NULL && option->name != NULL)
    option++;
  return option != NULL && option->many;
}

/* Those that a command reads: of one that opens nothing --help alone, which stands last. */
static const CliOption *
common_of (gboolean keyless)
{
  const CliOption *option = cli_common_options ();

  while (keyless && option[1].name != NULL)
    option++;
  return option;
}

char *
cli_help_command (const CliCommand *command)
{
  GString *out = g_string_new (NULL);
  gboolean keyless = is_keyless (command->options);

  g_string_append_printf (out, _ ("Usage: %s"), "amparo-cli ");
  g_string_append (out, command->name);
  for (gsize i = 0; i < G_N_ELEMENTS (command->arguments) && command->arguments[i] != NULL; i++)
    g_string_append_printf (out, " %s", command->arguments[i]);
  g_string_append (out, keyless ? " …\n\n" : " --user NAME …\n\n");
  append_wrapped (out, _ (command->summary), 0, 0);
  if (command->details != NULL)
    {
      g_string_append_c (out, '\n');
      append_wrapped (out, _ (command->details), 0, 0);
    }
  g_string_append_printf (out, "\n%s\n", _ ("Options, anywhere behind the command:"));
  append_options (out, command->options);
  append_options (out, common_of (keyless));
  return g_string_free (out, FALSE);
}

char *
cli_help_all (const CliCommand *const *commands, gsize n_commands, const char *group)
{
  GString *out = g_string_new (NULL);
  gsize length = group != NULL ? strlen (group) : 0;

  g_string_append_printf (out, _ ("Usage: %s"), "amparo-cli ");
  g_string_append_printf (out, "%s%s", group != NULL ? group : "",
                          group != NULL ? " … VAULT …\n\n" : "COMMAND VAULT …\n\n");
  for (gsize i = 0; i < n_commands; i++)
    {
      const CliCommand *command = commands[i];

      if (group != NULL &&
          !(strncmp (command->name, group, length) == 0 && command->name[length] == ' '))
        continue;
      g_string_append_printf (out, "  %-16s  ", command->name);
      append_wrapped (out, _ (command->summary), 20, 20);
    }
  g_string_append_c (out, '\n');
  append_wrapped (
    out,
    _ ("Each command has its own --help. Results go to standard output, messages to standard "
       "error. Exit status: 0 done, 1 findings, 2 not understood, 3 wrong passphrase or no key for "
       "that, 4 damaged or tampered with, 5 anything else."),
    0, 0);
  return g_string_free (out, FALSE);
}
