/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Conditions over known fields as part of another statement. Private to the folder. */
#pragma once

#include "store/statement.h"

G_BEGIN_DECLS

/* Values that wait to be bound; parameters count from first + 1. */
typedef struct
{
  guint first;
  GPtrArray *values; /* of char *, owned */
  GArray *numbers;   /* of gboolean: bind as a number */
} AmpBound;

void amp_bound_init (AmpBound *self, guint first);
void amp_bound_clear (AmpBound *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmpBound, amp_bound_clear)
void amp_bound_bind (const AmpBound *self, AmpStatement *statement);

/* Appends "SELECT column FROM entity … WHERE …" of the rows that are not deleted. more: SQL that
 * follows the conditions, "m0" being the row; NULL. */
gboolean amp_query_append_select (AmpStore *store,
                                  GString *sql,
                                  const AmpEntity *entity,
                                  const char *column,
                                  const AmpFilter *filters,
                                  gsize n_filters,
                                  const char *more,
                                  AmpBound *bound,
                                  GError **error);

G_END_DECLS
