/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The only door of the store: records in and out of the two databases, the audit chain, queries,
 * drafts.
 *
 * Each entity E is one table main.E for its case fields and one table identity.E for its
 * identifiers and free text, sharing the id. Fields of several codes are child tables
 * E__FIELD(owner, code). Both halves, the search index and the signed audit event are written in
 * one transaction. Nobody above this door writes SQL: names come from the field tables, values are
 * bound.
 *
 * An AmpStore is used by one thread at a time (worker.h owns that thread in the program). */
#pragma once

#include "model/name-words.h"
#include "model/record.h"
#include "vault/vault.h"

G_BEGIN_DECLS

#define AMP_STORE_ERROR (amp_store_error_quark ())
GQuark amp_store_error_quark (void);

typedef enum
{
  AMP_STORE_ERROR_CONFLICT,  /* somebody saved this record since it was read */
  AMP_STORE_ERROR_NOT_FOUND, /* no record of that id */
  AMP_STORE_ERROR_INVALID,   /* breaks a check, a uniqueness or a reference; message names table and
                                column, no value */
  AMP_STORE_ERROR_NO_FIELD,  /* programming error of a caller: unknown name */
  AMP_STORE_ERROR_NEWER,     /* schema of a newer program */
  AMP_STORE_ERROR_CHAIN,     /* the audit chain does not hold; message says at which event */
  AMP_STORE_ERROR_TOO_LARGE, /* an attachment of more than AMP_ATTACHMENT_MAX */
  AMP_STORE_ERROR_SALVAGED,  /* all that is there holds; what is not there, a salvage has told;
                                message  says how much and where */
  AMP_STORE_ERROR_FAILED,
} AmpStoreError; /* damage, full disk and the like stay AMP_VAULT_ERROR; cancel stays
                    G_IO_ERROR_CANCELLED */

typedef struct _AmpStore AmpStore;

/* Opens the databases of an unlocked vault, creates or migrates the schema, checks that both are of
 * the same transaction. Keeps a borrowed pointer to the vault, which must outlive it. */
AmpStore *amp_store_open (AmpVault *vault, GError **error);
void amp_store_close (AmpStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpStore, amp_store_close)

AmpVault *amp_store_get_vault (AmpStore *self);

/* --- Transactions. Every function that writes opens its own if none is open; they nest. --- */

gboolean amp_store_begin (AmpStore *self, GError **error);
gboolean
amp_store_commit (AmpStore *self,
                  GError **error); /* the outermost one writes; on failure all is rolled back */
void amp_store_rollback (AmpStore *self); /* of the innermost: outer ones go on */
/* One or the other: commits what is done, takes back what failed, and is FALSE then. */
gboolean amp_store_end (AmpStore *self, gboolean done, GError **error);
/* TRUE while a transaction is open and SQLite has not rolled it back by itself (full disk and the
 * like). */
gboolean amp_store_in_transaction (AmpStore *self);

/* --- Records --- */

AmpRecord *amp_store_load (AmpStore *self, const AmpEntity *entity, gint64 id, GError **error);

/* Inserts (rev 0; under the id that the record brings, or a new one where it is 0) or updates; sets
 * id and rev of the record; writes the audit event with the names of the changed fields. Nothing is
 * written, and no event, when nothing changed. reason may be NULL. Fails with CONFLICT when the
 * stored rev is another. An outer transaction that is rolled back later leaves id and rev in the
 * record: keep a copy where it is to be saved again. */
gboolean amp_store_save (AmpStore *self, AmpRecord *record, const char *reason, GError **error);

/* Marks it as deleted, and all that belongs to it (AmpEntity.parent), an event each; the rows stay.
 */
gboolean amp_store_delete (
  AmpStore *self, const AmpEntity *entity, gint64 id, const char *reason, GError **error);

/* Takes the mark of deletion from one record, and from nothing that was deleted with it; an event
 * "update" of deleted_at. For taking back what the program itself deleted. */
gboolean amp_store_revive (
  AmpStore *self, const AmpEntity *entity, gint64 id, const char *reason, GError **error);

/* Records of an entity that belong to a parent record, oldest first; of AmpRecord, owned. */
GPtrArray *amp_store_children (
  AmpStore *self, const AmpEntity *entity, const char *ref_field, gint64 parent, GError **error);

