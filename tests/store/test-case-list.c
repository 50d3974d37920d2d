/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The case list and the search box. */
#include "fixture.h"

#include "model/codelist.h"

#include <string.h>

#define N_CASES 6

typedef struct
{
  Fixture base;
  gint64 ids[N_CASES];
} Cases;

static const struct
{
  const char *given, *paternal, *maternal, *region, *status, *risk, *last_contact;
} people[N_CASES] = {
  {"Jhoselyn María", "Núñez", "de la Cruz", "PE-TUM", "open", "low", "2024-05-01"},
  {"Ángela", "Quispe", "Mamani", "PE-PIU", "open", "imminent", "2024-03-01"},
  {"Rosa", "Quispe", NULL, "PE-TUM", "closed", "high", NULL},
  {"María", "O'Higgins", "Ñahui", "EC-O", "intake", "medium", "2024-03-01"},
  {"Wilma", NULL, NULL, "PE-TUM", "open", NULL, "2023-12-31"},
  {"Rosa María", "Torres", "Núñez", "PE-AMA", "follow_up", "imminent", NULL},
};

static void
cases_setup (Cases *self, gconstpointer data)
{
  fixture_setup (&self->base, data);
  for (guint i = 0; i < N_CASES; i++)
    self->ids[i] =
      fixture_case (&self->base, i + 1, people[i].given, people[i].paternal, people[i].maternal,
                    people[i].region, people[i].status, people[i].risk, people[i].last_contact);
}

static void
cases_teardown (Cases *self, gconstpointer data)
{
  fixture_teardown (&self->base, data);
}

/* The cases found, by their place in the table above: "0 3 5". */
static char *
ask (Cases *self, const AmpCaseQuery *query)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = amp_store_case_ids (self->base.store, query, NULL, &error);
  GString *found = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint n = 0; n < ids->len; n++)
    for (guint i = 0; i < N_CASES; i++)
      if (g_array_index (ids, gint64, n) == self->ids[i])
        g_string_append_printf (found, "%s%u", found->len > 0 ? " " : "", i);
  return g_string_free (found, FALSE);
}

static void
assert_ids (Cases *self, const AmpCaseQuery *query, const char *expected)
{
  g_autofree char *found = ask (self, query);

  g_assert_cmpstr (found, ==, expected);
}

static void
assert_search (Cases *self, const char *text, const char *expected)
{
  const AmpCaseQuery query = {.text = text};
  g_autofree char *found = ask (self, &query);

  if (strcmp (found, expected) != 0)
    g_error ("\"%s\" found \"%s\", not \"%s\"", text, found, expected);
}

static void
test_sort (Cases *self, gconstpointer data)
{
  static const struct
  {
    AmpCaseSort sort;
    const char *up, *down;
  } sorts[] = {
    {AMP_CASE_SORT_NUMBER, "0 1 2 3 4 5", "5 4 3 2 1 0"},
    {AMP_CASE_SORT_RISK, "0 3 2 1 5 4", "5 1 2 3 0 4"},
    {AMP_CASE_SORT_LAST_CONTACT, "4 1 3 0 2 5", "0 3 1 4 2 5"},
    {AMP_CASE_SORT_STATUS, "3 0 1 4 5 2", "2 5 4 1 0 3"},
  };

  (void) data;
  for (gsize i = 0; i < G_N_ELEMENTS (sorts); i++)
    {
      AmpCaseQuery query = {.sort = sorts[i].sort};

      assert_ids (self, &query, sorts[i].up);
      query.descending = TRUE;
      assert_ids (self, &query, sorts[i].down);
    }
}

/* Regions stand in the order of their list, whatever that is, ties by id. */
static void
test_sort_by_region (Cases *self, gconstpointer data)
{
  const AmpCaseQuery query = {.sort = AMP_CASE_SORT_REGION};
  const AmpCodeList *regions = amp_code_list_find ("region");
  g_autoptr (GArray) ids = amp_store_case_ids (self->base.store, &query, NULL, NULL);
  g_autoptr (GPtrArray) rows = amp_store_case_rows (
    self->base.store, (const gint64 *) (void *) ids->data, ids->len, FALSE, NULL);

  (void) data;
  g_assert_cmpuint (rows->len, ==, N_CASES);
  for (guint i = 1; i < rows->len; i++)
    {
      const AmpCaseRow *a = rows->pdata[i - 1], *b = rows->pdata[i];
      guint x = amp_code_index (amp_code_list_lookup (regions, a->region));
      guint y = amp_code_index (amp_code_list_lookup (regions, b->region));

      g_assert_true (x < y || (x == y && a->id < b->id));
    }
}

