/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The ledger of review packs: what stays, and the one thing that goes. */
#include "store/reviews.h"

#include "fixture.h"

#include <string.h>

static void
add (Fixture *self, const char *pack)
{
  g_autoptr (AmpReviewRow) row = amp_review_row_new ();
  g_autoptr (GError) error = NULL;

  row->pack = g_strdup (pack);
  row->auditor = 7;
  row->level = g_strdup ("small");
  row->k = 11;
  row->l = 3;
  row->share = 80;
  row->sample = 20;
  row->records = 57;
  row->withheld = -1;
  row->head_seq = 12;
  row->codes = g_strdup ("aaaaaaaaaaaa");
  row->classes = g_strdup ("F,adult,57\n");
  row->session_key = g_bytes_new ("sealed", 6);
  memset (row->file_hash, 5, AMP_HASH_BYTES);
  g_assert_true (amp_store_review_add (self->store, row, &error));
  g_assert_no_error (error);
  g_assert_cmpint (row->maker, ==, amp_vault_get_user (self->vault)->id);
}

static AmpReviewRow *
nth (GPtrArray *rows, guint n)
{
  return g_ptr_array_index (rows, n);
}

static void
test_comes_back (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = NULL;

  (void) data;
  add (self, "0123456789abcdef");
  add (self, "fedcba9876543210");
  fixture_close (self);
  fixture_open (self, NULL);
  rows = amp_store_review_list (self->store, NULL);
  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_cmpint (nth (rows, 1)->id, ==, 2);
  g_assert_cmpstr (nth (rows, 1)->pack, ==, "fedcba9876543210");
  g_assert_cmpint (nth (rows, 0)->withheld, ==, -1);
  g_assert_cmpint (nth (rows, 0)->auditor, ==, 7);
  g_assert_cmpuint (nth (rows, 0)->head_seq, ==, 12);
  g_assert_cmpstr (nth (rows, 0)->classes, ==, "F,adult,57\n");
  g_assert_cmpuint (g_bytes_get_size (nth (rows, 0)->session_key), ==, 6);
}

static void
test_closing (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;

  (void) data;
  add (self, "0123456789abcdef");
  add (self, "fedcba9876543210");
  g_assert_true (amp_store_review_close (self->store, 1, &error));
  g_assert_true (amp_store_review_close (self->store, 1, &error));
  g_assert_no_error (error);
  rows = amp_store_review_list (self->store, NULL);
  g_assert_null (nth (rows, 0)->session_key);
  g_assert_nonnull (nth (rows, 1)->session_key);
}

static void
test_stays (Fixture *self, gconstpointer data)
{
  static const char *const spoils[] = {
    "DELETE FROM main.review",
    "UPDATE main.review SET session_key = x'00'",
    "UPDATE main.review SET classes = '', session_key = NULL",
    "UPDATE main.review SET approver = 3, session_key = NULL",
    "UPDATE main.review SET sample = 20, codes = '', session_key = NULL",
    "UPDATE main.review SET k = 5, session_key = NULL",
    "UPDATE main.review SET level = 'large', session_key = NULL",
    "UPDATE main.review SET at = '2020-01-01T00:00:00Z'",
    "UPDATE main.review SET id = 9",
    "INSERT INTO main.review SELECT 9, pack, at, maker, approver, auditor, level, k, l, share, "
    "sample, records, "
    "withheld, head_seq, codes, classes, file_hash, session_key FROM main.review"};

  (void) data;
  add (self, "0123456789abcdef");
  for (gsize i = 0; i < G_N_ELEMENTS (spoils); i++)
    g_assert_cmpint (sqlite3_exec (self->store->db, spoils[i], NULL, NULL, NULL) & 0xff, ==,
                     SQLITE_CONSTRAINT);
}

/* --- Keys --- */

static AmpReviewKeys *
keys_of (const char *first, const char *second)
{
  AmpReviewKeys *keys = amp_review_keys_new ();
  AmpReviewShare shares[] = {{3, g_bytes_new (first, strlen (first))},
                             {5, g_bytes_new (second, strlen (second))}};

  g_array_append_vals (keys->shares, shares, 2);
  keys->cases = g_bytes_new ("sealed cases", 12);
  memset (keys->signature, 9, sizeof keys->signature);
  return keys;
}

