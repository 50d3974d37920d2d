/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A folder that was tampered with is opened and read, and what comes of it is judged. */
#pragma once

#include "tampering.h"

typedef enum
{
  TOLD,      /* an error that names the file */
  NOW,       /* as if nothing had been done */
  IN_FLIGHT, /* the transaction that the program died in counts, or does not */
  THEN,      /* an older moment, and FORMAT.md 12 says so */
  ALONE,     /* the same, of one database */
  N_FINE,
  OLDER = N_FINE, /* from here on: never */
  MIXED,
  UNNAMED,
  NOTICED,
  LOST,
  CRASHED,
  HUNG,
  N_OUTCOMES
} Outcome;

extern const char *const trial_outcomes[N_OUTCOMES];

/* In memory that parent and child share. */
typedef struct
{
  Outcome outcome;
  char text[512];
} Verdict;

typedef struct
{
  Fixture *fixture;
  History *history;
  const Tampering *tampering;
  Verdict *verdict;
} Trial;

/* On a disk without syncs, which a test of bytes need not wait for. */
void trial_begin (Trial *self, Fixture *fixture);
void trial_end (Trial *self);

/* In a child, which may crash or hang; twice, so that what the first opening writes does not make
 * the second believe what it did not. verdict tells. */
void trial_run (Trial *self, const Tampering *tampering);
