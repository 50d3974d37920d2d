/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The only door of the vault: keys and bytes, no fields and no rules.
 *
 * A vault is a folder (FORMAT.md tells every byte):
 *   keyring       users, their wrapped seeds, roles and grants
 *   casework.db   SQLite, pages encrypted under K_case
 *   identity.db   SQLite, pages encrypted under K_id
 *
 * An AmpVault is an unlocked vault: the folder is locked against a second writer, the keys of one
 * user are in guarded memory. amp_vault_free() wipes them. One AmpVault belongs to one thread at a
 * time. Messages of errors are English, for developers, and never hold case data or a login. */
#pragma once

#include <gio/gio.h>

#include "keyring/kdf.h"
#include "pages/error.h"
#include "pages/secret.h"
#include "vault/progress.h"

G_BEGIN_DECLS

typedef struct sqlite3 sqlite3;
typedef struct _AmpVault AmpVault;

/* --- Life of a vault --- */

/* Tries how many passes over how much memory take about so long on this machine; never less than
 * amp_kdf_default, never more than a quarter of the machine's memory or 2 GiB. Takes a few times
 * that long. */
AmpKdf amp_kdf_measure (guint milliseconds);

typedef enum
{
  AMP_ROLE_SUPERVISOR = 1, /* K_case + K_id, may grant */
  AMP_ROLE_CASEWORKER = 2, /* K_case + K_id */
  AMP_ROLE_AUDITOR = 3,    /* neither; review packs are sealed to her */
} AmpRole;

const char *amp_role_to_code (AmpRole role); /* "supervisor" … */
gboolean amp_role_from_code (const char *code, AmpRole *role);

typedef struct
{
  gint64 id; /* never reused; equals the id of the store's user record */
  AmpRole role;
  gboolean active;
  char *
    login; /* NULL where the reader holds no key for the directory (auditors see only themselves) */
  guint8 box_public[32];  /* X25519 */
  guint8 sign_public[32]; /* Ed25519 */
} AmpUser;

void amp_user_free (AmpUser *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpUser, amp_user_free)

/* Makes the folder, which must not exist or be empty; its parent must exist. Returns it unlocked,
 * with login as its first supervisor. On failure nothing is left behind. kdf NULL: amp_kdf_default.
 */
AmpVault *amp_vault_create (const char *folder,
                            const char *login,
                            const AmpSecret *passphrase,
                            const AmpKdf *kdf,
                            GError **error);

/* login may be NULL where the vault has one user only. Takes about half a second with the default
 * kdf. */
AmpVault *amp_vault_unlock (const char *folder,
                            const char *login,
                            const AmpSecret *passphrase,
                            GError **error);

/* The same where pages are damaged or the databases are of different days: nothing is refused but
 * what cannot be read at all, nothing is written, and the connection only reads. For verify and
 * salvage. */
AmpVault *amp_vault_inspect (const char *folder,
                             const char *login,
                             const AmpSecret *passphrase,
                             GError **error);

/* A new vault with the keyring of this one (users, keys, vault id) and its hash keys, but empty
 * databases; unlocked for the same user. folder: as in amp_vault_create(). What salvage writes
 * into: passphrases and the signatures of the log go on holding. */
AmpVault *amp_vault_create_like (AmpVault *self, const char *folder, GError **error);

/* TRUE if folder looks like a vault (has a keyring); reads no secrets. */
gboolean amp_vault_probe (const char *folder, GError **error);

/* Closes and wipes. Every connection must be closed before. */
void amp_vault_free (AmpVault *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpVault, amp_vault_free)

/* TRUE where its user met the vault's keys for the first time: after a rekey, after an upgrade of
 * the format. She is to be told: if nobody told her of a rekey, another vault may stand in its
 * place. */
gboolean amp_vault_has_new_keys (AmpVault *self);
const char *amp_vault_get_folder (AmpVault *self);
const guint8 *amp_vault_get_id (AmpVault *self);    /* 16 bytes */
const AmpUser *amp_vault_get_user (AmpVault *self); /* who unlocked it */

