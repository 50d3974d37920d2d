/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One case with all that belongs to it, as it was read: what the case page shows and what the rules
 * look at that need more than one record. A plain value; it belongs to whoever holds it. */
#pragma once

#include "domain/session.h"
#include "model/date.h"
#include "model/record.h"

G_BEGIN_DECLS

typedef struct _AmpCaseFile AmpCaseFile;

/* Takes both records. Without anything that belongs to them. */
AmpCaseFile *amp_case_file_new (AmpRecord *case_, AmpRecord *person);
/* Reads everything of the case and of its person, where this user may (access.h). Writes the
 * VIEW_CASE event first: what is not in the chain is not shown. */
AmpCaseFile *amp_case_file_load (AmpSession *session, gint64 case_id, GError **error);
/* The same without a case: a record of the programme (domain/programme.h) with all that belongs to
 * it. It has neither case nor person. */
AmpCaseFile *
amp_case_file_load_of (AmpSession *session, const AmpEntity *entity, gint64 id, GError **error);
void amp_case_file_free (AmpCaseFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpCaseFile, amp_case_file_free)

const AmpRecord *amp_case_file_case (const AmpCaseFile *self);   /* NULL where it has none */
const AmpRecord *amp_case_file_person (const AmpCaseFile *self); /* the same */
/* Of AmpRecord, the newest first; "case" and "person" give the one. Never NULL; borrowed. */
GPtrArray *amp_case_file_list (const AmpCaseFile *self, const char *entity);
/* NULL where there is none of that id; borrowed. */
const AmpRecord *amp_case_file_find (const AmpCaseFile *self, const char *entity, gint64 id);

/* A copy of the record takes its place, or the first one where it is new. */
void amp_case_file_put (AmpCaseFile *self, const AmpRecord *record);

void amp_case_file_drop (AmpCaseFile *self, const char *entity, gint64 id);

/* Records of the entity whose field holds that value (canonical), the newest first. Free the array;
 * the records are borrowed. */
GPtrArray *amp_case_file_where (const AmpCaseFile *self,
                                const char *entity,
                                const char *field,
                                const char *value);

/* The one with the latest date in that field, the newest among those of one day; NULL. Borrowed. */
const AmpRecord *
amp_case_file_latest (const AmpCaseFile *self, const char *entity, const char *date_field);

/* Years the person has on that day; -1 where nothing tells. The smaller one where a date is
 * partial.
 */
int amp_case_file_age (const AmpCaseFile *self, const AmpDate *on);
/* Younger than 18 on that day, by birth, year of birth or age band. Unknown ages are no minors. */
gboolean amp_case_file_is_minor (const AmpCaseFile *self, const AmpDate *on);

G_END_DECLS
