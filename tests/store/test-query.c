/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Queries over known fields. */
#include "fixture.h"

#include <string.h>

/* Three services of one case, of which the second is planned only and the third has no date. */
typedef struct
{
  Fixture base;
  gint64 case_id;
  gint64 services[3];
} Queries;

static void
set (AmpRecord *record, const char *field, const char *value)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (amp_record_set (record, field, value, &error));
  g_assert_no_error (error);
}

static void
queries_setup (Queries *self, gconstpointer data)
{
  static const char *const dates[] = {"2024-03-05", "2024-05", "unknown"};
  static const char *const states[] = {"delivered", "planned", "delivered"};

  fixture_setup (&self->base, data);
  self->case_id = fixture_case (&self->base, 1, "Rosa", "Quispe", "Mamani", "PE-TUM", "open",
                                "high", "2024-03-05");
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (AmpRecord) service = fixture_record (&self->base, "service", i);
      g_autoptr (AmpRecord) its_case =
        amp_store_load (self->base.store, amp_entity_find ("case"), self->case_id, NULL);

      amp_record_set_int (service, "case", self->case_id);
      amp_record_set_int (service, "person", amp_record_get_int (its_case, "person", 0));
      set (service, "delivered_on", dates[i]);
      set (service, "status", states[i]);
      set (service, "minutes", i == 1 ? NULL : "45");
      g_assert_true (amp_store_save (self->base.store, service, NULL, NULL));
      self->services[i] = amp_record_id (service);
    }
}

static void
queries_teardown (Queries *self, gconstpointer data)
{
  fixture_teardown (&self->base, data);
}

/* All rows: columns joined by '|', rows by ' '; "-" where nothing is recorded. */
static char *
ask (Queries *self,
     const char *entity,
     const char *const *paths,
     const AmpFilter *filters,
     gsize n_filters,
     const char *order)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpCursor) cursor = amp_store_select (self->base.store, amp_entity_find (entity),
                                                   paths, filters, n_filters, order, &error);
  GString *rows = g_string_new (NULL);
  int on_row;

  g_assert_no_error (error);
  while ((on_row = amp_cursor_next (cursor, NULL, &error)) > 0)
    for (gsize i = 0; paths[i] != NULL; i++)
      {
        const char *text = amp_cursor_text (cursor, i);

        g_string_append (rows, i > 0 ? "|" : rows->len > 0 ? " " : "");
        g_string_append (rows, text != NULL ? text : "-");
      }
  g_assert_no_error (error);
  g_assert_cmpint (on_row, ==, 0);
  return g_string_free (rows, FALSE);
}

/* Which services, by the last digit of their number, a filter finds: "0 2". */
static void
assert_found (Queries *self, const char *path, AmpOp op, const char *value, const char *expected)
{
  const char *const paths[] = {"id", NULL};
  const AmpFilter filter = {path, op, value};
  g_autofree char *rows = ask (self, "service", paths, &filter, 1, "id");
  g_auto (GStrv) ids = g_strsplit (rows, " ", -1);
  g_autoptr (GString) found = g_string_new (NULL);

  for (char **id = ids; *id != NULL; id++)
    for (guint i = 0; i < 3; i++)
      if (g_ascii_strtoll (*id, NULL, 10) == self->services[i])
        g_string_append_printf (found, "%s%u", found->len > 0 ? " " : "", i);
  if (strcmp (found->str, expected) != 0)
    g_error ("%s %d %s found \"%s\", not \"%s\"", path, (int) op, value, found->str, expected);
}

static void
test_paths (Queries *self, gconstpointer data)
{
  const char *const paths[] = {"status",
                               "case.number",
                               "case.person.pseudonym",
                               "case.person.given_names",
                               "person.surname_paternal",
                               "case.person.nationality",
                               "case.owner.role",
                               "rev",
                               NULL};
  const AmpFilter filter = {"status", AMP_OP_EQ, "planned"};
  g_autofree char *rows = ask (self, "service", paths, &filter, 1, NULL);

  (void) data;
  g_assert_cmpstr (rows, ==, "planned|TUM-26-0001-K/1|TUM-26-0001-K|Rosa|Quispe|-|supervisor|1");
}

