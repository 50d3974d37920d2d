/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Parcels: who opens them, who does not, and what was done to them on the way. */
#include "fixture.h"

#include "pages/bytes.h"
#include "vault/user.h"

#include <sodium.h>
#include <string.h>

#define AUDITOR "berta.auditora"
#define OTHER "nelly.auditora"
#define WORDS "seis sauces solos"
#define PAYLOAD "amparo-review 1\n[pack]\n"

typedef struct
{
  Fixture base;
  AmpVault *vault;
  AmpSecret *words;
  gint64 auditor;
} Office;

static void
set_up (Office *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_set_up (&self->base, data);
  self->words = amp_secret_new_from_text (WORDS);
  self->vault = fixture_create (&self->base);
  g_assert_true (amp_vault_add_user (self->vault, AUDITOR, AMP_ROLE_AUDITOR, self->words,
                                     &amp_kdf_cheap, &self->auditor, &error));
  g_assert_no_error (error);
}

static void
tear_down (Office *self, gconstpointer data)
{
  g_clear_pointer (&self->vault, amp_vault_free);
  amp_secret_free (self->words);
  fixture_tear_down (&self->base, data);
}

static GBytes *
pack (Office *self, const void *data, gsize length)
{
  g_autoptr (GError) error = NULL;
  GBytes *file = amp_vault_parcel_seal (self->vault, self->auditor, data, length, &error);

  g_assert_no_error (error);
  return file;
}

static void
refused (GBytes *file, const char *login, const AmpSecret *words, AmpVaultError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpParcel) parcel = amp_parcel_open (file, login, words, &error);

  g_assert_null (parcel);
  g_assert_error (error, AMP_VAULT_ERROR, (gint) code);
}

static GBytes *
changed (GBytes *file, gsize at, guint8 mask)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (file, &length);
  guint8 *copy = g_memdup2 (data, length);

  copy[at] ^= mask;
  return g_bytes_new_take (copy, length);
}

static void
test_passphrase_is_enough (Office *self, gconstpointer data)
{
  static const gsize sizes[] = {0, 1, 4087, 4088, 4089, 65528, 65529, 131072, 300000};

  (void) data;
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree guint8 *bytes = g_malloc (sizes[i] + 1);
      g_autoptr (GBytes) file = NULL;
      g_autoptr (AmpParcel) parcel = NULL;
      g_autoptr (GBytes) expected = NULL;
      g_autoptr (GError) error = NULL;

      amp_random (bytes, sizes[i] + 1);
      file = pack (self, bytes, sizes[i]);
      expected = g_bytes_new (bytes, sizes[i]);
      parcel = amp_parcel_open (file, AUDITOR, self->words, &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (amp_parcel_get_payload (parcel), expected));
    }
}

static void
test_size_tells_little (Office *self, gconstpointer data)
{
  g_autoptr (GBytes) one = pack (self, "a", 1);
  g_autofree char *more = g_strnfill (4000, 'b');
  g_autoptr (GBytes) other = pack (self, more, 4000);

  (void) data;
  g_assert_cmpuint (g_bytes_get_size (one), ==, g_bytes_get_size (other));
}

static void
test_wrong_hands (Office *self, gconstpointer data)
{
  g_autoptr (GBytes) file = pack (self, PAYLOAD, strlen (PAYLOAD));
  g_autoptr (GBytes) nothing = g_bytes_new ("", 0);
  g_autoptr (GBytes) text = g_bytes_new_static ("not one of ours", 15);

  (void) data;
  refused (file, AUDITOR, self->base.passphrase, AMP_VAULT_ERROR_WRONG_KEY);
  refused (file, FIXTURE_LOGIN, self->base.passphrase, AMP_VAULT_ERROR_WRONG_KEY);
  refused (file, OTHER, self->words, AMP_VAULT_ERROR_WRONG_KEY);
  refused (nothing, AUDITOR, self->words, AMP_VAULT_ERROR_FOREIGN);
  refused (text, AUDITOR, self->words, AMP_VAULT_ERROR_FOREIGN);
}

static void
test_each_byte (Office *self, gconstpointer data)
{
  g_autoptr (GBytes) file = pack (self, PAYLOAD, strlen (PAYLOAD));

  (void) data;
  for (gsize at = 0; at < g_bytes_get_size (file); at++)
    {
      g_autoptr (GBytes) other = changed (file, at, (guint8) (1 << at % 8));
      g_autoptr (GError) error = NULL;

      g_assert_null (amp_parcel_open (other, AUDITOR, self->words, &error));
      g_assert_cmpint (error->domain, ==, AMP_VAULT_ERROR);
    }
}

