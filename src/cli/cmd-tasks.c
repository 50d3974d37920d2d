/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amparo-cli tasks: what is to be done, by case number. */
#include "cli/cli.h"

#include "domain/csv.h"
#include "domain/tasks.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *value; /* NULL: not there */
} Cell;

#define N_CELLS 7

/* Codes, days and numbers only: no title that somebody wrote, no name. */
static void
fill (Cell cells[N_CELLS], const AmpTask *task, char days[24])
{
  g_snprintf (days, 24, "%" G_GINT64_FORMAT, amp_task_overdue (task, NULL));
  cells[0] = (Cell){"due", task->due};
  cells[1] = (Cell){"put_off_until", task->put_off_until};
  cells[2] = (Cell){"days_late", days};
  cells[3] = (Cell){"number", task->number};
  cells[4] = (Cell){"kind", task->origin};
  cells[5] = (Cell){"detail", task->detail};
  cells[6] = (Cell){"risk", task->risk};
}

static void
append_csv (GString *out, const AmpTask *task, gboolean header)
{
  const char *row[N_CELLS];
  Cell cells[N_CELLS];
  char days[24];

  fill (cells, task, days);
  for (gsize i = 0; i < N_CELLS; i++)
    row[i] = header ? cells[i].name : cells[i].value;
  amp_csv_append_row (out, row, N_CELLS);
}

static void
append_json (GString *out, const AmpTask *task, gboolean first)
{
  Cell cells[N_CELLS];
  char days[24];

  fill (cells, task, days);
  g_string_append (out, first ? "\n  {" : ",\n  {");
  for (gsize i = 0; i < N_CELLS; i++)
    {
      g_string_append_printf (out, "%s\"%s\": ", i > 0 ? ", " : "", cells[i].name);
      if (cells[i].value == NULL)
        g_string_append (out, "null");
      else if (strcmp (cells[i].name, "days_late") == 0)
        g_string_append (out, cells[i].value);
      else /* codes, days and case numbers need no escape */
        g_string_append_printf (out, "\"%s\"", cells[i].value);
    }
  g_string_append_c (out, '}');
}

static char *
written (GPtrArray *tasks, gboolean json)
{
  static const AmpTask nothing = {.origin = "", .due = (char *) "2000-01-01"};
  GString *out = g_string_new (json ? "[" : NULL);

  if (!json)
    append_csv (out, &nothing, TRUE);
  for (guint i = 0; i < tasks->len; i++)
    if (json)
      append_json (out, g_ptr_array_index (tasks, i), i == 0);
    else
      append_csv (out, g_ptr_array_index (tasks, i), FALSE);
  if (json)
    g_string_append (out, tasks->len > 0 ? "\n]\n" : "]\n");
  return g_string_free (out, FALSE);
}

static int
run (CliCall *call, GError **error)
{
  const char *format = cli_call_get (call, "format");
  gboolean json = g_strcmp0 (format, "json") == 0;
  AmpTaskQuery query = {0};
  g_autoptr (AmpSession) session = NULL;
  g_autoptr (GPtrArray) tasks = NULL;
  g_autofree char *text = NULL;

  if (format != NULL && !json && strcmp (format, "csv") != 0)
    {
      g_set_error (error, CLI_ERROR, CLI_ERROR_USAGE, _ ("--%s takes one of: %s."), "format",
                   "csv, json");
      return CLI_FAILED;
    }
  session = cli_open_store (call, error);
  if (session == NULL)
    return CLI_FAILED;
  if (cli_call_get (call, "all") == NULL)
    query.owner = amp_session_get_user (session)->id;
  tasks = amp_tasks_list (session, &query, NULL, NULL, error);
  if (tasks == NULL)
    return CLI_FAILED;
  text = written (tasks, json);
  return cli_print (text, error) ? CLI_DONE : CLI_FAILED;
}

static const CliOption options[] = {
  {"all", NULL, N_ ("of the whole office"), FALSE},
  {"format", "csv|json", N_ ("csv if not given"), FALSE},
  CLI_OPTION_END,
};

const CliCommand cli_tasks = {
  "tasks",
  {"VAULT"},
  options,
  N_ ("Lists what is to be done, and by when."),
  N_ ("By case number: it names nobody, and no title that somebody wrote. --all: of the whole "
      "office, for supervisors."),
  run,
};
