/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The search box: finds everything that is planted, however it is typed, and nothing else. */
#include "fixture.h"

#include "store/search.h"

#include <string.h>

#define ROUNDS 60

/* --- What is planted --- */

static const char *const syllables[] = {"ña",  "ché", "quí", "lú",  "ró",  "sol", "bér", "tum",
                                        "paz", "ïl",  "güe", "o'l", "zar", "mén", "yup", "cá"};

/* One word of letters that occur in no sample of the fixture, n of them to tell rounds apart. */
static char *
random_word (GRand *rand)
{
  GString *word = g_string_new ("xj");
  int n = g_rand_int_range (rand, 2, 5);

  for (int i = 0; i < n; i++)
    g_string_append (word, syllables[g_rand_int_range (rand, 0, G_N_ELEMENTS (syllables))]);
  return g_string_free (word, FALSE);
}

static char *
random_value (GRand *rand)
{
  g_autofree char *a = random_word (rand);
  g_autofree char *b = random_word (rand);
  g_autofree char *c = random_word (rand);

  return g_strdup_printf ("%s  %s-%s", a, b, c);
}

/* The words of a value in any order, some of them only begun, in capitals or without accents. */
static char *
retype (GRand *rand, const char *value)
{
  g_autofree char *plain = g_str_to_ascii (value, "C");
  g_auto (GStrv) words = NULL;
  GString *typed = g_string_new (NULL);
  guint n;

  words = g_strsplit_set (g_rand_boolean (rand) ? plain : value, " -'", -1);
  n = g_strv_length (words);
  for (guint i = n; i > 1; i--)
    {
      guint j = (guint) g_rand_int_range (rand, 0, (gint32) i);
      char *kept = words[i - 1];

      words[i - 1] = words[j];
      words[j] = kept;
    }
  for (guint i = 0; i < n; i++)
    {
      long length = g_utf8_strlen (words[i], -1);
      g_autofree char *part = NULL;
      g_autofree char *upper = NULL;

      if (length == 0)
        continue;
      part = g_rand_boolean (rand) && length > 4 ? g_utf8_substring (words[i], 0, length - 1)
                                                 : g_strdup (words[i]);
      upper = g_utf8_strup (part, -1);
      g_string_append_printf (typed, "%s%s", typed->len > 0 ? " " : "",
                              g_rand_boolean (rand) ? upper : part);
    }
  return g_string_free (typed, FALSE);
}

typedef struct
{
  const AmpEntity *entity;
  const AmpField *field;
  AmpSearchColumn column;
} Place;

/* Every field that the index holds, but for values of a fixed form. */
static GArray *
places (void)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (Place));

  for (const AmpEntity *const *entity = amp_entities (); *entity != NULL; entity++)
    for (gsize i = 0; i < (*entity)->n_fields; i++)
      {
        const AmpField *field = &(*entity)->fields[i];
        const Place place = {*entity, field, amp_search_column (*entity, field)};
        g_autofree char *canonical = NULL;
        gboolean leads =
          strcmp ((*entity)->name, "person") == 0 || amp_entity_field (*entity, "person") != NULL ||
          amp_entity_field (*entity, "case") != NULL || strcmp ((*entity)->name, "case") == 0;

        if (place.column != AMP_SEARCH_OUT && leads &&
            amp_field_canonical (field, "xja b c", &canonical, NULL))
          g_array_append_val (all, place);
      }
  return all;
}

