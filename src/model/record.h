/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A record: the values of one entity's fields, each in canonical text (model/field.h), NULL where
 * not recorded. Not thread-safe: a record belongs to whoever holds it, and is handed over whole.
 * Values are wiped when freed. */
#pragma once

#include "model/field.h"

G_BEGIN_DECLS

typedef struct _AmpRecord AmpRecord;

AmpRecord *amp_record_new (const AmpEntity *entity);
AmpRecord *amp_record_copy (const AmpRecord *self);
void amp_record_free (AmpRecord *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpRecord, amp_record_free)

const AmpEntity *amp_record_entity (const AmpRecord *self);

gint64 amp_record_id (const AmpRecord *self);  /* 0: not stored yet */
gint64 amp_record_rev (const AmpRecord *self); /* counts saves; the store compares it */
void amp_record_set_identity (AmpRecord *self, gint64 id, gint64 rev); /* for the store */

/* NULL where not recorded. The field must be one of the entity: asking for another is a programming
 * error. */
const char *amp_record_get (const AmpRecord *self, const char *field);
gint64 amp_record_get_int (const AmpRecord *self, const char *field, gint64 fallback);
gboolean amp_record_has_code (const AmpRecord *self,
                              const char *field,
                              const char *code); /* CODE and CODES */

/* Brings value into canonical form, or fails with AMP_MODEL_ERROR_INVALID and changes nothing. NULL
 * clears. */
gboolean amp_record_set (AmpRecord *self, const char *field, const char *value, GError **error);
void
amp_record_set_int (AmpRecord *self, const char *field, gint64 value); /* INTEGER, BOOLEAN, REF */
/* Without checks, for values that come from the database. */
void amp_record_take (AmpRecord *self, gsize index, char *canonical);

/* Names of the fields that differ, NULL-terminated, in the order of the table; free with
 * g_strfreev(). */
char **amp_record_diff (const AmpRecord *before, const AmpRecord *after);

G_END_DECLS
