/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What may be in a review pack at all: each column with all its codes (REVIEW.md 3), compiled in.
 * Static, read-only, any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define AMP_REVIEW_ERROR (amp_review_error_quark ())
GQuark amp_review_error_quark (void);

typedef enum
{
  AMP_REVIEW_ERROR_FORMAT,   /* not a payload as REVIEW.md lays it down; says where */
  AMP_REVIEW_ERROR_RULE,     /* something that no rule lets in; names entity and field */
  AMP_REVIEW_ERROR_AUDITOR,  /* nobody of that name is an active auditor */
  AMP_REVIEW_ERROR_FLOOR,    /* below what nobody may lower */
  AMP_REVIEW_ERROR_APPROVAL, /* another supervisor has not approved of it */
  AMP_REVIEW_ERROR_EMPTY,    /* nothing is left that may be shown */
  AMP_REVIEW_ERROR_CLOSED,   /* the audit is over, its codes lead nowhere */
  AMP_REVIEW_ERROR_OTHER,    /* notes of another pack, of another auditor, or a draft */
  AMP_REVIEW_ERROR_TAKEN,    /* the findings were taken in already */
  AMP_REVIEW_ERROR_SHARE,    /* she holds no share of what leads from codes to cases */
  AMP_REVIEW_ERROR_LEFT,     /* nobody, or one alone, is left of who held a share */
  AMP_REVIEW_ERROR_KEYS,     /* shares, or what they open, are not what the maker signed */
} AmpReviewError;

/* What is shown of a person, by the number of cases drawn; finer ones are greater. */
typedef enum
{
  AMP_REVIEW_TINY,
  AMP_REVIEW_SMALL,
  AMP_REVIEW_MEDIUM,
  AMP_REVIEW_LARGE,
  AMP_REVIEW_N_LEVELS,
} AmpReviewLevel;

const char *amp_review_level_code (AmpReviewLevel level);
gboolean amp_review_level_from_code (const char *code, AmpReviewLevel *level);

typedef enum
{
  AMP_REVIEW_QUASI,     /* others may know it of a person: makes the classes */
  AMP_REVIEW_SENSITIVE, /* nobody may learn it of a person: diverse in each class, or hidden */
  AMP_REVIEW_PROCESS,   /* how the office worked */
} AmpReviewKind;

typedef struct
{
  const char *name;
  AmpReviewKind kind;
  const char *const *codes; /* NULL at the end */
} AmpReviewColumn;

#define AMP_REVIEW_HIDDEN "*"
#define AMP_REVIEW_MAX_COLUMNS 32

/* The columns of a level in the order of the payload: quasi, sensitive, process. */
const AmpReviewColumn *const *amp_review_columns (AmpReviewLevel level, gsize *n);
/* By name; -1: the level lacks it. */
gssize amp_review_column_index (AmpReviewLevel level, const char *name);
/* Place in codes; -1: none of them. */
gssize amp_review_column_code (const AmpReviewColumn *self, const char *code);

/* The other lists of a payload; NULL at the end. */
extern const char *const amp_review_gaps[];
extern const char *const amp_review_roles[];
extern const char *const amp_review_actions[];
extern const char *const amp_review_objects[];
extern const char *const amp_review_shares[];      /* indicators of the whole office */
extern const char *const amp_review_staff_names[]; /* indicators of one person each */
extern const char *const amp_review_release_rules[];
extern const char *const amp_review_release_units[];
extern const char *const amp_review_release_states[];

/* Macro-region of a region ("PE-PIU": "PE-norte"); NULL: no such region. */
const char *amp_review_macro_region (const char *region);
/* A code of a quasi column of one level as a coarser level has it; NULL: that level lacks the
 * column. */
const char *amp_review_coarsen (const char *column, const char *code, AmpReviewLevel to);

G_END_DECLS