/* While loading very many records: one audit event "import" for all of them instead of one each, no
 * per-record diff. Opens no transaction. Outermost transactions that end before bulk_end() get an
 * "import" event each ("part:N"), so that nothing is ever stored untold; a rollback of an outermost
 * one ends the bulk mode. */
gboolean amp_store_bulk_begin (AmpStore *self, GError **error);
gboolean amp_store_bulk_end (AmpStore *self, const char *reason, guint64 n_records, GError **error);

/* --- Queries over known fields --- */

typedef enum
{
  AMP_OP_EQ,
  AMP_OP_NE, /* also where nothing is recorded */
  AMP_OP_GE, /* dates: as text, "unknown" is on neither side */
  AMP_OP_LE,
  AMP_OP_IS_NULL,
  AMP_OP_NOT_NULL,
  AMP_OP_HAS_CODE, /* several codes take this one, IN and the two above only */
  AMP_OP_IN
} AmpOp;

/* A path is a field of the entity, or goes through references: "status", "case.owner",
 * "case.person.sex_registered"; "id" is the record's own, also after a reference ("case.id"), and
 * so are "rev", "created_at", "created_by", "updated_at", "updated_by". */
typedef struct
{
  const char *path; /* or several with '|' between them: where it holds of one at least */
  AmpOp op;
  const char *value; /* canonical; AMP_OP_IN: codes joined by ';' */
} AmpFilter;

typedef struct _AmpCursor AmpCursor;

/* Deleted records are left out. order: a path, or NULL; ties by id; "-path": the greatest first.
 * Several codes come joined by ';', in the order of their list. */
AmpCursor *amp_store_select (AmpStore *self,
                             const AmpEntity *entity,
                             const char *const *paths,
                             const AmpFilter *filters,
                             gsize n_filters,
                             const char *order,
                             GError **error);
/* 1: on a row, 0: at the end, -1: error. */
int amp_cursor_next (AmpCursor *self, GCancellable *cancellable, GError **error);
const char *amp_cursor_text (AmpCursor *self,
                             gsize column); /* NULL where not recorded; valid until the next step */
gint64 amp_cursor_int (AmpCursor *self, gsize column);
void amp_cursor_free (AmpCursor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpCursor, amp_cursor_free)

/* The record that has this value in a field marked as unique, be it deleted: a code that one had is
 * not given to another. 0: none has; -1 on error. */
gint64 amp_store_find_unique (
  AmpStore *self, const AmpEntity *entity, const char *field, const char *value, GError **error);

/* Rows an entity holds, deleted ones left out; -1 on error. */
gint64 amp_store_count (AmpStore *self, const AmpEntity *entity, GError **error);

/* --- The case list and the search box --- */

typedef enum
{
  AMP_CASE_SORT_NUMBER,
  AMP_CASE_SORT_REGION,
  AMP_CASE_SORT_STATUS,
  AMP_CASE_SORT_RISK,
  AMP_CASE_SORT_LAST_CONTACT
} AmpCaseSort;

/* Paths of the filters of a case list lead from the case ("status", "person.gender"), or begin with
 * an entity that hangs on the case or its person: "service.service_type" asks for any such record,
 * "last:risk_assessment.level" for the newest one alone, "none:service.service_type" for no such
 * record. Several of one beginning are asked of one and the same record. */
typedef struct
{
  const char *text;   /* name, document, phone, alias, case number or pseudonym; words in any order,
                         accents ignored; NULL: all */
  const char *status; /* code, or NULL */
  const char *region; /* code, or NULL */
  gint64 owner;       /* 0: anybody */
  gint64 reader;      /* those this user answers for or supports, and those of nobody; 0: all */
  gboolean open;      /* only those in which something may be due: intake, open, follow-up */
  const char *opened_since; /* day, or NULL */
  const char *quiet_since; /* no contact after that day, or none ever and opened by then; or NULL */
  const AmpFilter *filters;
  gsize n_filters;
  AmpCaseSort sort;
  gboolean descending;
} AmpCaseQuery;

typedef struct
{
  gint64 id;
  char *number; /* = the person's pseudonym + /n */
  char *region; /* codes */
  char *status;
  char *risk;
  char *last_contact; /* date, or NULL */
  char *name;         /* NULL unless asked for */
} AmpCaseRow;

