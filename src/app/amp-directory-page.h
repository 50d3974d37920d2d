/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The directory of institutions: a list that is narrowed, and the entry that is chosen beside it.
 */
#pragma once

#include "app/amp-form.h"
#include "app/amp-jobs.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_DIRECTORY_PAGE (amp_directory_page_get_type ())
G_DECLARE_FINAL_TYPE (AmpDirectoryPage, amp_directory_page, AMP, DIRECTORY_PAGE, AdwBin)

AmpDirectoryPage *amp_directory_page_new (AmpJobs *jobs);

/* The entry beside the list; 0: a new one. Nothing where another one holds what is not saved. */
void amp_directory_page_show (AmpDirectoryPage *self, gint64 id);
/* Which one that is; FALSE: none. */
gboolean amp_directory_page_get_shown (AmpDirectoryPage *self, gint64 *id);

/* For tests. */
AmpForm *amp_directory_page_get_form (AmpDirectoryPage *self);
GtkListBox *amp_directory_page_get_list (AmpDirectoryPage *self);

G_END_DECLS
