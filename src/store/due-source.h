/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kinds of things that fall due, and the indexes that find them. Private to the folder. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Conditions are SQL on the record's table under the alias s, or on the case under c. */
typedef struct
{
  const char *origin;      /* code of "task_origin"; the name of its index is due_ORIGIN */
  const char *entity;      /* NULL: the case itself */
  gboolean alone;          /* its records belong to no case: there is no c */
  const char *title;       /* of such a record: its private field that says what, or NULL */
  const char *date;        /* field */
  const char *responsible; /* field that refers to a user, or NULL; index due_ORIGIN_of */
  const char *detail;      /* field of one code, or NULL */
  const char *detail_list;
  const char *institution; /* field that refers to an institution, or NULL */
  const char *open;        /* what of the table the index holds */
  const char *also;        /* more, of which the index knows nothing, or NULL */
} AmpDueSource;

/* Those of records, and the case's own; "risk_review" is in neither, see due.c. */
const AmpDueSource *amp_due_sources (gsize *n);

/* Statuses of a case in which something may be due. */
#define AMP_DUE_OPEN_STATUS "('intake', 'open', 'follow_up')"

/* Appends CREATE INDEX statements; of char *, owned. */
void amp_due_add_indexes (GPtrArray *statements);

G_END_DECLS
