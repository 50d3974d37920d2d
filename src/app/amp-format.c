/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers and dates as people read them. */
#include "app/amp-format.h"

#include "model/codelist.h"
#include "model/date.h"

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
amp_format_date (const char *canonical)
{
  AmpDate date;

  if (canonical == NULL || !amp_date_parse (canonical, &date))
    return g_strdup ("");
  return amp_date_to_display (&date, amp_code_language ());
}
