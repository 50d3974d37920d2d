/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An office for a test. */
#include "office.h"

#include "pages/disk.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

void
office_open (Office *office)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AmpSecret) passphrase = NULL;
  g_autofree char *vault = NULL;

  amp_vault_init (&error);
  g_assert_no_error (error);
  passphrase = amp_secret_new_from_text ("correct horse battery staple");
  office->folder = g_dir_make_tmp ("amparo-test-XXXXXX", &error);
  g_assert_no_error (error);
  vault = office_path (office, "Office.amparo");
  office->session = amp_session_create (vault, "supervisora", passphrase, &amp_kdf_cheap, &error);
  g_assert_no_error (error);
}

void
office_close (Office *office)
{
  g_clear_pointer (&office->session, amp_session_close);
  if (office->folder != NULL)
    remove_tree (office->folder);
  g_clear_pointer (&office->folder, g_free);
}

char *
office_path (const Office *office, const char *name)
{
  return g_build_filename (office->folder, name, NULL);
}

char *
office_write (const Office *office, const char *name, const char *text)
{
  char *path = office_path (office, name);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, (gssize) strlen (text), &error);
  g_assert_no_error (error);
  return path;
}

static int
rename_never (const char *from, const char *to)
{
  (void) from;
  (void) to;
  return EIO;
}

void
office_break_files (void)
{
  static AmpDisk breaking;

  breaking = amp_disk_real;
  breaking.rename = rename_never;
  amp_disk_use (&breaking);
}
