/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From cells to what is proven. Where a unit has one value of a column, a cell is the sum of its
 * parts. Where it may have several (a person served in two regions), each part is a split of its
 * own into those who have it and those who have not, and the parts come to at least the whole;
 * whoever reckons may use both, so both are equations here, with helper cells for who has not and
 * for the overlap (disclosure.md 3a, "Units"). */
#include "domain/release-private.h"

#include <string.h>

typedef struct
{
  guint32 cell, whole, part; /* of the helper; whole less part */
  gboolean sensitive;
} Rest;

typedef struct
{
  const AmpReleaseSpace *space;
  const AmpReleasePolicy *policy;
  AmpSystem *system;
  GArray *needs;
  GArray *rests;    /* Rest */
  GArray *overlaps; /* guint32: helper cells whose parts all stand in a table */
  guint32 n_helpers;
  guint32 *need_of; /* place of the need of a cell + 1 */
} Builder;

typedef void (*SplitFunc) (
  Builder *self, AmpColumn column, guint32 whole, const guint32 *parts, guint n);

static gboolean
is_multiple (const AmpReleaseSpace *space, AmpColumn column)
{
  return (amp_column_kind (column)->multiple & (1u << space->unit)) != 0;
}

/* Every whole and its parts, along every column. */
static void
each_split (Builder *self, SplitFunc func)
{
  const AmpReleaseSpace *space = self->space;
  g_autofree guint32 *parts = g_new (guint32, space->n_cells + 1);

  for (guint c = 0; c < AMP_N_COLUMNS; c++)
    for (guint s = 0; s < space->column[c].splits->len; s++)
      {
        const AmpSplit *split = g_ptr_array_index (space->column[c].splits, s);

        for (guint32 cell = 0; cell < space->n_cells; cell++)
          {
            if (cell / space->stride[c] % space->column[c].names->len != split->parent)
              continue;
            for (guint i = 0; i < split->children->len; i++)
              parts[i] = cell + (g_array_index (split->children, guint, i) - split->parent) *
                                  space->stride[c];
            func (self, c, cell, parts, split->children->len);
          }
      }
}

static void
count_helpers (Builder *self, AmpColumn column, guint32 whole, const guint32 *parts, guint n)
{
  (void) whole;
  (void) parts;
  if (is_multiple (self->space, column) && n > 1)
    self->n_helpers += n + 2;
}

static gboolean
stands_in_a_table (const Builder *self, guint32 cell)
{
  return self->system->state[cell] != AMP_CELL_UNSEEN;
}

static guint32
new_helper (Builder *self, gint64 count)
{
  guint32 cell = self->space->n_cells + self->n_helpers++;

  self->system->count[cell] = count;
  self->system->state[cell] = AMP_CELL_UNSEEN;
  return cell;
}

static void
add_split (Builder *self, AmpColumn column, guint32 whole, const guint32 *parts, guint n)
{
  const gint64 *count = self->system->count;
  guint32 sum, of_sum[2], of_whole[2];
  gint64 total = 0;
  gboolean all_stand = stands_in_a_table (self, whole);

  if (!is_multiple (self->space, column) || n < 2)
    {
      amp_system_add_equation (self->system, whole, parts, n);
      return;
    }
  for (guint i = 0; i < n; i++)
    {
      guint32 rest = new_helper (self, count[whole] - count[parts[i]]);
      Rest entry = {rest, whole, parts[i], amp_column_kind (column)->sensitive};

      of_whole[0] = parts[i];
      of_whole[1] = rest;
      amp_system_add_equation (self->system, whole, of_whole, 2);
      g_array_append_val (self->rests, entry);
      total += count[parts[i]];
      all_stand = all_stand && stands_in_a_table (self, parts[i]);
    }
  sum = new_helper (self, total);
  amp_system_add_equation (self->system, sum, parts, n);
  of_sum[0] = whole;
  of_sum[1] = new_helper (self, total - count[whole]);
  amp_system_add_equation (self->system, sum, of_sum, 2);
  if (all_stand)
    g_array_append_val (self->overlaps, of_sum[1]);
}

/* --- Rules --- */

/* Both this and what was needed before. What was told before cannot be taken back. */
static void
require (Builder *self, guint32 cell, gint64 at_most, gint64 at_least, gboolean either)
{
  const AmpNeed need = {cell, at_most, at_least, either};
  AmpNeed *before;

  if (self->system->state[cell] == AMP_CELL_PUBLISHED)
    return;
  if (self->system->state[cell] != AMP_CELL_SECONDARY)
    self->system->state[cell] = AMP_CELL_PRIMARY;
  if (self->need_of[cell] == 0)
    {
      g_array_append_val (self->needs, need);
      self->need_of[cell] = self->needs->len;
      return;
    }
  before = &g_array_index (self->needs, AmpNeed, self->need_of[cell] - 1);
  if (before->either)
    *before = need;
  before->at_most = MIN (before->at_most, at_most);
  before->at_least = MAX (before->at_least, at_least);
}

