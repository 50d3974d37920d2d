/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli: the command table, and how an error becomes a sentence and an exit code. */
#include "cli/cli.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "domain/release.h"
#include "domain/sentences.h"

#define EXIT_USAGE 2
#define EXIT_OTHER 5

static const CliCommand *const commands[] = {
  &cli_create,
  &cli_demo,
  &cli_user_add,
  &cli_user_list,
  &cli_user_disable,
  &cli_user_grant,
  &cli_user_passphrase,
  &cli_import,
  &cli_export,
  &cli_counts,
  &cli_releases_list,
  &cli_releases_show,
  &cli_releases_verify,
  &cli_releases_policy,
  &cli_review_make,
  &cli_review_list,
  &cli_review_show,
  &cli_review_verify,
  &cli_review_export,
  &cli_review_releases,
  &cli_review_reconcile,
  &cli_review_close,
  &cli_review_resolve,
  &cli_finding_list,
  &cli_finding_import,
  &cli_finding_show,
  &cli_finding_close,
  &cli_report,
  &cli_duplicates,
  &cli_attach_add,
  &cli_attach_list,
  &cli_attach_export,
  &cli_audit_list,
  &cli_audit_verify,
  &cli_audit_head,
  &cli_audit_summary,
  &cli_verify,
  &cli_backup,
  &cli_restore,
  &cli_recovery_make,
  &cli_recovery_test,
  &cli_recovery_use,
  &cli_rekey,
  &cli_kdf_raise,
  &cli_directory_in,
  &cli_directory_out,
  &cli_referral_list,
  &cli_referral_move,
  &cli_referral_fix,
  &cli_referral_slip,
  &cli_salvage,
  &cli_erase,
  &cli_setting,
  &cli_search,
  &cli_guide_list,
  &cli_guide_show,
  &cli_guide_add,
  &cli_guide_local,
  &cli_guide_remove,
  &cli_document_add,
  &cli_document_list,
  &cli_document_get,
  &cli_document_remove,
  &cli_approvals_list,
  &cli_approvals_decide,
  &cli_close,
  &cli_reopen,
  &cli_recode,
  &cli_partner_make,
  &cli_partner_open,
  &cli_case_ask,
  &cli_case_pass_on,
  &cli_tasks,
  &cli_programme_in,
  &cli_programme_out,
  &cli_programme_list,
  &cli_programme_seed,
  &cli_plan_show,
  &cli_plan_status,
  &cli_plan_compare,
  &cli_forum_agenda,
  &cli_forum_minutes,
  &cli_commitments,
};

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

static void
start_translation (void)
{
  g_autofree char *folder = locale_folder ();

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

/* The command that the first word or two words name, and how many they are. */
static const CliCommand *
find_command (char **words, gsize *n_words)
{
  g_autofree char *two = NULL;

  if (words[0] != NULL && words[1] != NULL)
    two = g_strconcat (words[0], " ", words[1], NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      *n_words = 1;
      if (g_strcmp0 (commands[i]->name, words[0]) == 0)
        return commands[i];
      *n_words = 2;
      if (g_strcmp0 (commands[i]->name, two) == 0)
        return commands[i];
    }
  return NULL;
}

static gboolean
is_group (const char *word)
{
  g_autofree char *prefix = g_strconcat (word, " ", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_has_prefix (commands[i]->name, prefix))
      return TRUE;
  return FALSE;
}

static int
report (const CliCommand *command, const GError *error)
{
  g_autofree char *release = amp_release_error_sentence (error, cli_translate);

  if (error->domain == CLI_ERROR)
    {
      g_printerr ("amparo-cli: %s\n", error->message);
      if (error->code != CLI_ERROR_USAGE)
        return EXIT_OTHER;
      if (command != NULL)
        /* Translators: %s is the name of a command. */
        g_printerr (_ ("\"amparo-cli %s --help\" tells more.\n"), command->name);
      return EXIT_USAGE;
    }
  g_printerr ("amparo-cli: %s\n(%s)\n", release != NULL ? release : _ (amp_error_sentence (error)),
              error->message);
  return amp_error_exit_code (error);
}

/* Prints a text of help, which is its own result. */
static int
show (char *text)
{
  g_autofree char *owned = text;
  g_autoptr (GError) error = NULL;

  return cli_print (owned, &error) ? CLI_DONE : report (NULL, error);
}

static int
run_command (const CliCommand *command, char **words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CliCall) call = cli_call_parse (command, words, &error);
  int status;

  if (call == NULL)
    return report (command, error);
  if (cli_call_wants_help (call))
    return show (cli_help_command (command));
  if (!amp_vault_init (&error))
    return report (command, error);
  status = command->run (call, &error);
  return error != NULL ? report (command, error) : status;
}

int
main (int argc, char **argv)
{
  const CliCommand *command;
  gsize n_words;

#ifndef AMP_NO_HARDEN /* sanitizers need ptrace */
  amp_process_harden ();
#endif
  start_translation ();
  g_set_prgname ("amparo-cli");
  if (argc < 2)
    {
      g_autofree char *help = cli_help_all (commands, G_N_ELEMENTS (commands), NULL);

      g_printerr ("%s", help);
      return EXIT_USAGE;
    }
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0 ||
      strcmp (argv[1], "help") == 0)
    return show (cli_help_all (commands, G_N_ELEMENTS (commands), NULL));
  if (strcmp (argv[1], "--version") == 0)
    return show (g_strdup ("amparo-cli " AMP_VERSION "\n"));
  command = find_command (argv + 1, &n_words);
  if (command != NULL)
    return run_command (command, argv + 1 + n_words);
  if (is_group (argv[1]) && argc > 2 &&
      (g_str_equal (argv[2], "--help") || g_str_equal (argv[2], "-h")))
    return show (cli_help_all (commands, G_N_ELEMENTS (commands), argv[1]));
  g_printerr ("amparo-cli: %s\n",
              _ ("There is no such command. \"amparo-cli --help\" names them all."));
  return EXIT_USAGE;
}
