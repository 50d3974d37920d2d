/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How tables are often protected, and not well enough: hides what is small and then more, until no
 * small cell follows from the others by adding and subtracting. It knows nothing of whole numbers,
 * nor that none is negative. For the attacker to break. */
#pragma once

#include "sheet.h"

G_BEGIN_DECLS

/* Of each cell, whether it is hidden. Free it. */
guint8 *weak_pattern (const Sheet *sheet, gint64 t, gboolean zeros_hidden);

G_END_DECLS
