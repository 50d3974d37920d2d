/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the commands share: opening a vault, writing results, showing how far it is. */
#include "cli/cli.h"

#include "domain/sentences.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

AmpSecret *
cli_vault_passphrase (const CliCall *call, const char *folder, GError **error)
{
  /* Before asking: a mistyped folder should not cost a passphrase. */
  if (amp_vault_probe (folder, error))
    return cli_passphrase_read (call, "passphrase-fd", _ ("Passphrase"), error);
  if (error != NULL && *error == NULL)
    g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_FOUND,
                         "The folder holds no keyring");
  return NULL;
}

AmpSession *
cli_open (const CliCall *call, AmpSecret **passphrase, GError **error)
{
  const char *folder = cli_call_argument (call, 0);
  g_autoptr (AmpSecret) secret = cli_vault_passphrase (call, folder, error);
  AmpSession *session;

  if (secret == NULL)
    return NULL;
  session = amp_session_open (folder, cli_call_get (call, "user"), secret, error);
  if (session != NULL && amp_vault_has_new_keys (amp_session_get_vault (session)))
    g_printerr ("%s\n", gettext (amp_sentence_new_keys));
  if (session != NULL && passphrase != NULL)
    *passphrase = g_steal_pointer (&secret);
  return session;
}

AmpSession *
cli_open_store (const CliCall *call, GError **error)
{
  g_autoptr (AmpSession) session = cli_open (call, NULL, error);

  if (session == NULL)
    return NULL;
  if (amp_session_get_store (session) == NULL)
    {
      g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NO_GRANT,
                           "An auditor holds no key to the databases");
      return NULL;
    }
  return g_steal_pointer (&session);
}

static gboolean
print_bytes (const void *data, gsize length, GError **error)
{
  if (fwrite (data, 1, length, stdout) == length && fflush (stdout) == 0)
    return TRUE;
  g_set_error (error, CLI_ERROR, CLI_ERROR_OUTPUT, _ ("The results could not be written: %s."),
               g_strerror (errno));
  return FALSE;
}

gboolean
cli_print (const char *text, GError **error)
{
  return print_bytes (text, strlen (text), error);
}

gboolean
cli_write (const char *path, GBytes *bytes, GError **error)
{
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);

  if (strcmp (path, "-") == 0)
    return print_bytes (data, length, error);
  return amp_write_file (path, data, length, error);
}

const char *
cli_translate (const char *msgid)
{
  return gettext (msgid);
}

typedef struct
{
  AmpProgress base;
  guint64 percent; /* last shown */
} Percents;

static void
show_percents (AmpProgress *progress, guint64 done, guint64 total)
{
  Percents *self = (Percents *) progress;
  guint64 percent;

  if (total == 0 || !isatty (STDERR_FILENO))
    return;
  percent = MIN (done, total) * 100 / total;
  if (percent == self->percent)
    return;
  self->percent = percent;
  g_printerr ("\r%3" G_GUINT64_FORMAT " %%%s", percent, percent == 100 ? "\r     \r" : "");
}

AmpProgress *
cli_progress (void)
{
  static Percents percents = {{show_percents}, G_MAXUINT64};

  return &percents.base;
}