static void
test_ids (Queries *self, gconstpointer data)
{
  const char *const paths[] = {"id", "case.id", "case", NULL};
  const AmpFilter filter = {"case.id", AMP_OP_EQ, NULL};
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, self->case_id);
  AmpFilter by_case = filter;
  g_autoptr (AmpCursor) cursor = NULL;
  guint n = 0;

  (void) data;
  by_case.value = id;
  cursor = amp_store_select (self->base.store, amp_entity_find ("service"), paths, &by_case, 1,
                             "id", NULL);
  while (amp_cursor_next (cursor, NULL, NULL) > 0)
    {
      g_assert_cmpint (amp_cursor_int (cursor, 0), ==, self->services[n]);
      g_assert_cmpint (amp_cursor_int (cursor, 1), ==, self->case_id);
      g_assert_cmpint (amp_cursor_int (cursor, 2), ==, self->case_id);
      n++;
    }
  g_assert_cmpuint (n, ==, 3);
}

static void
test_filters (Queries *self, gconstpointer data)
{
  (void) data;
  assert_found (self, "status", AMP_OP_EQ, "delivered", "0 2");
  assert_found (self, "status", AMP_OP_NE, "delivered", "1");
  assert_found (self, "status", AMP_OP_HAS_CODE, "planned", "1");
  assert_found (self, "status", AMP_OP_IN, "planned;cancelled", "1");
  assert_found (self, "status", AMP_OP_IN, "planned;delivered", "0 1 2");
  assert_found (self, "status", AMP_OP_IN, "", "");
  assert_found (self, "minutes", AMP_OP_IS_NULL, NULL, "1");
  assert_found (self, "minutes", AMP_OP_NOT_NULL, NULL, "0 2");
  assert_found (self, "minutes", AMP_OP_NE, "45", "1");
  assert_found (self, "minutes", AMP_OP_EQ, "45", "0 2");
  assert_found (self, "minutes", AMP_OP_GE, "9", "0 2");
  assert_found (self, "minutes", AMP_OP_LE, "100", "0 2");
  assert_found (self, "minutes", AMP_OP_GE, "100", "");

  /* "unknown" is on no side of a date. */
  assert_found (self, "delivered_on", AMP_OP_GE, "2024-01-01", "0 1");
  assert_found (self, "delivered_on", AMP_OP_GE, "2024-04-01", "1");
  assert_found (self, "delivered_on", AMP_OP_LE, "2024-04-01", "0");
  assert_found (self, "case.person.given_names", AMP_OP_EQ, "Rosa", "0 1 2");
  assert_found (self, "case.person.given_names", AMP_OP_EQ, "Rosa' OR '1'='1", "");
}

/* With what else is asked standing beside it, and each path as if it stood alone. */
static void
test_either (Queries *self, gconstpointer data)
{
  const char *const paths[] = {"id", NULL};
  const AmpFilter both[] = {{"status", AMP_OP_EQ, "delivered"},
                            {"case.person.given_names|case.number", AMP_OP_EQ, "TUM-26-0001-K/1"},
                            {"minutes|delivered_on", AMP_OP_NOT_NULL, NULL}};
  const AmpFilter none[] = {{"status", AMP_OP_EQ, "cancelled"}, both[1], both[2]};
  const AmpFilter wrong = {"status|no_such", AMP_OP_EQ, "x"};
  g_autofree char *rows = ask (self, "service", paths, both, G_N_ELEMENTS (both), "id");
  g_autofree char *nothing = ask (self, "service", paths, none, G_N_ELEMENTS (none), "id");
  g_auto (GStrv) found = g_strsplit (rows, " ", -1);
  g_autoptr (GError) error = NULL;

  (void) data;
  g_assert_cmpuint (g_strv_length (found), ==, 2);
  g_assert_cmpstr (nothing, ==, "");
  assert_found (self, "minutes|delivered_on", AMP_OP_IS_NULL, NULL, "1");
  assert_found (self, "status|case.person.given_names", AMP_OP_EQ, "Rosa", "0 1 2");
  assert_found (self, "case.person.given_names|status", AMP_OP_EQ, "planned", "1");
  /* "unknown" of the one side lets the other still hold. */
  assert_found (self, "delivered_on|case.person.created_at", AMP_OP_GE, "2024-04-01", "0 1 2");
  g_assert_null (amp_store_select (self->base.store, amp_entity_find ("service"), paths, &wrong, 1,
                                   NULL, &error));
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NO_FIELD);
}

