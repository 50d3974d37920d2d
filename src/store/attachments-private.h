/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What deleting and verifying need of attachments. Private to the folder. */
#pragma once

#include "store/connection.h"

G_BEGIN_DECLS

/* Within the transaction that is open. */
gboolean amp_attachments_drop (AmpStore *store, gint64 id, GError **error);
/* Rows of a table and how many of it lack something, for amp_losses_find_orphans(). */
const char *amp_attachments_losses_sql (void);
/* Every attachment that has as many bytes as it should has the right ones. */
gboolean amp_attachments_verify (AmpStore *store,
                                 AmpProgress *progress,
                                 GCancellable *cancellable,
                                 GError **error);

G_END_DECLS
