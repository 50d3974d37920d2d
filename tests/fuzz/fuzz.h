/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the fuzz targets share: an input that is taken apart from its beginning, and expectations.
 * build-aux/fuzz runs the targets; the tests replay what is kept in tests/data/fuzz. */
#pragma once

#include "vault/vault.h"

/* One input; 0. What must not happen ends the process. */
int LLVMFuzzerTestOneInput (const guint8 *data, size_t length);

/* Behind its end an input gives zeros. */
typedef struct
{
  const guint8 *at;
  gsize left;
} FuzzInput;

/* Call first in each target: the libraries run, and random numbers are the same for each input. */
FuzzInput fuzz_begin (const guint8 *data, gsize length);

void fuzz_take (FuzzInput *self, void *out, gsize length);
guint8 fuzz_take8 (FuzzInput *self);
guint16 fuzz_take16 (FuzzInput *self);
guint32 fuzz_take32 (FuzzInput *self);
guint64 fuzz_take64 (FuzzInput *self);
/* Below limit; 0 where that is 0. */
guint32 fuzz_take_below (FuzzInput *self, guint32 limit);

/* Changes a few bytes. TRUE: it is not what it was before. */
gboolean fuzz_edit (FuzzInput *self, guint8 *bytes, gsize length);

extern const guint8 fuzz_key[32];
extern const guint8 fuzz_id[16];

/* Keyed with fuzz_key or, key FALSE, with nothing. */
void fuzz_hash (const void *data, gsize length, gboolean key, guint8 out[AMP_HASH_BYTES]);

#define FUZZ_EXPECT(condition)                                                                     \
  do                                                                                               \
    if (!(condition))                                                                              \
      g_error ("%s:%d: not so: %s", __FILE__, __LINE__, #condition);                               \
  while (0)

/* A refusal has an error of the vault, which says what is the matter; success has none. */
void fuzz_expect_error (gboolean ok, const GError *error);
