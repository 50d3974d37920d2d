/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Figures of others beside a report: whose they are, of when, in which unit, when somebody looked
 * whether they still stand. A table of its own; nothing of it is in any count. */
#include "domain/reports-private.h"

#include "model/codelist.h"

#include <math.h>
#include <string.h>

#define N_(text) text

enum
{
  MEASURE,
  UNIT,
  VALUE,
  FROM,
  TO,
  COUNTRY,
  REGION,
  SOURCE,
  CHECKED,
  N_PATHS
};

static const char *const paths[] = {"measure", "unit",   "value",  "from_on",    "to_on",
                                    "country", "region", "source", "checked_on", NULL};

typedef struct
{
  char *text[N_PATHS]; /* NULL: not recorded */
  gboolean older;      /* it ended before the period began */
} Found;

static void
found_free (gpointer data)
{
  Found *self = data;

  for (guint i = 0; i < N_PATHS; i++)
    g_free (self->text[i]);
  g_free (self);
}

/* --- Which --- */

/* The last day of a figure: that of its end, or of its beginning where it has none. */
static const char *
end_of (const Found *self)
{
  return self->text[TO] != NULL ? self->text[TO] : self->text[FROM];
}

static gboolean
is_of_the_same (const Found *a, const Found *b)
{
  return g_strcmp0 (a->text[MEASURE], b->text[MEASURE]) == 0 &&
         g_strcmp0 (a->text[UNIT], b->text[UNIT]) == 0 &&
         g_strcmp0 (a->text[COUNTRY], b->text[COUNTRY]) == 0 &&
         g_strcmp0 (a->text[REGION], b->text[REGION]) == 0 &&
         g_strcmp0 (a->text[SOURCE], b->text[SOURCE]) == 0;
}

/* Of what is older than the period, the newest alone, and none where there is one of the period. */
static gboolean
is_outdone (const Found *self, const GPtrArray *all)
{
  for (guint i = 0; self->older && i < all->len; i++)
    {
      const Found *other = all->pdata[i];

      if (other != self && is_of_the_same (self, other) &&
          (!other->older || strcmp (end_of (other), end_of (self)) > 0))
        return TRUE;
    }
  return FALSE;
}

static GPtrArray *
find_figures (const AmpReportRun *run, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (found_free);
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (run->session), amp_entity_find ("external_figure"),
                      paths, NULL, 0, "from_on", error);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      Found *found = g_new0 (Found, 1);

      for (guint i = 0; i < N_PATHS; i++)
        found->text[i] = g_strdup (amp_cursor_text (cursor, i));
      g_ptr_array_add (all, found);
      /* As texts: a year is before its days. */
      found->older =
        *run->from != '\0' && strncmp (end_of (found), run->from, strlen (end_of (found))) < 0;
      if ((*run->to != '\0' && strcmp (found->text[FROM], run->to) > 0) ||
          (run->region != NULL && found->text[REGION] != NULL &&
           strcmp (run->region, found->text[REGION]) != 0))
        g_ptr_array_set_size (all, (int) all->len - 1);
    }
  return more == 0 ? g_steal_pointer (&all) : NULL;
}

/* --- As rows --- */

static const char *
label_of (const AmpFigures *figures, const char *list, const char *code)
{
  const AmpCode *found =
    code == NULL ? NULL : amp_code_list_lookup (amp_code_list_find (list), code);

  return found != NULL ? amp_code_label (found, figures->language) : code;
}

/* Whole numbers, and per cents in tenths; what has more decimals stands beside, as it was written.
 */
static gboolean
read_value (const Found *self, gboolean percent, gint64 *value)
{
  g_autofree char *text = g_strdelimit (g_strdup (self->text[VALUE]), ",", '.');
  double number = g_ascii_strtod (text, NULL) * (percent ? 10 : 1);

  *value = (gint64) llround (number);
  return fabs (number - (double) *value) < 1e-6;
}

static char *
day_text (const AmpFigures *figures, const char *day)
{
  AmpDate date;

  return amp_date_parse (day, &date) ? amp_date_to_display (&date, figures->language)
                                     : g_strdup (day);
}

