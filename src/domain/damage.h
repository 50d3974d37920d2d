/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is wrong with a vault that does not open, page by page, and what of it can still be read. */
#pragma once

#include "domain/session.h"

G_BEGIN_DECLS

typedef struct
{
  GArray *pages;       /* of AmpDamage */
  AmpSalvage *salvage; /* what can be read, or was written to a new vault */
} AmpDamageReport;

void amp_damage_report_free (AmpDamageReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpDamageReport, amp_damage_report_free)

/* into: a folder for a new vault with all that can be read, with the same users; NULL: nothing is
 * written. On failure no such folder is left. */
AmpDamageReport *amp_damage_report_make (const char *folder,
                                         const char *into,
                                         const char *login,
                                         const AmpSecret *passphrase,
                                         AmpProgress *progress,
                                         GCancellable *cancellable,
                                         GError **error);
gboolean amp_damage_report_has_losses (const AmpDamageReport *self);
/* "kind,file,table,page,kept,lost,orphans,note", a line for each damaged page (note: damaged or
 * older), each table (note: more, where more than those may be lost) and each gap in the log (note:
 * its first and last entry). Names nobody. Free it. */
char *amp_damage_report_to_csv (const AmpDamageReport *self);

G_END_DECLS
