/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "disclosure/suppress.h"

#include "disclosure/linear.h"
#include "disclosure/witness.h"

#include <string.h>

#define LIMIT_MS 30000
#define DRY_ROUNDS 1
#define PRUNE_STEPS 50000 /* of the simplex; fewer on tables of more than PRUNE_CELLS */
#define PRUNE_CELLS 6000

typedef struct
{
  AmpSystem *system;
  const AmpNeed *needs;
  guint32 n_needs;
  const AmpSuppressOptions *options;
  GCancellable *cancellable;
  AmpSearch *search;
  guint8 *was; /* the states before */
} Suppress;

static gboolean
fail (gint code, const char *message, GError **error)
{
  g_set_error_literal (error, AMP_DISCLOSURE_ERROR, code, message);
  return FALSE;
}

/* Cancelled, or out of time. */
static gboolean
fail_stopped (const Suppress *self, GError **error)
{
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  return fail (AMP_DISCLOSURE_ERROR_UNPROVEN, "the time for the proof is over", error);
}

static gboolean
needs_are_sound (const Suppress *self, GError **error)
{
  for (guint32 i = 0; i < self->n_needs; i++)
    if (self->needs[i].cell >= self->system->n_cells)
      return fail (AMP_DISCLOSURE_ERROR_INVALID, "a need of a cell that is none", error);
    else if (amp_cell_is_told (self->system->state[self->needs[i].cell]))
      return fail (AMP_DISCLOSURE_ERROR_INVALID, "a need of a cell that is told", error);
  return amp_system_adds_up (self->system, error);
}

static void
report (const Suppress *self)
{
  if (self->options != NULL && self->options->report != NULL)
    self->options->report (amp_search_share_met (self->search), self->options->data);
}

/* --- A first pattern --- */

/* Large numbers first: those tell most. */
static gint
by_count (gconstpointer a, gconstpointer b, gpointer data)
{
  const AmpSystem *system = data;
  guint32 one = *(const guint32 *) a, two = *(const guint32 *) b;

  if (system->count[one] != system->count[two])
    return system->count[one] > system->count[two] ? -1 : 1;
  if (system->price[one] != system->price[two])
    return system->price[one] > system->price[two] ? -1 : 1;
  return one < two ? -1 : one > two;
}

static gint
by_price (gconstpointer a, gconstpointer b, gpointer data)
{
  const AmpSystem *system = data;
  guint32 one = *(const guint32 *) a, two = *(const guint32 *) b;

  if (system->price[one] != system->price[two])
    return system->price[one] > system->price[two] ? -1 : 1;
  return by_count (a, b, data);
}

static guint32 *
cells_in_order (const AmpSystem *system, GCompareDataFunc order)
{
  guint32 *cells = g_new (guint32, system->n_cells);

  for (guint32 i = 0; i < system->n_cells; i++)
    cells[i] = i;
  g_qsort_with_data (cells, (gint) system->n_cells, sizeof (guint32), order, (gpointer) system);
  return cells;
}

static guint8 *
protected_cells (const Suppress *self)
{
  guint8 *is_protected = g_new0 (guint8, self->system->n_cells);

  for (guint32 i = 0; i < self->n_needs; i++)
    is_protected[self->needs[i].cell] = TRUE;
  return is_protected;
}

static gboolean
hide_first (Suppress *self, GError **error)
{
  g_autofree guint8 *is_protected = protected_cells (self);
  g_autofree guint32 *order = cells_in_order (self->system, by_count);

  return amp_linear_hide (self->system, is_protected, order, self->cancellable, error);
}

/* --- Witnesses, and what else has to be hidden for them --- */

static gboolean
search_many (Suppress *self, GError **error)
{
  for (guint dry = 0; dry < DRY_ROUNDS && amp_search_n_unmet (self->search) > 0;)
    {
      AmpSearchResult result = amp_search_many (self->search);

      if (result == AMP_SEARCH_STOPPED)
        return fail_stopped (self, error);
      dry = result == AMP_SEARCH_FOUND ? 0 : dry + 1;
      report (self);
    }
  return TRUE;
}

/* Where nothing in whole numbers comes of it: the cheapest open cell that stands in an equation
 * with the cell; where all of those are hidden, the cheapest of all. FALSE: there is none. */
static gboolean
hide_neighbour (Suppress *self, guint32 cell)
{
  AmpSystem *system = self->system;
  guint32 best = G_MAXUINT32;
  gboolean nearby;

  for (guint32 e = 0; e < system->n_equations; e++)
    {
      gboolean has_cell = FALSE;

      for (guint32 z = system->start[e]; z < system->start[e + 1]; z++)
        has_cell = has_cell || system->member[z] == cell;
      for (guint32 z = system->start[e]; z < system->start[e + 1] && has_cell; z++)
        if (system->state[system->member[z]] == AMP_CELL_OPEN &&
            (best == G_MAXUINT32 || system->price[system->member[z]] < system->price[best]))
          best = system->member[z];
    }
  nearby = best != G_MAXUINT32;
  for (guint32 i = 0; i < system->n_cells && !nearby; i++)
    if (system->state[i] == AMP_CELL_OPEN &&
        (best == G_MAXUINT32 || system->price[i] < system->price[best]))
      best = i;
  if (best == G_MAXUINT32)
    return FALSE;
  system->state[best] = AMP_CELL_SECONDARY;
  amp_search_cell_hidden (self->search, best);
  return TRUE;
}

/* After so many needs that were met one by one, what was hidden for them may do for others. */
#define MANY_AFTER 64

