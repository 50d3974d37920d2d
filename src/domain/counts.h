/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Regional counts, by the ten rules of domain.md 5.7. Exact here; what may leave the office is for
 * the release rules.
 *
 * Two kinds of units: people and what is done for them, counted one by one; and the programme
 * (prevention, training, commitments), which names nobody. No table holds both. */
#pragma once

#include "domain/chart.h"
#include "domain/sentences.h"
#include "domain/session.h"

G_BEGIN_DECLS

typedef enum
{
  AMP_UNIT_PERSONS,
  AMP_UNIT_CASES,
  AMP_UNIT_SERVICES,
  AMP_UNIT_REFERRALS,
  /* The programme's */
  AMP_UNIT_ACTIVITIES,
  AMP_UNIT_REACHED, /* attendances: who came twice counts twice */
  AMP_UNIT_TRAININGS,
  AMP_UNIT_TRAINED, /* attendances as well */
  AMP_UNIT_COMMITMENTS,
  AMP_N_UNITS
} AmpUnit;

const char *amp_unit_to_code (AmpUnit unit);
gboolean amp_unit_from_code (const char *code, AmpUnit *unit);
/* Whether it is of the programme: there is no case behind a number. */
gboolean amp_unit_is_programme (AmpUnit unit);

typedef struct
{
  const char *name;  /* "region", "border", "month" … (architecture 6) */
  const char *label; /* N_() */
  const char *list;  /* code list of its values; NULL: year, quarter, month, institution, yes/no */
  gboolean multiple; /* a unit may have several values: the categories do not add up to the total */
} AmpDimension;

const AmpDimension *amp_dimensions (gsize *n);
const AmpDimension *amp_dimension_find (const char *name);
/* Whether the dimension makes sense for the unit (referral_state only for referrals …). */
gboolean amp_dimension_fits (const AmpDimension *self, AmpUnit unit);
/* What it is called where that is counted, N_(): the region of an activity is of no assistance. */
const char *amp_dimension_label (const AmpDimension *self, AmpUnit unit);
/* What people read for a value of the dimension: its label, "nov. 2024" of a month, "sin dato" for
 * an empty value. "*"
 * gives NULL. Free it. */
char *amp_dimension_value_label (const AmpDimension *self, const char *value, const char *language);

#define AMP_COUNTS_MAX_DIMENSIONS 5

typedef struct
{
  AmpUnit unit;
  const AmpDimension *dimensions[AMP_COUNTS_MAX_DIMENSIONS];
  gsize n_dimensions;
  char from[11], to[11];                  /* inclusive days "2024-01-31"; "": open */
  const AmpDimension *where_dimension[8]; /* filters, all must hold */
  const char *where_value[8];             /* borrowed */
  gsize n_where;
  gboolean lima_apart; /* 26 regions: Lima Metropolitana (PE-LMA) apart from Lima; FALSE folds it
                          into PE-LIM */
} AmpCountSpec;

/* AMP_DOMAIN_ERROR_INVALID with a sentence's worth of message where the request makes no sense: two
 * kinds of region in one table (rule 3), a dimension that does not fit the unit, a period that ends
 * before it begins. */
gboolean amp_count_spec_check (const AmpCountSpec *spec, GError **error);

/* A table: one row per combination that occurs, with every subtotal ("*" in a column = all). Rows
 * in the order of the code lists, totals after their parts. Immutable. */
typedef struct _AmpCountTable AmpCountTable;

AmpCountTable *amp_counts_compute (AmpSession *session,
                                   const AmpCountSpec *spec,
                                   AmpProgress *progress,
                                   GCancellable *cancellable,
                                   GError **error);
void amp_count_table_free (AmpCountTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpCountTable, amp_count_table_free)

const AmpCountSpec *amp_count_table_spec (const AmpCountTable *self);
gsize amp_count_table_n_rows (const AmpCountTable *self);
const char *amp_count_table_value (const AmpCountTable *self,
                                   gsize row,
                                   gsize dimension); /* code, "" without data, "*" */
guint64 amp_count_table_count (const AmpCountTable *self, gsize row);
/* Whether the row is hidden by the rules of release (release.h): it is written "*", and its count
 * here is 0, whatever it is. FALSE everywhere in a table that was counted. */
