/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What keeps a vault when the computer or its people are gone: a backup, recovery sheets. Says what
 * it is, asks where to, and does it. */
#pragma once

#include "app/amp-jobs.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_KEEP_DIALOG (amp_keep_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AmpKeepDialog, amp_keep_dialog, AMP, KEEP_DIALOG, AdwWindow)

typedef enum
{
  AMP_KEEP_BACKUP,
  AMP_KEEP_RECOVERY, /* a supervisor's; for whoever is none it says so */
} AmpKeep;

AmpKeepDialog *amp_keep_dialog_present (GtkWidget *parent, AmpJobs *jobs, AmpKeep what);

G_END_DECLS
