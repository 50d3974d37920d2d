/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli duplicates: which two records are probably one person. Names nobody. */
#include "cli/cli.h"

#include "domain/csv.h"
#include "domain/duplicates.h"

typedef struct
{
  GString *text;
  guint n;
} Pairs;

static void
add_pair (const AmpDuplicatePair *pair, gpointer data)
{
  Pairs *pairs = data;
  g_autofree char *score = g_strdup_printf ("%u", pair->score);
  const char *const cells[] = {pair->pseudonym_a, pair->pseudonym_b, score, pair->reasons};

  amp_csv_append_row (pairs->text, cells, G_N_ELEMENTS (cells));
  pairs->n++;
}

static int
run (CliCall *call, GError **error)
{
  static const char *const header[] = {"person_a", "person_b", "score", "reasons"};
  const char *format = cli_call_get (call, "format");
  g_autoptr (AmpSession) session = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  Pairs pairs = {text, 0};

  if (format != NULL && !g_str_equal (format, "csv"))
    {
      g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("--%s takes one of: %s."), "format",
                   "csv");
      return CLI_FAILED;
    }
  session = cli_open_store (call, error);
  if (session == NULL)
    return CLI_FAILED;
  amp_csv_append_row (text, header, G_N_ELEMENTS (header));
  if (!amp_duplicates_pairs (session, add_pair, &pairs, cli_progress (), NULL, error) ||
      !cli_print (text->str, error))
    return CLI_FAILED;
  return pairs.n == 0 ? CLI_DONE : CLI_FINDINGS;
}

static const CliOption options[] = {
  {"format", "csv", N_ ("csv if not given"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_duplicates = {
  "duplicates",
  {"VAULT"},
  options,
  N_ ("Lists pairs of records that are probably one person."),
  N_ (
    "For supervisors. It holds no names: pseudonyms, how likely each pair is (0 to 100), and why. "
    "Pairs that somebody decided on are left out."),
  run,
};
