/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of this folder share about an unlocked vault. */
#pragma once

#include "vault/keyring.h"
#include "vault/vault.h"
#include "vault/vfs.h"

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

struct _AmpVault
{
  char *folder;
  int lock_fd; /* holds the lock while open */
  AmpKeyring *keyring;
  AmpUser *user;
  AmpSecret *box_secret;      /* X25519 */
  AmpSecret *sign_secret;     /* Ed25519 */
  AmpSecret *granting_secret; /* Ed25519; supervisors only */
  AmpSecret *case_key;        /* NULL for an auditor */
  AmpSecret *identity_key;    /* NULL for an auditor */
  AmpVfsVault *vfs;           /* NULL for an auditor */
  gboolean inspecting;        /* nothing is written */
};

/* The next commits name the keyring's generation of now. */
void amp_vault_tell_generation (AmpVault *self);

G_END_DECLS
