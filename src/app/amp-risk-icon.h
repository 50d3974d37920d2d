/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A shape for each level of risk, the same on every page: colour alone tells a colour-blind reader
 * nothing. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* risk: code of "risk_level"; NULL: not assessed. Static. */
const char *amp_risk_icon (const char *risk);

G_END_DECLS
