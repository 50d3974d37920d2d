/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tables to try disclosure control on: files of tests/data/disclosure/tables, and random ones. */
#pragma once

#include "disclosure/cube.h"

typedef struct
{
  AmpCube *cube;
  AmpSystem *system;
} TestTable;

void test_table_clear (TestTable *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TestTable, test_table_clear)

/* Aborts where the file is not one. */
void test_table_read (TestTable *self, const char *path);
/* Two or three dimensions, one of them with two levels at times; many counts below 5, some large.
 */
void test_table_random (TestTable *self, GRand *rand);
guint32 test_table_count_state (const TestTable *self, AmpCellState state);
