/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli counts: words to a request, a table to a file. The rules of counting are the domain's.
 */
#include "cli/cli.h"

#include <string.h>

#include "domain/release.h"
#include "model/codelist.h"
#include "model/date.h"

static gboolean
not_one_of (const char *option, const char *choices, GError **error)
{
  g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("--%s takes one of: %s."), option, choices);
  return FALSE;
}

/* "audience" is that of the activity or of the training, whichever is counted. */
static const AmpDimension *
find_short (AmpUnit unit, const char *name)
{
  static const char *const of[] = {"activity_", "training_", "commitment_"};

  for (gsize i = 0; i < G_N_ELEMENTS (of); i++)
    {
      g_autofree char *whole = g_strconcat (of[i], name, NULL);
      const AmpDimension *found = amp_dimension_find (whole);

      if (found != NULL && amp_dimension_fits (found, unit))
        return found;
    }
  return NULL;
}

static const AmpDimension *
find_dimension (AmpUnit unit, const char *option, const char *name, GError **error)
{
  const AmpDimension *found = amp_dimension_find (name);
  g_autoptr (GString) names = NULL;
  const AmpDimension *all;
  gsize n;

  if (found == NULL)
    found = find_short (unit, name);
  if (found != NULL)
    return found;
  names = g_string_new (NULL);
  all = amp_dimensions (&n);
  for (gsize i = 0; i < n; i++)
    if (amp_dimension_fits (&all[i], unit))
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", all[i].name);
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
      spec->dimensions[i] = find_dimension (spec->unit, "by", names[i], error);
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
      spec->where_dimension[i] = find_dimension (spec->unit, "where", name, error);
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
    return not_one_of ("unit",
                       "persons, cases, services, referrals, activities, reached, trainings, "
                       "trained, commitments",
                       error);
  spec->lima_apart = cli_call_get (call, "lima-apart") != NULL;
  return read_dimensions (call, spec, error) &&
         cli_read_day (call, "from", FALSE, spec->from, error) &&
         cli_read_day (call, "to", TRUE, spec->to, error) && read_filters (call, spec, error) &&
         amp_count_spec_check (spec, error);
}

gboolean
cli_read_release (const CliCall *call, AmpReleaseRule *rule, GError **error)
{
  const char *release = cli_call_get (call, "release");

  *rule = AMP_RELEASE_INTERNAL;
  if (release != NULL && !amp_release_rule_from_code (release, rule))
    return not_one_of ("release", "internal, partner, public", error);
  if (*rule != AMP_RELEASE_INTERNAL && cli_call_need (call, "recipient", error) == NULL)
    return FALSE;
  return TRUE;
}

gboolean
cli_read_format (const CliCall *call, AmpCountFormat *format, const char **path, GError **error)
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

/* --- For the office --- */

static GBytes *
write_internal (const CliCall *call,
                AmpSession *session,
                const AmpCountSpec *spec,
                AmpCountFormat format,
                gint64 *id,
                GError **error)
{
  g_autoptr (AmpCountTable) table =
    amp_counts_compute (session, spec, cli_progress (), NULL, error);

  return table == NULL
           ? NULL
           : amp_release_internal (session, table, format, cli_translate, amp_code_language (),
                                   cli_call_get (call, "reason"), id, error);
}

/* --- For others --- */

/* "country, quarter", as --by takes them. */
static char *
columns_of (const AmpCountSpec *spec)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < spec->n_dimensions; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "," : "", spec->dimensions[i]->name);
  return g_string_free (text, FALSE);
}

static void
say_how_much_is_hidden (const AmpReleasePlan *plan)
{
  const AmpCountSpec *coarser = amp_release_plan_coarser (plan);

  /* Translators: so many of so many. */
  g_printerr (_ ("%u of %u numbers are hidden.\n"), (guint) amp_release_plan_n_hidden (plan),
              (guint) amp_release_plan_n_rows (plan));
  if (coarser != NULL)
    {
      g_autofree char *columns = columns_of (coarser);

      /* Translators: %s are the columns of a table, such as country,quarter. */
      g_printerr (_ ("More than half of this table is hidden. We suggest: --by %s\n"), columns);
    }
  if (amp_release_plan_closing (plan) != NULL)
    g_printerr ("%s\n", _ (amp_release_plan_closing (plan)));
}

