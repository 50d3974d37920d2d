/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The schema as the field tables give it, and old vaults that catch up with it. */
#include "store/schema.h"

#include "fixture.h"

#include "model/codelist.h"

#include <glib/gstdio.h>
#include <string.h>

static void
test_golden (void)
{
  g_autofree char *sql = amp_schema_sql ();
  g_autofree char *golden = NULL;
  g_autoptr (GError) error = NULL;

  /* AMP_UPDATE_GOLDEN=1 meson test … writes it anew, for review. */
  if (g_getenv ("AMP_UPDATE_GOLDEN") != NULL)
    g_assert_true (g_file_set_contents (GOLDEN_SCHEMA, sql, -1, NULL));
  g_file_get_contents (GOLDEN_SCHEMA, &golden, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (sql, ==, golden);
}

static gboolean
table_has (Fixture *self, const char *schema, const char *table, const char *column)
{
  g_autofree char *sql = g_strdup_printf (
    "SELECT count(*) FROM pragma_table_info('%s','%s') WHERE name = '%s'", table, schema, column);

  return fixture_int (self, sql) == 1;
}

static void
test_halves (Fixture *self, gconstpointer data)
{
  (void) data;
  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    for (gsize i = 0; i < (*entity)->n_fields; i++)
      {
        const AmpField *field = &(*entity)->fields[i];
        gboolean secret =
          field->privacy == AMP_PRIVACY_IDENTIFIER || field->privacy == AMP_PRIVACY_FREE_TEXT;
        g_autofree char *child = g_strdup_printf ("%s__%s", (*entity)->name, field->name);
        gboolean several = field->kind == AMP_KIND_CODES;
        const char *table = several ? child : (*entity)->name;
        const char *column = several ? "code" : field->name;

        g_test_message ("%s.%s", (*entity)->name, field->name);
        g_assert_true (table_has (self, "main", table, column) == !secret);
        g_assert_true (table_has (self, "identity", table, column) == secret);
      }
}

/* No stored identifier or free text may be found in any table of casework.db, whatever its name. */
static void
test_no_identifier_in_casework (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) person = fixture_record (self, "person", 7);
  sqlite3_stmt *tables;
  guint n_seen = 0;

  (void) data;
  g_assert_true (amp_record_set (person, "given_names", "Zoraidamarca", NULL));
  g_assert_true (amp_record_set (person, "vulnerability_details", "Zoraidamarca", NULL));
  g_assert_true (amp_store_save (self->store, person, NULL, NULL));

  sqlite3_prepare_v2 (self->store->db,
                      "SELECT t.name, c.name FROM main.sqlite_master t, "
                      "pragma_table_info(t.name, 'main') c WHERE t.type = 'table'",
                      -1, &tables, NULL);
  while (sqlite3_step (tables) == SQLITE_ROW)
    {
      g_autofree char *sql =
        g_strdup_printf ("SELECT count(*) FROM main.\"%s\" WHERE lower(CAST(\"%s\" AS TEXT)) LIKE "
                         "'%%zoraidamarca%%'",
                         sqlite3_column_text (tables, 0), sqlite3_column_text (tables, 1));

      g_assert_cmpint (fixture_int (self, sql), ==, 0);
      n_seen++;
    }
  sqlite3_finalize (tables);
  g_assert_cmpuint (n_seen, >, 50);
  g_assert_cmpint (
    fixture_int (self, "SELECT count(*) FROM identity.person WHERE given_names = 'Zoraidamarca'"),
    ==, 1);
}

