/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A register made by tests/data/disclosure/gen.c, as a table to recode. Reads what gen writes and
 * nothing else: what is wrong ends the test. */
#pragma once

#include "review/recode.h"

G_BEGIN_DECLS

#define TEST_PEOPLE_COLUMNS 7

typedef struct
{
  AmpRecodeTable table; /* sensitive: exploitation */
  AmpHierarchy *hierarchies[TEST_PEOPLE_COLUMNS];
  guint16 *leaves[TEST_PEOPLE_COLUMNS];
  guint16 *values;
  guint n_values;
} TestPeople;

extern const char *const test_people_columns[TEST_PEOPLE_COLUMNS];

TestPeople *test_people_read (const char *folder);
void test_people_free (TestPeople *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestPeople, test_people_free)

/* The recoded columns as evalmd.py reads them, in the order of the rows. */
void test_people_write (const TestPeople *self, const AmpRecoding *recoding, const char *path);

G_END_DECLS
