/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who is probably whom: 200 pairs of one person written twice and 450 of two people who look like
 * one (tests/data/names), among 5,000 others. */
#include "office.h"

#include "domain/duplicates.h"

#include <string.h>

#define CROWD 5000

static const char *const fields[] = {"given_names", "surname_paternal", "surname_maternal",
                                     "known_as",    "doc_number",       "birth_date",
                                     "phone"};

static void
set (AmpRecord *record, const char *field, const char *value)
{
  g_autoptr (GError) error = NULL;

  amp_record_set (record, field, value != NULL && *value != '\0' ? value : NULL, &error);
  g_assert_no_error (error);
}

static AmpRecord *
new_person (const char *const *values)
{
  AmpRecord *person = amp_record_new (amp_entity_find ("person"));

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    set (person, fields[i], values[i]);
  return person;
}

static gint64
save_person (AmpStore *store, AmpRecord *person)
{
  static guint serial;
  g_autofree char *pseudonym = g_strdup_printf ("TUM-26-%04u-K", ++serial);
  g_autoptr (GError) error = NULL;

  set (person, "pseudonym", pseudonym);
  if (amp_record_get (person, "gender") == NULL)
    set (person, "gender", "NonSpecifiedUnknown");
  amp_store_save (store, person, NULL, &error);
  g_assert_no_error (error);
  return amp_record_id (person);
}

static gint64
add_person (AmpStore *store, const char *const *values)
{
  g_autoptr (AmpRecord) person = new_person (values);

  return save_person (store, person);
}

/* --- Tables --- */

typedef struct
{
  char *kind;
  char *stored[G_N_ELEMENTS (fields)], *typed[G_N_ELEMENTS (fields)];
  gint64 id;
} Pair;

static void
pair_free (gpointer data)
{
  Pair *self = data;

  g_free (self->kind);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_free (self->stored[i]);
      g_free (self->typed[i]);
    }
  g_free (self);
}

static char *
read_file (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "names", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* The tables hold neither quotes nor commas within a value. */
static GPtrArray *
read_pairs (const char *name)
{
  g_autofree char *text = read_file (name);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GPtrArray *pairs = g_ptr_array_new_with_free_func (pair_free);

  for (char **line = lines + 1; *line != NULL; line++)
    {
      g_auto (GStrv) cells = g_strsplit (*line, ",", -1);
      Pair *pair;

      if (**line == '\0')
        continue;
      g_assert_cmpuint (g_strv_length (cells), ==, 1 + 2 * G_N_ELEMENTS (fields));
      pair = g_new0 (Pair, 1);
      pair->kind = g_strdup (cells[0]);
      for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
        {
          pair->stored[i] = g_strdup (cells[1 + i]);
          pair->typed[i] = g_strdup (cells[1 + G_N_ELEMENTS (fields) + i]);
        }
      g_ptr_array_add (pairs, pair);
    }
  return pairs;
}

/* --- The crowd --- */

typedef struct
{
  GPtrArray *surnames, *women, *men;
  GRand *rand;
} Crowd;

/* The second half as common as the first tenth, about, as with real names. */
static const char *
pick (Crowd *self, GPtrArray *names)
{
  double x = g_rand_double (self->rand);

  return names->pdata[(guint) ((double) names->len * x * x * x * 0.8 + x * 0.2 * names->len)];
}

static void
add_one (Crowd *self, AmpStore *store)
{
  g_autofree char *doc = NULL, *birth = NULL, *phone = NULL;
  gboolean woman = g_rand_int_range (self->rand, 0, 100) < 70;
  const char *given = pick (self, woman ? self->women : self->men);
  const char *second = pick (self, woman ? self->women : self->men);
  gboolean two = strchr (given, ' ') == NULL && strchr (second, ' ') == NULL &&
                 strcmp (given, second) != 0 && g_rand_int_range (self->rand, 0, 100) < 45;
  g_autofree char *names = two ? g_strjoin (" ", given, second, NULL) : g_strdup (given);
  const char *values[] = {
    names, pick (self, self->surnames), pick (self, self->surnames), NULL, NULL, NULL, NULL};

  if (g_rand_int_range (self->rand, 0, 100) < 8)
    values[2] = NULL;
  if (g_rand_int_range (self->rand, 0, 100) < 80)
    values[4] = doc = g_strdup_printf ("%08d", g_rand_int_range (self->rand, 40000000, 80000000));
  if (g_rand_int_range (self->rand, 0, 100) < 75)
    values[5] = birth =
      g_strdup_printf ("%d-%02d-%02d", g_rand_int_range (self->rand, 1965, 2016),
                       g_rand_int_range (self->rand, 1, 13), g_rand_int_range (self->rand, 1, 29));
  if (g_rand_int_range (self->rand, 0, 100) < 60)
    values[6] = phone = g_strdup_printf ("9%08d", g_rand_int_range (self->rand, 0, 100000000));
  add_person (store, values);
}

static void
fill_crowd (AmpStore *store)
{
  g_autofree char *text = read_file ("crowd.tsv");
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  Crowd crowd = {g_ptr_array_new (), g_ptr_array_new (), g_ptr_array_new (),
                 g_rand_new_with_seed (26)};

  for (char **line = lines; *line != NULL; line++)
    {
      char *name = strchr (*line, '\t');

      if (name != NULL)
        g_ptr_array_add (**line == 's'   ? crowd.surnames
                         : **line == 'w' ? crowd.women
                                         : crowd.men,
                         name + 1);
    }
  for (guint i = 0; i < CROWD; i++)
    add_one (&crowd, store);
  g_ptr_array_unref (crowd.surnames);
  g_ptr_array_unref (crowd.women);
  g_ptr_array_unref (crowd.men);
  g_rand_free (crowd.rand);
}

static void
store_pairs (AmpStore *store, GPtrArray *pairs)
{
  for (guint i = 0; i < pairs->len; i++)
    {
      Pair *pair = pairs->pdata[i];

      pair->id = add_person (store, (const char *const *) pair->stored);
    }
}

static GPtrArray *
find (Office *office, const AmpRecord *person, const char *text)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *found =
    amp_duplicates_find (office->session, person, text, NULL, AMP_DUPLICATES_MOST, NULL, &error);

  g_assert_no_error (error);
  return found;
}

