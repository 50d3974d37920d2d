/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What parts of the case page show beside their sections. Each follows the context by itself. */
#pragma once

#include "app/amp-section-context.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* All next steps; each opens its record. */
GtkWidget *amp_case_steps_new (AmpSectionContext *context);
/* The levels of the assessments so far. */
GtkWidget *amp_risk_trend_new (AmpSectionContext *context);
/* The rule of safe contact, and behind it the numbers. */
GtkWidget *amp_contact_bar_new (AmpSectionContext *context);
/* Who else the person may be. */
GtkWidget *amp_person_alike_new (AmpSectionContext *context);
/* Each purpose of consent and what holds now. */
GtkWidget *amp_consent_ledger_new (AmpSectionContext *context);
/* Who did what to the case and when: names of fields, no values. */
GtkWidget *amp_case_history_new (AmpSectionContext *context);
/* Several services and people of one visit in one go. */
GtkWidget *amp_visit_panel_new (AmpSectionContext *context);

G_END_DECLS
