/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What deleting, verifying and salvaging need of attachments and documents. Private to the folder.
 */
#pragma once

#include "store/connection.h"

G_BEGIN_DECLS

/* Within the transaction that is open. Nothing for an entity that keeps no bytes. */
gboolean amp_attachments_drop (AmpStore *store, const AmpEntity *entity, gint64 id, GError **error);
/* Rows of a table and how many of it lack something, for amp_losses_find_orphans(); n from 0, NULL
 * behind the last. */
const char *amp_attachments_losses_sql (guint n);
/* The table holds pieces. */
gboolean amp_attachments_is_chunks (const char *table);
/* Every one that has as many bytes as it should has the right ones. */
gboolean amp_attachments_verify (AmpStore *store,
                                 AmpProgress *progress,
                                 GCancellable *cancellable,
                                 GError **error);

G_END_DECLS
