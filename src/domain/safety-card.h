/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whom to call when somebody is in danger now. Holds nothing of the person: it can lie on a desk,
 * or in her pocket. */
#pragma once

#include "domain/sentences.h"

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *who;    /* N_() */
  const char *number; /* NULL: that of the place, to be filled in by hand */
  const char *what;   /* N_() */
  gboolean minors;    /* only where the person is under 18 */
} AmpSafetyLine;

/* In the order to call. Ends at who NULL. */
const AmpSafetyLine *amp_safety_lines (void);

/* One page as PDF. */
gboolean
amp_safety_card_write (const char *path, gboolean minor, AmpTranslate translate, GError **error);

G_END_DECLS
