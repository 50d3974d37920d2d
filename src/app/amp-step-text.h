/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A next step in words. */
#pragma once

#include "domain/next-steps.h"

G_BEGIN_DECLS

/* "Follow-up on 05/03/2024", "Follow-up was due on …". Free it. */
char *amp_step_text (const AmpStep *step);
gboolean amp_step_is_overdue (const AmpStep *step);
const char *amp_step_icon (const AmpStep *step);

G_END_DECLS