static AmpHits *
ask (Fixture *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  AmpHits *hits = amp_store_search (self->store, text, 20, FALSE, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (hits);
  return hits;
}

static const AmpHit *
hit_of (const AmpHits *hits, gint64 record)
{
  for (guint i = 0; i < hits->hits->len; i++)
    {
      const AmpHit *hit = hits->hits->pdata[i];

      if (hit->record == record)
        return hit;
    }
  return NULL;
}

static gboolean
has_field (const AmpHit *hit, const char *name)
{
  g_auto (GStrv) fields = g_strsplit (hit->fields, ";", -1);

  return g_strv_contains ((const char *const *) fields, name);
}

/* A record of that entity with one value in one field, and a person and a case to lead to. */
static AmpRecord *
plant (Fixture *self, const Place *place, const char *value)
{
  static guint n = 5000;
  g_autoptr (GError) error = NULL;
  AmpRecord *record;

  if (strcmp (place->entity->name, "person") == 0)
    {
      gint64 case_ = fixture_case (self, n++, "Otra", NULL, NULL, "PE-TUM", "open", NULL, NULL);
      g_autoptr (AmpRecord) owner =
        amp_store_load (self->store, amp_entity_find ("case"), case_, &error);

      record = amp_store_load (self->store, place->entity, amp_record_get_int (owner, "person", 0),
                               &error);
    }
  else
    {
      record = fixture_record (self, place->entity->name, n++);
      if (amp_entity_field (place->entity, "private_to_author") != NULL)
        g_assert_true (amp_record_set (record, "private_to_author", "0", NULL));
      /* Who has no case is nobody that the list could open. */
      if (amp_entity_field (place->entity, "case") == NULL &&
          strcmp (place->entity->name, "case") != 0)
        {
          gint64 case_ = fixture_case (self, n++, "Otra", NULL, NULL, "PE-TUM", "open", NULL, NULL);
          g_autoptr (AmpRecord) owner =
            amp_store_load (self->store, amp_entity_find ("case"), case_, &error);

          amp_record_set_int (record, "person", amp_record_get_int (owner, "person", 0));
        }
    }
  g_assert_no_error (error);
  g_assert_true (amp_record_set (record, place->field->name, value, &error));
  g_assert_true (amp_store_save (self->store, record, NULL, &error));
  g_assert_no_error (error);
  return record;
}

static void
test_planted (Fixture *self, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (GArray) all = places ();

  (void) data;
  g_assert_cmpuint (all->len, >, 30);
  for (guint i = 0; i < all->len; i++)
    {
      const Place *place = &g_array_index (all, Place, i);
      g_autofree char *value = random_value (rand);
      g_autoptr (AmpRecord) record = plant (self, place, value);

      for (guint round = 0; round < 5; round++)
        {
          g_autofree char *typed = retype (rand, value);
          g_autoptr (AmpHits) hits = ask (self, typed);
          const AmpHit *hit = hit_of (hits, amp_record_id (record));

          if (hit == NULL || !has_field (hit, place->field->name))
            g_error ("%s.%s: \"%s\" is not found by \"%s\"", place->entity->name,
                     place->field->name, value, typed);
          g_assert_cmpuint (hits->hits->len, ==, 1);
          g_assert_cmpint (hit->group == AMP_HIT_TEXT, ==, place->column == AMP_SEARCH_WORDS);
          g_assert_null (hit->name);
          g_assert_null (hit->snippet);
        }

      /* One word more, and it is another's. */
      g_autofree char *other = random_word (rand);
      g_autofree char *both = g_strdup_printf ("%s %s", value, other);
      g_autoptr (AmpHits) none = ask (self, both);

      g_assert_cmpuint (none->hits->len, ==, 0);
    }
  fixture_sql (self, "INSERT INTO identity.search_names(search_names) VALUES('integrity-check')");
  fixture_sql (self, "INSERT INTO identity.search_words(search_words) VALUES('integrity-check')");
}

/* Who is accused stands behind a rule of its own. */
static void
test_kept_out (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) accused = fixture_record (self, "perpetrator", 1);
  g_autoptr (AmpHits) hits = NULL;

  (void) data;
  g_assert_true (amp_record_set (accused, "name", "Xjacinto Zúñiga", NULL));
  g_assert_true (amp_record_set (accused, "description", "Xjacinto usa gorra", NULL));
  g_assert_true (amp_store_save (self->store, accused, NULL, NULL));
  hits = ask (self, "xjacinto");
  g_assert_cmpuint (hits->hits->len, ==, 0);
}

