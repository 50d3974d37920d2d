/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers and dates as people read them, the same whatever the locale of the machine. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "1234", "12 345": groups of three by a no-break space from five digits on, as the Spanish
 * academies write. Peru and Ecuador disagree over comma and point; nobody misreads a space. Free
 * it. */
char *amp_format_count (guint64 count);

/* "05/03/2024" of a canonical partial date; "" for NULL. Free it. */
char *amp_format_date (const char *canonical);

G_END_DECLS
