/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cells that can only move together. Where all but two cells of an equation are told, what one
 * gains the other loses, or gains as well; where all but one are, it cannot move; and one that
 * would need another to make good for it cannot where there is none (cells that are 0 lose
 * nothing). Followed to its end, that leaves a fraction of the cells and equations to search
 * (presolving, as solvers of linear programmes call it). */
#pragma once

#include "disclosure/system.h"

G_BEGIN_DECLS

#define AMP_GROUP_STUCK (G_MAXUINT32 - 1) /* of a hidden cell that cannot be other than it is */
#define AMP_GROUP_TOLD G_MAXUINT32

typedef struct
{
  gboolean with_open;
  guint32 n;
  guint32 *of;    /* of each cell: its group, STUCK or TOLD */
  gint8 *sign;    /* of each cell: 1, or -1: it gains what the group loses */
  guint32 *start; /* n + 1 */
  guint32 *member;
  guint8 *can_gain, *can_lose;
  /* Equations between groups: n_rows + 1 starts; the sum of value times group is 0. */
  guint32 n_rows;
  guint32 *row_start, *row_group;
  gint32 *row_value;
} AmpGroups;

/* with_open: OPEN cells move as well as hidden ones. is_row: equations from which all others follow
 * (amp_linear_independent ()); NULL: every one becomes a row. What holds of the groups goes on to
 * hold when cells become told; not when others become hidden. */
AmpGroups *amp_groups_new (const AmpSystem *system, gboolean with_open, const guint8 *is_row);
void amp_groups_free (AmpGroups *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpGroups, amp_groups_free)

G_END_DECLS
