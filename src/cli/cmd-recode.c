/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli recode: a table of any origin, for research under contract. No vault. */
#include "cli/cli.h"

#include "domain/research.h"

#include <sys/random.h>

#define MOST_SECONDS 86400

/* A number from least to most; left alone where it was not given. */
static gboolean
read_within (
  const CliCall *call, const char *option, guint least, guint most, guint *number, GError **error)
{
  const char *text = cli_call_get (call, option);
  guint64 value;

  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, least, most, &value, NULL))
    {
      g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("--%s needs a number from %u to %u."),
                   option, least, most);
      return FALSE;
    }
  *number = (guint) value;
  return TRUE;
}

/* Without a seed nobody can make the same file again, and nobody can try seeds. */
static gboolean
read_seed (const CliCall *call, guint64 *seed, GError **error)
{
  if (cli_call_get (call, "seed") != NULL)
    return cli_read_number (call, "seed", G_MAXUINT64, seed, error);
  if (getrandom (seed, sizeof *seed, 0) == (gssize) sizeof *seed)
    return TRUE;
  g_set_error_literal (error, CLI_ERROR, CLI_ERROR_OUTPUT,
                       _ ("This computer gives no random numbers."));
  return FALSE;
}

static gboolean
read_wish (const CliCall *call, AmpResearchWish *wish, GError **error)
{
  guint seconds = 0;

  wish->sensitive = cli_call_list (call, "sensitive");
  wish->vary_k = cli_call_get (call, "vary-k") != NULL;
  wish->rule.k = AMP_RESEARCH_K;
  if (wish->sensitive != NULL)
    {
      wish->rule.l = AMP_RESEARCH_L;
      wish->rule.share_percent = AMP_RESEARCH_SHARE;
    }
  else if (cli_call_get (call, "l") != NULL || cli_call_get (call, "share") != NULL ||
           cli_call_get (call, "t") != NULL)
    {
      g_set_error_literal (error, CLI_ERROR, CLI_ERROR_USAGE,
                           _ ("--l, --share and --t need --sensitive COLUMN."));
      return FALSE;
    }
  if (!read_within (call, "k", AMP_RESEARCH_K_FLOOR, 100000, &wish->rule.k, error) ||
      !read_within (call, "l", 1, 1000, &wish->rule.l, error) ||
      !read_within (call, "share", 1, 100, &wish->rule.share_percent, error) ||
      !read_within (call, "t", 1, 100, &wish->rule.t_percent, error) ||
      !read_within (call, "seconds", 1, MOST_SECONDS, &seconds, error))
    return FALSE;
  wish->limit_ms = (gint64) seconds * 1000;
  return read_seed (call, &wish->seed, error);
}

static void
say_result (const AmpResearchResult *result)
{
  g_printerr (_ ("%u rows in %u groups; %.1f %% of the detail of %u columns is lost.\n"),
              result->n_rows, result->n_classes, result->loss * 100, result->n_columns);
  if (result->n_left_out > 0)
    /* Translators: a column that is neither named as sensitive nor has a file of its own. */
    g_printerr (ngettext ("%u column without a hierarchy was left out.\n",
                          "%u columns without a hierarchy were left out.\n", result->n_left_out),
                result->n_left_out);
  if (result->cut_short)
    g_printerr ("%s\n", _ ("The time was over: it keeps to the rules, but the same seed need not "
                           "give the same file."));
}

static int
run (CliCall *call, GError **error)
{
  const char *folder = cli_call_need (call, "hierarchies", error);
  const char *path = folder != NULL ? cli_call_need (call, "output", error) : NULL;
  AmpResearchWish wish = {0};
  AmpResearchResult result = {0};
  g_autoptr (GBytes) bytes = NULL;

  if (path == NULL || !read_wish (call, &wish, error))
    return CLI_FAILED;
  g_printerr ("%s\n", _ (amp_research_warning));
  if (cli_call_get (call, "under-contract") == NULL)
    {
      g_set_error_literal (error, CLI_ERROR, CLI_ERROR_USAGE,
                           _ ("Whoever gets this file has to be bound by a contract. If that is "
                              "so, say --under-contract."));
      return CLI_FAILED;
    }
  bytes = amp_research_recode (cli_call_argument (call, 0), folder, &wish, &result, cli_progress (),
                               NULL, error);
  if (bytes == NULL || !cli_write (path, bytes, error))
    return CLI_FAILED;
  say_result (&result);
  return CLI_DONE;
}

static const CliOption options[] = {
  {"hierarchies", "FOLDER",
   N_ ("COLUMN.csv for each column to recode: value;coarser;…;* on each line"), FALSE},
  {"sensitive", "COLUMN", N_ ("a column told as it is; may be given several times"), TRUE},
  {"k", "N", N_ ("rows that are alike, at least: 11 if not given, never below 5"), FALSE},
  {"l", "N", N_ ("different sensitive values among them, at least: 3 if not given"), FALSE},
  {"share", "PERCENT", N_ ("largest share of one sensitive value: 80 if not given"), FALSE},
  {"t", "PERCENT", N_ ("how far the shares may be from those of the table"), FALSE},
  {"vary-k", NULL, N_ ("each group needs a number of its own from k to 2k - 1"), FALSE},
  {"seed", "N", N_ ("the same number gives the same file; random if not given"), FALSE},
  {"seconds", "N", N_ ("stop looking for something better after that time"), FALSE},
  {"under-contract", NULL, N_ ("whoever gets the file is bound by a contract"), FALSE},
  {"output", "FILE", N_ ("the file to write; - is standard output"), FALSE},
  CLI_OPTION_END_KEYLESS,
};

const CliCommand cli_recode = {
  "recode",
  {"FILE"},
  options,
  N_ ("Recodes a table for research under contract: no row stands alone."),
  N_ ("Needs no vault. Columns with neither a hierarchy nor --sensitive are left out. What is "
      "written is read again and counted over first. Not for the public and not for auditors: "
      "whoever knows how such files are made may undo part of it; fixed levels (review packs) "
      "are proof against that."),
  run,
};
