/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A vault is unlocked whose keyring somebody had in his hands: bytes, slots, extension, memory and
 * whole copies of other days, checksums that hold. Who opens the databases does it with the keyring
 * of today, or not at all; who is refused is refused again. Signatures that only a supervisor's key
 * gives come too; after them nothing is promised but that the program lives. */
#include "fuzz.h"

#include "memory.h"

#include "pages/bytes.h"
#include "vault/vault-private.h"

#include <sodium.h>
#include <sqlite3.h>
#include <string.h>

#define FOLDER "/fuzz.amparo"
#define PATH FOLDER "/keyring"
#define COPY AMP_KEYRING_COPY_BYTES
#define SLOT_AT(i) (128 + (gsize) (i) *AMP_SLOT_BYTES)
#define EXTENSION_AT SLOT_AT (AMP_KEYRING_SLOTS)
#define MEMORY_AT (EXTENSION_AT + AMP_EXTENSION_BYTES)
#define SUM_AT (COPY - 32)
#define MAX_EDITS 12
#define MAX_DAYS 16
#define N_SLOTS 5 /* that may be of interest */

static const char *const logins[] = {"rosa", "luz", "ana", "ines", NULL};

/* --- The life of a keyring --- */

static Memory *at_rest;
static guint8 days[MAX_DAYS][2 * COPY];
static guint n_days;
static guint8 granting_secret[64], memory_key[32];

static AmpSecret *
passphrase (gboolean changed)
{
  return amp_secret_new_from_text (changed ? "otra" : "frase");
}

static AmpVault *
unlock (const char *login, gboolean changed, GError **error)
{
  g_autoptr (AmpSecret) words = passphrase (changed);

  return amp_vault_unlock (FOLDER, login, words, error);
}

static void
keep (const Memory *disk)
{
  const GByteArray *bytes = memory_get (disk, PATH);

  FUZZ_EXPECT (n_days < MAX_DAYS && bytes->len == 2 * COPY);
  memcpy (days[n_days++], bytes->data, 2 * COPY);
}

static void
work (AmpVault *vault)
{
  sqlite3 *db = amp_vault_connect (vault, NULL);

  FUZZ_EXPECT (sqlite3_exec (db, "CREATE TABLE IF NOT EXISTS t (v); INSERT INTO t VALUES (1)", NULL,
                             NULL, NULL) == SQLITE_OK);
  sqlite3_close (db);
}

static void
live (void)
{
  g_autoptr (AmpSecret) old = passphrase (FALSE), fresh = passphrase (TRUE), key = NULL;
  g_autoptr (GPtrArray) sheets = NULL;
  AmpVault *vault;

  at_rest = memory_new ();
  memory_use (at_rest);
  vault = amp_vault_create (FOLDER, "rosa", old, &amp_kdf_cheap, NULL);
  FUZZ_EXPECT (vault != NULL);
  keep (at_rest);
  FUZZ_EXPECT (
    amp_vault_add_user (vault, "luz", AMP_ROLE_CASEWORKER, old, &amp_kdf_cheap, NULL, NULL));
  keep (at_rest);
  FUZZ_EXPECT (
    amp_vault_add_user (vault, "ana", AMP_ROLE_AUDITOR, old, &amp_kdf_cheap, NULL, NULL));
  FUZZ_EXPECT (
    amp_vault_add_user (vault, "ines", AMP_ROLE_SUPERVISOR, old, &amp_kdf_cheap, NULL, NULL));
  keep (at_rest);
  sheets = amp_vault_make_recovery (vault, NULL);
  work (vault);
  keep (at_rest);
  FUZZ_EXPECT (amp_vault_grant (vault, "luz", AMP_ROLE_SUPERVISOR, NULL));
  keep (at_rest);
  FUZZ_EXPECT (amp_vault_disable_user (vault, "ines", NULL));
  FUZZ_EXPECT (amp_vault_grant (vault, "luz", AMP_ROLE_CASEWORKER, NULL));
  keep (at_rest);
  FUZZ_EXPECT (amp_vault_change_passphrase (vault, old, fresh, &amp_kdf_cheap, NULL));
  work (vault);
  memcpy (granting_secret, amp_secret_data (vault->granting_secret), sizeof granting_secret);
  key = amp_subkey (vault->case_key, AMP_SUBKEY_MEMORY);
  memcpy (memory_key, amp_secret_data (key), sizeof memory_key);
  amp_vault_free (vault);
  keep (at_rest); /* today */
  memory_use (NULL);
}