void amp_case_row_free (AmpCaseRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpCaseRow, amp_case_row_free)

/* Ids in the order asked for; of gint64. Codes sort as in their list, blanks come last, ties by id.
 */
GArray *amp_store_case_ids (AmpStore *self,
                            const AmpCaseQuery *query,
                            GCancellable *cancellable,
                            GError **error);
/* Rows of up to a page of ids, in the same order; a deleted one gives a blank row. with_names only
 * after the caller has written AMP_AUDIT_VIEW_IDENTITY. Of AmpCaseRow, owned. */
GPtrArray *amp_store_case_rows (
  AmpStore *self, const gint64 *ids, gsize n_ids, gboolean with_names, GError **error);

/* --- Who may be the same person: the blind index of identity.db --- */

typedef struct
{
  const GPtrArray *words;  /* of AmpNameWord, at most twelve; the part does not matter here */
  const char *document;    /* amp_document_key(), or NULL */
  const GPtrArray *phones; /* of amp_phone_keys(), or NULL */
  const char *birth_date;  /* a whole date, or NULL */
} AmpLikeQuery;

typedef enum
{
  AMP_HIT_DOCUMENT = 1 << 0, /* the same one */
  AMP_HIT_DIGITS = 1 << 1,   /* the same but for at most three digits in a row */
  AMP_HIT_PHONE = 1 << 2,    /* of her own, or a safe contact's */
  AMP_HIT_BIRTHDATE = 1 << 3,
} AmpHitMarks;

typedef struct
{
  gint64 person;
  double weight; /* only to tell which are worth reading */
  guint marks;
} AmpLikeHit;

typedef struct
{
  GArray *hits;        /* of AmpLikeHit, the likeliest first */
  gint64 n_people;     /* about how many there are in all */
  guint n_bearers[12]; /* by word of the query: how many bear it, or what is short for it */
} AmpLikeHits;

void amp_like_hits_free (AmpLikeHits *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpLikeHits, amp_like_hits_free)

/* At most so many people who share something with what is asked for: candidates, to be read and
 * compared. Shows nobody's data. */
AmpLikeHits *amp_store_find_like (
  AmpStore *self, const AmpLikeQuery *query, guint most, GCancellable *cancellable, GError **error);

/* The same lists in memory, for who asks about everybody: finds what amp_store_find_like() would
 * have found when it was made. Some hundred bytes a person, and no name. Not outliving the store.
 */
typedef struct _AmpLikeIndex AmpLikeIndex;

AmpLikeIndex *amp_like_index_new (AmpStore *store, GCancellable *cancellable, GError **error);
void amp_like_index_free (AmpLikeIndex *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpLikeIndex, amp_like_index_free)

AmpLikeHits *amp_like_index_find (AmpLikeIndex *self,
                                  const AmpLikeQuery *query,
                                  guint most,
                                  GCancellable *cancellable,
                                  GError **error);

/* --- Drafts: what was being typed, encrypted in identity.db under the user who typed --- */

/* key: what is edited, e.g. "case:123" or "intake"; text: JSON of the form's own. Replaces. Not
 * audited. */
gboolean amp_store_draft_put (AmpStore *self, const char *key, const char *text, GError **error);
char *amp_store_draft_get (AmpStore *self,
                           const char *key,
                           GError **error); /* NULL without error: none */
gboolean amp_store_draft_drop (AmpStore *self, const char *key, GError **error);
char **amp_store_draft_keys (AmpStore *self, GError **error); /* of this user, newest first */

/* --- The audit chain (domain.md 5.5) --- */

typedef enum
{
  AMP_AUDIT_CREATE_VAULT,
  AMP_AUDIT_UNLOCK,
  AMP_AUDIT_LOCK,
  AMP_AUDIT_FAILED_UNLOCK,
  AMP_AUDIT_VIEW_IDENTITY,
  AMP_AUDIT_VIEW_CASE,
  AMP_AUDIT_CREATE,
  AMP_AUDIT_UPDATE,
  AMP_AUDIT_DELETE,
  AMP_AUDIT_IMPORT,
  AMP_AUDIT_EXPORT,
  AMP_AUDIT_PRINT,
  AMP_AUDIT_MERGE,
  AMP_AUDIT_CONSENT_OVERRIDE,
  AMP_AUDIT_KEY_CHANGE,
  AMP_AUDIT_BACKUP,
  AMP_AUDIT_RESTORE,
  AMP_AUDIT_TIME_JUMP,
} AmpAuditAction;

