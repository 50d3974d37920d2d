/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was done to a person who does not exist, as it is done in the region she was found in. */
#include "domain/demo-private.h"

typedef struct
{
  const char *region; /* NULL: anywhere */
  const char *exploitation, *purpose, *sector, *sex_form, *place;
} Pattern;

static const Pattern patterns[] = {
  {"PE-TUM", "SexualExploitation", "prostitucion", NULL, "Prostitution",
   "Bar cerca de la frontera"},
  {"PE-TUM", "ForcedLabour", "trabajo_forzoso", "A0311", NULL, "Camaronera"},
  {"PE-TUM", "ForcedBegging", "mendicidad", NULL, NULL, "Terminal terrestre"},
  {"PE-PIU", "ForcedLabour", "explotacion_laboral", "A01", NULL, "Fundo agrícola"},
  {"PE-PIU", "SexualExploitation", "prostitucion", NULL, "Prostitution", "Night club"},
  {"PE-PIU", "ChildLabour", "explotacion_laboral", "G_WholesaleAndRetailTradeRepairOfMotorVehicles",
   NULL, "Mercado"},
  {"PE-LIM", "Servitude", "servidumbre", "T_ActivitiesOfHouseholdsAsEmployers", NULL,
   "Casa particular"},
  {"PE-LIM", "ForcedLabour", "trabajo_forzoso", "C14", NULL, "Taller de confecciones"},
  {"PE-LIM", "SexualExploitation", "otra_explotacion_sexual", NULL, "RemoteInteractiveServices",
   "Departamento"},
  {"PE-CUS", "SexualExploitation", "prostitucion", NULL, "Prostitution", "Chichería"},
  {"PE-CUS", "ForcedLabour", "explotacion_laboral", "I_AccommodationAndFoodServiceActivities", NULL,
   "Restaurante"},
  {"PE-MDD", "SexualExploitation", "prostitucion", NULL, "Prostitution",
   "Prontobar en zona minera"},
  {"PE-MDD", "ForcedLabour", "trabajo_forzoso", "B0721", NULL, "Campamento minero"},
  {"PE-PUN", "ForcedLabour", "explotacion_laboral", "B0721", NULL, "Mina de altura"},
  {"PE-PUN", "SexualExploitation", "prostitucion", NULL, "Prostitution", "Cantina"},
  {"PE-ARE", "ForcedLabour", "explotacion_laboral", "B0721", NULL, "Mina informal"},
  {"PE-ARE", "Servitude", "servidumbre", "T_ActivitiesOfHouseholdsAsEmployers", NULL,
   "Casa particular"},
  {"PE-LAL", "ForcedLabour", "explotacion_laboral", "A01", NULL, "Agroexportadora"},
  {"PE-LAL", "SexualExploitation", "prostitucion", NULL, "Prostitution", "Bar"},
};

static const Pattern *
pick_pattern (AmpDemo *self, const AmpDemoCase *c)
{
  const Pattern *fits[G_N_ELEMENTS (patterns)];
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (patterns); i++)
    if (g_str_equal (patterns[i].region, c->region))
      fits[n++] = &patterns[i];
  return fits[amp_demo_below (self, n)];
}

