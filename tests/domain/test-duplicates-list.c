/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What narrows the pairs that were found, what a role is told for it, and what leaves the list. */
#include "office.h"

#include "domain/cases.h"
#include "domain/duplicates-list.h"
#include "domain/people.h"

#include <string.h>

/* --- Pairs of thin air --- */

static AmpDuplicatePair *
new_pair (gint64 a, gint64 b, guint score, const char *reasons)
{
  AmpDuplicatePair *pair = g_new0 (AmpDuplicatePair, 1);

  pair->a = a;
  pair->b = b;
  pair->score = score;
  pair->reasons = g_strdup (reasons);
  return pair;
}

static AmpDuplicatePair *
new_pair_of (const char *owners, const char *regions, const char *opened)
{
  AmpDuplicatePair *pair = new_pair (1, 2, 90, "same_phone");

  pair->owners = g_strdup (owners);
  pair->regions = g_strdup (regions);
  pair->opened = g_strdup (opened);
  return pair;
}

static gboolean
fits (const AmpDuplicatePair *pair, AmpDuplicateWish wish)
{
  return amp_duplicate_pair_fits (pair, &wish);
}

static void
test_wish (void)
{
  g_autoptr (AmpDuplicatePair) pair = new_pair_of (";3;12;", ";PE-TUM;EC-O;", "2024-05-10");
  g_autoptr (AmpDuplicatePair) vague = new_pair_of (";3;", ";PE-TUM;", "2024-05");
  g_autoptr (AmpDuplicatePair) bare = new_pair_of (NULL, NULL, NULL);
  g_autoptr (AmpDuplicatePair) name = new_pair (1, 2, 60, "name_sounds_alike;same_birth_year");

  g_assert_true (fits (bare, (AmpDuplicateWish){0}));
  g_assert_true (fits (pair, (AmpDuplicateWish){.owner = 3}));
  g_assert_true (fits (pair, (AmpDuplicateWish){.owner = 12}));
  /* Part of a number, or of a code, is another one. */
  g_assert_false (fits (pair, (AmpDuplicateWish){.owner = 1}));
  g_assert_false (fits (pair, (AmpDuplicateWish){.owner = 2}));
  g_assert_false (fits (bare, (AmpDuplicateWish){.owner = 3}));
  g_assert_true (fits (pair, (AmpDuplicateWish){.region = "EC-O"}));
  g_assert_false (fits (pair, (AmpDuplicateWish){.region = "PE"}));
  g_assert_false (fits (pair, (AmpDuplicateWish){.region = "TUM"}));
  g_assert_true (fits (name, (AmpDuplicateWish){.reason = "same_birth_year"}));
  g_assert_true (fits (name, (AmpDuplicateWish){.reason = "name_sounds_alike"}));
  g_assert_false (fits (name, (AmpDuplicateWish){.reason = "same_birth"}));
  g_assert_false (fits (name, (AmpDuplicateWish){.reason = "same_phone"}));
  g_assert_true (fits (pair, (AmpDuplicateWish){.since = "2024-05-10"}));
  g_assert_false (fits (pair, (AmpDuplicateWish){.since = "2024-05-11"}));
  g_assert_true (fits (pair, (AmpDuplicateWish){.since = "2024"}));
  /* It may have been after that day. */
  g_assert_true (fits (vague, (AmpDuplicateWish){.since = "2024-05-20"}));
  g_assert_false (fits (vague, (AmpDuplicateWish){.since = "2024-06"}));
  g_assert_false (fits (bare, (AmpDuplicateWish){.since = "1990"}));
  /* All of it together. */
  g_assert_true (fits (pair, (AmpDuplicateWish){"same_phone", 12, "PE-TUM", "2024-01-01"}));
  g_assert_false (fits (pair, (AmpDuplicateWish){"same_phone", 12, "PE-PIU", "2024-01-01"}));
}

/* Whatever comes in whatever order: the places told are those of the sorted list, and nothing of
 * what a filter hides is lost. */
static void
test_order (void)
{
  g_autoptr (AmpDuplicateList) list = amp_duplicate_list_new ();
  const AmpDuplicateWish phone = {.reason = "same_phone"}, all = {0};
  guint n_phone = 0, before = 101;

  amp_duplicate_list_narrow (list, &phone);
  for (guint i = 0; i < 1000; i++)
    {
      gboolean with = g_test_rand_int_range (0, 3) == 0;
      AmpDuplicatePair *pair =
        new_pair (i, 1000 + i, (guint) g_test_rand_int_range (50, 101), with ? "same_phone" : "x");
      int at = amp_duplicate_list_add (list, pair);

      n_phone += with ? 1 : 0;
      g_assert_cmpint (at >= 0, ==, with);
      if (with)
        g_assert_true (amp_duplicate_list_nth (list, (guint) at) == pair);
    }
  g_assert_cmpuint (amp_duplicate_list_n_fit (list), ==, n_phone);
  g_assert_cmpuint (amp_duplicate_list_n_all (list), ==, 1000);
  amp_duplicate_list_narrow (list, &all);
  g_assert_cmpuint (amp_duplicate_list_n_fit (list), ==, 1000);
  for (guint i = 0; i < 1000; i++)
    {
      g_assert_cmpuint (amp_duplicate_list_nth (list, i)->score, <=, before);
      before = amp_duplicate_list_nth (list, i)->score;
    }
}

