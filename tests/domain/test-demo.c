/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/demo.h"

#include "domain/counts.h"
#include "model/check.h"
#include "office.h"

#include <string.h>

#define TODAY "2024-11-24" /* past, whatever the clock of the test machine says */

static void
fill (Office *office, guint cases, guint64 seed)
{
  AmpDemoOptions options = {cases, seed, TODAY};
  g_autoptr (GError) error = NULL;

  amp_demo_fill (office->session, &options, NULL, NULL, &error);
  g_assert_no_error (error);
}

static AmpCountTable *
count (Office *office, AmpUnit unit, const char *by)
{
  AmpCountSpec spec = {.unit = unit, .n_dimensions = 1};
  g_autoptr (GError) error = NULL;
  AmpCountTable *table;

  spec.dimensions[0] = amp_dimension_find (by);
  table = amp_counts_compute (office->session, &spec, NULL, NULL, &error);
  g_assert_no_error (error);
  return table;
}

static void
test_three_hundred_people_in_eight_regions (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpCountTable) regions = NULL, border = NULL, states = NULL, domains = NULL;
  AmpCountSpec spec = {
    .unit = AMP_UNIT_PERSONS, .from = "2022-11-25", .to = TODAY, .n_dimensions = 0};
  g_autoptr (AmpCountTable) period = NULL;
  guint at_border = 0;

  office_open (&office);
  fill (&office, 300, 1);
  regions = count (&office, AMP_UNIT_PERSONS, "region");
  g_assert_cmpuint (amp_count_table_total (regions), ==, 300);
  g_assert_cmpuint (amp_count_table_n_rows (regions), ==, 8 + 1);
  g_assert_cmpuint (amp_count_table_overlap (regions), >, 0);
  g_assert_cmpuint (amp_count_table_not_victims (regions), ==, 0);
  for (gsize row = 0; row < amp_count_table_n_rows (regions); row++)
    at_border += strcmp (amp_count_table_value (regions, row, 0), "PE-TUM") == 0 ||
                 strcmp (amp_count_table_value (regions, row, 0), "PE-PIU") == 0;
  g_assert_cmpuint (at_border, ==, 2);
  border = count (&office, AMP_UNIT_PERSONS, "border");
  g_assert_cmpuint (amp_count_table_n_rows (border), ==, 3);
  states = count (&office, AMP_UNIT_REFERRALS, "referral_state");
  g_assert_cmpuint (amp_count_table_n_rows (states), ==, 14 + 1);
  domains = count (&office, AMP_UNIT_SERVICES, "service_domain");
  g_assert_cmpuint (amp_count_table_n_rows (domains), ==, 14 + 1);
  /* All of it lies in the 24 months that end today. */
  period = amp_counts_compute (office.session, &spec, NULL, NULL, NULL);
  g_assert_cmpuint (amp_count_table_total (period), ==, 300);
}

static void
test_a_small_office_counts_right_too (void)
{
  static const guint sizes[] = {0, 1, 8, 17};

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_auto (Office) office = {0};
      g_autoptr (AmpCountTable) table = NULL;

      office_open (&office);
      fill (&office, sizes[i], 7);
      table = count (&office, AMP_UNIT_PERSONS, "region");
      g_assert_cmpuint (amp_count_table_total (table), ==, sizes[i]);
    }
}

/* Every value of every record, in the order of ids; not who wrote it. */
static char *
fingerprint (Office *office)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  AmpStore *store = amp_session_get_store (office->session);

  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    {
      const char *paths[] = {"id", NULL};
      g_autoptr (GError) error = NULL;
      g_autoptr (AmpCursor) cursor = NULL;

      if (strcmp ((*entity)->name, "user") == 0)
        continue;
      cursor = amp_store_select (store, *entity, paths, NULL, 0, "id", &error);
      g_assert_no_error (error);
      while (amp_cursor_next (cursor, NULL, &error) > 0)
        {
          g_autoptr (AmpRecord) record =
            amp_store_load (store, *entity, amp_cursor_int (cursor, 0), &error);

          g_assert_no_error (error);
          for (gsize i = 0; i < (*entity)->n_fields; i++)
            {
              const AmpField *field = &(*entity)->fields[i];
              const char *value = amp_record_get (record, field->name);
              gboolean user = g_strcmp0 (field->refers, "user") == 0;

              g_checksum_update (sum, (const guchar *) (value == NULL || user ? "-" : value), -1);
              g_checksum_update (sum, (const guchar *) "|", 1);
            }
        }
      g_assert_no_error (error);
    }
  return g_strdup (g_checksum_get_string (sum));
}

static void
test_the_same_seed_gives_the_same_office (void)
{
  g_autofree char *prints[3] = {NULL};
  static const guint64 seeds[] = {1, 1, 2};

  for (gsize i = 0; i < G_N_ELEMENTS (seeds); i++)
    {
      g_auto (Office) office = {0};

      office_open (&office);
      fill (&office, 60, seeds[i]);
      prints[i] = fingerprint (&office);
    }
  g_assert_cmpstr (prints[0], ==, prints[1]);
  g_assert_cmpstr (prints[0], !=, prints[2]);
  g_free (g_steal_pointer (&prints[1]));
  g_free (g_steal_pointer (&prints[2]));
}

