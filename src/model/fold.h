/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text as Spanish sorts and finds it, the same in every locale. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lower case, no accents, ñ -> n, punctuation and runs of blanks -> one blank, trimmed. For
 * finding. Free it. */
char *amp_fold (const char *text);
/* The same with ñ kept apart, after n and before o. For sorting with strcmp. Free it. */
char *amp_fold_sort_key (const char *text);

G_END_DECLS
