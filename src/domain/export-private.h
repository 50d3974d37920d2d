/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the parts of an export share; private to export*.c. */
#pragma once

#include "domain/export.h"

G_BEGIN_DECLS

typedef struct
{
  AmpSession *session;
  AmpStore *store;
  AmpProgress *progress;
  GCancellable *cancellable;
} AmpExport;

/* Ids of an entity in the order of a path; of gint64. */
GArray *amp_export_ids (AmpExport *self, const char *entity, const char *order, GError **error);

/* The bytes of the file. */
GBytes *amp_export_htcds_xlsx (AmpExport *self, GError **error);
GBytes *amp_export_htcds_csv (AmpExport *self, GError **error);
GBytes *amp_export_amparo_csv (AmpExport *self, GError **error);

G_END_DECLS
