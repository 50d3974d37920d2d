/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The end of the audit chain as the pack tells it, held against one the auditor was given earlier
 * (a printed head, an older pack). Pure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  AMP_ANCHOR_INVALID, /* what was typed is no number and hash of a head */
  AMP_ANCHOR_SAME,    /* the very same event */
  AMP_ANCHOR_DIFFERS, /* the same number, another hash: the log was rewritten */
  AMP_ANCHOR_BEHIND,  /* hers is later: the log was cut, or an older copy put back */
  AMP_ANCHOR_GROWN,   /* hers is earlier: only the office's whole chain tells whether it is in it */
} AmpAnchorResult;

/* hash: 64 hex digits of either case, blanks and colons between them do not matter. */
AmpAnchorResult
amp_anchor_compare (guint64 head_seq, const char *head_hash, const char *seq, const char *hash);
/* 64 hex digits in groups of eight, as they are read aloud; free it. */
char *amp_anchor_spell (const char *hash);

G_END_DECLS
