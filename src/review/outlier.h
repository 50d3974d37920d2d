/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whose number stands out among those of her colleagues: modified z-score, 0.6745 * (x - median) /
 * deviation, above 3.5 (Iglewicz and Hoaglin), as src/domain/audit-review.h has it. The deviation
 * counts at least a tenth of the median and at least 1, so that small numbers do not cry wolf. It
 * takes AMP_OUTLIER_LEAST people; who has less than the others never stands out. Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define AMP_OUTLIER_LEAST 3

double amp_outlier_median (const gint64 *numbers, gsize n);
gboolean amp_outlier_stands_out (const gint64 *numbers, gsize n, gint64 number);

G_END_DECLS
