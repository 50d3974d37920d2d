/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Deleting a record of the programme: asked first, with what goes with it and what refers to it. */
#pragma once

#include "app/amp-section-kind.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* AmpSectionKind.ask_delete. Of an activity from which cases came it says why it stays. */
void
amp_programme_delete_ask (GtkWidget *editor, AmpSectionContext *context, const AmpRecord *record);

G_END_DECLS
