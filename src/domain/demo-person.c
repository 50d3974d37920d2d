/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A person who does not exist: who she is, where from, what she carries. */
#include "domain/demo-private.h"

#include "domain/cases.h"

typedef struct
{
  const char *region;
  guint8 weight;
  guint8 nationality[5]; /* PE, EC, VE, CO, BO */
} Region;

/* More people from Ecuador at the border, from Bolivia in Puno. */
static const Region region_table[] = {
  {"PE-TUM", 22, {40, 38, 16, 5, 1}}, {"PE-PIU", 18, {62, 22, 12, 3, 1}},
  {"PE-LIM", 20, {66, 3, 22, 7, 2}},  {"PE-CUS", 9, {80, 1, 8, 3, 8}},
  {"PE-MDD", 12, {78, 1, 5, 2, 14}},  {"PE-PUN", 7, {64, 1, 5, 2, 28}},
  {"PE-ARE", 6, {76, 1, 12, 4, 7}},   {"PE-LAL", 6, {78, 3, 15, 3, 1}},
};

const char *const amp_demo_regions[] = {"PE-TUM", "PE-PIU", "PE-LIM", "PE-CUS", "PE-MDD",
                                        "PE-PUN", "PE-ARE", "PE-LAL", NULL};

static const char *const countries[] = {"PE", "EC", "VE", "CO", "BO"};

static const Region *
pick_region (AmpDemo *self, guint number)
{
  guint8 weights[G_N_ELEMENTS (region_table) + 1] = {0};

  if (number < G_N_ELEMENTS (region_table)) /* a small office has all eight as well */
    return &region_table[number];
  for (gsize i = 0; i < G_N_ELEMENTS (region_table); i++)
    weights[i] = region_table[i].weight;
  return &region_table[amp_demo_weighted (self, weights)];
}

static int
pick_age (AmpDemo *self)
{
  static const guint8 weights[] = {4, 34, 20, 30, 12, 0};
  static const int first[] = {5, 12, 18, 22, 36}, span[] = {7, 6, 4, 14, 24};
  guint i = amp_demo_weighted (self, weights);

  return first[i] + (int) amp_demo_below (self, (guint) span[i]);
}

/* An Ecuadorian identity card: province, serial, and the check digit of modulus 10. */
static char *
cedula (AmpDemo *self)
{
  char digits[11] = "07";
  int sum = 0;

  g_snprintf (digits, sizeof digits, "%s%u%06u", amp_demo_percent (self, 60) ? "07" : "11",
              amp_demo_below (self, 6), amp_demo_below (self, 1000000));
  for (int i = 0; i < 9; i++)
    {
      int product = (digits[i] - '0') * (i % 2 == 0 ? 2 : 1);

      sum += product > 9 ? product - 9 : product;
    }
  digits[9] = (char) ('0' + (10 - sum % 10) % 10);
  return g_strdup (digits);
}

static void
set_document (AmpDemo *self, const AmpDemoCase *c, AmpRecord *person)
{
  g_autofree char *number = NULL;
  const char *type = "passport";

  if (amp_demo_percent (self, 15))
    {
      amp_demo_set (self, person, "doc_type", "none");
      return;
    }
  if (g_str_equal (c->nationality, "PE"))
    {
      type = "dni";
      number = g_strdup_printf ("%08u", 40000000u + amp_demo_below (self, 40000000u));
    }
  else if (g_str_equal (c->nationality, "EC"))
    {
      type = "cedula_ec";
      number = cedula (self);
    }
  else if (g_str_equal (c->nationality, "VE"))
    type = "ptp_cpp";
  if (number == NULL)
    number = g_strdup_printf ("%09u", amp_demo_below (self, 1000000000u));
  amp_demo_set (self, person, "doc_type", type);
  amp_demo_set (self, person, "doc_number", number);
}

