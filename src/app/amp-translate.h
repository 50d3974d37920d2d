/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The window's language, for what the domain writes: an AmpTranslate. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Of a sentence marked with N_(). */
const char *amp_translate (const char *msgid);

G_END_DECLS
