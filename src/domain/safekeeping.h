/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What keeps a vault as a whole: recovery sheets, backups, new keys, its end. Each leaves its event
 * in the log. Supervisors only, where nothing else is said. */
#pragma once

#include "domain/sentences.h"
#include "domain/session.h"

G_BEGIN_DECLS

/* --- Recovery sheets --- */

/* A new set: three PDFs in a folder that exists. The older sheets stop working. Gives their paths;
 * of char *, owned. */
GPtrArray *amp_session_make_recovery (AmpSession *self,
                                      const char *folder,
                                      AmpTranslate translate,
                                      GError **error);
/* N_(): what is wrong with a sheet, for the person who holds it. NULL: not the sheet's fault. */
const char *amp_recovery_fault (const GError *error);
/* amp_recovery_test() by somebody who has the vault open: the log tells that this sheet is good. */
gboolean amp_session_test_sheet (
  AmpSession *self, const AmpSecret *sheet, guint *number, guint *set, GError **error);

/* The newest set, as the log tells of it; timestamps. */
typedef struct
{
  char *made_at;                        /* NULL: none was ever made */
  char *tested_at[AMP_RECOVERY_SHEETS]; /* by number less one; NULL: never */
} AmpRecoveryState;

void amp_recovery_state_clear (AmpRecoveryState *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AmpRecoveryState, amp_recovery_state_clear)

/* Quick, whatever is in the log. */
gboolean amp_session_recovery_state (AmpSession *self, AmpRecoveryState *state, GError **error);
/* By two sheets: login becomes a new supervisor. */
AmpSession *amp_session_recover (const char *folder,
                                 const AmpSecret *const sheets[AMP_RECOVERY_NEEDED],
                                 const char *login,
                                 const AmpSecret *passphrase,
                                 const AmpKdf *kdf,
                                 GError **error);

/* --- Backups --- */

/* Everybody who holds the keys to the databases may. Between two transactions. */
gboolean amp_session_backup (AmpSession *self,
                             const char *path,
                             AmpProgress *progress,
                             GCancellable *cancellable,
                             GError **error);
/* The new vault, open. */
AmpSession *amp_session_restore (const char *path,
                                 const char *folder,
                                 const char *login,
                                 const AmpSecret *passphrase,
                                 AmpProgress *progress,
                                 GCancellable *cancellable,
                                 GError **error);
/* Whether the file is a whole backup of this vault (else AMP_VAULT_ERROR_FOREIGN); the log then
 * tells that it is, and of when. passphrase: of the session's user, as it was when the backup was
 * made. */
gboolean amp_session_verify_backup (AmpSession *self,
                                    const char *path,
                                    const AmpSecret *passphrase,
                                    gint64 *when,
                                    AmpProgress *progress,
                                    GCancellable *cancellable,
                                    GError **error);
/* When a backup was last made, as the log tells; NULL: never. Quick. Free it. */
gboolean amp_session_backup_at (AmpSession *self, char **at, GError **error);
/* Of when the newest backup is that was verified on this vault, as the log tells; 0: of none.
 * changes: how many events since then are in no such backup. */
gboolean amp_session_last_backup (AmpSession *self, gint64 *when, guint *changes, GError **error);
/* Whether the file holds all of this vault: whole, of this vault (else AMP_VAULT_ERROR_FOREIGN),
 * and not older than the last change that the log tells of (else AMP_DOMAIN_ERROR_OLD_BACKUP). A
 * change in the very second of the backup is not told. passphrase: of the session's user, as it was
 * when the backup was made. */
gboolean amp_session_check_backup (AmpSession *self,
                                   const char *path,
                                   const AmpSecret *passphrase,
                                   gint64 *when,
                                   AmpProgress *progress,
                                   GCancellable *cancellable,
                                   GError **error);

/* --- Keys --- */

gboolean amp_session_raise_kdf (AmpSession *self, const AmpKdf *floor, GError **error);
/* No cursor may be open. Where it fails or is cancelled the session goes on with the old keys; if
 * even that is not possible it has no store any more, and is only good for closing. */
gboolean amp_session_rekey (AmpSession *self,
                            AmpProgress *progress,
                            GCancellable *cancellable,
                            GError **error);
/* Everybody who holds the keys may. Afterwards the session is only good for closing. */
gboolean amp_session_erase (AmpSession *self, GError **error);

G_END_DECLS
