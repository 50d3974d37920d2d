/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The register of releases: what was handed over, to whom, under which rule; the table of a line as
 * it was told, its file once more, and whether the register holds. Supervisors. */
#pragma once

#include "app/amp-jobs.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define AMP_TYPE_RELEASES_PAGE (amp_releases_page_get_type ())
G_DECLARE_FINAL_TYPE (AmpReleasesPage, amp_releases_page, AMP, RELEASES_PAGE, AdwBin)

/* Reads the register each time it comes to the screen. */
AmpReleasesPage *amp_releases_page_new (AmpJobs *jobs);

gboolean amp_releases_page_is_loaded (AmpReleasesPage *self);

G_END_DECLS
