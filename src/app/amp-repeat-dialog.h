/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A series is entered once: how often it is repeated and until when, with the days that follow from
 * it shown before anything is stored. */
#pragma once

#include "app/amp-jobs.h"
#include "domain/programme.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_REPEAT_DIALOG (amp_repeat_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AmpRepeatDialog, amp_repeat_dialog, AMP, REPEAT_DIALOG, AdwWindow)

/* n: how many were added. Once, and only if that was done while owner lives. */
typedef void (*AmpRepeated) (gpointer owner, guint n);

AmpRepeatDialog *amp_repeat_dialog_present (GtkWidget *owner,
                                            AmpJobs *jobs,
                                            const AmpRecord *activity,
                                            AmpRepeated repeated);

/* For tests. */
void amp_repeat_dialog_wish (AmpRepeatDialog *self, AmpRepeat every, guint times);
const char *amp_repeat_dialog_get_preview (AmpRepeatDialog *self);
void amp_repeat_dialog_save (AmpRepeatDialog *self);

G_END_DECLS
