/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rows of the release ledger; comes with store/store.h. What they mean is domain/release.h's.
 *
 * Lines count from 1 without gaps; each carries the hash of the one before, and of all it says:
 * what was typed, the cells, the proof, the bytes of the file. They are never changed but for
 * "prepared" becoming "given", and never deleted. */
#pragma once

#include "store/store.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 id;
  char *at;               /* UTC timestamp */
  gint64 actor, approver; /* user ids; 0: nobody */
  char *rule, *template_id, *unit, *period, *request,
    *data_as_of; /* but for rule and request may
                    be NULL, as all that follows */
  char *format, *language;
  char *recipient, *reason;
  GBytes *file, *proof;
  GPtrArray *cells;              /* of AmpReleaseCell, owned, in the order of their keys */
  guint8 policy[AMP_HASH_BYTES]; /* hash of the policy it was made under */
  guint8 file_hash[AMP_HASH_BYTES], hash[AMP_HASH_BYTES], prev_hash[AMP_HASH_BYTES];
  gboolean given;
} AmpReleaseLine;

typedef struct
{
  char *key; /* canonical name of the cell */
  gboolean hidden;
  gint64 value;
} AmpReleaseCell;

AmpReleaseLine *amp_release_line_new (void);
void amp_release_line_free (AmpReleaseLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpReleaseLine, amp_release_line_free)
void
amp_release_line_add_cell (AmpReleaseLine *self, const char *key, gboolean hidden, gint64 value);

/* Appends it; sets id, at, actor and the hashes. Cells come in the order of their keys, each once.
 * No audit event. */
gboolean amp_store_release_add (AmpStore *self, AmpReleaseLine *line, GError **error);
/* What the next line's id will be. */
gint64 amp_store_release_next (AmpStore *self, GError **error);
/* "prepared" becomes "given"; nothing happens where it is. */
gboolean amp_store_release_given (AmpStore *self, gint64 id, GError **error);

/* Lines, the oldest first, without file, proof and cells; of AmpReleaseLine, owned. */
GPtrArray *amp_store_release_list (AmpStore *self, GError **error);
/* One, whole. NOT_FOUND. */
AmpReleaseLine *amp_store_release_load (AmpStore *self, gint64 id, GError **error);
/* Its hash over again: FALSE where it is another (error unset: compare). */
void amp_release_line_hash (const AmpReleaseLine *self,
                            const guint8 vault[16],
                            guint8 out[AMP_HASH_BYTES]);

/* What a period was frozen at. Putting it twice is INVALID. */
gboolean amp_store_release_base_put (
  AmpStore *self, const char *unit, const char *period, GBytes *data, GError **error);
/* NULL without error: not frozen. at: when it was, may be NULL; free it. */
GBytes *amp_store_release_base_get (
  AmpStore *self, const char *unit, const char *period, char **at, GError **error);

G_END_DECLS
