/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review/recode-check.h"

#include <string.h>

struct _AmpRecodeChecker
{
  AmpRecodeRule rule;
  guint n_columns, n_sensitive;
  GHashTable *classes; /* labels, each with its length before it -> number + 1 */
  GArray *class_of;    /* of guint32 */
  GHashTable *known[AMP_RECODE_MAX_SENSITIVE]; /* value -> number + 1 */
  GArray *value_of[AMP_RECODE_MAX_SENSITIVE];  /* of guint32 */
};

AmpRecodeChecker *
amp_recode_checker_new (const AmpRecodeRule *rule, guint n_columns, guint n_sensitive)
{
  AmpRecodeChecker *self = g_new0 (AmpRecodeChecker, 1);

  g_assert (n_sensitive <= AMP_RECODE_MAX_SENSITIVE);
  self->rule = *rule;
  self->n_columns = n_columns;
  self->n_sensitive = n_sensitive;
  self->classes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->class_of = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint i = 0; i < n_sensitive; i++)
    {
      self->known[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      self->value_of[i] = g_array_new (FALSE, FALSE, sizeof (guint32));
    }
  return self;
}

void
amp_recode_checker_free (AmpRecodeChecker *self)
{
  g_hash_table_unref (self->classes);
  g_array_unref (self->class_of);
  for (guint i = 0; i < self->n_sensitive; i++)
    {
      g_hash_table_unref (self->known[i]);
      g_array_unref (self->value_of[i]);
    }
  g_free (self);
}

/* Texts get numbers in the order in which they are met. */
static void
note (GHashTable *numbers, GArray *numbered, const char *text)
{
  guint32 number = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, text));

  if (number == 0)
    {
      number = g_hash_table_size (numbers) + 1;
      g_hash_table_insert (numbers, g_strdup (text), GUINT_TO_POINTER (number));
    }
  number--;
  g_array_append_val (numbered, number);
}

void
amp_recode_checker_add (AmpRecodeChecker *self, const char *const *cells)
{
  g_autoptr (GString) labels = g_string_new (NULL);

  for (guint i = 0; i < self->n_columns; i++)
    g_string_append_printf (labels, "%" G_GSIZE_FORMAT ":%s", strlen (cells[i]), cells[i]);
  note (self->classes, self->class_of, labels->str);
  for (guint i = 0; i < self->n_sensitive; i++)
    note (self->known[i], self->value_of[i], cells[self->n_columns + i]);
}

static gboolean
fail (const char *message, GError **error)
{
  g_set_error_literal (error, AMP_RECODE_ERROR, AMP_RECODE_ERROR_BROKEN, message);
  return FALSE;
}

/* How often each value occurs in n rows. */
static void
count_values (
  const GArray *value_of, const guint32 *rows, guint32 n, guint32 *counts, guint n_values)
{
  if (n_values > 0)
    memset (counts, 0, sizeof (guint32) * n_values);
  for (guint32 i = 0; i < n; i++)
    counts[g_array_index (value_of, guint32, rows == NULL ? i : rows[i])]++;
}

/* The rule, in the words of recode.h. */
static gboolean
values_hold (const AmpRecodeRule *rule,
             const guint32 *counts,
             guint32 n,
             const guint32 *all,
             guint32 n_all,
             guint n_values,
             GError **error)
{
  guint different = 0;
  guint64 largest = 0, distance = 0;

  for (guint value = 0; value < n_values; value++)
    {
      const guint64 here = (guint64) counts[value] * n_all, there = (guint64) all[value] * n;

      if (counts[value] > 0)
        different++;
      if (counts[value] > largest)
        largest = counts[value];
      distance += here > there ? here - there : there - here;
    }
  if (different < rule->l)
    return fail ("a class with too few different sensitive values", error);
  if (rule->share_percent > 0 && largest * 100 > (guint64) rule->share_percent * n)
    return fail ("a class with too large a share of one sensitive value", error);
  if (rule->t_percent > 0 && distance * 100 > 2 * (guint64) rule->t_percent * n * n_all)
    return fail ("a class with sensitive values too far from those of the table", error);
  return TRUE;
}

static gboolean
column_holds (const AmpRecodeChecker *self,
              guint column,
              const guint32 *rows,
              const guint32 *begin,
              GError **error)
{
  const guint n_values = g_hash_table_size (self->known[column]);
  const guint n_classes = g_hash_table_size (self->classes);
  g_autofree guint32 *all = g_new (guint32, n_values), *counts = g_new (guint32, n_values);

  count_values (self->value_of[column], NULL, self->class_of->len, all, n_values);
  for (guint i = 0; i < n_classes; i++)
    {
      const guint32 n = begin[i + 1] - begin[i];

      count_values (self->value_of[column], rows + begin[i], n, counts, n_values);
      if (!values_hold (&self->rule, counts, n, all, self->class_of->len, n_values, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
amp_recode_checker_end (AmpRecodeChecker *self, GError **error)
{
  const guint n_classes = g_hash_table_size (self->classes);
  const guint32 n_rows = self->class_of->len;
  g_autofree guint32 *begin = g_new0 (guint32, n_classes + 1);
  g_autofree guint32 *next = g_new (guint32, n_classes + 1);
  g_autofree guint32 *rows = g_new (guint32, n_rows + 1);

  for (guint32 row = 0; row < n_rows; row++)
    begin[g_array_index (self->class_of, guint32, row) + 1]++;
  for (guint i = 0; i < n_classes; i++)
    {
      if (begin[i + 1] < self->rule.k)
        return fail ("a class with too few rows", error);
      begin[i + 1] += begin[i];
    }
  memcpy (next, begin, sizeof (guint32) * (n_classes + 1));
  for (guint32 row = 0; row < n_rows; row++)
    rows[next[g_array_index (self->class_of, guint32, row)]++] = row;
  for (guint column = 0; column < self->n_sensitive; column++)
    if (!column_holds (self, column, rows, begin, error))
      return FALSE;
  return TRUE;
}

gboolean
amp_recode_label_is_valid (const AmpHierarchy *hierarchy, const char *value, const char *label)
{
  const int leaf = amp_hierarchy_find (hierarchy, value);

  for (guint level = 0; leaf >= 0 && level < hierarchy->n_levels; level++)
    {
      const guint16 node = amp_hierarchy_at (hierarchy, level, (guint) leaf);

      if (strcmp (amp_hierarchy_node (hierarchy, node)->label, label) == 0)
        return TRUE;
    }
  return FALSE;
}