/* The demo writes past amp_cases_save(): so its records are held against the checks here. */
static void
test_every_record_keeps_the_rules (void)
{
  g_auto (Office) office = {0};
  AmpStore *store;

  office_open (&office);
  fill (&office, 200, 3);
  store = amp_session_get_store (office.session);
  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    {
      const char *paths[] = {"id", NULL};
      g_autoptr (GError) error = NULL;
      g_autoptr (AmpCursor) cursor =
        amp_store_select (store, *entity, paths, NULL, 0, NULL, &error);

      g_assert_no_error (error);
      while (amp_cursor_next (cursor, NULL, &error) > 0)
        {
          g_autoptr (AmpRecord) record =
            amp_store_load (store, *entity, amp_cursor_int (cursor, 0), &error);
          g_autoptr (GArray) findings = NULL;

          g_assert_no_error (error);
          findings = amp_check_record (record);
          for (guint i = 0; i < findings->len; i++)
            {
              const AmpCheckFinding *finding = &g_array_index (findings, AmpCheckFinding, i);

              if (finding->level == AMP_CHECK_ERROR)
                g_error ("%s.%s: %s", (*entity)->name, finding->field, finding->sentence);
            }
        }
    }
  {
    g_autoptr (GError) error = NULL;

    g_assert_true (amp_store_verify (store, NULL, NULL, &error));
    g_assert_no_error (error);
  }
}

/* Rows of an entity, and of those the ones with that value. */
static guint
rows (Office *office, const char *entity, const char *path, const char *value)
{
  const char *paths[] = {"id", NULL};
  const AmpFilter filter = {path, AMP_OP_EQ, value};
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpCursor) cursor =
    amp_store_select (amp_session_get_store (office->session), amp_entity_find (entity), paths,
                      &filter, path != NULL ? 1 : 0, NULL, &error);
  guint n = 0;

  g_assert_no_error (error);
  while (amp_cursor_next (cursor, NULL, &error) > 0)
    n++;
  g_assert_no_error (error);
  return n;
}

static void
test_the_programme_has_something_of_everything (void)
{
  static const char *const courses[] = {"pnp", "prosecutors", "judges", "health", "teachers"};
  static const char *const statuses[] = {"open", "in_progress", "fulfilled", "not_fulfilled",
                                         "withdrawn"};
  static const char *const axes[] = {"prevention", "prosecution", "protection"};
  g_auto (Office) office = {0};

  office_open (&office);
  fill (&office, 300, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (courses); i++)
    g_assert_cmpuint (rows (&office, "training_attendance", "audience", courses[i]), >, 3);
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    g_assert_cmpuint (rows (&office, "commitment", "status", statuses[i]), >, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (axes); i++)
    g_assert_cmpuint (rows (&office, "regional_goal", "axis", axes[i]), ==, 4);
  g_assert_cmpuint (rows (&office, "activity", "kind", "border_point"), >, 12);
  g_assert_cmpuint (rows (&office, "activity", "kind", "radio"), >, 10);
  g_assert_cmpuint (rows (&office, "activity", "status", "planned"), >, 3);
  g_assert_cmpuint (rows (&office, "activity", "region", "PE-LAL"), >, 10);
  g_assert_cmpuint (rows (&office, "regional_plan", "region", "PE-TUM"), ==, 1);
  g_assert_cmpuint (rows (&office, "regional_plan", "region", "PE-PIU"), ==, 1);
  g_assert_cmpuint (rows (&office, "commitment", "country", "EC"), >, 2);
  g_assert_cmpuint (rows (&office, "external_figure", "value", "1144"), ==, 1);
  g_assert_cmpuint (rows (&office, "case", "source_activity.status", "done"), >, 2);
  g_assert_cmpuint (rows (&office, "case", "source_activity.status", "planned"), ==, 0);
}

static void
test_a_second_fill_adds_to_the_first (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpCountTable) table = NULL;

  office_open (&office);
  fill (&office, 20, 1);
  fill (&office, 20, 1);
  table = count (&office, AMP_UNIT_PERSONS, "region");
  g_assert_cmpuint (amp_count_table_total (table), ==, 40);
}

static void
test_cancelling_leaves_a_whole_office (void)
{
  g_auto (Office) office = {0};
  AmpDemoOptions options = {20, 1, TODAY};
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  office_open (&office);
  g_cancellable_cancel (cancellable);
  g_assert_false (amp_demo_fill (office.session, &options, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_true (amp_store_verify (amp_session_get_store (office.session), NULL, NULL, &error));
  g_assert_no_error (error);
}

static void
test_a_day_that_is_none_is_refused (void)
{
  g_auto (Office) office = {0};
  AmpDemoOptions options = {20, 1, "2024-11"};
  g_autoptr (GError) error = NULL;

  office_open (&office);
  g_assert_false (amp_demo_fill (office.session, &options, NULL, NULL, &error));
  g_assert_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
  g_test_add_func ("/demo/three-hundred-people-in-eight-regions",
                   test_three_hundred_people_in_eight_regions);
  g_test_add_func ("/demo/a-small-office-counts-right-too", test_a_small_office_counts_right_too);
  g_test_add_func ("/demo/the-same-seed-gives-the-same-office",
                   test_the_same_seed_gives_the_same_office);
  g_test_add_func ("/demo/every-record-keeps-the-rules", test_every_record_keeps_the_rules);
  g_test_add_func ("/demo/the-programme-has-something-of-everything",
                   test_the_programme_has_something_of_everything);
  g_test_add_func ("/demo/a-second-fill-adds-to-the-first", test_a_second_fill_adds_to_the_first);
  g_test_add_func ("/demo/cancelling-leaves-a-whole-office", test_cancelling_leaves_a_whole_office);
  g_test_add_func ("/demo/a-day-that-is-none-is-refused", test_a_day_that_is_none_is_refused);
  return g_test_run ();
}
