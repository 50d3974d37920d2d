/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The case of a person who does not exist: what was done for her, and when. */
#include "domain/demo-private.h"

#include <string.h>

static gint64
some_days_later (AmpDemo *self, gint64 day, guint at_least, guint spread)
{
  return day + at_least + amp_demo_below (self, spread);
}

static void
contacted (AmpDemoCase *c, gint64 day)
{
  c->last_contact = MAX (c->last_contact, day);
}

/* --- Services --- */

static const char *
pick_service (AmpDemo *self, const AmpDemoCase *c)
{
  /* Domains 01 to 14; legal, psychological and social work are the daily core. */
  static const guint8 weights[] = {14, 8, 8, 18, 14, 7, 8, 4, 5, 5, 6, 7, 8, 12, 0};
  guint domain = amp_demo_weighted (self, weights);
  const GPtrArray *types;

  if (c->minor && amp_demo_percent (self, 12))
    domain = 7;
  types = self->services[domain];
  return g_ptr_array_index (types, amp_demo_below (self, types->len));
}

static void
set_service_status (AmpDemo *self, AmpDemoCase *c, AmpRecord *service, gint64 day, gboolean first)
{
  static const char *const status[] = {"delivered",     "partly",    "refused_by_client",
                                       "not_available", "cancelled", "planned"};
  static const guint8 weights[] = {80, 4, 4, 3, 3, 6, 0};
  guint i = first ? 0 : amp_demo_weighted (self, weights);

  amp_demo_set (self, service, "status", status[i]);
  if (!first)
    amp_demo_set_day (self, service, "planned_on", day);
  if (i > 1)
    return;
  amp_demo_set_day (self, service, "delivered_on", day);
  if (i == 0)
    contacted (c, day);
}

static void
add_service (AmpDemo *self, AmpDemoCase *c, guint n, gint64 day)
{
  static const char *const modality[] = {"in_person", "in_person",     "phone",
                                         "home",      "accompaniment", NULL};
  AmpRecord *service = amp_demo_add (self, c, "service");
  gboolean elsewhere = n == 1 && c->second_region != NULL;

  amp_record_set_int (service, "case", c->case_);
  amp_record_set_int (service, "person", c->person);
  amp_demo_set (self, service, "region", elsewhere ? c->second_region : c->region);
  amp_demo_set (self, service, "service_type",
                n > 0                         ? pick_service (self, c)
                : amp_demo_percent (self, 60) ? "01_pap"
                                              : "01_safe_interview");
  set_service_status (self, c, service, day, n == 0 || elsewhere);
  amp_demo_set (self, service, "modality", amp_demo_pick (self, modality));
  amp_demo_set (self, service, "provider_kind", "own");
  amp_record_set_int (service, "staff", self->owner);
  if (amp_demo_percent (self, 12))
    {
      guint which = amp_demo_below (self, self->institutions->len);
      const AmpDemoInstitution *institution =
        &g_array_index (self->institutions, AmpDemoInstitution, which);

      amp_demo_set (self, service, "provider_kind", "referred");
      amp_record_set_int (service, "institution", institution->id);
    }
  if (self->lean)
    return;
  amp_record_set_int (service, "minutes", 20 + 10 * amp_demo_below (self, 9));
  if (amp_demo_percent (self, 20))
    amp_demo_set (self, service, "note", amp_demo_pick (self, amp_demo_service_notes));
}

static void
add_services (AmpDemo *self, AmpDemoCase *c)
{
  guint n = self->lean ? 2 + amp_demo_below (self, 3) : 1 + amp_demo_below (self, 8);
  gint64 day = c->opened;

  if (c->second_region != NULL)
    n = MAX (n, 2);
  for (guint i = 0; i < n; i++)
    {
      add_service (self, c, i, MIN (day, self->today));
      day = some_days_later (self, day, 2, 40);
      if (day > self->today && (i > 0 || c->second_region == NULL))
        return;
    }
}

/* --- Consent, follow-up, notes --- */

