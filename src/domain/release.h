/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Handing counts over: what may leave the office, to whom, and what the office remembers of it
 * (disclosure.md 3a "Ledger", 5).
 *
 * From a request comes a plan, which writes nothing: the counts of the period as they were frozen,
 * or as they would be now; what has to be hidden; and the proof that nothing handed over so far,
 * to anybody, gives a hidden number away together with this table. Giving takes the plan, checks
 * the proof once more on what stands in the bytes, and writes the ledger's line in one transaction
 * with the audit event; only then are there bytes. The line says "prepared" until the caller tells
 * that the file stands; the bytes of a line are kept and may be had again at any time, the same.
 *
 * Internal tables are exact: their lines are in the ledger too, but they prove nothing.
 *
 * The programme (amp_unit_is_programme()) is apart. Activities, trainings and commitments are
 * public events and promises of institutions; they name nobody, and no number of cases is among
 * them: exact under every rule, any month, quarter or year, nothing hidden, nothing frozen. People
 * reached and trained leave by closed whole years, at most two columns, no institution and no
 * filter, and only where every combination of values that occur, and what is left of each total, is
 * t or more, and so is each difference to what was told of the year before, or there is none (in
 * other columns: none at all); else the request is refused, never cut. What goes to the public
 * wants another supervisor here too.
 *
 * The year's report (AmpReleaseRequest.report) is several tables in one file. Each has a line of
 * its own, proven together with those before it, and all of them the same bytes; one approval is
 * for all. A table that may not leave is left out, and the report says so. */
#pragma once

#include "domain/counts.h"

G_BEGIN_DECLS

typedef enum
{
  AMP_RELEASE_INTERNAL, /* exact, for the office's own eyes; a supervisor */
  AMP_RELEASE_PARTNER,  /* protected, closed period; a supervisor */
  AMP_RELEASE_PUBLIC,   /* the same, and another supervisor approves of this very table */
} AmpReleaseRule;

const char *amp_release_rule_to_code (AmpReleaseRule rule);
gboolean amp_release_rule_from_code (const char *code, AmpReleaseRule *rule);
const char *amp_release_rule_label (AmpReleaseRule rule); /* N_() */

/* --- Errors that people can do something about. Messages name a release and the rule, never a
 * cell or a count; amp_release_error_sentence() puts them into words. --- */

typedef enum
{
  AMP_RELEASE_ERROR_COLUMNS,   /* no template has these columns and filters */
  AMP_RELEASE_ERROR_PERIOD,    /* not a month, a quarter or a year */
  AMP_RELEASE_ERROR_OPEN,      /* the period is not closed yet */
  AMP_RELEASE_ERROR_RECIPIENT, /* nobody is named */
  AMP_RELEASE_ERROR_APPROVAL,  /* another supervisor has not approved of this table */
  AMP_RELEASE_ERROR_TOO_LARGE, /* with what was handed over before, too much to prove */
  AMP_RELEASE_ERROR_UNPROVEN,  /* no proof, or none in time: nothing leaves */
  AMP_RELEASE_ERROR_CHANGED,   /* something was handed over since the plan was made: plan again */
  AMP_RELEASE_ERROR_POLICY,    /* below a floor, or not lowered by two */
  AMP_RELEASE_ERROR_LEDGER,    /* the ledger does not hold */
  AMP_RELEASE_ERROR_MONTHS,    /* months are too small here */
  AMP_RELEASE_ERROR_SEALED,    /* records: they leave sealed, by two people, or not at all */
  AMP_RELEASE_ERROR_RECORDS,   /* records of that year were handed over: no counts of people */
  AMP_RELEASE_ERROR_COUNTS,    /* counts of people of that year were: no records */
} AmpReleaseError;
#define AMP_RELEASE_ERROR (amp_release_error_quark ())
GQuark amp_release_error_quark (void);

/* --- Policy: floors are compiled in --- */

#define AMP_RELEASE_LAG_LEAST 30 /* days after the end of a period */
#define AMP_RELEASE_LAG_DEFAULT 60
#define AMP_RELEASE_T_MOST 100

