/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tables that may be handed over, as a choice: that of the page first, then the templates as
 * fine as the period allows. Plain values. */
#pragma once

#include "domain/release.h"

G_BEGIN_DECLS

typedef struct
{
  AmpCountSpec spec; /* without days; filter values borrowed from the first one */
  char *label;       /* translated */
  gboolean report;   /* the year's report, all of its tables; spec is the first of them */
} AmpReleaseTable;

/* Of AmpReleaseTable, owned; of a year the year's report is the last. own: what somebody wishes
 * for, whether it may leave or not. level: of the period (AmpReleaseSpan); months: whether they are
 * offered. */
GPtrArray *amp_release_tables_new (const AmpCountSpec *own, guint level, gboolean months);
/* The columns and filters are the same. */
gboolean amp_release_table_is (const AmpCountSpec *a, const AmpCountSpec *b);

G_END_DECLS