static void
put_keys (Fixture *self, gint64 id)
{
  g_autoptr (AmpReviewKeys) keys = keys_of ("hers", "of the other");
  g_autoptr (GError) error = NULL;

  amp_store_review_put_keys (self->store, id, keys, &error);
  g_assert_no_error (error);
}

static void
test_keys (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpReviewKeys) keys = NULL;
  g_autoptr (GArray) holders = NULL;
  g_autoptr (AmpReviewAsked) asked = NULL;
  g_autoptr (GBytes) piece = g_bytes_new ("piece", 5);
  g_autoptr (GError) error = NULL;

  (void) data;
  add (self, "0123456789abcdef");
  add (self, "fedcba9876543210");
  g_assert_null (amp_store_review_get_keys (self->store, 1, &error));
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NOT_FOUND);
  g_clear_error (&error);
  put_keys (self, 1);
  g_assert_true (amp_store_review_ask (self->store, 77, 1, "aaaaaaaaaaaa", &error));
  g_assert_true (amp_store_review_give (self->store, 77, piece, &error));
  fixture_close (self);
  fixture_open (self, NULL);
  keys = amp_store_review_get_keys (self->store, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (keys->shares->len, ==, 2);
  g_assert_cmpint (g_array_index (keys->shares, AmpReviewShare, 1).holder, ==, 5);
  g_assert_cmpuint (g_bytes_get_size (g_array_index (keys->shares, AmpReviewShare, 1).sealed), ==,
                    12);
  g_assert_cmpuint (keys->signature[63], ==, 9);
  holders = amp_store_review_holders (self->store, 1, NULL);
  g_assert_cmpuint (holders->len, ==, 2);
  g_assert_cmpint (g_array_index (holders, gint64, 0), ==, 3);
  asked = amp_store_review_asked (self->store, 77, &error);
  g_assert_no_error (error);
  g_assert_cmpint (asked->review, ==, 1);
  g_assert_cmpstr (asked->code, ==, "aaaaaaaaaaaa");
  g_assert_true (g_bytes_equal (asked->piece, piece));
  g_assert_true (amp_store_review_forget (self->store, 77, NULL));
  g_assert_true (amp_store_review_forget (self->store, 77, NULL));
  g_assert_null (amp_store_review_asked (self->store, 77, &error));
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_NOT_FOUND);
}

/* Of one line, all that leads anywhere; the other keeps its own. */
static void
test_closing_keys (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) before = NULL, after = NULL;

  (void) data;
  add (self, "0123456789abcdef");
  add (self, "fedcba9876543210");
  fixture_sql (self, "UPDATE main.review SET session_key = NULL");
  put_keys (self, 1);
  put_keys (self, 2);
  g_assert_true (amp_store_review_ask (self->store, 77, 1, "aaaaaaaaaaaa", NULL));
  g_assert_true (amp_store_review_ask (self->store, 78, 2, "aaaaaaaaaaaa", NULL));
  before = amp_store_review_list (self->store, NULL);
  g_assert_true (nth (before, 0)->open && nth (before, 1)->open);
  g_assert_true (amp_store_review_close (self->store, 1, NULL));
  after = amp_store_review_list (self->store, NULL);
  g_assert_false (nth (after, 0)->open);
  g_assert_true (nth (after, 1)->open);
  g_assert_cmpint (fixture_int (self, "SELECT count(*) FROM main.review_share"), ==, 2);
  g_assert_cmpint (fixture_int (self, "SELECT count(*) FROM main.review_cases"), ==, 1);
  g_assert_cmpint (fixture_int (self, "SELECT count(*) FROM main.review_resolve"), ==, 1);
  g_assert_true (amp_store_review_give_up (self->store, 2, NULL));
  g_assert_cmpint (fixture_int (self, "SELECT count(*) FROM main.review_share"), ==, 0);
  g_assert_cmpint (fixture_int (self, "SELECT head_seq FROM main.review WHERE id = 2"), ==, 0);
}

