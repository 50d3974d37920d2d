/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows of facts: they follow every save, whatever was saved, moved, deleted or taken back. What
 * they come to in a table is held by the tests of the counts. */
#include "fixture.h"

#include "store/facts-private.h"

#include <string.h>

#define ALL_FACTS ((1u << AMP_N_FACTS) - 1)

typedef struct
{
  Fixture *fixture;
  GRand *rand;
  GArray *ids[7]; /* gint64, by kind */
} World;

typedef enum
{
  PERSON,
  CASE,
  SERVICE,
  REFERRAL,
  EVENT,
  SITUATION,
  CONSENT
} Kind;

static const char *const kinds[] = {"person",         "case",      "service", "referral",
                                    "referral_event", "situation", "consent"};

static guint
any (World *self, guint n)
{
  return (guint) g_rand_int_range (self->rand, 0, (gint32) n);
}

static gint64
any_id (World *self, Kind kind)
{
  return g_array_index (self->ids[kind], gint64, any (self, self->ids[kind]->len));
}

static void
refer (World *self, AmpRecord *record, const char *field, Kind kind)
{
  if (amp_entity_field (amp_record_entity (record), field) != NULL)
    amp_record_set_int (record, field, any_id (self, kind));
}

/* Other values of all that is counted, and sometimes another person, case or referral. */
static void
scramble (World *self, AmpRecord *record, Kind kind)
{
  const AmpEntity *entity = amp_record_entity (record);

  for (gsize i = 0; i < entity->n_fields; i++)
    {
      const AmpField *field = &entity->fields[i];
      g_autofree char *value = NULL;

      if (field->kind == AMP_KIND_REF || (field->flags & AMP_FIELD_UNIQUE) || any (self, 3) > 0)
        continue;
      value = fixture_value (field, any (self, 5));
      if (!amp_record_set (record, field->name, value, NULL))
        continue;
    }
  if (kind == SERVICE && any (self, 3) > 0)
    g_assert_true (amp_record_set (record, "status", "delivered", NULL));
  if (kind == EVENT && any (self, 2) > 0)
    g_assert_true (amp_record_set (record, "state", "rejected", NULL));
  if (kind == EVENT)
    refer (self, record, "referral", REFERRAL);
  else if (kind != PERSON && any (self, 2) > 0)
    refer (self, record, "person", PERSON);
  if (kind > CASE && kind != EVENT && any (self, 2) > 0)
    refer (self, record, "case", CASE);
}

static void
save_new (World *self, Kind kind)
{
  static guint n = 0;
  g_autoptr (AmpRecord) record = fixture_record (self->fixture, kinds[kind], ++n);
  g_autoptr (GError) error = NULL;
  gint64 id;

  if (kind != PERSON && kind != EVENT)
    refer (self, record, "person", PERSON);
  if (kind > CASE && kind != EVENT)
    refer (self, record, "case", CASE);
  scramble (self, record, kind);
  amp_store_save (self->fixture->store, record, NULL, &error);
  g_assert_no_error (error);
  id = amp_record_id (record);
  g_array_append_val (self->ids[kind], id);
}

/* Deleted records can neither be loaded nor changed; those come back by chance. */
static void
change (World *self, Kind kind)
{
  const AmpEntity *entity = amp_entity_find (kinds[kind]);
  gint64 id = any_id (self, kind);
  g_autoptr (AmpRecord) record = amp_store_load (self->fixture->store, entity, id, NULL);
  g_autoptr (GError) error = NULL;

  if (record == NULL)
    {
      amp_store_revive (self->fixture->store, entity, id, NULL, &error);
      g_assert_no_error (error);
      return;
    }
  if (any (self, 6) == 0)
    amp_store_delete (self->fixture->store, entity, id, NULL, &error);
  else
    {
      scramble (self, record, kind);
      amp_store_save (self->fixture->store, record, NULL, &error);
    }
  g_assert_no_error (error);
}

