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

/* What a person or another program may have written: the code, its Spanish or English label or an
 * alias, its HTCDS value or label, a code of another register (ISO, INEI, RENIEC, INEC, CTDC …) or
 * a capital; tried in that order. Case, accents, punctuation and surrounding blanks do not matter.
 * NULL if nothing or more than one fits. */
const AmpCode *amp_code_list_match (const AmpCodeList *self, const char *text);

const char *amp_code_value (const AmpCode *self);
guint amp_code_index (const AmpCode *self); /* place in its list */
const char *amp_code_label (const AmpCode *self,
                            const char *language); /* "es…" Spanish, anything else English */
gboolean amp_code_retired (const AmpCode *self);
const AmpCode *
amp_code_parent (const AmpCode *self); /* region -> country, service -> domain; NULL */
/* Further attributes of the XML element, see data/README.md: "htcds" (value to export; several
 * codes may share it), "htcds_label" (where it differs from the English label), "ctdc", "inei",
 * "reniec", "inec", "border", "abbr" …; NULL. */
const char *amp_code_attribute (const AmpCode *self, const char *name);

/* The language of labels for the current locale: "es" or "en". */
const char *amp_code_language (void);

G_END_DECLS
