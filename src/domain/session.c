/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An open vault with one user: ties the life of the keys to the life of the databases, and keeps
 * the keyring, the user records and the audit chain telling the same story. */
#include "domain/session-private.h"

#include <glib/gstdio.h>

G_DEFINE_QUARK (amp - domain - error - quark, amp_domain_error)

static AmpSession *
session_take (AmpVault *vault, AmpStore *store)
{
  AmpSession *self = g_new0 (AmpSession, 1);

  self->vault = vault;
  self->store = store;
  return self;
}

gboolean
amp_session_save_user (
  AmpStore *store, gint64 id, const char *login, AmpRole role, gboolean active, GError **error)
{
  const AmpEntity *entity = amp_entity_find ("user");
  g_autoptr (AmpRecord) record = NULL;

  record = amp_store_load (store, entity, id, NULL);
  if (record == NULL)
    {
      record = amp_record_new (entity);
      amp_record_set_identity (record, id, 0);
    }
  return amp_record_set (record, "display_name", login, error) &&
         amp_record_set (record, "role", amp_role_to_code (role), error) &&
         amp_record_set (record, "active", active ? "1" : "0", error) &&
         amp_store_save (store, record, NULL, error);
}

void
amp_session_remove_new_vault (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  if (dir == NULL)
    return;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      (void) g_remove (path);
    }
  (void) g_rmdir (folder);
}

AmpSession *
amp_session_create (const char *folder,
                    const char *login,
                    const AmpSecret *passphrase,
                    const AmpKdf *kdf,
                    GError **error)
{
  g_autoptr (AmpVault) vault = amp_vault_create (folder, login, passphrase, kdf, error);
  g_autoptr (AmpStore) store = NULL;

  if (vault == NULL)
    return NULL;
  store = amp_store_open (vault, error);
  if (store != NULL && amp_store_begin (store, error))
    {
      const AmpUser *user = amp_vault_get_user (vault);

      if (amp_store_audit (store, AMP_AUDIT_CREATE_VAULT, NULL, 0, NULL, NULL, error) &&
          amp_session_save_user (store, user->id, login, AMP_ROLE_SUPERVISOR, TRUE, error))
        {
          if (amp_store_commit (store, error))
            return session_take (g_steal_pointer (&vault), g_steal_pointer (&store));
        }
      else
        amp_store_rollback (store);
    }
  g_clear_pointer (&store, amp_store_close);
  g_clear_pointer (&vault, amp_vault_free);
  amp_session_remove_new_vault (folder);
  return NULL;
}

/* A power cut between keyring and databases may have left a user without her record. */
static gboolean
ensure_user (AmpVault *vault, AmpStore *store, GError **error)
{
  const AmpUser *user = amp_vault_get_user (vault);
  g_autoptr (GError) local = NULL;
  g_autoptr (AmpRecord) record = amp_store_load (store, amp_entity_find ("user"), user->id, &local);

  if (g_error_matches (local, AMP_STORE_ERROR, AMP_STORE_ERROR_NOT_FOUND))
    return amp_session_save_user (store, user->id, user->login, user->role, TRUE, error);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return record != NULL;
}

AmpSession *
amp_session_of_vault (AmpVault *owned, GError **error)
{
  g_autoptr (AmpVault) vault = owned;
  g_autoptr (AmpStore) store = NULL;

  if (amp_vault_get_user (vault)->role == AMP_ROLE_AUDITOR)
    return session_take (g_steal_pointer (&vault), NULL);
  store = amp_store_open (vault, error);
  if (store == NULL || !amp_store_audit (store, AMP_AUDIT_UNLOCK, NULL, 0, NULL, NULL, error) ||
      !ensure_user (vault, store, error))
    {
      g_clear_pointer (&store, amp_store_close); /* before the vault, whose keys it uses */
      return NULL;
    }
  return session_take (g_steal_pointer (&vault), g_steal_pointer (&store));
}

AmpSession *
amp_session_open (const char *folder,
                  const char *login,
                  const AmpSecret *passphrase,
                  GError **error)
{
  AmpVault *vault = amp_vault_unlock (folder, login, passphrase, error);

  return vault == NULL ? NULL : amp_session_of_vault (vault, error);
}

gboolean
amp_session_tell_failures (AmpSession *self, guint n, GError **error)
{
  g_autofree char *reason = g_strdup_printf ("times:%u", n);

  return n == 0 || self->store == NULL ||
         amp_store_audit (self->store, AMP_AUDIT_FAILED_UNLOCK, NULL, 0, NULL, reason, error);
}

void
amp_session_close (AmpSession *self)
{
  if (self == NULL)
    return;
  /* A disk that is gone must not keep the keys in memory: lock whatever happens. */
  if (self->store != NULL)
    (void) amp_store_audit (self->store, AMP_AUDIT_LOCK, NULL, 0, NULL, NULL, NULL);
  g_clear_pointer (&self->store, amp_store_close);
  g_clear_pointer (&self->vault, amp_vault_free);
  g_free (self);
}

