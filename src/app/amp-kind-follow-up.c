/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Calls and visits afterwards. */
#include "app/amp-section-kind.h"

#include <glib/gi18n.h>

static char *
summary (const AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  g_autofree char *due = amp_record_date_text (record, "due_on");

  return amp_text_join (amp_record_code_label (record, "kind"), due, NULL);
}

static char *
detail (const AmpRecord *record, AmpSectionContext *context G_GNUC_UNUSED)
{
  g_autofree char *done = amp_record_date_text (record, "done_on");

  if (*done == '\0')
    return g_strdup (_ ("Pending"));
  return amp_text_join (amp_record_code_label (record, "outcome"), done, NULL);
}

static void
prepare (AmpRecord *record, AmpSectionContext *context)
{
  amp_record_set_int (record, "by", amp_jobs_get_user_id (context->jobs));
}

const AmpSectionKind amp_kind_follow_up = {
  .entity = "follow_up",
  .title = N_ ("Follow-up"),
  .form = "follow-up",
  .parent = "case",
  .add = N_ ("A_dd follow-up"),
  .empty = N_ ("No follow-up is planned yet. On its day it stands among your tasks, with the safe "
               "way to call."),
  .summary = summary,
  .detail = detail,
  .prepare = prepare,
};
