/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a record says to people: codes by their labels, dates as they are written here. */
#pragma once

#include "model/record.h"

G_BEGIN_DECLS

/* "Alto"; "" where not recorded. Translated label of a CODE field; borrowed. */
const char *amp_record_code_label (const AmpRecord *record, const char *field);
/* The same of a CODES field, with commas between them. Free it. */
char *amp_record_codes_label (const AmpRecord *record, const char *field);
/* "05/03/2024", or "". Free it. */
char *amp_record_date_text (const AmpRecord *record, const char *field);
/* The value, or "". Borrowed. */
const char *amp_record_text (const AmpRecord *record, const char *field);
gboolean amp_record_is_true (const AmpRecord *record, const char *field);
/* The value of a field of any kind as people read it, "" where not recorded: labels of codes,
 * dates, yes and no. Of a reference its number: who knows the names asks elsewhere. Free it. */
char *amp_record_words (const AmpRecord *record, const AmpField *field);
/* Today, canonical. */
void amp_record_set_today (AmpRecord *record, const char *field);

/* "a · b": parts that are not empty; ends at NULL. Free it. */
char *amp_text_join (const char *first, ...) G_GNUC_NULL_TERMINATED;

G_END_DECLS
