/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every input that is kept for a target, as an ordinary test: the argument is their folder. */
#include "fuzz.h"

static void
replay (gconstpointer data)
{
  g_autofree char *bytes = NULL;
  gsize length = 0;

  g_assert_true (g_file_get_contents (data, &bytes, &length, NULL));
  LLVMFuzzerTestOneInput ((const guint8 *) bytes, length);
}

static gint
by_name (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  dir = g_dir_open (argv[1], 0, NULL);
  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (paths, g_build_filename (argv[1], name, NULL));
  g_assert_cmpuint (paths->len, >, 0);
  g_ptr_array_sort (paths, by_name);
  for (guint i = 0; i < paths->len; i++)
    {
      g_autofree char *target = g_path_get_basename (argv[1]);
      g_autofree char *file = g_path_get_basename (paths->pdata[i]);
      g_autofree char *test = g_strdup_printf ("/fuzz/%s/%s", target, file);

      g_test_add_data_func (test, paths->pdata[i], replay);
    }
  return g_test_run ();
}
