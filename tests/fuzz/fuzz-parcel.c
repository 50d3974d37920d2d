/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A parcel that somebody had in his hands: bytes, cuts, parts of another one; and with the keys of
 * who packed it, so that what lies behind the signature is tried as well. */
#include "fuzz.h"

#include "memory.h"

#include "pages/bytes.h"
#include "vault/vault-private.h"

#include <sodium.h>
#include <string.h>

#define MAX_EDITS 10
#define SLOT_AT 200
#define KDF_AT (SLOT_AT + 448)

static GBytes *made[2];
static guint8 sign_secret[64], granting_secret[64];

static void
live (void)
{
  static char much[70000];
  g_autoptr (Memory) disk = memory_new ();
  g_autoptr (AmpSecret) words = amp_secret_new_from_text ("frase");
  g_autoptr (AmpVault) vault = NULL;
  gint64 id = 0;

  memory_use (disk);
  vault = amp_vault_create ("/fuzz.amparo", "rosa", words, &amp_kdf_cheap, NULL);
  FUZZ_EXPECT (
    amp_vault_add_user (vault, "ana", AMP_ROLE_AUDITOR, words, &amp_kdf_cheap, &id, NULL));
  made[0] = amp_vault_parcel_seal (vault, id, "payload", 7, NULL);
  made[1] = amp_vault_parcel_seal (vault, id, much, sizeof much, NULL);
  memcpy (sign_secret, amp_secret_data (vault->sign_secret), 64);
  memcpy (granting_secret, amp_secret_data (vault->granting_secret), 64);
  g_clear_pointer (&vault, amp_vault_free);
  memory_use (NULL);
}

/* As who packed it would. */
static void
close_file (GByteArray *file)
{
  guint8 message[15 + 32] = "amparo parcel 1", certified[22 + 120] = "amparo parcel sender 1";
  AmpSlot slot;

  if (file->len < 872 + 64)
    return;
  memcpy (certified + 22, file->data + 16, 120);
  crypto_sign_detached (file->data + 136, NULL, certified, sizeof certified, granting_secret);
  amp_slot_unpack (&slot, file->data + SLOT_AT);
  amp_slot_sign (&slot, file->data + 16, slot.signer, granting_secret);
  amp_slot_pack (&slot, file->data + SLOT_AT);
  amp_hash (file->data, file->len - 64, message + 15);
  crypto_sign_detached (file->data + file->len - 64, NULL, message, sizeof message, sign_secret);
}

static void
edit (FuzzInput *input, GByteArray *file)
{
  guint8 what = fuzz_take8 (input);
  gsize length;
  const guint8 *other = g_bytes_get_data (made[what / 8 % 2], &length);

  if (what % 8 == 0)
    (void) fuzz_edit (input, file->data, file->len);
  else if (what % 8 == 1)
    (void) fuzz_edit (input, file->data, MIN (file->len, 872));
  else if (what % 8 == 2)
    g_byte_array_set_size (file, fuzz_take_below (input, file->len + 1));
  else if (what % 8 == 3)
    g_byte_array_append (file, other, fuzz_take_below (input, (guint32) length));
  else if (what % 8 == 4)
    {
      gsize at = fuzz_take_below (input, (guint32) MIN (file->len, length));

      if (at < file->len)
        memcpy (file->data + at, other + at,
                MIN (fuzz_take16 (input), MIN (file->len, length) - at));
    }
  else
    close_file (file);
}

/* No minutes, no gigabytes. */
static gboolean
is_cheap (const GByteArray *file)
{
  guint32 passes, kib;

  if (file->len < KDF_AT + 8)
    return TRUE;
  passes = amp_get32 (file->data + KDF_AT);
  kib = amp_get32 (file->data + KDF_AT + 4);
  return passes > 16 || kib > 4 * 1024 * 1024 || (passes <= 2 && kib <= 64);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t length)
{
  FuzzInput input = fuzz_begin (data, length);
  g_autoptr (AmpSecret) words = amp_secret_new_from_text ("frase");
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (AmpParcel) parcel = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  guint8 how;

  if (made[0] == NULL)
    {
      live ();
      input = fuzz_begin (data, length);
    }
  how = fuzz_take8 (&input);
  g_byte_array_append (file, g_bytes_get_data (made[how % 2], NULL),
                       (guint) g_bytes_get_size (made[how % 2]));
  for (guint i = 0; i < MAX_EDITS && input.left > 0; i++)
    edit (&input, file);
  if (how & 4)
    close_file (file);
  if (!is_cheap (file))
    return 0;
  bytes = g_bytes_new (file->data, file->len);
  parcel = amp_parcel_open (bytes, how & 2 ? "rosa" : "ana", words, &error);
  fuzz_expect_error (parcel != NULL, error);
  /* Nobody who lacks the file key makes another payload. */
  if (parcel != NULL)
    FUZZ_EXPECT (g_bytes_get_size (amp_parcel_get_payload (parcel)) == 7 ||
                 g_bytes_get_size (amp_parcel_get_payload (parcel)) == 70000);
  return 0;
}