static void
test_private_notes (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) note = fixture_record (self, "note", 1);
  gint64 other = amp_record_get_int (note, "author", 0);
  gint64 mine = amp_vault_get_user (self->vault)->id;
  g_autoptr (AmpHits) hidden = NULL, open = NULL, own = NULL;

  (void) data;
  g_assert_cmpint (other, !=, mine);
  g_assert_true (amp_record_set (note, "text", "Xjardín prohibido", NULL));
  g_assert_true (amp_record_set (note, "private_to_author", "1", NULL));
  g_assert_true (amp_store_save (self->store, note, NULL, NULL));
  hidden = ask (self, "xjardin");
  g_assert_cmpuint (hidden->hits->len, ==, 0);

  g_assert_true (amp_record_set (note, "private_to_author", "0", NULL));
  g_assert_true (amp_store_save (self->store, note, NULL, NULL));
  open = ask (self, "xjardin");
  g_assert_cmpuint (open->hits->len, ==, 1);

  fixture_case (self, 1, "Ana", NULL, NULL, "PE-TUM", "open", NULL, NULL); /* makes my user */
  amp_record_set_int (note, "author", mine);
  g_assert_true (amp_record_set (note, "private_to_author", "1", NULL));
  g_assert_true (amp_store_save (self->store, note, NULL, NULL));
  own = ask (self, "xjardin");
  g_assert_cmpuint (own->hits->len, ==, 1);
}

static void
test_groups (Fixture *self, gconstpointer data)
{
  gint64 case_ =
    fixture_case (self, 7, "Rosa María", "Quispe", "Ñahui", "PE-TUM", "open", NULL, NULL);
  g_autoptr (AmpRecord) note = fixture_record (self, "note", 3);
  g_autoptr (AmpHits) person = NULL, number = NULL, serial = NULL, text = NULL, shown = NULL;
  const AmpHit *hit;

  (void) data;
  amp_record_set_int (note, "case", case_);
  g_assert_true (amp_record_set (note, "private_to_author", "0", NULL));
  g_assert_true (amp_record_set (note, "text",
                                 "Primera sesión de hoy,\ndonde cuenta que la hermana Nicasia "
                                 "quiere volver a vivir con ella en Jaén",
                                 NULL));
  g_assert_true (amp_store_save (self->store, note, NULL, NULL));

  person = ask (self, "quis ros");
  hit = person->hits->pdata[0];
  g_assert_cmpuint (person->hits->len, ==, 1);
  g_assert_cmpint (hit->group, ==, AMP_HIT_PERSON);
  g_assert_cmpint (hit->case_id, ==, case_);
  g_assert_cmpstr (hit->fields, ==, "given_names;surname_paternal");
  g_assert_cmpstr (hit->number, ==, "TUM-26-0007-K/1");
  g_assert_cmpstr (hit->status, ==, "open");
  g_assert_cmpstr (hit->region, ==, "PE-TUM");
  g_assert_cmpint (hit->owner, ==, amp_vault_get_user (self->vault)->id);

  number = ask (self, "tum-26-0007");
  g_assert_cmpint (((AmpHit *) number->hits->pdata[0])->group, ==, AMP_HIT_CASE);
  serial = ask (self, "0007");
  g_assert_cmpint (((AmpHit *) serial->hits->pdata[0])->group, ==, AMP_HIT_CASE);

  text = ask (self, "jaen nicas");
  hit = text->hits->pdata[0];
  g_assert_cmpint (hit->group, ==, AMP_HIT_TEXT);
  g_assert_cmpstr (hit->entity->name, ==, "note");
  g_assert_cmpint (hit->case_id, ==, case_);

  shown = amp_store_search (self->store, "jaen nicas", 5, TRUE, NULL, NULL);
  hit = shown->hits->pdata[0];
  g_assert_cmpstr (hit->name, ==, "Rosa María Quispe Ñahui");
  g_assert_cmpstr (hit->snippet, ==,
                   "…donde cuenta que la hermana Nicasia quiere volver a vivir con ella en "
                   "Jaén");
}

