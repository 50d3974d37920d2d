/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text typed by hand: one line or several. */
#pragma once

#include "app/amp-form-value.h"
#include "model/field.h"

G_BEGIN_DECLS

#define AMP_TYPE_FORM_TEXT (amp_form_text_get_type ())
G_DECLARE_FINAL_TYPE (AmpFormText, amp_form_text, AMP, FORM_TEXT, GtkWidget)

/* For TEXT and INTEGER fields. Private ones ask input methods to keep nothing of what is typed. */
GtkWidget *amp_form_text_new (const AmpField *field);

#define AMP_TYPE_FORM_LONG_TEXT (amp_form_long_text_get_type ())
G_DECLARE_FINAL_TYPE (AmpFormLongText, amp_form_long_text, AMP, FORM_LONG_TEXT, GtkWidget)

GtkWidget *amp_form_long_text_new (void);

G_END_DECLS
