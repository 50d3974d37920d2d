/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The jobs of the intake page. */
#pragma once

#include "domain/session.h"

G_BEGIN_DECLS

typedef struct
{
  AmpRecord *person; /* owned, all four; situation is never asked for here */
  AmpRecord *case_;
  AmpRecord *consent;
  gint64 new_ids[3]; /* of person, case and consent, as amp_form_get_new_id() */
} AmpIntake;

void amp_intake_free (gpointer data);

/* AmpJobsFunc; data is an AmpIntake, whose records carry their ids afterwards. */
gpointer amp_intake_run (AmpSession *session,
                         gpointer data,
                         AmpProgress *progress,
                         GCancellable *cancellable,
                         GError **error);

/* AmpJobsFunc; data is the text, the result a GPtrArray of AmpCaseRow with names, eight at most.
 * Writes VIEW_IDENTITY. */
gpointer amp_intake_search_run (AmpSession *session,
                                gpointer data,
                                AmpProgress *progress,
                                GCancellable *cancellable,
                                GError **error);

/* AmpJobsFunc; data is a gint64 (case), the result the AmpRecord of its person. */
gpointer amp_intake_person_run (AmpSession *session,
                                gpointer data,
                                AmpProgress *progress,
                                GCancellable *cancellable,
                                GError **error);

/* AmpJobsFunc; the result is the region of a case of this user, or "". */
gpointer amp_intake_region_run (AmpSession *session,
                                gpointer data,
                                AmpProgress *progress,
                                GCancellable *cancellable,
                                GError **error);

G_END_DECLS
