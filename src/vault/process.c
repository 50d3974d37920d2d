/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the process promises before it touches a key: no core dump, nobody looks into its memory. */
#include "vault/vault.h"

#include <gcrypt.h>
#include <sodium.h>
#include <sqlite3.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#define SECURE_BYTES (64 * 1024)

/* Locked memory for the keys of the pages' cipher. Another library of the process may have started
 * it, with locked memory of its own. */
static void
start_gcrypt (void)
{
  if (gcry_control (GCRYCTL_INITIALIZATION_FINISHED_P))
    return;
  (void) gcry_check_version (NULL);
  (void) gcry_control (GCRYCTL_SUSPEND_SECMEM_WARN);
  (void) gcry_control (GCRYCTL_INIT_SECMEM, SECURE_BYTES, 0);
  (void) gcry_control (GCRYCTL_RESUME_SECMEM_WARN);
  (void) gcry_control (GCRYCTL_INITIALIZATION_FINISHED, 0);
}

gboolean
amp_vault_init (GError **error)
{
  static gsize started;

  if (sodium_init () < 0)
    {
      g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NO_MEMORY,
                           "libsodium does not start");
      return FALSE;
    }
  if (g_once_init_enter (&started))
    {
      start_gcrypt ();
      /* Statement journals stay in memory, however long: a temporary file would be plain text. Has
       * no effect, and does no harm, where SQLite runs already: our VFS refuses temporary files. */
      (void) sqlite3_config (SQLITE_CONFIG_STMTJRNL_SPILL, -1);
      g_once_init_leave (&started, 1);
    }
  return TRUE;
}

void
amp_process_harden (void)
{
  const struct rlimit none = {0, 0};

  (void) setrlimit (RLIMIT_CORE, &none);
  (void) prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
}
