/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Filters of the case list: what can be asked, how it is written down, and those kept by name. */
#pragma once

#include "domain/session.h"

G_BEGIN_DECLS

typedef struct
{
  char *path; /* as of AmpCaseQuery.filters */
  AmpOp op;
  char *value; /* canonical; NULL where the comparison takes none */
} AmpCondition;

void amp_condition_free (AmpCondition *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpCondition, amp_condition_free)
AmpCondition *amp_condition_new (const char *path, AmpOp op, const char *value);
GPtrArray *amp_conditions_new (void); /* of AmpCondition, owned */
GPtrArray *amp_conditions_copy (const GPtrArray *self);
/* For AmpCaseQuery: borrows the texts. Free with g_free(). */
AmpFilter *amp_conditions_to_filters (const GPtrArray *self);

/* What may be asked: every field of the case, of the person, and of the records that hang on the
 * case. */
typedef struct
{
  char *path;
  const AmpEntity *entity; /* whose field it is */
  const AmpField *field;
  gboolean last; /* asks the newest record alone */
} AmpFilterChoice;

GPtrArray *amp_filter_choices (void); /* of AmpFilterChoice, owned */
/* The field behind a path; FALSE where there is none. choice->path is not set. */
gboolean amp_filter_find (const char *path, AmpFilterChoice *choice);
/* Comparisons that make sense for a field, n of them; static. */
const AmpOp *amp_filter_ops (const AmpField *field, gsize *n);
gboolean amp_op_takes_value (AmpOp op);

/* One condition a line. Reading leaves out what this program does not know, or what is no value of
 * its field, and says so in all. */
char *amp_conditions_to_text (const GPtrArray *self);
GPtrArray *amp_conditions_from_text (const char *text, gboolean *all);

typedef struct
{
  gint64 id;
  char *name;
  GPtrArray *conditions;
  gboolean shared, mine;
} AmpSavedFilter;

void amp_saved_filter_free (AmpSavedFilter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpSavedFilter, amp_saved_filter_free)

/* One's own and those of the office, by name; of AmpSavedFilter, owned. */
GPtrArray *amp_filters_list (AmpSession *session, GError **error);
/* Under a name of one's own; one of that name is replaced. Only a supervisor shares. */
gboolean amp_filters_save (AmpSession *session,
                           const char *name,
                           const GPtrArray *conditions,
                           gboolean shared,
                           GError **error);
/* One's own only. */
gboolean amp_filters_delete (AmpSession *session, gint64 id, GError **error);

G_END_DECLS
