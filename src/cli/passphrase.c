/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Passphrases come from an open file descriptor or from the terminal, never from arguments or the
 * environment, where other programs can read them. */
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include <zxcvbn.h>

/* Below this many bits (zxcvbn's estimate) a guess succeeds within days, the key derivation's cost
 * included. The unlock page warns at the same point. */
#define WEAK_BITS 40.0

/* A signal handler can reach nothing else: the terminal as it was before the echo went off. */
static struct termios terminal_before;
static volatile sig_atomic_t terminal_fd = -1;

static const int fatal_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

static void
restore_and_die (int number)
{
  if (terminal_fd >= 0)
    (void) tcsetattr (terminal_fd, TCSAFLUSH, &terminal_before);
  (void) signal (number, SIG_DFL);
  (void) raise (number);
}

static void
echo_off (int fd)
{
  struct termios quiet;

  if (tcgetattr (fd, &terminal_before) != 0)
    return;
  terminal_fd = fd;
  for (gsize i = 0; i < G_N_ELEMENTS (fatal_signals); i++)
    (void) signal (fatal_signals[i], restore_and_die);
  quiet = terminal_before;
  quiet.c_lflag &= ~(tcflag_t) (ECHO | ECHOE | ECHOK | ECHONL);
  quiet.c_lflag |= ICANON;
  /* Stopping here would leave a shell without echo. */
  quiet.c_cc[VSUSP] = _POSIX_VDISABLE;
  (void) tcsetattr (fd, TCSAFLUSH, &quiet);
}

static void
echo_on (int fd)
{
  if (terminal_fd < 0)
    return;
  (void) tcsetattr (fd, TCSAFLUSH, &terminal_before);
  terminal_fd = -1;
  for (gsize i = 0; i < G_N_ELEMENTS (fatal_signals); i++)
    (void) signal (fatal_signals[i], SIG_DFL);
}

static void
write_to_terminal (int fd, const char *text)
{
  gsize length = strlen (text);

  while (length > 0)
    {
      gssize written = write (fd, text, length);

      if (written < 0 && errno != EINTR)
        return;
      if (written > 0)
        {
          text += written;
          length -= (gsize) written;
        }
    }
}

static AmpSecret *
ask_terminal (const char *prompt, const char *fd_option, GError **error)
{
  int fd = g_open ("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC, 0);
  g_autofree char *question = g_strconcat (prompt, ": ", NULL);
  AmpSecret *secret;

  if (fd < 0)
    {
      g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE,
                   _ ("There is no terminal to ask for the passphrase. Hand it over through an "
                      "open file: --%s N."),
                   fd_option);
      return NULL;
    }
  echo_off (fd);
  write_to_terminal (fd, question);
  secret = amp_secret_read_line (fd, error);
  write_to_terminal (fd, "\n");
  echo_on (fd);
  (void) close (fd);
  return secret;
}

/* -1 with an error. */
static int
descriptor (const char *text, const char *fd_option, GError **error)
{
  guint64 number = 0;

  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT, &number, NULL) ||
      fcntl ((int) number, F_GETFD) < 0)
    {
      g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE,
                   _ ("--%s needs the number of an open file descriptor, not the passphrase."),
                   fd_option);
      return -1;
    }
  return (int) number;
}

AmpSecret *
cli_passphrase_read (const CliCall *call, const char *fd_option, const char *prompt, GError **error)
{
  const char *text = cli_call_get (call, fd_option);
  int fd;

  if (text == NULL)
    return ask_terminal (prompt, fd_option, error);
  fd = descriptor (text, fd_option, error);
  return fd < 0 ? NULL : amp_secret_read_line (fd, error);
}

/* A warning, not a rule: the office decides what it can remember. */
static void
warn_if_weak (const AmpSecret *secret, const char *login)
{
  const char *known[] = {"amparo", login, NULL};
  g_autoptr (AmpSecret) text = amp_secret_new (amp_secret_length (secret) + 1);

  memcpy (amp_secret_data (text), amp_secret_data (secret), amp_secret_length (secret));
  if (ZxcvbnMatch ((const char *) amp_secret_data (text), known, NULL) < WEAK_BITS)
    g_printerr ("%s\n",
                _ ("Warning: this passphrase is weak. Four or five words that do not belong "
                   "together are easy to remember and hard to guess."));
}

AmpSecret *
cli_passphrase_choose (
  const CliCall *call, const char *fd_option, const char *login, const char *prompt, GError **error)
{
  g_autoptr (AmpSecret) secret = cli_passphrase_read (call, fd_option, prompt, error);

  if (secret == NULL)
    return NULL;
  if (amp_secret_length (secret) == 0)
    {
      g_set_error_literal (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("A passphrase may not be empty."));
      return NULL;
    }
  if (cli_call_get (call, fd_option) == NULL)
    {
      g_autoptr (AmpSecret) again = ask_terminal (_ ("Once more"), fd_option, error);

      if (again == NULL)
        return NULL;
      if (!amp_secret_equal (secret, again))
        {
          g_set_error_literal (error, CLI_ERROR, CLI_ERROR_USAGE,
                               _ ("The two passphrases are not the same. Nothing was changed."));
          return NULL;
        }
    }
  warn_if_weak (secret, login);
  return g_steal_pointer (&secret);
}

const AmpKdf *
cli_kdf (const CliCall *call, GError **error)
{
  const char *name = cli_call_get (call, "kdf");

  if (name == NULL || strcmp (name, "default") == 0)
    return &amp_kdf_default;
  if (strcmp (name, "cheap") == 0)
    return &amp_kdf_cheap;
  g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("--%s takes one of: %s."), "kdf",
               "default, cheap");
  return NULL;
}