typedef struct
{
  gint64 t;    /* smallest count that leaves; at least AMP_SMALLEST_FOR_OTHERS */
  guint lag;   /* days */
  guint share; /* per cent, at most AMP_LARGEST_SHARE_PERCENT */
} AmpReleasePolicy;

gboolean amp_release_policy_get (AmpSession *session, AmpReleasePolicy *policy, GError **error);
/* A line of the ledger. Supervisors. Whatever lowers protection needs the approval (kind export) of
 * another for this very change and a reason: 0 asks for it and fails with _APPROVAL. */
gboolean amp_release_policy_set (AmpSession *session,
                                 const AmpReleasePolicy *policy,
                                 const char *reason,
                                 gint64 approval,
                                 GError **error);

/* --- What may leave: templates --- */

typedef struct
{
  const char *id;
  const char *label;             /* N_() */
  guint units;                   /* 1 << AmpUnit */
  const char *const *dimensions; /* the finest; coarser ones of the same kind will do as well.
                                    NULL-terminated */
} AmpReleaseTemplate;

const AmpReleaseTemplate *amp_release_templates (gsize *n);
/* Those of the programme, to be offered: its requests need none. */
const AmpReleaseTemplate *amp_release_programme_templates (gsize *n);
/* The one that the request is of, whatever the order of its columns; NULL: none. Filters count as
 * columns. */
const AmpReleaseTemplate *amp_release_template_of (const AmpCountSpec *spec);

/* --- Which periods --- */

typedef struct
{
  char name[8]; /* "2026", "2026-Q1", "2026-03" */
  char from[11], to[11];
  guint level; /* 0: year, 1: quarter, 2: month */
} AmpReleaseSpan;

/* Closed ones of the last years, newest first, each year before its quarters; months only where the
 * year before, frozen whole, had t or more in most of them (median of region and month). Of
 * AmpReleaseSpan. Supervisors. */
GArray *amp_release_spans (AmpSession *session, AmpUnit unit, GError **error);

/* --- Plan --- */

typedef struct
{
  AmpCountSpec spec; /* its filter values are borrowed */
  AmpReleaseRule rule;
  const char *recipient; /* partner and public: needed */
  const char *reason;    /* NULL */
  gboolean report;       /* the year's report: of the spec its days alone matter, a whole year */
} AmpReleaseRequest;

typedef struct _AmpReleasePlan AmpReleasePlan;

/* Whether the request could be planned at all, without counting anything: role, columns, period.
 * For a dialog that says so while one chooses. */
gboolean amp_release_check (AmpSession *session, const AmpReleaseRequest *request, GError **error);

/* What is to be expected, without a proof: quick. */
typedef struct
{
  guint per_mille; /* of the numbers so many are small: they are hidden, and others with them */
  gboolean has_coarser; /* where that is more than half: a coarser request that hides less */
  AmpCountSpec coarser; /* its filter values are borrowed from the request */
  guint coarser_per_mille;
} AmpReleaseOutlook;

/* Fails as amp_release_check() does. */
gboolean amp_release_look (AmpSession *session,
                           const AmpReleaseRequest *request,
                           AmpReleaseOutlook *outlook,
                           AmpProgress *progress,
                           GCancellable *cancellable,
                           GError **error);

/* Progress goes from 0 to 1000 for the proof. Cancelled, nothing is left behind. */
AmpReleasePlan *amp_release_plan (AmpSession *session,
                                  const AmpReleaseRequest *request,
                                  AmpProgress *progress,
                                  GCancellable *cancellable,
                                  GError **error);
/* The same for nobody yet: giving and asking want amp_release_plan_set_recipient() first. */
AmpReleasePlan *amp_release_preview (AmpSession *session,
                                     const AmpReleaseRequest *request,
                                     AmpProgress *progress,
                                     GCancellable *cancellable,
                                     GError **error);
