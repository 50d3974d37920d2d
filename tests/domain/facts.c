/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Offices for tests of the counts. */
#include "facts.h"

#include "domain/cases.h"

#include <string.h>

static const char *const regions[] = {"PE-TUM", "PE-PIU", "PE-LIM", "PE-LMA",
                                      "PE-CUS", "EC-O",   "EC-A"};
static const char *const days[] = {"2023-12-31", "2024-01-01", "2024-01-31", "2024-02",
                                   "2024-02-29", "2024-03-01", "2024",       "2024-06-30",
                                   "2024-07-01", "2023"};

static gint64
store (Facts *facts, AmpRecord *record)
{
  g_autoptr (GError) error = NULL;

  amp_store_save (amp_session_get_store (facts->office.session), record, NULL, &error);
  g_assert_no_error (error);
  return amp_record_id (record);
}

static void
set (AmpRecord *record, const char *field, const char *value)
{
  g_autoptr (GError) error = NULL;

  amp_record_set (record, field, value, &error);
  g_assert_no_error (error);
}

static void
add_person (Facts *facts)
{
  static const char *const sexes[] = {"F", "M", NULL, "unknown"};
  static const char *const nationalities[] = {"PE", "EC", "PE;EC", NULL, "VE"};
  static const char *const births[] = {"1990-01-15", "2006-02-10", "2006", NULL, "2015-06-30"};
  static const char *const bands[] = {"9--17", "48+", NULL};
  static const char *const homes[] = {"PE-AMA", "EC-L", NULL};
  static const char *const genders[] = {"Feminine", "Masculine", "NonConforming"};
  FactPerson person = {NULL, PICK (sexes), PICK (nationalities), PICK (births),
                       NULL, PICK (homes), PICK (genders)};
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("person"));
  g_autofree char *pseudonym = amp_cases_pseudonym ("TST-24-", facts->persons->len + 1);

  person.band = person.birth == NULL ? PICK (bands) : NULL;
  set (record, "pseudonym", pseudonym);
  set (record, "gender", person.gender);
  set (record, "sex_registered", person.sex);
  set (record, "nationality", person.nationality);
  set (record, "birth_date", person.birth);
  set (record, "age_band", person.band);
  set (record, "residence_region", person.residence);
  person.id = g_strdup_printf ("%" G_GINT64_FORMAT, store (facts, record));
  g_array_append_val (facts->persons, person);
}

static void
add_case (Facts *facts, guint person)
{
  static const char *const trafficking[] = {"possible", "confirmed", "confirmed", "not_victim",
                                            NULL};
  static const char *const statuses[] = {"open", "closed", "open", "closed_not_victim"};
  static const char *const exploitation[] = {"ForcedLabour", "SexualExploitation",
                                             "ForcedLabour;ForcedBegging"};
  FactCase fact = {.person = person,
                   .region = PICK (regions),
                   .opened = PICK (days),
                   .trafficking = PICK (trafficking),
                   .status = PICK (statuses)};
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("case"));
  g_autofree char *number = g_strdup_printf ("TST/%u", facts->cases->len);
  int n = g_test_rand_int_range (0, 3);

  set (record, "person", g_array_index (facts->persons, FactPerson, person).id);
  set (record, "number", number);
  set (record, "office_region", fact.region);
  set (record, "opened_on", fact.opened);
  set (record, "trafficking_status", fact.trafficking);
  set (record, "status", fact.status);
  amp_record_set_int (record, "owner", amp_session_get_user (facts->office.session)->id);
  fact.id = g_strdup_printf ("%" G_GINT64_FORMAT, store (facts, record));
  for (int i = 0; i < n; i++)
    {
      g_autoptr (AmpRecord) situation = amp_record_new (amp_entity_find ("situation"));

      fact.exploitation[i] = PICK (exploitation);
      fact.where[i] = g_test_rand_bit () ? PICK (regions) : NULL;
      fact.recruited[i] = g_test_rand_bit () ? PICK (regions) : NULL;
      set (situation, "case", fact.id);
      set (situation, "exploitation_type", fact.exploitation[i]);
      set (situation, "region_exploit", fact.where[i]);
      set (situation, "region_recruit", fact.recruited[i]);
      store (facts, situation);
    }
  g_array_append_val (facts->cases, fact);
}

static void
add_service (Facts *facts, guint case_, gboolean referral)
{
  static const char *const types[] = {"01_pap", "01_kit", "05_complaint", "14_call"};
  static const char *const statuses[] = {"delivered", "delivered", "delivered", "partly",
                                         "planned"};
  static const char *const states[] = {"draft", "sent", "completed"};
  FactService fact = {NULL,
                      case_,
                      PICK (regions),
                      PICK (types),
                      NULL,
                      PICK (days),
                      g_test_rand_bit () ? "UPE-TST" : NULL};
  const FactCase *of = &g_array_index (facts->cases, FactCase, case_);
  g_autoptr (AmpRecord) record =
    amp_record_new (amp_entity_find (referral ? "referral" : "service"));

  fact.status = referral ? PICK (states) : PICK (statuses);
  if (referral && strcmp (fact.status, "draft") == 0)
    fact.on = NULL;
  if (referral)
    fact.region = of->region;
  set (record, "case", of->id);
  set (record, "person", g_array_index (facts->persons, FactPerson, of->person).id);
  set (record, "service_type", fact.type);
  set (record, referral ? "state" : "status", fact.status);
  set (record, referral ? "sent_on" : "delivered_on", fact.on);
  if (referral)
    set (record, "direction", "out");
  else
    set (record, "region", fact.region);
  if (fact.institution != NULL)
    amp_record_set_int (record, referral ? "to_institution" : "institution", facts->institution);
  fact.id = g_strdup_printf ("%" G_GINT64_FORMAT, store (facts, record));
  g_array_append_val (referral ? facts->referrals : facts->services, fact);
}

