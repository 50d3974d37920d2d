/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The last word before a review pack leaves, and the first when one is opened: it reads the
 * finished bytes, knows nothing of how they were made (own reader, own list of what may be in them,
 * own counting), and refuses them if one rule of REVIEW.md does not hold. What it does not know, it
 * refuses; so a name, a date or a word of free text has no place to be. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A message reads "line 12: …" where a line is to blame. It names rules, sections and columns,
 * never what stands in a cell. */
#define AMP_REVIEW_CHECK_ERROR (amp_review_check_error_quark ())
GQuark amp_review_check_error_quark (void);

typedef enum
{
  AMP_REVIEW_CHECK_ERROR_TEXT,     /* a byte, a line or the end is not as it has to be */
  AMP_REVIEW_CHECK_ERROR_FORM,     /* sections, keys, header of a table, number of cells */
  AMP_REVIEW_CHECK_ERROR_FIGURE,   /* a figure of [pack] is malformed or below its floor */
  AMP_REVIEW_CHECK_ERROR_VALUE,    /* not on the list of what may be there */
  AMP_REVIEW_CHECK_ERROR_CODE,     /* the code of a record is malformed, not unique, out of order */
  AMP_REVIEW_CHECK_ERROR_NUMBER,   /* more or fewer records or lines than are announced */
  AMP_REVIEW_CHECK_ERROR_WITHHELD, /* a number under k of what was left out, or what cannot be */
  AMP_REVIEW_CHECK_ERROR_SMALL,    /* fewer than k records alike */
  AMP_REVIEW_CHECK_ERROR_UNIFORM,  /* fewer than l different values among records alike */
  AMP_REVIEW_CHECK_ERROR_SHARE,    /* nearly all records alike have one value */
  AMP_REVIEW_CHECK_ERROR_COMBINATION, /* fewer than k records share up to three values */
  AMP_REVIEW_CHECK_ERROR_CHAIN,       /* the events are out of order or not those of the anchor */
  AMP_REVIEW_CHECK_ERROR_INDICATOR,   /* a figure of the office that is too exact */
  AMP_REVIEW_CHECK_ERROR_RELEASE,     /* a line of the list of releases that may not be there */
  AMP_REVIEW_CHECK_ERROR_EARLIER,     /* shares a code with an earlier pack, or tells more apart */
} AmpReviewCheckError;

/* A pack that was made before, from the ledger. Borrowed. */
typedef struct
{
  const char *id;    /* 16 hex digits */
  const char *level; /* "tiny" … */
  guint sample;      /* per cent */
  const char *codes; /* those of its records, 12 letters each, one behind the other, in any order */
  gsize n_codes;
  const char *classes; /* a line each, LF: the quasi values of a class joined by ',', then ',' and
                          its rows; sorted by bytes */
  guint round;         /* in which it was drawn; 0: not known */
} AmpReviewEarlier;

/* TRUE: every rule holds. Where the ledger is not at hand (an auditor's machine) nothing is
 * compared: NULL and 0. */
gboolean amp_review_check (const void *payload,
                           gsize length,
                           const AmpReviewEarlier *earlier,
                           gsize n_earlier,
                           GError **error);

/* N_(): what is wrong, for people; the caller translates. line: in which one, counted from 1; 0:
 * the pack as a whole. NULL for errors of other domains. */
const char *amp_review_check_sentence (const GError *error, guint *line);

G_END_DECLS
