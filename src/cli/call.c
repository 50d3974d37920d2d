/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads the words behind a command: options may stand anywhere, "--" ends them. Words are never
 * repeated in a message but for the names of options: people do type passphrases in the wrong
 * place. */
#include "cli/cli.h"

#include <string.h>

G_DEFINE_QUARK (cli - error - quark, cli_error)

struct _CliCall
{
  const CliCommand *command;
  GPtrArray *arguments; /* borrowed words */
  GHashTable *options;  /* name -> GPtrArray of borrowed words */
  gboolean help;
};

static const CliOption common[] = {
  {"user", "NAME", N_ ("who you are; needed where the vault has several users"), FALSE},
  {"passphrase-fd", "N",
   N_ ("read your passphrase from the open file descriptor N, up to the end of the line; without "
       "it, the terminal asks"),
   FALSE},
  {"help", NULL, N_ ("show this help"), FALSE},
  CLI_OPTION_END,
};

const CliOption *
cli_common_options (void)
{
  return common;
}

static const CliOption *
find_in (const CliOption *table, const char *name, gsize length)
{
  for (; table != NULL && table->name != NULL; table++)
    if (strlen (table->name) == length && memcmp (table->name, name, length) == 0)
      return table;
  return NULL;
}

static const CliOption *
find_option (const CliCommand *command, const char *name, gsize length)
{
  const CliOption *own = find_in (command->options, name, length);

  return own != NULL ? own : find_in (common, name, length);
}

/* Takes the option at words[i], and the word behind it where that is its value. Gives how many
 * words were taken, 0 on error. */
static gsize
take_option (CliCall *self, char **words, gsize i, GError **error)
{
  const char *name = words[i] + 2;
  const char *equals = strchr (name, '=');
  gsize length = equals != NULL ? (gsize) (equals - name) : strlen (name);
  const CliOption *option = find_option (self->command, name, length);
  const char *value = equals != NULL ? equals + 1 : NULL;
  GPtrArray *values;
  gsize taken = 1;

  if (option == NULL)
    {
      g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("There is no option --%.*s here."),
                   (int) MIN (length, 40), name);
      return 0;
    }
  if (option->metavar == NULL && value != NULL)
    {
      g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("The option --%s takes no value."),
                   option->name);
      return 0;
    }
  if (option->metavar != NULL && value == NULL)
    {
      value = words[i + 1];
      taken = 2;
      if (value == NULL || g_str_has_prefix (value, "--"))
        {
          g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE,
                       _ ("The option --%s needs a value: --%s %s."), option->name, option->name,
                       option->metavar);
          return 0;
        }
    }
  values = g_hash_table_lookup (self->options, option->name);
  if (values == NULL)
    {
      values = g_ptr_array_new ();
      g_hash_table_insert (self->options, (gpointer) option->name, values);
    }
  if (values->len > 0 && !option->many)
    {
      g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("The option --%s was given twice."),
                   option->name);
      return 0;
    }
  g_ptr_array_add (values, (gpointer) (value != NULL ? value : ""));
  return taken;
}

static gboolean
take_words (CliCall *self, char **words, GError **error)
{
  gboolean options = TRUE;
  gsize i = 0;

  while (words[i] != NULL)
    {
      if (options && strcmp (words[i], "--") == 0)
        {
          options = FALSE;
          i++;
        }
      else if (options && strcmp (words[i], "-h") == 0)
        {
          self->help = TRUE;
          i++;
        }
      else if (options && g_str_has_prefix (words[i], "--"))
        {
          gsize taken = take_option (self, words, i, error);

          if (taken == 0)
            return FALSE;
          i += taken;
        }
      else if (options && words[i][0] == '-' && words[i][1] != '\0')
        {
          g_set_error_literal (error, CLI_ERROR, CLI_ERROR_USAGE,
                               _ ("Options are written with two dashes, such as --user."));
          return FALSE;
        }
      else
        g_ptr_array_add (self->arguments, words[i++]);
    }
  self->help = self->help || g_hash_table_contains (self->options, "help");
  return TRUE;
}

static gboolean
check_arguments (const CliCall *self, GError **error)
{
  gsize wanted = 0;

  while (wanted < G_N_ELEMENTS (self->command->arguments) &&
         self->command->arguments[wanted] != NULL)
    wanted++;
  if (self->arguments->len < wanted)
    {
      g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("%s is missing."),
                   self->command->arguments[self->arguments->len]);
      return FALSE;
    }
  if (self->arguments->len > wanted)
    {
      g_set_error_literal (error, CLI_ERROR, CLI_ERROR_USAGE,
                           _ ("There are more words than this command takes."));
      return FALSE;
    }
  return TRUE;
}

CliCall *
cli_call_parse (const CliCommand *command, char **words, GError **error)
{
  g_autoptr (CliCall) self = g_new0 (CliCall, 1);

  self->command = command;
  self->arguments = g_ptr_array_new ();
  self->options =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_ptr_array_unref);
  if (!take_words (self, words, error))
    return NULL;
  if (!self->help && !check_arguments (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
cli_call_free (CliCall *self)
{
  g_ptr_array_unref (self->arguments);
  g_hash_table_unref (self->options);
  g_free (self);
}

gboolean
cli_call_wants_help (const CliCall *self)
{
  return self->help;
}

const char *
cli_call_argument (const CliCall *self, guint n)
{
  g_return_val_if_fail (n < self->arguments->len, NULL);
  return g_ptr_array_index (self->arguments, n);
}

const GPtrArray *
cli_call_list (const CliCall *self, const char *option)
{
  g_return_val_if_fail (find_option (self->command, option, strlen (option)) != NULL, NULL);
  return g_hash_table_lookup (self->options, option);
}

const char *
cli_call_get (const CliCall *self, const char *option)
{
  const GPtrArray *values = cli_call_list (self, option);

  return values != NULL ? g_ptr_array_index (values, 0) : NULL;
}

const char *
cli_call_need (const CliCall *self, const char *option, GError **error)
{
  const char *value = cli_call_get (self, option);

  if (value == NULL)
    g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("The option --%s is missing."), option);
  return value;
}

gint64
cli_read_id (const CliCall *call, guint n, const char *told_by, GError **error)
{
  gint64 id = 0;

  if (g_ascii_string_to_signed (cli_call_argument (call, n), 10, 1, G_MAXINT64, &id, NULL))
    return id;
  /* Translators: an argument such as ID, and a command such as "attach list". */
  g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("%s is a number that \"%s\" tells."),
               call->command->arguments[n], told_by);
  return 0;
}

gboolean
cli_read_number (
  const CliCall *call, const char *option, guint64 max, guint64 *number, GError **error)
{
  const char *text = cli_call_get (call, option);
  g_autofree char *most = NULL;

  if (text == NULL || g_ascii_string_to_unsigned (text, 10, 0, max, number, NULL))
    return TRUE;
  most = g_strdup_printf ("%" G_GUINT64_FORMAT, max);
  g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("--%s needs a whole number up to %s."), option,
               most);
  return FALSE;
}
