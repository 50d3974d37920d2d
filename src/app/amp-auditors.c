/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shared by the dialogs of review packs and of records for a partner. */
#include "app/amp-auditors.h"

char **
amp_auditors_list (AmpSession *session, GError **error)
{
  g_autoptr (GPtrArray) users = amp_vault_list_users (amp_session_get_vault (session), error);
  g_autoptr (GStrvBuilder) logins = g_strv_builder_new ();

  for (guint i = 0; users != NULL && i < users->len; i++)
    {
      const AmpUser *user = g_ptr_array_index (users, i);

      if (user->active && user->role == AMP_ROLE_AUDITOR && user->login != NULL)
        g_strv_builder_add (logins, user->login);
    }
  return users != NULL ? g_strv_builder_end (logins) : NULL;
}

void
amp_auditors_fill (AdwComboRow *row, char **logins, const char *chosen)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new ((const char *const *) logins);

  adw_combo_row_set_model (row, G_LIST_MODEL (list));
  for (guint i = 0; logins[i] != NULL; i++)
    if (g_strcmp0 (logins[i], chosen) == 0)
      adw_combo_row_set_selected (row, i);
}

const char *
amp_auditors_chosen (AdwComboRow *row)
{
  GtkStringObject *item = adw_combo_row_get_selected_item (row);

  return item != NULL ? gtk_string_object_get_string (item) : NULL;
}
