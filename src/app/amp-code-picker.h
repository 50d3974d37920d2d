/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One or several codes of a list, or a record of another table: a button that says what is chosen
 * and opens the searchable list. Typing on the button searches at once. */
#pragma once

#include "app/amp-form-popover.h"
#include "app/amp-form-value.h"
#include "model/codelist.h"

G_BEGIN_DECLS

#define AMP_TYPE_CODE_PICKER (amp_code_picker_get_type ())
G_DECLARE_FINAL_TYPE (AmpCodePicker, amp_code_picker, AMP, CODE_PICKER, GtkWidget)

/* may_clear: the list begins with "no data". */
GtkWidget *amp_code_picker_new (const AmpCodeList *list, gboolean may_clear);

AmpFormPopover *amp_code_picker_get_popover (AmpCodePicker *self);
/* What the closed picker says. */
const char *amp_code_picker_get_shown (AmpCodePicker *self);

/* What it says while nothing is chosen; "Choose…" unless told otherwise. */
void amp_code_picker_set_nothing (AmpCodePicker *self, const char *text);

/* For pickers of other things than codes: */
GtkWidget *amp_code_picker_new_empty (gboolean multiple);
void amp_code_picker_add (
  AmpCodePicker *self, const char *value, const char *label, const char *detail, const char *also);
/* All codes of a list that are not retired. */
void amp_code_picker_add_list (AmpCodePicker *self, const AmpCodeList *list);
/* The option "", that narrows nothing, which is what it says until another is chosen. */
void amp_code_picker_add_all (AmpCodePicker *self, const char *all);
/* Forgets the options, keeps the value. */
void amp_code_picker_clear_options (AmpCodePicker *self);
/* Says the value again, after options came or went. */
void amp_code_picker_refresh (AmpCodePicker *self);

G_END_DECLS
