/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The vault as a whole, and what the log tells of it. */
#include "domain/safekeeping.h"

#include "domain/recovery-sheet.h"
#include "domain/session-private.h"

#include <glib/gstdio.h>
#include <string.h>

#define N_(text) text

/* How the log tells of a backup that was read and found whole; its date follows. */
#define VERIFIED "verified:"
/* Of the key changes: a new set of sheets, and a sheet that was found good; its number follows. */
#define SHEETS_MADE "recovery-make"
#define SHEET_TESTED "recovery-test:"

/* More than a sheet takes. */
#define PLACEHOLDER_BYTES (512 * 1024)

/* The event first, in a transaction that ends after the deed: what the log does not tell of can
 * only come from a power cut between the two. */
static gboolean
begin_event (AmpSession *self, AmpAuditAction action, const char *reason, GError **error)
{
  if (!amp_store_begin (self->store, error))
    return FALSE;
  if (amp_store_audit (self->store, action, NULL, 0, NULL, reason, error))
    return TRUE;
  amp_store_rollback (self->store);
  return FALSE;
}

static gboolean
end_event (AmpSession *self, gboolean done, GError **error)
{
  if (done)
    return amp_store_commit (self->store, error);
  amp_store_rollback (self->store);
  return FALSE;
}

/* --- Recovery sheets --- */

static GPtrArray *
sheet_paths (AmpSession *self, const char *folder, AmpTranslate translate)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  const guint8 *id = amp_vault_get_id (self->vault);

  for (guint i = 1; i <= AMP_RECOVERY_SHEETS; i++)
    {
      g_autofree char *name =
        g_strdup_printf ("%s-%02X%02X-%02X%02X-%u.pdf", translate (N_ ("recovery-sheet")), id[0],
                         id[1], id[2], id[3], i);

      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
    }
  return paths;
}

static void
remove_all (GPtrArray *paths)
{
  for (guint i = 0; i < paths->len; i++)
    (void) g_unlink (paths->pdata[i]);
}

/* Making the set ends the old one, so a folder that cannot be written is met before. */
static gboolean
take_places (GPtrArray *paths, GError **error)
{
  g_autofree guint8 *zeros = g_malloc0 (PLACEHOLDER_BYTES);

  for (guint i = 0; i < paths->len; i++)
    if (!amp_write_file (paths->pdata[i], zeros, PLACEHOLDER_BYTES, error))
      return FALSE;
  return TRUE;
}

/* Each sheet is tested as its holder will test it, before anybody relies on it. */
static gboolean
write_sheets (
  AmpSession *self, GPtrArray *sheets, GPtrArray *paths, AmpTranslate translate, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *date = g_date_time_format (now, "%Y-%m-%d");

  for (guint i = 0; i < sheets->len; i++)
    {
      AmpRecoverySheet sheet = {.vault = amp_vault_get_id (self->vault), .date = date};

      if (!amp_recovery_test (amp_vault_get_folder (self->vault), sheets->pdata[i], &sheet.number,
                              &sheet.set, error) ||
          !amp_recovery_sheet_write (&sheet, sheets->pdata[i], paths->pdata[i], translate, error))
        return FALSE;
    }
  return TRUE;
}

GPtrArray *
amp_session_make_recovery (AmpSession *self,
                           const char *folder,
                           AmpTranslate translate,
                           GError **error)
{
  g_autoptr (GPtrArray) paths = NULL;
  g_autoptr (GPtrArray) sheets = NULL;
  gboolean written;

  if (!amp_session_require_supervisor (self, error))
    return NULL;
  paths = sheet_paths (self, folder, translate);
  written = take_places (paths, error);
  if (written && (written = begin_event (self, AMP_AUDIT_KEY_CHANGE, SHEETS_MADE, error)))
    {
      sheets = amp_vault_make_recovery (self->vault, error);
      written = end_event (self, sheets != NULL, error) &&
                write_sheets (self, sheets, paths, translate, error);
    }
  if (written)
    return g_steal_pointer (&paths);
  remove_all (paths);
  return NULL;
}

const char *
amp_recovery_fault (const GError *error)
{
  if (g_error_matches (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_INVALID))
    return N_ ("The words are not right: one of them is mistyped, missing, or in another place.");
  if (g_error_matches (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_FOREIGN))
    return N_ ("This sheet is not of this vault, or several of its words are wrong.");
  if (g_error_matches (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_OUT_OF_STEP))
    return N_ ("This sheet is of an older set. It opens nothing any more, and can be destroyed.");
  if (g_error_matches (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_FOUND))
    return N_ ("This vault has no recovery sheets.");
  return NULL;
}

