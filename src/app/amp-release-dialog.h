/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Hands figures over: which period and table, to whom, what of it is hidden, and the file. What may
 * leave, and what of it, is domain/release.h's. */
#pragma once

#include "app/amp-jobs.h"
#include "domain/release.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_RELEASE_DIALOG (amp_release_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AmpReleaseDialog, amp_release_dialog, AMP, RELEASE_DIALOG, AdwWindow)

/* Copies wish: unit, columns and filters; its days where they are a closed period, else the last
 * closed quarter is offered; recipient, rule and reason where they are set. For whoever may not it
 * says why. */
AmpReleaseDialog *
amp_release_dialog_present (GtkWidget *parent, AmpJobs *jobs, const AmpReleaseRequest *wish);

/* The proof is there, and the table shown. */
gboolean amp_release_dialog_is_ready (AmpReleaseDialog *self);

G_END_DECLS
