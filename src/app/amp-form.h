/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A form: field rows laid out in a .ui file, and the records they show. It moves values between the
 * two, checks them, and knows what is not saved yet; it stores nothing. */
#pragma once

#include "app/amp-field-row.h"
#include "model/record.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define AMP_TYPE_FORM (amp_form_get_type ())
G_DECLARE_FINAL_TYPE (AmpForm, amp_form, AMP, FORM, GtkBox)

/* From ui/form-NAME.ui, whose object "form" it is. */
GtkWidget *amp_form_new_from_ui (const char *name);

/* Shows the record, one for each entity that the form has rows of. Takes it. What was typed before
 * is gone. */
void amp_form_take_record (AmpForm *self, AmpRecord *record);
/* Shows a newer copy of a record that is shown, and keeps what is typed. Where the newer copy
 * changed what is being typed over, the form goes on from the older one, and saving is a conflict
 * to be merged. Takes it. */
void amp_form_rebase (AmpForm *self, AmpRecord *record);
/* A copy with what is typed now, or NULL where the entity has no record here; values that are none
 * (half a date) are left as they were. */
AmpRecord *amp_form_dup_record (AmpForm *self, const char *entity);
/* As it came in. Borrowed. */
const AmpRecord *amp_form_peek_record (AmpForm *self, const char *entity);

/* The id under which the new record of that entity is to be saved, the same until another record is
 * shown, also after a draft came back; 0: it is stored already. */
gint64 amp_form_get_new_id (AmpForm *self, const char *entity);

AmpFieldRow *amp_form_row (AmpForm *self, const char *entity, const char *field);
GPtrArray *amp_form_rows (AmpForm *self); /* of AmpFieldRow; borrowed */

/* Puts a value in as if it were typed. */
void amp_form_type (AmpForm *self, const char *entity, const char *field, const char *text);

gboolean amp_form_is_dirty (AmpForm *self);

/* Checks everything, shows the findings beside their rows. FALSE where an error keeps it from being
 * saved; the first such row then has the keyboard. */
gboolean amp_form_validate (AmpForm *self);
/* Puts the sentence beside the field, and the keyboard in it; FALSE where no row shows it. */
gboolean
amp_form_show_problem (AmpForm *self, const char *entity, const char *field, const char *sentence);

void amp_form_set_veiled (AmpForm *self, gboolean veiled);
/* Numbers to call stay hidden as well, until the rule of safe contact was read. */
void amp_form_set_gated (AmpForm *self, gboolean gated);
void amp_form_set_refs (AmpForm *self, AmpFormRefs *refs);

/* What was typed and is not in the record, as JSON; NULL where there is nothing. */
JsonNode *amp_form_dup_draft (AmpForm *self);
/* Types it again. Values of fields that the form has no longer are left out. */
void amp_form_restore_draft (AmpForm *self, JsonNode *draft);

/* Signals: "edited" (), "reference-wanted" (gint64 id), as of the row. */

G_END_DECLS
