/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A section of the case page: one record in its form, or a list of records of which one at a time
 * is open, with the row or the button that adds one. Below a record of the list may stand a section
 * of what belongs to it. Shows what the file of the context holds, and follows it. */
#pragma once

#include "app/amp-section-editor.h"

G_BEGIN_DECLS

#define AMP_TYPE_SECTION (amp_section_get_type ())
G_DECLARE_FINAL_TYPE (AmpSection, amp_section, AMP, SECTION, GtkBox)

/* owner: the record whose section it is; 0 for the case or the person of the context. */
GtkWidget *amp_section_new (const AmpSectionKind *kind, AmpSectionContext *context, gint64 owner);

const AmpSectionKind *amp_section_get_kind (AmpSection *self);
guint amp_section_get_length (AmpSection *self);
GPtrArray *amp_section_get_records (AmpSection *self); /* of AmpRecord, newest first; borrowed */

/* A record that was saved elsewhere, or is no more. */
void amp_section_take (AmpSection *self, const AmpRecord *record);
void amp_section_drop (AmpSection *self, gint64 id);

/* Opens the form of a new record, or puts the keyboard in the row that adds one. */
void amp_section_add (AmpSection *self);
/* Opens the record; 0: a new one. */
void amp_section_open (AmpSection *self, gint64 id);
/* The keyboard goes to the row of the record, or to its form where that is open; the page shows it.
 */
void amp_section_focus (AmpSection *self, gint64 id);
/* Does the one thing that is done to a record without opening it, where it may be done. */
void amp_section_tick (AmpSection *self, gint64 id);
/* With the sections below. */
void amp_section_save (AmpSection *self);
gboolean amp_section_is_dirty (AmpSection *self);

/* The editor that is open in the list, or the one of the only record; NULL. */
AmpSectionEditor *amp_section_get_editor (AmpSection *self);
/* The row that adds one; NULL where the section has none. */
AmpSectionEditor *amp_section_get_quick (AmpSection *self);
/* What belongs to the record of that id; NULL where the kind has no section below. */
AmpSection *amp_section_get_child (AmpSection *self, gint64 id);

/* As amp_form_dup_draft(), with which record is open. */
JsonNode *amp_section_dup_draft (AmpSection *self);
void amp_section_restore_draft (AmpSection *self, JsonNode *draft);

G_END_DECLS