/* Whole words come before beginnings, whatever the order of the records. */
static void
test_order (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpHits) hits = NULL, few = NULL;
  const AmpHit *first;

  (void) data;
  for (guint i = 0; i < 30; i++)
    fixture_case (self, 100 + i, "Anahí", "Torres", NULL, "PE-TUM", "open", NULL, NULL);
  fixture_case (self, 200, "Ana", "Torres", NULL, "PE-TUM", "open", NULL, NULL);
  for (guint i = 0; i < 30; i++)
    fixture_case (self, 300 + i, "Anabel", "Torres", NULL, "PE-TUM", "open", NULL, NULL);

  hits = ask (self, "ana");
  g_assert_cmpuint (hits->hits->len, ==, 20);
  g_assert_true (hits->more[AMP_HIT_PERSON]);
  first = hits->hits->pdata[0];
  g_assert_cmpstr (first->number, ==, "TUM-26-0200-K/1");
  g_assert_cmpint (first->quality, ==, AMP_HIT_EXACT);
  g_assert_cmpint (((AmpHit *) hits->hits->pdata[1])->quality, ==, AMP_HIT_BEGINNING);

  few = ask (self, "ana torr");
  g_assert_cmpstr (((AmpHit *) few->hits->pdata[0])->number, ==, "TUM-26-0200-K/1");
}

static void
test_hostile (Fixture *self, gconstpointer data)
{
  static const char *const nasty[] = {
    "",        " ",           "\"",           "*",        "'",       "ana\"",         "ana OR x",
    "NOT a",   "NEAR(a b)",   "names:ana",    "^ana",     "ana AND", "(ana",          "%",
    "_",       "-",           "';--",         "\xff\xfe", "a\x01na", "{a}",           "a + b",
    "\\",      "\"\" OR \"",  "TUM-",         "TUM-2\"",  "TUM-2*",  "TUM-2\xff\xfe", "\xcc\x81",
    "ana\xc2", "👩‍👧", "\xef\xbf\xbf", "0",        "ａｎａ",
  };
  g_autofree char *letters = g_strnfill (10000, 'a');
  g_autofree char *quotes = g_strnfill (10000, '"');
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (GString) tildes = g_string_new ("n");
  g_autoptr (GString) enies = g_string_new (NULL);
  const char *const long_ones[] = {letters, quotes};

  (void) data;
  fixture_case (self, 1, "Ana", NULL, NULL, "PE-TUM", "open", NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (nasty); i++)
    g_clear_pointer (&(AmpHits *){ask (self, nasty[i])}, amp_hits_free);
  for (gsize i = 0; i < G_N_ELEMENTS (long_ones); i++)
    {
      g_autoptr (AmpHits) hits = ask (self, long_ones[i]);

      g_assert_cmpuint (hits->hits->len, ==, 0);
    }
  for (guint i = 0; i < 5000; i++)
    {
      g_string_append (words, "b ");
      g_string_append (tildes, "\xcc\x83");
      g_string_append (enies, "ñ");
    }
  g_clear_pointer (&(AmpHits *){ask (self, words->str)}, amp_hits_free);
  g_clear_pointer (&(AmpHits *){ask (self, tildes->str)}, amp_hits_free);
  g_clear_pointer (&(AmpHits *){ask (self, enies->str)}, amp_hits_free);

  /* A NUL ends what is looked at; nothing behind it is read. */
  {
    g_autoptr (AmpHits) hits = ask (self, "ana\0\" OR x");

    g_assert_cmpuint (hits->hits->len, ==, 1);
  }
}

