/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is on the window while a vault is open: a sidebar and its pages. Dies with the lock. */
#pragma once

#include "app/amp-jobs.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_WORKSPACE (amp_workspace_get_type ())
G_DECLARE_FINAL_TYPE (AmpWorkspace, amp_workspace, AMP, WORKSPACE, AdwBin)

AmpWorkspace *amp_workspace_new (AmpJobs *jobs);

/* Does the window's action of that name, without "win.". */
void amp_workspace_act (AmpWorkspace *self, const char *action, GVariant *parameter);
void amp_workspace_show_page (AmpWorkspace *self, const char *name);
const char *amp_workspace_get_page_name (AmpWorkspace *self);
/* The page that is shown. */
GtkWidget *amp_workspace_get_page (AmpWorkspace *self);

G_END_DECLS
