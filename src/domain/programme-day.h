/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Days of plans and forums: "2026-06" is promised for the last day of June. Private to the folder.
 */
#pragma once

#include "domain/session.h"

G_BEGIN_DECLS

/* Days since 1970; NULL: today by the clock. AMP_DOMAIN_ERROR_INVALID where it is no whole day. */
gboolean amp_day_read (const char *today, gint64 *number, GError **error);
char *amp_day_text (gint64 number);
/* The last day that a date may mean; G_MININT64 for none. */
gint64 amp_day_last (const char *date);
/* Days from it to today; G_MININT64 for no date, 0 or below: not late. */
gint64 amp_day_late (const char *date, gint64 today);

/* Puts row among rows of its kind, which have their date at that offset, the oldest first; one that
 * comes later stands behind those of the same day, one without a date before all. */
void amp_day_insert (GPtrArray *rows, gpointer row, const char *date, gsize offset);

/* Name of the institution that a field of a record refers to; NULL where there is none. */
gboolean amp_programme_name_of (
  AmpSession *session, const AmpRecord *record, const char *field, char **name, GError **error);
/* The id of the record of that code, whatever its letters' case; 0 with AMP_STORE_ERROR_NOT_FOUND.
 */
gint64
amp_programme_find (AmpSession *session, const char *entity, const char *code, GError **error);

G_END_DECLS
