/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A date as people know it: a day, a month, a year, or that nobody knows. */
#pragma once

#include "app/amp-form-value.h"

G_BEGIN_DECLS

#define AMP_TYPE_DATE_ENTRY (amp_date_entry_get_type ())
G_DECLARE_FINAL_TYPE (AmpDateEntry, amp_date_entry, AMP, DATE_ENTRY, GtkWidget)

GtkWidget *amp_date_entry_new (void);

/* "day", "month", "year" … as shown beside the entry; "" while there is no date. */
const char *amp_date_entry_get_precision (AmpDateEntry *self);

G_END_DECLS
