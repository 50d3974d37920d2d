/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All or nothing, over both databases. */
#include "fixture.h"

#include "store/statement.h"

#include <glib/gstdio.h>

static gint64
n_people (Fixture *self)
{
  return amp_store_count (self->store, amp_entity_find ("person"), NULL);
}

static void
test_nested (Fixture *self, gconstpointer data)
{
  AmpRecord *records[4];
  GError *error = NULL;

  (void) data;
  for (guint i = 0; i < 4; i++)
    records[i] = fixture_record (self, "person", i);

  g_assert_true (amp_store_begin (self->store, &error));
  g_assert_true (amp_store_save (self->store, records[0], NULL, &error));
  g_assert_true (amp_store_begin (self->store, &error));
  g_assert_true (amp_store_save (self->store, records[1], NULL, &error));
  amp_store_rollback (self->store);
  g_assert_true (amp_store_begin (self->store, &error));
  g_assert_true (amp_store_save (self->store, records[2], NULL, &error));
  g_assert_true (amp_store_commit (self->store, &error));
  g_assert_true (amp_store_save (self->store, records[3], NULL, &error));
  g_assert_true (amp_store_commit (self->store, &error));
  g_assert_no_error (error);

  g_assert_cmpint (n_people (self), ==, 3);
  g_assert_cmpuint (fixture_n_events (self), ==, 3);
  g_assert_true (amp_store_verify (self->store, NULL, NULL, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < 4; i++)
    amp_record_free (records[i]);
}

static void
test_rollback (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) kept = fixture_saved (self, "person", 1);
  g_autoptr (AmpRecord) dropped = fixture_record (self, "person", 2);
  gint64 txn = fixture_int (self, "SELECT txn FROM main.vault_state");

  (void) data;
  g_assert_true (amp_store_begin (self->store, NULL));
  g_assert_true (amp_store_begin (self->store, NULL));
  g_assert_true (amp_store_save (self->store, dropped, NULL, NULL));
  g_assert_true (amp_store_commit (self->store, NULL));
  amp_store_rollback (self->store);
  g_assert_cmpint (n_people (self), ==, 1);
  g_assert_cmpuint (fixture_n_events (self), ==, 1);
  g_assert_cmpint (fixture_int (self, "SELECT txn FROM main.vault_state"), ==, txn);
  g_assert_true (amp_store_audit_verify (self->store, NULL, NULL, NULL, NULL));
}

static void
test_closing_drops (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) dropped = fixture_record (self, "person", 2);

  (void) data;
  g_assert_true (amp_store_begin (self->store, NULL));
  g_assert_true (amp_store_begin (self->store, NULL));
  g_assert_true (amp_store_save (self->store, dropped, NULL, NULL));
  fixture_close (self);
  fixture_open (self, NULL);
  g_assert_cmpint (n_people (self), ==, 0);
}

static void
test_numbers (Fixture *self, gconstpointer data)
{
  gint64 txn = fixture_int (self, "SELECT txn FROM main.vault_state");

  (void) data;
  for (guint i = 1; i <= 3; i++)
    {
      g_autoptr (AmpRecord) person = fixture_saved (self, "person", i);

      g_assert_cmpint (fixture_int (self, "SELECT txn FROM main.vault_state"), ==, txn + i);
      g_assert_cmpint (fixture_int (self, "SELECT txn FROM identity.vault_state"), ==, txn + i);
    }
}

static void
copy_file (Fixture *self, const char *from, const char *to)
{
  g_autofree char *source = g_build_filename (self->folder, from, NULL);
  g_autofree char *target = g_build_filename (self->folder, to, NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (source, &contents, &length, &error);
  g_assert_no_error (error);
  g_file_set_contents (target, contents, (gssize) length, &error);
  g_assert_no_error (error);
}

static void
remove_file (Fixture *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  g_unlink (path);
}

static void
test_out_of_step (Fixture *self, gconstpointer data)
{
  const char *name = data;
  g_autofree char *old = g_strconcat (name, ".old", NULL);
  g_autoptr (AmpRecord) first = fixture_saved (self, "person", 1);
  g_autoptr (AmpRecord) second = NULL;
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text ("correct horse battery staple");
  g_autoptr (GError) error = NULL;

  fixture_close (self);
  copy_file (self, name, old);
  fixture_open (self, NULL);
  second = fixture_saved (self, "person", 2);
  fixture_close (self);
  copy_file (self, old, name);
  remove_file (self, old);

  self->vault = amp_vault_unlock (self->folder, "ana", passphrase, &error);
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_OUT_OF_STEP);
  g_assert_null (self->vault);
}

static void
test_numbers_differ (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_sql (self, data);
  fixture_close (self);
  fixture_unlock (self, NULL);
  self->store = amp_store_open (self->vault, &error);
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_OUT_OF_STEP);
  g_assert_null (self->store);
}

