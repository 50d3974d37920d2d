/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Recovery sheets: read, tested alone, two of three. */
#include "ring.h"

#include "keyring/sheet.h"

#include <string.h>

typedef struct
{
  Fixture fixture;
  AmpVault *vault;
  AmpSecret *fresh; /* passphrase of who recovers */
  GPtrArray *sheets;
} Office;

static void
set_up (Office *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_set_up (&self->fixture, data);
  self->fresh = amp_secret_new_from_text ("frase de rescate");
  self->vault = fixture_create (&self->fixture);
  fixture_fill (self->vault);
  self->sheets = amp_vault_make_recovery (self->vault, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (self->sheets->len, ==, AMP_RECOVERY_SHEETS);
}

static void
tear_down (Office *self, gconstpointer data)
{
  g_clear_pointer (&self->vault, amp_vault_free);
  g_ptr_array_unref (self->sheets);
  amp_secret_free (self->fresh);
  fixture_tear_down (&self->fixture, data);
}

static gboolean
test_sheet (Office *self, const AmpSecret *sheet, guint *number, GError **error)
{
  return amp_recovery_test (self->fixture.folder, sheet, number, NULL, error);
}

static AmpVault *
recover (Office *self, const AmpSecret *first, const AmpSecret *second, GError **error)
{
  const AmpSecret *const two[] = {first, second};

  g_clear_pointer (&self->vault, amp_vault_free);
  return amp_vault_recover (self->fixture.folder, two, "ines", self->fresh, &amp_kdf_cheap, error);
}

/* The words of a sheet, for changing them; in a test they need no guarded memory. */
static char **
words_of (const AmpSecret *sheet)
{
  g_autofree char *text =
    g_strndup ((const char *) amp_secret_data (sheet), amp_secret_length (sheet));
  char **words = g_strsplit (text, " ", -1);

  g_assert_cmpuint (g_strv_length (words), ==, AMP_SHEET_BYTES);
  return words;
}

static AmpSecret *
sheet_of (char **words, const char *between)
{
  g_autofree char *text = g_strjoinv (between, words);

  return amp_secret_new_from_text (text);
}

static void
assert_code (Office *self, const AmpSecret *sheet, AmpVaultError code, const char *message)
{
  g_autoptr (GError) error = NULL;
  guint number = 99;

  g_assert_false (test_sheet (self, sheet, &number, &error));
  g_assert_error (error, AMP_VAULT_ERROR, (gint) code);
  g_assert_cmpuint (number, ==, 99);
  if (message != NULL)
    g_assert_cmpstr (error->message, ==, message);
}

static void
each_sheet_is_tested_alone (Office *self, gconstpointer data)
{
  (void) data;
  for (guint i = 0; i < AMP_RECOVERY_SHEETS; i++)
    {
      g_autoptr (GError) error = NULL;
      guint number = 0;

      g_assert_true (test_sheet (self, self->sheets->pdata[i], &number, &error));
      g_assert_cmpuint (number, ==, i + 1);
      g_assert_true (
        amp_recovery_test (self->fixture.folder, self->sheets->pdata[i], NULL, &number, &error));
      g_assert_cmpuint (number, ==, 1); /* the first set */
      for (guint k = 0; k < i; k++)
        g_assert_false (amp_secret_equal (self->sheets->pdata[i], self->sheets->pdata[k]));
    }
}

/* As bytes, so that a reader of FORMAT.md finds the same. */
static void
a_sheet_is_what_the_format_says (Office *self, gconstpointer data)
{
  g_autofree AmpKeyring *keyring = amp_keyring_load (self->fixture.folder, NULL);

  (void) data;
  g_assert_cmpuint (keyring->extension.recovery, ==, 1);
  g_assert_cmpuint (keyring->extension.set, ==, 1);
  for (guint i = 0; i < AMP_RECOVERY_SHEETS; i++)
    {
      g_autoptr (AmpSecret) sheet = amp_sheet_from_words (self->sheets->pdata[i], NULL);
      g_autoptr (AmpSecret) words = amp_sheet_to_words (sheet);
      const guint8 *bytes = amp_secret_data (sheet);

      g_assert_true (amp_secret_equal (words, self->sheets->pdata[i]));
      g_assert_cmpuint (bytes[0], ==, 1);
      g_assert_cmpuint (bytes[1], ==, i + 1);
      g_assert_cmpuint (bytes[2], ==, 1);
    }
}

/* --- Two of three --- */

static void
any_two_sheets_open_the_vault (Office *self, gconstpointer data)
{
  (void) data;
  for (guint i = 0; i < AMP_RECOVERY_SHEETS * AMP_RECOVERY_SHEETS; i++)
    {
      g_autoptr (GError) error = NULL;
      guint a = i / AMP_RECOVERY_SHEETS, b = i % AMP_RECOVERY_SHEETS;
      const AmpSecret *const two[] = {self->sheets->pdata[a], self->sheets->pdata[b]};
      g_autofree char *login = g_strdup_printf ("ines%u", i);
      g_autoptr (AmpVault) vault = NULL;
      sqlite3 *db;

      g_clear_pointer (&self->vault, amp_vault_free);
      vault =
        amp_vault_recover (self->fixture.folder, two, login, self->fresh, &amp_kdf_cheap, &error);
      if (a == b)
        {
          g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_INVALID);
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (amp_vault_get_user (vault)->login, ==, login);
      g_assert_cmpint (amp_vault_get_user (vault)->role, ==, AMP_ROLE_SUPERVISOR);
      db = amp_vault_connect (vault, &error);
      g_assert_no_error (error);
      g_assert_cmpint (sql_ask (db, "SELECT count(*) FROM identity.t"), ==, FIXTURE_ROWS);
      sqlite3_close (db);
      /* A supervisor like any other, and the others are still there. */
      g_assert_true (amp_vault_disable_user (vault, login, &error) ||
                     g_error_matches (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_ALLOWED));
      g_clear_error (&error);
      g_clear_pointer (&vault, amp_vault_free);
      vault = fixture_unlock (&self->fixture, &error);
      g_assert_no_error (error);
    }
}

/* One sheet and all that is in the folder: its share is not the secret, and joined with a share
 * made up for another number it gives another one. */
static void
one_sheet_opens_nothing (Office *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpSecret) forged = amp_sheet_from_words (self->sheets->pdata[0], NULL);
  g_autoptr (AmpSecret) words = NULL;

  (void) data;
  g_assert_null (recover (self, self->sheets->pdata[1], self->sheets->pdata[1], &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_INVALID);
  g_clear_error (&error);
  for (guint8 number = 0; number < 5; number++)
    {
      g_autofree AmpKeyring *keyring = amp_keyring_load (self->fixture.folder, NULL);

      amp_secret_data (forged)[AMP_SHEET_NUMBER_AT] = number;
      amp_secret_data (forged)[AMP_SHEET_SHARE_AT]++;
      amp_sheet_put_check (forged, keyring->vault_id);
      g_clear_pointer (&words, amp_secret_free);
      words = amp_sheet_to_words (forged);
      g_assert_null (recover (self, self->sheets->pdata[1], words, &error));
      g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_OUT_OF_STEP);
      g_clear_error (&error);
    }
}

