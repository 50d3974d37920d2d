/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One field on a form: <property name="field">person.sex_registered</property>, and label, help,
 * editor and list come from the field table. */
#pragma once

#include "app/amp-form-refs.h"
#include "app/amp-form-value.h"
#include "model/check.h"
#include "model/field.h"

G_BEGIN_DECLS

#define AMP_TYPE_FIELD_ROW (amp_field_row_get_type ())
G_DECLARE_FINAL_TYPE (AmpFieldRow, amp_field_row, AMP, FIELD_ROW, GtkWidget)

/* name: "entity.field". */
GtkWidget *amp_field_row_new (const char *name);

const AmpEntity *amp_field_row_get_entity (AmpFieldRow *self);
const AmpField *amp_field_row_get_field (AmpFieldRow *self);
gboolean amp_field_row_get_wide (AmpFieldRow *self);

/* Canonical text, or what was typed where that is no value. Setting emits nothing. */
char *amp_field_row_dup_text (AmpFieldRow *self);
void amp_field_row_set_text (AmpFieldRow *self, const char *text);
/* Whether what is typed is a value (or nothing). */
gboolean amp_field_row_is_valid (AmpFieldRow *self);

/* Shows a translated sentence under the editor, or takes it away (NULL). What is wrong with the
 * typing itself wins over it. */
void amp_field_row_set_problem (AmpFieldRow *self, AmpCheckLevel level, const char *sentence);
const char *amp_field_row_get_problem (AmpFieldRow *self);

/* Offers what is recorded elsewhere: a button beside the editor, and Ctrl+U in it, type it in.
 * words: the value as people read it; NULL, NULL: nothing. */
void amp_field_row_set_known (AmpFieldRow *self, const char *value, const char *words);
const char *amp_field_row_get_known (AmpFieldRow *self); /* canonical; NULL */

/* A veiled row shows dots, holds no text and takes none. */
void amp_field_row_set_veiled (AmpFieldRow *self, gboolean veiled);

/* Only these codes are offered, beside the one that is set; NULL-terminated. */
void amp_field_row_offer (AmpFieldRow *self, const char *const *codes);
void amp_field_row_set_refs (AmpFieldRow *self, AmpFormRefs *refs);

AmpFormValue *amp_field_row_get_editor (AmpFieldRow *self);

/* Signals: "changed" (); "reference-wanted" (gint64 id): the person asks to see the record that
 * is chosen, or for a new one (0). */

G_END_DECLS