static void
test_cut_off (Office *self, gconstpointer data)
{
  g_autofree char *much = g_strnfill (150000, 'x');
  g_autoptr (GBytes) file = pack (self, much, 150000);
  gsize length = g_bytes_get_size (file);

  (void) data;
  for (gsize left = 0; left < length; left += left < 1200 ? 1 : 977)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (file, 0, left);

      refused (part, AUDITOR, self->words,
               left < 8 ? AMP_VAULT_ERROR_FOREIGN : AMP_VAULT_ERROR_DAMAGED);
    }
}

static void
test_newer (Office *self, gconstpointer data)
{
  g_autoptr (GBytes) file = pack (self, PAYLOAD, strlen (PAYLOAD));
  g_autoptr (GBytes) newer = changed (file, 8, 3);

  (void) data;
  refused (newer, AUDITOR, self->words, AMP_VAULT_ERROR_NEWER);
}

/* Somebody who has a file makes another one with it: her own key signs, or another office's does.
 */
static void
test_forged (Office *self, gconstpointer data)
{
  g_autoptr (GBytes) file = pack (self, PAYLOAD, strlen (PAYLOAD));
  gsize length;
  const guint8 *bytes = g_bytes_get_data (file, &length);
  g_autofree guint8 *forged = g_memdup2 (bytes, length);
  guint8 message[15 + 32] = "amparo parcel 1", public[32], secret[64];
  g_autoptr (GBytes) other = NULL;

  (void) data;
  crypto_sign_keypair (public, secret);
  memcpy (forged + 104, public, 32);
  amp_hash (forged, length - 64, message + 15);
  crypto_sign_detached (forged + length - 64, NULL, message, sizeof message, secret);
  other = g_bytes_new (forged, length);
  refused (other, AUDITOR, self->words, AMP_VAULT_ERROR_DAMAGED);
}

/* A whole office made up around her slot: all signatures hold, but her pin is of the office she
 * knows. */
static void
test_other_office (Office *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  AmpKeyring *keyring;
  AmpSlot *slot;
  guint8 seed[32], public[32];
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GBytes) honest = NULL;
  g_autoptr (AmpParcel) parcel = NULL;

  (void) data;
  honest = pack (self, PAYLOAD, strlen (PAYLOAD));
  parcel = amp_parcel_open (honest, AUDITOR, self->words, &error);
  g_assert_no_error (error);
  g_assert_true (amp_parcel_is_pinned (parcel));

  keyring = self->vault->keyring;
  slot = amp_keyring_find_id (keyring, self->auditor);
  amp_random (seed, sizeof seed);
  crypto_sign_seed_keypair (public, amp_secret_data (self->vault->granting_secret), seed);
  memcpy (keyring->granting_public, public, 32);
  amp_slot_sign (slot, keyring->vault_id, 1, amp_secret_data (self->vault->granting_secret));
  file = pack (self, PAYLOAD, strlen (PAYLOAD));
  refused (file, AUDITOR, self->words, AMP_VAULT_ERROR_DAMAGED);
}

static void
test_not_met (Office *self, gconstpointer data)
{
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpParcel) parcel = NULL;

  (void) data;
  memset (self->vault->keyring->pins, 0, sizeof self->vault->keyring->pins);
  file = pack (self, PAYLOAD, strlen (PAYLOAD));
  parcel = amp_parcel_open (file, AUDITOR, self->words, &error);
  g_assert_no_error (error);
  g_assert_false (amp_parcel_is_pinned (parcel));
}

static void
test_only_auditors (Office *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 caseworker = 0, me = amp_vault_get_user (self->vault)->id;
  const gint64 wrong[] = {0, me, me + 1};

  (void) data;
  g_assert_true (amp_vault_add_user (self->vault, "luz", AMP_ROLE_CASEWORKER, self->words,
                                     &amp_kdf_cheap, &caseworker, NULL));
  for (gsize i = 0; i <= G_N_ELEMENTS (wrong); i++)
    {
      g_assert_null (amp_vault_parcel_seal (
        self->vault, i == G_N_ELEMENTS (wrong) ? caseworker : wrong[i], "x", 1, &error));
      g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_INVALID);
      g_clear_error (&error);
    }
  g_assert_true (amp_vault_disable_user (self->vault, AUDITOR, NULL));
  g_assert_null (amp_vault_parcel_seal (self->vault, self->auditor, "x", 1, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_INVALID);
}