static void
test_codes (Queries *self, gconstpointer data)
{
  const char *const paths[] = {"nationality", NULL};
  const AmpEntity *entity = amp_entity_find ("person");
  static const char *const values[] = {"EC;PE", "PE", NULL};
  static const char *const names[] = {"A", "B", "C"};
  static const struct
  {
    AmpOp op;
    const char *value, *expected;
  } asked[] = {
    {AMP_OP_HAS_CODE, "PE", "2"}, {AMP_OP_HAS_CODE, "EC", "1"}, {AMP_OP_IN, "EC;CO", "1"},
    {AMP_OP_IN, "PE;EC", "2"},    {AMP_OP_NOT_NULL, NULL, "2"},
  };
  g_autofree char *several = NULL;

  (void) data;
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (AmpRecord) person = fixture_record (&self->base, "person", 500 + i);

      set (person, "given_names", names[i]);
      set (person, "nationality", values[i]);
      g_assert_true (amp_store_save (self->base.store, person, NULL, NULL));
    }

  for (gsize i = 0; i < G_N_ELEMENTS (asked); i++)
    {
      const AmpFilter filters[] = {{"nationality", asked[i].op, asked[i].value},
                                   {"given_names", AMP_OP_IN, "A;B;C"}};
      g_autofree char *rows = ask (self, "person", paths, filters, 2, NULL);
      g_auto (GStrv) found = g_strsplit (rows, " ", -1);
      g_autofree char *n = g_strdup_printf ("%u", *rows == '\0' ? 0 : g_strv_length (found));

      g_assert_cmpstr (n, ==, asked[i].expected);
    }

  {
    const AmpFilter first = {"given_names", AMP_OP_EQ, "A"};
    g_autofree char *canonical = NULL;

    several = ask (self, "person", paths, &first, 1, NULL);
    g_assert_true (
      amp_field_canonical (amp_entity_field (entity, "nationality"), "EC;PE", &canonical, NULL));
    g_assert_cmpstr (several, ==, canonical);
  }
}

static void
test_order (Queries *self, gconstpointer data)
{
  const char *const paths[] = {"delivered_on", NULL};
  g_autofree char *by_date = ask (self, "service", paths, NULL, 0, "delivered_on");
  g_autofree char *by_status = ask (self, "service", paths, NULL, 0, "status");
  g_autofree char *latest = ask (self, "service", paths, NULL, 0, "-delivered_on");

  (void) data;
  g_assert_cmpstr (latest, ==, "unknown 2024-05 2024-03-05");
  g_assert_cmpstr (by_date, ==, "2024-03-05 2024-05 unknown");
  g_assert_cmpstr (by_status, ==, "2024-03-05 unknown 2024-05");
}

static void
test_deleted (Queries *self, gconstpointer data)
{
  const AmpEntity *service = amp_entity_find ("service");

  (void) data;
  g_assert_true (amp_store_delete (self->base.store, service, self->services[0], NULL, NULL));
  assert_found (self, "status", AMP_OP_EQ, "delivered", "2");
  g_assert_cmpint (amp_store_count (self->base.store, service, NULL), ==, 2);
}

static void
test_unknown_names (Queries *self, gconstpointer data)
{
  static const char *const wrong[] = {
    "nothing",    "case.nothing", "nothing.status", "status.id",    "",
    ".",          "case.",        ".status",        "deleted_at",   "case.person.id; --",
    "\"status\"", "id id",        "case..id",       "main.case.id",
  };

  (void) data;
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      const char *const good[] = {"id", NULL};
      const char *const paths[] = {wrong[i], NULL};
      const AmpFilter filter = {wrong[i], AMP_OP_EQ, "x"};
      const AmpEntity *service = amp_entity_find ("service");
      GError *error = NULL;

      g_assert_null (amp_store_select (self->base.store, service, paths, NULL, 0, NULL, &error));
      g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NO_FIELD);
      g_clear_error (&error);
      g_assert_null (amp_store_select (self->base.store, service, good, &filter, 1, NULL, &error));
      g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NO_FIELD);
      g_clear_error (&error);
      g_assert_null (amp_store_select (self->base.store, service, good, NULL, 0, wrong[i], &error));
      g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NO_FIELD);
      g_clear_error (&error);
    }
}

static void
test_wrong_comparison (Queries *self, gconstpointer data)
{
  const char *const paths[] = {"id", NULL};
  const AmpFilter filter = {"nationality", AMP_OP_EQ, "PE"};
  g_autoptr (GError) error = NULL;

  (void) data;
  g_assert_null (amp_store_select (self->base.store, amp_entity_find ("person"), paths, &filter, 1,
                                   NULL, &error));
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_INVALID);
}

