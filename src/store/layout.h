/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The statements that read and write one entity, put together once per store. Private to the
 * folder. */
#pragma once

#include "store/connection.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean has_identity;
  char *load;            /* ?1 id; rev, rev of the other half, then every field in order */
  char *insert_main;     /* ?1 id, ?2 now, ?3 user, then main fields in order */
  char *insert_identity; /* ?1 id, then private fields in order; NULL without identity */
  char *update_main;     /* ?1 id, ?2 now, ?3 user, fields …, and last the rev it must have */
  char *update_identity; /* ?1 id, fields …, and last the rev it must have */
  char **insert_codes;   /* by field: ?1 owner, ?2 code; "" but for several codes */
  char **delete_codes;   /* by field: ?1 owner */
} AmpLayout;

const AmpLayout *amp_layout_get (AmpStore *store, const AmpEntity *entity);
void amp_layout_free (gpointer self); /* for the table of the store */

/* Appends what reads a field of one record as its canonical text, given the aliases of the two
 * halves of its row. */
void amp_layout_append_value (GString *sql,
                              const AmpEntity *entity,
                              const AmpField *field,
                              const char *main_alias,
                              const char *identity_alias);

G_END_DECLS
