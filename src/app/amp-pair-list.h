/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pairs of people who may be one, by pseudonym, the likeliest first: how many there are, what
 * narrows them, and a button for more. */
#pragma once

#include "app/amp-duplicates-bar.h"

G_BEGIN_DECLS

#define AMP_TYPE_PAIR_LIST (amp_pair_list_get_type ())
G_DECLARE_FINAL_TYPE (AmpPairList, amp_pair_list, AMP, PAIR_LIST, GtkBox)

GtkWidget *amp_pair_list_new (AmpJobs *jobs);

/* Forgets all pairs; what is chosen to narrow them stays. */
void amp_pair_list_clear (AmpPairList *self);
/* Takes the pair. amp_pair_list_tell() after the last one. */
void amp_pair_list_add (AmpPairList *self, AmpDuplicatePair *pair);
/* Says how many there are. */
void amp_pair_list_tell (AmpPairList *self);
guint amp_pair_list_n_all (AmpPairList *self);

/* As amp_duplicate_list_take(), _obey() and _set_waiting(); the rows follow. */
GPtrArray *amp_pair_list_take (AmpPairList *self, gint64 a, gint64 b, gint64 gone);
void amp_pair_list_obey (AmpPairList *self, const AmpDuplicateVerdicts *verdicts);
void amp_pair_list_set_waiting (AmpPairList *self, gint64 a, gint64 b, gboolean waiting);

/* The pair that has the keyboard, else the first one; NULL: there is none. */
const AmpDuplicatePair *amp_pair_list_current (AmpPairList *self);
/* The place of a pair that is shown; -1: it is not. */
int amp_pair_list_index (AmpPairList *self, gint64 a, gint64 b);
/* The keyboard goes to the row there, or to the last one; FALSE: there is none. */
gboolean amp_pair_list_focus (AmpPairList *self, int at);

/* For tests. */
GtkListBox *amp_pair_list_get_rows (AmpPairList *self);
AmpDuplicatesBar *amp_pair_list_get_bar (AmpPairList *self);
const char *amp_pair_list_get_number (AmpPairList *self);
void amp_pair_list_more (AmpPairList *self); /* as its button; nothing where that is not shown */
/* Rows at first, and so many more each time; 500 unless told otherwise. */
void amp_pair_list_set_step (AmpPairList *self, guint step);

/* Signal: "chosen" (const AmpDuplicatePair *), somebody wants to compare the two. */

G_END_DECLS
