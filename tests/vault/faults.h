/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One attempt again and again, each time with another call of the disk that fails. */
#pragma once

#include "power.h"

typedef struct _FaultKind FaultKind;

typedef struct
{
  const FaultKind *kind;
  gint n;      /* which call */
  guint times; /* 1: only that one, 0: and all after it */
} FaultShot;

/* FALSE: the attempt made fewer calls than that. Problems go to the run. */
typedef gboolean (*FaultAttempt) (PowerRun *run, const FaultShot *shot);

/* Each call in turn, once and for good, until there is none left to fail; in a sample not each of
 * many. Which error it is depends on the seed. */
void fault_everywhere (PowerRun *run, FaultAttempt attempt);

void fault_aim (PowerRun *run, const FaultShot *shot);
/* TRUE: it was hit. No faults from here on. */
gboolean fault_hit (PowerRun *run, const FaultShot *shot);
/* The error says what the fault was. */
void fault_expect (PowerRun *run, const FaultShot *shot, const GError *error);
