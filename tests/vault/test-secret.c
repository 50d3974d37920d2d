/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Secrets, ids, hashes, and files that are written whole or not at all. */
#include "fault.h"
#include "fixture.h"
#include "vault/vault.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static AmpSecret *
read_from (const char *text, gsize length, GError **error)
{
  int ends[2];
  AmpSecret *secret;

  g_assert_cmpint (pipe (ends), ==, 0);
  g_assert_cmpint (write (ends[1], text, length), ==, (gssize) length);
  close (ends[1]);
  secret = amp_secret_read_line (ends[0], error);
  close (ends[0]);
  return secret;
}

static void
expect_line (const char *text, const char *line)
{
  g_autoptr (AmpSecret) secret = read_from (text, strlen (text), NULL);

  g_assert_cmpmem (amp_secret_data (secret), amp_secret_length (secret), line, strlen (line));
}

static void
a_line_ends_at_the_newline_or_the_end (void)
{
  expect_line ("clave\nmás\n", "clave");
  expect_line ("clave", "clave");
  expect_line ("contraseña con espacios \r\n", "contraseña con espacios ");
  expect_line ("\n", "");
  expect_line ("", "");
}

static void
the_second_line_is_left_for_the_next_reader (void)
{
  g_autoptr (AmpSecret) first = NULL, second = NULL;
  int ends[2];

  g_assert_cmpint (pipe (ends), ==, 0);
  g_assert_cmpint (write (ends[1], "una\ndos\n", 8), ==, 8);
  close (ends[1]);
  first = amp_secret_read_line (ends[0], NULL);
  second = amp_secret_read_line (ends[0], NULL);
  close (ends[0]);
  g_assert_cmpmem (amp_secret_data (first), amp_secret_length (first), "una", 3);
  g_assert_cmpmem (amp_secret_data (second), amp_secret_length (second), "dos", 3);
}

static void
a_line_has_an_end (void)
{
  g_autofree char *text = g_strnfill (1024, 'a');
  g_autofree char *longer = g_strnfill (1025, 'a');
  g_autoptr (AmpSecret) fits = read_from (text, 1024, NULL);
  g_autoptr (GError) error = NULL, closed = NULL;

  g_assert_cmpuint (amp_secret_length (fits), ==, 1024);
  g_assert_null (read_from (longer, 1025, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_INVALID);
  g_assert_null (amp_secret_read_line (-1, &closed));
  g_assert_error (closed, AMP_VAULT_ERROR, AMP_VAULT_ERROR_IO);
}

static void
secrets_are_equal_byte_for_byte (void)
{
  g_autoptr (AmpSecret) a = amp_secret_new_from_text ("igual");
  g_autoptr (AmpSecret) b = amp_secret_new_from_text ("igual");
  g_autoptr (AmpSecret) c = amp_secret_new_from_text ("Igual");
  g_autoptr (AmpSecret) d = amp_secret_new_from_text ("igual!");
  g_autoptr (AmpSecret) empty = amp_secret_new (0);

  g_assert_true (amp_secret_equal (a, b));
  g_assert_false (amp_secret_equal (a, c));
  g_assert_false (amp_secret_equal (a, d));
  g_assert_false (amp_secret_equal (a, empty));
  g_assert_true (amp_secret_equal (empty, empty));
}

static void
ids_are_positive_and_grow (void)
{
  gint64 last = 0;

  for (guint i = 0; i < 100000; i++)
    {
      gint64 id = amp_id_new ();

      g_assert_cmpint (id, >, last);
      last = id;
    }
  /* 41 bits of milliseconds and 22 of chance: still of this century. */
  g_assert_cmpint (last >> 22, >, G_GINT64_CONSTANT (180000000000));
  g_assert_cmpint (last >> 22, <, G_GINT64_CONSTANT (2500000000000));
}

/* BLAKE2b-256 of nothing, from its reference implementation. */
static void
the_hash_is_blake2b (void)
{
  static const guint8 expected[AMP_HASH_BYTES] = {
    0x0e, 0x57, 0x51, 0xc0, 0x26, 0xe5, 0x43, 0xb2, 0xe8, 0xab, 0x2e, 0xb0, 0x60, 0x99, 0xda, 0xa1,
    0xd1, 0xe5, 0xdf, 0x47, 0x77, 0x8f, 0x77, 0x87, 0xfa, 0xab, 0x45, 0xcd, 0xf1, 0x2f, 0xe3, 0xa8};
  guint8 hash[AMP_HASH_BYTES];

  amp_hash ("", 0, hash);
  g_assert_cmpmem (hash, sizeof hash, expected, sizeof expected);
}

static void
roles_go_by_their_codes (void)
{
  AmpRole role = AMP_ROLE_AUDITOR;

  g_assert_cmpstr (amp_role_to_code (AMP_ROLE_CASEWORKER), ==, "caseworker");
  g_assert_true (amp_role_from_code ("supervisor", &role));
  g_assert_cmpint (role, ==, AMP_ROLE_SUPERVISOR);
  g_assert_false (amp_role_from_code ("Supervisor", &role));
  g_assert_false (amp_role_from_code (NULL, &role));
}

static void
a_file_is_written_whole_or_not_at_all (void)
{
  g_autofree char *folder = g_dir_make_tmp ("amparo-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "conteos.csv", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  g_assert_true (amp_write_file (path, "antes", 5, &error));
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  for (int n = 0; n < 2; n++)
    {
      g_autoptr (GDir) dir = NULL;

      amp_disk_fail_after (n, ENOSPC);
      g_assert_false (amp_write_file (path, "después", 8, &error));
      amp_disk_fail_after (-1, 0);
      g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_FULL);
      g_clear_error (&error);
      /* That disk removes nothing either: what is left has a name of its own. */
      dir = g_dir_open (folder, 0, NULL);
      for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
        if (!g_str_equal (name, "conteos.csv"))
          {
            g_autofree char *left = g_build_filename (folder, name, NULL);

            g_assert_true (g_str_has_prefix (name, ".amparo-"));
            g_assert_cmpint (g_unlink (left), ==, 0);
          }
    }
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "antes");
  g_assert_true (amp_write_file (path, "", 0, &error));
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_size, ==, 0);
  g_unlink (path);
  g_rmdir (folder);
  g_assert_false (amp_write_file (path, "x", 1, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_FOUND);
  g_assert_null (strstr (error->message, "conteos"));
}

