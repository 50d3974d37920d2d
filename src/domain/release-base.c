/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Frozen records. A month is frozen by the first release that covers it: who was counted in it and
 * as what, under keyed hashes of the ids. Later releases count what is frozen, so no two of them
 * differ by what was entered in between. Who turns up later is counted in the yearly report's line
 * of late registrations. */
#include "domain/counts-counter.h"
#include "domain/release-private.h"

#include <string.h>

#define BASE_TYPE "(sa(ttaas))"

static guint16
value_id (AmpReleaseBase *self, const char *text)
{
  gpointer found = g_hash_table_lookup (self->ids, text);
  char *own;

  if (found != NULL)
    return (guint16) (GPOINTER_TO_UINT (found) - 1);
  own = g_strdup (text);
  g_ptr_array_add (self->values, own);
  g_hash_table_insert (self->ids, own, GUINT_TO_POINTER (self->values->len));
  return (guint16) (self->values->len - 1);
}

const char *
amp_release_base_value (const AmpReleaseBase *self,
                        const AmpBaseRow *row,
                        AmpColumn column,
                        guint n)
{
  return g_ptr_array_index (self->values,
                            g_array_index (self->pool, guint16, row->first[column] + n));
}

static AmpReleaseBase *
base_new (AmpUnit unit, guint year)
{
  AmpReleaseBase *self = g_new0 (AmpReleaseBase, 1);

  self->unit = unit;
  self->year = year;
  self->values = g_ptr_array_new_with_free_func (g_free);
  self->ids = g_hash_table_new (g_str_hash, g_str_equal);
  self->pool = g_array_new (FALSE, FALSE, sizeof (guint16));
  self->rows = g_array_new (FALSE, FALSE, sizeof (AmpBaseRow));
  return self;
}

void
amp_release_base_free (AmpReleaseBase *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (self->fresh_data); i++)
    g_clear_pointer (&self->fresh_data[i], g_bytes_unref);
  g_hash_table_unref (self->ids);
  g_ptr_array_unref (self->values);
  g_array_unref (self->pool);
  g_array_unref (self->rows);
  g_free (self->as_of);
  g_free (self);
}

static char *
month_name (guint year, guint month)
{
  return g_strdup_printf ("%04u-%02u", year, month);
}

/* --- What is frozen --- */

static void
take_columns (AmpReleaseBase *self, AmpBaseRow *row, GVariant *columns)
{
  for (guint c = 0; c < AMP_N_COLUMNS && c < g_variant_n_children (columns); c++)
    {
      g_autoptr (GVariant) list = g_variant_get_child_value (columns, c);

      row->first[c] = self->pool->len;
      row->n[c] = (guint) g_variant_n_children (list);
      for (guint i = 0; i < row->n[c]; i++)
        {
          const char *text;
          guint16 id;

          g_variant_get_child (list, i, "&s", &text);
          id = value_id (self, text);
          g_array_append_val (self->pool, id);
        }
    }
}

static void
take_month (AmpReleaseBase *self, GVariant *month)
{
  g_autoptr (GVariant) rows = g_variant_get_child_value (month, 1);
  GVariantIter iter;
  guint64 person, unit;
  GVariant *columns;

  g_variant_iter_init (&iter, rows);
  while (g_variant_iter_next (&iter, "(tt@aas)", &person, &unit, &columns))
    {
      AmpBaseRow row = {.person = person, .unit = unit};

      take_columns (self, &row, columns);
      g_array_append_val (self->rows, row);
      g_variant_unref (columns);
    }
}

