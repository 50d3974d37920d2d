/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review/recode-lanes.h"
#include "review/recode-private.h"

/* Comparisons of eight rows each; a PC makes some 400 million a second. */
#define EFFORT_EACH 2800 /* a cell */
#define EFFORT_ENOUGH G_GUINT64_CONSTANT (450000000)
#define EFFORT_AT_LEAST 500 /* a cell, of very many */

void
amp_recoding_free (AmpRecoding *self)
{
  g_free (self->class_of);
  g_free (self->nodes);
  g_free (self);
}

guint64
amp_recode_effort (guint32 n_rows, guint n_columns)
{
  const guint64 n_cells = (guint64) n_rows * n_columns;

  return MIN (n_cells * EFFORT_EACH, MAX (EFFORT_ENOUGH, n_cells * EFFORT_AT_LEAST));
}

static gboolean
fail (gint code, const char *message, GError **error)
{
  g_set_error_literal (error, AMP_RECODE_ERROR, code, message);
  return FALSE;
}

/* --- What is asked --- */

static gboolean
rule_is_sound (const AmpRecodeTable *table, const AmpRecodeRule *rule, GError **error)
{
  const gboolean looks = rule->l > 1 || (rule->share_percent > 0 && rule->share_percent < 100) ||
                         (rule->t_percent > 0 && rule->t_percent < 100);

  if (rule->k == 0 || rule->share_percent > 100 || rule->t_percent > 100)
    return fail (AMP_RECODE_ERROR_INVALID, "a rule of recoding beyond its limits", error);
  if (looks && table->n_sensitive == 0)
    return fail (AMP_RECODE_ERROR_INVALID, "the rule needs a sensitive column", error);
  return TRUE;
}

static gboolean
column_is_sound (const guint16 *cells, guint32 n_rows, guint n, GError **error)
{
  for (guint32 row = 0; row < n_rows; row++)
    if (cells[row] >= n)
      return fail (AMP_RECODE_ERROR_INVALID, "a cell with a value that is none", error);
  return TRUE;
}

static gboolean
table_is_sound (const AmpRecodeTable *table, GError **error)
{
  guint n_values = 0;

  if (table->n_rows > AMP_RECODE_MAX_ROWS || table->n_columns > AMP_RECODE_MAX_COLUMNS ||
      table->n_sensitive > AMP_RECODE_MAX_SENSITIVE)
    return fail (AMP_RECODE_ERROR_TOO_LARGE, "too many rows or columns to recode", error);
  if (table->n_columns == 0)
    return fail (AMP_RECODE_ERROR_INVALID, "no column to recode", error);
  for (guint i = 0; i < table->n_columns; i++)
    if (table->hierarchies[i]->n_leaves == 0)
      return fail (AMP_RECODE_ERROR_INVALID, "a hierarchy without a value", error);
    else if (!column_is_sound (table->leaves[i], table->n_rows, table->hierarchies[i]->n_leaves,
                               error))
      return FALSE;
  for (guint i = 0; i < table->n_sensitive; i++)
    {
      n_values += MIN (table->n_values[i], AMP_RECODE_MAX_VALUES + 1);
      if (n_values > AMP_RECODE_MAX_VALUES)
        return fail (AMP_RECODE_ERROR_TOO_LARGE, "too many different sensitive values", error);
      if (!column_is_sound (table->values[i], table->n_rows, table->n_values[i], error))
        return FALSE;
    }
  return TRUE;
}

/* --- The rule --- */

/* One sensitive column. All in whole numbers, so that it comes out the same everywhere. */
static gboolean
column_passes (const AmpRecoder *self, guint column, guint32 n, const guint32 *counts)
{
  const guint first = self->first_value[column], end = self->first_value[column + 1];
  const gint64 n_all = self->table->n_rows;
  guint32 largest = 0;
  guint different = 0;
  gint64 apart = 0; /* twice the distance, times n and n_all */

  for (guint i = first; i < end; i++)
    {
      const gint64 differs = (gint64) counts[i] * n_all - (gint64) self->all[i] * n;

      different += counts[i] > 0;
      largest = MAX (largest, counts[i]);
      apart += ABS (differs);
    }
  return different >= self->rule.l &&
         (guint64) largest * 100 <= (guint64) self->rule.share_percent * n &&
         apart * 50 <= (gint64) self->rule.t_percent * n * n_all;
}

gboolean
amp_recoder_passes (const AmpRecoder *self, guint32 n, const guint32 *counts)
{
  if (n < self->rule.k)
    return FALSE;
  for (guint column = 0; self->is_sensitive && column < self->table->n_sensitive; column++)
    if (!column_passes (self, column, n, counts))
      return FALSE;
  return TRUE;
}

/* --- Classes --- */

void
amp_recoder_set_class (AmpRecoder *self, guint32 class, const guint8 *levels, guint32 row)
{
  if (class == self->n_classes)
    g_array_set_size (self->nodes, ++self->n_classes * self->n_columns);
  for (guint q = 0; q < self->n_columns; q++)
    g_array_index (self->nodes, guint16, (gsize) class * self->n_columns + q) =
      amp_recoder_node (self, q, levels[q], row);
}

