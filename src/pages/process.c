/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the process promises before it touches a key: no core dump, nobody looks into its memory. */
#include "pages/refuse.h"
#include "pages/secret.h"

#include <gcrypt.h>
#include <sodium.h>
#include <sqlite3.h>
#include <string.h>
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

/* --- SQLite's memory --- */

/* SQLite's own way to memory, in which pages, rows and words of a search are in clear. */
static sqlite3_mem_methods plain;

static void
wipe_and_free (void *memory)
{
  sodium_memzero (memory, (size_t) plain.xSize (memory));
  plain.xFree (memory);
}

/* Not in place: the system would leave the old bytes where it moved them from. */
static void *
move_and_wipe (void *memory, int bytes)
{
  const int before = plain.xSize (memory);
  void *fresh = plain.xMalloc (bytes);

  if (fresh == NULL)
    return NULL;
  memcpy (fresh, memory, (size_t) MIN (before, bytes));
  wipe_and_free (memory);
  return fresh;
}

/* Everything that SQLite gives back is wiped first. */
static void
wipe_what_sqlite_frees (void)
{
  sqlite3_mem_methods wiping;

  if (sqlite3_config (SQLITE_CONFIG_GETMALLOC, &plain) != SQLITE_OK)
    return;
  wiping = plain;
  wiping.xFree = wipe_and_free;
  wiping.xRealloc = move_and_wipe;
  (void) sqlite3_config (SQLITE_CONFIG_MALLOC, &wiping);
}

gboolean
amp_vault_init (GError **error)
{
  static gboolean started;

  if (sodium_init () < 0) /* GCOVR_EXCL_BR_LINE: only where the system gives no random numbers */
    return amp_refuse (error, AMP_VAULT_ERROR_NO_MEMORY, /* GCOVR_EXCL_LINE */
                       "libsodium does not start");
  if (started)
    return TRUE;
  started = TRUE;
  start_gcrypt ();
  /* Neither has an effect, nor does harm, where another library has started SQLite already: then
   * memory is given back as it is, and our VFS refuses temporary files all the same. */
  wipe_what_sqlite_frees ();
  /* Nobody asks how much memory SQLite holds; counting takes two locks for each piece of it. */
  (void) sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
  /* Statement journals stay in memory, however long: a temporary file would be plain text. */
  (void) sqlite3_config (SQLITE_CONFIG_STMTJRNL_SPILL, -1);
  return TRUE;
}

/* GCOVR_EXCL_START: tested in processes that are killed, whose counts nobody keeps */
void
amp_process_harden (void)
{
  const struct rlimit none = {0, 0};

  (void) setrlimit (RLIMIT_CORE, &none);
  (void) prctl (PR_SET_DUMPABLE, 0, 0, 0, 0);
}
/* GCOVR_EXCL_STOP */