static gboolean
read_month (AmpSession *session, AmpReleaseBase *self, guint month, GError **error)
{
  g_autofree char *name = month_name (self->year, month);
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) data = amp_store_release_base_get (
    amp_session_get_store (session), amp_unit_to_code (self->unit), name, NULL, &failure);
  g_autoptr (GVariant) variant = NULL;
  const char *as_of;

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (data == NULL)
    return TRUE;
  variant = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (BASE_TYPE), data, FALSE));
  if (!g_variant_is_normal_form (variant))
    return amp_release_refuse (error, AMP_RELEASE_ERROR_LEDGER, "A frozen month cannot be read");
  g_variant_get_child (variant, 0, "&s", &as_of);
  if (self->as_of == NULL || strcmp (as_of, self->as_of) > 0)
    {
      g_free (self->as_of);
      self->as_of = g_strdup (as_of);
    }
  self->frozen |= 1u << month;
  take_month (self, variant);
  return TRUE;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const AmpBaseRow *row_a = a, *row_b = b;

  if (row_a->person != row_b->person)
    return row_a->person < row_b->person ? -1 : 1;
  return row_a->unit < row_b->unit ? -1 : row_a->unit > row_b->unit;
}

AmpReleaseBase *
amp_release_base_frozen (AmpSession *session, AmpUnit unit, guint year, GError **error)
{
  g_autoptr (AmpReleaseBase) self = base_new (unit, year);

  for (guint month = 1; month <= 12; month++)
    if (!read_month (session, self, month, error))
      return NULL;
  g_array_sort (self->rows, compare_rows);
  return g_steal_pointer (&self);
}

/* --- What would be frozen --- */

typedef struct
{
  AmpReleaseBase *base;
  AmpVault *vault;
  const AmpDimension *dimensions[AMP_N_COLUMNS]; /* the finest; as many as are read */
  AmpColumn columns[AMP_N_COLUMNS];
  gsize n;
  GHashTable *person_of_case; /* gint64 -> gint64 */
  GHashTable *known;          /* unit -> place of a frozen row + 1 */
  GHashTable *late;           /* units of the year in no frozen month */
  guint months;               /* 1 << month: to freeze */
  gboolean failed, unreadable;
} Freezer;

static guint64
hash_id (Freezer *self, const char *kind, guint64 id)
{
  g_autofree char *text = g_strdup_printf ("release %s:%" G_GUINT64_FORMAT, kind, id);
  guint8 hash[AMP_HASH_BYTES] = {0};
  guint64 out;

  if (!amp_vault_keyed_hash (self->vault, AMP_KEYED_AUDIT_REF, text, strlen (text), hash, NULL))
    self->failed = TRUE;
  memcpy (&out, hash, sizeof out);
  return out;
}

static void
add_values (Freezer *self, const AmpCounter *counter, const AmpCountRow *from, AmpBaseRow *row)
{
  for (gsize i = 0; i < self->n; i++)
    {
      AmpColumn column = self->columns[i];

      row->first[column] = self->base->pool->len;
      row->n[column] = from->spans[i].n;
      for (guint j = 0; j < row->n[column]; j++)
        {
          const char *value =
            amp_column_read (column, self->base->unit, amp_counter_value (counter, from, i, j));
          guint16 id = value_id (self->base, value != NULL ? value : "");

          self->unreadable = self->unreadable || value == NULL;
          g_array_append_val (self->base->pool, id);
        }
    }
}

/* Sex, gender and age are one for a unit all the year, as they were first frozen. */
static void
keep_first_values (Freezer *self, AmpBaseRow *row)
{
  static const AmpColumn single[] = {AMP_COLUMN_SEX, AMP_COLUMN_GENDER, AMP_COLUMN_AGE};
  gpointer place = g_hash_table_lookup (self->known, &row->unit);
  const AmpBaseRow *first;

  if (place == NULL)
    return;
  first = &g_array_index (self->base->rows, AmpBaseRow, GPOINTER_TO_UINT (place) - 1);
  for (gsize i = 0; i < G_N_ELEMENTS (single); i++)
    {
      row->first[single[i]] = first->first[single[i]];
      row->n[single[i]] = first->n[single[i]];
    }
}

static guint64 *
copy_id (guint64 id)
{
  return g_memdup2 (&id, sizeof id);
}

/* Services and referrals are numbered as they come, which is another number the next time. */
static guint64
unit_hash (Freezer *self, const AmpCountRow *from, guint64 person)
{
  g_autofree char *kind = NULL;

  if (self->base->unit == AMP_UNIT_PERSONS)
    return person;
  if (self->base->unit == AMP_UNIT_CASES)
    return hash_id (self, "case", (guint64) from->case_id);
  kind = g_strdup_printf ("%s %u", amp_unit_to_code (self->base->unit), self->months);
  return hash_id (self, kind, from->unit);
}

