/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cases behind a number. */
#include "release-desk.h"

#include <string.h>

static AmpCountCases *
behind (Office *office, const AmpCountSpec *spec, const char *const *values)
{
  g_autoptr (GError) error = NULL;
  AmpCountCases *cases = amp_counts_cases (office->session, spec, values, NULL, NULL, &error);

  g_assert_no_error (error);
  return cases;
}

/* Each person of the desk has one case: the number of a cell is that of the cases behind it. */
static void
test_each_number_has_its_cases (void)
{
  g_auto (Desk) desk = {0};
  AmpReleaseRequest request = desk_request ("region,age_band,sex", "2024-01-01", "2024-03-31");
  g_autoptr (AmpCountTable) table = NULL;
  guint n_cells = 0;

  desk_open_new (&desk);
  desk_assist (&desk, 7, "F", "PE-TUM", "2024-01-10");
  desk_assist (&desk, 5, "M", "PE-TUM", "2024-02-10");
  desk_assist (&desk, 4, "F", "PE-PIU", "2024-03-10");
  desk_assist (&desk, 9, "F", "PE-PIU", "2024-04-10"); /* after the period */
  request.spec.where_dimension[0] = amp_dimension_find ("country");
  request.spec.where_value[0] = "PE";
  request.spec.n_where = 1;
  table = amp_counts_compute (desk.office.session, &request.spec, NULL, NULL, NULL);
  for (gsize row = 0; row < amp_count_table_n_rows (table); row++)
    {
      const char *values[3];
      g_autoptr (AmpCountCases) cases = NULL;

      for (gsize i = 0; i < 3; i++)
        values[i] = amp_count_table_value (table, row, i);
      cases = behind (&desk.office, &request.spec, values);
      g_assert_cmpuint (cases->n_all, ==, amp_count_table_count (table, row));
      g_assert_cmpuint (cases->ids->len, ==, cases->n_all); /* a supervisor opens all */
      n_cells++;
    }
  g_assert_cmpuint (n_cells, >, 15);
}

static gboolean
find_look (const AmpAuditEvent *event, gpointer data)
{
  guint *n = data;

  *n += g_strcmp0 (event->action, "view_case") == 0 && g_strcmp0 (event->reason, "counts") == 0;
  return TRUE;
}

static guint
n_looks (Office *office)
{
  guint n = 0;

  g_assert_true (
    amp_store_audit_list (amp_session_get_store (office->session), find_look, &n, NULL));
  return n;
}

static void
test_a_caseworker_sees_her_own (void)
{
  g_auto (Desk) desk = {0};
  AmpReleaseRequest request = desk_request ("region", "2024-01-01", "2024-03-31");
  const char *const all[] = {"*"};
  g_autoptr (AmpCountCases) hers = NULL;
  g_autoptr (AmpCountCases) supervised = NULL;
  gint64 case_id;

  desk_open_new (&desk);
  desk_assist (&desk, 3, "F", "PE-TUM", "2024-01-10"); /* the supervisor's */
  case_id = team_case (&desk.office, "rosa", "Julia");
  team_be (&desk.office, "rosa");
  team_add (&desk.office, "service", case_id, "service_type", "01_pap", "status", "delivered",
            "region", "PE-TUM", "delivered_on", "2024-01-11", NULL);
  hers = behind (&desk.office, &request.spec, all);
  g_assert_cmpuint (hers->n_all, ==, 4);
  g_assert_cmpuint (hers->ids->len, ==, 1);
  g_assert_cmpint (g_array_index (hers->ids, gint64, 0), ==, case_id);

  team_be (&desk.office, "jefa");
  g_assert_cmpuint (n_looks (&desk.office), ==, 1); /* hers, above */
  supervised = behind (&desk.office, &request.spec, all);
  g_assert_cmpuint (supervised->ids->len, ==, 4);
  g_assert_cmpuint (n_looks (&desk.office), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain/counts-behind/each-number-has-its-cases",
                   test_each_number_has_its_cases);
  g_test_add_func ("/domain/counts-behind/a-caseworker-sees-her-own-and-every-look-is-logged",
                   test_a_caseworker_sees_her_own);
  return g_test_run ();
}
