/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Saying no. Private to the folder. */
#pragma once

#include "vault/vault.h"

/* Sets the error, and is FALSE: "return amp_refuse (error, AMP_VAULT_ERROR_…, "…");" */
gboolean amp_refuse (GError **error, AmpVaultError code, const char *format, ...)
  G_GNUC_PRINTF (3, 4);
/* DAMAGED: which page, or all of the file. */
gboolean amp_refuse_damage (GError **error, const AmpDamage *damage);