const char *amp_audit_action_to_code (AmpAuditAction action);

/* Appends an event: hashed over the previous one, signed by the user. reason is a fixed word or
 * code of the program's, never something typed. id 0: the event is about no single record. */
gboolean amp_store_audit (AmpStore *self,
                          AmpAuditAction action,
                          const AmpEntity *entity,
                          gint64 id,
                          const char *const *fields,
                          const char *reason,
                          GError **error);

typedef struct
{
  guint64 seq;                       /* from 1, no gaps */
  char *at;                          /* UTC timestamp */
  gint64 actor;                      /* user id */
  char *role, *action, *object_type; /* codes; object_type NULL */
  char *object_ref;                  /* hex of a keyed hash, or NULL */
  char *fields;                      /* names joined by ';', or NULL */
  char *reason;
  char *hash; /* hex */
} AmpAuditEvent;

typedef gboolean (*AmpAuditFunc) (const AmpAuditEvent *event, gpointer data); /* FALSE stops */

gboolean amp_store_audit_list (AmpStore *self, AmpAuditFunc func, gpointer data, GError **error);
/* Those of one action, the newest first. Of BACKUP and KEY_CHANGE by an index. */
gboolean amp_store_audit_list_action (
  AmpStore *self, AmpAuditAction action, AmpAuditFunc func, gpointer data, GError **error);

typedef struct
{
  const AmpEntity *entity;
  gint64 id;
} AmpAuditObject;

/* Those of these records and of all that belongs to them (AmpEntity.parent), also of what was
 * deleted, the oldest first. By an index: takes as long as what it tells. */
gboolean amp_store_audit_list_of (AmpStore *self,
                                  const AmpAuditObject *roots,
                                  gsize n_roots,
                                  AmpAuditFunc func,
                                  gpointer data,
                                  GError **error);
/* n_events: number of the last one, also on failure. */
gboolean amp_store_audit_verify (AmpStore *self,
                                 guint64 *n_events,
                                 AmpProgress *progress,
                                 GCancellable *cancellable,
                                 GError **error);
gboolean
amp_store_audit_head (AmpStore *self, guint64 *seq, guint8 hash[AMP_HASH_BYTES], GError **error);

/* Pages, constraints, both halves of every record, transaction numbers, chain. */
gboolean
amp_store_verify (AmpStore *self, AmpProgress *progress, GCancellable *cancellable, GError **error);

/* --- Salvage: what a damaged vault still holds --- */

typedef struct
{
  const char *file;  /* "casework.db", "identity.db"; static */
  char *table;       /* an entity, ENTITY__FIELD for several codes, or one of the store's own */
  guint64 n_kept;    /* rows that can be read */
  guint64 n_lost;    /* rows that something else in the vault still tells of */
  gboolean more;     /* nothing tells whether these are all that are lost */
  guint64 n_orphans; /* rows kept that refer to a lost one; where a new vault was written */
  GArray *pages;     /* of guint32: the damaged pages that were met in it */
} AmpSalvageTable;

typedef struct
{
  GPtrArray *tables; /* of AmpSalvageTable */
  GArray *gaps;      /* pairs of guint64: first and last event that the audit chain lacks */
} AmpSalvage;

void amp_salvage_free (AmpSalvage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpSalvage, amp_salvage_free)

/* damaged: of amp_vault_inspect(), not connected. fresh: a new, empty vault of
 * amp_vault_create_like(), which gets all that can be read; NULL: only looks. Rows whose other half
 * is lost get an empty one; rows that refer to lost ones stay, and are told; the search index is
 * made anew; the audit chain is copied as it is, and a "restore" event is added that tells its gaps
 * and those rows: amp_store_verify() says SALVAGED then. Names nobody. */
AmpSalvage *amp_store_salvage (AmpVault *damaged,
                               AmpVault *fresh,
                               AmpProgress *progress,
                               GCancellable *cancellable,
                               GError **error);

G_END_DECLS

#include "store/attachments.h"
#include "store/audit-check.h"
#include "store/due.h"
#include "store/hits.h"
