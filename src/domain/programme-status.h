/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How an action of a regional plan and a commitment stand: what the latest of their updates says.
 *
 * The updates are the history, so that a status that is chosen in the record itself becomes an
 * update of today, and a status follows when an update is corrected or deleted. An update whose day
 * is later holds, of one day the one that was entered last. Where no update says anything (any
 * more) a status stays as it is, but for the last one being deleted: then it is as at first,
 * "pending" or "open". For amp_cases_save() and amp_programme_delete(), in their transactions;
 * nothing here concerns other records. */
#pragma once

#include "domain/session.h"

G_BEGIN_DECLS

/* Before the save: chosen says whether somebody chose another status in the stored record itself.
 */
gboolean
amp_status_chosen (AmpSession *session, const AmpRecord *record, gboolean *chosen, GError **error);
/* After the save. The record may get another revision by it. */
gboolean amp_status_saved (AmpSession *session, AmpRecord *record, gboolean chosen, GError **error);
/* After record was deleted. */
gboolean amp_status_deleted (AmpSession *session, const AmpRecord *record, GError **error);

G_END_DECLS
