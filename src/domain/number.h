/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers as people read them, the same whatever the locale of the machine. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "1234", "12 345": groups of three by a no-break space from five digits on, as the Spanish
 * academies write. Peru and Ecuador disagree over comma and point; nobody misreads a space. Free
 * it. */
char *amp_format_count (guint64 count);
/* Tenths: 123 is "12.3" in English, "12,3" in Spanish. Free it. */
char *amp_format_tenths (gint64 tenths, const char *language);

G_END_DECLS