static void
test_old_table (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) person = fixture_saved (self, "person", 3);
  g_autoptr (AmpRecord) loaded = NULL;
  g_autoptr (GError) error = NULL;

  (void) data;

  /* As if written before these fields, this code and this index were thought of. */
  fixture_sql (self, "ALTER TABLE main.person DROP COLUMN pregnant");
  fixture_sql (self, "ALTER TABLE identity.person DROP COLUMN birth_place");
  fixture_sql (self, "DROP TABLE main.person__disability");
  fixture_sql (self, "DROP INDEX main.case_list_status");
  fixture_sql (self, "DROP INDEX main.audit_event_object; DROP INDEX main.audit_event_backup");
  fixture_sql (self, "DELETE FROM main.code_closure_reason");
  fixture_sql (self, "UPDATE main.code_risk_level SET position = position + 7");
  fixture_sql (self, "UPDATE main.vault_state SET layout = zeroblob(32)");
  fixture_close (self);
  fixture_open (self, NULL);

  g_assert_true (table_has (self, "main", "person", "pregnant"));
  g_assert_true (table_has (self, "identity", "person", "birth_place"));
  g_assert_true (table_has (self, "main", "person__disability", "code"));
  g_assert_cmpint (
    fixture_int (self, "SELECT count(*) FROM main.sqlite_master WHERE name='case_list_status'"), ==,
    1);
  g_assert_cmpint (
    fixture_int (self, "SELECT count(*) FROM main.sqlite_master WHERE name LIKE 'audit_event_%' "
                       "AND type = 'index'"),
    ==, 3);
  g_assert_cmpint (fixture_int (self, "SELECT count(*) FROM main.code_closure_reason"), ==,
                   amp_code_list_length (amp_code_list_find ("closure_reason")));
  g_assert_cmpint (fixture_int (self, "SELECT min(position) FROM main.code_risk_level"), ==, 0);

  loaded = amp_store_load (self->store, amp_entity_find ("person"), amp_record_id (person), &error);
  g_assert_no_error (error);
  g_assert_null (amp_record_get (loaded, "pregnant"));
  g_assert_null (amp_record_get (loaded, "birth_place"));
  g_assert_cmpstr (amp_record_get (loaded, "given_names"), ==,
                   amp_record_get (person, "given_names"));

  /* The new column has its check. */
  g_assert_true (amp_record_set (loaded, "pregnant", "1", NULL));
  g_assert_true (amp_store_save (self->store, loaded, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (
    sqlite3_exec (self->store->db, "UPDATE main.person SET pregnant = 5", NULL, NULL, NULL), ==,
    SQLITE_CONSTRAINT_CHECK);
}

/* An entity whose first private field came later. */
static void
test_new_half (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) institution = fixture_saved (self, "institution", 3);
  g_autoptr (AmpRecord) loaded = NULL;
  g_autoptr (GError) error = NULL;

  (void) data;
  if (!amp_schema_has_identity (amp_record_entity (institution)))
    {
      g_test_skip ("institution has no private field");
      return;
    }
  fixture_sql (self, "DROP TABLE identity.institution");
  fixture_sql (self, "UPDATE main.vault_state SET layout = zeroblob(32)");
  fixture_close (self);
  fixture_open (self, NULL);
  loaded = amp_store_load (self->store, amp_entity_find ("institution"),
                           amp_record_id (institution), &error);
  g_assert_no_error (error);
  g_assert_nonnull (loaded);
}

static void
test_opening_twice (Fixture *self, gconstpointer data)
{
  gint64 before = fixture_int (self, "SELECT txn FROM main.vault_state");

  (void) data;
  g_assert_cmpint (before, ==, 1);
  fixture_close (self);
  fixture_open (self, NULL);
  g_assert_cmpint (fixture_int (self, "SELECT txn FROM main.vault_state"), ==, before);
}

static void
test_newer (Fixture *self, gconstpointer data)
{
  static const char *const schemas[] = {"main", "identity"};

  (void) data;
  for (gsize i = 0; i < G_N_ELEMENTS (schemas); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *sql = g_strdup_printf (
        "PRAGMA main.user_version = %d; PRAGMA identity.user_version = %d; "
        "PRAGMA %s.user_version = %d",
        AMP_SCHEMA_VERSION, AMP_SCHEMA_VERSION, schemas[i], AMP_SCHEMA_VERSION + 1);

      fixture_sql (self, sql);
      fixture_close (self);
      fixture_unlock (self, NULL);
      self->store = amp_store_open (self->vault, &error);
      g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NEWER);
      g_assert_null (self->store);

      /* So that the next round can spoil it anew. */
      self->store = g_new0 (AmpStore, 1);
      self->store->db = amp_vault_connect (self->vault, NULL);
      g_assert_nonnull (self->store->db);
      sql = (g_free (sql),
             g_strdup_printf ("PRAGMA %s.user_version = %d", schemas[i], AMP_SCHEMA_VERSION));
      fixture_sql (self, sql);
      sqlite3_close (self->store->db);
      g_clear_pointer (&self->store, g_free);
      self->store = amp_store_open (self->vault, NULL);
      g_assert_nonnull (self->store);
    }
}

#define ADD(name, function)                                                                        \
  g_test_add ("/store/schema/" name, Fixture, NULL, fixture_setup, function, fixture_teardown)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/schema/the-sql-is-the-one-that-was-reviewed", test_golden);
  ADD ("each-field-has-its-column-in-its-own-database-only", test_halves);
  ADD ("no-identifier-is-in-any-table-of-casework", test_no_identifier_in_casework);
  ADD ("an-old-table-gains-columns-codes-and-indexes", test_old_table);
  ADD ("an-entity-may-gain-its-private-half-later", test_new_half);
  ADD ("opening-again-writes-nothing", test_opening_twice);
  ADD ("a-newer-schema-is-refused", test_newer);
  return g_test_run ();
}
