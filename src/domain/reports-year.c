/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The year's report: whom the office assisted, what it did beside, what was promised, and in one
 * line where. */
#include "domain/reports-private.h"

#include "domain/number.h"
#include "model/codelist.h"

#include <string.h>

#define N_(text) text

/* --- The first line --- */

/* Up to ten in words, as one writes them; free it. */
static char *
number_word (const AmpFigures *figures, guint64 n)
{
  static const char *const words[] = {
    N_ ("zero"), N_ ("one"),   N_ ("two"),   N_ ("three"), N_ ("four"), N_ ("five"),
    N_ ("six"),  N_ ("seven"), N_ ("eight"), N_ ("nine"),  N_ ("ten"),
  };

  return n < G_N_ELEMENTS (words) ? g_strdup (figures->translate (words[n])) : amp_format_count (n);
}

/* The translated template, with the text for its "%s" if it has one. */
static void
append (GString *line, const AmpFigures *figures, const char *msgid, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (figures->translate (msgid), "%s", 2);
  g_autofree char *whole = g_strjoinv (text, parts);

  g_string_append (line, whole);
}

static void
append_border (GString *line, const AmpFigures *figures, guint64 regions, guint64 border)
{
  g_autofree char *n = number_word (figures, border);

  if (regions == 1)
    append (line, figures, border == 1 ? N_ (", on the border.") : ".", "");
  else if (border == 0)
    append (line, figures, N_ (", none of them on the border."), "");
  else if (border == regions)
    append (line, figures, N_ (", all of them on the border."), "");
  else if (border == 1)
    append (line, figures, N_ (", one of them on the border."), "");
  else
    /* Translators: a number in words, of regions. */
    append (line, figures, N_ (", %s of them on the border."), n);
}

char *
amp_report_year_line (const AmpFigures *figures, guint64 people, guint64 regions, guint64 border)
{
  GString *line = g_string_new (NULL);
  g_autofree char *digits = amp_format_count (people);
  g_autofree char *n = number_word (figures, regions);

  if (people == 0)
    {
      append (line, figures, N_ ("Nobody was assisted."), "");
      return g_string_free (line, FALSE);
    }
  /* Translators: the beginning of "300 people assisted in eight regions, two of them on the
   * border." */
  append (line, figures, people == 1 ? N_ ("1 person assisted") : N_ ("%s people assisted"),
          digits);
  if (regions == 0)
    {
      g_string_append (line, ".");
      return g_string_free (line, FALSE);
    }
  append (line, figures, regions == 1 ? N_ (" in one region") : N_ (" in %s regions"), n);
  append_border (line, figures, regions, border);
  return g_string_free (line, FALSE);
}

/* The regions whose total is told, and those of them on the border. */
static void
count_regions (const AmpCountTable *persons, guint64 *regions, guint64 *border)
{
  const AmpDimension *border_of = amp_dimension_find ("border");
  gboolean by_more = amp_count_table_spec (persons)->n_dimensions > 1;

  *regions = *border = 0;
  for (gsize row = 0; row < amp_count_table_n_rows (persons); row++)
    {
      const char *region = amp_count_table_value (persons, row, 0);

      if (*region == '\0' || strcmp (region, "*") == 0 ||
          amp_count_table_is_hidden (persons, row) ||
          (by_more && strcmp (amp_count_table_value (persons, row, 1), "*") != 0))
        continue;
      (*regions)++;
      *border += g_strcmp0 (amp_dimension_read (border_of, region, FALSE), "yes") == 0 ? 1 : 0;
    }
}

/* What this says has to be safe beside a table that hides. So it is of the table as it leaves, and
 * of nothing else: two offices that differ in what is hidden get the same line.
 * - A total that is hidden, because it is small or would give a small one away, is not said; nor
 *   that there was nobody, which would be a hidden nought.
 * - "In eight regions" would tell how many of the hidden regions have somebody: were seven told and
 *   eight said, one of the others would have one at least, and were seven said, all of the others
 *   none. So those are counted whose number stands in the table, and "at least" is said always,
 *   also where it happens to be all of them. The same holds for the border. */