/* --- Edits --- */

static void
close_copy (guint8 *copy)
{
  fuzz_hash (copy, SUM_AT, FALSE, copy + SUM_AT);
}

static void
sign_slot (guint8 *copy, guint slot)
{
  guint8 message[16 + AMP_SLOT_SIGNED_BYTES];

  memcpy (message, copy + 24, 16);
  memcpy (message + 16, copy + SLOT_AT (slot), AMP_SLOT_SIGNED_BYTES);
  crypto_sign_detached (copy + SLOT_AT (slot) + AMP_SLOT_SIGNED_BYTES, NULL, message,
                        sizeof message, granting_secret);
}

static void
sign_extension (guint8 *copy)
{
  g_autoptr (GByteArray) message = g_byte_array_new ();

  g_byte_array_append (message, copy + 24, 16);
  for (guint i = 0; i < AMP_KEYRING_SLOTS; i++)
    g_byte_array_append (message, copy + SLOT_AT (i), AMP_SLOT_SIGNED_BYTES);
  g_byte_array_append (message, copy + EXTENSION_AT, AMP_EXTENSION_SIGNED_BYTES);
  crypto_sign_detached (copy + EXTENSION_AT + AMP_EXTENSION_SIGNED_BYTES, NULL, message->data,
                        message->len, granting_secret);
}

static void
close_memory (guint8 *copy)
{
  guint8 message[16 + 32];

  memcpy (message, copy + 24, 16);
  memcpy (message + 16, copy + MEMORY_AT, 32);
  crypto_generichash (copy + MEMORY_AT + 32, 32, message, sizeof message, memory_key, 32);
}

static void
put_bytes (FuzzInput *input, guint8 *copy)
{
  static const gsize places[] = {0,           SLOT_AT (0), SLOT_AT (1),  SLOT_AT (2),
                                 SLOT_AT (3), SLOT_AT (4), EXTENSION_AT, MEMORY_AT};
  gsize at = places[fuzz_take8 (input) % G_N_ELEMENTS (places)] + fuzz_take16 (input) % 768;

  fuzz_take (input, copy + at, fuzz_take8 (input) % 9);
}

/* TRUE: a key was needed for it. */
static gboolean
edit (FuzzInput *input, guint8 *both)
{
  guint8 what = fuzz_take8 (input);
  guint8 *copy = both + (what & 1) * COPY;
  const guint8 *other = days[fuzz_take8 (input) % n_days] + ((what >> 1) & 1) * COPY;
  guint slot = fuzz_take8 (input), from = slot / N_SLOTS % N_SLOTS;

  slot %= N_SLOTS;
  switch ((what >> 2) % 9)
    {
    case 0:
      (void) fuzz_edit (input, copy, COPY);
      return FALSE;
    case 1:
      put_bytes (input, copy);
      return FALSE;
    case 2:
      memcpy (copy, other, COPY);
      return FALSE;
    case 3:
      memcpy (copy + SLOT_AT (slot), other + SLOT_AT (from), AMP_SLOT_BYTES);
      return FALSE;
    case 4:
      memcpy (copy + EXTENSION_AT, other + EXTENSION_AT, AMP_EXTENSION_BYTES);
      return FALSE;
    case 5:
      memcpy (copy + MEMORY_AT, other + MEMORY_AT, AMP_MEMORY_BYTES);
      return FALSE;
    case 6:
      sign_slot (copy, slot);
      return TRUE;
    case 7:
      sign_extension (copy);
      return TRUE;
    default:
      close_memory (copy);
      return TRUE;
    }
}

