/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A record in the list of a section: what it says, and the one thing that may be done to it without
 * opening it. */
#pragma once

#include "app/amp-section-kind.h"

G_BEGIN_DECLS

#define AMP_TYPE_SECTION_ROW (amp_section_row_get_type ())
G_DECLARE_FINAL_TYPE (AmpSectionRow, amp_section_row, AMP, SECTION_ROW, GtkBox)

GtkWidget *amp_section_row_new (const AmpSectionKind *kind,
                                const AmpRecord *record,
                                AmpSectionContext *context);

/* Among the rows in a box: the id of the one that has the keyboard (0: none), and giving it. */
gint64 amp_section_row_focused (GtkWidget *box);
void amp_section_row_focus (GtkWidget *box, gint64 id);

/* Signals: "opened" (gint64 id), "ticked" (gint64 id). */

G_END_DECLS