char *
amp_report_year_line_told (const AmpFigures *figures, const AmpCountTable *persons)
{
  static const char *const all[] = {"*", "*"};
  gssize total = persons != NULL ? amp_count_table_find (persons, all) : -1;
  GString *line = g_string_new (NULL);
  guint64 regions, border;
  g_autofree char *digits = NULL, *n = NULL, *n_border = NULL;

  if (total < 0 || amp_count_table_is_hidden (persons, (gsize) total))
    {
      append (line, figures,
              N_ ("How many people were assisted is not told here: nobody, few, or a number that "
                  "would give a small group away."),
              "");
      return g_string_free (line, FALSE);
    }
  count_regions (persons, &regions, &border);
  digits = amp_format_count (amp_count_table_count (persons, (gsize) total));
  n = number_word (figures, regions);
  n_border = number_word (figures, border);
  append (line, figures, N_ ("%s people assisted"), digits);
  if (regions > 0)
    append (line, figures,
            regions == 1 ? N_ (" in at least one region") : N_ (" in at least %s regions"), n);
  if (border > 0)
    append (line, figures,
            border == 1 ? N_ (", at least one of them on the border.")
                        : N_ (", at least %s of them on the border."),
            n_border);
  else
    g_string_append_c (line, '.');
  return g_string_free (line, FALSE);
}

static void
say_where (AmpReportRun *run, const AmpCountTable *persons)
{
  guint64 regions, border;

  count_regions (persons, &regions, &border);
  g_free (run->figures->statement);
  run->figures->statement =
    amp_report_year_line (run->figures, amp_count_table_total (persons), regions, border);
}

/* --- Plans: actions by axis and present state, of plans that reach into the period --- */

static gboolean
reaches_in (const AmpReportRun *run, const char *from, const char *to)
{
  return !(*run->to != '\0' && from != NULL && strcmp (from, run->to) > 0) &&
         !(*run->from != '\0' && to != NULL && strncmp (to, run->from, strlen (to)) < 0);
}

gboolean
amp_report_add_plans (AmpReportRun *run, GError **error)
{
  static const char *const paths[] = {"regional_goal.axis", "status",
                                      "regional_goal.regional_plan.from_on",
                                      "regional_goal.regional_plan.to_on", NULL};
  AmpFigures *figures = run->figures;
  const AmpCodeList *axes = amp_code_list_find ("plan_axis");
  const AmpCodeList *states = amp_code_list_find ("regional_action_status");
  guint n_axes = amp_code_list_length (axes), n_states = amp_code_list_length (states);
  g_autofree gint64 *counts = g_new0 (gint64, (n_axes + 1) * (n_states + 1));
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (run->session), amp_entity_find ("regional_action"),
                      paths, NULL, 0, NULL, error);
  AmpFigureTable *table;
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      const AmpCode *axis = amp_code_list_lookup (axes, amp_cursor_text (cursor, 0));
      const AmpCode *state = amp_code_list_lookup (states, amp_cursor_text (cursor, 1));

      if (axis == NULL || state == NULL ||
          !reaches_in (run, amp_cursor_text (cursor, 2), amp_cursor_text (cursor, 3)))
        continue;
      counts[amp_code_index (axis) * (n_states + 1) + amp_code_index (state)]++;
      counts[amp_code_index (axis) * (n_states + 1) + n_states]++;
      counts[n_axes * (n_states + 1) + amp_code_index (state)]++;
      counts[n_axes * (n_states + 1) + n_states]++;
    }
  if (more != 0)
    return FALSE;
  table = amp_figures_add_table (
    figures, "plans", figures->translate (N_ ("Actions of the regional plans by state")));
  amp_figure_table_add_key (table, "axis", figures->translate (N_ ("Axis")));
  table->column_name = g_strdup ("status");
  for (guint i = 0; i < n_states; i++)
    {
      const AmpCode *state = amp_code_list_nth (states, i);

      amp_figure_table_add_column (table, amp_code_value (state),
                                   amp_code_label (state, figures->language), AMP_FIGURE_COUNT);
    }
  amp_figure_table_add_column (table, "*", figures->translate (N_ ("Total")), AMP_FIGURE_COUNT);
  for (guint i = 0; i <= n_axes; i++)
    {
      const AmpCode *axis = i < n_axes ? amp_code_list_nth (axes, i) : NULL;
      const char *code = axis != NULL ? amp_code_value (axis) : "*";
      const char *label =
        axis != NULL ? amp_code_label (axis, figures->language) : figures->translate (N_ ("Total"));
      guint row = amp_figure_table_add_row (table, &code, &label, axis == NULL);

      for (guint j = 0; j <= n_states; j++)
        amp_figure_table_set (table, row, j, counts[i * (n_states + 1) + j]);
    }
  return TRUE;
}

