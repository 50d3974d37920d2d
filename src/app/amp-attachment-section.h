/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Attachments as a section of the case page: what its rows say, and what happens when one is opened
 * or a file comes, by the button, dropped, or pasted. */
#pragma once

#include "app/amp-section-context.h"
#include "model/record.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* "Picture", "PDF"; translated. */
const char *amp_attachment_type_label (const char *mime);

/* "Minutes · 12 Mar 2026 · PDF document, 1.2 MB"; free it. */
char *amp_document_summary (const AmpRecord *record);

/* As AmpSectionKind wants them. */
char *amp_attachment_summary (const AmpRecord *record, AmpSectionContext *context);
char *amp_attachment_detail (const AmpRecord *record, AmpSectionContext *context);
void amp_attachment_section_open (GtkWidget *section,
                                  AmpSectionContext *context,
                                  const AmpRecord *record);
void amp_attachment_section_begin (GtkWidget *section, AmpSectionContext *context);
void amp_attachment_section_made (GtkWidget *section, AmpSectionContext *context);

/* A file that was dropped or chosen; what is in the clipboard. */
void amp_attachment_section_take (GtkWidget *section, const char *path);
void amp_attachment_section_paste (GtkWidget *section);

G_END_DECLS
