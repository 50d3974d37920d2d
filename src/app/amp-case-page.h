/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A case on one page: who (veiled), how it stands, and a part for each side of the work. */
#pragma once

#include "app/amp-jobs.h"
#include "app/amp-section.h"

G_BEGIN_DECLS

#define AMP_TYPE_CASE_PAGE (amp_case_page_get_type ())
G_DECLARE_FINAL_TYPE (AmpCasePage, amp_case_page, AMP, CASE_PAGE, GtkWidget)

AmpCasePage *amp_case_page_new (AmpJobs *jobs, gint64 case_id);

gboolean amp_case_page_is_loaded (AmpCasePage *self);
/* It belongs to somebody else of the team: the page says so, and offers to ask for it. */
gboolean amp_case_page_is_elsewhere (AmpCasePage *self);
/* The section of that name, mostly an entity's; NULL if there is none. */
AmpSection *amp_case_page_get_section (AmpCasePage *self, const char *section);
/* Shows the part with that section. */
void amp_case_page_show_section (AmpCasePage *self, const char *section);
/* Shows it and opens the record. */
void amp_case_page_show_record (AmpCasePage *self, const char *entity, gint64 id);

/* Logged; shows names and free text when the event is written. Veils again at once. */
void amp_case_page_set_revealed (AmpCasePage *self, gboolean revealed);
gboolean amp_case_page_is_revealed (AmpCasePage *self);

AmpFormRefs *amp_case_page_get_refs (AmpCasePage *self);
/* The dialog that corrects an institution of the directory, or adds one (0); borrowed. */
GtkWindow *amp_case_page_show_institution (AmpCasePage *self, gint64 id);

/* What an earlier session left is on offer. */
gboolean amp_case_page_offers_draft (AmpCasePage *self);
void amp_case_page_restore_draft (AmpCasePage *self);
void amp_case_page_discard_draft (AmpCasePage *self);

gint64 amp_case_page_get_case (AmpCasePage *self);
/* The tab that is shown; a name that there is none of is left alone. */
const char *amp_case_page_get_tab (AmpCasePage *self);
void amp_case_page_set_tab (AmpCasePage *self, const char *tab);

G_END_DECLS
