/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli search: the search box as CSV. */
#include "cli/cli.h"

#include "domain/csv.h"
#include "domain/search.h"

#define PER_GROUP 100

static void
append (GString *out, const AmpSearchFinding *finding)
{
  static const char *const groups[] = {
    [AMP_HIT_PERSON] = "person", [AMP_HIT_CASE] = "case", [AMP_HIT_TEXT] = "text"};
  const AmpHit *hit = finding->hit;
  const char *const cells[] = {
    groups[hit->group],
    hit->number,
    hit->status,
    hit->region,
    hit->entity != NULL ? hit->entity->name : NULL,
    hit->fields,
    finding->elsewhere ? "1" : "0",
  };

  amp_csv_append_row (out, cells, G_N_ELEMENTS (cells));
}

static int
run (CliCall *call, GError **error)
{
  static const char *const header[] = {"group",  "number", "status",   "region",
                                       "entity", "fields", "elsewhere"};
  g_autoptr (AmpSession) session = cli_open_store (call, error);
  g_autofree char *text = session != NULL ? cli_read_text (error) : NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (AmpSearchFindings) found = NULL;
  AmpSearchVisit visit = {FALSE};

  if (text == NULL)
    return CLI_FAILED;
  found = amp_search (session, &visit, text, PER_GROUP, FALSE, NULL, error);
  if (found == NULL)
    return CLI_FAILED;
  amp_csv_append_row (out, header, G_N_ELEMENTS (header));
  for (guint i = 0; i < found->findings->len; i++)
    append (out, found->findings->pdata[i]);
  return cli_print (out->str, error) ? CLI_DONE : CLI_FAILED;
}

const CliCommand cli_search = {
  "search",
  {"VAULT"},
  NULL,
  N_ ("Finds cases by code, name, document, phone or text; CSV without names."),
  N_ ("The words are read from standard input, so that no name stands in the list of processes or "
      "in the history of the shell. Any order, without accents, beginnings of words."),
  run,
};
