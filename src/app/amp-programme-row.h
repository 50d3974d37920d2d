/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A record in a list of the programme: what it is called, when and where, how it stands. */
#pragma once

#include "app/amp-programme-kind.h"

G_BEGIN_DECLS

GtkWidget *amp_programme_list_row_new (const AmpProgrammeKind *kind, const AmpProgrammeRow *row);
gint64 amp_programme_list_row_get_id (GtkListBoxRow *row); /* 0 for NULL */

G_END_DECLS
