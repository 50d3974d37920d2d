/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to the release: frozen records, the cells that releases speak of, and the system that is
 * proven. */
#pragma once

#include "disclosure/check.h"
#include "disclosure/rules.h"
#include "disclosure/suppress.h"
#include "domain/counts-private.h"
#include "domain/release.h"
#include "store/releases.h"

G_BEGIN_DECLS

/* --- Errors, which may name an earlier release --- */

/* day: of the release that stands against it, "2026-04-12"; NULL: none. */
void
amp_release_set_error (GError **error, AmpReleaseError code, const char *day, const char *what);
gboolean
amp_release_refuse (GError **error, AmpReleaseError code, const char *what); /* returns FALSE */
/* With a sentence of its own: static, N_(). Returns FALSE. */
gboolean amp_release_refuse_saying (GError **error,
                                    AmpReleaseError code,
                                    const char *what,
                                    const char *saying);
/* AMP_RELEASE_ERROR_COLUMNS, with the sentence that says why a dimension is of no release. */
gboolean amp_release_refuse_columns (const AmpCountSpec *spec, GError **error);

/* --- Columns: what a release may be by. Each is one hierarchy, coarse to fine. --- */

typedef enum
{
  AMP_COLUMN_TIME,
  AMP_COLUMN_REGION,
  AMP_COLUMN_SEX,
  AMP_COLUMN_GENDER,
  AMP_COLUMN_AGE,
  AMP_COLUMN_EXPLOITATION,
  AMP_COLUMN_SERVICE,
  AMP_COLUMN_STATE,
  AMP_N_COLUMNS
} AmpColumn;

#define AMP_COLUMN_LEVELS 4

typedef struct
{
  const char *levels[AMP_COLUMN_LEVELS]; /* dimensions, coarse to fine; NULL after the last */
  gboolean sensitive;                    /* its categories say something about the person */
  guint multiple;                        /* 1 << AmpUnit: a unit may have several values */
  guint always;                          /* 1 << AmpUnit: a unit cannot be without a value */
  guint within;                          /* 1 << level: each value lies in one of the coarsest */
} AmpColumnKind;

const AmpColumnKind *amp_column_kind (AmpColumn column);
guint amp_column_n_levels (AmpColumn column);
/* FALSE: no release is by that dimension. */
gboolean amp_column_of (const AmpDimension *dimension, AmpColumn *column, guint *level);
gboolean amp_column_fits (AmpColumn column, AmpUnit unit);
/* What a release counts the value of the finest level as; NULL: nothing that can occur. Cells that
 * everybody knows to be empty would seem possible in a proof, and prove nothing: there are none. */
const char *amp_column_read (AmpColumn column, AmpUnit unit, const char *value);
/* The value at a level of a value at the finest one; "" for no data. Static, or the value. Not for
 * time. */
const char *amp_column_value_at (AmpColumn column, guint level, const char *finest);

/* --- Periods: a month, a quarter or a year --- */

typedef struct
{
  guint year, first, last; /* months, 1 … 12 */
} AmpReleasePeriod;

gboolean amp_release_period_of (const AmpCountSpec *spec, AmpReleasePeriod *period);
guint amp_release_period_level (const AmpReleasePeriod *period); /* of AMP_COLUMN_TIME */
char *amp_release_period_name (const AmpReleasePeriod *period);  /* "2026", "2026-Q1", "2026-03" */
gboolean amp_release_period_parse (const char *name, AmpReleasePeriod *period);
#define AMP_TIME_MONTH 2u      /* level of AMP_COLUMN_TIME */
#define AMP_MONTHS_ALL 0x1ffeu /* 1 << month, of all twelve */
void amp_release_period_days (const AmpReleasePeriod *period, char from[11], char to[11]);
/* Whether it ended so many days ago. */
gboolean amp_release_period_is_closed (const AmpReleasePeriod *period, guint lag, GDate *today);

/* --- Base: the records of one unit in one year, as far as they are frozen or would be --- */

typedef struct
{
  guint64 person, unit;
  guint first[AMP_N_COLUMNS], n[AMP_N_COLUMNS]; /* in the pool */
} AmpBaseRow;

typedef struct
{
  AmpUnit unit;
  guint year;
  guint frozen, fresh;    /* 1 << month: of the ledger; would be frozen by this release */
  char *as_of;            /* of the last that was frozen, or now */
  GPtrArray *values;      /* texts, in the order they came */
  GHashTable *ids;        /* text -> place in values + 1 */
  GArray *pool;           /* guint16, of values */
  GArray *rows;           /* AmpBaseRow, by person and unit */
  GBytes *fresh_data[13]; /* by month: what is to be frozen */
  guint64 late;           /* units of the year that no frozen month holds; whole years only */
  gboolean fresh_late;    /* and to be frozen now */
} AmpReleaseBase;

