/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to the folder: the tables and triggers of the facts, and how one person's are made. */
#pragma once

#include "store/connection.h"

#include "store/facts.h"

G_BEGIN_DECLS

/* Counted up whenever what a row holds changes: all are made anew then. */
#define AMP_FACTS_VERSION 1

/* The triggers that note whose row is stale; after the tables of all entities. */
void amp_facts_add_triggers (GPtrArray *statements);

/* Words of codes as numbers; 0 is none. */
typedef struct
{
  GPtrArray *texts;  /* owned; NULL at 0 */
  GHashTable *words; /* borrowed text -> number */
} AmpFactWords;

gboolean amp_fact_words_load (AmpFactWords *self, AmpStore *store, GError **error);
void amp_fact_words_clear (AmpFactWords *self);

/* Makes rows from the records. */
typedef struct _AmpFactMaker AmpFactMaker;

/* The words are borrowed. learns: writes words that are new; else they come as one that is none. */
AmpFactMaker *
amp_fact_maker_new (AmpStore *store, AmpFactWords *words, gboolean learns, GError **error);
void amp_fact_maker_free (AmpFactMaker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpFactMaker, amp_fact_maker_free)
/* The bytes of a person's row, valid until the next; empty where there is nothing to count. */
const GByteArray *amp_fact_maker_make (AmpFactMaker *self, gint64 person, GError **error);

/* FALSE: these are no bytes of a row. pool: gets the numbers that facts points into. */
gboolean amp_fact_unpack (
  const guint8 *bytes, gsize length, guint wanted, GArray *pool, AmpPersonFacts *facts);

/* Whether every row that is not stale is what the records say. */
gboolean amp_facts_verify (AmpStore *store,
                           AmpProgress *progress,
                           GCancellable *cancellable,
                           GError **error);

G_END_DECLS
