/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The blind index follows the records, and is made anew where it is missing or of another way. */
#include "fixture.h"

#include "model/name-words.h"

#include <string.h>

static gboolean
finds (Fixture *self, const char *name, const char *phone, gint64 person)
{
  g_autoptr (GPtrArray) words = amp_name_words_new ();
  g_autoptr (GPtrArray) phones = amp_phone_keys (phone);
  g_autoptr (GError) error = NULL;
  AmpLikeQuery query = {.words = words, .phones = phones};
  g_autoptr (AmpLikeHits) found = NULL;

  amp_name_words_add (words, name, AMP_NAME_ANY);
  found = amp_store_find_like (self->store, &query, 10, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < found->hits->len; i++)
    if (g_array_index (found->hits, AmpLikeHit, i).person == person)
      return TRUE;
  return FALSE;
}

static gint64
person_of (Fixture *self, gint64 case_)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT person FROM main.\"case\" WHERE id = %" G_GINT64_FORMAT, case_);

  return fixture_int (self, sql);
}

static gint64
add (Fixture *self, guint n, const char *given, const char *paternal)
{
  return person_of (
    self, fixture_case (self, n, given, paternal, "Ramos", "PE-TUM", "open", "low", NULL));
}

static void
rename_her (Fixture *self, gint64 id, const char *given)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpRecord) person =
    amp_store_load (self->store, amp_entity_find ("person"), id, &error);

  amp_record_set (person, "given_names", given, NULL);
  amp_store_save (self->store, person, NULL, &error);
  g_assert_no_error (error);
}

static void
test_follows (Fixture *self, gconstpointer data)
{
  gint64 id = add (self, 1, "Jhoselyn", "Quispe");
  g_autoptr (AmpRecord) contact = amp_record_new (amp_entity_find ("safe_contact"));
  g_autoptr (GError) error = NULL;

  (void) data;
  g_assert_true (finds (self, "yoselin kispe", NULL, id));
  rename_her (self, id, "Milagros");
  g_assert_false (finds (self, "yoselin", NULL, id));
  g_assert_true (finds (self, "milagros", NULL, id));

  amp_record_set_int (contact, "person", id);
  amp_record_set (contact, "value", "+51 987 654 321", NULL);
  amp_store_save (self->store, contact, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (finds (self, NULL, "987654321", id));
  amp_store_delete (self->store, amp_entity_find ("safe_contact"), amp_record_id (contact), NULL,
                    &error);
  g_assert_no_error (error);
  g_assert_false (finds (self, NULL, "987654321", id));

  amp_store_delete (self->store, amp_entity_find ("person"), id, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (finds (self, "milagros quispe", NULL, id));
  g_assert_cmpint (fixture_int (self, "SELECT count(*) FROM identity.search_blind"), ==, 0);
  g_assert_true (amp_store_revive (self->store, amp_entity_find ("person"), id, NULL, &error));
  g_assert_true (finds (self, "milagros quispe", NULL, id));
}

static void
test_rollback (Fixture *self, gconstpointer data)
{
  gint64 id = add (self, 1, "Jhoselyn", "Quispe");
  g_autoptr (GError) error = NULL;

  (void) data;
  amp_store_begin (self->store, &error);
  rename_her (self, id, "Milagros");
  amp_store_rollback (self->store);
  g_assert_true (finds (self, "yoselin", NULL, id));
  g_assert_false (finds (self, "milagros", NULL, id));
}

static void
test_bulk (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 one, other;

  (void) data;
  amp_store_begin (self->store, &error);
  amp_store_bulk_begin (self->store, &error);
  one = add (self, 1, "Jhoselyn", "Quispe");
  g_assert_true (finds (self, "yoselin", NULL, one));
  other = add (self, 2, "Pepe", "Mamani");
  rename_her (self, one, "Milagros");
  amp_store_bulk_end (self->store, "test", 2, &error);
  amp_store_commit (self->store, &error);
  g_assert_no_error (error);
  g_assert_true (finds (self, "milagros", NULL, one));
  g_assert_false (finds (self, "yoselin", NULL, one));
  g_assert_true (finds (self, "José Mamani", NULL, other));
}

static gint64
count_postings (Fixture *self)
{
  return fixture_int (self, "SELECT count(*) FROM identity.search_blind");
}

/* A vault of before, one of another way of hashing, one whose index somebody emptied. */
static void
test_rebuild (Fixture *self, gconstpointer data)
{
  static const char *const spoil[] = {
    "DROP TABLE identity.search_blind; DROP TABLE identity.search_keys; DROP TABLE "
    "identity.search_way; UPDATE main.vault_state SET layout = zeroblob(32)",
    "UPDATE identity.search_way SET way = way + 1; DELETE FROM identity.search_blind",
    "DELETE FROM identity.search_way",
  };
  gint64 id = add (self, 1, "Jhoselyn", "Quispe");
  gint64 n = count_postings (self);

  (void) data;
  g_assert_cmpint (n, >, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (spoil); i++)
    {
      fixture_sql (self, spoil[i]);
      fixture_close (self);
      fixture_open (self, NULL);
      g_assert_true (finds (self, "yoselin kispe", NULL, id));
      g_assert_cmpint (count_postings (self), ==, n);
    }
}

/* Nothing of a name, a number or a date can be read in it. */
static void
test_blind (Fixture *self, gconstpointer data)
{
  (void) data;
  add (self, 1, "Zoraidamarca", "Quispe");
  g_assert_cmpint (
    fixture_int (self, "SELECT count(*) FROM identity.search_keys WHERE "
                       "lower(CAST(keys AS TEXT)) LIKE '%zor%' OR keys LIKE '%suraidamarka%'"),
    ==, 0);
  g_assert_cmpint (
    fixture_int (self,
                 "SELECT count(*) FROM identity.search_blind WHERE typeof(hash) <> 'integer'"),
    ==, 0);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/store/blind/" name, Fixture, NULL, fixture_setup, function, fixture_teardown)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("the-index-follows-saves-and-deletions", test_follows);
  ADD ("what-is-rolled-back-is-rolled-back-here-too", test_rollback);
  ADD ("a-load-in-bulk-is-found-at-once", test_bulk);
  ADD ("an-index-that-is-missing-or-of-another-way-is-made-anew", test_rebuild);
  ADD ("nothing-can-be-read-in-it", test_blind);
  return g_test_run ();
}
