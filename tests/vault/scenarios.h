/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is done while the power may go. */
#pragma once

#include "power.h"

void scenario_creation (PowerRun *run);
void scenario_backup (PowerRun *run);
void scenario_keyring (PowerRun *run);
void scenario_rekey (PowerRun *run);
void scenario_transaction_faults (PowerRun *run);
void scenario_shrinking_faults (PowerRun *run);
void scenario_read_only_medium (PowerRun *run);
void scenario_opening_faults (PowerRun *run);
void scenario_creation_faults (PowerRun *run);
void scenario_full_disk (PowerRun *run);
void scenario_passphrase_faults (PowerRun *run);
void scenario_rekey_faults (PowerRun *run);
void scenario_backup_faults (PowerRun *run);
void scenario_restore_faults (PowerRun *run);