/* Every field of every entity can be asked for, and through every reference. */
static void
test_every_field (Queries *self, gconstpointer data)
{
  (void) data;
  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    for (gsize i = 0; i < (*entity)->n_fields; i++)
      {
        const AmpField *field = &(*entity)->fields[i];
        g_autofree char *through = g_strdup_printf ("%s.updated_at", field->name);
        const char *const paths[] = {field->name,
                                     field->kind == AMP_KIND_REF ? through : "created_at", NULL};
        const AmpFilter filters[] = {{field->name, AMP_OP_IS_NULL, NULL},
                                     {field->name, AMP_OP_NOT_NULL, NULL}};
        g_autofree char *rows = ask (self, (*entity)->name, paths, filters, 2, field->name);

        g_assert_cmpstr (rows, ==, "");
      }
}

/* Cursors over the same query at the same time, and writing while one is open. */
static void
test_two_cursors (Queries *self, gconstpointer data)
{
  const char *const paths[] = {"id", NULL};
  const AmpEntity *service = amp_entity_find ("service");
  g_autoptr (AmpCursor) outer = NULL;
  guint n = 0;

  (void) data;
  outer = amp_store_select (self->base.store, service, paths, NULL, 0, "id", NULL);
  while (amp_cursor_next (outer, NULL, NULL) > 0)
    {
      g_autoptr (AmpCursor) inner =
        amp_store_select (self->base.store, service, paths, NULL, 0, "id", NULL);

      g_assert_cmpint (amp_cursor_next (inner, NULL, NULL), ==, 1);
      g_assert_cmpint (amp_cursor_int (inner, 0), ==, self->services[0]);
      g_assert_true (
        amp_store_audit (self->base.store, AMP_AUDIT_VIEW_CASE, NULL, 0, NULL, NULL, NULL));
      n++;
    }
  g_assert_cmpuint (n, ==, 3);
}

static void
test_cancelled (Queries *self, gconstpointer data)
{
  const char *const paths[] = {"id", NULL};
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpCursor) cursor =
    amp_store_select (self->base.store, amp_entity_find ("service"), paths, NULL, 0, NULL, &error);

  (void) data;
  g_assert_cmpint (amp_cursor_next (cursor, cancellable, &error), ==, 1);
  g_cancellable_cancel (cancellable);
  g_assert_cmpint (amp_cursor_next (cursor, cancellable, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static gpointer
cancel_later (gpointer cancellable)
{
  g_usleep (100 * 1000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* From another thread, in the middle of a statement that would never end. */
static void
test_cancelled_within (Queries *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const AmpCaseQuery query = {.sort = AMP_CASE_SORT_NUMBER};
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = NULL;
  GThread *thread;

  (void) data;
  fixture_sql (&self->base, "ALTER TABLE main.\"case\" RENAME TO real_case");
  fixture_sql (&self->base, "CREATE VIEW main.\"case\" AS WITH RECURSIVE n(i) AS "
                            "(SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                            "SELECT i AS id, 'x' AS number, NULL AS deleted_at FROM n WHERE i < 0");
  thread = g_thread_new ("cancel", cancel_later, cancellable);
  ids = amp_store_case_ids (self->base.store, &query, cancellable, &error);
  g_thread_join (thread);
  g_assert_null (ids);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  /* The connection is fit for work afterwards. */
  g_assert_cmpint (amp_store_count (self->base.store, amp_entity_find ("service"), NULL), ==, 3);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/store/query/" name, Queries, NULL, queries_setup, function, queries_teardown)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("paths-go-through-references-and-both-databases", test_paths);
  ADD ("ids-can-be-asked-for", test_ids);
  ADD ("filters-find-what-they-say", test_filters);
  ADD ("several-paths-find-what-holds-of-one", test_either);
  ADD ("several-codes-are-searched-and-come-in-order", test_codes);
  ADD ("rows-come-in-the-order-asked-for", test_order);
  ADD ("deleted-records-are-left-out", test_deleted);
  ADD ("unknown-names-are-refused", test_unknown_names);
  ADD ("a-comparison-that-fits-no-codes-is-refused", test_wrong_comparison);
  ADD ("every-field-can-be-asked-for", test_every_field);
  ADD ("two-cursors-do-not-disturb-each-other", test_two_cursors);
  ADD ("a-cancelled-cursor-ends", test_cancelled);
  ADD ("a-statement-is-cancelled-from-another-thread", test_cancelled_within);
  return g_test_run ();
}
