/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the program itself changes when a part of a record is saved: the status of what an update
 * tells of. */
#pragma once

#include "app/amp-programme-pane.h"

G_BEGIN_DECLS

/* After such a save: reads the record beside the list again and shows what is another. */
void amp_programme_follow (AmpProgrammePane *pane);

G_END_DECLS