static void
take_row (const AmpCounter *counter, const AmpCountRow *from, gpointer data)
{
  Freezer *self = data;
  const gint64 *person = g_hash_table_lookup (self->person_of_case, &from->case_id);
  AmpBaseRow row = {0};
  guint month = from->date.precision >= AMP_DATE_MONTH ? from->date.month : 0;

  row.person = hash_id (self, "person", person != NULL ? (guint64) *person : from->unit);
  row.unit = unit_hash (self, from, row.person);
  if (month == 0 || !(self->months & (1u << month)))
    {
      /* Of a frozen month or of none: late, unless it is there. */
      if (!g_hash_table_contains (self->known, &row.unit))
        g_hash_table_add (self->late, copy_id (row.unit));
      return;
    }
  /* A case that was frozen in another month stays there. */
  if (self->base->unit == AMP_UNIT_CASES && g_hash_table_contains (self->known, &row.unit))
    return;
  add_values (self, counter, from, &row);
  keep_first_values (self, &row);
  g_array_append_val (self->base->rows, row);
}

static gboolean
read_persons (AmpSession *session, GHashTable *person_of_case, GError **error)
{
  const char *paths[] = {"id", "person", NULL};
  g_autoptr (AmpCursor) cursor = amp_store_select (
    amp_session_get_store (session), amp_entity_find ("case"), paths, NULL, 0, NULL, error);
  int more = -1;

  while (cursor != NULL && (more = amp_cursor_next (cursor, NULL, error)) > 0)
    {
      gint64 id = amp_cursor_int (cursor, 0), person = amp_cursor_int (cursor, 1);

      g_hash_table_insert (person_of_case, g_memdup2 (&id, sizeof id),
                           g_memdup2 (&person, sizeof person));
    }
  return more == 0;
}

static GBytes *
pack_month (AmpReleaseBase *self, guint first_row, guint month)
{
  g_autofree char *name = month_name (self->year, month);
  GVariantBuilder rows;
  g_autoptr (GVariant) packed = NULL;

  g_variant_builder_init (&rows, G_VARIANT_TYPE ("a(ttaas)"));
  for (guint i = first_row; i < self->rows->len; i++)
    {
      const AmpBaseRow *row = &g_array_index (self->rows, AmpBaseRow, i);

      if (strcmp (amp_release_base_value (self, row, AMP_COLUMN_TIME, 0), name) != 0)
        continue;
      g_variant_builder_open (&rows, G_VARIANT_TYPE ("(ttaas)"));
      g_variant_builder_add (&rows, "t", row->person);
      g_variant_builder_add (&rows, "t", row->unit);
      g_variant_builder_open (&rows, G_VARIANT_TYPE ("aas"));
      for (guint c = 0; c < AMP_N_COLUMNS; c++)
        {
          g_variant_builder_open (&rows, G_VARIANT_TYPE ("as"));
          for (guint n = 0; n < row->n[c]; n++)
            g_variant_builder_add (&rows, "s", amp_release_base_value (self, row, c, n));
          g_variant_builder_close (&rows);
        }
      g_variant_builder_close (&rows);
      g_variant_builder_close (&rows);
    }
  packed = g_variant_ref_sink (g_variant_new (BASE_TYPE, self->as_of, &rows));
  return g_variant_get_data_as_bytes (packed);
}

static void
freezer_init (Freezer *self, AmpSession *session, AmpReleaseBase *base, guint months)
{
  *self = (Freezer){.base = base, .vault = amp_store_get_vault (amp_session_get_store (session))};
  self->months = months;
  self->person_of_case = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->late = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint c = 0; c < AMP_N_COLUMNS; c++)
    if (amp_column_fits (c, base->unit))
      {
        self->columns[self->n] = c;
        self->dimensions[self->n++] =
          amp_dimension_find (amp_column_kind (c)->levels[amp_column_n_levels (c) - 1]);
      }
  for (guint i = 0; i < base->rows->len; i++)
    g_hash_table_insert (self->known, copy_id (g_array_index (base->rows, AmpBaseRow, i).unit),
                         GUINT_TO_POINTER (i + 1));
}

