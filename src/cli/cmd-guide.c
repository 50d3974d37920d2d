/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli guide: norms, pathway, signs, emergency numbers; without a vault. */
#include "cli/cli.h"

#include "domain/csv.h"
#include "domain/guide-print.h"
#include "model/codelist.h"

static int
run_list (CliCall *call, GError **error)
{
  const char *words = cli_call_get (call, "search");
  g_autoptr (GString) out = g_string_new ("id,kind,title\r\n");

  for (guint i = 0; i < amp_guide_length (); i++)
    {
      const AmpGuideSheet *sheet = amp_guide_nth (i);
      const char *const cells[] = {amp_guide_id (sheet),
                                   amp_guide_kind_to_code (amp_guide_kind (sheet)),
                                   amp_guide_title (sheet, amp_code_language ())};

      if (amp_guide_matches (sheet, words))
        amp_csv_append_row (out, cells, G_N_ELEMENTS (cells));
    }
  return cli_print (out->str, error) ? CLI_DONE : CLI_FAILED;
}

static const CliOption list_options[] = {
  {"search", "WORDS", N_ ("only sheets that hold these words"), FALSE},
  CLI_OPTION_END_KEYLESS,
};

const CliCommand cli_guide_list = {
  "guide list", {NULL}, list_options, N_ ("Lists the sheets of the guide as CSV."), NULL, run_list,
};

static int
run_show (CliCall *call, GError **error)
{
  const char *id = cli_call_argument (call, 0), *output = cli_call_get (call, "output");
  const AmpGuideSheet *sheet = amp_guide_find (id);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) pdf = NULL;

  if (sheet == NULL)
    {
      g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE,
                   _ ("The guide has no sheet \"%s\". \"amparo-cli guide list\" names them."), id);
      return CLI_FAILED;
    }
  if (output == NULL)
    {
      text = amp_guide_to_text (sheet, amp_code_language (), cli_translate);
      return cli_print (text, error) ? CLI_DONE : CLI_FAILED;
    }
  pdf = amp_guide_to_pdf (sheet, amp_code_language (), cli_translate, error);
  return pdf != NULL && cli_write (output, pdf, error) ? CLI_DONE : CLI_FAILED;
}

static const CliOption show_options[] = {
  {"output", "FILE", N_ ("write it to FILE as PDF, A4"), FALSE},
  CLI_OPTION_END_KEYLESS,
};

const CliCommand cli_guide_show = {
  "guide show",
  {"SHEET"},
  show_options,
  N_ ("Prints a sheet of the guide: pathway, signs, consent, norms, emergency numbers."),
  N_ ("No vault is needed, and nothing of any case is in it."),
  run_show,
};