gboolean
amp_session_test_sheet (
  AmpSession *self, const AmpSecret *sheet, guint *number, guint *set, GError **error)
{
  char reason[sizeof SHEET_TESTED + 2];

  if (!amp_session_require_store (self, error) ||
      !amp_recovery_test (amp_vault_get_folder (self->vault), sheet, number, set, error))
    return FALSE;
  g_snprintf (reason, sizeof reason, SHEET_TESTED "%u", *number);
  return amp_store_audit (self->store, AMP_AUDIT_KEY_CHANGE, NULL, 0, NULL, reason, error);
}

void
amp_recovery_state_clear (AmpRecoveryState *self)
{
  g_clear_pointer (&self->made_at, g_free);
  for (gsize i = 0; i < AMP_RECOVERY_SHEETS; i++)
    g_clear_pointer (&self->tested_at[i], g_free);
}

/* Back from today to when the set was made: what was tested before is of another one. */
static gboolean
note_sheets (const AmpAuditEvent *event, gpointer data)
{
  AmpRecoveryState *state = data;

  if (g_strcmp0 (event->reason, SHEETS_MADE) == 0)
    state->made_at = g_strdup (event->at);
  else if (event->reason != NULL && g_str_has_prefix (event->reason, SHEET_TESTED))
    {
      guint64 number = g_ascii_strtoull (event->reason + strlen (SHEET_TESTED), NULL, 10);

      if (number >= 1 && number <= AMP_RECOVERY_SHEETS && state->tested_at[number - 1] == NULL)
        state->tested_at[number - 1] = g_strdup (event->at);
    }
  return state->made_at == NULL;
}

gboolean
amp_session_recovery_state (AmpSession *self, AmpRecoveryState *state, GError **error)
{
  *state = (AmpRecoveryState){0};
  return amp_session_require_store (self, error) &&
         amp_store_audit_list_action (self->store, AMP_AUDIT_KEY_CHANGE, note_sheets, state, error);
}

