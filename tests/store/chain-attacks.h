/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tamperings with the log and the records of an office, by somebody with all keys of one user. */
#pragma once

#include "fixture.h"

/* For g_test_add(): a vault of three users who worked in turn. */
void chain_office_setup (Fixture *self, gconstpointer data);
/* login works for a while: views, saves, deletes. */
void chain_work_as (Fixture *self, const char *login, guint from);
void chain_event (Fixture *self, AmpAuditAction action, const char *reason);
void chain_change (Fixture *self, AmpRecord *record, const char *field, const char *value);

/* Who does it is the user who unlocked. */
typedef struct
{
  Fixture *fixture;
  GRand *rand;
  guint64 last, seq; /* the head; a random event */
  gboolean anchor_only;
  GString *what;
} Attack;

typedef struct
{
  const char *name;
  void (*tamper) (Attack *self);
} Tampering;

extern const Tampering tamperings[];
extern const gsize n_tamperings;