static void
test_take (void)
{
  g_autoptr (AmpDuplicateList) list = amp_duplicate_list_new ();
  g_autoptr (GPtrArray) apart = NULL, merged = NULL;

  amp_duplicate_list_add (list, new_pair (1, 2, 90, "same_phone"));
  amp_duplicate_list_add (list, new_pair (1, 3, 80, "same_phone"));
  amp_duplicate_list_add (list, new_pair (2, 3, 70, "same_phone"));
  amp_duplicate_list_add (list, new_pair (4, 5, 60, "same_phone"));
  apart = amp_duplicate_list_take (list, 3, 1, 0);
  g_assert_cmpuint (apart->len, ==, 1);
  g_assert_cmpuint (amp_duplicate_list_n_all (list), ==, 3);
  g_assert_cmpuint (amp_duplicate_list_n_fit (list), ==, 3);
  /* Who is merged stands in no pair. */
  merged = amp_duplicate_list_take (list, 1, 2, 2);
  g_assert_cmpuint (merged->len, ==, 2);
  g_assert_cmpuint (amp_duplicate_list_n_all (list), ==, 1);
  g_assert_cmpint (amp_duplicate_list_nth (list, 0)->a, ==, 4);
  /* She changes her mind. */
  g_assert_cmpint (amp_duplicate_list_add (list, g_ptr_array_steal_index (apart, 0)), ==, 0);
  amp_duplicate_list_set_waiting (list, 3, 1, TRUE);
  g_assert_true (amp_duplicate_list_nth (list, 0)->waiting);
  g_assert_false (amp_duplicate_list_nth (list, 1)->waiting);
}

/* --- Of an office --- */

static gint64
add_case (Office *office, const char *given, const char *region, const char *opened)
{
  g_autoptr (AmpRecord) person = amp_record_new (amp_entity_find ("person"));
  g_autoptr (AmpRecord) case_ = amp_record_new (amp_entity_find ("case"));
  g_autoptr (GError) error = NULL;
  const char *const values[][2] = {{"given_names", given}, {"surname_paternal", "Quispe"},
                                   {"phone", "987654321"}, {"gender", "Feminine"},
                                   {"age_band", "18--20"}, {"nationality", "PE"}};

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    g_assert_true (amp_record_set (person, values[i][0], values[i][1], NULL));
  g_assert_true (amp_record_set (case_, "office_region", region, NULL));
  g_assert_true (amp_record_set (case_, "opened_on", opened, NULL));
  g_assert_true (amp_record_set (case_, "source", "self", NULL));
  g_assert_true (amp_record_set (case_, "trafficking_status", "possible", NULL));
  amp_cases_intake (office->session, person, case_, NULL, NULL, &error);
  g_assert_no_error (error);
  return amp_record_id (person);
}

static AmpDuplicateList *
find_pairs (AmpSession *session)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpDuplicateWalk) walk = amp_duplicate_walk_new (session, &error);
  g_autoptr (GPtrArray) pairs = g_ptr_array_new ();
  AmpDuplicateList *list = amp_duplicate_list_new ();

  while (!amp_duplicate_walk_is_over (walk))
    g_assert_true (amp_duplicate_walk_step (walk, session, pairs, NULL, &error));
  for (guint i = 0; i < pairs->len; i++)
    amp_duplicate_list_add (list, pairs->pdata[i]);
  return list;
}

static guint
count (AmpDuplicateList *list, AmpDuplicateWish wish)
{
  amp_duplicate_list_narrow (list, &wish);
  return amp_duplicate_list_n_fit (list);
}

static void
open_as_caseworker (Office *office)
{
  g_autoptr (AmpSecret) passphrase = amp_secret_new_from_text ("correct horse battery staple");
  g_autofree char *vault = office_path (office, "Office.amparo");
  g_autoptr (GError) error = NULL;

  amp_session_add_user (office->session, "nora", AMP_ROLE_CASEWORKER, passphrase, &amp_kdf_cheap,
                        &error);
  g_assert_no_error (error);
  amp_session_close (office->session);
  office->session = amp_session_open (vault, "nora", passphrase, &error);
  g_assert_no_error (error);
}

