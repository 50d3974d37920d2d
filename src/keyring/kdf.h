/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a passphrase costs to try. Part of the vault's door: vault/vault.h hands it on. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint64 ops;   /* Argon2id passes */
  guint64 bytes; /* Argon2id memory */
} AmpKdf;

extern const AmpKdf amp_kdf_default; /* Argon2id MODERATE: 3 passes, 256 MiB */
extern const AmpKdf
  amp_kdf_cheap; /* smallest that libsodium takes; for tests and for demo data only */

G_END_DECLS