/* With the months of the period added to what is frozen. */
AmpReleaseBase *amp_release_base_read (AmpSession *session,
                                       AmpUnit unit,
                                       const AmpReleasePeriod *period,
                                       AmpProgress *progress,
                                       GCancellable *cancellable,
                                       GError **error);
void amp_release_base_free (AmpReleaseBase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpReleaseBase, amp_release_base_free)
/* Only what is frozen. */
AmpReleaseBase *
amp_release_base_frozen (AmpSession *session, AmpUnit unit, guint year, GError **error);
/* How the period of the spec, which is frozen, differs from what would be counted now: units that
 * came since, and units that are gone. Filters hold for neither. */
gboolean amp_release_drift (AmpSession *session,
                            const AmpCountSpec *spec,
                            guint64 *late,
                            guint64 *gone,
                            AmpProgress *progress,
                            GCancellable *cancellable,
                            GError **error);
/* Puts what is fresh into the ledger. In a transaction. */
gboolean amp_release_base_freeze (AmpSession *session, const AmpReleaseBase *self, GError **error);
const char *amp_release_base_value (const AmpReleaseBase *self,
                                    const AmpBaseRow *row,
                                    AmpColumn column,
                                    guint n);

/* --- Space: all cells that the releases of a unit in a year speak of --- */

typedef struct
{
  guint parent, level; /* of the children */
  GArray *children;    /* guint: every unit of the parent is in one of them at least */
} AmpSplit;

typedef struct
{
  GPtrArray *names;  /* of nodes: "region=PE-TUM"; node 0 is all, "" */
  GHashTable *nodes; /* name -> node + 1 */
  GPtrArray *splits; /* AmpSplit */
  GHashTable *leaf;  /* finest value -> GArray of nodes it lies in */
} AmpSpaceColumn;

typedef struct
{
  AmpUnit unit;
  AmpSpaceColumn column[AMP_N_COLUMNS];
  guint32 stride[AMP_N_COLUMNS];
  guint32 n_cells;
  gint64 *count;  /* once it is counted */
  gint64 *people; /* distinct persons */
} AmpReleaseSpace;

typedef struct
{
  guint8 levels[AMP_N_COLUMNS]; /* 1 << level */
} AmpReleaseLevels;

void amp_release_levels_add (AmpReleaseLevels *self,
                             const AmpCountSpec *spec,
                             const AmpReleasePeriod *period);
/* AMP_RELEASE_ERROR_TOO_LARGE. */
AmpReleaseSpace *
amp_release_space_new (const AmpReleaseBase *base, const AmpReleaseLevels *levels, GError **error);
void amp_release_space_free (AmpReleaseSpace *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpReleaseSpace, amp_release_space_free)
/* AMP_RELEASE_ERROR_LEDGER: somebody has a value that no cell stands for. */
gboolean
amp_release_space_count (AmpReleaseSpace *self, const AmpReleaseBase *base, GError **error);
guint32 amp_release_space_cell (const AmpReleaseSpace *self, const guint *nodes);
/* Canonical: names of the nodes, in the order of the columns, what is all left out. Free it. */
char *amp_release_space_key (const AmpReleaseSpace *self, guint32 cell);
/* Key -> cell + 1. */
GHashTable *amp_release_space_keys (const AmpReleaseSpace *self);
/* -1: no such node. */
int amp_release_space_node (const AmpReleaseSpace *self,
                            AmpColumn column,
                            guint level,
                            const char *value);
/* Node of the period. */
int amp_release_space_period (const AmpReleaseSpace *self, const AmpReleasePeriod *period);

/* --- Rows of a table: every combination of values, and of all --- */

typedef void (*AmpReleaseRowFunc) (const char *const *values, guint32 cell, gpointer data);
gboolean amp_release_each_row (const AmpReleaseSpace *space,
                               const AmpCountSpec *spec,
                               const AmpReleasePeriod *period,
                               AmpReleaseRowFunc func,
                               gpointer data,
                               GError **error);

/* --- Proven: the system of a space, with what was told and hidden --- */

typedef struct
{
  AmpSystem *system; /* cells of the space first, then helpers */
  guint32 n_cells;   /* of the space */
  GArray *needs;     /* AmpNeed */
  AmpProof *proof;
} AmpReleaseProven;

/* states: of the cells of the space. */
AmpReleaseProven *amp_release_proven_new (const AmpReleaseSpace *space,
                                          const guint8 *states,
                                          const AmpReleasePolicy *policy,
                                          GError **error);