static void
set_birth (AmpDemo *self, const AmpDemoCase *c, AmpRecord *person)
{
  /* The birthday of this year has passed, so that age is exact on the day of opening. */
  gint64 born = c->opened - (gint64) c->age * 365 - c->age / 4 - 1 - amp_demo_below (self, 300);
  AmpDate date = amp_date_from_day_number (born);
  static const struct
  {
    int max;
    const char *band;
  } bands[] = {{8, "0--8"},    {17, "9--17"},  {20, "18--20"}, {23, "21--23"}, {26, "24--26"},
               {29, "27--29"}, {38, "30--38"}, {47, "39--47"}, {150, "48+"}};
  guint how = amp_demo_below (self, 100);
  gsize i = 0;

  if (how < 80)
    amp_demo_set_day (self, person, "birth_date", born);
  if (how < 92)
    amp_record_set_int (person, "birth_year", date.year);
  if (how >= 80)
    amp_record_set_int (person, "age_estimated", 1);
  while (c->age > bands[i].max)
    i++;
  amp_demo_set (self, person, "age_band", bands[i].band);
}

static void
set_names (AmpDemo *self, const AmpDemoCase *c, AmpRecord *person)
{
  const AmpDemoNames *names = amp_demo_names (c->nationality);
  gboolean awajun = g_str_equal (c->nationality, "PE") && c->number % 29 == 7;
  gboolean aimara = !awajun && g_str_equal (c->region, "PE-PUN") && amp_demo_percent (self, 40);
  gboolean quechua = !awajun && !aimara && g_str_equal (c->nationality, "PE") &&
                     (g_str_equal (c->region, "PE-CUS") || g_str_equal (c->region, "PE-MDD")) &&
                     amp_demo_percent (self, 40);
  const char *const *given = c->female ? names->female : names->male;

  if (awajun)
    given = c->female ? amp_demo_awajun_female : amp_demo_awajun_male;
  amp_demo_set (self, person, "given_names", amp_demo_pick (self, given));
  amp_demo_set (self, person, "surname_paternal",
                amp_demo_pick (self, awajun ? amp_demo_awajun_surnames : names->surnames));
  if (!amp_demo_percent (self, 8))
    amp_demo_set (self, person, "surname_maternal",
                  amp_demo_pick (self, awajun ? amp_demo_awajun_surnames : names->surnames));
  amp_demo_set (self, person, "indigenous_people",
                awajun    ? "awajun"
                : aimara  ? "aimara"
                : quechua ? "quechua"
                          : "none");
  amp_demo_set (self, person, "language",
                awajun    ? "agr"
                : aimara  ? "aym"
                : quechua ? "quz"
                          : "spa");
  amp_demo_set (self, person, "residence_region",
                awajun ? "PE-AMA"
                : g_str_equal (c->nationality, "EC")
                  ? (amp_demo_percent (self, 60) ? "EC-O" : "EC-L")
                  : c->region);
}

static void
set_contact (AmpDemo *self, const AmpDemoCase *c, AmpRecord *person)
{
  g_autofree char *phone = g_strdup_printf ("+51%u%08u", 9u, amp_demo_below (self, 100000000u));
  g_autofree char *address = g_strdup_printf ("%s %u", amp_demo_pick (self, amp_demo_streets),
                                              100 + amp_demo_below (self, 900));

  if (amp_demo_percent (self, 75))
    amp_demo_set (self, person, "phone", phone);
  if (amp_demo_percent (self, 50))
    amp_demo_set (self, person, "address", address);
  if (!self->lean && amp_demo_percent (self, 30))
    {
      AmpRecord *safe = amp_demo_add (self, (AmpDemoCase *) c, "safe_contact");

      amp_record_set_int (safe, "person", c->person);
      amp_demo_set (self, safe, "channel", "whatsapp");
      amp_demo_set (self, safe, "value", phone);
      amp_demo_set (self, safe, "safe_hours", "De 10:00 a 16:00");
      amp_record_set_int (safe, "may_leave_message", amp_demo_percent (self, 30));
      amp_record_set_int (safe, "may_say_ngo_name", 0);
    }
}