/* The table and its proof are the same for everybody. reason: NULL. */
void
amp_release_plan_set_recipient (AmpReleasePlan *self, const char *recipient, const char *reason);
void amp_release_plan_free (AmpReleasePlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpReleasePlan, amp_release_plan_free)

/* As it would be handed out: amp_count_table_is_hidden() rows stand as "*". Every value of a column
 * has its row, also where nobody is: what is not there must not tell. */
const AmpCountTable *amp_release_plan_table (const AmpReleasePlan *self);
gsize amp_release_plan_n_rows (const AmpReleasePlan *self);
gsize amp_release_plan_n_hidden (const AmpReleasePlan *self);
gboolean amp_release_plan_is_mostly_hidden (const AmpReleasePlan *self); /* more than half */
/* A coarser request that hides a smaller share, estimated; NULL: none. Borrowed. */
const AmpCountSpec *amp_release_plan_coarser (const AmpReleasePlan *self);
/* Whether handing it over closes its period: what is entered later comes in the yearly report. */
gboolean amp_release_plan_freezes (const AmpReleasePlan *self);
/* What to say of it, N_(): NULL where it closes nothing. What comes late for a month comes out with
 * its year; what comes late for the year comes out nowhere. */
const char *amp_release_plan_closing (const AmpReleasePlan *self);
/* The line that this request was handed over in before, to the same recipient; 0: none. Giving it
 * again gives the bytes of that line if format and language are the same. */
gint64 amp_release_plan_earlier (const AmpReleasePlan *self);

/* --- The year's report --- */

#define AMP_RELEASE_REPORT "year-report" /* template_id of its lines */

/* Its tables; 0: a plan of one table. Of the plan itself amp_release_plan_table() is the first of
 * them; the numbers of rows are of all. */
gsize amp_release_plan_n_parts (const AmpReleasePlan *self);
const AmpReleasePlan *amp_release_plan_part (const AmpReleasePlan *self, gsize n);
const char *amp_release_plan_title (const AmpReleasePlan *self); /* of a part; N_() */
/* The tables that may not leave, and why: for the office alone, since it may name another release.
 */
gsize amp_release_plan_n_left_out (const AmpReleasePlan *self);
const char *
amp_release_plan_left_out (const AmpReleasePlan *self, gsize n, const GError **why); /* N_() */
/* Its first line, of what is told alone. Free it. */
char *amp_release_plan_statement (const AmpReleasePlan *self,
                                  AmpTranslate translate,
                                  const char *language);

/* Asks another supervisor for this table (approval of kind export); gives the number. Where it was
 * asked for already, gives that one. */
gboolean
amp_release_ask (AmpSession *session, const AmpReleasePlan *plan, gint64 *approval, GError **error);

typedef enum
{
  AMP_RELEASE_UNASKED,
  AMP_RELEASE_WAITING,
  AMP_RELEASE_APPROVED, /* and not used yet */
} AmpReleaseAsked;

/* What became of the asking, without asking. approval: 0 where it was not asked for. */
gboolean amp_release_asked (AmpSession *session,
                            const AmpReleasePlan *plan,
                            AmpReleaseAsked *asked,
                            gint64 *approval,
                            GError **error);

/* The request behind an approval of kind export, its own memory; NULL with
 * AMP_RELEASE_ERROR_APPROVAL where it is none, or the policy is another by now. */
AmpReleaseRequest *amp_release_of_approval (AmpSession *session, gint64 approval, GError **error);
/* What was asked, from what the approval's note says; NULL where it is of no release. Not checked
 * against anything: words for people. */
AmpReleaseRequest *amp_release_of_note (const char *note);
AmpReleaseRequest *amp_release_request_copy (const AmpReleaseRequest *self);
void amp_release_request_free (AmpReleaseRequest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpReleaseRequest, amp_release_request_free)

/* --- Giving --- */

/* The ledger's line ("prepared") and the audit event, then the bytes. id: of the line. approval: of
 * amp_release_ask(), public only; 0 elsewhere. */
