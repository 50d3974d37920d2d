/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A sheet is read back the way people and machines read it: its text, and its code. */
#include "domain/recovery-sheet.h"

#include <glib/gstdio.h>
#include <string.h>

/* What fontconfig keeps for the life of a process is no leak of ours. */
const char *__lsan_default_suppressions (void);

const char *
__lsan_default_suppressions (void)
{
  return "leak:libfontconfig";
}

static const char words[] =
  "abeja abrigo aceite ajedrez alpaca anillo arado arena aroma arroz aula azul balde barco bloque "
  "blusa bolsa bosque brillo brisa brocha bufanda burbuja cacao";

static const guint8 vault[16] = {0x7f, 0x3a, 0x09, 0xc2, 1};
static const AmpRecoverySheet sheet = {2, 5, vault, "2026-03-05"};

typedef struct
{
  char *folder;
  char *pdf;
} Place;

static void
place_setup (Place *self, gconstpointer data)
{
  (void) data;
  self->folder = g_dir_make_tmp ("amparo-sheet-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  self->pdf = g_build_filename (self->folder, "sheet.pdf", NULL);
}

static void
place_teardown (Place *self, gconstpointer data)
{
  g_autofree char *png = g_build_filename (self->folder, "sheet.png", NULL);

  (void) data;
  (void) g_unlink (png);
  (void) g_unlink (self->pdf);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  g_free (self->pdf);
}

static const char *
as_it_is (const char *msgid)
{
  return msgid;
}

/* A language that needs a quarter more space. */
static const char *
longer (const char *msgid)
{
  static char text[2000];

  g_snprintf (text, sizeof text, "%s %.*s", msgid, (int) (strlen (msgid) / 4), msgid);
  return text;
}

static void
write_sheet (Place *self)
{
  g_autoptr (AmpSecret) secret = amp_secret_new_from_text (words);
  g_autoptr (GError) error = NULL;

  g_assert_true (amp_recovery_sheet_write (&sheet, secret, self->pdf, as_it_is, &error));
  g_assert_no_error (error);
}

/* What a program prints; NULL where it is not installed, and the test is skipped. */
static char *
output_of (Place *self, const char *const *command)
{
  g_autoptr (GError) error = NULL;
  char *out = NULL;
  int status = 0;

  if (!g_spawn_sync (self->folder, (char **) command, NULL,
                     G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &out, NULL,
                     &status, &error))
    {
      g_assert_error (error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT);
      g_test_skip (command[0]);
      return NULL;
    }
  g_assert_cmpint (status, ==, 0);
  return out;
}

static void
test_every_word_is_on_it_with_its_number (Place *self, gconstpointer data)
{
  static const char *const command[] = {"pdftotext", "-raw", "sheet.pdf", "-", NULL};
  g_auto (GStrv) expected = g_strsplit (words, " ", -1);
  g_autofree char *text = NULL;

  (void) data;
  write_sheet (self);
  text = output_of (self, command);
  if (text == NULL)
    return;
  for (guint i = 0; expected[i] != NULL; i++)
    {
      g_autofree char *pattern = g_strdup_printf ("(^|\\s)%u\\s+%s(\\s|$)", i + 1, expected[i]);

      if (!g_regex_match_simple (pattern, text, 0, 0))
        g_error ("%s is not in: %s", pattern, text);
    }
  g_assert_true (g_regex_match_simple ("\\b2 ?/ ?3\\b", text, 0, 0));
  g_assert_nonnull (strstr (text, "7F3A-09C2"));
  g_assert_nonnull (strstr (text, "2026-03-05"));
}

static void
test_it_is_one_page (Place *self, gconstpointer data)
{
  static const char *const command[] = {"pdfinfo", "sheet.pdf", NULL};
  g_autofree char *text = NULL;

  (void) data;
  write_sheet (self);
  text = output_of (self, command);
  if (text == NULL)
    return;
  g_assert_true (g_regex_match_simple ("Pages:\\s+1\\n", text, 0, 0));
  g_assert_nonnull (strstr (text, "A4"));
  g_assert_null (strstr (text, self->folder));
}

static void
test_the_code_says_the_words (Place *self, gconstpointer data)
{
  static const char *const draw[] = {"pdftoppm",    "-r",        "100",   "-png",
                                     "-singlefile", "sheet.pdf", "sheet", NULL};
  static const char *const read[] = {"zbarimg", "--quiet", "--raw", "sheet.png", NULL};
  g_autofree char *drawn = NULL;
  g_autofree char *text = NULL;

  (void) data;
  write_sheet (self);
  drawn = output_of (self, draw);
  text = drawn == NULL ? NULL : output_of (self, read);
  if (text == NULL)
    return;
  g_assert_cmpstr (g_strchomp (text), ==, words);
}

static void
test_a_longer_language_has_room (Place *self, gconstpointer data)
{
  g_autoptr (AmpSecret) secret = amp_secret_new_from_text (words);
  g_autoptr (GError) error = NULL;

  (void) data;
  g_assert_true (amp_recovery_sheet_write (&sheet, secret, self->pdf, longer, &error));
  g_assert_no_error (error);
}

static void
test_other_than_24_words_are_refused (Place *self, gconstpointer data)
{
  static const char *const wrong[] = {"", "abeja", "abeja  abrigo"};
  g_autofree char *more = g_strconcat (words, " casa", NULL);
  g_autofree char *fewer = g_strndup (words, strlen (words) - strlen (" cacao"));
  const char *const all[] = {wrong[0], wrong[1], wrong[2], more, fewer};

  (void) data;
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autoptr (AmpSecret) secret = amp_secret_new_from_text (all[i]);
      g_autoptr (GError) error = NULL;

      g_assert_false (amp_recovery_sheet_write (&sheet, secret, self->pdf, as_it_is, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
      g_assert_false (g_file_test (self->pdf, G_FILE_TEST_EXISTS));
    }
}

#define ADD(path, function)                                                                        \
  g_test_add ("/recovery-sheet/" path, Place, NULL, place_setup, function, place_teardown)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
  ADD ("every-word-is-on-it-with-its-number", test_every_word_is_on_it_with_its_number);
  ADD ("it-is-one-page", test_it_is_one_page);
  ADD ("the-code-says-the-words", test_the_code_says_the_words);
  ADD ("a-longer-language-has-room", test_a_longer_language_has_room);
  ADD ("other-than-24-words-are-refused", test_other_than_24_words_are_refused);
  return g_test_run ();
}
