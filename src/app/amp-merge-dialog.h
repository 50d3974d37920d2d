/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What two people changed in the same fields, side by side, to choose from. */
#pragma once

#include "app/amp-form-refs.h"
#include "model/record-merge.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_MERGE_DIALOG (amp_merge_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AmpMergeDialog, amp_merge_dialog, AMP, MERGE_DIALOG, AdwWindow)

typedef enum
{
  AMP_CHOICE_MINE,
  AMP_CHOICE_THEIRS,
  AMP_CHOICE_BOTH, /* free text: theirs, and mine below it */
} AmpMergeChoice;

/* Shows the fields of merge->both. Emits "chosen" (gpointer AmpRecord, borrowed: the merged record
 * with what was chosen) and closes. Closing it otherwise chooses nothing, and nothing is lost.
 * AmpMerge is taken. */
AmpMergeDialog *amp_merge_dialog_present (GtkWidget *parent,
                                          AmpFormRefs *refs,
                                          AmpMerge *merge,
                                          const AmpRecord *theirs);

void amp_merge_dialog_choose (AmpMergeDialog *self, const char *field, AmpMergeChoice choice);
void amp_merge_dialog_save (AmpMergeDialog *self);

G_END_DECLS
