/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Makes a new vault: where, who, and a passphrase typed twice. */
#pragma once

#include "app/amp-jobs.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_CREATE_PAGE (amp_create_page_get_type ())
G_DECLARE_FINAL_TYPE (AmpCreatePage, amp_create_page, AMP, CREATE_PAGE, AdwBin)

/* Signal "back". */
AmpCreatePage *amp_create_page_new (AmpJobs *jobs);
void amp_create_page_focus (AmpCreatePage *self);

/* Takes the passphrases that are being typed out of their fields. */
void amp_create_page_forget (AmpCreatePage *self);

const char *amp_create_page_get_folder (AmpCreatePage *self); /* NULL: not complete */
const char *amp_create_page_get_login (AmpCreatePage *self);

G_END_DECLS
