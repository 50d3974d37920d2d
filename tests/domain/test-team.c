/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Equipo: what the office's rows count is what the lists behind them hold. */
#include "team.h"

#include "domain/filters.h"
#include "domain/today.h"

#define TODAY "2026-01-25" /* team_case() opens on the 5th, with consent */

static guint
listed (Office *office, GPtrArray *conditions)
{
  g_autofree AmpFilter *filters = amp_conditions_to_filters (conditions);
  const AmpCaseQuery query = {.open = TRUE, .filters = filters, .n_filters = conditions->len};
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids =
    amp_store_case_ids (amp_session_get_store (office->session), &query, NULL, &error);

  g_assert_no_error (error);
  return ids->len;
}

static void
assert_gaps (Office *office, const char *today, guint consent, guint service, guint region)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpTeam) team = amp_team_read (office->session, today, NULL, &error);
  const guint expected[AMP_TEAM_N_GAPS] = {consent, service, region};

  g_assert_no_error (error);
  for (gsize i = 0; i < AMP_TEAM_N_GAPS; i++)
    {
      g_autoptr (GPtrArray) conditions = amp_team_gap_conditions ((AmpTeamGap) i, today);

      g_assert_cmpuint (team->n_gaps[i], ==, expected[i]);
      g_assert_cmpuint (listed (office, conditions), ==, expected[i]);
    }
}

static void
set_field (Office *office, gint64 case_id, const char *field, const char *value)
{
  AmpStore *store = amp_session_get_store (office->session);
  g_autoptr (AmpRecord) case_ = amp_store_load (store, amp_entity_find ("case"), case_id, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (amp_record_set (case_, field, value, NULL));
  amp_store_save (store, case_, NULL, &error);
  g_assert_no_error (error);
}

static void
drop_consents (Office *office, gint64 case_id)
{
  AmpStore *store = amp_session_get_store (office->session);
  g_autoptr (GPtrArray) rows =
    amp_store_children (store, amp_entity_find ("consent"), "case", case_id, NULL);

  for (guint i = 0; i < rows->len; i++)
    g_assert_true (amp_store_delete (store, amp_entity_find ("consent"),
                                     amp_record_id (rows->pdata[i]), NULL, NULL));
}

static void
test_gaps (void)
{
  g_auto (Office) office = {0};
  gint64 one, closed;

  team_open (&office);
  one = team_case (&office, "rosa", "Julia");
  closed = team_case (&office, "rosa", "Marta");
  drop_consents (&office, closed);
  set_field (&office, closed, "status", "closed");
  assert_gaps (&office, TODAY, 0, 1, 1);
  assert_gaps (&office, "2026-01-10", 0, 0, 0); /* within fifteen days nobody is asked */
  drop_consents (&office, one);
  team_add (&office, "consent", one, "purpose", "process_data", "decision", "refused", "on",
            "2026-01-08", NULL);
  team_add (&office, "service", one, "service_type", "04_individual", "status", "planned", "region",
            "PE-TUM", NULL);
  team_add (&office, "situation", one, "age_at_start", "15", NULL);
  assert_gaps (&office, TODAY, 1, 1, 1);
  team_add (&office, "consent", one, "purpose", "process_data", "decision", "given", "on",
            "2026-01-08", NULL);
  team_add (&office, "service", one, "service_type", "04_individual", "status", "delivered",
            "delivered_on", "2026-01-20", "region", "PE-TUM", NULL);
  team_add (&office, "situation", one, "region_exploit", "PE-MDD", NULL);
  assert_gaps (&office, TODAY, 0, 0, 0);
}

static gint64
make_institution (Office *office, const char *name)
{
  g_autoptr (AmpRecord) record = amp_record_new (amp_entity_find ("institution"));
  g_autoptr (GError) error = NULL;

  g_assert_true (amp_record_set (record, "kind", "NGO", NULL));
  g_assert_true (amp_record_set (record, "country", "PE", NULL));
  g_assert_true (amp_record_set (record, "name_es", name, NULL));
  amp_store_save (amp_session_get_store (office->session), record, NULL, &error);
  g_assert_no_error (error);
  return amp_record_id (record);
}

static void
make_silent (Office *office, const char *region, gint64 institution)
{
  g_autofree char *to = g_strdup_printf ("%" G_GINT64_FORMAT, institution);
  gint64 id = team_case (office, "rosa", "Julia");

  set_field (office, id, "office_region", region);
  team_add (office, "referral", id, "direction", "out", "state", "sent", "due_on", "2026-01-20",
            "service_type", "04_individual", "to_institution", to, NULL);
}

static void
test_stuck (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpTeam) team = NULL;
  const AmpTeamStuck *first, *second;
  g_autoptr (GPtrArray) conditions = NULL;
  gint64 upe, cem;

  team_open (&office);
  upe = make_institution (&office, "UPE");
  cem = make_institution (&office, "CEM");
  make_silent (&office, "PE-TUM", upe);
  make_silent (&office, "PE-TUM", upe);
  make_silent (&office, "PE-PIU", upe);
  make_silent (&office, "PE-PIU", cem);
  team = amp_team_read (office.session, TODAY, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (team->stuck->len, ==, 3);
  first = team->stuck->pdata[0];
  second = team->stuck->pdata[1];
  g_assert_cmpint (first->to, ==, upe);
  g_assert_cmpstr (first->region, ==, "PE-TUM");
  g_assert_cmpuint (first->n, ==, 2);
  g_assert_cmpstr (second->institution, ==, "CEM");
  conditions = amp_team_stuck_conditions (first, TODAY);
  g_assert_cmpuint (listed (&office, conditions), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/team/what-cases-lack-is-what-the-list-shows", test_gaps);
  g_test_add_func ("/team/referrals-get-stuck-by-institution-and-region", test_stuck);
  return g_test_run ();
}
