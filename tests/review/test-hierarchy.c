/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review/hierarchy.h"

#include <string.h>

/* A hierarchy of rows such as "37;30-47;adult;*". NULL: refused, with that code. */
static AmpHierarchy *
read_rows (const char *const *rows, int code)
{
  g_autoptr (AmpHierarchy) self = amp_hierarchy_new ();
  g_autoptr (GError) error = NULL;
  gboolean ok = TRUE;

  for (gsize i = 0; ok && rows[i] != NULL; i++)
    {
      g_auto (GStrv) labels = g_strsplit (rows[i], ";", -1);

      ok = amp_hierarchy_add (self, (const char *const *) labels, g_strv_length (labels), &error);
    }
  ok = ok && amp_hierarchy_close (self, &error);
  if (code < 0)
    g_assert_no_error (error);
  else
    g_assert_error (error, AMP_RECODE_ERROR, code);
  return ok ? g_steal_pointer (&self) : NULL;
}

static void
assert_refused (int code, const char *const *rows)
{
  g_autoptr (AmpHierarchy) self = read_rows (rows, code);

  g_assert_null (self);
}

static guint32
loss_of (const AmpHierarchy *self, const char *value, guint level)
{
  const int leaf = amp_hierarchy_find (self, value);

  g_assert_cmpint (leaf, >=, 0);
  return amp_hierarchy_loss (self, amp_hierarchy_at (self, level, (guint) leaf));
}

static void
test_what_it_loses (void)
{
  static const char *const rows[] = {"a;x;*", "b;x;*", "c;y;*", "d;d;*", "e;x;*", NULL};
  g_autoptr (AmpHierarchy) self = read_rows (rows, -1);

  g_assert_cmpuint (self->n_levels, ==, 3);
  g_assert_cmpuint (self->n_leaves, ==, 5);
  g_assert_cmpuint (loss_of (self, "a", 0), ==, 0);
  g_assert_cmpuint (loss_of (self, "a", 1), ==, AMP_HIERARCHY_ALL / 2);
  g_assert_cmpuint (loss_of (self, "c", 1), ==, 0);
  g_assert_cmpuint (loss_of (self, "a", 2), ==, AMP_HIERARCHY_ALL);
  g_assert_cmpint (amp_hierarchy_find (self, "x"), ==, -1);
  g_assert_cmpint (amp_hierarchy_find (self, "*"), ==, -1);
  g_assert_cmpint (amp_hierarchy_find (self, ""), ==, -1);
  g_assert_cmpuint (amp_hierarchy_at (self, 0, 3), ==, amp_hierarchy_at (self, 1, 3));
}

static void
test_a_root_is_put_where_none_is (void)
{
  static const char *const rows[] = {"a;x", "b;x", "c;y", NULL};
  static const char *const one[] = {"a", NULL};
  g_autoptr (AmpHierarchy) self = read_rows (rows, -1);
  g_autoptr (AmpHierarchy) single = read_rows (one, -1);

  g_assert_cmpuint (self->n_levels, ==, 3);
  g_assert_cmpuint (loss_of (self, "c", 2), ==, AMP_HIERARCHY_ALL);
  g_assert_cmpuint (single->n_levels, ==, 1);
  g_assert_cmpuint (loss_of (single, "a", 0), ==, 0);
}

static void
test_what_contradicts_itself_is_refused (void)
{
  static const char *const uneven[] = {"a;x;*", "b;*", NULL};
  static const char *const twice[] = {"a;x;*", "a;y;*", NULL};
  static const char *const two_parents[] = {"a;x;p;*", "b;x;q;*", NULL};
  static const char *const two_levels[] = {"a;x;p;*", "b;p;x;*", NULL};
  static const char *const value_and_label[] = {"a;b;*", "b;c;*", NULL};
  static const char *const comes_back[] = {"a;x;a;*", NULL};
  static const char *const star_below[] = {"a;*;x", NULL};
  static const char *const star_for_some[] = {"a;*", "b;x", NULL};
  static const char *const empty[] = {"a;;*", NULL};
  static const char *const no_text[] = {"a;\xff;*", NULL};
  static const char *const nothing[] = {NULL};

  assert_refused (AMP_RECODE_ERROR_INVALID, uneven);
  assert_refused (AMP_RECODE_ERROR_INVALID, twice);
  assert_refused (AMP_RECODE_ERROR_INVALID, two_parents);
  assert_refused (AMP_RECODE_ERROR_INVALID, two_levels);
  assert_refused (AMP_RECODE_ERROR_INVALID, value_and_label);
  assert_refused (AMP_RECODE_ERROR_INVALID, comes_back);
  assert_refused (AMP_RECODE_ERROR_INVALID, star_below);
  assert_refused (AMP_RECODE_ERROR_INVALID, star_for_some);
  assert_refused (AMP_RECODE_ERROR_INVALID, empty);
  assert_refused (AMP_RECODE_ERROR_INVALID, no_text);
  assert_refused (AMP_RECODE_ERROR_INVALID, nothing);
}

