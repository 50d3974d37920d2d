/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A sentence on a form that the program writes: what follows from what is typed. In a .ui file by
 * name: <object class="AmpFormHint"><property name="name">proposal</property></object>. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AMP_TYPE_FORM_HINT (amp_form_hint_get_type ())
G_DECLARE_FINAL_TYPE (AmpFormHint, amp_form_hint, AMP, FORM_HINT, GtkBox)

/* On that form; does nothing where it has no such hint. NULL hides it. Translated. */
void amp_form_hint_show (GtkWidget *form, const char *name, const char *sentence);
/* What it says; NULL where it is hidden. For tests. */
const char *amp_form_hint_peek (GtkWidget *form, const char *name);

G_END_DECLS
