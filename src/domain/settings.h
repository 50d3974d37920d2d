/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the office decides for everybody in its vault. Stored in the entity "setting", so each
 * change is in the log; supervisors decide. */
#pragma once

#include "domain/session.h"

G_BEGIN_DECLS

#define AMP_LOCK_MINUTES_LEAST 1
#define AMP_LOCK_MINUTES_MOST 15
#define AMP_LOCK_MINUTES_DEFAULT 5

/* How long nobody may touch key or pointer until the vault is locked; 0 with error. */
guint amp_settings_get_lock_minutes (AmpSession *session, GError **error);
/* AMP_DOMAIN_ERROR_NOT_ALLOWED for others than supervisors, INVALID beyond the bounds. */
gboolean amp_settings_set_lock_minutes (AmpSession *session, guint minutes, GError **error);

#define AMP_OFFICE_NAME_MOST 120 /* characters */

/* What stands at the head of reports and of letters of referral; NULL: none, or it cannot be read.
 * Free it. */
char *amp_settings_get_office_name (AmpSession *session);
/* NULL or "" takes it back. Supervisors; AMP_DOMAIN_ERROR_INVALID where it is too long. */
gboolean amp_settings_set_office_name (AmpSession *session, const char *name, GError **error);

G_END_DECLS
