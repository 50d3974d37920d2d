/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The dialog that adds an institution to the directory, or corrects one. */
#pragma once

#include "app/amp-section-editor.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Over the window of parent; id 0: a new one. The context hears "saved" of "institution". Returns
 * the dialog, borrowed. */
GtkWindow *amp_form_institution_present (GtkWidget *parent, AmpSectionContext *context, gint64 id);

G_END_DECLS