GBytes *amp_release_give (AmpSession *session,
                          const AmpReleasePlan *plan,
                          AmpCountFormat format,
                          AmpTranslate translate,
                          const char *language,
                          gint64 approval,
                          gint64 *id,
                          GError **error);
/* The file stands: "given", with an event; of a report all its lines. Told once is enough. */
gboolean amp_release_given (AmpSession *session, gint64 id, GError **error);
/* Gives, writes to a temporary file beside, renames, tells the ledger. A file that could not be
 * written leaves the line "prepared", and no part of itself. */
gboolean amp_release_give_file (AmpSession *session,
                                const AmpReleasePlan *plan,
                                AmpCountFormat format,
                                AmpTranslate translate,
                                const char *language,
                                gint64 approval,
                                const char *path,
                                gint64 *id,
                                GError **error);
/* The rule of a line: records of persons (domain/partner-file.h). What the ledger keeps of the line
 * is not sealed, so it never leaves as it is. */
#define AMP_RELEASE_RECORDS "records"
gboolean amp_release_is_sealed (const char *rule);
/* The bytes of a line, again; an event. Supervisors. Those of amp_release_is_sealed() sealed anew
 * to whom they are for, while the line is prepared; SEALED once it is given. */
GBytes *amp_release_again (AmpSession *session, gint64 id, GError **error);

/* An exact table for the office's own eyes, with its line. Supervisors. id: may be NULL. */
GBytes *amp_release_internal (AmpSession *session,
                              const AmpCountTable *table,
                              AmpCountFormat format,
                              AmpTranslate translate,
                              const char *language,
                              const char *reason,
                              gint64 *id,
                              GError **error);

/* --- The ledger --- */

typedef struct
{
  gint64 id;
  char *at;                 /* UTC timestamp */
  gint64 actor, approver;   /* user ids; approver 0: none */
  char *rule;               /* code of AmpReleaseRule, or "policy" */
  char *recipient, *reason; /* NULL */
  char *template_id;        /* NULL: internal, policy */
  char *unit, *period;      /* "persons", "2026-Q1"; internal "2026-01-01/2026-03-31" */
  char *request;            /* columns and filters, canonical; policy: what it says */
  char *format, *language;  /* codes; NULL: policy */
  char *file_hash;          /* hex of BLAKE2b-256; NULL: policy */
  char *hash;               /* hex, of the line and the one before it */
  gboolean given;           /* FALSE: prepared, and perhaps never handed over */
  gsize n_told, n_hidden;   /* cells */
} AmpRelease;

void amp_release_free (AmpRelease *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpRelease, amp_release_free)

/* Of AmpRelease, oldest first. Supervisors. */
GPtrArray *amp_releases_list (AmpSession *session, GError **error);
AmpRelease *amp_release_load (AmpSession *session, gint64 id, GError **error);
/* The table of a line, as it was handed out, to be looked at and compared; NULL with an error for
 * policy and internal lines. */
AmpCountTable *amp_release_table (AmpSession *session, gint64 id, GError **error);

/* The chain of the lines, the hash of each file, and the proofs: whether all that was handed over
 * taken together still hides what it hid. AMP_RELEASE_ERROR_LEDGER says at which line not. */
gboolean amp_releases_verify (AmpSession *session,
                              guint64 *n_lines,
                              AmpProgress *progress,
                              GCancellable *cancellable,
                              GError **error);

/* Columns and filters of a line, for people: unit and days are not set, the filter values borrow
 * from text, which is changed. FALSE where it is no such request. */
gboolean amp_release_request_read (char *text, AmpCountSpec *spec);

/* The wording of disclosure.md 5, translated: for errors of AMP_RELEASE_ERROR; NULL for others.
 * Free it. */
char *amp_release_error_sentence (const GError *error, AmpTranslate translate);
/* "This report hides small groups with *, …", N_(). */
extern const char amp_release_notice[];
/* Those of the programme, N_(): events, and people at them. */
extern const char amp_release_events_notice[];
extern const char amp_release_heads_notice[];

G_END_DECLS
