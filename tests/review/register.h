/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Random registers: skewed, with some sensitive values that nearly follow from the quasi ones. */
#pragma once

#include "review/pack.h"

/* Nothing hidden yet. */
AmpReviewRecords *test_register_new (GRand *rand, AmpReviewLevel level, gsize n_rows);
/* Random codes, then sorted by them. */
void test_register_name (AmpReviewRecords *records, GRand *rand);
#define TEST_RELEASE_HASH "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
/* A head that fits; no events but one, all indicators under k, one release. */
GBytes *test_register_write (
  const AmpReviewRecords *records, guint k, guint sample, gint64 withheld, const char *id);
