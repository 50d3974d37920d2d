/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers as people read them. */
#include "domain/number.h"

#include <string.h>

#define NO_BREAK_SPACE "\302\240"

char *
amp_format_count (guint64 count)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, count);
  gsize length = strlen (digits);
  GString *text;

  if (length < 5)
    return g_steal_pointer (&digits);
  text = g_string_new (NULL);
  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append (text, NO_BREAK_SPACE);
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
}

char *
amp_format_tenths (gint64 tenths, const char *language)
{
  gboolean spanish = language != NULL && g_str_has_prefix (language, "es");
  guint64 size = (guint64) ABS (tenths);

  return g_strdup_printf ("%s%" G_GUINT64_FORMAT "%c%" G_GUINT64_FORMAT, tenths < 0 ? "-" : "",
                          size / 10, spanish ? ',' : '.', size % 10);
}
