/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads the standard's own CSV for the tests of model, which link no CSV reader. */
#pragma once

#include <glib.h>

/* Rows of a CSV of DATA_DIR as GStrv, quotes and line breaks inside them understood. */
static inline GPtrArray *
csv_rows (const char *file)
{
  g_autofree char *path = g_build_filename (DATA_DIR, file, NULL);
  g_autofree char *text = NULL;
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autoptr (GStrvBuilder) row = g_strv_builder_new ();
  g_autoptr (GString) cell = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  gboolean quoted = FALSE;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  for (const char *p = text; *p != '\0'; p++)
    if (*p == '"' && quoted && p[1] == '"')
      g_string_append_c (cell, *p++);
    else if (*p == '"')
      quoted = !quoted;
    else if (!quoted && (*p == ',' || *p == '\n'))
      {
        g_strv_builder_add (row, cell->str);
        g_string_truncate (cell, 0);
        if (*p == '\n')
          {
            g_ptr_array_add (rows, g_strv_builder_end (row));
            g_strv_builder_unref (row);
            row = g_strv_builder_new ();
          }
      }
    else if (*p != '\r')
      g_string_append_c (cell, *p);
  g_assert_cmpuint (rows->len, >, 1);
  return rows;
}
