/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Several codes of a list, with check boxes. */
#pragma once

#include "app/amp-code-picker.h"

G_BEGIN_DECLS

GtkWidget *amp_multi_picker_new (const AmpCodeList *list);

G_END_DECLS
