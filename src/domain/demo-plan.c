/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is still to be done for a person who does not exist: how great the danger is, what was
 * agreed, what is due. By a stream of chance of its own, so that the rest of the office stays as it
 * is. Most of it is in time, some is not, as in any office. */
#include "domain/demo-private.h"
#include "domain/risk.h"

#define STREAM 0x486f79u

static const char *const questions[] = {
  "trafficker_contact", "threats",   "housing", "health",      "suicide",
  "children",           "documents", "money",   "staff_safety"};

static gboolean
is_level (const char *level, const char *wanted)
{
  return g_strcmp0 (level, wanted) == 0;
}

static guint
interval_of (const char *level)
{
  return is_level (level, "imminent") ? 1
         : is_level (level, "high")   ? 3
         : is_level (level, "medium") ? 15
                                      : 30;
}

/* --- Risk --- */

static void
add_assessment (AmpDemo *self, AmpDemoCase *c, const char *level, gint64 day)
{
  AmpRecord *risk = amp_demo_add (self, c, "risk_assessment");
  guint yes = is_level (level, "imminent") ? 60 : is_level (level, "high") ? 40 : 15;

  amp_record_set_int (risk, "case", c->case_);
  amp_demo_set_day (self, risk, "on", day);
  amp_demo_set (self, risk, "level", level);
  amp_demo_set_day (self, risk, "next_due", day + interval_of (level));
  if (self->lean)
    return;
  amp_record_set_int (risk, "by", self->owner);
  for (gsize i = 0; i < G_N_ELEMENTS (questions); i++)
    amp_demo_set (self, risk, questions[i],
                  amp_demo_percent (self, yes)  ? "yes"
                  : amp_demo_percent (self, 85) ? "no"
                                                : "unknown");
  (void) amp_risk_fill (risk, NULL);
  if (g_strcmp0 (amp_risk_weigh (risk).level, level) != 0)
    amp_demo_set (self, risk, "level_reason", "Por lo conversado con la persona y el equipo");
}

static void
add_risk (AmpDemo *self, AmpDemoCase *c, const char *level, gboolean open)
{
  guint interval = interval_of (level);
  /* Nine of ten are assessed in time. */
  gint64 last = self->today - amp_demo_below (self, interval + interval / 8 + 1);

  if (!open)
    {
      if (!self->lean)
        add_assessment (self, c, level, c->opened);
      return;
    }
  /* Only of those who came lately some are not assessed yet. */
  if (amp_demo_percent (self, is_level (level, "imminent") ? 0 : 20) &&
      c->opened > self->today - 12)
    return;
  if (!self->lean && last > c->opened + 10)
    add_assessment (self, c, is_level (level, "low") ? "medium" : level, c->opened);
  add_assessment (self, c, level, MAX (last, c->opened));
}

static void
add_safety_plan (AmpDemo *self, AmpDemoCase *c)
{
  AmpRecord *plan = amp_demo_add (self, c, "safety_plan");

  amp_record_set_int (plan, "case", c->case_);
  amp_demo_set_day (self, plan, "on", c->opened);
  amp_demo_set (self, plan, "warning_signs", amp_demo_pick (self, amp_demo_warning_signs));
  amp_demo_set (self, plan, "safe_places", amp_demo_pick (self, amp_demo_safe_places));
  amp_demo_set (self, plan, "what_to_take", "Documento, medicinas, celular con cargador, llaves.");
  amp_demo_set (self, plan, "digital_safety", "Ubicación apagada; clave nueva en el celular.");
}

/* --- Needs and plan --- */

static void
add_needs (AmpDemo *self, AmpDemoCase *c)
{
  static const char *const domains[] = {"02", "03", "04", "05", "07", "10", "11", "12", NULL};
  static const char *const urgency[] = {"now", "soon", "soon", "later", NULL};
  guint first = amp_demo_below (self, 8);

  for (guint i = 0, n = 1 + amp_demo_below (self, 3); i < n; i++)
    {
      AmpRecord *need = amp_demo_add (self, c, "need");

      amp_record_set_int (need, "case", c->case_);
      amp_demo_set (self, need, "domain", domains[(first + 3 * i) % 8]);
      amp_demo_set (self, need, "urgency", amp_demo_pick (self, urgency));
      amp_demo_set (self, need, "state", amp_demo_percent (self, 30) ? "met" : "open");
      amp_demo_set_day (self, need, "on", c->opened);
    }
}

