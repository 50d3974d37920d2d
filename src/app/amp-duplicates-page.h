/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who is probably recorded twice: pairs by pseudonym with their reasons, and what was merged and
 * can be taken back. Names stand in the dialog that compares two, behind its veil. */
#pragma once

#include "app/amp-pair-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_DUPLICATES_PAGE (amp_duplicates_page_get_type ())
G_DECLARE_FINAL_TYPE (AmpDuplicatesPage, amp_duplicates_page, AMP, DUPLICATES_PAGE, AdwBin)

AmpDuplicatesPage *amp_duplicates_page_new (AmpJobs *jobs);

/* Compares the pair that has the keyboard, else the first one, with its names. */
void amp_duplicates_page_show_names (AmpDuplicatesPage *self);

/* For tests: the lists, and whether everybody was looked for. */
AmpPairList *amp_duplicates_page_get_list (AmpDuplicatesPage *self);
GtkListBox *amp_duplicates_page_get_pairs (AmpDuplicatesPage *self);
GtkListBox *amp_duplicates_page_get_merged (AmpDuplicatesPage *self);
gboolean amp_duplicates_page_is_over (AmpDuplicatesPage *self);

G_END_DECLS