static void
test_random_bytes (Fixture *self, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  (void) data;
  fixture_case (self, 1, "Ana", NULL, NULL, "PE-TUM", "open", NULL, NULL);
  for (guint i = 0; i < 400; i++)
    {
      char text[64];
      int n = g_rand_int_range (rand, 0, 63);

      for (int k = 0; k < n; k++)
        text[k] = (char) g_rand_int_range (rand, 1, 256);
      text[n] = '\0';
      g_clear_pointer (&(AmpHits *){ask (self, text)}, amp_hits_free);
    }
}

static void
test_changes (Fixture *self, gconstpointer data)
{
  gint64 case_ = fixture_case (self, 1, "Xjulia", NULL, NULL, "PE-TUM", "open", NULL, NULL);
  g_autoptr (AmpRecord) record =
    amp_store_load (self->store, amp_entity_find ("case"), case_, NULL);
  g_autoptr (AmpRecord) person = amp_store_load (self->store, amp_entity_find ("person"),
                                                 amp_record_get_int (record, "person", 0), NULL);
  g_autoptr (AmpHits) before = NULL, old = NULL, now = NULL, gone = NULL;

  (void) data;
  before = ask (self, "xjulia");
  g_assert_cmpuint (before->hits->len, ==, 1);
  g_assert_true (amp_record_set (person, "given_names", "Xjimena", NULL));
  g_assert_true (amp_store_save (self->store, person, NULL, NULL));
  old = ask (self, "xjulia");
  g_assert_cmpuint (old->hits->len, ==, 0);
  now = ask (self, "xjimena");
  g_assert_cmpuint (now->hits->len, ==, 1);
  g_assert_true (amp_store_delete (self->store, amp_entity_find ("case"), case_, NULL, NULL));
  gone = ask (self, "xjimena");
  g_assert_cmpuint (gone->hits->len, ==, 0);
}

/* A vault that a program of older rules left is indexed anew when it is opened. */
static void
test_older_rules (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpHits) hits = NULL;

  (void) data;
  fixture_case (self, 1, "Xjulia", NULL, NULL, "PE-TUM", "open", NULL, NULL);
  fixture_sql (self, "DROP TABLE identity.search_names; DROP TABLE identity.search_words;"
                     "DROP TABLE identity.search_entry;"
                     "DROP TABLE identity.search_state;"
                     "CREATE TABLE identity.search_text (id INTEGER PRIMARY KEY, person INTEGER, "
                     "text TEXT);"
                     "CREATE VIRTUAL TABLE identity.search USING fts5(text, "
                     "content='search_text', content_rowid='id', detail=none);"
                     "UPDATE main.vault_state SET layout = x'00'");
  fixture_close (self);
  fixture_open (self, NULL);
  hits = ask (self, "xjulia");
  g_assert_cmpuint (hits->hits->len, ==, 1);
  g_assert_cmpint (
    fixture_int (self, "SELECT count(*) FROM identity.sqlite_master WHERE name = 'search_text'"),
    ==, 0);
}

static void
test_cancelled (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  (void) data;
  g_cancellable_cancel (cancellable);
  g_assert_null (amp_store_search (self->store, "ana", 5, FALSE, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                            \
  g_test_add ("/store/search/" name, Fixture, NULL, fixture_setup, func, fixture_teardown)
  ADD ("finds-every-planted-value-however-it-is-typed-and-nothing-else", test_planted);
  ADD ("does-not-find-the-accused", test_kept_out);
  ADD ("keeps-private-notes-for-their-author", test_private_notes);
  ADD ("tells-people-cases-and-text-apart-and-veils-both", test_groups);
  ADD ("puts-whole-words-first", test_order);
  ADD ("takes-anything-for-text", test_hostile);
  ADD ("survives-random-bytes", test_random_bytes);
  ADD ("follows-changes-and-deletions", test_changes);
  ADD ("indexes-anew-what-older-rules-left", test_older_rules);
  ADD ("can-be-cancelled", test_cancelled);
  return g_test_run ();
}
