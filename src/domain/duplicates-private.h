/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Between finding and weighing. Private to the folder. */
#pragma once

#include "domain/duplicates.h"

#include "model/date.h"

G_BEGIN_DECLS

/* What is compared of a person. Borrows the texts, owns the rest. */
typedef struct
{
  GPtrArray *words; /* of AmpNameWord */
  char *document;
  const char *doc_type, *gender;
  AmpDate birth;
  int first_year, last_year; /* she may be born in; 0: nothing known */
  gboolean has_band;
} AmpLikeSide;

/* Texts in the order of fields; NULL ones are not known. recorded: the year in which an age band
 * was written down. */
typedef enum
{
  AMP_LIKE_GIVEN,
  AMP_LIKE_PATERNAL,
  AMP_LIKE_MATERNAL,
  AMP_LIKE_KNOWN_AS,
  AMP_LIKE_DOC_TYPE,
  AMP_LIKE_DOC_NUMBER,
  AMP_LIKE_BIRTH_DATE,
  AMP_LIKE_BIRTH_YEAR,
  AMP_LIKE_AGE_BAND,
  AMP_LIKE_GENDER,
  AMP_LIKE_N_FIELDS
} AmpLikeField;

extern const char *const amp_like_fields[AMP_LIKE_N_FIELDS];

void amp_like_side_init (AmpLikeSide *self, const char *const *texts, int recorded);
void amp_like_side_clear (AmpLikeSide *self);

/* The year of a timestamp; 0: not known. */
int amp_like_recorded (const char *timestamp);
/* Adds the numbers of a text to a list of amp_phone_keys(). */
void amp_like_add_phones (GPtrArray *phones, const char *text);

/* --- Everybody at once --- */

/* What is compared of somebody who is recorded. */
typedef struct
{
  AmpLikeSide side;
  GPtrArray *phones; /* of amp_phone_keys(), safe contacts' too */
  const char *pseudonym, *birth_date;
} AmpDuplicateKnown;

/* All people of the vault as they were when they were read, and the lists they are found by: for
 * who asks about each of them. Some hundred bytes of names a person, wiped when it is freed. */
typedef struct _AmpDuplicateCrowd AmpDuplicateCrowd;

AmpDuplicateCrowd *amp_duplicate_crowd_new (void);
void amp_duplicate_crowd_free (AmpDuplicateCrowd *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpDuplicateCrowd, amp_duplicate_crowd_free)

/* Whose cases people have, where and since when: what pairs are narrowed by. */
typedef struct _AmpDuplicateCases AmpDuplicateCases;

AmpDuplicateCases *amp_duplicate_cases_new (void);
void amp_duplicate_cases_free (AmpDuplicateCases *self);
/* Adds the cases that the filter lets through. */
gboolean amp_duplicate_cases_read (AmpDuplicateCases *self,
                                   AmpStore *store,
                                   const AmpFilter *filter,
                                   GCancellable *cancellable,
                                   GError **error);
/* Fills owners, regions and opened of a new pair. */
void amp_duplicate_cases_tell (const AmpDuplicateCases *self, AmpDuplicatePair *pair);

/* Reads some more of them, and their cases; over, in the end, says that all are there. */
gboolean amp_duplicate_crowd_read (AmpDuplicateCrowd *self,
                                   AmpDuplicateCases *cases,
                                   AmpStore *store,
                                   const GArray *people,
                                   gboolean *over,
                                   GCancellable *cancellable,
                                   GError **error);
/* NULL: was not there. */
const AmpDuplicateKnown *amp_duplicate_crowd_lookup (const AmpDuplicateCrowd *self, gint64 person);
AmpLikeIndex *amp_duplicate_crowd_index (const AmpDuplicateCrowd *self);

/* amp_duplicates_find() for somebody of the crowd, by the crowd alone: neither names nor cases. */
GPtrArray *amp_duplicate_crowd_find (AmpDuplicateCrowd *self,
                                     AmpSession *session,
                                     gint64 person,
                                     guint most,
                                     GCancellable *cancellable,
                                     GError **error);

typedef struct
{
  double odds;    /* logarithm of the odds that both are one */
  guint reasons;  /* bits by place in the list dup_reason */
  gboolean whole; /* each word fits, at least two do, and nothing speaks against it */
} AmpLikeness;

/* hits: who was found, for how common the words of a are; marks: how b was found; typing: the last
 * word of a may not be whole. */
AmpLikeness amp_like_weigh (const AmpLikeSide *a,
                            const AmpLikeSide *b,
                            const AmpLikeHits *hits,
                            guint marks,
                            gboolean typing);

/* The codes of the bits, joined by ';'. Free it. */
char *amp_like_reasons (guint reasons);

G_END_DECLS