static void
test_keys_stay (Fixture *self, gconstpointer data)
{
  static const char *const spoils[] = {
    "UPDATE main.review_share SET sealed = x'00'",
    "UPDATE main.review_share SET holder = 9",
    "UPDATE main.review_cases SET sealed = x'00'",
    "UPDATE main.review_cases SET signature = zeroblob(64)",
    "UPDATE main.review SET head_seq = 0",
    "UPDATE main.review_resolve SET code = 'bbbbbbbbbbbb'",
    "UPDATE main.review_resolve SET review = 2",
    "UPDATE main.review_resolve SET approval = 78",
    "INSERT INTO main.review_resolve (approval, review, code) VALUES (79, 1, 'short')",
    "INSERT INTO main.review_cases VALUES (1, x'00', zeroblob(64))",
    "INSERT INTO main.review_cases VALUES (2, x'00', zeroblob(63))"};

  (void) data;
  add (self, "0123456789abcdef");
  add (self, "fedcba9876543210");
  fixture_sql (self, "UPDATE main.review SET session_key = NULL");
  put_keys (self, 1);
  g_assert_true (amp_store_review_ask (self->store, 77, 1, "aaaaaaaaaaaa", NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (spoils); i++)
    g_assert_cmpint (sqlite3_exec (self->store->db, spoils[i], NULL, NULL, NULL) & 0xff, ==,
                     SQLITE_CONSTRAINT);
}

/* Tokens of n bytes that count from the first one. */
static GBytes *
tokens (guint8 first, guint n)
{
  GByteArray *all = g_byte_array_new ();

  for (guint i = 0; i < n; i++)
    {
      guint8 token[AMP_REVIEW_TOKEN_BYTES] = {(guint8) (first + i)};

      g_byte_array_append (all, token, sizeof token);
    }
  return g_byte_array_free_to_bytes (all);
}

static void
expect_drawn (Fixture *self, guint round, guint n)
{
  guint newest = 99;
  g_autoptr (GBytes) drawn = amp_store_review_drawn (self->store, &newest, NULL);

  g_assert_cmpuint (newest, ==, round);
  g_assert_cmpuint (g_bytes_get_size (drawn), ==, (gsize) n * AMP_REVIEW_TOKEN_BYTES);
}

/* All of them or none; in another round it may be. */
static void
test_drawn_once (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) first = tokens (1, 5), beside = tokens (6, 5), over = tokens (10, 3);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;

  (void) data;
  add (self, "0123456789abcdef");
  add (self, "fedcba9876543210");
  expect_drawn (self, 0, 0);
  g_assert_true (amp_store_review_draw (self->store, 1, 1, first, &error));
  g_assert_true (amp_store_review_draw (self->store, 2, 1, beside, &error));
  g_assert_no_error (error);
  expect_drawn (self, 1, 10);
  g_assert_false (amp_store_review_draw (self->store, 2, 1, over, &error));
  g_assert_error (error, AMP_STORE_ERROR, AMP_STORE_ERROR_INVALID);
  expect_drawn (self, 1, 10);
  g_assert_true (amp_store_review_draw (self->store, 2, 2, over, NULL));
  expect_drawn (self, 2, 3);
  add (self, "00000000ffffffff");
  rows = amp_store_review_list (self->store, NULL);
  g_assert_cmpuint (nth (rows, 0)->round, ==, 1);
  g_assert_cmpuint (nth (rows, 1)->round, ==, 2);
  g_assert_cmpuint (nth (rows, 2)->round, ==, 0);
}

