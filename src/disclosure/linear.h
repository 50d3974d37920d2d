/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A first pattern of hidden cells (Langsrud's idea): cells are told one by one, the dearest first,
 * and one stays hidden if telling it would let a protected cell be worked out by adding and taking
 * away. That says nothing yet of whole numbers that cannot be negative: see witness.h. Reckoned
 * modulo the prime 2^61 - 1; a mistake of that (a minor of the equations that the prime divides)
 * hides a cell too many or leaves a need without a witness, and both come to light later. */
#pragma once

#include "disclosure/system.h"

G_BEGIN_DECLS

/* Makes OPEN cells SECONDARY. is_protected: of hidden cells; order: all cells, in the order they
 * are told (those told before come first and hidden ones last whatever it says). FALSE: cancelled.
 */
gboolean amp_linear_hide (AmpSystem *system,
                          const guint8 *is_protected,
                          const guint32 *order,
                          GCancellable *cancellable,
                          GError **error);

/* Of each equation, whether it is one of a set from which all others follow. Free it. */
guint8 *amp_linear_independent (const AmpSystem *system);

G_END_DECLS
