/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Yes, no, or no data: not asked is something else than no. */
#pragma once

#include "app/amp-form-value.h"

G_BEGIN_DECLS

#define AMP_TYPE_FORM_CHOICE (amp_form_choice_get_type ())
G_DECLARE_FINAL_TYPE (AmpFormChoice, amp_form_choice, AMP, FORM_CHOICE, GtkWidget)

/* may_clear: "no data" is one of the three. */
GtkWidget *amp_form_choice_new (gboolean may_clear);

G_END_DECLS
