/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What can go wrong with a vault. Part of its door: vault/vault.h hands it on. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Each code is something else that the caller, or the person, can do. */

#define AMP_VAULT_ERROR (amp_vault_error_quark ())
GQuark amp_vault_error_quark (void);

typedef enum
{
  AMP_VAULT_ERROR_WRONG_KEY, /* no such user, wrong passphrase, or disabled user: not told apart */
  AMP_VAULT_ERROR_NO_GRANT,  /* right passphrase, but this user holds no key for that */
  AMP_VAULT_ERROR_DAMAGED,   /* a byte is not what was written, or a file ends too early; message
                                names file, page */
  AMP_VAULT_ERROR_FOREIGN,   /* not a vault, or a file of another vault */
  AMP_VAULT_ERROR_NEWER,     /* written by a newer version of the format */
  AMP_VAULT_ERROR_IN_USE,    /* another process has it open; message says process id and host */
  AMP_VAULT_ERROR_READ_ONLY, /* the medium or folder cannot be written */
  AMP_VAULT_ERROR_FULL,      /* no space left */
  AMP_VAULT_ERROR_EXISTS,    /* create: something is there already; add user: login taken */
  AMP_VAULT_ERROR_NOT_FOUND, /* no such folder; no such user (user management only) */
  AMP_VAULT_ERROR_NO_MEMORY, /* not enough (lockable) memory for the passphrase check */
  AMP_VAULT_ERROR_INVALID,   /* a login or passphrase that may not be used (empty, too long, control
                                characters) */
  AMP_VAULT_ERROR_NOT_ALLOWED, /* needs a supervisor; or would leave the vault without one */
  AMP_VAULT_ERROR_OUT_OF_STEP, /* keyring, casework.db and identity.db are of different days */
  AMP_VAULT_ERROR_ERASED,      /* its keys were erased; only a backup opens */
  AMP_VAULT_ERROR_IO,          /* any other failure of the disk */
} AmpVaultError;

typedef struct
{
  const char *file; /* "casework.db", "identity.db"; static */
  guint32 page;     /* 0: the file as a whole ends too early, or is of another day */
  gboolean older;   /* authentic, but not the page that belongs there: one of another day */
} AmpDamage;

G_END_DECLS
