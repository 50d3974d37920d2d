/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli report: a fixed report to a file. */
#include "cli/cli.h"

#include "domain/release.h"
#include "domain/reports.h"
#include "model/codelist.h"
#include "model/date.h"

static const AmpReportKind *
find_kind (const char *name, GError **error)
{
  const AmpReportKind *found = amp_report_kind_find (name), *all;
  g_autoptr (GString) names = NULL;
  gsize n;

  if (found != NULL)
    return found;
  names = g_string_new (NULL);
  all = amp_report_kinds (&n);
  for (gsize i = 0; i < n; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", all[i].name);
  g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("The reports are: %s."), names->str);
  return NULL;
}

/* A year stands for its first and last day. */
static gboolean
read_year (const CliCall *call, char from[11], char to[11], GError **error)
{
  const char *text = cli_call_get (call, "year");
  AmpDate date;

  if (text == NULL)
    return TRUE;
  if (!amp_date_parse (text, &date) || date.precision != AMP_DATE_YEAR ||
      cli_call_get (call, "from") != NULL || cli_call_get (call, "to") != NULL)
    {
      g_set_error_literal (error, CLI_ERROR, CLI_ERROR_USAGE,
                           _ ("--year needs a year such as 2026, and no --from or --to."));
      return FALSE;
    }
  g_snprintf (from, 11, "%04u-01-01", (guint) date.year % 10000);
  g_snprintf (to, 11, "%04u-12-31", (guint) date.year % 10000);
  return TRUE;
}

static GBytes *
write_internal (AmpSession *session,
                const AmpReportKind *kind,
                const char *from,
                const char *to,
                AmpCountFormat format,
                GError **error)
{
  g_autoptr (AmpFigures) figures = amp_report_compute (
    session, kind, from, to, cli_translate, amp_code_language (), cli_progress (), NULL, error);

  return figures != NULL ? amp_report_write (session, figures, format, error) : NULL;
}

static int
run (CliCall *call, GError **error)
{
  const AmpReportKind *kind = find_kind (cli_call_argument (call, 1), error);
  char from[11] = "", to[11] = "";
  AmpCountFormat format;
  const char *path;
  AmpReleaseRequest request = {.recipient = cli_call_get (call, "recipient"),
                               .reason = cli_call_get (call, "reason"),
                               .report = TRUE};
  g_autoptr (AmpSession) session = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gint64 id = 0;

  if (kind == NULL || !cli_read_release (call, &request.rule, error) ||
      !cli_read_format (call, &format, &path, error) ||
      !cli_read_day (call, "from", FALSE, from, error) ||
      !cli_read_day (call, "to", TRUE, to, error) || !read_year (call, from, to, error))
    return CLI_FAILED;
  if (request.rule != AMP_RELEASE_INTERNAL && !g_str_equal (kind->name, "year"))
    {
      g_set_error_literal (error, CLI_ERROR, CLI_ERROR_USAGE,
                           _ ("Of the fixed reports the year's alone leaves the office."));
      return CLI_FAILED;
    }
  session = cli_open_store (call, error);
  if (session == NULL)
    return CLI_FAILED;
  if (request.rule == AMP_RELEASE_INTERNAL)
    {
      bytes = write_internal (session, kind, from, to, format, error);
      return bytes != NULL && cli_write (path, bytes, error) ? CLI_DONE : CLI_FAILED;
    }
  g_strlcpy (request.spec.from, from, sizeof request.spec.from);
  g_strlcpy (request.spec.to, to, sizeof request.spec.to);
  bytes = cli_write_release (call, session, &request, format, &id, error);
  /* The ledger's lines stand before the file does; they say "given" only after it. */
  return bytes != NULL && cli_write (path, bytes, error) && amp_release_given (session, id, error)
           ? CLI_DONE
           : CLI_FAILED;
}

static const CliOption options[] = {
  {"from", "DAY", N_ ("first day of the period; a month or a year will do"), FALSE},
  {"to", "DAY", N_ ("last day of the period, included"), FALSE},
  {"year", "YEAR", N_ ("instead of both: a whole year"), FALSE},
  {"release", "internal|partner|public",
   N_ ("for whom; internal if not given. Others get the report of a year alone"), FALSE},
  {"recipient", "NAME", N_ ("who gets it; needed for partner and public"), FALSE},
  {"reason", "TEXT", N_ ("what for; stands in the register of releases"), FALSE},
  {"approval", "ID", N_ ("another supervisor's approval; needed for public"), FALSE},
  {"format", "csv|json|xlsx|pdf", N_ ("csv if not given"), FALSE},
  {"output", "FILE", N_ ("the file to write; - or nothing: standard output"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_report = {
  "report",
  {"VAULT", "REPORT"},
  options,
  N_ ("Makes one of the fixed reports; a wrong name names them all."),
  N_ ("An internal report is exact. It names nobody, but small numbers can give a person away: it "
      "stays in the office. The year's for a partner or the public is of a closed year: it hides "
      "small groups, each of its tables is a line of the register of releases, and one that could "
      "tell of a small group is left out."),
  run,
};
