/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For tests of the counts: an office whose facts are also kept as text, so that a second count can
 * share no code with the first. */
#pragma once

#include "domain/counts.h"
#include "office.h"

typedef struct
{
  char *id;
  const char *sex, *nationality, *birth, *band, *residence, *gender;
} FactPerson;

typedef struct
{
  char *id;
  guint person;
  const char *region, *opened, *trafficking, *status;
  const char *exploitation[3], *where[3],
    *recruited[3]; /* of its situations; exploitation NULL: no more */
} FactCase;

typedef struct
{
  char *id;
  guint case_;
  const char *region, *type, *status, *on, *institution; /* a referral's state is its status */
} FactService;

typedef struct
{
  Office office;
  GArray *persons, *cases, *services, *referrals;
  gint64 institution;
} Facts;

/* One of a list. */
#define PICK(list) ((list)[g_test_rand_int_range (0, G_N_ELEMENTS (list))])

void facts_open (Facts *facts); /* an empty office */
void facts_fill (Facts *facts); /* a random one */
void facts_clear (Facts *facts);

/* What single rules need; on and birth may be NULL. */
void fact_person (Facts *facts, const char *birth);
void fact_case (Facts *facts, guint person, const char *trafficking);
void
fact_service (Facts *facts, guint case_, const char *region, const char *on, const char *status);

/* Persons by one dimension. */
AmpCountTable *
facts_count (Facts *facts, const char *by, const char *from, const char *to, gboolean lima_apart);
gint64 facts_cell (const AmpCountTable *table, const char *value); /* -1: no such row */
