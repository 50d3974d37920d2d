/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two regional plans and the border's forum, with what was promised there and what came of it. */
#include "domain/demo-programme.h"

#include "model/date.h"

#define DAYS_BETWEEN_PROGRESS 95
#define MOST_PROGRESS 6

/* --- Plans --- */

static void
add_progress (AmpDemoProgramme *self, gint64 action, guint baseline, guint reached, gint64 from)
{
  AmpDemo *demo = self->demo;
  guint n = MIN (MOST_PROGRESS, (guint) MAX (0, demo->today - from) / DAYS_BETWEEN_PROGRESS);

  for (guint i = 1; i <= n; i++)
    {
      AmpRecord *progress = amp_demo_programme_new (self, "regional_progress");

      amp_record_set_int (progress, "regional_action", action);
      amp_demo_set_day (demo, progress, "on",
                        demo->today - (gint64) (n - i) * DAYS_BETWEEN_PROGRESS);
      amp_record_set_int (progress, "value", baseline + (reached - baseline) * i / n);
      amp_demo_set (demo, progress, "text",
                    i == n ? "Informe de la secretaría técnica" : "Reporte trimestral");
      amp_demo_set (demo, progress, "evidence", "Acta de la demostración");
      amp_demo_programme_keep (self, progress);
    }
}

static void
add_action (AmpDemoProgramme *self,
            gint64 goal,
            const AmpDemoAxisGoal *words,
            guint n,
            guint which,
            const char *region,
            gint64 from)
{
  static const char *const status[] = {"done", "in_progress", "in_progress", "pending"};
  AmpDemo *demo = self->demo;
  AmpRecord *action = amp_demo_programme_new (self, "regional_action");
  guint baseline = words->actions[n].baseline, target = words->actions[n].target;
  guint way = which % G_N_ELEMENTS (status);
  gint64 id;

  amp_record_set_int (action, "regional_goal", goal);
  amp_demo_set (demo, action, "text", words->actions[n].text);
  amp_demo_programme_set_of_region (self, action, words->actions[n].institution, region);
  if (words->actions[n].institution == NULL)
    amp_demo_set (demo, action, "responsible_other", "Gobierno Regional");
  amp_demo_set (demo, action, "indicator", words->actions[n].indicator);
  amp_record_set_int (action, "baseline", baseline);
  amp_record_set_int (action, "target", target);
  /* Some are overdue. */
  amp_demo_set_day (demo, action, "due_on",
                    demo->today + (gint64) amp_demo_below (demo, 700) - 120);
  amp_demo_set (demo, action, "status", status[way]);
  id = amp_demo_programme_keep (self, action);
  if (way == 3)
    return;
  add_progress (self, id, baseline,
                way == 0 ? target
                         : baseline + (target - baseline) * (30 + amp_demo_below (demo, 45)) / 100,
                from);
}

static void
add_plan (AmpDemoProgramme *self, const char *region, const char *name, guint shift)
{
  AmpDemo *demo = self->demo;
  const AmpDate today = amp_date_from_day_number (demo->today);
  guint year = today.year - 1u;
  g_autofree char *title =
    g_strdup_printf ("Plan regional contra la trata de personas de %s %u-%u", name, year, year + 3);
  g_autofree char *from = g_strdup_printf ("%u-01-01", year);
  g_autofree char *to = g_strdup_printf ("%u-12-31", year + 3);
  AmpRecord *plan = amp_demo_programme_new (self, "regional_plan");
  AmpDate first;
  gint64 id;

  amp_demo_set (demo, plan, "title", title);
  amp_demo_set (demo, plan, "region", region);
  amp_demo_set (demo, plan, "from_on", from);
  amp_demo_set (demo, plan, "to_on", to);
  amp_demo_set (demo, plan, "norm", "Ordenanza regional (de la demostración)");
  amp_demo_set (demo, plan, "body", "Comisión Regional contra la Trata de Personas");
  amp_demo_programme_set_of_region (self, plan, "UPE", region);
  amp_demo_set (demo, plan, "status", "in_force");
  id = amp_demo_programme_keep (self, plan);
  (void) amp_date_parse (from, &first);
  for (guint i = 0; i < AMP_DEMO_AXIS_GOALS; i++)
    {
      const AmpDemoAxisGoal *words = &amp_demo_axis_goals[i];
      AmpRecord *goal = amp_demo_programme_new (self, "regional_goal");
      gint64 goal_id;

      amp_record_set_int (goal, "regional_plan", id);
      amp_demo_set (demo, goal, "axis", words->axis);
      amp_demo_set (demo, goal, "text", words->text);
      goal_id = amp_demo_programme_keep (self, goal);
      for (guint n = 0; n < G_N_ELEMENTS (words->actions); n++)
        add_action (self, goal_id, words, n, 2 * i + n + shift, region,
                    MAX (amp_date_day_number (&first), demo->first_day));
    }
}