static void
add_consent (AmpDemo *self, AmpDemoCase *c, const char *purpose)
{
  static const char *const decision[] = {"given", "refused", "withdrawn", "not_asked"};
  static const guint8 weights[] = {86, 5, 6, 3, 0};
  AmpRecord *consent = amp_demo_add (self, c, "consent");
  guint i = amp_demo_weighted (self, weights);

  amp_record_set_int (consent, "case", c->case_);
  amp_demo_set (self, consent, "purpose", purpose);
  amp_demo_set (self, consent, "decision", decision[i]);
  if (i == 3)
    return;
  amp_demo_set_day (self, consent, "on", c->opened);
  amp_demo_set (self, consent, "giver", c->minor ? "guardian" : "self");
  amp_demo_set (self, consent, "capacity", c->minor ? "minor" : "adult");
  amp_demo_set (self, consent, "method", amp_demo_percent (self, 85) ? "written" : "mark");
  amp_demo_set (self, consent, "language", "spa");
  if (c->minor && c->age > 11)
    amp_record_set_int (consent, "adolescent_assent", 1);
  if (i == 2)
    amp_demo_set_day (self, consent, "withdrawn_on",
                      MIN (some_days_later (self, c->opened, 5, 60), self->today));
  if (!self->lean)
    amp_demo_set (self, consent, "explained_checklist",
                  "interview;purpose;use;access;storage;withdrawal");
}

static void
add_follow_ups (AmpDemo *self, AmpDemoCase *c)
{
  static const char *const kind[] = {"phone", "phone", "visit", "office", NULL};
  static const char *const outcome[] = {"reached",     "reached", "reached",
                                        "not_reached", "moved",   NULL};
  guint n = self->lean ? (amp_demo_percent (self, 20) ? 1 : 0) : amp_demo_below (self, 4);
  gint64 day = some_days_later (self, c->opened, 7, 20);

  for (guint i = 0; i < n; i++, day = some_days_later (self, day, 20, 30))
    {
      AmpRecord *follow_up = amp_demo_add (self, c, "follow_up");
      gint64 done = some_days_later (self, day, 0, 4);

      amp_record_set_int (follow_up, "case", c->case_);
      amp_demo_set_day (self, follow_up, "due_on", day);
      amp_demo_set (self, follow_up, "kind", amp_demo_pick (self, kind));
      amp_record_set_int (follow_up, "by", self->owner);
      if (done > self->today) /* the next one is still to come */
        return;
      if (amp_demo_percent (self, 10))
        continue; /* overdue */
      amp_demo_set_day (self, follow_up, "done_on", done);
      amp_demo_set (self, follow_up, "outcome", amp_demo_pick (self, outcome));
      amp_record_set_int (follow_up, "wellbeing", 1 + amp_demo_below (self, 5));
      contacted (c, done);
      if (!self->lean)
        amp_demo_set (self, follow_up, "note", amp_demo_pick (self, amp_demo_follow_up_notes));
    }
}

static void
add_notes (AmpDemo *self, AmpDemoCase *c)
{
  AmpRecord *note;
  g_autofree char *text = NULL;

  if (self->lean || amp_demo_percent (self, 15))
    return;
  text = g_strdup_printf ("%s %s %s", amp_demo_pick (self, amp_demo_note_openings),
                          amp_demo_pick (self, amp_demo_note_stories),
                          amp_demo_pick (self, amp_demo_note_plans));
  note = amp_demo_add (self, c, "note");
  amp_record_set_int (note, "case", c->case_);
  amp_demo_set (self, note, "kind", "session");
  amp_demo_set_day (self, note, "on", c->opened);
  amp_record_set_int (note, "author", self->owner);
  amp_demo_set (self, note, "text", text);
}

/* --- The case itself --- */

/* What a case of that age has come to. */
static const char *
pick_status (AmpDemo *self, gint64 days)
{
  static const char *const status[] = {"intake", "open", "follow_up", "closed", "closed_referred"};
  static const struct
  {
    gint64 days;
    guint8 weights[6];
  } rows[] = {{15, {40, 60, 0, 0, 0, 0}},
              {120, {0, 70, 24, 6, 0, 0}},
              {365, {0, 25, 35, 25, 15, 0}},
              {G_MAXINT64, {0, 10, 20, 45, 25, 0}}};
  gsize i = 0;
  guint k = 0, n;

  while (days >= rows[i].days)
    i++;
  n = amp_demo_below (self, 100);
  for (guint sum = rows[i].weights[0]; n >= sum; sum += rows[i].weights[k])
    k++;
  return status[k];
}