guint64
amp_recoder_class_loss (const AmpRecoder *self, guint32 class)
{
  guint64 loss = 0;

  for (guint q = 0; q < self->n_columns; q++)
    loss += self->loss[q][amp_recoder_label (self, class, q)];
  return loss;
}

/* --- The whole --- */

static void
recoder_clear (AmpRecoder *self)
{
  for (guint q = 0; q < self->n_columns; q++)
    {
      g_free (self->loss[q]);
      g_free (self->fine[q]);
    }
  g_free (self->all);
  g_free (self->class_of);
  if (self->nodes != NULL)
    g_array_unref (self->nodes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmpRecoder, recoder_clear)

static void
take_hierarchy (AmpRecoder *self, guint q)
{
  const AmpHierarchy *hierarchy = self->table->hierarchies[q];

  self->n_levels[q] = hierarchy->n_levels;
  for (guint level = 0; level < hierarchy->n_levels; level++)
    self->at[q][level] = (const guint16 *) (gpointer) hierarchy->at[level]->data;
  self->loss[q] = g_new (guint32, hierarchy->nodes->len);
  for (guint node = 0; node < hierarchy->nodes->len; node++)
    self->loss[q][node] = amp_hierarchy_loss (hierarchy, node);
  self->fine[q] = g_new (gint16, hierarchy->nodes->len);
  for (guint node = 0; node < hierarchy->nodes->len; node++)
    self->fine[q][node] =
      (gint16) (self->loss[q][node] * (guint64) (AMP_LANES_ALL / self->n_columns) /
                AMP_HIERARCHY_ALL);
  self->max_nodes = MAX (self->max_nodes, hierarchy->nodes->len);
}

static void
take_sensitive (AmpRecoder *self)
{
  const AmpRecodeTable *table = self->table;

  for (guint i = 0; i < table->n_sensitive; i++)
    self->first_value[i + 1] = self->first_value[i] + table->n_values[i];
  self->is_sensitive =
    self->rule.l > 1 || self->rule.share_percent < 100 || self->rule.t_percent < 100;
  self->all = g_new0 (guint32, self->first_value[table->n_sensitive] + 1);
  for (guint32 row = 0; row < table->n_rows; row++)
    amp_recoder_count (self, self->all, row);
}

static void
begin (AmpRecoder *self)
{
  AmpRecodeRule *rule = &self->rule;

  rule->l = MAX (rule->l, 1);
  rule->share_percent = rule->share_percent == 0 ? 100 : rule->share_percent;
  rule->t_percent = rule->t_percent == 0 ? 100 : rule->t_percent;
  self->n_columns = self->table->n_columns;
  for (guint q = 0; q < self->n_columns; q++)
    take_hierarchy (self, q);
  take_sensitive (self);
  self->class_of = g_new (guint32, self->table->n_rows);
  self->nodes = g_array_new (FALSE, FALSE, sizeof (guint16));
}

static AmpRecoding *
end (AmpRecoder *self, gboolean cut_short)
{
  const guint32 n_rows = self->table->n_rows;
  AmpRecoding *recoding = g_new0 (AmpRecoding, 1);
  guint64 loss = 0;

  for (guint32 row = 0; row < n_rows; row++)
    loss += amp_recoder_class_loss (self, self->class_of[row]);
  recoding->n_columns = self->n_columns;
  recoding->n_classes = self->n_classes;
  recoding->class_of = g_steal_pointer (&self->class_of);
  recoding->nodes = (guint16 *) (gpointer) g_array_free (g_steal_pointer (&self->nodes), FALSE);
  if (n_rows > 0)
    recoding->loss = (double) loss / AMP_HIERARCHY_ALL / n_rows / self->n_columns;
  recoding->cut_short = cut_short;
  return recoding;
}

AmpRecoding *
amp_recode (const AmpRecodeTable *table,
            const AmpRecodeRule *rule,
            const AmpRecodeOptions *options,
            GCancellable *cancellable,
            GError **error)
{
  static const AmpRecodeOptions none = {0};
  g_auto (AmpRecoder) self = {.table = table,
                              .rule = *rule,
                              .options = options != NULL ? options : &none,
                              .cancellable = cancellable};
  gboolean cut_short = FALSE;

  self.random = self.options->seed;
  if (!rule_is_sound (table, rule, error) || !table_is_sound (table, error))
    return NULL;
  begin (&self);
  if (table->n_rows == 0)
    return end (&self, FALSE);
  if (!amp_recoder_passes (&self, table->n_rows, self.all))
    {
      fail (AMP_RECODE_ERROR_IMPOSSIBLE, "all rows together do not pass the rule", error);
      return NULL;
    }
  if (!amp_recoder_split (&self, error) || !amp_recoder_polish (&self, &cut_short, error))
    return NULL;
  return end (&self, cut_short);
}
