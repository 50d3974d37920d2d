/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Handing over what the programme counts. Activities, trainings and commitments are public events
 * and promises of institutions: exact, nothing to prove. Of people reached and trained only a table
 * leaves in which every number is large: those are weights, which the proof does not take. */
#include "domain/release-private.h"

#include <string.h>

#define N_(text) text

const char amp_release_events_notice[] =
  N_ ("Public events and promises of institutions, counted exactly. They name nobody, and are no "
      "persons assisted.");
const char amp_release_heads_notice[] =
  N_ ("Attendances at public events. They name nobody, and are no persons assisted; no number here "
      "is of a small group.");

#define PART "\x1f" /* between the values of a key */

gboolean
amp_release_counts_heads (AmpUnit unit)
{
  return unit == AMP_UNIT_REACHED || unit == AMP_UNIT_TRAINED;
}

static const char *
notice_of (AmpUnit unit)
{
  return amp_release_counts_heads (unit) ? amp_release_heads_notice : amp_release_events_notice;
}

/* --- Whether it may leave --- */

static gboolean
require_heads (const AmpCountSpec *spec,
               const AmpReleasePolicy *policy,
               const AmpReleasePeriod *period,
               GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  GDate today;

  for (gsize i = 0; i < spec->n_dimensions; i++)
    if (amp_dimension_plan (spec->dimensions[i])->scope == AMP_SCOPE_INSTITUTION)
      return amp_release_refuse_columns (spec, error);
  if (spec->n_where > 0 || spec->n_dimensions > 2 || spec->lima_apart)
    return amp_release_refuse_saying (
      error, AMP_RELEASE_ERROR_COLUMNS, "Attendances with filters, or by too many columns",
      N_ ("People reached and trained leave the office by at most two columns, without filters."));
  if (amp_release_period_level (period) != 0)
    return amp_release_refuse_saying (
      error, AMP_RELEASE_ERROR_PERIOD, "Attendances leave by whole years",
      N_ ("People reached and trained leave the office by whole years alone: the difference of two "
          "periods could be a small group."));
  g_date_clear (&today, 1);
  g_date_set_dmy (&today, (GDateDay) g_date_time_get_day_of_month (now),
                  (GDateMonth) g_date_time_get_month (now), (GDateYear) g_date_time_get_year (now));
  return amp_release_period_is_closed (period, policy->lag, &today) ||
         amp_release_refuse (error, AMP_RELEASE_ERROR_OPEN, "The period is not closed");
}

gboolean
amp_release_programme_require (const AmpCountSpec *spec,
                               const AmpReleasePolicy *policy,
                               AmpReleasePeriod *period,
                               GError **error)
{
  if (!amp_release_period_of (spec, period) || !amp_release_time_is_within (spec, period))
    return amp_release_refuse (error, AMP_RELEASE_ERROR_PERIOD, "Not a month, a quarter or a year");
  return !amp_release_counts_heads (spec->unit) || require_heads (spec, policy, period, error);
}

/* --- Every number is large --- */

/* The values that a column has anywhere, and "*". */
static GPtrArray *
values_of (const AmpCountTable *table, gsize dimension)
{
  GPtrArray *values = g_ptr_array_new ();

  for (gsize row = 0; row < amp_count_table_n_rows (table); row++)
    {
      const char *value = amp_count_table_value (table, row, dimension);

      if (!g_ptr_array_find_with_equal_func (values, value, g_str_equal, NULL))
        g_ptr_array_add (values, (gpointer) value);
    }
  return values;
}

static guint64
count_at (const AmpCountTable *table, const char *const *values)
{
  gssize row = amp_count_table_find (table, values);

  return row < 0 ? 0 : amp_count_table_count (table, (gsize) row);
}

/* A number, and what is left of each of its totals: those at several audiences count in each. */
static gboolean
is_large_at (const AmpCountTable *table, const char *const *values, guint64 t)
{
  guint64 count = count_at (table, values);
  gsize n = amp_count_table_spec (table)->n_dimensions;

  if (count < t)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      const char *wider[AMP_COUNTS_MAX_DIMENSIONS];
      guint64 all;

      memcpy (wider, values, n * sizeof *values);
      wider[i] = "*";
      all = count_at (table, wider);
      if (all < count || (all > count && all - count < t))
        return FALSE;
    }
  return TRUE;
}