void
facts_open (Facts *facts)
{
  facts->persons = g_array_new (FALSE, FALSE, sizeof (FactPerson));
  facts->cases = g_array_new (FALSE, FALSE, sizeof (FactCase));
  facts->services = g_array_new (FALSE, FALSE, sizeof (FactService));
  facts->referrals = g_array_new (FALSE, FALSE, sizeof (FactService));
  office_open (&facts->office);
}

void
facts_fill (Facts *facts)
{
  g_autoptr (AmpRecord) institution = NULL;

  facts_open (facts);
  g_assert_true (amp_store_begin (amp_session_get_store (facts->office.session), NULL));
  institution = amp_record_new (amp_entity_find ("institution"));
  set (institution, "code", "UPE-TST");
  set (institution, "name_es", "Unidad de prueba");
  facts->institution = store (facts, institution);
  for (guint i = 0; i < 40; i++)
    add_person (facts);
  for (guint i = 0; i < 55; i++)
    add_case (facts, i < 40 ? i : (guint) g_test_rand_int_range (0, 40));
  for (guint i = 0; i < 160; i++)
    add_service (facts, (guint) g_test_rand_int_range (0, 55), FALSE);
  for (guint i = 0; i < 60; i++)
    add_service (facts, (guint) g_test_rand_int_range (0, 55), TRUE);
  g_assert_true (amp_store_commit (amp_session_get_store (facts->office.session), NULL));
}

void
facts_clear (Facts *facts)
{
  for (guint i = 0; i < facts->persons->len; i++)
    g_free (g_array_index (facts->persons, FactPerson, i).id);
  for (guint i = 0; i < facts->cases->len; i++)
    g_free (g_array_index (facts->cases, FactCase, i).id);
  for (guint i = 0; i < facts->services->len; i++)
    g_free (g_array_index (facts->services, FactService, i).id);
  for (guint i = 0; i < facts->referrals->len; i++)
    g_free (g_array_index (facts->referrals, FactService, i).id);
  g_array_unref (facts->persons);
  g_array_unref (facts->cases);
  g_array_unref (facts->services);
  g_array_unref (facts->referrals);
  office_close (&facts->office);
}

void
fact_person (Facts *facts, const char *birth)
{
  FactPerson person = {NULL, "F", "PE", birth, NULL, NULL, "Feminine"};
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("person"));
  g_autofree char *pseudonym = amp_cases_pseudonym ("TST-24-", facts->persons->len + 1);

  set (record, "pseudonym", pseudonym);
  set (record, "gender", "Feminine");
  set (record, "birth_date", birth);
  person.id = g_strdup_printf ("%" G_GINT64_FORMAT, store (facts, record));
  g_array_append_val (facts->persons, person);
}

void
fact_case (Facts *facts, guint person, const char *trafficking)
{
  FactCase fact = {.person = person, .trafficking = trafficking};
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("case"));
  g_autofree char *number = g_strdup_printf ("TST/%u", facts->cases->len);

  set (record, "person", g_array_index (facts->persons, FactPerson, person).id);
  set (record, "number", number);
  set (record, "office_region", "PE-TUM");
  set (record, "opened_on", "2024-01-01");
  set (record, "trafficking_status", trafficking);
  set (record, "status", "open");
  amp_record_set_int (record, "owner", amp_session_get_user (facts->office.session)->id);
  fact.id = g_strdup_printf ("%" G_GINT64_FORMAT, store (facts, record));
  g_array_append_val (facts->cases, fact);
}

void
fact_service (Facts *facts, guint case_, const char *region, const char *on, const char *status)
{
  const FactCase *of = &g_array_index (facts->cases, FactCase, case_);
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("service"));

  set (record, "case", of->id);
  set (record, "person", g_array_index (facts->persons, FactPerson, of->person).id);
  set (record, "service_type", "01_pap");
  set (record, "status", status);
  set (record, "region", region);
  set (record, "delivered_on", on);
  store (facts, record);
}

AmpCountTable *
facts_count (Facts *facts, const char *by, const char *from, const char *to, gboolean lima_apart)
{
  AmpCountSpec spec = {.unit = AMP_UNIT_PERSONS, .n_dimensions = 1, .lima_apart = lima_apart};
  g_autoptr (GError) error = NULL;
  AmpCountTable *table;

  spec.dimensions[0] = amp_dimension_find (by);
  g_strlcpy (spec.from, from, sizeof spec.from);
  g_strlcpy (spec.to, to, sizeof spec.to);
  table = amp_counts_compute (facts->office.session, &spec, NULL, NULL, &error);
  g_assert_no_error (error);
  return table;
}

gint64
facts_cell (const AmpCountTable *table, const char *value)
{
  const char *values[] = {value};
  gssize row = amp_count_table_find (table, values);

  return row < 0 ? -1 : (gint64) amp_count_table_count (table, (gsize) row);
}
