/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tables of a list of the programme: out to a file, and in again by way of a preview. */
#pragma once

#include "app/amp-programme-pane.h"

G_BEGIN_DECLS

/* list: name of an AmpList. What year and region of the pane narrow is written, all else is. */
void amp_programme_tables_export (AmpProgrammePane *pane, const char *list);
void amp_programme_tables_import (AmpProgrammePane *pane, const char *list);

G_END_DECLS
