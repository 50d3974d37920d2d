/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Taking stock of the records: one sum over the digests of all of them, whatever their order. A
 * record that changes is taken out as it was and put in as it is, so keeping the sum costs the same
 * in a small vault and in a large one. Pure. Private to the folder.
 *
 * LtHash (Bellare and Micciancio 1997; Lewi and others 2019, "Securing update propagation with
 * homomorphic hashing"): each digest is drawn out to 1,024 numbers of 16 bits, which are added lane
 * by lane, modulo 2^16. To find other digests of the same sum is as hard as a lattice problem of
 * 200 bits, also for who knows every key; a sum of plain hashes would not be. Bytes: the lanes in
 * order, little-endian. Its hash: BLAKE2b-256 of those. */
#pragma once

#include "vault/vault.h"

G_BEGIN_DECLS

#define AMP_STOCK_LANES 1024
#define AMP_STOCK_BYTES (2 * AMP_STOCK_LANES)

typedef struct
{
  guint16 lanes[AMP_STOCK_LANES];
} AmpStock;

void amp_stock_put (AmpStock *self, const guint8 digest[AMP_HASH_BYTES]);
void amp_stock_take (AmpStock *self, const guint8 digest[AMP_HASH_BYTES]);
/* All of another one. */
void amp_stock_put_all (AmpStock *self, const AmpStock *other);

void amp_stock_pack (const AmpStock *self, guint8 out[AMP_STOCK_BYTES]);
void amp_stock_unpack (AmpStock *self, const guint8 in[AMP_STOCK_BYTES]);
void amp_stock_hash (const AmpStock *self, guint8 out[AMP_HASH_BYTES]);

G_END_DECLS
