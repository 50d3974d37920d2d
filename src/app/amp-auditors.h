/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whom something can be sealed to: an auditor of the office, or a partner's user, who has the same
 * role. */
#pragma once

#include "app/amp-jobs.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Worker thread. Logins of those who are active, NULL-terminated; g_strfreev(). */
char **amp_auditors_list (AmpSession *session, GError **error);

/* The logins to choose from; the one that is given is chosen where it is among them. */
void amp_auditors_fill (AdwComboRow *row, char **logins, const char *chosen);
/* Borrowed; NULL: there is none. */
const char *amp_auditors_chosen (AdwComboRow *row);

G_END_DECLS
