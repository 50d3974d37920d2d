/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lists of the blind index in memory: what amp_like_index_find() looks in instead of the file.
 * Private to the folder; store.h has what is asked of it.
 *
 * Ids are places here: 0, 1, 2 … in the order of the ids on file, so that a list in order of the
 * one is in order of the other. */
#pragma once

#include "store/blind.h"

G_BEGIN_DECLS

/* What somebody shares with who is asked for. Small: a question touches ten thousands of them. */
typedef struct
{
  guint32 parts; /* two bits a word: head, tail */
  guint32 marks;
} AmpBlindShare;

struct _AmpLikeIndex
{
  AmpStore *store;
  gint64 n_people;
  GArray *ids;    /* of gint64, by place */
  GArray *shares; /* of AmpBlindShare, by place; all empty between two questions */
  GArray *owners; /* of gint64: the place of whose record it is, -1: of nobody who has one */
  GArray *hashes; /* of gint64, sorted … */
  GArray *starts; /* of guint32: … where the list of each begins, and where the last one ends */
  GArray *places; /* of gint64: all lists, one after the other */
};

/* The list of a hash; borrowed. */
const gint64 *amp_blind_index_list (const AmpLikeIndex *self, gint64 hash, guint *length);

G_END_DECLS
