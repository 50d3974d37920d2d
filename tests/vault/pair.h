/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The two databases of a vault by themselves, without a keyring and without SQLite. */
#pragma once

#include "fixture.h"
#include "pages/database-private.h"

typedef struct
{
  Fixture fixture;
  AmpDatabase *both[2];
} Pair;

/* Both are there and open, with four pages each; each page is filled with its number. */
void pair_set_up (Pair *self, gconstpointer data);
void pair_tear_down (Pair *self, gconstpointer data);

void pair_close (Pair *self);
/* Both, not open; whatever was is closed. */
void pair_name (Pair *self);
/* New ones, where none are; as after pair_set_up(). */
void pair_create (Pair *self);
gboolean pair_open (Pair *self, GError **error);
gboolean pair_inspect (Pair *self, GError **error);

void pair_write (AmpDatabase *database, guint32 number, guint8 fill);
/* The page is filled with that, as far as it is SQLite's. */
void pair_expect (AmpDatabase *database, guint32 number, guint8 fill);
void pair_expect_read (AmpDatabase *database, guint32 number, AmpRead result);
