/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The process around the vault: libsodium started, no core dumps, not ptraceable. */
#include "vault/vault.h"

#include <sodium.h>
#include <sys/prctl.h>
#include <sys/resource.h>

G_DEFINE_QUARK (amp-vault-error-quark, amp_vault_error)

gboolean
amp_vault_init (GError **error)
{
  if (sodium_init () < 0)
    {
      g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_IO,
                           "libsodium cannot start: no source of random numbers");
      return FALSE;
    }
  return TRUE;
}

/* Best effort on purpose: a kernel that refuses one of these still runs the program. */
void
amp_process_harden (void)
{
  const struct rlimit none = {0, 0};

  if (setrlimit (RLIMIT_CORE, &none) != 0)
    g_debug ("core dumps could not be switched off");
  if (prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
    g_debug ("the process stays traceable");
}
