/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The documents of a regional plan and of a forum: buttons beside the record. */
#pragma once

#include "app/amp-programme-pane.h"

G_BEGIN_DECLS

/* For AmpProgrammeKind.made. */
void amp_programme_plan_made (AmpProgrammePane *pane, GtkWidget *buttons);
void amp_programme_forum_made (AmpProgrammePane *pane, GtkWidget *buttons);

G_END_DECLS