/* Where a combination has nobody, it has no row: that is a small number too. */
gboolean
amp_release_heads_are_large (const AmpCountTable *table, gint64 t)
{
  gsize n = amp_count_table_spec (table)->n_dimensions;
  g_autoptr (GPtrArray) first = n > 0 ? values_of (table, 0) : NULL;
  g_autoptr (GPtrArray) second = n > 1 ? values_of (table, 1) : NULL;
  const char *values[AMP_COUNTS_MAX_DIMENSIONS] = {NULL};
  gboolean large = n <= 2 && amp_count_table_total (table) >= (guint64) t;

  for (guint i = 0; large && first != NULL && i < first->len; i++)
    {
      values[0] = first->pdata[i];
      if (second == NULL)
        large = is_large_at (table, values, (guint64) t);
      for (guint j = 0; large && second != NULL && j < second->len; j++)
        {
          values[1] = second->pdata[j];
          large = is_large_at (table, values, (guint64) t);
        }
    }
  return large;
}

/* --- The table, and its cells as the ledger keeps them --- */

static char *
key_of (const AmpCountTable *table, gsize row)
{
  const AmpCountSpec *spec = amp_count_table_spec (table);
  GString *key = g_string_new (NULL);

  for (gsize i = 0; i < spec->n_dimensions; i++)
    {
      const char *value = amp_count_table_value (table, row, i);

      if (strcmp (value, "*") != 0)
        g_string_append_printf (key, "%s%s=%s", key->len > 0 ? PART : "", spec->dimensions[i]->name,
                                value);
    }
  return g_string_free (key, FALSE);
}

static AmpCountTable *
as_released (const AmpCountTable *table, const char *as_of, const AmpCountRelease *release)
{
  const AmpCountSpec *spec = amp_count_table_spec (table);
  AmpCountTable *copy = amp_count_table_new_empty (spec, as_of, release);

  for (gsize row = 0; row < amp_count_table_n_rows (table); row++)
    {
      const char *values[AMP_COUNTS_MAX_DIMENSIONS] = {NULL};

      for (gsize i = 0; i < spec->n_dimensions; i++)
        values[i] = amp_count_table_value (table, row, i);
      amp_count_table_add_row (copy, values, amp_count_table_count (table, row), FALSE);
    }
  return copy;
}

static void
add_cells (AmpReleasePlan *self)
{
  for (gsize row = 0; row < amp_count_table_n_rows (self->table); row++)
    {
      AmpReleaseCell *told = g_new0 (AmpReleaseCell, 1);

      *told = (AmpReleaseCell){key_of (self->table, row), FALSE,
                               (gint64) amp_count_table_count (self->table, row)};
      g_ptr_array_add (self->told, told);
    }
}

/* What came in since the year was handed over is a group of its own: who has both files sees it. In
 * other columns cells of the one have sums in the other, which no cell shows: there nothing may
 * have changed. */