static char *
period_text (const AmpFigures *figures, const Found *found)
{
  const char *from = found->text[FROM], *to = end_of (found);
  g_autofree char *first = day_text (figures, from);
  g_autofree char *last = day_text (figures, to);
  gboolean year = g_str_has_suffix (from, "-01-01") && g_str_has_suffix (to, "-12-31") &&
                  strncmp (from, to, 4) == 0;
  g_autofree char *text = year                        ? g_strndup (from, 4)
                          : strcmp (first, last) == 0 ? g_strdup (first)
                                                      : g_strdup_printf ("%s – %s", first, last);

  if (!found->older)
    return g_steal_pointer (&text);
  return g_strdup_printf ("%s (%s)", text, figures->translate (N_ ("older than the period")));
}

static char *
what_text (const AmpFigures *figures, const Found *found, gboolean exact)
{
  const char *place = found->text[REGION] != NULL
                        ? label_of (figures, "region", found->text[REGION])
                        : label_of (figures, "country", found->text[COUNTRY]);
  GString *text = g_string_new (label_of (figures, "external_measure", found->text[MEASURE]));

  if (place != NULL)
    g_string_append_printf (text, ", %s", place);
  g_string_append_printf (text, " (%s)", label_of (figures, "external_unit", found->text[UNIT]));
  if (!exact)
    g_string_append_printf (text, ": %s", found->text[VALUE]);
  return g_string_free (text, FALSE);
}

static char *
source_text (const AmpFigures *figures, const Found *found)
{
  const char *source = found->text[SOURCE] != NULL ? found->text[SOURCE] : "";
  g_autofree char *day =
    found->text[CHECKED] != NULL ? day_text (figures, found->text[CHECKED]) : NULL;

  if (day == NULL)
    return g_strdup_printf ("%s (%s)", source, figures->translate (N_ ("not checked")));
  return g_strdup_printf ("%s (%s %s)", source, figures->translate (N_ ("checked on")), day);
}

static void
add_row (AmpFigures *figures, AmpFigureTable *to, const Found *found)
{
  gboolean percent = g_strcmp0 (found->text[UNIT], "percent") == 0;
  gint64 value;
  gboolean exact = read_value (found, percent, &value);
  g_autofree char *what = what_text (figures, found, exact);
  g_autofree char *source = source_text (figures, found);
  g_autofree char *period = period_text (figures, found);
  g_autofree char *days = g_strdup_printf ("%s/%s", found->text[FROM], end_of (found));
  const char *codes[] = {found->text[MEASURE],
                         found->text[SOURCE] != NULL ? found->text[SOURCE] : "", days};
  const char *labels[] = {what, source, period};
  guint row = amp_figure_table_add_row (to, codes, labels, FALSE);

  if (exact)
    amp_figure_table_set (to, row, percent ? 1 : 0, value);
}

gboolean
amp_report_add_external (AmpReportRun *run, GError **error)
{
  AmpFigures *figures = run->figures;
  g_autoptr (GPtrArray) all = find_figures (run, error);
  AmpFigureTable *table = NULL;

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      const Found *found = all->pdata[i];

      if (is_outdone (found, all))
        continue;
      if (table == NULL)
        {
          table = amp_figures_add_table (figures, "figures-of-others",
                                         figures->translate (N_ ("Figures of others")));
          amp_figure_table_add_key (table, "measure", figures->translate (N_ ("Figure")));
          amp_figure_table_add_key (table, "source", figures->translate (N_ ("Source")));
          amp_figure_table_add_key (table, "period", figures->translate (N_ ("Period")));
          amp_figure_table_add_column (table, "number", figures->translate (N_ ("Number")),
                                       AMP_FIGURE_COUNT);
          amp_figure_table_add_column (table, "percent", "%", AMP_FIGURE_PERCENT);
        }
      add_row (figures, table, found);
    }
  if (table != NULL)
    amp_figures_add_note (
      figures, figures->translate (N_ ("Figures of others are not this office's: they are counted "
                                       "otherwise, and are never added to its own.")));
  return all != NULL;
}

AmpFigures *
amp_report_external (AmpSession *session,
                     const char *from,
                     const char *to,
                     const char *region,
                     AmpTranslate translate,
                     const char *language,
                     GError **error)
{
  g_autoptr (AmpFigures) figures = amp_figures_new ("figures-of-others", translate, language);
  AmpReportRun run = {
    .session = session, .from = from, .to = to, .region = region, .figures = figures};

  if (amp_session_get_store (session) == NULL)
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED,
                           "This role holds no key to the cases");
      return NULL;
    }
  return amp_report_add_external (&run, error) ? g_steal_pointer (&figures) : NULL;
}
