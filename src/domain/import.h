/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Spreadsheets into the vault. A bad row never stops or spoils the others and is never dropped in
 * silence. */
#pragma once

#include "domain/report.h"
#include "domain/session.h"

G_BEGIN_DECLS

typedef enum
{
  AMP_FORMAT_HTCDS_XLSX,
  AMP_FORMAT_HTCDS_CSV,
  AMP_FORMAT_AMPARO_CSV
} AmpFileFormat;
gboolean amp_file_format_from_code (const char *code, AmpFileFormat *format); /* "htcds-xlsx" … */

typedef struct
{
  gboolean dry_run; /* read and report; write nothing */
  gboolean
    all_or_nothing; /* any finding of level ERROR: write nothing, AMP_DOMAIN_ERROR_FINDINGS */
  const char
    *region; /* office region for rows that name none; NULL: the rows say, or it is a finding */
} AmpImportOptions;

typedef struct
{
  guint rows;     /* rows of data seen */
  guint imported; /* rows that came in (or would, in a dry run) */
} AmpImportResult;

/* Each row is its own savepoint inside one transaction: kill it at any moment and either nothing or
 * all is there. */
gboolean amp_import_file (AmpSession *session,
                          const char *path,
                          AmpFileFormat format,
                          const AmpImportOptions *options,
                          AmpReport *report,
                          AmpImportResult *result,
                          AmpProgress *progress,
                          GCancellable *cancellable,
                          GError **error);

G_END_DECLS
