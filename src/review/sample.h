/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A random sample that anybody can draw again. One seed puts the records of a pack, which lie in
 * the order of their codes, into one order, the same on every machine and in every version; a
 * sample is the beginning of that order. So a larger sample of the same seed holds the smaller one,
 * and among the records that a query found those come first that come first among all.
 *
 * The numbers are SplitMix64 (Steele, Lea, Flood 2014), begun at the seed; the shuffle is
 * Fisher-Yates from the end, each place by rejection, so that every order is equally likely. It is
 * no secret: whoever has the pack and the seed sees why these records were looked at. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is typed and read out: at most nine digits. */
#define AMP_REVIEW_SEED_MAX 999999999u

/* All numbers below n, in the order of the seed; n of them. Free with g_free(). */
guint *amp_review_order (guint64 seed, guint n);

/* The first size of those that are in; all where there are fewer. found: n_rows marks, or NULL: all
 * are in. Of guint, the row numbers in the order they are drawn. */
GArray *amp_review_sample (guint64 seed, const gboolean *found, guint n_rows, guint size);

G_END_DECLS
