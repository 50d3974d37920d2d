/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Records out of the vault, on purpose: plaintext with names. Needs a supervisor; writes the EXPORT
 * event first. */
#pragma once

#include "domain/import.h"

G_BEGIN_DECLS

/* Whole file or nothing (amp_write_file). */
gboolean amp_export_file (AmpSession *session,
                          const char *path,
                          AmpFileFormat format,
                          AmpProgress *progress,
                          GCancellable *cancellable,
                          GError **error);

G_END_DECLS
