/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Brings the databases of a vault up to the field tables of this program. Private to the folder. */
#pragma once

#include "store/connection.h"

G_BEGIN_DECLS

/* Checks that both databases belong to this vault, to one schema and to one transaction; then makes
 * or changes what is missing, in one transaction. Writes nothing where nothing is missing. */
gboolean amp_migrate (AmpStore *store, GError **error);

/* Only the check that both databases are of the same vault and transaction. */
gboolean amp_migrate_check_step (AmpStore *store, GError **error);

G_END_DECLS
