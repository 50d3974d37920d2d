/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An open vault with one user: what a front end holds. All functions are synchronous and run on one
 * thread at a time. */
#pragma once

#include "store/store.h"

G_BEGIN_DECLS

#define AMP_DOMAIN_ERROR (amp_domain_error_quark ())
GQuark amp_domain_error_quark (void);

typedef enum
{
  AMP_DOMAIN_ERROR_FORMAT,      /* a file is not what it should be; message says where */
  AMP_DOMAIN_ERROR_TOO_LARGE,   /* a file is beyond the limits (zip or XML bomb) */
  AMP_DOMAIN_ERROR_INVALID,     /* a request or a record that breaks a rule */
  AMP_DOMAIN_ERROR_NOT_ALLOWED, /* the role may not do that */
  AMP_DOMAIN_ERROR_ELSEWHERE,   /* the case belongs to somebody else of the team (access.h) */
  AMP_DOMAIN_ERROR_FINDINGS,    /* all or nothing was asked for, and there were findings: nothing
                                   written */
  AMP_DOMAIN_ERROR_OLD_BACKUP,  /* the vault was changed since the backup was made */
} AmpDomainError;

typedef struct _AmpSession AmpSession;

/* New vault, schema, the user record of its first supervisor, the event CREATE_VAULT. */
AmpSession *amp_session_create (const char *folder,
                                const char *login,
                                const AmpSecret *passphrase,
                                const AmpKdf *kdf,
                                GError **error);
/* Unlocks, opens, writes the event UNLOCK. For an auditor the store is NULL and the session can
 * only manage her own passphrase. */
AmpSession *amp_session_open (const char *folder,
                              const char *login,
                              const AmpSecret *passphrase,
                              GError **error);
/* So many wrong passphrases were tried since the vault was open the last time: FAILED_UNLOCK, with
 * their number as the reason. Nothing for 0, nor for an auditor, who has no chain to write to. */
gboolean amp_session_tell_failures (AmpSession *self, guint n, GError **error);
/* Writes LOCK, closes the databases, wipes the keys. */
void amp_session_close (AmpSession *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpSession, amp_session_close)

AmpStore *amp_session_get_store (AmpSession *self); /* NULL for an auditor */
AmpVault *amp_session_get_vault (AmpSession *self);
const AmpUser *amp_session_get_user (AmpSession *self);
gboolean amp_session_is_supervisor (AmpSession *self);
/* FALSE with AMP_DOMAIN_ERROR_NOT_ALLOWED for everybody else. */
gboolean amp_session_require_supervisor (AmpSession *self, GError **error);

/* Keyring slot, user record and KEY_CHANGE event in one go. */
gboolean amp_session_add_user (AmpSession *self,
                               const char *login,
                               AmpRole role,
                               const AmpSecret *passphrase,
                               const AmpKdf *kdf,
                               GError **error);
gboolean amp_session_disable_user (AmpSession *self, const char *login, GError **error);
gboolean amp_session_grant (AmpSession *self, const char *login, AmpRole role, GError **error);
gboolean amp_session_change_passphrase (AmpSession *self,
                                        const AmpSecret *old,
                                        const AmpSecret *fresh,
                                        const AmpKdf *kdf,
                                        GError **error);

G_END_DECLS
