/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An office of several people, for tests of what one does and another answers. A vault is open
 * once: who acts is changed by closing it and opening it as somebody else. */
#pragma once

#include "office.h"

/* "supervisora" (who made the vault), "jefa" (supervisor), "rosa" and "ana" (caseworkers). */
void team_open (Office *office);
void team_be (Office *office, const char *login);
gint64 team_id (Office *office, const char *login);
/* A case of that owner with consent and low risk: nothing of it is open. */
gint64 team_case (Office *office, const char *owner, const char *given_names);

/* A record of a case, saved by the store, pairs of field and value up to NULL; its id. */
gint64 team_add (Office *office, const char *entity, gint64 case_id, ...) G_GNUC_NULL_TERMINATED;
/* A field of a stored record; free it. */
char *team_get (Office *office, const char *entity, gint64 id, const char *field);
