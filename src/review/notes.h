/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an auditor ticks, writes and asks while she reviews a pack; the text of her draft and of the
 * file of findings that goes back to the supervisor (NOTES.md tells every byte). A plain value,
 * read with the same doubt as any file. Names no person: records go by their random codes, queries
 * by the names of their columns. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The standards, in their order on the screen. */
typedef enum
{
  AMP_STANDARD_CONSENT, /* consent before the first service */
  AMP_STANDARD_RISK,    /* risk assessed within 72 hours */
  AMP_STANDARD_PLAN,    /* a plan the person agreed to */
  AMP_STANDARD_OUTCOME, /* services, follow-up and closure lead somewhere */
  AMP_STANDARDS,
} AmpStandard;

typedef enum
{
  AMP_TICK_NONE, /* not looked at yet */
  AMP_TICK_MET,
  AMP_TICK_NOT_MET,
  AMP_TICK_UNCLEAR, /* cannot be told from what the pack shows */
} AmpTick;

/* What a finding is about: one of the standards, or … */
typedef enum
{
  AMP_ABOUT_LOG = AMP_STANDARDS, /* the audit log */
  AMP_ABOUT_INDICATORS,
  AMP_ABOUT_REPORT, /* a report that was handed out */
  AMP_ABOUT_OTHER,
  AMP_ABOUTS,
} AmpAbout;

const char *amp_about_to_code (guint about); /* "consent", "risk_72h" … "other"; NULL beyond */
gboolean amp_about_from_code (const char *code, guint *about);

#define AMP_NOTES_TEXT_MAX 4000 /* bytes of a remark or a finding */
#define AMP_NOTES_FINDINGS_MAX 999
#define AMP_NOTES_BYTES_MAX (8 * 1024 * 1024)

typedef struct
{
  guint about;
  char *code; /* of a record, or NULL */
  char *text;
} AmpNoteFinding;

typedef struct
{
  guint64 seed;
  guint size;    /* asked for */
  char *columns; /* what was asked before it was drawn, "consent+status"; "-": nothing */
} AmpDraw;

typedef struct
{
  char *columns;
  guint shown, refused; /* how often */
} AmpAsked;

typedef enum
{
  AMP_COMPARED_DIFFERS,
  AMP_COMPARED_AGREES,
  AMP_COMPARED_UNLISTED, /* looked for in the list of what was handed over, and not found */
} AmpCompared;

typedef struct
{
  char *release; /* as typed; UNLISTED: the hash of the file, all that is kept of it */
  AmpCompared result;
  char *day; /* UNLISTED: on which she looked, YYYY-MM-DD; else NULL */
} AmpReconciled;

typedef struct _AmpReviewNotes AmpReviewNotes;

/* pack: 16 of 0-9a-f. */
AmpReviewNotes *amp_review_notes_new (const char *pack);
void amp_review_notes_free (AmpReviewNotes *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpReviewNotes, amp_review_notes_free)

const char *amp_review_notes_get_pack (const AmpReviewNotes *self);
/* The day on which they were signed, or NULL: a draft. */
const char *amp_review_notes_get_day (const AmpReviewNotes *self);
void amp_review_notes_set_day (AmpReviewNotes *self, const char *day);
/* Nothing was ticked, written, asked or drawn. */
gboolean amp_review_notes_is_empty (const AmpReviewNotes *self);

/* --- Records --- */

AmpTick
amp_review_notes_get_tick (const AmpReviewNotes *self, const char *code, AmpStandard standard);
void amp_review_notes_set_tick (AmpReviewNotes *self,
                                const char *code,
                                AmpStandard standard,
                                AmpTick tick);
const char *amp_review_notes_get_remark (const AmpReviewNotes *self, const char *code); /* or "" */
/* What is longer than AMP_NOTES_TEXT_MAX is cut at a character. */
void amp_review_notes_set_remark (AmpReviewNotes *self, const char *code, const char *text);
/* How many standards of the record are ticked. */
guint amp_review_notes_count_ticks (const AmpReviewNotes *self, const char *code);
/* Over all records. */
guint amp_review_notes_count (const AmpReviewNotes *self, AmpStandard standard, AmpTick tick);
/* Codes of those with a tick or a remark, sorted; of borrowed strings. */
GPtrArray *amp_review_notes_list_records (const AmpReviewNotes *self);

/* --- Findings --- */

guint amp_review_notes_n_findings (const AmpReviewNotes *self);
const AmpNoteFinding *amp_review_notes_get_finding (const AmpReviewNotes *self, guint n);
/* Appends where n is their number, else replaces; code may be NULL. FALSE where there are too many
 * already, or the text is blank. */
gboolean amp_review_notes_set_finding (
  AmpReviewNotes *self, guint n, guint about, const char *code, const char *text);
void amp_review_notes_drop_finding (AmpReviewNotes *self, guint n);

/* --- What she asked --- */

void amp_review_notes_log_query (AmpReviewNotes *self, const char *columns, gboolean shown);
void
amp_review_notes_log_draw (AmpReviewNotes *self, guint64 seed, guint size, const char *columns);
guint amp_review_notes_count_queries (const AmpReviewNotes *self);
const GPtrArray *amp_review_notes_get_queries (const AmpReviewNotes *self); /* of AmpAsked */
const GPtrArray *amp_review_notes_get_draws (const AmpReviewNotes *self);   /* of AmpDraw */
void amp_review_notes_log_reconciled (AmpReviewNotes *self, const char *release, gboolean agrees);
/* hash: 64 of 0-9a-f. Once for each file: FALSE where it is there from an earlier day or look. */
gboolean amp_review_notes_log_unlisted (AmpReviewNotes *self, const char *hash, const char *day);
const GPtrArray *amp_review_notes_get_reconciled (const AmpReviewNotes *self);

/* --- Text --- */

GBytes *amp_review_notes_write (const AmpReviewNotes *self);
/* NULL with AMP_REVIEW_ERROR_FORMAT; the message tells the line, nothing of what stands there. */
AmpReviewNotes *amp_review_notes_read (GBytes *bytes, GError **error);

G_END_DECLS
