/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the first screen asks of the worker thread. */
#pragma once

#include "app/amp-jobs.h"

G_BEGIN_DECLS

/* data: day or NULL; the result an AmpToday, or an AmpTeam. */
gpointer amp_today_read_run (AmpSession *session,
                             gpointer data,
                             AmpProgress *progress,
                             GCancellable *cancellable,
                             GError **error);
gpointer amp_today_team_run (AmpSession *session,
                             gpointer data,
                             AmpProgress *progress,
                             GCancellable *cancellable,
                             GError **error);
/* data: GArray of gint64, cases; the result a GHashTable of gint64 -> name, wiped when it goes.
 * Writes VIEW_IDENTITY first. */
gpointer amp_today_names_run (AmpSession *session,
                              gpointer data,
                              AmpProgress *progress,
                              GCancellable *cancellable,
                              GError **error);

extern const AmpJob amp_today_seen_job;    /* data: gint64, approval */
extern const AmpJob amp_today_discard_job; /* data: key of a draft */

G_END_DECLS
