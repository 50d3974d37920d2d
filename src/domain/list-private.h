/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What writing and reading a list share, and how the program's own tables come in. Private to
 * list-*.c and *-seed.c. */
#pragma once

#include "domain/list-csv.h"
#include "domain/session-private.h"
#include "domain/sheet.h"

G_BEGIN_DECLS

#define AMP_LIST_REF "ref"

struct _AmpListCodes
{
  const char *column, *column_twice, *value, *reference, *twice;
};

/* --- list-refs.c: how records are called in the tables of others --- */

typedef struct _AmpListRefs AmpListRefs;

AmpListRefs *amp_list_refs_load (AmpStore *store, const AmpEntity *entity, GError **error);
void amp_list_refs_free (AmpListRefs *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpListRefs, amp_list_refs_free)

/* code and name may be NULL. */
void amp_list_refs_add (AmpListRefs *self, gint64 id, const char *code, const char *name);
gboolean amp_list_refs_has (const AmpListRefs *self, gint64 id);
/* 0: none, or several of that name. */
gint64 amp_list_refs_find (const AmpListRefs *self, const char *text);
gint64 amp_list_refs_find_code (const AmpListRefs *self, const char *code);
/* NULL: there is no such record. Free it. */
char *amp_list_refs_call (const AmpListRefs *self, gint64 id);

/* "R-1JT" for an id, and back; 0 where it is none. */
char *amp_list_ref_of (gint64 id);
gint64 amp_list_ref_read (const char *text);

/* The field that is the record's name for people; NULL where it has none. */
const char *amp_list_name_field (const AmpEntity *entity);

/* --- list-import.c --- */

/* The rows of an open sheet, the first of which holds the titles. Inside a transaction of the
 * caller's. only_new: records that are there stay as they are. */
gboolean amp_list_import_sheet (AmpSession *session,
                                const AmpList *list,
                                AmpSheet *sheet,
                                gboolean only_new,
                                AmpReport *report,
                                AmpListImport *result,
                                AmpProgress *progress,
                                GCancellable *cancellable,
                                GError **error);

/* Adds what a table of the program's own has and the vault has not; one event for all, because
 * nobody typed them. n_added may be NULL. */
gboolean amp_list_seed (AmpSession *session,
                        const AmpList *list,
                        GBytes *csv,
                        const char *reason,
                        guint *n_added,
                        GError **error);

G_END_DECLS
