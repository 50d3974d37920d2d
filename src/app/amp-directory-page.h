/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The directory of institutions: a list that is narrowed, and the entry that is chosen beside it.
 */
#pragma once

#include "app/amp-jobs.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_DIRECTORY_PAGE (amp_directory_page_get_type ())
G_DECLARE_FINAL_TYPE (AmpDirectoryPage, amp_directory_page, AMP, DIRECTORY_PAGE, AdwBin)

AmpDirectoryPage *amp_directory_page_new (AmpJobs *jobs);

/* For tests. */
GtkListBox *amp_directory_page_get_list (AmpDirectoryPage *self);

G_END_DECLS
