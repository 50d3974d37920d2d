/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A sheet of the guide in words and on paper, also one of the office's own. Holds nothing of any
 * case. */
#pragma once

#include "domain/sentences.h"
#include "model/guide.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What is to be known of the sheet itself: in force since, replaced by, numbers checked when; NULL:
 * nothing. Free it. */
char *amp_guide_status (const AmpGuideSheet *self, const char *language, AmpTranslate translate);

/* "Source: …"; NULL where an office named none. Free it. */
char *
amp_guide_source_line (const AmpGuideSheet *self, const char *language, AmpTranslate translate);

/* Plain text, lines ended by LF; free it. */
char *amp_guide_to_text (const AmpGuideSheet *self, const char *language, AmpTranslate translate);

/* A4; what is meant for everybody in letters that can be read from a wall. The same sheet gives the
 * same bytes. */
GBytes *amp_guide_to_pdf (const AmpGuideSheet *self,
                          const char *language,
                          AmpTranslate translate,
                          GError **error);

G_END_DECLS
