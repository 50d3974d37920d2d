/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an activity of prevention has beside its form: its series, and the cases that came from it.
 */
#pragma once

#include "app/amp-programme-pane.h"

G_BEGIN_DECLS

/* AmpProgrammeKind.made. */
void amp_programme_activity_made (AmpProgrammePane *pane, GtkWidget *buttons);

G_END_DECLS
