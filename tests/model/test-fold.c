/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Folding for finding and for sorting. */
#include "model/fold.h"

#include <string.h>

static void
assert_folds (const char *text, const char *expected)
{
  g_autofree char *folded = amp_fold (text);

  g_assert_cmpstr (folded, ==, expected);
}

static void
test_accents_and_case_do_not_matter (void)
{
  assert_folds ("MARÍA DE LOS ÁNGELES", "maria de los angeles");
  assert_folds ("Muñoz Ibáñez", "munoz ibanez");
  assert_folds ("Agüero", "aguero");
  assert_folds ("Mun\xcc\x83oz", "munoz"); /* decomposed tilde */
  assert_folds ("Straße Ørsted", "strasse orsted");
}

static void
test_punctuation_is_one_blank (void)
{
  assert_folds ("  D'Angelo -- Pérez,  J.  ", "d angelo perez j");
  assert_folds ("+51 987-654-321", "51 987 654 321");
  assert_folds ("\xc2\xa0", "");
  assert_folds ("", "");
  assert_folds (NULL, "");
}

static void
test_bytes_that_are_no_text_do_no_harm (void)
{
  for (guint i = 0; i < 20000; i++)
    {
      char text[24];
      g_autofree char *once = NULL, *twice = NULL;

      for (gsize j = 0; j < sizeof text - 1; j++)
        text[j] = (char) g_test_rand_int_range (1, 256);
      text[sizeof text - 1] = '\0';
      once = amp_fold (text);
      g_assert_true (g_utf8_validate (once, -1, NULL));
      twice = amp_fold (once);
      g_assert_cmpstr (once, ==, twice);
    }
}

static void
test_sorting_puts_enie_between_n_and_o (void)
{
  static const char *const names[] = {"Nunez", "Nuno", "Nuño",  "Nuñonca", "Nuoz",
                                      "Ñañez", "Oña",  "Ópalo", "Zárate"};

  for (gsize i = 1; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *before = amp_fold_sort_key (names[i - 1]);
      g_autofree char *after = amp_fold_sort_key (names[i]);

      if (strcmp (before, after) >= 0)
        g_error ("%s does not sort before %s", names[i - 1], names[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fold/accents-and-case-do-not-matter", test_accents_and_case_do_not_matter);
  g_test_add_func ("/fold/punctuation-is-one-blank", test_punctuation_is_one_blank);
  g_test_add_func ("/fold/bytes-that-are-no-text-do-no-harm",
                   test_bytes_that_are_no_text_do_no_harm);
  g_test_add_func ("/fold/sorting-puts-enie-between-n-and-o",
                   test_sorting_puts_enie_between_n_and_o);
  return g_test_run ();
}