static const AmpDuplicate *
among (GPtrArray *found, gint64 id)
{
  for (guint i = 0; i < found->len; i++)
    if (((const AmpDuplicate *) found->pdata[i])->person == id)
      return found->pdata[i];
  return NULL;
}

static void
describe (const char *what, const Pair *pair, const AmpDuplicate *found)
{
  g_autofree char *stored = g_strjoinv (
    " ", (char *[]){pair->stored[0], pair->stored[1], pair->stored[2], pair->stored[3], NULL});
  g_autofree char *typed = g_strjoinv (
    " ", (char *[]){pair->typed[0], pair->typed[1], pair->typed[2], pair->typed[3], NULL});

  g_test_message ("%s (%s): %s / %s  %u %s", what, pair->kind, stored, typed,
                  found != NULL ? found->score : 0, found != NULL ? found->reasons : "");
}

static guint
count_found (Office *office, GPtrArray *pairs, gboolean wanted, guint *n_others, guint *most_others)
{
  guint n = 0;

  *n_others = *most_others = 0;
  for (guint i = 0; i < pairs->len; i++)
    {
      const Pair *pair = pairs->pdata[i];
      g_autoptr (AmpRecord) typed = new_person ((const char *const *) pair->typed);
      g_autoptr (GPtrArray) found = find (office, typed, NULL);
      const AmpDuplicate *it = among (found, pair->id);
      guint others = found->len - (it != NULL ? 1 : 0);

      n += it != NULL;
      *n_others += others;
      *most_others = MAX (*most_others, others);
      if ((it != NULL) != wanted)
        describe (wanted ? "missed" : "false alarm", pair, it);
    }
  return n;
}

static void
test_recall (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GPtrArray) pairs = read_pairs ("pairs.csv");
  g_autoptr (GPtrArray) others = read_pairs ("non-pairs.csv");
  g_autoptr (GError) error = NULL;
  AmpStore *store;
  guint n_found, n_wrong, n_beside, most_beside, n_others, most_others;

  office_open (&office);
  store = amp_session_get_store (office.session);
  amp_store_begin (store, &error);
  amp_store_bulk_begin (store, &error);
  fill_crowd (store);
  store_pairs (store, pairs);
  store_pairs (store, others);
  amp_store_bulk_end (store, "test", CROWD, &error);
  amp_store_commit (store, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pairs->len, ==, 200);
  g_assert_cmpuint (others->len, >=, 400);

  n_found = count_found (&office, pairs, TRUE, &n_beside, &most_beside);
  n_wrong = count_found (&office, others, FALSE, &n_others, &most_others);
  g_test_message ("recall: %u of %u pairs (%.1f %%) among %u others", n_found, pairs->len,
                  100.0 * n_found / pairs->len, CROWD);
  g_test_message ("false alarms: %.2f a query (%u at most) on the pairs, %.2f (%u) on the others",
                  (double) n_beside / pairs->len, most_beside, (double) n_others / others->len,
                  most_others);
  g_test_message ("look-alikes told to be one: %u of %u (%.1f %%)", n_wrong, others->len,
                  100.0 * n_wrong / others->len);
  g_assert_cmpuint (100 * n_found, >=, 95 * pairs->len);
  g_assert_cmpfloat ((double) n_beside / pairs->len, <=, 1.0);
  g_assert_cmpuint (100 * n_wrong, <=, 15 * others->len);
  g_assert_cmpuint (most_others, <=, AMP_DUPLICATES_MOST);
}

