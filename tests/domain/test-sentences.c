/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "domain/sentences.h"

#include "domain/session.h"
#include "review/check.h"

static void
check_domain (GQuark domain, int first, int last)
{
  const char *fallback = amp_error_sentence (NULL);

  for (int code = first; code <= last; code++)
    {
      g_autoptr (GError) error = g_error_new_literal (domain, code, "SECRET detail");
      const char *sentence = amp_error_sentence (error);

      g_assert_cmpstr (sentence, !=, fallback);
      g_assert_true (g_str_has_suffix (sentence, "."));
      g_assert_null (g_strstr_len (sentence, -1, "SECRET"));
      g_assert_cmpint (amp_error_exit_code (error), >=, 1);
      g_assert_cmpint (amp_error_exit_code (error), <=, 5);
    }
}

static void
test_every_code_has_a_sentence (void)
{
  check_domain (AMP_VAULT_ERROR, AMP_VAULT_ERROR_WRONG_KEY, AMP_VAULT_ERROR_IO);
  check_domain (AMP_STORE_ERROR, AMP_STORE_ERROR_CONFLICT, AMP_STORE_ERROR_FAILED);
  check_domain (AMP_DOMAIN_ERROR, AMP_DOMAIN_ERROR_FORMAT, AMP_DOMAIN_ERROR_OLD_BACKUP);
  check_domain (AMP_REVIEW_CHECK_ERROR, AMP_REVIEW_CHECK_ERROR_TEXT,
                AMP_REVIEW_CHECK_ERROR_EARLIER);
  check_domain (AMP_MODEL_ERROR, AMP_MODEL_ERROR_INVALID, AMP_MODEL_ERROR_INVALID);
  check_domain (G_IO_ERROR, G_IO_ERROR_CANCELLED, G_IO_ERROR_CANCELLED);
}

static void
test_the_unknown_still_says_what_to_do (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_MARKUP_ERROR, 0, "x");

  g_assert_cmpstr (amp_error_sentence (error), ==, amp_error_sentence (NULL));
  g_assert_cmpint (amp_error_exit_code (error), ==, 5);
}

static void
test_exit_codes_are_those_of_the_command_line (void)
{
  static const struct
  {
    GQuark (*domain) (void);
    int code, exit_code;
  } rows[] = {
    {amp_domain_error_quark, AMP_DOMAIN_ERROR_FINDINGS, 1},
    {amp_domain_error_quark, AMP_DOMAIN_ERROR_INVALID, 2},
    {amp_review_check_error_quark, AMP_REVIEW_CHECK_ERROR_SMALL, 1},
    {amp_vault_error_quark, AMP_VAULT_ERROR_WRONG_KEY, 3},
    {amp_vault_error_quark, AMP_VAULT_ERROR_NO_GRANT, 3},
    {amp_vault_error_quark, AMP_VAULT_ERROR_DAMAGED, 4},
    {amp_vault_error_quark, AMP_VAULT_ERROR_OUT_OF_STEP, 4},
    {amp_store_error_quark, AMP_STORE_ERROR_CHAIN, 4},
    {amp_vault_error_quark, AMP_VAULT_ERROR_IN_USE, 5},
    {amp_vault_error_quark, AMP_VAULT_ERROR_ERASED, 5},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (rows[i].domain (), rows[i].code, "x");

      g_assert_cmpint (amp_error_exit_code (error), ==, rows[i].exit_code);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sentences/every-code-has-a-sentence", test_every_code_has_a_sentence);
  g_test_add_func ("/sentences/the-unknown-still-says-what-to-do",
                   test_the_unknown_still_says_what_to_do);
  g_test_add_func ("/sentences/exit-codes-are-those-of-the-command-line",
                   test_exit_codes_are_those_of_the_command_line);
  return g_test_run ();
}
