/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which cells may not be told for what they are (disclosure.md 3a, step 1), and what has to stay
 * possible for each. */
#pragma once

#include "disclosure/cube.h"

G_BEGIN_DECLS

/* Floors that nobody lowers: a count below 11 never goes into a file for others. */
#define AMP_SMALLEST_FOR_OTHERS 11
#define AMP_SMALLEST_ON_PAPER 5 /* printed for the office's own eyes, under seal */
#define AMP_LARGEST_SHARE_PERCENT 90

typedef struct
{
  gint64 t; /* smallest count that may be told */
  gboolean zeros_hidden;
  gboolean strong;     /* every hidden small cell may be 0 and may be t */
  guint share_percent; /* 100: no group rule */
  guint sensitive;     /* bit d: the categories of dimension d say something about the person */
  /* For each cell, what the office with most of it has, n_cells long; NULL: no such rule (one
   * office). A cell is primary where count - largest < t. */
  const gint64 *largest_office;
  const guint8 *n_offices; /* fewer than 2 reporting offices: primary; NULL: no such rule */
} AmpRules;

/* Marks PRIMARY cells of the system and gives their needs, of AmpNeed. States that are not OPEN are
 * left alone, but a hidden small cell among them gets its need all the same. cube may be NULL: then
 * no group rule. AMP_DISCLOSURE_ERROR_INVALID for a rule that contradicts itself. */
GArray *
amp_rules_apply (const AmpRules *rules, const AmpCube *cube, AmpSystem *system, GError **error);

G_END_DECLS
