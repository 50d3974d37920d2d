/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Referrals of people who do not exist, each with the events that brought it to its state. */
#include "domain/demo-private.h"

#define LONGEST_PATH 6

/* One for each state of domain.md 5.4, by the shortest way there; every office has them all. */
static const struct
{
  const char *state;
  guint8 weight;
  const char *path[LONGEST_PATH + 1];
} ways[] = {
  {"draft", 5, {NULL}},
  {"ready", 5, {"ready"}},
  {"sent", 12, {"ready", "sent"}},
  {"acknowledged", 8, {"ready", "sent", "acknowledged"}},
  {"accepted", 9, {"ready", "sent", "acknowledged", "accepted"}},
  {"in_service", 10, {"ready", "sent", "acknowledged", "accepted", "in_service"}},
  {"completed", 22, {"ready", "sent", "acknowledged", "accepted", "in_service", "completed"}},
  {"interrupted", 4, {"ready", "sent", "acknowledged", "accepted", "in_service", "interrupted"}},
  {"rejected", 8, {"ready", "sent", "acknowledged", "rejected"}},
  {"re_referred", 3, {"ready", "sent", "acknowledged", "rejected", "re_referred"}},
  {"no_answer", 7, {"ready", "sent", "no_answer"}},
  {"escalated", 3, {"ready", "sent", "no_answer", "escalated"}},
  {"withdrawn_by_client", 2, {"ready", "sent", "withdrawn_by_client"}},
  {"revoked", 2, {"ready", "revoked"}},
};

static gsize
pick_way (AmpDemo *self)
{
  guint8 weights[G_N_ELEMENTS (ways) + 1] = {0};

  if (self->n_referrals < G_N_ELEMENTS (ways))
    return self->n_referrals;
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    weights[i] = ways[i].weight;
  return amp_demo_weighted (self, weights);
}

/* One of her region, of all Peru, or, for people of Ecuador, of the other side. */
static gint64
pick_institution (AmpDemo *self, const AmpDemoCase *c)
{
  gboolean ecuadorian = g_str_equal (c->nationality, "EC");

  for (;;)
    {
      guint i = amp_demo_below (self, self->institutions->len);
      const AmpDemoInstitution *institution =
        &g_array_index (self->institutions, AmpDemoInstitution, i);

      if (institution->region == NULL || g_str_equal (institution->region, c->region) ||
          (institution->ecuador && ecuadorian))
        return institution->id;
    }
}

static gint64
add_consent (AmpDemo *self, AmpDemoCase *c, gint64 institution, gboolean given)
{
  AmpRecord *consent = amp_demo_add (self, c, "consent");

  amp_record_set_int (consent, "case", c->case_);
  amp_demo_set (self, consent, "purpose", "share_with");
  amp_record_set_int (consent, "institution", institution);
  amp_demo_set (self, consent, "decision", given ? "given" : "refused");
  amp_demo_set (self, consent, "giver", c->minor ? "guardian" : "self");
  amp_demo_set (self, consent, "capacity", c->minor ? "minor" : "adult");
  amp_demo_set (self, consent, "method", "written");
  amp_demo_set_day (self, consent, "on", c->opened);
  return amp_record_id (consent);
}

static void
add_events (AmpDemo *self, AmpDemoCase *c, gsize way, gint64 referral, gint64 sent)
{
  static const char *const reasons[] = {"no_capacity",
                                        "outside_mandate",
                                        "documents_missing",
                                        "nationality_status",
                                        "distance_transport",
                                        "age_sex_criteria",
                                        "other",
                                        NULL};
  gint64 day = sent - 1;

  for (gsize i = 0; ways[way].path[i] != NULL; i++)
    {
      const char *state = ways[way].path[i];
      AmpRecord *event = NULL;

      if (self->lean && ways[way].path[i + 1] != NULL)
        continue; /* the last one tells where it stands */
      event = amp_demo_add (self, c, "referral_event");
      amp_record_set_int (event, "referral", referral);
      amp_demo_set (self, event, "state", state);
      amp_demo_set_day (self, event, "on", CLAMP (day, c->opened, self->today));
      amp_record_set_int (event, "by", self->owner);
      if (g_str_equal (state, "rejected") || g_str_equal (state, "interrupted") ||
          g_str_equal (state, "revoked"))
        amp_demo_set (self, event, "reason_code", amp_demo_pick (self, reasons));
      day += g_str_equal (state, "ready") ? 1 : 2 + amp_demo_below (self, 9);
    }
}

static void
add_referral (AmpDemo *self, AmpDemoCase *c)
{
  static const char *const services[] = {
    "04_csmc",     "05_representation",  "02_hrt", "03_general", "07_dni",
    "06_measures", "09_assisted_return", NULL};
  static const char *const urgency[] = {"24h", "72h", "routine", "routine", NULL};
  static const char *const method[] = {"oficio", "accompanied", "phone", "email", NULL};
  static const char *const confirmed[] = {"client", "institution", "staff", NULL};
  gsize way = pick_way (self);
  gint64 sent = MIN (c->opened + 1 + amp_demo_below (self, 30), self->today);
  gint64 institution = pick_institution (self, c);
  gint64 consent = add_consent (self, c, institution, way != 0 || amp_demo_percent (self, 50));
  AmpRecord *referral = amp_demo_add (self, c, "referral");

  amp_record_set_int (referral, "case", c->case_);
  amp_record_set_int (referral, "person", c->person);
  amp_demo_set (self, referral, "direction", "out");
  amp_record_set_int (referral, "to_institution", institution);
  amp_demo_set (self, referral, "service_type",
                c->minor && amp_demo_percent (self, 40) ? "08_upe_notice"
                                                        : amp_demo_pick (self, services));
  amp_demo_set (self, referral, "urgency", amp_demo_pick (self, urgency));
  amp_demo_set (self, referral, "reason", "AdditionalServicesRequired");
  amp_demo_set (self, referral, "method", amp_demo_pick (self, method));
  amp_record_set_int (referral, "consent_id", consent);
  amp_demo_set (self, referral, "data_shared_profile", "min");
  amp_demo_set (self, referral, "state", ways[way].state);
  if (ways[way].path[0] != NULL && g_strcmp0 (ways[way].path[1], "sent") == 0)
    {
      amp_demo_set_day (self, referral, "sent_on", sent);
      amp_demo_set_day (self, referral, "due_on", sent + 7);
    }
  if (g_str_equal (ways[way].state, "completed"))
    amp_demo_set (self, referral, "completed_by", amp_demo_pick (self, confirmed));
  if (!self->lean)
    amp_demo_set (self, referral, "details", amp_demo_pick (self, amp_demo_referral_details));
  add_events (self, c, way, amp_record_id (referral), sent);
  self->n_referrals++;
}

void
amp_demo_referrals (AmpDemo *self, AmpDemoCase *c)
{
  guint n = self->lean                    ? (amp_demo_percent (self, 12) ? 1 : 0)
            : amp_demo_percent (self, 60) ? 1 + amp_demo_below (self, 2)
                                          : 0;

  /* The first people get one each, so that an office of a dozen has every state. */
  if (c->number < G_N_ELEMENTS (ways))
    n = MAX (n, 1);
  for (guint i = 0; i < n; i++)
    add_referral (self, c);
}
