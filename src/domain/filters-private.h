/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Private to what is kept by name as a text: filters of the case list, and requests of counts. */
#pragma once

#include "domain/session.h"

G_BEGIN_DECLS

/* Under a name that is not blank. id: one's own of that name, which is replaced; 0: none yet. Only
 * a supervisor shares. */
gboolean amp_filters_keep (AmpSession *session,
                           gint64 id,
                           const char *name,
                           const char *text,
                           gboolean shared,
                           GError **error);

G_END_DECLS
