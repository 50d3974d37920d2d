/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two regional plans side by side, as a document. */
#pragma once

#include "app/amp-programme-pane.h"

G_BEGIN_DECLS

/* The button above a plan that is shown. */
void amp_programme_compare_offer (AmpProgrammePane *pane, GtkWidget *buttons);

G_END_DECLS