static void
freezer_clear (Freezer *self)
{
  g_hash_table_unref (self->person_of_case);
  g_hash_table_unref (self->known);
  g_hash_table_unref (self->late);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Freezer, freezer_clear)

/* Services and referrals have no hash that stays: how many there are beyond those frozen. */
static void
count_late (Freezer *self)
{
  AmpUnit unit = self->base->unit;
  guint n = g_hash_table_size (self->late), n_frozen = g_hash_table_size (self->known);

  if (unit == AMP_UNIT_SERVICES || unit == AMP_UNIT_REFERRALS)
    n = n > n_frozen ? n - n_frozen : 0;
  self->base->late = n;
}

/* Reading goes from the first of the year, so that an age is that of the year's first service. */
static gboolean
freeze_months (AmpSession *session,
               AmpReleaseBase *self,
               const AmpReleasePeriod *period,
               guint months,
               AmpProgress *progress,
               GCancellable *cancellable,
               GError **error)
{
  g_auto (Freezer) freezer = {0};
  AmpReleasePeriod reach = {self->year, 1, period->last};
  AmpCountSpec spec = {.unit = self->unit};
  guint first_row = self->rows->len;
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  freezer_init (&freezer, session, self, months);
  amp_release_period_days (&reach, spec.from, spec.to);
  if (!read_persons (session, freezer.person_of_case, error) ||
      !amp_counts_each_row (session, &spec, freezer.dimensions, freezer.n, take_row, &freezer,
                            progress, cancellable, error))
    return FALSE;
  if (freezer.failed)
    return amp_release_refuse (error, AMP_RELEASE_ERROR_LEDGER, "No key for hashing");
  if (freezer.unreadable)
    return amp_release_refuse (error, AMP_RELEASE_ERROR_LEDGER,
                               "A record is without region, service or state");
  count_late (&freezer);
  if (months == 0)
    return TRUE;
  g_free (self->as_of);
  self->as_of = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  self->fresh = months;
  for (guint month = 1; month <= 12; month++)
    if (months & (1u << month))
      self->fresh_data[month] = pack_month (self, first_row, month);
  return TRUE;
}

static char *
year_name (const AmpReleaseBase *self)
{
  return g_strdup_printf ("%04u", self->year);
}

/* The line of late registrations is frozen by the first release of the whole year. */
static gboolean
read_late (AmpSession *session, AmpReleaseBase *self, gboolean *known, GError **error)
{
  g_autofree char *name = year_name (self);
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) data = amp_store_release_base_get (
    amp_session_get_store (session), amp_unit_to_code (self->unit), name, NULL, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  *known = data != NULL && g_bytes_get_size (data) == sizeof self->late;
  if (*known)
    memcpy (&self->late, g_bytes_get_data (data, NULL), sizeof self->late);
  return TRUE;
}

AmpReleaseBase *
amp_release_base_read (AmpSession *session,
                       AmpUnit unit,
                       const AmpReleasePeriod *period,
                       AmpProgress *progress,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (AmpReleaseBase) self = amp_release_base_frozen (session, unit, period->year, error);
  gboolean whole_year = period->first == 1 && period->last == 12, late_known = TRUE;
  guint months = 0;

  if (self == NULL || (whole_year && !read_late (session, self, &late_known, error)))
    return NULL;
  for (guint month = period->first; month <= period->last; month++)
    months |= 1u << month;
  months &= ~self->frozen;
  self->fresh_late = !late_known;
  if ((months != 0 || !late_known) &&
      !freeze_months (session, self, period, months, progress, cancellable, error))
    return NULL;
  g_array_sort (self->rows, compare_rows);
  return g_steal_pointer (&self);
}

