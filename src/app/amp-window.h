/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one window: either the pages that open a vault, or the workspace over an open one. Locking
 * destroys the workspace, not just hides it. */
#pragma once

#include "app/amp-idle-lock.h"
#include "app/amp-jobs.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_WINDOW (amp_window_get_type ())
G_DECLARE_FINAL_TYPE (AmpWindow, amp_window, AMP, WINDOW, AdwApplicationWindow)

/* application may be NULL (tests). Takes a reference to jobs. */
AmpWindow *amp_window_new (GtkApplication *application, AmpJobs *jobs);

AmpJobs *amp_window_get_jobs (AmpWindow *self);
AmpIdleLock *amp_window_get_idle_lock (AmpWindow *self);
/* Fills the folder of the unlock page. */
void amp_window_offer_vault (AmpWindow *self, const char *folder);
/* Takes over what the office has set; after a change of it. */
void amp_window_read_settings (AmpWindow *self);
/* Saves drafts, destroys the workspace, closes the vault. */
void amp_window_lock (AmpWindow *self);

G_END_DECLS
