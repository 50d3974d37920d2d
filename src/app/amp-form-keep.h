/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The draft of a form: that of the page it stands on (AmpEditor), or, where that has none or there
 * is none, as in a dialog, one of its own for each record, which it offers when that is shown
 * again. */
#pragma once

#include "app/amp-form.h"

G_BEGIN_DECLS

/* Something was typed. */
void amp_form_keep_edited (AmpForm *form);
/* Another record came in, or the same one, saved. */
void amp_form_keep_shown (AmpForm *form);

/* Before the form is gone. */
void amp_form_keep_end (AmpForm *form);

/* Of a form with a draft of its own: whether it offers what was typed before, and the two answers.
 */
gboolean amp_form_keep_offers (AmpForm *form);
void amp_form_keep_restore (AmpForm *form);
void amp_form_keep_discard (AmpForm *form);
/* She comes back to where she was: what is kept is typed again without a question, also where it is
 * still being read. */
void amp_form_keep_return (AmpForm *form);

G_END_DECLS
