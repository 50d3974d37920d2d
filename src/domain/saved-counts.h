/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Requests of counts kept by name, for oneself or the office. They stand in the vault beside the
 * saved filters of the case list (entity saved_filter), told from them by how their text begins. */
#pragma once

#include "domain/counts.h"

G_BEGIN_DECLS

/* How the text of such a record begins. */
#define AMP_SAVED_COUNTS_PREFIX "#counts "

typedef struct
{
  gint64 id;
  char *name;
  AmpCountSpec spec; /* filter values are owned by it */
  char *period;      /* a word of the front end: which days are meant, whenever it is opened; "" for
                        the days of spec */
  gboolean shared, mine;
} AmpSavedCounts;

void amp_saved_counts_free (AmpSavedCounts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpSavedCounts, amp_saved_counts_free)

/* One's own and those of the office, by name; of AmpSavedCounts, owned. What this program cannot
 * read is left out. */
GPtrArray *amp_saved_counts_list (AmpSession *session, GError **error);
/* Under a name of one's own; one of that name is replaced. Only a supervisor shares. period:
 * letters and hyphens. */
gboolean amp_saved_counts_save (AmpSession *session,
                                const char *name,
                                const AmpCountSpec *spec,
                                const char *period,
                                gboolean shared,
                                GError **error);
/* One's own only. */
gboolean amp_saved_counts_delete (AmpSession *session, gint64 id, GError **error);

G_END_DECLS
