/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * "Ya consta" beside the questions of a form. */
#pragma once

#include "app/amp-form.h"
#include "app/amp-section-context.h"

G_BEGIN_DECLS

/* Offers, beside each empty row of that entity, what the case answers it with already; takes the
 * offer away where there is none, or where it may not be shown. */
void amp_known_hints_show (AmpForm *form, AmpSectionContext *context, const char *entity);

G_END_DECLS
