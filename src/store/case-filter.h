/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The filters of the case list. Private to the folder. */
#pragma once

#include "store/query-private.h"

G_BEGIN_DECLS

/* Appends " AND c.id IN (…)" for each group of filters (store.h). */
gboolean amp_case_filter_append (AmpStore *store,
                                 GString *sql,
                                 const AmpFilter *filters,
                                 gsize n_filters,
                                 AmpBound *bound,
                                 GError **error);

G_END_DECLS
