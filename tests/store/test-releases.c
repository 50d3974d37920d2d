/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rows of the release ledger: a chain that shows what was changed, lines that stay. */
#include "store/releases.h"

#include "fixture.h"

#include <string.h>

static AmpReleaseLine *
a_line (const char *recipient)
{
  AmpReleaseLine *line = amp_release_line_new ();

  line->rule = g_strdup ("partner");
  line->unit = g_strdup ("persons");
  line->period = g_strdup ("2025-Q1");
  line->request = g_strdup ("persons|2025-Q1|region");
  line->format = g_strdup ("csv");
  line->language = g_strdup ("es");
  line->recipient = g_strdup (recipient);
  line->file = g_bytes_new ("a,b\r\n", 5);
  line->proof = g_bytes_new ("proof", 5);
  amp_release_line_add_cell (line, "time=2025-Q1", FALSE, 40);
  amp_release_line_add_cell (line, "time=2025-Q1|region=PE-TUM", TRUE, 0);
  return line;
}

static void
add (Fixture *self, const char *recipient, gint64 expected)
{
  g_autoptr (AmpReleaseLine) line = a_line (recipient);
  g_autoptr (GError) error = NULL;

  g_assert_true (amp_store_release_add (self->store, line, &error));
  g_assert_no_error (error);
  g_assert_cmpint (line->id, ==, expected);
}

static void
test_comes_back (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpReleaseLine) line = NULL;
  g_autoptr (GError) error = NULL;
  guint8 hash[AMP_HASH_BYTES];

  (void) data;
  add (self, "UNODC", 1);
  line = amp_store_release_load (self->store, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (line->recipient, ==, "UNODC");
  g_assert_cmpint (line->cells->len, ==, 2);
  g_assert_cmpint (g_bytes_get_size (line->file), ==, 5);
  g_assert_false (line->given);
  amp_release_line_hash (line, amp_vault_get_id (self->vault), hash);
  g_assert_cmpmem (hash, sizeof hash, line->hash, sizeof hash);
}

static void
test_chain (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) list = NULL;
  const AmpReleaseLine *first, *second;

  (void) data;
  add (self, "UNODC", 1);
  add (self, NULL, 2);
  list = amp_store_release_list (self->store, NULL);
  g_assert_cmpint (list->len, ==, 2);
  first = g_ptr_array_index (list, 0);
  second = g_ptr_array_index (list, 1);
  g_assert_cmpmem (first->hash, AMP_HASH_BYTES, second->prev_hash, AMP_HASH_BYTES);
  g_assert_cmpint (amp_store_release_next (self->store, NULL), ==, 3);
}

static void
test_any_change_shows (Fixture *self, gconstpointer data)
{
  static const char *const changes[] = {
    "UPDATE main.release_cell SET value = 41 WHERE hidden = 0",
    "UPDATE main.release_cell SET hidden = 1",
    "DELETE FROM main.release_cell WHERE hidden = 1",
    "UPDATE main.release_proof SET data = x'00'",
    "UPDATE identity.release_words SET recipient = 'OIM'",
    "UPDATE main.release SET approver = 77",
    "UPDATE main.release SET period = '2025-Q2'",
  };

  (void) data;
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (AmpReleaseLine) line = NULL;
      guint8 hash[AMP_HASH_BYTES];

      add (self, "UNODC", (gint64) i + 1);
      fixture_sql (self, changes[i]);
      line = amp_store_release_load (self->store, (gint64) i + 1, NULL);
      amp_release_line_hash (line, amp_vault_get_id (self->vault), hash);
      g_test_message ("%s", changes[i]);
      g_assert_cmpint (memcmp (hash, line->hash, sizeof hash), !=, 0);
    }
}

static void
refused (Fixture *self, const char *sql)
{
  g_assert_cmpint (sqlite3_exec (self->store->db, sql, NULL, NULL, NULL) & 0xff, ==,
                   SQLITE_CONSTRAINT);
}

static void
test_stays (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) base = g_bytes_new ("x", 1);
  g_autoptr (GBytes) there = NULL;
  g_autoptr (GError) error = NULL;

  (void) data;
  add (self, "UNODC", 1);
  refused (self, "DELETE FROM main.release");
  refused (self, "UPDATE main.release SET hash = x'00'");
  g_assert_true (amp_store_release_given (self->store, 1, NULL));
  g_assert_true (amp_store_release_given (self->store, 1, NULL));
  refused (self, "UPDATE main.release SET state = 'prepared'");

  g_assert_true (amp_store_release_base_put (self->store, "persons", "2025-01", base, NULL));
  g_assert_false (amp_store_release_base_put (self->store, "persons", "2025-01", base, &error));
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_INVALID);
  refused (self, "UPDATE main.release_base SET data = x'00'");
  refused (self, "DELETE FROM main.release_base");
  there = amp_store_release_base_get (self->store, "persons", "2025-01", NULL, NULL);
  g_assert_true (g_bytes_equal (base, there));
  g_assert_null (amp_store_release_base_get (self->store, "cases", "2025-01", NULL, NULL));
}

static void
test_rolled_back (Fixture *self, gconstpointer data)
{
  (void) data;
  g_assert_true (amp_store_begin (self->store, NULL));
  add (self, "UNODC", 1);
  amp_store_rollback (self->store);
  add (self, "OIM", 1);
}

static void
test_missing (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  (void) data;
  g_assert_null (amp_store_release_load (self->store, 9, &error));
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
#define ADD(name, test) g_test_add (name, Fixture, NULL, fixture_setup, test, fixture_teardown)
  g_test_init (&argc, &argv, NULL);
  ADD ("/store/releases/a-line-comes-back-whole", test_comes_back);
  ADD ("/store/releases/each-line-carries-the-hash-before", test_chain);
  ADD ("/store/releases/any-change-shows-in-the-hash", test_any_change_shows);
  ADD ("/store/releases/lines-and-frozen-periods-stay", test_stays);
  ADD ("/store/releases/a-rollback-takes-the-line-with-it", test_rolled_back);
  ADD ("/store/releases/a-line-that-is-not-there", test_missing);
  return g_test_run ();
}
