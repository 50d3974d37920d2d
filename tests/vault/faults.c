/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A full disk, a broken one, a medium that turned read-only, too many files. */
#include "faults.h"

#include <errno.h>

struct _FaultKind
{
  int error_number;
  guint calls;
  AmpVaultError code;
  AmpVaultError or_code;
};

static const FaultKind kinds[] = {
  {EIO, SIM_ANY, AMP_VAULT_ERROR_IO, AMP_VAULT_ERROR_IO},
  /* Or IO: a read, where what was half written could not be taken back. */
  {ENOSPC, SIM_CHANGES, AMP_VAULT_ERROR_FULL, AMP_VAULT_ERROR_IO},
  {EROFS, SIM_CHANGES, AMP_VAULT_ERROR_READ_ONLY, AMP_VAULT_ERROR_IO},
  {EMFILE, SIM_OPEN_READ | SIM_OPEN_WRITE, AMP_VAULT_ERROR_IO, AMP_VAULT_ERROR_IO},
};

void
fault_everywhere (PowerRun *run, FaultAttempt attempt)
{
  const FaultKind *kind = &kinds[run->seed % G_N_ELEMENTS (kinds)];
  SimRandom again = run->random;

  for (guint times = 0; times < 2; times++)
    for (gint n = 0;; n += run->sample ? 1 + n / 8 : 1)
      {
        FaultShot shot = {kind, n, times};

        run->random = again;
        if (!attempt (run, &shot))
          break;
        if (power_failed (run))
          {
            power_fail (run, "%s at call %d, %s", g_strerror (kind->error_number), n,
                        times == 0 ? "and after" : "once");
            return;
          }
      }
}

void
fault_aim (PowerRun *run, const FaultShot *shot)
{
  sim_disk_fail (run->disk, shot->kind->calls, shot->n, shot->times, shot->kind->error_number);
}

gboolean
fault_hit (PowerRun *run, const FaultShot *shot)
{
  gboolean was = sim_disk_asked (run->disk) > (guint) shot->n;

  sim_disk_fail (run->disk, 0, -1, 0, 0);
  return was;
}

void
fault_expect (PowerRun *run, const FaultShot *shot, const GError *error)
{
  if (error->domain != AMP_VAULT_ERROR ||
      (error->code != (int) shot->kind->code && error->code != (int) shot->kind->or_code))
    power_fail (run, "another error: %s (%d)", error->message, error->code);
}
