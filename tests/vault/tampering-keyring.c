/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The keyring, by somebody who makes its checksums right, which anybody can. */
#include "tampering-private.h"

#include "pages/bytes.h"

#include <string.h>

#define COPY 36864u /* of the keyring */
#define VERSION_AT 8u
#define GENERATION_AT 16u
#define SLOTS_AT 128u
#define SLOT 544u
#define SLOT_SIGNED 448u
#define EXTENSION_AT 34944u
#define MEMORY_AT 35712u
#define PINS_AT 35776u
#define SUM_AT 36832u

static guint8 *
keyring_copy (Tampering *self, guint copy)
{
  GByteArray *file = tampering_get (self, "keyring");

  return file == NULL || file->len < 2 * COPY ? NULL : file->data + copy * COPY;
}

static void
sum_up (guint8 *copy)
{
  amp_hash (copy, SUM_AT, copy + SUM_AT);
}

static void
forge (Tampering *self, guint at, const guint8 *bytes, guint length)
{
  for (guint i = 0; i < 2; i++)
    {
      guint8 *copy = keyring_copy (self, i);

      if (bytes != NULL)
        memcpy (copy + at, bytes, length);
      else
        memset (copy + at, 0, length);
      sum_up (copy);
    }
  tampering_touch (self, "keyring");
}

static const guint8 *
older_keyring (Tampering *self, const Moment *past)
{
  (void) self;
  return past == NULL ? NULL
                      : g_bytes_get_data (g_hash_table_lookup (past->files, "keyring"), NULL);
}

/* Of the users in the keyring: rosa 0, luis 1, ana 2. */
static guint
pick_slot (Tampering *self)
{
  return tampering_pick (self, 3);
}

gboolean
tamper_remove_slot (Tampering *self, const char *what)
{
  guint slot = pick_slot (self);

  (void) what;
  if (keyring_copy (self, 0) == NULL)
    return FALSE;
  forge (self, SLOTS_AT + slot * SLOT, NULL, SLOT);
  self->flags |= slot == 0 ? FORGED_SEED : 0;
  tampering_note (self, "slot %u removed", slot);
  return TRUE;
}

gboolean
tamper_put_older_slot (Tampering *self, const char *what)
{
  const guint8 *older = older_keyring (self, tampering_pick_past (self));
  guint at = SLOTS_AT + pick_slot (self) * SLOT;

  (void) what;
  if (older == NULL || keyring_copy (self, 0) == NULL ||
      memcmp (keyring_copy (self, 0) + at, older + at, SLOT) == 0)
    return FALSE;
  forge (self, at, older + at, SLOT);
  tampering_note (self, "slot at %u of \"%s\"", at, self->then->name);
  return TRUE;
}

gboolean
tamper_swap_slots (Tampering *self, const char *what)
{
  guint8 kept[2][SLOT];

  (void) what;
  if (keyring_copy (self, 0) == NULL)
    return FALSE;
  for (guint i = 0; i < 2; i++)
    memcpy (kept[i], keyring_copy (self, 0) + SLOTS_AT + i * SLOT, SLOT);
  for (guint i = 0; i < 2; i++)
    forge (self, SLOTS_AT + i * SLOT, kept[1 - i], SLOT);
  tampering_note (self, "slots 0 and 1 swapped");
  return TRUE;
}

/* A byte of the part of a slot that a supervisor signed, or of the one that the user seals. */
gboolean
tamper_forge_slot (Tampering *self, const char *what)
{
  guint at = SLOTS_AT + pick_slot (self) * SLOT;
  guint8 byte;

  if (keyring_copy (self, 0) == NULL)
    return FALSE;
  /* Not what the derivation costs: a test has no time for 16 passes over 4 GiB. */
  at += strcmp (what, "seed") == 0 ? SLOT_SIGNED + 8 + tampering_pick (self, SLOT - SLOT_SIGNED - 8)
                                   : tampering_pick (self, SLOT_SIGNED);
  byte = keyring_copy (self, 0)[at] ^ (guint8) (1 + tampering_pick (self, 255));
  forge (self, at, &byte, 1);
  self->flags |= FORGED_SEED;
  tampering_note (self, "byte %u of both copies forged", at);
  return TRUE;
}

gboolean
tamper_forge_header (Tampering *self, const char *what)
{
  guint at = tampering_pick (self, SLOTS_AT);
  guint8 byte;

  (void) what;
  if (keyring_copy (self, 0) == NULL)
    return FALSE;
  byte = keyring_copy (self, 0)[at] ^ (guint8) (1 + tampering_pick (self, 255));
  forge (self, at, &byte, 1);
  self->flags |= FORGED_SEED | FORGED_HEADER;
  tampering_note (self, "byte %u of both copies forged", at);
  return TRUE;
}