static void
add_action (AmpDemo *self, AmpDemoCase *c, gint64 goal, gint64 due)
{
  AmpRecord *action = amp_demo_add (self, c, "plan_action");

  amp_record_set_int (action, "plan_goal", goal);
  amp_record_set_int (action, "case", c->case_);
  amp_demo_set (self, action, "what", amp_demo_pick (self, amp_demo_actions));
  amp_record_set_int (action, "responsible", self->owner);
  amp_demo_set_day (self, action, "due_on", due);
  if (due < self->today && amp_demo_percent (self, 90))
    amp_demo_set_day (self, action, "done_on", due);
}

static void
add_goal (AmpDemo *self, AmpDemoCase *c, gint64 plan, guint n)
{
  const AmpDemoGoal *words = &amp_demo_goals[(c->number + n) % AMP_DEMO_GOALS];
  AmpRecord *goal = amp_demo_add (self, c, "plan_goal");
  gint64 due = self->today - 60 + amp_demo_below (self, 160);
  gboolean past = due < self->today;

  amp_record_set_int (goal, "plan", plan);
  amp_record_set_int (goal, "case", c->case_);
  amp_demo_set (self, goal, "domain", words->domain);
  amp_demo_set (self, goal, "text", words->text);
  amp_demo_set (self, goal, "indicator", words->indicator);
  amp_demo_set_day (self, goal, "due_on", due);
  amp_demo_set (self, goal, "status",
                past && amp_demo_percent (self, 92) ? "achieved"
                : amp_demo_percent (self, 60)       ? "in_progress"
                                                    : "pending");
  if (!past || amp_demo_percent (self, 30))
    add_action (self, c, amp_record_id (goal), self->today - 30 + amp_demo_below (self, 90));
}

static void
add_plan (AmpDemo *self, AmpDemoCase *c)
{
  static const char *const places[] = {"origin", "destination", "destination", "other", NULL};
  AmpRecord *plan = amp_demo_add (self, c, "plan");
  gint64 opened = MIN (c->opened + 7 + amp_demo_below (self, 20), self->today);

  amp_record_set_int (plan, "case", c->case_);
  amp_demo_set (self, plan, "status", "active");
  amp_demo_set_day (self, plan, "opened_on", opened);
  amp_demo_set (self, plan, "place_of_execution", amp_demo_pick (self, places));
  amp_record_set_int (plan, "client_agreed", 1);
  amp_demo_set_day (self, plan, "agreed_on", opened);
  amp_demo_set_day (self, plan, "review_on", self->today - 3 + amp_demo_below (self, 60));
  amp_demo_set_day (self, plan, "planned_end", opened + 365);
  for (guint i = 0, n = 1 + amp_demo_below (self, 3); i < n; i++)
    add_goal (self, c, amp_record_id (plan), i);
}

/* --- What is due --- */

static void
add_follow_up (AmpDemo *self, AmpDemoCase *c, gint64 due)
{
  static const char *const kind[] = {"phone", "phone", "visit", "office", NULL};
  AmpRecord *follow_up = amp_demo_add (self, c, "follow_up");

  amp_record_set_int (follow_up, "case", c->case_);
  amp_demo_set_day (self, follow_up, "due_on", due);
  amp_demo_set (self, follow_up, "kind", amp_demo_pick (self, kind));
  amp_record_set_int (follow_up, "by", self->owner);
}

/* Three calls, and nobody answered. */
static void
add_failures (AmpDemo *self, AmpDemoCase *c, AmpRecord *case_)
{
  gint64 first = c->last_contact + 1;

  if (first + 4 > self->today || first < self->today - 45)
    return;
  for (gint64 day = first; day <= first + 4; day += 2)
    {
      AmpRecord *follow_up = amp_demo_add (self, c, "follow_up");

      amp_record_set_int (follow_up, "case", c->case_);
      amp_demo_set_day (self, follow_up, "due_on", day);
      amp_demo_set_day (self, follow_up, "done_on", day);
      amp_demo_set (self, follow_up, "kind", "phone");
      amp_demo_set (self, follow_up, "outcome", "not_reached");
      amp_record_set_int (follow_up, "by", self->owner);
    }
  c->last_contact = first + 4;
  amp_demo_set_day (self, case_, "last_contact_on", c->last_contact);
}