static void
room_is_taken_before_and_given_back (void)
{
  g_autofree char *folder = g_dir_make_tmp ("amparo-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "pack", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "none", "pack", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  AmpFileRoom *room;

  room = amp_file_room_new (path, 5, &error);
  g_assert_no_error (error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (fixture_count_names (folder), ==, 1);
  amp_file_room_free (room);
  g_assert_cmpuint (fixture_count_names (folder), ==, 0);

  room = amp_file_room_new (path, 5, &error);
  g_assert_true (amp_file_room_fill (room, "antes", &error));
  amp_file_room_free (room);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "antes");
  g_assert_cmpuint (fixture_count_names (folder), ==, 1);

  /* What is there already stays until the new one is whole. */
  room = amp_file_room_new (path, 8, &error);
  amp_disk_fail_after (0, EIO);
  g_assert_false (amp_file_room_fill (room, "después", &error));
  amp_disk_fail_after (-1, 0);
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_IO);
  g_clear_error (&error);
  amp_file_room_free (room);
  g_clear_pointer (&text, g_free);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "antes");

  amp_disk_fail_after (1, ENOSPC);
  g_assert_null (amp_file_room_new (path, 8, &error));
  amp_disk_fail_after (-1, 0);
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_FULL);
  g_clear_error (&error);
  g_assert_null (amp_file_room_new (nowhere, 8, &error));
  g_assert_error (error, AMP_VAULT_ERROR, AMP_VAULT_ERROR_NOT_FOUND);
  fixture_remove_tree (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_true (amp_vault_init (NULL));
  g_test_add_func ("/vault/secret/a-line-ends-at-the-newline-or-the-end",
                   a_line_ends_at_the_newline_or_the_end);
  g_test_add_func ("/vault/secret/the-second-line-is-left-for-the-next-reader",
                   the_second_line_is_left_for_the_next_reader);
  g_test_add_func ("/vault/secret/a-line-has-an-end", a_line_has_an_end);
  g_test_add_func ("/vault/secret/secrets-are-equal-byte-for-byte",
                   secrets_are_equal_byte_for_byte);
  g_test_add_func ("/vault/crypto/ids-are-positive-and-grow", ids_are_positive_and_grow);
  g_test_add_func ("/vault/crypto/the-hash-is-blake2b", the_hash_is_blake2b);
  g_test_add_func ("/vault/user/roles-go-by-their-codes", roles_go_by_their_codes);
  g_test_add_func ("/vault/file/a-file-is-written-whole-or-not-at-all",
                   a_file_is_written_whole_or_not_at_all);
  g_test_add_func ("/vault/secret/room-for-a-file-is-taken-before-and-given-back",
                   room_is_taken_before_and_given_back);
  return g_test_run ();
}