/* Unless it never was a file. */
static void
test_drawn_stays (Fixture *self, gconstpointer data)
{
  static const char *const spoils[] = {
    "DELETE FROM main.review_drawn", "UPDATE main.review_drawn SET round = 7",
    "UPDATE main.review_drawn SET review = 2", "INSERT INTO main.review_drawn VALUES (1, x'00', 1)",
    "INSERT INTO main.review_drawn SELECT round, token, 2 FROM main.review_drawn"};
  g_autoptr (GBytes) some = tokens (1, 5), others = tokens (6, 2);

  (void) data;
  add (self, "0123456789abcdef");
  add (self, "fedcba9876543210");
  g_assert_true (amp_store_review_draw (self->store, 1, 1, some, NULL));
  g_assert_true (amp_store_review_draw (self->store, 2, 1, others, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (spoils); i++)
    g_assert_cmpint (sqlite3_exec (self->store->db, spoils[i], NULL, NULL, NULL) & 0xff, ==,
                     SQLITE_CONSTRAINT);
  g_assert_true (amp_store_review_give_up (self->store, 1, NULL));
  expect_drawn (self, 1, 2);
}

/* As a vault of version 3 has it: no ledger of packs, no findings. */
static void
test_older_vault (Fixture *self, gconstpointer data)
{
  g_autoptr (AmpRecord) person = fixture_saved (self, "person", 3);
  g_autoptr (AmpRecord) loaded = NULL;
  g_autoptr (GError) error = NULL;

  (void) data;
  fixture_sql (self, "DROP TABLE main.review_resolve; DROP TABLE main.review_share; DROP TABLE "
                     "main.review_cases; DROP TABLE main.review_drawn; DROP TABLE main.review; "
                     "DROP TABLE "
                     "main.finding; DROP TABLE identity.finding; "
                     "DROP TABLE main.code_finding_about; DROP TABLE main.code_finding_state; "
                     "PRAGMA main.user_version = 3; PRAGMA identity.user_version = 3; "
                     "UPDATE main.vault_state SET layout = zeroblob(32)");
  fixture_close (self);
  fixture_open (self, NULL);
  add (self, "0123456789abcdef");
  g_assert_cmpint (fixture_int (self, "PRAGMA main.user_version"), ==, AMP_SCHEMA_VERSION);
  g_assert_cmpint (amp_store_count (self->store, amp_entity_find ("finding"), &error), ==, 0);
  loaded = amp_store_load (self->store, amp_entity_find ("person"), amp_record_id (person), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (amp_record_get (loaded, "given_names"), ==,
                   amp_record_get (person, "given_names"));
}

#define ADD(name, function)                                                                        \
  g_test_add ("/store/reviews/" name, Fixture, NULL, fixture_setup, function, fixture_teardown)

/* As version 6 has it: a line whose key is the maker's, and no shares. */
static void
test_version_6 (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) rows = NULL;

  (void) data;
  add (self, "0123456789abcdef");
  fixture_sql (self, "DROP TABLE main.review_resolve; DROP TABLE main.review_share; DROP TABLE "
                     "main.review_cases; DELETE FROM main.code_approval_kind WHERE code = "
                     "'resolve'; PRAGMA main.user_version = 6; PRAGMA identity.user_version = 6; "
                     "UPDATE main.vault_state SET layout = zeroblob(32)");
  fixture_close (self);
  fixture_open (self, NULL);
  g_assert_cmpint (fixture_int (self, "PRAGMA main.user_version"), ==, AMP_SCHEMA_VERSION);
  rows = amp_store_review_list (self->store, NULL);
  g_assert_true (nth (rows, 0)->open);
  g_assert_cmpuint (g_bytes_get_size (nth (rows, 0)->session_key), ==, 6);
  g_assert_cmpint (
    fixture_int (self, "SELECT count(*) FROM main.code_approval_kind WHERE code = 'resolve'"), ==,
    1);
  add (self, "fedcba9876543210");
  put_keys (self, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("a-line-comes-back", test_comes_back);
  ADD ("closing-destroys-one-key", test_closing);
  ADD ("nothing-else-of-a-line-changes", test_stays);
  ADD ("keys-come-back-and-what-was-given-goes", test_keys);
  ADD ("closing-destroys-the-keys-of-one-line", test_closing_keys);
  ADD ("nothing-of-the-keys-changes", test_keys_stay);
  ADD ("a-round-has-a-case-once", test_drawn_once);
  ADD ("what-was-drawn-stays-unless-there-was-no-file", test_drawn_stays);
  ADD ("a-vault-of-before-gains-the-ledger-and-keeps-its-people", test_older_vault);
  ADD ("a-vault-of-version-6-keeps-its-maker-s-key", test_version_6);
  return g_test_run ();
}