static void
add_proceeding (AmpDemo *self, AmpDemoCase *c)
{
  static const char *const stages[] = {"preliminary", "preparatory", "preparatory", "trial", NULL};
  AmpRecord *proceeding = amp_demo_add (self, c, "proceeding");

  amp_record_set_int (proceeding, "case", c->case_);
  amp_demo_set (self, proceeding, "kind", "carpeta_fiscal");
  amp_demo_set_day (self, proceeding, "opened_on", c->opened);
  amp_demo_set (self, proceeding, "stage", amp_demo_pick (self, stages));
  if (amp_demo_percent (self, 40))
    {
      amp_demo_set_day (self, proceeding, "next_hearing_on",
                        self->today + amp_demo_below (self, 40));
      amp_demo_set (self, proceeding, "hearing_hour", "09:30");
    }
}

static void
add_task (AmpDemo *self, AmpDemoCase *c)
{
  AmpRecord *task = amp_demo_add (self, c, "task");

  amp_demo_set (self, task, "title", amp_demo_pick (self, amp_demo_tasks));
  amp_demo_set_day (self, task, "due_on", self->today - 2 + amp_demo_below (self, 20));
  amp_record_set_int (task, "owner", self->owner);
  amp_record_set_int (task, "case", c->case_);
  amp_demo_set (self, task, "state", "open");
  amp_demo_set (self, task, "origin", "manual");
}

/* Consents to share hold for two years; of some those end soon. */
static void
set_expiry (AmpDemo *self, const AmpDemoCase *c)
{
  for (guint i = 0; i < c->records->len; i++)
    {
      AmpRecord *record = g_ptr_array_index (c->records, i);

      if (g_str_equal (amp_record_entity (record)->name, "consent") &&
          g_strcmp0 (amp_record_get (record, "purpose"), "share_with") == 0 &&
          g_strcmp0 (amp_record_get (record, "decision"), "given") == 0)
        amp_demo_set_day (self, record, "expires_on", c->opened + 730);
    }
}

static gint64
day_of (const AmpRecord *record, const char *field)
{
  const char *text = amp_record_get (record, field);
  AmpDate date;

  return text != NULL && amp_date_parse (text, &date) ? amp_date_day_number (&date) : G_MAXINT64;
}

/* Whoever works a case does not leave a call undone for a year: most of what lies far back was
 * tried, and what was planned then is planned anew. */
static void
catch_up (AmpDemo *self, AmpDemoCase *c, AmpRecord *case_)
{
  for (guint i = 0; i < c->records->len; i++)
    {
      AmpRecord *record = g_ptr_array_index (c->records, i);
      const char *entity = amp_record_entity (record)->name;

      if (g_str_equal (entity, "follow_up") && amp_record_get (record, "done_on") == NULL &&
          day_of (record, "due_on") < self->today - 15)
        {
          gint64 done = day_of (record, "due_on") + 2;

          amp_demo_set_day (self, record, "done_on", done);
          amp_demo_set (self, record, "outcome", "not_reached");
          c->last_contact = MAX (c->last_contact, done);
        }
      else if (g_str_equal (entity, "service") &&
               g_strcmp0 (amp_record_get (record, "status"), "planned") == 0 &&
               day_of (record, "planned_on") < self->today)
        amp_demo_set_day (self, record, "planned_on", self->today - 3 + amp_demo_below (self, 25));
    }
  amp_demo_set_day (self, case_, "last_contact_on", c->last_contact);
}

static void
add_due (AmpDemo *self, AmpDemoCase *c, AmpRecord *case_)
{
  if (amp_demo_percent (self, 12))
    add_follow_up (self, c, self->today - 1 + amp_demo_below (self, 6));
  if (amp_demo_percent (self, 8))
    add_failures (self, c, case_);
  if (amp_demo_percent (self, 25))
    add_proceeding (self, c);
  if (amp_demo_percent (self, 10))
    add_task (self, c);
  set_expiry (self, c);
}

void
amp_demo_plan (AmpDemo *self, AmpDemoCase *c, AmpRecord *case_, guint64 seed)
{
  const char *level = amp_record_get (case_, "risk_level");
  const char *status = amp_record_get (case_, "status");
  gboolean open = status != NULL && !g_str_has_prefix (status, "closed");

  amp_demo_reseed (self, seed ^ STREAM, c->number + 1);
  add_risk (self, c, level, open);
  if (self->lean || !open)
    return;
  if (is_level (level, "high") || is_level (level, "imminent"))
    add_safety_plan (self, c);
  catch_up (self, c, case_);
  add_needs (self, c);
  if (c->opened + 20 < self->today && amp_demo_percent (self, 60))
    add_plan (self, c);
  add_due (self, c, case_);
}
