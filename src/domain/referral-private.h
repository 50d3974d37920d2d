/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of referrals share. Private to referral*.c. */
#pragma once

#include "domain/referral.h"

G_BEGIN_DECLS

/* After a rollback the record in the caller's hands must say what the store says. */
void amp_referral_put_back (AmpRecord *referral, const AmpRecord *before);

/* Where a supervisor approved an exception for this referral, and there is ground for one, it
 * becomes a consent record with that exception. TRUE also where there is none. */
gboolean amp_referral_take_override (AmpSession *session,
                                     const AmpRecord *referral,
                                     const char *date,
                                     GError **error);

G_END_DECLS