void amp_release_proven_free (AmpReleaseProven *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpReleaseProven, amp_release_proven_free)
gboolean amp_release_proven_check (const AmpReleaseProven *self, gint64 t, GError **error);
/* That the table of the request adds up in each witness, by its own trees and not by the equations
 * of the system: one that was left out would make anything seem possible. */
gboolean amp_release_sums_check (const AmpReleaseProven *self,
                                 const AmpReleaseSpace *space,
                                 const AmpCountSpec *spec,
                                 const AmpReleasePeriod *period,
                                 GError **error);
/* What the helpers come to where the cells of the space come to that; of all cells. Free it. */
gint64 *amp_release_proven_counts (const AmpReleaseSpace *space, const gint64 *count);
/* Witnesses for what people could have been instead; they may not meet all needs. until: monotonic
 * time at which it stops looking for more. */
AmpProof *amp_release_crowds (const AmpReleaseSpace *space,
                              const AmpReleaseBase *base,
                              const AmpReleaseProven *proven,
                              gint64 until,
                              GCancellable *cancellable);
/* Adds the witnesses of an earlier proof of the very same cells: they may still hold, which whoever
 * takes them looks at. */
void amp_release_proven_reuse (const AmpReleaseProven *self,
                               const AmpReleaseSpace *space,
                               GBytes *earlier,
                               AmpProof *known);
/* With the keys of the cells, so that a verifier needs nothing else. */
GBytes *
amp_release_proven_to_bytes (const AmpReleaseProven *self, const AmpReleaseSpace *space, gint64 t);
/* What was stored: keys are those of the cells. */
AmpReleaseProven *
amp_release_proven_from_bytes (GBytes *bytes, gint64 *t, char ***keys, GError **error);

/* --- Requests as the ledger writes them --- */

/* "by=region,sex where=border:yes". */
char *amp_release_request_text (const AmpCountSpec *spec);
/* Values borrow from text, which is changed. */
gboolean amp_release_request_parse (char *text,
                                    const char *unit,
                                    const AmpReleasePeriod *period,
                                    AmpCountSpec *spec);
void amp_release_policy_hash (const AmpReleasePolicy *policy, guint8 out[AMP_HASH_BYTES]);
/* Takes the permit that another gave for this very thing, and says who; -1 without one. */
gint64 amp_release_take_permit (AmpSession *session, gint64 approval, gint64 thing, GError **error);
/* Asks for it; where it waits or was given already, gives that one. */
gboolean amp_release_ask_for (
  AmpSession *session, gint64 thing, const char *note, gint64 *approval, GError **error);
/* What became of it; approval: 0 where nobody asked. */
gboolean amp_release_asked_for (
  AmpSession *session, gint64 thing, AmpReleaseAsked *asked, gint64 *approval, GError **error);
/* In a note, before the name of who gets it; behind the name, after a colon, why. */
#define AMP_RELEASE_ARROW " → "
/* Cuts text where the name ends that is_it() knows, and gives the reason behind it or NULL. FALSE:
 * it knows none. */
gboolean amp_release_tell_apart (char *text,
                                 gboolean (*is_it) (const char *recipient, gpointer data),
                                 gpointer data,
                                 const char **reason);

struct _AmpReleasePlan
{
  AmpReleaseRequest request;
  char *own_values[8], *recipient, *reason;
  AmpReleasePolicy policy;
  AmpReleasePeriod period;
  AmpReleaseBase *base;
  AmpReleaseSpace *space;
  AmpReleaseProven *proven;
  AmpCountTable *table;
  GPtrArray *told; /* AmpReleaseCell: of the table, in the order of keys */
  gsize n_hidden;
  gint64 next, earlier; /* line that was to come; line of the same request */
  gboolean has_coarser;
  AmpCountSpec coarser;

  /* Of the year's report */
  GPtrArray *parts;         /* AmpReleasePlan; NULL: one table */
  GPtrArray *left_out;      /* AmpReleaseLeftOut */
  const char *name, *title; /* of a part; static */
  AmpReleaseLine *line;     /* of a part: what those after it are proven with */
  gboolean borrows_base;    /* of a part before it */
};

typedef struct
{
  const char *title; /* static */
  GError *why;
} AmpReleaseLeftOut;

/* Plans one table. before: parts of the same report (AmpReleasePlan), as good as handed over. */
AmpReleasePlan *amp_release_plan_one (AmpSession *session,
                                      const AmpReleaseRequest *request,
                                      GPtrArray *before,
                                      AmpProgress *progress,
                                      GCancellable *cancellable,
                                      GError **error);
