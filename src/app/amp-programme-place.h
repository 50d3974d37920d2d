/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The row of what hangs on the record beside the list, however deep: an action in its goal. */
#pragma once

#include "app/amp-programme-pane.h"

G_BEGIN_DECLS

/* The keyboard goes there; nowhere, where it is no more. FALSE: the rows have no place yet, and
 * nothing would scroll. */
gboolean amp_programme_place_focus (AmpProgrammePane *pane, const AmpProgrammePlace *place);

G_END_DECLS
