/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The keyring's bytes: a header, 64 slots of fixed size, what supervisors decided about all of it
 * and what it remembers of the databases, kept twice. FORMAT.md 2. Pure but for load, store and
 * erase. */
#pragma once

#include "keyring/kdf.h"
#include "pages/refuse.h"
#include "pages/secret.h"

G_BEGIN_DECLS

#define AMP_KEYRING_VERSION 2
#define AMP_KEYRING_SLOTS 64
#define AMP_LOGIN_BYTES 64
#define AMP_RECOVERY_SHEETS 3 /* vault.h says the same */
#define AMP_GRANT_BYTES                                                                            \
  128 /* K_case, K_id, granting public key, granting seed (supervisors; else zero) */
#define AMP_GRANT_SEALED_BYTES (AMP_GRANT_BYTES + 48)

typedef enum
{
  AMP_KEYRING_IN_USE = 0,
  AMP_KEYRING_ERASED = 1,
} AmpKeyringState;

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
  guint8 grant[AMP_GRANT_SEALED_BYTES];      /* sealed box to box_public; zeros: none */
  gint64 signer;                             /* user who decided it */
  guint8 signature[64];
  /* Decided by the user: her passphrase */
  guint32 kdf_ops, kdf_kib;
  guint8 salt[16];
  guint8 seed_nonce[24];
  guint8 seed_sealed[32 + 16];
} AmpSlot;

/* What supervisors decided about the whole keyring. */
typedef struct
{
  guint32 recovery; /* 1: sheets were made */
  guint32 floor_ops, floor_kib;
  guint32 set; /* number of the set of sheets */
  gint64 signer;
  guint8 recovery_public[32];
  guint8 recovery_grant[AMP_GRANT_SEALED_BYTES];
  guint8 share_hash[AMP_RECOVERY_SHEETS][32];
  guint8 signature[64]; /* over the signed part of every slot, and this */
} AmpExtension;

/* A slot's pin: that these are the keys its user knows. FORMAT.md 2.7. */
#define AMP_PIN_BYTES 16

/* What the keyring remembers of the databases. */
typedef struct
{
  guint64 casework, identity; /* sequences of their superblocks */
  guint64 generation;         /* of the keyring that says so: the header's own is not under a key */
  guint8 mac[32];
} AmpMemory;

typedef struct
{
  guint32 version; /* 1: neither extension nor memory */
  guint32 state;
  guint64 generation;
  guint8 vault_id[16];
  guint8 granting_public[32]; /* Ed25519; its secret is in the grants of supervisors alone */
  AmpSlot slots[AMP_KEYRING_SLOTS];
  AmpExtension extension;
  AmpMemory memory;
  guint8 pins[AMP_KEYRING_SLOTS][AMP_PIN_BYTES]; /* zeros: she has not met these keys yet */
  gboolean repaired; /* one copy does not read or is behind; the next store mends it */
} AmpKeyring;

#define AMP_SLOT_BYTES 544
#define AMP_SLOT_SIGNED_BYTES 384
#define AMP_EXTENSION_BYTES 768
#define AMP_EXTENSION_SIGNED_BYTES 704
#define AMP_MEMORY_BYTES 64
#define AMP_KEYRING_COPY_BYTES 36864

void amp_slot_pack (const AmpSlot *self, guint8 out[AMP_SLOT_BYTES]);
void amp_slot_unpack (AmpSlot *self, const guint8 in[AMP_SLOT_BYTES]);
void amp_extension_pack (const AmpExtension *self, guint8 out[AMP_EXTENSION_BYTES]);
void amp_extension_unpack (AmpExtension *self, const guint8 in[AMP_EXTENSION_BYTES]);
void amp_memory_pack (const AmpMemory *self, guint8 out[AMP_MEMORY_BYTES]);
void amp_memory_unpack (AmpMemory *self, const guint8 in[AMP_MEMORY_BYTES]);

/* Of an erased keyring, the header alone. */
void amp_keyring_pack (const AmpKeyring *self, guint8 out[AMP_KEYRING_COPY_BYTES]);
/* FOREIGN, NEWER or DAMAGED. A byte that FORMAT.md does not describe is damage as well. */
gboolean
amp_keyring_unpack (AmpKeyring *self, const guint8 in[AMP_KEYRING_COPY_BYTES], GError **error);

/* The newer of the two copies that reads. ERASED: what a power cut left of the other one is gone
 * then, too. */
AmpKeyring *amp_keyring_load (const char *folder, GError **error);
/* Counts the generation up and writes both copies, the older one first; each is synced. */
gboolean amp_keyring_store (AmpKeyring *self, const char *folder, gboolean create, GError **error);
/* Zeros over all keys, here and in both copies; the second is tried even if the first fails. */
gboolean amp_keyring_erase (AmpKeyring *self, const char *folder, GError **error);

/* --- Signatures of the granting key --- */

/* Signs one slot, or NULL, and then all of them together with the extension. */
void
amp_keyring_sign (AmpKeyring *self, AmpSlot *slot, gint64 signer, const AmpSecret *granting_secret);
/* TRUE where every slot in use is signed, and (version 2) all of them together. */
gboolean amp_keyring_check_signatures (const AmpKeyring *self);
void amp_slot_sign (AmpSlot *self,
                    const guint8 vault_id[16],
                    gint64 signer,
                    const guint8 granting_secret[64]);
gboolean amp_slot_check_signature (const AmpSlot *self,
                                   const guint8 vault_id[16],
                                   const guint8 granting_public[32]);

/* --- Memory, FORMAT.md 2.6 --- */

/* For the next store, which must follow. Version 1 remembers nothing. */
void amp_keyring_remember (AmpKeyring *self,
                           const AmpSecret *case_key,
                           guint64 casework,
                           guint64 identity);
/* Zeros for version 1, which remembers nothing. DAMAGED where the MAC does not hold, or the header
 * counts less than the memory says. */
gboolean amp_keyring_recall (const AmpKeyring *self,
                             const AmpSecret *case_key,
                             guint64 *casework,
                             guint64 *identity,
                             GError **error);

/* --- Looking up --- */

void amp_keyring_lookup (const AmpKeyring *self, const char *login, guint8 out[16]);
AmpSlot *amp_keyring_find (AmpKeyring *self, const char *login); /* active or disabled; NULL */
AmpSlot *amp_keyring_find_id (AmpKeyring *self, gint64 id);

/* --- The seed of a slot, under a passphrase --- */

/* A hostile keyring may not ask for a terabyte. */
gboolean amp_kdf_is_possible (const AmpKdf *kdf);
AmpKdf amp_slot_get_kdf (const AmpSlot *self);
gboolean amp_slot_wrap_seed (AmpSlot *self,
                             const guint8 vault_id[16],
                             const AmpSecret *seed,
                             const AmpSecret *passphrase,
                             const AmpKdf *kdf,
                             GError **error); /* INVALID: an impossible kdf */
AmpSecret *amp_slot_unwrap_seed (const AmpSlot *self,
                                 const guint8 vault_id[16],
                                 const AmpSecret *passphrase,
                                 GError **error);

G_END_DECLS
