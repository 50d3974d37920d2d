/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two people, one record. */
#include "model/record-merge.h"

#define ROUNDS 3000

static const AmpEntity *
person (void)
{
  return amp_entity_find ("person");
}

static AmpRecord *
person_of (const char *given, const char *phone, gint64 rev)
{
  AmpRecord *record = amp_record_new (person ());

  g_assert_true (amp_record_set (record, "given_names", given, NULL));
  g_assert_true (amp_record_set (record, "phone", phone, NULL));
  amp_record_set_identity (record, 7, rev);
  return record;
}

static void
test_one_side (void)
{
  g_autoptr (AmpRecord) base = person_of ("Ana", "1", 1);
  g_autoptr (AmpRecord) mine = person_of ("Ana María", "1", 1);
  g_autoptr (AmpRecord) theirs = person_of ("Ana", "2", 2);
  g_autoptr (AmpMerge) merge = amp_record_merge (base, mine, theirs);

  g_assert_cmpstr (amp_record_get (merge->merged, "given_names"), ==, "Ana María");
  g_assert_cmpstr (amp_record_get (merge->merged, "phone"), ==, "2");
  g_assert_cmpint (amp_record_rev (merge->merged), ==, 2);
  g_assert_cmpint (amp_record_id (merge->merged), ==, 7);
  g_assert_cmpuint (g_strv_length (merge->taken), ==, 1);
  g_assert_cmpstr (merge->taken[0], ==, "phone");
  g_assert_cmpuint (g_strv_length (merge->both), ==, 0);
}

static void
test_both (void)
{
  g_autoptr (AmpRecord) base = person_of ("Ana", "1", 1);
  g_autoptr (AmpRecord) mine = person_of ("Anita", NULL, 1);
  g_autoptr (AmpRecord) theirs = person_of ("Ana Luz", "2", 3);
  g_autoptr (AmpMerge) merge = amp_record_merge (base, mine, theirs);

  g_assert_cmpuint (g_strv_length (merge->taken), ==, 0);
  g_assert_cmpuint (g_strv_length (merge->both), ==, 2);
  g_assert_cmpstr (merge->both[0], ==, "given_names");
  g_assert_cmpstr (merge->both[1], ==, "phone"); /* taking away is a change too */
  g_assert_cmpstr (amp_record_get (merge->merged, "given_names"), ==, "Anita");
  g_assert_null (amp_record_get (merge->merged, "phone"));
}

static void
test_same (void)
{
  g_autoptr (AmpRecord) base = person_of ("Ana", "1", 1);
  g_autoptr (AmpRecord) mine = person_of ("Ana", "2", 1);
  g_autoptr (AmpRecord) theirs = person_of ("Ana", "2", 2);
  g_autoptr (AmpMerge) merge = amp_record_merge (base, mine, theirs);

  g_assert_cmpuint (g_strv_length (merge->taken), ==, 0);
  g_assert_cmpuint (g_strv_length (merge->both), ==, 0);
  g_assert_cmpstr (amp_record_get (merge->merged, "phone"), ==, "2");
}

static void
test_derived (void)
{
  const AmpEntity *entity = amp_entity_find ("case");
  g_autoptr (AmpRecord) base = amp_record_new (entity);
  g_autoptr (AmpRecord) mine = amp_record_new (entity);
  g_autoptr (AmpRecord) theirs = amp_record_new (entity);
  g_autoptr (AmpMerge) merge = NULL;

  amp_record_set (mine, "last_contact_on", "2024-01-01", NULL);
  amp_record_set (theirs, "last_contact_on", "2026-01-01", NULL);
  merge = amp_record_merge (base, mine, theirs);
  g_assert_cmpstr (amp_record_get (merge->merged, "last_contact_on"), ==, "2026-01-01");
  g_assert_cmpuint (g_strv_length (merge->both), ==, 0);
}

/* Each field blank or one of three values. */
static AmpRecord *
random_record (void)
{
  const AmpEntity *entity = person ();
  AmpRecord *record = amp_record_new (entity);

  for (gsize i = 0; i < entity->n_fields; i++)
    {
      int value = g_test_rand_int_range (0, 4);

      if (value > 0)
        amp_record_take (record, i, g_strdup_printf ("%d", value));
    }
  return record;
}

static void
check_field (const AmpField *field,
             const AmpRecord *base,
             const AmpRecord *mine,
             const AmpRecord *theirs,
             const AmpMerge *merge)
{
  const char *was = amp_record_get (base, field->name), *my = amp_record_get (mine, field->name);
  const char *their = amp_record_get (theirs, field->name);
  const char *now = amp_record_get (merge->merged, field->name);
  gboolean i_changed = g_strcmp0 (my, was) != 0, they_changed = g_strcmp0 (their, was) != 0;
  gboolean asked = g_strv_contains ((const char *const *) merge->both, field->name);
  gboolean told = g_strv_contains ((const char *const *) merge->taken, field->name);

  if (field->flags & AMP_FIELD_DERIVED)
    {
      g_assert_cmpstr (now, ==, their);
      return;
    }
  /* Nothing that I typed is lost, nothing of theirs goes unless I am asked. */
  g_assert_cmpstr (now, ==, i_changed ? my : their);
  g_assert_cmpint (asked, ==, i_changed && they_changed && g_strcmp0 (my, their) != 0);
  g_assert_cmpint (told, ==, they_changed && !i_changed);
}

static void
test_property (void)
{
  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autoptr (AmpRecord) base = random_record ();
      g_autoptr (AmpRecord) mine = random_record ();
      g_autoptr (AmpRecord) theirs = random_record ();
      g_autoptr (AmpMerge) merge = amp_record_merge (base, mine, theirs);
      g_autoptr (AmpMerge) swapped = amp_record_merge (base, theirs, mine);
      g_autoptr (AmpMerge) nothing = amp_record_merge (base, base, theirs);
      g_autoptr (AmpMerge) alone = amp_record_merge (base, mine, base);
      g_auto (GStrv) same = amp_record_diff (nothing->merged, theirs);
      g_auto (GStrv) mine_only = amp_record_diff (alone->merged, mine);

      for (gsize i = 0; i < person ()->n_fields; i++)
        check_field (&person ()->fields[i], base, mine, theirs, merge);
      /* Who asks first makes no difference to what is asked. */
      g_assert_true (
        g_strv_equal ((const char *const *) merge->both, (const char *const *) swapped->both));
      g_assert_cmpuint (g_strv_length (same), ==, 0);
      for (char **name = mine_only; *name != NULL; name++)
        g_assert_true (amp_entity_field (person (), *name)->flags & AMP_FIELD_DERIVED);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/record-merge/what-one-side-changed-is-taken", test_one_side);
  g_test_add_func ("/model/record-merge/what-both-changed-is-asked", test_both);
  g_test_add_func ("/model/record-merge/the-same-change-is-no-question", test_same);
  g_test_add_func ("/model/record-merge/what-the-program-derives-is-the-stored-one", test_derived);
  g_test_add_func ("/model/record-merge/nothing-is-lost-and-nothing-goes-unasked", test_property);
  return g_test_run ();
}