gboolean
tamper_forge_extension (Tampering *self, const char *what)
{
  guint at = EXTENSION_AT + tampering_pick (self, SUM_AT - EXTENSION_AT);
  guint8 byte;

  (void) what;
  if (keyring_copy (self, 0) == NULL)
    return FALSE;
  byte = keyring_copy (self, 0)[at] ^ (guint8) (1 + tampering_pick (self, 255));
  forge (self, at, &byte, 1);
  tampering_note (self, "byte %u of both copies forged", at);
  return TRUE;
}

static void
raise_generation (Tampering *self, guint64 above)
{
  for (guint i = 0; i < 2; i++)
    {
      guint8 *copy = keyring_copy (self, i);

      amp_put64 (copy + GENERATION_AT, above + 100 + i + above % 2);
      sum_up (copy);
    }
}

/* As the programs of format 1 wrote it. */
static void
call_format_1 (Tampering *self)
{
  const guint8 one[4] = {1, 0, 0, 0};

  forge (self, EXTENSION_AT, NULL, SUM_AT - EXTENSION_AT);
  forge (self, VERSION_AT, one, sizeof one);
}

/* One copy damaged: the program writes it again. */
gboolean
tamper_put_older_keyring (Tampering *self, const char *what)
{
  const Moment *past = tampering_pick_past (self);
  guint64 now = keyring_copy (self, 0) == NULL
                  ? 0
                  : MAX (amp_get64 (keyring_copy (self, 0) + GENERATION_AT),
                         amp_get64 (keyring_copy (self, 1) + GENERATION_AT));

  if (past == NULL || now == 0 || !tampering_bring (self, past, "keyring", "keyring"))
    return FALSE;
  /* To a keyring of before a rekey they are foreign. */
  self->touched |= TOUCHED_CASEWORK | TOUCHED_IDENTITY;
  if (strcmp (what, "as it was") != 0)
    raise_generation (self, now);
  if (strcmp (what, "format 1") == 0)
    call_format_1 (self);
  if (strcmp (what, "damaged") == 0)
    keyring_copy (self, tampering_pick (self, 2))[tampering_pick (self, COPY)] ^= 0x20;
  tampering_note (self, "it is %s", what);
  return TRUE;
}

gboolean
tamper_put_older_copy (Tampering *self, const char *what)
{
  const guint8 *older = older_keyring (self, tampering_pick_past (self));
  guint copy = tampering_pick (self, 2);

  (void) what;
  if (older == NULL || keyring_copy (self, 0) == NULL ||
      memcmp (keyring_copy (self, copy), older + copy * COPY, COPY) == 0)
    return FALSE;
  memcpy (keyring_copy (self, copy), older + copy * COPY, COPY);
  tampering_touch (self, "keyring");
  tampering_note (self, "copy %u of the keyring of \"%s\"", copy, self->then->name);
  return TRUE;
}

/* What the keyring remembers of the databases: removed, or taken from an older one; so with the
 * extension, or with the pins; or all of it gone, as of a keyring of format 1. */
gboolean
tamper_forget (Tampering *self, const char *what)
{
  const Moment *past = tampering_pick_past (self);
  const guint8 *older = older_keyring (self, past);

  if (past == NULL || keyring_copy (self, 0) == NULL)
    return FALSE;
  if (strcmp (what, "format 1") == 0)
    call_format_1 (self);
  else if (strcmp (what, "no pins") == 0)
    forge (self, PINS_AT, NULL, SUM_AT - PINS_AT);
  else if (strcmp (what, "pins") == 0)
    forge (self, PINS_AT, older + PINS_AT, SUM_AT - PINS_AT);
  else if (strcmp (what, "extension") == 0)
    forge (self, EXTENSION_AT, older + EXTENSION_AT, PINS_AT - EXTENSION_AT);
  else
    forge (self, MEMORY_AT, strcmp (what, "removed") == 0 ? NULL : older + MEMORY_AT,
           PINS_AT - MEMORY_AT);
  tampering_note (self, "the keyring's memory: %s, \"%s\"", what, past->name);
  return TRUE;
}

gboolean
tamper_forget_and_put_older_databases (Tampering *self, const char *what)
{
  return tamper_forget (self, what) && self->then->closings < self->state->closings &&
         tampering_bring_back (self, self->then, TOUCHED_CASEWORK | TOUCHED_IDENTITY);
}
