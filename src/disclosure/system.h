/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What disclosure control works on: cells that hold counts, and the equations that tie them
 * together. A single table gives one (cube.h); the release ledger gives one for a table together
 * with all that was ever handed over. Everything is whole numbers; nothing here knows what a cell
 * means. Rules: disclosure.md 3a (the design's document on small cells), summed up in
 * DISCLOSURE.md. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  AMP_CELL_OPEN, /* of the table that is to be released: shown unless something says otherwise */
  AMP_CELL_PUBLISHED,  /* handed over before: a constant for the attacker */
  AMP_CELL_PRIMARY,    /* hidden, because its own number may not be told */
  AMP_CELL_SECONDARY,  /* hidden, because others could be worked out from it; hidden before stays so
                        */
  AMP_CELL_UNSEEN,     /* in no table, now or ever before; hidden without a cost */
  AMP_CELL_IMPOSSIBLE, /* zero by definition, and everybody knows (a month that has not begun) */
} AmpCellState;

/* Whether somebody who holds all files knows the number without reckoning. An OPEN cell is one of
 * those: it will be. */
static inline gboolean
amp_cell_is_told (AmpCellState state)
{
  return state == AMP_CELL_OPEN || state == AMP_CELL_PUBLISHED || state == AMP_CELL_IMPOSSIBLE;
}

typedef struct
{
  guint32 n_cells;
  gint64 *count;  /* >= 0 */
  guint8 *state;  /* AmpCellState */
  guint32 *price; /* what hiding an OPEN cell costs those who read the table; >= 1 */

  /* Equation e: count[member[start[e]]] is the sum of the cells member[start[e] + 1 …
   * start[e + 1] - 1]. n_equations + 1 starts. */
  guint32 n_equations;
  guint32 *start;
  guint32 *member;
} AmpSystem;

/* All counts 0, all cells OPEN, all prices 1, no equation. */
AmpSystem *amp_system_new (guint32 n_cells);
void amp_system_free (AmpSystem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AmpSystem, amp_system_free)
AmpSystem *amp_system_copy (const AmpSystem *self);
/* whole = the sum of the n parts. */
void amp_system_add_equation (AmpSystem *self, guint32 whole, const guint32 *parts, guint32 n);
/* Whether the counts fulfil every equation and none is negative: FALSE is a programming error of
 * whoever filled it in, told with the number of the equation. */
gboolean amp_system_adds_up (const AmpSystem *self, GError **error);

/* What must stay possible for one hidden cell: a table, in agreement with everything told, in which
 * the cell is at most `at_most`, and one in which it is at least `at_least`. The strong rule for a
 * small cell: { c, 0, t }. The weakest rule (not exactly known): at_most = count - 1 or at_least =
 * count + 1, one of the two is enough: `either`. */
typedef struct
{
  guint32 cell;
  gint64 at_most, at_least;
  gboolean either;
} AmpNeed;

/* Another table that nobody who holds the files can tell from the true one: what each cell differs
 * by. Sparse, cells ascending, no zero. */
typedef struct
{
  guint32 n;
  guint32 *cell;
  gint64 *difference;
} AmpWitness;

/* Of AmpWitness*, which it owns: the proof of a pattern. */
typedef GPtrArray AmpProof;
AmpProof *amp_proof_new (void);
AmpWitness *amp_witness_new (guint32 n);
void amp_witness_free (AmpWitness *self);

typedef enum
{
  AMP_DISCLOSURE_ERROR_UNPROVEN, /* no pattern, or no proof within the time: no export */
  AMP_DISCLOSURE_ERROR_REFUSED,  /* the check found the proof, or what is written, wanting */
  AMP_DISCLOSURE_ERROR_TOO_LARGE,
  AMP_DISCLOSURE_ERROR_INVALID, /* equations that do not hold, needs that contradict the states */
} AmpDisclosureError;
#define AMP_DISCLOSURE_ERROR (amp_disclosure_error_quark ())
GQuark amp_disclosure_error_quark (void);

G_END_DECLS
