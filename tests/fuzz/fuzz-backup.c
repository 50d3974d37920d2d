/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A backup that somebody had in his hands: bytes, cuts, and parts of the backup of another day or
 * of another vault. What is verified is one of those that were made, and gives that vault. A
 * beginning that only the key allows comes too; after it nothing is promised but that the program
 * lives. */
#include "fuzz.h"

#include "memory.h"

#include "pages/bytes.h"
#include "vault/vault-private.h"

#include <sodium.h>
#include <sqlite3.h>
#include <string.h>

#define PATH "/fuzz.backup"
#define KEYRING_AT 128
#define SUPERBLOCKS_AT (KEYRING_AT + AMP_KEYRING_COPY_BYTES)
#define PAGES_AT (SUPERBLOCKS_AT + 2 * AMP_SUPERBLOCK_BYTES)
#define MAX_EDITS 10
#define N_MADE 3

/* Two days of one vault, and another vault of the same passphrase. */
static GByteArray *made[N_MADE];
static guint8 backup_key[32], superblock_keys[2][32];

static void
take_key (guint8 *out, const AmpSecret *key, guint64 use)
{
  g_autoptr (AmpSecret) sub = amp_subkey (key, use);

  memcpy (out, amp_secret_data (sub), 32);
}

static void
work (AmpVault *vault, const char *sql)
{
  sqlite3 *db = amp_vault_connect (vault, NULL);

  FUZZ_EXPECT (sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK);
  sqlite3_close (db);
}

static GByteArray *
back_up (const Memory *disk, AmpVault *vault)
{
  GByteArray *bytes;

  FUZZ_EXPECT (amp_vault_backup (vault, PATH, NULL, NULL, NULL));
  bytes = memory_get (disk, PATH);
  return g_byte_array_append (g_byte_array_new (), bytes->data, bytes->len);
}

static void
live (void)
{
  g_autoptr (Memory) disk = memory_new ();
  g_autoptr (AmpSecret) words = amp_secret_new_from_text ("frase");
  g_autoptr (AmpVault) vault = NULL, other = NULL;

  memory_use (disk);
  vault = amp_vault_create ("/fuzz.amparo", "rosa", words, &amp_kdf_cheap, NULL);
  FUZZ_EXPECT (
    amp_vault_add_user (vault, "ana", AMP_ROLE_AUDITOR, words, &amp_kdf_cheap, NULL, NULL));
  work (vault, "CREATE TABLE t (v); CREATE TABLE identity.t (v)");
  made[0] = back_up (disk, vault);
  work (vault, "INSERT INTO t VALUES (zeroblob (9000)); INSERT INTO identity.t VALUES (1)");
  made[1] = back_up (disk, vault);
  other = amp_vault_create ("/other.amparo", "rosa", words, &amp_kdf_cheap, NULL);
  made[2] = back_up (disk, other);
  take_key (backup_key, vault->case_key, AMP_SUBKEY_BACKUP);
  take_key (superblock_keys[0], vault->case_key, AMP_SUBKEY_SUPERBLOCK);
  take_key (superblock_keys[1], vault->identity_key, AMP_SUBKEY_SUPERBLOCK);
  g_clear_pointer (&vault, amp_vault_free);
  g_clear_pointer (&other, amp_vault_free);
  memory_use (NULL);
}

/* --- Edits --- */

static void
close_keyring (GByteArray *file)
{
  guint8 *copy = file->data + KEYRING_AT;

  fuzz_hash (copy, AMP_KEYRING_COPY_BYTES - 32, FALSE, copy + AMP_KEYRING_COPY_BYTES - 32);
}

static void
close_head (GByteArray *file)
{
  crypto_generichash_state state;

  crypto_generichash_init (&state, backup_key, 32, 32);
  crypto_generichash_update (&state, file->data, 96);
  crypto_generichash_update (&state, file->data + KEYRING_AT, PAGES_AT - KEYRING_AT);
  crypto_generichash_final (&state, file->data + 96, 32);
}

static void
forge_superblock (FuzzInput *input, GByteArray *file, guint which)
{
  guint8 *block = file->data + SUPERBLOCKS_AT + which * AMP_SUPERBLOCK_BYTES;

  amp_put32 (block + fuzz_take8 (input) % 192, fuzz_take32 (input));
  crypto_generichash (block + 4032, 32, block, 4032, superblock_keys[which], 32);
  fuzz_hash (block, 4064, FALSE, block + 4064);
}

