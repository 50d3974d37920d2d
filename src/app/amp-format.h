/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers and dates as people read them, the same whatever the locale of the machine. */
#pragma once

#include "domain/number.h"

G_BEGIN_DECLS

/* "05/03/2024" of a canonical partial date; "" for NULL. Free it. */
char *amp_format_date (const char *canonical);

G_END_DECLS
