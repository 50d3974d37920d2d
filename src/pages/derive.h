/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keys from keys: each has one use. For the layers of the vault alone. */
#pragma once

#include "pages/secret.h"

G_BEGIN_DECLS

/* crypto_kdf: eight bytes, and one number per use of a database key. */
#define AMP_KDF_CONTEXT "amparov1"
#define AMP_SUBKEY_PAGE 1
#define AMP_SUBKEY_UNDO 2
#define AMP_SUBKEY_SUPERBLOCK 3
#define AMP_SUBKEY_HASH 4 /* format 1 */
#define AMP_SUBKEY_DIRECTORY 5
#define AMP_SUBKEY_PAGE_OCB 6
#define AMP_SUBKEY_WRAP 7
#define AMP_SUBKEY_MEMORY 8
#define AMP_SUBKEY_BACKUP 9

/* crypto_kdf: key number `use` of those that come from this one. */
AmpSecret *amp_derive (const AmpSecret *key, const char context[8], guint64 use);
/* One of the subkeys of a database key. */
AmpSecret *amp_subkey (const AmpSecret *key, guint64 use);

G_END_DECLS