static void
copy_part (FuzzInput *input, GByteArray *to, const GByteArray *from)
{
  static const struct
  {
    gsize at, length;
  } parts[] = {
    {0, 128},
    {KEYRING_AT, AMP_KEYRING_COPY_BYTES},
    {SUPERBLOCKS_AT, AMP_SUPERBLOCK_BYTES},
    {SUPERBLOCKS_AT + AMP_SUPERBLOCK_BYTES, AMP_SUPERBLOCK_BYTES},
  };
  guint part = fuzz_take8 (input) % (G_N_ELEMENTS (parts) + 4), page = fuzz_take8 (input);
  gsize length = part < G_N_ELEMENTS (parts) ? parts[part].length : AMP_PAGE_BYTES;
  gsize at = part < G_N_ELEMENTS (parts) ? parts[part].at : PAGES_AT + (page % 16) * length;
  gsize source = part < G_N_ELEMENTS (parts) ? at : PAGES_AT + (page / 16) * length;

  if (at + length <= to->len && source + length <= from->len)
    memmove (to->data + at, from->data + source, length);
}

/* TRUE: a key was needed for it. */
static gboolean
edit (FuzzInput *input, GByteArray *file)
{
  guint8 what = fuzz_take8 (input);
  const GByteArray *other = made[what / 8 % N_MADE];

  if (what % 8 == 0)
    (void) fuzz_edit (input, file->data, file->len);
  else if (what % 8 == 1)
    (void) fuzz_edit (input, file->data, MIN (file->len, PAGES_AT));
  else if (what % 8 == 2)
    g_byte_array_set_size (file, fuzz_take_below (input, file->len + 1));
  else if (what % 8 == 3)
    g_byte_array_append (file, other->data, fuzz_take16 (input));
  else if (what % 8 == 4)
    copy_part (input, file, other);
  else if (file->len < PAGES_AT)
    return FALSE;
  else if (what % 8 == 5)
    close_keyring (file);
  else if (what % 8 == 6)
    close_head (file);
  else
    forge_superblock (input, file, what / 8 % 2);
  return what % 8 > 5;
}

/* As in the keyring's target: no minutes, no gigabytes. */
static gboolean
is_cheap (const GByteArray *file)
{
  gboolean cheap = TRUE;

  for (gsize i = 0; file->len >= PAGES_AT && i < AMP_KEYRING_SLOTS; i++)
    {
      const guint8 *ops = file->data + KEYRING_AT + 128 + i * AMP_SLOT_BYTES + 448;
      guint32 passes = amp_get32 (ops), kib = amp_get32 (ops + 4);

      cheap = cheap && (passes > 16 || kib > 4 * 1024 * 1024 || (passes <= 2 && kib <= 64));
    }
  return cheap;
}

static gboolean
is_one_of_ours (const GByteArray *file)
{
  gboolean found = FALSE;

  for (guint i = 0; i < N_MADE; i++)
    found =
      found || (file->len == made[i]->len && memcmp (file->data, made[i]->data, file->len) == 0);
  return found;
}

static void
expect_restored (Memory *disk, const AmpSecret *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpVault) vault = amp_vault_unlock ("/back.amparo", "rosa", words, &error);
  g_autoptr (GArray) damage = NULL;

  FUZZ_EXPECT (vault != NULL);
  damage = amp_vault_find_damage (vault, NULL, NULL, NULL);
  FUZZ_EXPECT (damage != NULL && damage->len == 0);
  g_clear_pointer (&vault, amp_vault_free);
  memory_use (disk);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t length)
{
  FuzzInput input = fuzz_begin (data, length);
  g_autoptr (Memory) disk = memory_new ();
  g_autoptr (AmpSecret) words = amp_secret_new_from_text ("frase");
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (GError) error = NULL, again = NULL;
  gboolean forged = FALSE, ours, verified, restored;
  const char *login;
  gint64 when = 0;
  guint8 how, id[16];

  if (made[0] == NULL)
    {
      live ();
      input = fuzz_begin (data, length);
    }
  how = fuzz_take8 (&input);
  login = how & 1 ? "ana" : "rosa";
  g_byte_array_append (file, made[how / 2 % N_MADE]->data, made[how / 2 % N_MADE]->len);
  for (guint i = 0; i < MAX_EDITS && input.left > 0; i++)
    forged |= edit (&input, file);
  if (!is_cheap (file))
    return 0;
  ours = is_one_of_ours (file);
  memory_set (disk, PATH, file->data, file->len);
  memory_use (disk);
  verified = amp_backup_verify (PATH, login, words, &when, id, NULL, NULL, &error);
  fuzz_expect_error (verified, error);
  restored = amp_backup_restore (PATH, "/back.amparo", login, words, NULL, NULL, &again);
  fuzz_expect_error (restored, again);
  FUZZ_EXPECT (forged || verified == (ours && (how & 1) == 0));
  FUZZ_EXPECT (verified == restored);
  if (restored && !forged)
    expect_restored (disk, words);
  memory_use (NULL);
  return 0;
}
