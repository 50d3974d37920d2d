/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Code lists: data, not code. data/codelists/NAME.xml, compiled in as a GResource, each label in
 * Spanish and English side by side, because an import reads either whatever language the screen
 * speaks. A code that was used is never deleted, only retired. Lists are loaded once, then
 * read-only: any thread, nothing to free. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AmpCodeList AmpCodeList;
typedef struct _AmpCode AmpCode;

const AmpCodeList *amp_code_list_find (const char *name); /* NULL if unknown */
const char *const *amp_code_list_names (void);            /* all, NULL-terminated */
const char *amp_code_list_name (const AmpCodeList *self);

guint amp_code_list_length (const AmpCodeList *self);
const AmpCode *amp_code_list_nth (const AmpCodeList *self, guint n); /* in the order of the file */
const AmpCode *amp_code_list_lookup (const AmpCodeList *self, const char *code); /* exact code */

/* What a person or another program may have written: code, Spanish or English label, HTCDS value,
 * alias or any attribute value (ISO, INEI …); case, accents, punctuation and surrounding blanks do
 * not matter. NULL if nothing or more than one fits. */
const AmpCode *amp_code_list_match (const AmpCodeList *self, const char *text);

const char *amp_code_value (const AmpCode *self);
guint amp_code_index (const AmpCode *self); /* place in its list */
const char *amp_code_label (const AmpCode *self,
                            const char *language); /* "es…" Spanish, anything else English */
gboolean amp_code_retired (const AmpCode *self);
const AmpCode *
amp_code_parent (const AmpCode *self); /* region -> country, service -> domain; NULL */
/* Further attributes of the XML element: "htcds", "htcds_label", "iso", "inei", "reniec", "inec",
 * "border", "abbr" …; NULL. */
const char *amp_code_attribute (const AmpCode *self, const char *name);

/* The language of labels for the current locale: "es" or "en". */
const char *amp_code_language (void);

G_END_DECLS
