/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A vault in a folder of its own, and records made from the field tables, for the tests of the
 * store. The tests may look behind the store's door, to spoil what it keeps. */
#pragma once

#include "store/connection.h"

#include "store/store.h"

typedef struct
{
  char *parent; /* temporary folder */
  char *folder; /* the vault in it */
  AmpVault *vault;
  AmpStore *store;
  guint serial; /* of records made only to be referred to */
} Fixture;

/* For g_test_add (…, Fixture, NULL, fixture_setup, …, fixture_teardown): "ana", supervisor. */
void fixture_setup (Fixture *self, gconstpointer data);
void fixture_teardown (Fixture *self, gconstpointer data);
/* Only the vault, no store yet. */
void fixture_setup_vault (Fixture *self, gconstpointer data);

void fixture_close (Fixture *self);
/* login NULL: "ana". */
void fixture_unlock (Fixture *self, const char *login);
void fixture_open (Fixture *self, const char *login);
void fixture_add_user (Fixture *self, const char *login, AmpRole role);

/* Must succeed. */
void fixture_sql (Fixture *self, const char *sql);
gint64 fixture_int (Fixture *self, const char *sql);
guint64 fixture_n_events (Fixture *self);

/* A record with every field filled that can be, not saved; what it refers to is saved. n makes it
 * different from others. */
AmpRecord *fixture_record (Fixture *self, const char *entity, guint n);
/* The same, saved. */
AmpRecord *fixture_saved (Fixture *self, const char *entity, guint n);
/* A case and its person with only what is needed. */
gint64 fixture_case (Fixture *self,
                     guint n,
                     const char *given_names,
                     const char *paternal,
                     const char *maternal,
                     const char *region,
                     const char *status,
                     const char *risk,
                     const char *last_contact);

/* Another value that the field may take. Free it. */
char *fixture_value (const AmpField *field, guint n);
