/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list that opens under a picker: search by typing, in either language, without accents. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AMP_TYPE_FORM_POPOVER (amp_form_popover_get_type ())
G_DECLARE_FINAL_TYPE (AmpFormPopover, amp_form_popover, AMP, FORM_POPOVER, GtkPopover)

/* multiple: check boxes; the popover stays open while they are ticked. */
GtkWidget *amp_form_popover_new (gboolean multiple);

/* label is shown and found; detail (dim, may be NULL) and also (found only, may be NULL) as well.
 */
void amp_form_popover_add (
  AmpFormPopover *self, const char *value, const char *label, const char *detail, const char *also);
void amp_form_popover_clear (AmpFormPopover *self);
guint amp_form_popover_length (AmpFormPopover *self);

/* Values joined by ';', in the order of the list. Emits nothing. */
void amp_form_popover_set_selected (AmpFormPopover *self, const char *values);
char *amp_form_popover_dup_selected (AmpFormPopover *self);

/* Shows it, with what was typed on the closed picker as the beginning of a search (may be NULL). */
void amp_form_popover_open (AmpFormPopover *self, const char *typed);

/* What Enter in the search box picks now; NULL: nothing fits. For tests as well. */
const char *amp_form_popover_first_match (AmpFormPopover *self);
void amp_form_popover_search (AmpFormPopover *self, const char *text);
void amp_form_popover_pick (AmpFormPopover *self, const char *value);

G_END_DECLS
