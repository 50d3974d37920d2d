/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "disclosure/rules.h"

typedef struct
{
  const AmpRules *rules;
  AmpSystem *system;
  AmpNeed *need;    /* of each cell */
  guint8 *has_need; /* of each cell */
} Rules;

/* --- What stands against the cell --- */

/* Two rules over one cell: the table has to stay possible for both. Whatever is not `either` asks
 * for more than that does. */
static void
require (Rules *self, guint32 cell, gint64 at_most, gint64 at_least, gboolean either)
{
  AmpNeed *need = &self->need[cell];

  if (self->system->state[cell] == AMP_CELL_OPEN)
    self->system->state[cell] = AMP_CELL_PRIMARY;
  if (amp_cell_is_told (self->system->state[cell]))
    return; /* told before: it cannot be taken back */
  if (!self->has_need[cell] || (need->either && !either))
    {
      *need = (AmpNeed){cell, at_most, at_least, either};
      self->has_need[cell] = TRUE;
    }
  else if (!either)
    {
      need->at_most = MIN (need->at_most, at_most);
      need->at_least = MAX (need->at_least, at_least);
    }
}

/* The weakest: not exactly known. */
static void
require_doubt (Rules *self, guint32 cell)
{
  gint64 count = self->system->count[cell];

  require (self, cell, count - 1, count + 1, TRUE);
}

static void
look_at_size (Rules *self, guint32 cell)
{
  gint64 count = self->system->count[cell];

  if (count >= self->rules->t || (count == 0 && !self->rules->zeros_hidden))
    return;
  if (self->rules->strong)
    require (self, cell, 0, self->rules->t, FALSE);
  else
    require_doubt (self, cell);
}

/* What the others have must not be worked out by the office that has most: it takes its own away,
 * and what is left is a small cell like any other. */
static void
look_at_largest_office (Rules *self, guint32 cell)
{
  gint64 count = self->system->count[cell];
  gint64 largest = self->rules->largest_office[cell];

  if (count - largest >= self->rules->t || (count == 0 && !self->rules->zeros_hidden))
    return;
  if (self->rules->strong)
    require (self, cell, largest, largest + self->rules->t, FALSE);
  else
    require_doubt (self, cell);
}

/* The number of one office alone: off by t either way, or down to none. */
static void
look_at_offices (Rules *self, guint32 cell)
{
  gint64 count = self->system->count[cell];

  if (self->rules->n_offices[cell] >= 2 || (count == 0 && !self->rules->zeros_hidden))
    return;
  if (self->rules->strong)
    require (self, cell, MAX (count - self->rules->t, 0), count + self->rules->t, FALSE);
  else
    require_doubt (self, cell);
}

/* --- Groups --- */

/* The cell and what it is the sum of along a sensitive dimension: no child may be known to hold
 * more than its share. Where only one child is possible, the share is no news. */
static void
look_at_group (Rules *self, guint32 whole, const guint32 *children, guint32 n)
{
  gint64 count = self->system->count[whole];
  gint64 most =
    count / 100 * self->rules->share_percent + count % 100 * self->rules->share_percent / 100;
  guint32 n_possible = 0;

  for (guint32 i = 0; i < n; i++)
    n_possible += self->system->state[children[i]] != AMP_CELL_IMPOSSIBLE;
  if (n_possible < 2 || count < self->rules->t)
    return;
  for (guint32 i = 0; i < n; i++)
    if (self->system->count[children[i]] > most)
      require (self, children[i], most, self->system->count[children[i]], FALSE);
}

static void
look_at_groups (Rules *self, const AmpCube *cube)
{
  guint32 n_cells = amp_cube_n_cells (cube);
  g_autofree guint32 *children = g_new (guint32, n_cells);

  for (guint d = 0; d < amp_cube_n_dimensions (cube); d++)
    for (guint32 cell = 0; cell < n_cells && (self->rules->sensitive & (1u << d)); cell++)
      look_at_group (self, cell, children, amp_cube_children (cube, cell, d, children));
}

/* --- All of them --- */

static gboolean
has_groups (const AmpRules *rules, const AmpCube *cube)
{
  return cube != NULL && rules->sensitive != 0 && rules->share_percent != 100;
}

static gboolean
make_sense (const AmpRules *rules, const AmpCube *cube, const AmpSystem *system, GError **error)
{
  const char *why = NULL;

  if (rules->t < 1)
    why = "no smallest count";
  else if (has_groups (rules, cube) && (rules->share_percent < 1 || rules->share_percent > 100))
    why = "the largest share is not from 1 to 100 per cent";
  else if (cube != NULL && amp_cube_n_cells (cube) > system->n_cells)
    why = "the table has more cells than the system";
  for (guint32 i = 0; i < system->n_cells && rules->largest_office != NULL && why == NULL; i++)
    if (rules->largest_office[i] < 0 || rules->largest_office[i] > system->count[i])
      why = "an office has more than there is";
  if (why != NULL)
    g_set_error_literal (error, AMP_DISCLOSURE_ERROR, AMP_DISCLOSURE_ERROR_INVALID, why);
  return why == NULL;
}

GArray *
amp_rules_apply (const AmpRules *rules, const AmpCube *cube, AmpSystem *system, GError **error)
{
  g_autofree AmpNeed *need = NULL;
  g_autofree guint8 *has_need = NULL;
  GArray *needs;
  Rules self = {rules, system, NULL, NULL};

  if (!make_sense (rules, cube, system, error))
    return NULL;
  self.need = need = g_new0 (AmpNeed, system->n_cells);
  self.has_need = has_need = g_new0 (guint8, system->n_cells);
  for (guint32 i = 0; i < system->n_cells; i++)
    {
      look_at_size (&self, i);
      if (rules->largest_office != NULL)
        look_at_largest_office (&self, i);
      if (rules->n_offices != NULL)
        look_at_offices (&self, i);
    }
  if (has_groups (rules, cube))
    look_at_groups (&self, cube);

  needs = g_array_new (FALSE, FALSE, sizeof (AmpNeed));
  for (guint32 i = 0; i < system->n_cells; i++)
    if (has_need[i])
      g_array_append_val (needs, need[i]);
  return needs;
}