static gboolean
apply_rules (Builder *self, GError **error)
{
  const AmpRules rules = {.t = self->policy->t,
                          .zeros_hidden = TRUE,
                          .strong = TRUE,
                          .share_percent = self->policy->share};
  AmpSystem cells = *self->system; /* without the helpers */

  cells.n_cells = self->space->n_cells;
  self->needs = amp_rules_apply (&rules, NULL, &cells, error);
  if (self->needs == NULL)
    return FALSE;
  for (guint i = 0; i < self->needs->len; i++)
    self->need_of[g_array_index (self->needs, AmpNeed, i).cell] = i + 1;
  return TRUE;
}

/* Services of fewer than t persons give them away whatever their number. */
static void
require_people (Builder *self)
{
  const gint64 *count = self->system->count;

  for (guint32 i = 0; i < self->space->n_cells; i++)
    if (count[i] >= self->policy->t && self->space->people[i] < self->policy->t &&
        stands_in_a_table (self, i))
      require (self, i, 0, count[i], FALSE);
}

static void
require_group (Builder *self, AmpColumn column, guint32 whole, const guint32 *parts, guint n)
{
  const gint64 *count = self->system->count;
  gint64 most = count[whole] * (gint64) self->policy->share / 100;

  if (!amp_column_kind (column)->sensitive || n < 2 || count[whole] < self->policy->t ||
      !stands_in_a_table (self, whole))
    return;
  for (guint i = 0; i < n; i++)
    if (count[parts[i]] > most && stands_in_a_table (self, parts[i]))
      require (self, parts[i], most, count[parts[i]], FALSE);
}

/* Who has not is a cell like any other where both numbers that it is the difference of stand in a
 * table; that all have is news only about what is sensitive. */
static void
require_rests (Builder *self)
{
  gint64 t = self->policy->t;

  for (guint i = 0; i < self->rests->len; i++)
    {
      const Rest *rest = &g_array_index (self->rests, Rest, i);
      gint64 count = self->system->count[rest->cell];

      if (self->system->count[rest->whole] < t || count >= t || (count == 0 && !rest->sensitive) ||
          !stands_in_a_table (self, rest->whole) || !stands_in_a_table (self, rest->part))
        continue;
      require (self, rest->cell, 0, t, FALSE);
    }
  for (guint i = 0; i < self->overlaps->len; i++)
    {
      guint32 cell = g_array_index (self->overlaps, guint32, i);
      gint64 count = self->system->count[cell];

      if (count > 0 && count < t)
        require (self, cell, count - 1, count + 1, TRUE);
    }
}

static void
builder_clear (Builder *self)
{
  g_clear_pointer (&self->system, amp_system_free);
  g_clear_pointer (&self->needs, g_array_unref);
  g_clear_pointer (&self->rests, g_array_unref);
  g_clear_pointer (&self->overlaps, g_array_unref);
  g_free (self->need_of);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Builder, builder_clear)

/* The cells with all helpers and equations, before any rule. */
static void
build (Builder *self, const gint64 *count, const guint8 *states)
{
  guint32 n;

  each_split (self, count_helpers);
  n = self->space->n_cells + self->n_helpers;
  self->n_helpers = 0;
  self->system = amp_system_new (n);
  memcpy (self->system->count, count, self->space->n_cells * sizeof (gint64));
  if (states != NULL)
    memcpy (self->system->state, states, self->space->n_cells);
  self->rests = g_array_new (FALSE, FALSE, sizeof (Rest));
  self->overlaps = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->need_of = g_new0 (guint32, n);
  each_split (self, add_split);
}

gint64 *
amp_release_proven_counts (const AmpReleaseSpace *space, const gint64 *count)
{
  g_auto (Builder) builder = {.space = space};

  build (&builder, count, NULL);
  return g_steal_pointer (&builder.system->count);
}

AmpReleaseProven *
amp_release_proven_new (const AmpReleaseSpace *space,
                        const guint8 *states,
                        const AmpReleasePolicy *policy,
                        GError **error)
{
  g_auto (Builder) builder = {.space = space, .policy = policy};
  AmpReleaseProven *self;

  build (&builder, space->count, states);
  for (guint32 i = 0; i < space->n_cells; i++)
    builder.system->price[i] = 1 + g_bit_storage ((gulong) space->count[i]);
  if (!amp_system_adds_up (builder.system, error) || !apply_rules (&builder, error))
    return NULL;
  require_people (&builder);
  each_split (&builder, require_group);
  require_rests (&builder);
  self = g_new0 (AmpReleaseProven, 1);
  self->n_cells = space->n_cells;
  self->system = g_steal_pointer (&builder.system);
  self->needs = g_steal_pointer (&builder.needs);
  return self;
}