/* --- The tables --- */

static const struct
{
  AmpUnit unit;
  const char *by[3];
  const char *name, *title;
} tables[] = {
  {AMP_UNIT_PERSONS, {"region", "sex"}, "assisted", N_ ("Persons assisted by region and sex")},
  {AMP_UNIT_PERSONS,
   {"country", "border"},
   "border",
   N_ ("Persons assisted in regions on the border")},
  {AMP_UNIT_SERVICES,
   {"service_domain", "border"},
   "services",
   N_ ("Services delivered by domain and border")},
  {AMP_UNIT_REFERRALS,
   {"region", "referral_state"},
   "referrals",
   N_ ("Referrals made by region and state")},
  {AMP_UNIT_ACTIVITIES,
   {"region", "activity_kind"},
   "activities",
   N_ ("Prevention activities by region and kind")},
  {AMP_UNIT_REACHED,
   {"region", "sex"},
   "reached",
   N_ ("People reached by prevention, by region and sex")},
  {AMP_UNIT_TRAININGS,
   {"region", "training_modality"},
   "trainings",
   N_ ("Training sessions by region and modality")},
  {AMP_UNIT_TRAINED,
   {"training_audience", "sex"},
   "trained",
   N_ ("People trained by audience and sex")},
  {AMP_UNIT_COMMITMENTS,
   {"commitment_status", "country"},
   "commitments",
   N_ ("Commitments due in the period by status and country")},
};

G_STATIC_ASSERT (G_N_ELEMENTS (tables) <= AMP_REPORT_MOST_COUNTS);

void
amp_report_year_counts (AmpReportCount *counts)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    counts[i] = (AmpReportCount){tables[i].unit, {tables[i].by[0], tables[i].by[1], NULL}};
}

static void
name_border (const AmpFigures *figures, const char *code, char **label)
{
  const char *words = strcmp (code, "yes") == 0  ? N_ ("Border regions")
                      : strcmp (code, "no") == 0 ? N_ ("Other regions")
                                                 : NULL;

  if (words == NULL)
    return;
  g_free (*label);
  *label = g_strdup (figures->translate (words));
}

/* "Yes" and "no" over a column say nothing of a border; and one map, of whom was assisted, is
 * enough.
 */
void
amp_report_make_readable (AmpFigures *figures, AmpFigureTable *table, gboolean with_map)
{
  static const char border[] = "border";
  gboolean rows = table->keys->len == 1 &&
                  strcmp (((AmpFigureColumn *) table->keys->pdata[0])->name, border) == 0;

  for (guint i = 0; g_strcmp0 (table->column_name, border) == 0 && i < table->columns->len; i++)
    {
      AmpFigureColumn *column = table->columns->pdata[i];

      name_border (figures, column->name, &column->label);
    }
  for (guint i = 0; rows && i < table->rows->len; i++)
    {
      AmpFigureRow *row = table->rows->pdata[i];

      name_border (figures, row->codes[0], &row->labels[0]);
    }
  if (!with_map)
    g_clear_pointer (&table->map, amp_map_free);
}

gboolean
amp_report_make_year (AmpReportRun *run, GError **error)
{
  guint64 not_victims = 0, undated = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      const AmpCountTable *table = amp_report_counted (run, tables[i].unit, tables[i].by);

      if (i == 0) /* those of the persons */
        {
          not_victims = run->not_victims;
          undated = run->undated;
          say_where (run, table);
        }
      if (tables[i].unit == AMP_UNIT_COMMITMENTS && !amp_report_add_plans (run, error))
        return FALSE;
      amp_report_make_readable (run->figures,
                                amp_figures_add_counts (run->figures, table, tables[i].name,
                                                        run->figures->translate (tables[i].title)),
                                i == 0);
      amp_figures_add_count_notes (run->figures, table);
    }
  run->not_victims = not_victims;
  run->undated = undated;
  return amp_report_add_external (run, error);
}
