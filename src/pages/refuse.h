/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Saying no. For the layers of the vault alone. */
#pragma once

#include "pages/error.h"

/* Sets the error, and is FALSE: "return amp_refuse (error, AMP_VAULT_ERROR_…, "…");" */
static inline gboolean
amp_refuse (GError **error, AmpVaultError code, const char *message)
{
  g_set_error_literal (error, AMP_VAULT_ERROR, (gint) code, message);
  return FALSE;
}

/* The same as printf() would say it. */
gboolean amp_refuse_with (GError **error, AmpVaultError code, const char *format, ...)
  G_GNUC_PRINTF (3, 4);
/* DAMAGED: which page, or all of the file. */
gboolean amp_refuse_damage (GError **error, const AmpDamage *damage);
