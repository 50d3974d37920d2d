/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which classes a row would fit into: some hundred of them, compared eight at a time by what the
 * row would add to the loss of their labels. */
#pragma once

#include "review/recode-lanes.h"
#include "review/recode-private.h"

G_BEGIN_DECLS

typedef struct _AmpNear AmpNear;

AmpNear *amp_near_new (AmpRecoder *recoder, guint capacity);
void amp_near_free (AmpNear *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpNear, amp_near_free)

/* No class any more. */
void amp_near_clear (AmpNear *self);
guint amp_near_n (const AmpNear *self);
gboolean amp_near_is_full (const AmpNear *self);
/* Another class, with any row of it; its place. */
guint amp_near_add (AmpNear *self, guint32 class, guint32 row);
/* At a place stands another class now. */
void amp_near_put (AmpNear *self, guint place, guint32 class, guint32 row);

/* Compares a row; what is left out is never the nearest. */
void amp_near_ask (AmpNear *self, guint32 row);
void amp_near_leave_out (AmpNear *self, guint place);
/* The place of the nearest class, which is then left out; G_MAXUINT: none is left. */
guint amp_near_next (AmpNear *self);

G_END_DECLS