gboolean amp_count_table_is_hidden (const AmpCountTable *self, gsize row);
/* -1 where that combination does not occur. */
gssize amp_count_table_find (const AmpCountTable *self, const char *const *values);
guint64 amp_count_table_total (const AmpCountTable *self);
const char *amp_count_table_as_of (const AmpCountTable *self); /* UTC timestamp: "datos al" */
/* Rule 4: how much the first dimension's rows add up to beyond the total (people served in two
 * regions). */
guint64 amp_count_table_overlap (const AmpCountTable *self);
/* Rule 6: units left out because they are not victims. */
guint64 amp_count_table_not_victims (const AmpCountTable *self);
/* Records left out because their date does not say whether they lie in the period: not known, or a
 * month or year that only partly lies in it. A date known by month or year counts where all of it
 * is in the period. */
guint64 amp_count_table_undated (const AmpCountTable *self);

/* How things count that 5.7 leaves open:
 * - Days: persons and services on delivered_on, cases on opened_on, referrals on sent_on. Referrals
 *   are those that the office makes (direction "in" is left out); without a period, referrals not
 *   sent yet count as well.
 * - Delivered means status "delivered", not "partly".
 * - Not a victim: trafficking_status not_victim, or the case closed_not_victim. A person with
 * another case counts by that one.
 * - Border is that of the region of assistance: Peru's five regions on Ecuador, and Ecuador's seven
 *   provinces on Peru. Country is the country of that region.
 * - Without a birth date or year, the recorded age band stands for the age.
 * - Two kinds of region may not be columns of one table; one may filter by another kind.
 * - Activities and trainings are those carried out, on their first day; commitments are all, on the
 *   day they are due, with their present status.
 * - People reached and trained are attendances. The estimated audience of radio and social media
 * and the situations noticed at an activity are in no count.
 * - The region of the trained is where they serve, else where the session was held. The country of
 *   a commitment is its own, else that of its region.
 * - Another sex, and sex not recorded, is one number at an activity: it stands without data. */

/* --- What is behind a number --- */

typedef struct
{
  GArray *ids;   /* gint64: cases that this user may open, each once */
  guint64 n_all; /* cases behind the number, hers or not */
} AmpCountCases;

void amp_count_cases_free (AmpCountCases *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpCountCases, amp_count_cases_free)

/* The cases behind a cell of a table of spec, counted now: one value for each dimension, "*" for
 * all. A caseworker gets her own among them (access.h). Whoever looks, it is an event.
 * AMP_DOMAIN_ERROR_INVALID for a unit of the programme. */
AmpCountCases *amp_counts_cases (AmpSession *session,
                                 const AmpCountSpec *spec,
                                 const char *const *values,
                                 AmpProgress *progress,
                                 GCancellable *cancellable,
                                 GError **error);

/* The lines a reader needs under or above the table, translated by the caller: N_() templates with
 * at most one %s or number are avoided on purpose; each note is a whole sentence. NULL-terminated,
 * static. */
const char *const *amp_count_table_notes (const AmpCountTable *self);

typedef struct _AmpMap AmpMap; /* domain/map.h */

/* The totals by region, where a dimension is a region, on a map; NULL where none is. */
AmpMap *amp_count_table_to_map (const AmpCountTable *self);

/* Its numbers over time, where one of at most two dimensions is year, quarter or month: a line for
 * each value of the other one, or for all together where they are too many. Times between the first
 * and the last in which there is nobody are zero. NULL where none is, where there is but one time,
 * or a number is hidden. total: the translated word for it. */
AmpChart *
amp_count_table_to_series (const AmpCountTable *self, const char *language, const char *total);

/* --- Files. Internal release only: exact, says so, and needs a supervisor. --- */

typedef enum
{
  AMP_COUNT_FORMAT_CSV,
  AMP_COUNT_FORMAT_JSON,
  AMP_COUNT_FORMAT_XLSX,
  AMP_COUNT_FORMAT_PDF
} AmpCountFormat;
gboolean amp_count_format_from_code (const char *code, AmpCountFormat *format);

/* The translator gives the words of XLSX and PDF; CSV and JSON hold codes only. */

/* The bytes of the file, with a line in the release ledger (amp_release_internal()). */
GBytes *amp_count_table_write (AmpSession *session,
                               const AmpCountTable *self,
                               AmpCountFormat format,
                               AmpTranslate translate,
                               const char *language,
                               GError **error);

G_END_DECLS
