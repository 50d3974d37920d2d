/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a partner's file would be, before anything is made. */
#pragma once

#include "domain/partner-file.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* How many people, how many not and why, what is told of each, and what does not leave any more
 * once it did. */
GtkWidget *amp_partner_view_new (guint year, const AmpPartnerOutlook *outlook);

/* "Columns of CTDC's public data"; translated. */
const char *amp_partner_format_words (AmpPartnerFormat format);
/* What is proposed as the name of a file. Free it. */
char *amp_partner_file_name (guint year);
/* Of an approval: "Records for a partner · 2025 · … → iom". Free it. */
char *amp_partner_wish_words (const AmpPartnerWish *wish);

G_END_DECLS