void
amp_demo_programme_plans (AmpDemoProgramme *self)
{
  add_plan (self, "PE-PIU", "Piura", 0);
  add_plan (self, "PE-TUM", "Tumbes", 1);
}

/* --- The forum --- */

/* The last update says where it stands; one before it says that it had begun. */
static void
add_updates (AmpDemoProgramme *self, gint64 commitment, const AmpDemoPromise *promise)
{
  AmpDemo *demo = self->demo;

  for (guint left = promise->updates; left > 0; left--)
    {
      AmpRecord *update = amp_demo_programme_new (self, "commitment_update");

      amp_record_set_int (update, "commitment", commitment);
      amp_demo_set_day (demo, update, "on", demo->today - 50 * (gint64) (left - 1) - 8);
      amp_demo_set (demo, update, "status", left == 1 ? promise->status : "in_progress");
      amp_demo_set (demo, update, "text",
                    left == 1 ? "Informado en la reunión de seguimiento"
                              : "Se coordinó por oficio");
      amp_demo_set (demo, update, "evidence", "Oficio de la demostración");
      amp_demo_programme_keep (self, update);
    }
}

static void
add_promise (AmpDemoProgramme *self, gint64 forum, const AmpDemoPromise *promise)
{
  AmpDemo *demo = self->demo;
  AmpRecord *commitment = amp_demo_programme_new (self, "commitment");

  amp_record_set_int (commitment, "forum", forum);
  amp_demo_set (demo, commitment, "text", promise->text);
  amp_demo_programme_set_institution (self, commitment, "promised_by", promise->by);
  amp_demo_programme_set_institution (self, commitment, "promised_to", promise->to);
  amp_demo_set (demo, commitment, "country", promise->country);
  amp_demo_set (demo, commitment, "region", promise->region);
  amp_demo_set_day (demo, commitment, "due_on", demo->today + promise->due);
  amp_demo_set (demo, commitment, "indicator", promise->indicator);
  amp_demo_set (demo, commitment, "target", promise->target);
  amp_demo_set (demo, commitment, "status", promise->status);
  amp_record_set_int (commitment, "responsible", demo->owner);
  add_updates (self, amp_demo_programme_keep (self, commitment), promise);
}

void
amp_demo_programme_forum (AmpDemoProgramme *self)
{
  AmpDemo *demo = self->demo;
  AmpRecord *forum = amp_demo_programme_new (self, "forum");
  gint64 id;

  amp_demo_set (demo, forum, "name", "Foro de frontera Perú-Ecuador contra la trata de personas");
  amp_demo_set (demo, forum, "kind", "binational");
  amp_demo_set_day (demo, forum, "on", demo->today - 150);
  amp_demo_set (demo, forum, "country", "PE");
  amp_demo_set (demo, forum, "region", "PE-TUM");
  amp_demo_set (demo, forum, "place", "Auditorio de la demostración, Tumbes");
  amp_demo_programme_set_institution (self, forum, "institution", "UPE-TUM");
  amp_demo_set (demo, forum, "agreements",
                "Las instituciones de los dos países se reúnen cada seis meses.\n"
                "Cada compromiso tiene una institución responsable, un plazo y un indicador.");
  amp_demo_set_day (demo, forum, "next_on", demo->today + 33);
  amp_demo_set (demo, forum, "next_place", "Huaquillas");
  amp_demo_set (demo, forum, "agenda",
                "Cifras de los dos lados de la frontera\n"
                "Derivaciones sin respuesta");
  id = amp_demo_programme_keep (self, forum);
  for (guint i = 0; i < AMP_DEMO_PROMISES; i++)
    add_promise (self, id, &amp_demo_promises[i]);
}