/* One database emptied: nothing may be set up anew in its place. */
static void
test_one_is_empty (Fixture *self, gconstpointer data)
{
  const char *schema = data;
  g_autofree char *sql = g_strdup_printf ("DROP TABLE %s.vault_state", schema);
  g_autoptr (AmpRecord) first = fixture_saved (self, "person", 1);
  g_autoptr (GError) error = NULL;

  fixture_sql (self, sql);
  fixture_close (self);
  fixture_unlock (self, NULL);
  self->store = amp_store_open (self->vault, &error);
  g_assert_null (self->store);
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_OUT_OF_STEP);
}

static void
test_no_state_row (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  (void) data;
  fixture_sql (self, "DELETE FROM identity.vault_state");
  fixture_close (self);
  fixture_unlock (self, NULL);
  self->store = amp_store_open (self->vault, &error);
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_OUT_OF_STEP);
}

static void
test_other_vault (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  (void) data;
  fixture_sql (self, "UPDATE main.vault_state SET vault = zeroblob(16)");
  fixture_close (self);
  fixture_unlock (self, NULL);
  self->store = amp_store_open (self->vault, &error);
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_FOREIGN);
}

static void
test_full_disk (Fixture *self, gconstpointer data)
{
  static const char *const schemas[] = {"main", "identity"};

  (void) data;
  for (gsize i = 0; i < G_N_ELEMENTS (schemas); i++)
    {
      g_autofree char *full = g_strdup_printf ("PRAGMA %s.max_page_count = 1", schemas[i]);
      g_autofree char *roomy = g_strdup_printf ("PRAGMA %s.max_page_count = 1000000", schemas[i]);
      gint64 before = n_people (self);
      guint64 events = fixture_n_events (self);
      GError *error = NULL;
      guint n = 0;

      fixture_sql (self, full);
      while (error == NULL && n < 2000)
        {
          g_autoptr (AmpRecord) person = fixture_record (self, "person", (guint) (5000 * i) + n++);

          if (amp_store_save (self->store, person, NULL, &error))
            {
              before++;
              events++;
            }
          else
            g_assert_cmpint (amp_record_id (person), ==, 0);
        }
      g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_FULL);
      g_clear_error (&error);
      g_assert_cmpint (n_people (self), ==, before);
      g_assert_cmpuint (fixture_n_events (self), ==, events);
      g_assert_true (amp_store_verify (self->store, NULL, NULL, &error));
      g_assert_no_error (error);

      /* With room again, work goes on. */
      fixture_sql (self, roomy);
      amp_record_free (fixture_saved (self, "person", (guint) (5000 * i) + 4000));
    }
}

/* SQLite ended the transaction by itself: what follows must not be written as if it had not. */
static void
test_lost_transaction (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) first = fixture_record (self, "person", 1);
  g_autoptr (AmpRecord) second = fixture_record (self, "person", 2);
  GError *error = NULL;

  (void) data;
  g_assert_true (amp_store_begin (self->store, NULL));
  g_assert_true (amp_store_save (self->store, first, NULL, NULL));
  fixture_sql (self, "ROLLBACK");
  g_assert_false (amp_store_save (self->store, second, NULL, &error));
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_false (amp_store_commit (self->store, &error));
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_cmpint (n_people (self), ==, 0);

  /* And it is over: the next one begins anew. */
  amp_record_set_identity (first, 0, 0);
  g_assert_true (amp_store_save (self->store, first, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (n_people (self), ==, 1);
}

static void
save_bulk (Fixture *self, guint from, guint n)
{
  for (guint i = from; i < from + n; i++)
    {
      g_autoptr (AmpRecord) person = fixture_record (self, "person", i);
      g_autoptr (GError) error = NULL;

      g_assert_true (amp_store_save (self->store, person, NULL, &error));
      g_assert_no_error (error);
    }
}

static guint
n_found (Fixture *self, const char *word)
{
  g_autofree char *sql = g_strdup_printf (
    "SELECT count(*) FROM identity.search_names WHERE search_names MATCH '%s'", word);

  return (guint) fixture_int (self, sql);
}

static void
test_bulk (Fixture *self, gconstpointer data)
{
  GError *error = NULL;

  (void) data;
  g_assert_true (amp_store_bulk_begin (self->store, &error));
  g_assert_true (amp_store_begin (self->store, &error));
  save_bulk (self, 0, 20);

  /* A bad row is taken back alone, also from the search. */
  g_assert_true (amp_store_begin (self->store, &error));
  save_bulk (self, 20, 1);
  amp_store_rollback (self->store);
  g_assert_true (amp_store_bulk_end (self->store, "import", 20, &error));
  g_assert_true (amp_store_commit (self->store, &error));
  g_assert_no_error (error);

  g_assert_cmpint (n_people (self), ==, 20);
  g_assert_cmpuint (fixture_n_events (self), ==, 1);
  g_assert_cmpuint (n_found (self, "nandu"), ==, 20);
  fixture_sql (self, "INSERT INTO identity.search_names(search_names) VALUES('integrity-check')");
  g_assert_true (amp_store_verify (self->store, NULL, NULL, &error));
  g_assert_no_error (error);

  /* Afterwards each is told of alone again. */
  save_bulk (self, 30, 1);
  g_assert_cmpuint (fixture_n_events (self), ==, 2);
}

/* A search entry that went into the index inside an inner part that is taken back afterwards. */
static void
test_bulk_search_flush (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) old = fixture_saved (self, "person", 77);
  const AmpCaseQuery query = {.text = "nandu"};

  (void) data;
  g_assert_true (amp_store_bulk_begin (self->store, NULL));
  g_assert_true (amp_store_begin (self->store, NULL));
  save_bulk (self, 0, 3);
  g_assert_true (amp_store_begin (self->store, NULL));
  g_assert_true (amp_record_set (old, "given_names", "Zoila", NULL));
  g_assert_true (amp_store_save (self->store, old, NULL, NULL));
  g_array_unref (amp_store_case_ids (self->store, &query, NULL, NULL));
  amp_store_rollback (self->store);
  g_assert_true (amp_store_commit (self->store, NULL));
  g_assert_true (amp_store_bulk_end (self->store, "import", 3, NULL));
  g_assert_cmpuint (n_found (self, "nandu"), ==, 4);
  g_assert_cmpuint (n_found (self, "zoila"), ==, 0);
  fixture_sql (self, "INSERT INTO identity.search_names(search_names) VALUES('integrity-check')");
}

