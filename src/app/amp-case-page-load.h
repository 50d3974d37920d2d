/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The jobs of the case page: everything of one case in one go, and the logged look at who it is. */
#pragma once

#include "app/amp-form-refs.h"
#include "domain/case-file.h"

G_BEGIN_DECLS

typedef struct
{
  AmpCaseFile *file;
  GPtrArray *choices; /* of AmpCaseChoice */
} AmpCaseLoad;

/* One that a reference may point to. */
typedef struct
{
  const char *entity;
  gint64 id;
  char *label;
  char *detail;
} AmpCaseChoice;

void amp_case_load_free (gpointer data);

/* AmpJobsFunc; data is a gint64 (case), the result an AmpCaseLoad. Writes VIEW_CASE. */
gpointer amp_case_load_run (AmpSession *session,
                            gpointer data,
                            AmpProgress *progress,
                            GCancellable *cancellable,
                            GError **error);
/* AmpJobsFunc; data is a gint64 (case), the result a GPtrArray of AmpRecord: whose the case is now,
 * its assignments, and the case itself. */
gpointer amp_case_owner_run (AmpSession *session,
                             gpointer data,
                             AmpProgress *progress,
                             GCancellable *cancellable,
                             GError **error);
/* AmpJobsFunc; data is a gint64 (case). Writes VIEW_IDENTITY of its person, and nothing may be
 * shown before. */
gpointer amp_case_reveal_run (AmpSession *session,
                              gpointer data,
                              AmpProgress *progress,
                              GCancellable *cancellable,
                              GError **error);
/* AmpJobsFunc; the result is a GPtrArray of AmpCaseChoice. */
gpointer amp_case_choices_run (AmpSession *session,
                               gpointer data,
                               AmpProgress *progress,
                               GCancellable *cancellable,
                               GError **error);

/* Puts institutions, users, people and activities into refs; of what has no choice those there are
 * stay. */
void amp_case_choices_show (GPtrArray *choices, AmpFormRefs *refs);

G_END_DECLS
