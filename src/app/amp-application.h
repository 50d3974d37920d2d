/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The application: style, accelerators, one window. */
#pragma once

#include "app/amp-jobs.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_APPLICATION (amp_application_get_type ())
G_DECLARE_FINAL_TYPE (AmpApplication, amp_application, AMP, APPLICATION, AdwApplication)

/* amparo [VAULT]: a folder named on the command line is offered on the unlock page. */
AmpApplication *amp_application_new (void);

/* Resources, style and icons, for whoever shows our widgets without the application (tests). Needs
 * adw_init(). */
void amp_application_prepare_display (void);

G_END_DECLS