void
amp_release_proven_free (AmpReleaseProven *self)
{
  if (self == NULL)
    return;
  amp_system_free (self->system);
  g_clear_pointer (&self->needs, g_array_unref);
  g_clear_pointer (&self->proof, g_ptr_array_unref);
  g_free (self);
}

gboolean
amp_release_proven_check (const AmpReleaseProven *self, gint64 t, GError **error)
{
  const AmpNeed *needs = (const AmpNeed *) (gpointer) self->needs->data;
  g_autoptr (GArray) of_cells = g_array_new (FALSE, FALSE, sizeof (AmpNeed));
  AmpSystem cells = *self->system;

  if (!amp_proof_check (self->system, needs, self->needs->len, self->proof, error))
    return FALSE;
  /* The helpers are no counts of anybody's table; what small ones need is said above. The
   * equations reach into them. */
  cells.n_cells = self->n_cells;
  cells.n_equations = 0;
  for (guint i = 0; i < self->needs->len; i++)
    if (needs[i].cell < self->n_cells)
      g_array_append_val (of_cells, needs[i]);
  return amp_small_cells_check (&cells, (const AmpNeed *) (gpointer) of_cells->data, of_cells->len,
                                t, TRUE, error);
}

/* --- As bytes --- */

#define PROVEN_TYPE "(xuasaxayauaua(uxxb)a(auax))"

static GVariant *
fixed (const char *type, const void *data, gsize n, gsize size)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE (type), data, n, size);
}

static GVariant *
pack_keys (const AmpReleaseSpace *space)
{
  GVariantBuilder keys;

  g_variant_builder_init (&keys, G_VARIANT_TYPE ("as"));
  for (guint32 cell = 0; cell < space->n_cells; cell++)
    g_variant_builder_add_value (&keys,
                                 g_variant_new_take_string (amp_release_space_key (space, cell)));
  return g_variant_builder_end (&keys);
}

static GVariant *
pack_needs (const GArray *needs)
{
  GVariantBuilder list;

  g_variant_builder_init (&list, G_VARIANT_TYPE ("a(uxxb)"));
  for (guint i = 0; i < needs->len; i++)
    {
      const AmpNeed *need = &g_array_index (needs, AmpNeed, i);

      g_variant_builder_add (&list, "(uxxb)", need->cell, need->at_most, need->at_least,
                             need->either);
    }
  return g_variant_builder_end (&list);
}

static GVariant *
pack_proof (const AmpProof *proof)
{
  GVariantBuilder list;

  g_variant_builder_init (&list, G_VARIANT_TYPE ("a(auax)"));
  for (guint i = 0; proof != NULL && i < proof->len; i++)
    {
      const AmpWitness *witness = g_ptr_array_index (proof, i);

      g_variant_builder_add (&list, "(@au@ax)",
                             fixed ("u", witness->cell, witness->n, sizeof (guint32)),
                             fixed ("x", witness->difference, witness->n, sizeof (gint64)));
    }
  return g_variant_builder_end (&list);
}

GBytes *
amp_release_proven_to_bytes (const AmpReleaseProven *self, const AmpReleaseSpace *space, gint64 t)
{
  const AmpSystem *system = self->system;
  guint32 n = system->n_equations;
  g_autoptr (GVariant) packed = g_variant_ref_sink (
    g_variant_new ("(xu@as@ax@ay@au@au@a(uxxb)@a(auax))", t, self->n_cells, pack_keys (space),
                   fixed ("x", system->count, system->n_cells, sizeof (gint64)),
                   fixed ("y", system->state, system->n_cells, 1),
                   fixed ("u", system->start, n + 1, sizeof (guint32)),
                   fixed ("u", system->member, system->start[n], sizeof (guint32)),
                   pack_needs (self->needs), pack_proof (self->proof)));

  return g_variant_get_data_as_bytes (packed);
}

static gpointer
unfix (GVariant *tuple, guint place, gsize size, gsize *n)
{
  g_autoptr (GVariant) array = g_variant_get_child_value (tuple, place);
  const void *data = g_variant_get_fixed_array (array, n, size);

  return g_memdup2 (data, *n * size);
}