/* --- Users. Supervisors only, but for one's own passphrase --- */

gboolean amp_vault_add_user (AmpVault *self,
                             const char *login,
                             AmpRole role,
                             const AmpSecret *passphrase,
                             const AmpKdf *kdf,
                             gint64 *id,
                             GError **error);
GPtrArray *amp_vault_list_users (AmpVault *self, GError **error); /* of AmpUser, owned */
gboolean amp_vault_disable_user (AmpVault *self,
                                 const char *login,
                                 GError **error); /* drops slot and grants, keeps public keys */
gboolean amp_vault_grant (AmpVault *self,
                          const char *login,
                          AmpRole role,
                          GError **error); /* new role; grants or drops its keys */
gboolean amp_vault_change_passphrase (
  AmpVault *self, const AmpSecret *old, const AmpSecret *fresh, const AmpKdf *kdf, GError **error);

/* What every slot's Argon2id has at least from now on, FORMAT.md 2.4. Supervisors only; a floor
 * below the one that is there is INVALID. */
gboolean amp_vault_raise_kdf (AmpVault *self, const AmpKdf *floor, GError **error);

/* --- Recovery: two of three sheets give a supervisor's key. FORMAT.md 9 --- */

#define AMP_RECOVERY_SHEETS 3
#define AMP_RECOVERY_NEEDED 2

/* Three sheets of 24 words, one blank between two; older sheets stop working. Supervisors only. */
GPtrArray *amp_vault_make_recovery (AmpVault *self, GError **error); /* of AmpSecret, owned */
/* Is this a good sheet of this vault, and of its newest set, whose number is set? Case, accents and
 * blanks do not matter. The vault may be open. INVALID: mistyped, the message says which word as
 * far as that can be told; FOREIGN: of another vault; OUT_OF_STEP: of an older set; NOT_FOUND: no
 * sheets were made. Tells nothing about the secret, uses nothing up, needs no passphrase. */
gboolean amp_recovery_test (
  const char *folder, const AmpSecret *sheet, guint *number, guint *set, GError **error);
/* Adds login as a new supervisor by two different sheets and returns the vault unlocked for her. */
AmpVault *amp_vault_recover (const char *folder,
                             const AmpSecret *const sheets[AMP_RECOVERY_NEEDED],
                             const char *login,
                             const AmpSecret *passphrase,
                             const AmpKdf *kdf,
                             GError **error);

/* --- Backup: one file, written while the vault is in use. FORMAT.md 7 --- */

/* Between two transactions; the connection may be open. Whole or nothing; replaces an older file of
 * that name. */
gboolean amp_vault_backup (AmpVault *self,
                           const char *path,
                           AmpProgress *progress,
                           GCancellable *cancellable,
                           GError **error);
/* Reads and authenticates all of it. when: seconds since 1970; vault_id: whose backup it is; both
 * may be NULL. */
gboolean amp_backup_verify (const char *path,
                            const char *login,
                            const AmpSecret *passphrase,
                            gint64 *when,
                            guint8 vault_id[16],
                            AmpProgress *progress,
                            GCancellable *cancellable,
                            GError **error);
/* Makes folder from it, which must not exist; verifies first. On failure nothing is left behind. */
gboolean amp_backup_restore (const char *path,
                             const char *folder,
                             const char *login,
                             const AmpSecret *passphrase,
                             AmpProgress *progress,
                             GCancellable *cancellable,
                             GError **error);

/* --- After a loss of trust --- */

/* New keys for everything, FORMAT.md 8. Supervisors only; every connection closed. Cut off, or
 * cancelled, it leaves the vault as it was, and goes on the next time. Recovery sheets of before do
 * not work afterwards. */
gboolean
amp_vault_rekey (AmpVault *self, AmpProgress *progress, GCancellable *cancellable, GError **error);
/* Makes the vault unreadable for ever, in a blink, FORMAT.md 10. Every connection closed; nothing
 * can be done with self afterwards but free it. Supervisors and caseworkers. */