gboolean
amp_release_base_freeze (AmpSession *session, const AmpReleaseBase *self, GError **error)
{
  g_autofree char *year = year_name (self);
  g_autoptr (GBytes) late = g_bytes_new (&self->late, sizeof self->late);

  if (self->fresh_late &&
      !amp_store_release_base_put (amp_session_get_store (session), amp_unit_to_code (self->unit),
                                   year, late, error))
    return FALSE;
  for (guint month = 1; month <= 12; month++)
    if (self->fresh & (1u << month))
      {
        g_autofree char *name = month_name (self->year, month);

        if (!amp_store_release_base_put (amp_session_get_store (session),
                                         amp_unit_to_code (self->unit), name,
                                         self->fresh_data[month], error))
          return FALSE;
      }
  return TRUE;
}

/* --- What came since --- */

typedef struct
{
  Freezer *freezer;
  GHashTable *now; /* units */
} Drift;

static void
take_unit (const AmpCounter *counter, const AmpCountRow *from, gpointer data)
{
  Drift *self = data;
  const gint64 *person = g_hash_table_lookup (self->freezer->person_of_case, &from->case_id);

  (void) counter;
  g_hash_table_add (
    self->now, copy_id (unit_hash (self->freezer, from,
                                   hash_id (self->freezer, "person",
                                            person != NULL ? (guint64) *person : from->unit))));
}

/* Of the frozen units, those of the period. */
static GHashTable *
frozen_units (const AmpReleaseBase *base, const AmpReleasePeriod *period)
{
  GHashTable *units = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < base->rows->len; i++)
    {
      const AmpBaseRow *row = &g_array_index (base->rows, AmpBaseRow, i);
      AmpReleasePeriod month;

      if (row->n[AMP_COLUMN_TIME] > 0 &&
          amp_release_period_parse (amp_release_base_value (base, row, AMP_COLUMN_TIME, 0),
                                    &month) &&
          month.first >= period->first && month.last <= period->last)
        g_hash_table_add (units, copy_id (row->unit));
    }
  return units;
}

static guint64
count_missing (GHashTable *those, GHashTable *in)
{
  GHashTableIter iter;
  gpointer unit;
  guint64 n = 0;

  g_hash_table_iter_init (&iter, those);
  while (g_hash_table_iter_next (&iter, &unit, NULL))
    n += g_hash_table_contains (in, unit) ? 0 : 1;
  return n;
}

gboolean
amp_release_drift (AmpSession *session,
                   const AmpCountSpec *spec,
                   guint64 *late,
                   guint64 *gone,
                   AmpProgress *progress,
                   GCancellable *cancellable,
                   GError **error)
{
  g_auto (Freezer) freezer = {0};
  g_autoptr (AmpReleaseBase) base = NULL;
  g_autoptr (GHashTable) then = NULL;
  g_autoptr (GHashTable) now = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  AmpCountSpec all = {.unit = spec->unit};
  AmpReleasePeriod period;
  Drift drift = {&freezer, now};
  guint64 n_then, n_now;

  if (!amp_release_period_of (spec, &period))
    return amp_release_refuse (error, AMP_RELEASE_ERROR_PERIOD, "Not a month, a quarter or a year");
  base = amp_release_base_frozen (session, spec->unit, period.year, error);
  if (base == NULL)
    return FALSE;
  freezer_init (&freezer, session, base, 0);
  amp_release_period_days (&period, all.from, all.to);
  if (!read_persons (session, freezer.person_of_case, error) ||
      !amp_counts_each_row (session, &all, NULL, 0, take_unit, &drift, progress, cancellable,
                            error))
    return FALSE;
  if (freezer.failed)
    return amp_release_refuse (error, AMP_RELEASE_ERROR_LEDGER, "No key for hashing");
  then = frozen_units (base, &period);
  n_then = g_hash_table_size (then);
  n_now = g_hash_table_size (now);
  /* Services and referrals have no hash that stays. */
  if (spec->unit == AMP_UNIT_SERVICES || spec->unit == AMP_UNIT_REFERRALS)
    {
      *late = n_now > n_then ? n_now - n_then : 0;
      *gone = n_then > n_now ? n_then - n_now : 0;
      return TRUE;
    }
  *late = count_missing (now, then);
  *gone = count_missing (then, now);
  return TRUE;
}
