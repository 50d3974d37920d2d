/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What deleting and verifying need of attachments. Private to the folder. */
#pragma once

#include "store/connection.h"

G_BEGIN_DECLS

/* Within the transaction that is open. */
gboolean amp_attachments_drop (AmpStore *store, gint64 id, GError **error);
/* Every attachment has its bytes, and nobody else has any. */
gboolean amp_attachments_verify (AmpStore *store,
                                 AmpProgress *progress,
                                 GCancellable *cancellable,
                                 GError **error);

G_END_DECLS
