/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Has a table attacked by the other program, and judges what it found against the truth. */
#pragma once

#include "sheet.h"

G_BEGIN_DECLS

typedef struct _Attacker Attacker;

Attacker *attacker_new (void);
/* Begins with released files: a world and CSVs (attacker/releases.h), NULL-terminated. */
Attacker *attacker_new_with_releases (const char *const *paths);
/* Writes what it did to the log. */
void attacker_free (Attacker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Attacker, attacker_free)

typedef struct
{
  gint64 low, high;             /* in whole numbers; high G_MAXINT64: without an end */
  gboolean low_sure, high_sure; /* FALSE: some table goes that far, perhaps others farther */
  double linear_low, linear_high;
} Bounds;

/* What was told of a table, and how it is read. */
typedef struct
{
  const Sheet *sheet;
  const guint8 *hidden; /* of each cell */
  const guint8 *asked;  /* of each cell; NULL: all hidden ones */
  gint64 least;         /* what the attacker takes a hidden cell to be at least */
  gint64 enough;        /* 0: to the very end */
} Riddle;

/* As many as there are cells; asked cells alone are filled in. The attacker is given what is told,
 * and the trees' sums. NULL: it says that no table agrees. */
Bounds *attacker_ask (Attacker *self, const Riddle *riddle);

/* The same for a text of the attacker's own language (attacker/attack.c), "go" and all: the lines
 * of its answer. NULL: it says that no table agrees. */
char **attacker_answer (Attacker *self, const char *text);
void bounds_read (const char *line, char **cell, Bounds *bounds);

/* Cells of one table or of many. */
typedef struct
{
  guint n_cells;      /* attacked */
  guint n_known;      /* the number is known */
  guint n_linear;     /* and fractions alone gave it */
  guint n_not_none;   /* strong: 0 is excluded */
  guint n_not_enough; /* strong: t and more is excluded */
  guint n_share;      /* more than the share of a told whole is known to be in it */
  guint n_undecided;  /* strong: neither found nor excluded in the time */
} Verdict;

/* Adds to the verdict. Of a cell that is small (below t; above 0 unless zeros are hidden) strong
 * asks for none and enough. It asserts that the truth is where the attacker says. */
void judge (
  const Riddle *riddle, const Bounds *bounds, gint64 t, gboolean zeros_hidden, Verdict *verdict);
/* Of group disclosure: whether of a told whole (at least t) more than percent is known to be in one
 * of its parts in one of the dimensions of the mask. */
void judge_shares (const Riddle *riddle,
                   const Bounds *bounds,
                   gint64 t,
                   guint percent,
                   guint dimensions,
                   Verdict *verdict);

G_END_DECLS
