/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A recovery sheet on paper: one page A4 with the words, the same as a QR code, and how to keep it.
 */
#pragma once

#include "domain/sentences.h"
#include "domain/session.h"

G_BEGIN_DECLS

typedef struct
{
  guint number;        /* 1 to AMP_RECOVERY_SHEETS */
  guint set;           /* which printing; only the newest one works */
  const guint8 *vault; /* its id, 16 bytes; the sheet shows the first four */
  const char *date;    /* "2026-03-05" */
} AmpRecoverySheet;

/* Writes the PDF. words: as amp_vault_make_recovery() gives them. Cairo and Pango hold them in
 * ordinary memory while they draw; what is ours is wiped before it is given back. */
gboolean amp_recovery_sheet_write (const AmpRecoverySheet *self,
                                   const AmpSecret *words,
                                   const char *path,
                                   AmpTranslate translate,
                                   GError **error);

G_END_DECLS
