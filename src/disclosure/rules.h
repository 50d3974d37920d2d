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

/* Marks PRIMARY cells of the system and gives their needs, of AmpNeed: at most one for each cell,
 * cells ascending. States that are not OPEN are left alone, but a hidden cell among them (UNSEEN
 * ones too) gets its need all the same. The cells of the cube are the first of the system; cube may
 * be NULL: then no group rule. AMP_DISCLOSURE_ERROR_INVALID for a rule that contradicts itself.
 *
 *   small cell         strong { 0, t }; else not exactly known { count - 1 or count + 1 }
 *   office with most   strong { largest, largest + t }: less its own it is a small cell
 *   one office alone   strong { count - t, count + t }
 *   group              { share of the parent, no more than the count }: "14 of 15" stays possible
 *                      at 13 of 15, or fewer. The parent's number being known, what the child
 *                      loses its siblings have: so they, or one of them, get hidden as well, and
 *                      no need for their sum has to be put. That holds all the way down: nothing
 *                      below the child can be told that is more than the share. Where the parent is
 *                      hidden later on, the child's number stays as doubtful; the share itself is
 *                      then a matter of two numbers that are both not told.
 *
 * Multi-valued attributes: each category is a table of its own with its complement (has, has not),
 * both children of the whole; the caller makes it so. */
GArray *
amp_rules_apply (const AmpRules *rules, const AmpCube *cube, AmpSystem *system, GError **error);

G_END_DECLS
