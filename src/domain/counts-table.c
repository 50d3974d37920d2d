/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A counted table: sorted, immutable, with the notes without which nobody should read it. */
#include "domain/counts-private.h"

#include "domain/map.h"

#include <string.h>

#define N_(text) text

struct _AmpCountTable
{
  AmpCountSpec spec; /* its filter values are own_values */
  char *own_values[G_N_ELEMENTS (((AmpCountSpec *) NULL)->where_value)];
  GStringChunk *texts;
  GPtrArray *values;  /* n_rows * n_dimensions, borrowed from texts */
  GArray *counts;     /* guint64 */
  GByteArray *hidden; /* a byte a row; NULL: none */
  AmpCountRelease release;
  char *release_id;
  guint64 total, overlap;
  AmpCountAside aside;
  char *as_of;
  GPtrArray *notes; /* static sentences, NULL at the end */
};

/* --- Notes --- */

const char amp_count_internal_notice[] =
  N_ ("Internal: exact figures, not to be handed out. Small numbers can give a person away.");

static const char *const unit_notes[][4] = {
  [AMP_UNIT_PERSONS] =
    {N_ ("A person assisted has at least one service delivered in the period; an open case alone "
         "does not count."),
     N_ ("Each person counts once in each row and once in each total, so rows may add up to more "
         "than their total."),
     N_ ("Age is the age on the day of the first service of the period; minors are under 18.")},
  [AMP_UNIT_CASES] = {N_ ("Cases count on the day they were opened."),
                      N_ ("Each case counts once in each row and once in each total, so rows may "
                          "add up to more than their total."),
                      N_ ("Age is the age on the day the case was opened; minors are under 18.")},
  [AMP_UNIT_SERVICES] =
    {N_ ("Services count on the day they were delivered; services planned, refused, cancelled or "
         "delivered in part are left out."),
     N_ ("Each service counts once in each row and once in each total, so rows may add up to more "
         "than their total."),
     N_ ("Age is the age on the day of the service; minors are under 18.")},
  [AMP_UNIT_REFERRALS] =
    {N_ ("Referrals made by the office count on the day they were sent; without a period, those "
         "not sent yet count as well."),
     N_ ("Each referral counts once in each row and once in each total, so rows may add up to more "
         "than their total."),
     N_ ("Age is the age on the day the referral was sent; minors are under 18.")},
  [AMP_UNIT_ACTIVITIES] =
    {N_ ("Activities count on their first day; those planned or cancelled are left out."),
     N_ ("An activity for several audiences counts once in each row and once in the total, so rows "
         "may add up to more than their total."),
     N_ ("Region is where the activity was held."),
     N_ ("Cases that came out of an activity are counted among the cases, not here.")},
  [AMP_UNIT_REACHED] =
    {N_ ("People reached are attendances at activities carried out: who came twice counts twice. "
         "They are no persons assisted; never add the two."),
     N_ ("People at an activity for several audiences count in each of them and once in the total, "
         "so rows may add up to more than their total."),
     N_ ("The estimated audience of radio and social media is never added."),
     N_ ("Another sex and sex not recorded stand together, as no data. Region is where the "
         "activity was held.")},
  [AMP_UNIT_TRAININGS] =
    {N_ ("Training sessions count on their first day; those planned or cancelled are left out."),
     N_ ("A session on several topics or for several audiences counts once in each row and once in "
         "the total, so rows may add up to more than their total."),
     N_ ("Region is where the session was held.")},
  [AMP_UNIT_TRAINED] =
    {N_ ("People trained are attendances at sessions held: who came twice counts twice. They are "
         "no persons assisted; never add the two."),
     N_ ("Another sex and sex not recorded stand together, as no data."),
     N_ ("Region is where they serve; where that is not recorded, where the session was held.")},
  [AMP_UNIT_COMMITMENTS] =
    {N_ ("Commitments count on the day they are due, with their present status; without a period, "
         "those without a date count as well."),
     N_ ("Country is that of the commitment; where none is recorded, that of its region."),
     N_ ("Commitments are what institutions promised: they are no cases and no persons.")},
};

