/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two tables of the same request side by side. */
#include "domain/compare.h"

#include "domain/release-private.h"

#include <string.h>

void
amp_comparison_free (AmpComparison *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->before, amp_count_table_free);
  g_clear_pointer (&self->now, amp_count_table_free);
  g_clear_pointer (&self->rows, g_array_unref);
  g_free (self);
}

/* --- Rows of both --- */

static void
values_at (const AmpCountTable *table, gsize row, const char **values)
{
  for (gsize i = 0; i < amp_count_table_spec (table)->n_dimensions; i++)
    values[i] = amp_count_table_value (table, row, i);
}

static void
add_row (AmpComparison *self, const AmpCountTable *of, gsize row)
{
  AmpComparedRow compared = {0};
  gssize before, now;

  values_at (of, row, compared.values);
  before = amp_count_table_find (self->before, compared.values);
  now = amp_count_table_find (self->now, compared.values);
  if (before >= 0)
    {
      compared.before = amp_count_table_count (self->before, (gsize) before);
      compared.hidden = amp_count_table_is_hidden (self->before, (gsize) before);
    }
  if (now >= 0)
    compared.now = amp_count_table_count (self->now, (gsize) now);
  /* What was told has a row for every value that there is; nobody then and nobody now is no news.
   */
  if (compared.now > 0 || (compared.before > 0 && !compared.hidden))
    g_array_append_val (self->rows, compared);
}

static gboolean
is_total (const AmpCountTable *table, gsize row)
{
  for (gsize i = 0; i < amp_count_table_spec (table)->n_dimensions; i++)
    if (strcmp (amp_count_table_value (table, row, i), "*") != 0)
      return FALSE;
  return TRUE;
}

/* The rows of now, and before their total those that are only in the other. */
static AmpComparison *
compare (AmpCountTable *before, AmpCountTable *now)
{
  AmpComparison *self = g_new0 (AmpComparison, 1);
  gsize n_now = amp_count_table_n_rows (now);

  self->before = before;
  self->now = now;
  self->rows = g_array_new (FALSE, TRUE, sizeof (AmpComparedRow));
  for (gsize row = 0; row < n_now; row++)
    if (!is_total (now, row))
      add_row (self, now, row);
  for (gsize row = 0; row < amp_count_table_n_rows (before); row++)
    {
      const char *values[AMP_COUNTS_MAX_DIMENSIONS] = {NULL};

      values_at (before, row, values);
      if (!is_total (before, row) && amp_count_table_find (now, values) < 0)
        add_row (self, before, row);
    }
  for (gsize row = 0; row < n_now; row++)
    if (is_total (now, row))
      add_row (self, now, row);
  return self;
}

/* --- Periods --- */

static gboolean
has_time (const AmpCountSpec *spec)
{
  for (gsize i = 0; i < spec->n_dimensions; i++)
    if (amp_dimension_plan (spec->dimensions[i])->scope == AMP_SCOPE_DATE)
      return TRUE;
  return FALSE;
}

AmpComparison *
amp_compare_periods (AmpSession *session,
                     const AmpCountSpec *spec,
                     const char *from,
                     const char *to,
                     AmpProgress *progress,
                     GCancellable *cancellable,
                     GError **error)
{
  AmpCountSpec other = *spec;
  AmpCountTable *before, *now;

  if (has_time (spec))
    {
      g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_INVALID,
                           "Periods are compared without a column of time");
      return NULL;
    }
  g_strlcpy (other.from, from, sizeof other.from);
  g_strlcpy (other.to, to, sizeof other.to);
  before = amp_counts_compute (session, &other, progress, cancellable, error);
  if (before == NULL)
    return NULL;
  now = amp_counts_compute (session, spec, progress, cancellable, error);
  if (now == NULL)
    {
      amp_count_table_free (before);
      return NULL;
    }
  return compare (before, now);
}

static void
set_days (int first, int months, char from[11], char to[11])
{
  int last = first + months - 1;

  g_snprintf (from, 11, "%04d-%02d-01", first / 12, first % 12 + 1);
  g_snprintf (to, 11, "%04d-%02d-%02d", last / 12, last % 12 + 1,
              g_date_get_days_in_month ((GDateMonth) (last % 12 + 1), (GDateYear) (last / 12)));
}

gboolean
amp_compare_days_before (const AmpCountSpec *spec, char from[11], char to[11])
{
  AmpDate first, last;
  int months, begin;

  if (!amp_date_parse (spec->from, &first) || !amp_date_parse (spec->to, &last) ||
      first.precision != AMP_DATE_DAY || last.precision != AMP_DATE_DAY || first.day != 1 ||
      last.day != g_date_get_days_in_month ((GDateMonth) last.month, last.year))
    return FALSE;
  begin = first.year * 12 + first.month - 1;
  months = last.year * 12 + last.month - begin;
  if (months < 1 || begin < months + 12)
    return FALSE;
  set_days (begin - months, months, from, to);
  return TRUE;
}

static gboolean
year_before (const char *day, char out[11])
{
  AmpDate date;

  if (!amp_date_parse (day, &date) || date.precision != AMP_DATE_DAY || date.year < 2)
    return FALSE;
  date.year--;
  date.day = (guint8) MIN (date.day, g_date_get_days_in_month ((GDateMonth) date.month, date.year));
  g_snprintf (out, 11, "%04u-%02u-%02u", (guint) date.year, (guint) date.month, (guint) date.day);
  return TRUE;
}

gboolean
amp_compare_days_last_year (const AmpCountSpec *spec, char from[11], char to[11])
{
  return year_before (spec->from, from) && year_before (spec->to, to);
}

/* --- A release --- */

AmpComparison *
amp_compare_release (
  AmpSession *session, gint64 id, AmpProgress *progress, GCancellable *cancellable, GError **error)
{
  AmpCountTable *before = amp_release_table (session, id, error), *now;
  AmpComparison *self;

  if (before == NULL)
    return NULL;
  now = amp_counts_compute (session, amp_count_table_spec (before), progress, cancellable, error);
  if (now == NULL)
    {
      amp_count_table_free (before);
      return NULL;
    }
  self = compare (before, now);
  /* What came since is known of the whole period alone. */
  self->knows_late = amp_count_table_spec (before)->n_where == 0 &&
                     !amp_unit_is_programme (amp_count_table_spec (before)->unit);
  if (!self->knows_late || amp_release_drift (session, amp_count_table_spec (before), &self->late,
                                              &self->gone, progress, cancellable, error))
    return self;
  amp_comparison_free (self);
  return NULL;
}