/* Each part that is written on the way is told of in its own transaction. */
static void
test_bulk_parts (Fixture *self, gconstpointer data)
{
  GError *error = NULL;

  (void) data;
  g_assert_true (amp_store_bulk_begin (self->store, &error));
  for (guint part = 0; part < 3; part++)
    {
      g_assert_true (amp_store_begin (self->store, &error));
      save_bulk (self, part * 10, 10);
      g_assert_true (amp_store_commit (self->store, &error));
      g_assert_cmpuint (fixture_n_events (self), ==, part + 1);
    }
  g_assert_true (amp_store_bulk_end (self->store, "demo", 30, &error));
  g_assert_cmpuint (fixture_n_events (self), ==, 4);
}

/* A load that failed and never said so does not leave later saves untold. */
static void
test_bulk_fails (Fixture *self, gconstpointer data)
{
  (void) data;
  g_assert_true (amp_store_bulk_begin (self->store, NULL));
  g_assert_true (amp_store_begin (self->store, NULL));
  save_bulk (self, 0, 5);
  amp_store_rollback (self->store);
  save_bulk (self, 10, 2);
  g_assert_cmpuint (fixture_n_events (self), ==, 2);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/store/transactions/" name, Fixture, NULL, fixture_setup, function, fixture_teardown)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("inner-ones-are-taken-back-alone", test_nested);
  ADD ("an-outer-rollback-takes-the-inner-ones-along", test_rollback);
  ADD ("closing-drops-what-was-not-committed", test_closing_drops);
  ADD ("both-databases-count-them", test_numbers);
  g_test_add ("/store/transactions/an-older-identity-database-is-noticed", Fixture, "identity.db",
              fixture_setup, test_out_of_step, fixture_teardown);
  g_test_add ("/store/transactions/a-casework-database-that-is-behind-is-noticed", Fixture,
              "UPDATE main.vault_state SET txn = txn - 1", fixture_setup, test_numbers_differ,
              fixture_teardown);
  g_test_add ("/store/transactions/an-identity-database-that-is-behind-is-noticed", Fixture,
              "UPDATE identity.vault_state SET txn = txn - 1", fixture_setup, test_numbers_differ,
              fixture_teardown);
  g_test_add ("/store/transactions/an-older-casework-database-is-noticed", Fixture, "casework.db",
              fixture_setup, test_out_of_step, fixture_teardown);
  g_test_add ("/store/transactions/an-emptied-identity-database-is-not-made-anew", Fixture,
              "identity", fixture_setup, test_one_is_empty, fixture_teardown);
  g_test_add ("/store/transactions/an-emptied-casework-database-is-not-made-anew", Fixture, "main",
              fixture_setup, test_one_is_empty, fixture_teardown);
  ADD ("a-lost-state-row-is-noticed", test_no_state_row);
  ADD ("a-database-of-another-vault-is-noticed", test_other_vault);
  ADD ("a-full-disk-changes-nothing", test_full_disk);
  ADD ("a-lost-transaction-is-not-written-to", test_lost_transaction);
  ADD ("a-bulk-load-is-one-event", test_bulk);
  ADD ("a-bulk-load-loses-no-search-entry", test_bulk_search_flush);
  ADD ("each-part-of-a-bulk-load-is-told-of", test_bulk_parts);
  ADD ("a-failed-bulk-load-ends-the-bulk-mode", test_bulk_fails);
  return g_test_run ();
}