static void
set_how (AmpDemo *self, const AmpDemoCase *c, AmpRecord *situation)
{
  static const char *const act[] = {"capta;transporta", "capta;acoge", "capta;traslada;retiene",
                                    "recibe;retiene",   "capta",       NULL};
  static const char *const means[] = {"engano",
                                      "engano;abuso_vulnerabilidad",
                                      "amenaza;engano",
                                      "violencia;privacion_libertad",
                                      "fraude;abuso_vulnerabilidad",
                                      NULL};
  static const char *const control[] = {
    "DebtBondage;FalsePromises",       "PhysicalThreats;WithholdsDocuments",
    "RestrictsMovement;TakesEarnings", "PsychologicalAbuse;ExcessiveWorkingHours",
    "FalsePromises;RestrictsMovement", NULL};
  static const char *const method[] = {
    "ThroughOnlineSocialNetworks",  "ThroughFriendsOrSocialEvents",
    "ThroughFamilyOrFamilyEvents",  "AtWork",
    "ThroughAnOnlineAdvertisement", NULL};
  static const char *const relation[] = {"acquaintance", "friend",           "family", "employer",
                                         "unknown",      "intimate_partner", "online", NULL};

  amp_demo_set (self, situation, "act", self->lean ? "capta" : amp_demo_pick (self, act));
  if (self->lean)
    return;
  if (!c->minor || amp_demo_percent (self, 50))
    amp_demo_set (self, situation, "means", amp_demo_pick (self, means));
  amp_demo_set (self, situation, "control", amp_demo_pick (self, control));
  amp_demo_set (self, situation, "recruit_method", amp_demo_pick (self, method));
  if (amp_record_has_code (situation, "recruit_method", "ThroughOnlineSocialNetworks"))
    amp_demo_set (self, situation, "recruit_platform",
                  amp_demo_percent (self, 60) ? "Facebook" : "TikTok");
  amp_demo_set (self, situation, "recruiter_relation", amp_demo_pick (self, relation));
}

static void
set_where (AmpDemo *self, const AmpDemoCase *c, AmpRecord *situation)
{
  static const char *const origins[] = {"PE-AMA", "PE-SAM", "PE-LOR", "PE-CAJ", "PE-HUV",
                                        "PE-APU", "PE-UCA", "PE-AYA", NULL};
  gboolean national = g_str_equal (c->nationality, "PE");
  gboolean ecuadorian = g_str_equal (c->nationality, "EC");
  gboolean abroad = ecuadorian && amp_demo_percent (self, 10);

  amp_demo_set (self, situation, "region_exploit", abroad ? "EC-O" : c->region);
  amp_demo_set (self, situation, "country_exploit", abroad ? "EC" : "PE");
  amp_demo_set (self, situation, "region_recruit",
                ecuadorian                    ? (amp_demo_percent (self, 70) ? "EC-O" : "EC-L")
                : !national                   ? NULL
                : amp_demo_percent (self, 50) ? c->region
                                              : amp_demo_pick (self, origins));
  amp_demo_set (self, situation, "internal_or_cross_border",
                national || abroad ? "internal" : "cross_border");
  amp_demo_set (self, situation, "direction",
                national || abroad ? "internal"
                : ecuadorian       ? "ec_pe"
                                   : "other");
}

void
amp_demo_situation (AmpDemo *self, AmpDemoCase *c)
{
  AmpRecord *situation = amp_demo_add (self, c, "situation");
  const Pattern *pattern = pick_pattern (self, c);
  gint64 days = 30 + amp_demo_below (self, 900);
  gint64 end = c->opened - 1 - amp_demo_below (self, 60);
  AmpDate start = amp_date_from_day_number (end - days);
  g_autofree char *month = g_strdup_printf ("%04u-%02u", (guint) start.year, (guint) start.month);

  amp_record_set_int (situation, "case", c->case_);
  amp_demo_set (self, situation, "purpose", pattern->purpose);
  amp_demo_set (self, situation, "exploitation_type", pattern->exploitation);
  amp_demo_set (self, situation, "labour_sector", pattern->sector);
  amp_demo_set (self, situation, "sex_form", pattern->sex_form);
  set_how (self, c, situation);
  amp_record_set_int (situation, "age_at_start", MAX (0, c->age - (int) (days / 365) - 1));
  amp_demo_set (self, situation, "start", month); /* people remember the month */
  amp_demo_set_day (self, situation, "end", end);
  amp_demo_set (self, situation, "duration_band",
                days <= 365   ? "0--12"
                : days <= 730 ? "13--24"
                              : "25+");
  set_where (self, c, situation);
  amp_demo_set (self, situation, "place_exploit", pattern->place);
}