static void
test_filter (Cases *self, gconstpointer data)
{
  AmpCaseQuery query = {.status = "open"};

  (void) data;
  assert_ids (self, &query, "0 1 4");
  query.region = "PE-TUM";
  assert_ids (self, &query, "0 4");
  query.sort = AMP_CASE_SORT_RISK;
  query.descending = TRUE;
  assert_ids (self, &query, "0 4");
  query.owner = amp_vault_get_user (self->base.vault)->id;
  assert_ids (self, &query, "0 4");
  query.owner = 99;
  assert_ids (self, &query, "");
  query.owner = 0;
  query.text = "wilma";
  assert_ids (self, &query, "4");
  query.text = "rosa";
  assert_ids (self, &query, "");
}

static void
add_risk (Cases *self, guint n, const char *on, const char *level)
{
  g_autoptr (AmpRecord) risk = amp_record_new (amp_entity_find ("risk_assessment"));
  g_autoptr (GError) error = NULL;

  amp_record_set_int (risk, "case", self->ids[n]);
  g_assert_true (amp_record_set (risk, "on", on, NULL));
  g_assert_true (amp_record_set (risk, "level", level, NULL));
  g_assert_true (amp_record_set (risk, "next_due", "2026-12-31", NULL));
  g_assert_true (amp_store_save (self->base.store, risk, NULL, &error));
  g_assert_no_error (error);
}

static void
assert_filters (Cases *self, const AmpFilter *filters, gsize n, const char *expected)
{
  const AmpCaseQuery query = {.filters = filters, .n_filters = n};

  assert_ids (self, &query, expected);
}

/* By fields of the case, of the person, and of what hangs on them. */
static void
test_filter_by_any_field (Cases *self, gconstpointer data)
{
  const AmpFilter risk[] = {{"risk_level", AMP_OP_IN, "imminent;high"},
                            {"office_region", AMP_OP_NE, "PE-AMA"}};
  const AmpFilter name[] = {{"person.surname_maternal", AMP_OP_IS_NULL, NULL}};
  const AmpFilter any[] = {{"risk_assessment.level", AMP_OP_EQ, "high"}};
  const AmpFilter one[] = {{"risk_assessment.level", AMP_OP_EQ, "high"},
                           {"risk_assessment.on", AMP_OP_GE, "2026-03-01"}};
  const AmpFilter last[] = {{"last:risk_assessment.level", AMP_OP_EQ, "high"}};
  const AmpFilter none[] = {{"none:risk_assessment.level", AMP_OP_NOT_NULL, NULL}};
  const AmpFilter mixed[] = {{"last:risk_assessment.level", AMP_OP_EQ, "low"},
                             {"status", AMP_OP_EQ, "open"},
                             {"risk_assessment.level", AMP_OP_EQ, "high"}};
  const AmpFilter bad[] = {{"nonsense.level", AMP_OP_EQ, "high"}};
  const AmpFilter worse[] = {{"last:status", AMP_OP_EQ, "open"}};
  const AmpFilter *const wrong[] = {bad, worse};
  AmpCaseQuery query = {.filters = last, .n_filters = 1, .text = "quispe"};

  (void) data;
  add_risk (self, 0, "2026-01-01", "high");
  add_risk (self, 0, "2026-04-01", "low");
  add_risk (self, 1, "2026-02-01", "low");
  add_risk (self, 1, "2026-03-01", "high");
  assert_filters (self, risk, 2, "1 2");
  assert_filters (self, name, 1, "2 4");
  assert_filters (self, any, 1, "0 1");
  assert_filters (self, one, 2, "1");
  assert_filters (self, last, 1, "1");
  assert_filters (self, none, 1, "2 3 4 5");
  assert_filters (self, mixed, 3, "0");
  assert_ids (self, &query, "1");
  query.status = "closed";
  assert_ids (self, &query, "");
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      const AmpCaseQuery refused = {.filters = wrong[i], .n_filters = 1};
      g_autoptr (GError) error = NULL;

      g_assert_null (amp_store_case_ids (self->base.store, &refused, NULL, &error));
      g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NO_FIELD);
    }
}

