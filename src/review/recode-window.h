/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Some hundred rows, grouped anew: a row far from the last group begins one, and takes those that
 * make its labels coarser by least until it passes. The rows of a window are compared eight at a
 * time. */
#pragma once

#include "review/recode-private.h"

G_BEGIN_DECLS

typedef struct _AmpWindow AmpWindow;

/* capacity: rows at most. */
AmpWindow *amp_window_new (AmpRecoder *recoder, guint capacity);
void amp_window_free (AmpWindow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpWindow, amp_window_free)

void amp_window_clear (AmpWindow *self);
void amp_window_add (AmpWindow *self, guint32 row);

/* The loss of all its rows as grouped anew; G_MAXUINT64 where that does not pass. */
guint64 amp_window_group (AmpWindow *self);

/* What came of it. */
guint amp_window_n_groups (const AmpWindow *self);
/* Gives a class of the recoder the labels of a group. */
void amp_window_set_class (const AmpWindow *self, guint group, guint32 class);
guint amp_window_n_rows (const AmpWindow *self);
guint32 amp_window_row (const AmpWindow *self, guint i, guint *group);

G_END_DECLS
