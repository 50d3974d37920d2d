/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A head of the log, noted outside the vault: what the end of the log is held against later. As a
 * line, a row of CSV, a sheet of paper, or typed from one. Two words find a typing mistake.
 *
 * Text: one line
 *   AMPARO-HEAD vault=1A2B-3C4D seq=1234 hash=<64 hex> date=2026-11-26 check=abeja-faro
 * CSV: seq,hash,vault,date,check. Typed: NUMBER:HASH, or NUMBER:HASH:WORD-WORD; blanks, hyphens and
 * capital letters in the hash do not matter. The words come from "amparo head 1" (13 bytes, no
 * NUL), the first 4 bytes of the vault's id, number (8 bytes, little-endian), hash. */
#pragma once

#include "domain/sentences.h"
#include "domain/session.h"

G_BEGIN_DECLS

#define AMP_ANCHOR_ERROR (amp_anchor_error_quark ())
GQuark amp_anchor_error_quark (void);

typedef enum
{
  AMP_ANCHOR_ERROR_FORM,  /* not number and hash; the message says in which line */
  AMP_ANCHOR_ERROR_CHECK, /* the words do not fit: mistyped, or of another vault */
} AmpAnchorError;

/* The log's last entry as it is now. */
gboolean amp_audit_head (AmpSession *session, AmpChainAnchor *head, GError **error);
char *amp_audit_head_words (const AmpChainAnchor *head);
/* Eight groups of eight, in two rows for a sheet or a label. */
char *amp_audit_head_groups (const AmpChainAnchor *head);
char *amp_audit_head_vault (const AmpChainAnchor *head); /* "1A2B-3C4D" */
/* day: "2026-11-26". */
char *amp_audit_head_to_text (const AmpChainAnchor *head, const char *day);
char *amp_audit_head_to_csv (const AmpChainAnchor *head, const char *day);
/* One page A4. */
gboolean amp_audit_head_write_pdf (const AmpChainAnchor *head,
                                   const char *day,
                                   const char *path,
                                   AmpTranslate translate,
                                   GError **error);

/* One of any form. vault: id of the vault it is for, 16 bytes: what the words are held against
 * where it does not say of which it is. */
gboolean amp_audit_anchor_parse (const char *text,
                                 const guint8 *vault,
                                 AmpChainAnchor *anchor,
                                 GError **error);
/* All of a file, one a line; blank lines, those that begin with #, and the header of a CSV are left
 * out. Appends to anchors, an array of AmpChainAnchor. */
gboolean
amp_audit_anchors_read (GBytes *bytes, const guint8 *vault, GArray *anchors, GError **error);

G_END_DECLS