static void
assert_follows (World *self)
{
  g_autoptr (GError) error = NULL;

  amp_facts_verify (self->fixture->store, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
refresh (World *self)
{
  g_autoptr (GError) error = NULL;

  amp_store_facts_refresh (self->fixture->store, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fixture_int (self->fixture, "SELECT count(*) FROM facts_stale"), ==, 0);
}

static void
world_init (World *self, Fixture *fixture, guint32 seed)
{
  *self = (World){.fixture = fixture, .rand = g_rand_new_with_seed (seed)};
  for (guint kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
    self->ids[kind] = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
    for (guint i = 0; i < 4; i++)
      save_new (self, kind);
}

static void
world_clear (World *self)
{
  g_rand_free (self->rand);
  for (guint kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
    g_array_unref (self->ids[kind]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

/* After each save, no row that is wrong passes for right; and a row is made for whoever needs one.
 */
static void
test_rows_follow_every_save (Fixture *self, gconstpointer data)
{
  g_auto (World) world = {0};

  (void) data;
  g_assert_true (amp_store_begin (self->store, NULL));
  world_init (&world, self, 20261);
  refresh (&world);
  for (guint i = 0; i < 600; i++)
    {
      Kind kind = any (&world, G_N_ELEMENTS (kinds));

      if (any (&world, 4) == 0)
        save_new (&world, kind);
      else
        change (&world, kind);
      assert_follows (&world);
      if (any (&world, 3) == 0)
        refresh (&world);
    }
  refresh (&world);
  assert_follows (&world);
  g_assert_cmpint (fixture_int (self, "SELECT count(*) FROM facts"), >, 10);
  g_assert_true (amp_store_commit (self->store, NULL));
}

/* A save marks few: what it is about. */
static void
test_a_save_marks_whom_it_is_about (Fixture *self, gconstpointer data)
{
  g_auto (World) world = {0};
  g_autoptr (AmpRecord) person = NULL;
  gint64 id;

  (void) data;
  world_init (&world, self, 4);
  g_assert_cmpint (fixture_int (self, "SELECT count(*) FROM facts_stale"), ==, 0);
  refresh (&world);
  id = any_id (&world, PERSON);
  person = amp_store_load (self->store, amp_entity_find ("person"), id, NULL);
  g_assert_true (amp_record_set (person, "gender", "Masculine", NULL));
  g_assert_true (amp_store_save (self->store, person, NULL, NULL));
  g_assert_cmpint (fixture_int (self, "SELECT count(*) FROM facts_stale"), <=, 1);
  g_assert_cmpint (fixture_int (self, "SELECT coalesce (max (person), 0) FROM facts_stale"), ==,
                   id);
}

static guint
read_all (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpFacts) facts = amp_store_facts (self->store, ALL_FACTS, TRUE, NULL, NULL, &error);
  guint n = 0;

  g_assert_no_error (error);
  while (amp_facts_next (facts, NULL, &error) > 0)
    {
      const AmpPersonFacts *person = amp_facts_person (facts);

      n++;
      g_assert_cmpuint (person->n[AMP_FACT_PERSON], ==, 1);
      g_assert_cmpuint (person->n[AMP_FACT_CASE], >, 0);
    }
  g_assert_no_error (error);
  g_assert_cmpuint (amp_facts_length (facts), ==, n);
  return n;
}

/* Rows of an older program, and none at all, are made anew; reading changes nothing else. */
static void
test_rows_of_another_program_are_made_anew (Fixture *self, gconstpointer data)
{
  g_auto (World) world = {0};
  guint n;

  (void) data;
  world_init (&world, self, 5);
  n = read_all (self);
  g_assert_cmpuint (n, >, 3);
  fixture_sql (self, "UPDATE facts_state SET version = 0; UPDATE facts SET data = x'00'");
  g_assert_cmpuint (read_all (self), ==, n);
  assert_follows (&world);
  fixture_sql (self, "DELETE FROM facts_state; DELETE FROM facts");
  g_assert_cmpuint (read_all (self), ==, n);
  assert_follows (&world);
  /* So are the words: also where some are missing. */
  fixture_sql (self, "UPDATE facts_state SET version = 0; DELETE FROM facts_word WHERE id = 1");
  g_assert_cmpuint (read_all (self), ==, n);
  assert_follows (&world);
}

static void
test_a_spoilt_row_is_told (Fixture *self, gconstpointer data)
{
  static const char *const spoilt[] = {
    "UPDATE facts SET data = x'00' WHERE person = (SELECT max (person) FROM facts)",
    "UPDATE facts SET data = (SELECT data FROM facts ORDER BY person LIMIT 1)",
    "DELETE FROM facts WHERE person = (SELECT min (person) FROM facts)",
    "INSERT INTO facts SELECT 4711, data FROM facts ORDER BY person LIMIT 1",
  };
  g_auto (World) world = {0};

  (void) data;
  world_init (&world, self, 6);
  for (gsize i = 0; i < G_N_ELEMENTS (spoilt); i++)
    {
      g_autoptr (GError) error = NULL;

      fixture_sql (self, "DELETE FROM facts_state");
      refresh (&world);
      assert_follows (&world);
      fixture_sql (self, spoilt[i]);
      g_assert_false (amp_store_verify (self->store, NULL, NULL, &error));
      g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
    }
}

/* Stopped half way, what was made stays right, and the next one goes on. */
static void
test_a_stopped_making_goes_on (Fixture *self, gconstpointer data)
{
  g_auto (World) world = {0};
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  (void) data;
  world_init (&world, self, 7);
  g_cancellable_cancel (cancellable);
  g_assert_false (amp_store_facts_refresh (self->store, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (fixture_int (self, "SELECT count(*) FROM facts"), ==, 0);
  g_assert_cmpint (fixture_int (self, "SELECT count(*) FROM facts_word"), ==, 0);
  assert_follows (&world);
  refresh (&world);
  assert_follows (&world);
}

/* Whatever the bytes are, they are read whole or refused. */
static void
test_hostile_bytes_are_refused (void)
{
  static const guint8 sound[] = {1, 5, 0, 0, 0, 0, 0, 0, 0, 1, 7, 1, 2, 1, 3, 4, 5,
                                 6, 1, 6, 0, 1, 9, 8, 7, 6, 0, 0, 0, 0, 0, 0, 0, 0};
  g_autoptr (GArray) pool = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GRand) rand = g_rand_new_with_seed (8);
  AmpPersonFacts facts;
  guint n_read = 0;

  g_assert_true (amp_fact_unpack (sound, sizeof sound, ALL_FACTS, pool, &facts));
  g_assert_cmpuint (facts.n[AMP_FACT_SERVICE], ==, 1);
  g_assert_cmpuint (facts.facts[AMP_FACT_SERVICE][AMP_SERVICE_ON], ==, 9);
  for (gsize length = 0; length < sizeof sound; length++)
    g_assert_false (amp_fact_unpack (sound, length, ALL_FACTS, pool, &facts));
  for (guint i = 0; i < 200000; i++)
    {
      g_autofree guint8 *bytes = g_memdup2 (sound, sizeof sound);

      for (guint j = 0; j < 3; j++)
        bytes[g_rand_int_range (rand, 0, sizeof sound)] =
          (guint8) (j > 0 ? g_rand_int_range (rand, 0, 9) : g_rand_int_range (rand, 0, 256));
      if (!amp_fact_unpack (bytes, sizeof sound, ALL_FACTS, pool, &facts))
        continue;
      n_read++;
      for (guint k = 0; k < facts.n[AMP_FACT_SERVICE]; k++)
        g_assert_cmpuint (facts.facts[AMP_FACT_SERVICE][k * AMP_SERVICE_WIDTH], <,
                          facts.n[AMP_FACT_CASE]);
    }
  g_assert_cmpuint (n_read, >, 0);
}

static void
test_packed_dates_sort_as_their_text (void)
{
  static const char *const texts[] = {NULL,         "1899",    "2024",       "2024-01",
                                      "2024-01-31", "2024-02", "2024-02-01", "2024-12-31",
                                      "2199-12-31", "unknown"};

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      AmpDate date = amp_fact_date (amp_fact_pack_date (texts[i]));
      g_autofree char *text = amp_date_to_text (&date);

      g_assert_cmpstr (text, ==, texts[i] != NULL ? texts[i] : "");
      if (i > 0)
        g_assert_cmpuint (amp_fact_pack_date (texts[i - 1]), <, amp_fact_pack_date (texts[i]));
    }
}

#define ADD(path, func)                                                                            \
  g_test_add ("/store/facts/" path, Fixture, NULL, fixture_setup, func, fixture_teardown)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("rows-follow-every-save", test_rows_follow_every_save);
  ADD ("a-save-marks-whom-it-is-about", test_a_save_marks_whom_it_is_about);
  ADD ("rows-of-another-program-are-made-anew", test_rows_of_another_program_are_made_anew);
  ADD ("a-spoilt-row-is-told", test_a_spoilt_row_is_told);
  ADD ("a-stopped-making-goes-on", test_a_stopped_making_goes_on);
  g_test_add_func ("/store/facts/hostile-bytes-are-refused", test_hostile_bytes_are_refused);
  g_test_add_func ("/store/facts/packed-dates-sort-as-their-text",
                   test_packed_dates_sort_as_their_text);
  return g_test_run ();
}