static void
test_search (Cases *self, gconstpointer data)
{
  (void) data;
  assert_search (self, "nunez", "0 5");
  assert_search (self, "NÚÑEZ", "0 5");
  assert_search (self, "Ñúñez", "0 5");
  assert_search (self, "nunez maria", "0 5");
  assert_search (self, "maría jhoselyn", "0");
  assert_search (self, "cruz jhos", "0");
  assert_search (self, "quisp", "1 2");
  assert_search (self, "quispe rosa", "2");
  assert_search (self, "  angela,  ", "1");
  assert_search (self, "o'higgins", "3");
  assert_search (self, "higgins", "3");
  assert_search (self, "nahui", "3");
  assert_search (self, "nobody", "");
  assert_search (self, "rosa nobody", "");
  assert_search (self, "", "0 1 2 3 4 5");
  assert_search (self, "   ", "0 1 2 3 4 5");
  assert_search (self, NULL, "0 1 2 3 4 5");
}

/* What FTS5, LIKE or SQL would take for their own. */
static void
test_search_is_only_text (Cases *self, gconstpointer data)
{
  static const char *const nasty[] = {
    "\"",
    "*",
    "'",
    "rosa\"",
    "rosa OR wilma",
    "NOT rosa",
    "NEAR(rosa wilma)",
    "text:rosa",
    "^rosa",
    "rosa AND",
    "(rosa",
    "%",
    "_",
    "-rosa",
    "';--",
    "\xff\xfe",
    "ro\x01sa",
    "{rosa}",
    "rosa + wilma",
    "\\",
  };

  (void) data;
  for (gsize i = 0; i < G_N_ELEMENTS (nasty); i++)
    {
      const AmpCaseQuery query = {.text = nasty[i]};
      g_autoptr (GError) error = NULL;
      g_autoptr (GArray) ids = amp_store_case_ids (self->base.store, &query, NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (ids);
    }
  assert_search (self, "rosa OR wilma", "");
  assert_search (self, "-rosa", "2 5");
}

static void
test_search_numbers (Cases *self, gconstpointer data)
{
  (void) data;
  assert_search (self, "TUM-26-0003-K/1", "2");
  assert_search (self, "tum-26-0003-k", "2");
  assert_search (self, "TUM-26-0003", "2");
  assert_search (self, "TUM-26", "0 1 2 3 4 5");
  assert_search (self, "rosa 0006", "5");
  assert_search (self, "PIU-26", "");
}

static void
test_search_documents (Cases *self, gconstpointer data)
{
  const AmpEntity *cases = amp_entity_find ("case");
  g_autoptr (AmpRecord) record = amp_store_load (self->base.store, cases, self->ids[4], NULL);
  g_autoptr (AmpRecord) person = amp_store_load (self->base.store, amp_entity_find ("person"),
                                                 amp_record_get_int (record, "person", 0), NULL);
  g_autoptr (AmpRecord) contact = amp_record_new (amp_entity_find ("safe_contact"));

  (void) data;
  g_assert_true (amp_record_set (person, "phone", "+51 987 654 321", NULL));
  g_assert_true (amp_record_set (person, "doc_number", "45678912", NULL));
  g_assert_true (amp_record_set (person, "known_as", "La Chinita, Willy", NULL));
  g_assert_true (amp_store_save (self->base.store, person, NULL, NULL));
  amp_record_set_int (contact, "person", amp_record_id (person));
  g_assert_true (amp_record_set (contact, "value", "072-523-111", NULL));
  g_assert_true (amp_store_save (self->base.store, contact, NULL, NULL));

  assert_search (self, "45678912", "4");
  assert_search (self, "4567", "4");
  assert_search (self, "51987654321", "4");
  assert_search (self, "987 654 321", "4");
  assert_search (self, "chinita", "4");
  assert_search (self, "willy wilma", "4");
  assert_search (self, "072523111", "4");

  /* Old words are gone once they are changed, and all of them once it is deleted. */
  g_assert_true (amp_record_set (person, "given_names", "Yolanda", NULL));
  g_assert_true (amp_store_save (self->base.store, person, NULL, NULL));
  assert_search (self, "wilma", "");
  assert_search (self, "yolanda", "4");
  g_assert_true (amp_store_delete (self->base.store, amp_record_entity (contact),
                                   amp_record_id (contact), NULL, NULL));
  assert_search (self, "072523111", "");
  g_assert_true (amp_store_delete (self->base.store, amp_record_entity (person),
                                   amp_record_id (person), NULL, NULL));
  assert_search (self, "yolanda", "");
  fixture_sql (&self->base,
               "INSERT INTO identity.search_names(search_names) VALUES('integrity-check')");
}

static void
test_rows (Cases *self, gconstpointer data)
{
  const gint64 ids[] = {self->ids[2], self->ids[0], 4711};
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) named = NULL;
  const AmpCaseRow *row;

  (void) data;
  g_assert_true (
    amp_store_delete (self->base.store, amp_entity_find ("case"), self->ids[0], NULL, NULL));
  rows = amp_store_case_rows (self->base.store, ids, G_N_ELEMENTS (ids), FALSE, NULL);
  g_assert_cmpuint (rows->len, ==, 3);
  row = rows->pdata[0];
  g_assert_cmpint (row->id, ==, ids[0]);
  g_assert_cmpstr (row->number, ==, "TUM-26-0003-K/1");
  g_assert_cmpstr (row->region, ==, "PE-TUM");
  g_assert_cmpstr (row->status, ==, "closed");
  g_assert_cmpstr (row->risk, ==, "high");
  g_assert_null (row->last_contact);
  g_assert_null (row->name);

  /* Deleted, and never there: blank. */
  for (guint i = 1; i < 3; i++)
    {
      row = rows->pdata[i];
      g_assert_cmpint (row->id, ==, ids[i]);
      g_assert_null (row->number);
    }

  named = amp_store_case_rows (self->base.store, ids, 1, TRUE, NULL);
  row = named->pdata[0];
  g_assert_cmpstr (row->name, ==, "Rosa Quispe");
  g_clear_pointer (&rows, g_ptr_array_unref);
  rows = amp_store_case_rows (self->base.store, NULL, 0, TRUE, NULL);
  g_assert_cmpuint (rows->len, ==, 0);
}

