/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Some hundred rows, grouped anew: a row far from the last group begins one, and takes those that
 * make its labels coarser by least until it passes. The rows of a window are compared eight at a
 * time. */
#pragma once

#include "review/recode-private.h"

G_BEGIN_DECLS

typedef struct _AmpWindow AmpRecodeWindow;

/* capacity: rows at most. */
AmpRecodeWindow *amp_recode_window_new (AmpRecoder *recoder, guint capacity);
void amp_recode_window_free (AmpRecodeWindow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpRecodeWindow, amp_recode_window_free)

void amp_recode_window_clear (AmpRecodeWindow *self);
void amp_recode_window_add (AmpRecodeWindow *self, guint32 row);

/* The loss of all its rows as grouped anew; G_MAXUINT64 where that does not pass. */
guint64 amp_recode_window_group (AmpRecodeWindow *self);

/* What came of it. */
guint amp_recode_window_n_groups (const AmpRecodeWindow *self);
/* Gives a class of the recoder the labels of a group. */
void amp_recode_window_set_class (const AmpRecodeWindow *self, guint group, guint32 class);
guint amp_recode_window_n_rows (const AmpRecodeWindow *self);
guint32 amp_recode_window_row (const AmpRecodeWindow *self, guint i, guint *group);

G_END_DECLS