/* What Argon2id would take minutes or gigabytes for is not of interest here. */
static void
make_cheap (guint8 *ops)
{
  const guint32 passes = amp_get32 (ops), kib = amp_get32 (ops + 4);

  if (passes > 16 || kib > 4 * 1024 * 1024 || (passes <= 2 && kib <= 64))
    return;
  amp_put32 (ops, 1);
  amp_put32 (ops + 4, 8);
}

static void
make_all_cheap (guint8 *copy)
{
  for (guint i = 0; i < AMP_KEYRING_SLOTS; i++)
    make_cheap (copy + SLOT_AT (i) + 448);
  make_cheap (copy + EXTENSION_AT + 4);
}

/* --- What is expected --- */

static gboolean
same_decisions (const AmpKeyring *keyring, const guint8 *copy)
{
  guint8 slot[AMP_SLOT_BYTES], extension[AMP_EXTENSION_BYTES];
  gboolean same = keyring->version == 2;

  for (gsize i = 0; i < AMP_KEYRING_SLOTS; i++)
    {
      amp_slot_pack (&keyring->slots[i], slot);
      same = same && memcmp (slot, copy + SLOT_AT (i), AMP_SLOT_SIGNED_BYTES) == 0;
    }
  amp_extension_pack (&keyring->extension, extension);
  return same && memcmp (extension, copy + EXTENSION_AT, AMP_EXTENSION_BYTES) == 0;
}

/* An auditor, who has no key to the databases, has nothing to compare a keyring's age with. */
static void
expect_today (const AmpVault *vault)
{
  if (vault->user->role != AMP_ROLE_AUDITOR)
    FUZZ_EXPECT (same_decisions (vault->keyring, days[n_days - 1]));
  else
    FUZZ_EXPECT (g_strcmp0 (vault->user->login, "ana") == 0);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t length)
{
  FuzzInput input = fuzz_begin (data, length);
  g_autoptr (Memory) disk = NULL;
  g_autoptr (GError) error = NULL, again = NULL;
  g_autofree guint8 *both = NULL;
  AmpVault *vault;
  gboolean forged = FALSE, changed;
  guint8 how;
  const char *login;

  if (at_rest == NULL)
    {
      live ();
      input = fuzz_begin (data, length);
    }
  how = fuzz_take8 (&input);
  login = logins[fuzz_take8 (&input) % G_N_ELEMENTS (logins)];
  changed = how & 1;
  both = g_memdup2 (days[how & 2 ? n_days - 1 : fuzz_take8 (&input) % n_days], 2 * COPY);
  for (guint i = 0; i < MAX_EDITS && input.left > 0; i++)
    forged |= edit (&input, both);
  for (gsize i = 0; i < 2; i++)
    {
      make_all_cheap (both + i * COPY);
      if (how & (4 << i))
        close_copy (both + i * COPY);
    }
  disk = memory_copy (at_rest);
  memory_use (disk);
  memory_set (disk, PATH, both, how & 16 ? fuzz_take_below (&input, 2 * COPY) : 2 * COPY);
  vault = unlock (login, changed, &error);
  fuzz_expect_error (vault != NULL, error);
  if (vault != NULL && !forged)
    expect_today (vault);
  amp_vault_free (vault);
  vault = unlock (login, changed, &again);
  fuzz_expect_error (vault != NULL, again);
  FUZZ_EXPECT (forged || (error == NULL) == (again == NULL));
  FUZZ_EXPECT (error == NULL || again == NULL || error->code == again->code);
  amp_vault_free (vault);
  memory_use (NULL);
  return 0;
}
