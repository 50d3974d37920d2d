/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One condition of a filter: the field's own editor, the comparison before it. */
#pragma once

#include "app/amp-form-refs.h"
#include "domain/filters.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AMP_TYPE_FILTER_ROW (amp_filter_row_get_type ())
G_DECLARE_FINAL_TYPE (AmpFilterRow, amp_filter_row, AMP, FILTER_ROW, GtkListBoxRow)

GtkWidget *amp_filter_row_new (const AmpCondition *condition, AmpFormRefs *refs);

/* NULL where it says nothing yet (no value, or half of one). Free it. */
AmpCondition *amp_filter_row_dup_condition (AmpFilterRow *self);

/* "Last risk assessment"; translated. Free it. */
char *amp_filter_source_label (const AmpFilterChoice *choice);

/* Signals: "changed" (), "removed" (). */

G_END_DECLS
