/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the code of a record to its case takes two supervisors, by keys: REVIEW.md 10. */
#include "domain/review-private.h"

#include <string.h>

#define ENTRY_BYTES (8 + AMP_TWOFOLD_SEAL_BYTES)
#define PACK_BYTES 16
#define NAME_BYTES (PACK_BYTES + AMP_REVIEW_CODE_LENGTH)
#define PREFIX "amparo review keys 1"

gssize
amp_review_code_position (const AmpReviewRow *row, const char *code)
{
  gsize n = strlen (row->codes) / AMP_REVIEW_CODE_LENGTH;

  if (strlen (code) != AMP_REVIEW_CODE_LENGTH)
    return -1;
  for (gsize i = 0; i < n; i++)
    if (memcmp (row->codes + i * AMP_REVIEW_CODE_LENGTH, code, AMP_REVIEW_CODE_LENGTH) == 0)
      return (gssize) i;
  return -1;
}

/* --- Who --- */

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

GArray *
amp_review_supervisors (AmpSession *session, GError **error)
{
  g_autoptr (GPtrArray) users = amp_vault_list_users (amp_session_get_vault (session), error);
  GArray *ids;

  if (users == NULL)
    return NULL;
  ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < users->len; i++)
    {
      const AmpUser *user = g_ptr_array_index (users, i);

      if (user->active && user->role == AMP_ROLE_SUPERVISOR)
        g_array_append_val (ids, user->id);
    }
  g_array_sort (ids, compare_ids);
  return ids;
}

static int
place_of (const AmpReviewKeys *keys, gint64 user)
{
  for (guint i = 0; i < keys->shares->len; i++)
    if (g_array_index (keys->shares, AmpReviewShare, i).holder == user)
      return (int) i;
  return -1;
}

/* --- What the maker signs: the whole of it, so that nobody else can lead a code to another case.
 * --- */

static void
append_number (GByteArray *bytes, guint64 number)
{
  guint64 little = GUINT64_TO_LE (number);

  g_byte_array_append (bytes, (const guint8 *) &little, sizeof little);
}

static void
append_bytes (GByteArray *bytes, const void *data, gsize length)
{
  append_number (bytes, length);
  g_byte_array_append (bytes, data, (guint) length);
}

static void
append_sealed (GByteArray *bytes, GBytes *sealed)
{
  gsize length = 0;
  const void *data = sealed != NULL ? g_bytes_get_data (sealed, &length) : NULL;

  append_bytes (bytes, data, length);
}

static void
signed_bytes (AmpSession *session,
              const AmpReviewRow *row,
              gint64 maker,
              const AmpReviewKeys *keys,
              guint8 out[sizeof PREFIX - 1 + AMP_HASH_BYTES])
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_byte_array_append (bytes, amp_vault_get_id (amp_session_get_vault (session)), 16);
  append_bytes (bytes, row->pack, strlen (row->pack));
  append_number (bytes, (guint64) maker);
  append_bytes (bytes, row->codes, strlen (row->codes));
  append_number (bytes, keys->shares->len);
  for (guint i = 0; i < keys->shares->len; i++)
    {
      const AmpReviewShare *share = &g_array_index (keys->shares, AmpReviewShare, i);

      append_number (bytes, (guint64) share->holder);
      append_sealed (bytes, share->sealed);
    }
  append_sealed (bytes, keys->cases);
  memcpy (out, PREFIX, sizeof PREFIX - 1);
  amp_hash (bytes->data, bytes->len, out + sizeof PREFIX - 1);
}

/* --- Making --- */

static void
name_entry (const AmpReviewRow *row, const char *code, char name[NAME_BYTES])
{
  memset (name, 0, NAME_BYTES);
  memcpy (name, row->pack, MIN (strlen (row->pack), PACK_BYTES));
  memcpy (name + PACK_BYTES, code, AMP_REVIEW_CODE_LENGTH);
}

static GBytes *
seal_cases (const AmpSecret *secrets, const AmpReviewRow *row, const gint64 *cases)
{
  gsize n = strlen (row->codes) / AMP_REVIEW_CODE_LENGTH;
  guint8 *sealed = g_malloc (n * ENTRY_BYTES + 1);

  for (gsize i = 0; i < n; i++)
    {
      gint64 little = GINT64_TO_LE (cases[i]);
      char name[NAME_BYTES];

      name_entry (row, row->codes + i * AMP_REVIEW_CODE_LENGTH, name);
      amp_twofold_seal (secrets, name, sizeof name, &little, sizeof little,
                        sealed + i * ENTRY_BYTES);
    }
  return g_bytes_new_take (sealed, n * ENTRY_BYTES);
}

static gboolean
add_share (AmpSession *session,
           const AmpSecret *secrets,
           guint place,
           gint64 holder,
           AmpReviewKeys *keys,
           GError **error)
{
  g_autoptr (AmpSecret) plain = amp_twofold_share (secrets, place);
  AmpReviewShare share = {holder, NULL};

  share.sealed = amp_vault_seal_for (amp_session_get_vault (session), holder,
                                     amp_secret_data (plain), amp_secret_length (plain), error);
  if (share.sealed == NULL)
    return FALSE;
  g_array_append_val (keys->shares, share);
  return TRUE;
}

