/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo: the window. */
#include "app/amp-application.h"

#include <glib/gi18n.h>
#include <locale.h>

/* Translations beside a program that runs from its build folder, else where they are installed. By
 * the program's own place, so that no variable can redirect them. */
static char *
locale_folder (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  if (program != NULL)
    {
      g_autofree char *folder = g_path_get_dirname (program);
      g_autofree char *po = g_build_filename (folder, "..", "..", "po", NULL);
      g_autofree char *catalogue =
        g_build_filename (po, "es", "LC_MESSAGES", GETTEXT_PACKAGE ".mo", NULL);

      if (g_file_test (catalogue, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&po);
    }
  return g_strdup (LOCALEDIR);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GApplication) application = NULL;
  g_autofree char *locale = NULL;

  /* First of all: what comes later may hold a passphrase. */
  amp_process_harden ();
  locale = locale_folder ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  if (!amp_vault_init (&error))
    {
      g_printerr ("%s\n", error->message);
      return 5;
    }
  application = G_APPLICATION (amp_application_new ());
  return g_application_run (application, argc, argv);
}
