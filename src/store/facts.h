/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is counted of each person, as one narrow row of casework.db; comes with store/store.h.
 *
 * A count over a million cases would otherwise look for each service's case and person all over the
 * database. The row is a copy: triggers note, in the transaction of each save, whose row it makes
 * stale, and whoever counts makes those rows anew first. amp_store_verify() holds every row that is
 * not stale against the records. Birth dates stay under K_id. */
#pragma once

#include "model/date.h"
#include "store/store.h"

G_BEGIN_DECLS

/* A person's facts are short tables of numbers, one for each kind. Codes are words
 * (amp_facts_word()), dates are packed (amp_fact_date()); 0 is not recorded. A "case" is a place
 * among the person's cases, a "situation" one among her situations. */
typedef enum
{
  AMP_FACT_PERSON, /* one */
  AMP_FACT_NATIONALITY,
  AMP_FACT_CASE,      /* hers, and those of others in which she was served or referred */
  AMP_FACT_SERVICE,   /* delivered: hers, and those of others in her cases */
  AMP_FACT_REFERRAL,  /* hers */
  AMP_FACT_SITUATION, /* of all those cases; oldest first */
  AMP_FACT_TYPE,      /* of exploitation, by situation */
  AMP_FACT_CONSENT,   /* of all those cases, oldest first */
  AMP_N_FACTS
} AmpFact;

enum
{
  AMP_PERSON_RESIDENCE,
  AMP_PERSON_SEX,
  AMP_PERSON_GENDER,
  AMP_PERSON_BAND,
  AMP_PERSON_YEAR, /* a number */
  AMP_PERSON_WIDTH
};

enum
{
  AMP_CASE_ID_HIGH, /* amp_fact_case_id() */
  AMP_CASE_ID_LOW,
  AMP_CASE_OWN, /* 1: hers, and not deleted */
  AMP_CASE_OPENED,
  AMP_CASE_REGION,
  AMP_CASE_STATUS,
  AMP_CASE_TRAFFICKING,
  AMP_CASE_WIDTH
};

enum
{
  AMP_SERVICE_CASE,
  AMP_SERVICE_OWN, /* 1: given to her; 0: to another of her case */
  AMP_SERVICE_ON,
  AMP_SERVICE_REGION,
  AMP_SERVICE_TYPE,
  AMP_SERVICE_INSTITUTION, /* word: its id in decimals */
  AMP_SERVICE_WIDTH
};

enum
{
  AMP_REFERRAL_CASE,
  AMP_REFERRAL_DIRECTION,
  AMP_REFERRAL_SENT,
  AMP_REFERRAL_TYPE,
  AMP_REFERRAL_STATE,
  AMP_REFERRAL_INSTITUTION,
  AMP_REFERRAL_REFUSED, /* 1: an event says rejected or not answered */
  AMP_REFERRAL_REASON,  /* of the last such event */
  AMP_REFERRAL_WIDTH
};

enum
{
  AMP_SITUATION_CASE,
  AMP_SITUATION_EXPLOIT,
  AMP_SITUATION_RECRUIT,
  AMP_SITUATION_WIDTH
};

enum
{
  AMP_TYPE_SITUATION,
  AMP_TYPE_WORD,
  AMP_TYPE_WIDTH
};

enum
{
  AMP_CONSENT_CASE,
  AMP_CONSENT_PURPOSE,
  AMP_CONSENT_ON,
  AMP_CONSENT_DECISION,
  AMP_CONSENT_WITHDRAWN,
  AMP_CONSENT_EXPIRES,
  AMP_CONSENT_WIDTH
};

typedef struct
{
  gint64 person;
  AmpDate birth; /* where births were asked for */
  guint n[AMP_N_FACTS];
  const guint32 *facts[AMP_N_FACTS]; /* n rows of the width of the kind */
} AmpPersonFacts;

guint amp_fact_width (AmpFact fact);
/* A number that sorts like the text of the date, "unknown" last; 0 for NULL. */
guint32 amp_fact_pack_date (const char *text);
AmpDate amp_fact_date (guint32 packed);
gint64 amp_fact_case_id (const guint32 *case_);

/* All persons who have any, by their ids. Brings the rows up to date first, which writes. Reads one
 * state of the vault; nothing may be saved before it is freed. wanted: 1 << AmpFact; other kinds
 * come empty. */
typedef struct _AmpFacts AmpFacts;

AmpFacts *amp_store_facts (AmpStore *self,
                           guint wanted,
                           gboolean births,
                           AmpProgress *progress,
                           GCancellable *cancellable,
                           GError **error);
void amp_facts_free (AmpFacts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpFacts, amp_facts_free)
/* 1: on a person, 0: at the end, -1: error. */
int amp_facts_next (AmpFacts *self, GCancellable *cancellable, GError **error);
/* Valid until the next step. */
const AmpPersonFacts *amp_facts_person (const AmpFacts *self);
guint64 amp_facts_length (const AmpFacts *self); /* persons, in all */
guint amp_facts_n_words (const AmpFacts *self);
const char *amp_facts_word (const AmpFacts *self, guint32 word); /* NULL for 0 */
/* The code of the institution, its name where it has none; NULL. */
const char *amp_facts_institution (const AmpFacts *self, guint32 word);

/* Makes stale rows anew; nothing is written where there are none. A vault that has no rows yet, or
 * those of another program, gets all. Goes on where it was stopped. */
gboolean amp_store_facts_refresh (AmpStore *self,
                                  AmpProgress *progress,
                                  GCancellable *cancellable,
                                  GError **error);

G_END_DECLS