G_STATIC_ASSERT (G_N_ELEMENTS (unit_notes) == AMP_N_UNITS);

/* Those from the second on hold for the programme as well; the last one for people alone. */
static const char *const common_notes[] = {
  N_ ("Cases found not to be of a victim are left out and reported apart."),
  N_ ("The first and the last day of the period are included. A date known only by month or year "
      "counts where the whole month or year lies in the period."),
  N_ ("Do not add these figures to the complaints that the Ministerio Público counts: those are "
      "complaints, not persons assisted."),
};

typedef struct
{
  const char *dimension;
  const char *sentence;
} DimensionNote;

static const DimensionNote dimension_notes[] = {
  {"region", N_ ("Region is where the person was assisted.")},
  {"region_residence", N_ ("Region is where the person lives.")},
  {"region_exploitation", N_ ("Region is where the person was exploited.")},
  {"region_recruitment", N_ ("Region is where the person was recruited.")},
  {"macro_region",
   N_ (
     "Macro-regions are this program's, as Peru has none by law: north is Amazonas, Cajamarca, La "
     "Libertad, Lambayeque, Piura and Tumbes; centre Áncash, Ayacucho, Huancavelica, Huánuco, Ica, "
     "Junín and Pasco; south Apurímac, Arequipa, Cusco, Madre de Dios, Moquegua, Puno and Tacna; "
     "east Loreto, San Martín and Ucayali. In Ecuador they are the natural regions of INEC.")},
  {"border",
   N_ ("Border regions are Tumbes, Piura, Cajamarca, Amazonas and Loreto; in Ecuador, the seven "
       "provinces that border Peru.")},
};

/* Of what left the office, the period is closed: what comes late changes none of its numbers. What
 * counts no people is not closed by it, and says neither. */
static const char late_note[] =
  N_ ("Entries made late change earlier periods: compare tables by the time of their data.");
static const char closed_note[] =
  N_ ("The numbers of a closed period stay as they were: what is entered later changes none of "
      "them.");

static void
add_late_note (AmpCountTable *self)
{
  if (self->release.notice == NULL)
    g_ptr_array_add (self->notes, (gpointer) late_note);
  else if (!amp_unit_is_programme (self->spec.unit))
    g_ptr_array_add (self->notes, (gpointer) closed_note);
}

static void
add_notes (AmpCountTable *self)
{
  gboolean regions = FALSE, programme = amp_unit_is_programme (self->spec.unit);
  gsize first = programme ? 1 : 0;
  gsize n_common = G_N_ELEMENTS (common_notes) - (programme ? 1 : 0);

  g_ptr_array_add (
    self->notes,
    (gpointer) (self->release.notice != NULL ? self->release.notice : amp_count_internal_notice));
  for (gsize i = 0; i < G_N_ELEMENTS (unit_notes[0]); i++)
    if (unit_notes[self->spec.unit][i] != NULL)
      g_ptr_array_add (self->notes, (gpointer) unit_notes[self->spec.unit][i]);
  for (gsize i = 0; i < self->spec.n_dimensions; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (dimension_notes); j++)
      if (strcmp (self->spec.dimensions[i]->name, dimension_notes[j].dimension) == 0 &&
          !(programme && strcmp (dimension_notes[j].dimension, "region") == 0))
        g_ptr_array_add (self->notes, (gpointer) dimension_notes[j].sentence);
  for (gsize i = 0; i < self->spec.n_dimensions; i++)
    regions |= amp_dimension_plan (self->spec.dimensions[i])->reader == AMP_READ_REGION;
  if (regions)
    g_ptr_array_add (
      self->notes,
      (gpointer) (self->spec.lima_apart
                    ? N_ ("26 regions of Peru: Lima Metropolitana stands apart from Lima.")
                    : N_ ("25 regions of Peru: Lima includes Lima Metropolitana.")));
  for (gsize i = first; i < n_common; i++)
    {
      /* The last one is about what others count. */
      if (i + 1 == G_N_ELEMENTS (common_notes))
        add_late_note (self);
      g_ptr_array_add (self->notes, (gpointer) common_notes[i]);
    }
  if (programme)
    add_late_note (self);
  g_ptr_array_add (self->notes, NULL);
}

