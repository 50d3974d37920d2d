/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One row of the case list. Blank until its page comes from the worker; then it is filled in place
 * and says "changed", so that selection, focus and scroll position stay. */
#pragma once

#include "store/store.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define AMP_TYPE_CASE_ITEM (amp_case_item_get_type ())
G_DECLARE_FINAL_TYPE (AmpCaseItem, amp_case_item, AMP, CASE_ITEM, GObject)

AmpCaseItem *amp_case_item_new (gint64 id);
void amp_case_item_fill (AmpCaseItem *self, const AmpCaseRow *row);
/* Forgets the name. */
void amp_case_item_veil (AmpCaseItem *self);

gint64 amp_case_item_id (AmpCaseItem *self);
/* NULL while blank; labels are in the language of the screen. */
const char *amp_case_item_number (AmpCaseItem *self);
const char *amp_case_item_region (AmpCaseItem *self);
const char *amp_case_item_status (AmpCaseItem *self);
const char *amp_case_item_risk (AmpCaseItem *self);
const char *amp_case_item_risk_code (AmpCaseItem *self);
const char *amp_case_item_last_contact (AmpCaseItem *self);
const char *amp_case_item_name (AmpCaseItem *self); /* NULL: veiled */

G_END_DECLS