static GArray *
unpack_needs (GVariant *tuple, guint place)
{
  g_autoptr (GVariant) array = g_variant_get_child_value (tuple, place);
  GArray *needs = g_array_new (FALSE, FALSE, sizeof (AmpNeed));
  GVariantIter iter;
  AmpNeed need = {0};

  g_variant_iter_init (&iter, array);
  while (
    g_variant_iter_next (&iter, "(uxxb)", &need.cell, &need.at_most, &need.at_least, &need.either))
    g_array_append_val (needs, need);
  return needs;
}

/* NULL: a witness that is no pair of lists of one length. */
static AmpProof *
unpack_proof (GVariant *tuple, guint place)
{
  g_autoptr (GVariant) array = g_variant_get_child_value (tuple, place);
  g_autoptr (GPtrArray) proof = amp_proof_new ();

  for (gsize i = 0; i < g_variant_n_children (array); i++)
    {
      g_autoptr (GVariant) pair = g_variant_get_child_value (array, i);
      gsize n, m;
      g_autofree guint32 *cells = unfix (pair, 0, sizeof (guint32), &n);
      g_autofree gint64 *differences = unfix (pair, 1, sizeof (gint64), &m);
      AmpWitness *witness;

      if (n != m || n > G_MAXUINT32)
        return NULL;
      witness = amp_witness_new ((guint32) n);
      if (n > 0)
        {
          memcpy (witness->cell, cells, n * sizeof (guint32));
          memcpy (witness->difference, differences, n * sizeof (gint64));
        }
      g_ptr_array_add (proof, witness);
    }
  return g_steal_pointer (&proof);
}

static AmpSystem *
unpack_system (GVariant *tuple)
{
  gsize n, n_states, n_starts, n_members;
  AmpSystem *system = g_new0 (AmpSystem, 1);

  system->count = unfix (tuple, 3, sizeof (gint64), &n);
  system->state = unfix (tuple, 4, 1, &n_states);
  system->start = unfix (tuple, 5, sizeof (guint32), &n_starts);
  system->member = unfix (tuple, 6, sizeof (guint32), &n_members);
  if (n == n_states && n_starts > 0 && n <= G_MAXUINT32 && n_starts <= G_MAXUINT32 &&
      system->start[n_starts - 1] == n_members)
    {
      system->n_cells = (guint32) n;
      system->n_equations = (guint32) n_starts - 1;
      system->price = g_new0 (guint32, n);
      return system;
    }
  amp_system_free (system);
  return NULL;
}

AmpReleaseProven *
amp_release_proven_from_bytes (GBytes *bytes, gint64 *t, char ***keys, GError **error)
{
  g_autoptr (GVariant) tuple =
    g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (PROVEN_TYPE), bytes, FALSE));
  g_autoptr (AmpReleaseProven) self = g_new0 (AmpReleaseProven, 1);
  g_autoptr (GVariant) names = NULL;

  if (g_variant_is_normal_form (tuple))
    {
      g_variant_get_child (tuple, 0, "x", t);
      g_variant_get_child (tuple, 1, "u", &self->n_cells);
      self->system = unpack_system (tuple);
      self->needs = unpack_needs (tuple, 7);
      self->proof = unpack_proof (tuple, 8);
      names = g_variant_get_child_value (tuple, 2);
    }
  if (self->system == NULL || self->proof == NULL || self->n_cells > self->system->n_cells ||
      g_variant_n_children (names) != self->n_cells)
    {
      amp_release_refuse (error, AMP_RELEASE_ERROR_LEDGER, "A stored proof cannot be read");
      return NULL;
    }
  *keys = g_variant_dup_strv (names, NULL);
  return g_steal_pointer (&self);
}

/* --- What an earlier proof still does --- */

static gboolean
is_of_space (const AmpReleaseProven *self, const AmpReleaseSpace *space, char **keys)
{
  if (self->n_cells != space->n_cells)
    return FALSE;
  for (guint32 cell = 0; cell < space->n_cells; cell++)
    {
      g_autofree char *key = amp_release_space_key (space, cell);

      if (strcmp (key, keys[cell]) != 0)
        return FALSE;
    }
  return TRUE;
}

void
amp_release_proven_reuse (const AmpReleaseProven *self,
                          const AmpReleaseSpace *space,
                          GBytes *earlier,
                          AmpProof *known)
{
  g_auto (GStrv) keys = NULL;
  gint64 t;
  g_autoptr (AmpReleaseProven) before = amp_release_proven_from_bytes (earlier, &t, &keys, NULL);

  if (before == NULL || before->system->n_cells != self->system->n_cells ||
      !is_of_space (before, space, keys))
    return;
  while (before->proof->len > 0)
    g_ptr_array_add (known, g_ptr_array_steal_index (before->proof, before->proof->len - 1));
}
