/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Domain and store know no language; what they write is given one here. */
#include "app/amp-translate.h"

#include <glib/gi18n.h>

const char *
amp_translate (const char *msgid)
{
  return _ (msgid);
}
