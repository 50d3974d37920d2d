/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The findings of an import on the terminal, by row and column only; the values stand in the report
 * file, on request. */
#include "cli/cli.h"

#include <string.h>

static const char *const level_words[] = {N_ ("note"), N_ ("warning"), N_ ("error")};

gboolean
cli_print_findings (const AmpReport *report, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < amp_report_length (report); i++)
    {
      const AmpFinding *finding = amp_report_nth (report, i);

      if (finding->row > 0)
        /* Translators: row of a spreadsheet, before a finding */
        g_string_append_printf (out, _ ("row %u"), finding->row);
      else
        g_string_append (out, _ ("whole file"));
      if (finding->column != NULL)
        g_string_append_printf (out, ", %s", finding->column);
      g_string_append_printf (out, ": %s: %s [%s]\n", _ (level_words[finding->level]),
                              _ (finding->sentence), finding->code);
    }
  return cli_print (out->str, error);
}

gboolean
cli_write_report (const AmpReport *report, const char *path, GError **error)
{
  g_autofree char *csv = amp_report_to_csv (report, cli_translate);
  g_autoptr (GBytes) bytes = g_bytes_new (csv, strlen (csv));

  return cli_write (path, bytes, error);
}
