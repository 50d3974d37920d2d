/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What bench-vault writes: an office of cases with thrice as many services and half as many again
 * referrals in "main", the persons and a searchable note of each case in "identity". The same
 * bytes each time. Aborts where the engine fails. */
#pragma once

#include "vault-engine.h"

G_BEGIN_DECLS

typedef struct _Office Office;

Office *amp_office_new (sqlite3 *db, guint cases);
void amp_office_free (Office *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Office, amp_office_free)

/* Tables and rows without the notes, inside the caller's transaction; then the notes. */
void amp_office_load (Office *self);
void amp_office_load_notes (Office *self);

/* A caseworker's saves, a transaction each: a service delivered, her case touched; where both: a
 * new phone number as well. first: how many were saved before. */
void amp_office_save (Office *self, guint saves, guint first, gboolean both);

/* Begins the row of random numbers anew. */
void amp_office_seed (Office *self, guint64 seed);
gint64 amp_office_draw_case (Office *self);
const char *amp_office_draw_word (Office *self);

sqlite3_stmt *amp_office_prepare (Office *self, const char *sql);

G_END_DECLS
