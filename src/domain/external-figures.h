/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers of others, which stand beside the office's own and are never added to them (domain.md
 * 5.7). */
#pragma once

#include "domain/session.h"

G_BEGIN_DECLS

/* Adds the figures that come with the program and whose code is not recorded yet; none is marked as
 * checked: that is the office's to do. n_added may be NULL. */
gboolean amp_external_figures_seed (AmpSession *session, guint *n_added, GError **error);

G_END_DECLS
