/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Dates as people read them. */
#include "app/amp-format.h"

#include "model/codelist.h"
#include "model/date.h"

char *
amp_format_date (const char *canonical)
{
  AmpDate date;

  if (canonical == NULL || !amp_date_parse (canonical, &date))
    return g_strdup ("");
  return amp_date_to_display (&date, amp_code_language ());
}