AmpReviewKeys *
amp_review_keys_make (AmpSession *session,
                      const AmpReviewRow *row,
                      const gint64 *cases,
                      GError **error)
{
  g_autoptr (GArray) holders = amp_review_supervisors (session, error);
  g_autoptr (AmpSecret) secrets = NULL;
  g_autoptr (AmpReviewKeys) keys = amp_review_keys_new ();
  guint8 message[sizeof PREFIX - 1 + AMP_HASH_BYTES];

  if (holders == NULL)
    return NULL;
  secrets = amp_twofold_new (holders->len);
  for (guint i = 0; i < holders->len; i++)
    if (!add_share (session, secrets, i, g_array_index (holders, gint64, i), keys, error))
      return NULL;
  keys->cases = seal_cases (secrets, row, cases);
  signed_bytes (session, row, amp_session_get_user (session)->id, keys, message);
  amp_vault_sign (amp_session_get_vault (session), message, sizeof message, keys->signature);
  return g_steal_pointer (&keys);
}

/* --- Reading --- */

/* By the key that the keyring has of her, which stays when she leaves. */
static gboolean
is_signed (AmpSession *session, const AmpReviewRow *row, const AmpReviewKeys *keys)
{
  g_autoptr (GPtrArray) users = amp_vault_list_users (amp_session_get_vault (session), NULL);
  guint8 message[sizeof PREFIX - 1 + AMP_HASH_BYTES];

  signed_bytes (session, row, row->maker, keys, message);
  for (guint i = 0; users != NULL && i < users->len; i++)
    {
      const AmpUser *user = g_ptr_array_index (users, i);

      if (user->id == row->maker)
        return amp_verify_signature (user->sign_public, message, sizeof message, keys->signature);
    }
  return FALSE;
}

static gboolean
refuse_keys (GError **error)
{
  return amp_review_refuse (AMP_REVIEW_ERROR_KEYS, "review: keys are not what the maker signed",
                            error);
}

AmpReviewKeys *
amp_review_keys_read (AmpSession *session, const AmpReviewRow *row, GError **error)
{
  g_autoptr (AmpReviewKeys) keys =
    amp_store_review_get_keys (amp_session_get_store (session), row->id, error);

  if (keys == NULL)
    return NULL;
  if (keys->shares->len > 0 && is_signed (session, row, keys) &&
      g_bytes_get_size (keys->cases) == strlen (row->codes) / AMP_REVIEW_CODE_LENGTH * ENTRY_BYTES)
    return g_steal_pointer (&keys);
  refuse_keys (error);
  return NULL;
}

/* Hers; place: among the holders. */
static AmpSecret *
open_share (AmpSession *session, const AmpReviewKeys *keys, int *place, GError **error)
{
  AmpSecret *share;

  *place = place_of (keys, amp_session_get_user (session)->id);
  if (*place < 0)
    {
      amp_review_refuse (AMP_REVIEW_ERROR_SHARE, "review: no share of that pack's keys", error);
      return NULL;
    }
  share = amp_vault_unseal (amp_session_get_vault (session),
                            g_array_index (keys->shares, AmpReviewShare, *place).sealed, NULL);
  if (share == NULL)
    refuse_keys (error);
  return share;
}

GBytes *
amp_review_keys_give (AmpSession *session,
                      const AmpReviewRow *row,
                      const AmpReviewKeys *keys,
                      const char *code,
                      gint64 asker,
                      GError **error)
{
  int place, of_asker = place_of (keys, asker);
  g_autoptr (AmpSecret) share = open_share (session, keys, &place, error);
  g_autoptr (AmpSecret) piece = NULL;
  char name[NAME_BYTES];

  if (share == NULL)
    return NULL;
  if (of_asker < 0)
    {
      amp_review_refuse (AMP_REVIEW_ERROR_SHARE, "review: who asks has no share of the keys",
                         error);
      return NULL;
    }
  name_entry (row, code, name);
  piece = amp_twofold_piece (share, keys->shares->len, (guint) place, (guint) of_asker, name,
                             sizeof name, NULL);
  if (piece == NULL)
    {
      refuse_keys (error);
      return NULL;
    }
  return amp_vault_seal_for (amp_session_get_vault (session), asker, amp_secret_data (piece),
                             amp_secret_length (piece), error);
}

gint64
amp_review_keys_open (AmpSession *session,
                      const AmpReviewRow *row,
                      const AmpReviewKeys *keys,
                      const char *code,
                      GBytes *piece,
                      GError **error)
{
  gssize position = amp_review_code_position (row, code);
  const guint8 *sealed = g_bytes_get_data (keys->cases, NULL);
  int place;
  g_autoptr (AmpSecret) share = open_share (session, keys, &place, error);
  g_autoptr (AmpSecret) given = NULL, plain = NULL;
  char name[NAME_BYTES];
  gint64 little;

  if (share == NULL)
    return 0;
  if (piece != NULL)
    given = amp_vault_unseal (amp_session_get_vault (session), piece, NULL);
  name_entry (row, code, name);
  if (position >= 0)
    plain = amp_twofold_open (share, keys->shares->len, (guint) place, given, name, sizeof name,
                              sealed + position * ENTRY_BYTES, ENTRY_BYTES, NULL);
  if (plain == NULL)
    {
      refuse_keys (error);
      return 0;
    }
  memcpy (&little, amp_secret_data (plain), sizeof little);
  return GINT64_FROM_LE (little);
}
