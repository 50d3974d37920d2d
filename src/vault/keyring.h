/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The keyring's bytes: a header and 64 slots of fixed size, kept twice. FORMAT.md 2. Pure but for
 * load and store. */
#pragma once

#include "vault/vault.h"

G_BEGIN_DECLS

#define AMP_KEYRING_VERSION 1
#define AMP_KEYRING_SLOTS 64
#define AMP_LOGIN_BYTES 64
#define AMP_GRANT_BYTES                                                                            \
  128 /* K_case, K_id, granting public key, granting seed (supervisors; else zero) */

typedef enum
{
  AMP_SLOT_EMPTY = 0,
  AMP_SLOT_ACTIVE = 1,
  AMP_SLOT_DISABLED = 2,
} AmpSlotState;

/* In memory; amp_slot_pack() gives the AMP_SLOT_BYTES of the file. */
typedef struct
{
  /* Decided by a supervisor, signed with the vault's granting key */
  guint8 state, role;
  gint64 id;
  guint8 lookup[16]; /* keyed hash of the login */
  guint8 box_public[32];
  guint8 sign_public[32];
  guint8 login_nonce[24];
  guint8 login_sealed[AMP_LOGIN_BYTES + 16]; /* under the directory key, from K_case */
  guint8 grant[AMP_GRANT_BYTES + 48];        /* sealed box to box_public; zeros: none */
  gint64 signer;                             /* user who decided it */
  guint8 signature[64];
  /* Decided by the user: her passphrase */
  guint32 kdf_ops, kdf_kib;
  guint8 salt[16];
  guint8 seed_nonce[24];
  guint8 seed_sealed[32 + 16];
} AmpSlot;

typedef struct
{
  guint64 generation;
  guint8 vault_id[16];
  guint8 granting_public[32]; /* Ed25519; its secret is in the grants of supervisors alone */
  AmpSlot slots[AMP_KEYRING_SLOTS];
  gboolean repaired; /* one copy does not read or is behind; the next store mends it */
} AmpKeyring;

#define AMP_SLOT_BYTES 544
#define AMP_SLOT_SIGNED_BYTES 384
#define AMP_KEYRING_COPY_BYTES 36864

void amp_slot_pack (const AmpSlot *self, guint8 out[AMP_SLOT_BYTES]);
void amp_slot_unpack (AmpSlot *self, const guint8 in[AMP_SLOT_BYTES]);

void amp_keyring_pack (const AmpKeyring *self, guint8 out[AMP_KEYRING_COPY_BYTES]);
/* FOREIGN, NEWER or DAMAGED. */
gboolean
amp_keyring_unpack (AmpKeyring *self, const guint8 in[AMP_KEYRING_COPY_BYTES], GError **error);

/* The newer of the two copies that reads. */
AmpKeyring *amp_keyring_load (const char *folder, GError **error);
/* Counts the generation up and writes both copies, the older one first; each is synced. */
gboolean amp_keyring_store (AmpKeyring *self, const char *folder, gboolean create, GError **error);

/* TRUE where every slot in use is signed with the granting key. */
gboolean amp_keyring_check_signatures (const AmpKeyring *self);
void amp_slot_sign (AmpSlot *self,
                    const guint8 vault_id[16],
                    gint64 signer,
                    const guint8 granting_secret[64]);

void amp_keyring_lookup (const AmpKeyring *self, const char *login, guint8 out[16]);
AmpSlot *amp_keyring_find (AmpKeyring *self, const char *login); /* active or disabled; NULL */
AmpSlot *amp_keyring_find_id (AmpKeyring *self, gint64 id);

/* Seed of a slot, under a passphrase. kdf bounds are checked: a hostile keyring may not ask for a
 * terabyte. */
gboolean amp_slot_wrap_seed (AmpSlot *self,
                             const guint8 vault_id[16],
                             const AmpSecret *seed,
                             const AmpSecret *passphrase,
                             const AmpKdf *kdf,
                             GError **error);
AmpSecret *amp_slot_unwrap_seed (const AmpSlot *self,
                                 const guint8 vault_id[16],
                                 const AmpSecret *passphrase,
                                 GError **error);

G_END_DECLS
