/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The programme: prevention, training and what else the office does beside the cases. A switcher
 * between lists, each made when it is first shown. */
#pragma once

#include "app/amp-programme-pane.h"

G_BEGIN_DECLS

#define AMP_TYPE_PROGRAMME_PAGE (amp_programme_page_get_type ())
G_DECLARE_FINAL_TYPE (AmpProgrammePage, amp_programme_page, AMP, PROGRAMME_PAGE, AdwBin)

AmpProgrammePage *amp_programme_page_new (AmpJobs *jobs);

/* The list of that entity; the one that is shown for NULL or an unknown name. */
AmpProgrammePane *amp_programme_page_show_list (AmpProgrammePage *self, const char *entity);
AmpProgrammePane *amp_programme_page_get_pane (AmpProgrammePage *self);

G_END_DECLS