/* A public table that nobody has approved of yet is asked for. */
static void
ask_instead (AmpSession *session, const AmpReleasePlan *plan, GError **error)
{
  gint64 approval;
  g_autofree char *number = NULL;

  if (!amp_release_ask (session, plan, &approval, NULL))
    return;
  number = g_strdup_printf ("%" G_GINT64_FORMAT, approval);
  g_clear_error (error);
  /* Translators: %s is the number of the request, twice. */
  g_set_error (error, CLI_ERROR, CLI_ERROR_OUTPUT,
               _ ("Another supervisor has to approve of this very table. It was asked for as "
                  "number %s: once it is approved (amparo-cli approvals decide), give the same "
                  "command with --approval %s."),
               number, number);
}

/* What of a report stays behind, and why: for the office alone. */
static void
say_what_is_left_out (const AmpReleasePlan *plan)
{
  for (gsize i = 0; i < amp_release_plan_n_left_out (plan); i++)
    {
      const GError *why = NULL;
      const char *title = amp_release_plan_left_out (plan, i, &why);
      g_autofree char *sentence = amp_release_error_sentence (why, cli_translate);

      /* Translators: the title of a table, and why it may not leave the office. */
      g_printerr (_ ("Left out: %s. %s\n"), _ (title), sentence);
    }
}

GBytes *
cli_write_release (const CliCall *call,
                   AmpSession *session,
                   const AmpReleaseRequest *request,
                   AmpCountFormat format,
                   gint64 *id,
                   GError **error)
{
  g_autoptr (AmpReleasePlan) plan =
    amp_release_plan (session, request, cli_progress (), NULL, error);
  guint64 approval = 0;
  GBytes *bytes;

  if (plan == NULL || !cli_read_number (call, "approval", G_MAXINT64, &approval, error))
    return NULL;
  bytes = amp_release_give (session, plan, format, cli_translate, amp_code_language (),
                            (gint64) approval, id, error);
  if (bytes == NULL && approval == 0 && error != NULL &&
      g_error_matches (*error, AMP_RELEASE_ERROR, AMP_RELEASE_ERROR_APPROVAL))
    ask_instead (session, plan, error);
  else if (bytes != NULL)
    {
      say_what_is_left_out (plan);
      say_how_much_is_hidden (plan);
    }
  return bytes;
}

static int
run (CliCall *call, GError **error)
{
  AmpReleaseRequest request = {.recipient = cli_call_get (call, "recipient"),
                               .reason = cli_call_get (call, "reason")};
  AmpCountFormat format;
  const char *path;
  gint64 id = 0;
  g_autoptr (AmpSession) session = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (!cli_read_release (call, &request.rule, error) ||
      !cli_read_format (call, &format, &path, error) || !read_spec (call, &request.spec, error))
    return CLI_FAILED;
  session = cli_open_store (call, error);
  if (session == NULL)
    return CLI_FAILED;
  bytes = request.rule == AMP_RELEASE_INTERNAL
            ? write_internal (call, session, &request.spec, format, &id, error)
            : cli_write_release (call, session, &request, format, &id, error);
  /* The ledger's line stands before the file does; it says "given" only after it. */
  return bytes != NULL && cli_write (path, bytes, error) && amp_release_given (session, id, error)
           ? CLI_DONE
           : CLI_FAILED;
}

static const CliOption options[] = {
  {"unit", "UNIT",
   N_ ("what is counted: persons, cases, services, referrals, activities, reached, trainings, "
       "trained or commitments"),
   FALSE},
  {"by", "DIM,DIM", N_ ("the columns: region, month, sex … (a wrong one names them all)"), FALSE},
  {"from", "DAY", N_ ("first day of the period; a month or a year will do"), FALSE},
  {"to", "DAY", N_ ("last day of the period, included"), FALSE},
  {"where", "DIM=CODE", N_ ("only what has this code; may be given several times"), TRUE},
  {"lima-apart", NULL, N_ ("26 regions: Lima Metropolitana apart from Lima"), FALSE},
  {"release", "internal|partner|public", N_ ("for whom; internal if not given"), FALSE},
  {"recipient", "NAME", N_ ("who gets it; needed for partner and public"), FALSE},
  {"reason", "TEXT", N_ ("what for; stands in the register of releases"), FALSE},
  {"approval", "ID", N_ ("another supervisor's approval; needed for public"), FALSE},
  {"format", "csv|json|xlsx|pdf", N_ ("csv if not given"), FALSE},
  {"output", "FILE", N_ ("the file to write; - or nothing: standard output"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_counts = {
  "counts",
  {"VAULT"},
  options,
  N_ ("Counts persons, cases, services, referrals, and what the programme did."),
  N_ ("An internal table is exact. It names nobody, but small numbers can give a person away: it "
      "stays in the office. What goes to a partner or the public covers a closed month, quarter or "
      "year, hides small groups and whatever would give them away together with all that was "
      "handed over before, and freezes its period."),
  run,
};