static gboolean
is_far_from (const AmpReleasePlan *self, const AmpReleaseLine *line)
{
  g_autoptr (GHashTable) before = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *request = amp_release_request_text (&self->request.spec);
  const gint64 least =
    g_strcmp0 (request, line->request) == 0 ? (gint64) self->policy.t : G_MAXINT64;

  for (guint i = 0; i < line->cells->len; i++)
    {
      const AmpReleaseCell *cell = g_ptr_array_index (line->cells, i);

      g_hash_table_insert (before, cell->key, (gpointer) cell);
    }
  for (guint i = 0; i < self->told->len; i++)
    {
      const AmpReleaseCell *now = g_ptr_array_index (self->told, i);
      const AmpReleaseCell *then = g_hash_table_lookup (before, now->key);

      if (then != NULL && then->value != now->value && ABS (then->value - now->value) < least)
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_past (const AmpReleasePlan *self, GPtrArray *earlier, GError **error)
{
  for (guint i = 0; i < earlier->len; i++)
    if (!is_far_from (self, g_ptr_array_index (earlier, i)))
      return amp_release_refuse_saying (
        error, AMP_RELEASE_ERROR_UNPROVEN, "The difference to an earlier release is small",
        N_ (
          "Numbers of this year were handed over before, and people came in since: the difference "
          "could tell of a few of them. Hand over the file of then again."));
  return TRUE;
}

gboolean
amp_release_programme_plan (AmpReleasePlan *self,
                            AmpSession *session,
                            GPtrArray *earlier,
                            AmpProgress *progress,
                            GCancellable *cancellable,
                            GError **error)
{
  const AmpCountSpec *spec = &self->request.spec;
  g_autofree char *period = amp_release_period_name (&self->period);
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, self->next);
  const AmpCountRelease release = {.rule = amp_release_rule_to_code (self->request.rule),
                                   .id = id,
                                   .period = period,
                                   .notice = notice_of (spec->unit)};
  g_autoptr (AmpCountTable) table =
    amp_counts_compute (session, spec, progress, cancellable, error);

  if (table == NULL)
    return FALSE;
  if (amp_release_counts_heads (spec->unit) && !amp_release_heads_are_large (table, self->policy.t))
    return amp_release_refuse_saying (
      error, AMP_RELEASE_ERROR_UNPROVEN, "A number of people is small",
      N_ ("Some numbers of this table are too small to leave the office. Choose fewer or coarser "
          "columns."));
  self->table = as_released (table, amp_count_table_as_of (table), &release);
  add_cells (self);
  return !amp_release_counts_heads (spec->unit) || check_past (self, earlier, error);
}

/* --- The ledger --- */

static gboolean
read_key (const AmpCountSpec *spec, const char *key, const char **values, char ***parts)
{
  *parts = g_strsplit (key, PART, -1);
  for (gsize i = 0; i < spec->n_dimensions; i++)
    values[i] = "*";
  for (guint p = 0; (*parts)[p] != NULL; p++)
    {
      char *equals = strchr ((*parts)[p], '=');
      gsize i = 0;

      if (equals == NULL)
        return FALSE;
      *equals = '\0';
      while (i < spec->n_dimensions && strcmp (spec->dimensions[i]->name, (*parts)[p]) != 0)
        i++;
      if (i == spec->n_dimensions)
        return FALSE;
      values[i] = equals + 1;
    }
  return TRUE;
}

static gboolean
add_cell (AmpCells *cells,
          AmpValues *const *values,
          const AmpCountSpec *spec,
          const AmpReleaseCell *told)
{
  const char *texts[AMP_COUNTS_MAX_DIMENSIONS] = {NULL};
  guint16 key[AMP_COUNTS_MAX_DIMENSIONS] = {0};
  g_auto (GStrv) parts = NULL;

  if (told->hidden || told->value < 0 || !read_key (spec, told->key, texts, &parts))
    return FALSE;
  for (gsize i = 0; i < spec->n_dimensions; i++)
    key[i] = strcmp (texts[i], "*") == 0 ? AMP_CELL_ALL : amp_values_id (values[i], texts[i]);
  return told->value == 0 || amp_cells_add (cells, key, 1, (guint64) told->value);
}

AmpCountTable *
amp_release_programme_retell (const AmpReleaseLine *line,
                              const AmpCountSpec *spec,
                              const char *rule,
                              GError **error)
{
  const AmpCountAside aside = {0};
  AmpValues *values[AMP_COUNTS_MAX_DIMENSIONS] = {NULL};
  AmpCells *cells = amp_cells_new ();
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, line->id);
  const AmpCountRelease release = {
    .rule = rule, .id = id, .period = line->period, .notice = notice_of (spec->unit)};
  g_autoptr (AmpCountTable) counted = NULL;
  gboolean good = TRUE;

  for (gsize i = 0; i < spec->n_dimensions; i++)
    values[i] = amp_values_new (spec->dimensions[i]);
  for (guint i = 0; good && i < line->cells->len; i++)
    good = add_cell (cells, values, spec, g_ptr_array_index (line->cells, i));
  if (good)
    counted = amp_count_table_new (spec, cells, values, &aside);
  for (gsize i = 0; i < spec->n_dimensions; i++)
    amp_values_free (values[i]);
  amp_cells_free (cells);
  if (counted != NULL)
    return as_released (counted, line->data_as_of, &release);
  amp_release_refuse (error, AMP_RELEASE_ERROR_LEDGER, "A cell of a line cannot be read");
  return NULL;
}
