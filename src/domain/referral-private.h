/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of referrals share. Private to referral*.c. */
#pragma once

#include "domain/referral.h"

G_BEGIN_DECLS

/* After a rollback the record in the caller's hands must say what the store says. */
void amp_referral_put_back (AmpRecord *referral, const AmpRecord *before);

G_END_DECLS