/* --- Making --- */

typedef struct
{
  gsize n_dimensions;
  guint16 *ranks[AMP_COUNTS_MAX_DIMENSIONS];
} Order;

static int
compare_cells (gconstpointer a, gconstpointer b, gpointer data)
{
  const AmpCell *cell_a = a, *cell_b = b;
  const Order *order = data;

  for (gsize i = 0; i < order->n_dimensions; i++)
    {
      int rank_a = cell_a->key[i] == AMP_CELL_ALL ? G_MAXINT : order->ranks[i][cell_a->key[i]];
      int rank_b = cell_b->key[i] == AMP_CELL_ALL ? G_MAXINT : order->ranks[i][cell_b->key[i]];

      if (rank_a != rank_b)
        return rank_a < rank_b ? -1 : 1;
    }
  return 0;
}

static gboolean
all_from (const AmpCell *cell, gsize first, gsize n)
{
  for (gsize i = first; i < n; i++)
    if (cell->key[i] != AMP_CELL_ALL)
      return FALSE;
  return TRUE;
}

static void
take_cells (AmpCountTable *self, GArray *cells, AmpValues *const *values)
{
  gsize n = self->spec.n_dimensions;
  guint64 parts = 0;

  for (guint i = 0; i < cells->len; i++)
    {
      const AmpCell *cell = &g_array_index (cells, AmpCell, i);

      for (gsize j = 0; j < n; j++)
        g_ptr_array_add (self->values, g_string_chunk_insert_const (
                                         self->texts, amp_values_text (values[j], cell->key[j])));
      g_array_append_val (self->counts, cell->count);
      if (all_from (cell, 0, n))
        self->total = cell->count;
      else if (n > 0 && all_from (cell, 1, n))
        parts += cell->count;
    }
  self->overlap = parts > self->total ? parts - self->total : 0;
}

static void
copy_spec (AmpCountTable *self, const AmpCountSpec *spec)
{
  self->spec = *spec;
  for (gsize i = 0; i < spec->n_where; i++)
    {
      self->own_values[i] = g_strdup (spec->where_value[i]);
      self->spec.where_value[i] = self->own_values[i];
    }
}

AmpCountTable *
amp_count_table_new_empty (const AmpCountSpec *spec,
                           const char *as_of,
                           const AmpCountRelease *release)
{
  AmpCountTable *self = g_new0 (AmpCountTable, 1);

  copy_spec (self, spec);
  self->texts = g_string_chunk_new (256);
  self->values = g_ptr_array_new ();
  self->counts = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->notes = g_ptr_array_new ();
  self->as_of = g_strdup (as_of);
  if (release != NULL)
    {
      self->release = *release;
      self->release.period = g_string_chunk_insert (self->texts, release->period);
      self->hidden = g_byte_array_new ();
      amp_count_table_set_release_id (self, release->id);
    }
  add_notes (self);
  return self;
}

void
amp_count_table_set_release_id (AmpCountTable *self, const char *id)
{
  g_free (self->release_id);
  self->release_id = g_strdup (id);
  self->release.id = self->release_id;
}

void
amp_count_table_add_row (AmpCountTable *self,
                         const char *const *values,
                         guint64 count,
                         gboolean hidden)
{
  const guint8 mark = hidden ? 1 : 0;
  gboolean whole = TRUE;

  for (gsize i = 0; i < self->spec.n_dimensions; i++)
    {
      g_ptr_array_add (self->values, g_string_chunk_insert_const (self->texts, values[i]));
      whole = whole && strcmp (values[i], "*") == 0;
    }
  if (hidden)
    count = 0;
  g_array_append_val (self->counts, count);
  if (self->hidden != NULL)
    g_byte_array_append (self->hidden, &mark, 1);
  if (whole)
    self->total = count;
}