static void
set_background (AmpDemo *self, const AmpDemoCase *c, AmpRecord *person)
{
  static const char *const adult_school[] = {"PrimaryEducation", "LowerSecondaryEducation",
                                             "UpperSecondaryEducation",
                                             "PostSecondaryNonTertiaryEducation", NULL};
  static const char *const minor_school[] = {"PrimaryEducation", "LowerSecondaryEducation", NULL};
  static const char *const marital[] = {"Single",    "Single",  "RegisteredPartnership",
                                        "Separated", "Married", NULL};
  static const char *const vulnerability[] = {
    "Poverty",       "Poverty;Migration", "Migration",       "Discrimination;Poverty",
    "AbusePhysical", "AbuseSocialMedia",  "WorkEnvironment", NULL};
  gboolean national = g_str_equal (c->nationality, "PE");

  amp_demo_set (self, person, "education",
                amp_demo_pick (self, c->minor ? minor_school : adult_school));
  amp_demo_set (self, person, "marital_status",
                c->minor ? "Single" : amp_demo_pick (self, marital));
  amp_demo_set (self, person, "migration_status",
                national                      ? "national"
                : amp_demo_percent (self, 55) ? "irregular"
                                              : "cpp_ptp");
  if (!c->minor)
    amp_record_set_int (person, "children_count", amp_demo_below (self, 4));
  if (!self->lean)
    amp_demo_set (self, person, "vulnerabilities", amp_demo_pick (self, vulnerability));
  if (c->female && c->age > 13 && c->age < 40 && amp_demo_percent (self, 6))
    amp_record_set_int (person, "pregnant", 1);
}

static void
set_pseudonym (AmpDemo *self, const AmpDemoCase *c, AmpRecord *person)
{
  AmpDate opened = amp_date_from_day_number (c->opened);
  g_autofree char *prefix = amp_cases_pseudonym_prefix (c->region, opened.year);
  g_autofree char *pseudonym = NULL;
  guint serial = GPOINTER_TO_UINT (g_hash_table_lookup (self->serials, prefix));

  if (serial == 0 && self->error == NULL)
    serial = amp_cases_next_serial (self->session, prefix, &self->error);
  pseudonym = amp_cases_pseudonym (prefix, serial);
  g_hash_table_replace (self->serials, g_steal_pointer (&prefix), GUINT_TO_POINTER (serial + 1));
  amp_demo_set (self, person, "pseudonym", pseudonym);
}

void
amp_demo_person (AmpDemo *self, AmpDemoCase *c)
{
  const Region *region = pick_region (self, c->number);
  AmpRecord *person = amp_demo_add (self, c, "person");
  guint8 nationality[G_N_ELEMENTS (countries) + 1] = {0};
  guint other;

  for (gsize i = 0; i < G_N_ELEMENTS (countries); i++)
    nationality[i] = region->nationality[i];
  c->person = amp_record_id (person);
  c->region = region->region;
  other = amp_demo_below (self, G_N_ELEMENTS (region_table));
  if (amp_demo_percent (self, 6) && !g_str_equal (region_table[other].region, c->region))
    c->second_region = region_table[other].region;
  c->nationality = countries[amp_demo_weighted (self, nationality)];
  c->female = amp_demo_percent (self, 72);
  c->age = pick_age (self);
  c->minor = c->age < 18;
  c->opened = self->first_day + amp_demo_below (self, (guint) (self->today - self->first_day + 1));

  set_pseudonym (self, c, person);
  set_names (self, c, person);
  set_birth (self, c, person);
  amp_demo_set (self, person, "sex_registered", c->female ? "F" : "M");
  amp_demo_set (self, person, "gender",
                amp_demo_percent (self, 97) ? (c->female ? "Feminine" : "Masculine")
                : c->female                 ? "NonConforming"
                                            : "TransgenderFeminine");
  amp_demo_set (self, person, "nationality",
                g_str_equal (c->nationality, "EC") && amp_demo_percent (self, 10) ? "PE;EC"
                                                                                  : c->nationality);
  set_document (self, c, person);
  set_background (self, c, person);
  set_contact (self, c, person);
}
