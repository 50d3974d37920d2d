/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "disclosure/rules.h"

/* Two regions by three kinds of exploitation, all with totals: cell = 4 * region + kind. */
static const gint region[] = {-1, 0, 0};
static const gint kind[] = {-1, 0, 0, 0};
static const AmpTree trees[] = {{3, region}, {4, kind}};

typedef struct
{
  AmpCube *cube;
  AmpSystem *system;
  AmpRules rules;
  GArray *needs;
} Table;

static void
table_fill (Table *self, gint64 a, gint64 b, gint64 c, gint64 d, gint64 e, gint64 f)
{
  const gint64 base[] = {0, 0, 0, 0, 0, a, b, c, 0, d, e, f};
  g_autoptr (GError) error = NULL;

  self->cube = amp_cube_new (trees, 2, &error);
  g_assert_no_error (error);
  self->system = amp_cube_system (self->cube, base);
  self->rules = (AmpRules){.t = 11, .zeros_hidden = TRUE, .strong = TRUE, .share_percent = 100};
}

static void
table_apply (Table *self)
{
  g_autoptr (GError) error = NULL;

  self->needs = amp_rules_apply (&self->rules, self->cube, self->system, &error);
  g_assert_no_error (error);
}

static void
table_clear (Table *self)
{
  g_clear_pointer (&self->needs, g_array_unref);
  g_clear_pointer (&self->system, amp_system_free);
  g_clear_pointer (&self->cube, amp_cube_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

static void
assert_need (const Table *self, guint32 cell, gint64 at_most, gint64 at_least, gboolean either)
{
  for (guint i = 0; i < self->needs->len; i++)
    {
      const AmpNeed *need = &g_array_index (self->needs, AmpNeed, i);

      if (need->cell != cell)
        continue;
      g_assert_cmpint (need->at_most, ==, at_most);
      g_assert_cmpint (need->at_least, ==, at_least);
      g_assert_cmpint (need->either, ==, either);
      return;
    }
  g_assert_not_reached ();
}

static void
test_small (void)
{
  g_auto (Table) table = {0};

  table_fill (&table, 20, 10, 0, 30, 11, 40);
  table_apply (&table);
  g_assert_cmpuint (table.needs->len, ==, 2);
  assert_need (&table, 6, 0, 11, FALSE);
  assert_need (&table, 7, 0, 11, FALSE);
  g_assert_cmpuint (table.system->state[6], ==, AMP_CELL_PRIMARY);
  g_assert_cmpuint (table.system->state[7], ==, AMP_CELL_PRIMARY);
  g_assert_cmpuint (table.system->state[10], ==, AMP_CELL_OPEN);
}

static void
test_zeros_and_weak (void)
{
  g_auto (Table) table = {0};

  table_fill (&table, 20, 10, 0, 30, 11, 40);
  table.rules.zeros_hidden = FALSE;
  table.rules.strong = FALSE;
  table_apply (&table);
  g_assert_cmpuint (table.needs->len, ==, 1);
  assert_need (&table, 6, 9, 11, TRUE);
  g_assert_cmpuint (table.system->state[7], ==, AMP_CELL_OPEN);
}

static void
test_told_and_hidden_before (void)
{
  g_auto (Table) table = {0};

  table_fill (&table, 1, 2, 3, 0, 0, 5);
  table.system->state[5] = AMP_CELL_PUBLISHED;
  table.system->state[6] = AMP_CELL_SECONDARY;
  table.system->state[7] = AMP_CELL_UNSEEN;
  table.system->state[9] = AMP_CELL_IMPOSSIBLE;
  table_apply (&table);
  assert_need (&table, 6, 0, 11, FALSE);
  assert_need (&table, 7, 0, 11, FALSE);
  assert_need (&table, 10, 0, 11, FALSE);
  for (guint i = 0; i < table.needs->len; i++)
    g_assert_false (
      amp_cell_is_told (table.system->state[g_array_index (table.needs, AmpNeed, i).cell]));
  g_assert_cmpuint (table.system->state[5], ==, AMP_CELL_PUBLISHED);
  g_assert_cmpuint (table.system->state[6], ==, AMP_CELL_SECONDARY);
  g_assert_cmpuint (table.system->state[7], ==, AMP_CELL_UNSEEN);
  g_assert_cmpuint (table.system->state[9], ==, AMP_CELL_IMPOSSIBLE);
}

/* 95 of 100 in one kind, the others large enough to be told: small cells alone would show it. */
static void
test_group (void)
{
  g_auto (Table) table = {0};

  table_fill (&table, 476, 12, 12, 300, 300, 300);
  table.rules.share_percent = 90;
  table.rules.sensitive = 1u << 1;
  table_apply (&table);
  g_assert_cmpuint (table.needs->len, ==, 1);
  assert_need (&table, 5, 450, 476, FALSE);
  g_assert_cmpuint (table.system->state[5], ==, AMP_CELL_PRIMARY);
  g_assert_cmpuint (table.system->state[6], ==, AMP_CELL_OPEN);
}

static void
test_group_of_all (void)
{
  g_auto (Table) table = {0};

  table_fill (&table, 15, 0, 0, 14, 1, 0);
  table.rules.share_percent = 90;
  table.rules.sensitive = 1u << 1;
  table_apply (&table);
  assert_need (&table, 5, 13, 15, FALSE); /* all 15 */
  assert_need (&table, 9, 13, 14, FALSE); /* 14 of 15 */
  assert_need (&table, 1, 27, 29, FALSE); /* 29 of 30 */
}

static void
test_group_of_another_dimension (void)
{
  g_auto (Table) table = {0};

  table_fill (&table, 500, 500, 500, 12, 12, 12);
  table.rules.share_percent = 90;
  table.rules.sensitive = 1u << 1;
  table_apply (&table);
  g_assert_cmpuint (table.needs->len, ==, 0);
}

static void
test_group_with_one_possible (void)
{
  g_auto (Table) table = {0};

  table_fill (&table, 50, 0, 0, 50, 50, 50);
  table.rules.share_percent = 90;
  table.rules.sensitive = 1u << 1;
  table.system->state[6] = AMP_CELL_IMPOSSIBLE;
  table.system->state[7] = AMP_CELL_IMPOSSIBLE;
  table_apply (&table);
  g_assert_cmpuint (table.needs->len, ==, 0);
}

static void
test_offices (void)
{
  g_auto (Table) table = {0};
  gint64 largest[12];
  guint8 offices[12];

  table_fill (&table, 30, 40, 50, 60, 70, 80);
  for (guint i = 0; i < 12; i++)
    {
      largest[i] = table.system->count[i] / 2;
      offices[i] = 3;
    }
  largest[5] = 22;
  offices[6] = 1;
  table.rules.largest_office = largest;
  table.rules.n_offices = offices;
  table_apply (&table);
  g_assert_cmpuint (table.needs->len, ==, 2);
  assert_need (&table, 5, 22, 33, FALSE);
  assert_need (&table, 6, 29, 51, FALSE);
}

/* A group of 95 in 100 of which one office has 94: both have to hold. */
static void
test_two_rules (void)
{
  g_auto (Table) table = {0};
  gint64 largest[12] = {0};

  table_fill (&table, 95, 3, 2, 300, 300, 300);
  largest[5] = 94;
  table.rules.largest_office = largest;
  table.rules.share_percent = 90;
  table.rules.sensitive = 1u << 1;
  table_apply (&table);
  assert_need (&table, 5, 90, 105, FALSE);
}

static void
test_nonsense (void)
{
  for (guint i = 0; i < 4; i++)
    {
      g_auto (Table) table = {0};
      g_autoptr (GError) error = NULL;
      gint64 largest[12] = {0};

      table_fill (&table, 1, 2, 3, 4, 5, 6);
      table.rules.sensitive = 1;
      largest[5] = i == 2 ? 2 : 0;
      largest[6] = i == 3 ? -1 : 0;
      table.rules.largest_office = largest;
      table.rules.t = i == 0 ? 0 : 11;
      table.rules.share_percent = i == 1 ? 101 : 90;
      g_assert_null (amp_rules_apply (&table.rules, table.cube, table.system, &error));
      g_assert_error (error, AMP_DISCLOSURE_ERROR, AMP_DISCLOSURE_ERROR_INVALID);
      for (guint j = 0; j < 12; j++)
        g_assert_cmpuint (table.system->state[j], ==, AMP_CELL_OPEN);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/disclosure/rules/a-small-cell-may-be-none-and-may-be-enough", test_small);
  g_test_add_func ("/disclosure/rules/zeros-are-told-where-the-rule-says-so", test_zeros_and_weak);
  g_test_add_func ("/disclosure/rules/what-was-told-stays-told-and-what-was-hidden-has-its-need",
                   test_told_and_hidden_before);
  g_test_add_func ("/disclosure/rules/most-of-a-group-may-be-less", test_group);
  g_test_add_func ("/disclosure/rules/all-of-a-group-may-be-less", test_group_of_all);
  g_test_add_func ("/disclosure/rules/the-share-matters-in-sensitive-dimensions-only",
                   test_group_of_another_dimension);
  g_test_add_func ("/disclosure/rules/where-one-kind-only-is-possible-it-is-no-news",
                   test_group_with_one_possible);
  g_test_add_func ("/disclosure/rules/an-office-does-not-learn-what-the-others-have", test_offices);
  g_test_add_func ("/disclosure/rules/two-rules-over-a-cell-hold-both", test_two_rules);
  g_test_add_func ("/disclosure/rules/nonsense-is-refused", test_nonsense);
  return g_test_run ();
}