static void
test_only_supervisors (Office *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpVault) vault = NULL;

  (void) data;
  g_assert_true (amp_vault_add_user (self->vault, "luz", AMP_ROLE_CASEWORKER, self->words,
                                     &amp_kdf_cheap, NULL, NULL));
  g_clear_pointer (&self->vault, amp_vault_free);
  vault = amp_vault_unlock (self->base.folder, "luz", self->words, &error);
  g_assert_no_error (error);
  g_assert_null (amp_vault_parcel_seal (vault, self->auditor, "x", 1, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_ALLOWED);
}

/* The rule that shapes everything: what she holds opens neither database, with or without the
 * folder. */
static void
test_databases_stay_shut (Office *self, gconstpointer data)
{
  g_autoptr (GBytes) file = pack (self, PAYLOAD, strlen (PAYLOAD));
  g_autoptr (AmpVault) hers = NULL;
  g_autoptr (AmpParcel) parcel = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;
  const guint8 *bytes = g_bytes_get_data (file, &length);

  (void) data;
  for (gsize at = 0; at + 32 <= length; at++)
    {
      g_assert_true (memcmp (bytes + at, amp_secret_data (self->vault->case_key), 32) != 0);
      g_assert_true (memcmp (bytes + at, amp_secret_data (self->vault->identity_key), 32) != 0);
    }
  /* No grant, sealed or not: her slot has zeros in its place. */
  g_assert_true (sodium_is_zero (bytes + 200 + 200, AMP_GRANT_SEALED_BYTES));
  g_clear_pointer (&self->vault, amp_vault_free);
  hers = amp_vault_unlock (self->base.folder, AUDITOR, self->words, &error);
  g_assert_no_error (error);
  g_assert_null (hers->case_key);
  g_assert_null (hers->identity_key);
  g_assert_null (amp_vault_connect (hers, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NO_GRANT);
}

static void
test_answer (Office *self, gconstpointer data)
{
  g_autoptr (GBytes) file = pack (self, PAYLOAD, strlen (PAYLOAD));
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpParcel) parcel = amp_parcel_open (file, AUDITOR, self->words, &error);
  g_autoptr (GBytes) answer = amp_parcel_answer (parcel, "two findings", 12);
  g_autoptr (GBytes) read = NULL;
  gint64 sender = 0;

  (void) data;
  read = amp_vault_parcel_open_answer (self->vault, answer, &sender, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sender, ==, self->auditor);
  g_assert_cmpmem (g_bytes_get_data (read, NULL), g_bytes_get_size (read), "two findings", 12);
  refused (answer, AUDITOR, self->words, AMP_VAULT_ERROR_FOREIGN);
  g_assert_null (amp_vault_parcel_open_answer (self->vault, file, &sender, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_FOREIGN);
}

static void
test_answer_spoilt (Office *self, gconstpointer data)
{
  g_autoptr (GBytes) file = pack (self, PAYLOAD, strlen (PAYLOAD));
  g_autoptr (AmpParcel) parcel = amp_parcel_open (file, AUDITOR, self->words, NULL);
  g_autoptr (GBytes) answer = amp_parcel_answer (parcel, "two findings", 12);
  gint64 sender;

  (void) data;
  for (gsize at = 0; at < g_bytes_get_size (answer); at++)
    {
      g_autoptr (GBytes) other = changed (answer, at, (guint8) (1 << at % 8));
      g_autoptr (GError) error = NULL;

      g_assert_null (amp_vault_parcel_open_answer (self->vault, other, &sender, &error));
      g_assert_cmpint (error->domain, ==, AMP_VAULT_ERROR);
    }
}

/* Another supervisor may read the ledger, but the answer is sealed to who packed. */
static void
test_answer_to_another (Office *self, gconstpointer data)
{
  g_autoptr (GBytes) file = pack (self, PAYLOAD, strlen (PAYLOAD));
  g_autoptr (AmpParcel) parcel = amp_parcel_open (file, AUDITOR, self->words, NULL);
  g_autoptr (GBytes) answer = amp_parcel_answer (parcel, "two findings", 12);
  g_autoptr (AmpVault) second = NULL;
  g_autoptr (GError) error = NULL;
  gint64 sender;

  (void) data;
  g_assert_true (amp_vault_add_user (self->vault, "ines", AMP_ROLE_SUPERVISOR, self->words,
                                     &amp_kdf_cheap, NULL, NULL));
  g_clear_pointer (&self->vault, amp_vault_free);
  second = amp_vault_unlock (self->base.folder, "ines", self->words, &error);
  g_assert_no_error (error);
  g_assert_null (amp_vault_parcel_open_answer (second, answer, &sender, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_WRONG_KEY);
}

/* What she keeps meanwhile: for her own eyes, from her own hand. */
static void
test_draft (Office *self, gconstpointer data)
{
  g_autoptr (GBytes) file = pack (self, PAYLOAD, strlen (PAYLOAD));
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpParcel) parcel = amp_parcel_open (file, AUDITOR, self->words, &error);
  g_autoptr (GBytes) draft = amp_parcel_keep (parcel, "half a finding", 14);
  g_autoptr (GBytes) answer = amp_parcel_answer (parcel, "half a finding", 14);
  g_autoptr (GBytes) read = NULL;
  gint64 sender;

  (void) data;
  read = amp_parcel_kept (parcel, draft, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (read, NULL), g_bytes_get_size (read), "half a finding", 14);
  g_assert_null (amp_parcel_kept (parcel, answer, NULL));
  g_assert_null (amp_parcel_kept (parcel, file, NULL));
  g_assert_null (amp_vault_parcel_open_answer (self->vault, draft, &sender, NULL));
  refused (draft, AUDITOR, self->words, AMP_VAULT_ERROR_FOREIGN);
  for (gsize at = 0; at < g_bytes_get_size (draft); at++)
    {
      g_autoptr (GBytes) other = changed (draft, at, (guint8) (1 << at % 8));

      g_assert_null (amp_parcel_kept (parcel, other, NULL));
    }
}

static void
test_draft_of_another (Office *self, gconstpointer data)
{
  g_autoptr (GBytes) file = pack (self, PAYLOAD, strlen (PAYLOAD)), others = NULL, draft = NULL;
  g_autoptr (AmpParcel) parcel = amp_parcel_open (file, AUDITOR, self->words, NULL);
  g_autoptr (AmpParcel) other = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  (void) data;
  g_assert_true (amp_vault_add_user (self->vault, OTHER, AMP_ROLE_AUDITOR, self->words,
                                     &amp_kdf_cheap, &id, NULL));
  others = amp_vault_parcel_seal (self->vault, id, PAYLOAD, strlen (PAYLOAD), &error);
  g_assert_no_error (error);
  other = amp_parcel_open (others, OTHER, self->words, &error);
  g_assert_no_error (error);
  draft = amp_parcel_keep (other, "half a finding", 14);
  g_assert_null (amp_parcel_kept (parcel, draft, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_FOREIGN);
}

/* An answer that an auditor signs with her own key, whatever is in it: plain, sealed in one piece
 * under a tag of her choice, and junk behind it. */
static GBytes *
forge (Office *self, GBytes *answer, const guint8 *plain, gsize size, guint8 tag, gsize junk)
{
  guint8 key[32], message[15 + 32] = "amparo parcel 1", box_public[32], sign_public[32];
  AmpSlot *slot = amp_keyring_find_id (self->vault->keyring, self->auditor);
  g_autoptr (AmpSecret) seed =
    amp_slot_unwrap_seed (slot, self->vault->keyring->vault_id, self->words, NULL);
  g_autoptr (AmpSecret) box = NULL, sign = NULL;
  crypto_secretstream_xchacha20poly1305_state state;
  gsize length = 872 + size + 17 + junk + 64;
  guint8 *forged = g_malloc0 (length);

  amp_user_keys (seed, box_public, &box, sign_public, &sign);
  memcpy (forged, g_bytes_get_data (answer, NULL), 768);
  amp_random (key, sizeof key);
  g_assert_cmpint (crypto_box_seal (forged + 768, key, 32, self->vault->user->box_public), ==, 0);
  crypto_secretstream_xchacha20poly1305_init_push (&state, forged + 848, key);
  crypto_secretstream_xchacha20poly1305_push (&state, forged + 872, NULL, plain, size, forged, 872,
                                              tag);
  amp_hash (forged, length - 64, message + 15);
  crypto_sign_detached (forged + length - 64, NULL, message, sizeof message,
                        amp_secret_data (sign));
  return g_bytes_new_take (forged, length);
}

static void
answers_with (Office *self, GBytes *file, gssize expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) read = NULL;
  gint64 sender;

  read = amp_vault_parcel_open_answer (self->vault, file, &sender, &error);
  if (expected >= 0)
    {
      g_assert_no_error (error);
      g_assert_cmpint ((gssize) g_bytes_get_size (read), ==, expected);
      return;
    }
  g_assert_null (read);
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_DAMAGED);
}