static void
set_closure (AmpDemo *self, const AmpDemoCase *c, AmpRecord *case_)
{
  static const char *const reasons[] = {"goals_met",    "client_request", "moved_handover",
                                        "lost_contact", "goals_met",      NULL};
  const char *status = amp_record_get (case_, "status");

  if (status == NULL || !g_str_has_prefix (status, "closed"))
    return;
  amp_demo_set_day (self, case_, "closed_on",
                    MIN (some_days_later (self, c->last_contact, 3, 30), self->today));
  amp_demo_set (self, case_, "closure_reason",
                g_str_equal (status, "closed_referred") ? "transferred"
                                                        : amp_demo_pick (self, reasons));
  amp_demo_set_day (self, case_, "retention_until", c->last_contact + 5 * 365);
}

static void
set_outreach (AmpDemo *self, const AmpDemoCase *c, AmpRecord *case_)
{
  gint64 activity =
    amp_record_has_code (case_, "source", "outreach") ? amp_demo_outreach_of (self, c) : 0;

  if (activity != 0)
    amp_record_set_int (case_, "source_activity", activity);
}

static void
fill_case (AmpDemo *self, AmpDemoCase *c, AmpRecord *case_)
{
  static const char *const source[] = {
    "self", "family", "hotline_1818", "linea_100", "pnp",      "fiscalia", "udavit", "upe",
    "cem",  "school", "health",       "other_ngo", "outreach", "fiscalia", NULL};
  static const char *const decided_by[] = {"NGO", "NGO", "CourtOrProsecution", "Police", NULL};
  static const char *const risk[] = {"low", "medium", "high", "imminent"};
  static const guint8 risk_weights[] = {34, 38, 22, 6, 0};
  const AmpRecord *person = g_ptr_array_index (c->records, 0);
  g_autofree char *number = g_strdup_printf ("%s/1", amp_record_get (person, "pseudonym"));

  amp_record_set_int (case_, "person", c->person);
  amp_demo_set (self, case_, "number", number);
  amp_demo_set (self, case_, "status", pick_status (self, self->today - c->opened));
  amp_demo_set_day (self, case_, "opened_on", c->opened);
  amp_demo_set_day (self, case_, "first_contact_on", c->opened - amp_demo_below (self, 3));
  amp_record_set_int (case_, "owner", self->owner);
  amp_demo_set (self, case_, "office_region", c->region);
  amp_demo_set (self, case_, "source", amp_demo_pick (self, source));
  set_outreach (self, c, case_);
  amp_demo_set (self, case_, "trafficking_status",
                amp_demo_percent (self, 45) ? "possible" : "confirmed");
  amp_demo_set (self, case_, "status_decided_by", amp_demo_pick (self, decided_by));
  amp_demo_set_day (self, case_, "status_decided_on", c->opened);
  amp_demo_set (self, case_, "risk_level", risk[amp_demo_weighted (self, risk_weights)]);
  amp_record_set_int (case_, "cross_border", !g_str_equal (c->nationality, "PE"));
}

void
amp_demo_case (AmpDemo *self, AmpDemoCase *c, guint64 seed)
{
  AmpRecord *case_ = amp_demo_add (self, c, "case");

  c->case_ = amp_record_id (case_);
  c->last_contact = c->opened;
  fill_case (self, c, case_);
  amp_demo_situation (self, c);
  if (!self->lean || amp_demo_percent (self, 50))
    add_consent (self, c, "process_data");
  if (!self->lean)
    add_consent (self, c, c->minor ? "psychosocial" : "statistics");
  add_services (self, c);
  add_follow_ups (self, c);
  amp_demo_referrals (self, c);
  add_notes (self, c);
  amp_demo_set_day (self, case_, "last_contact_on", c->last_contact);
  set_closure (self, c, case_);
  amp_demo_plan (self, c, case_, seed);
}
