/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "release-desk.h"

#include "domain/cases.h"
#include "store/releases.h"

#include <string.h>

#define BUSY 20 /* people a month */

/* One row: who, and the values of the columns, of which time and region alone matter here. */
static void
add_frozen (GVariantBuilder *rows, guint64 who, const char *month, const char *region)
{
  g_variant_builder_open (rows, G_VARIANT_TYPE ("(ttaas)"));
  g_variant_builder_add (rows, "t", who);
  g_variant_builder_add (rows, "t", who);
  g_variant_builder_open (rows, G_VARIANT_TYPE ("aas"));
  g_variant_builder_add_value (rows, g_variant_new_strv (&month, 1));
  g_variant_builder_add_value (rows, g_variant_new_strv (&region, 1));
  g_variant_builder_close (rows);
  g_variant_builder_close (rows);
}

void
desk_freeze_year (Desk *self, AmpUnit unit, guint year, guint people)
{
  AmpStore *store = amp_session_get_store (self->office.session);
  g_autoptr (GError) error = NULL;

  g_assert_true (amp_store_begin (store, NULL));
  for (guint month = 1; month <= 12; month++)
    {
      g_autofree char *name = g_strdup_printf ("%04u-%02u", year, month);
      g_autoptr (GVariant) packed = NULL;
      g_autoptr (GBytes) data = NULL;
      GVariantBuilder rows;

      g_variant_builder_init (&rows, G_VARIANT_TYPE ("a(ttaas)"));
      for (guint i = 0; i < people; i++)
        add_frozen (&rows, month * 1000 + i, name, "PE-TUM");
      packed = g_variant_ref_sink (g_variant_new ("(sa(ttaas))", "2024-03-01T00:00:00Z", &rows));
      data = g_variant_get_data_as_bytes (packed);
      amp_store_release_base_put (store, amp_unit_to_code (unit), name, data, &error);
      g_assert_no_error (error);
    }
  g_assert_true (amp_store_commit (store, NULL));
}

void
desk_open (Desk *self)
{
  desk_open_new (self);
  for (guint unit = 0; unit <= AMP_UNIT_REFERRALS; unit++)
    desk_freeze_year (self, (AmpUnit) unit, 2023, BUSY);
}

void
desk_open_new (Desk *self)
{
  *self = (Desk){0};
  team_open (&self->office);
}

void
desk_close (Desk *self)
{
  office_close (&self->office);
}

static gint64
save (Desk *self, AmpRecord *record)
{
  g_autoptr (GError) error = NULL;

  amp_store_save (amp_session_get_store (self->office.session), record, NULL, &error);
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

/* One more service of a person with a case of her own, or of one who is there. */
void
desk_serve (Desk *self, gint64 case_id, gint64 person, const char *region, const char *on)
{
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("service"));

  amp_record_set_int (record, "case", case_id);
  amp_record_set_int (record, "person", person);
  set (record, "service_type", "01_pap");
  set (record, "status", "delivered");
  set (record, "region", region);
  set (record, "delivered_on", on);
  save (self, record);
}

void
desk_assist (Desk *self, guint n, const char *sex, const char *region, const char *on)
{
  AmpStore *store = amp_session_get_store (self->office.session);

  g_assert_true (amp_store_begin (store, NULL));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (AmpRecord) person = amp_record_new (amp_entity_find ("person"));
      g_autoptr (AmpRecord) case_ = amp_record_new (amp_entity_find ("case"));
      g_autofree char *pseudonym = amp_cases_pseudonym ("TST-24-", ++self->n_people);
      g_autofree char *number = g_strdup_printf ("%s/1", pseudonym);
      gint64 person_id, case_id;

      set (person, "pseudonym", pseudonym);
      set (person, "gender", "Feminine");
      set (person, "sex_registered", sex);
      set (person, "birth_year", i % 3 == 0 ? "2012" : "1990");
      person_id = save (self, person);
      amp_record_set_int (case_, "person", person_id);
      amp_record_set_int (case_, "owner", amp_session_get_user (self->office.session)->id);
      set (case_, "number", number);
      set (case_, "office_region", region);
      set (case_, "opened_on", on);
      set (case_, "status", "open");
      set (case_, "trafficking_status", "confirmed");
      case_id = save (self, case_);
      desk_serve (self, case_id, person_id, region, on);
    }
  g_assert_true (amp_store_commit (store, NULL));
}

/* "region,sex" of persons in a period. */
AmpReleaseRequest
desk_request (const char *by, const char *from, const char *to)
{
  AmpReleaseRequest request = {.rule = AMP_RELEASE_PARTNER, .recipient = "UNODC"};
  g_auto (GStrv) names = g_strsplit (by, ",", -1);

  for (guint i = 0; names[i] != NULL; i++)
    request.spec.dimensions[request.spec.n_dimensions++] = amp_dimension_find (names[i]);
  g_strlcpy (request.spec.from, from, sizeof request.spec.from);
  g_strlcpy (request.spec.to, to, sizeof request.spec.to);
  return request;
}

AmpReleasePlan *
desk_plan (Desk *self, const AmpReleaseRequest *request)
{
  g_autoptr (GError) error = NULL;
  AmpReleasePlan *plan = amp_release_plan (self->office.session, request, NULL, NULL, &error);

  g_assert_no_error (error);
  return plan;
}