#define FINAL crypto_secretstream_xchacha20poly1305_TAG_FINAL

/* Chunks that are no chunks: 1 to 17 bytes behind whole ones. */
static void
test_answer_of_no_chunks (Office *self, gconstpointer data)
{
  g_autoptr (GBytes) file = pack (self, PAYLOAD, strlen (PAYLOAD));
  g_autoptr (AmpParcel) parcel = amp_parcel_open (file, AUDITOR, self->words, NULL);
  g_autoptr (GBytes) answer = amp_parcel_answer (parcel, "x", 1);
  g_autofree guint8 *plain = g_malloc0 (65536);

  (void) data;
  amp_put64 (plain, 65536 - 8);
  for (gsize junk = 0; junk <= 18; junk++)
    {
      g_autoptr (GBytes) forged = forge (self, answer, plain, 65536, junk == 0 ? FINAL : 0, junk);

      answers_with (self, forged, junk == 0 ? 65536 - 8 : -1);
    }
}

/* A payload is as long as it says, in the least number of blocks, with zeros behind it; and the
 * last chunk says that it is the last. */
static void
test_answer_of_no_payload (Office *self, gconstpointer data)
{
  static const struct
  {
    guint64 told; /* length */
    gsize size;   /* of the chunk */
    gsize one_at; /* a byte that is not zero; 0: none */
    guint8 tag;
    gssize expected;
  } rows[] = {
    {4088, 4096, 0, FINAL, 4088},      {0, 4096, 0, FINAL, 0},       {4088, 4096, 0, 0, -1},
    {4089, 4096, 0, FINAL, -1},        {1, 8192, 0, FINAL, -1},      {4088, 4097, 0, FINAL, -1},
    {G_MAXUINT64, 4096, 0, FINAL, -1}, {10, 4096, 18, FINAL, -1},    {10, 4096, 4095, FINAL, -1},
    {10, 4096, 17, FINAL, 10},         {8184, 8192, 0, FINAL, 8184}, {4088, 8192, 0, FINAL, -1},
  };
  g_autoptr (GBytes) file = pack (self, PAYLOAD, strlen (PAYLOAD));
  g_autoptr (AmpParcel) parcel = amp_parcel_open (file, AUDITOR, self->words, NULL);
  g_autoptr (GBytes) answer = amp_parcel_answer (parcel, "x", 1);

  (void) data;
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree guint8 *plain = g_malloc0 (rows[i].size);
      g_autoptr (GBytes) forged = NULL;

      amp_put64 (plain, rows[i].told);
      if (rows[i].one_at != 0)
        plain[rows[i].one_at] = 1;
      forged = forge (self, answer, plain, rows[i].size, rows[i].tag, 0);
      g_test_message ("row %" G_GSIZE_FORMAT, i);
      answers_with (self, forged, rows[i].expected);
    }
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*func) (Office *self, gconstpointer data);
  } tests[] = {
    {"her-passphrase-is-enough", test_passphrase_is_enough},
    {"the-size-tells-little", test_size_tells_little},
    {"other-hands-do-not-open-it", test_wrong_hands},
    {"each-byte-that-changed-is-noticed", test_each_byte},
    {"a-part-is-not-the-whole", test_cut_off},
    {"a-newer-one-is-called-so", test_newer},
    {"nobody-else-signs-it", test_forged},
    {"an-office-made-up-around-her-is-not-hers", test_other_office},
    {"without-a-pin-she-is-told", test_not_met},
    {"it-is-for-auditors-only", test_only_auditors},
    {"supervisors-alone-pack", test_only_supervisors},
    {"the-databases-stay-shut", test_databases_stay_shut},
    {"her-answer-is-read-by-who-packed", test_answer},
    {"each-byte-of-an-answer-is-signed", test_answer_spoilt},
    {"an-answer-signed-to-do-harm-is-refused", test_answer_of_no_chunks},
    {"an-answer-without-a-payload-is-refused", test_answer_of_no_payload},
    {"another-supervisor-does-not-open-the-answer", test_answer_to_another},
    {"a-draft-is-for-her-alone", test_draft},
    {"nobody-else-writes-her-draft", test_draft_of_another},
  };

  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strconcat ("/parcel/", tests[i].name, NULL);

      g_test_add (path, Office, NULL, set_up, tests[i].func, tear_down);
    }
  return g_test_run ();
}
