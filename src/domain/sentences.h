/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Errors as sentences for people: one table for both front ends. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* gettext() of both front ends, for what the domain itself writes for people. */
typedef const char *(*AmpTranslate) (const char *msgid);

/* N_(): for amp_vault_has_new_keys(). */
extern const char amp_sentence_new_keys[];

/* N_(): what is wrong and what to do; the caller translates. Never NULL. */
const char *amp_error_sentence (const GError *error);
/* Exit code of amparo-cli (architecture 6): 1 findings, 2 usage, 3 wrong passphrase or no key, 4
 * damaged, 5 anything else. */
int amp_error_exit_code (const GError *error);

G_END_DECLS
