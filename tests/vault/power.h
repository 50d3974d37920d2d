/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Runs scenarios on the simulated disk, one seed after the other: a sample of them as ordinary
 * tests, many by hand:
 *
 *   test-vault-power --seeds 10000 [--from N] [--only SCENARIO]
 *   AMP_POWER_SEEDS=10000 AMP_POWER_FROM=N test-vault-power
 *
 * What fails is told with its seed and everything that the disk was asked to do; --seeds 1 --from
 * N --only SCENARIO does it again. */
#pragma once

#include "simdisk.h"

#include "vault/vault.h"

#define POWER_FOLDER SIM_ROOT "/v"
#define POWER_LOGIN "ana"

typedef struct
{
  const char *scenario;
  guint64 seed;
  SimRandom random;
  SimDisk *disk;     /* in use; the scenario may put another one in its place */
  GString *problems; /* empty: all is well */
  guint cuts;        /* power cuts, for the summary */
  gboolean sample;   /* an ordinary test, which has little time */
} PowerRun;

typedef void (*PowerScenario) (PowerRun *run);

void power_fail (PowerRun *run, const char *format, ...) G_GNUC_PRINTF (2, 3);
gboolean power_failed (const PowerRun *run);
/* The power is back, and something of what was not synced is there. */
void power_cut (PowerRun *run);
/* From one to most, small numbers more often than large ones. */
guint power_some (PowerRun *run, guint most);
/* The run continues on that disk. */
void power_take_disk (PowerRun *run, SimDisk *disk);

AmpSecret *power_passphrase (void);
/* An empty disk, but for a vault of POWER_LOGIN in POWER_FOLDER; safe. */
SimDisk *power_new_vault (void);

/* Instead of g_test_init(). FALSE: argv makes no sense. */
gboolean power_init (int *argc, char ***argv);
/* A scenario, and how many seeds the ordinary test takes. */
void power_add (const char *name, PowerScenario scenario, guint sample);
