/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The fixed reports of a field office. Exact, for the office's own eyes. (What an import found is
 * domain/report.h.) */
#pragma once

#include "domain/counts.h"
#include "domain/figures.h"
#include "domain/session.h"

G_BEGIN_DECLS

/* What they count, each in the words that stand above its table:
 * - assisted-by-region, -age, -exploitation: persons with a service delivered in the period, by the
 *   ten counting rules (counts.h).
 * - services-by-domain: services delivered in the period, and the persons who had them.
 * - referrals: those the office sent in the period, by institution and present state; and of those
 *   now rejected, not answered, escalated or made again elsewhere, the last reason recorded.
 * - time-to-service: cases opened in the period, by the days from their opening to the first
 *   service delivered in the case, whenever that was; before the opening is the same day.
 * - consent: cases opened in the period, by what holds for each purpose on the last day of the
 *   period or today, whichever is earlier. The last word counts.
 * - border-share: persons assisted, and how many of them in regions on the Peru-Ecuador border.
 * - monthly: all of them in one file.
 * - year: persons, services, referrals, and the programme (activities, people reached, trainings,
 *   people trained, actions of plans, commitments due), by region and border. Its statement is its
 *   first line: "300 people assisted in eight regions, two of them on the border."
 * Beside border-share and year stand the figures of others (external_figure) for the period, in a
 * table of their own: no number of ours changes with them.
 * Whoever is found not to be a victim is left out of all of them and told apart. */
typedef struct
{
  const char *name;
  const char *label;      /* N_() */
  const char *definition; /* N_(): who counts, and when */
} AmpReportKind;

const AmpReportKind *amp_report_kinds (gsize *n);
const AmpReportKind *amp_report_kind_find (const char *name);

/* from and to: inclusive days "2024-01-31", "" for open. AMP_DOMAIN_ERROR_INVALID for a period that
 * makes no sense. translate NULL: English. */
AmpFigures *amp_report_compute (AmpSession *session,
                                const AmpReportKind *kind,
                                const char *from,
                                const char *to,
                                AmpTranslate translate,
                                const char *language,
                                AmpProgress *progress,
                                GCancellable *cancellable,
                                GError **error);

/* The figures of others for a period (as above) as the one table of figures, or none. region: a
 * code, with the figures of its region and those of no region; NULL: all. */
AmpFigures *amp_report_external (AmpSession *session,
                                 const char *from,
                                 const char *to,
                                 const char *region,
                                 AmpTranslate translate,
                                 const char *language,
                                 GError **error);

/* The bytes of the file; writes the EXPORT event first. Supervisors. */
GBytes *amp_report_write (AmpSession *session,
                          const AmpFigures *figures,
                          AmpCountFormat format,
                          GError **error);

G_END_DECLS