AmpCountTable *
amp_count_table_new (const AmpCountSpec *spec,
                     const AmpCells *cells,
                     AmpValues *const *values,
                     const AmpCountAside *aside)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *as_of = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  AmpCountTable *self = amp_count_table_new_empty (spec, as_of, NULL);
  g_autoptr (GArray) list = amp_cells_list (cells);
  Order order = {spec->n_dimensions, {NULL}};
  AmpCell nothing = {.count = 0};

  self->aside = *aside;
  for (gsize i = 0; i < spec->n_dimensions; i++)
    {
      order.ranks[i] = amp_values_ranks (values[i]);
      nothing.key[i] = AMP_CELL_ALL;
    }
  if (list->len == 0) /* nobody is an answer too */
    g_array_append_val (list, nothing);
  g_array_sort_with_data (list, compare_cells, &order);
  take_cells (self, list, values);
  for (gsize i = 0; i < spec->n_dimensions; i++)
    g_free (order.ranks[i]);
  return self;
}

void
amp_count_table_free (AmpCountTable *self)
{
  if (self == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (self->own_values); i++)
    g_free (self->own_values[i]);
  g_string_chunk_free (self->texts);
  g_ptr_array_unref (self->values);
  g_array_unref (self->counts);
  g_clear_pointer (&self->hidden, g_byte_array_unref);
  g_free (self->release_id);
  g_ptr_array_unref (self->notes);
  g_free (self->as_of);
  g_free (self);
}

/* --- Reading --- */

const AmpCountSpec *
amp_count_table_spec (const AmpCountTable *self)
{
  return &self->spec;
}

gsize
amp_count_table_n_rows (const AmpCountTable *self)
{
  return self->counts->len;
}

const char *
amp_count_table_value (const AmpCountTable *self, gsize row, gsize dimension)
{
  return g_ptr_array_index (self->values, row * self->spec.n_dimensions + dimension);
}

guint64
amp_count_table_count (const AmpCountTable *self, gsize row)
{
  return g_array_index (self->counts, guint64, row);
}

gboolean
amp_count_table_is_hidden (const AmpCountTable *self, gsize row)
{
  return self->hidden != NULL && self->hidden->data[row] != 0;
}

const AmpCountRelease *
amp_count_table_release (const AmpCountTable *self)
{
  return self->hidden != NULL ? &self->release : NULL;
}

gssize
amp_count_table_find (const AmpCountTable *self, const char *const *values)
{
  for (gsize row = 0; row < self->counts->len; row++)
    {
      gsize i = 0;

      while (i < self->spec.n_dimensions &&
             strcmp (amp_count_table_value (self, row, i), values[i]) == 0)
        i++;
      if (i == self->spec.n_dimensions)
        return (gssize) row;
    }
  return -1;
}

guint64
amp_count_table_total (const AmpCountTable *self)
{
  return self->total;
}

const char *
amp_count_table_as_of (const AmpCountTable *self)
{
  return self->as_of;
}

guint64
amp_count_table_overlap (const AmpCountTable *self)
{
  return self->overlap;
}

guint64
amp_count_table_not_victims (const AmpCountTable *self)
{
  return self->aside.not_victims;
}

guint64
amp_count_table_undated (const AmpCountTable *self)
{
  return self->aside.undated;
}

const char *const *
amp_count_table_notes (const AmpCountTable *self)
{
  return (const char *const *) self->notes->pdata;
}

AmpMap *
amp_count_table_to_map (const AmpCountTable *self)
{
  gsize n = self->spec.n_dimensions, region = 0;
  AmpMap *map;

  while (region < n &&
         amp_dimension_plan (self->spec.dimensions[region])->reader != AMP_READ_REGION)
    region++;
  if (region == n)
    return NULL;
  map = amp_map_new (self->spec.lima_apart);
  for (gsize row = 0; row < self->counts->len; row++)
    {
      gboolean others = FALSE;

      for (gsize i = 0; i < n; i++)
        others |= i != region && strcmp (amp_count_table_value (self, row, i), "*") != 0;
      if (!others)
        {
          const char *code = amp_count_table_value (self, row, region);

          if (amp_count_table_is_hidden (self, row))
            amp_map_hide (map, code);
          else
            amp_map_set (map, code, amp_count_table_count (self, row));
        }
    }
  return map;
}
