/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A reintegration plan and the second person who brings it into force. */
#pragma once

#include "app/amp-section-context.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks for a word to whoever approves, which may stay empty, and sends the request: the plan waits
 * then. section is an AmpSection. */
void amp_plan_approval_ask (GtkWidget *section, AmpSectionContext *context, const AmpRecord *plan);

/* Who asked for it and when, while it waits; that it was not approved, and why, where that is the
 * last answer to a draft; else "". Nothing private while the context is veiled. Free it. */
char *amp_plan_approval_text (const AmpRecord *plan, AmpSectionContext *context);

G_END_DECLS
