/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The days of a vault: copies of its folder at many moments, with what was acknowledged by then.
 * A copy that is made while the program has it open is what a kill at that moment leaves. */
#pragma once

#include "fixture.h"

/* All rows of both databases and the list of users, as text. */
typedef struct
{
  char *part[3]; /* casework, identity, users */
} Reading;

typedef enum
{
  MOMENT_CLOSED,  /* in order */
  MOMENT_LEFT,    /* the same, with undo files whose content counts no more */
  MOMENT_OPEN,    /* killed between two transactions */
  MOMENT_HALFWAY, /* killed in a transaction that had spilled pages */
  MOMENT_COMMIT,  /* died inside a commit */
  MOMENT_REKEY,   /* or inside a rekey */
  N_MOMENT_KINDS
} MomentKind;

typedef struct
{
  MomentKind kind;
  char *name;
  GHashTable *files;    /* name -> GBytes */
  const Reading *now;   /* what was acknowledged */
  const Reading *other; /* in flight; or, where unsettled, the one before; NULL: none */
  gboolean unsettled;   /* acknowledged, but the way back still stands on the disk */
  guint closings;       /* how many there were before */
  guint past;           /* so many moments of the history lie before it */
} Moment;

typedef struct
{
  GPtrArray *moments; /* of Moment */
  GPtrArray *readings;
  GPtrArray *strangers; /* of another vault with the same users: closed, and halfway */
} History;

#define HISTORY_LOGIN_GONE "luis.farfan" /* disabled in the second session */
#define HISTORY_ROWS 400

/* NULL where something cannot be read; rc tells. */
Reading *history_read (AmpVault *vault, sqlite3 *db, int *rc);
void reading_free (Reading *self);
gboolean reading_equal (const Reading *a, const Reading *b);
/* "t|17|value", without its end of line; or what stands where there is no such row. */
char *history_read_row (sqlite3 *db, const char *schema, gint64 id, int *rc);
/* Does that row belong to that reading? */
gboolean reading_has_row (const Reading *self, guint part, gint64 id, const char *row);

History *history_make (Fixture *self);
void history_free (History *self);
