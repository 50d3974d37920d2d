/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stays on top of a case whatever tab is open: who (veiled), how it stands, what is next. */
#pragma once

#include "model/record.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AMP_TYPE_CASE_PAGE_HEADER (amp_case_page_header_get_type ())
G_DECLARE_FINAL_TYPE (AmpCasePageHeader, amp_case_page_header, AMP, CASE_PAGE_HEADER, GtkWidget)

/* next: the follow-up that is due, or NULL. Copies what it shows. */
void amp_case_page_header_show (AmpCasePageHeader *self,
                                const AmpRecord *case_,
                                const AmpRecord *person,
                                const AmpRecord *next,
                                gboolean veiled);

/* The button; the page decides what follows from it. */
gboolean amp_case_page_header_wants_identity (AmpCasePageHeader *self);
void amp_case_page_header_set_wants_identity (AmpCasePageHeader *self, gboolean wants);

/* Signal: "reveal" (), the button was pressed or let go. */

G_END_DECLS
