/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two databases that know what they should hold: each transaction writes its number and a digest of
 * all rows into those that it changes, so that a reader can tell which transactions it sees, and
 * whether one is there by half. */
#pragma once

#include "power.h"

#include <sqlite3.h>

#define BOOK_CASEWORK 1
#define BOOK_IDENTITY 2
#define BOOK_BOTH 3

#define BOOK_MOST_MAYBE 8

typedef struct
{
  gint64 number;
  gint64 digest;
} BookState;

typedef struct
{
  BookState of[2]; /* casework.db, identity.db */
} BookPair;

typedef struct
{
  PowerRun *run;
  const char *folder;
  AmpVault *vault;
  sqlite3 *db;
  BookPair sure;                   /* acknowledged */
  BookPair here;                   /* what the connection sees */
  BookPair maybe[BOOK_MOST_MAYBE]; /* with a transaction whose COMMIT began and did not succeed */
  guint n_maybe;
  guint commits; /* acknowledged */
} Book;

/* A vault with some transactions in it, closed; the run works on it from now on. */
void book_begin (Book *self, PowerRun *run);
/* Passphrase to use is power_passphrase(). */
gboolean book_open (Book *self, GError **error);
void book_close (Book *self);

/* A random transaction over those databases, now and then one that is rolled back, or VACUUM. What
 * SQLite said; the state above is brought in step. */
int book_transaction (Book *self, guint databases);
/* One over both whose files grow before its end and are shorter behind it. */
int book_shrinking (Book *self);
/* After a transaction that failed with the power on: what the connection sees now. */
int book_look (Book *self);
/* What the open vault holds is what was acknowledged, or that and the transaction in flight, in
 * both databases alike; what it is counts as acknowledged from now on. Problems go to the run. */
void book_check (Book *self);
/* Opens, checks, closes. */
void book_check_closed (Book *self);