static void
test_limits (void)
{
  static const char *const deep[] = {"a;b;c;d;e;f;g;h;i;j;k;l;m;n;o;p;q", NULL};
  static const char *const full[] = {"a;b;c;d;e;f;g;h;i;j;k;l;m;n;o;p",
                                     "A;b;c;d;e;f;g;h;i;j;k;l;m;n;o;P", NULL};
  g_autoptr (AmpHierarchy) wide = amp_hierarchy_new ();
  g_autoptr (GError) error = NULL;
  gboolean ok = TRUE;
  guint n = 0;

  assert_refused (AMP_RECODE_ERROR_TOO_LARGE, deep);
  assert_refused (AMP_RECODE_ERROR_INVALID, full); /* o means two things */
  for (; ok && n < 100000; n++)
    {
      g_autofree char *value = g_strdup_printf ("%u", n);
      const char *labels[] = {value, "*"};

      ok = amp_hierarchy_add (wide, labels, 2, &error);
    }
  g_assert_error (error, AMP_RECODE_ERROR, AMP_RECODE_ERROR_TOO_LARGE);
  g_assert_cmpuint (n, <, 65536);
}

/* Whether a label covers the same values wherever it stands: by looking at all pairs of rows. */
static gboolean
labels_mean_one_thing (GPtrArray *rows, guint n_levels)
{
  for (guint i = 0; i < rows->len; i++)
    for (guint j = 0; j < rows->len; j++)
      for (guint a = 0; a < n_levels; a++)
        for (guint b = 0; b < n_levels; b++)
          {
            const char *const *one = g_ptr_array_index (rows, i);
            const char *const *two = g_ptr_array_index (rows, j);

            if (strcmp (one[a], two[b]) != 0)
              continue;
            /* Shared: then both have it at both levels, and the same above. */
            if (strcmp (one[b], one[a]) != 0 || strcmp (two[a], two[b]) != 0)
              return FALSE;
            for (guint above = MAX (a, b); above < n_levels; above++)
              if (strcmp (one[above], two[above]) != 0)
                return FALSE;
          }
  return TRUE;
}

static void
test_rows_by_chance_are_taken_or_refused (void)
{
  static const char *const names[] = {"a", "b", "c", "d", "x", "y", "*"};
  guint n_taken = 0;

  for (guint round = 0; round < 20000; round++)
    {
      g_autoptr (AmpHierarchy) self = amp_hierarchy_new ();
      g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
      const guint n_levels = (guint) g_test_rand_int_range (1, 4);
      const int n_rows = g_test_rand_int_range (1, 5);
      gboolean ok = TRUE;

      for (int i = 0; ok && i < n_rows; i++)
        {
          const char **labels = g_new0 (const char *, n_levels + 1);

          for (guint level = 0; level < n_levels; level++)
            labels[level] = level + 1 == n_levels && round % 2 == 0
                              ? "*"
                              : names[g_test_rand_int_range (0, G_N_ELEMENTS (names))];
          g_ptr_array_add (rows, labels);
          ok = amp_hierarchy_add (self, labels, n_levels, NULL);
        }
      if (!ok || !amp_hierarchy_close (self, NULL))
        continue;
      n_taken++;
      g_assert_true (labels_mean_one_thing (rows, n_levels));
    }
  g_assert_cmpuint (n_taken, >, 100);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hierarchy/what-a-label-loses", test_what_it_loses);
  g_test_add_func ("/hierarchy/a-root-is-put-where-none-is", test_a_root_is_put_where_none_is);
  g_test_add_func ("/hierarchy/what-contradicts-itself-is-refused",
                   test_what_contradicts_itself_is_refused);
  g_test_add_func ("/hierarchy/limits-hold", test_limits);
  g_test_add_func ("/hierarchy/rows-by-chance-are-taken-or-refused",
                   test_rows_by_chance_are_taken_or_refused);
  return g_test_run ();
}