AmpStore *
amp_session_get_store (AmpSession *self)
{
  return self->store;
}

AmpVault *
amp_session_get_vault (AmpSession *self)
{
  return self->vault;
}

const AmpUser *
amp_session_get_user (AmpSession *self)
{
  return amp_vault_get_user (self->vault);
}

gboolean
amp_session_is_supervisor (AmpSession *self)
{
  return amp_vault_get_user (self->vault)->role == AMP_ROLE_SUPERVISOR;
}

gboolean
amp_session_require_supervisor (AmpSession *self, GError **error)
{
  if (self->store != NULL && amp_session_is_supervisor (self))
    return TRUE;
  g_set_error_literal (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_NOT_ALLOWED, "Needs a supervisor");
  return FALSE;
}

gboolean
amp_session_require_store (AmpSession *self, GError **error)
{
  if (self->store != NULL)
    return TRUE;
  g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NO_GRANT,
                       "An auditor holds no key to the databases");
  return FALSE;
}

/* --- Users --- */

static gboolean
find_user (AmpVault *vault, const char *login, gint64 *id, AmpRole *role, GError **error)
{
  g_autoptr (GPtrArray) users = amp_vault_list_users (vault, error);

  if (users == NULL)
    return FALSE;
  for (guint i = 0; i < users->len; i++)
    {
      const AmpUser *user = g_ptr_array_index (users, i);

      if (g_strcmp0 (user->login, login) == 0)
        {
          *id = user->id;
          *role = user->role;
          return TRUE;
        }
    }
  g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_FOUND, "No such user");
  return FALSE;
}

/* The event is written before the keyring changes and committed after: a change of keys that the
 * chain does not tell of can only come from a power cut between the two. */
static gboolean
begin_key_change (AmpSession *self, gint64 id, const char *reason, GError **error)
{
  if (!amp_store_begin (self->store, error))
    return FALSE;
  if (amp_store_audit (self->store, AMP_AUDIT_KEY_CHANGE, amp_entity_find ("user"), id, NULL,
                       reason, error))
    return TRUE;
  amp_store_rollback (self->store);
  return FALSE;
}

gboolean
amp_session_add_user (AmpSession *self,
                      const char *login,
                      AmpRole role,
                      const AmpSecret *passphrase,
                      const AmpKdf *kdf,
                      GError **error)
{
  gint64 id = 0;

  if (!amp_session_require_supervisor (self, error) || !amp_store_begin (self->store, error))
    return FALSE;
  if (!amp_vault_add_user (self->vault, login, role, passphrase, kdf, &id, error))
    {
      amp_store_rollback (self->store);
      return FALSE;
    }
  if (!amp_session_save_user (self->store, id, login, role, TRUE, error) ||
      !amp_store_audit (self->store, AMP_AUDIT_KEY_CHANGE, amp_entity_find ("user"), id, NULL,
                        "add", error))
    {
      amp_store_rollback (self->store);
      (void) amp_vault_disable_user (self->vault, login, NULL);
      return FALSE;
    }
  if (amp_store_commit (self->store, error))
    return TRUE;
  (void) amp_vault_disable_user (self->vault, login, NULL);
  return FALSE;
}

gboolean
amp_session_disable_user (AmpSession *self, const char *login, GError **error)
{
  gint64 id = 0;
  AmpRole role;

  if (!amp_session_require_supervisor (self, error) ||
      !find_user (self->vault, login, &id, &role, error) ||
      !begin_key_change (self, id, "disable", error))
    return FALSE;
  if (!amp_session_save_user (self->store, id, login, role, FALSE, error) ||
      !amp_vault_disable_user (self->vault, login, error))
    {
      amp_store_rollback (self->store);
      return FALSE;
    }
  return amp_store_commit (self->store, error);
}

gboolean
amp_session_grant (AmpSession *self, const char *login, AmpRole role, GError **error)
{
  gint64 id = 0;
  AmpRole before;

  if (!amp_session_require_supervisor (self, error) ||
      !find_user (self->vault, login, &id, &before, error) ||
      !begin_key_change (self, id, "grant", error))
    return FALSE;
  if (!amp_session_save_user (self->store, id, login, role, TRUE, error) ||
      !amp_vault_grant (self->vault, login, role, error))
    {
      amp_store_rollback (self->store);
      return FALSE;
    }
  return amp_store_commit (self->store, error);
}

gboolean
amp_session_change_passphrase (
  AmpSession *self, const AmpSecret *old, const AmpSecret *fresh, const AmpKdf *kdf, GError **error)
{
  if (self->store == NULL) /* an auditor's own change: she has no chain to write to */
    return amp_vault_change_passphrase (self->vault, old, fresh, kdf, error);
  if (!begin_key_change (self, amp_session_get_user (self)->id, "passphrase", error))
    return FALSE;
  if (!amp_vault_change_passphrase (self->vault, old, fresh, kdf, error))
    {
      amp_store_rollback (self->store);
      return FALSE;
    }
  return amp_store_commit (self->store, error);
}
