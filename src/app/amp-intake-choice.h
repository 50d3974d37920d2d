/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A question with its few answers side by side, none of them chosen yet: codes of a list. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AMP_TYPE_INTAKE_CHOICE (amp_intake_choice_get_type ())
G_DECLARE_FINAL_TYPE (AmpIntakeChoice, amp_intake_choice, AMP, INTAKE_CHOICE, GtkBox)

/* question: translated, may have a mnemonic, which leads to the first answer. codes: of the list,
 * NULL-terminated, static. */
AmpIntakeChoice *
amp_intake_choice_new (const char *question, const char *list, const char *const *codes);

const char *amp_intake_choice_get (AmpIntakeChoice *self); /* NULL: not answered; static */
/* NULL takes the answer away. Emits "changed". */
void amp_intake_choice_set (AmpIntakeChoice *self, const char *code);

/* Signal: "changed" (). */

G_END_DECLS