gboolean amp_vault_erase (AmpVault *self, GError **error);

/* --- Databases --- */

/* One connection with casework.db as "main" and identity.db attached as "identity", every pragma of
 * architecture 2 set. A missing one is DAMAGED; a second connection on one vault is IN_USE; an
 * auditor gets NO_GRANT. Close with sqlite3_close(). */
sqlite3 *amp_vault_connect (AmpVault *self, GError **error);

/* Turns the last failure of the connection into an error of this domain, naming file and page where
 * a page failed. */
void amp_vault_set_sqlite_error (AmpVault *self, sqlite3 *db, int rc, GError **error);

/* Where the connection's last failure of SQLITE_IOERR_DATA was; FALSE: unknown. */
gboolean amp_vault_failed_page (AmpVault *self, AmpDamage *damage);

/* Every page of both databases is read and authenticated: all that is wrong, in order; empty: all
 * is well. NULL on failure or cancel only. */
GArray *amp_vault_find_damage (AmpVault *self,
                               AmpProgress *progress,
                               GCancellable *cancellable,
                               GError **error);

/* The same, the first damage as an error, then SQLite's own integrity check. */
gboolean amp_vault_verify_pages (
  AmpVault *self, sqlite3 *db, AmpProgress *progress, GCancellable *cancellable, GError **error);

/* --- Cryptography for the layers above, who never see libsodium --- */

#define AMP_SIGNATURE_BYTES 64

/* A record id: 41 bits of milliseconds since 2020-01-01 UTC, 22 bits from libsodium's generator;
 * always > 0, increasing within a process. Fits SQLite's rowid, so a record needs no second key. */
gint64 amp_id_new (void);

typedef enum
{
  AMP_KEYED_AUDIT_REF,   /* under casework.db's hash key: references in the audit chain */
  AMP_KEYED_BLIND_INDEX, /* under identity.db's */
  AMP_KEYED_SUPERVISORS, /* under a key that supervisors alone have; another after a rekey */
} AmpKeyedUse;

/* NO_GRANT: to an auditor, and _SUPERVISORS to whoever is none. */
gboolean amp_vault_keyed_hash (AmpVault *self,
                               AmpKeyedUse use,
                               const void *data,
                               gsize length,
                               guint8 out[AMP_HASH_BYTES],
                               GError **error);

/* Ed25519 by the user who unlocked; detached. */
void
amp_vault_sign (AmpVault *self, const void *data, gsize length, guint8 out[AMP_SIGNATURE_BYTES]);
/* For memory only, to outlast a lock: what she seals, this user opens when she has unlocked again,
 * and nobody else (WRONG_KEY). Nothing of it is in clear, nor is the key, while the vault is
 * locked. */
GBytes *amp_vault_seal (AmpVault *self, const void *data, gsize length);
AmpSecret *amp_vault_unseal (AmpVault *self, GBytes *sealed, GError **error);
/* What she seals for somebody else: an active user, who opens it with amp_vault_unseal().
 * NOT_FOUND: nobody active of that id. */
GBytes *
amp_vault_seal_for (AmpVault *self, gint64 user, const void *data, gsize length, GError **error);
gboolean amp_verify_signature (const guint8 sign_public[32],
                               const void *data,
                               gsize length,
                               const guint8 signature[AMP_SIGNATURE_BYTES]);

/* --- Twofold: entries that any two of several holders open together, one at a time. FORMAT.md 14
 * --- */

#define AMP_TWOFOLD_SEAL_BYTES 16

/* Fresh keys for so many holders, 1 to 64, who are called by their place, from 0. To be forgotten
 * once all is sealed. */
AmpSecret *amp_twofold_new (guint n);
/* What the holder of a place keeps: opens nothing by itself, unless she is the only one. */
AmpSecret *amp_twofold_share (const AmpSecret *keys, guint place);
/* out: length + AMP_TWOFOLD_SEAL_BYTES. No two entries of one set of keys have one name. */
void amp_twofold_seal (const AmpSecret *keys,
                       const void *name,
                       gsize name_length,
                       const void *data,
                       gsize length,
                       guint8 *out);