/* A supervisor may ask by whose the cases are; a caseworker is told of her own. */
static void
test_roles (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpDuplicateList) all = NULL, own = NULL;
  gint64 me;

  office_open (&office);
  me = amp_session_get_user (office.session)->id;
  add_case (&office, "Jhoselyn", "PE-TUM", "2024-02-01");
  add_case (&office, "Yoselin", "PE-PIU", "2024-06-15");
  all = find_pairs (office.session);
  g_assert_cmpuint (amp_duplicate_list_n_all (all), ==, 1);
  g_assert_cmpuint (count (all, (AmpDuplicateWish){.owner = me}), ==, 1);
  g_assert_cmpuint (count (all, (AmpDuplicateWish){.region = "PE-TUM"}), ==, 1);
  g_assert_cmpuint (count (all, (AmpDuplicateWish){.region = "PE-PIU"}), ==, 1);
  g_assert_cmpuint (count (all, (AmpDuplicateWish){.region = "PE-LIM"}), ==, 0);
  g_assert_cmpuint (count (all, (AmpDuplicateWish){.since = "2024-06-15"}), ==, 1);
  g_assert_cmpuint (count (all, (AmpDuplicateWish){.since = "2024-06-16"}), ==, 0);
  g_assert_cmpuint (count (all, (AmpDuplicateWish){.reason = "same_phone"}), ==, 1);
  g_assert_cmpuint (count (all, (AmpDuplicateWish){.reason = "same_document"}), ==, 0);

  open_as_caseworker (&office);
  add_case (&office, "Joselyn", "EC-O", "2024-01-10");
  own = find_pairs (office.session);
  g_assert_cmpuint (amp_duplicate_list_n_all (own), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const AmpDuplicatePair *pair = amp_duplicate_list_nth (own, i);

      g_assert_cmpstr (pair->regions, ==, ";EC-O;");
      g_assert_cmpstr (pair->opened, ==, "2024-01-10");
    }
  g_assert_cmpuint (count (own, (AmpDuplicateWish){.owner = me}), ==, 0);
  g_assert_cmpuint (count (own, (AmpDuplicateWish){.since = "2024-02-01"}), ==, 0);
}

/* Said in another window, or by somebody else at another desk. */
static void
test_verdicts (void)
{
  g_auto (Office) office = {0};
  g_autoptr (AmpDuplicateList) list = NULL, again = NULL;
  g_autoptr (AmpDuplicateVerdicts) none = NULL, apart = NULL, merged = NULL;
  g_autoptr (GPtrArray) nobody = NULL, two = NULL, all = NULL;
  g_autoptr (GError) error = NULL;
  gint64 a, b, c, decision;

  office_open (&office);
  a = add_case (&office, "Jhoselyn", "PE-TUM", "2024-02-01");
  b = add_case (&office, "Yoselin", "PE-TUM", "2024-02-01");
  c = add_case (&office, "Joselyn", "PE-TUM", "2024-02-01");
  list = find_pairs (office.session);
  g_assert_cmpuint (amp_duplicate_list_n_all (list), ==, 3);
  none = amp_duplicate_verdicts_read (office.session, NULL, &error);
  nobody = amp_duplicate_list_obey (list, none);
  g_assert_cmpuint (nobody->len, ==, 0);

  g_assert_cmpint (amp_people_decide (office.session, b, a, "different", 80, "same_phone", &error),
                   !=, 0);
  apart = amp_duplicate_verdicts_read (office.session, NULL, &error);
  two = amp_duplicate_list_obey (list, apart);
  g_assert_cmpuint (two->len, ==, 1);
  g_assert_cmpuint (amp_duplicate_list_n_all (list), ==, 2);

  decision = amp_people_decide (office.session, a, c, "same", 80, "same_phone", &error);
  g_assert_true (amp_people_merge (office.session, decision, a, NULL, &error));
  merged = amp_duplicate_verdicts_read (office.session, NULL, &error);
  all = amp_duplicate_list_obey (list, merged);
  g_assert_cmpuint (amp_duplicate_list_n_all (list), ==, 0);
  /* And stays away when everybody is looked for again. */
  again = find_pairs (office.session);
  g_assert_cmpuint (amp_duplicate_list_n_all (again), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/duplicates-list/it-is-narrowed-by-reason-owner-region-and-day", test_wish);
  g_test_add_func ("/duplicates-list/the-likeliest-come-first-and-none-is-lost", test_order);
  g_test_add_func ("/duplicates-list/what-was-decided-leaves-and-may-come-back", test_take);
  g_test_add_func ("/duplicates-list/a-caseworker-is-told-of-her-own-cases-alone", test_roles);
  g_test_add_func ("/duplicates-list/what-was-decided-elsewhere-leaves-too", test_verdicts);
  return g_test_run ();
}
