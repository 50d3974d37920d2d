/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One record in its form, with what saves it: the buttons, the word "saved" with its time, and the
 * choice where somebody else was faster. */
#pragma once

#include "app/amp-merge-dialog.h"
#include "app/amp-section-kind.h"

G_BEGIN_DECLS

#define AMP_TYPE_SECTION_EDITOR (amp_section_editor_get_type ())
G_DECLARE_FINAL_TYPE (AmpSectionEditor, amp_section_editor, AMP, SECTION_EDITOR, GtkBox)

typedef enum
{
  AMP_EDITOR_ALONE,  /* the record of the section: stays */
  AMP_EDITOR_INLINE, /* opened from a list: may be closed */
  AMP_EDITOR_QUICK,  /* adds one after the other */
} AmpEditorMode;

GtkWidget *
amp_section_editor_new (const AmpSectionKind *kind, AmpSectionContext *context, AmpEditorMode mode);

/* The record that new ones hang on; 0: the case or the person of the context. */
void amp_section_editor_set_owner (AmpSectionEditor *self, gint64 owner);

/* Takes the record. */
void amp_section_editor_show (AmpSectionEditor *self, AmpRecord *record);
/* The stored record of that id, as soon as it is read. */
void amp_section_editor_load (AmpSectionEditor *self, gint64 id);
/* Takes a newer copy of the record that is shown, keeps what is typed. */
void amp_section_editor_refresh (AmpSectionEditor *self, AmpRecord *record);

/* What may be shown is another. */
void amp_section_editor_show_veil (AmpSectionEditor *self);

AmpForm *amp_section_editor_get_form (AmpSectionEditor *self);
gint64 amp_section_editor_get_id (AmpSectionEditor *self);

/* Types the last record again, as of today, and puts the keyboard on what adds it; FALSE where
 * there is none, or the editor adds none. */
gboolean amp_section_editor_repeat (AmpSectionEditor *self);
/* Does nothing while a save is under way or where there is nothing to save. */
void amp_section_editor_save (AmpSectionEditor *self);
/* "Saved 10:42", or "". */
const char *amp_section_editor_get_status (AmpSectionEditor *self);
/* The choice between two versions that is open; NULL. What needs no choice is merged and saved. */
AmpMergeDialog *amp_section_editor_get_merging (AmpSectionEditor *self);

/* Signals: "stored" (gpointer AmpRecord, borrowed), the vault has it, for whoever lists it; what
 * was typed since waits in the form. "saved" (the same), and nothing waits: the form may be closed.
 * "closed" (). */

G_END_DECLS
