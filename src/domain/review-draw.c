/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which cases a pack is drawn from, and which it is drawn of (REVIEW.md 9).
 *
 * Two packs that hold one case can be laid side by side: its codes differ, its process columns do
 * not. So a pack is drawn from the cases that no other pack of the round was drawn of.
 *
 * There is no order of cases that is fixed beforehand, not under any key: whoever had the key could
 * work out what the next pack will hold, and supervisors enter cases, too. Each pack draws anew,
 * from the system's random numbers, each case that is left as likely as any other; that comes to
 * the same as cutting one random order into pieces, and nobody can know it, not before and not from
 * the packs before. What was drawn is kept as hashes under a key of supervisors: who enters cases
 * cannot tell which of hers are past, even with a tool of her own.
 *
 * A pack takes half of what is left at most. Else the round is over, and the next begins with all
 * cases: to be among the last ones left would be no chance but certainty, of being reviewed, and,
 * for who holds the packs, of being in this one. */
#include "domain/review-private.h"

#include <string.h>

typedef guint8 Token[AMP_REVIEW_TOKEN_BYTES];

/* What stands for no case, but for the key: where it is missing, the key is another by now, and
 * nothing can be told of what was drawn before. */
#define OF_THE_KEY 0

static void
make_token (AmpSecret *message, gint64 case_id, guint8 *token)
{
  const gint64 little = GINT64_TO_LE (case_id);
  guint8 hash[AMP_HASH_BYTES];

  memcpy (amp_secret_data (message) + AMP_HASH_BYTES, &little, sizeof little);
  amp_hash (amp_secret_data (message), AMP_HASH_BYTES + sizeof little, hash);
  memcpy (token, hash, AMP_REVIEW_TOKEN_BYTES);
}

/* The key, and room for the number of a case behind it. */
static AmpSecret *
message_new (AmpSession *session, GError **error)
{
  static const char use[] = "review-drawn";
  g_autoptr (AmpSecret) message = amp_secret_new (AMP_HASH_BYTES + sizeof (gint64));

  return amp_vault_keyed_hash (amp_session_get_vault (session), AMP_KEYED_SUPERVISORS, use,
                               strlen (use), amp_secret_data (message), error)
           ? g_steal_pointer (&message)
           : NULL;
}

static guint
hash_token (gconstpointer token)
{
  guint32 first;

  memcpy (&first, token, sizeof first);
  return first;
}

static gboolean
equal_tokens (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, AMP_REVIEW_TOKEN_BYTES) == 0;
}

/* Points into the bytes. */
static GHashTable *
set_of (GBytes *tokens)
{
  GHashTable *set = g_hash_table_new (hash_token, equal_tokens);
  gsize length;
  const guint8 *data = g_bytes_get_data (tokens, &length);

  for (gsize at = 0; at + AMP_REVIEW_TOKEN_BYTES <= length; at += AMP_REVIEW_TOKEN_BYTES)
    g_hash_table_add (set, (gpointer) (data + at));
  return set;
}

static guint
count_left (AmpReviewRegister *cases, AmpSecret *message, GHashTable *drawn)
{
  guint n = 0;

  for (guint i = 0; i < cases->cases->len; i++)
    {
      AmpReviewCase *case_ = &g_array_index (cases->cases, AmpReviewCase, i);
      Token token;

      make_token (message, case_->id, token);
      case_->is_past = g_hash_table_contains (drawn, token);
      n += case_->is_past ? 0 : 1;
    }
  return n;
}

static void
begin_anew (AmpReviewRegister *cases)
{
  for (guint i = 0; i < cases->cases->len; i++)
    g_array_index (cases->cases, AmpReviewCase, i).is_past = FALSE;
}

gboolean
amp_review_find_round (
  AmpReviewRegister *cases, const GPtrArray *ledger, guint n_wanted, guint *round, GError **error)
{
  g_autoptr (AmpSecret) message = message_new (cases->session, error);
  g_autoptr (GBytes) tokens =
    message != NULL ? amp_store_review_drawn (amp_session_get_store (cases->session), round, error)
                    : NULL;
  g_autoptr (GHashTable) drawn = NULL;
  Token of_the_key;

  if (tokens == NULL)
    return FALSE;
  drawn = set_of (tokens);
  make_token (message, OF_THE_KEY, of_the_key);
  /* Packs of which nobody wrote down what they were drawn of count as a round. */
  for (guint i = 0; i < ledger->len && *round == 0; i++)
    *round = ((const AmpReviewRow *) ledger->pdata[i])->head_seq > 0 ? 1 : 0;
  if (g_hash_table_contains (drawn, of_the_key) &&
      (guint64) n_wanted * 2 <= count_left (cases, message, drawn))
    return TRUE;
  begin_anew (cases);
  *round += 1;
  return TRUE;
}

/* --- The draw --- */

static guint
random_below (guint limit)
{
  guint64 random;

  amp_random (&random, sizeof random);
  /* 64 bits over at most 32: what is left over weighs nothing. */
  return (guint) (random % limit);
}

guint
amp_review_draw (AmpReviewRegister *cases, guint n_wanted)
{
  guint n = cases->cases->len, n_drawn = 0;
  g_autofree guint *order = g_new (guint, n + 1);
  g_autoptr (GHashTable) people = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < n; i++)
    order[i] = i;
  for (guint i = 0; i < n && n_drawn < n_wanted; i++)
    {
      guint j = i + random_below (n - i), kept = order[i];
      AmpReviewCase *case_;

      order[i] = order[j];
      order[j] = kept;
      case_ = &g_array_index (cases->cases, AmpReviewCase, order[i]);
      case_->drawn = !case_->is_past && g_hash_table_add (people, &case_->person);
      n_drawn += case_->drawn ? 1 : 0;
    }
  return n_drawn;
}

/* --- The ledger --- */

/* Whether the round has a token of the key already. */
static gboolean
has_begun (AmpSession *session, guint round, gboolean *begun, GError **error)
{
  guint newest;
  g_autoptr (GBytes) tokens =
    amp_store_review_drawn (amp_session_get_store (session), &newest, error);

  *begun = tokens != NULL && newest == round;
  return tokens != NULL;
}

gboolean
amp_review_write_drawn (AmpReviewRegister *cases, gint64 line, guint round, GError **error)
{
  g_autoptr (AmpSecret) message = message_new (cases->session, error);
  g_autoptr (GByteArray) tokens = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  gboolean begun;
  Token token;

  if (message == NULL || !has_begun (cases->session, round, &begun, error))
    return FALSE;
  make_token (message, OF_THE_KEY, token);
  if (!begun)
    g_byte_array_append (tokens, token, sizeof token);
  for (guint i = 0; i < cases->cases->len; i++)
    {
      const AmpReviewCase *case_ = &g_array_index (cases->cases, AmpReviewCase, i);

      if (!case_->drawn)
        continue;
      make_token (message, case_->id, token);
      g_byte_array_append (tokens, token, sizeof token);
    }
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&tokens));
  return amp_store_review_draw (amp_session_get_store (cases->session), line, round, bytes, error);
}
