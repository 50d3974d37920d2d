/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A coarser table that hides less: estimated from what is small alone, without any proof, so that
 * it can be offered before one is looked for. */
#include "domain/release-private.h"

/* --- Estimates --- */

typedef struct
{
  const AmpReleaseBase *base;
  const AmpReleasePeriod *period;
  gint64 t;
} Ground;

typedef struct
{
  const AmpReleaseSpace *space;
  gint64 t;
  guint n_rows, n_small;
} Estimate;

static void
estimate_row (const char *const *values, guint32 cell, gpointer data)
{
  Estimate *self = data;

  (void) values;
  self->n_rows++;
  self->n_small += self->space->count[cell] < self->t || self->space->people[cell] < self->t;
}

/* Per mille of small cells: what has to be hidden at least. */
static guint
estimate (const Ground *ground, const AmpCountSpec *spec)
{
  AmpReleaseLevels levels = {{0}};
  g_autoptr (AmpReleaseSpace) space = NULL;
  Estimate result = {NULL, ground->t, 0, 0};

  amp_release_levels_add (&levels, spec, ground->period);
  space = amp_release_space_new (ground->base, &levels, NULL);
  if (space == NULL)
    return 1000;
  if (!amp_release_space_count (space, ground->base, NULL))
    return 1000;
  result.space = space;
  if (!amp_release_each_row (space, spec, ground->period, estimate_row, &result, NULL))
    return 1000;
  return result.n_small * 1000 / MAX (result.n_rows, 1);
}

static void
drop_dimension (AmpCountSpec *spec, gsize place)
{
  for (gsize i = place; i + 1 < spec->n_dimensions; i++)
    spec->dimensions[i] = spec->dimensions[i + 1];
  spec->n_dimensions--;
}

/* One step coarser in one column: the next level, or without it. FALSE: none. */
static gboolean
coarsen (
  const Ground *ground, const AmpCountSpec *from, gsize place, guint steps, AmpCountSpec *spec)
{
  AmpColumn column;
  guint level;

  *spec = *from;
  if (!amp_column_of (spec->dimensions[place], &column, &level))
    return FALSE;
  if (steps <= level &&
      (column != AMP_COLUMN_TIME || level - steps > amp_release_period_level (ground->period)))
    spec->dimensions[place] = amp_dimension_find (amp_column_kind (column)->levels[level - steps]);
  else if (spec->n_dimensions > 1)
    drop_dimension (spec, place);
  else
    return FALSE;
  return amp_release_template_of (spec) != NULL;
}

/* The first that hides less than half, from the finest; else the one that hides least. */
static void
look (const Ground *ground, const AmpCountSpec *spec, AmpReleaseOutlook *outlook)
{
  guint least = estimate (ground, spec);
  AmpCountSpec current = *spec;

  *outlook = (AmpReleaseOutlook){.per_mille = least};
  for (guint round = 0; round < 4 && least > 500; round++)
    {
      AmpCountSpec best = current, candidate;
      guint found = least;

      for (gsize i = 0; i < current.n_dimensions; i++)
        for (guint steps = 1; steps <= AMP_COLUMN_LEVELS; steps++)
          {
            guint share;

            if (!coarsen (ground, &current, i, steps, &candidate))
              continue;
            share = estimate (ground, &candidate);
            if (share < found)
              {
                found = share;
                best = candidate;
              }
          }
      if (found == least)
        return;
      least = found;
      current = best;
      outlook->has_coarser = TRUE;
      outlook->coarser = best;
      outlook->coarser_per_mille = found;
    }
}

void
amp_release_look_coarser (AmpReleasePlan *self)
{
  const Ground ground = {self->base, &self->period, self->policy.t};
  AmpReleaseOutlook outlook;

  look (&ground, &self->request.spec, &outlook);
  self->has_coarser = outlook.has_coarser;
  self->coarser = outlook.coarser;
}

gboolean
amp_release_look (AmpSession *session,
                  const AmpReleaseRequest *request,
                  AmpReleaseOutlook *outlook,
                  AmpProgress *progress,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (AmpReleaseBase) base = NULL;
  AmpReleasePolicy policy;
  AmpReleasePeriod period;
  Ground ground;

  if (!amp_release_require_offered (session, request, &policy, &period, error))
    return FALSE;
  *outlook = (AmpReleaseOutlook){0};
  if (request->report || amp_unit_is_programme (request->spec.unit))
    return TRUE; /* its tables are what they are; nothing is hidden */
  base = amp_release_base_read (session, request->spec.unit, &period, progress, cancellable, error);
  if (base == NULL)
    return FALSE;
  ground = (Ground){base, &period, policy.t};
  look (&ground, &request->spec, outlook);
  return TRUE;
}