/* --- Everybody --- */

static int
compare_pairs (gconstpointer a, gconstpointer b)
{
  const AmpDuplicatePair *x = *(AmpDuplicatePair *const *) a, *y = *(AmpDuplicatePair *const *) b;

  if (x->a != y->a)
    return x->a < y->a ? -1 : 1;
  return (x->b > y->b) - (x->b < y->b);
}

/* One by one, each as the form of a case asks for her. */
static GPtrArray *
pairs_one_by_one (AmpSession *session)
{
  AmpStore *store = amp_session_get_store (session);
  const char *paths[] = {"id", NULL};
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpCursor) cursor =
    amp_store_select (store, amp_entity_find ("person"), paths, NULL, 0, NULL, &error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GPtrArray *pairs = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_duplicate_pair_free);

  while (amp_cursor_next (cursor, NULL, &error) > 0)
    {
      gint64 id = amp_cursor_int (cursor, 0);

      g_array_append_val (ids, id);
    }
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      g_autoptr (AmpRecord) person = amp_store_load (store, amp_entity_find ("person"), id, &error);
      g_autoptr (GPtrArray) found =
        amp_duplicates_find (session, person, NULL, NULL, AMP_DUPLICATES_MOST, NULL, &error);

      g_assert_no_error (error);
      for (guint j = 0; j < found->len; j++)
        {
          const AmpDuplicate *other = found->pdata[j];
          AmpDuplicatePair *pair;

          if (other->score < AMP_DUPLICATES_LIKELY || other->person > id)
            continue;
          pair = g_new0 (AmpDuplicatePair, 1);
          pair->a = other->person;
          pair->b = id;
          pair->score = other->score;
          pair->reasons = g_strdup (other->reasons);
          g_ptr_array_add (pairs, pair);
        }
    }
  g_ptr_array_sort (pairs, compare_pairs);
  return pairs;
}

static GPtrArray *
pairs_at_once (AmpSession *session)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpDuplicateWalk) walk = amp_duplicate_walk_new (session, &error);
  GPtrArray *pairs = g_ptr_array_new_with_free_func ((GDestroyNotify) amp_duplicate_pair_free);

  g_assert_nonnull (walk->crowd);
  while (!amp_duplicate_walk_is_over (walk))
    g_assert_true (amp_duplicate_walk_step (walk, session, pairs, NULL, &error));
  g_ptr_array_sort (pairs, compare_pairs);
  return pairs;
}

static void
add_safe_contact (AmpStore *store, gint64 person, const char *number)
{
  g_autoptr (AmpRecord) contact = amp_record_new (amp_entity_find ("safe_contact"));
  g_autoptr (GError) error = NULL;

  amp_record_set_int (contact, "person", person);
  set (contact, "channel", "phone");
  set (contact, "value", number);
  set (contact, "may_leave_message", "0");
  set (contact, "may_say_ngo_name", "0");
  amp_store_save (store, contact, NULL, &error);
  g_assert_no_error (error);
}

/* What is read once for all of them leaves nothing out that is found by reading each. */
static void
test_everybody (void)
{
  g_auto (Office) office = {0};
  g_autoptr (GPtrArray) table = read_pairs ("pairs.csv");
  g_autoptr (GPtrArray) slow = NULL, fast = NULL;
  g_autoptr (GError) error = NULL;
  AmpStore *store;

  office_open (&office);
  store = amp_session_get_store (office.session);
  amp_store_begin (store, &error);
  store_pairs (store, table);
  for (guint i = 0; i < table->len; i++)
    {
      Pair *pair = table->pdata[i];
      gint64 id = add_person (store, (const char *const *) pair->typed);

      /* Of some the phone is a safe contact's. */
      if (i % 5 == 0)
        {
          add_safe_contact (store, pair->id, "987111222 / 987 333 444");
          add_safe_contact (store, id, i % 10 == 0 ? "987333444" : "+51 987 111 222");
        }
    }
  amp_store_commit (store, &error);
  g_assert_no_error (error);
  slow = pairs_one_by_one (office.session);
  fast = pairs_at_once (office.session);
  g_test_message ("%u pairs among %u people", slow->len, 2 * table->len);
  g_assert_cmpuint (slow->len, >=, 150);
  g_assert_cmpuint (slow->len, ==, fast->len);
  for (guint i = 0; i < slow->len; i++)
    {
      const AmpDuplicatePair *one = slow->pdata[i], *other = fast->pdata[i];

      g_assert_cmpint (one->a, ==, other->a);
      g_assert_cmpint (one->b, ==, other->b);
      g_assert_cmpuint (one->score, ==, other->score);
      g_assert_cmpstr (one->reasons, ==, other->reasons);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/duplicates/one-person-written-twice-is-found-in-a-crowd", test_recall);
  g_test_add_func ("/duplicates/everybody-at-once-is-everybody-one-by-one", test_everybody);
  return g_test_run ();
}