static gboolean
search_each (Suppress *self, GError **error)
{
  gboolean hide = self->options == NULL || !self->options->keep_pattern;
  guint n = 0;

  for (guint32 i = 0; i < self->n_needs; i++)
    while (!amp_search_is_met (self->search, i))
      {
        AmpSearchResult result = amp_search_one (self->search, i, hide);

        if (result == AMP_SEARCH_STOPPED)
          return fail_stopped (self, error);
        if (result == AMP_SEARCH_NONE && !(hide && hide_neighbour (self, self->needs[i].cell)))
          return fail (AMP_DISCLOSURE_ERROR_UNPROVEN, "no pattern hides what must be hidden",
                       error);
        report (self);
        if (hide && ++n % MANY_AFTER == 0 && amp_search_n_unmet (self->search) > MANY_AFTER &&
            !search_many (self, error))
          return FALSE;
      }
  return TRUE;
}

/* --- Showing again what was hidden in excess --- */

/* Which of the cells hidden here could be told by adding and taking away alone; the dearest first.
 * NULL: cancelled. */
static GArray *
candidates (Suppress *self, GError **error)
{
  g_autoptr (AmpSystem) copy = amp_system_copy (self->system);
  g_autofree guint8 *is_protected = protected_cells (self);
  g_autofree guint32 *order = cells_in_order (self->system, by_price);
  GArray *cells;

  /* Told already, all that is; open, those that might be. */
  for (guint32 i = 0; i < copy->n_cells; i++)
    if (copy->state[i] == AMP_CELL_OPEN)
      copy->state[i] = AMP_CELL_PUBLISHED;
    else if (copy->state[i] == AMP_CELL_SECONDARY && self->was[i] == AMP_CELL_OPEN)
      copy->state[i] = AMP_CELL_OPEN;
  if (!amp_linear_hide (copy, is_protected, order, self->cancellable, error))
    return NULL;
  cells = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint32 i = 0; i < copy->n_cells; i++)
    if (copy->state[order[i]] == AMP_CELL_OPEN)
      g_array_append_val (cells, order[i]);
  return cells;
}

/* Whether all needs can be met without hiding more. Where not, one of the first is likely to tell,
 * which is quicker than a programme over all. */
#define PROBES 3

static AmpSearchResult
search_without_hiding (Suppress *self)
{
  AmpSearchResult result = AMP_SEARCH_FOUND;
  guint n = 0;

  for (guint32 i = 0; i < self->n_needs && n < PROBES; i++)
    if (!amp_search_is_met (self->search, i))
      {
        n++;
        if ((result = amp_search_one (self->search, i, FALSE)) != AMP_SEARCH_FOUND)
          return result;
      }
  for (guint round = 0; round < 2 && amp_search_n_unmet (self->search) > 2; round++)
    if ((result = amp_search_many (self->search)) == AMP_SEARCH_STOPPED)
      return result;
  for (guint32 i = 0; i < self->n_needs; i++)
    if (!amp_search_is_met (self->search, i) &&
        (result = amp_search_one (self->search, i, FALSE)) != AMP_SEARCH_FOUND)
      return result;
  return AMP_SEARCH_FOUND;
}

static gboolean
prune (Suppress *self, GError **error)
{
  g_autoptr (GArray) cells = candidates (self, error);
  guint64 budget = PRUNE_STEPS, first = amp_search_steps (self->search);

  if (cells == NULL)
    return FALSE;
  if (self->system->n_cells > PRUNE_CELLS)
    budget = budget * PRUNE_CELLS / self->system->n_cells;
  for (guint i = 0; i < cells->len && amp_search_steps (self->search) - first < budget; i++)
    {
      guint32 cell = g_array_index (cells, guint32, i);
      AmpSearchResult result;

      self->system->state[cell] = AMP_CELL_OPEN;
      amp_search_cell_told (self->search, cell);
      result = search_without_hiding (self);
      if (result != AMP_SEARCH_FOUND)
        {
          self->system->state[cell] = AMP_CELL_SECONDARY;
          amp_search_cell_hidden (self->search, cell);
        }
      /* Out of time: what is hidden is proven, if more than it need be. */
      if (result == AMP_SEARCH_STOPPED)
        return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
      report (self);
    }
  return TRUE;
}

/* --- In all --- */

static gboolean
suppress (Suppress *self, const AmpProof *known, GError **error)
{
  gboolean keep_pattern = self->options != NULL && self->options->keep_pattern;

  if (!keep_pattern && !hide_first (self, error))
    return FALSE;
  for (guint i = 0; known != NULL && i < known->len; i++)
    amp_search_take (self->search, g_ptr_array_index (known, i));
  return search_many (self, error) && search_each (self, error) &&
         (keep_pattern || prune (self, error));
}

AmpProof *
amp_suppress (AmpSystem *system,
              const AmpNeed *needs,
              guint32 n_needs,
              const AmpProof *known,
              const AmpSuppressOptions *options,
              GCancellable *cancellable,
              GError **error)
{
  gint64 limit = options == NULL || options->limit_ms <= 0 ? LIMIT_MS : options->limit_ms;
  gint64 deadline = g_get_monotonic_time () + limit * 1000;
  g_autoptr (AmpSearch) search = NULL;
  g_autofree guint8 *was = NULL;
  Suppress self = {system, needs, n_needs, options, cancellable, NULL, NULL};

  if (!needs_are_sound (&self, error))
    return NULL;
  self.was = was = g_memdup2 (system->state, system->n_cells);
  self.search = search =
    amp_search_new (system, needs, n_needs, options == NULL ? 0 : options->seed,
                    options == NULL ? 0 : options->most_rows, deadline, cancellable);
  if (!suppress (&self, known, error))
    {
      if (system->n_cells > 0)
        memcpy (system->state, was, system->n_cells);
      return NULL;
    }
  return amp_search_proof (search);
}
