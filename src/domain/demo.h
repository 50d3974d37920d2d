/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A synthetic office: the same data for the same seed. Nobody in it exists. */
#pragma once

#include "domain/session.h"

G_BEGIN_DECLS

typedef struct
{
  guint cases;       /* default 300: people assisted, each with one case */
  guint64 seed;      /* default 1 */
  const char *today; /* "2026-11-24"; the 24 months end here; NULL: today */
} AmpDemoOptions;

/* Eight regions, two of them on the Ecuador border (Tumbes, Piura); services, referrals in every
 * state, consents, follow-ups. Beside the
 * cases: prevention, training with attendance, the plans of Piura and Tumbes, the border's forum
 * and the published figures. Every person has at least one delivered service and none is "not a
 * victim", so the counts say exactly options->cases persons. From 20,000 cases on each has fewer
 * children (about three services, no notes, the last event of a referral only). Memory does not
 * grow with the number of cases: commits every few thousand, so a cancelled fill keeps those that
 * are written. In an empty office ids are the same for the same seed, too. */
gboolean amp_demo_fill (AmpSession *session,
                        const AmpDemoOptions *options,
                        AmpProgress *progress,
                        GCancellable *cancellable,
                        GError **error);

G_END_DECLS
