/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who answers for a case, and since when (domain.md 5.2). The owner of the case is the truth; the
 * assignments of the role "primary" are its history, which the program writes: the one that runs is
 * the owner's. Support is written by hand. */
#pragma once

#include "domain/session.h"

G_BEGIN_DECLS

/* Whether an assignment may be saved by hand: of the main person none overlaps another, and none
 * runs that is not the owner's. AMP_DOMAIN_ERROR_INVALID with a sentence. Others are fine. */
gboolean amp_assignments_check (AmpSession *session, const AmpRecord *assignment, GError **error);

/* The history of a case that goes from its owner, as the record says, to another from today on:
 * ends what runs and writes both, where they are not told yet, with the reason in the new one
 * (NULL: none). The tasks that the old one wrote down for the case go along. Does not change the
 * case. Within a transaction. */
gboolean amp_assignments_pass_on (
  AmpSession *session, const AmpRecord *case_, gint64 to, const char *why, GError **error);
/* The same, and the case is saved with its new owner. Asks nobody whether it may be. */
gboolean amp_assignments_move (
  AmpSession *session, AmpRecord *case_, gint64 to, const char *why, GError **error);

G_END_DECLS