/* The list of a million cases is quick because it reads an index alone, in its order. */
static void
test_indexes (Cases *self, gconstpointer data)
{
  static const char *const columns[] = {
    "number", "office_region", "status", "risk_level", "last_contact_on",
  };

  (void) data;
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autofree char *sql = g_strdup_printf (
        "EXPLAIN QUERY PLAN SELECT c.id, c.\"%s\" FROM main.\"case\" c WHERE c.deleted_at IS NULL "
        "AND +c.status = ?1 AND +c.office_region = ?2 AND +c.owner = ?3 ORDER BY c.\"%s\", c.id",
        columns[i], columns[i]);
      sqlite3_stmt *stmt;

      g_assert_cmpint (sqlite3_prepare_v2 (self->base.store->db, sql, -1, &stmt, NULL), ==,
                       SQLITE_OK);
      while (sqlite3_step (stmt) == SQLITE_ROW)
        {
          const char *step = (const char *) sqlite3_column_text (stmt, 3);

          if (strstr (step, "COVERING INDEX case_list_") == NULL)
            g_error ("By %s: %s", columns[i], step);
        }
      sqlite3_finalize (stmt);
    }
}

static void
test_cancelled (Cases *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const AmpCaseQuery query = {.text = "rosa"};
  g_autoptr (GError) error = NULL;

  (void) data;
  g_cancellable_cancel (cancellable);
  g_assert_null (amp_store_case_ids (self->base.store, &query, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/store/case-list/" name, Cases, NULL, cases_setup, function, cases_teardown)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("sorts-codes-by-their-list-and-blanks-last", test_sort);
  ADD ("sorts-regions-by-their-list-and-ties-by-id", test_sort_by_region);
  ADD ("filters-by-status-region-and-owner", test_filter);
  ADD ("finds-names-without-accents-in-any-order", test_search);
  ADD ("filters-by-any-field", test_filter_by_any_field);
  ADD ("takes-what-is-typed-for-text-only", test_search_is_only_text);
  ADD ("finds-case-numbers-and-pseudonyms", test_search_numbers);
  ADD ("finds-documents-phones-and-aliases-until-they-change", test_search_documents);
  ADD ("gives-rows-in-the-order-of-the-ids", test_rows);
  ADD ("reads-one-index-alone", test_indexes);
  ADD ("can-be-cancelled", test_cancelled);
  return g_test_run ();
}
