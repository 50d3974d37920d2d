/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli counts: words to a request, a table to a file. The rules of counting are the domain's.
 */
#include "cli/cli.h"

#include <string.h>

#include "domain/counts.h"
#include "model/codelist.h"
#include "model/date.h"

static gboolean
not_one_of (const char *option, const char *choices, GError **error)
{
  g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("--%s takes one of: %s."), option, choices);
  return FALSE;
}

static const AmpDimension *
find_dimension (const char *option, const char *name, GError **error)
{
  const AmpDimension *found = amp_dimension_find (name);
  g_autoptr (GString) names = NULL;
  const AmpDimension *all;
  gsize n;

  if (found != NULL)
    return found;
  names = g_string_new (NULL);
  all = amp_dimensions (&n);
  for (gsize i = 0; i < n; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", all[i].name);
  not_one_of (option, names->str, error);
  return NULL;
}

static gboolean
read_dimensions (const CliCall *call, AmpCountSpec *spec, GError **error)
{
  const char *by = cli_call_need (call, "by", error);
  g_auto (GStrv) names = NULL;

  if (by == NULL)
    return FALSE;
  names = g_strsplit (by, ",", -1);
  for (gsize i = 0; names[i] != NULL; i++)
    {
      if (i == AMP_COUNTS_MAX_DIMENSIONS)
        {
          g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("A table has at most %d dimensions."),
                       AMP_COUNTS_MAX_DIMENSIONS);
          return FALSE;
        }
      spec->dimensions[i] = find_dimension ("by", names[i], error);
      if (spec->dimensions[i] == NULL)
        return FALSE;
      spec->n_dimensions = i + 1;
    }
  return TRUE;
}

gboolean
cli_read_day (const CliCall *call, const char *option, gboolean last, char day[11], GError **error)
{
  const char *text = cli_call_get (call, option);
  AmpDate date;

  if (text == NULL)
    return TRUE;
  if (!amp_date_parse (text, &date) || date.precision < AMP_DATE_YEAR)
    {
      g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE,
                   _ ("--%s needs a day such as 2024-03-05, a month or a year."), option);
      return FALSE;
    }
  if (date.precision == AMP_DATE_YEAR)
    date.month = last ? 12 : 1;
  if (date.precision != AMP_DATE_DAY)
    date.day = last ? g_date_get_days_in_month (date.month, date.year) : 1;
  g_snprintf (day, 11, "%04u-%02u-%02u", (guint) date.year % 10000, (guint) date.month % 100,
              (guint) date.day % 100);
  return TRUE;
}

/* The values borrow from the words of the call. */
static gboolean
read_filters (const CliCall *call, AmpCountSpec *spec, GError **error)
{
  const GPtrArray *filters = cli_call_list (call, "where");

  for (guint i = 0; filters != NULL && i < filters->len; i++)
    {
      const char *text = g_ptr_array_index (filters, i);
      const char *equals = strchr (text, '=');
      g_autofree char *name = NULL;

      if (equals == NULL || i == G_N_ELEMENTS (spec->where_dimension))
        {
          g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE,
                       _ ("--where needs a dimension and a code, such as region=PE-TUM, at most %d "
                          "times."),
                       (int) G_N_ELEMENTS (spec->where_dimension));
          return FALSE;
        }
      name = g_strndup (text, (gsize) (equals - text));
      spec->where_dimension[i] = find_dimension ("where", name, error);
      if (spec->where_dimension[i] == NULL)
        return FALSE;
      spec->where_value[i] = equals + 1;
      spec->n_where = i + 1;
    }
  return TRUE;
}

static gboolean
read_spec (const CliCall *call, AmpCountSpec *spec, GError **error)
{
  const char *unit = cli_call_need (call, "unit", error);

  if (unit == NULL)
    return FALSE;
  if (!amp_unit_from_code (unit, &spec->unit))
    return not_one_of ("unit", "persons, cases, services, referrals", error);
  spec->lima_apart = cli_call_get (call, "lima-apart") != NULL;
  return read_dimensions (call, spec, error) &&
         cli_read_day (call, "from", FALSE, spec->from, error) &&
         cli_read_day (call, "to", TRUE, spec->to, error) && read_filters (call, spec, error) &&
         amp_count_spec_check (spec, error);
}

static gboolean
read_release (const CliCall *call, GError **error)
{
  const char *release = cli_call_get (call, "release");

  if (release == NULL || strcmp (release, "internal") == 0)
    return TRUE;
  if (strcmp (release, "partner") != 0 && strcmp (release, "public") != 0)
    return not_one_of ("release", "internal", error);
  g_set_error_literal (error, CLI_ERROR, CLI_ERROR_USAGE,
                       _ ("Counts for partners and the public need small numbers protected, which "
                          "this version does not do yet. Only --release internal is possible, and "
                          "such a table stays in the office."));
  return FALSE;
}

static gboolean
read_format (const CliCall *call, AmpCountFormat *format, const char **path, GError **error)
{
  const char *name = cli_call_get (call, "format");

  *path = cli_call_get (call, "output");
  if (*path == NULL)
    *path = "-";
  if (!amp_count_format_from_code (name != NULL ? name : "csv", format))
    return not_one_of ("format", "csv, json, xlsx, pdf", error);
  if (strcmp (*path, "-") == 0 && *format != AMP_COUNT_FORMAT_CSV &&
      *format != AMP_COUNT_FORMAT_JSON)
    {
      g_set_error_literal (error, CLI_ERROR, CLI_ERROR_USAGE,
                           _ ("A spreadsheet or PDF needs a file: --output FILE."));
      return FALSE;
    }
  return TRUE;
}

static int
run (CliCall *call, GError **error)
{
  AmpCountSpec spec = {0};
  AmpCountFormat format;
  const char *path;
  g_autoptr (AmpSession) session = NULL;
  g_autoptr (AmpCountTable) table = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!read_release (call, error) || !read_format (call, &format, &path, error) ||
      !read_spec (call, &spec, error))
    return CLI_FAILED;
  session = cli_open_store (call, error);
  if (session == NULL)
    return CLI_FAILED;
  table = amp_counts_compute (session, &spec, cli_progress (), NULL, error);
  if (table == NULL)
    return CLI_FAILED;
  bytes =
    amp_count_table_write (session, table, format, cli_translate, amp_code_language (), error);
  return bytes != NULL && cli_write (path, bytes, error) ? CLI_DONE : CLI_FAILED;
}

static const CliOption options[] = {
  {"unit", "UNIT", N_ ("what is counted: persons, cases, services or referrals"), FALSE},
  {"by", "DIM,DIM", N_ ("the columns: region, month, sex … (a wrong one names them all)"), FALSE},
  {"from", "DAY", N_ ("first day of the period; a month or a year will do"), FALSE},
  {"to", "DAY", N_ ("last day of the period, included"), FALSE},
  {"where", "DIM=CODE", N_ ("only what has this code; may be given several times"), TRUE},
  {"lima-apart", NULL, N_ ("26 regions: Lima Metropolitana apart from Lima"), FALSE},
  {"release", "internal", N_ ("for whom; only internal for now"), FALSE},
  {"format", "csv|json|xlsx|pdf", N_ ("csv if not given"), FALSE},
  {"output", "FILE", N_ ("the file to write; - or nothing: standard output"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_counts = {
  "counts",
  {"VAULT"},
  options,
  N_ ("Counts persons, cases, services or referrals."),
  N_ ("The table is exact. It names nobody, but small numbers can give a person away: it stays in "
      "the office."),
  run,
};
