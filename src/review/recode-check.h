/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The other reader of a recoded table: counts the finished rows over, as text, and refuses them.
 * Shares nothing with the search but the hierarchies; that classes are strict comes from comparing
 * labels as they stand in the file. */
#pragma once

#include "review/recode.h"

G_BEGIN_DECLS

typedef struct _AmpRecodeChecker AmpRecodeChecker;

/* Of so many columns and sensitive columns. rule: as for amp_recode(). */
AmpRecodeChecker *
amp_recode_checker_new (const AmpRecodeRule *rule, guint n_columns, guint n_sensitive);
void amp_recode_checker_free (AmpRecodeChecker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpRecodeChecker, amp_recode_checker_free)

/* A finished row: its labels, then its sensitive values. */
void amp_recode_checker_add (AmpRecodeChecker *self, const char *const *cells);

/* After the last row. FALSE: AMP_RECODE_ERROR_BROKEN, and what does not hold. */
gboolean amp_recode_checker_end (AmpRecodeChecker *self, GError **error);

/* Whether a value may be told so: the label is the value itself, or stands above it. */
gboolean
amp_recode_label_is_valid (const AmpHierarchy *hierarchy, const char *value, const char *label);

G_END_DECLS
