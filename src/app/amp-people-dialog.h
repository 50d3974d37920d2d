/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Are these two one person? Both records side by side, veiled until they are asked for, and what a
 * merge would do; then the word of whoever decides. */
#pragma once

#include "app/amp-jobs.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_PEOPLE_DIALOG (amp_people_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AmpPeopleDialog, amp_people_dialog, AMP, PEOPLE_DIALOG, AdwWindow)

/* Over the window of owner. score, reasons: those of AmpDuplicate; reasons is borrowed. */
AmpPeopleDialog *amp_people_dialog_present (
  GtkWidget *owner, AmpJobs *jobs, gint64 a, gint64 b, guint score, const char *reasons);
/* For whoever is asked to approve a decision: to look at only. */
AmpPeopleDialog *
amp_people_dialog_present_decision (GtkWidget *owner, AmpJobs *jobs, gint64 decision);

/* As if the buttons were pressed. */
void amp_people_dialog_reveal (AmpPeopleDialog *self);
void amp_people_dialog_join (AmpPeopleDialog *self);
void amp_people_dialog_part (AmpPeopleDialog *self);
/* The record that is kept: 0 or 1, of those of AmpPeoplePair. */
void amp_people_dialog_keep (AmpPeopleDialog *self, guint which);

gboolean amp_people_dialog_is_loaded (AmpPeopleDialog *self); /* and the effects are told */
gboolean amp_people_dialog_is_revealed (AmpPeopleDialog *self);

/* Signal: "decided" (verdict: "same" or "different"; gint64 decision; gint64 gone: who was merged
 * into the other, 0 where that waits for an approval). The dialog closes after it. */

G_END_DECLS