/* What the holder at place, of n, gives the one at asker for the entry of that name: of use for no
 * other entry, and to nobody else. DAMAGED: not the share of that place; INVALID: her own. */
AmpSecret *amp_twofold_piece (const AmpSecret *share,
                              guint n,
                              guint place,
                              guint asker,
                              const void *name,
                              gsize length,
                              GError **error);
/* piece: from another holder; NULL where n is 1. DAMAGED: something is not what was made for this
 * entry. */
AmpSecret *amp_twofold_open (const AmpSecret *share,
                             guint n,
                             guint place,
                             const AmpSecret *piece,
                             const void *name,
                             gsize name_length,
                             const guint8 *sealed,
                             gsize length,
                             GError **error);

/* --- Parcels: bytes for an auditor, in a file that is all she needs. FORMAT.md 13 --- */

typedef struct _AmpParcel AmpParcel;

/* Supervisors. Sealed to the keys of an active auditor of this vault, with her wrapped seed inside,
 * signed by who packs it. INVALID: nobody of that id, or no auditor; more than 256 MiB. */
GBytes *amp_vault_parcel_seal (
  AmpVault *self, gint64 recipient, const void *data, gsize length, GError **error);
/* Needs no vault. WRONG_KEY: another user or passphrase; FOREIGN: not a parcel; NEWER; DAMAGED: a
 * bit is not what was sealed, or a part is missing. */
AmpParcel *
amp_parcel_open (GBytes *file, const char *login, const AmpSecret *passphrase, GError **error);
void amp_parcel_free (AmpParcel *self); /* wipes keys and payload */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpParcel, amp_parcel_free)
GBytes *
amp_parcel_get_payload (const AmpParcel *self); /* borrowed; wiped with its last reference */
/* TRUE: her passphrase vouches for the vault's keys. FALSE: she had not opened the vault since they
 * were made. */
gboolean amp_parcel_is_pinned (const AmpParcel *self);
/* Signed by who opened the parcel, sealed to who packed it. */
GBytes *amp_parcel_answer (AmpParcel *self, const void *data, gsize length);
/* Signed by who opened the parcel, sealed to herself: what she writes meanwhile, kept on a disk. */
GBytes *amp_parcel_keep (AmpParcel *self, const void *data, gsize length);
/* FOREIGN: no such file, or somebody else's; WRONG_KEY, NEWER, DAMAGED. Wiped with its last
 * reference. */
GBytes *amp_parcel_kept (AmpParcel *self, GBytes *file, GError **error);
/* Only who packed the parcel opens it: WRONG_KEY, FOREIGN, NOT_FOUND (of nobody in this vault),
 * DAMAGED. */
GBytes *amp_vault_parcel_open_answer (AmpVault *self, GBytes *file, gint64 *sender, GError **error);

/* Two words for a typing mistake to show, "abeja-faro": of the recovery sheets' list, from the
 * first two bytes of BLAKE2b-256. Free it. */
char *amp_check_words (const void *data, gsize length);

/* --- Files people export --- */

/* Writes a whole file or nothing: temporary name in the same folder, fsync, rename, fsync of the
 * folder; mode 0600. */
gboolean amp_write_file (const char *path, const void *data, gsize length, GError **error);

/* Room for a file of that length, for what a ledger tells of before it is there: taken first, a
 * disk that is full, or a folder that is none, is found out while nothing is told yet. It is zeros
 * under a temporary name. (Where a file system never writes in place, filling it may still fail.)
 */
typedef struct _AmpFileRoom AmpFileRoom;

AmpFileRoom *amp_file_room_new (const char *path, gsize length, GError **error);
/* As amp_write_file(), once; data has the length. */
gboolean amp_file_room_fill (AmpFileRoom *self, const void *data, GError **error);
/* Removes what was not filled. */
void amp_file_room_free (AmpFileRoom *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpFileRoom, amp_file_room_free)

G_END_DECLS
