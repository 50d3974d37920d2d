/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What somebody can do to a vault's folder who has older copies of it, another vault, and no key.
 */
#pragma once

#include "history.h"

/* Whose files were touched. */
#define TOUCHED_CASEWORK 1u
#define TOUCHED_IDENTITY 2u
#define TOUCHED_KEYRING 4u

/* What else may come of it than damage that is told. */
enum
{
  FORGED_SEED = 1, /* the sealed seed: a wrong passphrase is all that can be told */
  NO_FILE = 2,     /* something is there that is no file, or nothing: the disk's error will do */
  THAT_MOMENT = 4, /* FORMAT.md 12 says that nobody can tell: it must open as it was then */
  MAYBE_THAT_MOMENT = 8, /* as long as nothing else was done to it */
  FORGED_HEADER = 16,    /* it may say that it was erased */
};

typedef struct
{
  GRand *rand;
  const History *history;
  const Moment *state;
  GHashTable *files; /* name -> GByteArray: what will lie in the folder */
  GString *done;     /* what was done, for people */
  guint touched;
  guint flags;
  const Moment *then;   /* the last older moment that bytes were taken from */
  const char *replaced; /* this file by something that is none; NULL: no */
  int replaced_by;      /* 0 a folder, 1 a link, 2 a pipe */
} Tampering;

guint tampering_count_kinds (void);
guint tampering_find_kind (const char *name);
const char *tampering_kind_name (guint kind);

Tampering *tampering_new (const History *history, const Moment *state, guint32 seed);
void tampering_free (Tampering *self);
/* Those files, TOUCHED_*, with all that lies beside them. FALSE: they are the same. */
gboolean tampering_bring_back (Tampering *self, const Moment *from, guint which);
/* FALSE: there is nothing here to which that could be done. */
gboolean tampering_apply (Tampering *self, guint kind);
void tampering_lay_out (const Tampering *self, const char *folder);
