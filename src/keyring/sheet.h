/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A recovery sheet: 24 bytes, and the 24 words that people read and type. FORMAT.md 9. Pure. */
#pragma once

#include "pages/refuse.h"
#include "pages/secret.h"

G_BEGIN_DECLS

#define AMP_SHEET_BYTES 24
#define AMP_SHEET_VERSION 1
#define AMP_SHARE_BYTES 16

/* Where in a sheet */
#define AMP_SHEET_VERSION_AT 0
#define AMP_SHEET_NUMBER_AT 1
#define AMP_SHEET_SET_AT 2
#define AMP_SHEET_SHARE_AT 3
#define AMP_SHEET_CHECK_AT 19

/* The word of the list that stands for a byte; static. */
const char *amp_sheet_word (guint8 byte);
AmpSecret *amp_sheet_to_words (const AmpSecret *sheet);
/* Case, accents, and what stands between words do not matter; four letters of a word are enough.
 * INVALID: not 24 words, or one that is not in the list. */
AmpSecret *amp_sheet_from_words (const AmpSecret *words, GError **error);

/* Writes the check of the bytes before it. */
void amp_sheet_put_check (AmpSecret *sheet, const guint8 vault_id[16]);
/* INVALID: one word is wrong, or two changed places; FOREIGN: neither explains it; NEWER. */
gboolean amp_sheet_check (const AmpSecret *sheet, const guint8 vault_id[16], GError **error);

G_END_DECLS
