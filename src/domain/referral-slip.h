/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A referral on paper: an oficio with what the profile shares and nothing more, and a part below it
 * that the institution tears off and sends back. In Spanish, whatever the screen speaks. */
#pragma once

#include "domain/referral-profile.h"

G_BEGIN_DECLS

typedef struct
{
  const char *office; /* the heading; NULL: that of settings.h, or "Oficina de" the region */
  const char *date;   /* of the letter; NULL: today */
} AmpSlipOptions;

/* Writes the PDF, whole or not at all, to a file that somebody chose. Consent is looked at again,
 * so a slip may not be printed any more after it was withdrawn: AMP_DOMAIN_ERROR_INVALID. Writes
 * PRINT with the names of the fields before the file. options may be NULL. */
gboolean amp_referral_slip_write (AmpSession *session,
                                  const AmpRecord *referral,
                                  const AmpSlipOptions *options,
                                  const char *path,
                                  GError **error);

/* "Tumbes, 26 de noviembre de 2026"; free it. */
char *amp_slip_place_and_date (const char *region, const char *date);

G_END_DECLS
