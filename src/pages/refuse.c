/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Saying no. */
#include "pages/refuse.h"

GQuark
amp_vault_error_quark (void)
{
  return g_quark_from_static_string ("amp-vault-error-quark");
}

gboolean
amp_refuse_with (GError **error, AmpVaultError code, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error, g_error_new_valist (AMP_VAULT_ERROR, (gint) code, format, arguments));
  va_end (arguments);
  return FALSE;
}

gboolean
amp_refuse_damage (GError **error, const AmpDamage *damage)
{
  if (damage->page == 0)
    return amp_refuse_with (error, AMP_VAULT_ERROR_DAMAGED, "%s: its pages are of different days",
                            damage->file);
  return amp_refuse_with (error, AMP_VAULT_ERROR_DAMAGED,
                          damage->older ? "%s: page %u is of another day"
                                        : "%s: page %u is not as it was written",
                          damage->file, damage->page);
}
