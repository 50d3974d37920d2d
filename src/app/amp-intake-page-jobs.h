/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The jobs of the intake page. */
#pragma once

#include "domain/duplicates.h"

G_BEGIN_DECLS

typedef struct
{
  AmpRecord *person; /* owned, all four; situation is never asked for here */
  AmpRecord *case_;
  AmpRecord *consent;
  gint64 new_ids[3]; /* of person, case and consent, as amp_form_get_new_id() */
  GPtrArray *more;   /* of AmpRecord, owned: what is stored with the case once it is there */
  GArray *different; /* of AmpIntakeOther, owned: who she was said not to be */
} AmpIntake;

typedef struct
{
  gint64 person;
  guint score;
} AmpIntakeOther;

void amp_intake_free (gpointer data);

/* AmpJobsFunc; data is an AmpIntake, whose records carry their ids afterwards. */
gpointer amp_intake_run (AmpSession *session,
                         gpointer data,
                         AmpProgress *progress,
                         GCancellable *cancellable,
                         GError **error);

/* Whether somebody like this is known. */
typedef struct
{
  AmpRecord *person; /* owned; as far as typed, or NULL */
  char *text;        /* owned; of the search box, or NULL */
  GArray *without;   /* of gint64, owned, ends with 0: who she was said not to be */
  GArray *told;      /* of gint64, owned: whose names were shown already */
} AmpIntakeLook;

void amp_intake_look_free (gpointer data);

/* AmpJobsFunc; data is an AmpIntakeLook, the result a GPtrArray of AmpDuplicate. Writes
 * VIEW_IDENTITY for each whose name is shown for the first time. */
gpointer amp_intake_look_run (AmpSession *session,
                              gpointer data,
                              AmpProgress *progress,
                              GCancellable *cancellable,
                              GError **error);

typedef struct
{
  char *path; /* owned */
  gboolean minor;
} AmpIntakeCard;

void amp_intake_card_free (gpointer data);

/* AmpJobsFunc; data is an AmpIntakeCard. Writes the card of numbers; PRINT in the log. */
gpointer amp_intake_card_run (AmpSession *session,
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