/* The request of its first table, which stands for the whole. */
AmpReleaseRequest amp_release_report_first (const AmpReleaseRequest *request);
AmpReleasePlan *amp_release_report_plan (AmpSession *session,
                                         const AmpReleaseRequest *request,
                                         AmpProgress *progress,
                                         GCancellable *cancellable,
                                         GError **error);
GBytes *amp_release_report_give (AmpSession *session,
                                 const AmpReleasePlan *plan,
                                 AmpCountFormat format,
                                 AmpTranslate translate,
                                 const char *language,
                                 gint64 approval,
                                 gint64 *id,
                                 GError **error);
/* "by=region,sex", "report=year": what another approves of. Free it. */
char *amp_release_asked_text (const AmpReleaseRequest *request);

/* --- A line, while it is made --- */

/* Without what is of the file and of the moment. */
AmpReleaseLine *amp_release_line_of (const AmpReleasePlan *plan, const char *template_id);
void amp_release_line_set_file (AmpReleaseLine *line,
                                AmpCountFormat format,
                                const char *language,
                                GBytes *bytes);
/* The proof once more, and that what is written is what was proven. */
gboolean amp_release_look_once_more (const AmpReleasePlan *plan, GError **error);
/* Line, frozen period and event, in a transaction; the permit is the caller's. */
gboolean amp_release_write_line (AmpSession *session,
                                 const AmpReleasePlan *plan,
                                 AmpReleaseLine *line,
                                 GError **error);
/* AMP_RELEASE_ERROR_CHANGED where the next line is not the one that was planned. */
gboolean
amp_release_require_unchanged (AmpSession *session, const AmpReleasePlan *plan, GError **error);
const char *amp_release_format_code (AmpCountFormat format);

/* Role, policy, columns, period; before anything is counted. */
gboolean amp_release_require_offered (AmpSession *session,
                                      const AmpReleaseRequest *request,
                                      AmpReleasePolicy *policy,
                                      AmpReleasePeriod *period,
                                      GError **error);
gboolean amp_release_require_recipient (const char *recipient, GError **error);
/* FALSE where a column of time says nothing in the period. */
gboolean amp_release_time_is_within (const AmpCountSpec *spec, const AmpReleasePeriod *period);
gboolean amp_release_is_by_month (const AmpCountSpec *spec, const AmpReleasePeriod *period);
/* AMP_RELEASE_ERROR_RECORDS where records of that year were handed over and the unit is people or
 * cases; AMP_RELEASE_ERROR_COUNTS where a table of those was (release-records.c). */
gboolean amp_release_no_records (AmpSession *session, AmpUnit unit, guint year, GError **error);
gboolean amp_release_no_counts (AmpSession *session, guint year, GError **error);
/* The number of the first line of records of that year, or else of counts of people or cases; 0:
 * none; -1: error. */
gint64 amp_release_find_of_year (AmpSession *session, guint year, gboolean records, GError **error);

/* AMP_RELEASE_ERROR_MONTHS, unless the median of region and month of the year before, frozen whole,
 * is t or more. */
gboolean amp_release_require_months (
  AmpSession *session, AmpUnit unit, guint year, gint64 t, GError **error);

/* --- The programme: no base, no space, no proof --- */

gboolean amp_release_counts_heads (AmpUnit unit);
/* As amp_release_require_offered(), for what is left after role, policy and spec. */
gboolean amp_release_programme_require (const AmpCountSpec *spec,
                                        const AmpReleasePolicy *policy,
                                        AmpReleasePeriod *period,
                                        GError **error);
/* The table and its cells into a plan whose line to come is known. earlier: lines of the unit and
 * year that others were given, of AmpReleaseLine. */
gboolean amp_release_programme_plan (AmpReleasePlan *self,
                                     AmpSession *session,
                                     GPtrArray *earlier,
                                     AmpProgress *progress,
                                     GCancellable *cancellable,
                                     GError **error);
/* Whether every combination of the values that occur, and what is left of its totals, is t or more.
 */
gboolean amp_release_heads_are_large (const AmpCountTable *table, gint64 t);
/* The table of a line. rule: static. */
AmpCountTable *amp_release_programme_retell (const AmpReleaseLine *line,
                                             const AmpCountSpec *spec,
                                             const char *rule,
                                             GError **error);

/* A coarser request that hides less, into self->coarser. */
void amp_release_look_coarser (AmpReleasePlan *self);
/* What another approves of. */
gint64 amp_release_thing (const AmpReleasePlan *self);
/* The same for what has no plan: words that tell all that is approved of. */
gint64 amp_release_thing_of_text (const char *text);

G_END_DECLS
