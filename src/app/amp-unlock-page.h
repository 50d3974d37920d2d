/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asks for a vault or a review pack, a user and a passphrase. */
#pragma once

#include "app/amp-jobs.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_UNLOCK_PAGE (amp_unlock_page_get_type ())
G_DECLARE_FINAL_TYPE (AmpUnlockPage, amp_unlock_page, AMP, UNLOCK_PAGE, AdwBin)

/* Signal "create-wanted". */
AmpUnlockPage *amp_unlock_page_new (AmpJobs *jobs);

/* Fills what is known (either may be NULL) and puts the cursor where the first thing is missing.
 * review: folder is the file of a pack. */
void
amp_unlock_page_offer (AmpUnlockPage *self, const char *folder, const char *login, gboolean review);

/* Takes a passphrase that is being typed out of the field. */
void amp_unlock_page_forget (AmpUnlockPage *self);

gboolean amp_unlock_page_is_review (AmpUnlockPage *self);
const char *amp_unlock_page_get_folder (AmpUnlockPage *self);
const char *amp_unlock_page_get_login (AmpUnlockPage *self);

G_END_DECLS
