/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What somebody does who has the folder and knows the format: both copies of the keyring changed,
 * with checksums that hold. */
#pragma once

#include "fixture.h"
#include "keyring/keyring.h"

#define RING_SLOT_AT(number) (128 + (number) *AMP_SLOT_BYTES)
#define RING_EXTENSION_AT RING_SLOT_AT (AMP_KEYRING_SLOTS)
#define RING_MEMORY_AT (RING_EXTENSION_AT + AMP_EXTENSION_BYTES)
#define RING_SUM_AT (AMP_KEYRING_COPY_BYTES - 32)

/* Both copies, as they stand. */
guint8 *ring_read (Fixture *self);
void ring_write (Fixture *self, const guint8 *both);
/* Overwrites a part of both, and makes the checksums hold. */
void ring_put (guint8 *both, gsize at, const guint8 *bytes, gsize length);
/* The same part of the first copy of others. */
void ring_take (guint8 *both, gsize at, const guint8 *others, gsize length);

/* The vault that is kept in that folder, as self->folder. */
void ring_copy_vault (Fixture *self, const char *from);
/* Both copies as a program of version 1 would have written them. */
void ring_make_version_1 (Fixture *self);