AmpSession *
amp_session_recover (const char *folder,
                     const AmpSecret *const sheets[AMP_RECOVERY_NEEDED],
                     const char *login,
                     const AmpSecret *passphrase,
                     const AmpKdf *kdf,
                     GError **error)
{
  g_autoptr (AmpVault) vault = amp_vault_recover (folder, sheets, login, passphrase, kdf, error);
  g_autoptr (AmpSession) self = NULL;

  if (vault == NULL)
    return NULL;
  self = amp_session_of_vault (g_steal_pointer (&vault), error);
  if (self == NULL || !begin_event (self, AMP_AUDIT_KEY_CHANGE, "recovery-use", error) ||
      !end_event (self, TRUE, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* --- Backups --- */

gboolean
amp_session_backup (AmpSession *self,
                    const char *path,
                    AmpProgress *progress,
                    GCancellable *cancellable,
                    GError **error)
{
  /* So that the backup tells of itself. */
  return amp_session_require_store (self, error) &&
         amp_store_audit (self->store, AMP_AUDIT_BACKUP, NULL, 0, NULL, NULL, error) &&
         amp_vault_backup (self->vault, path, progress, cancellable, error);
}

AmpSession *
amp_session_restore (const char *path,
                     const char *folder,
                     const char *login,
                     const AmpSecret *passphrase,
                     AmpProgress *progress,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (AmpSession) self = NULL;

  if (!amp_backup_restore (path, folder, login, passphrase, progress, cancellable, error))
    return NULL;
  self = amp_session_open (folder, login, passphrase, error);
  if (self == NULL ||
      !amp_store_audit (self->store, AMP_AUDIT_RESTORE, NULL, 0, NULL, "backup", error))
    return NULL;
  return g_steal_pointer (&self);
}

/* Events that leave everything as it was. */
static gboolean
is_change (const AmpAuditEvent *event)
{
  static const AmpAuditAction quiet[] = {
    AMP_AUDIT_UNLOCK,    AMP_AUDIT_LOCK,   AMP_AUDIT_FAILED_UNLOCK, AMP_AUDIT_VIEW_IDENTITY,
    AMP_AUDIT_VIEW_CASE, AMP_AUDIT_EXPORT, AMP_AUDIT_PRINT,         AMP_AUDIT_BACKUP,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (quiet); i++)
    if (strcmp (event->action, amp_audit_action_to_code (quiet[i])) == 0)
      return FALSE;
  return event->reason == NULL || !g_str_has_prefix (event->reason, SHEET_TESTED);
}

static gboolean
note_change (const AmpAuditEvent *event, gpointer data)
{
  char **last = data;

  if (is_change (event))
    {
      g_free (*last);
      *last = g_strdup (event->at);
    }
  return TRUE;
}

static char *
time_text (gint64 when)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (when);

  return time == NULL ? g_strdup ("") : g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
}

gboolean
amp_session_verify_backup (AmpSession *self,
                           const char *path,
                           const AmpSecret *passphrase,
                           gint64 *when,
                           AmpProgress *progress,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autofree char *made = NULL, *reason = NULL;
  guint8 vault[16];

  if (!amp_session_require_store (self, error) ||
      !amp_backup_verify (path, amp_session_get_user (self)->login, passphrase, when, vault,
                          progress, cancellable, error))
    return FALSE;
  if (memcmp (vault, amp_vault_get_id (self->vault), sizeof vault) != 0)
    {
      g_set_error_literal (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_FOREIGN,
                           "The backup is of another vault");
      return FALSE;
    }
  made = time_text (*when);
  reason = g_strconcat (VERIFIED, made, NULL);
  return amp_store_audit (self->store, AMP_AUDIT_BACKUP, NULL, 0, NULL, reason, error);
}

/* What was read and found whole may be of long ago. */
static gboolean
note_made (const AmpAuditEvent *event, gpointer data)
{
  char **at = data;

  if (event->reason == NULL)
    *at = g_strdup (event->at);
  return *at == NULL;
}

gboolean
amp_session_backup_at (AmpSession *self, char **at, GError **error)
{
  *at = NULL;
  return amp_session_require_store (self, error) &&
         amp_store_audit_list_action (self->store, AMP_AUDIT_BACKUP, note_made, at, error);
}

typedef struct
{
  char *made;
  GPtrArray *changes; /* when each was made; of char *, owned */
} LastBackup;

static gboolean
note_backup (const AmpAuditEvent *event, gpointer data)
{
  LastBackup *last = data;

  if (event->reason != NULL && g_str_has_prefix (event->reason, VERIFIED) &&
      g_strcmp0 (event->reason + strlen (VERIFIED), last->made) > 0)
    {
      g_free (last->made);
      last->made = g_strdup (event->reason + strlen (VERIFIED));
    }
  if (is_change (event))
    g_ptr_array_add (last->changes, g_strdup (event->at));
  return TRUE;
}

gboolean
amp_session_last_backup (AmpSession *self, gint64 *when, guint *changes, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);
  LastBackup last = {.changes = all};
  g_autofree char *made = NULL;
  g_autoptr (GDateTime) time = NULL;

  *when = 0;
  *changes = 0;
  if (!amp_session_require_store (self, error) ||
      !amp_store_audit_list (self->store, note_backup, &last, error))
    {
      g_free (last.made);
      return FALSE;
    }
  made = last.made;
  if (made != NULL)
    time = g_date_time_new_from_iso8601 (made, NULL);
  if (time != NULL)
    *when = g_date_time_to_unix (time);
  for (guint i = 0; i < all->len; i++)
    if (g_strcmp0 (all->pdata[i], made) > 0)
      (*changes)++;
  return TRUE;
}

gboolean
amp_session_check_backup (AmpSession *self,
                          const char *path,
                          const AmpSecret *passphrase,
                          gint64 *when,
                          AmpProgress *progress,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autofree char *last = NULL, *made = NULL;

  if (!amp_session_verify_backup (self, path, passphrase, when, progress, cancellable, error) ||
      !amp_store_audit_list (self->store, note_change, &last, error))
    return FALSE;
  made = time_text (*when);
  if (g_strcmp0 (last, made) <= 0)
    return TRUE;
  g_set_error (error, AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_OLD_BACKUP,
               "The backup is of %s, the last change of %s", made, last);
  return FALSE;
}

/* --- Keys --- */

gboolean
amp_session_raise_kdf (AmpSession *self, const AmpKdf *floor, GError **error)
{
  return amp_session_require_supervisor (self, error) &&
         begin_event (self, AMP_AUDIT_KEY_CHANGE, "kdf", error) &&
         end_event (self, amp_vault_raise_kdf (self->vault, floor, error), error);
}

gboolean
amp_session_rekey (AmpSession *self,
                   AmpProgress *progress,
                   GCancellable *cancellable,
                   GError **error)
{
  gboolean done;

  if (!amp_session_require_supervisor (self, error) ||
      !amp_store_audit (self->store, AMP_AUDIT_KEY_CHANGE, NULL, 0, NULL, "rekey", error))
    return FALSE;
  g_clear_pointer (&self->store, amp_store_close);
  done = amp_vault_rekey (self->vault, progress, cancellable, error);
  self->store = amp_store_open (self->vault, done ? error : NULL);
  return done && self->store != NULL;
}

gboolean
amp_session_erase (AmpSession *self, GError **error)
{
  g_clear_pointer (&self->store, amp_store_close);
  return amp_vault_erase (self->vault, error);
}