static void
recovering_asks_for_a_login_that_is_free_and_a_passphrase (Office *self, gconstpointer data)
{
  const AmpSecret *const two[] = {self->sheets->pdata[2], self->sheets->pdata[0]};
  g_autoptr (AmpSecret) empty = amp_secret_new (0);
  g_autoptr (GError) error = NULL;

  (void) data;
  g_assert_null (
    amp_vault_recover (self->fixture.folder, two, "ines", self->fresh, &amp_kdf_cheap, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_IN_USE);
  g_clear_error (&error);
  g_clear_pointer (&self->vault, amp_vault_free);
  g_assert_null (amp_vault_recover (self->fixture.folder, two, FIXTURE_LOGIN, self->fresh,
                                    &amp_kdf_cheap, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_EXISTS);
  g_clear_error (&error);
  g_assert_null (
    amp_vault_recover (self->fixture.folder, two, " ", self->fresh, &amp_kdf_cheap, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (
    amp_vault_recover (self->fixture.folder, two, "ines", empty, &amp_kdf_cheap, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_INVALID);
}

static void
only_a_supervisor_makes_sheets (Office *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  (void) data;
  amp_vault_add_user (self->vault, "luz", AMP_ROLE_CASEWORKER, self->fresh, &amp_kdf_cheap, NULL,
                      &error);
  g_assert_no_error (error);
  g_clear_pointer (&self->vault, amp_vault_free);
  self->vault = amp_vault_unlock (self->fixture.folder, "luz", self->fresh, &error);
  g_assert_no_error (error);
  g_assert_null (amp_vault_make_recovery (self->vault, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_ALLOWED);
}

/* --- Sheets that are no good --- */

static void
a_sheet_of_an_older_set_is_told (Office *self, gconstpointer data)
{
  g_autoptr (GPtrArray) newer = amp_vault_make_recovery (self->vault, NULL);
  g_autoptr (GError) error = NULL;

  (void) data;
  for (guint i = 0; i < AMP_RECOVERY_SHEETS; i++)
    {
      assert_code (self, self->sheets->pdata[i], AMP_VAULT_ERROR_OUT_OF_STEP, NULL);
      g_assert_true (test_sheet (self, newer->pdata[i], NULL, NULL));
    }
  /* Not even one of each. */
  g_assert_null (recover (self, newer->pdata[0], self->sheets->pdata[1], &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_OUT_OF_STEP);
  g_clear_error (&error);
  self->vault = recover (self, newer->pdata[0], newer->pdata[1], &error);
  g_assert_no_error (error);
}

static void
a_sheet_of_another_vault_is_told (Office *self, gconstpointer data)
{
  Fixture other = {0};
  g_autoptr (AmpVault) vault = NULL;
  g_autoptr (GPtrArray) sheets = NULL;
  g_autoptr (GError) error = NULL;

  fixture_set_up (&other, data);
  vault = fixture_create (&other);
  g_assert_false (amp_recovery_test (other.folder, self->sheets->pdata[0], NULL, NULL, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_FOUND);
  g_clear_error (&error);
  sheets = amp_vault_make_recovery (vault, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < AMP_RECOVERY_SHEETS; i++)
    assert_code (self, sheets->pdata[i], AMP_VAULT_ERROR_FOREIGN, NULL);
  g_assert_null (recover (self, sheets->pdata[0], sheets->pdata[1], &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_FOREIGN);
  g_clear_pointer (&vault, amp_vault_free);
  fixture_tear_down (&other, data);
}

static void
a_sheet_of_a_newer_format_is_told (Office *self, gconstpointer data)
{
  g_autofree AmpKeyring *keyring = amp_keyring_load (self->fixture.folder, NULL);
  g_autoptr (AmpSecret) sheet = amp_sheet_from_words (self->sheets->pdata[0], NULL);
  g_autoptr (AmpSecret) words = NULL;

  (void) data;
  amp_secret_data (sheet)[AMP_SHEET_VERSION_AT] = 2;
  amp_sheet_put_check (sheet, keyring->vault_id);
  words = amp_sheet_to_words (sheet);
  assert_code (self, words, AMP_VAULT_ERROR_NEWER, NULL);
}

/* --- What people type --- */

/* All 24 x 255 of them. */
static void
every_single_wrong_word_is_found (Office *self, gconstpointer data)
{
  g_autofree AmpKeyring *keyring = amp_keyring_load (self->fixture.folder, NULL);
  g_autoptr (AmpSecret) sheet = amp_sheet_from_words (self->sheets->pdata[1], NULL);

  (void) data;
  for (guint i = 0; i < AMP_SHEET_BYTES; i++)
    for (guint step = 1; step < 256; step++)
      {
        g_autofree char *expected = g_strdup_printf ("Word %u is wrong", i + 1);
        g_autoptr (GError) error = NULL;

        amp_secret_data (sheet)[i] = (guint8) (amp_secret_data (sheet)[i] + step);
        g_assert_false (amp_sheet_check (sheet, keyring->vault_id, &error));
        g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_INVALID);
        g_assert_cmpstr (error->message, ==, expected);
        amp_secret_data (sheet)[i] = (guint8) (amp_secret_data (sheet)[i] - step);
      }
  g_assert_true (amp_sheet_check (sheet, keyring->vault_id, NULL));
}

static void
two_words_that_changed_places_are_found (Office *self, gconstpointer data)
{
  g_auto (GStrv) words = words_of (self->sheets->pdata[2]);

  (void) data;
  for (guint i = 0; i < AMP_SHEET_BYTES; i++)
    for (guint k = i + 1; k < AMP_SHEET_BYTES; k++)
      {
        char *kept = words[i];
        g_autofree char *expected =
          g_strdup_printf ("Words %u and %u changed places", i + 1, k + 1);
        g_autoptr (AmpSecret) sheet = NULL;

        if (strcmp (words[i], words[k]) == 0)
          continue;
        words[i] = words[k];
        words[k] = kept;
        sheet = sheet_of (words, " ");
        assert_code (self, sheet, AMP_VAULT_ERROR_INVALID, expected);
        words[k] = words[i];
        words[i] = kept;
      }
}

/* More than one mistake cannot be told from a sheet of another vault, but never passes. */
static void
two_wrong_words_never_pass (Office *self, gconstpointer data)
{
  g_autofree AmpKeyring *keyring = amp_keyring_load (self->fixture.folder, NULL);
  g_autoptr (AmpSecret) sheet = amp_sheet_from_words (self->sheets->pdata[0], NULL);

  (void) data;
  for (guint i = 0; i < 200; i++)
    {
      gsize a = (gsize) g_test_rand_int_range (0, AMP_SHEET_BYTES);
      gsize b = (a + (gsize) g_test_rand_int_range (1, AMP_SHEET_BYTES)) % AMP_SHEET_BYTES;
      guint8 old_a = amp_secret_data (sheet)[a], old_b = amp_secret_data (sheet)[b];

      amp_secret_data (sheet)[a] ^= (guint8) g_test_rand_int_range (1, 256);
      amp_secret_data (sheet)[b] ^= (guint8) g_test_rand_int_range (1, 256);
      g_assert_false (amp_sheet_check (sheet, keyring->vault_id, NULL));
      amp_secret_data (sheet)[a] = old_a;
      amp_secret_data (sheet)[b] = old_b;
    }
}

static char *
with_accents (const char *word)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (; *word != '\0'; word++)
    switch (*word)
      {
      case 'a':
        g_string_append (text, "\u00c1"); /* in one */
        break;
      case 'e':
        g_string_append (text, "e\u0301"); /* in two */
        break;
      case 'n':
        g_string_append (text, "\u00d1");
        break;
      case 'u':
        g_string_append (text, "U\u0308");
        break;
      default:
        g_string_append_c (text, g_ascii_toupper (*word));
      }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
case_accents_blanks_and_ends_of_words_do_not_matter (Office *self, gconstpointer data)
{
  static const char *const between[] = {"  ",       "\n", "\r\n",   "\t",     " \n \n ",
                                        "\u00a0\n", ", ", "\u2028", "\n12. ", " - "};

  (void) data;
  for (guint i = 0; i < AMP_RECOVERY_SHEETS; i++)
    {
      g_auto (GStrv) words = words_of (self->sheets->pdata[i]);
      g_autoptr (AmpSecret) loud = NULL, short_one = NULL, padded = NULL;
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;

      for (guint k = 0; k < G_N_ELEMENTS (between); k++)
        {
          g_autoptr (AmpSecret) sheet = sheet_of (words, between[k]);

          test_sheet (self, sheet, NULL, &error);
          g_assert_no_error (error);
        }
      text = g_strjoinv (" ", words);
      for (guint k = 0; words[k] != NULL; k++)
        {
          g_autofree char *old = words[k];

          words[k] = with_accents (old);
        }
      loud = sheet_of (words, " ");
      test_sheet (self, loud, NULL, &error);
      g_assert_no_error (error);
      g_strfreev (words);
      words = g_strsplit (text, " ", -1);
      for (guint k = 0; words[k] != NULL; k++)
        if (strlen (words[k]) > 4)
          words[k][k % 2 == 0 ? 4 : strlen (words[k]) - 1] = '\0';
      short_one = sheet_of (words, " ");
      test_sheet (self, short_one, NULL, &error);
      g_assert_no_error (error);
      g_free (text);
      text = g_strjoinv (" ", words);
      g_free (words[0]);
      words[0] = g_strconcat ("\n\n  ", text, " \n", NULL);
      padded = amp_secret_new_from_text (words[0]);
      test_sheet (self, padded, NULL, &error);
      g_assert_no_error (error);
    }
}

static void
an_unknown_word_is_told_by_its_number (Office *self, gconstpointer data)
{
  static const char *const unknown[] = {
    "xxxx",   "abe",    "abejax",           "\xc3",
    "a",      "abejab", "abejabejabejabej", "\u03b1\u03b2\u03b3\u03b4",
    "qqqqqqq"};

  (void) data;
  for (guint k = 0; k < G_N_ELEMENTS (unknown); k++)
    for (guint i = 0; i < AMP_SHEET_BYTES; i += 23)
      {
        g_auto (GStrv) words = words_of (self->sheets->pdata[0]);
        g_autofree char *expected = g_strdup_printf ("Word %u is not in the list", i + 1);
        g_autoptr (AmpSecret) sheet = NULL;

        g_free (words[i]);
        words[i] = g_strdup (unknown[k]);
        sheet = sheet_of (words, " ");
        /* No letter at all is no word. */
        assert_code (self, sheet, AMP_VAULT_ERROR_INVALID,
                     k == 3 ? "A sheet has 24 words, not 23" : expected);
      }
}

static void
a_sheet_has_24_words (Office *self, gconstpointer data)
{
  g_auto (GStrv) words = words_of (self->sheets->pdata[0]);
  g_autofree char *all = g_strjoinv (" ", words);
  g_autofree char *more = g_strconcat (all, " ", words[3], NULL);
  g_autofree char *twice = g_strconcat (all, " ", all, NULL);
  g_autoptr (AmpSecret) empty = amp_secret_new (0);
  g_autoptr (AmpSecret) zeros = amp_secret_new (1000);
  g_autoptr (AmpSecret) longer = amp_secret_new_from_text (more);
  g_autoptr (AmpSecret) longest = amp_secret_new_from_text (twice);

  (void) data;
  assert_code (self, empty, AMP_VAULT_ERROR_INVALID, "A sheet has 24 words, not 0");
  assert_code (self, zeros, AMP_VAULT_ERROR_INVALID, "A sheet has 24 words, not 0");
  assert_code (self, longer, AMP_VAULT_ERROR_INVALID, "A sheet has 24 words, not 25");
  assert_code (self, longest, AMP_VAULT_ERROR_INVALID, "A sheet has 24 words, not 48");
  for (guint n = 23; n > 0; n--)
    {
      g_autofree char *expected = g_strdup_printf ("A sheet has 24 words, not %u", n);
      g_autoptr (AmpSecret) sheet = NULL;

      g_clear_pointer (&words[n], g_free);
      sheet = sheet_of (words, " ");
      assert_code (self, sheet, AMP_VAULT_ERROR_INVALID, expected);
    }
}

/* Whatever is typed: a sheet, or an error of this domain. */
static void
no_text_is_more_than_a_text (Office *self, gconstpointer data)
{
  (void) data;
  for (guint i = 0; i < 3000; i++)
    {
      AmpSecret *whole = self->sheets->pdata[i % AMP_RECOVERY_SHEETS];
      gsize length = (gsize) g_test_rand_int_range (0, 300);
      g_autoptr (AmpSecret) text = amp_secret_new (length);
      g_autoptr (AmpSecret) sheet = NULL;
      g_autoptr (GError) error = NULL;

      memcpy (amp_secret_data (text), amp_secret_data (whole),
              MIN (length, amp_secret_length (whole)));
      for (guint k = 0; length > 0 && k < i % 7; k++)
        amp_secret_data (text)[g_test_rand_int_range (0, (gint32) length)] =
          (guint8) g_test_rand_int_range (0, 256);
      sheet = amp_sheet_from_words (text, &error);
      g_assert_true ((sheet == NULL) ==
                     g_error_matches (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_INVALID));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
#define ADD(name, test) g_test_add ("/vault/recovery/" name, Office, NULL, set_up, test, tear_down)
  ADD ("each-sheet-is-tested-alone", each_sheet_is_tested_alone);
  ADD ("a-sheet-is-what-the-format-says", a_sheet_is_what_the_format_says);
  ADD ("any-two-sheets-open-the-vault", any_two_sheets_open_the_vault);
  ADD ("one-sheet-opens-nothing", one_sheet_opens_nothing);
  ADD ("recovering-asks-for-a-login-that-is-free-and-a-passphrase",
       recovering_asks_for_a_login_that_is_free_and_a_passphrase);
  ADD ("only-a-supervisor-makes-sheets", only_a_supervisor_makes_sheets);
  ADD ("a-sheet-of-an-older-set-is-told", a_sheet_of_an_older_set_is_told);
  ADD ("a-sheet-of-another-vault-is-told", a_sheet_of_another_vault_is_told);
  ADD ("a-sheet-of-a-newer-format-is-told", a_sheet_of_a_newer_format_is_told);
  ADD ("every-single-wrong-word-is-found", every_single_wrong_word_is_found);
  ADD ("two-words-that-changed-places-are-found", two_words_that_changed_places_are_found);
  ADD ("two-wrong-words-never-pass", two_wrong_words_never_pass);
  ADD ("case-accents-blanks-and-ends-of-words-do-not-matter",
       case_accents_blanks_and_ends_of_words_do_not_matter);
  ADD ("an-unknown-word-is-told-by-its-number", an_unknown_word_is_told_by_its_number);
  ADD ("a-sheet-has-24-words", a_sheet_has_24_words);
  ADD ("no-text-is-more-than-a-text", no_text_is_more_than_a_text);
#undef ADD
  return g_test_run ();
}
