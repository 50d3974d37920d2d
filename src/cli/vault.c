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

gint64
cli_find_case (AmpSession *session, const char *number, GError **error)
{
  static const char *const paths[] = {"id", NULL};
  const AmpFilter filter = {"number", AMP_OP_EQ, number};
  g_autoptr (AmpCursor) cursor = amp_store_select (
    amp_session_get_store (session), amp_entity_find ("case"), paths, &filter, 1, NULL, error);
  int on_row = cursor != NULL ? amp_cursor_next (cursor, NULL, error) : -1;

  if (on_row > 0)
    return amp_cursor_int (cursor, 0);
  if (on_row == 0)
    g_set_error_literal (error, CLI_ERROR, CLI_ERROR_USAGE,
                         _ ("There is no case of that number in the vault."));
  return 0;
}

#define MAX_TYPED 65536

char *
cli_read_text (GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[1024];
  gsize n;

  while (text->len < MAX_TYPED && (n = fread (buffer, 1, sizeof buffer, stdin)) > 0)
    g_string_append_len (text, buffer, (gssize) n);
  if (memchr (text->str, '\0', text->len) == NULL && g_utf8_validate (text->str, -1, NULL))
    return g_strdup (g_strstrip (text->str));
  g_set_error_literal (error, CLI_ERROR, CLI_ERROR_USAGE,
                       _ ("What was typed is no text in UTF-8."));
  return NULL;
}
