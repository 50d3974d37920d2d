/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Opening a closed case again in the place where it refused something, and going on there. */
#pragma once

#include "app/amp-section-context.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The case is open again, and the file of the context knows it. */
typedef void (*AmpReopenFunc) (gpointer owner, gint64 id);

/* Whether the error is a closed case's refusal, about which this helps. */
gboolean amp_reopen_would_help (const GError *error);

/* Asks for the reason, opens the case of the context again, and calls go_on; what was typed stays
 * where it is, also where she does not want to. owner: a widget that outlives none of it. */
GtkWindow *
amp_reopen_offer (GtkWidget *owner, AmpSectionContext *context, AmpReopenFunc go_on, gint64 id);

G_END_DECLS
