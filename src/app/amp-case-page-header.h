/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stays on top of a case whatever part is open: who (veiled), how it stands, what is next. */
#pragma once

#include "app/amp-section-context.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AMP_TYPE_CASE_PAGE_HEADER (amp_case_page_header_get_type ())
G_DECLARE_FINAL_TYPE (AmpCasePageHeader, amp_case_page_header, AMP, CASE_PAGE_HEADER, GtkWidget)

/* Shows what the file of the context says now. */
void amp_case_page_header_show (AmpCasePageHeader *self, AmpSectionContext *context);

/* The button; the page decides what follows from it. */
gboolean amp_case_page_header_wants_identity (AmpCasePageHeader *self);
void amp_case_page_header_set_wants_identity (AmpCasePageHeader *self, gboolean wants);

/* Signal: "reveal" (), the button was pressed or let go. The next step asks by case.show-record
 * (sx). */

G_END_DECLS
