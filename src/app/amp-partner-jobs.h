/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the dialog of records for a partner asks of the worker: from what she chooses, what would be
 * in the file, another's approval, the file. */
#pragma once

#include "app/amp-answer.h"
#include "app/amp-jobs.h"
#include "domain/partner-file.h"

G_BEGIN_DECLS

typedef struct
{
  GArray *years;   /* of AmpPartnerYear */
  char **partners; /* logins */
} AmpPartnerChoices;

void amp_partner_choices_free (gpointer self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpPartnerChoices, amp_partner_choices_free)

typedef struct
{
  AmpPartnerWish *wish;
  char *path;
  gint64 line; /* of the register: made already, and the file is missing; 0 */
} AmpPartnerWork;

void amp_partner_work_free (gpointer self);

/* Of an AmpPartnerWish. */
extern const AmpAnswerAbout amp_partner_answer;

/* --- Jobs: functions of AmpJob --- */

/* No data; result: AmpPartnerChoices. */
gpointer amp_partner_choices_run (AmpSession *session,
                                  gpointer data,
                                  AmpProgress *progress,
                                  GCancellable *cancellable,
                                  GError **error);
/* Data: GUINT_TO_POINTER (year); result: AmpPartnerOutlook, g_free(). */
gpointer amp_partner_look_run (AmpSession *session,
                               gpointer data,
                               AmpProgress *progress,
                               GCancellable *cancellable,
                               GError **error);
/* Line, event, file. Data: AmpPartnerWork; result: gint64 of the line, g_free(). Where the line
 * stands but not the file, the error is that of the file, and the work has the line: with that the
 * file is written elsewhere, and nobody needs to approve again. */
gpointer amp_partner_make_run (AmpSession *session,
                               gpointer data,
                               AmpProgress *progress,
                               GCancellable *cancellable,
                               GError **error);

G_END_DECLS
