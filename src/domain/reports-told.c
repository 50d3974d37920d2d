/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The year's report for others: of what its releases tell, and of nothing else that was counted. */
#include "domain/reports-private.h"

#include "domain/release-private.h"
#include "domain/settings.h"

#include <string.h>

#define N_(text) text

const AmpCountTable *
amp_report_year_persons (const AmpReleasePlan *plan)
{
  for (guint i = 0; i < plan->parts->len; i++)
    {
      const AmpReleasePlan *part = amp_release_plan_part (plan, i);

      if (strcmp (part->name, "assisted") == 0)
        return part->table;
    }
  return NULL;
}

/* --- Facts --- */

/* What was entered after its month was frozen is in no table: it is told here, by unit, once there
 * are enough of them. */
static void
add_late (AmpFigures *self, const AmpReleasePlan *plan)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint told = 0; /* 1 << AmpUnit */

  for (guint i = 0; i < plan->parts->len; i++)
    {
      const AmpReleasePlan *part = amp_release_plan_part (plan, i);
      const AmpCountRelease *release = amp_count_table_release (part->table);
      AmpUnit unit = part->request.spec.unit;
      g_autofree char *name = NULL, *digits = NULL;

      if (!release->has_late || (told & (1u << unit)))
        continue;
      told |= 1u << unit;
      name = g_strdup_printf ("late registrations %s", amp_unit_to_code (unit));
      digits = release->late_hidden ? g_strdup ("*")
                                    : g_strdup_printf ("%" G_GUINT64_FORMAT, release->late);
      amp_figures_add_fact (self, name, digits, NULL, NULL);
      g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "; " : "",
                              self->translate (amp_unit_title (unit)), digits);
    }
  if (text->len > 0)
    amp_figures_add_fact (self, "late registrations", NULL,
                          self->translate (N_ ("Late registrations")), text->str);
}

static void
add_facts (AmpFigures *self, const AmpReleasePlan *plan, gint64 id)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  const char *rule = self->translate (amp_release_rule_label (plan->request.rule));
  g_autofree char *text = g_strdup_printf ("%s · %s", rule, number);

  amp_figures_add_period (self, &plan->request.spec);
  amp_figures_add_fact (self, "release", amp_release_rule_to_code (plan->request.rule),
                        self->translate (N_ ("Release")), text);
  amp_figures_add_fact (self, "release id", number, NULL, NULL);
  amp_figures_add_fact (self, "notice", amp_release_notice, NULL, NULL);
  amp_figures_add_moment (self);
  add_late (self, plan);
}

/* --- Tables --- */

static gboolean
says_something (const AmpFigureTable *table, guint row)
{
  if (((AmpFigureRow *) table->rows->pdata[row])->total)
    return TRUE;
  for (guint column = 0; column < table->columns->len; column++)
    if (amp_figure_table_get (table, row, column)->state == AMP_FIGURE_SHOWN)
      return TRUE;
  return FALSE;
}

/* A release has a row for every region there is, most of them of "*" alone. Which they are stands
 * in what is told, so that leaving them out tells nothing more. */
static void
fold (AmpFigures *self, AmpFigureTable *table)
{
  guint n_columns = table->columns->len, n_rows = table->rows->len;

  for (guint row = table->rows->len; row > 0; row--)
    if (!says_something (table, row - 1))
      {
        g_ptr_array_remove_index (table->rows, row - 1);
        g_array_remove_range (table->figures, (row - 1) * n_columns, n_columns);
      }
  if (table->rows->len < n_rows)
    amp_figures_add_note (
      self, self->translate (N_ ("Rows in which every number is hidden are not printed. That a row "
                                 "is missing does not mean that there is nobody.")));
}

static void
add_table (AmpFigures *self, const AmpReleasePlan *part, gboolean with_map)
{
  AmpFigureTable *table =
    amp_figures_add_counts (self, part->table, part->name, self->translate (part->title));

  amp_report_make_readable (self, table, with_map);
  if (table->keys->len == 1 &&
      strcmp (((AmpFigureColumn *) table->keys->pdata[0])->name, "region") == 0)
    fold (self, table);
}

static void
add_left_out (AmpFigures *self, const AmpReleasePlan *plan)
{
  for (gsize i = 0; i < amp_release_plan_n_left_out (plan); i++)
    {
      g_autofree char *note = g_strdup_printf (
        "%s: %s", self->translate (amp_release_plan_left_out (plan, i, NULL)),
        self->translate (N_ ("this table is not in the report, because something of a small group "
                             "could be worked out from it.")));

      amp_figures_add_note (self, note);
    }
}

static gboolean
add_tables (AmpReportRun *run, const AmpReleasePlan *plan, GError **error)
{
  AmpFigures *self = run->figures;
  gboolean plans = FALSE;

  add_left_out (self, plan);
  for (guint i = 0; i < plan->parts->len; i++)
    {
      const AmpReleasePlan *part = amp_release_plan_part (plan, i);

      /* Plans of authorities are public, and count no people. */
      if (part->request.spec.unit == AMP_UNIT_COMMITMENTS)
        {
          plans = TRUE;
          if (!amp_report_add_plans (run, error))
            return FALSE;
        }
      add_table (self, part, part->table == amp_report_year_persons (plan));
    }
  for (guint i = 0; i < plan->parts->len; i++)
    {
      const AmpReleasePlan *part = amp_release_plan_part (plan, i);

      if (!amp_unit_is_programme (part->request.spec.unit))
        continue;
      amp_figures_add_note (self, self->translate (amp_count_table_notes (part->table)[0]));
    }
  for (guint i = 0; i < plan->parts->len; i++)
    amp_figures_add_count_notes (self, amp_release_plan_part (plan, i)->table);
  return (plans || amp_report_add_plans (run, error)) && amp_report_add_external (run, error);
}

AmpFigures *
amp_report_year_told (AmpSession *session,
                      const AmpReleasePlan *plan,
                      gint64 id,
                      const char *as_of,
                      AmpTranslate translate,
                      const char *language,
                      GError **error)
{
  const AmpReportKind *kind = amp_report_kind_find ("year");
  g_autoptr (AmpFigures) self = amp_figures_new (kind->name, translate, language);
  AmpReportRun run = {.session = session,
                      .from = plan->request.spec.from,
                      .to = plan->request.spec.to,
                      .figures = self};

  self->title = g_strdup (self->translate (kind->label));
  self->definition = g_strdup (self->translate (kind->definition));
  self->notice = g_strdup (self->translate (amp_release_notice));
  self->as_of = g_strdup (as_of);
  self->office = amp_settings_get_office_name (session);
  self->statement = amp_report_year_line_told (self, amp_report_year_persons (plan));
  add_facts (self, plan, id);
  return add_tables (&run, plan, error) ? g_steal_pointer (&self) : NULL;
}
